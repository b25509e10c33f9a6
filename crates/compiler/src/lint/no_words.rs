//! V301: a clause that quotes no words of its article.

use servanda_model::diagnostic::Diagnostic;

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens
        .plan
        .clauses
        .iter()
        .filter(|clause| clause.says.is_empty())
    {
        out.push(
            codes::V301
                .at(
                    locate::first_line(lens.text, clause.span),
                    format!("{} quotes no words of its article", clause.id),
                )
                .of(&clause.id)
                .effect("readers cannot hold the clause against what was signed")
                .way_out("add the words it rests on: `says \"…\"`"),
        );
    }
}

//! V304: a duty without a response to its failure.

use servanda_model::diagnostic::Diagnostic;

use super::{Lens, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        if clause.response.is_none() {
            out.push(
                codes::V304
                    .at(
                        locate::first_line(lens.text, clause.span),
                        format!("{} does not say what follows a failure", clause.id),
                    )
                    .of(&clause.id)
                    .effect("a failure is shown and has no agreed consequence")
                    .way_out("name a ladder: `response Ladder A`")
                    .way_out("or say so: `response none, published only`"),
            );
        }
    }
}

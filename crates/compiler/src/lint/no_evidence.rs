//! V303: a duty without agreed evidence.

use servanda_model::diagnostic::Diagnostic;

use super::{Lens, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        if locate::field(lens.text, clause.span, "evidence").is_none() {
            out.push(
                codes::V303
                    .at(
                        locate::first_line(lens.text, clause.span),
                        format!("{} does not say what proves it", clause.id),
                    )
                    .of(&clause.id)
                    .effect("one report of anyone who may report settles it")
                    .way_out("add `evidence`, or `evidence none` where nobody is to verify it"),
            );
        }
    }
}

//! A205: a duty about something that nobody is named to report.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::Reporters;

use super::{Lens, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        let anyone = clause
            .evidence
            .options
            .iter()
            .any(|option| option.by == Reporters::AnyListed);
        if anyone && lens.listed(clause).is_some_and(<[_]>::is_empty) {
            out.push(
                codes::A205
                    .at(
                        locate::first_line(lens.text, clause.span),
                        format!("nobody is named to report on {}", clause.id),
                    )
                    .of(&clause.id)
                    .effect("a report of any declared actor counts, the obligor's own too")
                    .way_out("add `reported` with those who may report to the declaration")
                    .way_out("or name them under `evidence`"),
            );
        }
    }
}

//! V305: a duty whose failure no report and no silence can ever establish.
//!
//! That is so where silence says nothing, and either no date ever comes or
//! nobody but the obligor's own side may report.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Clause, Duty, Silence, Timing};

use super::{Lens, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        if clause.silence != Silence::Unknown {
            continue;
        }
        let why = if clause.evidence.options.is_empty() {
            "nothing counts as evidence"
        } else if undated(clause) {
            "it is never due"
        } else {
            continue;
        };
        out.push(
            codes::V305
                .at(
                    locate::first_line(lens.text, clause.span),
                    format!("a failure of {} can never be established: {why}", clause.id),
                )
                .of(&clause.id)
                .effect("whatever happens, it stays open or undetermined")
                .way_out("agree a date")
                .way_out("or let silence speak: `silence means not done once … closes …`"),
        );
    }
}

fn undated(clause: &Clause) -> bool {
    let dateless = |timing: &Timing| matches!(timing, Timing::Undated(_));
    clause.alongside.is_none()
        && match &clause.duty {
            Duty::Perform(perform) => dateless(&perform.timing),
            Duty::Reach { stages, .. } => stages.iter().all(|stage| dateless(&stage.timing)),
            _ => false,
        }
}

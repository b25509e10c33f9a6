//! Acceptances: warnings and advices that the text silences, with its reason;
//! and V312, an acceptance that silences nothing.

use servanda_model::diagnostic::{Diagnostic, Grade, Span};
use servanda_model::plan::{Acceptance, Plan};

use crate::codes::{self, Wording};
use crate::locate;

/// Takes the accepted findings out of the diagnostics.
///
/// # Shape
/// A clause's own acceptance reaches the findings of that clause; one outside
/// any clause reaches those that belong to none. Errors cannot be accepted.
pub(crate) fn accept(
    plan: &Plan,
    text: &str,
    outside: &[(Acceptance, Span)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Diagnostic, String)> {
    let mut accepted = Vec::new();
    let mut idle = Vec::new();
    for clause in &plan.clauses {
        for acceptance in &clause.accepts {
            let reached = take(diagnostics, &mut accepted, acceptance, |found| {
                found.clause.as_ref() == Some(&clause.id)
            });
            if !reached {
                let line = locate::field_or(text, clause.span, "accepts");
                idle.push(unused(acceptance, line).of(&clause.id));
            }
        }
    }
    for (acceptance, span) in outside {
        if !take(diagnostics, &mut accepted, acceptance, |found| {
            found.clause.is_none()
        }) {
            idle.push(unused(acceptance, *span));
        }
    }
    diagnostics.extend(idle);
    accepted
}

fn take(
    diagnostics: &mut Vec<Diagnostic>,
    accepted: &mut Vec<(Diagnostic, String)>,
    acceptance: &Acceptance,
    belongs: impl Fn(&Diagnostic) -> bool,
) -> bool {
    let before = accepted.len();
    let meant = |found: &Diagnostic| {
        found.code == acceptance.code && found.grade != Grade::Error && belongs(found)
    };
    let (taken, left): (Vec<Diagnostic>, Vec<Diagnostic>) =
        std::mem::take(diagnostics).into_iter().partition(meant);
    *diagnostics = left;
    accepted.extend(
        taken
            .into_iter()
            .map(|found| (found, acceptance.because.clone())),
    );
    accepted.len() > before
}

fn unused(acceptance: &Acceptance, span: Span) -> Diagnostic {
    codes::V312
        .at(
            span,
            format!("nothing here is found as {}", acceptance.code),
        )
        .effect("the line silences nothing")
        .way_out("leave it out, or correct the code")
}

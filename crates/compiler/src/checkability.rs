//! "Can it be checked?": which clauses have a date, a measure and a verifier,
//! as agreed, and with the fields that somebody proposes.
//!
//! A provision that informs only and a power commit nobody and are not counted.

use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{Clause, Duty, Measured, Plan, Target, Timing};

use crate::locate;

/// Whether one clause can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkability {
    /// The clause.
    pub clause: ClauseId,
    /// Who owes it.
    pub obligors: Vec<ActorName>,
    /// By the fields that the parties agreed.
    pub as_agreed: Checks,
    /// With the fields that somebody proposes.
    pub with_proposed: Checks,
}

/// What a clause has of what checking needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checks {
    /// A date, a rhythm, or a bound that always holds.
    pub has_date: bool,
    /// Something that can be counted, measured or seen to happen.
    pub has_measure: bool,
    /// Somebody whose word is named as evidence.
    pub has_verifier: bool,
    /// All three.
    pub checkable: bool,
    /// What is missing: `date`, `measure`, `verifier`, in this order.
    pub missing: Vec<&'static str>,
}

/// Tells for each clause that commits somebody whether it can be checked, in
/// the text's order.
pub fn checkability(plan: &Plan, text: &str) -> Vec<Checkability> {
    let committing = plan
        .clauses
        .iter()
        .filter(|clause| !matches!(clause.duty, Duty::May(_) | Duty::InformsOnly(_)));
    committing
        .map(|clause| Checkability {
            clause: clause.id.clone(),
            obligors: clause.subject.actors().to_vec(),
            as_agreed: checks(clause, text, false),
            with_proposed: checks(clause, text, true),
        })
        .collect()
}

fn checks(clause: &Clause, text: &str, with_proposed: bool) -> Checks {
    let agreed = |labels: &[&str]| {
        with_proposed
            || !clause
                .proposed
                .iter()
                .any(|field| labels.contains(&field.label.as_str()))
    };
    let has_date =
        dated(clause) && agreed(&["within", "by", "before", "stage", "after", "alongside"]);
    let has_measure = measured(clause);
    let has_verifier = !clause.evidence.options.is_empty()
        && !matches!(clause.duty, Duty::NotCheckable { .. })
        && locate::field(text, clause.span, "evidence").is_some()
        && agreed(&["evidence"]);
    let parts = [
        (has_date, "date"),
        (has_measure, "measure"),
        (has_verifier, "verifier"),
    ];
    let missing: Vec<&'static str> = parts
        .into_iter()
        .filter(|(has, _)| !has)
        .map(|(_, word)| word)
        .collect();
    Checks {
        has_date,
        has_measure,
        has_verifier,
        checkable: missing.is_empty(),
        missing,
    }
}

fn dated(clause: &Clause) -> bool {
    let dated = |timing: &Timing| !matches!(timing, Timing::Undated(_));
    match &clause.duty {
        Duty::Perform(perform) => dated(&perform.timing) || clause.alongside.is_some(),
        Duty::Reach { stages, .. } => stages.iter().any(|stage| dated(&stage.timing)),
        Duty::Keep { .. } | Duty::Avoid(_) => true,
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => false,
    }
}

fn measured(clause: &Clause) -> bool {
    match &clause.duty {
        Duty::Perform(_) | Duty::Avoid(_) => true,
        Duty::Keep {
            measured, target, ..
        } => !matches!(measured, Measured::Term(_)) && !matches!(target, Target::Term(..)),
        Duty::Reach { measured, .. } => !matches!(measured, Measured::Term(_)),
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => false,
    }
}

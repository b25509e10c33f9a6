//! Section 2 of "Meaning", hands: whose act a report tells of, and whose
//! instance it is for.

use servanda_model::names::ActorName;
use servanda_model::plan::{Clause, OtherHands, Plan, Subject};
use servanda_model::record::Report;

use crate::testimony::parties;

/// One obligor of a clause, or all of them in a joint duty.
#[derive(Clone, Debug)]
pub(crate) struct Obligor {
    /// The actor in the instance's key.
    pub(crate) key: Option<ActorName>,
    /// Everyone who counts as the obligor.
    pub(crate) actors: Vec<ActorName>,
}

/// Returns one obligor per instance (5, "Obligors").
pub(crate) fn obligors(clause: &Clause) -> Vec<Obligor> {
    match &clause.subject {
        Subject::Each(actors) | Subject::EachOf(_, actors) => actors
            .iter()
            .map(|actor| Obligor {
                key: (actors.len() > 1).then(|| actor.clone()),
                actors: vec![actor.clone()],
            })
            .collect(),
        Subject::Together(actors) => vec![Obligor {
            key: None,
            actors: actors.clone(),
        }],
        Subject::Nobody => vec![Obligor {
            key: None,
            actors: Vec::new(),
        }],
    }
}

/// Returns whether a report names the obligor or a body of it (2).
pub(crate) fn names(plan: &Plan, obligor: &Obligor, report: &Report) -> bool {
    report.actors.iter().any(|actor| {
        obligor.actors.contains(actor)
            || parties(plan, actor)
                .iter()
                .any(|p| obligor.actors.contains(p))
    })
}

/// Returns whether a report is of the obligor's own hands (2).
pub(crate) fn own(plan: &Plan, clause: &Clause, obligor: &Obligor, report: &Report) -> bool {
    report.actors.is_empty()
        || clause.other_hands == OtherHands::Count
        || names(plan, obligor, report)
}

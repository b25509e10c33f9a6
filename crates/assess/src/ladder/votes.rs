//! Votes: whether a body's decision carried.
//!
//! Entry point: [`short`].
//!
//! # Source
//! "Meaning", section 14, "Acts on a case".

use servanda_model::names::ActorName;
use servanda_model::plan::{LadderStep, Plan};
use servanda_model::record::Vote;

use super::acts::{CaseAct, What};

/// Returns the seats that voted for a decision and those needed, where they do
/// not carry it under a step's rules.
pub(crate) fn short(
    plan: &Plan,
    against: &[ActorName],
    step: Option<&LadderStep>,
    act: &CaseAct<'_>,
) -> Option<(u32, u32)> {
    let What::Decision(decision) = act.what else {
        return None;
    };
    let body = plan.actors.iter().find(|actor| actor.name == *act.by)?;
    if decision.votes.is_empty() || body.seats.is_empty() {
        return None;
    }
    let (need, _) = step.and_then(|step| step.decides).or(body.decides)?;
    let abstains = step.is_some_and(|step| step.accused_abstains);
    let have: u32 = body
        .seats
        .iter()
        .filter(|(_, member)| decision.votes.get(member) == Some(&Vote::For))
        .filter(|(_, member)| !(abstains && against.contains(member)))
        .map(|(seats, _)| *seats)
        .sum();
    (have < need).then_some((have, need))
}

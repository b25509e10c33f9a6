//! What the steps of ladders let an actor do, at some point of some case.
//!
//! Which case it is, and whether its step has begun, is for the assessment: an
//! act too early is listed as without effect.

use servanda_model::names::ActorName;
use servanda_model::plan::{Deed, LadderStep, Plan, StepAct, StepActor, StepPart};
use servanda_model::record::DecisionAct;

use super::part::is_party;

/// Returns whether some part of a step names an actor, by name or by its place
/// in a case.
pub(super) fn acts(plan: &Plan, actor: &ActorName) -> bool {
    gives(plan, actor, |_| true)
}

/// Returns whether some part of a step lets an actor do one of these deeds.
///
/// WHY: whoever a case is against or raised by is a party, or a body of one
/// that answers for it; which one, the case says.
fn gives(plan: &Plan, actor: &ActorName, deed: impl Fn(&Deed) -> bool) -> bool {
    parts(plan).any(|part| names(plan, &part.by, actor) && deed(&part.deed))
}

/// Returns whether a step lets an actor extend its time together with others.
pub(super) fn extends(plan: &Plan, actor: &ActorName) -> bool {
    steps(plan).any(|step| step.extended_by.contains(actor))
}

/// Returns whether a step names an actor to reply.
pub(super) fn replies(plan: &Plan, actor: &ActorName) -> bool {
    gives_own(plan, actor, |deed| *deed == Deed::Reply)
}

/// Returns whether an actor may order remedies, and so certify them.
pub(super) fn remedies(plan: &Plan, actor: &ActorName) -> bool {
    gives_own(plan, actor, |deed| *deed == Deed::Remedy)
}

/// Returns whether an actor may find whether a case is substantiated.
pub(super) fn finds(plan: &Plan, actor: &ActorName) -> bool {
    gives_own(plan, actor, |deed| {
        matches!(deed, Deed::Verify | Deed::Meet | Deed::Find | Deed::Decide)
    })
}

/// Returns whether some step lets an actor take a decision on a case; `None`
/// for decisions that are no matter of ladders.
pub(super) fn decides(plan: &Plan, actor: &ActorName, act: DecisionAct) -> Option<bool> {
    let deed = |wanted: fn(&Deed) -> bool| gives(plan, actor, wanted);
    Some(match act {
        DecisionAct::Suspend => deed(|one| matches!(one, Deed::Suspend { .. })),
        DecisionAct::Resume => deed(|one| matches!(one, Deed::Suspend { .. } | Deed::Resume(_))),
        DecisionAct::Screen => deed(|one| *one == Deed::Screen),
        DecisionAct::Verify => deed(|one| *one == Deed::Verify),
        DecisionAct::Meet => deed(|one| *one == Deed::Meet),
        DecisionAct::Decide => finds(plan, actor) || stops(plan, actor),
        DecisionAct::Acknowledge => deed(|one| *one == Deed::Acknowledge),
        DecisionAct::Comply | DecisionAct::Refuse => deed(|one| *one == Deed::Comply),
        DecisionAct::Refer => deed(|one| matches!(one, Deed::Refer(_))),
        DecisionAct::Remedy => deed(|one| *one == Deed::Remedy),
        DecisionAct::Close => {
            finds(plan, actor)
                || gives_own(plan, actor, |one| {
                    matches!(one, Deed::Screen | Deed::Remedy | Deed::Refer(_))
                })
        }
        DecisionAct::Certify
        | DecisionAct::Waive
        | DecisionAct::Declare
        | DecisionAct::Propose
        | DecisionAct::Adopt
        | DecisionAct::Extend
        | DecisionAct::Notify
        | DecisionAct::Invoke
        | DecisionAct::Reprioritise => return None,
    })
}

/// Returns whether an actor's decision stops what takes effect by itself.
fn stops(plan: &Plan, actor: &ActorName) -> bool {
    steps(plan)
        .flat_map(|step| &step.parts)
        .any(|part| match part {
            StepPart::Snapback(snapback) => snapback.unless_decided_by.contains(actor),
            StepPart::Act(_) => false,
        })
}

fn steps(plan: &Plan) -> impl Iterator<Item = &LadderStep> {
    plan.ladders.iter().flat_map(|ladder| &ladder.steps)
}

fn parts(plan: &Plan) -> impl Iterator<Item = &StepAct> {
    steps(plan)
        .flat_map(|step| &step.parts)
        .filter_map(|part| match part {
            StepPart::Act(act) => Some(act),
            StepPart::Snapback(_) => None,
        })
}

/// Like [`gives`], for what a part of the accused or the complainant never
/// gives.
fn gives_own(plan: &Plan, actor: &ActorName, deed: impl Fn(&Deed) -> bool) -> bool {
    parts(plan).any(|part| part.by == StepActor::Named(actor.clone()) && deed(&part.deed))
}

fn names(plan: &Plan, by: &StepActor, actor: &ActorName) -> bool {
    match by {
        StepActor::Named(name) => name == actor,
        StepActor::Accused | StepActor::Complainant => is_party(plan, actor),
    }
}

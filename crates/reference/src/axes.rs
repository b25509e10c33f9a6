//! Section 13 of "Meaning": the axes of evidence and of agreement.
//!
//! Entry points: [`evidence`], [`decided`], [`agreement`].

use servanda_model::assessment::{AgreementAxis, EvidenceAxis};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{EvidenceRule, Plan, TestimonyKind};
use servanda_model::record::{Act, Stance};

use crate::readings::open_challenges;
use crate::testimony::{Told, establishes, independent, is_neutral};
use crate::world::Ctx;

/// Returns the evidence axis of one instance.
pub(crate) fn evidence(plan: &Plan, rule: &EvidenceRule, told: &[&Told]) -> EvidenceAxis {
    let those = |test: &dyn Fn(&Told) -> bool| {
        let of: Vec<&Told> = told.iter().copied().filter(|t| test(t)).collect();
        establishes(plan, rule, &of)
    };
    let latest = |t: &Told| t.when.latest(&plan.zone);
    let mut ends: Vec<_> = told.iter().filter(|t| t.done).map(|t| latest(t)).collect();
    ends.sort();
    let performed = ends
        .into_iter()
        .find(|end| those(&|t| t.done && latest(t) <= *end));
    match performed {
        Some(end) if those(&|t| !t.done && t.as_of >= end) => EvidenceAxis::Contradicted,
        Some(_) => decided(plan, told, true),
        None if those(&|t| !t.done) => decided(plan, told, false),
        None if told.is_empty() => EvidenceAxis::NoInformation,
        None => EvidenceAxis::Insufficient,
    }
}

/// Returns the evidence axis where one side holds.
pub(crate) fn decided(plan: &Plan, told: &[&Told], done: bool) -> EvidenceAxis {
    let deciding: Vec<&Told> = told.iter().copied().filter(|t| t.done == done).collect();
    let pair = deciding.iter().enumerate().any(|(i, a)| {
        deciding
            .iter()
            .skip(i + 1)
            .any(|b| a.reporter != b.reporter && independent(plan, a, b))
    });
    if deciding.iter().any(|t| !t.exact) {
        EvidenceAxis::Estimated
    } else if pair
        || deciding
            .iter()
            .any(|t| is_neutral(plan, &t.reporter) || t.kind == TestimonyKind::Finding)
    {
        EvidenceAxis::Verified
    } else {
        EvidenceAxis::Declared
    }
}

/// Returns the agreement axis of one instance.
pub(crate) fn agreement(ctx: &Ctx<'_>, clause: &ClauseId, told: &[&Told]) -> AgreementAxis {
    let open = open_challenges(&ctx.world.plain(ctx.at));
    let touched = open.iter().any(|c| {
        told.iter()
            .any(|t| c.reports.iter().any(|r| t.rests_on.contains(r)))
    });
    if touched {
        return AgreementAxis::PendingReply;
    }
    let zone = &ctx.world.plan.zone;
    let mut stances: Vec<(ActorName, Stance)> = Vec::new();
    for entry in &ctx.world.entries {
        let Some(Act::Position { remark, stance }) = &entry.act else {
            continue;
        };
        let when = remark
            .happened
            .as_ref()
            .map_or(entry.received_at, |w| w.latest(zone));
        let counts = when <= ctx.at;
        if !counts || !remark.concerns.iter().any(|c| c == clause.as_str()) {
            continue;
        }
        stances.retain(|(by, _)| *by != remark.by);
        stances.push((remark.by.clone(), *stance));
    }
    let mut disputing: Vec<ActorName> = stances
        .into_iter()
        .filter(|(_, stance)| *stance == Stance::Dispute)
        .map(|(by, _)| by)
        .collect();
    disputing.sort();
    if disputing.is_empty() {
        AgreementAxis::Agreed
    } else {
        AgreementAxis::DisputedBy(disputing)
    }
}

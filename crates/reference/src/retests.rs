//! Section 16 of "Meaning": what is said of an instance since it was met.
//!
//! Entry point: [`since`].

use servanda_model::assessment::Status;
use servanda_model::plan::{Clause, Duty, FieldKind};
use servanda_model::record::{Citation, NO_LONGER_DONE, STILL_DONE};

use crate::acts::holds_key;
use crate::hands::{obligors, own};
use crate::judgement::InstanceJudgement;
use crate::known::Fact;
use crate::quantity;
use crate::testimony::{Topic, admissible};
use crate::world::Ctx;

/// Returns whether a report is a re-test (16).
pub(crate) fn is_retest(fact: &Fact) -> bool {
    matches!(
        fact.report.value.as_deref(),
        Some(STILL_DONE | NO_LONGER_DONE)
    )
}

/// Returns the re-tests told with an instance: the entry, and whether it says
/// that what was done still stands (16).
pub(crate) fn since(
    ctx: &Ctx<'_>,
    clause: &Clause,
    judged: &InstanceJudgement,
) -> Vec<(Citation, bool)> {
    let key = &judged.key;
    if !matches!(judged.status, Status::Met | Status::MetLate)
        || key.number.is_some()
        || key.days.is_some()
    {
        return Vec::new();
    }
    let plan = ctx.world.plan;
    let zone = &plan.zone;
    let (Some(met), Some((topic, filters))) = (judged.performed_at, about(ctx, clause)) else {
        return Vec::new();
    };
    let kind = match topic {
        Topic::Event(kind) => Some(kind),
        Topic::Measure(measure) => measure
            .counts
            .as_ref()
            .and_then(|(event, _)| plan.events.iter().find(|kind| kind.name == *event)),
        Topic::State(_) => None,
    };
    let of_item = |fact: &Fact| {
        key.item.as_ref().is_none_or(|item| {
            kind.iter()
                .flat_map(|kind| &kind.fields)
                .filter(|field| matches!(field.kind, FieldKind::ItemOf(_)))
                .all(|field| {
                    let given = fact.report.fields.get(&field.name);
                    given.is_none_or(|text| holds_key(text, item.as_str()))
                })
        })
    };
    let mut found: Vec<&Fact> = ctx
        .world
        .retests
        .iter()
        .filter(|fact| {
            let at = fact.report.happened.latest(zone);
            met <= at && at <= ctx.at
        })
        .filter(|fact| !fact.chain.iter().any(|i| ctx.supposed.out.contains(i)))
        .filter(|fact| admissible(plan, topic, &filters, fact))
        .filter(|fact| {
            obligors(clause)
                .iter()
                .any(|one| one.key == key.actor && own(plan, clause, one, &fact.report))
        })
        .filter(|fact| of_item(fact))
        .collect();
    found.sort_by_key(|fact| (fact.report.happened.latest(zone), fact.citation));
    found
        .into_iter()
        .map(|fact| {
            let stands = fact.report.value.as_deref() == Some(STILL_DONE);
            (fact.citation, stands)
        })
        .collect()
}

fn about<'w>(
    ctx: &Ctx<'w>,
    clause: &Clause,
) -> Option<(Topic<'w>, Vec<servanda_model::plan::Filter>)> {
    match &clause.duty {
        Duty::Perform(perform) => {
            let kinds = &ctx.world.plan.events;
            let kind = kinds.iter().find(|kind| kind.name == perform.event.name)?;
            Some((Topic::Event(kind), perform.event.filters.clone()))
        }
        Duty::Reach { measured, .. } => quantity::topic(ctx, measured),
        _ => None,
    }
}

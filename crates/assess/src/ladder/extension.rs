//! Extension: a step's time as those named extended it.
//!
//! Entry point: [`limits`].
//!
//! # Source
//! "Meaning", section 14, "Extension".

use std::collections::BTreeMap;

use servanda_model::names::ActorName;
use servanda_model::plan::{LadderStep, StepPart};
use servanda_model::record::{Citation, Decision, DecisionAct};
use servanda_model::time::Instant;

use super::steps::{Limit, Scene};
use crate::calendar::after;

/// Returns the time of each part of a step, and the decisions that extended it.
pub(crate) fn limits(
    scene: &Scene<'_, '_>,
    step: &LadderStep,
    began: Instant,
) -> (Vec<Limit>, Vec<Citation>) {
    let mut limits: Vec<Limit> = step
        .parts
        .iter()
        .map(|part| scene.limit(part, began))
        .collect();
    let mut cited = Vec::new();
    if step.extended_by.is_empty() {
        return (limits, cited);
    }
    let mut given: BTreeMap<&ActorName, (&Decision, Citation)> = BTreeMap::new();
    for act in scene.acts.iter().filter(|act| act.at >= began) {
        let Some(decision) = act.decision(DecisionAct::Extend) else {
            continue;
        };
        let named = step.extended_by.contains(act.by) && scene.carried(Some(step), act);
        let in_time = limits.iter().any(|limit| match limit {
            Limit::Unlimited => false,
            Limit::Endless => true,
            Limit::At(due) => act.at <= *due,
        });
        if !named || !in_time || act.at > scene.t {
            continue;
        }
        given.insert(act.by, (decision, act.citation));
        if given.len() < step.extended_by.len() {
            continue;
        }
        let until = given
            .values()
            .filter_map(|(decision, _)| decision.until)
            .min()
            .map(|day| scene.plan.zone.day_end(day));
        for (limit, part) in limits.iter_mut().zip(&step.parts) {
            if matches!(part, StepPart::Snapback(_)) {
                continue;
            }
            let running = scene
                .part(step, part, began, *limit, act.at)
                .ended
                .is_none();
            if running {
                *limit = longer(scene, step, *limit, until);
            }
        }
        cited.extend(given.values().map(|(_, citation)| *citation));
        given.clear();
    }
    cited.sort_unstable();
    (limits, cited)
}

fn longer(scene: &Scene<'_, '_>, step: &LadderStep, old: Limit, until: Option<Instant>) -> Limit {
    let old_at = match old {
        Limit::Unlimited => return Limit::Unlimited,
        Limit::Endless => return until.map_or(Limit::Endless, Limit::At),
        Limit::At(due) => due,
    };
    let most = step
        .extended_at_most
        .as_ref()
        .map(|period| after(scene.plan, old_at, period, 1));
    match (until, most) {
        (Some(until), Some(most)) => Limit::At(until.min(most).max(old_at)),
        (Some(only), None) | (None, Some(only)) => Limit::At(only.max(old_at)),
        (None, None) => Limit::Endless,
    }
}

//! Snapback: what takes effect by itself, and what stops it.
//!
//! Entry points: [`part`], [`takes_effect`].
//!
//! # Source
//! "Meaning", section 14, "Snapback".

use servanda_model::plan::{LadderStep, Snapback};
use servanda_model::record::{Citation, DecisionAct};
use servanda_model::time::Instant;

use super::steps::{Limit, Part, PartEnd, Scene};

/// Returns when a snapback takes effect, unless it is stopped: at the end of
/// its period, or at the first stated time of the clock at or after that.
pub(crate) fn takes_effect(snapback: &Snapback, end: Instant) -> Instant {
    let Some((time, zone)) = &snapback.at else {
        return end;
    };
    let mut day = zone.date_of(end);
    // A day can lack the time, where clocks are put forward; then a later
    // instant of that day stands for it.
    for _ in 0..3 {
        let at = day
            .to_datetime(*time)
            .to_zoned(zone.zone.clone())
            .map_or(Instant::MAX, |zoned| zoned.timestamp());
        if at >= end {
            return at;
        }
        let Ok(next) = day.tomorrow() else {
            return Instant::MAX;
        };
        day = next;
    }
    Instant::MAX
}

/// Returns what a snapback came to by an instant; a case's end is not looked
/// at here.
pub(crate) fn part(
    scene: &Scene<'_, '_>,
    step: &LadderStep,
    snapback: &Snapback,
    began: Instant,
    limit: Limit,
    t: Instant,
) -> Part {
    let due = match limit {
        Limit::At(end) => Some(takes_effect(snapback, end)),
        Limit::Unlimited | Limit::Endless => None,
    };
    let in_time = |at: Instant| due.is_none_or(|due| at <= due) && at <= t;
    let cured = scene
        .case
        .cured
        .filter(|at| snapback.unless_cured && in_time(*at))
        .map(|at| (at.max(began), Vec::new()));
    let otherwise = scene
        .acts
        .iter()
        .find(|act| {
            in_time(act.at)
                && snapback.unless_decided_by.contains(act.by)
                && act
                    .decision(DecisionAct::Decide)
                    .is_some_and(|decision| decision.value.as_deref() == Some("otherwise"))
                && scene.carried(Some(step), act)
        })
        .map(|act| (act.at.max(began), vec![act.citation]));
    let stopped: Option<(Instant, Vec<Citation>)> = [cured, otherwise]
        .into_iter()
        .flatten()
        .min_by_key(|(at, _)| *at);
    let (ended, citations) = match (stopped, due) {
        (Some((at, citations)), _) => (Some((at, PartEnd::Stopped)), citations),
        (None, Some(due)) if t >= due => (Some((due, PartEnd::Done)), Vec::new()),
        (None, _) => (None, Vec::new()),
    };
    Part {
        ended,
        due,
        citations,
        awaited: Vec::new(),
    }
}

//! Reciprocity: duties that wait for, follow or answer another clause.
//!
//! What lives here: the due date after grace, steps, `alongside` and stopped
//! clocks, and suspension. What does not: the statuses that follow
//! (`lifecycle`). Entry points: [`due`], [`suspended`].
//!
//! # Source
//! "Meaning", sections 3 (grace) and 10.

use jiff::SignedDuration;
use servanda_model::assessment::{Slip, Status};
use servanda_model::names::{ClauseId, ItemKey};
use servanda_model::plan::Clause;
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use crate::calendar::after;
use crate::clause;
use crate::evidence::Turns;
use crate::extensions;
use crate::judged::Draft;
use crate::lifecycle::Life;
use crate::world::View;

/// A due date, and whether the instance waits for an earlier step.
pub(crate) struct Waiting {
    /// The due date.
    pub(crate) due: Option<Instant>,
    /// Whether an earlier step of either clause is not done.
    pub(crate) waits: bool,
    /// How decisions moved the due date.
    pub(crate) slips: Vec<Slip>,
    /// What a suspension that lasts cites.
    pub(crate) suspended: Option<Vec<Citation>>,
    /// Whether it had a due date before suspensions moved it.
    pub(crate) dated: bool,
}

/// Returns an instance's due date with everything that moves it.
pub(crate) fn due(life: &Life<'_, '_, '_>) -> Waiting {
    let mut waiting = Waiting {
        due: life.draft.due,
        waits: false,
        slips: Vec::new(),
        suspended: None,
        dated: false,
    };
    if let Some((id, period)) = &life.clause.alongside {
        let done = whole_done(life.view, id, life.draft.key.item.as_ref());
        waiting.due = done.map(|done| after(life.view.plan(), done, period, 1));
    }
    waiting.due = waiting.due.map(|due| life.graced(due));
    if let Some(due) = waiting.due.filter(|_| !life.draft.period) {
        let (moved, slips) = extensions::extend(life.view, life.clause, &life.draft.key, due);
        waiting.due = Some(moved);
        waiting.slips = slips;
    }
    if let Some(id) = &life.clause.in_step_with {
        step(life, id, &mut waiting);
    }
    if let Some(mirror) = &life.clause.mirrors
        && mirror.suspends
        && mirror.clock_stops
        && !life.view.world.unsuspended(&life.clause.id)
    {
        waiting.due = waiting.due.map(|due| stopped(life, &mirror.clause, due));
    }
    if !life.draft.period {
        suspensions(life, &mut waiting);
    }
    waiting
}

/// Moves a due date by the suspensions of the clause that began before it.
fn suspensions(life: &Life<'_, '_, '_>, waiting: &mut Waiting) {
    let view = life.view;
    waiting.dated = waiting.due.is_some();
    // Two suspensions at once stop the clock once.
    let mut covered: Option<Instant> = None;
    for one in view.world.force.suspensions_of(&life.clause.id, view.t) {
        if waiting.due.is_some_and(|due| due < one.from) {
            continue;
        }
        if one.lasts(view.t) {
            waiting.suspended = Some(one.citations.clone());
        }
        let Some(due) = waiting.due else { continue };
        waiting.due = match one.until {
            None => None,
            Some(until) if one.stops => {
                let from = [life.draft.triggered, covered]
                    .into_iter()
                    .flatten()
                    .fold(one.from, Instant::max);
                let spent = until.duration_since(from);
                Some(if spent.is_positive() {
                    moved(life, due, spent)
                } else {
                    due
                })
            }
            Some(until) => Some(due.max(until)),
        };
        if one.stops {
            covered = covered.max(one.until);
        }
    }
}

/// Returns a due date so much later; to the end of the day, unless it counts
/// hours.
fn moved(life: &Life<'_, '_, '_>, due: Instant, by: SignedDuration) -> Instant {
    let moved = due.checked_add(by).unwrap_or(Instant::MAX);
    if life.draft.hours {
        moved
    } else {
        let zone = &life.view.plan().zone;
        zone.day_end(zone.date_of(moved))
    }
}

/// Returns when a draft's performance was established.
fn done(view: &View<'_, '_>, clause: &Clause, draft: &Draft) -> Option<Instant> {
    view.world
        .bench
        .ask(
            view.plan(),
            &view.world.facts,
            &clause.evidence,
            &draft.testimonies,
            Turns::default(),
        )
        .done
}

/// Returns when a clause was performed for an item, else as a whole.
fn whole_done(view: &View<'_, '_>, id: &ClauseId, item: Option<&ItemKey>) -> Option<Instant> {
    let clause = view.world.words(id, view.t)?;
    let drafts = view.drafts_of(id);
    let own = item.is_some_and(|item| drafts.iter().any(|d| d.key.item.as_ref() == Some(item)));
    drafts
        .iter()
        .filter(|draft| !own || draft.key.item.as_ref() == item)
        .map(|draft| done(view, clause, draft))
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .max()
}

/// Returns the drafts of each obligor at one step.
fn at_step(drafts: Vec<Draft>, step: usize) -> Vec<Draft> {
    let mut counts = std::collections::BTreeMap::new();
    drafts
        .into_iter()
        .filter(|draft| {
            let count = counts.entry(draft.key.actor.clone()).or_insert(0_usize);
            *count += 1;
            *count == step + 1
        })
        .collect()
}

fn step(life: &Life<'_, '_, '_>, other: &ClauseId, waiting: &mut Waiting) {
    let Some(before) = life.place.checked_sub(1) else {
        return;
    };
    let view = life.view;
    let mut last: Option<Instant> = None;
    let mut distance = None;
    for (id, own) in [(&life.clause.id, true), (other, false)] {
        let other = if own {
            Some(life.clause)
        } else {
            view.world.words(id, view.t)
        };
        let Some(other) = other else { continue };
        let drafts = if own {
            clause::drafts(view, life.clause)
        } else {
            view.drafts_of(id)
        };
        let drafts: Vec<Draft> = at_step(drafts, before)
            .into_iter()
            .filter(|draft| !own || draft.key.actor == life.draft.key.actor)
            .collect();
        for draft in &drafts {
            match done(view, other, draft) {
                Some(at) => last = Some(last.map_or(at, |last| last.max(at))),
                None => waiting.waits = true,
            }
            if own && let (Some(planned), Some(due)) = (draft.due, life.draft.due) {
                distance = Some(due.duration_since(planned));
            }
        }
    }
    if waiting.waits {
        waiting.due = None;
        return;
    }
    if let (Some(last), Some(distance), Some(due)) = (last, distance, waiting.due) {
        let moved = last.checked_add(distance).unwrap_or(Instant::MAX);
        waiting.due = Some(due.max(moved));
    }
}

/// Returns whether the clause that an instance mirrors is not met at an
/// instant.
fn broken(life: &Life<'_, '_, '_>, id: &ClauseId, at: Instant) -> bool {
    let world = life.view.world;
    let Some((index, _)) = world.clause(id) else {
        return false;
    };
    let back = world
        .words(id, at)
        .and_then(|other| other.mirrors.as_ref())
        .filter(|mirror| mirror.suspends);
    let judged = if back.is_some_and(|mirror| mirror.clause == life.clause.id) {
        world.unsuspended_at(index, at)
    } else {
        world.status_at(index, at)
    };
    let item = life.draft.key.item.as_ref();
    let own = item.is_some() && judged.iter().any(|j| j.key.item.as_ref() == item);
    judged
        .iter()
        .filter(|j| !own || j.key.item.as_ref() == item)
        .any(|j| matches!(j.status, Status::NotMet))
}

/// Returns whether an instance is suspended now.
pub(crate) fn suspended(life: &Life<'_, '_, '_>) -> bool {
    life.clause
        .mirrors
        .as_ref()
        .filter(|mirror| mirror.suspends && !life.view.world.unsuspended(&life.clause.id))
        .is_some_and(|mirror| broken(life, &mirror.clause, life.view.t))
}

/// Returns a due date moved by the time in which the clock stood.
fn stopped(life: &Life<'_, '_, '_>, id: &ClauseId, due: Instant) -> Instant {
    let view = life.view;
    let Some(start) = life.draft.triggered.filter(|at| *at <= view.t) else {
        return due;
    };
    let end = done(view, life.clause, life.draft).map_or(view.t, |done| done.min(view.t));
    let mut stood = SignedDuration::ZERO;
    let mut at = start;
    while at < end {
        let next = view.world.next_pulse(at).map_or(end, |next| next.min(end));
        if broken(life, id, at) {
            stood = stood.saturating_add(next.duration_since(at));
        }
        at = next;
    }
    if stood.is_zero() {
        return due;
    }
    moved(life, due, stood)
}

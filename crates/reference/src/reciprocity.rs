//! Section 10 of "Meaning": steps in step, acts alongside, mirrored clauses.
//!
//! Entry points: [`adjust`], [`suspended`].

use std::rc::Rc;

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{Clause, Duty};
use servanda_model::time::Instant;

use crate::due::{after, with_grace};
use crate::extensions::extended;
use crate::instance::Case;
use crate::judgement::ClauseJudgement;
use crate::world::Ctx;
use crate::{acts, amendments, quantity, whole};

/// Returns the instances of a clause as told, before section 10.
fn cases<'p>(ctx: &Ctx<'p>, id: &ClauseId) -> Vec<Case<'p>> {
    let clauses = ctx.world.plan.clauses.iter();
    let Some(clause) = clauses
        .filter(|c| c.id == *id)
        .find_map(|c| amendments::words(ctx.world, c, ctx.at))
    else {
        return Vec::new();
    };
    // Another clause's acts are read as its own words have them.
    let mut own = ctx.clone();
    own.supposed.since = None;
    own.supposed.until = None;
    let ctx = &own;
    match &clause.duty {
        Duty::Perform(perform) => acts::cases(ctx, clause, perform),
        Duty::Reach {
            measured,
            comparison,
            stages,
            ..
        } => quantity::cases(ctx, clause, measured, *comparison, stages),
        _ => Vec::new(),
    }
}

/// Moves the due dates of instances that wait for others.
pub(crate) fn adjust(ctx: &Ctx<'_>, clause: &Clause, own: &mut [Case<'_>]) {
    if let Some((other, period)) = &clause.alongside {
        let theirs = cases(ctx, other);
        for case in own.iter_mut() {
            let item = case.key.item.as_ref();
            let shared = item.is_some() && theirs.iter().any(|k| k.key.item.as_ref() == item);
            let performed: Option<Vec<Instant>> = theirs
                .iter()
                .filter(|k| !shared || k.key.item.as_ref() == item)
                .map(|k| k.performed_at(ctx.world.plan))
                .collect();
            let performed = performed.and_then(|all| all.into_iter().max());
            let due = performed.map(|at| {
                let due = after(ctx.world.plan, at, period);
                let due = with_grace(ctx, clause, case.key.item.as_ref(), due);
                let of = (case.key.item.as_ref(), case.key.stage.as_deref());
                extended(ctx, clause, of, due)
            });
            case.due = due.as_ref().map(|(due, _)| *due);
            case.slips = due.map(|(_, slips)| slips).unwrap_or_default();
        }
    }
    if let Some(other) = &clause.in_step_with {
        in_step(ctx, &cases(ctx, other), own);
    }
    if clause
        .mirrors
        .as_ref()
        .is_some_and(|m| m.clock_stops && m.suspends)
    {
        for case in own.iter_mut() {
            stop_clock(ctx, clause, case);
        }
    }
}

/// Returns the places of the cases that are one obligor's, in order.
fn steps_of(cases: &[Case<'_>], actor: Option<&ActorName>) -> Vec<usize> {
    (0..)
        .zip(cases)
        .filter(|(_, c)| c.key.actor.as_ref() == actor)
        .map(|(place, _)| place)
        .collect()
}

/// Step i+1 waits for step i of both, and of each who owes the other.
fn in_step(ctx: &Ctx<'_>, theirs: &[Case<'_>], own: &mut [Case<'_>]) {
    let plan = ctx.world.plan;
    let planned: Vec<Option<Instant>> = own.iter().map(|c| c.due).collect();
    let mine: Vec<Option<Instant>> = own.iter().map(|c| c.performed_at(plan)).collect();
    for place in 0..own.len() {
        let actor = own.get(place).and_then(|c| c.key.actor.clone());
        let steps = steps_of(own, actor.as_ref());
        let number = steps.iter().position(|p| *p == place).unwrap_or(0);
        let Some(&before) = number.checked_sub(1).and_then(|n| steps.get(n)) else {
            continue;
        };
        let Some(case) = own.get_mut(place) else {
            continue;
        };
        let mut awaited = vec![mine.get(before).copied().flatten()];
        let mut actors: Vec<Option<ActorName>> =
            theirs.iter().map(|c| c.key.actor.clone()).collect();
        actors.sort();
        actors.dedup();
        for actor in actors {
            let step = steps_of(theirs, actor.as_ref()).get(number - 1).copied();
            if let Some(other) = step.and_then(|p| theirs.get(p)) {
                awaited.push(other.performed_at(plan));
            }
        }
        let all: Option<Vec<Instant>> = awaited.into_iter().collect();
        let Some(both) = all.and_then(|all| all.into_iter().max()) else {
            case.waits = true;
            case.due = None;
            continue;
        };
        let distance = planned
            .get(place)
            .copied()
            .flatten()
            .zip(planned.get(before).copied().flatten())
            .map(|(next, last)| next.duration_since(last));
        if let (Some(due), Some(distance)) = (case.due, distance) {
            let moved = both.checked_add(distance).unwrap_or(Instant::MAX);
            case.due = Some(due.max(moved));
        }
    }
}

/// Judges the clause mirrored without suspension, where the two suspend each
/// other.
fn other_alone(
    ctx: &Ctx<'_>,
    clause: &Clause,
    other: &ClauseId,
    at: Instant,
) -> Option<Rc<ClauseJudgement>> {
    let world = ctx.world;
    let other = world.plan.clauses.iter().find(|c| c.id == *other)?;
    let words = amendments::words(world, other, at)?;
    let back = words.mirrors.as_ref().filter(|m| m.suspends)?;
    let mut alone = world.plain(at);
    alone.supposed.unsuspended = Some(other.id.clone());
    (back.clause == clause.id).then(|| Rc::new(whole::clause(&alone, other)))
}

/// Returns whether the clause mirrored is not met at an instant, for the same
/// item where it has one.
fn other_fails(ctx: &Ctx<'_>, clause: &Clause, key: &InstanceKey, at: Instant) -> bool {
    let free = ctx.supposed.unsuspended.as_ref() == Some(&clause.id);
    let Some(mirror) = clause.mirrors.as_ref().filter(|m| m.suspends && !free) else {
        return false;
    };
    let Some(judged) = other_alone(ctx, clause, &mirror.clause, at)
        .or_else(|| ctx.world.named(&mirror.clause, at))
    else {
        return false;
    };
    let same = judged
        .instances
        .iter()
        .find(|i| key.item.is_some() && i.key.item == key.item);
    same.map_or(judged.status, |i| i.status) == Status::NotMet
}

/// Returns whether an instance is suspended at the instant judged.
pub(crate) fn suspended(ctx: &Ctx<'_>, clause: &Clause, key: &InstanceKey) -> bool {
    other_fails(ctx, clause, key, ctx.at)
}

fn stop_clock(ctx: &Ctx<'_>, clause: &Clause, case: &mut Case<'_>) {
    let Some(mut due) = case.due else {
        return;
    };
    let start = case.triggered.as_ref().and_then(|t| t.at);
    let instants: Vec<Instant> = ctx.instants().into_iter().chain([ctx.at]).collect();
    for pair in instants.windows(2) {
        let [from, to] = pair else {
            continue;
        };
        let from = start.map_or(*from, |s| s.max(*from));
        if from < *to && from <= due && other_fails(ctx, clause, &case.key, from) {
            due = due
                .checked_add(to.duration_since(from))
                .unwrap_or(Instant::MAX);
        }
    }
    case.due = Some(due);
}

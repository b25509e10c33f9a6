//! Section 14 of "Meaning", force: what cases changed for clauses and phases,
//! seen from one instant.
//!
//! Entry points: [`Force`], [`move_due`]. What gives force is `ladder`'s to
//! say.
//!
//! # Invariants
//! An instant sees only what took force strictly before it.

use servanda_model::names::{ClauseId, PhaseName};
use servanda_model::plan::{Clause, Plan};
use servanda_model::time::{Date, Instant, PeriodUnit};

use crate::due::just_after;
use crate::phases::Opened;
use crate::world::Ctx;

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A clause is suspended; whether its clock stops.
    Suspended(ClauseId, bool),
    /// A clause ends.
    Ended(ClauseId),
    /// A clause is revived.
    Revived(ClauseId),
    /// A phase is revived.
    RevivedPhase(PhaseName),
}

/// One change of force, from one instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Force {
    pub(crate) change: Change,
    pub(crate) from: Instant,
    /// Its last instant, where it has one.
    pub(crate) until: Option<Instant>,
    /// Its last instant by the decision and the text alone.
    pub(crate) planned: Option<Instant>,
}

impl Force {
    /// Returns whether an instant sees it in force.
    pub(crate) fn seen_at(&self, at: Instant) -> bool {
        self.from < at && self.until.is_none_or(|until| at <= until)
    }
}

/// Returns the instants at which force changes what is seen.
pub(crate) fn instants(force: &[Force]) -> Vec<Instant> {
    force
        .iter()
        .flat_map(|f| [Some(f.from), f.until])
        .flatten()
        .map(just_after)
        .collect()
}

/// Returns whether a suspension of a clause is one of another: the same, one
/// it mirrors, or one that mirrors it.
pub(crate) fn touches(plan: &Plan, clause: &Clause, suspended: &ClauseId) -> bool {
    let mirrored = |c: &Clause| c.mirrors.as_ref().map(|m| m.clause.clone());
    *suspended == clause.id
        || mirrored(clause).as_ref() == Some(suspended)
        || plan
            .clauses
            .iter()
            .any(|c| c.id == *suspended && mirrored(c).as_ref() == Some(&clause.id))
}

/// Returns the suspensions of a clause that began before an instant, by their
/// beginning: its own, and those of clauses it mirrors or that mirror it.
pub(crate) fn suspensions(ctx: &Ctx<'_>, clause: &Clause) -> Vec<Force> {
    let plan = ctx.world.plan;
    let mut found: Vec<Force> = ctx
        .world
        .force
        .iter()
        .filter(|f| f.from < ctx.at)
        .filter(|f| matches!(&f.change, Change::Suspended(id, _) if touches(plan, clause, id)))
        .cloned()
        .collect();
    found.sort_by_key(|f| (f.from, f.until));
    found
}

/// Returns whether a fact or an instant lies within a suspension of a clause.
pub(crate) fn suspended_during(ctx: &Ctx<'_>, clause: &Clause, instant: Instant) -> bool {
    suspensions(ctx, clause).iter().any(|f| f.seen_at(instant))
}

/// What suspensions do to a due date.
pub(crate) struct Moved {
    /// The due date then.
    pub(crate) due: Option<Instant>,
    /// Whether a suspension that concerns it lasts now.
    pub(crate) now: bool,
    /// Whether one that has no end yet left it without a due date.
    pub(crate) held: bool,
}

/// Moves a due date by the suspensions seen.
pub(crate) fn move_due(
    ctx: &Ctx<'_>,
    clause: &Clause,
    due: Option<Instant>,
    triggered: Option<Instant>,
    hours: bool,
) -> Moved {
    let mut moved = Moved {
        due,
        now: false,
        held: false,
    };
    let mut counted: Option<Instant> = None;
    for one in suspensions(ctx, clause) {
        if moved.due.is_some_and(|due| due < one.from) {
            continue;
        }
        let lasts = one.seen_at(ctx.at);
        moved.now |= lasts;
        let Some(due) = moved.due else {
            continue;
        };
        let end = if lasts { one.planned } else { one.until };
        let Some(end) = end else {
            moved.due = None;
            moved.held = true;
            continue;
        };
        if matches!(one.change, Change::Suspended(_, true)) {
            let begins = triggered.map_or(one.from, |t| t.max(one.from));
            let begins = counted.map_or(begins, |c| c.max(begins));
            counted = Some(counted.map_or(end, |c| c.max(end)));
            if begins < end {
                let later = due
                    .checked_add(end.duration_since(begins))
                    .unwrap_or(Instant::MAX);
                moved.due = Some(if hours {
                    later
                } else {
                    ctx.world
                        .plan
                        .zone
                        .day_end(ctx.world.plan.zone.date_of(later))
                });
            }
        } else if due <= end {
            moved.due = Some(end);
        }
    }
    moved
}

/// Returns whether a clause counts hours in its timing.
pub(crate) fn counts_hours(unit: &PeriodUnit) -> bool {
    *unit == PeriodUnit::Hour
}

/// How a clause's end or revival stands at an instant, as seen from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing ended or revived it.
    Plain,
    /// It ended then.
    Ended(Instant),
    /// It was revived then.
    Revived(Instant),
}

/// Returns the last end or revival of a clause before an instant that the one
/// judged sees.
pub(crate) fn standing(ctx: &Ctx<'_>, clause: &ClauseId, at: Instant) -> Standing {
    ctx.world
        .force
        .iter()
        .filter(|f| f.from < ctx.at && f.from <= at)
        .filter_map(|f| match &f.change {
            Change::Ended(id) if id == clause => Some((f.from, Standing::Ended(f.from))),
            Change::Revived(id) if id == clause => Some((f.from, Standing::Revived(f.from))),
            _ => None,
        })
        // Of both at one instant the revival holds.
        .max_by_key(|(from, standing)| (*from, matches!(standing, Standing::Revived(_))))
        .map_or(Standing::Plain, |(_, standing)| standing)
}

/// Returns whether a clause was revived, as seen from the instant judged.
pub(crate) fn ever_revived(ctx: &Ctx<'_>, clause: &ClauseId) -> bool {
    ctx.world
        .force
        .iter()
        .any(|f| f.from < ctx.at && matches!(&f.change, Change::Revived(id) if id == clause))
}

/// Returns whether a period of days overlaps a suspension seen, and whether
/// one that does lasts now.
pub(crate) fn overlaps(ctx: &Ctx<'_>, clause: &Clause, days: (Date, Date)) -> (bool, bool) {
    let zone = &ctx.world.plan.zone;
    let (first, last) = (zone.day_start(days.0), zone.day_end(days.1));
    let over: Vec<Force> = suspensions(ctx, clause)
        .into_iter()
        .filter(|f| {
            let begins = just_after(f.from).max(first);
            begins <= last && f.until.is_none_or(|until| begins <= until)
        })
        .collect();
    (!over.is_empty(), over.iter().any(|f| f.seen_at(ctx.at)))
}

/// Returns whether a revived phase is open at an instant, as seen from the one
/// judged.
pub(crate) fn revived_open(
    plan: &Plan,
    force: &[Force],
    openings: &[Opened],
    phase: &PhaseName,
    at: Instant,
    seen: impl Fn(Instant) -> bool,
) -> bool {
    let later: Vec<&PhaseName> = plan
        .phases
        .iter()
        .skip_while(|p| p.name != *phase)
        .skip(1)
        .filter(|p| !p.beside.contains(phase))
        .map(|p| &p.name)
        .collect();
    force
        .iter()
        .filter(|f| matches!(&f.change, Change::RevivedPhase(name) if name == phase))
        .filter(|f| f.from <= at && seen(f.from))
        .any(|f| {
            !openings
                .iter()
                .any(|o| later.contains(&&o.phase.0) && o.at > f.from && o.at <= at && seen(o.at))
        })
}

//! What was told: the world as the record gave it at each instant, carried from
//! one instant to the next.
//!
//! What lives here: which of what was judged still stands when entries become
//! known, and gates continued instead of followed from the start. What does
//! not: cases (`sweep`). Entry points: [`Told::new`], [`Told::hear`].
//!
//! # Invariants
//! What an entry says counts from its own instant on; what was judged of
//! earlier instants stands, and from then on what it doesn't touch.

use std::collections::BTreeSet;
use std::rc::Rc;

use servanda_model::assessment::{AsOf, Known};
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Entry, find};
use servanda_model::time::Instant;

use super::acts::of_ladders;
use super::force::Force;
use crate::calendar::just_after;
use crate::depends::{Touched, touched};
use crate::evidence::Bench;
use crate::facts::{Dates, Facts};
use crate::gates::{self, Gates};
use crate::memory::Memory;
use crate::world::World;

/// The world as told.
pub(crate) struct Told<'a> {
    /// The world.
    pub(crate) world: World<'a>,
    entries: &'a [Entry],
    backfill: u64,
    known: Known,
    /// The gates after each instant at which they changed.
    history: Vec<(Instant, Gates)>,
    /// When gates were last looked at, and when they can change next.
    gated: Option<(Instant, Option<Instant>)>,
}

impl<'a> Told<'a> {
    /// Makes the world before anything was told.
    pub(crate) fn new(plan: &'a Plan, entries: &'a [Entry], backfill: u64, known: Known) -> Self {
        let facts = Facts::told(plan, entries, backfill, known, Instant::MIN);
        let as_of = AsOf {
            at: Instant::MIN,
            known,
        };
        Self {
            world: World::of(
                plan,
                facts,
                as_of,
                Memory::lasting(),
                Rc::new(Bench::default()),
            ),
            entries,
            backfill,
            known,
            history: Vec::new(),
            gated: None,
        }
    }

    /// Takes what became known by an instant.
    pub(crate) fn hear(&mut self, t: Instant, new: &[&Entry]) {
        let plan = self.world.plan;
        let facts = Facts::told(plan, self.entries, self.backfill, self.known, t);
        let as_of = AsOf {
            at: t,
            known: self.known,
        };
        let memory = std::mem::take(&mut self.world.memory);
        let bench = Rc::clone(&self.world.bench);
        let force = std::mem::take(&mut self.world.force);
        let gates = self.world.gates.take();
        let start = self.world.start;
        let mut world = World::of(plan, facts, as_of, memory, bench);
        world.set_force(force);
        world.gates.replace(gates);
        self.world = world;
        self.world.memory.breaks(self.unwoken());
        let dates = Dates {
            zone: &plan.zone,
            backfill: self.backfill,
        };
        if self.world.start != start {
            self.forget(None, Instant::MIN);
            return;
        }
        let Some(from) = new
            .iter()
            .filter(|entry| matters(entry))
            .map(|entry| counts_from(self.entries, dates, entry))
            .min()
        else {
            return;
        };
        let new: Vec<Entry> = new
            .iter()
            .filter(|entry| matters(entry))
            .map(|entry| (*entry).clone())
            .collect();
        match touched(plan, self.entries, &new) {
            Touched::All => self.forget(None, from),
            Touched::Clauses(clauses) => self.world.memory.forget(Some(&clauses), from),
        }
    }

    /// Returns the instants at which something changes that no clause wakes for.
    fn unwoken(&self) -> Vec<Instant> {
        let facts = &self.world.facts;
        let zone = &self.world.plan.zone;
        let decisions = facts.decisions.iter();
        let decisions = decisions.filter(|d| !of_ladders(d.act.act)).map(|d| d.at);
        let challenges = facts.challenges.iter().flat_map(|challenge| {
            let rulings = challenge.rulings.iter().map(|(_, _, at, _)| *at);
            std::iter::once(challenge.at).chain(rulings)
        });
        let readings = facts.readings.iter().map(|reading| reading.at);
        let words = self.world.courses.instants();
        let ends = facts.coverage.iter().map(|(_, until)| *until);
        let ends = ends
            .chain(facts.known_day)
            .map(|day| just_after(zone.day_end(day)));
        decisions
            .chain(challenges)
            .chain(readings)
            .chain(words)
            .chain(ends)
            .collect()
    }

    /// Forgets what was judged from an instant on, with the gates.
    fn forget(&mut self, touched: Option<&BTreeSet<usize>>, from: Instant) {
        self.world.memory.forget(touched, from);
        self.history.retain(|(at, _)| *at < from);
        let last = self.history.last().map(|(_, gates)| gates.clone());
        let plan = self.world.plan;
        self.world
            .gates
            .replace(last.unwrap_or_else(|| Gates::new(plan)));
        let start = self.world.start;
        self.gated = match self.gated {
            Some((at, next)) if from > at => {
                Some((at, [next, Some(from)].into_iter().flatten().min()))
            }
            Some(_) => start.map(|start| (Instant::MIN, Some(start.max(from)))),
            // Nothing was followed yet: it begins where everything does.
            None => None,
        };
    }

    /// Takes what cases changed; statuses after those instants see it.
    pub(crate) fn set_force(&mut self, force: Force) {
        if force == self.world.force {
            return;
        }
        let from = first_difference(&self.world.force, &force);
        self.world.set_force(force);
        self.world.memory.breaks(self.world.force.instants());
        if let Some(from) = from {
            self.forget(None, from);
        }
    }

    /// Follows the gates up to an instant.
    pub(crate) fn follow(&mut self, t: Instant) {
        let plan = self.world.plan;
        if plan.phases.is_empty() {
            return;
        }
        let mut due = match self.gated {
            None => self.world.start,
            Some((_, next)) => next,
        };
        while let Some(at) = due.filter(|at| *at <= t) {
            let before = self.world.gates.borrow().clone();
            let ((), next) = self.world.memory.watch(at, || gates::step(&self.world, at));
            let after = self.world.gates.borrow().clone();
            if before.gates != after.gates {
                let opened = gates::news(&before, &after);
                self.world.memory.breaks(opened.into_iter().map(just_after));
                self.world.memory.breaks([just_after(at)]);
                self.history.push((at, after));
            }
            let broken = self.world.memory.next_break(at);
            let next = [next, broken].into_iter().flatten().min();
            self.gated = Some((at, next));
            due = next;
        }
    }

    /// Returns the next instant after another at which gates can change.
    pub(crate) fn gates_next(&self, t: Instant) -> Option<Instant> {
        self.gated
            .and_then(|(_, next)| next)
            .filter(|next| *next > t)
    }
}

/// Returns whether what an entry says can change a status.
fn matters(entry: &Entry) -> bool {
    match &entry.act {
        Some(Act::Decision(decision)) => !of_ladders(decision.act),
        Some(
            Act::Denial(_)
            | Act::Reply(_)
            | Act::Claim(_)
            | Act::Context(_)
            | Act::Other(_)
            | Act::Position { .. },
        )
        | None => false,
        Some(
            Act::Report(_)
            | Act::Finding(_)
            | Act::Closure(_)
            | Act::Coverage(_)
            | Act::Challenge { .. }
            | Act::Ruling { .. }
            | Act::Correction(_)
            | Act::Reading { .. }
            | Act::Consent(_),
        ) => true,
    }
}

/// Returns the first instant for which what an entry says counts.
fn counts_from(entries: &[Entry], dates: Dates<'_>, entry: &Entry) -> Instant {
    match &entry.act {
        Some(Act::Report(report) | Act::Finding(report)) => report.happened.latest(dates.zone),
        Some(Act::Closure(closure)) => closure.happened.latest(dates.zone),
        Some(Act::Decision(decision)) => decision.happened.earliest(dates.zone),
        Some(Act::Challenge { .. } | Act::Ruling { .. } | Act::Reading { .. }) => {
            dates.effective(entry)
        }
        Some(Act::Correction(new)) => {
            let new = new
                .as_ref()
                .map(|report| report.happened.latest(dates.zone));
            earlier(entries, dates, entry)
                .into_iter()
                .chain(new)
                .min()
                .unwrap_or(Instant::MIN)
        }
        _ => Instant::MIN,
    }
}

/// Returns the instants of all reports in the chain that an entry refers to.
fn earlier(entries: &[Entry], dates: Dates<'_>, entry: &Entry) -> Vec<Instant> {
    let mut found = Vec::new();
    let mut left = vec![entry];
    while let Some(entry) = left.pop() {
        for reference in &entry.refers_to {
            let other = find(entries, *reference);
            let Some(other) = other.filter(|other| other.citation < entry.citation) else {
                continue;
            };
            if let Some(report) = other.act.as_ref().and_then(Act::report) {
                found.push(report.happened.latest(dates.zone));
            }
            left.push(other);
        }
    }
    found
}

/// Returns the first instant for which two forces differ.
fn first_difference(before: &Force, after: &Force) -> Option<Instant> {
    fn first<T: Ord + Clone>(
        before: &[T],
        after: &[T],
        from: &dyn Fn(&T) -> Instant,
    ) -> Option<Instant> {
        let (a, b): (BTreeSet<&T>, BTreeSet<&T>) =
            (before.iter().collect(), after.iter().collect());
        a.symmetric_difference(&b).map(|one| from(one)).min()
    }
    [
        first(&before.suspensions, &after.suspensions, &|one| one.from),
        first(&before.clauses, &after.clauses, &|one| one.from),
        first(&before.phases, &after.phases, &|one| one.from),
    ]
    .into_iter()
    .flatten()
    .min()
    .map(just_after)
}

//! One known record under one text: what every rule reads from.
//!
//! What lives here: the shared memory of an assessment (statuses by instant,
//! gates, instants at which something can change) and the view of it at one
//! instant under one combination of readings and challenge outcomes. What does
//! not: any rule. Entry points: [`World`], [`View`].
//!
//! # Invariants
//! A status between two instants of the pulse does not change; every
//! comparison of the instant judged with a later one adds that one to the
//! pulse.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::rc::Rc;

use servanda_model::assessment::AsOf;
use servanda_model::names::{ActorName, AnchorName, ClauseId, TermName};
use servanda_model::plan::{AnchorValue, Clause, Plan};
use servanda_model::record::{Citation, Entry};
use servanda_model::time::Instant;

use crate::calendar::just_after;
use crate::evidence::Bench;
use crate::facts::Facts;
use crate::gates::Gates;
use crate::judged::Judged;
use crate::ladder::force::Force;
use crate::memory::Memory;
use crate::versions::{Clip, Courses};
use crate::{clause, depends, trigger, variants};

/// What is supposed: one reading of each open term, one value of each open
/// anchor, and which challenged reports are out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Variant {
    /// Readings, by their place in the term's list.
    pub(crate) readings: BTreeMap<TermName, usize>,
    /// Values of anchors that nobody decided, with who proposes them.
    pub(crate) anchors: BTreeMap<AnchorName, (ActorName, AnchorValue)>,
    /// Reports that are out, by root.
    pub(crate) out: BTreeSet<Citation>,
    /// The open challenges that succeed.
    pub(crate) succeed: Vec<Citation>,
    /// The days within which the words that are judged count.
    pub(crate) clip: Clip,
}

/// One known record under one text.
pub(crate) struct World<'a> {
    /// The text.
    pub(crate) plan: &'a Plan,
    /// What is known.
    pub(crate) facts: Facts<'a>,
    /// The instant judged, and what was known.
    pub(crate) as_of: AsOf,
    /// The gates as far as they were followed.
    pub(crate) gates: RefCell<Gates>,
    /// Where evidence is asked for.
    pub(crate) bench: Rc<Bench>,
    /// What cases changed in the force of clauses and phases.
    pub(crate) force: Force,
    /// What amendments in force make of clauses.
    pub(crate) courses: Courses<'a>,
    pulse: RefCell<BTreeSet<Instant>>,
    /// What was judged before.
    pub(crate) memory: Memory,
    busy: RefCell<BTreeSet<usize>>,
    /// The clause judged as if none that it mirrors suspended it.
    unsuspended: RefCell<Option<ClauseId>>,
    /// The first instant of change: conditions are not read before it.
    pub(crate) start: Option<Instant>,
    /// Whether a clause was read while it was being judged itself.
    pub(crate) circular: Cell<bool>,
}

/// A world seen at one instant under one variant.
#[derive(Clone, Copy)]
pub(crate) struct View<'w, 'a> {
    /// The world.
    pub(crate) world: &'w World<'a>,
    /// The instant.
    pub(crate) t: Instant,
    /// The variant.
    pub(crate) variant: &'w Variant,
}

impl<'a> World<'a> {
    /// Reads a record under a text; gates are not followed yet.
    pub(crate) fn new(plan: &'a Plan, entries: &'a [Entry], backfill: u64, as_of: AsOf) -> Self {
        let facts = Facts::new(plan, entries, backfill, as_of.known);
        Self::of(plan, facts, as_of, Memory::default(), Rc::default())
    }

    /// Makes the world of some facts, with what was judged before.
    pub(crate) fn of(
        plan: &'a Plan,
        facts: Facts<'a>,
        as_of: AsOf,
        memory: Memory,
        bench: Rc<Bench>,
    ) -> Self {
        let mut pulse: BTreeSet<Instant> = facts.reports.iter().map(|fact| fact.latest).collect();
        pulse.extend(facts.decisions.iter().map(|d| d.at));
        pulse.extend(facts.closures.iter().map(|c| c.at));
        pulse.extend(facts.challenges.iter().map(|c| c.at));
        pulse.extend(
            facts
                .challenges
                .iter()
                .flat_map(|c| c.rulings.iter().map(|(_, _, at, _)| *at)),
        );
        pulse.extend(facts.readings.iter().map(|r| r.at));
        let ends: BTreeSet<_> = facts.coverage.iter().map(|(_, until)| *until).collect();
        pulse.extend(
            ends.into_iter()
                .chain(facts.known_day)
                .map(|day| just_after(plan.zone.day_end(day))),
        );
        let courses = Courses::new(plan, &facts);
        pulse.extend(courses.instants());
        pulse.extend(facts.consents.iter().map(|given| given.at));
        for moment in depends::amended_moments(plan) {
            let when = trigger::Happening::from(moment).when;
            pulse.extend([when.earliest(&plan.zone), when.latest(&plan.zone)]);
        }
        let mut world = Self {
            plan,
            courses,
            facts,
            as_of,
            gates: RefCell::new(Gates::new(plan)),
            bench,
            force: Force::default(),
            pulse: RefCell::new(pulse),
            memory,
            busy: RefCell::default(),
            unsuspended: RefCell::default(),
            start: None,
            circular: Cell::new(false),
        };
        let beginnings = trigger::beginnings(&world);
        world.start = beginnings.first().copied();
        world.pulse.borrow_mut().extend(beginnings);
        world
    }

    /// Notes that something changes at an instant.
    pub(crate) fn wake(&self, instant: Instant) {
        self.pulse.borrow_mut().insert(instant);
        self.memory.wakes(instant);
    }

    /// Sets what cases changed; the instants just after are of change.
    pub(crate) fn set_force(&mut self, force: Force) {
        self.pulse.borrow_mut().extend(force.instants());
        self.force = force;
    }

    /// Returns whether reasons are asked for at an instant: what is judged only
    /// to follow cases needs none.
    pub(crate) fn explains(&self, t: Instant) -> bool {
        t == self.as_of.at && !self.memory.lasting
    }

    /// Returns the first instant after another at which something can change.
    pub(crate) fn next_pulse(&self, after: Instant) -> Option<Instant> {
        self.pulse
            .borrow()
            .range((Bound::Excluded(after), Bound::Unbounded))
            .next()
            .copied()
    }

    /// Returns a clause and its place.
    pub(crate) fn clause(&self, id: &ClauseId) -> Option<(usize, &'a Clause)> {
        self.plan
            .clauses
            .iter()
            .enumerate()
            .find(|(_, clause)| clause.id == *id)
    }

    /// Returns the words in force of a clause at an instant; `None` where it is
    /// not in the text then.
    pub(crate) fn words(&self, id: &ClauseId, t: Instant) -> Option<&'a Clause> {
        let (_, clause) = self.clause(id)?;
        self.courses.words(clause, t)
    }

    /// Returns the instances of a clause at an instant; none while the clause
    /// is being judged itself.
    pub(crate) fn status_at(&self, index: usize, t: Instant) -> Rc<Vec<Judged>> {
        if let Some((judged, next)) = self.memory.recall(index, t) {
            if let Some(next) = next {
                self.wake(next);
            }
            return judged;
        }
        if !self.busy.borrow_mut().insert(index) {
            self.circular.set(true);
            return Rc::default();
        }
        let (judged, next) = self.memory.watch(t, || {
            self.plan
                .clauses
                .get(index)
                .map(|clause| variants::judge(self, clause, t))
                .unwrap_or_default()
        });
        self.busy.borrow_mut().remove(&index);
        let judged = Rc::new(judged);
        // What was judged inside a circle depends on where the circle was
        // entered, so only the outermost judgement is remembered.
        if !self.circular.get() || self.busy.borrow().is_empty() {
            self.circular.set(false);
            self.memory.remember(index, t, Rc::clone(&judged), next);
        }
        judged
    }

    /// Returns the instances of a clause at an instant, as if the clause that
    /// it mirrors did not suspend it.
    pub(crate) fn unsuspended_at(&self, index: usize, t: Instant) -> Rc<Vec<Judged>> {
        let Some(clause) = self.plan.clauses.get(index) else {
            return Rc::default();
        };
        // What is judged on the way holds under this supposition alone, so
        // none of it is remembered.
        self.circular.set(true);
        let entered = self.busy.borrow_mut().insert(index);
        let before = self.unsuspended.replace(Some(clause.id.clone()));
        let judged = variants::judge(self, clause, t);
        self.unsuspended.replace(before);
        if entered {
            self.busy.borrow_mut().remove(&index);
        }
        Rc::new(judged)
    }

    /// Returns whether a clause is judged as if none that it mirrors suspended
    /// it.
    pub(crate) fn unsuspended(&self, id: &ClauseId) -> bool {
        self.unsuspended.borrow().as_ref() == Some(id)
    }

    /// Returns whether the record of a subject ends before an instant.
    pub(crate) fn beyond(&self, subject: Option<&str>, t: Instant) -> bool {
        self.facts
            .end(subject, t)
            .is_some_and(|day| self.plan.zone.day_end(day) < t)
    }
}

impl<'a> View<'_, 'a> {
    /// Returns whether the instant judged is after another.
    pub(crate) fn past(&self, instant: Instant) -> bool {
        if self.t <= instant {
            self.world.wake(just_after(instant));
        }
        self.t > instant
    }

    /// Returns whether the instant judged has reached another.
    pub(crate) fn reached(&self, instant: Instant) -> bool {
        if self.t < instant {
            self.world.wake(instant);
        }
        self.t >= instant
    }

    /// Returns the text.
    pub(crate) fn plan(&self) -> &'a Plan {
        self.world.plan
    }

    /// Returns the drafts of another clause's instances under its first variant;
    /// what is out here is out there.
    pub(crate) fn drafts_of(&self, id: &ClauseId) -> Vec<crate::judged::Draft> {
        let Some(other) = self.world.words(id, self.t) else {
            return Vec::new();
        };
        let variants = variants::variants(self.world, other, self.t);
        let Some(variant) = variants.first() else {
            return Vec::new();
        };
        let mut variant = variant.clone();
        variant.out.extend(self.variant.out.iter().copied());
        let view = View {
            world: self.world,
            t: self.t,
            variant: &variant,
        };
        clause::drafts(&view, other)
    }
}

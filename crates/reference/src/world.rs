//! What is judged from: the Plan, the known prefix, and what was found on the
//! way (openings, instants of change).
//!
//! Entry points: [`judge`], and [`Ctx`], the view of one instant under one
//! supposition.
//!
//! # Invariants
//! The memory only spares repeating one judgement; it never changes one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use servanda_model::assessment::{AsOf, Known};
use servanda_model::names::{AnchorName, ClauseId, TermName};
use servanda_model::plan::{AnchorValue, Plan, Reading};
use servanda_model::record::{Act, Citation, Decision, DecisionAct, Entry, Record};
use servanda_model::time::{Date, Instant};

use crate::force::Force;
use crate::judgement::{ClauseJudgement, Judgement};
use crate::known::{self, Fact};
use crate::phases::{self, Opened};
use crate::retests::is_retest;
use crate::{amendments, cases, whole};

/// A Plan and a known prefix, with what was found by judging it.
pub(crate) struct World<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) record: &'a Record,
    pub(crate) known: Known,
    pub(crate) entries: Vec<&'a Entry>,
    pub(crate) facts: Vec<Fact>,
    /// Re-tests, which nothing but section 16 reads.
    pub(crate) retests: Vec<Fact>,
    pub(crate) force: Vec<Force>,
    pub(crate) openings: RefCell<Vec<Opened>>,
    pub(crate) instants: RefCell<BTreeSet<Instant>>,
    pub(crate) memory: RefCell<BTreeMap<(usize, Instant), Rc<ClauseJudgement>>>,
    running: RefCell<BTreeSet<(usize, Instant)>>,
}

/// What is supposed while a clause is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supposed {
    /// The reading taken of each open term.
    pub(crate) readings: BTreeMap<TermName, Reading>,
    /// The value taken of each anchor that was only proposed.
    pub(crate) anchors: BTreeMap<AnchorName, AnchorValue>,
    /// Reports that are out.
    pub(crate) out: BTreeSet<Citation>,
    /// The clause that is judged as if none that it mirrors suspended it.
    pub(crate) unsuspended: Option<ClauseId>,
    /// The first day of the words that are judged (15).
    pub(crate) since: Option<Date>,
    /// The last day of the words that are judged (15).
    pub(crate) until: Option<Date>,
}

/// One instant of a world, under one supposition.
#[derive(Clone)]
pub(crate) struct Ctx<'w> {
    pub(crate) world: &'w World<'w>,
    pub(crate) at: Instant,
    pub(crate) supposed: Supposed,
}

impl<'w> Ctx<'w> {
    /// Returns the facts that count at the instant and are not out (1.2, 12).
    pub(crate) fn facts(&self) -> Vec<Fact> {
        self.world
            .facts
            .iter()
            .filter(|f| f.report.happened.latest(&self.world.plan.zone) <= self.at)
            .filter(|f| !f.chain.iter().any(|i| self.supposed.out.contains(i)))
            .cloned()
            .collect()
    }

    /// Returns the decisions of one kind that count at the instant, in log
    /// order (1.2).
    pub(crate) fn decisions(&self, act: DecisionAct) -> Vec<&'w Decision> {
        self.world
            .entries
            .iter()
            .filter_map(|e| match &e.act {
                Some(Act::Decision(d)) if d.act == act => Some(d),
                _ => None,
            })
            .filter(|d| d.happened.latest(&self.world.plan.zone) <= self.at)
            .collect()
    }

    /// Returns the instants of change up to this one (11).
    pub(crate) fn instants(&self) -> Vec<Instant> {
        self.world
            .instants
            .borrow()
            .iter()
            .copied()
            .filter(|i| *i <= self.at)
            .collect()
    }
}

impl<'a> World<'a> {
    fn new(plan: &'a Plan, record: &'a Record, known: Known) -> Self {
        let entries = known::known_entries(&plan.zone, record, known);
        Self::of(plan, record, known, entries)
    }

    /// Makes the world of what was told by an instant (14).
    pub(crate) fn told(
        plan: &'a Plan,
        record: &'a Record,
        known: Known,
        by: Instant,
        force: Vec<Force>,
    ) -> Self {
        let mut entries = known::known_entries(&plan.zone, record, known);
        entries.retain(|e| known::knowledge_date(&plan.zone, record, e) <= by);
        Self {
            force,
            ..Self::of(plan, record, known, entries)
        }
    }

    fn of(plan: &'a Plan, record: &'a Record, known: Known, entries: Vec<&'a Entry>) -> Self {
        let mut facts = known::facts(&plan.zone, record, &entries);
        for fact in &mut facts {
            known::place_it(plan, &mut fact.report);
        }
        let (retests, facts) = facts.into_iter().partition(is_retest);
        Self {
            plan,
            record,
            known,
            entries,
            facts,
            retests,
            force: Vec::new(),
            openings: RefCell::default(),
            instants: RefCell::default(),
            memory: RefCell::default(),
            running: RefCell::default(),
        }
    }

    /// Returns the view of an instant without suppositions; reports out by a
    /// ruling are out.
    pub(crate) fn plain(&'a self, at: Instant) -> Ctx<'a> {
        let mut ctx = Ctx {
            world: self,
            at,
            supposed: Supposed::default(),
        };
        ctx.supposed.out = crate::readings::ruled_out(&ctx);
        ctx
    }

    /// Judges one clause at one instant, all readings and rulings tried.
    ///
    /// A clause that asks for its own status at the same instant sees no
    /// instances.
    pub(crate) fn clause(&'a self, index: usize, at: Instant) -> Option<Rc<ClauseJudgement>> {
        let key = (index, at);
        if let Some(found) = self.memory.borrow().get(&key) {
            return Some(Rc::clone(found));
        }
        let clause = self.plan.clauses.get(index)?;
        if !self.running.borrow_mut().insert(key) {
            return None;
        }
        let judged = Rc::new(whole::clause(&self.plain(at), clause));
        self.running.borrow_mut().remove(&key);
        self.memory.borrow_mut().insert(key, Rc::clone(&judged));
        Some(judged)
    }

    /// Judges a clause named by its number.
    pub(crate) fn named(&'a self, id: &ClauseId, at: Instant) -> Option<Rc<ClauseJudgement>> {
        let index = self.plan.clauses.iter().position(|c| c.id == *id)?;
        self.clause(index, at)
    }
}

/// Judges a Plan: finds the instants of change and the openings until neither
/// changes, then judges every clause.
pub(crate) fn judge(plan: &Plan, record: &Record, as_of: AsOf) -> Judgement {
    let (cases, force) = cases::run(plan, record, as_of);
    let mut world = World::new(plan, record, as_of.known);
    world.force = force;
    phases::run(&world, as_of.at);
    let clauses = (0..plan.clauses.len())
        .filter_map(|index| world.clause(index, as_of.at))
        .map(|judged| (*judged).clone())
        .collect();
    let phases = phases::judge(&world, as_of.at);
    let amendments = amendments::standing(&world, as_of.at);
    Judgement {
        clauses,
        phases,
        cases,
        amendments,
    }
}

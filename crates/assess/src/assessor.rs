//! The fold: entries in, changed statuses out.
//!
//! What lives here: [`Assessor`], which keeps statuses up to date entry by
//! entry and as time advances, and [`assess`], which folds a whole record.
//! What does not: any rule.
//!
//! # Invariants
//! The fold equals the batch: after the same entries and instants, however they
//! were fed, [`Assessor::snapshot`] is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use servanda_model::assessment::{
    AsOf, Assessment, ClauseStatus, InstanceKey, Known, KnownBy, Status,
};
use servanda_model::names::ClauseId;
use servanda_model::plan::Plan;
use servanda_model::record::{Entry, Record, size};
use servanda_model::time::{Date, Instant};

use crate::depends::{Touched, touched};
use crate::gates::Gates;
use crate::ladder::force::Force;
use crate::place::completed;
use crate::world::World;
use crate::{amendments, gates, indicators, ladder, phases, powers, waits, whole};

/// A status that changed: of an instance, or of a whole clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The clause.
    pub clause: ClauseId,
    /// The instance; `None` for the whole.
    pub key: Option<InstanceKey>,
    /// Its status before; `None` where it did not exist.
    pub before: Option<Status>,
    /// Its status now; `None` where it is gone.
    pub after: Option<Status>,
}

/// An assessment, with what judging again from it needs.
#[derive(Clone, Debug)]
struct Current {
    assessment: Assessment,
    gates: Gates,
    force: Force,
    /// The first instant of change.
    start: Option<Instant>,
}

/// Keeps the statuses of an agreement as entries arrive and time advances.
///
/// # Invariants
/// Fold equals batch.
///
/// # Example
/// ```
/// # use servanda_assess::Assessor;
/// # fn follow(plan: std::sync::Arc<servanda_model::plan::Plan>, entry: servanda_model::record::Entry) {
/// let at = entry.received_at;
/// let mut assessor = Assessor::new(plan);
/// assessor.advance(at);
/// for change in assessor.apply(entry) {
///     assert_ne!(change.before, change.after);
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Assessor {
    plan: Arc<Plan>,
    entries: Vec<Entry>,
    backfill: u64,
    known: Option<Known>,
    at: Instant,
    current: Option<Current>,
}

impl Assessor {
    /// Makes an assessor that knows nothing, at the beginning of time, to whom
    /// every entry it is given is known.
    pub fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            entries: Vec::new(),
            backfill: 0,
            known: None,
            at: Instant::MIN,
            current: None,
        }
    }

    /// Limits what is known.
    pub fn with_known(mut self, known: Known) -> Self {
        self.known = Some(known);
        self.current = None;
        self
    }

    /// Says how many leading entries are a declared backfill.
    pub fn with_backfill(mut self, count: u64) -> Self {
        self.backfill = count;
        self.current = None;
        self
    }

    /// Takes one entry and returns what changed.
    pub fn apply(&mut self, entry: Entry) -> Vec<Change> {
        self.extend([entry])
    }

    /// Takes several entries and returns what changed.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) -> Vec<Change> {
        let before = self.current();
        let had = self.entries.len();
        let plan = &self.plan;
        self.entries
            .extend(entries.into_iter().map(|entry| completed(plan, entry)));
        let new = self.entries.get(had..).unwrap_or_default();
        let touched = touched(&self.plan, &self.entries, new);
        let after = self.evaluate(match touched {
            Touched::All => None,
            Touched::Clauses(places) => Some((&before, places)),
        });
        let changes = changes(&before.assessment, &after.assessment);
        self.current = Some(after);
        changes
    }

    /// Moves the instant judged, forwards or back, and returns what changed.
    pub fn advance(&mut self, at: Instant) -> Vec<Change> {
        let before = self.current();
        self.at = at;
        let after = self.evaluate(None);
        let changes = changes(&before.assessment, &after.assessment);
        self.current = Some(after);
        changes
    }

    /// Returns the assessment of everything taken so far.
    pub fn snapshot(&self) -> Assessment {
        match &self.current {
            Some(current) => current.assessment.clone(),
            None => self.evaluate(None).assessment,
        }
    }

    fn as_of(&self) -> AsOf {
        AsOf {
            at: self.at,
            known: self.known.unwrap_or(Known::Size(size(&self.entries))),
        }
    }

    fn current(&mut self) -> Current {
        match self.current.take() {
            Some(current) => current,
            None => self.evaluate(None),
        }
    }

    /// Judges everything, or only some clauses where an earlier assessment of
    /// the same instant stands for the others. Where conditions are read from
    /// another instant on, it stands for none.
    fn evaluate(&self, kept: Option<(&Current, BTreeSet<usize>)>) -> Current {
        let as_of = self.as_of();
        let cases = ladder::follow(&self.plan, &self.entries, self.backfill, as_of);
        let mut world = World::new(&self.plan, &self.entries, self.backfill, as_of);
        if !cases.force.idle() {
            world.set_force(cases.force.clone());
        }
        let stands = |before: &Current| before.start == world.start && before.force == world.force;
        let (phases, clauses) = match kept.filter(|(before, _)| stands(before)) {
            Some((before, places)) => {
                world.gates.replace(before.gates.clone());
                let clauses = self.rejudge(&world, &before.assessment, &places);
                (before.assessment.phases.clone(), clauses)
            }
            None => {
                gates::follow(&world);
                let clauses = self
                    .plan
                    .clauses
                    .iter()
                    .map(|clause| whole::clause_status(&world, clause, as_of.at))
                    .collect();
                (phases::statuses(&world, as_of.at), clauses)
            }
        };
        let assessment = Assessment {
            waiting_sets: waits::sets(&world, as_of.at, &phases, &clauses),
            as_of,
            known_by: if self.backfill > 0 {
                KnownBy::Published
            } else {
                KnownBy::Received
            },
            phases,
            clauses,
            indicators: indicators::series(&world, as_of.at),
            amendments: amendments::statuses(&world, as_of.at),
            without_effect: powers::without_effect(&world, &cases, as_of.at),
            cases: cases.statuses,
            record_ends: record_ends(&world, as_of.at),
        };
        Current {
            assessment,
            start: world.start,
            gates: world.gates.into_inner(),
            force: world.force,
        }
    }

    fn rejudge(
        &self,
        world: &World<'_>,
        before: &Assessment,
        places: &BTreeSet<usize>,
    ) -> Vec<ClauseStatus> {
        self.plan
            .clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| match before.clauses.get(place) {
                Some(status) if !places.contains(&place) => status.clone(),
                _ => whole::clause_status(world, clause, self.at),
            })
            .collect()
    }
}

/// Judges a record under a text.
///
/// # Example
/// ```
/// # use servanda_model::{assessment::{AsOf, Assessment}, plan::Plan, record::Record};
/// # fn judge(plan: &Plan, record: &Record, as_of: AsOf) -> Assessment {
/// servanda_assess::assess(plan, record, as_of)
/// # }
/// ```
pub fn assess(plan: &Plan, record: &Record, as_of: AsOf) -> Assessment {
    let mut assessor = Assessor::new(Arc::new(plan.clone()))
        .with_known(as_of.known)
        .with_backfill(record.backfill);
    let entries = record.entries.iter().cloned();
    assessor.entries = entries.map(|entry| completed(plan, entry)).collect();
    assessor.at = as_of.at;
    assessor.snapshot()
}

fn record_ends(world: &World<'_>, at: Instant) -> Vec<(Option<String>, Date)> {
    let facts = &world.facts;
    let named: BTreeSet<Option<&str>> = facts.coverage.iter().map(|(of, _)| *of).collect();
    let mut ends = Vec::new();
    if let Some(day) = facts.end(None, at) {
        ends.push((None, day));
    }
    for name in named.into_iter().flatten() {
        if let Some(day) = facts.end(Some(name), at) {
            ends.push((Some(name.to_owned()), day));
        }
    }
    ends
}

type Statuses<'a> = BTreeMap<(&'a ClauseId, Option<&'a InstanceKey>), Status>;

fn statuses(assessment: &Assessment) -> Statuses<'_> {
    let mut found = Statuses::new();
    for clause in &assessment.clauses {
        found.insert((&clause.id, None), clause.status);
        for instance in &clause.instances {
            found.insert((&clause.id, Some(&instance.key)), instance.status);
        }
    }
    found
}

fn changes(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let (old, new) = (statuses(before), statuses(after));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter_map(|key| {
            let (before, after) = (old.get(key).copied(), new.get(key).copied());
            (before != after).then(|| Change {
                clause: key.0.clone(),
                key: key.1.cloned(),
                before,
                after,
            })
        })
        .collect()
}

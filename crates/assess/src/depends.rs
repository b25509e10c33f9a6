//! What a clause reads: reports by name, other clauses, phases, terms, anchors.
//!
//! What lives here: a conservative map of dependencies, by which the assessor
//! judges again only what an entry can touch. Entry points: [`own`], [`reads`],
//! [`touched`].

use std::collections::BTreeSet;

use servanda_model::names::{AnchorName, ClauseId, EventName, TermName};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Clause, Condition, Duty, Measured, Opens, Phase, Plan, ReadingValue, Target, Timing, Trigger,
};
use servanda_model::record::{Act, Entry, find};

use crate::trigger::ENTRY_INTO_FORCE;

/// Everything a clause or phase reads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads<'a> {
    /// Names of events, measures and states.
    pub(crate) names: BTreeSet<&'a str>,
    /// Other clauses.
    pub(crate) clauses: BTreeSet<&'a ClauseId>,
    /// Whether it reads phases.
    pub(crate) phases: bool,
    /// Anchors.
    pub(crate) anchors: BTreeSet<AnchorName>,
    /// Dates by which something starts.
    pub(crate) moments: BTreeSet<Moment>,
    /// Whether it reads the duties of everybody.
    pub(crate) everything: bool,
}

/// Returns the open terms of a clause, in the order of their names.
pub(crate) fn terms(clause: &Clause) -> BTreeSet<&TermName> {
    let mut found = BTreeSet::new();
    if let Duty::Keep { measured, .. } | Duty::Reach { measured, .. } = &clause.duty
        && let Measured::Term(term) = measured
    {
        found.insert(term);
    }
    if let Duty::Keep {
        target: Target::Term(_, term),
        ..
    } = &clause.duty
    {
        found.insert(term);
    }
    found
}

/// Returns what a clause's own lines read, conditions apart.
pub(crate) fn own<'a>(plan: &'a Plan, clause: &'a Clause) -> Reads<'a> {
    let mut reads = Reads::default();
    reads.duty(plan, clause);
    for trigger in clause.from.iter().chain(&clause.until) {
        reads.trigger(trigger);
    }
    reads
}

/// Returns what a clause reads directly.
pub(crate) fn reads<'a>(plan: &'a Plan, clause: &'a Clause) -> Reads<'a> {
    let mut reads = own(plan, clause);
    for condition in clause
        .during
        .iter()
        .chain(&clause.gate)
        .chain(&clause.exceptions)
    {
        reads.condition(condition);
    }
    reads
        .clauses
        .extend(clause.mirrors.as_ref().map(|mirror| &mirror.clause));
    reads.clauses.extend(&clause.in_step_with);
    reads
        .clauses
        .extend(clause.alongside.as_ref().map(|(id, _)| id));
    reads
}

impl<'a> Reads<'a> {
    fn duty(&mut self, plan: &'a Plan, clause: &'a Clause) {
        let entry = AnchorName::new(ENTRY_INTO_FORCE);
        match &clause.duty {
            Duty::Perform(perform) => {
                self.names.insert(perform.event.name.as_str());
                self.names
                    .extend(perform.of_its.as_ref().map(EventName::as_str));
                if let Some((_, trigger)) = &perform.every {
                    self.trigger(trigger);
                }
                self.timing(&perform.timing);
            }
            Duty::Avoid(event) => {
                self.names.insert(event.name.as_str());
                self.anchors.insert(entry);
            }
            Duty::Keep { measured, .. } => {
                self.measured(plan, measured);
                if clause.from.is_none() {
                    self.anchors.insert(entry);
                }
            }
            Duty::Reach {
                measured, stages, ..
            } => {
                self.measured(plan, measured);
                for stage in stages {
                    self.timing(&stage.timing);
                }
            }
            Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => {}
        }
    }

    fn measured(&mut self, plan: &'a Plan, measured: &'a Measured) {
        match measured {
            Measured::Measure(name, _) => self.measure(plan, name.as_str()),
            Measured::State(name) => {
                self.names.insert(name.as_str());
            }
            Measured::Term(name) => {
                let readings = plan.terms.iter().filter(|term| term.name == *name);
                for reading in readings.flat_map(|term| &term.readings) {
                    match &reading.value {
                        ReadingValue::Measure(name, _) => self.measure(plan, name.as_str()),
                        ReadingValue::Event(pattern) => self.measure(plan, pattern.name.as_str()),
                        _ => {}
                    }
                }
            }
        }
    }

    fn measure(&mut self, plan: &'a Plan, name: &'a str) {
        self.names.insert(name);
        let counted = plan
            .measures
            .iter()
            .find(|measure| measure.name.as_str() == name)
            .and_then(|measure| measure.counts.as_ref());
        self.names.extend(counted.map(|(event, _)| event.as_str()));
    }

    fn timing(&mut self, timing: &'a Timing) {
        match timing {
            Timing::Within(_, trigger) | Timing::Undated(Some(trigger)) => self.trigger(trigger),
            Timing::By(_)
            | Timing::Before(_)
            | Timing::ByField(_)
            | Timing::Undated(None)
            | Timing::Recurring => {
                self.anchors.insert(AnchorName::new(ENTRY_INTO_FORCE));
            }
        }
    }

    fn trigger(&mut self, trigger: &'a Trigger) {
        match trigger {
            Trigger::Anchor(name) => {
                self.anchors.insert(name.clone());
            }
            Trigger::Moment(moment) => {
                self.moments.insert(*moment);
            }
            Trigger::First(pattern) | Trigger::Every(pattern) => {
                self.names.insert(pattern.name.as_str());
            }
            Trigger::Opening(_) => self.phases = true,
            Trigger::Clause(id, _) => {
                self.clauses.insert(id);
            }
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Clause(id, _) | Condition::StageMet(id, _) => {
                self.clauses.insert(id);
            }
            Condition::DutiesKept(_) | Condition::PhaseMet(_) => self.everything = true,
            Condition::PhaseOpen(_) => self.phases = true,
            Condition::Happened(pattern, _) => {
                self.names.insert(pattern.name.as_str());
            }
            Condition::State(name, _) => {
                self.names.insert(name.as_str());
            }
            Condition::Reached(trigger) => self.trigger(trigger),
            Condition::And(all) | Condition::Or(all) => {
                for one in all {
                    self.condition(one);
                }
            }
            Condition::Ground(_) => {}
        }
    }
}

/// Returns all words that a clause has or can come to have.
fn every_word<'a>(plan: &'a Plan, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
    let changes = plan
        .amendments
        .iter()
        .flat_map(|one| &one.changes)
        .flatten();
    let amended = changes.filter(|change| change.clause == clause.id);
    std::iter::once(clause).chain(amended.filter_map(|change| change.becomes.as_deref()))
}

/// Returns every date by which amendments would start something, or that a
/// condition in their words names.
pub(crate) fn amended_moments(plan: &Plan) -> BTreeSet<Moment> {
    let changes = plan
        .amendments
        .iter()
        .flat_map(|one| &one.changes)
        .flatten();
    changes
        .filter_map(|change| change.becomes.as_deref())
        .flat_map(|words| reads(plan, words).moments)
        .collect()
}

/// Returns every date by which the text starts something or that a condition
/// names; due dates are not among them.
pub(crate) fn moments(plan: &Plan) -> BTreeSet<Moment> {
    let phases = plan.phases.iter().map(phase_reads);
    let clauses = plan.clauses.iter().map(|clause| reads(plan, clause));
    phases
        .chain(clauses)
        .flat_map(|reads| reads.moments)
        .collect()
}

fn phase_reads(phase: &Phase) -> Reads<'_> {
    let mut reads = Reads::default();
    match &phase.opens {
        Opens::On(trigger) => reads.trigger(trigger),
        Opens::When(condition) => reads.condition(condition),
        Opens::NotAgreed => {}
    }
    reads
}

/// What an entry touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// Everything.
    All,
    /// These clauses, by place, and no gate.
    Clauses(BTreeSet<usize>),
}

/// Returns what some entries can touch, given all entries before them.
pub(crate) fn touched(plan: &Plan, entries: &[Entry], new: &[Entry]) -> Touched {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for entry in new {
        match &entry.act {
            Some(Act::Report(report) | Act::Finding(report)) => {
                names.insert(&report.of);
            }
            Some(Act::Correction(report)) => {
                names.extend(report.as_ref().map(|report| report.of.as_str()));
                names.extend(earlier(entries, entry));
            }
            Some(
                Act::Denial(_) | Act::Reply(_) | Act::Claim(_) | Act::Context(_) | Act::Other(_),
            )
            | None => {}
            _ => return Touched::All,
        }
    }
    reached(plan, &names)
}

/// Returns the names of all reports in the chain that an entry refers to.
fn earlier<'a>(entries: &'a [Entry], entry: &'a Entry) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let mut left: Vec<&Entry> = vec![entry];
    while let Some(entry) = left.pop() {
        for reference in &entry.refers_to {
            let found = find(entries, *reference);
            let Some(found) = found.filter(|found| found.citation < entry.citation) else {
                continue;
            };
            if let Some(
                Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report)),
            ) = &found.act
            {
                names.insert(report.of.as_str());
            }
            left.push(found);
        }
    }
    names
}

fn reached(plan: &Plan, names: &BTreeSet<&str>) -> Touched {
    let all: Vec<Vec<Reads<'_>>> = plan
        .clauses
        .iter()
        .map(|clause| {
            every_word(plan, clause)
                .map(|words| reads(plan, words))
                .collect()
        })
        .collect();
    let mut hit: BTreeSet<usize> = BTreeSet::new();
    loop {
        let ids: BTreeSet<&ClauseId> = hit
            .iter()
            .filter_map(|place| plan.clauses.get(*place).map(|clause| &clause.id))
            .collect();
        let touches = |reads: &Reads<'_>| {
            reads.names.iter().any(|name| names.contains(name))
                || reads.clauses.iter().any(|id| ids.contains(id))
                || (reads.everything && !ids.is_empty())
        };
        if plan.phases.iter().any(|phase| touches(&phase_reads(phase))) {
            return Touched::All;
        }
        let next: BTreeSet<usize> = all
            .iter()
            .enumerate()
            .filter(|(place, words)| hit.contains(place) || words.iter().any(touches))
            .map(|(place, _)| place)
            .collect();
        if next.len() == hit.len() {
            return Touched::Clauses(hit);
        }
        hit = next;
    }
}

//! The monitor: events and time in, changes, open verdicts and explanations out.
//!
//! # Invariants
//! What is read depends only on the events, marks and clock as they stand, not
//! on the order in which they came; only [`Monitor::changes`] remembers what it
//! reported. Work is done on reading, from the earliest time-point affected.

use std::collections::BTreeSet;

use crate::evaluate::{Clock, Evaluation};
use crate::explain::search;
use crate::plan::Plan;
use crate::runs::{Known, Runs};
use crate::table::{Pair, Table, Var, pick, positions};
use crate::timeline::Timeline;
use crate::{
    Change, Column, Event, EventError, EventId, ExplainError, Explanation, Fault, Formula, Moment,
    Options, Pattern, Pending, Refusal, Satisfactions, Signature, Tuple, Value, fragment,
};

/// Evaluates one formula over an event stream.
///
/// # Example
/// ```
/// use servanda_temporal::{parse, ChangeKind, Event, EventId, Moment, Monitor, Options};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signature = parse::signature("open(x:int) close(x:int)")?;
/// let formula = parse::formula("(NOT close(x)) SINCE open(x)")?;
/// let mut monitor = Monitor::new(&signature, &formula, Options::default())?;
/// monitor.push(Event::new(EventId(1), Moment::new(5, 0), "open", [7.into()]))?;
/// monitor.push(Event::new(EventId(2), Moment::new(9, 0), "close", [7.into()]))?;
/// monitor.advance(5);
/// assert_eq!(monitor.changes()[0].kind(), ChangeKind::Began);
/// monitor.advance(9);
/// assert_eq!(monitor.changes()[0].kind(), ChangeKind::Ceased);
/// monitor.retract(EventId(1))?;
/// assert_eq!(monitor.changes()[0].kind(), ChangeKind::Withdrawn);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Monitor {
    formula: Formula,
    plan: Plan,
    options: Options,
    timeline: Timeline,
    evaluation: Evaluation,
    runs: Runs,
    now: Option<i64>,
    changed: Option<Moment>,
}

impl Monitor {
    /// Plans the evaluation of `formula` over events of `signature`.
    ///
    /// # Errors
    /// A [`Refusal`] if the formula cannot be monitored whole.
    pub fn new(
        signature: &Signature,
        formula: &Formula,
        options: Options,
    ) -> Result<Self, Refusal> {
        let plan = fragment::plan(signature, formula)?;
        Ok(Self {
            formula: formula.clone(),
            evaluation: Evaluation::new(&plan, options),
            plan,
            options,
            timeline: Timeline::new(signature),
            runs: Runs::default(),
            now: None,
            changed: None,
        })
    }

    /// Returns the formula as given.
    pub fn formula(&self) -> &Formula {
        &self.formula
    }

    /// Lists the formula's free variables.
    ///
    /// # Shape
    /// In the order of their first occurrence; tuples follow it.
    pub fn columns(&self) -> &[Column] {
        &self.plan.columns
    }

    /// Takes an event, wherever it falls among those already there.
    ///
    /// # Errors
    /// An [`EventError`] if it does not fit; the monitor is then unchanged.
    pub fn push(&mut self, event: Event) -> Result<(), EventError> {
        let at = event.at;
        self.timeline.push(event)?;
        self.touch(at);
        Ok(())
    }

    /// Takes an event away as though it had never been given.
    ///
    /// # Errors
    /// [`EventError::Unknown`] if no event has this identity.
    pub fn retract(&mut self, id: EventId) -> Result<Event, EventError> {
        let event = self.timeline.retract(id)?;
        self.touch(event.at);
        Ok(event)
    }

    /// Replaces the event of the same identity, or adds it if there is none.
    ///
    /// # Errors
    /// An [`EventError`] if it does not fit; the monitor is then unchanged.
    pub fn correct(&mut self, event: Event) -> Result<(), EventError> {
        self.timeline.check(&event)?;
        if self.timeline.event(event.id).is_some() {
            self.retract(event.id)?;
        }
        self.push(event)
    }

    /// Makes a time-point, even if no event is there.
    pub fn mark(&mut self, at: Moment) {
        self.timeline.mark(at);
        self.touch(at);
    }

    /// Undoes [`Monitor::mark`]; tells whether it had been made.
    pub fn unmark(&mut self, at: Moment) -> bool {
        let was = self.timeline.unmark(at);
        if was {
            self.touch(at);
        }
        was
    }

    /// Moves the clock: all instants before `now` are over, `now` is reached.
    ///
    /// # Shape
    /// The clock never goes back; an earlier instant changes nothing.
    pub fn advance(&mut self, now: i64) {
        self.now = Some(self.now.map_or(now, |before| before.max(now)));
    }

    /// Returns the instant the clock stands at, if it has been set.
    pub fn now(&self) -> Option<i64> {
        self.now
    }

    /// Returns an event that has been given and not retracted.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.timeline.event(id)
    }

    /// Lists all time-points, in order, those not yet reached included.
    pub fn time_points(&self) -> Vec<Moment> {
        self.timeline.points().keys().copied().collect()
    }

    /// Reports what began and ceased to hold since the last report.
    ///
    /// # Shape
    /// By the first time-point of the run, then by tuple.
    pub fn changes(&mut self) -> Vec<Change> {
        self.settle();
        self.runs.changes()
    }

    /// Lists the time-points at which something is open, in order.
    pub fn pending(&mut self) -> Vec<Pending> {
        self.settle();
        let mut pending = Vec::new();
        for (point, at) in self.evaluation.moments.iter().enumerate() {
            if let Some(pair) = self.pair(point).filter(|pair| !pair.settled()) {
                let open = self.patterns(pair);
                if !open.is_empty() {
                    pending.push(Pending {
                        at: *at,
                        open,
                        deadline: self.deadline(at.ts),
                    });
                }
            }
        }
        pending
    }

    /// Lists what holds and what is open at a time-point.
    ///
    /// # Shape
    /// `None` if no time-point has been reached there.
    pub fn satisfactions_at(&mut self, at: Moment) -> Option<Satisfactions> {
        self.settle();
        let point = self.evaluation.moments.binary_search(&at).ok()?;
        self.satisfactions_of(point)
    }

    /// Lists what holds and what is open at every time-point reached, in order.
    pub fn satisfactions(&mut self) -> Vec<(Moment, Satisfactions)> {
        self.settle();
        let moments = self.evaluation.moments.iter().enumerate();
        moments
            .filter_map(|(point, at)| Some((*at, self.satisfactions_of(point)?)))
            .collect()
    }

    /// Explains why a tuple holds at a time-point, or why it does not.
    ///
    /// # Errors
    /// An [`ExplainError`] if there is nothing to explain.
    pub fn explain(&mut self, at: Moment, tuple: &[Value]) -> Result<Explanation, ExplainError> {
        self.settle();
        if tuple.len() != self.plan.free.len() {
            let expected = self.plan.free.len();
            return Err(ExplainError::WrongWidth {
                expected,
                found: tuple.len(),
            });
        }
        let Ok(point) = self.evaluation.moments.binary_search(&at) else {
            return Err(ExplainError::NoTimePoint(at));
        };
        let given = self
            .plan
            .free
            .iter()
            .copied()
            .zip(tuple.iter().cloned())
            .collect();
        search::explain(&self.plan, &self.evaluation, &self.timeline, point, given).ok_or(
            ExplainError::Open {
                at,
                deadline: self.deadline(at.ts),
            },
        )
    }

    /// Lists arithmetic that had no value, by time-point.
    pub fn faults(&mut self) -> Vec<Fault> {
        self.settle();
        let mut faults = BTreeSet::new();
        for (op, output) in self.plan.ops.iter().zip(&self.evaluation.outputs) {
            for (point, fault) in &output.faults {
                if let Some(at) = self.evaluation.moments.get(*point) {
                    let formula = op.formula.to_string();
                    faults.insert(Fault {
                        at: *at,
                        formula,
                        fault: *fault,
                    });
                }
            }
        }
        faults.into_iter().collect()
    }

    fn touch(&mut self, at: Moment) {
        self.changed = Some(self.changed.map_or(at, |before| before.min(at)));
    }

    fn clock(&self) -> Clock {
        match self.now {
            _ if self.options.end_of_time => Clock::End,
            Some(now) => Clock::At(now),
            None => Clock::Unset,
        }
    }

    fn settle(&mut self) {
        let (changed, clock) = (self.changed.take(), self.clock());
        if changed.is_none() && clock == self.evaluation.clock {
            return;
        }
        let from = self
            .evaluation
            .settle(&self.plan, &self.timeline, changed, clock);
        let mut runs = std::mem::take(&mut self.runs);
        let known = |point: usize| {
            let at = *self.evaluation.moments.get(point)?;
            let holds = self
                .tuples(&self.pair(point)?.certain)
                .into_iter()
                .collect();
            Some(Known { at, holds })
        };
        let before = from.checked_sub(1).and_then(known);
        let later: Vec<Known> = (from..self.evaluation.moments.len())
            .filter_map(known)
            .collect();
        let undecided = |at: Moment, tuple: &Tuple| {
            let point = self.evaluation.moments.binary_search(&at).ok();
            let pair = point.and_then(|point| self.pair(point));
            pair.is_some_and(|pair| !pair.settled() && self.possible(pair, tuple))
        };
        runs.update(before.as_ref(), &later, &undecided);
        self.runs = runs;
    }

    fn pair(&self, point: usize) -> Option<&Pair> {
        self.evaluation
            .outputs
            .get(self.plan.root)?
            .pairs
            .get(point)
    }

    fn satisfactions_of(&self, point: usize) -> Option<Satisfactions> {
        let pair = self.pair(point)?;
        let mut holds = self.tuples(&pair.certain);
        holds.sort_unstable();
        let open = if pair.settled() {
            Vec::new()
        } else {
            self.patterns(pair)
        };
        Some(Satisfactions { holds, open })
    }

    /// Gives a table's rows in the order of the columns.
    fn tuples(&self, table: &Table) -> Vec<Tuple> {
        let at = positions(&table.vars, &self.plan.free);
        table
            .rows
            .iter()
            .map(|row| pick(row, &at).to_vec())
            .collect()
    }

    /// Gives what is possible and not certain, in the order of the columns.
    fn patterns(&self, pair: &Pair) -> Vec<Pattern> {
        let possible = &pair.possible;
        let places: Vec<Option<usize>> = self
            .plan
            .free
            .iter()
            .map(place_in(&possible.vars))
            .collect();
        let whole = possible.vars == pair.certain.vars;
        let open = possible
            .rows
            .iter()
            .filter(|row| !whole || !pair.certain.rows.contains(*row));
        let pattern = |row: &crate::table::Row| {
            places
                .iter()
                .map(|p| p.and_then(|p| row.get(p).cloned()))
                .collect()
        };
        let mut patterns: Vec<Pattern> = open.map(pattern).collect();
        patterns.sort_unstable();
        patterns
    }

    fn possible(&self, pair: &Pair, tuple: &Tuple) -> bool {
        let table = &pair.possible;
        let at = positions(&self.plan.free, &table.vars);
        table.rows.contains(&pick(tuple, &at))
    }

    fn deadline(&self, ts: i64) -> Option<i64> {
        let reach = self.plan.horizon().time?;
        let deadline = ts.checked_add_unsigned(reach)?;
        (!self.clock().over(ts, Some(reach))).then_some(deadline)
    }
}

fn place_in(vars: &[Var]) -> impl Fn(&Var) -> Option<usize> + '_ {
    move |wanted| vars.iter().position(|v| v == wanted)
}

//! Evaluates a plan over a timeline, operator by operator.
//!
//! Each operator keeps one [`Pair`] of tables per time-point; what a change
//! of the stream or the clock can affect is computed anew from there on. How
//! each operator computes its pair lives in the modules below.
//!
//! # Invariants
//! After [`Evaluation::settle`], every operator has a pair for each time-point
//! reached, and it equals what evaluating from scratch gives.

use std::collections::BTreeMap;

use crate::plan::{Direction, OpId, Operator, Plan};
use crate::table::{Pair, Table};
use crate::timeline::Timeline;
use crate::{Moment, Options, Type, ValueFault};

mod aggregate;
mod reach;
mod relational;
mod windows;

pub(crate) use aggregate::{computed, of_nothing};
use reach::Memory;
pub(crate) use relational::matched;

/// Says how far the clock has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Nothing has been reached.
    Unset,
    /// This instant has been reached and is not over.
    At(i64),
    /// All that will ever be has been reached.
    End,
}

impl Clock {
    /// Tells whether an instant has been reached.
    pub(crate) fn reached(self, ts: i64) -> bool {
        match self {
            Self::Unset => false,
            Self::At(now) => ts <= now,
            Self::End => true,
        }
    }

    /// Tells whether all instants up to `distance` after `ts` are over.
    pub(crate) fn over(self, ts: i64, distance: Option<u64>) -> bool {
        match self {
            Self::Unset => false,
            Self::At(now) => now > ts && distance.is_some_and(|d| now.abs_diff(ts) > d),
            Self::End => true,
        }
    }
}

/// Holds what one operator has computed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output {
    pub(crate) pairs: Vec<Pair>,
    /// States of a forward pass, with the number of time-points they cover.
    memories: Vec<(usize, Memory)>,
    pub(crate) faults: BTreeMap<usize, ValueFault>,
}

/// Holds what a plan has computed over the time-points reached.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation {
    pub(crate) moments: Vec<Moment>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) clock: Clock,
    options: Options,
}

/// Gives operators what they read.
pub(super) struct Context<'a> {
    timeline: &'a Timeline,
    moments: &'a [Moment],
    outputs: &'a [Output],
    clock: Clock,
    options: Options,
    /// The type of each variable.
    types: &'a [Type],
}

impl Context<'_> {
    fn ts(&self, point: usize) -> i64 {
        self.moments.get(point).map_or(0, |m| m.ts)
    }

    fn pair(&self, op: OpId, point: usize) -> Pair {
        let pair = self.outputs.get(op).and_then(|o| o.pairs.get(point));
        pair.cloned()
            .unwrap_or_else(|| Pair::decided(Table::default()))
    }
}

impl Evaluation {
    pub(crate) fn new(plan: &Plan, options: Options) -> Self {
        let outputs = vec![Output::default(); plan.ops.len()];
        Self {
            moments: Vec::new(),
            outputs,
            clock: Clock::Unset,
            options,
        }
    }

    /// Brings everything up to date after the stream changed from `changed`
    /// on and the clock moved to `clock`.
    ///
    /// # Shape
    /// Returns the index of the first time-point whose verdict may differ.
    pub(crate) fn settle(
        &mut self,
        plan: &Plan,
        timeline: &Timeline,
        changed: Option<Moment>,
        clock: Clock,
    ) -> usize {
        let before = std::mem::replace(&mut self.clock, clock);
        let known = self.moments.len();
        let start = changed.map_or(known, |at| self.moments.partition_point(|m| *m < at));
        if start == known && changed.is_none() && before == clock {
            return known;
        }
        self.moments.truncate(start);
        let from = self.moments.last().copied();
        let points = timeline.points();
        let rest = match from {
            Some(last) => {
                points.range((std::ops::Bound::Excluded(last), std::ops::Bound::Unbounded))
            }
            None => points.range(..),
        };
        self.moments.extend(
            rest.map(|(at, _)| *at)
                .take_while(|at| clock.reached(at.ts)),
        );
        let mut affected: Vec<usize> = Vec::new();
        let mut root = self.moments.len().min(start);
        for (id, op) in plan.ops.iter().enumerate() {
            let inputs = op.operator.inputs();
            let inner = inputs
                .iter()
                .filter_map(|i| affected.get(*i))
                .copied()
                .min();
            let mine = self.first_affected(
                &op.operator,
                inner.unwrap_or(start).min(start),
                changed,
                before,
            );
            affected.push(mine);
            if !plan.live.get(id).copied().unwrap_or(false) {
                continue;
            }
            let (done, rest) = self.outputs.split_at_mut(id);
            let Some(output) = rest.first_mut() else {
                continue;
            };
            output.pairs.truncate(mine);
            output.faults.split_off(&mine);
            let context = Context {
                timeline,
                moments: &self.moments,
                outputs: done,
                types: &plan.types,
                clock,
                options: self.options,
            };
            context.run(&op.operator, &op.vars, output);
            root = mine;
            if id == plan.root {
                break;
            }
        }
        root
    }

    /// Finds the first time-point at which an operator may give something
    /// else, when its inputs may from `inner` on.
    fn first_affected(
        &self,
        operator: &Operator,
        inner: usize,
        changed: Option<Moment>,
        before: Clock,
    ) -> usize {
        let (direction, interval) = match operator {
            Operator::Step { direction, .. } if *direction == Direction::Future => {
                return inner.saturating_sub(1);
            }
            Operator::Reach {
                direction,
                interval,
                ..
            }
            | Operator::Throughout {
                direction,
                interval,
                ..
            } => (*direction, *interval),
            _ => return inner,
        };
        if direction == Direction::Past {
            return inner;
        }
        // A time-point taken away is no longer among the moments.
        let first = self.moments.get(inner).or(self.moments.last()).copied();
        let changed = first.into_iter().chain(changed).min().map(|m| m.ts);
        let upto = self.moments.get(..inner).unwrap_or(&self.moments);
        let in_reach = |m: &Moment| changed.is_some_and(|ts| interval.passed(m.ts, ts));
        upto.partition_point(|m| in_reach(m) && before.over(m.ts, interval.high()))
    }
}

impl Context<'_> {
    fn run(&self, operator: &Operator, vars: &[usize], output: &mut Output) {
        match operator {
            Operator::Reach { .. } => self.run_reach(operator, vars, output),
            Operator::Throughout { .. } => self.run_throughout(operator, output),
            _ => {
                for point in output.pairs.len()..self.moments.len() {
                    let (pair, fault) = self.point(operator, vars, point);
                    output.pairs.push(pair);
                    if let Some(fault) = fault {
                        output.faults.insert(point, fault);
                    }
                }
            }
        }
    }
}

//! Proofs about other time-points.

use super::{CANDIDATES, Given, Proof, Search, smaller};
use crate::Interval;
use crate::explain::Because;
use crate::plan::{Direction, OpId, Operator};

impl Search<'_> {
    pub(super) fn temporal_proof(
        &mut self,
        op: OpId,
        point: usize,
        given: &Given,
    ) -> Option<Proof> {
        match &self.op(op)?.operator {
            Operator::Step {
                input, direction, ..
            } => {
                let neighbour = self.neighbour(*direction, point)?;
                let step = self.prove(*input, neighbour, given)?;
                self.steps(op, point, given, true, [step])
            }
            Operator::Throughout {
                guard,
                input,
                direction,
                interval,
            } => {
                let mut steps = vec![self.prove(*guard, point, given)?];
                for at in self.window(*direction, *interval, point) {
                    steps.push(self.prove(*input, at, given)?);
                }
                self.steps(op, point, given, true, steps)
            }
            Operator::Reach {
                left,
                negated,
                right,
                direction,
                interval,
            } => {
                let window = self.window(*direction, *interval, point);
                let witnesses: Vec<usize> = window
                    .into_iter()
                    .filter(|at| self.certain(*right, *at, given))
                    .collect();
                let mut best = None;
                for at in witnesses.into_iter().take(CANDIDATES) {
                    let Some(mut steps) = self.prove(*right, at, given).map(|p| vec![p]) else {
                        continue;
                    };
                    let carried = match left {
                        Some(left) => self.carried(*left, *negated, (point, at), given),
                        None => Some(Vec::new()),
                    };
                    let Some(carried) = carried else { continue };
                    steps.extend(carried);
                    let proof = self.steps(op, point, given, true, steps);
                    best = smaller(best, proof);
                }
                best
            }
            _ => None,
        }
    }

    /// Proves the first formula from one time-point up to another, exclusive.
    fn carried(
        &mut self,
        left: OpId,
        negated: bool,
        (here, witness): (usize, usize),
        given: &Given,
    ) -> Option<Vec<Proof>> {
        let between = if witness <= here {
            witness + 1..=here
        } else {
            here..=witness - 1
        };
        between
            .map(|at| {
                if negated {
                    self.refute(left, at, given)
                } else {
                    self.prove(left, at, given)
                }
            })
            .collect()
    }

    pub(super) fn temporal_refutation(
        &mut self,
        op: OpId,
        point: usize,
        given: &Given,
    ) -> Option<Proof> {
        match &self.op(op)?.operator {
            Operator::Step {
                input,
                direction,
                interval,
            } => {
                let step = self
                    .neighbour(*direction, point)
                    .filter(|at| self.window(*direction, *interval, point).contains(at));
                match step {
                    None => self.made(op, point, given, false, Because::NoTimePoint),
                    Some(at) => {
                        let step = self.refute(*input, at, given)?;
                        self.steps(op, point, given, false, [step])
                    }
                }
            }
            Operator::Throughout {
                guard,
                input,
                direction,
                interval,
            } => {
                if let Some(step) = self.refute(*guard, point, given) {
                    return self.steps(op, point, given, false, [step]);
                }
                let window = self.window(*direction, *interval, point);
                let mut steps = Vec::new();
                for row in self.extensions(*guard, point, given, false) {
                    let at = window.iter().find(|at| self.absent(*input, **at, &row))?;
                    steps.push(self.refute(*input, *at, &row)?);
                }
                self.steps(op, point, given, false, steps)
            }
            Operator::Reach {
                left,
                negated,
                right,
                direction,
                interval,
            } => {
                let left = left.map(|left| (left, *negated));
                let steps =
                    self.out_of_reach((left, *right), (*direction, *interval), point, given)?;
                if steps.is_empty() {
                    return self.made(op, point, given, false, Because::NoTimePoint);
                }
                self.steps(op, point, given, false, steps)
            }
            _ => None,
        }
    }

    /// Refutes each witness in the window, from the nearest on, until the
    /// first formula breaks off.
    fn out_of_reach(
        &mut self,
        (left, right): (Option<(OpId, bool)>, OpId),
        (direction, interval): (Direction, Interval),
        point: usize,
        given: &Given,
    ) -> Option<Vec<Proof>> {
        let window = self.window(direction, interval, point);
        let mut steps = Vec::new();
        let end = match direction {
            Direction::Past => window.iter().min(),
            Direction::Future => window.iter().max(),
        };
        let Some(&end) = end else { return Some(steps) };
        let path: Vec<usize> = if end <= point {
            (end..=point).rev().collect()
        } else {
            (point..=end).collect()
        };
        for (passed, at) in path.iter().enumerate() {
            if window.contains(at) {
                if let Some(step) = self.refute(right, *at, given) {
                    steps.push(step);
                } else {
                    for row in self.extensions(right, *at, given, false) {
                        let (left, negated) = left?;
                        let between = path.get(..passed)?;
                        steps.push(
                            between
                                .iter()
                                .find_map(|k| self.broken(left, negated, *k, &row))?,
                        );
                    }
                }
            }
            if let Some((left, negated)) = left
                && let Some(step) = self.broken(left, negated, *at, given)
            {
                if *at != end {
                    steps.push(step);
                }
                break;
            }
        }
        Some(steps)
    }

    fn broken(&mut self, left: OpId, negated: bool, at: usize, given: &Given) -> Option<Proof> {
        if negated {
            self.prove(left, at, given)
        } else {
            self.refute(left, at, given)
        }
    }

    fn neighbour(&self, direction: Direction, point: usize) -> Option<usize> {
        match direction {
            Direction::Past => point.checked_sub(1),
            Direction::Future => Some(point + 1).filter(|at| *at < self.evaluation.moments.len()),
        }
    }

    /// Lists the time-points an operator looks at, nearest first.
    fn window(&self, direction: Direction, interval: Interval, point: usize) -> Vec<usize> {
        let ts = |at: usize| self.evaluation.moments.get(at).map_or(0, |m| m.ts);
        let here = ts(point);
        match direction {
            Direction::Past => (0..=point)
                .rev()
                .filter(|at| interval.spans(ts(*at), here))
                .collect(),
            Direction::Future => (point..self.evaluation.moments.len())
                .filter(|at| interval.spans(here, ts(*at)))
                .collect(),
        }
    }
}

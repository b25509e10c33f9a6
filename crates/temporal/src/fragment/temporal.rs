//! Plans the operators that look at other time-points.

use super::Refusal;
use super::build::Builder;
use super::conjunction::{negation, optional};
use crate::plan::{Direction, OpId, Operator};
use crate::{Formula, Interval};

impl Builder<'_> {
    /// Plans `guard AND part` for a temporal `part`.
    pub(super) fn attach_temporal(
        &mut self,
        guard: OpId,
        part: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        use Direction::{Future, Past};
        use Formula as F;
        match part {
            F::Previous(i, a) => self.attach_step(guard, part, a, Past, *i),
            F::Next(i, a) => self.attach_step(guard, part, a, Future, *i),
            F::Once(i, a) => self.attach_some(guard, part, a, Past, *i),
            F::Eventually(i, a) => self.attach_some(guard, part, a, Future, *i),
            F::Historically(i, a) => self.attach_all(guard, part, a, Past, *i),
            F::Always(i, a) => self.attach_all(guard, part, a, Future, *i),
            F::Since(i, a, b) => self.attach_reach(guard, (a, b), Past, *i),
            F::Until(i, a, b) => self.attach_reach(guard, (a, b), Future, *i),
            _ => Ok(None),
        }
    }

    /// Plans `guard AND NOT inner` where `inner` is finite only when negated.
    pub(super) fn attach_dual(
        &mut self,
        guard: OpId,
        inner: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        let (interval, a, direction) = match inner {
            Formula::Once(i, a) => (*i, a, Direction::Past),
            Formula::Eventually(i, a) => (*i, a, Direction::Future),
            Formula::Previous(..) | Formula::Next(..) => {
                // `NOT PREVIOUS a` is what is left after `PREVIOUS a`.
                let Some(op) = self.attach_temporal(guard, inner)? else {
                    return Ok(None);
                };
                return Ok(Some(self.without(guard, op)));
            }
            _ => return Ok(None),
        };
        let Some(op) = self.try_alone(&negation(a))? else {
            return Ok(None);
        };
        Ok(Some(self.throughout(guard, op, direction, interval)))
    }

    fn attach_step(
        &mut self,
        guard: OpId,
        part: &Formula,
        a: &Formula,
        direction: Direction,
        interval: Interval,
    ) -> Result<Option<OpId>, Refusal> {
        if let Some(input) = self.try_alone(a)? {
            let op = self.step_op(input, direction, interval);
            return Ok(Some(self.join(guard, op)));
        }
        if !self.binds(guard, &self.free(part)) {
            return Ok(None);
        }
        // `PREVIOUS a` holds where there is a time-point before and not
        // `PREVIOUS NOT a`.
        let Some(input) = self.try_alone(&negation(a))? else {
            return Ok(None);
        };
        let unit = self.unit();
        let there = self.step_op(unit, direction, interval);
        let not = self.step_op(input, direction, interval);
        let current = self.join(guard, there);
        Ok(Some(self.without(current, not)))
    }

    fn step_op(&mut self, input: OpId, direction: Direction, interval: Interval) -> OpId {
        let formula = match direction {
            Direction::Past => Formula::previous(interval, self.formula_of(input)),
            Direction::Future => Formula::next(interval, self.formula_of(input)),
        };
        let vars = self.vars(input).to_vec();
        self.add(
            Operator::Step {
                input,
                direction,
                interval,
            },
            vars,
            formula,
        )
    }

    fn attach_some(
        &mut self,
        guard: OpId,
        part: &Formula,
        a: &Formula,
        direction: Direction,
        interval: Interval,
    ) -> Result<Option<OpId>, Refusal> {
        if let Some(input) = self.try_alone(a)? {
            let op = self.reach(None, false, input, direction, interval);
            return Ok(Some(self.join(guard, op)));
        }
        if !self.binds(guard, &self.free(part)) {
            return Ok(None);
        }
        let Some(input) = self.try_alone(&negation(a))? else {
            return Ok(None);
        };
        let all = self.throughout(guard, input, direction, interval);
        Ok(Some(self.without(guard, all)))
    }

    fn attach_all(
        &mut self,
        guard: OpId,
        part: &Formula,
        a: &Formula,
        direction: Direction,
        interval: Interval,
    ) -> Result<Option<OpId>, Refusal> {
        let bound = self.binds(guard, &self.free(part));
        if let Some(input) = self.try_alone(a)? {
            if bound {
                return Ok(Some(self.throughout(guard, input, direction, interval)));
            }
            if interval.low() == 0 {
                // What holds throughout a window that starts now holds now.
                let all = self.throughout(input, input, direction, interval);
                return Ok(Some(self.join(guard, all)));
            }
            return Ok(None);
        }
        if !bound {
            return Ok(None);
        }
        let Some(input) = self.try_alone(&negation(a))? else {
            return Ok(None);
        };
        let some = self.reach(None, false, input, direction, interval);
        Ok(Some(self.without(guard, some)))
    }

    fn attach_reach(
        &mut self,
        guard: OpId,
        (a, b): (&Formula, &Formula),
        direction: Direction,
        interval: Interval,
    ) -> Result<Option<OpId>, Refusal> {
        let Some(right) = self.try_alone(b)? else {
            return Ok(None);
        };
        let left_vars = self.free(a);
        if !self.binds(right, &left_vars) {
            return Ok(None);
        }
        let op = if *a == Formula::True {
            self.reach(None, false, right, direction, interval)
        } else if let Formula::Not(inner) = a
            && let Some(left) = self.try_alone(inner)?
        {
            self.reach(Some(left), true, right, direction, interval)
        } else if let Some(left) = self.try_alone(a)? {
            self.reach(Some(left), false, right, direction, interval)
        } else {
            // Wherever the left side matters, the right side is in reach.
            let window = Interval::new(0, interval.high()).unwrap_or(interval);
            let seen = self.reach(None, false, right, direction, window);
            let Some(left) = optional(self.guarded(seen, a))? else {
                return Ok(None);
            };
            let left = self.project(left, &left_vars);
            self.reach(Some(left), false, right, direction, interval)
        };
        Ok(Some(self.join(guard, op)))
    }

    fn reach(
        &mut self,
        left: Option<OpId>,
        negated: bool,
        right: OpId,
        direction: Direction,
        interval: Interval,
    ) -> OpId {
        let second = self.formula_of(right);
        let formula = match (left.map(|l| self.formula_of(l)), direction) {
            (None, Direction::Past) => Formula::once(interval, second),
            (None, Direction::Future) => Formula::eventually(interval, second),
            (Some(first), direction) => {
                let first = if negated { first.not() } else { first };
                match direction {
                    Direction::Past => first.since(interval, second),
                    Direction::Future => first.until(interval, second),
                }
            }
        };
        let vars = self.vars(right).to_vec();
        self.add(
            Operator::Reach {
                left,
                negated,
                right,
                direction,
                interval,
            },
            vars,
            formula,
        )
    }

    fn throughout(
        &mut self,
        guard: OpId,
        input: OpId,
        direction: Direction,
        interval: Interval,
    ) -> OpId {
        let inner = self.formula_of(input);
        let all = match direction {
            Direction::Past => Formula::historically(interval, inner),
            Direction::Future => Formula::always(interval, inner),
        };
        let formula = self.formula_of(guard).and(all);
        let vars = self.vars(guard).to_vec();
        self.add(
            Operator::Throughout {
                guard,
                input,
                direction,
                interval,
            },
            vars,
            formula,
        )
    }
}

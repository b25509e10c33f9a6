//! Plans conjunctions: in which order their parts can be evaluated.
//!
//! A part is planned by itself where that is finite, and else with the help
//! of what has been planned before it (the guard).

use super::Refusal;
use super::build::Builder;
use crate::plan::OpId;
use crate::{Comparison, Formula};

/// Splits nested conjunctions, pushing negations through what surrounds them.
pub(super) fn conjuncts(formula: &Formula) -> Vec<Formula> {
    use Formula as F;
    match formula {
        F::And(a, b) => {
            let mut all = conjuncts(a);
            all.extend(conjuncts(b));
            all
        }
        F::Equiv(a, b) => vec![
            a.as_ref().clone().and(negation(b)).not(),
            b.as_ref().clone().and(negation(a)).not(),
        ],
        F::Implies(a, b) => vec![a.as_ref().clone().and(negation(b)).not()],
        F::Forall(vars, a) => vec![F::Exists(vars.clone(), Box::new(negation(a))).not()],
        F::Not(inner) => match inner.as_ref() {
            F::Not(a) => conjuncts(a),
            F::Or(a, b) => {
                let mut all = conjuncts(&negation(a));
                all.extend(conjuncts(&negation(b)));
                all
            }
            F::Implies(a, b) => {
                let mut all = conjuncts(a);
                all.extend(conjuncts(&negation(b)));
                all
            }
            F::Forall(vars, a) => vec![F::Exists(vars.clone(), Box::new(negation(a)))],
            F::Historically(i, a) => vec![F::once(*i, negation(a))],
            F::Always(i, a) => vec![F::eventually(*i, negation(a))],
            F::True => vec![F::False],
            F::False => vec![F::True],
            _ => vec![formula.clone()],
        },
        _ => vec![formula.clone()],
    }
}

/// Negates a formula, without stacking negations.
pub(super) fn negation(formula: &Formula) -> Formula {
    match formula {
        Formula::Not(a) => a.as_ref().clone(),
        Formula::True => Formula::False,
        Formula::False => Formula::True,
        _ => formula.clone().not(),
    }
}

impl Builder<'_> {
    /// Plans a formula by itself.
    pub(super) fn alone(&mut self, formula: &Formula) -> Result<OpId, Refusal> {
        let unit = self.unit();
        self.guarded(unit, formula)
    }

    /// Plans a formula by itself; `None` if it is not finite so.
    pub(super) fn try_alone(&mut self, formula: &Formula) -> Result<Option<OpId>, Refusal> {
        optional(self.alone(formula))
    }

    /// Plans `guard AND formula`.
    pub(super) fn guarded(&mut self, guard: OpId, formula: &Formula) -> Result<OpId, Refusal> {
        self.step(formula)?;
        let mut current = guard;
        let mut open = conjuncts(formula);
        while !open.is_empty() {
            let mut next = None;
            for round in 0..3 {
                for (position, part) in open.iter().enumerate() {
                    if next.is_none() && stage(part) == round {
                        next = self.attach(current, part)?.map(|op| (position, op));
                    }
                }
            }
            let Some((position, op)) = next else {
                return Err(self.refuse(current, open.first().unwrap_or(formula)));
            };
            open.remove(position);
            current = op;
        }
        Ok(current)
    }

    /// Plans `guard AND part`; `None` if the guard does not suffice yet.
    fn attach(&mut self, guard: OpId, part: &Formula) -> Result<Option<OpId>, Refusal> {
        use Formula as F;
        self.step(part)?;
        match part {
            F::True => Ok(Some(guard)),
            F::False => Ok(Some(self.nothing(guard))),
            F::Predicate(..) => self.attach_predicate(guard, part),
            F::Compare(comparison, a, b) => self.attach_comparison(guard, (*comparison, a, b)),
            F::Or(a, b) => self.attach_or(guard, a, b),
            F::Exists(_, body) => {
                let Some(op) = optional(self.guarded(guard, body))? else {
                    return Ok(None);
                };
                let kept = crate::table::united(self.vars(guard), &self.free(part));
                Ok(Some(self.project(op, &kept)))
            }
            F::Aggregate { .. } => self.attach_aggregate(guard, part),
            F::Let { .. } => self.attach_let(guard, part),
            F::Previous(..)
            | F::Next(..)
            | F::Once(..)
            | F::Historically(..)
            | F::Since(..)
            | F::Eventually(..)
            | F::Always(..)
            | F::Until(..) => self.attach_temporal(guard, part),
            F::Not(inner) => self.attach_not(guard, part, inner),
            F::And(..) | F::Implies(..) | F::Equiv(..) | F::Forall(..) => {
                optional(self.guarded(guard, part))
            }
        }
    }

    fn attach_or(
        &mut self,
        guard: OpId,
        a: &Formula,
        b: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        for (one, other) in [(a, b), (b, a)] {
            if *one == Formula::False {
                return optional(self.guarded(guard, other));
            }
        }
        if let (Some(left), Some(right)) = (self.try_alone(a)?, self.try_alone(b)?)
            && self.vars(left) == self.vars(right)
        {
            let either = self.union(left, right);
            return Ok(Some(self.join(guard, either)));
        }
        let (Some(left), Some(right)) = (
            optional(self.guarded(guard, a))?,
            optional(self.guarded(guard, b))?,
        ) else {
            return Ok(None);
        };
        let same = self.vars(left) == self.vars(right);
        Ok(same.then(|| self.union(left, right)))
    }

    fn attach_not(
        &mut self,
        guard: OpId,
        part: &Formula,
        inner: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        use Formula as F;
        if let F::Compare(comparison, a, b) = inner {
            return self.filter(guard, (*comparison, a, b), false);
        }
        if !self.binds(guard, &self.free(part)) {
            // De Morgan: `NOT (NOT a AND NOT b)` is finite where `a OR b` is.
            let F::And(a, b) = inner else { return Ok(None) };
            return self.attach_or(guard, &negation(a), &negation(b));
        }
        if let Some(op) = self.try_alone(inner)? {
            return Ok(Some(self.without(guard, op)));
        }
        if let Some(op) = self.attach_dual(guard, inner)? {
            return Ok(Some(op));
        }
        let Some(op) = optional(self.guarded(guard, inner))? else {
            return Ok(None);
        };
        let kept = self.vars(guard).to_vec();
        let op = self.project(op, &kept);
        Ok(Some(self.without(guard, op)))
    }

    /// Explains why nothing more can be attached to `guard`.
    fn refuse(&mut self, guard: OpId, part: &Formula) -> Refusal {
        let missing: Vec<String> = self
            .free(part)
            .into_iter()
            .filter(|v| !self.vars(guard).contains(v))
            .map(|v| format!("`{}`", self.name(v)))
            .collect();
        // A part inside may have a more telling reason than the whole.
        let inner = match part {
            Formula::Once(_, a)
            | Formula::Eventually(_, a)
            | Formula::Previous(_, a)
            | Formula::Next(_, a)
            | Formula::Since(_, _, a)
            | Formula::Until(_, _, a) => self.alone(a).err(),
            Formula::Let { .. } => self.let_refusal(part),
            Formula::Exists(_, a) => self.guarded(guard, a).err(),
            Formula::Aggregate { body, .. } => self.alone(body).err(),
            _ => None,
        };
        if let Some(inner) = inner {
            return inner;
        }
        let (message, way_out) = match part {
            Formula::Or(..) => (
                "the two sides of OR have different variables".to_owned(),
                "use the same variables on both sides, or close the others with EXISTS".to_owned(),
            ),
            Formula::Since(..) | Formula::Until(..) => (
                "the left side has variables that the right side does not give values to"
                    .to_owned(),
                "let the right side name them, or close them with EXISTS".to_owned(),
            ),
            _ if missing.is_empty() => (
                "this holds of values that no event names, so they cannot be listed".to_owned(),
                "put an event that names them in conjunction inside it".to_owned(),
            ),
            _ => (
                format!("nothing gives values to {}", missing.join(", ")),
                format!(
                    "add AND with a predicate or a past event that names {}",
                    missing.join(", ")
                ),
            ),
        };
        Refusal::unsafe_part(part, message, way_out)
    }
}

/// Takes a refusal that another way may avoid as `None`.
pub(super) fn optional(result: Result<OpId, Refusal>) -> Result<Option<OpId>, Refusal> {
    match result {
        Ok(op) => Ok(Some(op)),
        Err(refusal) if refusal.fatal => Err(refusal),
        Err(_) => Ok(None),
    }
}

/// Ranks parts: what narrows, then what binds, then what takes away.
fn stage(part: &Formula) -> u8 {
    match part {
        Formula::Compare(Comparison::Equal, ..) | Formula::Compare(..) | Formula::False => 0,
        Formula::Not(_) | Formula::Or(..) | Formula::Historically(..) | Formula::Always(..) => 2,
        _ => 1,
    }
}

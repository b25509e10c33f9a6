//! Builds plans: operators, their variables and types.

use std::collections::BTreeSet;

use super::Refusal;
use crate::plan::{Direction, Expression, Horizon, Op, OpId, Operator, Plan};
use crate::table::{Var, united};
use crate::{Column, Comparison, Formula, Signature, Term, Type};

/// Bounds the work of planning, which tries several ways.
const STEPS: usize = 20_000;

/// Holds a plan in the making.
pub(super) struct Builder<'a> {
    pub(super) signature: &'a Signature,
    ops: Vec<Op>,
    names: Vec<String>,
    types: Vec<Option<Type>>,
    /// The formulas named by LET in scope: name, parameters, operator.
    pub(super) lets: Vec<(String, Vec<Var>, OpId)>,
    steps: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(signature: &'a Signature, names: &BTreeSet<String>) -> Self {
        let names: Vec<String> = names.iter().cloned().collect();
        let types = vec![None; names.len()];
        Self {
            signature,
            ops: Vec::new(),
            names,
            types,
            lets: Vec::new(),
            steps: 0,
        }
    }

    /// Finishes the plan.
    pub(super) fn finish(self, root: OpId, free: &[String]) -> Plan {
        let free: Vec<Var> = free.iter().map(|name| self.var(name)).collect();
        let columns = free.iter().map(|&v| {
            let kind = self.type_of(v).unwrap_or(Type::Int);
            Column::new(self.name(v), kind)
        });
        let columns = columns.collect();
        let live = Plan::live(&self.ops, root);
        Plan {
            columns,
            free,
            root,
            live,
            ops: self.ops,
            names: self.names,
            types: self
                .types
                .iter()
                .map(|kind| kind.unwrap_or(Type::Int))
                .collect(),
        }
    }

    /// Counts one step of planning.
    pub(super) fn step(&mut self, formula: &Formula) -> Result<(), Refusal> {
        self.steps += 1;
        if self.steps <= STEPS {
            return Ok(());
        }
        let message = "the formula takes too many steps to plan";
        Err(Refusal::fatal(
            formula,
            message,
            "name the parts that repeat with LET",
        ))
    }

    /// Returns the variable of a unique name.
    pub(super) fn var(&self, name: &str) -> Var {
        self.names
            .iter()
            .position(|n| n == name)
            .unwrap_or(self.names.len())
    }

    /// Makes a variable that no author named.
    pub(super) fn fresh(&mut self) -> Var {
        let mut name = format!("arg_{}", self.names.len());
        while self.names.contains(&name) {
            name.push('_');
        }
        self.names.push(name);
        self.types.push(None);
        self.names.len() - 1
    }

    pub(super) fn name(&self, var: Var) -> String {
        self.names.get(var).cloned().unwrap_or_default()
    }

    pub(super) fn type_of(&self, var: Var) -> Option<Type> {
        self.types.get(var).copied().flatten()
    }

    /// Notes that a variable is of a type.
    pub(super) fn bind(&mut self, var: Var, kind: Type, subject: &Formula) -> Result<(), Refusal> {
        let name = self.name(var);
        let Some(slot) = self.types.get_mut(var) else {
            return Ok(());
        };
        match *slot {
            Some(known) if known != kind => Err(Refusal::fatal(
                subject,
                format!("`{name}` is of type {kind} here and of type {known} elsewhere"),
                "use two variables, or convert with i2f or f2i",
            )),
            _ => {
                *slot = Some(kind);
                Ok(())
            }
        }
    }

    /// Lists the free variables of a formula, sorted.
    pub(super) fn free(&self, formula: &Formula) -> Vec<Var> {
        let mut vars: Vec<Var> = formula
            .free_variables()
            .iter()
            .map(|name| self.var(name))
            .collect();
        vars.sort_unstable();
        vars
    }

    pub(super) fn vars(&self, op: OpId) -> &[Var] {
        self.ops.get(op).map_or(&[], |op| op.vars.as_slice())
    }

    pub(super) fn formula_of(&self, op: OpId) -> Formula {
        self.ops
            .get(op)
            .map_or(Formula::True, |op| op.formula.clone())
    }

    /// Tells whether an operator has all of the variables.
    pub(super) fn binds(&self, op: OpId, vars: &[Var]) -> bool {
        vars.iter().all(|v| self.vars(op).contains(v))
    }

    /// Adds an operator, unless the very same is there.
    pub(super) fn add(&mut self, operator: Operator, vars: Vec<Var>, formula: Formula) -> OpId {
        if let Some(same) = self
            .ops
            .iter()
            .position(|op| op.operator == operator && op.vars == vars)
        {
            return same;
        }
        let horizon = self.horizon(&operator);
        self.ops.push(Op {
            operator,
            vars,
            formula,
            horizon,
        });
        self.ops.len() - 1
    }

    pub(super) fn unit(&mut self) -> OpId {
        self.add(Operator::Unit, Vec::new(), Formula::True)
    }

    pub(super) fn join(&mut self, a: OpId, b: OpId) -> OpId {
        let is_unit = |op: OpId| {
            self.ops
                .get(op)
                .is_some_and(|o| o.operator == Operator::Unit)
        };
        if a == b || is_unit(b) {
            return a;
        }
        if is_unit(a) {
            return b;
        }
        let vars = united(self.vars(a), self.vars(b));
        let formula = self.formula_of(a).and(self.formula_of(b));
        self.add(Operator::Join(a, b), vars, formula)
    }

    pub(super) fn without(&mut self, a: OpId, b: OpId) -> OpId {
        let formula = self.formula_of(a).and(self.formula_of(b).not());
        self.add(Operator::Without(a, b), self.vars(a).to_vec(), formula)
    }

    pub(super) fn union(&mut self, a: OpId, b: OpId) -> OpId {
        if a == b {
            return a;
        }
        let formula = self.formula_of(a).or(self.formula_of(b));
        self.add(Operator::Union(a, b), self.vars(a).to_vec(), formula)
    }

    /// Drops all variables but those in `kept`.
    pub(super) fn project(&mut self, input: OpId, kept: &[Var]) -> OpId {
        let (kept, dropped): (Vec<Var>, Vec<Var>) = self
            .vars(input)
            .iter()
            .copied()
            .partition(|v| kept.contains(v));
        if dropped.is_empty() {
            return input;
        }
        let names: Vec<String> = dropped.iter().map(|&v| self.name(v)).collect();
        let formula = Formula::exists(names, self.formula_of(input));
        self.add(Operator::Project(input), kept, formula)
    }

    /// Turns a term into an expression and its type; `None` if a variable has
    /// no value in `input`.
    pub(super) fn expression(
        &self,
        input: OpId,
        term: &Term,
        subject: &Formula,
    ) -> Result<Option<(Expression, Type)>, Refusal> {
        let refuse = |kind: Type| {
            Refusal::fatal(
                subject,
                format!("`{term}` cannot be computed from a value of type {kind}"),
                "convert with i2f or f2i, or compare values of the same type",
            )
        };
        let one = |inner: &Term| self.expression(input, inner, subject);
        Ok(match term {
            Term::Wildcard => None,
            Term::Constant(value) => Some((Expression::Constant(value.clone()), value.type_of())),
            Term::Variable(name) => {
                let var = self.var(name);
                let kind = self.type_of(var).filter(|_| self.binds(input, &[var]));
                kind.map(|kind| (Expression::Variable(var), kind))
            }
            Term::Binary(operation, a, b) => {
                let (Some((a, left)), Some((b, right))) = (one(a)?, one(b)?) else {
                    return Ok(None);
                };
                let (a, left) = coerced(a, left, right);
                let (b, right) = coerced(b, right, left);
                let kind = operation
                    .result_type(left, right)
                    .ok_or_else(|| refuse(right))?;
                Some((
                    Expression::Binary(*operation, Box::new(a), Box::new(b)),
                    kind,
                ))
            }
            Term::Negate(a) => match one(a)? {
                Some((a, kind @ (Type::Int | Type::Decimal))) => {
                    Some((Expression::Negate(Box::new(a)), kind))
                }
                Some((_, kind)) => return Err(refuse(kind)),
                None => None,
            },
            Term::ToDecimal(a) => match one(a)? {
                Some((a, Type::Int)) => Some((Expression::ToDecimal(Box::new(a)), Type::Decimal)),
                Some((_, kind)) => return Err(refuse(kind)),
                None => None,
            },
            Term::ToInt(a) => match one(a)? {
                Some((a, Type::Decimal)) => Some((Expression::ToInt(Box::new(a)), Type::Int)),
                Some((_, kind)) => return Err(refuse(kind)),
                None => None,
            },
        })
    }

    /// Adds a filter, if `input` has all the variables compared.
    pub(super) fn filter(
        &mut self,
        input: OpId,
        (comparison, left, right): (Comparison, &Term, &Term),
        holds: bool,
    ) -> Result<Option<OpId>, Refusal> {
        let compared = Formula::Compare(comparison, left.clone(), right.clone());
        let (Some((a, ka)), Some((b, kb))) = (
            self.expression(input, left, &compared)?,
            self.expression(input, right, &compared)?,
        ) else {
            return Ok(None);
        };
        let (a, ka) = coerced(a, ka, kb);
        let (b, kb) = coerced(b, kb, ka);
        if ka != kb {
            return Err(Refusal::fatal(
                &compared,
                format!("this compares a value of type {ka} with one of type {kb}"),
                "convert with i2f or f2i, or compare values of the same type",
            ));
        }
        let part = if holds { compared } else { compared.not() };
        let formula = self.formula_of(input).and(part);
        let operator = Operator::Filter {
            input,
            comparison,
            left: a,
            right: b,
            holds,
        };
        Ok(Some(self.add(operator, self.vars(input).to_vec(), formula)))
    }

    fn horizon(&self, operator: &Operator) -> Horizon {
        let of = |op: OpId| self.ops.get(op).map_or(Some(0), |o| o.horizon.time);
        let most = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.max(b));
        let time = match operator {
            Operator::Reach {
                left,
                right,
                direction,
                interval,
                ..
            } => {
                let left = left.map_or(Some(0), of);
                window(
                    left,
                    of(*right),
                    *direction,
                    interval.low(),
                    interval.high(),
                )
            }
            Operator::Throughout {
                guard,
                input,
                direction,
                interval,
            } => most(
                of(*guard),
                window(
                    Some(0),
                    of(*input),
                    *direction,
                    interval.low(),
                    interval.high(),
                ),
            ),
            Operator::Step {
                input,
                direction: Direction::Future,
                interval,
            } => of(*input)
                .zip(interval.high())
                .and_then(|(t, b)| t.checked_add(b)),
            other => other.inputs().into_iter().map(of).fold(Some(0), most),
        };
        Horizon { time }
    }
}

fn window(
    left: Option<u64>,
    right: Option<u64>,
    direction: Direction,
    low: u64,
    high: Option<u64>,
) -> Option<u64> {
    let (left, right) = left.zip(right)?;
    match direction {
        Direction::Past => Some(left.max(right.saturating_sub(low))),
        Direction::Future => left.max(right).checked_add(high?),
    }
}

/// Reads a whole-number constant as a decimal where a decimal is needed.
pub(super) fn coerced(e: Expression, kind: Type, needed: Type) -> (Expression, Type) {
    match e {
        Expression::Constant(crate::Value::Int(n)) if needed == Type::Decimal => (
            Expression::Constant(crate::Value::Decimal(n.into())),
            Type::Decimal,
        ),
        other => (other, kind),
    }
}

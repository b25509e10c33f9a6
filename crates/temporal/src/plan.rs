//! The plan: a formula rewritten into operators that each yield a finite table.
//!
//! Built by [`crate::fragment`], run by [`crate::evaluate`], read by
//! [`crate::explain`].
//!
//! # Invariants
//! An operator's inputs stand before it, so running them in order suffices.
//! Each operator knows its variables, sorted, and a formula that means the same.

use crate::table::Var;
use crate::value::{negate, to_decimal, to_int};
use crate::{
    Aggregate, Arithmetic, Column, Comparison, Formula, Interval, Type, Value, ValueFault,
};

/// Indexes an operator of the plan.
pub(crate) type OpId = usize;

/// Computes a value from those of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    /// The value of a variable.
    Variable(Var),
    /// A constant.
    Constant(Value),
    /// An operation.
    Binary(Arithmetic, Box<Expression>, Box<Expression>),
    /// The sign changed.
    Negate(Box<Expression>),
    /// A whole number as a decimal.
    ToDecimal(Box<Expression>),
    /// A decimal without its fraction.
    ToInt(Box<Expression>),
}

impl Expression {
    /// Computes the value, with `value_of` giving those of variables.
    ///
    /// # Shape
    /// `None` if a variable has no value.
    pub(crate) fn value(
        &self,
        value_of: &dyn Fn(Var) -> Option<Value>,
    ) -> Option<Result<Value, ValueFault>> {
        Some(match self {
            Self::Variable(v) => Ok(value_of(*v)?),
            Self::Constant(value) => Ok(value.clone()),
            Self::Binary(operation, a, b) => match (a.value(value_of)?, b.value(value_of)?) {
                (Ok(a), Ok(b)) => operation.apply(&a, &b),
                (Err(fault), _) | (_, Err(fault)) => Err(fault),
            },
            Self::Negate(a) => a.value(value_of)?.and_then(|a| negate(&a)),
            Self::ToDecimal(a) => a.value(value_of)?.and_then(|a| to_decimal(&a)),
            Self::ToInt(a) => a.value(value_of)?.and_then(|a| to_int(&a)),
        })
    }
}

/// Says what an argument of an event must be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    /// The value of a variable.
    Variable(Var),
    /// A constant.
    Constant(Value),
    /// Anything.
    Any,
}

/// Says which way an operator looks in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Towards earlier time-points.
    Past,
    /// Towards later time-points.
    Future,
}

/// Says what an operator computes from its inputs at a time-point.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operator {
    /// The one valuation of no variables.
    Unit,
    /// Nothing.
    Nothing,
    /// The arguments of the events of a predicate.
    Events {
        predicate: String,
        arguments: Vec<Argument>,
    },
    /// The rows of a named formula, as arguments; `columns` are its variables.
    Rename {
        input: OpId,
        columns: Vec<Var>,
        arguments: Vec<Argument>,
    },
    /// Both inputs.
    Join(OpId, OpId),
    /// Either input; both have the same variables.
    Union(OpId, OpId),
    /// The rows of the first that none of the second agrees with.
    Without(OpId, OpId),
    /// The rows for which the comparison holds, or does not (`holds`).
    Filter {
        input: OpId,
        comparison: Comparison,
        left: Expression,
        right: Expression,
        holds: bool,
    },
    /// The rows, each with the value of the expression as a further variable.
    Extend {
        input: OpId,
        var: Var,
        value: Expression,
    },
    /// The rows without the variables the operator does not have.
    Project(OpId),
    /// The input at the neighbouring time-point.
    Step {
        input: OpId,
        direction: Direction,
        interval: Interval,
    },
    /// `right` in the window, and `left` from there until now, exclusive of
    /// the former; without `left`, only the first. If `negated`, no row of
    /// `left` agrees instead.
    Reach {
        left: Option<OpId>,
        negated: bool,
        right: OpId,
        direction: Direction,
        interval: Interval,
    },
    /// The rows of `guard` that are in `input` throughout the window.
    Throughout {
        guard: OpId,
        input: OpId,
        direction: Direction,
        interval: Interval,
    },
    /// The aggregate of `over` per values of `by`.
    Aggregate {
        input: OpId,
        operation: Aggregate,
        over: Var,
        by: Vec<Var>,
        result: Var,
        decimal: bool,
    },
}

impl Operator {
    /// Lists the operator's inputs.
    pub(crate) fn inputs(&self) -> Vec<OpId> {
        match self {
            Self::Unit | Self::Nothing | Self::Events { .. } => Vec::new(),
            Self::Rename { input, .. }
            | Self::Filter { input, .. }
            | Self::Extend { input, .. }
            | Self::Step { input, .. }
            | Self::Aggregate { input, .. }
            | Self::Project(input) => vec![*input],
            Self::Join(a, b) | Self::Union(a, b) | Self::Without(a, b) => vec![*a, *b],
            Self::Reach { left, right, .. } => left.iter().copied().chain([*right]).collect(),
            Self::Throughout { guard, input, .. } => vec![*guard, *input],
        }
    }
}

/// Says how far into the future a verdict can depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Horizon {
    /// The time after the time-point's instant; `None` if a `NEXT` without
    /// bound is involved.
    pub(crate) time: Option<u64>,
}

/// Describes one operator of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Op {
    pub(crate) operator: Operator,
    pub(crate) vars: Vec<Var>,
    pub(crate) formula: Formula,
    pub(crate) horizon: Horizon,
}

/// Holds a formula ready to be evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) ops: Vec<Op>,
    pub(crate) root: OpId,
    /// Which operators the root needs; the others are ways not taken.
    pub(crate) live: Vec<bool>,
    /// The free variables in the author's order, and their names and types.
    pub(crate) free: Vec<Var>,
    pub(crate) columns: Vec<Column>,
    /// The author's name of each variable, made unique.
    pub(crate) names: Vec<String>,
    /// The type of each variable.
    pub(crate) types: Vec<Type>,
}

impl Plan {
    pub(crate) fn op(&self, id: OpId) -> Option<&Op> {
        self.ops.get(id)
    }

    /// Marks the operators that `root` needs.
    pub(crate) fn live(ops: &[Op], root: OpId) -> Vec<bool> {
        let mut live = vec![false; ops.len()];
        let mut next = vec![root];
        while let Some(id) = next.pop() {
            if let Some(slot) = live.get_mut(id).filter(|slot| !**slot) {
                *slot = true;
                next.extend(ops.get(id).into_iter().flat_map(|op| op.operator.inputs()));
            }
        }
        live
    }

    pub(crate) fn horizon(&self) -> Horizon {
        self.op(self.root)
            .map_or(Horizon { time: Some(0) }, |op| op.horizon)
    }
}

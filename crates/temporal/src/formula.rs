//! The formula as its author wrote it: the tree, its variables, its text.
//!
//! Rewriting towards evaluation lives in [`crate::fragment`]; reading text in
//! [`crate::parse`]. Printing gives MonPoly's syntax, and reading it back
//! gives the same tree.

use std::fmt;

use crate::{Arithmetic, Interval, Value};

mod print;

/// Denotes a value inside a formula.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A variable.
    Variable(String),
    /// A constant.
    Constant(Value),
    /// Any value at all, `_`; only as an argument of a predicate.
    Wildcard,
    /// An operation on two terms.
    Binary(Arithmetic, Box<Term>, Box<Term>),
    /// The term with its sign changed.
    Negate(Box<Term>),
    /// A whole number as a decimal, `i2f`.
    ToDecimal(Box<Term>),
    /// A decimal without its fraction as a whole number, `f2i`.
    ToInt(Box<Term>),
}

/// Names a comparison of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Equal, `=`.
    Equal,
    /// Less, `<`.
    Less,
    /// Less or equal, `<=`.
    AtMost,
    /// Greater, `>`.
    Greater,
    /// Greater or equal, `>=`.
    AtLeast,
}

impl Comparison {
    /// Tells whether the comparison holds of two values of one type.
    pub fn holds(self, left: &Value, right: &Value) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// Names an aggregation over the set of satisfying valuations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aggregate {
    /// Sum.
    Sum,
    /// Number of valuations, always a whole number.
    Count,
    /// Mean, always a decimal.
    Average,
    /// Least.
    Min,
    /// Greatest.
    Max,
    /// Median, always a decimal: the mean of the two middle ones if even.
    Median,
}

/// States a property of a time-point of an event stream.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Formula {
    /// Holds always.
    True,
    /// Holds never.
    False,
    /// An event of this name with these arguments is at the time-point.
    Predicate(String, Vec<Term>),
    /// Two terms compare so.
    Compare(Comparison, Term, Term),
    /// Does not hold.
    Not(Box<Formula>),
    /// Both hold.
    And(Box<Formula>, Box<Formula>),
    /// At least one holds.
    Or(Box<Formula>, Box<Formula>),
    /// If the first holds, so does the second.
    Implies(Box<Formula>, Box<Formula>),
    /// Both hold or neither.
    Equiv(Box<Formula>, Box<Formula>),
    /// Holds for some values of the variables.
    Exists(Vec<String>, Box<Formula>),
    /// Holds for all values of the variables.
    Forall(Vec<String>, Box<Formula>),
    /// Held at the time-point before, if that is within the interval.
    Previous(Interval, Box<Formula>),
    /// Holds at the time-point after, if that is within the interval.
    Next(Interval, Box<Formula>),
    /// Held at some time-point within the interval in the past.
    Once(Interval, Box<Formula>),
    /// Held at every time-point within the interval in the past.
    Historically(Interval, Box<Formula>),
    /// The second held within the interval in the past, and the first ever since.
    Since(Interval, Box<Formula>, Box<Formula>),
    /// Holds at some time-point within the interval in the future.
    Eventually(Interval, Box<Formula>),
    /// Holds at every time-point within the interval in the future.
    Always(Interval, Box<Formula>),
    /// The second holds within the interval in the future, and the first until then.
    Until(Interval, Box<Formula>, Box<Formula>),
    /// The result variable equals the aggregate of `over`, per values of `by`.
    Aggregate {
        /// The variable that takes the result.
        result: String,
        /// The operation.
        operation: Aggregate,
        /// The variable aggregated.
        over: String,
        /// The grouping variables.
        by: Vec<String>,
        /// The formula whose satisfying valuations are aggregated.
        body: Box<Formula>,
    },
    /// Names a formula, for use as a predicate inside `body`.
    Let {
        /// The name.
        name: String,
        /// The parameters: exactly the free variables of `definition`.
        parameters: Vec<String>,
        /// What the name stands for.
        definition: Box<Formula>,
        /// Where the name may be used.
        body: Box<Formula>,
    },
}

impl Term {
    /// Makes a variable.
    pub fn var(name: impl Into<String>) -> Self {
        Self::Variable(name.into())
    }

    /// Makes a constant.
    pub fn value(value: impl Into<Value>) -> Self {
        Self::Constant(value.into())
    }

    pub(crate) fn collect_variables(&self, found: &mut Vec<String>) {
        match self {
            Self::Variable(name) => {
                if !found.contains(name) {
                    found.push(name.clone());
                }
            }
            Self::Constant(_) | Self::Wildcard => {}
            Self::Binary(_, a, b) => {
                a.collect_variables(found);
                b.collect_variables(found);
            }
            Self::Negate(a) | Self::ToDecimal(a) | Self::ToInt(a) => a.collect_variables(found),
        }
    }
}

impl Formula {
    /// Makes a predicate.
    pub fn predicate(name: impl Into<String>, terms: impl IntoIterator<Item = Term>) -> Self {
        Self::Predicate(name.into(), terms.into_iter().collect())
    }

    /// Makes a comparison.
    pub fn compare(comparison: Comparison, left: Term, right: Term) -> Self {
        Self::Compare(comparison, left, right)
    }

    /// Makes the negation.
    #[expect(
        clippy::should_implement_trait,
        reason = "the formula's own word, beside `and` and `or`"
    )]
    pub fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Makes the conjunction.
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Makes the disjunction.
    pub fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    /// Makes the implication.
    pub fn implies(self, other: Self) -> Self {
        Self::Implies(Box::new(self), Box::new(other))
    }

    /// Quantifies existentially.
    pub fn exists<S: Into<String>>(variables: impl IntoIterator<Item = S>, body: Self) -> Self {
        Self::Exists(
            variables.into_iter().map(Into::into).collect(),
            Box::new(body),
        )
    }

    /// Quantifies universally.
    pub fn forall<S: Into<String>>(variables: impl IntoIterator<Item = S>, body: Self) -> Self {
        Self::Forall(
            variables.into_iter().map(Into::into).collect(),
            Box::new(body),
        )
    }

    /// Makes `PREVIOUS`.
    pub fn previous(interval: Interval, body: Self) -> Self {
        Self::Previous(interval, Box::new(body))
    }

    /// Makes `NEXT`.
    pub fn next(interval: Interval, body: Self) -> Self {
        Self::Next(interval, Box::new(body))
    }

    /// Makes `ONCE`.
    pub fn once(interval: Interval, body: Self) -> Self {
        Self::Once(interval, Box::new(body))
    }

    /// Makes `HISTORICALLY`.
    pub fn historically(interval: Interval, body: Self) -> Self {
        Self::Historically(interval, Box::new(body))
    }

    /// Makes `self SINCE other`.
    pub fn since(self, interval: Interval, other: Self) -> Self {
        Self::Since(interval, Box::new(self), Box::new(other))
    }

    /// Makes `EVENTUALLY`.
    pub fn eventually(interval: Interval, body: Self) -> Self {
        Self::Eventually(interval, Box::new(body))
    }

    /// Makes `ALWAYS`.
    pub fn always(interval: Interval, body: Self) -> Self {
        Self::Always(interval, Box::new(body))
    }

    /// Makes `self UNTIL other`.
    pub fn until(self, interval: Interval, other: Self) -> Self {
        Self::Until(interval, Box::new(self), Box::new(other))
    }

    /// Makes `result <- operation over; by body`.
    pub fn aggregate<S: Into<String>>(
        result: impl Into<String>,
        operation: Aggregate,
        over: impl Into<String>,
        by: impl IntoIterator<Item = S>,
        body: Self,
    ) -> Self {
        Self::Aggregate {
            result: result.into(),
            operation,
            over: over.into(),
            by: by.into_iter().map(Into::into).collect(),
            body: Box::new(body),
        }
    }

    /// Makes `LET name(parameters) = definition IN body`.
    pub fn let_in<S: Into<String>>(
        name: impl Into<String>,
        parameters: impl IntoIterator<Item = S>,
        definition: Self,
        body: Self,
    ) -> Self {
        Self::Let {
            name: name.into(),
            parameters: parameters.into_iter().map(Into::into).collect(),
            definition: Box::new(definition),
            body: Box::new(body),
        }
    }

    /// Lists the free variables.
    ///
    /// # Shape
    /// In MonPoly's order, each once: as they first occur, the right side of
    /// SINCE and UNTIL before the left, and so that of `>` and `>=`.
    pub fn free_variables(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.collect_free(&mut found);
        found
    }

    fn collect_free(&self, found: &mut Vec<String>) {
        match self {
            Self::True | Self::False => {}
            Self::Predicate(_, terms) => {
                for term in terms {
                    term.collect_variables(found);
                }
            }
            // MonPoly reads these as `b < a`.
            Self::Compare(Comparison::Greater | Comparison::AtLeast, a, b) => {
                b.collect_variables(found);
                a.collect_variables(found);
            }
            Self::Compare(_, a, b) => {
                a.collect_variables(found);
                b.collect_variables(found);
            }
            Self::Not(a)
            | Self::Previous(_, a)
            | Self::Next(_, a)
            | Self::Once(_, a)
            | Self::Historically(_, a)
            | Self::Eventually(_, a)
            | Self::Always(_, a) => a.collect_free(found),
            Self::And(a, b)
            | Self::Or(a, b)
            | Self::Implies(a, b)
            | Self::Equiv(a, b)
            | Self::Since(_, b, a)
            | Self::Until(_, b, a) => {
                a.collect_free(found);
                b.collect_free(found);
            }
            Self::Exists(bound, a) | Self::Forall(bound, a) => {
                let inner = a.free_variables();
                add_all(found, inner.iter().filter(|v| !bound.contains(v)));
            }
            Self::Aggregate { result, by, .. } => add_all(found, std::iter::once(result).chain(by)),
            Self::Let { body, .. } => body.collect_free(found),
        }
    }
}

fn add_all<'a>(found: &mut Vec<String>, more: impl Iterator<Item = &'a String>) {
    for name in more {
        if !found.contains(name) {
            found.push(name.clone());
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        })
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sum => "SUM",
            Self::Count => "CNT",
            Self::Average => "AVG",
            Self::Min => "MIN",
            Self::Max => "MAX",
            Self::Median => "MED",
        })
    }
}

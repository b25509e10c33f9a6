//! Figures: exact numbers, bounds and ranges, and the bounds a text sets.
//!
//! Source: the language reference, "Uncertain figures": a threshold is met or
//! refuted only by the whole of a figure.

use std::fmt;

pub use rust_decimal::Decimal;

use crate::names::UnitName;

/// A reported number, as exactly as its source gives it.
///
/// # Invariants
/// The lower end of `Between` is never above the upper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Exactly this.
    Exact(Decimal),
    /// This or more.
    AtLeast(Decimal),
    /// More than this.
    MoreThan(Decimal),
    /// This or less.
    AtMost(Decimal),
    /// Less than this.
    LessThan(Decimal),
    /// From the first to the second, both included.
    Between(Decimal, Decimal),
}

/// How a bound compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `N or more`.
    AtLeast,
    /// `N or less`.
    AtMost,
}

/// A threshold set by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Which side is kept.
    pub comparison: Comparison,
    /// The threshold.
    pub value: Decimal,
    /// Its unit, where the text gives one.
    pub unit: Option<UnitName>,
}

impl Figure {
    /// Returns whether every number the figure allows is within the bound.
    pub fn surely_within(&self, comparison: Comparison, bound: Decimal) -> bool {
        match (comparison, self) {
            (
                Comparison::AtLeast,
                Self::Exact(n) | Self::AtLeast(n) | Self::MoreThan(n) | Self::Between(n, _),
            ) => *n >= bound,
            (
                Comparison::AtMost,
                Self::Exact(n) | Self::AtMost(n) | Self::LessThan(n) | Self::Between(_, n),
            ) => *n <= bound,
            (Comparison::AtLeast, Self::AtMost(_) | Self::LessThan(_))
            | (Comparison::AtMost, Self::AtLeast(_) | Self::MoreThan(_)) => false,
        }
    }

    /// Returns whether every number the figure allows is beyond the bound.
    pub fn surely_beyond(&self, comparison: Comparison, bound: Decimal) -> bool {
        match (comparison, self) {
            (Comparison::AtLeast, Self::Exact(n) | Self::AtMost(n) | Self::Between(_, n)) => {
                *n < bound
            }
            (Comparison::AtLeast, Self::LessThan(n)) => *n <= bound,
            (Comparison::AtMost, Self::Exact(n) | Self::AtLeast(n) | Self::Between(n, _)) => {
                *n > bound
            }
            (Comparison::AtMost, Self::MoreThan(n)) => *n >= bound,
            (Comparison::AtLeast, Self::AtLeast(_) | Self::MoreThan(_))
            | (Comparison::AtMost, Self::AtMost(_) | Self::LessThan(_)) => false,
        }
    }

    /// Returns the number, where it is exact.
    pub fn exact(&self) -> Option<Decimal> {
        match self {
            Self::Exact(n) => Some(*n),
            Self::AtLeast(_)
            | Self::MoreThan(_)
            | Self::AtMost(_)
            | Self::LessThan(_)
            | Self::Between(_, _) => None,
        }
    }

    /// Returns the least number the figure is sure to reach, zero where it
    /// gives no lower end.
    pub fn at_least(&self) -> Decimal {
        match self {
            Self::Exact(n) | Self::AtLeast(n) | Self::MoreThan(n) | Self::Between(n, _) => *n,
            Self::AtMost(_) | Self::LessThan(_) => Decimal::ZERO,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(n) => write!(f, "{n}"),
            Self::AtLeast(n) => write!(f, "at least {n}"),
            Self::MoreThan(n) => write!(f, "more than {n}"),
            Self::AtMost(n) => write!(f, "at most {n}"),
            Self::LessThan(n) => write!(f, "less than {n}"),
            Self::Between(low, high) => write!(f, "{low} to {high}"),
        }
    }
}

//! Moments, and the intervals by which operators reach from one to another.
//!
//! There is no clock here; instants are whole numbers given by the caller.

use std::fmt;

/// Places a time-point: events with the same moment form one time-point.
///
/// # Units
/// `ts` is in seconds by convention; the engine only takes differences.
/// # Invariants
/// Ordered by instant, then by `order`, which separates time-points that share
/// an instant; `order` has no other meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The instant.
    pub ts: i64,
    /// The rank among the time-points of that instant.
    pub order: i64,
}

impl Moment {
    /// Makes a moment.
    pub const fn new(ts: i64, order: i64) -> Self {
        Self { ts, order }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.ts)?;
        if self.order != 0 {
            write!(f, "#{}", self.order)?;
        }
        Ok(())
    }
}

/// Bounds the distance in time from one time-point to another.
///
/// # Shape
/// Closed at both ends after construction; `high` is `None` for `*`.
/// # Invariants
/// Never empty: `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    low: u64,
    high: Option<u64>,
}

impl Interval {
    /// The interval `[0,*)`.
    pub const ALWAYS: Self = Self { low: 0, high: None };

    /// Makes the closed interval `[low,high]`, or `[low,*)` without `high`.
    ///
    /// # Shape
    /// `None` if it would be empty.
    pub fn new(low: u64, high: Option<u64>) -> Option<Self> {
        (high.is_none_or(|h| low <= h)).then_some(Self { low, high })
    }

    /// Makes the interval `[0,high]`.
    pub const fn within(high: u64) -> Self {
        Self {
            low: 0,
            high: Some(high),
        }
    }

    /// Returns the least distance.
    pub const fn low(self) -> u64 {
        self.low
    }

    /// Returns the greatest distance, `None` if there is none.
    pub const fn high(self) -> Option<u64> {
        self.high
    }

    /// Tells whether the distance from `earlier` to `later` lies within.
    pub fn spans(self, earlier: i64, later: i64) -> bool {
        self.reached(earlier, later) && !self.passed(earlier, later)
    }

    /// Tells whether the distance from `earlier` to `later` is at least the least.
    pub fn reached(self, earlier: i64, later: i64) -> bool {
        later >= earlier && later.abs_diff(earlier) >= self.low
    }

    /// Tells whether the distance from `earlier` to `later` exceeds the greatest.
    pub fn passed(self, earlier: i64, later: i64) -> bool {
        later > earlier && self.high.is_some_and(|h| later.abs_diff(earlier) > h)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            Some(high) => write!(f, "[{},{}]", self.low, high),
            None => write!(f, "[{},*)", self.low),
        }
    }
}

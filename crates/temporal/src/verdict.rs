//! What a monitor answers: changes, satisfactions, what is still open.
//!
//! Plain data; [`crate::Monitor`] computes it.

use crate::{Moment, Tuple, Value, ValueFault};

/// Chooses among conventions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Takes the log as complete: all its time-points have been reached and
    /// nothing follows the last, so nothing stays open.
    pub end_of_time: bool,
    /// Follows MonPoly where an aggregate over nothing has no grouping: the
    /// result is 0, of texts the empty one, rather than no data. MIN and MAX
    /// of no decimals stay no data, since there is no infinite value here.
    pub monpoly: bool,
}

/// Bounds a run of consecutive time-points at which a tuple holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Validity {
    /// The first time-point of the run.
    pub from: Moment,
    /// The first time-point after the run at which the tuple does not hold;
    /// `None` while the run reaches the last time-point or one still open.
    pub until: Option<Moment>,
}

/// Reports how one run of one tuple changed since the last report.
///
/// # Invariants
/// At least one of `before` and `after` is there, and they differ. Runs are
/// identified by tuple and `from`, so `before` and `after` agree on `from`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The tuple, in the order of [`crate::Monitor::columns`].
    pub tuple: Tuple,
    /// The run as last reported; `None` if it was not there.
    pub before: Option<Validity>,
    /// The run as it is now; `None` if it is no longer there.
    pub after: Option<Validity>,
}

/// Names the way a run changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The run was not there before.
    Began,
    /// The run had no end and has one now.
    Ceased,
    /// A correction moved the end of the run or took it away.
    Revised,
    /// A correction took the run away altogether.
    Withdrawn,
}

impl Change {
    /// Returns the way the run changed.
    pub fn kind(&self) -> ChangeKind {
        match (self.before, self.after) {
            (None, _) => ChangeKind::Began,
            (_, None) => ChangeKind::Withdrawn,
            (Some(Validity { until: None, .. }), Some(_)) => ChangeKind::Ceased,
            (Some(_), Some(_)) => ChangeKind::Revised,
        }
    }

    /// Returns the moment at which the run in question begins.
    pub fn from(&self) -> Option<Moment> {
        self.after.or(self.before).map(|run| run.from)
    }
}

/// Describes tuples whose verdict is open: `None` stands for every value.
pub type Pattern = Vec<Option<Value>>;

/// Names a time-point at which something is still undecided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pending {
    /// The time-point.
    pub at: Moment,
    /// The tuples that may still come to hold there, in order.
    ///
    /// # Shape
    /// A superset of those that can; a position is `None` where any value is
    /// possible. A closed formula gives one empty pattern.
    pub open: Vec<Pattern>,
    /// The last instant whose events can matter: once the clock is past it,
    /// the time-point is decided.
    ///
    /// # Shape
    /// `None` if no instant bounds it: a `NEXT` without bound waits for a
    /// time-point, and arithmetic without a value stays open (see
    /// [`crate::Monitor::faults`]).
    pub deadline: Option<i64>,
}

/// Lists what holds and what is open at one time-point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfactions {
    /// The tuples that hold, in order; certain whatever follows.
    pub holds: Vec<Tuple>,
    /// The tuples that may still come to hold, as in [`Pending::open`].
    pub open: Vec<Pattern>,
}

/// Reports arithmetic without a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The time-point evaluated.
    pub at: Moment,
    /// The formula it happened in.
    pub formula: String,
    /// What happened.
    pub fault: ValueFault,
}

//! Explanations: why a tuple holds, or does not, at a time-point.
//!
//! Types here; the search for a small proof lives in [`search`]. Every step
//! can be checked on its own against the definition of its operator.

use std::collections::BTreeMap;

use crate::{EventId, Formula, Moment, Value};

pub(crate) mod search;

/// Proves that a formula holds, or does not, of a valuation at a time-point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The formula, rewritten from the author's but with its variables' names.
    pub formula: Formula,
    /// The time-point.
    pub at: Moment,
    /// The values of the formula's variables.
    ///
    /// # Shape
    /// Where the formula does not hold, a variable may be missing: it then
    /// holds for no value of that variable.
    pub valuation: BTreeMap<String, Value>,
    /// Whether it holds.
    pub holds: bool,
    /// Why.
    pub because: Because,
}

/// Gives the reason of one step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// True or false by itself: constants, comparisons of the values given.
    Evident,
    /// These events say so; the first is enough, the others repeat it.
    Events(Vec<EventId>),
    /// No event at the time-point says so.
    NoEvent,
    /// No time-point stands in the place the operator looks at.
    NoTimePoint,
    /// Follows from these steps together.
    Steps(Vec<Explanation>),
    /// An aggregate: `rows` are the valuations of the group, each proved.
    ///
    /// # Shape
    /// Empty if the group is.
    Group(Vec<Explanation>),
}

/// Says why there is no explanation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// No time-point has been reached at this moment.
    #[error("there is no time-point at {0} yet")]
    NoTimePoint(Moment),
    /// The tuple is still open there.
    #[error("the verdict at {at} is still open")]
    Open {
        /// The time-point.
        at: Moment,
        /// When it will be decided, as in [`crate::Pending::deadline`].
        deadline: Option<i64>,
    },
    /// The tuple has another number of columns than the formula.
    #[error("the tuple has {found} values where the formula has {expected} variables")]
    WrongWidth {
        /// The number of the formula's free variables.
        expected: usize,
        /// The number of values given.
        found: usize,
    },
}

impl Explanation {
    /// Counts the steps of the proof.
    pub fn size(&self) -> usize {
        let children = match &self.because {
            Because::Steps(steps) | Because::Group(steps) => steps.as_slice(),
            Because::Evident | Because::Events(_) | Because::NoEvent | Because::NoTimePoint => &[],
        };
        children
            .iter()
            .fold(1, |sum, step| sum.saturating_add(step.size()))
    }

    /// Lists the events the proof rests on.
    ///
    /// # Shape
    /// In order of their identities, each once.
    pub fn events(&self) -> Vec<EventId> {
        let mut found = Vec::new();
        self.collect_events(&mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect_events(&self, found: &mut Vec<EventId>) {
        match &self.because {
            Because::Events(ids) => found.extend(ids),
            Because::Steps(steps) | Because::Group(steps) => {
                for step in steps {
                    step.collect_events(found);
                }
            }
            Because::Evident | Because::NoEvent | Because::NoTimePoint => {}
        }
    }
}

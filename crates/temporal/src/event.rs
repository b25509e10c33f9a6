//! Events, and the errors of giving one to a monitor.

use std::fmt;

use crate::{Moment, Tuple, Type, Value};

/// Identifies an event, so that it can be retracted and cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u64);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Says that a predicate held of some values at a moment.
///
/// # Shape
/// Two events may say the same; the fact stands until both are retracted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The identity, chosen by the caller, unique within a monitor.
    pub id: EventId,
    /// The time-point it belongs to.
    pub at: Moment,
    /// The predicate's name, as in the signature.
    pub predicate: String,
    /// The arguments, in the order of the signature's columns.
    pub args: Tuple,
}

impl Event {
    /// Makes an event.
    pub fn new(
        id: EventId,
        at: Moment,
        predicate: impl Into<String>,
        args: impl IntoIterator<Item = Value>,
    ) -> Self {
        Self {
            id,
            at,
            predicate: predicate.into(),
            args: args.into_iter().collect(),
        }
    }
}

/// Says why an event was not taken; the monitor is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Another event has this identity.
    #[error("event {0} is already there; retract it first, or use `correct`")]
    Duplicate(EventId),
    /// No event has this identity.
    #[error("there is no event {0} to retract")]
    Unknown(EventId),
    /// The predicate is not in the signature.
    #[error("event {id}: the signature has no predicate `{predicate}`")]
    UnknownPredicate {
        /// The event refused.
        id: EventId,
        /// Its predicate.
        predicate: String,
    },
    /// The arguments do not fit the predicate's columns.
    #[error(
        "event {id}: `{predicate}` takes ({}), not ({})",
        words(expected),
        words(found)
    )]
    WrongArguments {
        /// The event refused.
        id: EventId,
        /// Its predicate.
        predicate: String,
        /// The types the signature gives.
        expected: Vec<Type>,
        /// The types of the arguments given.
        found: Vec<Type>,
    },
}

fn words(types: &[Type]) -> String {
    types
        .iter()
        .map(Type::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

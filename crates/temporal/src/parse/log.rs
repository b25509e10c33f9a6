//! Reads whole logs into memory, for tests and small inputs.
//!
//! The reading itself is that of [`crate::Stream`].

use super::ParseError;
use crate::stream::entries;
use crate::{Signature, Tuple};

/// Holds one time-point of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// The instant.
    pub ts: i64,
    /// The facts, as predicate and arguments, in the log's order.
    pub facts: Vec<(String, Tuple)>,
}

/// Reads a log whose facts fit `signature`, in either format of [`crate::Format`].
///
/// # Shape
/// In the log's order; entries may share an instant, and the log need not be
/// sorted.
/// # Errors
/// A [`ParseError`] if the text is not a log or a fact does not fit.
pub fn log(text: &str, signature: &Signature) -> Result<Vec<LogEntry>, ParseError> {
    entries(text, signature)
}

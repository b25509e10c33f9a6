//! Reads MonPoly's signature, formula and log formats.
//!
//! Text in, trees or a [`ParseError`] out; files are the caller's.
//!
//! Beyond MonPoly's own, `decimal` and `timestamp` name types, `@5` is the
//! instant 5 as a constant, and `HISTORICALLY` stands beside `PAST_ALWAYS`,
//! `PREV` beside `PREVIOUS`. Comments run from `#` or `//` to the end of the
//! line, or from `(*` to `*)`.

use std::fmt;

mod formula;
mod lexer;
mod log;
mod signature;

pub use formula::formula;
pub use log::{LogEntry, log};
pub use signature::signature;

/// Says what in a text could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )
    }
}

impl std::error::Error for ParseError {}

#[cfg(test)]
mod tests;

//! Importers: files become drafts of statements, row by row.
//!
//! What lives here: reading [`csv`] evidence files and the daily series of Tech
//! for Palestine ([`t4p`]), and holding each row against the Plan ([`schema`]).
//! What does not: files (the caller hands bytes over), signing and appending
//! (`app`). Entry points: [`csv::read`], [`t4p::read`]. A bad row becomes a
//! [`RowFault`]; the good rows are kept, and the caller decides whether one
//! fault stops them all.
//!
//! Source: the reference page "Evidence files".

use std::collections::BTreeMap;
use std::fmt;

use servanda_statement::{Kind, Value};

mod cell;
pub mod csv;
mod decision;
mod row;
pub mod schema;
pub mod single;
pub mod t4p;

pub use schema::Schema;

/// A statement to be signed, made from one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The row's label, by which other rows refer to it.
    pub label: Option<String>,
    /// The kind of statement.
    pub kind: Kind,
    /// The payload's fields.
    pub fields: BTreeMap<String, Value>,
    /// Labels of the rows it refers to.
    pub refers: Vec<String>,
    /// Where it was read.
    pub place: Place,
}

/// A place in a source file.
///
/// # Units
/// Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the caller named it.
    pub file: String,
    /// The line on which the row begins; for JSON, the number of the record.
    pub line: u64,
    /// The column, by its header.
    pub column: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        match &self.column {
            Some(column) => write!(f, ", column `{column}`"),
            None => Ok(()),
        }
    }
}

/// A row that was refused, or a file that could not be read further.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault {
    /// Where.
    pub place: Place,
    /// Why, and what to do.
    pub reason: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What was read from a file.
///
/// # Shape
/// Drafts and faults in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The good rows.
    pub drafts: Vec<Draft>,
    /// The bad ones.
    pub faults: Vec<RowFault>,
}

/// The most bytes of a file that an importer reads.
pub const FILE_BYTES_MAX: usize = 512 * 1024 * 1024;

/// The most bytes of one line.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// The most bytes of one value.
pub const VALUE_BYTES_MAX: usize = 4 * 1024;

//! Importers: files become drafts of statements, row by row.
//!
//! What lives here: rows of evidence files ([`csv`], [`single`]) and everything
//! that others publish, read through a mapping ([`reader`]): the formats
//! ([`table`], [`iati`], [`geojson`], [`summary`]), what is known of each kind of
//! file ([`kind`]), the mapping ([`mapping`]) and how one is proposed
//! ([`explain`]), and a release of a source held against what the record has of
//! it ([`revise`]). Each row is held against the Plan ([`schema`]).
//!
//! What does not: files (the caller hands bytes or readers over), signing and
//! appending (`app`). Entry points: [`csv::read`], [`Reader::open`],
//! [`explain::propose`]. A bad row becomes a [`RowFault`]; the good rows are
//! kept, and the caller decides whether one fault stops them all.
//!
//! Sources: the reference pages "Evidence files" and "Importing".

use std::collections::BTreeMap;
use std::fmt;

use servanda_statement::{Kind, Value};

mod cell;
pub mod csv;
pub mod date;
mod decision;
pub mod explain;
pub mod geojson;
pub mod iati;
pub mod kept;
pub mod kind;
mod made;
pub mod mapping;
pub mod number;
pub mod reader;
pub mod revise;
mod row;
pub mod schema;
pub mod single;
pub mod summary;
pub mod t4p;
pub mod table;

pub use kind::FileKind;
pub use mapping::Mapping;
pub use reader::{Input, Item, Reader};
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

//! Sources as tables: one record after another, before anything means anything.
//!
//! What lives here: what all formats become ([`Record`], [`Columns`]), the
//! interface by which they are read ([`Source`]) and the limits that hold for
//! every one of them. The formats have their own modules: [`delimited`],
//! [`elements`], [`sheet`], and [`crate::iati`]. What does not: which column
//! means what ([`crate::mapping`]).
//!
//! Invariants: a source of a format that can be streamed holds one record at a
//! time, whatever the size of the file; nothing outside the limits is ever allocated.

use std::collections::BTreeMap;

use crate::{Place, RowFault};

pub mod delimited;
pub mod elements;
mod guard;
pub mod sheet;

pub(crate) use guard::{Guard, stopped};

/// The most columns of a table.
pub const COLUMNS_MAX: usize = 4096;

/// The most bytes of one record: a row with all its lines, one object of JSON,
/// one activity of XML.
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// The deepest nesting of JSON or XML.
pub const DEPTH_MAX: usize = 64;

/// The rows among which the row of tags of an HXL table is looked for.
pub const TAG_ROWS_MAX: usize = 25;

/// The names of a table's columns.
///
/// # Invariants
/// No name stands twice: a repeated one is numbered, `note`, `note (2)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Columns {
    /// Makes columns of names in order.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut columns = Self::default();
        for name in names {
            columns.push(name);
        }
        columns
    }

    /// Adds a column, numbering a name that stands there already, and returns
    /// its place.
    pub fn push(&mut self, name: &str) -> usize {
        let mut unique = name.trim().to_owned();
        let mut number = 2;
        while self.places.contains_key(&unique) {
            unique = format!("{} ({number})", name.trim());
            number += 1;
        }
        let place = self.names.len();
        self.names.push(unique.clone());
        self.places.insert(unique, place);
        place
    }

    /// Returns the place of a column, adding it where it is not there yet.
    ///
    /// # Shape
    /// `None` where the limit of columns is reached.
    pub fn place_or_push(&mut self, name: &str) -> Option<usize> {
        match self.places.get(name) {
            Some(place) => Some(*place),
            None if self.names.len() >= COLUMNS_MAX => None,
            None => Some(self.push(name)),
        }
    }

    /// Returns the place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Returns the names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// One record.
///
/// # Units
/// `line` counts lines from 1 where the format has lines, else records.
///
/// # Shape
/// `values` may be shorter than the columns; what is not there is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where it begins.
    pub line: u64,
    /// Its values, by the place of their column.
    pub values: Vec<String>,
    /// Places of values that a formula computed.
    pub formulas: Vec<usize>,
}

impl Record {
    /// Empties the record, keeping its memory.
    pub(crate) fn clear(&mut self, line: u64) {
        self.line = line;
        self.formulas.clear();
        for value in &mut self.values {
            value.clear();
        }
    }

    /// Sets the value at a place.
    pub(crate) fn set(&mut self, place: usize, value: &str) {
        if self.values.len() <= place {
            self.values.resize(place + 1, String::new());
        }
        if let Some(slot) = self.values.get_mut(place) {
            slot.clear();
            slot.push_str(value);
        }
    }

    /// Returns the value at a place, trimmed; nothing where it is empty.
    pub fn at(&self, place: usize) -> Option<&str> {
        self.values
            .get(place)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// What reading a record came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The record was filled.
    Record,
    /// There is no further record.
    End,
    /// This record is bad; others may follow.
    Bad(RowFault),
    /// The file cannot be read further.
    Broken(RowFault),
}

/// A table that is read record by record.
pub trait Source {
    /// Returns the columns known so far; JSON and XML add to them as they go.
    fn columns(&self) -> &Columns;

    /// Reads the next record into `record`.
    fn next(&mut self, record: &mut Record) -> Step;

    /// Returns what the file says beside its records, such as the address of
    /// a next page.
    fn asides(&self) -> &BTreeMap<String, String>;
}

/// A table whose records are all held: of formats that can only be read whole.
pub struct Held {
    columns: Columns,
    rows: std::vec::IntoIter<Record>,
    asides: BTreeMap<String, String>,
}

impl Held {
    /// Makes a source of its records.
    pub(crate) fn new(
        columns: Columns,
        rows: Vec<Record>,
        asides: BTreeMap<String, String>,
    ) -> Self {
        Self {
            columns,
            rows: rows.into_iter(),
            asides,
        }
    }
}

impl Source for Held {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn asides(&self) -> &BTreeMap<String, String> {
        &self.asides
    }

    fn next(&mut self, record: &mut Record) -> Step {
        match self.rows.next() {
            Some(row) => {
                *record = row;
                Step::Record
            }
            None => Step::End,
        }
    }
}

/// Makes a fault at a line of a file.
pub(crate) fn fault(file: &str, line: u64, reason: impl Into<String>) -> RowFault {
    RowFault {
        place: Place {
            file: file.to_owned(),
            line,
            column: None,
        },
        reason: reason.into(),
    }
}

//! Signatures: which predicates an event stream has, and their columns.

use std::collections::BTreeMap;
use std::fmt;

use crate::{Type, Value};

/// Names and types one argument of a predicate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The name, for readers only.
    pub name: String,
    /// The type.
    pub kind: Type,
}

impl Column {
    /// Makes a column.
    pub fn new(name: impl Into<String>, kind: Type) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }
}

/// Maps each predicate's name to its columns.
///
/// # Invariants
/// One entry per name: a predicate has one arity.
/// # Example
/// ```
/// use servanda_temporal::{Column, Signature, Type};
/// let signature = Signature::new().with("pay", [Column::new("who", Type::Text), Column::new("amount", Type::Int)]);
/// assert_eq!(signature.to_string(), "pay(who:string, amount:int)\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    predicates: BTreeMap<String, Vec<Column>>,
}

impl Signature {
    /// Makes a signature without predicates.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a predicate, replacing one of the same name.
    #[must_use]
    pub fn with(
        mut self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = Column>,
    ) -> Self {
        self.declare(name, columns);
        self
    }

    /// Adds a predicate; returns the columns it replaced, if any.
    pub fn declare(
        &mut self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = Column>,
    ) -> Option<Vec<Column>> {
        self.predicates
            .insert(name.into(), columns.into_iter().collect())
    }

    /// Returns the columns of a predicate.
    pub fn columns(&self, name: &str) -> Option<&[Column]> {
        self.predicates.get(name).map(Vec::as_slice)
    }

    /// Lists all predicates, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Column])> {
        self.predicates
            .iter()
            .map(|(name, columns)| (name.as_str(), columns.as_slice()))
    }

    /// Tells whether `args` fit the columns of `name`.
    pub(crate) fn fits(&self, name: &str, args: &[Value]) -> Option<bool> {
        let columns = self.columns(name)?;
        Some(
            columns.len() == args.len()
                && columns.iter().zip(args).all(|(c, v)| c.kind == v.type_of()),
        )
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, columns) in self.iter() {
            write!(f, "{name}(")?;
            for (i, column) in columns.iter().enumerate() {
                let comma = if i == 0 { "" } else { ", " };
                write!(f, "{comma}{}:{}", column.name, column.kind)?;
            }
            writeln!(f, ")")?;
        }
        Ok(())
    }
}

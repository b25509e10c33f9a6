//! Events as columns: the way in for callers that have no text to read.
//!
//! Texts and decimals are listed once and named by their places, so that a
//! stream numbers each of them once per batch.

use std::borrow::Cow;

use super::pool::Pool;
use super::rows::Word;
use super::{Sink, Stream, StreamError};
use crate::{Decimal, Type, Value};

/// Holds the values of one argument, event by event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Whole numbers.
    Int(Vec<i64>),
    /// Instants.
    Timestamp(Vec<i64>),
    /// Texts: each once, and per event its place among them.
    Text(Vec<String>, Vec<u32>),
    /// Decimals, likewise.
    Decimal(Vec<Decimal>, Vec<u32>),
}

impl Values {
    fn kind(&self) -> Type {
        match self {
            Self::Int(_) => Type::Int,
            Self::Timestamp(_) => Type::Timestamp,
            Self::Text(..) => Type::Text,
            Self::Decimal(..) => Type::Decimal,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Int(list) | Self::Timestamp(list) => list.len(),
            Self::Text(_, places) | Self::Decimal(_, places) => places.len(),
        }
    }

    /// Gives the words; `None` if a place is none.
    fn words(&self, pool: &mut Pool) -> Option<Cow<'_, [Word]>> {
        let placed = |known: Vec<Word>, places: &[u32]| {
            let word = |place: &u32| known.get(*place as usize).copied();
            places.iter().map(word).collect::<Option<Vec<Word>>>()
        };
        Some(match self {
            Self::Int(list) | Self::Timestamp(list) => Cow::Borrowed(list),
            Self::Text(texts, places) => {
                let known = texts.iter().map(|text| pool.text(text)).collect();
                Cow::Owned(placed(known, places)?)
            }
            Self::Decimal(numbers, places) => {
                let numbers = numbers.iter().map(|n| Value::Decimal(*n));
                let known = numbers.map(|n| pool.word(&n)).collect();
                Cow::Owned(placed(known, places)?)
            }
        })
    }
}

/// Holds the events of several time-points, predicate by predicate.
///
/// # Example
/// ```
/// use servanda_temporal::{parse, Columns, Options, Stream, Style, Values};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signature = parse::signature("pay(who:string, amount:int)")?;
/// let formula = parse::formula("s <- SUM a; w ONCE[0,5] pay(w,a)")?;
/// let mut stream = Stream::new(&signature, &formula, Options::default(), Style::EveryTimePoint)?;
/// let who = Values::Text(vec!["a".to_owned(), "b".to_owned()], vec![0, 1, 0]);
/// let events = Columns::new(vec![10, 12]).with("pay", vec![0, 0, 1], vec![who, Values::Int(vec![5, 7, 1])]);
/// let mut lines = Vec::new();
/// stream.take(&events, &mut lines)?;
/// assert_eq!(lines, b"@10 (time point 0): (5,\"a\") (7,\"b\")\n@12 (time point 1): (6,\"a\") (7,\"b\")\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    instants: Vec<i64>,
    tables: Vec<Table>,
}

/// Holds the events of one predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    predicate: String,
    /// Per event, the place of its time-point.
    points: Vec<u32>,
    values: Vec<Values>,
}

impl Columns {
    /// Makes time-points of these instants, without events yet.
    pub fn new(instants: Vec<i64>) -> Self {
        Self {
            instants,
            tables: Vec::new(),
        }
    }

    /// Adds events of a predicate: per event the place of its time-point, in
    /// order, and a column of values per argument.
    #[must_use]
    pub fn with(
        mut self,
        predicate: impl Into<String>,
        points: Vec<u32>,
        values: Vec<Values>,
    ) -> Self {
        self.tables.push(Table {
            predicate: predicate.into(),
            points,
            values,
        });
        self
    }
}

impl Table {
    fn fault(&self, kinds: Option<Vec<Type>>, points: usize) -> Option<&'static str> {
        let Some(kinds) = kinds else {
            return Some("are of no predicate of the signature");
        };
        let given: Vec<Type> = self.values.iter().map(Values::kind).collect();
        let lengths = self.values.iter().all(|v| v.len() == self.points.len());
        if kinds != given {
            Some("are of other types than the signature says")
        } else if !lengths {
            Some("differ in length")
        } else if !self.points.is_sorted() {
            Some("are not in the order of their time-points")
        } else if self.points.last().is_some_and(|p| *p as usize >= points) {
            Some("name a time-point that is not there")
        } else {
            None
        }
    }
}

/// Walks through the events that the formula asks for.
struct Walk<'a> {
    node: usize,
    points: &'a [u32],
    words: Vec<Cow<'a, [Word]>>,
    at: usize,
}

impl Stream {
    /// Takes events in as columns and adds the lines they decide.
    ///
    /// # Errors
    /// A [`StreamError`] if the columns do not fit the signature, in which case
    /// nothing is taken, or if the log cannot be judged further.
    pub fn take(&mut self, columns: &Columns, lines: &mut Vec<u8>) -> Result<(), StreamError> {
        self.intake(columns, &mut Sink::Lines(lines))
    }

    pub(super) fn intake(
        &mut self,
        columns: &Columns,
        sink: &mut Sink<'_>,
    ) -> Result<(), StreamError> {
        let mut walks = Vec::new();
        for table in &columns.tables {
            let kinds = self.signature.columns(&table.predicate);
            let kinds = kinds.map(|columns| columns.iter().map(|c| c.kind).collect());
            let refuse = |fault| StreamError::Columns {
                predicate: table.predicate.clone(),
                fault,
            };
            if let Some(fault) = table.fault(kinds, columns.instants.len()) {
                return Err(refuse(fault));
            }
            let wanted = self.machine.predicates.iter();
            let Some(node) = wanted.clone().position(|p| *p == table.predicate) else {
                continue;
            };
            let pool = &mut self.shared.pool;
            let words: Option<_> = table.values.iter().map(|v| v.words(pool)).collect();
            let words = words.ok_or_else(|| refuse("name a value that is not listed"))?;
            walks.push(Walk {
                node,
                points: &table.points,
                words,
                at: 0,
            });
        }
        for (point, ts) in (0_u32..).zip(&columns.instants) {
            for node in 0..self.machine.predicates.len() {
                if let Some(node) = self.machine.nodes.get_mut(node) {
                    node.out.rows.clear();
                }
            }
            for walk in &mut walks {
                let Some(node) = self.machine.nodes.get_mut(walk.node) else {
                    continue;
                };
                let rows = &mut node.out.rows;
                while walk.points.get(walk.at) == Some(&point) {
                    let row = walk.words.iter().filter_map(|c| c.get(walk.at));
                    rows.words.extend(row);
                    rows.len += 1;
                    walk.at += 1;
                }
            }
            self.arrive(*ts, sink)?;
        }
        Ok(())
    }
}

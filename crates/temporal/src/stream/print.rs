//! Verdicts as lines of text.

#![expect(
    clippy::indexing_slicing,
    reason = "columns are found when the printer is made, from those of the root"
)]

use std::cmp::Ordering;

use super::node::{Out, Point};
use super::pool::Pool;
use super::rows::{Live, Word};
use super::state::state;
use crate::{Type, Value};

/// Where this many rows stand for each that changes, a line is amended rather
/// than written anew.
const FEW: usize = 8;

/// Says what is told of each time-point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// What begins to hold (`+`) and what no longer holds (`-`), only where
    /// there is any: `@10 (time point 3): +(1,2) -(3,4)`.
    #[default]
    Changes,
    /// All that holds, as MonPoly prints it: `@10 (time point 3): (1,2) (5,6)`,
    /// or `true` for a formula without free variables.
    EveryTimePoint,
}

/// Holds one tuple told of a time-point; ordered as lines are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) index: u64,
    pub(super) ts: i64,
    /// Whether it no longer holds, rather than holds.
    pub(super) went: bool,
    pub(super) tuple: Vec<Value>,
}

/// Writes the lines of what was found, which is in order.
pub(super) fn written(style: Style, found: &[Found], into: &mut Vec<u8>) {
    for group in found.chunk_by(|a, b| a.index == b.index) {
        let Some(first) = group.first() else { continue };
        head(first.ts, first.index, into);
        for one in group {
            into.push(b' ');
            if style == Style::Changes {
                into.push(if one.went { b'-' } else { b'+' });
            } else if one.tuple.is_empty() {
                into.extend_from_slice(b"true");
                continue;
            }
            let values: Vec<String> = one.tuple.iter().map(Value::to_string).collect();
            into.extend_from_slice(format!("({})", values.join(",")).as_bytes());
        }
        into.push(b'\n');
    }
}

fn head(ts: i64, index: u64, into: &mut Vec<u8>) {
    into.push(b'@');
    whole(ts, into);
    into.extend_from_slice(b" (time point ");
    whole(i64::try_from(index).unwrap_or(i64::MAX), into);
    into.extend_from_slice(b"):");
}

/// Prints the verdicts of the root.
pub(super) struct Printer {
    style: Style,
    /// The places of the free variables among the root's columns.
    columns: Vec<(usize, Type)>,
    /// What was last printed after the time-point, while it stands.
    body: Vec<u8>,
    /// The rows told there, in order, and the bytes that each takes.
    rows: Vec<u32>,
    lengths: Vec<u32>,
}

impl Printer {
    pub(super) fn new(style: Style, columns: Vec<(usize, Type)>) -> Self {
        Self {
            style,
            columns,
            body: Vec::new(),
            rows: Vec::new(),
            lengths: Vec::new(),
        }
    }

    /// Returns the style printed.
    pub(super) fn style(&self) -> Style {
        self.style
    }

    /// Prints the line of a time-point, if it has one.
    pub(super) fn print(
        &mut self,
        (root, live): (&Out, bool),
        at: Point,
        pool: &Pool,
        into: &mut Vec<u8>,
    ) {
        match self.style {
            Style::EveryTimePoint if live => {
                let root = &root.live;
                let changes = root.added.len() + root.removed.len();
                let distinct = !self.columns.is_empty() && self.columns.len() == root.width();
                if distinct && changes > 0 && changes * FEW < self.rows.len() {
                    self.amend(root, pool);
                } else if changes > 0 {
                    self.rows.retain(|&id| root.is_present(id));
                    self.rows.extend(&root.added);
                    self.rewrite(&|id| root.store.row(id), pool);
                }
            }
            Style::EveryTimePoint => {
                let root = &root.rows;
                self.rows.clear();
                self.rows.extend((0_u32..).take(root.len));
                self.rewrite(&|id| root.row(id as usize), pool);
            }
            Style::Changes => {
                let root = &root.live;
                self.body.clear();
                for (sign, ids) in [(b'+', &root.added), (b'-', &root.removed)] {
                    self.rows.clone_from(ids);
                    let rows = self.sorted(&|id| root.store.row(id), pool);
                    for id in rows {
                        self.body.extend([b' ', sign]);
                        tuple(&self.columns, root.store.row(id), pool, &mut self.body);
                    }
                }
            }
        }
        if !self.body.is_empty() {
            head(at.ts, at.index, into);
            into.extend_from_slice(&self.body);
            into.push(b'\n');
        }
    }

    /// Collects what is told of a time-point, each tuple once.
    pub(super) fn collect(
        &mut self,
        (root, live): (&Out, bool),
        at: Point,
        pool: &Pool,
        into: &mut Vec<Found>,
    ) {
        let columns = self.columns.clone();
        let mut tell = |row: &[Word], went| {
            let values = columns.iter().map(|&(at, kind)| pool.value(row[at], kind));
            let tuple = values.collect();
            let (index, ts) = (at.index, at.ts);
            into.push(Found {
                index,
                ts,
                went,
                tuple,
            });
        };
        let lasting = &root.live;
        match self.style {
            Style::Changes => {
                for (went, ids) in [(false, &lasting.added), (true, &lasting.removed)] {
                    for &id in ids {
                        tell(lasting.store.row(id), went);
                    }
                }
            }
            Style::EveryTimePoint if live => {
                lasting
                    .ids()
                    .for_each(|id| tell(lasting.store.row(id), false));
            }
            Style::EveryTimePoint => {
                let rows = &root.rows;
                self.rows.clear();
                self.rows.extend((0_u32..).take(rows.len));
                for id in self.sorted(&|id| rows.row(id as usize), pool) {
                    tell(rows.row(id as usize), false);
                }
            }
        }
    }

    /// Takes out of the line what no longer holds, and puts in what begins to.
    fn amend(&mut self, root: &Live, pool: &Pool) {
        let mut piece = Vec::new();
        for (ids, comes) in [(&root.removed, false), (&root.added, true)] {
            for &id in ids {
                let row = root.store.row(id);
                let order = |&other: &u32| ordered(&self.columns, root.store.row(other), row, pool);
                let found = self.rows.binary_search_by(order);
                let (Ok(at) | Err(at)) = found;
                let from: usize = self.lengths[..at]
                    .iter()
                    .map(|length| *length as usize)
                    .sum();
                if found.is_ok() && !comes {
                    self.rows.remove(at);
                    let to = from + self.lengths.remove(at) as usize;
                    self.body.drain(from..to);
                } else if found.is_err() && comes {
                    piece.clear();
                    piece.push(b' ');
                    tuple(&self.columns, row, pool, &mut piece);
                    self.rows.insert(at, id);
                    let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
                    self.lengths.insert(at, length);
                    self.body.splice(from..from, piece.iter().copied());
                }
            }
        }
    }

    fn rewrite<'a>(&mut self, row_of: &impl Fn(u32) -> &'a [Word], pool: &Pool) {
        self.body.clear();
        self.lengths.clear();
        if self.rows.is_empty() {
            return;
        }
        if self.columns.is_empty() {
            self.body.extend_from_slice(b" true");
            return;
        }
        let rows = self.sorted(row_of, pool);
        for &id in &rows {
            let before = self.body.len();
            self.body.push(b' ');
            tuple(&self.columns, row_of(id), pool, &mut self.body);
            let length = u32::try_from(self.body.len() - before).unwrap_or(u32::MAX);
            self.lengths.push(length);
        }
        self.rows = rows;
    }

    /// Puts the rows in the order of their tuples, each once.
    fn sorted<'a>(&mut self, row_of: &impl Fn(u32) -> &'a [Word], pool: &Pool) -> Vec<u32> {
        let mut rows = std::mem::take(&mut self.rows);
        let compare = |a: u32, b: u32| ordered(&self.columns, row_of(a), row_of(b), pool);
        if rows.len() > 1 {
            rows.sort_by(|&a, &b| compare(a, b));
            rows.dedup_by(|a, b| compare(*a, *b) == Ordering::Equal);
        }
        rows
    }
}

/// Compares two rows as they are told.
fn ordered(columns: &[(usize, Type)], a: &[Word], b: &[Word], pool: &Pool) -> Ordering {
    let mut orders = columns
        .iter()
        .map(|&(at, kind)| pool.compare(a[at], b[at], kind));
    orders
        .find(|o| *o != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

fn tuple(columns: &[(usize, Type)], row: &[Word], pool: &Pool, into: &mut Vec<u8>) {
    into.push(b'(');
    for (position, &(at, kind)) in columns.iter().enumerate() {
        if position > 0 {
            into.push(b',');
        }
        match kind {
            Type::Int => whole(row[at], into),
            _ => into.extend_from_slice(pool.value(row[at], kind).to_string().as_bytes()),
        }
    }
    into.push(b')');
}

/// Prints a whole number.
fn whole(number: i64, into: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        into.push(b'-');
    }
    into.extend_from_slice(&digits[at..]);
}

state!(Printer: body, rows, lengths);

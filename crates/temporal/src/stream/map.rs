//! What is done row by row: tests, computed columns, choices of columns; and
//! the passages between rows of a time-point and relations that last.

#![expect(
    clippy::indexing_slicing,
    reason = "columns are found when the node is made, from the width of its input"
)]

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::pool::Pool;
use super::rows::{Rows, Word, pick};
use super::state::state;
use crate::plan::{Expression, OpId};
use crate::table::Var;
use crate::{Arithmetic, Comparison, Type, Value, ValueFault};

/// Computes a word from a row.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    /// The word of a column.
    Column(usize),
    /// A constant.
    Constant(Word),
    /// An operation on whole numbers or instants.
    Whole(Arithmetic, Box<Formula>, Box<Formula>),
    /// Anything else, by way of values.
    General(Expression, Vec<(Var, usize, Type)>),
}

impl Formula {
    #[inline]
    fn word(&self, row: &[Word], pool: &mut Pool) -> Result<Word, ValueFault> {
        match self {
            Self::Column(column) => Ok(row[*column]),
            Self::Constant(word) => Ok(*word),
            Self::Whole(operation, a, b) => {
                let (a, b) = (a.word(row, pool)?, b.word(row, pool)?);
                match operation {
                    Arithmetic::Add => a.checked_add(b).ok_or(ValueFault::Overflow),
                    Arithmetic::Subtract => a.checked_sub(b).ok_or(ValueFault::Overflow),
                    Arithmetic::Multiply => a.checked_mul(b).ok_or(ValueFault::Overflow),
                    Arithmetic::Divide | Arithmetic::Remainder => {
                        match operation.apply(&Value::Int(a), &Value::Int(b))? {
                            Value::Int(n) => Ok(n),
                            _ => Err(ValueFault::Mismatch),
                        }
                    }
                }
            }
            Self::General(expression, columns) => {
                let value_of = |var: Var| {
                    let found = columns.iter().find(|(v, _, _)| *v == var)?;
                    Some(pool.value(row[found.1], found.2))
                };
                let value = expression
                    .value(&value_of)
                    .unwrap_or(Err(ValueFault::Mismatch))?;
                Ok(pool.word(&value))
            }
        }
    }
}

/// Compares two computed words.
#[derive(Debug, Clone)]
pub(super) struct Test {
    pub(super) comparison: Comparison,
    pub(super) holds: bool,
    pub(super) left: Formula,
    pub(super) right: Formula,
    pub(super) kind: Type,
}

impl Test {
    #[inline]
    fn passes(&self, row: &[Word], pool: &mut Pool) -> Result<bool, ValueFault> {
        let (a, b) = (self.left.word(row, pool)?, self.right.word(row, pool)?);
        let order = match self.kind {
            Type::Int | Type::Timestamp => a.cmp(&b),
            Type::Decimal | Type::Text => pool.compare(a, b, self.kind),
        };
        let holds = match self.comparison {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::AtMost => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::AtLeast => order != Ordering::Less,
        };
        Ok(holds == self.holds)
    }
}

/// Compares a word, as a whole number, with a constant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    comparison: Comparison,
    holds: bool,
    limit: Word,
}

impl Bound {
    #[inline]
    pub(super) fn passes(self, word: Word) -> bool {
        let holds = match self.comparison {
            Comparison::Equal => word == self.limit,
            Comparison::Less => word < self.limit,
            Comparison::AtMost => word <= self.limit,
            Comparison::Greater => word > self.limit,
            Comparison::AtLeast => word >= self.limit,
        };
        holds == self.holds
    }
}

/// Does one thing to a row.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Keeps the row if the column has this word.
    Constant(usize, Word),
    /// Keeps the row if the two columns are equal.
    Same(usize, usize),
    /// Keeps the row if the test passes.
    Test(Test, OpId, bool),
    /// Adds a computed column.
    Extend(Formula, OpId, bool),
    /// Chooses columns.
    Pick(Vec<usize>),
}

/// Does several things to a row, one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    row: Vec<Word>,
    spare: Vec<Word>,
}

impl Changes {
    /// Gives the first test, if it compares this column with a constant.
    pub(super) fn bound(&self, column: usize) -> Option<Bound> {
        let Some(Change::Test(test, ..)) = self.list.first() else {
            return None;
        };
        let whole = matches!(test.kind, Type::Int | Type::Timestamp);
        match (&test.left, &test.right) {
            (Formula::Column(at), Formula::Constant(limit)) if *at == column && whole => {
                Some(Bound {
                    comparison: test.comparison,
                    holds: test.holds,
                    limit: *limit,
                })
            }
            _ => None,
        }
    }

    pub(super) fn new(list: Vec<Change>) -> Self {
        Self {
            list,
            ..Self::default()
        }
    }

    /// Gives what becomes of a row, if anything.
    pub(super) fn apply<'a>(
        &'a mut self,
        row: &'a [Word],
        shared: &mut Shared,
    ) -> Option<&'a [Word]> {
        match self.list.as_slice() {
            [] => return Some(row),
            [Change::Test(test, op, strict)] => {
                return match test.passes(row, &mut shared.pool) {
                    Ok(passes) => passes.then_some(row),
                    Err(fault) => {
                        if *strict {
                            shared.fault = shared.fault.or(Some((*op, fault)));
                        }
                        None
                    }
                };
            }
            _ => {}
        }
        self.row.clear();
        self.row.extend_from_slice(row);
        for change in &self.list {
            let fault = match change {
                Change::Constant(column, word) => {
                    if self.row[*column] != *word {
                        return None;
                    }
                    None
                }
                Change::Same(a, b) => {
                    if self.row[*a] != self.row[*b] {
                        return None;
                    }
                    None
                }
                Change::Pick(columns) => {
                    pick(&self.row, columns, &mut self.spare);
                    std::mem::swap(&mut self.row, &mut self.spare);
                    None
                }
                Change::Test(test, op, strict) => match test.passes(&self.row, &mut shared.pool) {
                    Ok(true) => None,
                    Ok(false) => return None,
                    Err(fault) => Some((*op, *strict, fault)),
                },
                Change::Extend(formula, op, strict) => {
                    match formula.word(&self.row, &mut shared.pool) {
                        Ok(word) => {
                            self.row.push(word);
                            None
                        }
                        Err(fault) => Some((*op, *strict, fault)),
                    }
                }
            };
            if let Some((op, strict, fault)) = fault {
                if strict {
                    shared.fault = shared.fault.or(Some((op, fault)));
                }
                return None;
            }
        }
        Some(&self.row)
    }
}

/// Maps the rows of time-points; several inputs are put together.
pub(super) struct Map {
    pub(super) inputs: Vec<(NodeId, Changes)>,
}

impl Operate for Map {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, shared: &mut Shared) {
        out.rows.clear();
        for (input, changes) in &mut self.inputs {
            for row in earlier.rows(*input).iter() {
                if let Some(row) = changes.apply(row, shared) {
                    out.rows.push(row);
                }
            }
        }
    }
}

/// Maps relations that last; a row stays as long as anything maps to it.
pub(super) struct Derive {
    pub(super) inputs: Vec<(NodeId, Changes)>,
    pub(super) counts: Vec<u32>,
}

impl Operate for Derive {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, shared: &mut Shared) {
        out.live.begin(|_| false, |_| {});
        for (input, changes) in &mut self.inputs {
            let live = earlier.live(*input);
            for (ids, more) in [(&live.added, true), (&live.removed, false)] {
                for &id in ids {
                    let Some(row) = changes.apply(live.store.row(id), shared) else {
                        continue;
                    };
                    let (id, new) = out.live.insert(row);
                    let at = id as usize;
                    if self.counts.len() <= at {
                        self.counts.resize(at + 1, 0);
                    }
                    if new {
                        self.counts[at] = 0;
                    }
                    if more {
                        self.counts[at] += 1;
                    } else {
                        self.counts[at] = self.counts[at].saturating_sub(1);
                    }
                    let there = self.counts[at] > 0;
                    out.live.set(id, there);
                }
            }
        }
        out.live.settle();
    }
}

/// Lists a relation that lasts as rows of each time-point.
pub(super) struct List {
    pub(super) input: NodeId,
    pub(super) known: bool,
}

impl Operate for List {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        let live = earlier.live(self.input);
        if self.known && live.added.is_empty() && live.removed.is_empty() {
            return;
        }
        self.known = true;
        out.rows.clear();
        for id in live.ids() {
            out.rows.push(live.store.row(id));
        }
    }
}

/// Takes the rows of each time-point as a relation that lasts until the next.
pub(super) struct Latch {
    pub(super) input: NodeId,
    pub(super) last: Vec<u32>,
}

impl Operate for Latch {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        out.live.begin(|_| false, |_| {});
        for id in self.last.drain(..) {
            out.live.set(id, false);
        }
        for row in earlier.rows(self.input).iter() {
            let (id, _) = out.live.insert(row);
            if !out.live.is_present(id) {
                out.live.set(id, true);
                self.last.push(id);
            }
        }
        out.live.settle();
    }
}

/// Holds rows of time-points until they are asked for, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    heads: VecDeque<(u64, i64, usize)>,
    words: VecDeque<Word>,
}

impl Queue {
    pub(super) fn put(&mut self, at: Point, rows: &Rows) {
        if rows.len > 0 {
            self.heads.push_back((at.index, at.ts, rows.len));
            self.words.extend(rows.words.iter().copied());
        }
    }

    /// Tells the time-point of the first rows.
    pub(super) fn first(&self) -> Option<Point> {
        let &(index, ts, _) = self.heads.front()?;
        Some(Point { index, ts })
    }

    /// Moves the first time-point's rows to the end of `rows`.
    pub(super) fn take(&mut self, rows: &mut Rows) {
        if let Some((_, _, len)) = self.heads.pop_front() {
            rows.len += len;
            rows.words.extend(self.words.drain(..len * rows.width));
        }
    }
}

/// Gives the rows of an input that is further ahead.
#[derive(Default)]
pub(super) struct Delay {
    pub(super) queue: Queue,
}

impl Operate for Delay {
    fn step(&mut self, out: &mut Out, _: &Earlier<'_>, now: Point, _: &mut Shared) {
        out.rows.clear();
        if self
            .queue
            .first()
            .is_some_and(|first| first.index == now.index)
        {
            self.queue.take(&mut out.rows);
        }
    }

    fn intake(&mut self, input: &Out, at: Point) {
        self.queue.put(at, &input.rows);
    }
}

state!(Map:);
state!(Derive: counts);
state!(List: known);
state!(Latch: last);
state!(Queue: heads, words);
state!(Delay: queue);

//! Joins and differences, of rows and of relations that last.

use super::index::Index;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, NONE, Rows, Store, Word, pick};
use super::state::{Source, State, state};
use crate::plan::OpId;

/// Bounds the pairs that are cheaper to look through than to index.
const FEW: usize = 48;

/// Joins the rows of two inputs at a time-point, or keeps those of the first
/// that none of the second agrees with.
pub(super) struct Meet {
    pub(super) left: NodeId,
    pub(super) right: NodeId,
    /// The columns in common, on both sides.
    pub(super) keys: (Vec<usize>, Vec<usize>),
    /// The columns that the right side adds; `None` for a difference.
    pub(super) extra: Option<Vec<usize>>,
    pub(super) table: Table,
}

/// Indexes the rows of one time-point.
pub(super) struct Table {
    keys: Store,
    heads: Vec<u32>,
    nexts: Vec<u32>,
    key: Vec<Word>,
}

impl Table {
    pub(super) fn new(width: usize) -> Self {
        Self {
            keys: Store::new(width),
            heads: Vec::new(),
            nexts: Vec::new(),
            key: Vec::new(),
        }
    }

    fn fill(&mut self, rows: &Rows, columns: &[usize]) {
        self.keys.clear();
        self.heads.clear();
        self.nexts.clear();
        for (at, row) in (0_u32..).zip(rows.iter()) {
            pick(row, columns, &mut self.key);
            let (key, new) = self.keys.insert(&self.key);
            if new {
                self.heads.push(NONE);
            }
            let Some(head) = self.heads.get_mut(key as usize) else {
                continue;
            };
            self.nexts.push(*head);
            *head = at;
        }
    }

    fn rows(&self, key: &[Word]) -> impl Iterator<Item = u32> {
        let head = self.keys.find(key);
        let first = head.and_then(|k| self.heads.get(k as usize)).copied();
        std::iter::successors(first, |&at| self.nexts.get(at as usize).copied())
            .take_while(|&at| at != NONE)
    }
}

fn agree(a: &[Word], b: &[Word], keys: &(Vec<usize>, Vec<usize>)) -> bool {
    keys.0
        .iter()
        .zip(&keys.1)
        .all(|(&x, &y)| a.get(x) == b.get(y))
}

fn joined(rows: &mut Rows, left: &[Word], right: &[Word], extra: &[usize]) {
    rows.len += 1;
    rows.words.extend_from_slice(left);
    rows.words
        .extend(extra.iter().filter_map(|&c| right.get(c)));
}

impl Operate for Meet {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        out.rows.clear();
        let (left, right) = (earlier.rows(self.left), earlier.rows(self.right));
        if left.len == 0 || (right.len == 0 && self.extra.is_some()) {
            return;
        }
        if right.len == 0 {
            out.rows.absorb(left);
            return;
        }
        if left.len * right.len <= FEW {
            for a in left.iter() {
                let mut matching = right.iter().filter(|b| agree(a, b, &self.keys));
                match &self.extra {
                    Some(extra) => matching.for_each(|b| joined(&mut out.rows, a, b, extra)),
                    None if matching.next().is_none() => out.rows.push(a),
                    None => {}
                }
            }
            return;
        }
        self.table.fill(right, &self.keys.1);
        let mut key = Vec::new();
        for a in left.iter() {
            pick(a, &self.keys.0, &mut key);
            let mut matching = self.table.rows(&key);
            match &self.extra {
                Some(extra) => {
                    matching.for_each(|b| joined(&mut out.rows, a, right.row(b as usize), extra));
                }
                None if matching.next().is_none() => out.rows.push(a),
                None => {}
            }
        }
    }
}

/// Looks the rows of a time-point up in a relation that lasts.
pub(super) struct Probe {
    pub(super) rows: NodeId,
    pub(super) live: NodeId,
    /// The columns of the rows that make the key.
    pub(super) key: Vec<usize>,
    /// The index to look in; without, the key is a whole row.
    pub(super) index: Option<Index>,
    /// The columns that are added; `None` for a difference.
    pub(super) extra: Option<Vec<usize>>,
    pub(super) scratch: Vec<Word>,
}

/// Brings an index up to date with a relation that just changed.
pub(super) fn follow(index: &mut Index, live: &Live) {
    for &id in &live.removed {
        index.remove(id);
    }
    for &id in &live.added {
        index.add(id, live.store.row(id));
    }
}

impl Operate for Probe {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        out.rows.clear();
        let (rows, live) = (earlier.rows(self.rows), earlier.live(self.live));
        if let Some(index) = &mut self.index {
            follow(index, live);
        }
        for row in rows.iter() {
            pick(row, &self.key, &mut self.scratch);
            match (&self.index, &self.extra) {
                (None, extra) => {
                    if live.has(&self.scratch) == extra.is_some() {
                        out.rows.push(row);
                    }
                }
                (Some(index), Some(extra)) => {
                    for id in index.rows(&self.scratch) {
                        joined(&mut out.rows, row, live.store.row(id), extra);
                    }
                }
                (Some(index), None) => {
                    if index.rows(&self.scratch).next().is_none() {
                        out.rows.push(row);
                    }
                }
            }
        }
    }
}

/// Looks the rows of a time-point up among the groups of an aggregate, which
/// computes only what is asked of it.
pub(super) struct Ask {
    pub(super) rows: NodeId,
    pub(super) groups: NodeId,
    /// The columns of the rows that make the key of a group.
    pub(super) key: Vec<usize>,
    pub(super) op: OpId,
    pub(super) strict: bool,
    pub(super) scratch: Vec<Word>,
}

impl Operate for Ask {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, shared: &mut Shared) {
        out.rows.clear();
        let Some(groups) = earlier.nodes.get(self.groups) else {
            return;
        };
        for row in earlier.rows(self.rows).iter() {
            pick(row, &self.key, &mut self.scratch);
            match groups.work.look_up(&self.scratch, &mut shared.pool) {
                Some(Ok(word)) => {
                    out.rows.push(row);
                    out.rows.words.push(word);
                }
                Some(Err(fault)) if self.strict => {
                    shared.fault = shared.fault.or(Some((self.op, fault)));
                }
                Some(Err(_)) | None => {}
            }
        }
    }
}

/// Joins two relations that last, change by change.
pub(super) struct Combine {
    pub(super) left: NodeId,
    pub(super) right: NodeId,
    pub(super) keys: (Vec<usize>, Vec<usize>),
    pub(super) indexes: (Index, Index),
    pub(super) extra: Vec<usize>,
    pub(super) scratch: (Vec<Word>, Rows),
}

impl Combine {
    /// Pairs a row of one side with those of the other and sets the results.
    fn pair(&mut self, out: &mut Live, sides: (&Live, &Live), row: (bool, u32), present: bool) {
        let (from_left, id) = row;
        let (key, rows) = &mut self.scratch;
        rows.clear();
        if from_left {
            let own = sides.0.store.row(id);
            pick(own, &self.keys.0, key);
            for other in self.indexes.1.rows(key) {
                joined(rows, own, sides.1.store.row(other), &self.extra);
            }
        } else {
            let own = sides.1.store.row(id);
            pick(own, &self.keys.1, key);
            for other in self.indexes.0.rows(key) {
                joined(rows, sides.0.store.row(other), own, &self.extra);
            }
        }
        for row in rows.iter() {
            if present {
                out.assert(row);
            } else {
                out.withdraw(row);
            }
        }
    }
}

impl Operate for Combine {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        let (left, right) = (earlier.live(self.left), earlier.live(self.right));
        let sides = (left, right);
        out.live.begin(|_| false, |_| {});
        for &id in &left.removed {
            self.pair(&mut out.live, sides, (true, id), false);
            self.indexes.0.remove(id);
        }
        for &id in &right.removed {
            self.pair(&mut out.live, sides, (false, id), false);
            self.indexes.1.remove(id);
        }
        for &id in &left.added {
            self.pair(&mut out.live, sides, (true, id), true);
            self.indexes.0.add(id, left.store.row(id));
        }
        for &id in &right.added {
            self.pair(&mut out.live, sides, (false, id), true);
            self.indexes.1.add(id, right.store.row(id));
        }
        out.live.settle();
    }
}

/// Keeps the rows of a relation that lasts which none of another agrees with.
pub(super) struct Except {
    pub(super) left: NodeId,
    pub(super) right: NodeId,
    pub(super) keys: (Vec<usize>, Vec<usize>),
    pub(super) indexes: (Index, Index),
    pub(super) key: Vec<Word>,
}

impl Except {
    fn mark(&mut self, out: &mut Live, left: &Live, present: bool) {
        for id in self.indexes.0.rows(&self.key) {
            if present {
                out.assert(left.store.row(id));
            } else {
                out.withdraw(left.store.row(id));
            }
        }
    }

    fn blocked(&self) -> bool {
        self.indexes.1.rows(&self.key).next().is_some()
    }
}

impl Operate for Except {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, _: &mut Shared) {
        let (left, right) = (earlier.live(self.left), earlier.live(self.right));
        out.live.begin(|_| false, |_| {});
        for &id in &left.removed {
            out.live.withdraw(left.store.row(id));
            self.indexes.0.remove(id);
        }
        for &id in &right.removed {
            self.indexes.1.remove(id);
            pick(right.store.row(id), &self.keys.1, &mut self.key);
            if !self.blocked() {
                self.mark(&mut out.live, left, true);
            }
        }
        for &id in &right.added {
            self.indexes.1.add(id, right.store.row(id));
            pick(right.store.row(id), &self.keys.1, &mut self.key);
            self.mark(&mut out.live, left, false);
        }
        for &id in &left.added {
            self.indexes.0.add(id, left.store.row(id));
            pick(left.store.row(id), &self.keys.0, &mut self.key);
            if !self.blocked() {
                out.live.assert(left.store.row(id));
            }
        }
        out.live.settle();
    }
}

state!(Meet:);
state!(Ask:);
state!(Combine: indexes);
state!(Except: indexes);

impl State for Probe {
    fn save(&self, into: &mut Vec<u8>) {
        if let Some(index) = &self.index {
            index.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        self.index
            .as_mut()
            .map_or(Some(()), |index| index.load(from))
    }
}

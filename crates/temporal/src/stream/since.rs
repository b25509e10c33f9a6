//! SINCE: rows with a witness that the left side has carried until now.
//!
//! # Invariants
//! `killed` is, by row, the last time-point at which the left side failed;
//! only witnesses no earlier than that count. A row is kept while it is
//! present or a witness of it waits to come into the window.

#![expect(
    clippy::indexing_slicing,
    reason = "the tables by row are grown to each row's number before use"
)]

use std::collections::VecDeque;

use super::index::Index;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, Rows, Word, pick};
use super::state::state;
use super::window::Span;

const OPEN: u64 = u64::MAX;

/// Names an input by what it gives.
#[derive(Debug, Clone, Copy)]
pub(super) enum Input {
    /// Rows of each time-point.
    Rows(NodeId),
    /// A relation that lasts.
    Live(NodeId),
}

/// What is known of one row.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    latest: u64,
    killed: u64,
    waiting: u32,
    /// The last time-point, plus 1, at which the left side had the row.
    stamp: u64,
    kept: bool,
}

/// Keeps the rows for which `left SINCE right` holds.
pub(super) struct Since {
    span: Span,
    negated: bool,
    left: Input,
    right: Input,
    /// The columns of a row that make a row of the left side.
    key: Vec<usize>,
    /// Whether those are all columns, so that rows need no index.
    whole: bool,
    index: Index,
    state: Witnesses,
    /// The rows that got a witness at the time-point before.
    fresh: Vec<u32>,
    /// Where the left side gives rows that must hold: all rows kept.
    kept: Vec<u32>,
    before: Option<Point>,
    scratch: Vec<Word>,
    matched: Vec<u32>,
}

#[derive(Default)]
struct Witnesses {
    known: Vec<Known>,
    waiting: VecDeque<(Point, u32)>,
    leaving: VecDeque<(Point, u32)>,
}

impl Since {
    pub(super) fn new(
        span: Span,
        negated: bool,
        (left, right): (Input, Input),
        (key, width): (Vec<usize>, usize),
    ) -> Self {
        Self {
            span,
            negated,
            left,
            right,
            index: Index::new(key.clone()),
            whole: key.len() == width,
            key,
            state: Witnesses::default(),
            fresh: Vec::new(),
            kept: Vec::new(),
            before: None,
            scratch: Vec::new(),
            matched: Vec::new(),
        }
    }

    /// Finds the rows that agree with a row of the left side.
    fn find_matching(&mut self, live: &Live, row: &[Word]) {
        self.matched.clear();
        if !self.whole {
            self.matched.extend(self.index.rows(row));
            return;
        }
        self.scratch.resize(row.len(), 0);
        for (column, word) in self.key.iter().zip(row) {
            self.scratch[*column] = *word;
        }
        self.matched.extend(live.store.find(&self.scratch));
    }

    fn kill_matching(&mut self, live: &mut Live, row: &[Word], now: Point) {
        self.find_matching(live, row);
        for &id in &self.matched {
            self.state.kill(live, id, now);
        }
    }

    /// Drops what the left side does not carry over this time-point.
    fn forget(&mut self, live: &mut Live, earlier: &Earlier<'_>, now: Point) {
        match (self.left, self.negated) {
            (Input::Rows(left), true) => {
                for row in earlier.rows(left).iter() {
                    self.kill_matching(live, row, now);
                }
            }
            (Input::Rows(left), false) => self.keep(live, earlier.rows(left), now),
            (Input::Live(left), negated) => {
                let left = earlier.live(left);
                let ids = if negated { &left.added } else { &left.removed };
                for &id in ids {
                    self.kill_matching(live, left.store.row(id), now);
                }
                for &id in &self.fresh {
                    pick(live.store.row(id), &self.key, &mut self.scratch);
                    if left.has(&self.scratch) == negated {
                        self.state.kill(live, id, now);
                    }
                }
            }
        }
        self.fresh.clear();
    }

    /// Keeps only the rows that agree with a row of the left side.
    fn keep(&mut self, live: &mut Live, left: &Rows, now: Point) {
        // Stamps count from 1, so that no row bears one by default.
        for row in left.iter() {
            self.find_matching(live, row);
            for &id in &self.matched {
                self.state.known[id as usize].stamp = now.index + 1;
            }
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.retain(|&id| {
            if self.state.known[id as usize].stamp != now.index + 1 {
                self.state.kill(live, id, now);
            }
            let known = &mut self.state.known[id as usize];
            known.kept = known.stamp == now.index + 1 || known.latest == OPEN;
            known.kept
        });
        self.kept = kept;
    }

    fn number(&mut self, live: &mut Live, row: &[Word]) -> u32 {
        let (id, new) = live.insert(row);
        if self.state.known.len() <= id as usize {
            self.state.known.resize(id as usize + 1, Known::default());
        }
        if new {
            self.state.known[id as usize] = Known::default();
            if !self.whole {
                self.index.add(id, row);
            }
        }
        if !self.negated
            && matches!(self.left, Input::Rows(_))
            && !std::mem::replace(&mut self.state.known[id as usize].kept, true)
        {
            self.kept.push(id);
        }
        id
    }

    /// Takes in what the right side gives at this time-point.
    fn witness(&mut self, live: &mut Live, earlier: &Earlier<'_>, now: Point) {
        match self.right {
            Input::Rows(right) => {
                for row in earlier.rows(right).iter() {
                    let id = self.number(live, row);
                    if matches!(self.left, Input::Live(_)) {
                        self.fresh.push(id);
                    }
                    if self.span.interval.low() == 0 {
                        self.state.enter(live, id, now, self.span);
                    } else {
                        self.state.known[id as usize].waiting += 1;
                        self.state.waiting.push_back((now, id));
                    }
                }
            }
            Input::Live(right) => {
                let right = earlier.live(right);
                for &id in &right.added {
                    let id = self.number(live, right.store.row(id));
                    self.state.known[id as usize].latest = OPEN;
                    live.set(id, true);
                }
            }
        }
    }

    /// Ends what a lasting right side no longer gives: its last witness was at
    /// the time-point before.
    fn close(&mut self, live: &Live, earlier: &Earlier<'_>) {
        let (Input::Live(right), Some(last)) = (self.right, self.before) else {
            return;
        };
        let right = earlier.live(right);
        for &id in &right.removed {
            if let Some(id) = live.store.find(right.store.row(id)) {
                self.state.known[id as usize].latest = last.index;
                self.fresh.push(id);
                if self.span.bounded() {
                    self.state.leaving.push_back((last, id));
                }
            }
        }
    }
}

impl Witnesses {
    fn kill(&mut self, live: &mut Live, id: u32, now: Point) {
        let Some(known) = self.known.get_mut(id as usize) else {
            return;
        };
        if known.latest == OPEN {
            return;
        }
        known.killed = now.index;
        if live.is_present(id) {
            live.set(id, false);
        }
    }

    fn enter(&mut self, live: &mut Live, id: u32, at: Point, span: Span) {
        self.known[id as usize].latest = at.index;
        live.set(id, true);
        if span.bounded() {
            self.leaving.push_back((at, id));
        }
    }

    fn slide(&mut self, live: &mut Live, now: Point, span: Span) {
        while let Some(&(at, id)) = self.waiting.front() {
            if !span.reaches(at, now) {
                break;
            }
            self.waiting.pop_front();
            let known = &mut self.known[id as usize];
            known.waiting -= 1;
            if at.index >= known.killed {
                self.enter(live, id, at, span);
            } else if known.waiting == 0 && !live.is_present(id) {
                live.release(id);
            }
        }
        while let Some(&(at, id)) = self.leaving.front() {
            if !span.left(at, now) {
                break;
            }
            self.leaving.pop_front();
            if self.known[id as usize].latest == at.index && live.is_present(id) {
                live.set(id, false);
            }
        }
    }
}

impl Operate for Since {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, _: &mut Shared) {
        let live = &mut out.live;
        let (known, index) = (&self.state.known, &mut self.index);
        live.begin(
            |id| known.get(id as usize).is_some_and(|k| k.waiting > 0),
            |id| index.remove(id),
        );
        self.close(live, earlier);
        self.forget(live, earlier, now);
        self.witness(live, earlier, now);
        self.state.slide(live, now, self.span);
        live.settle();
        self.before = Some(now);
    }
}

state!(Known: latest, killed, waiting, stamp, kept);
state!(Witnesses: known, waiting, leaving);
state!(Since: index, state, fresh, kept, before);

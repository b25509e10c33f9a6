//! UNTIL: rows with a witness ahead that the left side carries up to.
//!
//! Time-points come in as the window's far end passes them. Of a row, only its
//! first witness in the window matters: a later one asks more of the left
//! side. Of the left side, only where it first fails matters. A row is looked
//! at again when either of the two changes, and not else.
//!
//! # Invariants
//! `seen` is, by row, its witnesses in the window, the first in front. `runs`
//! is, by row of the left side, where it is: from a time-point up to another,
//! that one not included; nothing before the time-point judged.

#![expect(
    clippy::indexing_slicing,
    reason = "the tables are grown to each row's and each key's number before use"
)]

use std::collections::VecDeque;

use super::index::Index;
use super::map::Queue;
use super::node::{Earlier, Operate, Out, Point, Shared};
use super::rows::{Live, Rows, Store, Word, pick};
use super::state::state;
use super::window::Span;

/// What was noted of both sides and has not come into the window.
#[derive(Default)]
pub(super) struct Ahead {
    points: VecDeque<Point>,
    left: Queue,
    right: Queue,
    /// Whether the left side of the last time-point was noted, and the right
    /// side not yet.
    half: bool,
}

/// Keeps the rows for which `left UNTIL right` holds.
pub(super) struct Until {
    span: Span,
    negated: bool,
    /// The columns of a row that make a row of the left side.
    key: Vec<usize>,
    ahead: Ahead,
    index: Index,
    seen: Vec<VecDeque<Point>>,
    /// The witnesses in the window, in the order in which they leave it.
    leaving: VecDeque<(Point, u32)>,
    /// The same, where the time-point judged has not reached them; at a witness
    /// itself the left side need not hold.
    coming: VecDeque<(u64, u32)>,
    left: Left,
    dirty: Vec<u32>,
    scratch: Vec<Word>,
    rows: Rows,
}

/// What is known of the left side.
struct Left {
    keys: Store,
    runs: Vec<VecDeque<(u64, u64)>>,
    /// Where runs begin that the time-point judged has not reached.
    starting: VecDeque<(u64, u32)>,
    /// The rows of the left side that it has not passed.
    passing: VecDeque<(u64, u32)>,
}

impl Until {
    pub(super) fn new(span: Span, negated: bool, key: Vec<usize>, widths: (usize, usize)) -> Self {
        Self {
            span,
            negated,
            ahead: Ahead::default(),
            index: Index::new(key.clone()),
            seen: Vec::new(),
            leaving: VecDeque::new(),
            coming: VecDeque::new(),
            left: Left {
                keys: Store::new(key.len()),
                runs: Vec::new(),
                starting: VecDeque::new(),
                passing: VecDeque::new(),
            },
            key,
            dirty: Vec::new(),
            scratch: Vec::new(),
            rows: Rows::new(widths.0.max(widths.1)),
        }
    }

    /// Takes a time-point into the window.
    fn enter(&mut self, live: &mut Live, at: Point) {
        let take = |queue: &mut Queue, rows: &mut Rows, width: usize| {
            rows.clear();
            rows.width = width;
            if queue.first().is_some_and(|first| first.index == at.index) {
                queue.take(rows);
            }
        };
        take(&mut self.ahead.left, &mut self.rows, self.key.len());
        for row in self.rows.iter() {
            self.left.note(row, at.index, self.negated);
            if self.negated {
                self.dirty.extend(self.index.rows(row));
            }
        }
        take(&mut self.ahead.right, &mut self.rows, live.width());
        for row in self.rows.iter() {
            let (id, new) = live.insert(row);
            if self.seen.len() <= id as usize {
                self.seen.resize_with(id as usize + 1, VecDeque::new);
            }
            if new {
                self.index.add(id, row);
            }
            self.seen[id as usize].push_back(at);
            self.leaving.push_back((at, id));
            if !self.negated {
                self.coming.push_back((at.index, id));
            }
            self.dirty.push(id);
        }
    }

    /// Lets go what the time-point judged is past.
    fn pass(&mut self, now: Point) {
        while let Some(&(at, id)) = self.leaving.front() {
            if !self.span.left(at, now) {
                break;
            }
            self.leaving.pop_front();
            self.seen[id as usize].pop_front();
            self.dirty.push(id);
        }
        while let Some(&(index, id)) = self.coming.front() {
            if index > now.index {
                break;
            }
            self.coming.pop_front();
            self.dirty.push(id);
        }
        while let Some(&(start, key)) = self.left.starting.front() {
            if start > now.index {
                break;
            }
            self.left.starting.pop_front();
            self.dirty.extend(self.index.rows(self.left.keys.row(key)));
        }
        while let Some(&(index, key)) = self.left.passing.front() {
            if index >= now.index {
                break;
            }
            self.left.passing.pop_front();
            if self.negated {
                self.dirty.extend(self.index.rows(self.left.keys.row(key)));
            }
            self.left.drop_runs(key, now.index);
        }
    }

    /// Looks again at the rows that may have changed.
    fn renew(&mut self, live: &mut Live, now: Point) {
        for id in self.dirty.drain(..) {
            let witness = self.seen[id as usize].front();
            let holds = witness.is_some_and(|witness| {
                pick(live.store.row(id), &self.key, &mut self.scratch);
                witness.index <= self.left.failure(&self.scratch, now.index, self.negated)
            });
            live.set(id, holds);
            if witness.is_none() {
                live.release(id);
            }
        }
    }
}

impl Left {
    /// Notes a row of the left side.
    fn note(&mut self, row: &[Word], index: u64, negated: bool) {
        let (key, new) = self.keys.insert(row);
        if self.runs.len() <= key as usize {
            self.runs.resize_with(key as usize + 1, VecDeque::new);
        }
        let runs = &mut self.runs[key as usize];
        if new {
            runs.clear();
        }
        match runs.back_mut() {
            // The same row twice at one time-point.
            Some((_, end)) if *end == index + 1 => return,
            Some((_, end)) if *end == index && !negated => *end = index + 1,
            _ => {
                runs.push_back((index, index + 1));
                if !negated {
                    self.starting.push_back((index, key));
                }
            }
        }
        self.passing.push_back((index, key));
    }

    /// Drops the runs that end no later than the time-point judged.
    fn drop_runs(&mut self, key: u32, now: u64) {
        let runs = &mut self.runs[key as usize];
        while runs.front().is_some_and(|(_, end)| *end <= now) {
            runs.pop_front();
        }
        if runs.is_empty() {
            self.keys.remove(key);
        }
    }

    /// Gives the first time-point from `now` on at which the left side fails.
    fn failure(&self, key: &[Word], now: u64, negated: bool) -> u64 {
        let run = self.keys.find(key);
        let run = run.and_then(|key| self.runs[key as usize].front());
        match run {
            None if negated => u64::MAX,
            None => now,
            Some((start, _)) if negated => (*start).max(now),
            Some((start, end)) if *start <= now => *end,
            Some(_) => now,
        }
    }
}

impl Operate for Until {
    fn step(&mut self, out: &mut Out, _: &Earlier<'_>, now: Point, _: &mut Shared) {
        let live = &mut out.live;
        let (seen, index) = (&self.seen, &mut self.index);
        live.begin(
            |id| seen.get(id as usize).is_some_and(|s| !s.is_empty()),
            |id| index.remove(id),
        );
        while let Some(&at) = self.ahead.points.front() {
            if !self.span.reaches(at, now) {
                break;
            }
            self.ahead.points.pop_front();
            self.enter(live, at);
        }
        self.pass(now);
        self.renew(live, now);
        live.settle();
    }

    fn intake(&mut self, input: &Out, at: Point) {
        let ahead = &mut self.ahead;
        // The left side is noted first, then the right side.
        let second = ahead.half;
        ahead.half = !second;
        if second {
            ahead.right.put(at, &input.rows);
            ahead.points.push_back(at);
        } else {
            ahead.left.put(at, &input.rows);
        }
    }
}

state!(Ahead: points, left, right, half);
state!(Left: keys, runs, starting, passing);
state!(Until: ahead, index, seen, leaving, coming, left);

//! UNTIL: rows with a witness ahead that the left side carries up to.
//!
//! Time-points come in as the window's far end passes them. Of a row, only its
//! first witness in the window matters: a later one asks more of the left
//! side. Of the left side, only where it first fails matters. A row is looked
//! at again when either of the two changes, and not else.
//!
//! Either side may last; it is then noted by its changes. A lasting right side
//! has a witness at every time-point, so that the first in the window is where
//! the window begins, and a row is looked at again when that passes the place
//! where the left side fails.
//!
//! # Invariants
//! `seen` is, by row, its runs of witnesses in the window, the first in front.
//! `runs` is, by row of the left side, where it is: from a time-point up to
//! another, that one not included; nothing before the time-point judged.

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

/// Says that a run has not ended.
const OPEN: u64 = u64::MAX;

/// What was noted of both sides and has not come into the window: of each side
/// its rows, or the rows that came and those that went.
#[derive(Default)]
pub(super) struct Ahead {
    points: VecDeque<Point>,
    left: [Queue; 2],
    right: [Queue; 2],
    /// Whether the left side of the last time-point was noted, and the right
    /// side not yet.
    half: bool,
}

/// What the window holds, where the right side lasts.
#[derive(Default)]
struct Within {
    points: VecDeque<Point>,
    /// The last time-point that came in.
    last: Option<Point>,
    /// Whether none is in the window.
    none: bool,
    /// The places where rows of the left side fail, or no longer hold, that
    /// the window's early end has not passed.
    crossing: VecDeque<(u64, u32)>,
}

/// Keeps the rows for which `left UNTIL right` holds.
pub(super) struct Until {
    span: Span,
    negated: bool,
    /// Whether each side gives a relation that lasts.
    lasting: (bool, bool),
    /// The columns of a row that make a row of the left side.
    key: Vec<usize>,
    ahead: Ahead,
    within: Within,
    index: Index,
    /// The first and the last time-point of each run.
    seen: Vec<VecDeque<(u64, u64)>>,
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
    pub(super) fn new(
        span: Span,
        negated: bool,
        lasting: (bool, bool),
        key: Vec<usize>,
        widths: (usize, usize),
    ) -> Self {
        Self {
            span,
            negated,
            lasting,
            ahead: Ahead::default(),
            within: Within {
                none: true,
                ..Within::default()
            },
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

    /// Moves what was noted of a time-point to where it is read.
    fn take(queue: &mut Queue, rows: &mut Rows, (at, width): (Point, usize)) {
        rows.clear();
        rows.width = width;
        if queue.first().is_some_and(|first| first.index == at.index) {
            queue.take(rows);
        }
    }

    /// Takes what the left side is at a time-point into the window.
    fn enter_left(&mut self, at: Point) {
        let of = (at, self.key.len());
        let [came, went] = &mut self.ahead.left;
        Self::take(came, &mut self.rows, of);
        for row in self.rows.iter() {
            let key = if self.lasting.0 {
                self.left.open(row, at.index, self.negated)
            } else {
                self.left.note(row, at.index, self.negated)
            };
            if self.negated {
                self.dirty.extend(self.index.rows(row));
            }
            if self.lasting.1 && (self.negated || !self.lasting.0) {
                let fails = at.index + u64::from(!self.negated);
                self.within.crossing.push_back((fails, key));
            }
        }
        Self::take(went, &mut self.rows, of);
        for row in self.rows.iter() {
            if let Some(key) = self.left.close(row, at.index)
                && self.lasting.1
                && !self.negated
            {
                self.within.crossing.push_back((at.index, key));
            }
        }
    }

    /// Takes a time-point into the window.
    fn enter(&mut self, live: &mut Live, at: Point) {
        self.enter_left(at);
        let of = (at, live.width());
        let [came, went] = &mut self.ahead.right;
        Self::take(came, &mut self.rows, of);
        for row in self.rows.iter() {
            let (id, new) = live.insert(row);
            if self.seen.len() <= id as usize {
                self.seen.resize_with(id as usize + 1, VecDeque::new);
            }
            if new {
                self.index.add(id, row);
            }
            if self.lasting.1 {
                self.seen[id as usize].push_back((at.index, OPEN));
            } else {
                self.seen[id as usize].push_back((at.index, at.index));
                self.leaving.push_back((at, id));
            }
            if !self.negated || self.lasting.0 {
                self.coming.push_back((at.index, id));
            }
            self.dirty.push(id);
        }
        if !self.lasting.1 {
            return;
        }
        Self::take(went, &mut self.rows, of);
        let last = self.within.last.replace(at);
        self.within.points.push_back(at);
        for row in self.rows.iter() {
            if let Some(id) = live.store.find(row)
                && let Some(last) = last
                && let Some((_, end)) = self.seen[id as usize].back_mut()
            {
                *end = last.index;
                self.leaving.push_back((last, id));
                self.dirty.push(id);
            }
        }
    }

    /// Follows the early end of the window, where the right side lasts.
    fn follow(&mut self, now: Point) {
        let within = &mut self.within;
        while within
            .points
            .front()
            .is_some_and(|at| self.span.left(*at, now))
        {
            within.points.pop_front();
        }
        let first = within.points.front().map(|at| at.index);
        while let Some(&(fails, key)) = within.crossing.front() {
            if first.is_none_or(|first| first <= fails) {
                break;
            }
            within.crossing.pop_front();
            self.dirty.extend(self.index.rows(self.left.keys.row(key)));
        }
        if std::mem::replace(&mut within.none, first.is_none()) != first.is_none() {
            let open = |seen: &VecDeque<(u64, u64)>| seen.back().is_some_and(|r| r.1 == OPEN);
            let open = (0_u32..).zip(&self.seen).filter(|(_, seen)| open(seen));
            self.dirty.extend(open.map(|(id, _)| id));
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
        let first = self.within.points.front().map(|at| at.index);
        for id in self.dirty.drain(..) {
            let run = self.seen[id as usize].front();
            let witness = run.and_then(|(start, _)| match first {
                Some(first) => Some(first.max(*start)),
                None => (!self.lasting.1).then_some(*start),
            });
            let holds = witness.is_some_and(|witness| {
                pick(live.store.row(id), &self.key, &mut self.scratch);
                witness <= self.left.failure(&self.scratch, now.index, self.negated)
            });
            live.set(id, holds);
            if run.is_none() {
                live.release(id);
            }
        }
    }
}

impl Left {
    /// Gives the number of a row of the left side.
    fn number(&mut self, row: &[Word]) -> u32 {
        let (key, new) = self.keys.insert(row);
        if self.runs.len() <= key as usize {
            self.runs.resize_with(key as usize + 1, VecDeque::new);
        }
        if new {
            self.runs[key as usize].clear();
        }
        key
    }

    /// Notes a row that the left side has from a time-point on.
    fn open(&mut self, row: &[Word], index: u64, negated: bool) -> u32 {
        let key = self.number(row);
        self.runs[key as usize].push_back((index, OPEN));
        if !negated {
            self.starting.push_back((index, key));
        }
        key
    }

    /// Notes a row that the left side no longer has at a time-point.
    fn close(&mut self, row: &[Word], index: u64) -> Option<u32> {
        let key = self.keys.find(row)?;
        let (_, end) = self.runs[key as usize].back_mut()?;
        *end = index;
        self.passing.push_back((index.saturating_sub(1), key));
        Some(key)
    }

    /// Notes a row that the left side has at a time-point.
    fn note(&mut self, row: &[Word], index: u64, negated: bool) -> u32 {
        let key = self.number(row);
        let runs = &mut self.runs[key as usize];
        match runs.back_mut() {
            // The same row twice at one time-point.
            Some((_, end)) if *end == index + 1 => return key,
            Some((_, end)) if *end == index && !negated => *end = index + 1,
            _ => {
                runs.push_back((index, index + 1));
                if !negated {
                    self.starting.push_back((index, key));
                }
            }
        }
        self.passing.push_back((index, key));
        key
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
        if self.lasting.1 {
            self.follow(now);
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
        let (queues, lasting) = if second {
            ahead.points.push_back(at);
            (&mut ahead.right, self.lasting.1)
        } else {
            (&mut ahead.left, self.lasting.0)
        };
        let [came, went] = queues;
        if !lasting {
            came.put(at, &input.rows);
            return;
        }
        let live = &input.live;
        for (queue, ids) in [(came, &live.added), (went, &live.removed)] {
            self.rows.clear();
            self.rows.width = live.width();
            for &id in ids {
                self.rows.push(live.store.row(id));
            }
            queue.put(at, &self.rows);
        }
    }
}

state!(Ahead: points, left, right, half);
state!(Left: keys, runs, starting, passing);
state!(Within: points, last, none, crossing);
state!(Until: ahead, within, index, seen, leaving, coming, left);

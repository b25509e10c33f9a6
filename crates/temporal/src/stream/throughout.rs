//! HISTORICALLY and ALWAYS, for the rows of a guard.
//!
//! # Invariants
//! `since` is, by row present, the first time-point of the run that lasts
//! until the last one that came into the window. So a row has been there
//! throughout if it is present and its run began no later than the window.

#![expect(
    clippy::indexing_slicing,
    reason = "`since` is grown to each row's number before it is used"
)]

use std::collections::VecDeque;

use super::map::Queue;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, Rows, Word, pick};
use super::state::state;
use super::window::Span;

/// Keeps the guard's rows that the input has throughout the window.
pub(super) struct Throughout {
    pub(super) span: Span,
    pub(super) guard: NodeId,
    /// The columns of a guard's row that make a row of the input.
    pub(super) key: Vec<usize>,
    /// Whether the input gives a relation that lasts.
    pub(super) lasting: bool,
    pub(super) waiting: Waiting,
    /// The time-points that have come into the window and not left it.
    pub(super) window: VecDeque<Point>,
    pub(super) runs: Runs,
}

/// Holds what was noted of the input.
pub(super) struct Waiting {
    pub(super) points: VecDeque<Point>,
    pub(super) came: Queue,
    pub(super) went: Queue,
    pub(super) rows: Rows,
}

/// Holds the rows present at the last time-point that came in.
pub(super) struct Runs {
    pub(super) live: Live,
    pub(super) since: Vec<u64>,
    pub(super) seen: Vec<u64>,
    pub(super) last: Vec<u32>,
}

impl Runs {
    fn begin(&mut self, row: &[Word], at: Point) -> u32 {
        let (id, _) = self.live.insert(row);
        let place = id as usize;
        if self.since.len() <= place {
            self.since.resize(place + 1, 0);
            self.seen.resize(place + 1, 0);
        }
        if !self.live.is_present(id) {
            self.live.set(id, true);
            self.since[place] = at.index;
        }
        id
    }

    /// Takes in all rows of a time-point; those of the one before that are
    /// not among them end.
    fn replace(&mut self, rows: &Rows, at: Point) {
        let before = std::mem::take(&mut self.last);
        let mut now = Vec::with_capacity(rows.len);
        for row in rows.iter() {
            let id = self.begin(row, at);
            // Time-points count from 1 here, so that nothing was seen at 0.
            if self.seen[id as usize] != at.index + 1 {
                self.seen[id as usize] = at.index + 1;
                now.push(id);
            }
        }
        for id in before {
            if self.seen[id as usize] != at.index + 1 {
                self.live.set(id, false);
            }
        }
        self.last = now;
    }
}

impl Throughout {
    fn enter(&mut self, at: Point) {
        let waiting = &mut self.waiting;
        let take = |queue: &mut Queue, rows: &mut Rows| {
            rows.clear();
            if queue.first().is_some_and(|first| first.index == at.index) {
                queue.take(rows);
            }
        };
        self.runs.live.begin(|_| false, |_| {});
        take(&mut waiting.came, &mut waiting.rows);
        if self.lasting {
            for row in waiting.rows.iter() {
                self.runs.begin(row, at);
            }
            take(&mut waiting.went, &mut waiting.rows);
            for row in waiting.rows.iter() {
                self.runs.live.withdraw(row);
            }
        } else {
            self.runs.replace(&waiting.rows, at);
        }
        self.runs.live.settle();
        self.window.push_back(at);
    }
}

impl Operate for Throughout {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, _: &mut Shared) {
        while let Some(&at) = self.waiting.points.front() {
            if !self.span.reaches(at, now) {
                break;
            }
            self.waiting.points.pop_front();
            self.enter(at);
        }
        while self
            .window
            .front()
            .is_some_and(|at| self.span.left(*at, now))
        {
            self.window.pop_front();
        }
        if !self.span.bounded() {
            // Only the first time-point matters where none ever leaves.
            self.window.truncate(1);
        }
        out.rows.clear();
        let first = self.window.front().map(|at| at.index);
        let mut key = Vec::new();
        for row in earlier.rows(self.guard).iter() {
            pick(row, &self.key, &mut key);
            let holds = first.is_none_or(|first| {
                let id = self.runs.live.store.find(&key);
                id.is_some_and(|id| {
                    self.runs.live.is_present(id) && self.runs.since[id as usize] <= first
                })
            });
            if holds {
                out.rows.push(row);
            }
        }
    }

    fn intake(&mut self, input: &Out, at: Point) {
        let waiting = &mut self.waiting;
        waiting.points.push_back(at);
        if !self.lasting {
            waiting.came.put(at, &input.rows);
            return;
        }
        let live = &input.live;
        for (ids, queue) in [
            (&live.added, &mut waiting.came),
            (&live.removed, &mut waiting.went),
        ] {
            waiting.rows.clear();
            for &id in ids {
                waiting.rows.push(live.store.row(id));
            }
            queue.put(at, &waiting.rows);
        }
    }
}

state!(Waiting: points, came, went, rows);
state!(Runs: live, since, seen, last);
state!(Throughout: waiting, window, runs);

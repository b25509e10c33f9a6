//! SINCE with a lower end above 0, where its right side lasts.
//!
//! What the right side does is noted, and taken in once the window's late end
//! reaches it. While the right side has a row, the row's latest witness is the
//! last time-point that came in. The left side is followed by its changes:
//! where it fails now, nothing holds; where it failed before, only witnesses
//! from there on count.
//!
//! # Invariants
//! A row is kept while something is noted of it that has not come in, or while
//! a witness of it counts. A witness is always earlier than the time-point
//! judged, so the left side must hold there.

#![expect(
    clippy::indexing_slicing,
    reason = "the table by row is grown to each row's number before use"
)]

use std::collections::VecDeque;

use super::index::Index;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, Word, pick};
use super::state::state;
use super::window::Span;

/// Says that the right side has the row at the last time-point that came in.
const OPEN: u64 = u64::MAX;

/// Says that no witness counts.
const NEVER: u64 = u64::MAX - 1;

/// What is known of one row.
#[derive(Debug, Clone, Copy)]
struct Known {
    latest: u64,
    /// The last time-point at which the left side failed, if it no longer does.
    killed: u64,
    /// How often the row is noted without having come in.
    waiting: u32,
    failing: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            latest: NEVER,
            killed: 0,
            waiting: 0,
            failing: false,
        }
    }
}

impl Known {
    fn held(self) -> bool {
        self.waiting > 0 || self.latest != NEVER
    }
}

/// Keeps the rows for which `left SINCE right` holds, both lasting.
pub(super) struct Carry {
    span: Span,
    negated: bool,
    left: NodeId,
    right: NodeId,
    /// The columns of a row that make a row of the left side.
    key: Vec<usize>,
    index: Index,
    known: Vec<Known>,
    /// The time-points that have not come into the window.
    points: VecDeque<Point>,
    /// What the right side did at them: the row, and whether it came.
    noted: VecDeque<(u64, u32, bool)>,
    /// The last time-point that came in, and whether it went out again.
    entered: Option<Point>,
    hidden: bool,
    leaving: VecDeque<(Point, u32)>,
    /// The rows that the left side no longer fails, with where it last did.
    reviving: VecDeque<(u64, u32)>,
    before: Option<Point>,
    dirty: Vec<u32>,
    scratch: Vec<Word>,
}

impl Carry {
    pub(super) fn new(
        span: Span,
        negated: bool,
        (left, right): (NodeId, NodeId),
        key: Vec<usize>,
    ) -> Self {
        Self {
            span,
            negated,
            left,
            right,
            index: Index::new(key.clone()),
            key,
            known: Vec::new(),
            points: VecDeque::new(),
            noted: VecDeque::new(),
            entered: None,
            hidden: true,
            leaving: VecDeque::new(),
            reviving: VecDeque::new(),
            before: None,
            dirty: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Follows where the left side begins to fail and where it stops.
    fn follow(&mut self, left: &Live) {
        let (fails, stops) = if self.negated {
            (&left.added, &left.removed)
        } else {
            (&left.removed, &left.added)
        };
        for &key in fails {
            for id in self.index.rows(left.store.row(key)) {
                self.known[id as usize].failing = true;
                self.dirty.push(id);
            }
        }
        let Some(last) = self.before else { return };
        for &key in stops {
            for id in self.index.rows(left.store.row(key)) {
                let known = &mut self.known[id as usize];
                (known.failing, known.killed) = (false, last.index);
                self.reviving.push_back((last.index, id));
            }
        }
    }

    /// Notes what the right side does at this time-point.
    fn note(&mut self, live: &mut Live, earlier: &Earlier<'_>, now: Point) {
        let (left, right) = (earlier.live(self.left), earlier.live(self.right));
        for (ids, came) in [(&right.removed, false), (&right.added, true)] {
            for &id in ids {
                let row = right.store.row(id);
                let (id, new) = live.insert(row);
                if self.known.len() <= id as usize {
                    self.known.resize(id as usize + 1, Known::default());
                }
                if new {
                    self.index.add(id, row);
                    pick(row, &self.key, &mut self.scratch);
                    self.known[id as usize] = Known {
                        failing: left.has(&self.scratch) == self.negated,
                        ..Known::default()
                    };
                }
                self.known[id as usize].waiting += 1;
                self.noted.push_back((now.index, id, came));
            }
        }
        self.points.push_back(now);
    }

    /// Takes in what the window's late end reaches, and lets go what is before
    /// its early end.
    fn slide(&mut self, now: Point) {
        while let Some(&at) = self.points.front() {
            if !self.span.reaches(at, now) {
                break;
            }
            self.points.pop_front();
            while let Some(&(_, id, came)) = self.noted.front().filter(|n| n.0 == at.index) {
                self.noted.pop_front();
                let known = &mut self.known[id as usize];
                known.waiting -= 1;
                if came {
                    known.latest = OPEN;
                } else if let Some(last) = self.entered {
                    known.latest = last.index;
                    if self.span.bounded() {
                        self.leaving.push_back((last, id));
                    }
                }
                self.dirty.push(id);
            }
            self.entered = Some(at);
        }
        let reached = self.entered.map(|at| at.index);
        while let Some(&(killed, id)) = self.reviving.front() {
            if reached.is_none_or(|at| at < killed) {
                break;
            }
            self.reviving.pop_front();
            self.dirty.push(id);
        }
        while let Some(&(at, id)) = self.leaving.front() {
            if !self.span.left(at, now) {
                break;
            }
            self.leaving.pop_front();
            let known = &mut self.known[id as usize];
            if known.latest == at.index {
                known.latest = NEVER;
            }
            self.dirty.push(id);
        }
        let hidden = self.entered.is_none_or(|at| self.span.left(at, now));
        if std::mem::replace(&mut self.hidden, hidden) != hidden {
            let open = (0_u32..).zip(&self.known).filter(|(_, k)| k.latest == OPEN);
            self.dirty.extend(open.map(|(id, _)| id));
        }
    }

    /// Looks again at the rows that may have changed.
    fn renew(&mut self, live: &mut Live) {
        let reached = self.entered.map_or(0, |at| at.index);
        for id in self.dirty.drain(..) {
            let known = &mut self.known[id as usize];
            let past = known.latest != OPEN;
            if past && (known.failing || known.latest < known.killed) {
                known.latest = NEVER;
            }
            let holds = match known.latest {
                OPEN => !known.failing && !self.hidden && reached >= known.killed,
                latest => latest != NEVER,
            };
            live.set(id, holds);
            if !known.held() {
                live.release(id);
            }
        }
    }
}

impl Operate for Carry {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, _: &mut Shared) {
        let live = &mut out.live;
        let (known, index) = (&self.known, &mut self.index);
        live.begin(
            |id| known.get(id as usize).is_some_and(|k| k.held()),
            |id| index.remove(id),
        );
        self.follow(earlier.live(self.left));
        self.note(live, earlier, now);
        self.slide(now);
        self.renew(live);
        live.settle();
        self.before = Some(now);
    }
}

state!(Known: latest, killed, waiting, failing);
state!(Carry: index, known, points, noted, entered, hidden, leaving, reviving, before);

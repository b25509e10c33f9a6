//! ONCE and EVENTUALLY: one window over time that only moves forward.
//!
//! Both are the same: seen from a time-point, a window of instants whose ends
//! never go back. Rows come in at its late end and go out at its early end; a
//! row is there while its latest witness is. EVENTUALLY is ONCE judged later.
//!
//! # Invariants
//! `latest` is, by row, the time-point of its latest witness that came in. A
//! witness that leaves takes its row with it only if it is still the latest.

#![expect(
    clippy::indexing_slicing,
    reason = "`latest` is grown to each row's number before it is used"
)]

use std::collections::VecDeque;
use std::hint::black_box;

use super::map::Queue;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, Rows};
use super::state::{self, State, state};
use crate::Interval;
use crate::plan::Direction;

/// Says that a row of a lasting input has a witness at every time-point.
const OPEN: u64 = u64::MAX;

/// Says which time-points a window takes in, as seen from one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) direction: Direction,
    pub(super) interval: Interval,
}

impl Span {
    /// Tells whether `at` is no later than the window's late end.
    #[inline]
    pub(super) fn reaches(self, at: Point, now: Point) -> bool {
        match self.direction {
            Direction::Past => at.index <= now.index && self.interval.reached(at.ts, now.ts),
            Direction::Future => !self.interval.passed(now.ts, at.ts),
        }
    }

    /// Tells whether `at` is before the window's early end.
    #[inline]
    pub(super) fn left(self, at: Point, now: Point) -> bool {
        match self.direction {
            Direction::Past => self.interval.passed(at.ts, now.ts),
            Direction::Future => at.index < now.index || !self.interval.reached(now.ts, at.ts),
        }
    }

    /// Tells whether rows ever leave.
    pub(super) fn bounded(self) -> bool {
        self.direction == Direction::Future || self.interval.high().is_some()
    }
}

/// Keeps the rows that have a witness in the window.
pub(super) struct Window {
    pub(super) span: Span,
    pub(super) source: Source,
    pub(super) leaving: VecDeque<(Point, u32)>,
    pub(super) latest: Vec<u64>,
    pub(super) entered: Option<Point>,
    /// Whether no time-point is in the window, so that what a lasting input
    /// has now is not there.
    pub(super) hidden: bool,
}

/// Says how a window learns of its input.
pub(super) enum Source {
    /// From an input at the same time-point, when nothing has to wait.
    Rows(NodeId),
    /// The same, of a relation that lasts.
    Live(NodeId),
    /// From what was noted of an input that is ahead, or must wait.
    Waiting(Queue, Rows),
    /// The same, of a relation that lasts: what came and what went.
    WaitingLive(VecDeque<Point>, [(Queue, Rows); 2]),
}

impl Window {
    pub(super) fn new(span: Span, source: Source) -> Self {
        Self {
            span,
            source,
            leaving: VecDeque::new(),
            latest: Vec::new(),
            entered: None,
            hidden: false,
        }
    }
}

struct Sides<'a> {
    span: Span,
    leaving: &'a mut VecDeque<(Point, u32)>,
    latest: &'a mut Vec<u64>,
    out: &'a mut Live,
}

impl Sides<'_> {
    fn enter_all(&mut self, at: Point, rows: &Rows) {
        if !rows.many() {
            rows.iter().for_each(|row| self.enter(at, row));
            return;
        }
        for part in rows.parts() {
            let few = part.chunks(rows.width);
            let store = &self.out.store;
            black_box(few.clone().fold(0, |read, row| read | store.foresee(row)));
            few.for_each(|row| self.enter(at, row));
        }
    }

    #[inline]
    fn enter(&mut self, at: Point, row: &[i64]) {
        let (id, new) = self.out.insert(row);
        if new && self.latest.len() <= id as usize {
            self.latest.resize(id as usize + 1, 0);
        }
        self.out.set(id, true);
        if self.span.bounded() {
            self.latest[id as usize] = at.index;
            self.leaving.push_back((at, id));
        }
    }

    fn open(&mut self, row: &[i64]) {
        let (id, _) = self.out.insert(row);
        if self.latest.len() <= id as usize {
            self.latest.resize(id as usize + 1, 0);
        }
        self.latest[id as usize] = OPEN;
        self.out.set(id, true);
    }

    fn close(&mut self, last: Point, row: &[i64]) {
        if let Some(id) = self.out.store.find(row)
            && self.span.bounded()
        {
            self.latest[id as usize] = last.index;
            self.leaving.push_back((last, id));
        }
    }

    fn leave(&mut self, now: Point) {
        while let Some(&(at, id)) = self.leaving.front() {
            if !self.span.left(at, now) {
                break;
            }
            self.leaving.pop_front();
            if self.latest[id as usize] == at.index {
                if !self.out.is_present(id) {
                    self.out.release(id);
                }
                self.out.set(id, false);
            }
        }
    }

    /// Shows or hides what a lasting input has now.
    fn show(&mut self, shown: bool) {
        for (id, latest) in (0_u32..).zip(self.latest.iter()) {
            if *latest == OPEN {
                self.out.set(id, shown);
            }
        }
    }
}

impl Operate for Window {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, _: &mut Shared) {
        let latest = &self.latest;
        let hidden = self.hidden;
        out.live
            .begin(|id| hidden && latest[id as usize] == OPEN, |_| {});
        let mut sides = Sides {
            span: self.span,
            leaving: &mut self.leaving,
            latest: &mut self.latest,
            out: &mut out.live,
        };
        match &mut self.source {
            Source::Rows(input) => {
                sides.enter_all(now, earlier.rows(*input));
            }
            Source::Live(input) => {
                let live = earlier.live(*input);
                for &id in &live.added {
                    sides.open(live.store.row(id));
                }
                if let Some(last) = self.entered {
                    for &id in &live.removed {
                        sides.close(last, live.store.row(id));
                    }
                }
                self.entered = Some(now);
            }
            Source::Waiting(queue, rows) => {
                while let Some(at) = queue.first().filter(|at| self.span.reaches(*at, now)) {
                    rows.clear();
                    queue.take(rows);
                    sides.enter_all(at, rows);
                }
            }
            Source::WaitingLive(points, [(added, came), (removed, went)]) => {
                let mut opened = false;
                while let Some(at) = points
                    .front()
                    .copied()
                    .filter(|p| self.span.reaches(*p, now))
                {
                    points.pop_front();
                    for (queue, rows) in [(&mut *added, &mut *came), (&mut *removed, &mut *went)] {
                        rows.clear();
                        if queue.first().is_some_and(|first| first.index == at.index) {
                            queue.take(rows);
                        }
                    }
                    came.iter().for_each(|row| sides.open(row));
                    opened |= came.len > 0;
                    if let Some(last) = self.entered {
                        went.iter().for_each(|row| sides.close(last, row));
                    }
                    self.entered = Some(at);
                    // What a later time-point of this step closes was there
                    // at this one, so it has to be seen before it is closed.
                    if self.hidden && !self.span.left(at, now) {
                        sides.show(true);
                        self.hidden = false;
                    }
                }
                let empty = self.entered.is_none_or(|at| self.span.left(at, now));
                if empty != self.hidden || (empty && opened) {
                    sides.show(!empty);
                }
                self.hidden = empty;
            }
        }
        sides.leave(now);
        out.live.settle();
    }

    fn intake(&mut self, input: &Out, at: Point) {
        match &mut self.source {
            Source::Waiting(queue, _) => queue.put(at, &input.rows),
            Source::WaitingLive(points, [(added, came), (removed, went)]) => {
                points.push_back(at);
                let live = &input.live;
                let ids = [&live.added, &live.removed];
                for ((queue, rows), ids) in [(added, came), (removed, went)].into_iter().zip(ids) {
                    rows.clear();
                    for &id in ids {
                        rows.push(live.store.row(id));
                    }
                    queue.put(at, rows);
                }
            }
            Source::Rows(_) | Source::Live(_) => {}
        }
    }
}

state!(Window: source, leaving, latest, entered, hidden);

impl State for Source {
    fn save(&self, into: &mut Vec<u8>) {
        match self {
            Self::Rows(_) | Self::Live(_) => {}
            Self::Waiting(queue, rows) => {
                queue.save(into);
                rows.save(into);
            }
            Self::WaitingLive(points, sides) => {
                points.save(into);
                sides.save(into);
            }
        }
    }

    fn load(&mut self, from: &mut state::Source<'_>) -> Option<()> {
        match self {
            Self::Rows(_) | Self::Live(_) => Some(()),
            Self::Waiting(queue, rows) => {
                queue.load(from)?;
                rows.load(from)
            }
            Self::WaitingLive(points, sides) => {
                points.load(from)?;
                sides.load(from)
            }
        }
    }
}

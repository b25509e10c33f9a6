//! The neighbouring time-points of PREVIOUS and NEXT.

use std::collections::VecDeque;

use super::map::Queue;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Live, Rows};
use super::state::state;
use crate::Interval;
use crate::plan::Direction;

/// Gives the rows of the time-point before.
pub(super) struct Previous {
    pub(super) input: NodeId,
    pub(super) interval: Interval,
    pub(super) before: Option<(Point, Rows)>,
}

impl Operate for Previous {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, _: &mut Shared) {
        out.rows.clear();
        let rows = earlier.rows(self.input);
        let (at, before) = self
            .before
            .get_or_insert_with(|| (now, Rows::new(rows.width)));
        if at.index < now.index && self.interval.spans(at.ts, now.ts) {
            out.rows.absorb(before);
        }
        *at = now;
        before.clear();
        before.absorb(rows);
    }
}

/// Gives the rows of the time-point after.
pub(super) struct Next {
    pub(super) interval: Interval,
    pub(super) queue: Queue,
    pub(super) spare: Rows,
}

impl Operate for Next {
    fn step(&mut self, out: &mut Out, _: &Earlier<'_>, now: Point, _: &mut Shared) {
        out.rows.clear();
        self.spare.clear();
        while self.queue.first().is_some_and(|at| at.index <= now.index) {
            self.queue.take(&mut self.spare);
        }
        if let Some(at) = self.queue.first().filter(|at| at.index == now.index + 1)
            && self.interval.spans(now.ts, at.ts)
        {
            self.queue.take(&mut out.rows);
        }
    }

    fn intake(&mut self, input: &Out, at: Point) {
        self.queue.put(at, &input.rows);
    }
}

/// Gives a relation that lasts as it is at a neighbouring time-point.
///
/// Changes are taken over as they are; only where the neighbour comes into the
/// interval or goes out of it is the whole relation shown or hidden.
pub(super) struct Neighbour {
    direction: Direction,
    interval: Interval,
    points: VecDeque<Point>,
    came: Queue,
    went: Queue,
    spare: Rows,
    /// The time-point up to which changes were taken over.
    last: Option<Point>,
    /// By row: whether the relation has it there.
    held: Vec<bool>,
    shown: bool,
}

impl Neighbour {
    pub(super) fn new(direction: Direction, interval: Interval, width: usize) -> Self {
        Self {
            direction,
            interval,
            points: VecDeque::new(),
            came: Queue::default(),
            went: Queue::default(),
            spare: Rows::new(width),
            last: None,
            held: Vec::new(),
            shown: false,
        }
    }

    /// Takes over the changes of one time-point.
    fn follow(&mut self, live: &mut Live, at: Point) {
        for (queue, comes) in [(&mut self.went, false), (&mut self.came, true)] {
            self.spare.clear();
            if queue.first().is_some_and(|first| first.index == at.index) {
                queue.take(&mut self.spare);
            }
            for row in self.spare.iter() {
                let (id, _) = live.insert(row);
                let place = id as usize;
                if self.held.len() <= place {
                    self.held.resize(place + 1, false);
                }
                if let Some(held) = self.held.get_mut(place) {
                    *held = comes;
                }
                if self.shown {
                    live.set(id, comes);
                } else if !comes {
                    live.release(id);
                }
            }
        }
        self.last = Some(at);
    }
}

impl Operate for Neighbour {
    fn step(&mut self, out: &mut Out, _: &Earlier<'_>, now: Point, _: &mut Shared) {
        let held = &self.held;
        let kept = |id: u32| held.get(id as usize).copied().unwrap_or(false);
        out.live.begin(kept, |_| {});
        let wanted = match self.direction {
            Direction::Past => now.index.checked_sub(1),
            Direction::Future => Some(now.index + 1),
        };
        while let Some(at) = self.points.front().copied() {
            if wanted.is_none_or(|wanted| at.index > wanted) {
                break;
            }
            self.points.pop_front();
            self.follow(&mut out.live, at);
        }
        let there = self.last.filter(|last| Some(last.index) == wanted);
        let shown = there.is_some_and(|at| match self.direction {
            Direction::Past => self.interval.spans(at.ts, now.ts),
            Direction::Future => self.interval.spans(now.ts, at.ts),
        });
        if shown != self.shown {
            self.shown = shown;
            for (id, held) in (0_u32..).zip(&self.held) {
                if *held {
                    out.live.set(id, shown);
                }
            }
        }
        out.live.settle();
    }

    fn intake(&mut self, input: &Out, at: Point) {
        self.points.push_back(at);
        let live = &input.live;
        for (queue, ids) in [
            (&mut self.came, &live.added),
            (&mut self.went, &live.removed),
        ] {
            self.spare.clear();
            for &id in ids {
                self.spare.push(live.store.row(id));
            }
            queue.put(at, &self.spare);
        }
    }
}

state!(Previous: before);
state!(Next: queue);
state!(Neighbour: points, came, went, last, held, shown);

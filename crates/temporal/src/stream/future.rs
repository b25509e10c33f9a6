//! The neighbouring time-points of PREVIOUS and NEXT.

use super::map::Queue;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::Rows;
use super::state::state;
use crate::Interval;

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

state!(Previous: before);
state!(Next: queue);

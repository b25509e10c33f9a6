//! UNTIL, and the neighbouring time-points of PREVIOUS and NEXT.

use std::collections::{BTreeSet, VecDeque};

use super::map::Queue;
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::rows::{Rows, Word, pick};
use super::window::Span;
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

/// Holds both sides of UNTIL at one time-point.
struct Seen {
    at: Point,
    left: Rows,
    right: Rows,
}

/// Judges UNTIL by going through each time-point's window from its far end.
///
/// Plain: a time-point costs what its window holds.
pub(super) struct Until {
    pub(super) span: Span,
    pub(super) negated: bool,
    /// Which of the two sides the next intake is of.
    pub(super) sides: Sides,
    /// The columns of a right row that make a left row.
    pub(super) key: Vec<usize>,
}

/// Gathers what the two sides give.
#[derive(Default)]
pub(super) struct Sides {
    seen: VecDeque<Seen>,
    half: Option<Rows>,
}

impl Operate for Until {
    fn step(&mut self, out: &mut Out, _: &Earlier<'_>, now: Point, _: &mut Shared) {
        out.rows.clear();
        let seen = &mut self.sides.seen;
        while seen.front().is_some_and(|s| s.at.index < now.index) {
            seen.pop_front();
        }
        let window = seen
            .iter()
            .take_while(|s| self.span.reaches(s.at, now))
            .count();
        let mut found: BTreeSet<Box<[Word]>> = BTreeSet::new();
        let mut key = Vec::new();
        for here in seen.iter().take(window).rev() {
            if !found.is_empty() {
                let left: BTreeSet<&[Word]> = here.left.iter().collect();
                found.retain(|row| {
                    pick(row, &self.key, &mut key);
                    left.contains(key.as_slice()) != self.negated
                });
            }
            if !self.span.left(here.at, now) {
                found.extend(here.right.iter().map(Box::from));
            }
        }
        for row in &found {
            out.rows.push(row);
        }
    }

    fn intake(&mut self, input: &Out, at: Point) {
        let Some(left) = self.sides.half.take() else {
            self.sides.half = Some(input.rows.clone());
            return;
        };
        let right = input.rows.clone();
        self.sides.seen.push_back(Seen { at, left, right });
    }
}

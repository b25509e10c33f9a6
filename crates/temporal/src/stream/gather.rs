//! Aggregates right above ONCE or EVENTUALLY, in one.
//!
//! What comes into the window and what leaves it goes to its group at once;
//! which rows the window holds is told to nobody.
//!
//! # Invariants
//! As for the window: `latest` is, by row, the time-point of its latest
//! witness that came in, and a row leaves with that one.

#![expect(
    clippy::indexing_slicing,
    reason = "`latest` is grown to each row's number before it is used"
)]

use std::collections::VecDeque;
use std::hint::black_box;

use super::aggregate::{KeepState, Recipe};
use super::node::{Earlier, Operate, Out, Point, Shared};
use super::pool::Pool;
use super::rows::{Rows, Store, Word};
use super::state::state;
use super::window::{Source, Span};
use crate::ValueFault;

/// Says that a row has left.
const NEVER: u64 = u64::MAX;

/// Aggregates the rows that have a witness in the window.
pub(super) struct Gather {
    span: Span,
    source: Source,
    recipe: Recipe,
    held: Held,
    groups: KeepState,
}

/// Holds the rows of a window.
struct Held {
    store: Store,
    latest: Vec<u64>,
    leaving: VecDeque<(Point, u32)>,
}

impl Gather {
    /// Makes one that reads rows of time-points, as `source` gives them.
    pub(super) fn new(span: Span, source: Source, recipe: Recipe, width: usize) -> Self {
        Self {
            span,
            source,
            groups: KeepState::new(recipe.by.len()),
            recipe,
            held: Held {
                store: Store::new(width),
                latest: Vec::new(),
                leaving: VecDeque::new(),
            },
        }
    }
}

impl Held {
    /// Notes a witness; gives the row's number if the row is new.
    #[inline]
    fn enter(&mut self, at: Point, row: &[Word], bounded: bool) -> Option<u32> {
        let (id, new) = self.store.insert(row);
        if bounded {
            let place = id as usize;
            if self.latest.len() <= place {
                self.latest.resize(place + 1, NEVER);
            }
            if self.latest[place] != at.index {
                self.latest[place] = at.index;
                self.leaving.push_back((at, id));
            }
        }
        new.then_some(id)
    }
}

impl Operate for Gather {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, shared: &mut Shared) {
        out.live.begin(|_| false, |_| {});
        let Self {
            span,
            source,
            recipe,
            held,
            groups,
        } = self;
        groups.start(recipe);
        let bounded = span.bounded();
        let mut enter = |at: Point, rows: &Rows| {
            let mut take = |row: &[Word], held: &mut Held| {
                if let Some(id) = held.enter(at, row, bounded) {
                    groups.add(recipe, id, row, &shared.pool);
                }
            };
            if !rows.many() {
                rows.iter().for_each(|row| take(row, held));
                return;
            }
            for part in rows.parts() {
                let few = part.chunks(rows.width);
                let read = few
                    .clone()
                    .fold(0, |read, row| read | held.store.foresee(row));
                black_box(read);
                few.for_each(|row| take(row, held));
            }
        };
        match source {
            Source::Rows(input) => enter(now, earlier.rows(*input)),
            Source::Waiting(queue, rows) => {
                while let Some(at) = queue.first().filter(|at| span.reaches(*at, now)) {
                    rows.clear();
                    queue.take(rows);
                    enter(at, rows);
                }
            }
            // What lasts has a window of its own.
            Source::Live(_) | Source::WaitingLive(..) => {}
        }
        while let Some(&(at, id)) = held.leaving.front() {
            if !span.left(at, now) {
                break;
            }
            held.leaving.pop_front();
            if held.latest[id as usize] == at.index {
                held.latest[id as usize] = NEVER;
                groups.remove(recipe, id, held.store.row(id), &shared.pool);
                held.store.remove(id);
            }
        }
        groups.finish(recipe, &mut out.live, shared);
    }

    fn intake(&mut self, input: &Out, at: Point) {
        if let Source::Waiting(queue, _) = &mut self.source {
            queue.put(at, &input.rows);
        }
    }

    fn look_up(&self, key: &[Word], pool: &mut Pool) -> Option<Result<Word, ValueFault>> {
        self.groups.look_up(&self.recipe, key, pool)
    }
}

state!(Held: store, latest, leaving);
state!(Gather: source, held, groups);

//! Paces: how far behind the log a node can be judged.
//!
//! Nodes of one pace go through the time-points together; a pace that waits
//! for the future comes after the paces it waits for.

use std::collections::VecDeque;

use super::node::Point;
use super::state::{Source, State, state};

/// Numbers a pace.
pub(super) type PaceId = usize;

/// The pace of what needs no future.
pub(super) const NOW: PaceId = 0;

/// Says what a pace waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Nothing.
    Now,
    /// All time-points up to this distance, at another pace.
    After(PaceId, u64),
    /// The next time-point, at another pace.
    Next(PaceId),
    /// Two other paces.
    Both(PaceId, PaceId),
}

/// Holds the paces of a run and how far each has come.
#[derive(Debug, Clone)]
pub(super) struct Paces {
    pub(super) list: Vec<(Pace, Progress)>,
    /// The instants of the time-points still needed.
    instants: VecDeque<i64>,
    /// The number of the first of them.
    first: u64,
    ended: bool,
}

/// Counts time-points.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// Those that can be judged.
    pub(super) ready: u64,
    /// Those that have been.
    pub(super) done: u64,
    /// The first one past the window of the next to be judged.
    ahead: u64,
}

impl Paces {
    pub(super) fn new() -> Self {
        Self {
            list: vec![(Pace::Now, Progress::default())],
            instants: VecDeque::new(),
            first: 0,
            ended: false,
        }
    }

    pub(super) fn add(&mut self, pace: Pace) -> PaceId {
        if let Some(same) = self.list.iter().position(|(p, _)| *p == pace) {
            return same;
        }
        self.list.push((pace, Progress::default()));
        self.list.len() - 1
    }

    /// Gives the pace that waits for both.
    pub(super) fn both(&mut self, a: PaceId, b: PaceId) -> PaceId {
        if self.covers(a, b) {
            a
        } else if self.covers(b, a) {
            b
        } else {
            self.add(Pace::Both(a.min(b), a.max(b)))
        }
    }

    /// Tells whether what is ready at pace `a` is ready at pace `b`.
    fn covers(&self, a: PaceId, b: PaceId) -> bool {
        let pace = |id: PaceId| self.list.get(id).map_or(Pace::Now, |(pace, _)| *pace);
        if a == b || b == NOW {
            return true;
        }
        match (pace(a), pace(b)) {
            (Pace::After(p, far), Pace::After(q, near)) if far >= near && self.covers(p, q) => true,
            (Pace::Next(p), Pace::Next(q)) if self.covers(p, q) => true,
            (_, Pace::Both(p, q)) if self.covers(a, p) && self.covers(a, q) => true,
            (Pace::Both(p, q), _) => self.covers(p, b) || self.covers(q, b),
            (Pace::After(p, _) | Pace::Next(p), _) => self.covers(p, b),
            (Pace::Now, _) => false,
        }
    }

    /// Lists the paces so that those waited for come first.
    pub(super) fn order(&self) -> Vec<PaceId> {
        let ids = 0..self.list.len();
        let mut order: Vec<PaceId> = ids.clone().collect();
        order.sort_by_key(|&a| ids.clone().filter(|&b| self.covers(a, b)).count());
        order
    }

    /// Takes note of a new time-point.
    pub(super) fn arrive(&mut self, ts: i64) {
        self.instants.push_back(ts);
    }

    /// Takes note that no time-point follows.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Counts the time-points that arrived.
    pub(super) fn arrived(&self) -> u64 {
        self.first + self.instants.len() as u64
    }

    pub(super) fn instant(&self, index: u64) -> Option<i64> {
        let at = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.instants.get(at).copied()
    }

    /// Finds out how far a pace can go; those before it have been asked.
    pub(super) fn refresh(&mut self, id: PaceId) -> Progress {
        let arrived = self.arrived();
        let ready = |id: PaceId| self.list.get(id).map_or(0, |(_, p)| p.ready);
        let Some(&(pace, mut progress)) = self.list.get(id) else {
            return Progress::default();
        };
        match pace {
            Pace::Now => progress.ready = arrived,
            Pace::Both(a, b) => progress.ready = ready(a).min(ready(b)),
            Pace::Next(p) => {
                let known = ready(p);
                let whole = self.ended && known == arrived;
                progress.ready = if whole {
                    arrived
                } else {
                    known.saturating_sub(1)
                };
            }
            Pace::After(p, distance) => {
                let known = ready(p);
                while progress.ready < known {
                    let Some(here) = self.instant(progress.ready) else {
                        break;
                    };
                    let passed = |ts: i64| ts > here && ts.abs_diff(here) > distance;
                    progress.ahead = progress.ahead.max(progress.ready);
                    while self.instant(progress.ahead).is_some_and(|ts| !passed(ts)) {
                        progress.ahead += 1;
                    }
                    let closed = progress.ahead < arrived || self.ended;
                    if !closed || known < progress.ahead {
                        break;
                    }
                    progress.ready += 1;
                }
            }
        }
        if let Some((_, slot)) = self.list.get_mut(id) {
            *slot = progress;
        }
        progress
    }

    /// Where there is one pace only: takes a new time-point as judged, and gives
    /// it to be judged.
    #[inline]
    pub(super) fn single(&mut self, ts: i64) -> Option<Point> {
        let [(_, progress)] = self.list.as_mut_slice() else {
            return None;
        };
        let index = self.first;
        self.first += 1;
        (progress.ready, progress.done) = (self.first, self.first);
        Some(Point { index, ts })
    }

    /// Takes note that a pace has gone through all that was ready.
    pub(super) fn done(&mut self, id: PaceId) {
        if let Some((_, progress)) = self.list.get_mut(id) {
            progress.done = progress.ready;
        }
    }

    /// Forgets the instants of time-points that every pace is past.
    pub(super) fn forget(&mut self) {
        let done = self.list.iter().map(|(_, p)| p.done).min().unwrap_or(0);
        while self.first < done && self.instants.pop_front().is_some() {
            self.first += 1;
        }
    }
}

state!(Progress: ready, done, ahead);

impl State for Paces {
    fn save(&self, into: &mut Vec<u8>) {
        self.list
            .iter()
            .for_each(|(_, progress)| progress.save(into));
        self.instants.save(into);
        self.first.save(into);
        self.ended.save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        for (_, progress) in &mut self.list {
            progress.load(from)?;
        }
        self.instants.load(from)?;
        self.first.load(from)?;
        self.ended.load(from)
    }
}

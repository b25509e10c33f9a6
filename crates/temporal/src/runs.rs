//! Runs of time-points at which tuples hold, and how they change.
//!
//! # Invariants
//! `ends` and `starts` describe the same runs. A run ends where its tuple is
//! known not to hold at the next time-point; while that is undecided, or there
//! is none, the run has no end.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Change, Moment, Tuple, Validity};

/// Says what is known of the tuples of one time-point.
pub(crate) struct Known {
    pub(crate) at: Moment,
    pub(crate) holds: BTreeSet<Tuple>,
}

/// Holds the runs of all tuples.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs {
    /// The end of each run, by tuple and first time-point.
    ends: BTreeMap<Tuple, BTreeMap<Moment, Option<Moment>>>,
    starts: BTreeSet<(Moment, Tuple)>,
    /// Runs touched since the last report, as they were then.
    reported: BTreeMap<(Moment, Tuple), Option<Validity>>,
}

impl Runs {
    /// Takes in the time-points of `later`, which replace all after `before`,
    /// the last one that is as it was.
    pub(crate) fn update(
        &mut self,
        before: Option<&Known>,
        later: &[Known],
        undecided: &dyn Fn(Moment, &Tuple) -> bool,
    ) {
        let kept = before.map_or(Moment::new(i64::MIN, i64::MIN), |known| known.at);
        let stale = self.starts.range((kept, Tuple::new())..);
        let stale = stale.filter(|(from, _)| before.is_none() || *from > kept);
        for (from, tuple) in stale.cloned().collect::<Vec<_>>() {
            self.set(from, &tuple, None);
        }
        let mut active: BTreeMap<Tuple, Moment> = BTreeMap::new();
        for tuple in before.into_iter().flat_map(|known| &known.holds) {
            let run = self
                .ends
                .get(tuple)
                .and_then(|runs| runs.range(..=kept).next_back());
            active.insert(tuple.clone(), run.map_or(kept, |(from, _)| *from));
        }
        for known in later {
            let ended = active.extract_if(.., |tuple, _| !known.holds.contains(tuple));
            for (tuple, from) in ended.collect::<Vec<_>>() {
                let until = (!undecided(known.at, &tuple)).then_some(known.at);
                self.set(from, &tuple, Some(Validity { from, until }));
            }
            for tuple in &known.holds {
                if !active.contains_key(tuple) {
                    active.insert(tuple.clone(), known.at);
                }
            }
        }
        for (tuple, from) in active {
            self.set(from, &tuple, Some(Validity { from, until: None }));
        }
    }

    /// Reports how the runs changed since the last report.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for ((from, tuple), before) in std::mem::take(&mut self.reported) {
            let after = self.ends.get(&tuple).and_then(|runs| runs.get(&from));
            let after = after.map(|until| Validity {
                from,
                until: *until,
            });
            if before != after {
                changes.push(Change {
                    tuple,
                    before,
                    after,
                });
            }
        }
        changes
    }

    fn set(&mut self, from: Moment, tuple: &Tuple, run: Option<Validity>) {
        let before = self.ends.get(tuple).and_then(|runs| runs.get(&from));
        let before = before.map(|until| Validity {
            from,
            until: *until,
        });
        if before == run {
            return;
        }
        self.reported.entry((from, tuple.clone())).or_insert(before);
        let runs = self.ends.entry(tuple.clone()).or_default();
        if let Some(run) = run {
            runs.insert(from, run.until);
            self.starts.insert((from, tuple.clone()));
        } else {
            runs.remove(&from);
            self.starts.remove(&(from, tuple.clone()));
        }
        if runs.is_empty() {
            self.ends.remove(tuple);
        }
    }
}

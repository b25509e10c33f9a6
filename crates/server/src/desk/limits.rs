//! How much one address or one key may ask for, and for how long things hold.
//!
//! # Invariants
//! What is remembered of who asked is bounded: whoever has not used up anything
//! is forgotten first.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The longest form that is read.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;

/// How many challenges may be open at a time; the oldest gives way.
pub(crate) const CHALLENGES_MAX: usize = 4096;

/// How many sessions may be open at a time; more are refused.
pub(crate) const SESSIONS_MAX: usize = 1024;

/// How many sessions one key may have; its oldest gives way.
pub(crate) const SESSIONS_PER_KEY_MAX: usize = 4;

/// How many statements may wait for a signature in one session; the oldest
/// gives way.
pub(crate) const PREPARED_MAX: usize = 8;

/// How many askers are remembered.
const ASKERS_MAX: usize = 16_384;

/// So many in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once, and in each stretch.
    pub most: u32,
    /// The stretch.
    pub each: Duration,
}

/// What the desk allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a challenge may be answered.
    pub challenge_time: Duration,
    /// How long a session lasts at most.
    pub session_time: Duration,
    /// How long it lasts without being used.
    pub idle_time: Duration,
    /// Requests of any kind from one address.
    pub asked_per_address: Rate,
    /// Answers to challenges from one address.
    pub answered_per_address: Rate,
    /// Statements written out for one key.
    pub prepared_per_key: Rate,
    /// Statements entered by one key.
    pub entered_per_key: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        let rate = |most, minutes| Rate {
            most,
            each: Duration::from_mins(minutes),
        };
        Self {
            challenge_time: Duration::from_mins(5),
            session_time: Duration::from_hours(8),
            idle_time: Duration::from_mins(30),
            asked_per_address: rate(300, 1),
            answered_per_address: rate(20, 1),
            prepared_per_key: rate(60, 10),
            entered_per_key: rate(30, 10),
        }
    }
}

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// Requests from an address.
    Asked,
    /// Answers from an address.
    Answered,
    /// Statements written out for a key.
    Prepared,
    /// Statements entered by a key.
    Entered,
}

/// What each asker has used up lately.
#[derive(Debug, Default)]
pub(crate) struct Used {
    askers: BTreeMap<(Lane, String), Bucket>,
}

/// What is left to one asker: it fills up again evenly.
#[derive(Debug)]
struct Bucket {
    /// In thousandths of a request.
    left: u64,
    at: Instant,
}

impl Used {
    /// Takes one, where there is one left.
    pub(crate) fn take(&mut self, lane: Lane, asker: &str, rate: Rate, now: Instant) -> bool {
        if self.askers.len() >= ASKERS_MAX {
            self.forget(now);
        }
        let full = u64::from(rate.most) * 1000;
        let bucket = self
            .askers
            .entry((lane, asker.to_owned()))
            .or_insert(Bucket {
                left: full,
                at: now,
            });
        let passed = now.saturating_duration_since(bucket.at).as_millis();
        let each = rate.each.as_millis().max(1);
        let filled = u64::try_from(passed * u128::from(full) / each).unwrap_or(u64::MAX);
        bucket.left = bucket.left.saturating_add(filled).min(full);
        bucket.at = now;
        let Some(left) = bucket.left.checked_sub(1000) else {
            return false;
        };
        bucket.left = left;
        true
    }

    /// Forgets who asked for nothing in the last hour; where that makes no room,
    /// everybody.
    fn forget(&mut self, now: Instant) {
        let hour = Duration::from_hours(1);
        self.askers
            .retain(|_, bucket| now.saturating_duration_since(bucket.at) < hour);
        if self.askers.len() >= ASKERS_MAX {
            self.askers.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_up_fills_again_and_lanes_do_not_mix() {
        let rate = Rate {
            most: 2,
            each: Duration::from_secs(10),
        };
        let mut used = Used::default();
        let start = Instant::now();
        assert!(used.take(Lane::Asked, "a", rate, start));
        assert!(used.take(Lane::Asked, "a", rate, start));
        assert!(!used.take(Lane::Asked, "a", rate, start));
        assert!(used.take(Lane::Asked, "b", rate, start));
        assert!(used.take(Lane::Answered, "a", rate, start));
        let later = start + Duration::from_secs(4);
        assert!(!used.take(Lane::Asked, "a", rate, later));
        let later = start + Duration::from_secs(6);
        assert!(used.take(Lane::Asked, "a", rate, later));
        assert!(!used.take(Lane::Asked, "a", rate, later));
    }

    #[test]
    fn askers_are_not_remembered_without_end() {
        let rate = Rate {
            most: 2,
            each: Duration::from_secs(10),
        };
        let mut used = Used::default();
        let start = Instant::now();
        for asker in 0..40_000 {
            assert!(used.take(Lane::Asked, &asker.to_string(), rate, start));
        }
        assert!(used.askers.len() <= ASKERS_MAX);
    }
}

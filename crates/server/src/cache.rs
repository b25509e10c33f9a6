//! What was computed, kept up to a weight; what was asked for last stays.
//!
//! # Invariants
//! The weight kept never exceeds the limit by more than one value.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Values by key, up to a weight.
#[derive(Debug)]
pub(crate) struct Cache<V> {
    weight_max: usize,
    kept: Mutex<Kept<V>>,
}

#[derive(Debug)]
struct Kept<V> {
    values: BTreeMap<String, (u64, usize, V)>,
    weight: usize,
    clock: u64,
}

impl<V: Clone> Cache<V> {
    /// Makes an empty cache.
    pub(crate) fn new(weight_max: usize) -> Self {
        Self {
            weight_max,
            kept: Mutex::new(Kept {
                values: BTreeMap::new(),
                weight: 0,
                clock: 0,
            }),
        }
    }

    /// Returns a value.
    pub(crate) fn get(&self, key: &str) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let (used, _, value) = kept.values.get_mut(key)?;
        *used = clock;
        Some(value.clone())
    }

    /// Keeps a value; what was not asked for longest makes room.
    pub(crate) fn put(&self, key: String, weight: usize, value: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        while kept.weight + weight > self.weight_max {
            let oldest = kept.values.iter().min_by_key(|(_, (used, _, _))| *used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            if let Some((_, freed, _)) = kept.values.remove(&oldest) {
                kept.weight = kept.weight.saturating_sub(freed);
            }
        }
        kept.clock += 1;
        let clock = kept.clock;
        if let Some((_, freed, _)) = kept.values.insert(key, (clock, weight, value)) {
            kept.weight = kept.weight.saturating_sub(freed);
        }
        kept.weight += weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_last_stays() {
        let cache = Cache::new(2);
        cache.put("a".into(), 1, 1);
        cache.put("b".into(), 1, 2);
        assert_eq!(cache.get("a"), Some(1));
        cache.put("c".into(), 1, 3);
        assert_eq!(cache.get("b"), None);
        assert_eq!((cache.get("a"), cache.get("c")), (Some(1), Some(3)));
    }
}

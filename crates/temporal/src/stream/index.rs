//! Indexes: the rows of a set by the words of some of their columns.

#![expect(
    clippy::indexing_slicing,
    reason = "numbers index what this module itself grew to hold them"
)]

use super::rows::{NONE, Store, Word, pick};
use super::state::state;

/// Finds the rows of a [`Store`] by the words of some columns.
#[derive(Debug, Clone)]
pub(super) struct Index {
    columns: Vec<usize>,
    keys: Store,
    heads: Vec<u32>,
    /// By row: its key, the row before it and the row after it.
    links: Vec<[u32; 3]>,
    key: Vec<Word>,
}

impl Index {
    pub(super) fn new(columns: Vec<usize>) -> Self {
        Self {
            keys: Store::new(columns.len()),
            columns,
            heads: Vec::new(),
            links: Vec::new(),
            key: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, id: u32, row: &[Word]) {
        pick(row, &self.columns, &mut self.key);
        let (key, new) = self.keys.insert(&self.key);
        if self.heads.len() <= key as usize {
            self.heads.resize(key as usize + 1, NONE);
        }
        if self.links.len() <= id as usize {
            self.links.resize(id as usize + 1, [NONE; 3]);
        }
        let head = if new { NONE } else { self.heads[key as usize] };
        if head != NONE {
            self.links[head as usize][1] = id;
        }
        self.links[id as usize] = [key, NONE, head];
        self.heads[key as usize] = id;
    }

    pub(super) fn remove(&mut self, id: u32) {
        let Some(&[key, before, after]) = self.links.get(id as usize) else {
            return;
        };
        if key == NONE {
            return;
        }
        if after != NONE {
            self.links[after as usize][1] = before;
        }
        if before != NONE {
            self.links[before as usize][2] = after;
        } else {
            self.heads[key as usize] = after;
            if after == NONE {
                self.keys.remove(key);
            }
        }
        self.links[id as usize] = [NONE; 3];
    }

    /// Lists the rows with this key, the newest first.
    #[inline]
    pub(super) fn rows(&self, key: &[Word]) -> impl Iterator<Item = u32> {
        let first = self.keys.find(key).map(|k| self.heads[k as usize]);
        std::iter::successors(first, |&id| {
            Some(self.links[id as usize][2]).filter(|&next| next != NONE)
        })
    }
}

state!(Index: keys, heads, links);

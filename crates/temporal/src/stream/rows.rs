//! Rows of words, and sets of rows with dense numbers.
//!
//! A word stands for a value of a known type ([`super::pool`]); equal words
//! are equal values. Nothing here is ordered, and nothing iterates in the
//! order of a hash: what needs an order sorts.
//!
//! # Invariants
//! A row's number stays its own until the row is removed; numbers are used
//! again, so memory follows the most rows held at once.

#![expect(
    clippy::indexing_slicing,
    reason = "numbers index what this module itself grew to hold them"
)]

use super::state::state;

/// Stands for one value.
pub(super) type Word = i64;

/// Says how many rows are foreseen at once.
const FEW: usize = 32;

/// Stands for no row.
pub(super) const NONE: u32 = u32::MAX;

/// Holds rows one after the other; the same row may be there twice.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) len: usize,
    pub(super) words: Vec<Word>,
}

impl Rows {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.words.clear();
    }

    pub(super) fn push(&mut self, row: &[Word]) {
        self.len += 1;
        self.words.extend_from_slice(row);
    }

    pub(super) fn row(&self, at: usize) -> &[Word] {
        &self.words[at * self.width..(at + 1) * self.width]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[Word]> {
        (0..self.len).map(|at| self.row(at))
    }

    /// Gives the rows a few at a time, so that a few can be foreseen.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[Word]> {
        self.words.chunks(FEW * self.width.max(1))
    }

    /// Tells whether it is worth while to look at several rows at once.
    #[inline]
    pub(super) fn many(&self) -> bool {
        self.len >= FEW && self.width > 0
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.len += other.len;
        self.words.extend_from_slice(&other.words);
    }
}

/// Picks the words of `row` at `columns` into `into`.
#[inline]
pub(super) fn pick(row: &[Word], columns: &[usize], into: &mut Vec<Word>) {
    into.clear();
    match columns {
        [a] => into.push(row[*a]),
        columns => into.extend(columns.iter().map(|&c| row[c])),
    }
}

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves of the product are folded into one"
    )]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded
}

#[inline]
fn hash(row: &[Word]) -> u32 {
    let mut state = MIX;
    for &word in row {
        state = mixed(word.cast_unsigned() ^ state, MIX).rotate_left(23);
    }
    let high = mixed(state, 0xD6E8_FEB8_6659_FD93) >> 33;
    u32::try_from(high).unwrap_or_default()
}

/// Marks the hash of a number not in use; no hash has this bit.
const GONE: u32 = 1 << 31;

/// Holds a set of rows of one width, each with a number of its own.
///
/// A row taken away leaves its slot behind; such slots are swept out when the
/// table is made anew, once half of it is not empty. A quarter at most is then,
/// so that nearly every search ends where it begins, which processors foresee.
///
/// # Invariants
/// A slot is 0 or a number plus 1; from a row's first slot to its own there is
/// no empty one. A slot is no more than a hint: what it leads to is looked at,
/// and the hash of a number not in use is marked.
#[derive(Debug, Clone)]
pub(super) struct Store {
    width: usize,
    words: Vec<Word>,
    hashes: Vec<u32>,
    slots: Vec<u32>,
    free: Vec<u32>,
    next: u32,
    len: usize,
    /// The slots that are not 0.
    used: usize,
}

impl Store {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            words: Vec::new(),
            hashes: Vec::new(),
            slots: vec![0; 16],
            free: Vec::new(),
            next: 0,
            len: 0,
            used: 0,
        }
    }

    #[inline]
    pub(super) fn row(&self, id: u32) -> &[Word] {
        let at = id as usize * self.width;
        &self.words[at..at + self.width]
    }

    #[inline]
    fn place(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    #[inline]
    fn same(&self, id: u32, row: &[Word]) -> bool {
        match (self.row(id), row) {
            ([x], [a]) => x == a,
            ([x, y], [a, b]) => x == a && y == b,
            // Rows are short, and a call to compare them would cost more.
            (own, row) => own.iter().zip(row).all(|(a, b)| a == b),
        }
    }

    #[inline]
    pub(super) fn find(&self, row: &[Word]) -> Option<u32> {
        let wanted = hash(row);
        let mut place = self.place(wanted);
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                return None;
            }
            if self.hashes[slot as usize - 1] == wanted && self.same(slot - 1, row) {
                return Some(slot - 1);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Reads where a row will be looked for, so that the waits for memory of
    /// several rows overlap; what it gives only keeps the read from being left
    /// out.
    #[inline]
    pub(super) fn foresee(&self, row: &[Word]) -> u32 {
        self.slots[self.place(hash(row))]
    }

    /// Returns the number of a row, and whether the row is new.
    #[inline]
    pub(super) fn insert(&mut self, row: &[Word]) -> (u32, bool) {
        if (self.used + 1) * 2 > self.slots.len() {
            self.sweep();
        }
        let wanted = hash(row);
        let mut place = self.place(wanted);
        // A slot left behind may serve again.
        let mut left = None;
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                break;
            }
            let found = self.hashes[slot as usize - 1];
            if found == wanted && self.same(slot - 1, row) {
                return (slot - 1, false);
            }
            if found & GONE != 0 {
                left = left.or(Some(place));
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
        let id = self.number(row, wanted);
        if let Some(left) = left {
            place = left;
        } else {
            self.used += 1;
        }
        self.slots[place] = id + 1;
        self.len += 1;
        (id, true)
    }

    /// Gives a new row its number.
    #[inline]
    fn number(&mut self, row: &[Word], hash: u32) -> u32 {
        let Some(id) = self.free.pop() else {
            for word in row {
                self.words.push(*word);
            }
            self.hashes.push(hash);
            self.next += 1;
            return self.next - 1;
        };
        let at = id as usize * self.width;
        let own = &mut self.words[at..at + self.width];
        match (own, row) {
            ([x], [a]) => *x = *a,
            ([x, y], [a, b]) => (*x, *y) = (*a, *b),
            (own, row) => own.iter_mut().zip(row).for_each(|(x, a)| *x = *a),
        }
        self.hashes[id as usize] = hash;
        id
    }

    /// Makes the table anew for the rows there are.
    #[cold]
    fn sweep(&mut self) {
        let mut size = self.slots.len();
        while (self.len + 1) * 4 > size {
            size *= 2;
        }
        self.slots.clear();
        self.slots.resize(size, 0);
        for (id, &hash) in (1_u32..).zip(&self.hashes) {
            if hash & GONE != 0 {
                continue;
            }
            let mut place = hash as usize & (size - 1);
            while self.slots[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.slots[place] = id;
        }
        self.used = self.len;
    }

    /// Takes a row away; its words stay readable until its number is reused.
    #[inline]
    pub(super) fn remove(&mut self, id: u32) {
        let hash = &mut self.hashes[id as usize];
        if *hash & GONE == 0 {
            *hash |= GONE;
            self.free.push(id);
            self.len -= 1;
        }
    }

    /// Takes all rows away, at a cost that follows their number.
    pub(super) fn clear(&mut self) {
        let untouched = self.free.is_empty() && self.used == self.next as usize;
        if untouched && self.used * 8 < self.slots.len() {
            // The last one in is at the end of its run, so that going back
            // cuts none off.
            for id in (0..self.next).rev() {
                let mut place = self.place(self.hashes[id as usize]);
                while self.slots[place] != id + 1 {
                    place = (place + 1) & (self.slots.len() - 1);
                }
                self.slots[place] = 0;
            }
        } else {
            self.slots.fill(0);
        }
        self.words.clear();
        self.hashes.clear();
        self.free.clear();
        self.next = 0;
        self.len = 0;
        self.used = 0;
    }
}

const PRESENT: u8 = 1;
const BEFORE: u8 = 2;
const TOUCHED: u8 = 4;

/// Holds a relation that lasts over time-points, and how it just changed.
///
/// # Invariants
/// Between [`Live::settle`] and the next [`Live::begin`], `added` and
/// `removed` lead from the rows at the time-point before to those present.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) store: Store,
    flags: Vec<u8>,
    touched: Vec<u32>,
    pub(super) added: Vec<u32>,
    pub(super) removed: Vec<u32>,
    loose: Vec<u32>,
    pub(super) present: usize,
}

impl Live {
    pub(super) fn new(width: usize) -> Self {
        Self {
            store: Store::new(width),
            flags: Vec::new(),
            touched: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
            loose: Vec::new(),
            present: 0,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.store.width
    }

    /// Starts a time-point; numbers of rows gone for good become free.
    ///
    /// `held` says of a row not present whether it must be kept; `freed` is
    /// told of each that goes.
    #[inline]
    pub(super) fn begin(&mut self, held: impl Fn(u32) -> bool, mut freed: impl FnMut(u32)) {
        self.added.clear();
        if self.removed.is_empty() && self.loose.is_empty() {
            return;
        }
        let mut gone = std::mem::take(&mut self.removed);
        gone.append(&mut self.loose);
        for &id in &gone {
            let flag = &mut self.flags[id as usize];
            if *flag & PRESENT == 0 && !held(id) {
                *flag = 0;
                freed(id);
                self.store.remove(id);
            }
        }
        gone.clear();
        self.removed = gone;
    }

    /// Returns the number of a row, present or not, and whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, row: &[Word]) -> (u32, bool) {
        let (id, new) = self.store.insert(row);
        if new && self.flags.len() <= id as usize {
            self.flags.resize(id as usize + 1, 0);
        }
        (id, new)
    }

    #[inline]
    pub(super) fn is_present(&self, id: u32) -> bool {
        self.flags
            .get(id as usize)
            .is_some_and(|f| f & PRESENT != 0)
    }

    #[inline]
    pub(super) fn has(&self, row: &[Word]) -> bool {
        self.store.find(row).is_some_and(|id| self.is_present(id))
    }

    #[inline]
    pub(super) fn set(&mut self, id: u32, present: bool) {
        let flag = &mut self.flags[id as usize];
        if (*flag & PRESENT != 0) == present {
            return;
        }
        if *flag & TOUCHED == 0 {
            *flag = TOUCHED | if present { 0 } else { BEFORE };
            self.touched.push(id);
        }
        if present {
            *flag |= PRESENT;
            self.present += 1;
        } else {
            *flag &= !PRESENT;
            self.present -= 1;
        }
    }

    /// Takes a row away, if it is there.
    pub(super) fn withdraw(&mut self, row: &[Word]) {
        if let Some(id) = self.store.find(row) {
            self.set(id, false);
        }
    }

    /// Makes a row present.
    pub(super) fn assert(&mut self, row: &[Word]) {
        let (id, _) = self.insert(row);
        self.set(id, true);
    }

    /// Notes that a row not present may no longer be needed.
    pub(super) fn release(&mut self, id: u32) {
        self.loose.push(id);
    }

    /// Ends a time-point.
    #[inline]
    pub(super) fn settle(&mut self) {
        if self.touched.is_empty() {
            return;
        }
        for id in self.touched.drain(..) {
            let flag = &mut self.flags[id as usize];
            *flag &= !TOUCHED;
            match (*flag & BEFORE != 0, *flag & PRESENT != 0) {
                (false, true) => self.added.push(id),
                (true, false) => self.removed.push(id),
                (false, false) => self.loose.push(id),
                (true, true) => {}
            }
            *flag &= PRESENT;
        }
    }

    /// Lists the rows present, in the order of their numbers.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> {
        (0..self.store.next).filter(|&id| self.is_present(id))
    }
}

state!(Rows: width, len, words);
state!(Store: words, hashes, slots, free, next, len, used);
state!(Live: store, flags, touched, added, removed, loose, present);

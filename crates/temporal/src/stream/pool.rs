//! Words for values, and back.
//!
//! Whole numbers and instants are their own words; texts and decimals are
//! numbered as they are first seen.
//!
//! # Invariants
//! Within one type, equal words are equal values. Only of whole numbers and
//! instants does the order of words say anything.

#![expect(
    clippy::indexing_slicing,
    reason = "numbers index what this module itself grew to hold them"
)]

use std::cmp::Ordering;
use std::sync::Arc;

use super::rows::{Store, Word};
use super::state::state;
use crate::{Decimal, Type, Value};

/// Numbers texts and decimals.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    texts: Vec<Arc<str>>,
    slots: Vec<u32>,
    decimals: Store,
}

fn hash(text: &[u8]) -> u64 {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    let (chunks, rest) = text.as_chunks::<8>();
    for chunk in chunks {
        state = (state ^ u64::from_le_bytes(*chunk)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        state ^= state >> 29;
    }
    for &byte in rest {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    state ^= state >> 32;
    state.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 17
}

impl Pool {
    pub(super) fn new() -> Self {
        Self {
            texts: Vec::new(),
            slots: vec![0; 16],
            decimals: Store::new(3),
        }
    }

    fn place(&self, text: &[u8]) -> usize {
        usize::try_from(hash(text)).unwrap_or_default() & (self.slots.len() - 1)
    }

    /// Numbers a text.
    pub(super) fn text(&mut self, text: &str) -> Word {
        if (self.texts.len() + 1) * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 0..self.texts.len() {
                let mut place = self.place(self.texts[id].as_bytes());
                while self.slots[place] != 0 {
                    place = (place + 1) & (self.slots.len() - 1);
                }
                self.slots[place] = u32::try_from(id + 1).unwrap_or(u32::MAX);
            }
        }
        let mut place = self.place(text.as_bytes());
        while self.slots[place] != 0 {
            let id = self.slots[place] - 1;
            if *self.texts[id as usize] == *text {
                return Word::from(id);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX - 1);
        self.slots[place] = id + 1;
        self.texts.push(Arc::from(text));
        Word::from(id)
    }

    /// Gives the text of a word.
    pub(super) fn text_of(&self, word: Word) -> &Arc<str> {
        &self.texts[usize::try_from(word).unwrap_or_default()]
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the two halves of a mantissa are kept apart"
    )]
    fn decimal(&mut self, value: Decimal) -> Word {
        let value = value.normalize();
        let mantissa = value.mantissa();
        let row = [
            (mantissa >> 64) as i64,
            mantissa as i64,
            i64::from(value.scale()),
        ];
        Word::from(self.decimals.insert(&row).0)
    }

    fn decimal_of(&self, word: Word) -> Decimal {
        let id = u32::try_from(word).unwrap_or_default();
        let &[high, low, scale] = self.decimals.row(id) else {
            return Decimal::ZERO;
        };
        let mantissa = (i128::from(high) << 64) | i128::from(low.cast_unsigned());
        let scale = u32::try_from(scale).unwrap_or_default();
        Decimal::try_from_i128_with_scale(mantissa, scale).unwrap_or_default()
    }

    /// Gives the word of a value.
    pub(super) fn word(&mut self, value: &Value) -> Word {
        match value {
            Value::Int(n) | Value::Timestamp(n) => *n,
            Value::Decimal(d) => self.decimal(*d),
            Value::Text(t) => self.text(t),
        }
    }

    /// Gives the value of a word.
    pub(super) fn value(&self, word: Word, kind: Type) -> Value {
        match kind {
            Type::Int => Value::Int(word),
            Type::Timestamp => Value::Timestamp(word),
            Type::Decimal => Value::Decimal(self.decimal_of(word)),
            Type::Text => Value::Text(Arc::clone(self.text_of(word))),
        }
    }

    /// Compares two words as the values they stand for.
    pub(super) fn compare(&self, a: Word, b: Word, kind: Type) -> Ordering {
        match kind {
            Type::Int | Type::Timestamp => a.cmp(&b),
            Type::Decimal => self.decimal_of(a).cmp(&self.decimal_of(b)),
            Type::Text => self.text_of(a).cmp(self.text_of(b)),
        }
    }
}

state!(Pool: texts, slots, decimals);

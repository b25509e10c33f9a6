//! Reads the most usual shape of MonPoly's logs without pause: instants, names
//! and tuples of whole numbers, without comments and with blanks only between
//! them. Whatever is otherwise is left to the patient way, which also words
//! the faults.

use super::{Reader, Rows, Shape};
use crate::Type;

/// Reads the digits that eight bytes begin with: how many, and the number.
///
/// # Source
/// Digits are added up in pairs, then fours, then eights, as is common.
#[inline]
fn eight(bytes: [u8; 8]) -> (u32, u64) {
    let digits = u64::from_le_bytes(bytes) ^ 0x3030_3030_3030_3030;
    // The lowest high bit is that of the first byte that is no digit.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    let length = others.trailing_zeros() / 8;
    // What follows the digits goes; zeros come before them.
    let digits = digits.checked_shl(64 - 8 * length).unwrap_or(0);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let (even, odd) = (
        pairs & 0x0000_00FF_0000_00FF,
        (pairs >> 16) & 0x0000_00FF_0000_00FF,
    );
    let fours = even.wrapping_mul(0x000F_4240_0000_0064);
    let eights = fours.wrapping_add(odd.wrapping_mul(0x0000_2710_0000_0001));
    (length, eights >> 32)
}

/// Reads digits, with a sign, up to something else; gives the number and where
/// it ends, or `None` if they are none or too many, or if the text ends first.
#[inline]
fn digits(text: &[u8], at: usize) -> Option<(i64, usize)> {
    let rest = text.get(at..)?;
    if let Some(bytes) = rest.first_chunk() {
        let (length, number) = eight(*bytes);
        if (1..8).contains(&length) {
            return Some((number.cast_signed(), at + length as usize));
        }
        if let Some(bytes) = rest.get(8..).and_then(|rest| rest.first_chunk())
            && length == 8
            && let (more @ 0..8, end) = eight(*bytes)
        {
            let number = number * 10_u64.pow(more) + end;
            return Some((number.cast_signed(), at + 8 + more as usize));
        }
    }
    singly(rest).map(|(number, length)| (number, at + length))
}

/// The same, one digit at a time; gives how many bytes it took.
fn singly(text: &[u8]) -> Option<(i64, usize)> {
    let negative = text.first() == Some(&b'-');
    let from = usize::from(negative);
    let mut number = 0_i64;
    for (length, byte) in text.get(from..)?.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            // Eighteen digits always fit.
            let usual = (1..=18).contains(&length);
            return usual.then_some((if negative { -number } else { number }, from + length));
        }
        number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
    }
    None
}

impl Reader {
    /// Reads on as long as all is usual; moves `at` past it, and gives the
    /// instant of the time-point that it completes, if it completes one.
    pub(super) fn hurry(&mut self, text: &[u8], at: &mut usize) -> Option<i64> {
        let mut place = *at;
        if self.open.is_none() {
            while matches!(text.get(place)?, b' ' | b'\n') {
                place += 1;
            }
            *at = place;
            if *text.get(place)? != b'@' {
                return None;
            }
            let (ts, end) = digits(text, place + 1)?;
            place = match text.get(end)? {
                b' ' => end + 1,
                b';' | b'\n' => end,
                _ => return None,
            };
            self.begin(ts);
            *at = place;
        }
        loop {
            match text.get(place)? {
                b' ' | b'\n' => place += 1,
                b'(' if self.within.is_some() => {
                    let (shape, _) = self.within?;
                    place = self.numbers(text, place, shape)?;
                    self.within = Some((shape, true));
                }
                b';' if self.ready() => {
                    self.within = None;
                    *at = place + 1;
                    self.stale = true;
                    return self.open.take();
                }
                first if first.is_ascii_alphabetic() && self.ready() => {
                    let rest = text.get(place..)?;
                    let mut shape = self.guess;
                    if !self.shapes.get(shape)?.called(rest) {
                        shape = self.shapes.iter().position(|shape| shape.called(rest))?;
                        self.guess = shape;
                    }
                    place += self.shapes.get(shape)?.name.len();
                    place = self.numbers(text, place, shape)?;
                    self.within = Some((shape, true));
                }
                _ => return None,
            }
            *at = place;
        }
    }

    /// Tells whether no name waits for its first tuple.
    #[inline]
    fn ready(&self) -> bool {
        self.within.is_none_or(|(_, some)| some)
    }

    /// Reads a tuple of whole numbers, whole or not at all.
    #[inline]
    fn numbers(&mut self, text: &[u8], mut at: usize, shape: usize) -> Option<usize> {
        let shape = self.shapes.get(shape)?;
        if !shape.whole {
            return None;
        }
        // What nobody asks for is read all the same, and goes.
        let mut none = Rows::default();
        let rows = match shape.wanted {
            Some(wanted) => self.facts.get_mut(wanted)?,
            None => &mut none,
        };
        let kept = rows.words.len();
        let mut read = || {
            let mut before = b'(';
            for _ in &shape.kinds {
                if *text.get(at)? != before {
                    return None;
                }
                let (number, end) = digits(text, at + 1)?;
                rows.words.push(number);
                (before, at) = (b',', end);
            }
            (*text.get(at)? == b')').then_some(at + 1)
        };
        let end = read();
        if end.is_some() {
            rows.len += 1;
        } else {
            rows.words.truncate(kept);
        }
        end
    }
}

impl Shape {
    /// Tells whether a text starts with the name and a parenthesis.
    #[inline]
    fn called(&self, text: &[u8]) -> bool {
        let (mask, start) = self.start;
        let named = match text.first_chunk::<8>() {
            Some(bytes) if self.name.len() <= 8 => u64::from_le_bytes(*bytes) & mask == start,
            _ => text.starts_with(&self.name),
        };
        named && text.get(self.name.len()) == Some(&b'(')
    }
}

/// Gives the first eight bytes of a name as a number, and where they count.
pub(super) fn start(name: &[u8]) -> (u64, u64) {
    let mut bytes = [[0; 8]; 2];
    let [mask, start] = &mut bytes;
    for ((mask, start), byte) in mask.iter_mut().zip(start).zip(name) {
        (*mask, *start) = (u8::MAX, *byte);
    }
    let [mask, start] = bytes.map(u64::from_le_bytes);
    (mask, start)
}

/// Tells whether all arguments are whole numbers, and there is one.
pub(super) fn whole(kinds: &[Type]) -> bool {
    !kinds.is_empty() && kinds.iter().all(|kind| *kind == Type::Int)
}

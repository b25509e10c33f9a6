//! Reads the most usual shape of MonPoly's logs without pause: instants, names
//! and tuples of whole numbers, without comments and with blanks only between
//! them. Whatever is otherwise is left to the patient way, which also words
//! the faults.

use super::{Read, Reader};
use crate::Type;

/// Reads digits, with a sign, up to something else; gives the number and where
/// it ends, or `None` if they are none or too many, or if the text ends first.
#[inline]
fn digits(text: &[u8], at: usize) -> Option<(i64, usize)> {
    let negative = text.get(at) == Some(&b'-');
    let from = at + usize::from(negative);
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
    pub(super) fn hurry(&mut self, text: &[u8], at: &mut usize) -> Option<Read> {
        let mut place = *at;
        loop {
            match text.get(place)? {
                b' ' | b'\n' => place += 1,
                b'(' if self.within.is_some() => {
                    let (shape, _) = self.within?;
                    place = self.numbers(text, place, shape)?;
                    self.within = Some((shape, true));
                }
                b';' if self.open.is_some() && self.ready() => {
                    self.within = None;
                    *at = place + 1;
                    return self.end();
                }
                b'@' if self.open.is_none() => {
                    let (ts, end) = digits(text, place + 1)?;
                    place = end;
                    if !matches!(text.get(place)?, b' ' | b';' | b'\n') {
                        return None;
                    }
                    self.begin(ts);
                }
                first if first.is_ascii_alphabetic() && self.open.is_some() && self.ready() => {
                    let rest = text.get(place..)?;
                    let usual = self.shapes.get(self.guess)?;
                    let shape = if called(&usual.name, rest) {
                        self.guess
                    } else {
                        let mut shapes = self.shapes.iter();
                        shapes.position(|shape| called(&shape.name, rest))?
                    };
                    self.guess = shape;
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
        let rows = self.facts.get_mut(shape.wanted?)?;
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

/// Tells whether a text starts with a name and a parenthesis.
#[inline]
fn called(name: &[u8], text: &[u8]) -> bool {
    text.get(name.len()) == Some(&b'(') && name.iter().zip(text).all(|(a, b)| a == b)
}

/// Tells whether all arguments are whole numbers, and there is one.
pub(super) fn whole(kinds: &[Type]) -> bool {
    !kinds.is_empty() && kinds.iter().all(|kind| *kind == Type::Int)
}

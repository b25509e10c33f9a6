//! Walks over the bytes of a log, and reads values.
//!
//! # Invariants
//! A value is taken only when what ends it is seen, so that a text may be cut
//! anywhere. What is usual is read without making anything.

use super::{Pool, Wrong};
use crate::value::read_number;
use crate::{Decimal, Type, Value};

/// Says why reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Halt {
    /// The text ends too early to tell.
    Short,
    /// Something is wrong.
    Wrong(Wrong),
}

impl From<Wrong> for Halt {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

#[inline]
fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

fn wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128
}

/// Tells whether a byte may stand in a value without quotes.
fn plain(byte: u8) -> bool {
    wordy(byte) || matches!(byte, b'[' | b']' | b'/' | b':' | b'-' | b'.' | b'!' | b'+')
}

/// Walks over bytes.
#[derive(Debug, Clone)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    /// Whether nothing follows the text.
    pub(super) last: bool,
}

impl<'a> Scan<'a> {
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline]
    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(blank) {
            self.at += 1;
        }
    }

    pub(super) fn starts(&self, with: &[u8]) -> bool {
        self.text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(with))
    }

    /// Says that the text ends, which is wrong if nothing follows.
    pub(super) fn ended(&self, wanted: &str) -> Halt {
        if self.last {
            let message = format!("expected {wanted}, found the end of the text");
            Wrong::new(self.at, message).into()
        } else {
            Halt::Short
        }
    }

    /// Takes the byte, blanks before it included, if it is next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> Result<bool, Halt> {
        if self.peek() != Some(byte) {
            self.blanks();
            match self.peek() {
                Some(found) if found == byte => {}
                None if !self.last => return Err(Halt::Short),
                _ => return Ok(false),
            }
        }
        self.at += 1;
        Ok(true)
    }

    /// Passes over blanks and comments.
    #[inline]
    pub(super) fn skip(&mut self) -> Result<(), Halt> {
        loop {
            self.blanks();
            match self.peek() {
                Some(b'#' | b'/' | b'(') => {
                    if !self.comment()? {
                        return Ok(());
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Passes over a comment, if one is here.
    fn comment(&mut self) -> Result<bool, Halt> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = match rest {
            [b'#', ..] | [b'/', b'/', ..] => rest.iter().position(|b| *b == b'\n'),
            [b'(', b'*', ..] => {
                let body = rest.get(2..).unwrap_or_default();
                let closed = body.windows(2).position(|pair| pair == b"*)");
                if closed.is_none() && self.last {
                    let message = "this comment is never closed; end it with `*)`";
                    return Err(Wrong::new(self.at, message).into());
                }
                closed.map(|length| length + 4)
            }
            [b'/' | b'('] if !self.last => return Err(Halt::Short),
            _ => return Ok(false),
        };
        match length {
            Some(length) => self.at += length,
            None if self.last => self.at = self.text.len(),
            None => return Err(Halt::Short),
        }
        Ok(true)
    }

    /// Passes over a marker of the replayer, and refuses other commands.
    pub(super) fn command(&mut self) -> Result<(), Halt> {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let Some(length) = rest.iter().position(|b| *b == b'<') else {
            return Err(self.ended("`<` at the end of the command"));
        };
        let body = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
        let name = body.split_whitespace().next().unwrap_or_default();
        if name.starts_with("LATENCY") || name == "WATERMARK" {
            self.at += length + 2;
            return Ok(());
        }
        let message = format!(
            "the command `{name}` is for another monitor and is not carried out here; take it out of the log"
        );
        Err(Wrong::new(self.at, message).into())
    }

    /// Says what is next, for a message.
    pub(super) fn found(&self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|b| plain(**b)).count();
        match rest.first() {
            None => "the end of the text".to_owned(),
            Some(_) => {
                // A sign that is no word is named alone.
                let token = String::from_utf8_lossy(rest.get(..length.max(1)).unwrap_or_default());
                format!("`{}`", token.escape_debug())
            }
        }
    }

    /// Reads a name; empty if there is none.
    #[inline]
    pub(super) fn name(&mut self) -> Result<&'a [u8], Halt> {
        let from = self.at;
        while let Some(byte) = self.peek() {
            if !wordy(byte) {
                return Ok(self.text.get(from..self.at).unwrap_or_default());
            }
            self.at += 1;
        }
        if self.last {
            Ok(self.text.get(from..).unwrap_or_default())
        } else {
            Err(Halt::Short)
        }
    }

    /// Reads a whole number of usual length that ends as a value does.
    #[inline]
    fn number(&mut self) -> Option<i64> {
        let mut at = self.at;
        let negative = self.text.get(at) == Some(&b'-');
        at += usize::from(negative);
        let from = at;
        let mut number = 0_i64;
        let after = loop {
            let byte = *self.text.get(at)?;
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break byte;
            }
            number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
            at += 1;
        };
        // Eighteen digits always fit.
        let usual =
            at > from && at - from <= 18 && (matches!(after, b',' | b')' | b';') || blank(after));
        if !usual {
            return None;
        }
        self.at = at;
        Some(if negative { -number } else { number })
    }

    /// Reads an instant.
    #[inline]
    pub(super) fn instant(&mut self) -> Result<i64, Halt> {
        self.blanks();
        if let Some(ts) = self.number() {
            return Ok(ts);
        }
        let at = self.at;
        let token = self.token(false)?;
        // Older logs write instants with an empty fraction.
        let whole = token
            .split_once('.')
            .map_or(token.as_str(), |(whole, fraction)| {
                if fraction.bytes().all(|b| b == b'0') {
                    whole
                } else {
                    &token
                }
            });
        whole.parse().map_err(|_| {
            let message = if token.is_empty() {
                format!(
                    "expected an instant as a whole number, found {}",
                    Scan { at, ..self.clone() }.found()
                )
            } else {
                format!("`{token}` is no instant; instants are whole numbers of 64 bits")
            };
            Wrong::new(at, message).into()
        })
    }

    /// Reads a value of a tuple.
    #[inline]
    pub(super) fn value(&mut self, kind: Type, pool: &mut Pool) -> Result<i64, Halt> {
        if matches!(kind, Type::Int | Type::Timestamp)
            && let Some(number) = self.number()
        {
            return Ok(number);
        }
        self.other(kind, false, pool)
    }

    /// Reads a value of a line, up to the next comma.
    pub(super) fn field(&mut self, kind: Type, pool: &mut Pool) -> Result<i64, Halt> {
        if matches!(kind, Type::Int | Type::Timestamp)
            && let Some(number) = self.number()
        {
            return Ok(number);
        }
        self.other(kind, true, pool)
    }

    fn other(&mut self, kind: Type, line: bool, pool: &mut Pool) -> Result<i64, Halt> {
        let at = self.at;
        if kind == Type::Text
            && !line
            && let Some(word) = self.quoted(pool)
        {
            return Ok(word);
        }
        if kind == Type::Decimal
            && let Some(number) = self.fraction()
        {
            return Ok(pool.word(&Value::Decimal(number)));
        }
        let stamped = kind == Type::Timestamp && self.peek() == Some(b'@');
        self.at += usize::from(stamped);
        let quoted = self.peek() == Some(b'"');
        let token = self.token(line)?;
        let value = match kind {
            Type::Text if quoted || line || !token.is_empty() => Some(Value::text(&token)),
            Type::Text => None,
            Type::Int => token.parse().ok().map(Value::Int),
            Type::Timestamp => token.parse().ok().map(Value::Timestamp),
            Type::Decimal => read_number(&token).map(Value::Decimal),
        };
        if let Some(value) = value {
            return Ok(pool.word(&value));
        }
        let found = if token.is_empty() {
            self.found()
        } else {
            format!("`{token}`")
        };
        let message = format!("expected a value of type {kind}, found {found}");
        Err(Wrong::new(at, message).into())
    }

    /// Reads a quoted text without escapes.
    fn quoted(&mut self, pool: &mut Pool) -> Option<i64> {
        let rest = self.text.get(self.at..)?.strip_prefix(b"\"")?;
        let length = rest.iter().position(|b| matches!(b, b'"' | b'\\'))?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let text = std::str::from_utf8(rest.get(..length)?).ok()?;
        self.at += length + 2;
        Some(pool.text(text))
    }

    /// Reads a decimal number of usual length.
    fn fraction(&mut self) -> Option<Decimal> {
        let mut at = self.at;
        let negative = self.text.get(at) == Some(&b'-');
        at += usize::from(negative);
        let (from, mut number, mut point) = (at, 0_i64, None);
        loop {
            let byte = *self.text.get(at)?;
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
            } else if byte == b'.' && point.is_none() {
                point = Some(at + 1);
            } else if matches!(byte, b',' | b')') || blank(byte) {
                break;
            } else {
                return None;
            }
            at += 1;
        }
        let digits = at - from - usize::from(point.is_some());
        if digits == 0 || digits > 18 {
            return None;
        }
        let scale = u32::try_from(point.map_or(0, |point| at - point)).ok()?;
        self.at = at;
        Some(Decimal::new(if negative { -number } else { number }, scale))
    }

    /// Reads a value of any kind as text: quoted, or up to what ends it. In a
    /// `line`, only a comma or the end of the line ends it.
    fn token(&mut self, line: bool) -> Result<String, Halt> {
        let from = self.at;
        if self.peek() == Some(b'"') {
            return self.escaped(from);
        }
        let ends = |byte: u8| {
            if line {
                matches!(byte, b',' | b'\n')
            } else {
                !plain(byte)
            }
        };
        let rest = self.text.get(from..).unwrap_or_default();
        let Some(length) = rest
            .iter()
            .position(|b| ends(*b))
            .or(self.last.then_some(rest.len()))
        else {
            return Err(Halt::Short);
        };
        self.at += length;
        let token = rest.get(..length).unwrap_or_default().trim_ascii_end();
        Self::unicode(token.to_vec(), from)
    }

    fn escaped(&mut self, from: usize) -> Result<String, Halt> {
        let mut text = Vec::new();
        self.at += 1;
        loop {
            let Some(byte) = self.peek() else {
                self.at = from;
                return Err(self.ended("`\"` at the end of this text"));
            };
            self.at += 1;
            match byte {
                b'"' => return Self::unicode(text, from),
                b'\\' => match self.peek() {
                    Some(b'n') => text.push(b'\n'),
                    Some(b'r') => text.push(b'\r'),
                    Some(b't') => text.push(b'\t'),
                    Some(other) => text.push(other),
                    None => continue,
                },
                other => {
                    text.push(other);
                    continue;
                }
            }
            self.at += 1;
        }
    }

    fn unicode(text: Vec<u8>, at: usize) -> Result<String, Halt> {
        String::from_utf8(text).map_err(|_| Wrong::new(at, "this is not UTF-8 text").into())
    }
}

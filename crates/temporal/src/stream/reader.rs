//! Reads logs from bytes, straight into rows of words.
//!
//! The usual shapes are read here without making anything; a time-point that
//! has anything else in it (comments, escapes, decimals, a fault) is cut out
//! and read by [`crate::parse::log`], which is also what words the faults.
//!
//! # Invariants
//! A time-point is handed on only once it is known to be whole: at its `;`,
//! at the next `@`, or at the end of the log.

use super::pool::Pool;
use super::rows::Rows;
use crate::parse::{self, ParseError};
use crate::{Signature, Type};

/// Knows how to read the facts of one predicate.
#[derive(Debug, Clone)]
struct Shape {
    name: Vec<u8>,
    kinds: Vec<Type>,
    /// Where its rows go; `None` if the formula does not ask for it.
    wanted: Option<usize>,
}

/// Says what was found at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// A whole time-point of this instant; the next starts after these bytes.
    Point(i64, usize),
    /// Blanks only, or the start of something not whole yet.
    Partial,
}

/// Reads time-points one after the other.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    signature: Signature,
    shapes: Vec<Shape>,
    /// The facts of the time-point last read, by the number asked for.
    pub(super) facts: Vec<Rows>,
}

/// Says why the fast way gave up.
enum Halt {
    /// The text ends within a time-point.
    Short,
    /// The text is of an unusual shape, or wrong.
    Unusual,
}

/// Compares two short names.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

fn wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Reader {
    /// Makes a reader that keeps the facts of the predicates `wanted`.
    pub(super) fn new(signature: &Signature, wanted: &[String]) -> Self {
        let shapes: Vec<Shape> = signature
            .iter()
            .map(|(name, columns)| Shape {
                name: name.as_bytes().to_vec(),
                kinds: columns.iter().map(|c| c.kind).collect(),
                wanted: wanted.iter().position(|w| w == name),
            })
            .collect();
        let width = |name: &String| signature.columns(name).map_or(0, <[_]>::len);
        Self {
            facts: wanted.iter().map(|name| Rows::new(width(name))).collect(),
            signature: signature.clone(),
            shapes,
        }
    }

    /// Reads the time-point at the start of `text`; `last` says that nothing
    /// follows the text. Faults count lines from the start of `text`.
    pub(super) fn next(
        &mut self,
        text: &[u8],
        last: bool,
        pool: &mut Pool,
    ) -> Result<Read, ParseError> {
        for rows in &mut self.facts {
            rows.clear();
        }
        match self.fast(text, last, pool) {
            Ok(read) => Ok(read),
            Err(Halt::Short) if !last => Ok(Read::Partial),
            Err(_) => self.slow(text, last, pool),
        }
    }

    fn fast(&mut self, text: &[u8], last: bool, pool: &mut Pool) -> Result<Read, Halt> {
        let mut scan = Scan { text, at: 0 };
        scan.skip();
        if scan.peek().is_none() {
            return Ok(Read::Partial);
        }
        if !scan.eat(b'@') {
            return Err(Halt::Unusual);
        }
        let ts = scan.number()?;
        loop {
            scan.skip();
            match scan.peek() {
                None if last => return Ok(Read::Point(ts, scan.at)),
                None => return Err(Halt::Short),
                Some(b'@') => return Ok(Read::Point(ts, scan.at)),
                Some(b';') => return Ok(Read::Point(ts, scan.at + 1)),
                Some(first) if first.is_ascii_alphabetic() || first == b'_' => {
                    self.facts_of(&mut scan, pool)?;
                }
                Some(_) => return Err(Halt::Unusual),
            }
        }
    }

    fn facts_of(&mut self, scan: &mut Scan<'_>, pool: &mut Pool) -> Result<(), Halt> {
        let name = scan.name();
        let mut shapes = self.shapes.iter();
        let Some(shape) = shapes.find(|shape| same(&shape.name, name)) else {
            return Err(if scan.peek().is_none() {
                Halt::Short
            } else {
                Halt::Unusual
            });
        };
        scan.skip();
        if !scan.eat(b'(') {
            return Err(scan.halt());
        }
        let mut rows = shape.wanted.and_then(|at| self.facts.get_mut(at));
        loop {
            let mut first = true;
            for kind in &shape.kinds {
                if !first && !scan.eat_spaced(b',') {
                    return Err(scan.halt());
                }
                first = false;
                let word = scan.value(*kind, pool)?;
                if let Some(rows) = &mut rows {
                    rows.words.push(word);
                }
            }
            if !scan.eat_spaced(b')') {
                return Err(scan.halt());
            }
            if let Some(rows) = &mut rows {
                rows.len += 1;
            }
            if !scan.eat_spaced(b'(') {
                return Ok(());
            }
            // `(*` opens a comment.
            if scan.peek().is_none_or(|b| b == b'*') {
                return Err(scan.halt());
            }
        }
    }

    /// Cuts the time-point out and reads it in full generality.
    fn slow(&mut self, text: &[u8], last: bool, pool: &mut Pool) -> Result<Read, ParseError> {
        for rows in &mut self.facts {
            rows.clear();
        }
        let Some(end) = extent(text, last) else {
            return Ok(Read::Partial);
        };
        let part = text.get(..end).unwrap_or(text);
        let part = std::str::from_utf8(part).map_err(|fault| ParseError {
            line: newlines(part.get(..fault.valid_up_to()).unwrap_or(part)) + 1,
            column: 1,
            message: "this is not UTF-8 text".to_owned(),
        })?;
        let entries = parse::log(part, &self.signature)?;
        let Some(entry) = entries.first() else {
            // Comments alone: they are passed over with what follows them.
            return Ok(Read::Partial);
        };
        for (name, tuple) in &entry.facts {
            let shape = self.shapes.iter().find(|s| s.name == name.as_bytes());
            let at = shape.and_then(|s| s.wanted);
            if let Some(rows) = at.and_then(|at| self.facts.get_mut(at)) {
                rows.words.extend(tuple.iter().map(|v| pool.word(v)));
                rows.len += 1;
            }
        }
        Ok(Read::Point(entry.ts, end))
    }
}

/// Counts the line ends of a text.
pub(super) fn newlines(text: &[u8]) -> usize {
    text.iter()
        .fold(0, |lines, &b| lines + usize::from(b == b'\n'))
}

/// Finds where the first time-point of a text ends.
fn extent(text: &[u8], last: bool) -> Option<usize> {
    let mut at = 0;
    let mut depth = 0_usize;
    let mut opened = false;
    while let Some(&byte) = text.get(at) {
        let next = text.get(at + 1).copied();
        match (byte, next) {
            (b'#', _) | (b'/', Some(b'/')) => {
                at += text
                    .get(at..)?
                    .iter()
                    .position(|&b| b == b'\n')
                    .unwrap_or(text.len() - at);
                continue;
            }
            (b'(', Some(b'*')) => {
                let rest = text.get(at + 2..)?;
                match rest.windows(2).position(|pair| pair == b"*)") {
                    Some(length) => at += length + 4,
                    None if last => return Some(text.len()),
                    None => return None,
                }
                continue;
            }
            (b'(', None) if !last => return None,
            (b'"', _) => {
                at += 1;
                while let Some(&inner) = text.get(at) {
                    if inner == b'"' {
                        break;
                    }
                    at += 1 + usize::from(inner == b'\\');
                }
            }
            (b'(', _) => depth += 1,
            (b')', _) => depth = depth.saturating_sub(1),
            (b';', _) if opened => return Some(at + 1),
            (b'@', _) if depth == 0 => {
                if opened {
                    return Some(at);
                }
                opened = true;
            }
            _ => {}
        }
        at += 1;
    }
    last.then_some(text.len())
}

/// Walks over bytes.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn halt(&self) -> Halt {
        if self.peek().is_none() {
            Halt::Short
        } else {
            Halt::Unusual
        }
    }

    #[inline]
    fn skip(&mut self) {
        while self.peek().is_some_and(blank) {
            self.at += 1;
        }
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn eat_spaced(&mut self, byte: u8) -> bool {
        self.eat(byte) || {
            self.skip();
            self.eat(byte)
        }
    }

    #[inline]
    fn name(&mut self) -> &'a [u8] {
        let from = self.at;
        while self.peek().is_some_and(wordy) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Reads a whole number that something other than a word follows.
    #[inline]
    fn number(&mut self) -> Result<i64, Halt> {
        let negative = self.eat(b'-');
        let from = self.at;
        let mut number = 0_i64;
        while let Some(digit) = self
            .peek()
            .map(|b| b.wrapping_sub(b'0'))
            .filter(|d| *d < 10)
        {
            number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
            self.at += 1;
        }
        let length = self.at - from;
        match self.peek() {
            None => return Err(Halt::Short),
            Some(b'.') => return Err(Halt::Unusual),
            Some(next) if wordy(next) || next >= 128 => return Err(Halt::Unusual),
            Some(_) => {}
        }
        // Eighteen digits always fit.
        if length == 0 || length > 18 {
            return Err(Halt::Unusual);
        }
        Ok(if negative { -number } else { number })
    }

    #[inline]
    fn value(&mut self, kind: Type, pool: &mut Pool) -> Result<i64, Halt> {
        self.skip();
        match kind {
            Type::Int | Type::Timestamp => {
                if kind == Type::Timestamp {
                    self.eat(b'@');
                }
                self.number()
            }
            Type::Text => self.text(pool),
            Type::Decimal => Err(self.halt_after_value()),
        }
    }

    fn halt_after_value(&self) -> Halt {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = rest.iter().any(|b| matches!(b, b';' | b'@'));
        if ends { Halt::Unusual } else { Halt::Short }
    }

    fn text(&mut self, pool: &mut Pool) -> Result<i64, Halt> {
        let quoted = self.eat(b'"');
        let from = self.at;
        if quoted {
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\') {
                self.at += 1;
            }
        } else {
            // A word; one that starts with a digit is a number to others.
            if self.peek().is_some_and(|b| b.is_ascii_digit()) {
                return Err(Halt::Unusual);
            }
            self.name();
        }
        let found = self.text.get(from..self.at).unwrap_or_default();
        let usual = match self.peek() {
            None => return Err(Halt::Short),
            Some(b'"') => quoted,
            Some(b',' | b')' | b' ') => !quoted && !found.is_empty() && found != b"_",
            Some(_) => false,
        };
        let text = std::str::from_utf8(found).map_err(|_| Halt::Unusual)?;
        if !usual {
            return Err(Halt::Unusual);
        }
        self.at += usize::from(quoted);
        Ok(pool.text(text))
    }
}

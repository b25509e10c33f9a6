//! Reads logs from bytes, straight into rows of words.
//!
//! Two formats, told apart by how a log begins: MonPoly's ([`points`]), and one
//! event per line ([`lines`]). [`scan`] reads values, for both.
//!
//! # Invariants
//! A time-point is handed on only once it is known to be whole: at its `;`, at
//! the next one, or at the end of the log. What is read is never looked at
//! again, however wide the time-point, except for a last piece that is not
//! whole; that piece is bounded by [`LONGEST`].
//!
//! # Source
//! MonPoly's documentation and the trace formats of its replayer.

use super::pool::Pool;
use super::rows::{Rows, Word};
use super::state::{Source, State, state};
use crate::parse::{LogEntry, ParseError};
use crate::{Signature, Tuple, Type};

mod hurry;
mod lines;
mod points;
mod scan;

use scan::{Halt, Scan};

/// Bounds, in bytes, what is kept waiting for its end.
const LONGEST: usize = 1 << 20;

/// Names the format of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Told by how the log begins.
    #[default]
    Detect,
    /// MonPoly's: `@10 pay("a",5)("b",7) close("c");`.
    Points,
    /// One event per line: `pay, tp=3, ts=10, x0=a, x1=5`.
    Lines,
}

/// Knows how to read the facts of one predicate.
#[derive(Debug, Clone)]
struct Shape {
    name: Vec<u8>,
    /// The first bytes of the name as a number, and which of its bits count.
    start: (u64, u64),
    kinds: Vec<Type>,
    /// Whether all arguments are whole numbers.
    whole: bool,
    /// Where its rows go; `None` if nobody asks for it.
    wanted: Option<usize>,
}

/// Says what a step of reading came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// A time-point of this instant is whole.
    Point(i64),
    /// One more fact of this predicate was read.
    Fact(usize),
    /// The text ends, and nothing is whole before more comes.
    Partial,
}

/// Says what is wrong at which byte of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) at: usize,
    message: String,
}

impl Wrong {
    fn new(at: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }

    /// Places the fault, `before` giving the lines and the characters of the
    /// last line that stand before the text.
    pub(super) fn placed(self, text: &[u8], before: (usize, usize)) -> ParseError {
        let read = text.get(..self.at).unwrap_or(text);
        let (lines, characters) = passed(read, before);
        ParseError {
            line: lines + 1,
            column: characters + 1,
            message: self.message,
        }
    }
}

/// Counts on over a text: lines, and the characters of the last one.
pub(super) fn passed(text: &[u8], (lines, characters): (usize, usize)) -> (usize, usize) {
    let last = text.iter().rposition(|b| *b == b'\n');
    let rest = last.map_or(text, |at| text.get(at + 1..).unwrap_or_default());
    let own = rest.iter().filter(|b| (**b & 0xC0) != 0x80).count();
    // In pieces short enough to count in bytes, which is many at a time.
    let lines = text.chunks(255).fold(lines, |lines, piece| {
        let found: u8 = piece.iter().map(|b| u8::from(*b == b'\n')).sum();
        lines + usize::from(found)
    });
    (
        lines,
        if last.is_some() {
            own
        } else {
            characters + own
        },
    )
}

/// Reads time-points one after the other.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    format: Format,
    shapes: Vec<Shape>,
    /// The predicate read last, likely to be the next.
    guess: usize,
    /// The instant of the time-point being read.
    open: Option<i64>,
    /// The predicate whose tuples are being read, and whether one was.
    within: Option<(usize, bool)>,
    /// The number that the log gives the time-point being read.
    number: i64,
    /// The facts of the time-point being read, by the number asked for.
    pub(super) facts: Vec<Rows>,
    stale: bool,
}

impl Reader {
    /// Makes a reader that keeps the facts of the predicates `wanted`.
    pub(super) fn new(signature: &Signature, wanted: &[String]) -> Self {
        let shapes: Vec<Shape> = signature
            .iter()
            .map(|(name, columns)| Shape {
                name: name.as_bytes().to_vec(),
                start: hurry::start(name.as_bytes()),
                whole: hurry::whole(&columns.iter().map(|c| c.kind).collect::<Vec<_>>()),
                kinds: columns.iter().map(|c| c.kind).collect(),
                wanted: wanted.iter().position(|w| w == name),
            })
            .collect();
        let width = |name: &String| signature.columns(name).map_or(0, <[_]>::len);
        Self {
            format: Format::Detect,
            facts: wanted.iter().map(|name| Rows::new(width(name))).collect(),
            shapes,
            guess: 0,
            open: None,
            within: None,
            number: 0,
            stale: false,
        }
    }

    /// Fixes the format.
    pub(super) fn set_format(&mut self, format: Format) {
        self.format = format;
    }

    /// Reads on from byte `at` of `text` to the end of a time-point, or, with
    /// `each`, to the end of a fact; moves `at` past what is done with. `last`
    /// says that nothing follows the text.
    pub(super) fn next(
        &mut self,
        (text, at): (&[u8], &mut usize),
        (last, each): (bool, bool),
        pool: &mut Pool,
    ) -> Result<Read, Wrong> {
        let mut scan = Scan {
            text,
            at: *at,
            last,
        };
        let read = loop {
            if self.format == Format::Points
                && !each
                && let Some(ts) = self.hurry(text, &mut scan.at)
            {
                *at = scan.at;
                break Read::Point(ts);
            }
            *at = scan.at;
            let step = match self.format {
                Format::Detect => self.detect(&mut scan).map(|()| None),
                Format::Points => self.step(&mut scan, pool),
                Format::Lines => self.line(&mut scan, pool),
            };
            match step {
                Ok(None) => {}
                Ok(Some(Read::Fact(_))) if !each => {}
                Ok(Some(read)) => {
                    *at = scan.at;
                    break read;
                }
                Err(Halt::Short) if text.len() - *at > LONGEST => {
                    return Err(Wrong::new(
                        *at,
                        format!("this has no end within {LONGEST} bytes; close it, or split it"),
                    ));
                }
                Err(Halt::Short) => break Read::Partial,
                Err(Halt::Wrong(wrong)) => return Err(wrong),
            }
        };
        Ok(read)
    }

    /// Reads on to the end of a time-point, where all is usual up to there, and
    /// gives its instant; else moves `at` as far as it came, for [`Self::next`].
    #[inline]
    pub(super) fn usual(&mut self, text: &[u8], at: &mut usize) -> Option<i64> {
        (self.format == Format::Points)
            .then(|| self.hurry(text, at))
            .flatten()
    }

    /// Tells the format by the first thing that is no comment.
    fn detect(&mut self, scan: &mut Scan<'_>) -> Result<(), Halt> {
        scan.skip()?;
        match scan.peek() {
            None => return Err(Halt::Short),
            Some(b'@') => self.format = Format::Points,
            Some(b'>') => scan.command()?,
            Some(b';') => self.format = Format::Lines,
            Some(_) => {
                let mut ahead = scan.clone();
                ahead.name()?;
                ahead.blanks();
                self.format = match ahead.peek() {
                    None if !scan.last => return Err(Halt::Short),
                    Some(b',') => Format::Lines,
                    _ => Format::Points,
                };
            }
        }
        Ok(())
    }

    /// Opens a time-point.
    fn begin(&mut self, ts: i64) {
        self.open = Some(ts);
        if std::mem::take(&mut self.stale) {
            self.facts.iter_mut().for_each(Rows::clear);
        }
    }

    /// Closes the time-point being read, if there is one.
    fn end(&mut self) -> Option<Read> {
        let ts = self.open.take()?;
        // Whoever takes the rows leaves others in their place.
        self.stale = true;
        Some(Read::Point(ts))
    }

    /// Finds a predicate by its name.
    fn shape(&mut self, name: &[u8], at: usize) -> Result<usize, Halt> {
        let found = |shape: &Shape| same(&shape.name, name);
        if self.shapes.get(self.guess).is_some_and(found) {
            return Ok(self.guess);
        }
        let Some(place) = self.shapes.iter().position(found) else {
            let name = String::from_utf8_lossy(name);
            let message = format!("the signature has no predicate `{name}`; declare it there");
            return Err(Wrong::new(at, message).into());
        };
        self.guess = place;
        Ok(place)
    }
}

/// Compares two short names.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

/// Reads a whole log, facts in their order.
pub(crate) fn entries(text: &str, signature: &Signature) -> Result<Vec<LogEntry>, ParseError> {
    let names: Vec<String> = signature.iter().map(|(name, _)| name.to_owned()).collect();
    let mut reader = Reader::new(signature, &names);
    let mut pool = Pool::new();
    let (mut at, mut entries, mut facts) = (0, Vec::new(), Vec::new());
    let text = text.as_bytes();
    loop {
        let read = reader.next((text, &mut at), (true, true), &mut pool);
        match read.map_err(|wrong| wrong.placed(text, (0, 0)))? {
            Read::Partial => return Ok(entries),
            Read::Fact(shape) => {
                let rows = reader.facts.get(shape);
                let row = rows.and_then(|rows| Some(rows.row(rows.len.checked_sub(1)?)));
                let kinds = reader.shapes.get(shape).map(|s| s.kinds.as_slice());
                let tuple: Tuple = row
                    .unwrap_or_default()
                    .iter()
                    .zip(kinds.unwrap_or_default())
                    .map(|(word, kind): (&Word, &Type)| pool.value(*word, *kind))
                    .collect();
                let name = names.get(shape).cloned().unwrap_or_default();
                facts.push((name, tuple));
            }
            Read::Point(ts) => {
                let facts = std::mem::take(&mut facts);
                entries.push(LogEntry { ts, facts });
            }
        }
    }
}

impl State for Format {
    fn save(&self, into: &mut Vec<u8>) {
        let byte: u8 = match self {
            Self::Detect => 0,
            Self::Points => 1,
            Self::Lines => 2,
        };
        byte.save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let mut byte = 0_u8;
        byte.load(from)?;
        *self = match byte {
            0 => Self::Detect,
            1 => Self::Points,
            2 => Self::Lines,
            _ => return None,
        };
        Some(())
    }
}

state!(Reader: format, guess, open, within, number, facts, stale);

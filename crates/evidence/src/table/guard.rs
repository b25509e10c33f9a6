//! A reader that refuses what no table holds, before anything is kept of it.
//!
//! It lets bytes through as they are and stops with a reason at a line or a
//! quoted value past the limits, at a file in another encoding, and at bytes
//! that no text has. So an endless line costs one buffer of memory.

use std::io::{self, Read};

use super::RECORD_BYTES_MAX;
use crate::{FILE_BYTES_MAX, LINE_BYTES_MAX};

/// Reads from `inner`, counting.
pub(crate) struct Guard<R> {
    inner: R,
    started: bool,
    quoted: bool,
    line: u64,
    quote_line: u64,
    line_bytes: usize,
    record_bytes: usize,
    file_bytes: usize,
    last: u8,
    shape: Shape,
}

/// What a guarded file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Lines, with quoted values.
    Lines,
    /// Values of JSON, which has its own limits.
    Json,
    /// Tags.
    Tags,
}

/// Why reading was stopped, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stopped {
    pub(crate) line: u64,
    pub(crate) reason: String,
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Stopped {}

impl<R: Read> Guard<R> {
    /// Guards a file of lines.
    pub(crate) fn lines(inner: R) -> Self {
        Self::new(inner, Shape::Lines)
    }

    /// Guards a file of JSON, whose lines may have any length.
    pub(crate) fn json(inner: R) -> Self {
        Self::new(inner, Shape::Json)
    }

    /// Guards a file of XML: no tag and no text between tags is endless.
    pub(crate) fn tags(inner: R) -> Self {
        Self::new(inner, Shape::Tags)
    }

    fn new(inner: R, shape: Shape) -> Self {
        Self {
            inner,
            started: false,
            quoted: false,
            line: 1,
            quote_line: 1,
            line_bytes: 0,
            record_bytes: 0,
            file_bytes: 0,
            last: 0,
            shape,
        }
    }

    fn stop(line: u64, reason: impl Into<String>) -> io::Error {
        io::Error::other(Stopped {
            line,
            reason: reason.into(),
        })
    }

    /// Fills as much of `buffer` as it can, so that a mark at the beginning is
    /// seen whole.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.inner.read(rest)? {
                0 => break,
                more => filled += more,
            }
        }
        Ok(filled)
    }

    /// Refuses other encodings and skips the mark of UTF-8.
    fn start(buffer: &mut [u8], read: usize) -> io::Result<usize> {
        let head = buffer.get(..read).unwrap_or_default();
        if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
            return Err(Self::stop(1, "the file is UTF-16: save it as UTF-8"));
        }
        if head.starts_with(b"PK\x03\x04") {
            return Err(Self::stop(
                1,
                "the file is a workbook or another archive: import it as xlsx or ods",
            ));
        }
        if head.starts_with(b"\xEF\xBB\xBF") {
            buffer.copy_within(3..read, 0);
            return Ok(read - 3);
        }
        Ok(read)
    }

    fn look(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file_bytes += bytes.len();
        if self.file_bytes > FILE_BYTES_MAX {
            let reason = format!("the file is larger than {FILE_BYTES_MAX} bytes: split it");
            return Err(Self::stop(self.line, reason));
        }
        for byte in bytes {
            self.line_bytes += 1;
            self.record_bytes += 1;
            match byte {
                b'\n' => self.end_line(self.last != b'\r'),
                b'\r' => self.end_line(true),
                b'<' | b'>' if self.shape == Shape::Tags => self.record_bytes = 0,
                b'"' if self.shape == Shape::Lines => {
                    if !self.quoted {
                        self.quote_line = self.line;
                    }
                    self.quoted = !self.quoted;
                }
                0 => {
                    let reason =
                        "the file holds a zero byte: it is no text, or UTF-16; save it as UTF-8";
                    return Err(Self::stop(self.line, reason));
                }
                _ => {}
            }
            self.last = *byte;
            self.limits()?;
        }
        Ok(())
    }

    fn end_line(&mut self, counts: bool) {
        self.line += u64::from(counts);
        self.line_bytes = 0;
        if !self.quoted && self.shape == Shape::Lines {
            self.record_bytes = 0;
        }
    }

    fn limits(&self) -> io::Result<()> {
        let (line, reason) = match self.shape {
            Shape::Json => return Ok(()),
            Shape::Lines if self.line_bytes > LINE_BYTES_MAX => (
                self.line,
                format!(
                    "the line is longer than the limit of {LINE_BYTES_MAX} bytes: is this a table with line breaks?"
                ),
            ),
            Shape::Lines if self.record_bytes > RECORD_BYTES_MAX => (
                self.quote_line,
                format!(
                    "a quotation mark is opened and not closed within {RECORD_BYTES_MAX} bytes"
                ),
            ),
            Shape::Tags if self.record_bytes > RECORD_BYTES_MAX => (
                self.line,
                format!("a tag or a text is longer than {RECORD_BYTES_MAX} bytes"),
            ),
            Shape::Lines | Shape::Tags => return Ok(()),
        };
        Err(Self::stop(line, reason))
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = if self.started {
            self.inner.read(buffer)?
        } else {
            self.fill(buffer)?
        };
        if !self.started && read > 0 {
            self.started = true;
            let whole = read;
            read = Self::start(buffer, read)?;
            // A file of nothing but its mark has ended.
            if read == 0 && whole > 0 {
                read = self.inner.read(buffer)?;
            }
        }
        self.look(buffer.get(..read).unwrap_or_default())?;
        Ok(read)
    }
}

/// Returns where and why a guard stopped, if it is what failed.
pub(crate) fn stopped(error: &io::Error) -> Option<Stopped> {
    error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Stopped>())
        .cloned()
}

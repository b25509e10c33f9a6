//! The rows of batches: one file for each, written and read line by line.
//!
//! What lives here: staging rows beside the record, and reading them. What they
//! say is not known here. A file may be far larger than memory, so no more than
//! a stretch of it is held.
//!
//! Invariants: rows get their name only with the entry whose rows they are;
//! what was staged and never appended is removed when the record is opened.
//!
//! Source: `docs/format.md`, "Rows of a batch".

use std::io::{BufRead as _, BufReader, Read};

use servanda_tlog::LeafIndex;

use crate::durable::{list, remove};
use crate::layout::{TEMPORARY, parse_rows_path, rows_path};
use crate::{Disk, Error};

/// Names how many bytes are written at once.
const STRETCH: usize = 1 << 20;

/// Names the largest number of bytes in one line of rows.
pub const ROW_LINE_BYTES_MAX: usize = 1 << 20;

/// Is rows on their way into a record.
pub struct RowsWriter<'d, D> {
    disk: &'d D,
    index: LeafIndex,
    buffer: Vec<u8>,
}

/// Is rows that lie beside a record, ready to be appended with their entry.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "staged rows are removed unless they are appended"]
pub struct Staged {
    pub(crate) index: LeafIndex,
}

impl<'d, D: Disk> RowsWriter<'d, D> {
    pub(crate) fn new(disk: &'d D, index: LeafIndex) -> Result<Self, Error> {
        let writer = Self {
            disk,
            index,
            buffer: Vec::new(),
        };
        let path = staged_path(index);
        let begun = disk.write(&path, &[]);
        begun.map_err(failed("write", &path)).map(|()| writer)
    }

    /// Adds the line of the next row, without its end.
    ///
    /// # Errors
    /// `Refused` for what is no line, `Disk`.
    pub fn push(&mut self, line: &[u8]) -> Result<(), Error> {
        if let Some(what) = line_fault(line) {
            return Err(Error::Refused { position: 0, what });
        }
        self.buffer.extend_from_slice(line);
        self.buffer.push(b'\n');
        if self.buffer.len() < STRETCH {
            return Ok(());
        }
        self.flush()
    }

    /// Makes the rows durable.
    ///
    /// # Errors
    /// `Disk`.
    pub fn finish(mut self) -> Result<Staged, Error> {
        self.flush()?;
        let path = staged_path(self.index);
        let done = self.disk.sync(&path);
        done.map_err(failed("synchronise", &path))?;
        Ok(Staged { index: self.index })
    }

    fn flush(&mut self) -> Result<(), Error> {
        let path = staged_path(self.index);
        let added = self.disk.append(&path, &self.buffer);
        self.buffer.clear();
        added.map_err(failed("write", &path))
    }
}

/// Gives staged rows their name, for good.
pub(crate) fn place<D: Disk>(disk: &D, staged: &Staged) -> Result<(), Error> {
    let (from, to) = (staged_path(staged.index), rows_path(staged.index.0));
    disk.rename(&from, &to).map_err(failed("rename", &to))?;
    let named = disk.sync_folder(&to);
    named.map_err(failed("synchronise the folder of", &to))
}

/// Removes the rows of entries that were never appended.
pub(crate) fn remove_strays<D: Disk>(disk: &D, size: u64) -> Result<Vec<String>, Error> {
    let mut paths = list(disk)?;
    paths.retain(|path| parse_rows_path(path).is_some_and(|index| index >= size));
    paths.iter().try_for_each(|path| remove(disk, path))?;
    Ok(paths)
}

/// Is the lines of a batch's rows, in order, without their ends.
///
/// # Errors
/// Each item: `Disk`, or `Damaged` for a line that is not ended or too long;
/// nothing follows one.
pub struct Rows {
    path: String,
    from: BufReader<Box<dyn Read>>,
    stopped: bool,
}

/// Opens the rows of a batch; `None` where there are none.
///
/// # Errors
/// `Disk`.
pub fn read_rows<D: Disk>(disk: &D, index: LeafIndex) -> Result<Option<Rows>, Error> {
    let path = rows_path(index.0);
    let from = disk.open(&path).map_err(failed("read", &path))?;
    Ok(from.map(|from| Rows {
        path,
        from: BufReader::with_capacity(STRETCH, from),
        stopped: false,
    }))
}

impl Iterator for Rows {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stopped {
            return None;
        }
        let most = u64::try_from(ROW_LINE_BYTES_MAX).unwrap_or(u64::MAX) + 1;
        let mut line = Vec::new();
        let read = self.from.by_ref().take(most).read_until(b'\n', &mut line);
        let item = match read {
            Err(source) => Err(failed("read", &self.path)(source)),
            Ok(0) => return None,
            Ok(_) if line.pop() == Some(b'\n') => return Some(Ok(line)),
            Ok(_) => {
                let what = "a line is not ended, or longer than 1 MiB";
                Err(Error::damaged(&self.path, what))
            }
        };
        self.stopped = true;
        Some(item)
    }
}

fn line_fault(line: &[u8]) -> Option<&'static str> {
    if line.is_empty() || line.contains(&b'\n') {
        Some("a row is not one line")
    } else if line.len() >= ROW_LINE_BYTES_MAX {
        Some("a row is longer than 1 MiB")
    } else {
        None
    }
}

pub(crate) fn staged_path(index: LeafIndex) -> String {
    format!("{}{TEMPORARY}", rows_path(index.0))
}

fn failed(what: &'static str, path: &str) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Disk {
        what,
        path: path.clone(),
        source,
    }
}

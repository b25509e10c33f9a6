//! Tables of text: CSV, with an HXL row of tags where there is one.
//!
//! Line ends may be mixed; the mark of UTF-8 is skipped. Semicolons and tabs
//! are refused with a message, since a file with them was mostly made under
//! other habits for decimals too.
//!
//! Source: RFC 4180; the HXL standard 1.1 (a row of `#tag+attribute` below the
//! headers).

use std::collections::BTreeMap;
use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use super::guard::{Guard, stopped};
use super::{COLUMNS_MAX, Columns, Record, Source, Step, TAG_ROWS_MAX, fault};
use crate::{Place, RowFault};

/// Where the names of the columns are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// The first row; a row of HXL tags right below it is skipped.
    First,
    /// The row of HXL tags, which may stand below several rows of headers.
    Tags,
}

/// A table of text.
pub struct Delimited<R> {
    file: String,
    reader: csv::Reader<Guard<R>>,
    columns: Columns,
    row: ByteRecord,
    /// A row that was read while looking for tags and is data.
    held: Option<ByteRecord>,
    width: usize,
    ended: bool,
    asides: BTreeMap<String, String>,
}

impl<R: Read> Delimited<R> {
    /// Opens a table.
    ///
    /// # Errors
    /// A fault where there is no header, or the file is no table of this kind.
    pub fn open(file: &str, input: R, header: Header) -> Result<Self, RowFault> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Guard::lines(input));
        let mut table = Self {
            file: file.to_owned(),
            reader,
            columns: Columns::default(),
            row: ByteRecord::new(),
            held: None,
            width: 0,
            ended: false,
            asides: BTreeMap::new(),
        };
        match header {
            Header::First => table.first()?,
            Header::Tags => table.tags()?,
        }
        Ok(table)
    }

    fn first(&mut self) -> Result<(), RowFault> {
        if !self.read()? || blank(&self.row) {
            let reason = "the file is empty: the first row holds the column names";
            return Err(fault(&self.file, 1, reason));
        }
        let names = self.names()?;
        self.separator(&names)?;
        self.columns = Columns::new(names.iter().map(String::as_str));
        self.width = names.len();
        if self.read()? {
            match tags_of(&self.row) {
                Some(tags) => {
                    for (name, tag) in names.iter().zip(tags).filter(|(_, tag)| !tag.is_empty()) {
                        self.asides.insert(format!("hxl {name}"), tag);
                    }
                }
                None => self.held = Some(std::mem::take(&mut self.row)),
            }
        }
        Ok(())
    }

    fn tags(&mut self) -> Result<(), RowFault> {
        let mut above: Vec<String> = Vec::new();
        for _ in 0..TAG_ROWS_MAX {
            if !self.read()? {
                break;
            }
            if let Some(tags) = tags_of(&self.row) {
                for (place, tag) in tags.iter().enumerate() {
                    let name = above.get(place).map_or("", String::as_str);
                    self.columns.push(if tag.is_empty() {
                        if name.is_empty() { "untagged" } else { name }
                    } else {
                        tag
                    });
                }
                self.width = tags.len();
                return Ok(());
            }
            above = self.names()?;
        }
        let reason = format!(
            "none of the first {TAG_ROWS_MAX} rows holds HXL tags such as `#adm1+code`: import the file as csv with a mapping"
        );
        Err(fault(&self.file, 1, reason))
    }

    fn names(&self) -> Result<Vec<String>, RowFault> {
        if self.row.len() > COLUMNS_MAX {
            let reason = format!(
                "the table has {} columns, past the limit of {COLUMNS_MAX}",
                self.row.len()
            );
            return Err(fault(&self.file, 1, reason));
        }
        let line = self.row.position().map_or(1, csv::Position::line);
        let name = |cell: &[u8]| {
            std::str::from_utf8(cell)
                .map(|text| text.trim().to_owned())
                .map_err(|_| fault(&self.file, line, not_utf8(cell)))
        };
        self.row.iter().map(name).collect()
    }

    /// Refuses a header split by something other than commas.
    fn separator(&self, names: &[String]) -> Result<(), RowFault> {
        let [only] = names else { return Ok(()) };
        for (sign, word) in [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")] {
            if only.contains(sign) {
                let reason =
                    format!("the columns are separated by {word}: save the file with commas");
                return Err(fault(&self.file, 1, reason));
            }
        }
        Ok(())
    }

    /// Reads the next row of the file, whatever it is.
    fn read(&mut self) -> Result<bool, RowFault> {
        self.reader
            .read_byte_record(&mut self.row)
            .map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                let said = error.to_string();
                match error.into_kind() {
                    csv::ErrorKind::Io(io) => match stopped(&io) {
                        Some(stop) => fault(&self.file, stop.line, stop.reason),
                        None => fault(&self.file, line, io.to_string()),
                    },
                    _ => fault(&self.file, line, said),
                }
            })
    }
}

impl<R: Read> Source for Delimited<R> {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn asides(&self) -> &BTreeMap<String, String> {
        &self.asides
    }

    fn next(&mut self, record: &mut Record) -> Step {
        loop {
            if self.ended {
                return Step::End;
            }
            if let Some(held) = self.held.take() {
                self.row = held;
            } else {
                match self.read() {
                    Ok(true) => {}
                    Ok(false) => {
                        self.ended = true;
                        return Step::End;
                    }
                    Err(fault) => {
                        self.ended = true;
                        return Step::Broken(fault);
                    }
                }
            }
            if !blank(&self.row) {
                return self.fill(record);
            }
        }
    }
}

impl<R: Read> Delimited<R> {
    fn fill(&self, record: &mut Record) -> Step {
        let line = self.row.position().map_or(1, csv::Position::line);
        record.clear(line);
        // Empty cells past the header are what spreadsheets leave behind.
        if self
            .row
            .iter()
            .skip(self.width)
            .any(|cell| !cell.is_empty())
        {
            let reason = format!(
                "the row has {} values where the header has {} columns: is a comma unquoted?",
                self.row.len(),
                self.width
            );
            return Step::Bad(fault(&self.file, line, reason));
        }
        for (place, cell) in self.row.iter().take(self.width).enumerate() {
            match std::str::from_utf8(cell) {
                Ok(text) => record.set(place, text),
                Err(_) => {
                    return Step::Bad(RowFault {
                        place: Place {
                            file: self.file.clone(),
                            line,
                            column: self.columns.names().get(place).cloned(),
                        },
                        reason: not_utf8(cell),
                    });
                }
            }
        }
        Step::Record
    }
}

/// Says which byte is not UTF-8, and what it may be instead.
fn not_utf8(cell: &[u8]) -> String {
    let at = std::str::from_utf8(cell).map_or_else(|fault| fault.valid_up_to(), str::len);
    let byte = cell.get(at).copied().unwrap_or_default();
    format!(
        "byte {} of the value (0x{byte:02X}) is not UTF-8, perhaps Latin-1 or a Windows code page: save the file as UTF-8",
        at + 1
    )
}

fn blank(row: &ByteRecord) -> bool {
    row.iter()
        .all(|cell| cell.iter().all(u8::is_ascii_whitespace))
}

/// Reads a row of HXL tags: every cell is empty or a tag, and one is a tag.
///
/// # Shape
/// Tags are lower-case, their attributes in order, as the standard compares
/// them.
fn tags_of(row: &ByteRecord) -> Option<Vec<String>> {
    let mut tags = Vec::with_capacity(row.len());
    let mut found = false;
    for cell in row {
        let text = std::str::from_utf8(cell).ok()?.trim();
        if text.is_empty() {
            tags.push(String::new());
            continue;
        }
        tags.push(tag(text)?);
        found = true;
    }
    found.then_some(tags)
}

fn tag(text: &str) -> Option<String> {
    let body: String = text
        .strip_prefix('#')?
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let mut parts = body.split('+');
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let name = parts.next().filter(|part| word(part))?.to_owned();
    let mut attributes: Vec<&str> = parts.collect();
    attributes
        .iter()
        .all(|part| word(part))
        .then(|| attributes.sort_unstable())?;
    let attributes: String = attributes.iter().map(|part| format!("+{part}")).collect();
    Some(format!("#{name}{attributes}"))
}

#[cfg(test)]
mod tests;

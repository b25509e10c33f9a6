//! Annexes: the manifest that pins them, and what the text draws from them.
//!
//! Entry point: [`Annexes::read`]. A file whose digest does not match is never
//! read. Faults lie where the text asks for the annex, except those of the
//! manifest itself.
//!
//! # Source
//! Reference grammar, "Annexes".

mod csv;
mod map;

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::{FieldName, ItemKey};
use servanda_model::plan::{Drawn, Item};
use servanda_model::time::Date;

use crate::codes::{self, Wording};
use crate::nearest::nearest;
use crate::source::{Source, digest};

/// Where the manifest lies in the agreement's folder.
const MANIFEST: &str = "annexes/manifest";

/// A fault on its way to the diagnostics.
pub(crate) type Fault = Box<Diagnostic>;

/// One line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pin {
    file: String,
    sha256: String,
}

/// The annexes of an agreement, by the name its text uses.
pub(crate) struct Annexes<'a> {
    pins: BTreeMap<String, Pin>,
    files: &'a BTreeMap<String, &'a [u8]>,
}

/// A table: its header and its rows.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<csv::Row>,
}

impl<'a> Annexes<'a> {
    /// Reads the manifest.
    ///
    /// # Errors
    /// `E150` for each line that cannot be read or names an annex again.
    pub(crate) fn read(source: &'a Source<'a>, out: &mut Vec<Diagnostic>) -> Self {
        let mut pins = BTreeMap::new();
        let bytes = source.manifest.unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            let words = line.trim_end_matches(['\n', '\r']);
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            match pin(words) {
                Ok((name, pin)) if !pins.contains_key(&name) => {
                    pins.insert(name, pin);
                }
                Ok((name, _)) => out.push(unreadable(
                    span,
                    &format!("annex {name} stands here for the second time"),
                )),
                Err(why) => out.push(unreadable(span, why)),
            }
        }
        Self {
            pins,
            files: &source.annexes,
        }
    }

    /// Returns whether the manifest names an annex.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.pins.contains_key(name)
    }

    /// Returns the bytes of an annex, where it is there and is the pinned one.
    ///
    /// # Errors
    /// `E151` for another file than the pinned one, `E152` for none.
    pub(crate) fn bytes(&self, name: &str, asked: Span) -> Result<&'a [u8], Fault> {
        let Some(pin) = self.pins.get(name) else {
            let mut missing = codes::E152
                .at(asked, format!("annex {name} is not in {MANIFEST}"))
                .effect("whatever the text draws from it is empty");
            if let Some(other) = nearest(name, self.pins.keys().map(String::as_str)) {
                missing = missing.way_out(format!("write `annex {other}`, if that is meant"));
            }
            return Err(missing
                .way_out(format!(
                    "add a line `{name} VERSION FILE SHA256` to {MANIFEST}"
                ))
                .into());
        };
        let Some(bytes) = self.files.get(&pin.file) else {
            return Err(codes::E152
                .at(
                    asked,
                    format!("annex {name}: the file `{}` is not there", pin.file),
                )
                .effect("whatever the text draws from it is empty")
                .way_out(format!("put `{}` into the folder annexes", pin.file))
                .into());
        };
        let found = digest(bytes);
        if found != pin.sha256 {
            return Err(codes::E151
                .at(
                    asked,
                    format!("annex {name} is not the file that was pinned"),
                )
                .effect(format!("nothing is read from `{}`", pin.file))
                .way_out("restore the file that was agreed")
                .way_out(format!(
                    "or, if this version is agreed, pin it in {MANIFEST}: {found}"
                ))
                .into());
        }
        Ok(bytes)
    }

    /// Returns an annex as a table.
    ///
    /// # Errors
    /// As [`Annexes::bytes`], and `E154` for what is no table.
    pub(crate) fn table(&self, name: &str, asked: Span) -> Result<Table, Fault> {
        let bytes = self.bytes(name, asked)?;
        let file = self.pins.get(name).map_or(name, |pin| pin.file.as_str());
        let fault = |why: String| -> Fault {
            codes::E154
                .at(asked, format!("annex {name} cannot be read: {why}"))
                .effect(format!("nothing is read from `{file}`"))
                .way_out("give it a header line and one line per item, cells divided by commas")
                .into()
        };
        let text =
            std::str::from_utf8(bytes).map_err(|_| fault("it is not UTF-8 text".to_owned()))?;
        let mut rows = csv::rows(text)
            .map_err(|(line, why)| fault(format!("line {line}: {why}")))?
            .into_iter();
        let header = rows
            .next()
            .ok_or_else(|| fault("it is empty".to_owned()))?
            .cells;
        let rows: Vec<csv::Row> = rows.collect();
        if let Some(long) = rows.iter().find(|row| row.cells.len() != header.len()) {
            return Err(fault(format!(
                "line {} has another number of cells ({}) than the header ({})",
                long.line,
                long.cells.len(),
                header.len()
            )));
        }
        Ok(Table { header, rows })
    }

    /// Returns the items of a list annex, keyed by the first column.
    ///
    /// # Errors
    /// As [`Annexes::table`], and `E153` for a key that comes twice.
    pub(crate) fn items(&self, name: &str, asked: Span) -> Result<Vec<Item>, Fault> {
        let table = self.table(name, asked)?;
        let mut seen = BTreeMap::new();
        let mut items = Vec::new();
        for row in &table.rows {
            let key = row.cells.first().map(String::as_str).unwrap_or_default();
            if key.is_empty() {
                return Err(codes::E154
                    .at(
                        asked,
                        format!("annex {name} cannot be read: line {} has no key", row.line),
                    )
                    .effect("the list stays empty")
                    .way_out("give every line a key in its first column")
                    .into());
            }
            if let Some(first) = seen.insert(key.to_owned(), row.line) {
                return Err(codes::E153
                    .at(
                        asked,
                        format!(
                            "annex {name} has the key `{key}` twice, on lines {first} and {}",
                            row.line
                        ),
                    )
                    .effect(
                        "it would be unclear which item a report means, so the list stays empty",
                    )
                    .way_out("give each item a key of its own")
                    .into());
            }
            let attributes = table
                .header
                .iter()
                .zip(&row.cells)
                .skip(1)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(column, cell)| (FieldName::new(column), cell.clone()))
                .collect();
            items.push(Item {
                key: ItemKey::new(key),
                attributes,
            });
        }
        Ok(items)
    }

    /// Returns what a map annex draws; what it does not name is the place
    /// itself.
    ///
    /// # Errors
    /// As [`Annexes::bytes`], and `E154` for what is no map.
    pub(crate) fn map(&self, name: &str, place: &str, asked: Span) -> Result<Vec<Drawn>, Fault> {
        let bytes = self.bytes(name, asked)?;
        map::read(bytes, place).map_err(|why| {
            codes::E154
                .at(asked, format!("annex {name} cannot be read: {why}"))
                .effect("nothing is drawn from it")
                .way_out("write a FeatureCollection of GeoJSON, longitude before latitude")
                .into()
        })
    }

    /// Returns the dates of a holidays annex, ascending.
    ///
    /// # Errors
    /// As [`Annexes::table`], and `E154` for what is no date.
    pub(crate) fn dates(&self, name: &str, asked: Span) -> Result<Vec<Date>, Fault> {
        let table = self.table(name, asked)?;
        let mut dates = BTreeSet::new();
        for row in &table.rows {
            let cell = row.cells.first().map(String::as_str).unwrap_or_default();
            let Ok(date) = cell.parse::<Date>() else {
                return Err(codes::E154
                    .at(
                        asked,
                        format!(
                            "annex {name} cannot be read: `{cell}` on line {} is no date",
                            row.line
                        ),
                    )
                    .effect("the calendar has no holidays")
                    .way_out("write dates as 2026-03-20")
                    .into());
            };
            dates.insert(date);
        }
        Ok(dates.into_iter().collect())
    }
}

fn pin(line: &str) -> Result<(String, Pin), &'static str> {
    let words: Vec<&str> = line.split(' ').collect();
    let [name, _version, file, sha256] = words.as_slice() else {
        return Err("it needs a name, a version, a file and a digest, with single spaces");
    };
    if [name, file].iter().any(|word| word.is_empty()) {
        return Err("it needs a name, a version, a file and a digest, with single spaces");
    }
    if file.contains(['/', '\\']) || file.starts_with('.') {
        return Err("the file must lie in the folder annexes itself");
    }
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if sha256.len() != 64 || !sha256.bytes().all(hex) {
        return Err("the digest must be 64 letters 0-9 and a-f");
    }
    Ok((
        (*name).to_owned(),
        Pin {
            file: (*file).to_owned(),
            sha256: (*sha256).to_owned(),
        },
    ))
}

fn unreadable(span: Span, why: &str) -> Diagnostic {
    codes::E150
        .at(
            span,
            format!("this line of the manifest cannot be used: {why}"),
        )
        .in_file(MANIFEST)
        .effect("the annex it names counts as missing")
        .way_out("write `NAME VERSION FILE SHA256`, such as the output of `sha256sum` gives")
}

#[cfg(test)]
mod tests;

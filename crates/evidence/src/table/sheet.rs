//! Workbooks: the first sheet, or one named, of an XLSX or ODS file.
//!
//! The archive is looked at before it is read: how many parts, how much they
//! hold when inflated, whether one declares entities, how far a sheet's cells
//! spread. A cell that a formula computed keeps its stored value and is marked,
//! so that a mapping can refuse it or take it.
//!
//! Source: ECMA-376 and OpenDocument 1.3, through `calamine`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader as _, Xlsx};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{COLUMNS_MAX, Columns, Held, Record, fault};
use crate::RowFault;

/// The most parts of a workbook's archive.
pub const PARTS_MAX: usize = 4096;

/// The most bytes of a workbook when inflated.
pub const INFLATED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How many times larger than its file a part may be when inflated; a smaller
/// part than [`RATIO_FREE_BYTES`] may be more.
pub const RATIO_MAX: u64 = 200;

/// The bytes below which no ratio is looked at.
pub const RATIO_FREE_BYTES: u64 = 4 * 1024 * 1024;

/// The most cells of a sheet, empty ones between them counted for ODS.
pub const CELLS_MAX: usize = 8_000_000;

/// Reads a sheet of an XLSX or ODS workbook: the first, or the one named.
///
/// # Errors
/// A fault where the file is neither, is past a limit, or has no such sheet.
pub fn read(file: &str, bytes: &[u8], wanted: Option<&str>) -> Result<Held, RowFault> {
    let bad = |reason: String| fault(file, 1, reason);
    let is_ods = look(bytes).map_err(bad)?;
    let (name, rows) = if is_ods {
        ods(bytes, wanted)
    } else {
        xlsx(bytes, wanted)
    }
    .map_err(bad)?;
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else {
        return Err(bad(format!(
            "the sheet `{name}` is empty: its first row holds the column names"
        )));
    };
    let mut columns = Columns::default();
    for text in &header.values {
        columns.push(if text.trim().is_empty() {
            "unnamed"
        } else {
            text
        });
    }
    let asides = BTreeMap::from([("sheet".to_owned(), name)]);
    Ok(Held::new(columns, rows.collect(), asides))
}

/// Looks at the archive; returns whether it is an OpenDocument file.
fn look(bytes: &[u8]) -> Result<bool, String> {
    let unreadable =
        |error: &dyn std::fmt::Display| format!("the file is no workbook of XLSX or ODS: {error}");
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err("the file is an old XLS workbook, or locked with a password: save it as XLSX without one".into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(format!("the archive has more than {PARTS_MAX} parts"));
    }
    let mut inflated = 0_u64;
    let mut is_ods = false;
    for number in 0..archive.len() {
        let mut part = archive
            .by_index(number)
            .map_err(|error| unreadable(&error))?;
        let name = part
            .name()
            .map_err(|error| unreadable(&error))?
            .into_owned();
        let packed = part.compressed_size().max(1);
        let limit = INFLATED_BYTES_MAX
            .saturating_sub(inflated)
            .min(packed.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES));
        let size = weigh(&mut part, &name, limit)?;
        inflated = inflated.saturating_add(size);
        is_ods |= name == "content.xml";
    }
    if is_ods {
        let content = archive
            .by_name("content.xml")
            .map_err(|error| unreadable(&error))?;
        spread(std::io::BufReader::new(content))?;
    }
    Ok(is_ods)
}

/// Inflates a part without keeping it; returns its size.
fn weigh(part: &mut impl std::io::Read, name: &str, limit: u64) -> Result<u64, String> {
    let mut part = part.take(limit + 1);
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut size = 0_u64;
    let mut tail: Vec<u8> = Vec::new();
    loop {
        let read = part
            .read(&mut buffer)
            .map_err(|error| format!("the part `{name}` cannot be inflated: {error}"))?;
        if read == 0 {
            return Ok(size);
        }
        size += u64::try_from(read).unwrap_or(u64::MAX);
        if size > limit {
            return Err(format!(
                "the part `{name}` inflates to more than {limit} bytes, past {RATIO_MAX} times its size or the limit of {INFLATED_BYTES_MAX}: is this a zip bomb?"
            ));
        }
        tail.extend_from_slice(buffer.get(..read).unwrap_or_default());
        for mark in [&b"<!DOCTYPE"[..], b"<!ENTITY"] {
            if tail.windows(mark.len()).any(|window| window == mark) {
                return Err(format!(
                    "the part `{name}` has a document type declaration, which workbooks do not need: refused"
                ));
            }
        }
        let keep = tail.len().saturating_sub(16);
        tail.drain(..keep);
    }
}

/// Checks how far the cells of an OpenDocument sheet spread when what is
/// repeated is written out.
fn spread(content: impl std::io::BufRead) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_reader(content);
    let mut buffer = Vec::new();
    let (mut cells, mut widest) = (0_usize, 0_usize);
    let (mut row_repeats, mut empty_rows, mut at, mut filled) = (1_usize, 0_usize, 0, 0);
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|error| format!("its content is no XML: {error}"))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "table:table-row" => {
                    row_repeats = repeats(start, "table:number-rows-repeated")?;
                    (at, filled) = (0_usize, 0_usize);
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    at = at.saturating_add(repeats(start, "table:number-columns-repeated")?);
                    let kept = start.attributes().flatten().any(|attribute| {
                        matches!(
                            attribute.key.as_ref(),
                            "office:value-type" | "calcext:value-type" | "table:formula"
                        )
                    });
                    if kept {
                        filled = at;
                    }
                }
                _ => {}
            },
            Event::End(end) if end.name().as_ref() == "table:table-row" => {
                widest = widest.max(filled);
                if filled == 0 {
                    empty_rows = empty_rows.saturating_add(row_repeats);
                } else {
                    let rows = row_repeats.saturating_add(std::mem::take(&mut empty_rows));
                    cells = cells.saturating_add(rows.saturating_mul(widest));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if widest > COLUMNS_MAX || filled > COLUMNS_MAX {
            return Err(too_wide(filled.max(widest)));
        }
        if cells > CELLS_MAX {
            return Err(format!(
                "the sheet spreads over more than {CELLS_MAX} cells"
            ));
        }
    }
    Ok(())
}

fn too_wide(columns: usize) -> String {
    format!("the sheet reaches to column {columns}, past the limit of {COLUMNS_MAX}")
}

fn repeats(start: &BytesStart<'_>, name: &str) -> Result<usize, String> {
    let found = start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name);
    found.map_or(Ok(1), |attribute| {
        attribute
            .value
            .parse()
            .map_err(|_| format!("`{name}` is no number"))
    })
}

type Rows = (String, Vec<Record>);

fn named(names: &[String], wanted: Option<&str>) -> Result<String, String> {
    match wanted {
        None => names
            .first()
            .cloned()
            .ok_or("the workbook has no sheet".into()),
        Some(wanted) => names
            .iter()
            .find(|name| *name == wanted)
            .cloned()
            .ok_or_else(|| {
                format!(
                    "the workbook has no sheet `{wanted}`; it has {}",
                    names.join(", ")
                )
            }),
    }
}

fn xlsx(bytes: &[u8], wanted: Option<&str>) -> Result<Rows, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let name = named(&book.sheet_names(), wanted)?;
    let mut reader = book
        .worksheet_cells_reader(&name)
        .map_err(|error| error.to_string())?;
    let mut rows: Vec<Record> = Vec::new();
    let mut cells = 0;
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| error.to_string())?
    {
        let (row, column) = cell.pos;
        let text = text_of(&cell.value);
        if text.is_empty() && cell.formula.is_none() {
            continue;
        }
        let line = u64::from(row) + 1;
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        put(&mut rows, line, place, &text, cell.formula.is_some())?;
        cells += 1;
        if cells > CELLS_MAX {
            return Err(format!("the sheet has more than {CELLS_MAX} cells"));
        }
    }
    Ok((name, rows))
}

fn put(
    rows: &mut Vec<Record>,
    line: u64,
    place: usize,
    text: &str,
    formula: bool,
) -> Result<(), String> {
    if place >= COLUMNS_MAX {
        return Err(too_wide(place.saturating_add(1)));
    }
    if rows.last().is_none_or(|row| row.line < line) {
        rows.push(Record {
            line,
            ..Record::default()
        });
    }
    // A cell of an earlier row is out of order: no writer does that.
    let Some(row) = rows.last_mut().filter(|row| row.line == line) else {
        return Err(format!(
            "the cells of row {line} stand after those of a later row"
        ));
    };
    row.set(place, text);
    if formula {
        row.formulas.push(place);
    }
    Ok(())
}

fn ods(bytes: &[u8], wanted: Option<&str>) -> Result<Rows, String> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let name = named(&book.sheet_names(), wanted)?;
    let range = book
        .worksheet_range(&name)
        .map_err(|error| error.to_string())?;
    let formulas = book
        .worksheet_formula(&name)
        .map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let (row, column) = (
            top + u32::try_from(row).unwrap_or(u32::MAX - top),
            left + u32::try_from(column).unwrap_or(u32::MAX - left),
        );
        let formula = formulas
            .get_value((row, column))
            .is_some_and(|formula| !formula.is_empty());
        put(
            &mut rows,
            u64::from(row) + 1,
            usize::try_from(column).unwrap_or(usize::MAX),
            &text(value),
            formula,
        )?;
    }
    Ok((name, rows))
}

fn text_of(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => text(&Data::from(other.clone())),
    }
}

/// Writes a cell as text: days as `2026-07-04`, whole numbers without a point,
/// and an error of the sheet as itself, so that a row with one is refused.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        other => other.to_string(),
    }
}

fn moment(at: &ExcelDateTime) -> String {
    if !at.is_datetime() {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests;

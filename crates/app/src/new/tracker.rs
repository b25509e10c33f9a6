//! A tracker's rows as clauses.
//!
//! The committees that this is for keep a table: number, text, obligor,
//! deadline, proof. A row with all of them becomes a clause; any other becomes
//! `not checkable`, with what is missing, so that no row is dropped.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use servanda_statement::written;

use crate::error::Error;

/// One row of a tracker, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub number: String,
    /// What was agreed.
    pub text: String,
    /// Who owes it.
    pub obligor: String,
    /// By when.
    pub deadline: String,
    /// What counts as proof: who reports it.
    pub proof: String,
}

/// The columns, in the order of [`Row`], with other words for each.
const COLUMNS: [(&str, &[&str]); 5] = [
    (
        "number",
        &["no", "no.", "nr", "#", "id", "clause", "article"],
    ),
    (
        "text",
        &[
            "commitment",
            "provision",
            "obligation",
            "description",
            "action",
        ],
    ),
    (
        "obligor",
        &["who", "responsible", "responsible party", "owner", "party"],
    ),
    ("deadline", &["by when", "due", "due date", "date"]),
    (
        "proof",
        &[
            "evidence",
            "verifier",
            "verified by",
            "means of verification",
            "source",
        ],
    ),
];

impl Row {
    /// Returns what keeps the row from being judged, in the words of the
    /// tracker's columns.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if name(&self.obligor).is_none() {
            missing.push("obligor");
        }
        if timing(&self.deadline).is_none() {
            missing.push("deadline");
        }
        if name(&self.proof).is_none() {
            missing.push("proof");
        }
        missing
    }
}

/// Reads a tracker: XLSX, XLS or ODS (first sheet), or CSV.
///
/// # Errors
/// `Unreadable` or `Argument`, where it is none of them or lacks columns.
pub fn read_tracker(file: &str, bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let end = file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let table = match end.as_str() {
        "csv" => csv_table(file, bytes)?,
        "xlsx" | "xls" | "ods" | "xlsm" | "xlsb" => sheet_table(file, bytes)?,
        _ => {
            let why = format!(
                "`{file}` is not a tracker that can be read: give an .xlsx, .ods or .csv file"
            );
            return Err(Error::Argument(why));
        }
    };
    rows(file, &table)
}

fn unreadable(file: &str, why: impl ToString) -> Error {
    Error::Unreadable {
        path: file.into(),
        why: why.to_string(),
    }
}

fn csv_table(file: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|fault| unreadable(file, fault))?;
            Ok(record.iter().map(|cell| cell.trim().to_owned()).collect())
        })
        .collect()
}

fn sheet_table(file: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|fault| unreadable(file, fault))?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(|| unreadable(file, "the workbook has no sheet"))?
        .map_err(|fault| unreadable(file, fault))?;
    Ok(sheet
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect())
}

/// Writes a cell as text; dates as `2026-07-04`.
fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        other => other.to_string().trim().to_owned(),
    }
}

fn rows(file: &str, table: &[Vec<String>]) -> Result<Vec<Row>, Error> {
    let header = table
        .first()
        .ok_or_else(|| unreadable(file, "the table is empty"))?;
    let place = |(name, others): &(&str, &[&str])| {
        let fits = |cell: &String| {
            let cell = cell.trim().to_lowercase();
            cell == *name || others.contains(&cell.as_str())
        };
        header.iter().position(fits)
    };
    let places: Vec<Option<usize>> = COLUMNS.iter().map(place).collect();
    let Some(Some(_)) = places.get(1) else {
        let why = format!(
            "the first row must name the columns number, text, obligor, deadline, proof; it holds {}",
            header.join(", ")
        );
        return Err(unreadable(file, why));
    };
    let get = |row: &Vec<String>, column: usize| {
        let at = places.get(column).copied().flatten();
        at.and_then(|at| row.get(at)).cloned().unwrap_or_default()
    };
    let read = |row: &Vec<String>| Row {
        number: get(row, 0),
        text: get(row, 1),
        obligor: get(row, 2),
        deadline: get(row, 3),
        proof: get(row, 4),
    };
    Ok(table
        .iter()
        .skip(1)
        .map(read)
        .filter(|row| *row != Row::default())
        .collect())
}

/// Writes the agreement of a tracker.
pub fn agreement_of(title: &str, rows: &[Row]) -> String {
    let parties: BTreeSet<String> = rows.iter().filter_map(|row| name(&row.obligor)).collect();
    let bodies: BTreeSet<String> = rows
        .iter()
        .filter_map(|row| name(&row.proof))
        .filter(|body| !parties.contains(body))
        .collect();
    let numbers = numbers(rows);
    let events = events(rows);
    let mut text = format!(
        "# {title}\n\nMade from a tracker. Each row's words stand as prose; replace them with the signed text.\n\n\
         ```accord\nagreement  {title}\n  time        Accord Time is UTC+00:00\n  attributed  reports by Desk count\n"
    );
    for party in &parties {
        let _ = writeln!(text, "party      {party}");
    }
    for body in &bodies {
        let _ = writeln!(text, "body       {body}");
    }
    if !parties.contains("Desk") && !bodies.contains("Desk") {
        text.push_str("body       Desk\n");
    }
    for (row, event) in rows.iter().zip(&events) {
        if let (true, Some(body)) = (row.missing().is_empty(), name(&row.proof)) {
            let _ = writeln!(text, "event      {event}\n  reported  {body}");
        }
    }
    text.push_str("```\n");
    for ((row, number), event) in rows.iter().zip(&numbers).zip(&events) {
        let _ = write!(text, "\n{}", article(row, number, event));
    }
    text
}

fn article(row: &Row, number: &str, event: &str) -> String {
    let prose: String = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A line of prose must not read as a heading or a fence of its own.
    let prose = prose
        .trim_start_matches(['#', '`', '~', '>'])
        .trim_start()
        .to_owned();
    let mut text = format!("## {number}\n{prose}\n\n```accord\n");
    let quoted = prose.replace('\\', "\\\\").replace('"', "\\\"");
    let missing = row.missing();
    match (
        missing.is_empty(),
        name(&row.obligor),
        timing(&row.deadline),
        name(&row.proof),
    ) {
        (true, Some(obligor), Some(timing), Some(body)) => {
            let _ = writeln!(text, "{number}  {obligor} must perform {event}\n  {timing}");
            let _ = writeln!(
                text,
                "  evidence  1 report by {body}\n  response  none, published only"
            );
        }
        _ => {
            let because = format!("the tracker gives no {}", missing.join(", no "));
            let _ = writeln!(
                text,
                "{number}  not checkable because \"{because}\"\n  needs  {}",
                missing.join(", ")
            );
            if let Some(obligor) = name(&row.obligor) {
                let _ = writeln!(text, "  note  \"owed by {obligor}\"");
            }
        }
    }
    if !quoted.is_empty() {
        let _ = writeln!(text, "  says  \"{quoted}\"");
    }
    text.push_str("```\n");
    text
}

/// Makes clause numbers: the tracker's own where they can be read and are
/// unique, else the row's place.
fn numbers(rows: &[Row]) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut numbers = Vec::new();
    for (place, row) in (1_u32..).zip(rows) {
        let own = row.number.trim().trim_end_matches('.');
        let fits = !own.is_empty()
            && own
                .split('.')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let mut number = if fits {
            own.to_owned()
        } else {
            place.to_string()
        };
        while !used.insert(number.clone()) {
            number.push_str(".1");
        }
        numbers.push(number);
    }
    numbers
}

/// Makes an event's name from each row's first words.
fn events(rows: &[Row]) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut events = Vec::new();
    for row in rows {
        let words: Vec<String> = row
            .text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.len() > 3)
            .filter(|word| {
                !["shall", "will", "must", "with", "from", "that", "this"]
                    .contains(&word.to_lowercase().as_str())
            })
            .filter(|word| name(&row.obligor).is_none_or(|obligor| !obligor.contains(*word)))
            .take(3)
            .map(capital)
            .collect();
        let stem = if words.is_empty() {
            "Act".to_owned()
        } else {
            words.join(" ")
        };
        let mut event = stem.clone();
        let mut number = 1;
        while !used.insert(event.clone()) {
            number += 1;
            event = format!("{stem} {number}");
        }
        events.push(event);
    }
    events
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| {
            first
                .to_uppercase()
                .chain(letters.flat_map(char::to_lowercase))
                .collect()
        })
        .unwrap_or_default()
}

/// Makes a Defined Term of a cell, where it holds words.
fn name(cell: &str) -> Option<String> {
    let words: Vec<String> = cell
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(5)
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        })
        .collect();
    let first = words.first()?;
    first
        .starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| words.join(" "))
}

/// Reads a deadline: a day, or `N hours|days|weeks|months`, counted from entry
/// into force.
fn timing(cell: &str) -> Option<String> {
    let cell = cell.trim();
    if let Ok(day) = written::read_day(cell.get(..10).unwrap_or(cell)) {
        return Some(format!("by  {day}"));
    }
    let words: Vec<&str> = cell
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let at = words
        .iter()
        .position(|word| word.parse::<u32>().is_ok_and(|count| count > 0))?;
    let unit = words.get(at + 1)?.to_lowercase();
    let unit = ["hour", "day", "week", "month", "year"]
        .into_iter()
        .find(|known| unit.starts_with(known))?;
    Some(format!(
        "within  {} {unit}s after Entry into Force",
        words.get(at)?
    ))
}

#[cfg(test)]
mod tests;

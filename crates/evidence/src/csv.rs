//! Evidence files: CSV with a header row.
//!
//! The file is looked at as bytes first, so that each thing that goes wrong
//! with real files (another encoding, another separator, a line without end)
//! gets its own message; then the `csv` crate splits the rows.

use crate::{FILE_BYTES_MAX, LINE_BYTES_MAX, Place, Read, RowFault, Schema, row};

/// Reads one file.
///
/// # Shape
/// `file` is how places name it. Faults of the file as a whole are at line 1
/// (or where they are found), and then there are no drafts.
pub fn read(file: &str, bytes: &[u8], schema: &Schema) -> Read {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match look(file, bytes) {
        Ok(()) => rows(file, bytes, schema),
        Err(fault) => Read {
            drafts: Vec::new(),
            faults: vec![fault],
        },
    }
}

fn at(file: &str, line: u64, reason: impl Into<String>) -> RowFault {
    let place = Place {
        file: file.to_owned(),
        line,
        column: None,
    };
    RowFault {
        place,
        reason: reason.into(),
    }
}

/// Looks at the file as bytes.
fn look(file: &str, bytes: &[u8]) -> Result<(), RowFault> {
    if bytes.len() > FILE_BYTES_MAX {
        let reason = format!("the file is larger than {FILE_BYTES_MAX} bytes: split it");
        return Err(at(file, 1, reason));
    }
    let mut number = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        number += 1;
        if line.len() > LINE_BYTES_MAX {
            let reason = format!(
                "the line is longer than the limit of {LINE_BYTES_MAX} bytes: is this a CSV file with line breaks?"
            );
            return Err(at(file, number, reason));
        }
        if let Err(fault) = std::str::from_utf8(line) {
            let byte = line.get(fault.valid_up_to()).copied().unwrap_or_default();
            let reason = format!(
                "byte {} of the line (0x{byte:02X}) is not UTF-8: save the file as UTF-8",
                fault.valid_up_to() + 1
            );
            return Err(at(file, number, reason));
        }
    }
    separator(file, bytes)
}

/// Refuses a header split by something other than commas.
fn separator(file: &str, bytes: &[u8]) -> Result<(), RowFault> {
    let header = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    if header.is_empty() || bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(at(
            file,
            1,
            "the file is empty: the first row holds the column names",
        ));
    }
    for (byte, name) in [(b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")] {
        if header.contains(&byte) && !header.contains(&b',') {
            let reason = format!("the columns are separated by {name}: save the file with commas");
            return Err(at(file, 1, reason));
        }
    }
    Ok(())
}

fn rows(file: &str, bytes: &[u8], schema: &Schema) -> Read {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut read = Read::default();
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(fault) => {
            read.faults.push(at(file, 1, fault.to_string()));
            return read;
        }
    };
    let columns = match row::columns(file, &header, schema) {
        Ok(columns) => columns,
        Err(faults) => {
            read.faults = faults;
            return read;
        }
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                match row::read(file, line, &columns, &record, schema) {
                    Ok(draft) => read.drafts.push(draft),
                    Err(faults) => read.faults.extend(faults),
                }
            }
            Err(fault) => {
                let line = fault.position().map_or(0, csv::Position::line);
                read.faults.push(at(file, line, fault.to_string()));
            }
        }
    }
    read
}

#[cfg(test)]
mod tests;

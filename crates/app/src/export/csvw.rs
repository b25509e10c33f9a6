//! Tables as CSV with their description as CSV on the Web.
//!
//! # Invariants
//! A cell of words that a spreadsheet would take for a formula is led by an
//! apostrophe.
//!
//! # Source
//! W3C, "Metadata Vocabulary for Tabular Data".

use serde_json::{Value as Json, json};

use super::tables::{Kind, Table};
use super::{File, Source};
use crate::language::Words;
use crate::{dates, view};

/// The name of the description.
pub const METADATA: &str = "csv-metadata.json";

/// Writes the tables, each as a file, and their description.
pub fn files(source: &Source, tables: &[Table], words: &Words) -> Vec<File> {
    let mut files: Vec<File> = tables
        .iter()
        .map(|table| File {
            name: Some(format!("{}.csv", table.name)),
            bytes: csv(table),
        })
        .collect();
    let description = describe(source, tables, words);
    let mut bytes = serde_json::to_vec_pretty(&description).unwrap_or_default();
    bytes.push(b'\n');
    files.push(File {
        name: Some(METADATA.to_owned()),
        bytes,
    });
    files
}

/// Writes a table.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing into memory cannot fail; rows are as long as the header.
    let _written = writer.write_record(table.columns.iter().map(|column| column.name));
    for row in &table.rows {
        let cells = table
            .columns
            .iter()
            .zip(row)
            .map(|(column, cell)| safe(column.kind, cell));
        let _written = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// Keeps a spreadsheet from computing what somebody wrote.
pub fn safe(kind: Kind, cell: &str) -> String {
    let computes = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    match kind {
        Kind::Words | Kind::Address if computes => format!("'{cell}"),
        Kind::Words
        | Kind::Address
        | Kind::Whole
        | Kind::Decimal
        | Kind::Day
        | Kind::Instant
        | Kind::Yes => cell.to_owned(),
    }
}

fn describe(source: &Source, tables: &[Table], words: &Words) -> Json {
    let opened = source.opened;
    let settings = &opened.folder.settings;
    let title = settings.title.as_ref().unwrap_or(&opened.plan.title);
    let direction = source.language.direction();
    let tables: Vec<Json> = tables
        .iter()
        .map(|table| {
            let columns: Vec<Json> = table
                .columns
                .iter()
                .map(|column| {
                    json!({
                        "name": column.name,
                        "titles": [column.name],
                        "dc:title": { source.language.tag(): title_of(words, column.name) },
                        "datatype": column.kind.datatype(),
                    })
                })
                .collect();
            let keys: Vec<&str> = table
                .columns
                .iter()
                .take(table.keys)
                .map(|column| column.name)
                .collect();
            json!({
                "url": format!("{}.csv", table.name),
                "dc:title": title_of(words, table.name),
                "tableDirection": direction,
                "tableSchema": {
                    "columns": columns,
                    "primaryKey": keys,
                    "textDirection": "auto",
                },
                "rdfs:comment": match table.left_out {
                    0 => String::new(),
                    left => format!("{left} rows are left out, as their source's terms ask"),
                },
            })
        })
        .collect();
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": source.language.tag() }],
        "dc:title": title,
        "dc:identifier": opened.head.origin,
        "dc:description": if settings.unofficial { view::UNOFFICIAL } else { "" },
        "dc:date": dates::machine(source.assessment.as_of.at, &opened.plan.zone),
        "dc:source": format!("record of {} entries, root {}", opened.head.size, opened.head.root),
        "tables": tables,
    })
}

/// Returns the title of a table or column in the language of the export.
pub fn title_of(words: &Words, name: &str) -> String {
    words
        .say(&format!("column-{}", name.replace('_', "-")))
        .plain()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_words_is_computed() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1"] {
            assert_eq!(safe(Kind::Words, formula), format!("'{formula}"));
        }
        assert_eq!(safe(Kind::Decimal, "-1"), "-1");
        assert_eq!(safe(Kind::Words, "a=1"), "a=1");
    }
}

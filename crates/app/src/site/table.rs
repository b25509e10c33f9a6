//! A figure as a table, and tables as CSV.
//!
//! # Invariants
//! A cell never starts a formula in a spreadsheet.

use crate::language::Text;

/// A figure as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in addresses.
    pub id: &'static str,
    /// Column heads.
    pub heads: Vec<String>,
    /// Rows, each as long as the heads.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes a table from texts.
    pub fn new(id: &'static str, heads: Vec<Text>, rows: Vec<Vec<Text>>) -> Self {
        let plain = |texts: Vec<Text>| texts.iter().map(Text::plain).collect();
        Self {
            id,
            heads: plain(heads),
            rows: rows.into_iter().map(plain).collect(),
        }
    }

    /// Writes the table as CSV (RFC 4180) in UTF-8.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in std::iter::once(&self.heads).chain(&self.rows) {
            // Writing to memory does not fail; rows have one length.
            let _written = out.write_record(row.iter().map(|cell| harmless(cell)));
        }
        out.into_inner().unwrap_or_default()
    }
}

/// Puts an apostrophe before what a spreadsheet would take for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_starts_a_formula() {
        let table = Table {
            id: "t",
            heads: vec!["a".into(), "b".into()],
            rows: vec![vec!["=HYPERLINK(\"x\")".into(), "one, two".into()]],
        };
        assert_eq!(
            String::from_utf8(table.to_csv()).unwrap(),
            "a,b\r\n\"'=HYPERLINK(\"\"x\"\")\",\"one, two\"\r\n"
        );
    }
}

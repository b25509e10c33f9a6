//! A figure as a table, and tables as CSV and sheets.
//!
//! # Invariants
//! A cell never starts a formula in a spreadsheet.

use crate::export::tables::Kind;
use crate::export::xlsx::Sheet;
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
    ///
    /// # Shape
    /// `banner` is a head and a notice that every row carries in a column of
    /// its own, so that no row is parted from it.
    pub fn to_csv(&self, banner: Option<(&str, &str)>) -> Vec<u8> {
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let first = banner.map(|(head, _)| head);
        let others = banner.map(|(_, notice)| notice);
        let heads = std::iter::once((&self.heads, first));
        for (row, last) in heads.chain(self.rows.iter().map(|row| (row, others))) {
            // Writing to memory does not fail; rows have one length.
            let cells = row.iter().map(String::as_str).chain(last);
            let _written = out.write_record(cells.map(harmless));
        }
        out.into_inner().unwrap_or_default()
    }

    /// Makes the table a sheet of a workbook; `banner` as for CSV.
    ///
    /// # Shape
    /// Every cell is a text, as the page has it: a workbook computes none.
    pub(super) fn sheet(self, banner: Option<(&String, &String)>) -> Sheet {
        let first = banner.map(|(head, _)| head.clone());
        let others = banner.map(|(_, notice)| notice.clone());
        let heads = self.heads.into_iter().chain(first);
        let rows = self.rows.into_iter();
        Sheet {
            name: self.id.to_owned(),
            columns: heads.map(|head| (head, Kind::Words)).collect(),
            rows: rows
                .map(|row| row.into_iter().chain(others.clone()).collect())
                .collect(),
        }
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
            String::from_utf8(table.to_csv(None)).unwrap(),
            "a,b\r\n\"'=HYPERLINK(\"\"x\"\")\",\"one, two\"\r\n"
        );
        assert_eq!(
            String::from_utf8(table.to_csv(Some(("c", "=n")))).unwrap(),
            "a,b,c\r\n\"'=HYPERLINK(\"\"x\"\")\",\"one, two\",'=n\r\n"
        );
    }
}

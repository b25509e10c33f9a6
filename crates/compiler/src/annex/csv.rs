//! Comma-separated values: rows of cells, quoted where a cell needs it.
//!
//! Rows end with a line feed or carriage return and line feed; `""` inside a
//! quoted cell is one quotation mark; empty lines are skipped. Small on
//! purpose: an annex is short and pinned, and whatever is out of the ordinary
//! in it should be refused.

/// One row with the line it begins on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// Reads the rows, or says what is wrong and on which line.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, (usize, &'static str)> {
    let mut rows = Vec::new();
    let mut reader = Reader::new();
    for letter in text.strip_prefix('\u{feff}').unwrap_or(text).chars() {
        reader.take(letter, &mut rows)?;
    }
    if reader.quoted {
        return Err((reader.row_line, "a quoted cell does not end"));
    }
    reader.end_row(&mut rows);
    Ok(rows)
}

struct Reader {
    line: usize,
    row_line: usize,
    cells: Vec<String>,
    cell: String,
    quoted: bool,
    // A quoted cell has ended; only a comma or the row's end may follow.
    closed: bool,
}

impl Reader {
    fn new() -> Self {
        Self {
            line: 1,
            row_line: 1,
            cells: Vec::new(),
            cell: String::new(),
            quoted: false,
            closed: false,
        }
    }

    fn take(&mut self, letter: char, rows: &mut Vec<Row>) -> Result<(), (usize, &'static str)> {
        if letter == '\n' {
            self.line += 1;
        }
        match letter {
            '"' if self.quoted => {
                self.quoted = false;
                self.closed = true;
            }
            '"' if self.closed => {
                self.cell.push('"');
                self.quoted = true;
                self.closed = false;
            }
            '"' if self.cell.is_empty() => self.quoted = true,
            '"' => return Err((self.line, "a quotation mark stands inside a plain cell")),
            _ if self.quoted => self.cell.push(letter),
            ',' => self.end_cell(),
            '\n' => self.end_row(rows),
            '\r' => {}
            _ if self.closed => return Err((self.line, "a quoted cell goes on after its end")),
            _ => self.cell.push(letter),
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        self.cells
            .push(std::mem::take(&mut self.cell).trim().to_owned());
        self.closed = false;
    }

    fn end_row(&mut self, rows: &mut Vec<Row>) {
        self.end_cell();
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row {
                line: self.row_line,
                cells,
            });
        }
        self.row_line = self.line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let cells: Vec<Vec<String>> = rows(text)
            .expect("it reads")
            .into_iter()
            .map(|row| row.cells)
            .collect();
        assert_eq!(cells, expected, "{text:?}");
    }

    #[test]
    fn rows_and_cells() {
        check("a,b\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check("a,b\r\n1,\r\n\r\n", &[&["a", "b"], &["1", ""]]);
        check("a\n\"x, \"\"y\"\"\nz\"", &[&["a"], &["x, \"y\"\nz"]]);
        check("", &[]);
        check("\u{feff}a", &[&["a"]]);
    }

    #[test]
    fn lines_are_counted_through_quoted_cells() {
        let lines: Vec<usize> = rows("a\n\"x\ny\"\nz\n")
            .expect("it reads")
            .into_iter()
            .map(|row| row.line)
            .collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_refused() {
        assert_eq!(rows("a\n\"x"), Err((2, "a quoted cell does not end")));
        assert!(rows("a\"b").is_err());
        assert!(rows("\"a\"b").is_err());
    }
}

//! Tables as one workbook, right to left where the language is.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use servanda_model::time::Date;

use super::tables::{Kind, Table};
use super::{File, Source, csvw};
use crate::error::Error;
use crate::language::Words;
use crate::view;

/// The longest text that a cell of a workbook holds, in characters.
const CELL_CHARS_MAX: usize = 32_767;

/// The most rows of a sheet, its header left out.
const ROWS_MAX: usize = 1_048_575;

/// What a workbook says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// Its title.
    pub title: &'a str,
    /// A notice that goes with it.
    pub comment: &'a str,
    /// The day it is of.
    pub made: Date,
    /// Whether its sheets run from right to left.
    pub rtl: bool,
}

/// One sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its columns: head, and what its values are.
    pub columns: Vec<(String, Kind)>,
    /// Its rows; an empty cell has no value.
    pub rows: Vec<Vec<String>>,
}

/// Writes the tables of an export, a sheet each.
///
/// # Errors
/// As [`sheets`].
pub fn file(source: &Source, tables: &[Table], words: &Words) -> Result<File, Error> {
    let opened = source.opened;
    let book = Book {
        title: &opened.plan.title,
        comment: if opened.folder.settings.unofficial {
            view::UNOFFICIAL
        } else {
            ""
        },
        // WHY: a workbook holds the day it was made; that of the instant judged
        // keeps the bytes the same from run to run.
        made: opened.plan.zone.date_of(source.assessment.as_of.at),
        rtl: source.language.direction() == "rtl",
    };
    let sheet = |table: &Table| {
        let columns = table.columns.iter();
        let titled = columns.map(|column| (csvw::title_of(words, column.name), column.kind));
        Sheet {
            name: csvw::title_of(words, table.name),
            columns: titled.collect(),
            rows: table.rows.clone(),
        }
    };
    let all: Vec<Sheet> = tables.iter().map(sheet).collect();
    let bytes = sheets(&book, &all)?;
    Ok(File { name: None, bytes })
}

/// Writes a workbook.
///
/// # Errors
/// `Argument`, where a table has more rows than a sheet.
pub fn sheets(book: &Book, sheets: &[Sheet]) -> Result<Vec<u8>, Error> {
    let long = sheets.iter().find(|sheet| sheet.rows.len() > ROWS_MAX);
    if let Some(sheet) = long {
        return Err(Error::Argument(format!(
            "`{}` has more rows than a sheet holds: export it with `--to csv`",
            sheet.name
        )));
    }
    workbook(book, sheets)
        .map_err(|fault| Error::Argument(format!("the workbook could not be written: {fault}")))
}

fn workbook(of: &Book, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let (year, month, day) = (
        u16::try_from(of.made.year()).unwrap_or(1900),
        u8::try_from(of.made.month()).unwrap_or(1),
        u8::try_from(of.made.day()).unwrap_or(1),
    );
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_title(of.title)
            .set_comment(of.comment)
            .set_creation_datetime(&made),
    );
    for one in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&one.name)?;
        sheet.set_right_to_left(of.rtl);
        sheet.set_freeze_panes(1, 0)?;
        for (at, (head, _)) in (0_u16..).zip(&one.columns) {
            sheet.write_string_with_format(0, at, head, &bold)?;
        }
        for (line, row) in (1_u32..).zip(&one.rows) {
            for ((at, (_, kind)), cell) in (0_u16..).zip(&one.columns).zip(row) {
                write(sheet, (line, at), *kind, cell)?;
            }
        }
    }
    book.save_to_buffer()
}

fn write(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (line, at): (u32, u16),
    kind: Kind,
    cell: &str,
) -> Result<(), XlsxError> {
    if cell.is_empty() {
        return Ok(());
    }
    // A sheet's numbers are binary; what they could not hold exactly stays
    // text.
    let exact = cell.len() <= 15;
    let number = cell.parse::<f64>().ok().filter(|_| exact);
    match (kind, number) {
        (Kind::Whole | Kind::Decimal, Some(number)) => {
            sheet.write_number(line, at, number)?;
        }
        (Kind::Yes, _) => {
            sheet.write_boolean(line, at, cell == "true")?;
        }
        _ => {
            let short: String = cell.chars().take(CELL_CHARS_MAX).collect();
            sheet.write_string(line, at, short)?;
        }
    }
    Ok(())
}

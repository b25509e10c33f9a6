//! Tables as one workbook, right to left where the language is.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::tables::{Kind, Table};
use super::{File, Source, csvw};
use crate::error::Error;
use crate::language::Words;
use crate::view;

/// The longest text that a cell of a workbook holds, in characters.
const CELL_CHARS_MAX: usize = 32_767;

/// The most rows of a sheet, its header left out.
const ROWS_MAX: usize = 1_048_575;

/// Writes the tables, a sheet each.
///
/// # Errors
/// `Argument`, where a table has more rows than a sheet.
pub fn file(source: &Source, tables: &[Table], words: &Words) -> Result<File, Error> {
    let long = tables.iter().find(|table| table.rows.len() > ROWS_MAX);
    if let Some(table) = long {
        return Err(Error::Argument(format!(
            "`{}` has more rows than a sheet holds: export it with `--to csv`",
            table.name
        )));
    }
    let bytes = workbook(source, tables, words)
        .map_err(|fault| Error::Argument(format!("the workbook could not be written: {fault}")))?;
    Ok(File { name: None, bytes })
}

fn workbook(source: &Source, tables: &[Table], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let opened = source.opened;
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let rtl = source.language.direction() == "rtl";
    // WHY: a workbook holds the day it was made; that of the instant judged
    // keeps the bytes the same from run to run.
    let made = opened.plan.zone.date_of(source.assessment.as_of.at);
    let (year, month, day) = (
        u16::try_from(made.year()).unwrap_or(1900),
        u8::try_from(made.month()).unwrap_or(1),
        u8::try_from(made.day()).unwrap_or(1),
    );
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_title(&opened.plan.title)
            .set_comment(if opened.folder.settings.unofficial {
                view::UNOFFICIAL
            } else {
                ""
            })
            .set_creation_datetime(&made),
    );
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(csvw::title_of(words, table.name))?;
        sheet.set_right_to_left(rtl);
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, at, csvw::title_of(words, column.name), &bold)?;
        }
        for (line, row) in (1_u32..).zip(&table.rows) {
            for ((at, column), cell) in (0_u16..).zip(&table.columns).zip(row) {
                write(sheet, (line, at), column.kind, cell)?;
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

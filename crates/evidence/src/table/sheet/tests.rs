//! Workbooks made here, part by part: plain ones, and hostile ones.

use std::io::Write as _;

use super::*;
use crate::table::{Source as _, Step};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Trucks" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn book(rows: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Trucks">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", br#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#),
        ("content.xml", content.as_bytes()),
    ])
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>trucks</t></is></c></row>"#;

fn all(bytes: &[u8]) -> Result<(Vec<String>, Vec<Record>), String> {
    let mut sheet = read("t.xlsx", bytes, None).map_err(|fault| fault.to_string())?;
    let mut rows = Vec::new();
    let mut record = Record::default();
    while sheet.next(&mut record) == Step::Record {
        rows.push(record.clone());
    }
    Ok((sheet.columns().names().to_vec(), rows))
}

#[test]
fn rows_keep_their_number_and_formulas_are_marked() {
    let bytes = book(&format!(
        r#"{HEADER}<row r="4"><c r="A4" t="inlineStr"><is><t>2026-05-01</t></is></c><c r="B4"><f>SUM(1,2)</f><v>3</v></c></row>"#
    ));
    let (names, rows) = all(&bytes).unwrap();
    assert_eq!(names, ["day", "trucks"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].line, rows[0].at(1)), (4, Some("3")));
    assert_eq!(rows[0].formulas, [1]);
    assert!(
        read("t.xlsx", &bytes, Some("Fuel"))
            .err()
            .unwrap()
            .reason
            .contains("it has Trucks")
    );
}

#[test]
fn open_document_sheets_are_read() {
    let cell = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let table = format!(
        r#"<table:table-row>{}{}<table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row>{}<table:table-cell office:value-type="float" office:value="600"><text:p>600</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        cell("day"),
        cell("trucks"),
        cell("2026-05-01")
    );
    let (names, rows) = all(&ods(&table)).unwrap();
    assert_eq!(names, ["day", "trucks"]);
    assert_eq!(rows[0].at(1), Some("600"));
}

#[test]
fn a_sheet_that_spreads_too_far_is_refused() {
    let far = book(&format!(
        r#"{HEADER}<row r="2"><c r="XFD2"><v>1</v></c></row>"#
    ));
    assert!(all(&far).unwrap_err().contains("past the limit of 4096"));
    let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="10000000" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>"#;
    assert!(
        all(&ods(wide))
            .unwrap_err()
            .contains("10000000, past the limit")
    );
    let tall = r#"<table:table-row table:number-rows-repeated="9000000"><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>"#;
    assert!(
        all(&ods(tall))
            .unwrap_err()
            .contains("more than 8000000 cells")
    );
}

#[test]
fn bombs_and_declarations_are_refused() {
    let zeros = vec![b' '; 20 * 1024 * 1024];
    let bomb = archive(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert!(all(&bomb).unwrap_err().contains("zip bomb"));
    let lol = br#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>"#;
    assert!(
        all(&archive(&[("xl/workbook.xml", lol)]))
            .unwrap_err()
            .contains("document type")
    );
    let many: Vec<String> = (0..=PARTS_MAX).map(|n| format!("p{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(all(&archive(&many)).unwrap_err().contains("parts"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [
        &b""[..],
        b"day,trucks\n",
        b"PK\x03\x04nonsense",
        b"\xD0\xCF\x11\xE0\xA1\xB1",
    ] {
        assert!(all(bytes).is_err());
    }
    assert!(all(&archive(&[("readme.txt", b"hello")])).is_err());
}

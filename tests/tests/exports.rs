//! Exports through the binary: each form held against what it promises, and,
//! where `xmllint` and the schemas of IATI are at hand, against its schema.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use servanda_cases::binary::{servanda, workspace};
use servanda_cases::schema;

fn export(form: &str, folder: &str, more: &[&str]) -> String {
    let path = format!("examples/{folder}");
    let arguments = [&["export", &path, "--to", form, "--output", "-"], more].concat();
    let run = servanda(&workspace(), &arguments).unwrap();
    assert_eq!(run.code, 0, "{form}: {}", run.err);
    run.out
}

/// Unfolds a calendar's lines.
fn unfolded(calendar: &str) -> Vec<String> {
    let whole = calendar.replace("\r\n ", "");
    whole.split("\r\n").map(str::to_owned).collect()
}

fn property<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    let lines = lines.iter().filter_map(|line| line.strip_prefix(name));
    lines.collect()
}

#[test]
fn a_calendar_has_each_deadline_once_and_keeps_its_names() {
    let earlier = export(
        "ics",
        "gaza",
        &["--at", "2025-10-12", "--known", "2025-10-12"],
    );
    let later = export("ics", "gaza", &[]);
    let (earlier, later) = (unfolded(&earlier), unfolded(&later));
    let uids = property(&later, "UID:");
    let distinct: BTreeSet<&&str> = uids.iter().collect();
    assert_eq!(distinct.len(), uids.len());
    assert!(uids.contains(&"gaza/1/C04@servanda.example"), "{uids:?}");
    assert!(property(&earlier, "UID:").contains(&"gaza/1/C04@servanda.example"));
    let ends = property(&later, "DTSTART;VALUE=DATE:");
    assert!(ends.contains(&"20271231"), "{ends:?}");
    for line in &later {
        assert!(!line.contains('\n'), "{line}");
    }
}

#[test]
fn a_feed_tells_each_change_once_whenever_it_is_asked() {
    let feed = |at: &str| export("atom", "gaza", &["--at", at, "--since", "2026-01-10"]);
    let ids = |feed: &str| -> BTreeSet<String> {
        let parts = feed.split("<entry>").skip(1);
        parts
            .map(|entry| entry.split("</id>").next().unwrap().trim().to_owned())
            .collect()
    };
    let (first, second) = (ids(&feed("2026-01-20")), ids(&feed("2026-01-21")));
    assert!(!first.is_empty());
    assert_eq!(first.difference(&second).count(), 0, "{first:?} {second:?}");
    let hebrew = export("atom", "gaza", &["--lang", "he"]);
    assert!(hebrew.contains("xml:lang=\"he\""));
}

#[test]
fn tables_have_the_columns_that_their_description_names() {
    let place = tempfile::tempdir().unwrap();
    let output = place.path().join("tables");
    let output = output.to_str().unwrap();
    let run = servanda(
        &workspace(),
        &["export", "examples/gaza", "--to", "csv", "--output", output],
    );
    let run = run.unwrap();
    assert_eq!(run.code, 0, "{}", run.err);
    let read = |name: &str| fs::read_to_string(Path::new(output).join(name)).unwrap();
    let described: Value = serde_json::from_str(&read("csv-metadata.json")).unwrap();
    let tables = described["tables"].as_array().unwrap();
    assert!(tables.len() >= 5);
    for table in tables {
        let text = read(table["url"].as_str().unwrap());
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        let names: Vec<&str> = columns
            .iter()
            .map(|column| column["name"].as_str().unwrap())
            .collect();
        assert_eq!(text.split("\r\n").next().unwrap(), names.join(","));
    }
    let entries = read("entries.csv");
    // The range that one office gives for its trucks stands as both its ends.
    assert!(entries.contains(",600,800,trucks,"), "{entries}");
}

#[test]
fn everything_computed_is_exported_as_json_by_its_schema() {
    let answer: Value = serde_json::from_str(&export("json", "gaza", &[])).unwrap();
    let path = workspace().join("docs/schema/export.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(schema::faults(&schema, &answer), Vec::<String>::new());
    let entries = answer["data"]["entries"].as_array().unwrap();
    assert_eq!(
        answer["record"]["size"].as_u64().unwrap(),
        u64::try_from(entries.len()).unwrap()
    );
}

/// Reads a workbook's sheets back.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets().into_iter();
    let text = |cells: &[Data]| cells.iter().map(ToString::to_string).collect();
    sheets
        .map(|(name, range)| (name, range.rows().map(text).collect()))
        .collect()
}

#[test]
fn a_workbook_reads_back_and_runs_right_to_left_where_its_language_does() {
    let place = tempfile::tempdir().unwrap();
    let write = |form: &str, lang: &str| {
        let path = place.path().join(format!("{form}-{lang}.xlsx"));
        let named = path.to_str().unwrap();
        let arguments = [
            "export",
            "examples/riverside",
            "--to",
            form,
            "--output",
            named,
            "--lang",
            lang,
        ];
        let run = servanda(&workspace(), &arguments).unwrap();
        assert_eq!(run.code, 0, "{}", run.err);
        fs::read(path).unwrap()
    };
    let english = sheets(&write("xlsx", "en"));
    let arabic_bytes = write("xlsx", "ar");
    let arabic = sheets(&arabic_bytes);
    assert_eq!(english.len(), arabic.len());
    assert_eq!(english[0].1.len(), arabic[0].1.len());
    assert_eq!(english[0].0, "Clauses");
    assert_eq!(arabic[0].0, "البنود");
    assert_eq!(write("xlsx", "ar"), arabic_bytes, "the same bytes again");
    let form = sheets(&write("xlsform", "en"));
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["survey", "choices", "settings"]);
    let survey = &form[0].1;
    assert_eq!(survey[0][0], "type");
    assert!(survey[0].iter().any(|cell| cell == "label::العربية (ar)"));
    let lists: BTreeSet<&str> = form[1]
        .1
        .iter()
        .skip(1)
        .map(|row| row[0].as_str())
        .collect();
    for row in survey.iter().skip(1) {
        if let Some(list) = row[0].strip_prefix("select_one ") {
            assert!(lists.contains(list), "no choices for `{list}`");
        }
    }
}

#[test]
fn the_text_is_exported_with_ids_that_stay() {
    let text = export("akn", "riverside", &[]);
    assert!(text.contains("xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\""));
    assert!(text.contains("wId=\"clause_4.1\""));
    let ids: Vec<&str> = text
        .split(" eId=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len());
    well_formed(&text);
    well_formed(&export("atom", "riverside", &[]));
}

fn has_xmllint() -> bool {
    let found = Command::new("xmllint").arg("--version").output();
    found.is_ok_and(|run| run.status.success())
}

fn well_formed(text: &str) {
    if !has_xmllint() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("document.xml");
    fs::write(&path, text).unwrap();
    let run = Command::new("xmllint").arg("--noout").arg(&path).output();
    let run = run.unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

/// The folder of the standard's schemas, where somebody put them beside the
/// project.
fn iati_schemas() -> Option<PathBuf> {
    let beside = workspace().join("../shared/data/iati");
    beside
        .join("iati-activities-schema.xsd")
        .is_file()
        .then_some(beside)
}

#[test]
fn money_is_exported_as_iati_that_fits_its_schema() {
    let gaza = export("iati", "gaza", &[]);
    assert_eq!(gaza.matches("<transaction ref=").count(), 5);
    assert!(gaza.contains("<value currency=\"USD\" value-date=\"2026-02-19\">10000000000</value>"));
    assert!(gaza.contains("secondary-reporter=\"1\""));
    well_formed(&gaza);
    let Some(schemas) = iati_schemas().filter(|_| has_xmllint()) else {
        return;
    };
    for folder in ["gaza", "riverside"] {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("activities.xml");
        fs::write(&path, export("iati", folder, &[])).unwrap();
        let run = Command::new("xmllint")
            .arg("--noout")
            .arg("--schema")
            .arg(schemas.join("iati-activities-schema.xsd"))
            .arg(&path)
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
}

#[test]
fn a_form_that_nothing_could_fill_is_refused_with_a_way_out() {
    let run = servanda(
        &workspace(),
        &["export", "examples/aceh", "--to", "iati", "--output", "-"],
    );
    let run = run.unwrap();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no exact amount of money"), "{}", run.err);
    let run = servanda(
        &workspace(),
        &["export", "examples/aceh", "--to", "docx", "--output", "-"],
    );
    let run = run.unwrap();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there are html, csv, json"), "{}", run.err);
}

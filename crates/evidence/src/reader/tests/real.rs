//! Files as their publishers released them, read whole.
//!
//! They lie beside the project and are no part of it; where they are not
//! there, each test says so and passes. What the importer counts is held
//! against a count made here in another way.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::*;

/// Returns a file's bytes, where the files are there.
fn data(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        println!("left out: {path} is not beside the project");
    }
    bytes
}

fn read(kind: FileKind, bytes: &[u8], mapping: &str) -> (Vec<Draft>, Vec<String>, Tally) {
    let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(bytes)) };
    let input = Input {
        name: "f",
        open: &open,
    };
    let mapping = format!("{}{mapping}", head(kind.word()));
    let mapping = Mapping::parse("m.toml", &mapping).expect("a mapping");
    let schema = schema();
    let mut reader = Reader::open(kind, &input, &mapping, "m.toml", &schema).expect("a reader");
    let (mut drafts, mut faults) = (Vec::new(), Vec::new());
    for item in reader.by_ref() {
        match item {
            Item::Draft(draft) => drafts.push(draft),
            Item::Fault(fault) => faults.push(fault.to_string()),
        }
    }
    let tally = reader.tally().clone();
    (drafts, faults, tally)
}

fn sum(drafts: &[Draft]) -> i64 {
    let figure = |draft: &Draft| {
        text(draft, "figure")
            .parse::<i64>()
            .expect("a whole number")
    };
    drafts.iter().map(figure).sum()
}

fn reading(of: &str, more: &str, happened: &str, figure: &str) -> String {
    format!(
        "[[read]]\nof = \"{of}\"\nscope = \"as published\"\nreporter = \"Monitors\"\n{more}\n[read.from]\nhappened = {happened}\nfigure = {figure}\n"
    )
}

/// Splits CSV by hand: fields, quoted ones with what they hold.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (vec![], vec![], String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                field.push('"');
                signs.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            other => field.push(other),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}

fn column(rows: &[Vec<String>], name: &str) -> usize {
    rows[0]
        .iter()
        .position(|cell| cell == name)
        .expect("a column")
}

#[test]
fn the_daily_deaths_since_the_truce() {
    let Some(bytes) = data("t4p/casualties_daily.json") else {
        return;
    };
    let mapping = reading("Deaths", "", "\"report_date\"", "\"killed_truce_new\"");
    let (drafts, faults, tally) = read(FileKind::T4p, &bytes, &mapping);
    assert_eq!(faults, Vec::<String>::new());
    let days: Vec<Json> = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(tally.records, days.len() as u64);
    let given = days
        .iter()
        .filter(|day| day["killed_truce_new"].is_number());
    assert_eq!(drafts.len(), given.count());
    let truce: Vec<Draft> = drafts
        .into_iter()
        .filter(|draft| ("2025-10-11"..="2026-07-04").contains(&text(draft, "happened_from")))
        .collect();
    assert_eq!(sum(&truce), 992);
}

#[test]
fn running_totals_and_what_was_carried_forward() {
    let Some(bytes) = data("t4p/west_bank_daily.json") else {
        return;
    };
    let mapping = reading(
        "Deaths",
        "running = true",
        "\"report_date\"",
        "\"killed_cum\"",
    );
    let (drafts, faults, tally) = read(FileKind::T4p, &bytes, &mapping);
    assert_eq!(faults, Vec::<String>::new());
    let source = String::from_utf8(bytes).unwrap();
    let filled = source.matches("\"flash_source\": \"fill\"").count();
    let days = source.matches("\"report_date\"").count();
    assert!(filled > 0);
    assert_eq!((tally.records, drafts.len()), (days as u64, days - filled));
    let Some(bytes) = data("t4p/infrastructure-damaged.json") else {
        return;
    };
    let mapping = reading(
        "Deaths",
        "running = true",
        "\"report_date\"",
        "\"residential.destroyed\"",
    );
    let (drafts, faults, tally) = read(FileKind::T4p, &bytes, &mapping);
    assert_eq!(faults, Vec::<String>::new());
    let days: Vec<Json> = serde_json::from_slice(&bytes).unwrap();
    let given = days
        .iter()
        .filter(|day| day["residential"]["destroyed"].is_number());
    assert_eq!(
        (tally.records, drafts.len()),
        (days.len() as u64, given.count())
    );
}

#[test]
fn flows_of_money_none_twice() {
    let Some(bytes) = data("fts/fts_incoming_funding_pse.csv") else {
        return;
    };
    let rows = rows(std::str::from_utf8(&bytes).unwrap());
    let [status, class, amount] =
        ["status", "flowType", "amountUSD"].map(|name| column(&rows, name));
    let mut all = 0;
    for stage in ["pledge", "commitment", "paid"] {
        let mapping = reading("Pledge", "unit = \"USD\"", "\"@decided\"", "\"amountUSD\"");
        let mapping = format!("{mapping}[read.where]\nstatus = \"{stage}\"\n");
        let (drafts, faults, tally) = read(FileKind::Fts, &bytes, &mapping);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(tally.records, rows.len() as u64 - 1);
        let counted = rows[1..].iter().filter(|row| {
            row[status] == stage && row[class] != "Parked" && row[class] != "Carryover"
        });
        let dollars: i64 = counted
            .clone()
            .map(|row| row[amount].parse::<i64>().unwrap())
            .sum();
        assert_eq!(
            (drafts.len(), sum(&drafts)),
            (counted.count(), dollars),
            "{stage}"
        );
        all += drafts.len();
    }
    assert_eq!(all, 338 - 34 - 6);
}

#[test]
fn events_of_the_older_layout_with_a_row_of_tags() {
    let Some(bytes) = data("ucdp/ged_bgd_hxl.csv") else {
        return;
    };
    let rows = rows(std::str::from_utf8(&bytes).unwrap());
    assert!(rows[0].len() < 49, "the present layout has 49 columns");
    let mapping = reading("Deaths", "", "\"@happened\"", "\"@deaths\"");
    let (drafts, faults, tally) = read(FileKind::Ucdp, &bytes, &mapping);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!((tally.records, drafts.len()), (601, rows.len() - 2));
    let best = column(&rows, "best");
    let expected: i64 = rows[2..]
        .iter()
        .map(|row| row[best].parse::<i64>().unwrap())
        .sum();
    let kept = |draft: &Draft| Kept::read(text(draft, "body")).unwrap();
    let found: i64 = drafts
        .iter()
        .map(|draft| kept(draft).columns["best"].parse::<i64>().unwrap())
        .sum();
    assert_eq!(found, expected);
    assert!(
        drafts
            .iter()
            .all(|draft| kept(draft).columns.contains_key("where_prec"))
    );
    // The present layout has more columns; a row of tags is then no help.
    let wide: String = std::str::from_utf8(&bytes)
        .unwrap()
        .lines()
        .enumerate()
        .filter(|(number, _)| *number != 1)
        .map(|(number, line)| match number {
            0 => format!("{line},relid,code_status,where_description,gwno,a,b\n"),
            _ => format!("{line},x,Clear,x,1,1,1\n"),
        })
        .collect();
    let (again, faults, _) = read(FileKind::Ucdp, wide.as_bytes(), &mapping);
    assert_eq!((again.len(), faults), (drafts.len(), vec![]));
}

#[test]
fn the_summary_of_un2720() {
    let Some(bytes) = data("un2720/summary_2026-03-08.json") else {
        return;
    };
    let mapping = reading(
        "Trucks",
        "unit = \"trucks\"\nrunning = true",
        "\"fetchedAt\"",
        "\"trucks\"",
    );
    let (drafts, faults, tally) = read(FileKind::Un2720, &bytes, &mapping);
    assert_eq!(faults, Vec::<String>::new());
    let source = String::from_utf8(bytes.clone()).unwrap();
    let organisations = source.matches("\"organization\":").count();
    assert_eq!(tally.records, organisations as u64 + 1);
    assert_eq!(
        (drafts.len(), text(&drafts[0], "figure")),
        (organisations + 1, "26236")
    );
    let total = format!("{mapping}[read.where]\norganization = \"(all)\"\n");
    assert_eq!(read(FileKind::Un2720, &bytes, &total).0.len(), 1);
}

#[test]
fn the_standards_own_examples() {
    for path in [
        "iati/activity-standard-example-annotated.xml",
        "iati/worked-example.xml",
    ] {
        let Some(bytes) = data(path) else { return };
        let mapping = format!(
            "{}unit = \"currency\"\n[read.where]\nelement = \"transaction\"\n",
            reading("Pledge", "", "\"date\"", "\"value\"")
        );
        let (drafts, faults, tally) = read(FileKind::Iati, &bytes, &mapping);
        let source = String::from_utf8(bytes).unwrap();
        let transactions = source.matches("<transaction ").count();
        assert!(transactions > 0);
        // GBP is no unit of this agreement, and says nothing about the file.
        assert_eq!(faults, Vec::<String>::new(), "{path}");
        assert_eq!(drafts.len(), transactions, "{path}");
        let parts = [
            "<transaction ",
            "<planned-disbursement ",
            "<budget ",
            "<actual ",
        ];
        let parts: usize = parts.iter().map(|part| source.matches(part).count()).sum();
        assert_eq!(tally.records, parts as u64, "{path}");
    }
}

#[test]
fn a_tagged_table_with_headers_above_its_tags() {
    let Some(bytes) = data("hxl/valid.csv") else {
        return;
    };
    let mapping = "[[read]]\nof = \"Deaths\"\nscope = \"people targeted\"\nreporter = \"Monitors\"\nset = { happened = \"2015-03-01\" }\n[read.from]\nfigure = \"#targeted+f\"\n";
    let (drafts, faults, tally) = read(FileKind::Hxl, &bytes, mapping);
    assert_eq!(faults, Vec::<String>::new());
    let source = String::from_utf8(bytes).unwrap();
    let below = source
        .lines()
        .skip_while(|line| !line.contains('#'))
        .skip(1)
        .filter(|line| !line.is_empty());
    assert_eq!(tally.records, below.count() as u64);
    assert_eq!(
        tally.left_out.values().sum::<u64>() + drafts.len() as u64,
        tally.records
    );
    assert_eq!(text(&drafts[0], "figure"), "100");
}

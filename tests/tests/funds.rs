//! Money through the binary: the examples' real cases, a chain from pledge to
//! verified result, and the real file of FTS where it is at hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use servanda_cases::binary::{servanda, workspace};
use servanda_cases::schema;
use tempfile::TempDir;

fn funds(folder: &Path, dir: &str, more: &[&str]) -> Value {
    let arguments = [&["funds", dir, "--json"], more].concat();
    let run = servanda(folder, &arguments).unwrap();
    assert_eq!(run.code, 0, "{}", run.err);
    let path = workspace().join("docs/schema/funds.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(schema::faults(&schema, &run.json()), Vec::<String>::new());
    run.json()["data"].clone()
}

/// Returns what a ledger has at a stage in a currency.
fn at(ledger: &Value, stage: &str, currency: &str) -> String {
    let stages = ledger["stages"].as_array().unwrap();
    let found = stages
        .iter()
        .find(|one| one["stage"] == stage && one["currency"] == currency);
    found.map_or_else(String::new, |one| {
        one["amount"].as_str().unwrap().to_owned()
    })
}

#[test]
fn gaza_has_pledges_and_nothing_after_them() {
    let told = funds(&workspace(), "examples/gaza", &[]);
    let ledger = &told["ledgers"][0];
    assert_eq!(at(ledger, "pledged", "USD"), "14200000000");
    assert_eq!(at(ledger, "disbursed", "USD"), "");
    assert_eq!(ledger["ends_at"], "pledged");
    assert_eq!(ledger["donors"].as_array().unwrap().len(), 5);
    assert_eq!(ledger["clauses"][0]["clause"], "C19");
    let balance = &told["balances"][0];
    assert_eq!(
        (&balance["amount"], &balance["currency"]),
        (&"0".into(), &"USD".into())
    );
    assert_eq!(balance["on"], "2026-05-28");
    // The latest estimate of need, with what is pledged against it.
    let need = &told["needs"][0];
    assert_eq!(need["amount"], "71400000000");
    assert_eq!(need["funded"][0]["percent"], "19.9");
    let before = funds(&workspace(), "examples/gaza", &["--at", "2026-02-18"]);
    assert_eq!(before["ledgers"], Value::Array(Vec::new()));
}

#[test]
fn cairo_was_thirteen_hundred_million_behind() {
    let told = funds(&workspace(), "examples/cairo-2014", &[]);
    let ledger = &told["ledgers"][0];
    assert_eq!(at(ledger, "pledged", "USD"), "3510000000");
    assert_eq!(at(ledger, "disbursed", "USD"), "1410000000");
    let overdue = &ledger["clauses"][0]["overdue"][0];
    assert_eq!(overdue["missing"], "1300000000");
    assert_eq!(overdue["of"], "2710000000");
    assert_eq!(overdue["due"], "2016-03-31");
}

#[test]
fn riverside_has_one_pledge_overdue_by_its_own_date() {
    let told = funds(&workspace(), "examples/riverside", &["--at", "2026-06-30"]);
    let ledger = &told["ledgers"][0];
    let overdue = ledger["overdue"].as_array().unwrap();
    assert_eq!(overdue.len(), 1, "{overdue:?}");
    assert_eq!(overdue[0]["donor"], "Hill Republic");
    assert_eq!(overdue[0]["missing"], "4600000");
    assert_eq!(overdue[0]["days"], 20);
}

const TEXT: &str = r"# Relief

```accord
agreement  Relief Fund
  time        Accord Time is UTC
  attributed  reports by Desk, Example Transcriber count
  in force    2026-01-01
party      North; South; Port League
body       Desk; Example Transcriber
body       Bank, neutral
body       Auditor, neutral
body       Port Office belongs to Port League
body       Hill Republic
body       Relief Office
role       Donor is Port League, Hill Republic
event      Pledge by Donor of money due date, recipient text, donor text, original-amount number, original-currency text, exchange-rate number
  reported  Relief Office, Bank
event      Commitment by Donor of money, recipient text, donor text, original-amount number, original-currency text, exchange-rate number
  reported  Relief Office
event      Disbursement by Donor of money, recipient text, donor text, original-amount number, original-currency text, exchange-rate number
  reported  Relief Office
event      Expenditure by Donor of money, recipient text
  reported  Relief Office
event      Verified Result by Donor
  reported  Auditor, Relief Office
measure    Euro Rate in USD per EUR
  reported  Bank
```

## Article 1

Donors pay what they pledge.

```accord
1.1  each Donor must perform Disbursement of its Pledge
  by        the pledged date
  counts    cumulative, USD at the rate of the day received
  evidence  1 report
  response  none, published only
```
";

const ROWS: &str = "row,kind,of,reporter,origin,actor,happened,due,figure,unit,recipient,refers,published,source
r1,,Euro Rate,Bank,Bank,,2026-01-31,,1.10,USD per EUR,,,2026-01-31,Bank
r2,,Euro Rate,Bank,Bank,,2026-02-28,,1.20,USD per EUR,,,2026-02-28,Bank
p1,,Pledge,Relief Office,Relief Office,Port League,2026-02-01,2026-03-01,1000,EUR,,,2026-02-01,Relief Office
p2,,Pledge,Relief Office,Relief Office,Hill Republic,2026-02-01,2026-06-01,500,USD,,,2026-02-01,Relief Office
p3,,Pledge,Bank,Bank,Hill Republic,2026-02-01,2026-06-01,700,USD,,,2026-02-02,Bank
c1,,Commitment,Relief Office,Relief Office,Port League,2026-02-10,,800,EUR,Relief Office,p1,2026-02-10,Relief Office
d1,,Disbursement,Relief Office,Relief Office,Port League,2026-02-20,,600,EUR,Relief Office,c1,2026-02-20,Relief Office
d2,,Disbursement,Relief Office,Relief Office,Port League,2026-02-21,,50,EUR,Port Office,,2026-02-21,Relief Office
e1,,Expenditure,Relief Office,Relief Office,Port League,2026-03-20,,650,EUR,Wells,d1,2026-03-20,Relief Office
v1,,Verified Result,Auditor,Auditor,Port League,2026-04-01,,,,,e1,2026-04-01,Auditor
v2,,Verified Result,Relief Office,Relief Office,Port League,2026-04-02,,,,,d1,2026-04-02,Relief Office
";

struct Place(TempDir);

impl Place {
    fn new(text: &str, rows: &str) -> Self {
        let place = Self(TempDir::new().unwrap());
        let folder = place.0.path().join("relief");
        fs::create_dir_all(folder.join("evidence")).unwrap();
        fs::write(folder.join("agreement.md"), text).unwrap();
        fs::write(
            folder.join("servanda.toml"),
            "id = \"relief\"\nexample = true\n",
        )
        .unwrap();
        fs::write(folder.join("evidence/money.csv"), rows).unwrap();
        place
    }

    fn funds(&self, more: &[&str]) -> Value {
        funds(self.0.path(), "relief", more)
    }
}

#[test]
fn a_chain_is_followed_from_pledge_to_verified_result() {
    let place = Place::new(TEXT, ROWS);
    let told = place.funds(&["--at", "2026-04-10"]);
    let ledger = &told["ledgers"][0];
    for (stage, euros) in [
        ("pledged", "1000"),
        ("committed", "800"),
        ("disbursed", "600"),
        ("spent", "650"),
        // Only the auditor is neutral: what the office itself calls a result
        // is not verified.
        ("verified", "650"),
    ] {
        assert_eq!(at(ledger, stage, "EUR"), euros, "{stage}");
    }
    // Two reporters of one pledge: a range, and no sum of both.
    assert_eq!(at(ledger, "pledged", "USD"), "500 to 700");
    let breaks = ledger["breaks"].as_array().unwrap();
    assert_eq!(breaks.len(), 1, "{breaks:?}");
    assert_eq!(
        breaks[0]["text"],
        "Port League: 50 more EUR spent than disbursed"
    );
    let uncounted = told["uncounted"].as_array().unwrap();
    assert_eq!(uncounted.len(), 1);
    assert_eq!(uncounted[0]["kind"], "internal");
    let overdue = ledger["overdue"].as_array().unwrap();
    assert_eq!(overdue.len(), 1);
    assert_eq!(overdue[0]["missing"], "400");
}

#[test]
fn rates_come_from_the_record_and_are_of_a_stated_day() {
    let place = Place::new(TEXT, ROWS);
    let converted = |more: &[&str]| -> Vec<String> {
        let told = place.funds(&[&["--at", "2026-04-10"], more].concat());
        let stages = told["ledgers"][0]["converted"].as_array().unwrap().clone();
        let line = |one: &Value| {
            format!(
                "{} {} {}",
                one["stage"].as_str().unwrap(),
                one["amount"].as_str().unwrap(),
                one["without_rate"]
            )
        };
        stages.iter().map(line).collect()
    };
    // By the day of each flow: the pledge at 1.10, what was spent at 1.20.
    let own = converted(&[]);
    assert_eq!(own[0], "pledged 1600 to 1800 0");
    assert_eq!(own[3], "spent 780 0");
    let stated = converted(&["--rate-on", "2026-03-01"]);
    assert_eq!(stated[0], "pledged 1700 to 1900 0");
    // Before any rate was on record nothing is converted, and that is said.
    let early = converted(&["--rate-on", "2026-01-01"]);
    assert_eq!(early[0], "pledged 500 to 700 1");
    let euros = converted(&["--in", "EUR", "--rate-on", "2026-01-31"]);
    assert_eq!(euros[1], "committed 800 0");
    assert_eq!(euros[0], "pledged 1454.55 to 1636.36 0");
}

#[test]
fn a_report_that_was_withdrawn_breaks_the_chain_after_it() {
    let rows = format!("{ROWS}w1,withdrawal,,Relief Office,,,,,,,,d1,2026-04-05,Relief Office\n");
    let place = Place::new(TEXT, &rows);
    let told = place.funds(&["--at", "2026-04-10"]);
    let ledger = &told["ledgers"][0];
    assert_eq!(at(ledger, "disbursed", "EUR"), "");
    let kinds: Vec<&str> = ledger["breaks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"names_nothing"), "{kinds:?}");
}

#[test]
fn amounts_that_no_one_could_add_are_kept_apart() {
    let rows = "row,kind,of,reporter,actor,happened,figure,unit,scope,published,source
a,,Pledge,Relief Office,Port League,2026-02-01,79228162514264337593543950335,EUR,,2026-02-01,x
b,,Pledge,Relief Office,Port League,2026-02-02,79228162514264337593543950335,EUR,,2026-02-02,x
c,,Pledge,Relief Office,Port League,2026-02-03,5,shells,,2026-02-03,x
d,,Pledge,Relief Office,Port League,2026-02-04,7,EUR,as another house counts,2026-02-04,x
";
    let place = Place::new(TEXT, rows);
    let told = place.funds(&["--at", "2026-04-10"]);
    let ledgers = told["ledgers"].as_array().unwrap();
    assert_eq!(ledgers.len(), 2);
    assert_eq!(ledgers[1]["scope"], "as another house counts");
    assert_eq!(at(&ledgers[1], "pledged", "EUR"), "7");
    assert_eq!(
        told["uncounted"][0]["text"],
        "its currency can't be told from `shells`"
    );
}

const FTS: &str = r#"kind = "fts"
[source]
publisher = "OCHA Financial Tracking Service"
licence = "CC BY-IGO 3.0"
retrieved = "2026-11-22"
"#;

/// The real file, where somebody put it beside the project.
#[test]
fn the_file_of_fts_adds_up_to_an_independent_count() {
    let file = workspace().join("../shared/data/fts/fts_incoming_funding_pse.csv");
    if !file.is_file() {
        return;
    }
    let place = Place(TempDir::new().unwrap());
    let folder = place.0.path();
    let made = servanda(folder, &["new", "relief"]).unwrap();
    assert_eq!(made.code, 0, "{}", made.err);
    fs::write(folder.join("relief/agreement.md"), TEXT).unwrap();
    let mut mapping = FTS.to_owned();
    for (of, status) in [
        ("Pledge", "pledge"),
        ("Commitment", "commitment"),
        ("Disbursement", "paid"),
    ] {
        mapping.push_str(&format!(
            "[[read]]\nof = \"{of}\"\nscope = \"flows reported to FTS\"\nunit = \"USD\"\nreporter = \"Relief Office\"\n[read.from]\nhappened = \"@decided\"\nfigure = \"amountUSD\"\ndonor = \"srcOrganization\"\nrecipient = \"destOrganization\"\noriginal-amount = \"originalAmount\"\noriginal-currency = \"originalCurrency\"\nexchange-rate = \"exchangeRate\"\n[read.where]\nstatus = [\"{status}\"]\n"
        ));
    }
    fs::write(folder.join("fts.toml"), mapping).unwrap();
    let run = servanda(
        folder,
        &[
            "import",
            "relief",
            "fts",
            file.to_str().unwrap(),
            "--mapping",
            "fts.toml",
        ],
    )
    .unwrap();
    assert_eq!(run.code, 0, "{} {}", run.out, run.err);
    let told = place.funds(&["--in", "USD", "--at", "2030-01-01"]);
    let ledger = &told["ledgers"][0];
    assert_eq!(ledger["scope"], "flows reported to FTS");
    let counted = independent(&file);
    for (at, stage) in ["committed", "disbursed", "pledged"].iter().enumerate() {
        let mut converted = ledger["converted"].as_array().unwrap().iter();
        let own = converted.find(|one| one["stage"] == **stage);
        let own = own.map_or("0", |one| one["amount"].as_str().unwrap());
        assert_eq!(own, counted[at].to_string(), "{stage}");
    }
}

/// Adds up the file's dollars by status by a reader of its own: commitment,
/// paid, pledge; boundaries inside, parked money and money that stays in one
/// house left out.
fn independent(file: &Path) -> [i64; 3] {
    let text = fs::read_to_string(file).unwrap();
    let mut sums = [0; 3];
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            other => cell.push(other),
        }
    }
    let head = rows[0].clone();
    let place = |name: &str| head.iter().position(|cell| cell == name).unwrap();
    for row in &rows[1..] {
        if row.len() != head.len() || row[place("boundary")] != "incoming" {
            continue;
        }
        if ["Parked", "Carryover"].contains(&row[place("flowType")].as_str()) {
            continue;
        }
        // Money that stays in one house is no flow.
        let from = &row[place("srcOrganization")];
        if !from.is_empty() && *from == row[place("destOrganization")] {
            continue;
        }
        let Ok(dollars) = row[place("amountUSD")].parse::<i64>() else {
            continue;
        };
        match row[place("status")].as_str() {
            "commitment" => sums[0] += dollars,
            "paid" => sums[1] += dollars,
            "pledge" => sums[2] += dollars,
            _ => {}
        }
    }
    sums
}

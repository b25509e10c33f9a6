//! Imports through the binary: proposed, read, repeated, revised, deleted.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use servanda_cases::binary::{Run, servanda, workspace};
use servanda_cases::schema;
use tempfile::TempDir;

const TEXT: &str = r"# Two banks

```accord
agreement  Two Banks
  time        Accord Time is UTC+02:00
  attributed  reports by Desk count
  in force    2026-01-01
party      North; South
body       Monitors, neutral
body       Desk
event      Withdrawal
  reported  Monitors
measure    Trucks in trucks
  reported  Monitors
measure    Deaths
  reported  Monitors
```

## Article 1

North leaves.

```accord
1.1  North must perform Withdrawal
  by        2026-02-01
  evidence  1 report by Monitors
  response  none, published only
```
";

const MAPPING: &str = r#"kind = "acled"
[source]
publisher = "ACLED"
licence = "ACLED terms of use"
retrieved = "2026-02-03"
[[read]]
of = "Deaths"
scope = "fatalities as ACLED counts them"
reporter = "Monitors"
[read.from]
happened = "event_date"
figure = "fatalities"
"#;

const HEADER: &str =
    "event_id_cnty,event_date,time_precision,event_type,fatalities,notes,timestamp\n";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        let made = place.run(&["new", "banks"]);
        assert_eq!(made.code, 0, "{}", made.err);
        place.put("banks/agreement.md", TEXT);
        place
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.0.path().join(path), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        servanda(self.0.path(), arguments).unwrap()
    }

    fn acled(&self, rows: &str) -> serde_json::Value {
        self.put("events.csv", &format!("{HEADER}{rows}"));
        self.put("acled.toml", MAPPING);
        let run = self.run(&[
            "import",
            "banks",
            "acled",
            "events.csv",
            "--mapping",
            "acled.toml",
            "--json",
        ]);
        assert_eq!(run.code, 0, "{} {}", run.out, run.err);
        let schema = fs::read_to_string(workspace().join("docs/schema/submit.json")).unwrap();
        let schema = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema::faults(&schema, &run.json()), Vec::<String>::new());
        run.json()
    }
}

#[test]
fn a_repeated_import_appends_nothing_and_a_revised_one_corrects() {
    let place = Place::new();
    let first =
        place.acled("PSE1,2026-01-05,1,Battles,2,long,1\nPSE2,2026-01-06,1,Battles,0,long,1\n");
    // The enrolment, and the file with its two rows.
    assert_eq!(first["appended"], 2, "{first}");
    assert_eq!(
        (&first["files"][0]["entry"], &first["files"][0]["rows"]),
        (&1.into(), &2.into()),
        "{first}"
    );
    assert_eq!(first["files"][0]["new"], 2, "{first}");
    let again =
        place.acled("PSE1,2026-01-05,1,Battles,2,long,1\nPSE2,2026-01-06,1,Battles,0,long,1\n");
    assert_eq!(
        (again["appended"].as_u64(), again["size"].as_u64()),
        (Some(0), Some(2))
    );
    assert_eq!(again["files"][0]["unchanged"], 2);
    let revised =
        place.acled("PSE1,2026-01-05,1,Battles,3,long,1\nPSE3,2026-01-07,1,Battles,1,long,1\n");
    let file = &revised["files"][0];
    assert_eq!(
        (file["new"].as_u64(), file["corrected"].as_u64()),
        (Some(1), Some(1)),
        "{revised}"
    );
    assert!(
        file["notices"][0]
            .as_str()
            .unwrap()
            .contains("corrects 1#0: the source revised its figure from 2 to 3"),
        "{file}"
    );
    // Deleted by the source: withdrawn, once.
    place.put("deleted.json", r#"{"data":[{"event_id_cnty":"PSE2","deleted_timestamp":"1"},{"event_id_cnty":"PSE9","deleted_timestamp":"1"}]}"#);
    for (withdrawn, size) in [(1, 4), (0, 4)] {
        let run = place.run(&["import", "banks", "acled-deleted", "deleted.json", "--json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let file = &run.json()["files"][0];
        assert_eq!(file["withdrawn"], withdrawn, "{}", run.out);
        assert_eq!(run.json()["size"], size, "{}", run.out);
    }
    assert_eq!(place.run(&["verify", "banks"]).code, 0);
}

#[test]
fn the_raw_bytes_are_kept_under_their_digest_and_rows_are_not_republished() {
    let place = Place::new();
    let view = place.acled("PSE1,2026-01-05,1,Battles,2,a long story,1\n");
    let digest = view["files"][0]["digest"].as_str().unwrap();
    let kept = fs::read_to_string(place.0.path().join("banks/sources").join(digest)).unwrap();
    assert!(kept.contains("a long story"));
    let record = place.0.path().join("banks/record");
    let payloads = fs::read_to_string(record.join("payloads/000")).unwrap();
    let rows = fs::read_to_string(record.join("rows/001")).unwrap();
    assert!(payloads.contains(digest) && !payloads.contains("a long story"));
    assert!(rows.contains("PSE1") && !rows.contains("a long story"));
    assert!(payloads.contains("ACLED terms of use") && payloads.contains("2026-02-03"));
}

#[test]
fn a_mapping_is_proposed_and_refused_until_it_is_finished() {
    let place = Place::new();
    place.put("flows.csv", "id,amountUSD,status,boundary,flowType,decisionDate\n1,5,paid,incoming,Standard,2026-01-05\n");
    let run = place.run(&["import", "banks", "fts", "flows.csv", "--explain"]);
    assert_eq!(run.code, 0, "{}", run.err);
    place.put("fts.toml", &run.out);
    let run = place.run(&[
        "import",
        "banks",
        "fts",
        "flows.csv",
        "--mapping",
        "fts.toml",
    ]);
    assert_eq!(run.code, 1, "{} {}", run.out, run.err);
    assert!(
        run.err.contains("fts.toml") && run.err.contains("no event, measure or state `?`"),
        "{}",
        run.err
    );
    let run = place.run(&["import", "banks", "fts", "flows.csv"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--explain"), "{}", run.err);
    let run = place.run(&["import", "banks", "xls", "flows.csv"]);
    assert!(
        run.code == 2 && run.err.contains("there are csv, xlsx"),
        "{}",
        run.err
    );
}

#[test]
fn all_or_nothing_keeps_everything_out() {
    let place = Place::new();
    place.put(
        "events.csv",
        &format!("{HEADER}PSE1,2026-01-05,1,Battles,2,x,1\nPSE2,soon,1,Battles,1,x,1\n"),
    );
    place.put("acled.toml", MAPPING);
    let arguments = [
        "import",
        "banks",
        "acled",
        "events.csv",
        "--mapping",
        "acled.toml",
    ];
    let run = place.run(&[&arguments[..], &["--all-or-nothing"]].concat());
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(
        run.err.contains("events.csv, line 3, column `event_date`"),
        "{}",
        run.err
    );
    assert!(!place.0.path().join("banks/record/checkpoint").exists());
    let run = place.run(&arguments);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("1 new"), "{}", run.out);
}

/// One row of a file, cited as `entry#row`, is challenged, corrected and taken
/// back by itself; the file as a whole by a withdrawal of its batch.
#[test]
fn a_row_is_an_entry_of_its_own_and_a_file_can_be_taken_back_whole() {
    let place = Place::new();
    place.put(
        "count.csv",
        "id,day,deaths\n1,2026-01-05,2\n2,2026-01-06,5\n",
    );
    let mapping = MAPPING
        .replace("acled", "csv")
        .replace("ACLED terms of use", "CC BY 4.0")
        .replace("ACLED", "Two Banks Count")
        .replace("event_date", "day")
        .replace("fatalities\"\n", "deaths\"\n");
    let mapping = mapping.replace("[read.from]", "key = [\"id\"]\n[read.from]");
    place.put("count.toml", &mapping);
    let import = || {
        let files = ["count.csv", "--mapping", "count.toml", "--json"];
        let run = place.run(&[&["import", "banks", "csv"], &files[..]].concat());
        assert_eq!(run.code, 0, "{} {}", run.out, run.err);
        run.json()
    };
    import();
    let rows = || {
        let run = place.run(&["export", "banks", "--to", "csv", "--output", "out"]);
        assert_eq!(run.code, 0, "{} {}", run.out, run.err);
        fs::read_to_string(place.0.path().join("out/entries.csv")).unwrap()
    };
    let lines = rows();
    for cited in ["\n1#0,", "\n1#1,"] {
        assert!(lines.contains(cited), "{lines}");
    }
    let submit = |arguments: &[&str]| {
        let run = place.run(&[&["submit", "banks"], arguments].concat());
        assert_eq!(run.code, 0, "{} {}", run.out, run.err);
    };
    submit(&["withdrawal", "refers=#1#1", "note=counted twice"]);
    assert!(
        rows().contains(",1#1,"),
        "the row that is taken back is named"
    );
    submit(&["withdrawal", "refers=#1", "note=another country's file"]);
    let run = place.run(&["verify", "banks"]);
    assert_eq!(run.code, 0, "{}", run.out);
    // What was taken back may come again.
    assert_eq!(import()["files"][0]["rows"], 2);
    assert_eq!(import()["files"][0]["unchanged"], 2);
}

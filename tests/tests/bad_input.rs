//! Bad input through the binary: each gets a clear error with a place, and
//! nothing is lost or half-written.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use servanda_cases::binary::{Run, command, copy, servanda, workspace};
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
list       Sectors from annex C
event      Map Handover of sector in Sectors
  reported  Monitors
event      Withdrawal
  reported  Monitors
measure    Trucks in trucks
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

const HEADER: &str = "of,reporter,happened,figure,note\n";

/// A folder of one's own with a key, as `new` makes it.
struct Place {
    room: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            room: tempfile::tempdir().unwrap(),
        };
        assert_eq!(
            servanda(place.room.path(), &["new", "banks"]).unwrap().code,
            0
        );
        place.put("agreement.md", TEXT.as_bytes());
        fs::create_dir_all(place.path().join("annexes")).unwrap();
        place.annex("sector\nS1\nS2\n");
        place
    }

    fn path(&self) -> PathBuf {
        self.room.path().join("banks")
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn annex(&self, text: &str) {
        self.put("annexes/c.csv", text.as_bytes());
        let digest = servanda_app::opened::digest(b"sector\nS1\nS2\n");
        self.put(
            "annexes/manifest",
            format!("C 1 c.csv {digest}\n").as_bytes(),
        );
    }

    fn run(&self, arguments: &[&str]) -> Run {
        servanda(self.room.path(), arguments).unwrap()
    }

    /// Checks a text with something changed; returns the diagnostics.
    fn check(&self, from: &str, to: &str) -> Vec<Value> {
        assert!(TEXT.contains(from), "{from}");
        self.put("agreement.md", TEXT.replace(from, to).as_bytes());
        self.diagnostics()
    }

    fn diagnostics(&self) -> Vec<Value> {
        let run = self.run(&["check", "banks", "--json"]);
        assert_eq!(run.code, 1, "{} {}", run.out, run.err);
        let found = run.json()["data"]["diagnostics"]
            .as_array()
            .cloned()
            .unwrap();
        found
            .into_iter()
            .filter(|one| one["grade"] == "error")
            .collect()
    }

    /// Offers a CSV file for import.
    fn import(&self, bytes: &[u8], more: &[&str]) -> Run {
        self.put("rows.csv", bytes);
        let mut arguments = vec!["import", "banks", "csv", "banks/rows.csv"];
        arguments.extend(more);
        self.run(&arguments)
    }

    fn size(&self) -> u64 {
        let run = self.run(&["assess", "banks", "--json", "--at", "2026-01-31"]);
        run.json()["record"]["size"].as_u64().expect("a record")
    }
}

/// Every file below a folder, with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

/// Asserts one error of a code, at a line, with effect and ways out.
fn one_error(found: &[Value], code: &str, needle: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["code"], code, "{found:#?}");
    assert!(
        found[0]["message"].as_str().unwrap().contains(needle),
        "{found:#?}"
    );
    assert!(found[0]["span"]["line"].as_u64().unwrap() > 1, "{found:#?}");
    assert!(!found[0]["effect"].as_str().unwrap().is_empty());
    assert!(!found[0]["ways_out"].as_array().unwrap().is_empty());
}

/// Asserts that an import was refused with a place, and nothing was appended.
fn refused(place: &Place, run: &Run, needles: &[&str]) {
    let said = format!("{}{}", run.out, run.err);
    assert_ne!(run.code, 0, "{said}");
    for needle in needles {
        assert!(said.contains(needle), "`{needle}` is not said: {said}");
    }
    assert_eq!(place.size(), 0);
}

#[test]
fn texts_with_one_mistake_have_one_error_each() {
    let place = Place::new();
    one_error(
        &place.check("1.1  North must", "1.1  Nroth must"),
        "E122",
        "Nroth",
    );
    let keep = "North must keep Trucks at 5 tonnes or more each week\n";
    let was = "North must perform Withdrawal\n  by        2026-02-01\n";
    one_error(&place.check(was, keep), "E155", "tonnes");
    let dates = "1.1  North must perform Withdrawal\n  from      2026-03-01\n";
    one_error(
        &place.check("1.1  North must perform Withdrawal\n", dates),
        "E156",
        "",
    );
    let clause = "1.1  North must perform Withdrawal\n  by        2026-02-01\n";
    let twice = format!("1.1  South must perform Withdrawal\n  by        2026-05-01\n{clause}");
    one_error(&place.check(clause, &twice), "E123", "1.1");
    one_error(&place.check("2026-02-01", "٢٠٢٦-02-01"), "E103", "");
}

#[test]
fn a_changed_annex_is_told_and_not_read() {
    let place = Place::new();
    place.annex("sector\nS1\nS2\nS3\n");
    let found = place.diagnostics();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["code"], "E151");
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let place = Place::new();
    let mut bytes = TEXT.as_bytes().to_vec();
    bytes.insert(4, 0xff);
    place.put("agreement.md", &bytes);
    for arguments in [["check", "banks"], ["assess", "banks"]] {
        let run = place.run(&arguments);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(
            run.err.contains("agreement.md") && run.err.contains("UTF-8"),
            "{}",
            run.err
        );
        assert!(run.out.is_empty());
    }
    place.put("agreement.md", TEXT.as_bytes());
    let run = place.import(
        b"of,reporter,happened\nWithdrawal,Monitors\xff,2026-01-20\n",
        &[],
    );
    refused(&place, &run, &["rows.csv", "UTF-8"]);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let place = Place::new();
    let rows = format!("\u{feff}{HEADER}Withdrawal,Monitors,2026-01-20,,\n");
    let run = place.import(rows.as_bytes(), &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(place.size(), 2);
}

#[test]
fn rows_that_cannot_be_meant_are_refused() {
    let place = Place::new();
    let run = place.import(
        b"of;reporter;happened\nWithdrawal;Monitors;2026-01-20\n",
        &[],
    );
    refused(&place, &run, &["rows.csv", "comma"]);
    let arabic = format!("{HEADER}Trucks,Monitors,2026-01-20,٦٠٠,\n");
    refused(
        &place,
        &place.import(arabic.as_bytes(), &[]),
        &["rows.csv", "2", "figure", "0"],
    );
    let unit = "of,reporter,happened,figure,unit\nTrucks,Monitors,2026-01-20,600,tonnes\n";
    refused(
        &place,
        &place.import(unit.as_bytes(), &[]),
        &["rows.csv", "2", "unit"],
    );
    let unknown = format!("{HEADER}Withdrawal,Monitor,2026-01-20,,\n");
    refused(
        &place,
        &place.import(unknown.as_bytes(), &[]),
        &["reporter", "Monitor"],
    );
    let backwards = format!("{HEADER}Withdrawal,Monitors,2026-01-20..2026-01-10,,\n");
    refused(
        &place,
        &place.import(backwards.as_bytes(), &[]),
        &["happened"],
    );
}

#[test]
fn the_good_rows_go_in_or_none() {
    let place = Place::new();
    let rows = format!(
        "{HEADER}Withdrawal,Monitors,2026-01-20,,\nWithdrawal,Monitors,soon,,\nTrucks,Monitors,2026-01-21,5,\n"
    );
    refused(
        &place,
        &place.import(rows.as_bytes(), &["--all-or-nothing"]),
        &["3", "happened"],
    );
    let run = place.import(rows.as_bytes(), &["--json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.json()["appended"], 3, "the enrolment and two rows");
    assert_eq!(run.json()["refused"].as_array().map(Vec::len), Some(1));
    assert!(
        run.err.contains("refused: ") && run.err.contains("happened"),
        "{}",
        run.err
    );
    assert_eq!(place.size(), 3);
}

#[test]
fn a_line_of_two_hundred_megabytes_is_refused_quickly() {
    let place = Place::new();
    let path = place.path().join("rows.csv");
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(format!("{HEADER}Withdrawal,Monitors,2026-01-20,,").as_bytes())
        .unwrap();
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&piece).unwrap();
    }
    drop(file);
    let begun = Instant::now();
    let run = place.run(&["import", "banks", "csv", "banks/rows.csv"]);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "it took {:?}",
        begun.elapsed()
    );
    refused(&place, &run, &["rows.csv", "2"]);
    assert!(run.err.len() < 4096, "the line itself is not printed");
    fs::copy(&path, place.path().join("agreement.md")).unwrap();
    let run = place.run(&["check", "banks"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("agreement.md") && run.err.len() < 4096);
}

#[test]
fn an_example_never_grows() {
    let room = tempfile::tempdir().unwrap();
    copy(
        &workspace().join("examples/aceh"),
        &room.path().join("aceh"),
    )
    .unwrap();
    servanda(room.path(), &["assess", "aceh"]).unwrap();
    let before = contents(room.path());
    fs::write(
        room.path().join("desk.key"),
        format!("{} Desk\n", "11".repeat(32)),
    )
    .unwrap();
    fs::write(room.path().join("rows.csv"), "of,reporter,happened\n").unwrap();
    let submit = [
        "submit",
        "aceh",
        "report",
        "--key",
        "desk.key",
        "of=Governing Law",
        "reporter=Scoop",
        "happened=2006-07-11",
    ];
    for arguments in [
        &submit[..],
        &["import", "aceh", "csv", "rows.csv", "--key", "desk.key"],
    ] {
        let run = servanda(room.path(), arguments).unwrap();
        assert_eq!(run.code, 4, "{}{}", run.out, run.err);
        assert!(run.err.contains("example"), "{}", run.err);
    }
    fs::remove_file(room.path().join("desk.key")).unwrap();
    fs::remove_file(room.path().join("rows.csv")).unwrap();
    assert!(contents(room.path()) == before, "something was written");
}

#[test]
fn judging_a_folder_of_ones_own_writes_nothing() {
    let place = Place::new();
    let before = contents(place.room.path());
    for arguments in [
        &["assess", "banks"][..],
        &["report", "banks"],
        &["why", "banks", "1.1"],
        &["due", "banks"],
        &["check", "banks"],
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    }
    assert_eq!(place.run(&["verify", "banks"]).code, 2);
    assert!(
        contents(place.room.path()) == before,
        "something was written"
    );
    let run = place.run(&["new", "banks"]);
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(
        contents(place.room.path()) == before,
        "something was overwritten"
    );
}

#[test]
fn what_is_not_there_is_said() {
    let place = Place::new();
    let run = place.run(&["report", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("nowhere") && run.err.contains("way out"),
        "{}",
        run.err
    );
    let run = place.run(&["why", "banks", "9.9"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("9.9") && run.err.contains("1.1"),
        "{}",
        run.err
    );
    let run = place.run(&["why", "banks", "1.1[28]"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("28"), "{}", run.err);
    let run = place.run(&["assess", "banks", "--at", "soon"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("soon") && run.err.contains("2026-07-04"),
        "{}",
        run.err
    );
    for arguments in [
        &["assess", "banks", "--att", "2026-01-01"][..],
        &["asess", "banks"],
        &["import", "banks", "csv"],
        &[],
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(
            run.out.is_empty() && !run.err.is_empty(),
            "{arguments:?}: {}",
            run.out
        );
    }
    let run = place.run(&["import", "banks", "csv", "nothing.csv"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nothing.csv"), "{}", run.err);
}

#[test]
fn errors_are_json_where_json_is_asked_for() {
    let place = Place::new();
    let text = fs::read_to_string(workspace().join("docs/schema/error.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    for arguments in [
        &["report", "nowhere", "--json"][..],
        &["why", "banks", "9.9", "--json"],
        &["assess", "banks", "--json", "--known", "x"],
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, 2);
        assert_eq!(
            schema::faults(&schema, &run.json()),
            Vec::<String>::new(),
            "{}",
            run.out
        );
        assert!(run.err.is_empty(), "{}", run.err);
    }
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    let place = Place::new();
    let at = ["--at", "2026-03-01"];
    let judge = |more: &[&str]| {
        place
            .run(&[&["assess", "banks"][..], &at, more].concat())
            .code
    };
    assert_eq!(judge(&[]), 0);
    assert_eq!(judge(&["--strict"]), 3, "1.1 is undetermined");
    let denial = "of,reporter,happened,value\nWithdrawal,Monitors,2026-02-05,not done\n";
    assert_eq!(place.import(denial.as_bytes(), &[]).code, 0);
    assert_eq!(judge(&[]), 0, "statuses set the exit code only where asked");
    assert_eq!(judge(&["--exit-code"]), 1, "1.1 is not met");
    assert_eq!(
        judge(&["--exit-code", "--strict"]),
        1,
        "adverse goes before undetermined"
    );
    assert_eq!(
        place
            .run(&["report", "banks", "--at", "2026-03-01", "--exit-code"])
            .code,
        1
    );
    assert_eq!(
        place.run(&["check", "banks"]).code,
        0,
        "advices are no failure"
    );
}

#[test]
fn data_and_messages_go_separate_ways() {
    let place = Place::new();
    let run = place.run(&["assess", "banks", "--at", "2026-01-20"]);
    assert!(run.out.contains("1.1") && run.err.is_empty(), "{}", run.err);
    let page = place.room.path().join("page.html");
    let run = place.run(&[
        "report",
        "banks",
        "--at",
        "2026-01-20",
        "--html",
        "page.html",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.is_empty() && run.err.contains("page.html"),
        "{}",
        run.out
    );
    assert!(
        fs::read_to_string(page)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let example = workspace().join("examples/gaza");
    let mut child = command(&example, &["assess", ".", "--json"])
        .unwrap()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.is_empty(), "{said}");
}

//! Corridors and civilians through the binary: what can be compared meets, and
//! nothing else.

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

fn ask(folder: &Path, command: &str, dir: &str, more: &[&str]) -> Value {
    let arguments = [&[command, dir, "--json"], more].concat();
    let run = servanda(folder, &arguments).unwrap();
    assert_eq!(run.code, 0, "{}", run.err);
    let path = workspace().join(format!("docs/schema/{command}.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(schema::faults(&schema, &run.json()), Vec::<String>::new());
    run.json()["data"].clone()
}

#[test]
fn gaza_has_funnels_by_scope_and_a_crossing_with_who_says_so() {
    let told = ask(&workspace(), "corridors", "examples/gaza", &[]);
    let funnels = told["funnels"].as_array().unwrap();
    let trucks: Vec<&Value> = funnels
        .iter()
        .filter(|one| one["unit"] == "trucks")
        .collect();
    // One mechanism counted two stretches of time: two funnels, and no sum.
    assert_eq!(trucks.len(), 2);
    let before = trucks.iter().find(|one| one["to"] == "2025-07-31").unwrap();
    assert_eq!(before["steps"][0]["figure"], "2134");
    assert_eq!(before["checks"][0]["holds"], true);
    assert_eq!(before["checks"][0]["between"], "124");
    let tonnes = funnels
        .iter()
        .find(|one| one["unit"] == "tonnes" && one["to"] == "2025-07-31");
    // Of more than 40,000 tonnes 27,434 were collected: within it.
    assert_eq!(tonnes.unwrap()["checks"][0]["holds"], true);
    let rafah = &told["crossings"][0];
    assert_eq!(rafah["name"], "Rafah Crossing");
    let now = rafah["now"].as_array().unwrap();
    let said: Vec<(&str, &str)> = now
        .iter()
        .map(|one| {
            (
                one["reporter"].as_str().unwrap(),
                one["value"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(said, [("Daily Sabah", "open"), ("Israel", "closed")]);
    assert_eq!(now[1]["since"][0], "2026-02-28");
}

#[test]
fn why_tells_what_each_reading_of_trucks_counts() {
    let run = servanda(&workspace(), &["why", "examples/gaza", "C08[2025-10-12]"]).unwrap();
    for part in [
        "reading A of \"truck\": COGAT Trucks, reported by COGAT",
        "reading B of \"truck\": Media Office Trucks",
        "reading C of \"truck\": UN Mechanism Trucks, reported by UN2720",
        "a part of the whole",
    ] {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
}

#[test]
fn riverside_shows_each_side_by_itself() {
    let told = ask(&workspace(), "civilians", "examples/riverside", &[]);
    let deaths = &told["measured"][0];
    let sides: Vec<&Value> = deaths["communities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["side"])
        .collect();
    assert_eq!(sides, [&"North".into(), &"South".into(), &Value::Null]);
    assert_eq!(deaths["communities"][0]["runs"][0]["latest"]["figure"], "2");
    assert_eq!(deaths["communities"][2]["runs"], Value::Array(Vec::new()));
    assert!(!told["incidents"].as_array().unwrap().is_empty());
}

const TEXT: &str = r#"# Aid

```accord
agreement  Aid Line
  time        Accord Time is UTC
  attributed  reports by Desk, Example Transcriber count
  in force    2026-01-01
party      North; South
body       Desk; Example Transcriber
body       Counters, neutral
body       Press
event      Aid Movement of truck, stage one of requested, approved, denied, offloaded, collected, arrived, intercepted, cause one of theft, "closed road"
  reported  Counters, Press, North
event      Raid by party, killed number
  reported  Counters, Press, North, South
state      Gate is open, limited, closed
  reported  Counters, Press
indicator  Displaced by side of North, South each month
  reported  Counters
  target    none; informs only
```

## Article 1

Aid moves.

```accord
1.1  informs only "aid moves"
```
"#;

const ROWS: &str = "row,kind,of,reporter,origin,actor,happened,period,figure,running,unit,stage,cause,killed,value,concerns,note,published,source
f1,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,100,,trucks,requested,,,,,,2026-02-01,x
f2,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,110,,trucks,approved,,,,,,2026-02-01,x
f3,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,60..80,,trucks,offloaded,,,,,,2026-02-01,x
f4,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,70,,trucks,collected,,,,,,2026-02-01,x
f5,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,20,,trucks,intercepted,,,,,,2026-02-01,x
f6,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,15,,trucks,intercepted,theft,,,,,2026-02-01,x
f7,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,40,,trucks,arrived,,,,,,2026-02-01,x
f8,,Aid Movement,Press,Press,,2026-01-31,2026-01-01..2026-01-31,900,,trucks,arrived,,,,,,2026-02-01,x
f9,,Aid Movement,Counters,Counters,,2026-01-31,2026-01-01..2026-01-31,500,,tonnes,arrived,,,,,,2026-02-01,x
s1,,Gate,Counters,Counters,,2026-01-05,,,,,,,,open,,,2026-01-05,x
s2,,Gate,Counters,Counters,,2026-01-09,,,,,,,,open,,,2026-01-09,x
s3,,Gate,Press,Press,,2026-01-10,,,,,,,,limited,,,2026-01-10,x
h1,,Raid,Press,Press,North,2026-01-12,,,,,,,3,,,,2026-01-12,x
h2,,Raid,South,South,North,2026-01-12,,,,,,,5,,,,2026-01-13,x
h3,,Raid,Press,,,2026-01-20,,,,,,,1,,,,2026-01-20,x
i1,,Displaced,Counters,Counters,North,2026-01-31,2026-01-01..2026-01-31,10..20,,,,,,,,,2026-02-01,x
i2,,Displaced,Counters,Counters,North,2026-02-28,2026-02-01..2026-02-28,30..40,,,,,,,,,2026-03-01,x
i3,,Displaced,Counters,Counters,,2026-02-28,2026-02-01..2026-02-28,7,,,,,,,,,2026-03-01,x
d1,denial,,Counters,,,2026-01-15,,,,,,,,,1.1,the patrol was turned back,2026-01-15,x
";

fn place() -> TempDir {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("aid");
    fs::create_dir_all(folder.join("evidence")).unwrap();
    fs::write(folder.join("agreement.md"), TEXT).unwrap();
    fs::write(
        folder.join("servanda.toml"),
        "id = \"aid\"\nexample = true\n",
    )
    .unwrap();
    fs::write(folder.join("evidence/rows.csv"), ROWS).unwrap();
    place
}

#[test]
fn steps_are_checked_within_one_reporter_unit_and_time() {
    let place = place();
    let told = ask(place.path(), "corridors", "aid", &["--at", "2026-03-31"]);
    let funnels = told["funnels"].as_array().unwrap();
    assert_eq!(funnels.len(), 3, "by reporter and by unit");
    let own = funnels
        .iter()
        .find(|one| one["reporter"] == "Counters" && one["unit"] == "trucks")
        .unwrap();
    let checks: Vec<(String, Value)> = own["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["text"].as_str().unwrap().to_owned(),
                one["holds"].clone(),
            )
        })
        .collect();
    let expected = [
        (
            "more approved than requested: both can't be right",
            Some(false),
        ),
        ("offloaded within approved; 30 to 50 between", Some(true)),
        ("whether collected is within offloaded can't be told", None),
        ("arrived within collected; 30 between", Some(true)),
        (
            "intercepted and arrived within collected; 10 between",
            Some(true),
        ),
    ];
    let expected: Vec<(String, Value)> = expected
        .iter()
        .map(|(text, holds)| ((*text).to_owned(), holds.map_or(Value::Null, Value::Bool)))
        .collect();
    assert_eq!(checks, expected);
    assert_eq!(own["causes"][0]["cause"], "theft");
    let gate = told["crossings"][0]["now"].as_array().unwrap();
    assert_eq!(gate.len(), 2);
    assert_eq!(
        (&gate[0]["since"][0], &gate[0]["last"][0]),
        (&"2026-01-05".into(), &"2026-01-09".into())
    );
    assert_eq!(told["denials"][0]["text"], "the patrol was turned back");
}

#[test]
fn communities_and_incidents_are_never_netted() {
    let place = place();
    let told = ask(place.path(), "civilians", "aid", &["--at", "2026-03-31"]);
    let displaced = told["measured"][0]["communities"].as_array().unwrap();
    assert_eq!(displaced.len(), 3);
    let north = &displaced[0]["runs"][0];
    assert_eq!(north["latest"]["figure"], "30 to 40");
    // January has three days more than February.
    assert_eq!(north["trend"], "not_comparable");
    assert_eq!(
        (&north["days_covered"], &north["days"]),
        (&59.into(), &59.into())
    );
    assert_eq!(
        displaced[1]["runs"],
        Value::Array(Vec::new()),
        "South: nothing is known"
    );
    assert_eq!(
        displaced[2]["runs"][0]["latest"]["figure"], "7",
        "no side told"
    );
    let incidents = told["incidents"].as_array().unwrap();
    assert_eq!(incidents.len(), 2);
    assert_eq!(incidents[0]["days"][0], "2026-01-20", "the newest first");
    assert_eq!(incidents[0]["confirmed"], "reported");
    assert_eq!(
        incidents[0]["told"][0]["attributed_to"],
        Value::Array(Vec::new())
    );
    assert_eq!(
        incidents[1]["confirmed"], "verified",
        "two of origins of their own"
    );
    assert_eq!(incidents[1]["told"].as_array().unwrap().len(), 2);
}

#[test]
fn claims_are_held_against_what_others_reported() {
    let told = ask(&workspace(), "narratives", "examples/riverside", &[]);
    let claims = told["claims"].as_array().unwrap();
    let said: Vec<(&str, &str)> = claims
        .iter()
        .map(|one| {
            (
                one["entry"]["reporter"].as_str().unwrap(),
                one["record"]["answer"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("South", "contradicts"),
            ("North", "both"),
            ("South", "supports"),
            ("Guarantor", "contradicts"),
            ("South", "silent"),
            ("North", "not_comparable"),
        ]
    );
    // The claimant's own report of the day says nothing to its claim.
    let entries = claims[1]["record"]["entries"].as_array().unwrap();
    assert!(entries.iter().all(|one| one["reporter"] != "North"));
    assert_eq!(claims[0]["language"], "ar");
    assert_eq!(claims[5]["replies"][0]["entry"]["reporter"], "South");
    assert_eq!(told["positions"].as_array().unwrap().len(), 3);
    assert_eq!(told["context"][0]["concerns"][0], "5.1");
    let risks = told["risks"].as_array().unwrap();
    let kinds: Vec<&str> = risks
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "political division",
            "security threat",
            "institution to be rebuilt"
        ]
    );
    assert_eq!(risks[1]["overdue"], true);
    // The later entry gave a new day; whose the risk is stays as it was.
    assert_eq!(risks[2]["review"], "2026-09-01");
    assert_eq!(risks[2]["owners"][0], "Guarantor");
    assert_eq!(risks[2]["history"].as_array().unwrap().len(), 2);
}

#[test]
fn an_announcement_declares_and_fulfils_nothing() {
    let told = ask(&workspace(), "narratives", "examples/gaza", &[]);
    let claims = told["claims"].as_array().unwrap();
    let of_phase = |one: &&Value| {
        let concerns = one["concerns"].as_array().unwrap();
        concerns.iter().any(|name| name == "Phase 2")
    };
    let launched = claims.iter().find(of_phase).unwrap();
    assert_eq!(launched["record"]["answer"], "not_comparable");
    let why = launched["record"]["why"].as_str().unwrap();
    assert!(why.contains("was declared open"), "{why}");
    assert!(why.contains("not agreed"), "{why}");
}

//! What the three examples must show, through the binary's JSON.
//!
//! The statuses to expect stand in `docs/design/gaza-modelling.md`, worked out
//! from the sources by hand. Roots and digests are pinned, so that they are
//! the same on every machine.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use servanda_cases::answer::{assess, clause, instance, late, run, status};
use servanda_cases::binary::workspace;
use servanda_cases::schema;

fn phase<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let phases = answer["data"]["phases"].as_array().unwrap();
    phases
        .iter()
        .find(|phase| phase["id"] == id)
        .unwrap_or_else(|| panic!("no phase {id}"))
}

fn counts(answer: &Value, id: &str) -> String {
    let counts = clause(answer, id)["counts"].as_object().unwrap();
    counts
        .iter()
        .map(|(key, count)| format!("{count} {key}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Lists the addresses of everything adverse.
fn adverse(answer: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for clause in answer["data"]["clauses"].as_array().unwrap() {
        for one in clause["instances"].as_array().unwrap() {
            if ["not_met", "incident_established"].contains(&one["status"].as_str().unwrap()) {
                found.insert(format!("{}[{}]", clause["id"], one["key"]));
            }
        }
        if ["not_met", "incident_established"].contains(&clause["status"].as_str().unwrap()) {
            found.insert(clause["id"].to_string());
        }
    }
    found
}

/// Collects every cited entry below a value.
fn cited<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("published_on") {
                found.push(value);
            }
            map.values().for_each(|part| cited(part, found));
        }
        Value::Array(items) => items.iter().for_each(|item| cited(item, found)),
        _ => {}
    }
}

#[test]
fn gaza_at_its_default_time() {
    let gaza = assess("gaza", &[]);
    assert_eq!(gaza["as_of"]["at"], "2026-07-04T23:59:59.999999999+02:00");
    assert_eq!(
        (status(&gaza, "C03"), counts(&gaza, "C03")),
        ("met", "20 met".into())
    );
    assert_eq!(status(&gaza, "C04"), "met_late");
    assert_eq!(counts(&gaza, "C04"), "4 met, 23 met_late, 1 discharged");
    let last = instance(&gaza, "C04", "28");
    assert_eq!(last["status"], "discharged", "overtaken by other hands");
    assert_eq!(late(last).0, "unknown", "credit and lateness stay open");
    assert_eq!(last["agreement"], "disputed");
    assert_eq!(last["disputed_by"], serde_json::json!(["Hamas", "Israel"]));
    assert_eq!(
        late(instance(&gaza, "C04", "5")),
        ("days", Some(1), Some(7))
    );
    assert_eq!(
        late(instance(&gaza, "C04", "14")),
        ("days", Some(8), Some(15))
    );
    assert_eq!(
        late(instance(&gaza, "C04", "17")),
        ("days", Some(16), Some(92))
    );
    for (id, met) in [("C05", "1968"), ("C05.1", "250"), ("C05.2", "1718")] {
        assert_eq!(status(&gaza, id), "met", "{id}");
        let progress = &clause(&gaza, id)["instances"][0]["progress"];
        assert_eq!(progress[0], met, "{id}");
    }
    let beside = clause(&gaza, "C05")["beside"].to_string();
    assert!(
        beside.contains("1809") || beside.contains("1,809"),
        "{beside}"
    );
    assert_eq!(
        (status(&gaza, "C06"), counts(&gaza, "C06")),
        ("open", "4 open, 24 met".into())
    );
}

#[test]
fn gaza_trucks_are_contested_with_what_each_reading_gives() {
    let gaza = assess("gaza", &[]);
    assert_eq!(status(&gaza, "C08"), "contested");
    let readings = |id: &str| -> Vec<String> {
        let readings = clause(&gaza, id)["readings"].as_array().unwrap();
        readings
            .iter()
            .map(|one| format!("{} {}", one["reading"], one["status"]).replace('"', ""))
            .collect()
    };
    assert_eq!(
        readings("C08"),
        ["A contested", "B not_met", "C undetermined"]
    );
    assert_eq!(status(&gaza, "C09"), "contested");
    assert_eq!(readings("C09"), ["A undetermined", "B not_met"]);
    for id in [
        "C10", "C13.1", "C18", "C20", "C25", "C16", "C17", "C21", "C23", "R1", "R2", "R3", "P19",
    ] {
        assert_eq!(status(&gaza, id), "not_measurable", "{id}");
    }
    for id in ["C12", "C13", "C14", "C14.1", "C19", "C24", "P20"] {
        assert_eq!(status(&gaza, id), "open", "{id}");
    }
    let rest = [
        ("C01", "no_incident_established"),
        ("C02", "met"),
        ("C07", "no_incident_established"),
        ("C11", "not_met"),
        ("C11.1", "undetermined"),
        ("C15", "not_triggered"),
        ("C22", "not_yet_due"),
        ("P9", "met"),
        ("P16", "no_incident_established"),
    ];
    for (id, wanted) in rest {
        assert_eq!(status(&gaza, id), wanted, "{id}");
    }
    assert_eq!(late(&clause(&gaza, "C02")["instances"][0]).0, "unknown");
    assert_eq!(late(instance(&gaza, "C22", "#1")).0, "unknown");
    assert_eq!(
        instance(&gaza, "C22", "#2")["due_at"],
        "2026-11-17T23:59:59.999999999+02:00"
    );
}

#[test]
fn gaza_has_an_instance_for_each_pledge() {
    let gaza = assess("gaza", &[]);
    assert_eq!(
        clause(&gaza, "C19")["instances"].as_array().map(Vec::len),
        Some(5)
    );
}

#[test]
fn gaza_phase_two_is_declared_and_no_more() {
    let gaza = assess("gaza", &[]);
    assert_eq!(phase(&gaza, "Phase 1")["status"], "open");
    assert_eq!(phase(&gaza, "Phase 1")["opened"]["basis"], "satisfied");
    assert_eq!(phase(&gaza, "Partial Track")["status"], "not_open");
    let second = phase(&gaza, "Phase 2");
    assert_eq!(second["status"], "declared");
    let opened = &second["opened"];
    assert_eq!(
        (&opened["effective"], &opened["basis"]),
        (&Value::Bool(false), &"declared".into())
    );
    assert_eq!(opened["by"], serde_json::json!(["United States"]));
    assert!(
        opened["at"].as_str().unwrap().starts_with("2026-01-14"),
        "{opened}"
    );
    let residuals = opened["residuals"].as_array().unwrap();
    let remains = residuals
        .iter()
        .find(|one| one["clause"] == "C04")
        .expect("C04 was owed");
    assert_eq!((&remains["done"], &remains["of"]), (&27.into(), &28.into()));
}

#[test]
fn gaza_on_20_january_lacked_the_last_remains() {
    let gaza = assess("gaza", &["--at", "2026-01-20", "--known", "2026-01-20"]);
    assert_eq!(status(&gaza, "C04"), "not_met");
    assert_eq!(instance(&gaza, "C04", "28")["status"], "not_met");
    assert_eq!(counts(&gaza, "C04"), "4 met, 23 met_late, 1 not_met");
    assert_eq!(phase(&gaza, "Phase 2")["status"], "declared");
}

#[test]
fn gaza_turns_nothing_adverse_because_the_record_ends() {
    let then = adverse(&assess("gaza", &[]));
    for day in ["2026-07-05", "2026-11-17", "2026-11-22", "2030-01-01"] {
        let later = adverse(&assess("gaza", &["--at", day]));
        let new: Vec<&String> = later.difference(&then).collect();
        assert!(new.is_empty(), "at {day}: {new:?}");
    }
    let later = assess("gaza", &["--at", "2026-11-22"]);
    assert_eq!(instance(&later, "C22", "#2")["status"], "undetermined");
}

#[test]
fn aceh_at_the_end_of_its_mission() {
    let aceh = assess("aceh", &["--at", "2006-08-01"]);
    let weapons = &clause(&aceh, "2.1")["instances"][0];
    assert_eq!(weapons["status"], "met");
    assert_eq!(weapons["decided_at"], "2005-12-19T23:59:59.999999999+07:00");
    assert_eq!(weapons["progress"], serde_json::json!(["840", "840"]));
    assert_eq!(
        weapons["disputed_by"],
        serde_json::json!(["Indonesian Military"])
    );
    for id in ["1.1", "2.2", "2.3", "2.5"] {
        assert_eq!(status(&aceh, id), "met", "{id}");
    }
    for (id, days) in [("2.4", (1, 5)), ("3.1", (5, 5)), ("4.1", (102, 102))] {
        let one = &clause(&aceh, id)["instances"][0];
        assert_eq!(one["status"], "met_late", "{id}");
        assert_eq!(late(one), ("days", Some(days.0), Some(days.1)), "{id}");
    }
    let law = &clause(&aceh, "4.1")["instances"][0];
    assert_eq!(
        law["disputed_by"],
        serde_json::json!(["Free Aceh Movement"])
    );
    for id in ["1.2", "4.2"] {
        assert_eq!(status(&aceh, id), "not_measurable", "{id}");
    }
}

#[test]
fn riverside_has_its_three_planted_defects_and_no_other() {
    let check = run(&["check", "examples/riverside", "--json"]);
    let found = check["data"]["diagnostics"].as_array().unwrap();
    let warnings: Vec<String> = found
        .iter()
        .filter(|one| one["grade"] != "advice")
        .map(|one| format!("{} {} {}", one["grade"], one["code"], one["message"]).replace('"', ""))
        .collect();
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
    let all = warnings.join("\n");
    assert!(all.contains("warning A211"), "{all}");
    assert!(all.contains("warning A212"), "{all}");
    assert!(
        all.contains("warning A214 step 3 of Ladder A can never decide"),
        "{all}"
    );
    let quorum = found
        .iter()
        .find(|one| one["code"] == "A214")
        .unwrap()
        .to_string();
    for words in [
        "four votes are needed",
        "only three members may then vote",
        "cure or snapback",
    ] {
        assert!(quorum.contains(words), "`{words}` in {quorum}");
    }
    assert!(
        found.iter().any(|one| one["code"] == "V301"),
        "clauses without quoted words"
    );
    for example in ["gaza", "aceh"] {
        let check = run(&["check", &format!("examples/{example}"), "--json"]);
        let found = check["data"]["diagnostics"].as_array().unwrap();
        assert!(
            found.iter().all(|one| one["grade"] == "advice"),
            "{example}: {found:#?}"
        );
    }
}

#[test]
fn riverside_shows_every_status_once() {
    let riverside = assess("riverside", &[]);
    let mut seen = BTreeSet::new();
    for clause in riverside["data"]["clauses"].as_array().unwrap() {
        seen.extend(clause["status"].as_str());
        for one in clause["instances"].as_array().unwrap() {
            seen.extend(one["status"].as_str());
        }
    }
    let missing: Vec<&str> = servanda_app::words::ALL
        .iter()
        .map(|status| status.key())
        .filter(|key| !seen.contains(key))
        .collect();
    assert!(missing.is_empty(), "nothing is {missing:?}");
    let shown = [
        ("12.1", "excused"),
        ("12.2", "not_met"),
        ("12.3", "suspended"),
        ("13.1", "not_triggered"),
        ("14.1", "open"),
        ("14.2", "not_measurable"),
    ];
    for (id, wanted) in shown {
        assert_eq!(status(&riverside, id), wanted, "{id}");
    }
    assert_eq!(counts(&riverside, "14.1"), "1 open, 1 met");
}

#[test]
fn every_answer_cites_entries_and_every_entry_its_source_and_reporter() {
    for example in ["gaza", "aceh", "riverside"] {
        let answer = assess(example, &[]);
        let mut entries = Vec::new();
        cited(&answer["data"], &mut entries);
        assert!(entries.len() > 10, "{example}");
        for entry in entries {
            assert!(entry["reporter"].is_string(), "{example}: {entry}");
            assert!(
                entry["publisher"].is_string() && entry["published_on"].is_string(),
                "{example}: {entry}"
            );
        }
        for clause in answer["data"]["clauses"].as_array().unwrap() {
            for one in clause["instances"].as_array().unwrap() {
                let silent = ["no_information"].contains(&one["evidence"].as_str().unwrap());
                let decided = [
                    "met",
                    "met_late",
                    "cured",
                    "not_met",
                    "incident_established",
                    "contested",
                ]
                .contains(&one["status"].as_str().unwrap());
                let reasons = one["reasons"].as_array().unwrap();
                let cites = reasons.iter().any(|reason| {
                    reason["entries"]
                        .as_array()
                        .is_some_and(|all| !all.is_empty())
                });
                assert!(
                    !reasons.is_empty(),
                    "{example} {}[{}] has no reason",
                    clause["id"],
                    one["key"]
                );
                let who = format!(
                    "{example} {}[{}] {}",
                    clause["id"], one["key"], one["status"]
                );
                assert!(cites || !decided || silent, "{who} cites nothing");
            }
        }
    }
}

/// Compares the two assessors on an example, at its default time.
fn differences(example: &str) -> Vec<String> {
    let folder = servanda_app::Folder::read(&workspace().join("examples").join(example)).unwrap();
    let opened = servanda_app::Opened::open(folder).unwrap();
    let as_of = opened
        .as_of(None, None, servanda_model::time::Instant::UNIX_EPOCH)
        .unwrap();
    let naive = servanda_reference::assess(&opened.plan, &opened.record, as_of);
    servanda_reference::differences(&opened.assess(as_of), &naive)
}

#[test]
fn both_assessors_agree_on_aceh() {
    assert_eq!(differences("aceh"), Vec::<String>::new());
}

#[test]
fn both_assessors_agree_on_riverside() {
    assert_eq!(differences("riverside"), Vec::<String>::new());
}

#[test]
fn both_assessors_agree_on_gaza() {
    assert_eq!(differences("gaza"), Vec::<String>::new());
}

#[test]
fn answers_keep_to_their_schemas() {
    let commands: [(&str, &[&str]); 7] = [
        ("assess", &["assess", "examples/gaza"]),
        ("why", &["why", "examples/gaza", "C04"]),
        ("due", &["due", "examples/riverside", "--days", "400"]),
        ("cases", &["cases", "examples/riverside"]),
        ("check", &["check", "examples/riverside"]),
        ("report", &["report", "examples/riverside"]),
        ("verify", &["verify", "examples/aceh"]),
    ];
    for (name, arguments) in commands {
        let path = workspace().join(format!("docs/schema/{name}.json"));
        let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let answer = run(&[arguments, &["--json"]].concat());
        assert_eq!(
            schema::faults(&schema, &answer),
            Vec::<String>::new(),
            "{name}"
        );
    }
}

#[test]
fn roots_and_assessments_are_the_same_on_every_machine() {
    let goldens = workspace().join("tests/goldens/examples.txt");
    let mut told = String::new();
    for example in [
        "aceh",
        "cairo-2014",
        "colombia",
        "gaza",
        "riverside",
        "south-sudan",
        "truce-2025",
    ] {
        let answer = assess(example, &[]);
        let record = &answer["record"];
        let digest = servanda_app::opened::digest(answer["data"].to_string().as_bytes());
        told += &format!(
            "{example}\n  text       {}\n  record     {} entries, root {}\n  openings   {}\n  assessment {digest} at {}\n",
            answer["agreement"]["text_digest"].as_str().unwrap(),
            record["size"],
            record["root"].as_str().unwrap(),
            record["openings_digest"].as_str().unwrap(),
            answer["as_of"]["at"].as_str().unwrap(),
        );
    }
    if std::env::var("SERVANDA_CASES_UPDATE").is_ok_and(|value| value == "1") {
        fs::create_dir_all(goldens.parent().unwrap()).unwrap();
        fs::write(&goldens, &told).unwrap();
    }
    let pinned = fs::read_to_string(&goldens).unwrap_or_default();
    assert_eq!(told, pinned, "SERVANDA_CASES_UPDATE=1 pins them anew");
}

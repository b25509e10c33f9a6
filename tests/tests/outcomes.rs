//! Agreements whose outcome is known: what their examples must show.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use servanda_cases::answer::{assess, clause, instance, late, run, status};

#[test]
fn colombia_counts_from_the_day_that_was_adopted() {
    let colombia = assess("colombia", &[]);
    let weapons = &clause(&colombia, "2.1")["instances"][0];
    assert_eq!(weapons["due_at"], "2017-05-30T23:59:59.999999999-05:00");
    assert_eq!(weapons["status"], "met_late");
    assert_eq!(late(weapons), ("days", Some(27), Some(27)));
    let share = &clause(&colombia, "2.2")["instances"][0];
    assert_eq!(share["status"], "met_late");
    assert_eq!(late(share), ("days", Some(1), Some(2)));
    assert_eq!(status(&colombia, "2.3"), "met");
}

#[test]
fn colombia_shows_each_party_its_own_day_before_one_was_adopted() {
    // Known are the two days proposed: the one due date has passed, the other
    // has not.
    let before = assess("colombia", &["--at", "2017-06-05", "--known", "3"]);
    assert_eq!(status(&before, "2.1"), "contested");
}

#[test]
fn colombia_has_the_first_six_rulings() {
    let colombia = assess("colombia", &[]);
    let incidents: Vec<(String, Value)> = clause(&colombia, "1.1")["instances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["key"].as_str().unwrap().to_owned(),
                one["severity"].clone(),
            )
        })
        .collect();
    let wanted = [
        ("Government of Colombia, #1", Value::Null),
        ("Government of Colombia, #2", Value::Null),
        ("Revolutionary Armed Forces, #1", json!("serious")),
        ("Revolutionary Armed Forces, #2", json!("minor")),
        ("Revolutionary Armed Forces, #3", Value::Null),
    ];
    let wanted: Vec<(String, Value)> = wanted
        .into_iter()
        .map(|(key, severity)| (key.to_owned(), severity))
        .collect();
    assert_eq!(incidents, wanted);
    let pending = run(&["why", "examples/colombia", "1.1", "--json"]).to_string();
    assert!(
        pending.contains("28 December 2016, says Monitoring Mechanism (via hdhod); not used: it establishes no incident"),
        "the sixth is told, and waits for information: {pending}"
    );
}

#[test]
fn colombia_s_eighth_report_is_shown_as_it_is_told() {
    let report = run(&["assess", "examples/colombia", "--json"]);
    let series = report["data"]["indicators"].as_array().unwrap();
    let told: Vec<(&str, &str)> = series
        .iter()
        .map(|one| {
            let last = one["values"].as_array().unwrap().last().unwrap();
            (
                one["name"].as_str().unwrap(),
                last["figure"].as_str().unwrap(),
            )
        })
        .collect();
    let wanted = [
        ("Grave Events", "3"),
        ("Minor Events", "13"),
        ("Faults of Coordination", "21"),
        ("Irrelevant Events", "19"),
    ];
    assert_eq!(told, wanted);
    let sum: u32 = wanted
        .iter()
        .map(|(_, count)| count.parse::<u32>().unwrap())
        .sum();
    assert_eq!(sum, 56);
}

#[test]
fn cairo_delivered_half_of_what_was_scheduled() {
    let cairo = assess("cairo-2014", &[]);
    let scheduled = &clause(&cairo, "1.1")["instances"][0];
    assert_eq!(scheduled["status"], "not_met");
    assert_eq!(scheduled["progress"], json!(["1410", "2710"]));
    assert_eq!(instance(&cairo, "1.2", "")["status"], "open");
}

/// How an instance's due date moved: from, to, by how many days, though final.
fn slips(instance: &Value) -> Vec<(String, String, i64, bool)> {
    let day = |value: &Value| value.as_str().unwrap().get(..10).unwrap().to_owned();
    let slips = instance["slips"].as_array().unwrap();
    slips
        .iter()
        .map(|slip| {
            let days = slip["days"].as_i64().unwrap();
            let was_final = slip["was_final"].as_bool().unwrap();
            (day(&slip["from"]), day(&slip["to"]), days, was_final)
        })
        .collect()
}

fn slip(from: &str, to: &str, days: i64, was_final: bool) -> (String, String, i64, bool) {
    (from.to_owned(), to.to_owned(), days, was_final)
}

#[test]
fn south_sudan_shows_each_extension_and_the_one_called_final() {
    let sudan = assess("south-sudan", &[]);
    let government = &clause(&sudan, "1.1")["instances"][0];
    assert_eq!(
        slips(government),
        [
            slip("2019-05-12", "2019-11-12", 184, false),
            slip("2019-11-12", "2020-02-20", 100, true),
        ]
    );
    assert_eq!(government["due_at"], "2020-02-20T23:59:59.999999999+03:00");
    assert_eq!(government["status"], "met_late");
    assert_eq!(late(government), ("days", Some(2), Some(2)));
    let why = run(&["why", "examples/south-sudan", "1.1", "--json"]).to_string();
    assert!(why.contains("though it was final"), "{why}");
    assert_eq!(status(&sudan, "2.1"), "not_met");
}

#[test]
fn south_sudans_transition_slips_by_four_years() {
    let sudan = assess("south-sudan", &[]);
    let transition = &clause(&sudan, "3.1")["instances"][0];
    assert_eq!(
        slips(transition),
        [
            slip("2023-02-22", "2025-02-22", 731, false),
            slip("2025-02-22", "2027-02-22", 730, false),
        ]
    );
    assert_eq!(transition["status"], "not_yet_due");
    let elections = &clause(&sudan, "3.2")["instances"][0];
    assert_eq!(
        slips(elections),
        [
            slip("2023-02-22", "2024-12-22", 669, false),
            slip("2024-12-22", "2026-12-22", 730, false),
        ]
    );
}

#[test]
fn south_sudan_as_known_before_entebbe_runs_out_in_november() {
    let asked = ["--at", "2019-11-20", "--known", "2019-11-06"];
    let before = assess("south-sudan", &asked);
    let government = &clause(&before, "1.1")["instances"][0];
    assert_eq!(government["due_at"], "2019-11-12T23:59:59.999999999+03:00");
    assert_eq!(government["status"], "undetermined");
}

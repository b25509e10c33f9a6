//! Two agreements, and one at two times, side by side, through the binary; and
//! decisions that move a duty in the order of work, shown without effect.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use servanda_cases::answer::{assess, clause, run};
use servanda_cases::binary::{copy, servanda, workspace};
use servanda_cases::schema;

const TRUCE_BESIDE_GAZA: [&str; 4] = ["compare", "examples/truce-2025", "examples/gaza", "--json"];

/// The left number, the right number, and by what they correspond.
fn pairs(answer: &Value) -> Vec<(&str, &str, &str)> {
    let pairs = answer["data"]["pairs"].as_array().unwrap();
    pairs
        .iter()
        .map(|pair| {
            (
                pair["left"]["clause"]["id"].as_str().unwrap(),
                pair["right"]["clause"]["id"].as_str().unwrap(),
                pair["by"].as_str().unwrap(),
            )
        })
        .collect()
}

fn pair<'a>(answer: &'a Value, left: &str) -> &'a Value {
    let pairs = answer["data"]["pairs"].as_array().unwrap();
    pairs
        .iter()
        .find(|pair| pair["left"]["clause"]["id"] == left)
        .unwrap()
}

fn fits(name: &str, answer: &Value) {
    let path = workspace().join(format!("docs/schema/{name}.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(schema::faults(&schema, answer), Vec::<String>::new());
}

#[test]
fn the_truce_stands_beside_the_plan_promise_by_promise() {
    let answer = run(&TRUCE_BESIDE_GAZA);
    fits("compare", &answer);
    assert_eq!(
        pairs(&answer),
        [
            ("T1", "C01", "title"),
            ("T4", "C08", "title"),
            ("T5", "C09", "title"),
            ("T7", "C10", "title"),
        ]
    );
    let trucks = pair(&answer, "T4");
    let under = |side: &str| -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let all = trucks[side]["under"].as_array().unwrap();
        all.iter()
            .map(|one| {
                (
                    text(&one["reading"]),
                    text(&one["text"]),
                    text(&one["status"]),
                )
            })
            .collect()
    };
    let told = |reading: &str, text: &str, status: &str| {
        (reading.to_owned(), text.to_owned(), status.to_owned())
    };
    // The same letter names other counts on the two sides, so words stand by.
    assert_eq!(
        under("left"),
        [
            told("A", "Media Office Trucks", "not_met"),
            told("B", "UN Trucks", "undetermined"),
        ]
    );
    assert_eq!(
        under("right"),
        [
            told("A", "COGAT Trucks", "contested"),
            told("B", "Media Office Trucks", "not_met"),
            told("C", "UN Mechanism Trucks", "undetermined"),
        ]
    );
    assert_eq!(pair(&answer, "T7")["differs"], json!([]));
    let left: Vec<(&Value, &Value)> = answer["data"]["left_alone"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| (&side["clause"]["id"], &side["word"]))
        .collect();
    assert_eq!(
        json!(left),
        json!([
            ["T2", "met"],
            ["T3", "not measurable"],
            ["T6", "undetermined"],
            ["T8", "met late"],
            ["T9", "not measurable"],
        ])
    );
}

#[test]
fn every_clause_stands_there_once_as_assess_has_it() {
    let answer = run(&TRUCE_BESIDE_GAZA);
    for (side, example) in [("left", "truce-2025"), ("right", "gaza")] {
        let alone = answer["data"][format!("{side}_alone")].as_array().unwrap();
        let paired = answer["data"]["pairs"].as_array().unwrap();
        let shown: Vec<&Value> = paired.iter().map(|pair| &pair[side]).chain(alone).collect();
        let assessed = assess(example, &[]);
        let ids: BTreeSet<&str> = shown
            .iter()
            .map(|side| side["clause"]["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids.len(), shown.len(), "{example}");
        assert_eq!(
            shown.len(),
            assessed["data"]["clauses"].as_array().unwrap().len()
        );
        for side in shown {
            let id = side["clause"]["id"].as_str().unwrap();
            assert_eq!(side["clause"], *clause(&assessed, id), "{example} {id}");
        }
        let named = &answer["data"][side];
        assert_eq!(named["agreement"], assessed["agreement"]);
        assert_eq!(named["record"], assessed["record"]);
        assert_eq!(named["as_of"], assessed["as_of"]);
    }
}

#[test]
fn one_folder_at_two_times_shows_what_became_of_each_status() {
    let gaza = "examples/gaza";
    let times = ["--at", "2026-01-20", "--at", "2026-07-04"];
    let answer = run(&[&["compare", gaza, gaza, "--json"][..], &times].concat());
    fits("compare", &answer);
    assert!(
        pairs(&answer)
            .iter()
            .all(|(left, right, by)| left == right && *by == "number")
    );
    assert_eq!(answer["data"]["left_alone"], json!([]));
    let earlier = assess("gaza", &["--at", "2026-01-20"]);
    let later = assess("gaza", &["--at", "2026-07-04"]);
    for pair in answer["data"]["pairs"].as_array().unwrap() {
        let id = pair["left"]["clause"]["id"].as_str().unwrap();
        assert_eq!(pair["left"]["clause"], *clause(&earlier, id));
        assert_eq!(pair["right"]["clause"], *clause(&later, id));
        let same = clause(&earlier, id) == clause(&later, id);
        let differs = pair["differs"].as_array().unwrap();
        assert_eq!(differs.is_empty(), same, "{id}");
    }
    let remains = pair(&answer, "C04");
    let changed = remains["instances"].as_array().unwrap();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["key"], "28");
    assert_eq!(changed[0]["left"]["status"], "not_met");
    assert_eq!(changed[0]["right"]["status"], "discharged");
}

#[test]
fn a_folder_beside_itself_differs_in_nothing() {
    for example in ["riverside", "truce-2025"] {
        let folder = format!("examples/{example}");
        let asked = ["compare", &folder, &folder, "--exit-code", "--json"];
        let answer = run(&asked);
        for pair in answer["data"]["pairs"].as_array().unwrap() {
            assert_eq!(pair["differs"], json!([]));
            assert_eq!(pair["instances"], json!([]));
        }
        assert_eq!(answer["data"]["right_alone"], json!([]));
    }
    let asked = [
        "compare",
        "examples/truce-2025",
        "examples/gaza",
        "--exit-code",
    ];
    assert_eq!(servanda(&workspace(), &asked).unwrap().code, 1);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let compare = |more: &[&str]| {
        let asked = [&["compare", "examples/riverside"][..], more].concat();
        servanda(&workspace(), &asked).unwrap()
    };
    let unknown = compare(&["examples/nowhere"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("examples/nowhere"), "{}", unknown.err);
    let at = ["--at", "2026-05-01"];
    let thrice = compare(&[&["examples/riverside"][..], &at, &at, &at].concat());
    assert_eq!(thrice.code, 2);
    assert!(thrice.err.contains("3 times"), "{}", thrice.err);
}

/// Makes a copy of Riverside in which 7.1 is put off on new information.
fn put_off(room: &Path) {
    let folder = room.join("river");
    copy(&workspace().join("examples/riverside"), &folder).unwrap();
    let rows = "row,kind,of,reporter,happened,published,source,value,refers,note\n\
        flood,context,,Monitors,2026-05-20,2026-05-20,Bulletin of the Monitors,,,the bridge is under water\n\
        order,reprioritise,7.1,Monitors,2026-05-22,2026-05-22,Bulletin of the Monitors,down,flood,releases go first\n";
    fs::write(folder.join("evidence/zz-order.csv"), rows).unwrap();
}

#[test]
fn what_was_moved_in_the_order_of_work_is_shown_and_changes_no_status() {
    let room = tempfile::tempdir().unwrap();
    put_off(room.path());
    let ask = |arguments: &[&str]| {
        let run = servanda(room.path(), arguments).unwrap();
        assert_eq!(run.code, 0, "{}", run.err);
        run
    };
    let moved = ask(&["assess", "river", "--json"]).json();
    fits("assess", &moved);
    let shown = moved["data"]["priorities"].as_array().unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["of"], "7.1");
    assert_eq!(shown[0]["moved"], "down");
    assert_eq!(shown[0]["by"], "Monitors");
    assert_eq!(shown[0]["reasons"], "releases go first");
    assert_eq!(shown[0]["on"][0]["publisher"], "Bulletin of the Monitors");
    let before = assess("riverside", &[]);
    assert_eq!(before["data"]["priorities"], Value::Null);
    let statuses = |answer: &Value| -> Vec<(Value, Value)> {
        let clauses = answer["data"]["clauses"].as_array().unwrap();
        let counted = |clause: &Value| (clause["id"].clone(), clause["counts"].clone());
        clauses.iter().map(counted).collect()
    };
    assert_eq!(statuses(&moved), statuses(&before));
    let early = ask(&["assess", "river", "--json", "--at", "2026-05-21"]).json();
    assert_eq!(early["data"]["priorities"], Value::Null);
    let report = ask(&["report", "river"]).out;
    let line = report
        .lines()
        .find(|line| line.contains("releases go first"));
    assert!(line.is_some_and(|line| line.contains("7.1")), "{report}");
    let json = ask(&["report", "river", "--json"]).json();
    fits("report", &json);
    ask(&["report", "river", "--html", "page.html", "--lang", "ar"]);
    let page = fs::read_to_string(room.path().join("page.html")).unwrap();
    assert!(page.contains("releases go first"));
}

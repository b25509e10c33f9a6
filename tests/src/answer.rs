//! Answers of the binary about an example, and what tests look for in them.
//!
//! Entry points: [`assess`], [`instance`].

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

use serde_json::Value;

use crate::binary::{servanda, workspace};

/// Runs a command that must end well and returns its JSON.
pub fn run(arguments: &[&str]) -> Value {
    let run = servanda(&workspace(), arguments).unwrap();
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run.json()
}

/// Assesses an example.
pub fn assess(example: &str, more: &[&str]) -> Value {
    let folder = format!("examples/{example}");
    run(&[&["assess", folder.as_str(), "--json"][..], more].concat())
}

/// Returns a clause of an assessment.
pub fn clause<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let clauses = answer["data"]["clauses"].as_array().unwrap();
    clauses
        .iter()
        .find(|clause| clause["id"] == id)
        .unwrap_or_else(|| panic!("no clause {id}"))
}

/// Returns the status of a clause.
pub fn status<'a>(answer: &'a Value, id: &str) -> &'a str {
    clause(answer, id)["status"].as_str().unwrap()
}

/// Returns an instance of a clause by its key.
pub fn instance<'a>(answer: &'a Value, id: &str, key: &str) -> &'a Value {
    let instances = clause(answer, id)["instances"].as_array().unwrap();
    instances
        .iter()
        .find(|one| one["key"] == key)
        .unwrap_or_else(|| panic!("no {id}[{key}]"))
}

/// Returns how late an instance was: the unit, the least and the most.
pub fn late(instance: &Value) -> (&str, Option<i64>, Option<i64>) {
    let late = &instance["late_by"];
    (
        late["unit"].as_str().unwrap_or("none"),
        late["least"].as_i64(),
        late["most"].as_i64(),
    )
}

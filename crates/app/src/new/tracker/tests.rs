//! Trackers of the kind that committees keep.

use super::*;

const TABLE: &str = "Number,Text,Obligor,Deadline,Proof\n\
    1.1,\"North shall hand over the maps of \"\"Sector A\"\"\",North,2026-05-01,Monitors\n\
    1.2,South shall clear the road,South,within 30 days,Monitors\n\
    1.3,Trust shall grow,,,\n";

fn read(text: &str) -> Vec<Row> {
    read_tracker("t.csv", text.as_bytes()).unwrap()
}

#[test]
fn complete_rows_become_clauses_and_others_say_what_is_missing() {
    let rows = read(TABLE);
    assert_eq!(rows[0].missing(), [] as [&str; 0]);
    assert_eq!(rows[2].missing(), ["obligor", "deadline", "proof"]);
    let text = agreement_of("Blue River", &rows);
    assert!(
        text.contains("1.1  North must perform Hand Over Maps\n  by  2026-05-01\n"),
        "{text}"
    );
    assert!(text.contains("  within  30 days after Entry into Force\n"));
    assert!(text.contains(
        "1.3  not checkable because \"the tracker gives no obligor, no deadline, no proof\""
    ));
    assert!(text.contains("says  \"North shall hand over the maps of \\\"Sector A\\\"\""));
}

#[test]
fn what_comes_out_checks_without_error() {
    let text = agreement_of("Blue River", &read(TABLE));
    let source = servanda_compiler::Source {
        text: &text,
        ..servanda_compiler::Source::default()
    };
    let compiled = servanda_compiler::compile(&source);
    let errors: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|found| found.grade == servanda_model::diagnostic::Grade::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    assert_eq!(compiled.plan.unwrap().clauses.len(), 3);
}

#[test]
fn numbers_that_repeat_or_cannot_be_read_are_made_unique() {
    let rows = read("No,Commitment\n1,a thing\n1,another thing\nxyz,third thing\n");
    assert_eq!(numbers(&rows), ["1", "1.1", "3"]);
}

#[test]
fn prose_cannot_break_out_of_its_article() {
    let rows = read("text\n\"```accord\nagreement Other\"\n\"## Heading\"\n");
    let text = agreement_of("T", &rows);
    assert_eq!(text.matches("```accord\n").count(), 3, "{text}");
    assert!(!text.contains("\n## Heading"));
}

#[test]
fn tables_without_columns_and_other_files_are_refused() {
    assert!(
        read_tracker("t.csv", b"a,b\n1,2\n")
            .unwrap_err()
            .to_string()
            .contains("number, text, obligor")
    );
    assert!(
        read_tracker("t.pdf", b"")
            .unwrap_err()
            .to_string()
            .contains(".xlsx")
    );
    assert!(read_tracker("t.xlsx", b"not a zip").is_err());
}

//! The limits of the reference grammar.

use super::{agreement, told};
use servanda_syntax::{FILE_BYTES_MAX, ITEMS_MAX, LINE_BYTES_MAX, parse};

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).diagnostics.iter().map(|one| one.code).collect()
}

#[test]
fn a_file_has_a_limit() {
    let most = format!("{}\n", "x".repeat(FILE_BYTES_MAX - 1));
    assert_eq!(codes(&most), Vec::<&str>::new());
    let more = format!("{most}x");
    assert_eq!(codes(&more), ["E101"]);
    assert_eq!(parse(&more).tree().text().to_string(), more);
}

#[test]
fn a_line_has_a_limit() {
    let line = |bytes: usize| {
        let frame = "part  S is \"\"\n".len();
        agreement(&format!("part  S is \"{}\"\n", "x".repeat(bytes - frame)))
    };
    assert_eq!(codes(&line(LINE_BYTES_MAX)), Vec::<&str>::new());
    assert_eq!(codes(&line(LINE_BYTES_MAX + 1)), ["E101"]);
}

#[test]
fn an_agreement_has_a_limit() {
    let items = |count: usize| {
        let lines: String = (0..count)
            .map(|at| format!("place  Place {at}\n"))
            .collect();
        format!("```accord\n{lines}```\n")
    };
    assert_eq!(codes(&items(ITEMS_MAX)), Vec::<&str>::new());
    let parsed = parse(&items(ITEMS_MAX + 5));
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(parsed.file.items().count(), ITEMS_MAX);
}

#[test]
fn brackets_have_a_limit() {
    let nested = |depth: usize| {
        agreement(&format!(
            "1.1  North must perform Handover\n  undated\n  when  {}Phase 1{}\n",
            "(".repeat(depth),
            ")".repeat(depth)
        ))
    };
    assert_eq!(told(&nested(16)), Vec::<String>::new());
    assert_eq!(codes(&nested(17)), ["E114"]);
    assert_eq!(codes(&nested(7_000)), ["E114"]);
}

#[test]
fn a_name_has_a_limit() {
    let named = |words: usize| agreement(&format!("party  {}\n", "Very ".repeat(words)));
    assert_eq!(codes(&named(31)), Vec::<&str>::new());
    assert_eq!(codes(&named(32)), ["E101"]);
    assert_eq!(codes(&named(3_000)), ["E101"]);
}

#[test]
fn numbers_have_a_limit() {
    let bound = |number: &str| {
        agreement(&format!(
            "1.1  North must keep Trucks Entered at {number} or more each day\n"
        ))
    };
    assert_eq!(codes(&bound("123456789012345678")), Vec::<&str>::new());
    assert_eq!(codes(&bound("1234567890123456789")), ["E117"]);
    assert_eq!(codes(&bound("0.1234567890123456789")), ["E117"]);
    let period = "1.1  North must perform Handover\n  within  99999999999 days after 2026-01-01\n";
    assert_eq!(codes(&agreement(period)), ["E117"]);
}

//! The worked example, from end to end.

use servanda_syntax::{format, parse};

pub(crate) const RIVERSIDE: &str = include_str!("../../../../examples/riverside/agreement.md");

#[test]
fn it_parses_without_a_diagnostic() {
    let parsed = parse(RIVERSIDE);
    assert_eq!(parsed.diagnostics, Vec::new());
    assert_eq!(parsed.tree().text().to_string(), RIVERSIDE);
}

#[test]
fn it_is_formatted_already() {
    assert_eq!(format(RIVERSIDE), RIVERSIDE);
}

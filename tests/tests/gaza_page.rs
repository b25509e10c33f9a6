//! The Gaza page kept in `docs/` is the one that the report command writes.
//!
//! `SERVANDA_CASES_UPDATE=1` writes it anew.

use std::fs;

use servanda_cases::binary::{servanda, workspace};

/// Where the first differing lines are, for a message that can be read.
fn difference(kept: &str, made: &str) -> String {
    let mut lines = (1_u32..).zip(kept.lines().zip(made.lines()));
    lines.find(|(_, (kept, made))| kept != made).map_or_else(
        || "one is longer than the other".to_owned(),
        |(number, (kept, made))| format!("line {number}:\nkept {kept}\nmade {made}"),
    )
}

#[test]
fn the_kept_page_is_the_one_that_is_made() {
    let place = tempfile::tempdir().unwrap();
    let page = place.path().join("gaza.html");
    let run = servanda(
        &workspace(),
        &["report", "examples/gaza", "--html", page.to_str().unwrap()],
    )
    .unwrap();
    assert_eq!(run.code, 0, "{}", run.err);
    let made = fs::read_to_string(page).unwrap();
    assert!(made.contains("<html lang=\"en\" dir=\"ltr\""));
    let path = workspace().join("docs/gaza.html");
    if std::env::var("SERVANDA_CASES_UPDATE").is_ok_and(|value| value == "1") {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/gaza.html is not what `servanda report examples/gaza --html` writes; \
         look at the new page, then run this test with SERVANDA_CASES_UPDATE=1. {}",
        difference(&kept, &made)
    );
}

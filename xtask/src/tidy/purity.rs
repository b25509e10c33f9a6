//! Crates that compute and touch nothing keep their list of forbidden calls.
//!
//! Clippy applies the list, but a crate's own `clippy.toml` replaces the one
//! at the root rather than adding to it. So each pure crate repeats the root
//! settings, then the one list; this rule keeps the copies the same, and sees
//! that the crates that decide also refuse floating-point arithmetic.

use super::Report;
use super::source::{Keep, blanked};
use crate::folder::Tree;

const PURE: [&str; 8] = [
    "assess",
    "compiler",
    "model",
    "reference",
    "statement",
    "syntax",
    "temporal",
    "tlog",
];
const WITHOUT_FLOATS: [&str; 3] = ["assess", "model", "temporal"];
const ROOT: &str = "clippy.toml";
const LINT: &str = "clippy::float_arithmetic";

/// Compares the settings of the pure crates with the root's and one another.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let root = tree.text(ROOT).unwrap_or_default();
    let present: Vec<&str> = PURE
        .into_iter()
        .filter(|name| tree.holds(&format!("crates/{name}")))
        .collect();
    let model = tree.text("crates/model/clippy.toml");
    for name in &present {
        let path = format!("crates/{name}/clippy.toml");
        let Some(text) = tree.text(&path) else {
            report.fault(
                &path,
                0,
                "a pure crate forbids files, clocks and environment here",
            );
            continue;
        };
        for setting in root
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if !text.lines().any(|line| line == setting) {
                report.fault(&path, 0, format!("the root's `{setting}` is not repeated"));
            }
        }
        if model.is_some_and(|model| model != text) {
            report.fault(
                &path,
                0,
                "differs from crates/model/clippy.toml; one list serves all",
            );
        }
    }
    for name in WITHOUT_FLOATS.iter().filter(|name| present.contains(name)) {
        let path = format!("crates/{name}/src/lib.rs");
        let code = blanked(tree.text(&path).unwrap_or_default(), Keep::Code);
        if !code
            .lines()
            .any(|line| line.trim_start().starts_with("#!") && line.contains(LINT))
        {
            report.fault(&path, 0, format!("`#![deny({LINT})]` is missing"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    const SETTINGS: &str = "a = 1\ndisallowed = []\n";

    #[test]
    fn copies_that_agree_pass() {
        let files = [
            (ROOT, "# why\na = 1\n"),
            ("crates/model/clippy.toml", SETTINGS),
            (
                "crates/model/src/lib.rs",
                "#![deny(clippy::float_arithmetic)]",
            ),
            ("crates/tlog/clippy.toml", SETTINGS),
            ("crates/cli/src/main.rs", ""),
        ];
        assert!(faults(check, &files).is_empty());
    }

    #[test]
    fn missing_differing_and_incomplete_copies_are_faults() {
        assert_eq!(faults(check, &[("crates/syntax/src/lib.rs", "")]).len(), 1);
        let files = [
            (ROOT, "a = 2\n"),
            ("crates/model/clippy.toml", SETTINGS),
            (
                "crates/model/src/lib.rs",
                "// #![deny(clippy::float_arithmetic)]",
            ),
            ("crates/tlog/clippy.toml", "a = 2\n"),
        ];
        assert_eq!(
            faults(check, &files),
            [
                "crates/model/clippy.toml: the root's `a = 2` is not repeated",
                "crates/model/src/lib.rs: `#![deny(clippy::float_arithmetic)]` is missing",
                "crates/tlog/clippy.toml: differs from crates/model/clippy.toml; one list serves all",
            ]
        );
    }
}

//! No drawers: a file or folder is named for what it is about, never for
//! being of use to several.

use super::Report;
use crate::folder::Tree;

const DRAWERS: [&str; 8] = [
    "util", "utils", "common", "helper", "helpers", "misc", "manager", "managers",
];

/// Looks at the name of every file of Rust and of every folder above it.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (path, _) in tree.ending(".rs") {
        for part in path.trim_end_matches(".rs").split('/') {
            if let Some(word) = part.split(['_', '-']).find(|word| DRAWERS.contains(word)) {
                let message = format!("`{word}` is a drawer; name it for what lies in it");
                report.fault(path, 0, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    #[test]
    fn drawers_are_found_in_files_and_folders() {
        for path in [
            "crates/a/src/util.rs",
            "crates/a/src/common/mod.rs",
            "tests/page_helpers.rs",
        ] {
            assert_eq!(faults(check, &[(path, "")]).len(), 1, "{path}");
        }
        assert!(
            faults(
                check,
                &[("crates/a/src/futile.rs", ""), ("docs/misc.md", "")]
            )
            .is_empty()
        );
    }
}

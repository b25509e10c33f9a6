//! The documents that every reader looks for are there, and the README shows
//! the very commands that the gate runs.

use super::Report;
use crate::ci::{REPORT_COMMAND, TEST_COMMAND};
use crate::folder::Tree;

const DOCUMENTS: [&str; 11] = [
    ".ci/run",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "GLOSSARY.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "STYLE.md",
    "docs/design/lints.md",
    "docs/design/profiles.md",
];

/// Looks for the documents and for the commands in the README.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for path in DOCUMENTS.iter().filter(|path| tree.text(path).is_none()) {
        report.fault(path, 0, "this document is missing");
    }
    for (path, command) in [
        ("README.md", REPORT_COMMAND),
        ("README.md", TEST_COMMAND),
        (".ci/run", TEST_COMMAND),
    ] {
        if let Some(text) = tree.text(path)
            && !text.contains(command)
        {
            report.fault(path, 0, format!("`{command}` does not stand here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    #[test]
    fn documents_and_commands_are_there() {
        let mut files: Vec<(&str, &str)> = DOCUMENTS.iter().map(|path| (*path, "")).collect();
        let text = format!("{REPORT_COMMAND}\n{TEST_COMMAND}\n");
        for (path, content) in &mut files {
            if matches!(*path, "README.md" | ".ci/run") {
                *content = &text;
            }
        }
        assert!(faults(check, &files).is_empty());
    }

    #[test]
    fn what_is_missing_is_named() {
        let files = [("README.md", TEST_COMMAND)];
        let seen = faults(check, &files);
        assert_eq!(seen.len(), DOCUMENTS.len());
        assert!(seen.contains(&format!(
            "README.md: `{REPORT_COMMAND}` does not stand here"
        )));
    }
}

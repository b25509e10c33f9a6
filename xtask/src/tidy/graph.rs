//! Dependencies between the project's crates point only as the house table
//! says, and ARCHITECTURE.md names every crate there is and none beside.
//!
//! Dependencies of tests are exempt and listed, so that they stay deliberate.

use super::Report;
use super::manifest::Manifest;
use crate::folder::Tree;

/// What each crate may use of ours, by folder.
const HOUSE: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("syntax", &["model"]),
    ("compiler", &["model", "syntax"]),
    ("temporal", &[]),
    ("assess", &["model", "temporal"]),
    ("statement", &["model"]),
    ("tlog", &[]),
    ("store", &["tlog"]),
    ("evidence", &["model", "statement"]),
    (
        "app",
        &[
            "assess",
            "compiler",
            "evidence",
            "model",
            "statement",
            "store",
            "syntax",
            "temporal",
            "tlog",
        ],
    ),
    ("server", &["app"]),
    ("cli", &["app", "server", "temporal"]),
    // Never shipped; it must share no logic with what it is held against.
    ("reference", &["model"]),
];

/// Crates of others that change what a crate is, and who may use them.
const RESERVED: [(&str, &[&str]); 3] = [
    // Wire formats live in three places: the text, the statement, the view.
    ("serde", &["statement", "evidence", "app", "server", "cli"]),
    (
        "serde_json",
        // The text's own annexes are the compiler's to read, and maps are GeoJSON.
        &["compiler", "statement", "evidence", "app", "server", "cli"],
    ),
    ("tokio", &["server"]),
];

const MAP: &str = "ARCHITECTURE.md";

/// Checks every manifest under `crates/` and `xtask/`, and the map.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for folder in tree.folders("crates") {
        let path = format!("crates/{folder}/Cargo.toml");
        let Some(text) = tree.text(&path) else {
            report.fault(&path, 0, "this crate folder has no manifest");
            continue;
        };
        let Some((_, allowed)) = HOUSE.iter().find(|(name, _)| *name == folder) else {
            report.fault(
                &path,
                0,
                "the house table in xtask/src/tidy/graph.rs has no such crate",
            );
            continue;
        };
        check_manifest(&path, folder, allowed, text, report);
    }
    if let Some(text) = tree.text("xtask/Cargo.toml") {
        for found in Manifest::parse(text).dependencies() {
            let message = format!(
                "xtask uses the standard library alone, not `{}`",
                found.name
            );
            report.fault("xtask/Cargo.toml", found.line, message);
        }
    }
    check_map(tree, report);
}

fn check_manifest(path: &str, folder: &str, allowed: &[&str], text: &str, report: &mut Report) {
    let manifest = Manifest::parse(text);
    let package = manifest
        .sections("package")
        .next()
        .and_then(|section| section.string("name"));
    if package != Some(&format!("servanda-{folder}")) {
        report.fault(
            path,
            0,
            format!("the package must be called `servanda-{folder}`"),
        );
    }
    if manifest
        .sections("lints")
        .next()
        .and_then(|section| section.raw("workspace"))
        != Some("true")
    {
        report.fault(path, 0, "the workspace's lints are not switched on");
    }
    for found in manifest.dependencies() {
        let Some(ours) = found.name.strip_prefix("servanda-") else {
            let reserved = RESERVED.iter().find(|(name, _)| *name == found.name);
            if let Some((name, users)) = reserved
                && !found.dev
                && !users.contains(&folder)
            {
                report.fault(path, found.line, format!("`{folder}` may not use `{name}`"));
            }
            continue;
        };
        if found.dev {
            report.note(
                path,
                found.line,
                format!("the tests of `{folder}` use `{ours}`"),
            );
        } else if !allowed.contains(&ours) {
            report.fault(path, found.line, format!("`{folder}` may not use `{ours}`"));
        }
    }
}

/// Holds ARCHITECTURE.md against the folders, both ways.
fn check_map(tree: &Tree, report: &mut Report) {
    let Some(map) = tree.text(MAP) else {
        report.fault(MAP, 0, "the map of the crates is missing");
        return;
    };
    let folders = tree.folders("crates");
    for folder in &folders {
        if !map.contains(&format!("crates/{folder}")) {
            report.fault(MAP, 0, format!("`crates/{folder}` is not on the map"));
        }
    }
    for (index, line) in map.lines().enumerate() {
        for mention in line.split("crates/").skip(1) {
            let end = mention
                .find(|c: char| !c.is_ascii_lowercase())
                .unwrap_or(mention.len());
            let named = mention.get(..end).unwrap_or_default();
            if !named.is_empty() && !folders.contains(named) {
                report.fault(MAP, index + 1, format!("there is no `crates/{named}`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{faults, notes};
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"servanda-{name}\"\n[lints]\nworkspace = true\n{rest}")
    }

    fn seen(folder: &str, rest: &str) -> Vec<String> {
        let path = format!("crates/{folder}/Cargo.toml");
        let map = format!("crates/{folder}");
        faults(check, &[(&path, &manifest(folder, rest)), (MAP, &map)])
    }

    #[test]
    fn a_dependency_against_the_table_is_a_fault() {
        assert!(
            seen(
                "assess",
                "[dependencies]\nservanda-model.workspace = true\n"
            )
            .is_empty()
        );
        assert_eq!(
            seen(
                "temporal",
                "[dependencies]\nservanda-model.workspace = true\n"
            ),
            ["crates/temporal/Cargo.toml:6: `temporal` may not use `model`"]
        );
        assert_eq!(
            seen(
                "reference",
                "[dependencies]\nservanda-assess = { path = \"../assess\" }\n"
            )
            .len(),
            1
        );
    }

    #[test]
    fn dependencies_of_tests_are_listed_only() {
        let rest = "[dev-dependencies]\nservanda-reference.workspace = true\n";
        assert!(seen("assess", rest).is_empty());
        let files = [
            ("crates/assess/Cargo.toml", &*manifest("assess", rest)),
            (MAP, "crates/assess"),
        ];
        assert_eq!(
            notes(check, &files),
            ["crates/assess/Cargo.toml:6: the tests of `assess` use `reference`"]
        );
    }

    #[test]
    fn the_model_has_no_wire_format() {
        assert_eq!(
            seen("model", "[dependencies]\nserde.workspace = true\n").len(),
            1
        );
        assert!(seen("model", "[dev-dependencies]\nserde.workspace = true\n").is_empty());
    }

    #[test]
    fn names_lints_and_the_table_are_held() {
        let path = "crates/store/Cargo.toml";
        assert_eq!(
            faults(
                check,
                &[
                    (path, "[package]\nname = \"store\"\n"),
                    (MAP, "crates/store")
                ]
            )
            .len(),
            2
        );
        assert_eq!(seen("unheard", "").len(), 1);
    }

    #[test]
    fn the_map_names_every_crate_and_no_other() {
        let files = [
            ("crates/tlog/Cargo.toml", &*manifest("tlog", "")),
            (MAP, "`crates/tlog` and\n`crates/gone`"),
        ];
        assert_eq!(
            faults(check, &files),
            ["ARCHITECTURE.md:2: there is no `crates/gone`"]
        );
        assert_eq!(
            faults(check, &[files[0], (MAP, "nothing")]),
            ["ARCHITECTURE.md: `crates/tlog` is not on the map"]
        );
    }

    #[test]
    fn xtask_stays_bare() {
        let files = [
            ("xtask/Cargo.toml", "[dependencies]\nserde = \"1\"\n"),
            (MAP, ""),
        ];
        assert_eq!(faults(check, &files).len(), 1);
    }
}

//! Every dependency on others' crates has its written reason, and the binary
//! keeps to a budget of locked packages.
//!
//! The register is docs/design/dependencies.md: one heading per crate, which
//! gives the reason, the state it is kept in, and the alternative.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::manifest::Manifest;
use crate::folder::Tree;

const REGISTER: &str = "docs/design/dependencies.md";
const ROOT: &str = "Cargo.toml";
const LOCK: &str = "Cargo.lock";

/// How many packages of others the `servanda` binary may lock.
///
/// 160 serve the commands of a terminal. Key files that are sealed with a
/// passphrase add fifteen. The site adds an HTTP server, which nobody should
/// write twice: axum, hyper and tokio bring 30 with them
/// (docs/design/dependencies.md, "The site").
const BUDGET: usize = 207;

/// Holds manifests, register and lock file against one another.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let root = Manifest::parse(tree.text(ROOT).unwrap_or_default());
    let mut used = BTreeSet::new();
    let mut first_party = BTreeMap::new();
    for (path, text) in tree.ending("/Cargo.toml") {
        let manifest = Manifest::parse(text);
        let mut shipped = BTreeSet::new();
        for found in manifest.dependencies() {
            if !found.inherited && !found.local {
                let message = format!("`{}` takes its version from the root manifest", found.name);
                report.fault(path, found.line, message);
            }
            used.insert(found.name.clone());
            if !found.dev {
                shipped.insert(found.name);
            }
        }
        let package = manifest.sections("package").next();
        if let Some(name) = package.and_then(|section| section.string("name")) {
            first_party.insert(name.to_owned(), shipped);
        }
    }
    check_register(tree, &root, &used, report);
    check_budget(tree, &first_party, report);
}

fn check_register(tree: &Tree, root: &Manifest, used: &BTreeSet<String>, report: &mut Report) {
    let text = tree.text(REGISTER).unwrap_or_default();
    let headings: BTreeMap<&str, usize> = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((line.strip_prefix("### ")?.trim(), index + 1)))
        .collect();
    let mut declared = BTreeSet::new();
    let mut previous = "";
    for (name, line, value) in root.shared() {
        if value.contains("path =") {
            continue;
        }
        if name < previous {
            report.fault(
                ROOT,
                line,
                format!("`{name}` stands after `{previous}`; sort them"),
            );
        }
        previous = name;
        declared.insert(name);
        if !headings.contains_key(name) {
            report.fault(ROOT, line, format!("`{name}` has no entry in {REGISTER}"));
        }
        if !used.contains(name) {
            report.fault(ROOT, line, format!("no crate uses `{name}`"));
        }
    }
    for (name, line) in headings {
        if !declared.contains(name) {
            report.fault(REGISTER, line, format!("`{name}` is no direct dependency"));
        }
    }
}

/// Counts what the binary locks; what only tests need is not counted.
fn check_budget(
    tree: &Tree,
    first_party: &BTreeMap<String, BTreeSet<String>>,
    report: &mut Report,
) {
    let lock = Manifest::parse(tree.text(LOCK).unwrap_or_default());
    let mut packages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for section in lock.sections("package") {
        if let Some(name) = section.string("name") {
            packages
                .entry(name)
                .or_default()
                .extend(section.strings("dependencies"));
        }
    }
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = packages
        .contains_key("servanda-cli")
        .then_some("servanda-cli")
        .into_iter()
        .collect();
    while let Some(next) = waiting.pop() {
        if !reached.insert(next) {
            continue;
        }
        // The lock lists `name`, or `name version` where several are locked.
        let name = next.split(' ').next().unwrap_or(next);
        let shipped = first_party.get(name);
        let needs = packages.get(name).into_iter().flatten().filter(|need| {
            let need = need.split(' ').next().unwrap_or(need);
            shipped.is_none_or(|shipped| shipped.contains(need))
        });
        waiting.extend(needs);
    }
    let others = reached
        .iter()
        .filter(|name| !first_party.contains_key(**name))
        .count();
    if others > BUDGET {
        let message = format!("the binary locks {others} packages of others; {BUDGET} are allowed");
        report.fault(LOCK, 0, message);
    } else if others > 0 {
        report.note(
            LOCK,
            0,
            format!("the binary locks {others} of {BUDGET} packages of others"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::{faults, notes};
    use super::*;

    const SHARED: (&str, &str) = (
        ROOT,
        "[workspace.dependencies]\nours = { path = \"x\" }\ncsv = \"1\"\njiff = \"0.2\"\n",
    );
    const USED: (&str, &str) = (
        "crates/cli/Cargo.toml",
        "[package]\nname = \"servanda-cli\"\n[dependencies]\njiff.workspace = true\n\
         [dev-dependencies]\ncsv.workspace = true\n",
    );
    const WRITTEN: (&str, &str) = (REGISTER, "# Dependencies\n\n### csv\n\n### jiff\n");

    #[test]
    fn register_and_manifests_agree() {
        assert!(faults(check, &[SHARED, USED, WRITTEN]).is_empty());
        assert_eq!(
            faults(check, &[SHARED, USED, (REGISTER, "### csv\n### serde\n")]),
            [
                "Cargo.toml:4: `jiff` has no entry in docs/design/dependencies.md",
                "docs/design/dependencies.md:2: `serde` is no direct dependency",
            ]
        );
    }

    #[test]
    fn unused_unsorted_and_private_versions_are_faults() {
        let root = (
            ROOT,
            "[workspace.dependencies]\njiff = \"0.2\"\ncsv = \"1\"\n",
        );
        let private = ("crates/a/Cargo.toml", "[dependencies]\njiff = \"0.1\"\n");
        assert_eq!(
            faults(check, &[root, private, WRITTEN]),
            [
                "Cargo.toml:3: `csv` stands after `jiff`; sort them",
                "Cargo.toml:3: no crate uses `csv`",
                "crates/a/Cargo.toml:2: `jiff` takes its version from the root manifest",
            ]
        );
    }

    #[test]
    fn the_budget_counts_what_is_shipped() {
        let lock = (
            LOCK,
            "[[package]]\nname = \"servanda-cli\"\ndependencies = [\n \"csv\",\n \"jiff\",\n]\n\
             [[package]]\nname = \"jiff\"\ndependencies = [\"log 1.0\"]\n\
             [[package]]\nname = \"csv\"\ndependencies = [\"memchr\"]\n",
        );
        assert_eq!(
            notes(check, &[SHARED, USED, WRITTEN, lock]),
            ["Cargo.lock: the binary locks 2 of 207 packages of others"]
        );
    }

    #[test]
    fn the_budget_is_held() {
        let names: Vec<String> = (0..208).map(|index| format!("\"p{index}\"")).collect();
        let cli = format!(
            "[[package]]\nname = \"servanda-cli\"\ndependencies = [\"jiff\"]\n\
                           [[package]]\nname = \"jiff\"\ndependencies = [{}]\n",
            names.join(", ")
        );
        assert_eq!(
            faults(check, &[SHARED, USED, WRITTEN, (LOCK, &cli)]),
            ["Cargo.lock: the binary locks 209 packages of others; 207 are allowed"]
        );
    }
}

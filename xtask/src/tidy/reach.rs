//! Every file of Rust is compiled: reached from a target of its package.
//!
//! A module that no `mod` names, or a test file that no target declares, is
//! dead without anyone noticing. Targets are the usual ones (`src/lib.rs`,
//! `src/main.rs`, `src/bin/`, `tests/*.rs`, …) and those that the manifest
//! declares by `path`. Kept snapshots must name a source file that exists.

use std::collections::BTreeSet;

use super::Report;
use super::manifest::Manifest;
use super::source::{Keep, blanked};
use crate::folder::{Tree, beside};

/// Follows the modules of every package.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let mut reached = BTreeSet::new();
    for (path, text) in tree.ending("Cargo.toml") {
        let folder = path.trim_end_matches("Cargo.toml");
        for root in roots(tree, folder, &Manifest::parse(text)) {
            follow(tree, &root, true, &mut reached, report);
        }
    }
    for (path, _) in tree.ending(".rs") {
        if !reached.contains(path) {
            report.fault(path, 0, "no target or module leads here");
        }
    }
    for (path, text) in tree.ending(".snap") {
        let source = text.lines().find_map(|line| line.strip_prefix("source: "));
        if source.is_none_or(|source| !tree.paths.contains(source.trim_matches('"'))) {
            report.fault(path, 0, "the test that took this snapshot is gone");
        }
    }
}

/// Lists the files from which the targets of a package start.
fn roots(tree: &Tree, folder: &str, manifest: &Manifest) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in ["src/lib.rs", "src/main.rs", "build.rs"] {
        found.insert(format!("{folder}{name}"));
    }
    let package = manifest.sections("package").next();
    for (part, switch) in [
        ("src/bin/", "autobins"),
        ("tests/", "autotests"),
        ("benches/", "autobenches"),
        ("examples/", "autoexamples"),
    ] {
        if package.and_then(|section| section.raw(switch)) == Some("false") {
            continue;
        }
        let prefix = format!("{folder}{part}");
        found.extend(tree.ending(".rs").map(|(path, _)| path).filter_map(|path| {
            let rest = path.strip_prefix(&prefix)?;
            (!rest.contains('/') || rest.ends_with("/main.rs")).then(|| path.to_owned())
        }));
    }
    for target in ["lib", "bin", "test", "bench", "example"] {
        let declared = manifest
            .sections(target)
            .filter_map(|section| section.string("path"));
        found.extend(declared.map(|path| format!("{folder}{path}")));
    }
    found.retain(|path| tree.paths.contains(path));
    found
}

/// Marks `path` and the files of its modules as reached.
///
/// `is_root` says that the modules lie beside the file rather than in a
/// folder of its name.
fn follow(
    tree: &Tree,
    path: &str,
    is_root: bool,
    reached: &mut BTreeSet<String>,
    report: &mut Report,
) {
    if !reached.insert(path.to_owned()) {
        return;
    }
    let Some(text) = tree.text(path) else {
        return;
    };
    let beside_file = is_root || path.ends_with("/mod.rs");
    let folder = if beside_file {
        String::new()
    } else {
        format!("{}/", stem(path))
    };
    for module in modules(text) {
        let candidates = match &module.path {
            Some(given) => vec![given.clone()],
            None => vec![
                format!("{folder}{}.rs", module.name),
                format!("{folder}{}/mod.rs", module.name),
            ],
        };
        let mut places = candidates.iter().filter_map(|place| beside(path, place));
        match places.find(|place| tree.paths.contains(place)) {
            Some(place) => follow(tree, &place, module.path.is_some(), reached, report),
            None => {
                let message = format!("the file of module `{}` is not tracked", module.name);
                report.fault(path, module.line, message);
            }
        }
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".rs").unwrap_or(name)
}

/// A `mod name;` found in a file.
struct Module {
    name: String,
    line: usize,
    /// What a `#[path = "…"]` before it says.
    path: Option<String>,
}

/// Lists the modules that a file declares and that lie in files of their own.
fn modules(text: &str) -> Vec<Module> {
    let code = blanked(text, Keep::CodeAndStrings);
    let bare = blanked(text, Keep::Code);
    let mut found = Vec::new();
    let mut path = None;
    for (index, (line, bare)) in code.lines().zip(bare.lines()).enumerate() {
        let line = line.trim();
        if bare.trim_start().starts_with("#[path") {
            path = line.split('"').nth(1).map(str::to_owned);
        }
        let Some(declaration) = bare.trim_end().strip_suffix(';') else {
            continue;
        };
        let words: Vec<&str> = declaration.split_whitespace().collect();
        if let [.., "mod", name] = words.as_slice() {
            let name = name.trim_start_matches("r#").to_owned();
            found.push(Module {
                name,
                line: index + 1,
                path: path.take(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    const MANIFEST: (&str, &str) = ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n");

    #[test]
    fn modules_are_followed_through_both_layouts() {
        let files = [
            MANIFEST,
            (
                "crates/a/src/lib.rs",
                "mod b;\npub(crate) mod c;\n#[cfg(test)]\nmod tests;\n",
            ),
            ("crates/a/src/b.rs", "mod d;"),
            ("crates/a/src/b/d.rs", ""),
            ("crates/a/src/c/mod.rs", "mod e;"),
            ("crates/a/src/c/e.rs", ""),
            ("crates/a/src/tests.rs", ""),
            (
                "crates/a/tests/all.rs",
                "#[path = \"far/away.rs\"]\nmod away;",
            ),
            ("crates/a/tests/far/away.rs", ""),
        ];
        assert!(faults(check, &files).is_empty());
    }

    #[test]
    fn dead_files_and_forgotten_tests_are_found() {
        let files = [
            (
                "tests/Cargo.toml",
                "[package]\nname = \"t\"\n[[test]]\nname = \"cases\"\npath = \"cases.rs\"\n",
            ),
            (
                "tests/cases.rs",
                "// mod forgotten;\nlet s = \"mod forgotten;\";",
            ),
            ("tests/forgotten.rs", ""),
        ];
        assert_eq!(
            faults(check, &files),
            ["tests/forgotten.rs: no target or module leads here"]
        );
    }

    #[test]
    fn switched_off_discovery_is_honoured() {
        let files = [
            (
                "a/Cargo.toml",
                "[package]\nname = \"a\"\nautotests = false\n",
            ),
            ("a/tests/x.rs", ""),
        ];
        assert_eq!(faults(check, &files).len(), 1);
    }

    #[test]
    fn a_module_without_its_file_is_named() {
        let files = [MANIFEST, ("crates/a/src/lib.rs", "\nmod gone;")];
        assert_eq!(
            faults(check, &files),
            ["crates/a/src/lib.rs:2: the file of module `gone` is not tracked"]
        );
    }

    #[test]
    fn snapshots_name_their_test() {
        let text = "---\nsource: crates/a/src/gone.rs\n---\n";
        assert_eq!(faults(check, &[("crates/a/x.snap", text)]).len(), 1);
    }
}

//! Runs every case under `tests/cases`.

use std::fs;
use std::path::{Path, PathBuf};

use servanda_cases::{Block, Case, read, run};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

/// Compares one expected block; returns what stands there instead.
fn differs(case: &Case, kind: &str, got: &str) -> Option<(Block, String)> {
    let block = case.block(kind)?;
    (block.text != got).then(|| (block.clone(), got.to_owned()))
}

#[test]
fn every_case_gives_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let filter = std::env::var("SERVANDA_CASES_FILTER").unwrap_or_default();
    let update = std::env::var("SERVANDA_CASES_UPDATE").is_ok_and(|value| value == "1");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let (mut count, mut faults) = (0, Vec::new());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(&root).unwrap().display().to_string();
        let mut edits: Vec<(Block, String)> = Vec::new();
        for case in read(&text) {
            if !filter.is_empty() && !shown.contains(&filter) && !case.name.contains(&filter) {
                continue;
            }
            count += 1;
            match run(&case) {
                Err(why) => faults.push(format!("{shown}, \"{}\": cannot be run: {why}", case.name)),
                Ok(outcome) => {
                    edits.extend(differs(&case, "diagnostics", &outcome.diagnostics));
                    edits.extend(differs(&case, "assessment", &outcome.assessment));
                    if case.block("diagnostics").is_none() && !outcome.diagnostics.is_empty() {
                        faults.push(format!("{shown}, \"{}\": unexpected\n{}", case.name, outcome.diagnostics));
                    }
                    for (block, got) in edits.iter().filter(|_| !update) {
                        faults.push(format!(
                            "{shown}, \"{}\", {}:\nexpected\n{}got\n{got}",
                            case.name, block.kind, block.text
                        ));
                    }
                    if !update {
                        edits.clear();
                    }
                }
            }
        }
        if !edits.is_empty() {
            let mut text = text;
            edits.sort_by_key(|(block, _)| std::cmp::Reverse(block.place.start));
            for (block, got) in edits {
                text.replace_range(block.place, &got);
            }
            fs::write(&path, text).unwrap();
        }
    }
    assert!(count > 0, "no case was run; the filter was `{filter}`");
    assert!(faults.is_empty(), "{} of {count} cases:\n{}", faults.len(), faults.join("\n"));
}

//! Runs every case under `tests/cases`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use servanda_cases::{Block, Case, Outcome, read, run};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.ends_with("cases/syntax") {
            // The parser's own tests run these: they expect nothing of names.
        } else if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

/// Lists the expected blocks that are not what came out, with what did.
fn differing(case: &Case, outcome: &Outcome) -> Vec<(Block, String)> {
    let mut edits = Vec::new();
    if let Some(block) = case.block("diagnostics") {
        edits.push((block.clone(), outcome.diagnostics.clone()));
    }
    edits.extend(outcome.assessments.iter().cloned());
    edits.retain(|(block, got)| block.text != *got);
    edits
}

/// Runs one case; returns its faults, and what would mend its blocks.
fn faults(case: &Case) -> (Vec<String>, Vec<(Block, String)>) {
    let outcome = match run(case) {
        Ok(outcome) => outcome,
        Err(why) => return (vec![format!("cannot be run: {why}")], Vec::new()),
    };
    let mut faults = Vec::new();
    if case.block("diagnostics").is_none() && !outcome.diagnostics.is_empty() {
        faults.push(format!("unexpected\n{}", outcome.diagnostics));
    }
    faults.extend(
        outcome
            .differences
            .iter()
            .map(|found| format!("assess and reference differ {found}")),
    );
    (faults, differing(case, &outcome))
}

#[test]
fn every_case_gives_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let filter = std::env::var("SERVANDA_CASES_FILTER").unwrap_or_default();
    let update = std::env::var("SERVANDA_CASES_UPDATE").is_ok_and(|value| value == "1");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let (mut count, mut wrong, mut all) = (0, 0, Vec::new());
    for path in paths {
        let mut text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(&root).unwrap().display().to_string();
        let mut mended: Vec<(Block, String)> = Vec::new();
        for case in read(&text) {
            if !shown.contains(&filter) && !case.name.contains(&filter) {
                continue;
            }
            count += 1;
            let (mut faults, edits) = faults(&case);
            if update {
                mended.extend(edits);
            } else {
                faults.extend(edits.iter().map(|(block, got)| {
                    let words = [&[block.kind.clone()][..], &block.words].concat().join(" ");
                    format!("{words}\nexpected\n{}got\n{got}", block.text)
                }));
            }
            wrong += usize::from(!faults.is_empty());
            all.extend(
                faults
                    .iter()
                    .map(|fault| format!("{shown}, \"{}\": {fault}", case.name)),
            );
        }
        if !mended.is_empty() {
            mended.sort_by_key(|(block, _)| std::cmp::Reverse(block.place.start));
            for (block, got) in mended {
                text.replace_range(block.place, &got);
            }
            fs::write(&path, text).unwrap();
        }
    }
    assert!(count > 0, "no case was run; the filter was `{filter}`");
    assert!(wrong == 0, "{wrong} of {count} cases:\n{}", all.join("\n"));
}

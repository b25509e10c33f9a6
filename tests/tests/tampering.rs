//! One byte changed anywhere in a record: `servanda verify` names the place
//! and exits with 1, and so does the independent verifier.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it left out"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use servanda_cases::binary::{copy, servanda, workspace};

/// How many places of a record are changed, one at a time.
const PLACES: usize = 60;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// Copies an example and has its record built; returns the record's folder.
fn record(room: &Path, name: &str) -> PathBuf {
    let example = room.join(name);
    copy(&workspace().join("examples").join(name), &example).unwrap();
    let _ = fs::remove_dir_all(example.join(".cache"));
    assert_eq!(servanda(room, &["verify", name]).unwrap().code, 0);
    let mut records = fs::read_dir(example.join(".cache")).unwrap();
    records.next().unwrap().unwrap().path()
}

/// Runs the independent verifier; nothing where Python is left out.
fn independent(record: &Path) -> Option<(i32, String)> {
    let without = std::env::var("SERVANDA_WITHOUT").unwrap_or_default();
    if without.split(',').any(|name| name.trim() == "python") {
        return None;
    }
    let verifier = workspace().join("tools/verify.py");
    let output = Command::new("python3")
        .arg(verifier)
        .arg(record)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.code().unwrap_or(-1), said))
}

/// Spreads so many places over all bytes of all files, the first and the last
/// byte of each file among them.
fn places(files: &[PathBuf]) -> Vec<(PathBuf, usize)> {
    let sizes: Vec<usize> = files
        .iter()
        .map(|file| fs::read(file).unwrap().len())
        .collect();
    let mut chosen: Vec<(PathBuf, usize)> = Vec::new();
    for (file, size) in files.iter().zip(&sizes).filter(|(_, size)| **size > 0) {
        chosen.extend([(file.clone(), 0), (file.clone(), size - 1)]);
    }
    let total: usize = sizes.iter().sum();
    let rest = PLACES.saturating_sub(chosen.len()).max(1);
    for number in 0..rest {
        let mut at = number * total / rest + total / rest / 2;
        for (file, size) in files.iter().zip(&sizes) {
            if at < *size {
                chosen.push((file.clone(), at));
                break;
            }
            at -= size;
        }
    }
    chosen
}

/// Changes a record byte by byte. The independent verifier, whose signatures
/// are slow, sees one change in so many.
fn tamper(example: &str, one_in: usize) {
    let room = tempfile::tempdir().unwrap();
    let record = record(room.path(), example);
    let untouched = servanda(room.path(), &["verify", record.to_str().unwrap(), "--json"]).unwrap();
    assert_eq!(untouched.code, 0, "{}", untouched.out);
    let root = untouched.json()["root"].as_str().unwrap().to_owned();
    match independent(&record) {
        Some((code, said)) => {
            assert_eq!(code, 0, "{said}");
            assert!(
                said.contains(&root),
                "both print one root: {root} and {said}"
            );
        }
        None => println!("left out: the independent verifier, which needs python"),
    }
    let mut missed = Vec::new();
    for (number, (file, at)) in places(&files(&record)).into_iter().enumerate() {
        let shown = format!(
            "{} at byte {at}",
            file.strip_prefix(&record).unwrap().display()
        );
        let bytes = fs::read(&file).unwrap();
        let changed = bytes
            .iter()
            .enumerate()
            .map(|(place, byte)| byte ^ u8::from(place == at));
        fs::write(&file, changed.collect::<Vec<u8>>()).unwrap();
        let run = servanda(room.path(), &["verify", example, "--json"]).unwrap();
        let problems = run.json()["problems"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let named = problems.iter().any(|one| {
            one["entry"].is_u64() || one["file"].as_str().is_some_and(|file| !file.is_empty())
        });
        if run.code != 1 || !named {
            missed.push(format!(
                "servanda verify, {shown}: {} {}{}",
                run.code, run.out, run.err
            ));
        }
        if number % one_in == 0
            && let Some((code, said)) = independent(&record)
            && code != 1
        {
            missed.push(format!("verify.py, {shown}: {code} {said}"));
        }
        fs::write(&file, bytes).unwrap();
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert_eq!(servanda(room.path(), &["verify", example]).unwrap().code, 0);
}

#[test]
fn one_changed_byte_of_riverside_is_found() {
    tamper("riverside", 6);
}

#[test]
fn one_changed_byte_of_aceh_is_found_by_both_verifiers() {
    tamper("aceh", 1);
}

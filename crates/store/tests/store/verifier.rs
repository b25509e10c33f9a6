//! The independent verifier agrees with ours, on sound records and damaged ones.

use crate::record::{ORIGIN, batch, entries, signer, verify_all};
use servanda_store::{Folder, Store};
use servanda_tlog::LeafIndex;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn python(folder: &Path) -> Option<Output> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tools/verify.py");
    let run = Command::new("python3").arg(script).arg(folder).output();
    match run {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped: python3 cannot be started ({error})");
            None
        }
    }
}

/// Builds a record of so many entries and a batch.
fn build(folder: &Path, count: u64) -> String {
    let mut store = Store::create(Folder::new(folder), signer(), ORIGIN).unwrap();
    let split = usize::try_from(count / 2).unwrap();
    let mut first = entries(count);
    let mut second = first.split_off(split);
    store.append(first).unwrap();
    let (batch, lines) = batch(count, 15);
    let mut writer = store.stage_rows(LeafIndex(count)).unwrap();
    for line in lines {
        writer.push(line.as_bytes()).unwrap();
    }
    let staged = writer.finish().unwrap();
    second.push(batch);
    store.append_with(second, &[staged]).unwrap();
    store.root().to_hex()
}

#[test]
fn the_independent_verifier_accepts_what_we_write() {
    let folder = tempfile::tempdir().unwrap();
    let root = build(folder.path(), 12);
    let Some(output) = python(folder.path()) else {
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}{errors}");
    assert!(
        text.starts_with(&format!("ok, 13 entries, root {root}")),
        "{text}"
    );
}

#[test]
fn the_independent_verifier_names_what_we_name() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 6);
    for (path, at) in [
        ("checkpoint", 3),
        ("log.vkey", 60),
        ("tile/0/000.p/7", 70),
        ("tile/0/000.p/3", 70),
        ("tile/entries/000.p/7", 20),
        ("tile/entries/000.p/7", 1400),
        ("tile/entries/000.p/3", 700),
        ("payloads/000", 40),
        ("payloads/000", 700),
        ("rows/006", 300),
        ("rows/006", 2000),
    ] {
        let place = folder.path().join(path);
        let good = fs::read(&place).unwrap();
        let mut wrong = good.clone();
        wrong[at] ^= 2;
        fs::write(&place, &wrong).unwrap();
        let problems = verify_all(&Folder::new(folder.path())).problems;
        assert!(!problems.is_empty(), "{path} {at}");
        let Some(output) = python(folder.path()) else {
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{path} {at}: {text}");
        match problems.iter().find_map(|problem| problem.entry) {
            Some(entry) => {
                assert!(
                    text.contains(&format!("entry {entry} in `{path}`")),
                    "{path} {at}: {text}"
                );
            }
            None => assert!(
                text.contains(&format!("file `{path}`")),
                "{path} {at}: {text}"
            ),
        }
        fs::write(&place, &good).unwrap();
    }
    fs::write(folder.path().join("stray"), "").unwrap();
    let Some(output) = python(folder.path()) else {
        return;
    };
    assert!(String::from_utf8_lossy(&output.stdout).contains("file `stray`"));
}

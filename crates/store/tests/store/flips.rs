//! No flipped bit of any file goes unseen, and it is named where it lies.

use crate::record::{ORIGIN, entries, signer, verify_all};
use crate::simulated::{Crash, Simulated};
use servanda_store::{LOCK, NewEntry, Store};
use servanda_tlog::{LeafIndex, LogPath};

fn sample() -> Simulated {
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    let mut rest = entries(5).into_iter();
    for step in [2, 2, 1] {
        store.append(rest.by_ref().take(step).collect()).unwrap();
    }
    drop(store);
    disk.set(LOCK, Vec::new());
    disk
}

/// Returns the entry in which each byte of a file lies.
fn entry_map(path: &str, entries: &[NewEntry]) -> Vec<LeafIndex> {
    let length = |entry: &NewEntry| match path.parse() {
        Ok(LogPath::Entries(_)) => entry.leaf.len() + 2,
        Ok(LogPath::Tile(_)) => 0,
        Err(_) if path.starts_with("payloads/") => {
            entry.payload.as_ref().map_or(5, |p| p.len() + 1)
        }
        Err(_) => 0,
    };
    let spread = (0..)
        .zip(entries)
        .flat_map(|(index, entry)| vec![LeafIndex(index); length(entry)]);
    spread.collect()
}

#[test]
fn every_flipped_bit_is_reported_where_it_lies() {
    let base = sample();
    assert_eq!(verify_all(&base).problems, []);
    let entries = entries(5);
    let mut flips = 0;
    for (path, bytes) in base.files() {
        let map = entry_map(&path, &entries);
        for at in 0..bytes.len() {
            // Every byte, and of its bits another one each time; in small
            // files, and in every 32nd byte, all of them.
            let all = bytes.len() < 300 || at % 32 == 0;
            let bits = if all { 0..8 } else { at % 8..at % 8 + 1 };
            for bit in bits {
                let disk = base.after(Crash::Process);
                let mut wrong = bytes.clone();
                wrong[at] ^= 1 << bit;
                disk.set(&path, wrong);
                let problems = verify_all(&disk).problems;
                let context = format!("{path}, byte {at}, bit {bit}: {problems:?}");
                assert!(
                    problems.iter().any(|problem| problem.file == path),
                    "{context}"
                );
                let entry = map.get(at).copied();
                let named = problems.iter().filter(|problem| problem.entry.is_some());
                let named: Vec<_> = named.map(|problem| problem.entry).collect();
                assert_eq!(
                    named,
                    entry.into_iter().map(Some).collect::<Vec<_>>(),
                    "{context}"
                );
                flips += 1;
            }
        }
    }
    assert!(flips > 8_000, "{flips}");
}

#[test]
fn a_missing_file_is_reported() {
    let base = sample();
    for path in base.files().into_keys().filter(|path| path != LOCK) {
        // Narrower partial files may be dropped; those of the checkpoint may not.
        let dropped = path.contains(".p/") && !path.ends_with("/5");
        let disk = Simulated::default();
        base.files()
            .into_iter()
            .filter(|(p, _)| *p != path)
            .for_each(|(p, b)| disk.set(&p, b));
        let reported = verify_all(&disk)
            .problems
            .iter()
            .any(|problem| problem.file == path);
        assert_eq!(reported, !dropped, "{path}");
    }
}

#[test]
fn a_file_too_many_is_reported() {
    for path in [
        "notes.txt",
        "tile/0/000.p/6",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/entries/000",
        "payloads/001",
        "payloads/000.tmp",
        "checkpoint.tmp",
        "journal",
        "tile/0/000.p/5/x",
    ] {
        let disk = sample();
        disk.set(path, b"x".to_vec());
        let problems = verify_all(&disk).problems;
        assert!(
            problems.iter().any(|problem| problem.file == path),
            "{path}: {problems:?}"
        );
    }
    let disk = sample();
    disk.set(LOCK, b"x".to_vec());
    assert_eq!(verify_all(&disk).problems.len(), 1);
}

#[test]
fn a_swap_of_two_payloads_or_entries_names_both() {
    let disk = sample();
    let bytes = disk.files().remove("payloads/000").unwrap();
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines.swap(1, 2);
    disk.set("payloads/000", lines.concat());
    let problems = verify_all(&disk).problems;
    let named: Vec<_> = problems
        .iter()
        .filter_map(|problem| problem.entry)
        .collect();
    assert_eq!(named, [LeafIndex(1), LeafIndex(2)]);
}

#[test]
fn a_rolled_back_record_is_seen_only_by_who_kept_a_checkpoint() {
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    store.append(entries(3)).unwrap();
    let older = disk.after(Crash::Process);
    store.append(entries(5).split_off(3)).unwrap();
    let kept = store.size();

    assert_eq!(
        verify_all(&older).problems,
        [],
        "the folder alone agrees with itself"
    );
    let (rolled_back, _) = Store::open(older, signer(), ORIGIN).unwrap();
    assert!(rolled_back.prove_consistency(kept).is_err());
}

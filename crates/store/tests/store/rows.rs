//! Batches: rows that lie beside the record come and go with their entry.

use crate::record::{ORIGIN, batch, entries, log_key, rows, signer, verify_all};
use crate::simulated::{Crash, Fault, Simulated};
use servanda_store::{Error, NewEntry, Store, read_all, read_rows};
use servanda_tlog::LeafIndex;

/// Appends an entry and a batch of 40 rows, at the end of a record of three.
fn append(store: &mut Store<Simulated>) -> Result<(), Error> {
    let base = store.size().0;
    let (entry, lines) = batch(base + 1, 40);
    let mut writer = store.stage_rows(LeafIndex(base + 1))?;
    for line in &lines {
        writer.push(line.as_bytes())?;
    }
    let staged = writer.finish()?;
    let before = entries(base + 1).pop();
    let new: Vec<NewEntry> = before.into_iter().chain([entry]).collect();
    store.append_with(new, &[staged]).map(drop)
}

fn base() -> Simulated {
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    store.append(entries(3)).unwrap();
    disk
}

fn open(disk: &Simulated) -> Store<Simulated> {
    Store::open(disk.clone(), signer(), ORIGIN).unwrap().0
}

fn size(disk: &Simulated) -> u64 {
    read_all(disk, &log_key()).unwrap().0.size.0
}

#[test]
fn rows_are_read_as_they_were_staged() {
    let disk = base();
    append(&mut open(&disk)).unwrap();
    let lines: Vec<String> = read_rows(&disk, LeafIndex(4))
        .unwrap()
        .unwrap()
        .map(|line| String::from_utf8(line.unwrap()).unwrap())
        .collect();
    assert_eq!(lines, rows(40));
    assert!(read_rows(&disk, LeafIndex(3)).unwrap().is_none());
    assert_eq!(verify_all(&disk).problems, []);
}

#[test]
fn after_any_fault_the_rows_are_there_with_their_entry_or_not_at_all() {
    let disk = base();
    let start = disk.operations();
    append(&mut open(&disk)).unwrap();
    let operations = disk.operations() - start;
    for fault in [Fault::Nothing, Fault::Short, Fault::Whole] {
        for crash in [Crash::Process, Crash::Power, Crash::Some] {
            for operation in 0..operations {
                let context = format!("operation {operation}, {fault:?}, {crash:?}");
                let disk = base();
                let mut store = open(&disk);
                disk.fail_at(operation, fault);
                let _ = append(&mut store);
                drop(store);
                let disk = disk.after(crash);
                drop(open(&disk));
                let grown = size(&disk) == 5;
                assert!(grown || size(&disk) == 3, "{context}");
                let there = disk.files().keys().any(|path| path.starts_with("rows/"));
                assert_eq!(there, grown, "{context}");
                assert_eq!(verify_all(&disk).problems, [], "{context}");
                if !grown {
                    append(&mut open(&disk)).unwrap();
                    assert_eq!(verify_all(&disk).problems, [], "{context}");
                }
            }
        }
    }
}

#[test]
fn rows_that_are_not_appended_after_all_leave_nothing_behind() {
    let disk = base();
    let store = open(&disk);
    let mut writer = store.stage_rows(LeafIndex(3)).unwrap();
    writer.push(b"{}").unwrap();
    let staged = writer.finish().unwrap();
    store.discard(vec![staged]).unwrap();
    assert_eq!(verify_all(&disk).problems, []);
}

#[test]
fn what_is_no_row_and_rows_without_an_entry_are_refused() {
    let disk = base();
    let mut store = open(&disk);
    assert!(matches!(
        store.stage_rows(LeafIndex(2)),
        Err(Error::Refused { .. })
    ));
    let mut writer = store.stage_rows(LeafIndex(3)).unwrap();
    let long = vec![b'x'; servanda_store::ROW_LINE_BYTES_MAX];
    for wrong in [&b""[..], b"a\nb", &long] {
        assert!(matches!(writer.push(wrong), Err(Error::Refused { .. })));
    }
    let staged = writer.finish().unwrap();
    let refused = store.append_with(Vec::new(), &[staged]);
    assert!(matches!(refused, Err(Error::Refused { .. })));
}

#[test]
fn every_flipped_bit_of_a_row_is_found_in_its_file() {
    let sound = base();
    append(&mut open(&sound)).unwrap();
    let good = sound.files().remove("rows/004").unwrap();
    for at in (0..good.len()).step_by(37) {
        let disk = sound.after(Crash::Process);
        let mut wrong = good.clone();
        wrong[at] ^= 1;
        disk.set("rows/004", wrong);
        let problems = verify_all(&disk).problems;
        let found = problems.iter().map(|one| (one.file.as_str(), one.entry));
        let due = vec![("rows/004", Some(LeafIndex(4)))];
        assert_eq!(found.collect::<Vec<_>>(), due, "byte {at}");
    }
    for (path, bytes) in [("rows/003", good.clone()), ("rows/005", good.clone())] {
        let disk = sound.after(Crash::Process);
        disk.set(path, bytes);
        let problems = verify_all(&disk).problems;
        assert!(problems.iter().all(|one| one.file == path), "{problems:?}");
        assert_eq!(problems.len(), 1, "{path}");
    }
    let disk = sound.after(Crash::Process);
    disk.set("rows/004", good[..good.len() - 1].to_vec());
    assert_eq!(verify_all(&disk).problems.len(), 1, "a cut line");
}

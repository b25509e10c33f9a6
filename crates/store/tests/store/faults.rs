//! After any fault and any crash, a record is what it was or what it became.

use crate::record::{ORIGIN, entries, log_key, signer, verify_all};
use crate::simulated::{Crash, Fault, Simulated};
use servanda_store::{Error, NewEntry, Store, read_all};

const FAULTS: [Fault; 3] = [Fault::Nothing, Fault::Short, Fault::Whole];
const CRASHES: [Crash; 3] = [Crash::Process, Crash::Power, Crash::Some];

fn open(disk: &Simulated) -> Result<Store<Simulated>, Error> {
    Store::open(disk.clone(), signer(), ORIGIN).map(|(store, _)| store)
}

fn stored(disk: &Simulated) -> Vec<NewEntry> {
    let (_, entries) = read_all(disk, &log_key()).unwrap();
    entries
        .into_iter()
        .map(|entry| NewEntry {
            leaf: entry.leaf,
            payload: entry.payload,
        })
        .collect()
}

/// Fails every operation of adding `added` entries to `before`, in every way;
/// after every `verify_each`-th, all signatures are checked as well.
fn every_fault(before: &[NewEntry], added: &[NewEntry], verify_each: usize) {
    let whole = [before, added].concat();
    let base = Simulated::default();
    Store::create(base.clone(), signer(), ORIGIN)
        .unwrap()
        .append(before.to_vec())
        .unwrap();

    let disk = base.after(Crash::Power);
    let mut store = open(&disk).unwrap();
    let start = disk.operations();
    store.append(added.to_vec()).unwrap();
    let operations = disk.operations() - start;
    assert!(operations > 20, "{operations}");

    for (fault, crash) in FAULTS
        .iter()
        .flat_map(|fault| CRASHES.map(|crash| (*fault, crash)))
    {
        for operation in 0..operations {
            let context = format!("operation {operation}, {fault:?}, {crash:?}");
            let disk = base.after(Crash::Power);
            let mut store = open(&disk).unwrap();
            disk.fail_at(operation, fault);
            assert!(
                matches!(store.append(added.to_vec()), Err(Error::Disk { .. })),
                "{context}"
            );
            assert!(
                matches!(store.append(added.to_vec()), Err(Error::Stopped)),
                "{context}"
            );
            drop(store);

            let disk = disk.after(crash);
            let seen = stored(&disk);
            assert!(
                seen == before || seen == whole,
                "a reader sees {}: {context}",
                seen.len()
            );
            let store = open(&disk).unwrap_or_else(|error| panic!("{context}: {error}"));
            drop(store);
            let seen = stored(&disk);
            assert!(seen == before || seen == whole, "{}: {context}", seen.len());
            if operation % verify_each == 0 {
                assert_eq!(verify_all(&disk).problems, [], "{context}");
            }

            // The record still grows, and to the same bytes as without a fault.
            let rest = if seen == before { added } else { &[] };
            open(&disk).unwrap().append(rest.to_vec()).unwrap();
            assert_eq!(stored(&disk), whole, "{context}");
        }
    }
}

#[test]
fn no_fault_leaves_half_an_append() {
    let entries = entries(7);
    every_fault(&entries[..4], &entries[4..], 1);
}

#[test]
fn no_fault_leaves_half_an_append_that_fills_a_tile() {
    let entries = entries(258);
    every_fault(&entries[..254], &entries[254..], 11);
}

#[test]
fn a_fault_in_a_fault_s_repair_does_no_harm() {
    let entries = entries(6);
    let base = Simulated::default();
    Store::create(base.clone(), signer(), ORIGIN)
        .unwrap()
        .append(entries[..3].to_vec())
        .unwrap();
    // The fifth operation is the first after the journal stands.
    let mut store = open(&base).unwrap();
    base.fail_at(5, Fault::Short);
    assert!(store.append(entries[3..].to_vec()).is_err());
    drop(store);
    for fault in FAULTS {
        for operation in 0..40 {
            let disk = base.after(Crash::Power);
            disk.fail_at(operation, fault);
            // Past the last operation of the repair there is no fault.
            let _ = open(&disk);
            let disk = disk.after(Crash::Some);
            drop(open(&disk).unwrap());
            assert_eq!(stored(&disk), entries, "operation {operation}, {fault:?}");
            assert_eq!(verify_all(&disk).problems, []);
        }
    }
}

#[test]
fn what_was_acknowledged_survives_any_crash() {
    let entries = entries(5);
    for crash in CRASHES {
        let disk = Simulated::default();
        let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
        for (number, entry) in entries.iter().enumerate() {
            store.append(vec![entry.clone()]).unwrap();
            let disk = disk.after(crash);
            drop(open(&disk).unwrap());
            assert_eq!(stored(&disk), entries[..=number], "{crash:?}");
        }
    }
}

#[test]
fn a_start_that_is_cut_off_can_be_repeated() {
    for fault in FAULTS {
        for crash in CRASHES {
            for operation in 0..8 {
                let disk = Simulated::default();
                disk.fail_at(operation, fault);
                assert!(Store::create(disk.clone(), signer(), ORIGIN).is_err());
                let disk = disk.after(crash);
                let (mut store, _) = Store::open_or_create(disk.clone(), signer(), ORIGIN).unwrap();
                store.append(entries(1)).unwrap();
                assert_eq!(verify_all(&disk).problems, []);
            }
        }
    }
}

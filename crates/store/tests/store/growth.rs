//! How records grow, and what is refused.

use crate::record::{ORIGIN, entries, log_key, signer, verify_all};
use crate::simulated::Simulated;
use servanda_statement::example_bytes;
use servanda_store::{Error, Folder, NewEntry, Store, payload_path, read_all};
use servanda_tlog::{LeafIndex, NoteSigner, TreeSize, leaf_hash, proof};

fn grown(steps: &[usize]) -> Simulated {
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    let mut rest = entries(steps.iter().sum::<usize>() as u64);
    for step in steps {
        let tail = rest.split_off(*step);
        store.append(rest).unwrap();
        rest = tail;
    }
    disk
}

#[test]
fn the_root_does_not_depend_on_how_entries_were_grouped() {
    let once = grown(&[600]);
    let often = grown(&[1, 1, 253, 1, 1, 255, 0, 88]);
    let checkpoint = |disk: &Simulated| disk.files().remove("checkpoint");
    assert_eq!(checkpoint(&once), checkpoint(&often));
    for disk in [once, often] {
        assert_eq!(verify_all(&disk).problems, []);
        let paths: Vec<String> = disk.files().into_keys().collect();
        for path in [
            "tile/0/001",
            "tile/1/000.p/2",
            "tile/entries/002.p/88",
            "payloads/002",
        ] {
            assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
        }
        let stale = |path: &String| path.starts_with("tile/0/000.p") || path.contains("/001.p");
        assert!(!paths.iter().any(stale), "{paths:?}");
    }
}

#[test]
fn every_entry_proves_inclusion_and_every_size_consistency() {
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    let mut roots = vec![store.root()];
    for entry in entries(12) {
        roots.push(store.append(vec![entry]).unwrap().root);
    }
    let (size, root) = (store.size(), store.root());
    let (_, stored) = read_all(&disk, &log_key()).unwrap();
    for entry in stored {
        let steps = store.prove_inclusion(entry.index).unwrap();
        let leaf = leaf_hash(&entry.leaf);
        proof::verify_inclusion(&steps, size, root, entry.index, leaf).unwrap();
    }
    for (old, old_root) in (0..).map(TreeSize).zip(roots) {
        let steps = store.prove_consistency(old).unwrap();
        proof::verify_consistency(&steps, old, old_root, size, root).unwrap();
    }
    assert!(store.prove_inclusion(LeafIndex(12)).is_err());
}

#[test]
fn a_real_folder_holds_a_record_for_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Folder::new(folder.path().join("a/record"));
    let mut store = Store::create(disk.clone(), signer(), ORIGIN).unwrap();
    store.append(entries(3)).unwrap();
    assert!(matches!(
        Store::open(disk.clone(), signer(), ORIGIN),
        Err(Error::Locked)
    ));
    drop(store);
    let (mut store, recovery) = Store::open(disk.clone(), signer(), ORIGIN).unwrap();
    assert_eq!(recovery, servanda_store::Recovery::default());
    store.append(entries(300).split_off(3)).unwrap();
    assert_eq!(verify_all(&disk).problems, []);
    let (checkpoint, stored) = read_all(&disk, &log_key()).unwrap();
    assert_eq!((checkpoint.size, stored.len()), (TreeSize(300), 300));
    assert_eq!(checkpoint.root, store.root());
}

#[test]
fn payloads_can_be_sealed_and_opened_without_touching_the_tree() {
    let disk = grown(&[7]);
    let before = disk.files();
    let (mut store, _) = Store::open(disk.clone(), signer(), ORIGIN).unwrap();
    let original = entries(7).swap_remove(2).payload;
    store.set_payload(LeafIndex(2), None).unwrap();
    assert_eq!(read_all(&disk, &log_key()).unwrap().1[2].payload, None);
    assert_eq!(verify_all(&disk).problems, []);
    let changed: Vec<String> = disk
        .files()
        .into_iter()
        .filter(|(p, b)| before[p] != *b)
        .map(|(p, _)| p)
        .collect();
    assert_eq!(changed, [payload_path(0)]);
    store.set_payload(LeafIndex(2), original).unwrap();
    assert_eq!(disk.files(), before);
    assert!(matches!(
        store.set_payload(LeafIndex(7), None),
        Err(Error::Refused { .. })
    ));
    assert!(
        store.append(Vec::new()).is_ok(),
        "a refusal does not stop the store"
    );
}

#[test]
fn what_cannot_be_stored_is_refused_before_anything_changes() {
    let disk = grown(&[1]);
    let before = disk.files();
    let (mut store, _) = Store::open(disk.clone(), signer(), ORIGIN).unwrap();
    for (leaf, payload) in [
        (vec![0; 65_536], None),
        (vec![0], Some(b"a\nb".to_vec())),
        (vec![0], Some(b"null".to_vec())),
        (vec![0], Some(Vec::new())),
        (vec![0], Some(vec![b'x'; (1 << 20) + 1])),
    ] {
        let good = entries(1).swap_remove(0);
        let refused = store.append(vec![good, NewEntry { leaf, payload }]);
        assert!(matches!(refused, Err(Error::Refused { position: 1, .. })));
    }
    assert_eq!(disk.files(), before);
}

#[test]
fn another_key_another_origin_and_another_folder_are_refused() {
    let disk = grown(&[1]);
    let other = NoteSigner::new(ORIGIN, &example_bytes("other", "log", 0)).unwrap();
    let opened = Store::open(disk.clone(), other, ORIGIN);
    assert!(matches!(opened, Err(Error::Other { what: "key", .. })));
    let opened = Store::open(disk.clone(), signer(), "servanda.example/test/2");
    assert!(matches!(opened, Err(Error::Other { what: "origin", .. })));
    assert!(matches!(
        Store::create(disk, signer(), ORIGIN),
        Err(Error::NotEmpty { .. })
    ));
    let empty = Simulated::default();
    assert!(matches!(
        Store::open(empty, signer(), ORIGIN),
        Err(Error::Absent)
    ));
}

#[test]
fn a_store_whose_checkpoint_was_changed_by_another_stops() {
    let disk = grown(&[2]);
    let (mut store, _) = Store::open(disk.clone(), signer(), ORIGIN).unwrap();
    disk.set(
        "checkpoint",
        grown(&[1]).files().remove("checkpoint").unwrap(),
    );
    assert!(matches!(
        store.append(entries(1)),
        Err(Error::Damaged { .. })
    ));
    assert!(matches!(store.append(entries(1)), Err(Error::Stopped)));
}

#[test]
fn damage_in_the_tail_keeps_a_record_from_being_opened() {
    let base = grown(&[5]);
    for (path, bytes) in base.files() {
        let disk = grown(&[5]);
        let mut wrong = bytes.clone();
        let last = wrong.len() - 2;
        wrong[last] ^= 1;
        disk.set(&path, wrong);
        let opened = Store::open(disk, signer(), ORIGIN);
        // A payload is checked against its leaf by whoever knows leaves.
        assert_eq!(opened.is_err(), !path.starts_with("payloads/"), "{path}");
    }
}

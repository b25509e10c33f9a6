//! The log behind a site: an entry's leaf, and the proof that it is in the tree
//! under the signed root.
//!
//! What lives here: reading single leaves and tiles of one checkpoint. What does
//! not: checking them; the reader does that, with the bytes shown.

use servanda_model::plan::Plan;
use servanda_store::{CHECKPOINT, Disk as _};
use servanda_tlog::{EntriesPath, Hash, LeafIndex, TilePath, TreeSize, bundle, leaf_hash, proof};

use crate::error::Error;
use crate::folder::Folder;
use crate::{example, record_folder};

/// How many entries a bundle holds.
const BUNDLE: u64 = 256;

/// The log at one checkpoint.
#[derive(Debug)]
pub struct Log {
    disk: servanda_store::Folder,
    size: TreeSize,
    /// The signed checkpoint as it is published; empty without a record.
    pub checkpoint: String,
    /// The key that signs checkpoints, as others' tools take it.
    pub key: String,
}

/// What a reader needs to check that an entry is in the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Inclusion {
    /// The entry's place.
    pub index: u64,
    /// How many entries the tree has.
    pub size: u64,
    /// The bytes of the leaf, lowercase hex.
    pub leaf: String,
    /// SHA-256 of a zero byte and the leaf, lowercase hex.
    pub leaf_hash: String,
    /// The sibling hashes from the leaf up, lowercase hex.
    pub path: Vec<String>,
}

impl Log {
    /// Opens the log of a folder whose record was read.
    ///
    /// # Errors
    /// `File`, `Record`, as reading the record.
    pub(super) fn open(folder: &Folder, plan: &Plan, size: u64) -> Result<Self, Error> {
        let (path, key) = if folder.settings.example {
            let key = example::log_signer(folder)?.verifier().to_text();
            (example::record(folder, plan)?, key)
        } else {
            let key = record_folder::verifier(folder)?;
            let key = key.map(|key| key.to_text()).unwrap_or_default();
            (folder.record(), key)
        };
        let disk = servanda_store::Folder::new(path);
        let checkpoint = disk.read(CHECKPOINT).ok().flatten().unwrap_or_default();
        Ok(Self {
            disk,
            size: TreeSize(size),
            checkpoint: String::from_utf8_lossy(&checkpoint).into_owned(),
            key,
        })
    }

    /// Returns the proof for an entry.
    ///
    /// # Shape
    /// `None` for an index past the end, and where the record has grown over
    /// the checkpoint shown meanwhile.
    pub(super) fn inclusion(&self, index: u64) -> Option<Inclusion> {
        let leaf = self.leaf(index)?;
        let mut tile = |path: TilePath| {
            let bytes = self.disk.read(&path.to_string()).ok().flatten();
            let missing = servanda_tlog::Error::OutOfTree {
                what: "tile",
                value: index,
                size: self.size.0,
            };
            bytes.ok_or(missing)
        };
        let path = proof::inclusion(self.size, LeafIndex(index), &mut tile).ok()?;
        Some(Inclusion {
            index,
            size: self.size.0,
            leaf_hash: leaf_hash(&leaf).to_hex(),
            leaf: leaf.iter().map(|byte| format!("{byte:02x}")).collect(),
            path: path.into_iter().map(Hash::to_hex).collect(),
        })
    }

    fn leaf(&self, index: u64) -> Option<Vec<u8>> {
        let bundle_index = index / BUNDLE;
        let path = EntriesPath::all(self.size)
            .into_iter()
            .find(|path| path.index == bundle_index)?;
        let bytes = self.disk.read(&path.to_string()).ok().flatten()?;
        let leaves = bundle::decode(&bytes, path.width).ok()?;
        leaves
            .into_iter()
            .nth(usize::try_from(index % BUNDLE).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use servanda_tlog::proof::verify_inclusion;

    #[test]
    fn every_entry_shown_is_in_the_log_shown() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/riverside");
        let folder = Folder::read(path.as_ref()).unwrap();
        let opened = crate::Opened::open(folder).unwrap();
        let log = Log::open(&opened.folder, &opened.plan, opened.head.size).unwrap();
        let root = Hash::from_hex(&opened.head.root).unwrap();
        for index in 0..opened.head.size {
            let shown = log.inclusion(index).unwrap();
            let path: Vec<Hash> = shown
                .path
                .iter()
                .map(|hash| Hash::from_hex(hash).unwrap())
                .collect();
            let leaf = Hash::from_hex(&shown.leaf_hash).unwrap();
            let size = TreeSize(shown.size);
            verify_inclusion(&path, size, root, LeafIndex(index), leaf).unwrap();
        }
        assert!(log.inclusion(opened.head.size).is_none());
        assert!(log.checkpoint.starts_with("servanda.example/"));
    }
}

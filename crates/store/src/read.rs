//! Reading a record.
//!
//! What lives here: the checkpoint, and all entries under it with their
//! payloads. Nothing here writes or takes a lock: files are replaced whole, so
//! a reader beside a writer sees the record of the checkpoint it read.
//!
//! Invariants: what is returned hashes to the root that the log signed.

use crate::layout::{CHECKPOINT, parse_payload_lines, payload_path};
use crate::{Disk, Error};
use servanda_tlog::path::TILE_WIDTH;
use servanda_tlog::{
    Checkpoint, EntriesPath, Frontier, LeafIndex, NoteVerifier, TilePath, bundle, leaf_hash,
};

/// Is one entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Position in the record.
    pub index: LeafIndex,
    /// Bytes of the leaf.
    pub leaf: Vec<u8>,
    /// Bytes of the payload; `None` if it is sealed or withdrawn.
    pub payload: Option<Vec<u8>>,
}

/// Reads the checkpoint and checks that `log` signed it.
///
/// # Errors
/// `Absent`, `Disk`, `Log`.
pub fn read_checkpoint<D: Disk>(disk: &D, log: &NoteVerifier) -> Result<Checkpoint, Error> {
    let bytes = load(disk, CHECKPOINT)?.ok_or(Error::Absent)?;
    Ok(Checkpoint::open(&bytes, log, &[])?)
}

/// Reads the checkpoint and all entries under it.
///
/// # Shape
/// In the order of their indices, without gaps.
/// # Errors
/// `Absent`, `Disk`, `Log`, and `Damaged` if the entries do not hash to the
/// root that was signed. Payloads are not checked against the leaves here.
pub fn read_all<D: Disk>(
    disk: &D,
    log: &NoteVerifier,
) -> Result<(Checkpoint, Vec<StoredEntry>), Error> {
    let checkpoint = read_checkpoint(disk, log)?;
    let mut entries = Vec::new();
    let mut frontier = Frontier::new();
    for path in EntriesPath::all(checkpoint.size) {
        let leaves = read_bundle(disk, path)?;
        let payloads = read_payloads(disk, path)?;
        for (leaf, payload) in leaves.into_iter().zip(payloads) {
            let index = LeafIndex(frontier.size().0);
            frontier.push(leaf_hash(&leaf));
            entries.push(StoredEntry {
                index,
                leaf,
                payload,
            });
        }
    }
    if frontier.size() != checkpoint.size || frontier.root() != checkpoint.root {
        return Err(Error::damaged(
            "tile/entries",
            "the entries do not hash to the signed root",
        ));
    }
    Ok((checkpoint, entries))
}

/// Reads the entries of a bundle; a partial one may have given way to the full.
pub(crate) fn read_bundle<D: Disk>(disk: &D, path: EntriesPath) -> Result<Vec<Vec<u8>>, Error> {
    let full = EntriesPath {
        width: TILE_WIDTH,
        ..path
    };
    for candidate in [path, full] {
        if let Some(bytes) = load(disk, &candidate.to_string())? {
            let mut entries = bundle::decode(&bytes, candidate.width)
                .map_err(|error| Error::damaged(candidate.to_string(), error.to_string()))?;
            entries.truncate(usize::from(path.width));
            return Ok(entries);
        }
    }
    Err(Error::damaged(path.to_string(), "the file is missing"))
}

/// Reads the payloads of a bundle; lines past its width are not looked at.
pub(crate) fn read_payloads<D: Disk>(
    disk: &D,
    path: EntriesPath,
) -> Result<Vec<Option<Vec<u8>>>, Error> {
    let name = payload_path(path.index);
    let bytes = load(disk, &name)?.ok_or_else(|| Error::damaged(&name, "the file is missing"))?;
    let (mut payloads, ended) = parse_payload_lines(&bytes);
    if !ended || payloads.len() < usize::from(path.width) {
        return Err(Error::damaged(
            &name,
            "it does not hold one line for each entry",
        ));
    }
    payloads.truncate(usize::from(path.width));
    Ok(payloads)
}

/// Reads a tile.
pub(crate) fn read_tile<D: Disk>(disk: &D, path: TilePath) -> Result<Vec<u8>, Error> {
    load(disk, &path.to_string())?
        .ok_or_else(|| Error::damaged(path.to_string(), "the file is missing"))
}

/// Reads a file.
pub(crate) fn load<D: Disk>(disk: &D, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let failed = |source| Error::Disk {
        what: "read",
        path: path.to_owned(),
        source,
    };
    disk.read(path).map_err(failed)
}

//! The journal: entries between acknowledgement and checkpoint.
//!
//! What lives here: its codec. It is written whole before anything else changes
//! and removed after the checkpoint, so whoever finds one finishes its work.
//!
//! Source: `docs/format.md`, "Journal".

use crate::NewEntry;
use servanda_tlog::{Hash, TreeSize, leaf_hash};

const MAGIC: &[u8] = b"servanda-journal 1\n";

/// Is one append that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Journal {
    /// Size of the tree it starts from.
    pub(crate) base: TreeSize,
    /// Root of that tree.
    pub(crate) root: Hash,
    /// Entries to add.
    pub(crate) entries: Vec<NewEntry>,
}

impl Journal {
    /// Writes the journal.
    ///
    /// # Shape
    /// A payload's length counts one more than its bytes; zero says that there
    /// is no payload.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.base.0.to_be_bytes());
        bytes.extend(self.root.0);
        bytes.extend((self.entries.len() as u64).to_be_bytes());
        for entry in &self.entries {
            bytes.extend((entry.leaf.len() as u64).to_be_bytes());
            bytes.extend_from_slice(&entry.leaf);
            let payload = entry.payload.as_deref();
            bytes.extend(
                payload
                    .map_or(0, |payload| payload.len() as u64 + 1)
                    .to_be_bytes(),
            );
            bytes.extend_from_slice(payload.unwrap_or_default());
        }
        let digest = leaf_hash(&bytes);
        bytes.extend(digest.0);
        bytes
    }

    /// Reads a journal whose digest fits; `None` for any other bytes.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (body, digest) = bytes.split_last_chunk::<32>()?;
        if leaf_hash(body).0 != *digest {
            return None;
        }
        let mut rest = body.strip_prefix(MAGIC)?;
        let base = TreeSize(number(&mut rest)?);
        let (root, mut rest) = rest.split_first_chunk()?;
        let count = number(&mut rest)?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let length = number(&mut rest)?;
            let leaf = take(&mut rest, length)?;
            let payload = match number(&mut rest)?.checked_sub(1) {
                Some(length) => Some(take(&mut rest, length)?),
                None => None,
            };
            entries.push(NewEntry { leaf, payload });
        }
        rest.is_empty().then_some(Self {
            base,
            root: Hash(*root),
            entries,
        })
    }
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(u64::from_be_bytes(*number))
}

fn take(rest: &mut &[u8], length: u64) -> Option<Vec<u8>> {
    let (bytes, tail) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = tail;
    Some(bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_as_written_and_no_flipped_bit_is_missed() {
        let journal = Journal {
            base: TreeSize(7),
            root: leaf_hash(b"root"),
            entries: vec![
                NewEntry {
                    leaf: b"one".to_vec(),
                    payload: Some(b"{}".to_vec()),
                },
                NewEntry {
                    leaf: Vec::new(),
                    payload: None,
                },
            ],
        };
        let bytes = journal.encode();
        assert_eq!(Journal::decode(&bytes), Some(journal));
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 4;
            assert_eq!(Journal::decode(&wrong), None, "byte {at}");
            assert_eq!(Journal::decode(&bytes[..at]), None, "length {at}");
        }
    }
}

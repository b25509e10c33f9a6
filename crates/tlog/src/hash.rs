//! Hashes of the RFC 6962 tree, and the two numbers that must not be mixed up.
//!
//! What lives here: [`struct@Hash`], [`LeafIndex`], [`TreeSize`], leaf and node
//! hashing, and the root over a run of equal-height nodes. Storage of nodes
//! and proofs are elsewhere.
//!
//! Source: RFC 6962 section 2.1.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Names the number of bytes in a hash.
pub const HASH_BYTES: usize = 32;

/// Is one SHA-256 value of the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

/// Is the position of a leaf in the log.
///
/// # Shape
/// Counts from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafIndex(pub u64);

/// Is the number of leaves in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeSize(pub u64);

impl fmt::Display for LeafIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TreeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// Writes the hash in lower-case hexadecimal.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl Hash {
    /// Is the root of the tree without leaves: SHA-256 of nothing.
    pub fn empty_root() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// Returns the hash as 64 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        use fmt::Write as _;
        self.0
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    /// Returns the hash in standard base64 with padding, as checkpoints write it.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads a hash from standard base64 with padding.
    ///
    /// # Errors
    /// `HashText` unless the text is exactly what [`Hash::to_base64`] writes.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let refuse = || Error::HashText {
            text: text.to_owned(),
        };
        let bytes = STANDARD.decode(text).map_err(|_| refuse())?;
        bytes.try_into().map(Self).map_err(|_| refuse())
    }

    /// Reads a hash from 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// `HashText` for anything else, upper-case digits included.
    pub fn from_hex(text: &str) -> Result<Self, Error> {
        let refuse = || Error::HashText {
            text: text.to_owned(),
        };
        let digit = |c: u8| match c {
            b'0'..=b'9' => Some(c - b'0'),
            b'a'..=b'f' => Some(c - b'a' + 10),
            _ => None,
        };
        let mut bytes = Vec::with_capacity(HASH_BYTES);
        for pair in text.as_bytes().chunks(2) {
            let &[high, low] = pair else {
                return Err(refuse());
            };
            let (Some(high), Some(low)) = (digit(high), digit(low)) else {
                return Err(refuse());
            };
            bytes.push(high << 4 | low);
        }
        bytes.try_into().map(Self).map_err(|_| refuse())
    }
}

/// Returns the leaf hash of an entry: SHA-256 of a zero byte and the entry.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new_with_prefix([0])
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// Returns the hash of an inner node: SHA-256 of a one byte and both children.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    let hasher = Sha256::new_with_prefix([1]);
    Hash(
        hasher
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// Returns the Merkle tree hash over a run of nodes.
///
/// # Shape
/// The nodes stand side by side and have equal height, except that the last
/// may be a lower remainder; the split of RFC 6962 is the same in both cases.
/// No nodes give [`Hash::empty_root`].
pub fn root_of(nodes: &[Hash]) -> Hash {
    match nodes {
        [] => Hash::empty_root(),
        [only] => *only,
        _ => {
            let split = split_point(nodes.len() as u64);
            // The split lies strictly inside the run, so both halves exist.
            let (left, right) = nodes.split_at(usize::try_from(split).unwrap_or(1));
            node_hash(root_of(left), root_of(right))
        }
    }
}

/// Returns the largest power of two strictly below `count`, which is at least 2.
pub(crate) fn split_point(count: u64) -> u64 {
    1 << (count.max(2) - 1).ilog2()
}

#[cfg(test)]
mod tests;

//! A Merkle log over opaque bytes, as the C2SP tlog specifications say.
//!
//! What lives here: the RFC 6962 tree ([`hash`], [`frontier`], [`proof`]), the
//! tile and entry-bundle layout ([`path`], [`bundle`]), signed notes and
//! checkpoints ([`note`], [`checkpoint`]).
//!
//! What does not: agreements, statements, files, clocks, randomness. An entry
//! is a byte string and nothing more. Where the bytes lie is `store`'s matter.
//!
//! Entry point: [`Frontier`] to grow a tree, [`Checkpoint`] to name one,
//! [`proof`] to relate two.
//!
//! Invariants: nothing here panics on outside input; every text form that is
//! accepted is the one form that is written.
//!
//! Sources: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2
//! (verification of proofs); C2SP tlog-tiles, signed-note, tlog-checkpoint and
//! tlog-cosignature. Why no ready-made crate is used:
//! `docs/design/tlog-crates.md`.

pub mod bundle;
pub mod checkpoint;
pub mod frontier;
pub mod hash;
pub mod note;
pub mod path;
pub mod proof;

#[cfg(test)]
mod tests_data;

pub use checkpoint::Checkpoint;
pub use frontier::Frontier;
pub use hash::{Hash, LeafIndex, TreeSize, leaf_hash, node_hash};
pub use note::{NoteKind, NoteSigner, NoteVerifier, SignatureLine, SignedNote};
pub use path::{EntriesPath, LogPath, TilePath};

/// Names why bytes or a request do not fit the log format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A path is not one the specification writes.
    #[error("path `{path}` is not a tile or entries path in its one written form")]
    Path {
        /// The path as it was given.
        path: String,
    },
    /// An entry bundle breaks off or holds another number of entries.
    #[error("entry bundle is broken at its entry {position}: {what}")]
    Bundle {
        /// Position of the entry inside the bundle, from 0.
        position: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// A tile's byte length is not a whole number of hashes, or not its width.
    #[error("tile `{path}` holds {found} bytes where {expected} are due")]
    TileLength {
        /// Path of the tile.
        path: String,
        /// Bytes found.
        found: usize,
        /// Bytes due.
        expected: usize,
    },
    /// A leaf or size lies outside the tree.
    #[error("{what} {value} lies outside a tree of size {size}")]
    OutOfTree {
        /// What was asked for.
        what: &'static str,
        /// Its number.
        value: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A proof does not lead to the root it was checked against.
    #[error("the {kind} proof does not lead to the given root")]
    Proof {
        /// `inclusion` or `consistency`.
        kind: &'static str,
    },
    /// A hash is not written as it should be.
    #[error("hash `{text}` is not 32 bytes in the expected encoding")]
    HashText {
        /// The text as it was given.
        text: String,
    },
    /// A signed note's text or signature lines are not well formed.
    #[error("signed note is malformed: {what}")]
    Note {
        /// What is wrong.
        what: &'static str,
    },
    /// A verifier key text is not well formed.
    #[error("verifier key is malformed: {what}")]
    VerifierKey {
        /// What is wrong.
        what: &'static str,
    },
    /// A signature by a known key does not verify.
    #[error("signature by `{name}` does not fit the note's text")]
    Signature {
        /// Name of the key.
        name: String,
    },
    /// No signature line is by the wanted key.
    #[error("note carries no signature by `{name}`")]
    Unsigned {
        /// Name of the key.
        name: String,
    },
    /// A signature line is by a key nobody named.
    #[error("note carries a signature line by `{name}`, a key that was not named")]
    UnknownSigner {
        /// Name on the line.
        name: String,
    },
    /// A checkpoint's text is not well formed.
    #[error("checkpoint is malformed: {what}")]
    Checkpoint {
        /// What is wrong.
        what: &'static str,
    },
}

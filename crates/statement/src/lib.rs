//! What a log entry says: codec, signing envelope, payload tree.
//!
//! What lives here: the statement ([`statement`]), its signatures ([`signed`],
//! [`key`]), the leaf that the log stores ([`leaf`]), the payload with its tree
//! of fields ([`payload`], [`shape`], [`opening`]), the rows of a batch
//! ([`batch`]), and the checks that an
//! entry must pass by itself and in its place ([`verify`]).
//!
//! What does not: the log (`tlog`), files (`store`), what an act means for an
//! agreement. The mapping of statements and payloads to facts of the model has
//! its own module, `record`, which builds on [`VerifiedEntry`] and adds nothing
//! to the formats. Which key stands for whom is told by [`keyring`]; what opens a
//! session at a desk is in [`session`].
//!
//! Entry point: [`verify::verify_entry`] to read, [`Signed::sign`] and
//! [`Leaf::encode`] to write.
//!
//! Invariants: no clock, no randomness, no files; nothing panics on outside
//! input; the bytes that were signed are the bytes that are kept.
//!
//! Sources: `docs/format.md` has every byte; RFC 7493 (I-JSON); the DSSE
//! protocol (pre-authentication encoding); RFC 8032 (Ed25519).

pub mod batch;
pub mod digest;
mod json;
pub mod key;
pub mod keyring;
pub mod leaf;
pub mod opening;
pub mod payload;
pub mod record;
pub mod session;
pub mod shape;
pub mod signed;
pub mod statement;
pub mod verify;
pub mod written;

pub use digest::Digest;
pub use key::{Key, KeyId, PublicKey, example_bytes};
pub use keyring::{KeyAct, Keyring, Request, Trust};
pub use leaf::Leaf;
pub use opening::Opening;
pub use payload::{Payload, Secret, Value};
pub use shape::{FIELDS, FieldKind};
pub use signed::{Signature, Signed, pae};
pub use statement::{Kind, Reference, Statement};
pub use verify::{EntryVerifier, Notice, VerifiedEntry, verify_entry};

/// Says that bytes are not what the format allows, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Refusal {
    /// The place: a field, a position, a part of the leaf.
    pub place: String,
    /// What is wrong there, in plain words.
    pub what: String,
}

impl Refusal {
    /// Makes a refusal from a place and a reason.
    pub fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }
}

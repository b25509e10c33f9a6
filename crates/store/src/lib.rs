//! Where a log lies: files.
//!
//! What lives here: the files driver. [`Store`] grows a record, [`read_all`]
//! reads one, [`verify()`] checks every byte of one; [`Disk`] is the little of a
//! file system they need, so that a failing disk can stand in for it.
//!
//! What does not: what entries say. A leaf is bytes, a payload and a row
//! are lines of bytes; the caller hands [`verify()`] a [`Judge`] of them. Clocks are
//! the caller's too.
//!
//! Invariants: an append that returned is there after any crash, whole; one
//! that failed is there whole or not at all. A write error stops the store, and
//! only opening it anew goes on. No checkpoint is signed over bytes that were
//! not read back.
//!
//! Source: `docs/format.md`, "Folder" and "Journal"; C2SP tlog-tiles.

mod disk;
mod durable;
mod journal;
mod layout;
mod read;
mod rows;
mod verify;
mod write;

pub use disk::{Disk, Folder};
pub use layout::{CHECKPOINT, JOURNAL, LOCK, LOG_KEY, payload_path, rows_path};
pub use read::{StoredEntry, read_all, read_checkpoint};
pub use rows::{ROW_LINE_BYTES_MAX, Rows, RowsWriter, Staged, read_rows};
pub use verify::{Judge, Problem, Verification, verify};
pub use write::{Appended, NewEntry, Recovery, Store};

/// Names why a record could not be read or grown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system failed.
    #[error("could not {what} `{path}`")]
    Disk {
        /// What was tried.
        what: &'static str,
        /// File it was tried on.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Somebody else is writing.
    #[error("another process is writing this record; wait until it is done")]
    Locked,
    /// There is no record in the folder.
    #[error("the folder holds no record: it has no file `checkpoint`")]
    Absent,
    /// There is something in the folder already.
    #[error("the folder is not empty: it holds `{path}`; a record starts in a folder of its own")]
    NotEmpty {
        /// A file that is there.
        path: String,
    },
    /// The record belongs to another log or key.
    #[error("the record's {what} is `{found}`, not `{wanted}`")]
    Other {
        /// `origin` or `key`.
        what: &'static str,
        /// What the record says.
        found: String,
        /// What the caller said.
        wanted: String,
    },
    /// A file is missing, or its bytes do not fit the rest.
    #[error("`{path}` is damaged: {what}; verify the record and restore it from a copy")]
    Damaged {
        /// File that is damaged.
        path: String,
        /// What does not fit.
        what: String,
    },
    /// An entry offered for appending is not storable.
    #[error("entry {position} of those offered cannot be stored: {what}")]
    Refused {
        /// Its position among those offered, from 0.
        position: usize,
        /// Why.
        what: &'static str,
    },
    /// What was written is not what was read back.
    #[error("no checkpoint was signed: {what}; the record is left as it was")]
    Gate {
        /// What did not agree.
        what: String,
    },
    /// An earlier error stopped this store.
    #[error("an earlier error stopped this store; open the record anew")]
    Stopped,
    /// The log format was violated.
    #[error(transparent)]
    Log(#[from] servanda_tlog::Error),
}

impl Error {
    pub(crate) fn damaged(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.into(),
            what: what.into(),
        }
    }
}

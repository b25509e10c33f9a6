//! The entries of a record, checked one by one, with the rows of batches.
//!
//! What lives here: the walk that everything which reads a record makes. Bytes
//! are `servanda-store`'s, their checks `servanda-statement`'s, what they say as
//! facts is its `record`'s.

use servanda_statement::batch::{RowLine, RowsVerifier};
use servanda_statement::{EntryVerifier, Key, Kind, Refusal, VerifiedEntry};
use servanda_store::{Rows, StoredEntry};
use servanda_tlog::{Checkpoint, LeafIndex, NoteVerifier};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::example;
use crate::folder::Folder;

/// One thing met on the way, in the record's order.
pub(crate) enum Met<'a> {
    /// An entry.
    Entry(&'a VerifiedEntry),
    /// A row of the batch that was met last, from 0.
    Row(u64, &'a RowLine),
}

/// Says what a record is known by: its checkpoint, and which payloads were open.
pub(crate) struct Walked {
    /// The checkpoint.
    pub(crate) checkpoint: Checkpoint,
    /// SHA-256 over the open payloads, lowercase hex.
    pub(crate) openings_digest: String,
}

/// Walks a record from its first entry, and hands over each entry and row with
/// the entry's number.
///
/// # Errors
/// `Record`, `Entry`; what was handed over before was sound.
pub(crate) fn walk(
    folder: &Folder,
    disk: &servanda_store::Folder,
    log: &NoteVerifier,
    mut meet: impl FnMut(u64, Met<'_>),
) -> Result<Walked, Error> {
    let (checkpoint, stored) = servanda_store::read_all(disk, log)?;
    let mut verifier = EntryVerifier::new(&folder.settings.id, folder.settings.epoch);
    let mut openings = Openings::new();
    for entry in &stored {
        let index = entry.index.0;
        let verified = checked(folder, &mut verifier, entry)?;
        openings.entry(index, &verified);
        meet(index, Met::Entry(&verified));
        let rows = servanda_store::read_rows(disk, LeafIndex(index))?;
        each_row(index, &verified, rows, |row, line| {
            openings.row(row, line);
            meet(index, Met::Row(row, line));
        })?;
    }
    Ok(Walked {
        checkpoint,
        openings_digest: openings.digest(),
    })
}

fn checked(
    folder: &Folder,
    verifier: &mut EntryVerifier,
    entry: &StoredEntry,
) -> Result<VerifiedEntry, Error> {
    let index = entry.index.0;
    let unfit = |refusal| Error::Entry { index, refusal };
    let verified = verifier
        .check(index, &entry.leaf, entry.payload.as_deref())
        .map_err(unfit)?;
    if !folder.settings.example {
        let published = Key::example(&folder.settings.seed(), example::TRANSCRIBER).id();
        if verified.signers.contains(&published) {
            let what = "is by the published key of an example, which is refused anywhere else";
            return Err(unfit(Refusal::new("signature", what)));
        }
    }
    Ok(verified)
}

/// Checks the rows of an entry, and hands over each.
///
/// # Errors
/// `Record`, `Entry`; also for rows of what is no open batch, and for a batch
/// without rows.
pub(crate) fn each_row(
    index: u64,
    entry: &VerifiedEntry,
    rows: Option<Rows>,
    mut meet: impl FnMut(u64, &RowLine),
) -> Result<(), Error> {
    let unfit = |refusal| Error::Entry { index, refusal };
    let refused = |what: &str| Err(unfit(Refusal::new("rows", what)));
    let payload = entry
        .payload
        .as_ref()
        .filter(|_| entry.statement.kind == Kind::Batch);
    let (payload, rows) = match (payload, rows) {
        (Some(payload), Some(rows)) => (payload, rows),
        (Some(_), None) => return refused("of the batch are missing"),
        (None, Some(_)) => return refused("lie beside an entry that is no open batch"),
        (None, None) => return Ok(()),
    };
    let mut verifier = RowsVerifier::new(index, payload).map_err(unfit)?;
    for (row, line) in (0_u64..).zip(rows) {
        let line = verifier.check(&line?).map_err(unfit)?;
        meet(row, &line);
    }
    verifier.finish().map_err(unfit)
}

/// Hashes which payloads were open: for each open one its index and root, and
/// after a batch each row that is withheld, with its hash.
struct Openings(Sha256);

impl Openings {
    fn new() -> Self {
        Self(Sha256::new_with_prefix("servanda.openings.v1"))
    }

    fn entry(&mut self, index: u64, entry: &VerifiedEntry) {
        if entry.payload.is_some() {
            self.0.update(index.to_be_bytes());
            self.0.update(entry.statement.payload.0);
        }
    }

    fn row(&mut self, row: u64, line: &RowLine) {
        if let RowLine::Withheld(hash) = line {
            self.0.update(row.to_be_bytes());
            self.0.update(hash.0);
        }
    }

    fn digest(self) -> String {
        crate::key_file::to_hex(&self.0.finalize())
    }
}

/// Returns the digest of openings of a record without entries.
pub(crate) fn no_openings() -> String {
    Openings::new().digest()
}

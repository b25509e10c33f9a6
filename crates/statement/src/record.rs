//! Checked entries as facts of the model.
//!
//! What lives here: the mapping of statements and payloads to
//! [`servanda_model::record`]. What does not: any check of bytes (`verify`), of
//! keys (`keyring`) or of power (`assess`). An entry that is void because of its
//! key is kept as [`servanda_model::record::Act::Other`] with the reason. Entry point: [`RecordReader`], which takes entries one
//! by one; a payload that cannot be read as its kind asks becomes
//! [`servanda_model::record::Act::Other`] with the reason, since an entry is never dropped.
//!
//! The first entry of a log may say `backfill` (a key entry whose `act` is
//! that word and whose `figure` is a number of entries): then these leading
//! entries are dated by their publication.
//!
//! Source: `docs/format.md`, "What the fields mean".

mod act;

use servanda_model::record::{Act, Entry, LeafIndex, Record, Source};
use servanda_model::time::Instant;

use crate::keyring::Keyring;
use crate::payload::Payload;
use crate::statement::Kind;
use crate::verify::VerifiedEntry;
use crate::written;

/// The word by which a log's first entry declares a backfill.
pub const BACKFILL: &str = "backfill";

/// Turns checked entries into a record, in log order.
#[derive(Clone, Debug, Default)]
pub struct RecordReader {
    keyring: Keyring,
    record: Record,
}

impl RecordReader {
    /// Starts before the first entry, without an agreement to hold keys
    /// against.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts before the first entry, with the keyring that tells signers.
    pub fn with(keyring: Keyring) -> Self {
        Self {
            keyring,
            record: Record::default(),
        }
    }

    /// Takes the next entry.
    pub fn push(&mut self, entry: &VerifiedEntry) {
        let index = LeafIndex(u64::try_from(self.record.entries.len()).unwrap_or(u64::MAX));
        if index == LeafIndex(0) && entry.statement.kind == Kind::Key {
            self.record.backfill = entry.payload.as_ref().map_or(0, backfill);
        }
        let standing = self.keyring.take(entry);
        let read = |payload| act::read(entry.statement.kind, payload);
        let act = match standing.void {
            Some(why) => Some(Act::Other(format!("without effect: {why}"))),
            None => entry.payload.as_ref().map(read),
        };
        let fact = Entry {
            index,
            received_at: millisecond(entry.received_at_ms),
            signer: standing.signer,
            act,
            refers_to: entry
                .statement
                .references
                .iter()
                .map(|cited| LeafIndex(cited.entry))
                .collect(),
            source: entry.payload.as_ref().map(source).unwrap_or_default(),
        };
        self.record.entries.push(fact);
    }

    /// Returns the record so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Returns the keys as of the last entry taken.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Returns the record.
    pub fn finish(self) -> Record {
        self.finish_with_keys().0
    }

    /// Returns the record and its keys.
    pub fn finish_with_keys(mut self) -> (Record, Keyring) {
        self.record.suspect = self.keyring.suspect().into_keys().map(LeafIndex).collect();
        (self.record, self.keyring)
    }
}

/// Reads what an entry of this kind says, from its payload.
pub fn act_of(kind: Kind, payload: &Payload) -> Act {
    act::read(kind, payload)
}

/// How many leading entries a log's first entry declares to be a backfill.
fn backfill(payload: &Payload) -> u64 {
    if text(payload, "act") != Some(BACKFILL) {
        return 0;
    }
    text(payload, "figure")
        .and_then(|figure| figure.parse().ok())
        .unwrap_or(0)
}

fn millisecond(ms: u64) -> Instant {
    i64::try_from(ms)
        .ok()
        .and_then(|ms| Instant::from_millisecond(ms).ok())
        .unwrap_or(Instant::MAX)
}

fn text<'a>(payload: &'a Payload, field: &str) -> Option<&'a str> {
    payload.get(field).and_then(crate::Value::as_text)
}

fn source(payload: &Payload) -> Source {
    Source {
        publisher: text(payload, "source_publisher").map(str::to_owned),
        published_on: text(payload, "published_on").and_then(|day| written::read_day(day).ok()),
        address: text(payload, "source_address").map(str::to_owned),
        digest: text(payload, "source_digest").map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;

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

use std::collections::BTreeMap;

use servanda_model::record::{Act, Citation, Entry, LeafIndex, Record, Source};
use servanda_model::time::Instant;

use crate::batch::RowLine;
use crate::keyring::Keyring;
use crate::payload::Payload;
use crate::statement::{Kind, Reference};
use crate::verify::VerifiedEntry;
use crate::written;

/// The word by which a log's first entry declares a backfill.
pub const BACKFILL: &str = "backfill";

/// Turns checked entries into a record, in log order.
#[derive(Clone, Debug, Default)]
pub struct RecordReader {
    keyring: Keyring,
    record: Record,
    /// How many rows each batch has.
    batches: BTreeMap<LeafIndex, u32>,
    /// Why the last entry is without effect, where it is.
    void: Option<String>,
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
            ..Self::default()
        }
    }

    /// Takes the next entry.
    pub fn push(&mut self, entry: &VerifiedEntry) {
        let index = LeafIndex(self.record.size());
        if index == LeafIndex(0) && entry.statement.kind == Kind::Key {
            self.record.backfill = entry.payload.as_ref().map_or(0, backfill);
        }
        let standing = self.keyring.take(entry);
        let read = |payload| act::read(entry.statement.kind, payload);
        self.void = standing.void.map(|why| format!("without effect: {why}"));
        let act = match &self.void {
            Some(why) => Some(Act::Other(why.clone())),
            None => entry.payload.as_ref().map(read),
        };
        let fact = Entry {
            citation: Citation::whole(index),
            received_at: millisecond(entry.received_at_ms),
            signer: standing.signer,
            act,
            refers_to: self.cited(&entry.statement.references),
            source: entry.payload.as_ref().map(source).unwrap_or_default(),
        };
        self.record.entries.push(fact);
    }

    /// Takes the next row of the batch that was taken last.
    ///
    /// # Shape
    /// A row says who signed it, when it was received and, where it does not
    /// say so itself, where it comes from, with its batch.
    pub fn push_row(&mut self, line: &RowLine) {
        let Some(last) = self.record.entries.last() else {
            return;
        };
        let row = last.citation.row.map_or(0, |row| row.saturating_add(1));
        let batch = last.citation.entry;
        let (act, refers_to, source) = match (line, &self.void) {
            (RowLine::Withheld(_), _) => (None, Vec::new(), Source::default()),
            (RowLine::Open(open), void) => (
                Some(match void {
                    Some(why) => Act::Other(why.clone()),
                    None => act::read(open.kind, &open.payload),
                }),
                self.cited(&open.references),
                source(&open.payload),
            ),
        };
        let whole = self.record.find(Citation::whole(batch)).unwrap_or(last);
        let fact = Entry {
            citation: Citation {
                entry: batch,
                row: Some(row),
            },
            received_at: whole.received_at,
            signer: whole.signer.clone(),
            act,
            refers_to,
            source: inherited(source, &whole.source),
        };
        self.batches.insert(batch, row.saturating_add(1));
        self.record.entries.push(fact);
    }

    /// Reads references; one to a batch as a whole is also to each of its rows.
    fn cited(&self, references: &[Reference]) -> Vec<Citation> {
        let mut found = Vec::with_capacity(references.len());
        for reference in references {
            let entry = LeafIndex(reference.entry);
            let Some(row) = reference.row else {
                // Said twice it means the same, and a batch may have many rows.
                if found.contains(&Citation::whole(entry)) {
                    continue;
                }
                found.push(Citation::whole(entry));
                let rows = self.batches.get(&entry).copied().unwrap_or(0);
                found.extend((0..rows).map(|row| Citation {
                    entry,
                    row: Some(row),
                }));
                continue;
            };
            // A row past what a batch can have cites nothing.
            found.extend(u32::try_from(row).ok().map(|row| Citation {
                entry,
                row: Some(row),
            }));
        }
        found
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

/// Takes from the batch what a row does not say of where it comes from.
fn inherited(own: Source, batch: &Source) -> Source {
    Source {
        publisher: own.publisher.or_else(|| batch.publisher.clone()),
        published_on: own.published_on.or(batch.published_on),
        address: own.address.or_else(|| batch.address.clone()),
        digest: own.digest.or_else(|| batch.digest.clone()),
    }
}

#[cfg(test)]
mod tests;

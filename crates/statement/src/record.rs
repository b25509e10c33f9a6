//! Checked entries as facts of the model.
//!
//! What lives here: the mapping of statements and payloads to
//! [`servanda_model::record`]. What does not: any check of bytes (`verify`) or
//! of power (`assess`). Entry point: [`RecordReader`], which takes entries one
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

use servanda_model::names::ActorName;
use servanda_model::record::{Entry, LeafIndex, Record, Source};
use servanda_model::time::Instant;

use crate::payload::Payload;
use crate::statement::Kind;
use crate::verify::VerifiedEntry;
use crate::{KeyId, PublicKey, written};

/// The word by which a log's first entry declares a backfill.
pub const BACKFILL: &str = "backfill";

/// Turns checked entries into a record, in log order.
#[derive(Clone, Debug, Default)]
pub struct RecordReader {
    holders: BTreeMap<KeyId, ActorName>,
    record: Record,
}

impl RecordReader {
    /// Starts before the first entry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next entry.
    pub fn push(&mut self, entry: &VerifiedEntry) {
        let index = LeafIndex(u64::try_from(self.record.entries.len()).unwrap_or(u64::MAX));
        if entry.statement.kind == Kind::Key
            && let Some(payload) = &entry.payload
        {
            self.enrol(payload, index);
        }
        let author = entry.statement.author;
        let signer = self
            .holders
            .get(&author)
            .cloned()
            .unwrap_or_else(|| ActorName::new(format!("key {author}")));
        let fact = Entry {
            index,
            received_at: millisecond(entry.received_at_ms),
            signer,
            act: entry
                .payload
                .as_ref()
                .map(|payload| act::read(entry.statement.kind, payload)),
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

    /// Returns the record.
    pub fn finish(self) -> Record {
        self.record
    }

    fn enrol(&mut self, payload: &Payload, index: LeafIndex) {
        let key = text(payload, "key").and_then(PublicKey::parse);
        if let (Some(key), Some(name)) = (key, text(payload, "name")) {
            self.holders.insert(key.id(), ActorName::new(name));
        }
        if index == LeafIndex(0) && text(payload, "act") == Some(BACKFILL) {
            let count = text(payload, "figure").and_then(|figure| figure.parse().ok());
            self.record.backfill = count.unwrap_or(0);
        }
    }
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

//! Where a record ends, for whoever adds to it: its keys, its facts, and the
//! number of an author's last statement.

use servanda_model::names::ActorName;
use servanda_model::record::Record;
use servanda_model::time::Instant;
use servanda_statement::keyring::Ground;
use servanda_statement::record::RecordReader;
use servanda_statement::{Digest, Key, KeyId, Keyring, VerifiedEntry};
use servanda_store::NewEntry;

use crate::entries::{self, Met};
use crate::error::Error;
use crate::opened::{Opened, silence, trust};
use crate::record_folder;
use crate::sign::{Author, Next};

/// The end of a record, as one author finds it.
pub(crate) struct Tail {
    /// The facts.
    pub(crate) record: Record,
    /// The keys.
    pub(crate) keyring: Keyring,
    received_at_ms: u64,
    sequence: u64,
    previous: Option<Digest>,
}

impl Tail {
    /// Reads the record anew: it may have grown since it was opened.
    ///
    /// # Errors
    /// `Record`, `Entry`, `Unreadable`.
    pub(crate) fn read(opened: &Opened, key: KeyId) -> Result<Self, Error> {
        let keyring = Keyring::under(trust(&opened.folder, &opened.plan)?);
        let mut tail = Self {
            record: Record::default(),
            keyring: Keyring::default(),
            received_at_ms: 0,
            sequence: 0,
            previous: None,
        };
        let Some(log) = record_folder::verifier(&opened.folder)? else {
            tail.keyring = keyring;
            return Ok(tail);
        };
        let disk = servanda_store::Folder::new(opened.folder.record());
        let mut reader = RecordReader::with(keyring);
        entries::walk(&opened.folder, &disk, &log, |_, met| match met {
            Met::Entry(entry) => {
                tail.received_at_ms = entry.received_at_ms;
                if entry.statement.author == key {
                    tail.sequence = entry.statement.sequence;
                    tail.previous = Some(entry.digest);
                }
                reader.push(entry);
            }
            Met::Row(_, line) => reader.push_row(line),
        })?;
        (tail.record, tail.keyring) = reader.finish_with_keys();
        silence(&opened.plan, &mut tail.record);
        Ok(tail)
    }

    /// Returns the number of entries that new ones follow.
    pub(crate) fn size(&self) -> u64 {
        self.record.size().max(self.keyring.taken())
    }

    /// Returns an author who goes on where its last statement stands.
    pub(crate) fn author<'a>(&self, opened: &'a Opened, key: &'a Key) -> Author<'a> {
        Author {
            agreement: &opened.folder.settings.id,
            epoch: opened.folder.settings.epoch,
            key,
            sequence: self.sequence,
            previous: self.previous,
        }
    }

    /// Returns where the author's next statement stands.
    pub(crate) fn next<'a>(&self, opened: &'a Opened, author: KeyId) -> Next<'a> {
        Next {
            agreement: &opened.folder.settings.id,
            epoch: opened.folder.settings.epoch,
            author,
            sequence: self.sequence,
            previous: self.previous,
        }
    }

    /// Returns when entries made now are received: never before the last one.
    pub(crate) fn received_at_ms(&self, now: Instant) -> u64 {
        u64::try_from(now.as_millisecond())
            .unwrap_or(0)
            .max(self.received_at_ms)
    }

    /// Returns as whom a key speaks; a key that is not on record may still
    /// enrol itself, under its own name.
    ///
    /// # Errors
    /// `NotEntitled` for a key that was ended.
    pub(crate) fn speaks_as(&self, key: &Key) -> Result<ActorName, Error> {
        if self.keyring.get(key.id()).is_none() {
            return Ok(ActorName::new(key.name()));
        }
        match self.keyring.may_sign(key.id()) {
            Ok(held) => Ok(held.speaks_as().clone()),
            Err(why) => Err(Error::NotEntitled {
                why,
                ways_out: crate::submit::ways_in(),
            }),
        }
    }

    /// Returns whether an actor keeps the record's desk: whose key began it.
    pub(crate) fn keeps_the_desk(&self, actor: &ActorName) -> bool {
        keeps_the_desk(&self.keyring, actor)
    }

    /// Takes a key entry to come.
    ///
    /// # Errors
    /// `NotEntitled`, where it would be void.
    pub(crate) fn take(&mut self, new: &NewEntry) -> Result<VerifiedEntry, Error> {
        let entry = servanda_statement::verify_entry(&new.leaf, new.payload.as_deref())?;
        match self.keyring.take(&entry).void {
            None => Ok(entry),
            Some(why) => Err(Error::NotEntitled {
                why,
                ways_out: crate::submit::ways_in(),
            }),
        }
    }
}

/// Returns whether an actor keeps the desk of the record that these keys are on:
/// whose key began it.
pub(crate) fn keeps_the_desk(keyring: &Keyring, actor: &ActorName) -> bool {
    keyring
        .keys()
        .any(|(_, held)| held.ground == Ground::First && held.holder == *actor)
}

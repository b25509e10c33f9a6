//! A statement written out for somebody else to sign, and appended once it is.
//!
//! Entry points: [`prepare`], [`enter`].

use std::collections::BTreeMap;

use servanda_assess::policy::{Answer, Signer};
use servanda_model::record::{Act, Entry};
use servanda_model::time::Instant;
use servanda_statement::record::act_of;
use servanda_statement::signed::pae;
use servanda_statement::{Digest, Kind, Payload, Reference, Signature, Signed, Statement, Value};

use super::{Member, Told};
use crate::error::Error;
use crate::language::Words;
use crate::opened::Opened;
use crate::record_folder;
use crate::sign::{Stated, sealed};
use crate::submit::{self, SubmitView, writable};
use crate::tail::Tail;

/// A statement written out, which its author has not signed yet.
///
/// # Invariants
/// What is shown, signed and appended are the same bytes.
#[derive(Clone, Debug)]
pub struct Prepared {
    member: Member,
    stated: Stated,
    bytes: Vec<u8>,
    act: Act,
}

impl Prepared {
    /// Returns whose signature it wants.
    pub fn member(&self) -> &Member {
        &self.member
    }

    /// Returns the statement's bytes, as they are signed and kept.
    pub fn statement(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Returns the payload, as it is published.
    pub fn payload(&self) -> String {
        self.stated.payload.to_json()
    }

    /// Returns the SHA-256 of what is signed, in lower-case hexadecimal.
    pub fn digest(&self) -> String {
        Digest::of(&pae(&self.bytes)).to_string()
    }

    /// Tells in words what it says, line by line.
    pub fn told(&self, words: &Words, opened: &Opened) -> Vec<Told> {
        super::told::told(words, opened, &self.member, &self.stated, &self.act)
    }
}

/// Writes out the statement by which a member would enter an act, given as
/// [`submit::submit`] takes it.
///
/// # Errors
/// `Rows` where a value does not fit; `NotEntitled` where the agreement does not
/// let the member enter it; `Argument` for a reference to no entry; everything
/// that keeps a record from growing.
pub fn prepare(
    opened: &Opened,
    member: &Member,
    kind: &str,
    pairs: &[(String, String)],
) -> Result<Prepared, Error> {
    writable(opened)?;
    let plan = &opened.plan;
    let draft = submit::draft(plan, member.holder.as_str(), kind, pairs)?;
    let act = submit::act(&draft)?.map_err(unread)?;
    let tail = Tail::read(opened, member.id())?;
    let references = submit::references(&draft, &BTreeMap::new(), tail.size())?;
    let said = (draft.kind, &draft.fields);
    entitled(opened, &tail, member, said, &act, &references)?;
    let fields = submit::named_words(plan, &draft);
    let next = tail.next(opened, member.id());
    let stated = next.state(draft.kind, fields, references, submit::secret(opened)?)?;
    let bytes = stated.statement.to_bytes()?;
    Ok(Prepared {
        member: member.clone(),
        stated,
        bytes,
        act,
    })
}

/// Appends a prepared statement under its author's signature.
///
/// # Errors
/// `Statement` for a signature that is not the author's over these bytes;
/// `Argument` where the author has signed something else meanwhile;
/// `NotEntitled` where the key has ended, or the agreement no longer lets it;
/// everything that keeps a record from growing.
pub fn enter(
    opened: &Opened,
    prepared: &Prepared,
    signature: [u8; 64],
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    let signed = Signed {
        statement_bytes: prepared.bytes.clone(),
        signatures: vec![Signature {
            public_key: prepared.member.key,
            signature,
        }],
    };
    let statement = signed.verify()?;
    // Opening first takes the lock, so that what is read below is the last.
    let mut store = record_folder::open(&opened.folder)?;
    let mut tail = Tail::read(opened, prepared.member.id())?;
    follows(&statement, &tail, opened)?;
    let payload = &prepared.stated.payload;
    let act = readable(&statement, payload)?;
    let said = (statement.kind, payload.fields());
    let references = &statement.references;
    entitled(opened, &tail, &prepared.member, said, &act, references)?;
    let entry = sealed(signed, payload, tail.received_at_ms(now))?;
    tail.take(&entry)?;
    let appended = store.append(vec![entry])?;
    Ok(SubmitView {
        first: Some(appended.first.0),
        appended: 1,
        size: appended.size.0,
        root: appended.root.to_hex(),
        refused: Vec::new(),
        ways_out: Vec::new(),
        files: Vec::new(),
    })
}

/// Holds that a statement goes on where its author's last one stands.
fn follows(statement: &Statement, tail: &Tail, opened: &Opened) -> Result<(), Error> {
    let next = tail.next(opened, statement.author);
    if statement.sequence == next.sequence + 1 && statement.previous == next.previous {
        return Ok(());
    }
    let why = "another statement by this key has been recorded since this one was written out: \
               write it out again";
    Err(Error::Argument(why.into()))
}

fn readable(statement: &Statement, payload: &Payload) -> Result<Act, Error> {
    match act_of(statement.kind, payload) {
        Act::Other(fault) if fault != statement.kind.word() => Err(unread(fault)),
        act => Ok(act),
    }
}

fn unread(first: String) -> Error {
    Error::Rows { refused: 1, first }
}

/// Asks the agreement, where the record ends, whether a member may enter an act.
fn entitled(
    opened: &Opened,
    tail: &Tail,
    member: &Member,
    said: (Kind, &BTreeMap<String, Value>),
    act: &Act,
    references: &[Reference],
) -> Result<(), Error> {
    let held = tail.keyring.may_sign(member.id());
    let actor = held.map_err(|why| Error::NotEntitled {
        why,
        ways_out: submit::ways_in(),
    })?;
    let signer = Signer {
        actor: actor.speaks_as(),
        desk: tail.keeps_the_desk(actor.speaks_as()),
    };
    let entry = |reference: &Reference| -> Option<&Entry> {
        tail.record.find(submit::citation(*reference)?)
    };
    let cites: Vec<&Entry> = references.iter().filter_map(entry).collect();
    match submit::answer(&opened.plan, signer, said, act, &cites) {
        Answer::Allowed => Ok(()),
        Answer::Refused { why, way_out } => Err(Error::NotEntitled {
            why,
            ways_out: vec![way_out],
        }),
    }
}

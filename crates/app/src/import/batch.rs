//! The rows of one file on their way into the record, as one batch.
//!
//! What lives here: whether a draft may be entered, its line, and the tree over
//! lines. One row is held at a time. What does not: where drafts come from
//! ([`super::enter`]).

use std::cell::OnceCell;
use std::collections::BTreeMap;

use servanda_assess::policy::{Answer, Signer};
use servanda_evidence::Draft;
use servanda_model::names::ActorName;
use servanda_model::record::{Act, Entry};
use servanda_statement::batch::{Commitment, ROWS_MAX, Row, RowTree};
use servanda_statement::record::act_of;
use servanda_statement::{Payload, Reference, Secret, Value};
use servanda_store::{RowsWriter, Staged, Store};

use crate::error::Error;
use crate::opened::Opened;
use crate::record_folder;
use crate::submit::{answer, citation};
use crate::tail::Tail;

/// A folder's record.
pub(super) type Disk = servanda_store::Folder;

/// Everything that the batches of one import have in common.
pub(super) struct Desk<'a> {
    pub(super) opened: &'a Opened,
    /// The record as it stood when it was locked.
    pub(super) tail: &'a Tail,
    /// As whom the key speaks.
    pub(super) signer: &'a ActorName,
    /// Opened for writing with the first row: a record begins with a
    /// statement, never with a refusal.
    pub(super) store: &'a OnceCell<Store<Disk>>,
}

/// What became of a draft.
pub(super) enum Outcome {
    /// It is a row of the batch.
    Taken,
    /// It says nothing that its kind could mean, or refers to nothing.
    Unfit(String),
    /// The signer may not enter it, for the reason; and what can be done.
    NotEntitled(String, String),
}

/// One file's rows.
pub(super) struct Batch<'a> {
    desk: &'a Desk<'a>,
    index: u64,
    /// What the batch says of its source; its rows leave it out.
    source: BTreeMap<String, Value>,
    writer: Option<RowsWriter<'a, Disk>>,
    tree: RowTree,
    secrets: Secrets,
}

impl<'a> Batch<'a> {
    /// Begins the batch that is to become entry `index`.
    pub(super) fn new(desk: &'a Desk<'a>, index: u64, source: BTreeMap<String, Value>) -> Self {
        Self {
            desk,
            index,
            source,
            writer: None,
            tree: RowTree::default(),
            secrets: Secrets::default(),
        }
    }

    /// Makes a draft the next row, where it may be entered.
    ///
    /// # Errors
    /// Everything that keeps the record from growing.
    pub(super) fn take(&mut self, draft: Draft) -> Result<Outcome, Error> {
        let opened = self.desk.opened;
        let place = |why: String| format!("{}: {why}", draft.place);
        let references = match references(&draft, self.index) {
            Ok(references) => references,
            Err(why) => return Ok(Outcome::Unfit(place(why))),
        };
        let secret = self.secrets.next(opened)?;
        let mut fields = draft.fields;
        fields.retain(|field, value| self.source.get(field) != Some(value));
        let payload = match Payload::new(secret, fields) {
            Ok(payload) => payload,
            Err(refusal) => return Ok(Outcome::Unfit(place(refusal.to_string()))),
        };
        let act = match act_of(draft.kind, &payload) {
            Act::Other(fault) => return Ok(Outcome::Unfit(place(fault))),
            act => act,
        };
        let record = &self.desk.tail.record;
        let cites: Vec<&Entry> = references
            .iter()
            .filter_map(|reference| record.find(citation(*reference)?))
            .collect();
        let signer = Signer {
            actor: self.desk.signer,
            desk: self.desk.tail.keeps_the_desk(self.desk.signer),
        };
        let said = (draft.kind, payload.fields());
        if let Answer::Refused { why, way_out } = answer(&opened.plan, signer, said, &act, &cites) {
            return Ok(Outcome::NotEntitled(place(why), way_out));
        }
        if self.tree.rows() >= ROWS_MAX {
            let why = format!("a batch has at most {ROWS_MAX} rows: split the file");
            return Ok(Outcome::Unfit(place(why)));
        }
        let line = Row {
            kind: draft.kind,
            references,
            payload,
        }
        .to_line()?;
        self.write(line.as_bytes())?;
        Ok(Outcome::Taken)
    }

    fn write(&mut self, line: &[u8]) -> Result<(), Error> {
        if self.writer.is_none() {
            let store = store(self.desk)?;
            self.writer = Some(store.stage_rows(servanda_tlog::LeafIndex(self.index))?);
        }
        self.tree.push(line);
        match &mut self.writer {
            Some(writer) => Ok(writer.push(line)?),
            None => Ok(()),
        }
    }

    /// Ends the rows; `None` where there are none.
    ///
    /// # Errors
    /// `Record`.
    pub(super) fn finish(self) -> Result<Option<(Staged, Commitment)>, Error> {
        let Some(writer) = self.writer else {
            return Ok(None);
        };
        Ok(Some((writer.finish()?, self.tree.commitment())))
    }
}

/// Opens the record for writing, once.
fn store<'a>(desk: &Desk<'a>) -> Result<&'a Store<Disk>, Error> {
    if desk.store.get().is_none() {
        let opened = record_folder::open(&desk.opened.folder)?;
        // Nobody else fills the cell: it is filled here and before the import.
        let _ = desk.store.set(opened);
    }
    desk.store
        .get()
        .ok_or(Error::Record(servanda_store::Error::Absent))
}

/// Reads what a draft refers to: entries of the record, or rows of them.
fn references(draft: &Draft, next: u64) -> Result<Vec<Reference>, String> {
    let read = |text: &String| {
        let reference = Reference::parse(text.trim_start_matches('#'));
        reference
            .filter(|one| one.entry < next)
            .ok_or_else(|| format!("`{text}` is neither an earlier entry nor a row of one"))
    };
    draft.refers.iter().map(read).collect()
}

/// Secrets for rows, drawn many at a time.
#[derive(Default)]
struct Secrets(Vec<Secret>);

impl Secrets {
    /// How many are drawn at once.
    const DRAWN: usize = 256;

    fn next(&mut self, opened: &Opened) -> Result<Secret, Error> {
        if self.0.is_empty() {
            let mut bytes = [0; 32 * Self::DRAWN];
            record_folder::fill(&opened.folder.record(), &mut bytes)?;
            let (chunks, _) = bytes.as_chunks::<32>();
            self.0.extend(chunks.iter().copied().map(Secret));
        }
        match self.0.pop() {
            Some(secret) => Ok(secret),
            None => crate::submit::secret(opened),
        }
    }
}

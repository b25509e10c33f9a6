//! Files read, held against the record, and appended: for each file that says
//! something new, one batch.
//!
//! # Invariants
//! Either all batches of an import are appended, or none.

mod deleted;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use servanda_evidence::revise::{Change, Told};
use servanda_evidence::{Draft, FileKind, Input, Item, Mapping, Reader, RowFault, Schema, t4p};
use servanda_model::time::Instant;
use servanda_statement::batch::RowLine;
use servanda_statement::{Key, Kind, Payload, Reference, Value};
use servanda_store::{NewEntry, Staged, Store};

use super::batch::{Batch, Desk, Disk, Outcome};
use super::{FileView, keep, mapping_of, open};
use crate::entries::{self, Met};
use crate::error::Error;
use crate::folder::evidence_of;
use crate::opened::Opened;
use crate::record_folder;
use crate::sign::{Author, enrolment};
use crate::submit::{ImportOptions, SubmitView, nothing, refused, secret, series, writable};
use crate::tail::Tail;

/// How many corrections are told one by one; the rest is counted.
const CORRECTIONS_TOLD: u64 = 100;

/// Reads files and appends what they say anew.
///
/// # Errors
/// `Rows` and `NotEntitled` with `all_or_nothing`, `Argument`, and everything
/// that keeps a record from growing.
pub(crate) fn enter(
    opened: &Opened,
    kind: FileKind,
    files: &[PathBuf],
    options: &ImportOptions,
    key: &Key,
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    let kept: Vec<(&PathBuf, String)> = files
        .iter()
        .map(|path| Ok((path, keep(opened, path)?)))
        .collect::<Result<_, Error>>()?;
    let store = OnceCell::new();
    // Opening first takes the lock, so that what is read below is the last.
    if record_folder::verifier(&opened.folder)?.is_some() {
        let _ = store.set(record_folder::open(&opened.folder)?);
    }
    let mut tail = Tail::read(opened, key.id())?;
    let signer = tail.speaks_as(key)?;
    let mut author = tail.author(opened, key);
    let received = tail.received_at_ms(now);
    let mut new = Vec::new();
    if tail.keyring.get(key.id()).is_none() {
        let fields = enrolment(key);
        let enrolled = author.sign(Kind::Key, fields, Vec::new(), secret(opened)?, received)?;
        tail.take(&enrolled)?;
        new.push(enrolled);
    }
    let mut import = Import {
        kind,
        options,
        now,
        told: told(opened)?,
        fresh: Told::default(),
        more: false,
        schema: Schema::of(&opened.plan),
        faults: Vec::new(),
        not_entitled: Vec::new(),
        ways_out: Vec::new(),
        files: Vec::new(),
    };
    let begun = new.len();
    let mut staged = Vec::new();
    let desk = Desk {
        opened,
        tail: &tail,
        signer: &signer,
        store: &store,
    };
    let last = kept.len().saturating_sub(1);
    for (place, (path, digest)) in kept.into_iter().enumerate() {
        import.more = place < last;
        let index = tail.size() + u64::try_from(staged.len()).unwrap_or(u64::MAX);
        let entered = import.file(&desk, index, path, digest, &mut author, received)?;
        if let Some((entry, rows)) = entered {
            new.push(entry);
            staged.push(rows);
        }
    }
    let store = store.into_inner();
    if options.all_or_nothing && import.refuses() {
        if let Some(store) = store {
            store.discard(staged)?;
        }
        return Err(import.refusal());
    }
    match store {
        Some(store) if new.len() > begun => import.append(store, new, &staged),
        _ => Ok(import.view(nothing(opened, Vec::new(), 0))),
    }
}

/// An import under way.
struct Import<'a> {
    kind: FileKind,
    options: &'a ImportOptions,
    now: Instant,
    told: Told,
    /// What the file being read says; rows of one file are not held against
    /// one another.
    fresh: Told,
    /// Whether another file follows, which will be held against this one.
    more: bool,
    schema: Schema,
    faults: Vec<RowFault>,
    not_entitled: Vec<String>,
    ways_out: Vec<String>,
    files: Vec<FileView>,
}

impl Import<'_> {
    /// Reads one file; its batch, where it says something new.
    fn file(
        &mut self,
        desk: &Desk<'_>,
        index: u64,
        path: &Path,
        digest: String,
        author: &mut Author<'_>,
        received: u64,
    ) -> Result<Option<(NewEntry, Staged)>, Error> {
        let name = path.display().to_string();
        let mut view = FileView {
            file: name.clone(),
            digest,
            ..FileView::default()
        };
        let source = self.read_source(path, &name, &view.digest)?;
        let Some((mapping, source)) = source else {
            self.files.push(view);
            return Ok(None);
        };
        let mut batch = Batch::new(desk, index, source.clone());
        match (self.kind, &mapping) {
            (FileKind::AcledDeleted, _) => self.deleted(path, &name, &mut batch, &mut view)?,
            (_, Some((mapping_name, mapping))) => {
                self.mapped(path, &name, (mapping_name, mapping), &mut batch, &mut view)?;
            }
            (_, None) => self.daily(path, &name, &mut batch, &mut view)?,
        }
        self.told.absorb(std::mem::take(&mut self.fresh));
        let entered = match batch.finish()? {
            None => None,
            Some((staged, rows)) => {
                view.entry = Some(index);
                view.rows = rows.rows;
                let mut fields = source;
                fields.extend(rows.fields());
                let secret = secret(desk.opened)?;
                let entry = author.sign(Kind::Batch, fields, Vec::new(), secret, received)?;
                Some((entry, staged))
            }
        };
        self.files.push(view);
        Ok(entered)
    }

    /// Reads what says where a file comes from; `None` where its mapping does
    /// not fit, which is then among the faults.
    #[expect(
        clippy::type_complexity,
        reason = "the mapping with its name, and the fields it gives a batch"
    )]
    fn read_source(
        &mut self,
        path: &Path,
        name: &str,
        digest: &str,
    ) -> Result<Option<(Option<(String, Mapping)>, BTreeMap<String, Value>)>, Error> {
        let file = path.file_name();
        let file = file.map_or_else(String::new, |file| file.to_string_lossy().into_owned());
        let licence = self.kind.licence().unwrap_or_default();
        let fields = |publisher: &str, licence: &str, address: &str, retrieved: Option<&str>| {
            let now = self.now.to_string();
            source_fields(&[
                ("source_publisher", publisher),
                ("source_address", address),
                ("source_digest", digest),
                ("name", &file),
                ("kind", self.kind.word()),
                ("licence", licence),
                ("retrieved", retrieved.unwrap_or(&now)),
            ])
        };
        if self.kind == FileKind::AcledDeleted {
            return Ok(Some((None, fields("ACLED", licence, "", None))));
        }
        let daily = !self.options.series.is_empty() || self.options.reporter.is_some();
        if self.kind == FileKind::T4p && self.options.mapping.is_none() && daily {
            return Ok(Some((None, fields(t4p::PUBLISHER, licence, "", None))));
        }
        match mapping_of(self.kind, name, self.options.mapping.as_deref())? {
            Ok((mapping_name, mapping)) => {
                let source = &mapping.source;
                let fields = fields(
                    &source.publisher,
                    &source.licence,
                    source.address.as_deref().unwrap_or_default(),
                    source.retrieved.as_deref(),
                );
                Ok(Some((Some((mapping_name, mapping)), fields)))
            }
            Err(fault) => {
                self.faults.push(fault);
                Ok(None)
            }
        }
    }

    /// Reads a file through a mapping.
    fn mapped(
        &mut self,
        path: &Path,
        name: &str,
        (mapping_name, mapping): (&str, &Mapping),
        batch: &mut Batch<'_>,
        view: &mut FileView,
    ) -> Result<(), Error> {
        let open = || open(path);
        let input = Input { name, open: &open };
        let schema = self.schema.clone();
        let mut reader = match Reader::open(self.kind, &input, mapping, mapping_name, &schema) {
            Ok(reader) => reader,
            Err(faults) => {
                self.faults.extend(faults);
                return Ok(());
            }
        };
        for item in reader.by_ref() {
            match item {
                Item::Fault(fault) => self.faults.push(fault),
                Item::Draft(draft) => self.draft(draft, batch, view)?,
            }
        }
        tell(&reader, view);
        Ok(())
    }

    /// Reads a daily series.
    fn daily(
        &mut self,
        path: &Path,
        name: &str,
        batch: &mut Batch<'_>,
        view: &mut FileView,
    ) -> Result<(), Error> {
        let bytes = evidence_of(path)?;
        let read = t4p::read(name, &bytes, &series(self.options)?, &self.schema);
        view.records = u64::try_from(read.drafts.len()).unwrap_or(u64::MAX);
        self.faults.extend(read.faults);
        for draft in read.drafts {
            view.new += 1;
            self.take(draft, batch)?;
        }
        Ok(())
    }

    /// Holds a draft against the record, and enters what is new.
    fn draft(
        &mut self,
        mut draft: Draft,
        batch: &mut Batch<'_>,
        view: &mut FileView,
    ) -> Result<(), Error> {
        let digest = Value::from(view.digest.as_str());
        draft.fields.insert("source_digest".into(), digest);
        let draft = match self.told.change(draft) {
            Change::New(draft) => {
                view.new += 1;
                draft
            }
            Change::Same => {
                view.unchanged += 1;
                return Ok(());
            }
            Change::Clashes(draft) => {
                self.faults.push(RowFault {
                    place: draft.place,
                    reason: "another file of this import says otherwise of the same row: import the newer one after the older".into(),
                });
                return Ok(());
            }
            Change::Corrects(draft, what) => {
                view.corrected += 1;
                if view.corrected <= CORRECTIONS_TOLD {
                    view.notices.push(what);
                }
                draft
            }
        };
        if self.more {
            self.fresh.mark(&draft);
        }
        self.take(draft, batch)
    }

    fn take(&mut self, draft: Draft, batch: &mut Batch<'_>) -> Result<(), Error> {
        match batch.take(draft)? {
            Outcome::Taken => {}
            Outcome::Unfit(why) => self.not_entitled.push(why),
            Outcome::NotEntitled(why, way_out) => {
                self.not_entitled.push(why);
                if !self.ways_out.contains(&way_out) {
                    self.ways_out.push(way_out);
                }
            }
        }
        Ok(())
    }

    fn refuses(&self) -> bool {
        !self.faults.is_empty() || !self.not_entitled.is_empty()
    }

    /// Says why nothing was entered.
    fn refusal(self) -> Error {
        if self.faults.is_empty() {
            return Error::NotEntitled {
                why: self.not_entitled.join("; "),
                ways_out: self.ways_out,
            };
        }
        refused(&self.faults)
    }

    fn append(
        self,
        mut store: Store<Disk>,
        new: Vec<NewEntry>,
        staged: &[Staged],
    ) -> Result<SubmitView, Error> {
        let count = u64::try_from(new.len()).unwrap_or(u64::MAX);
        let appended = store.append_with(new, staged)?;
        Ok(self.view(SubmitView {
            first: Some(appended.first.0),
            appended: count,
            size: appended.size.0,
            root: appended.root.to_hex(),
            refused: Vec::new(),
            ways_out: Vec::new(),
            files: Vec::new(),
        }))
    }

    fn view(self, told: SubmitView) -> SubmitView {
        let faults = self.faults.iter().map(ToString::to_string);
        SubmitView {
            refused: faults.chain(self.not_entitled).collect(),
            ways_out: self.ways_out,
            files: self.files,
            ..told
        }
    }
}

/// Makes the fields that say where a file comes from; empty ones are left out.
fn source_fields(told: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let mut more = BTreeMap::new();
    for (name, text) in told.iter().filter(|(_, text)| !text.is_empty()) {
        match *name {
            "kind" | "licence" | "retrieved" => {
                more.insert((*name).to_owned(), (*text).to_owned());
            }
            _ => {
                fields.insert((*name).to_owned(), Value::from(*text));
            }
        }
    }
    fields.insert("fields".into(), Value::Map(more));
    fields
}

/// Tells what a reader met on its way.
fn tell(reader: &Reader<'_>, view: &mut FileView) {
    let tally = reader.tally();
    view.records = tally.records;
    view.left_out.clone_from(&tally.left_out);
    view.notices.extend(tally.notices.iter().cloned());
    if tally.notices_left_out > 0 {
        view.notices
            .push(format!("{} more like these", tally.notices_left_out));
    }
    view.notices.extend(
        reader
            .asides()
            .iter()
            .filter(|(name, _)| name.starts_with("sum of"))
            .map(|(_, said)| said.clone()),
    );
}

/// Reads what the record has of imported sources.
fn told(opened: &Opened) -> Result<Told, Error> {
    let mut told = Told::default();
    let Some(log) = record_folder::verifier(&opened.folder)? else {
        return Ok(told);
    };
    let disk = servanda_store::Folder::new(opened.folder.record());
    let mut batch = String::new();
    entries::walk(&opened.folder, &disk, &log, |entry, met| {
        let (row, kind, payload) = match met {
            Met::Entry(entry) => {
                let payload = entry.payload.as_ref();
                if entry.statement.kind == Kind::Correction && payload.is_some_and(withdraws) {
                    let cited = entry.statement.references.iter();
                    cited.for_each(|reference| told.withdraw(*reference));
                }
                batch = payload.map(publisher).unwrap_or_default();
                (None, entry.statement.kind, payload)
            }
            Met::Row(row, RowLine::Open(open)) => (Some(row), open.kind, Some(&open.payload)),
            Met::Row(_, RowLine::Withheld(_)) => return,
        };
        if let Some(payload) = payload {
            told.push(Reference { entry, row }, kind, payload, &batch);
        }
    })?;
    Ok(told)
}

fn withdraws(payload: &Payload) -> bool {
    payload.get("act").and_then(Value::as_text) == Some("withdraw")
}

fn publisher(payload: &Payload) -> String {
    let text = payload.get("source_publisher").and_then(Value::as_text);
    text.unwrap_or_default().to_owned()
}

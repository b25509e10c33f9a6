//! `submit` and `import`: statements signed with a key and appended.
//!
//! The first key that writes to a record enrols itself as its desk; any other
//! must have been enrolled before. Either everything offered is appended, or
//! nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use servanda_evidence::{Draft, FileKind, RowFault, Schema, csv, single, t4p};
use servanda_model::time::Instant;
use servanda_statement::{Digest, EntryVerifier, Key, KeyId, Kind, Reference, Secret, Value};
use servanda_store::NewEntry;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::folder::evidence_of;
use crate::import::{self, FileView};
use crate::opened::{Head, Opened};
use crate::record_folder;
use crate::sign::{Author, enrolment};

/// What was appended, and what was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubmitView {
    /// The number of the first entry appended; none where nothing was.
    pub first: Option<u64>,
    /// How many entries were appended, an enrolment included.
    pub appended: u64,
    /// The record's size now.
    pub size: u64,
    /// The record's root now.
    pub root: String,
    /// Rows that were refused.
    pub refused: Vec<String>,
    /// What was made of each file, where files were read through a mapping.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileView>,
}

/// How an import goes about it.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Whether one bad row keeps all out.
    pub all_or_nothing: bool,
    /// For `t4p`: which series is read as which measure.
    pub series: Vec<(String, String)>,
    /// For `t4p`: who is reported to say it.
    pub reporter: Option<String>,
    /// The mapping by which the files are read.
    pub mapping: Option<PathBuf>,
}

/// Returns the key file used where the user names none.
pub fn default_key(opened: &Opened) -> PathBuf {
    record_folder::keys(&opened.folder).join("desk.key")
}

/// Appends one statement given as pairs of column and value; `refers` holds
/// entry numbers.
///
/// # Errors
/// `Rows` where a value does not fit; everything that keeps a record from
/// growing.
pub fn submit(
    opened: &Opened,
    kind: &str,
    pairs: &[(String, String)],
    key: &Path,
    now: Instant,
) -> Result<SubmitView, Error> {
    let key = record_folder::key(key)?;
    let mut pairs = pairs.to_vec();
    if kind != "report" {
        pairs.push(("kind".into(), kind.into()));
    }
    if !pairs.iter().any(|(column, _)| column == "reporter") {
        pairs.push(("reporter".into(), key.name().into()));
    }
    let schema = Schema::of(&opened.plan);
    let draft =
        single::read("the command line", &pairs, &schema).map_err(|faults| refused(&faults))?;
    append(opened, &key, vec![draft], Vec::new(), now)
}

/// Reads files and appends their good rows.
///
/// # Errors
/// `Rows` with `all_or_nothing` where a row is bad, `Argument` for an unknown
/// kind of file, and everything that keeps a record from growing.
pub fn import(
    opened: &Opened,
    kind: &str,
    files: &[PathBuf],
    options: &ImportOptions,
    key: &Path,
    now: Instant,
) -> Result<SubmitView, Error> {
    let key = record_folder::key(key)?;
    let file_kind = import::kind_of(kind)?;
    let own = options.mapping.is_none()
        && (file_kind == FileKind::Csv
            || file_kind == FileKind::T4p
                && (!options.series.is_empty() || options.reporter.is_some()));
    if !own {
        return mapped(opened, file_kind, files, options, &key, now);
    }
    let schema = Schema::of(&opened.plan);
    let mut drafts = Vec::new();
    let mut faults: Vec<RowFault> = Vec::new();
    for path in files {
        let bytes = evidence_of(path)?;
        let name = path.display().to_string();
        let read = if file_kind == FileKind::T4p {
            t4p::read(&name, &bytes, &series(options)?, &schema)
        } else {
            csv::read(&name, &bytes, &schema)
        };
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        drafts.extend(read.drafts.into_iter().map(|mut draft| {
            draft
                .fields
                .insert("source_digest".into(), Value::from(digest.clone()));
            draft
        }));
        faults.extend(read.faults);
    }
    if options.all_or_nothing && !faults.is_empty() {
        return Err(refused(&faults));
    }
    let refused = faults.iter().map(ToString::to_string).collect();
    append(opened, &key, drafts, refused, now)
}

/// Reads files through a mapping and appends what they say anew.
fn mapped(
    opened: &Opened,
    kind: FileKind,
    files: &[PathBuf],
    options: &ImportOptions,
    key: &Key,
    now: Instant,
) -> Result<SubmitView, Error> {
    let gathered = import::gather(opened, kind, files, options.mapping.as_deref(), now)?;
    if options.all_or_nothing && !gathered.faults.is_empty() {
        return Err(refused(&gathered.faults));
    }
    let faults = gathered.faults.iter().map(ToString::to_string).collect();
    let mut view = append(opened, key, gathered.drafts, faults, now)?;
    view.files = gathered.files;
    Ok(view)
}

fn refused(faults: &[RowFault]) -> Error {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Error::Rows {
        refused: faults.len(),
        first,
    }
}

fn series(options: &ImportOptions) -> Result<Vec<t4p::Series>, Error> {
    let (false, Some(reporter)) = (options.series.is_empty(), &options.reporter) else {
        let why = "a daily series needs `--series COLUMN=MEASURE` and `--reporter NAME`: \
                   which column is read as which measure, and who says it";
        return Err(Error::Argument(why.into()));
    };
    let one = |(column, measure): &(String, String)| t4p::Series {
        column: column.clone(),
        measure: measure.clone(),
        reporter: reporter.clone(),
        days: None,
    };
    Ok(options.series.iter().map(one).collect())
}

/// Where an author's chain of statements stands in a record.
struct Chain {
    enrolled: bool,
    sequence: u64,
    previous: Option<Digest>,
    received_at_ms: u64,
}

fn chain(opened: &Opened, key: KeyId) -> Result<Chain, Error> {
    let mut chain = Chain {
        enrolled: false,
        sequence: 0,
        previous: None,
        received_at_ms: 0,
    };
    let Some(log) = record_folder::verifier(&opened.folder)? else {
        return Ok(chain);
    };
    let disk = servanda_store::Folder::new(opened.folder.record());
    let (_, stored) = servanda_store::read_all(&disk, &log)?;
    let mut verifier = EntryVerifier::new(&opened.folder.settings.id, opened.folder.settings.epoch);
    for entry in stored {
        let index = entry.index.0;
        let entry = verifier
            .check(index, &entry.leaf, entry.payload.as_deref())
            .map_err(|refusal| Error::Entry { index, refusal })?;
        chain.received_at_ms = entry.received_at_ms;
        if entry.statement.author == key {
            chain.enrolled |= entry.statement.kind == Kind::Key;
            chain.sequence = entry.statement.sequence;
            chain.previous = Some(entry.digest);
        }
    }
    Ok(chain)
}

fn append(
    opened: &Opened,
    key: &Key,
    drafts: Vec<Draft>,
    refused: Vec<String>,
    now: Instant,
) -> Result<SubmitView, Error> {
    record_folder::refuse_example(&opened.folder)?;
    // A record begins with a statement, never with a refusal.
    if drafts.is_empty() {
        let Head { size, root, .. } = opened.head.clone();
        return Ok(SubmitView {
            first: None,
            appended: 0,
            size,
            root,
            refused,
            files: Vec::new(),
        });
    }
    // Opening first takes the lock, so that the chain read below is the last.
    let mut store = record_folder::open(&opened.folder)?;
    let chain = chain(opened, key.id())?;
    let empty = store.size().0 == 0;
    if !chain.enrolled && !empty {
        let why = format!("the key of `{}` is not enrolled in this record", key.name());
        return Err(Error::Forbidden { why });
    }
    let received = u64::try_from(now.as_millisecond())
        .unwrap_or(0)
        .max(chain.received_at_ms);
    let mut author = Author {
        agreement: &opened.folder.settings.id,
        epoch: opened.folder.settings.epoch,
        key,
        sequence: chain.sequence,
        previous: chain.previous,
    };
    let mut entries: Vec<NewEntry> = Vec::new();
    let mut labels: BTreeMap<String, u64> = BTreeMap::new();
    if empty {
        entries.push(author.sign(
            Kind::Key,
            enrolment(key),
            Vec::new(),
            secret(opened)?,
            received,
        )?);
    }
    for draft in drafts {
        let index = store.size().0 + u64::try_from(entries.len()).unwrap_or(u64::MAX);
        let references = references(&draft, &labels, index)?;
        if let Some(label) = draft.label.clone() {
            labels.insert(label, index);
        }
        entries.push(author.sign(
            draft.kind,
            draft.fields,
            references,
            secret(opened)?,
            received,
        )?);
    }
    let appended = store.append(entries.clone())?;
    let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    Ok(SubmitView {
        first: (count > 0).then_some(appended.first.0),
        appended: count,
        size: appended.size.0,
        root: appended.root.to_hex(),
        refused,
        files: Vec::new(),
    })
}

fn secret(opened: &Opened) -> Result<Secret, Error> {
    record_folder::draw(&opened.folder.record()).map(Secret)
}

/// Resolves what a row refers to: a label of this file, or an entry's number.
fn references(
    draft: &Draft,
    labels: &BTreeMap<String, u64>,
    next: u64,
) -> Result<Vec<Reference>, Error> {
    let find = |text: &String| {
        let entry = labels
            .get(text)
            .copied()
            .or_else(|| text.trim_start_matches('#').parse().ok());
        match entry {
            Some(entry) if entry < next => Ok(Reference { entry, row: None }),
            _ => Err(Error::Argument(format!(
                "{}: `{text}` is neither the label of an earlier row nor the number of an earlier entry",
                draft.place
            ))),
        }
    };
    draft.refers.iter().map(find).collect()
}

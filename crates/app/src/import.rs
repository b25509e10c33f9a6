//! `import`: a file read through its mapping and appended.
//!
//! What lives here: keeping the raw bytes with where they come from, before
//! anything is parsed; holding the rows against what the record has; the
//! proposal of a mapping. Reading files is `servanda-evidence`'s, signing and
//! appending are [`crate::submit`]'s.
//!
//! The raw bytes lie in the folder's `sources/`, each file under its digest.
//! They are no part of the record and never published with it: a licence may
//! not allow that. The record has the digest, so that whoever holds the file
//! can check what was made of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use servanda_evidence::explain;
use servanda_evidence::revise::{Change, Told};
use servanda_evidence::table::{Record, Step};
use servanda_evidence::{Draft, FileKind, Input, Item, Mapping, Place, Reader, RowFault, Schema};
use servanda_model::time::Instant;
use servanda_statement::{Kind, Leaf, Payload, Reference, Statement, Value};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::opened::Opened;
use crate::record_folder;

/// The folder of raw files.
pub const SOURCES: &str = "sources";

/// What an import made of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// The file.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// How many records it has.
    pub records: u64,
    /// How many became new reports.
    pub new: u64,
    /// How many the record had already, said the same way.
    pub unchanged: u64,
    /// How many became corrections of earlier entries.
    pub corrected: u64,
    /// How many earlier entries were withdrawn.
    pub withdrawn: u64,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// What is worth showing and no fault.
    pub notices: Vec<String>,
}

/// What `--explain` proposes for a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainView {
    /// The file.
    pub file: String,
    /// The proposed mapping, as TOML.
    pub mapping: String,
    /// What was met while looking, if anything.
    pub fault: Option<String>,
}

/// What reading the files gave.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) faults: Vec<RowFault>,
    pub(crate) files: Vec<FileView>,
}

/// Proposes a mapping for a file.
///
/// # Errors
/// `Argument` for an unknown kind, `Rows` where the file is not of its kind.
pub fn explain(opened: &Opened, kind: &str, file: &Path) -> Result<ExplainView, Error> {
    let kind = kind_of(kind)?;
    let name = file.display().to_string();
    let open = || open(file);
    let input = Input {
        name: &name,
        open: &open,
    };
    let schema = Schema::of(&opened.plan);
    let proposal = explain::propose(kind, &input, &schema).map_err(|fault| Error::Rows {
        refused: 1,
        first: fault.to_string(),
    })?;
    Ok(ExplainView {
        file: name,
        mapping: proposal.mapping,
        fault: proposal.fault.map(|fault| fault.to_string()),
    })
}

/// Reads a kind's word.
///
/// # Errors
/// `Argument`.
pub(crate) fn kind_of(word: &str) -> Result<FileKind, Error> {
    FileKind::parse(word).ok_or_else(|| {
        let words: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.word()).collect();
        Error::Argument(format!(
            "`{word}` is not a kind of file that can be imported: there are {}",
            words.join(", ")
        ))
    })
}

fn open(path: &Path) -> std::io::Result<Box<dyn Read>> {
    Ok(Box::new(std::io::BufReader::new(fs::File::open(path)?)))
}

/// Reads files through a mapping, and holds their rows against the record.
///
/// # Errors
/// `File`, `Argument`, and everything that keeps the record from being read.
pub(crate) fn gather(
    opened: &Opened,
    kind: FileKind,
    files: &[PathBuf],
    mapping: Option<&Path>,
    now: Instant,
) -> Result<Gathered, Error> {
    let mut gathered = Gathered::default();
    let mut told = told(opened)?;
    for path in files {
        let digest = keep(opened, path)?;
        let name = path.display().to_string();
        let mut view = FileView {
            file: name.clone(),
            digest: digest.clone(),
            ..FileView::default()
        };
        if kind == FileKind::AcledDeleted {
            deleted(path, &digest, &told, now, &mut gathered, &mut view);
            gathered.files.push(view);
            continue;
        }
        let Some(mapping_path) = mapping else {
            let why = format!(
                "a file of the kind `{}` is read through a mapping: `servanda import DIR {} {name} --explain` proposes one, `--mapping FILE` uses it",
                kind.word(),
                kind.word()
            );
            return Err(Error::Argument(why));
        };
        let text = crate::folder::text_of(mapping_path)?;
        let mapping_name = mapping_path.display().to_string();
        let mapping = match Mapping::parse(&mapping_name, &text) {
            Ok(mapping) => mapping,
            Err(fault) => {
                gathered.faults.push(fault);
                continue;
            }
        };
        read(
            opened,
            &Job {
                kind,
                path,
                name: &name,
                digest: &digest,
                mapping: &mapping,
                mapping_name: &mapping_name,
                told: &told,
                now,
            },
            &mut gathered,
            &mut view,
        );
        for draft in &gathered.drafts {
            told.mark(draft);
        }
        gathered.files.push(view);
    }
    Ok(gathered)
}

/// One file to read.
struct Job<'a> {
    kind: FileKind,
    path: &'a Path,
    name: &'a str,
    digest: &'a str,
    mapping: &'a Mapping,
    mapping_name: &'a str,
    told: &'a Told,
    now: Instant,
}

fn read(opened: &Opened, job: &Job<'_>, gathered: &mut Gathered, view: &mut FileView) {
    let open = || open(job.path);
    let input = Input {
        name: job.name,
        open: &open,
    };
    let schema = Schema::of(&opened.plan);
    let opened = Reader::open(job.kind, &input, job.mapping, job.mapping_name, &schema);
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(faults) => {
            gathered.faults.extend(faults);
            return;
        }
    };
    let mut drafts = Vec::new();
    for item in reader.by_ref() {
        match item {
            Item::Fault(fault) => gathered.faults.push(fault),
            Item::Draft(mut draft) => {
                draft
                    .fields
                    .insert("source_digest".into(), Value::from(job.digest));
                match job.told.change(draft) {
                    Change::New(draft) => {
                        view.new += 1;
                        drafts.push(draft);
                    }
                    Change::Same => view.unchanged += 1,
                    Change::Clashes(draft) => gathered.faults.push(RowFault {
                        place: draft.place,
                        reason: "another file of this import says otherwise of the same row: import the newer one after the older".into(),
                    }),
                    Change::Corrects(draft, what) => {
                        view.corrected += 1;
                        view.notices.push(what);
                        drafts.push(draft);
                    }
                }
            }
        }
    }
    tell(&reader, view);
    if !drafts.is_empty() {
        let source = &job.mapping.source;
        let custody = custody(
            job.name,
            job.digest,
            [
                Some(source.publisher.as_str()),
                Some(source.licence.as_str()),
                source.address.as_deref(),
                source.retrieved.as_deref(),
            ],
            job.kind,
            job.now,
        );
        gathered.drafts.push(custody);
        gathered.drafts.extend(drafts);
    }
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

/// Makes the withdrawals of events that ACLED deleted.
fn deleted(
    path: &Path,
    digest: &str,
    told: &Told,
    now: Instant,
    gathered: &mut Gathered,
    view: &mut FileView,
) {
    let name = path.display().to_string();
    let open = || open(path);
    let input = Input {
        name: &name,
        open: &open,
    };
    let mut source = match servanda_evidence::reader::open(FileKind::AcledDeleted, &input, None) {
        Ok(source) => source,
        Err(fault) => {
            gathered.faults.push(fault);
            return;
        }
    };
    let mut record = Record::default();
    let mut drafts = Vec::new();
    loop {
        match source.next(&mut record) {
            Step::Record => {}
            Step::Bad(fault) => {
                gathered.faults.push(fault);
                continue;
            }
            Step::Broken(fault) => {
                gathered.faults.push(fault);
                break;
            }
            Step::End => break,
        }
        view.records += 1;
        let place = Place {
            file: name.clone(),
            line: record.line,
            column: Some("event_id_cnty".into()),
        };
        let id = source
            .columns()
            .place("event_id_cnty")
            .and_then(|place| record.at(place));
        let Some(id) = id else {
            let reason = "the row has no `event_id_cnty`".to_owned();
            gathered.faults.push(RowFault { place, reason });
            continue;
        };
        let like = Draft {
            label: None,
            kind: Kind::Correction,
            fields: source_fields("ACLED", digest),
            refers: Vec::new(),
            place,
        };
        let withdrawn = told.withdrawals(FileKind::Acled.word(), id, &like);
        if withdrawn.is_empty() {
            view.unchanged += 1;
        }
        drafts.extend(withdrawn);
    }
    view.withdrawn = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
    if !drafts.is_empty() {
        let terms = FileKind::AcledDeleted.licence();
        let about = [Some("ACLED"), terms, None, None];
        gathered
            .drafts
            .push(custody(&name, digest, about, FileKind::AcledDeleted, now));
        gathered.drafts.extend(drafts);
    }
}

fn source_fields(publisher: &str, digest: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("source_publisher".to_owned(), Value::from(publisher)),
        ("source_digest".to_owned(), Value::from(digest)),
    ])
}

/// Makes the entry that says what file the rows after it were read from.
fn custody(
    name: &str,
    digest: &str,
    [publisher, licence, address, retrieved]: [Option<&str>; 4],
    kind: FileKind,
    now: Instant,
) -> Draft {
    let mut fields = source_fields(publisher.unwrap_or("unknown"), digest);
    let mut put = |field: &str, text: &str| {
        if !text.is_empty() {
            fields.insert(field.to_owned(), Value::from(text));
        }
    };
    put("act", "source");
    put("source_address", address.unwrap_or_default());
    let base = Path::new(name).file_name();
    let base = base.map_or_else(String::new, |base| base.to_string_lossy().into_owned());
    put("name", &base);
    let members = [
        ("kind", kind.word().to_owned()),
        ("licence", licence.unwrap_or_default().to_owned()),
        (
            "retrieved",
            retrieved.map_or_else(|| now.to_string(), str::to_owned),
        ),
    ];
    fields.insert(
        "fields".into(),
        Value::Map(
            members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        ),
    );
    Draft {
        label: None,
        kind: Kind::Custody,
        fields,
        refers: Vec::new(),
        place: Place {
            file: name.to_owned(),
            line: 1,
            column: None,
        },
    }
}

/// Copies a file's bytes into `sources/` under their digest; returns it.
fn keep(opened: &Opened, path: &Path) -> Result<String, Error> {
    record_folder::refuse_example(&opened.folder)?;
    let file = |what, path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { what, path, source }
    };
    let folder = opened.folder.path.join(SOURCES);
    fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    let draft = folder.join(format!("incoming-{}.tmp", std::process::id()));
    let mut from = fs::File::open(path).map_err(file("read", path))?;
    let mut to = fs::File::create(&draft).map_err(file("write", &draft))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 256 * 1024];
    loop {
        let read = from.read(&mut buffer).map_err(file("read", path))?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hash.update(bytes);
        to.write_all(bytes).map_err(file("write", &draft))?;
    }
    to.sync_all().map_err(file("write", &draft))?;
    let digest: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let kept = folder.join(&digest);
    if kept.exists() {
        fs::remove_file(&draft).map_err(file("remove", &draft))?;
    } else {
        fs::rename(&draft, &kept).map_err(file("rename", &draft))?;
    }
    Ok(digest)
}

/// Reads what the record has of imported sources.
fn told(opened: &Opened) -> Result<Told, Error> {
    let mut told = Told::default();
    let Some(log) = record_folder::verifier(&opened.folder)? else {
        return Ok(told);
    };
    let disk = servanda_store::Folder::new(opened.folder.record());
    let (_, stored) = servanda_store::read_all(&disk, &log)?;
    for entry in stored {
        let index = entry.index.0;
        let unfit = |refusal| Error::Entry { index, refusal };
        let Some(payload) = &entry.payload else {
            continue;
        };
        let leaf = Leaf::decode(&entry.leaf).map_err(unfit)?;
        let statement = Statement::parse(&leaf.signed.statement_bytes).map_err(unfit)?;
        let payload = Payload::parse(payload).map_err(unfit)?;
        let at = Reference {
            entry: index,
            row: None,
        };
        told.push(at, statement.kind, &payload);
    }
    Ok(told)
}

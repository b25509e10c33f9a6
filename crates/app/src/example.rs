//! The record of an example: built from its evidence files, the same on every
//! machine.
//!
//! Keys, payload secrets and times derive from a published seed, so that roots
//! can be cited; rows are ordered by publication, then by file and line. The
//! record is kept in the folder's ignored cache under the digest of what it was
//! built from, so that a changed row makes a new record and nothing is stale.
//! Such a record is a declared backfill: knowledge is dated by publication.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use servanda_evidence::{Draft, RowFault, Schema, csv};
use servanda_model::plan::Plan;
use servanda_model::time::{Date, Zone};
use servanda_statement::record::BACKFILL;
use servanda_statement::{Key, Kind, Reference, Secret, Value, example_bytes, written};
use servanda_store::{NewEntry, Store};
use servanda_tlog::NoteSigner;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::folder::Folder;
use crate::sign::{Author, enrolment};
use crate::submit::named_words;

/// Counts who builds a record in this process.
static BUILDERS: AtomicU64 = AtomicU64::new(0);

/// The one key that signs examples.
pub(crate) const TRANSCRIBER: &str = "Example Transcriber";

/// The version of the way in which examples are built; part of the digest.
const BUILD: &str = "servanda example build 1";

/// Rows of a folder's evidence files.
pub(crate) struct Rows {
    /// The good ones, in the order of the record.
    pub(crate) drafts: Vec<Draft>,
    /// The bad ones.
    pub(crate) faults: Vec<RowFault>,
}

/// Reads the evidence files of a folder.
pub(crate) fn rows(folder: &Folder, plan: &Plan) -> Rows {
    let schema = Schema::of(plan);
    let mut rows = Rows {
        drafts: Vec::new(),
        faults: Vec::new(),
    };
    for (name, bytes) in &folder.evidence {
        let is_csv = Path::new(name)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        if is_csv {
            let read = csv::read(&format!("evidence/{name}"), bytes, &schema);
            rows.drafts.extend(read.drafts);
            rows.faults.extend(read.faults);
        }
    }
    let mut dated: Vec<(Date, Draft)> = Vec::new();
    for draft in rows.drafts.drain(..) {
        match published(&draft) {
            Some(day) => dated.push((day, draft)),
            None => rows.faults.push(RowFault {
                place: servanda_evidence::Place {
                    column: Some("published".into()),
                    ..draft.place
                },
                reason:
                    "an example's row needs the day of its publication, which dates what was known"
                        .into(),
            }),
        }
    }
    dated.sort_by_key(|(left, _)| *left);
    rows.drafts = dated
        .into_iter()
        .map(|(_, draft)| Draft {
            fields: named_words(plan, &draft),
            ..draft
        })
        .collect();
    rows
}

fn published(draft: &Draft) -> Option<Date> {
    draft
        .fields
        .get("published_on")
        .and_then(Value::as_text)
        .and_then(|day| written::read_day(day).ok())
}

/// Returns the folder of an example's record, building it where it is not
/// there yet.
///
/// # Errors
/// `Rows` where a row is bad, `File`, `Statement`, `Record`.
pub(crate) fn record(folder: &Folder, plan: &Plan) -> Result<PathBuf, Error> {
    let rows = rows(folder, plan);
    if let Some(first) = rows.faults.first() {
        return Err(Error::Rows {
            refused: rows.faults.len(),
            first: first.to_string(),
        });
    }
    let name = format!("record-{}", digest(folder, &rows.drafts));
    let wanted = cache(folder).join(&name);
    if wanted.join(servanda_store::CHECKPOINT).is_file() {
        return Ok(wanted);
    }
    // Each builder has a folder of its own: other processes, and other threads
    // of this one, may build the same record at the same time.
    let builder = BUILDERS.fetch_add(1, Ordering::Relaxed);
    let process = std::process::id();
    let building = cache(folder).join(format!("{name}.building-{process}-{builder}"));
    let file = |what| {
        let path = building.clone();
        move |source| Error::File { what, path, source }
    };
    fs::create_dir_all(&building).map_err(file("create"))?;
    build(folder, plan, &rows.drafts, &building)?;
    match fs::rename(&building, &wanted) {
        Ok(()) => {}
        // Another was faster; its record has the same bytes.
        Err(_) if wanted.join(servanda_store::CHECKPOINT).is_file() => {
            fs::remove_dir_all(&building).map_err(file("remove"))?;
        }
        Err(source) => return Err(file("rename")(source)),
    }
    Ok(wanted)
}

/// Returns the folder's cache, or one beside the system's temporary files where
/// the folder cannot be written.
fn cache(folder: &Folder) -> PathBuf {
    let own = folder.path.join(".cache");
    if fs::create_dir_all(&own).is_ok() {
        return own;
    }
    std::env::temp_dir().join(format!("servanda-examples-{}", folder.settings.id))
}

fn digest(folder: &Folder, drafts: &[Draft]) -> String {
    let mut hash = Sha256::new();
    hash.update(BUILD);
    hash.update(folder.settings.origin());
    for draft in drafts {
        hash.update(format!(
            "{:?}{:?}{:?}{:?}",
            draft.label, draft.kind, draft.fields, draft.refers
        ));
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Returns the signer of an example's log.
///
/// # Errors
/// `Record`, where the log's name does not fit.
pub(crate) fn log_signer(folder: &Folder) -> Result<NoteSigner, Error> {
    let secret = example_bytes(&folder.settings.seed(), "log", 0);
    NoteSigner::new(&folder.settings.origin(), &secret).map_err(|fault| Error::Record(fault.into()))
}

fn build(folder: &Folder, plan: &Plan, drafts: &[Draft], path: &Path) -> Result<(), Error> {
    let seed = folder.settings.seed();
    let key = Key::example(&seed, TRANSCRIBER);
    let mut author = Author {
        agreement: &folder.settings.id,
        epoch: folder.settings.epoch,
        key: &key,
        sequence: 0,
        previous: None,
    };
    let received = received_at_ms(drafts, &plan.zone);
    let mut first = enrolment(&key);
    first.insert("act".into(), Value::from(BACKFILL));
    first.insert("figure".into(), Value::from((drafts.len() + 1).to_string()));
    let secret = |number: u64| Secret(example_bytes(&seed, "payload", number));
    let mut entries: Vec<NewEntry> =
        vec![author.sign(Kind::Key, first, Vec::new(), secret(0), received)?];
    let mut labels: BTreeMap<&str, u64> = BTreeMap::new();
    for (number, draft) in (1_u64..).zip(drafts) {
        let references = references(draft, &labels)?;
        entries.push(author.sign(
            draft.kind,
            draft.fields.clone(),
            references,
            secret(number),
            received + number,
        )?);
        if let Some(label) = &draft.label
            && labels.insert(label, number).is_some()
        {
            return Err(row_error(
                draft,
                "row",
                format!("the label `{label}` is used twice"),
            ));
        }
    }
    let signer = log_signer(folder)?;
    let (mut store, _) = Store::open_or_create(
        servanda_store::Folder::new(path),
        signer,
        &folder.settings.origin(),
    )?;
    store.append(entries)?;
    Ok(())
}

fn references(draft: &Draft, labels: &BTreeMap<&str, u64>) -> Result<Vec<Reference>, Error> {
    let find = |label: &String| {
        let entry = labels.get(label.as_str()).copied();
        let entry = entry.ok_or_else(|| {
            row_error(
                draft,
                "refers",
                format!("no earlier row has the label `{label}`; rows are ordered by publication"),
            )
        })?;
        Ok(Reference { entry, row: None })
    };
    draft.refers.iter().map(find).collect()
}

fn row_error(draft: &Draft, column: &str, reason: String) -> Error {
    let place = servanda_evidence::Place {
        column: Some(column.to_owned()),
        ..draft.place.clone()
    };
    Error::Rows {
        refused: 1,
        first: RowFault { place, reason }.to_string(),
    }
}

/// An example is received at the start of the day after its last publication.
fn received_at_ms(drafts: &[Draft], zone: &Zone) -> u64 {
    let last = drafts.iter().filter_map(published).max();
    let next = last.and_then(|day| day.tomorrow().ok());
    let at = next.map_or(0, |day| zone.day_start(day).as_millisecond());
    u64::try_from(at).unwrap_or(0)
}

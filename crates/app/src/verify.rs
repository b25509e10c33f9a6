//! `verify`: the record against itself, byte by byte.
//!
//! Until witnesses run, this shows tampering to anyone who kept a checkpoint,
//! and says so; it does not show whether anything reported is true. An entry by
//! a key that had no standing does not fit either; with an agreement folder the
//! agreement says who may enrol whom, a bare record is only held to the forms.

use std::path::Path;

use serde::Serialize;
use servanda_statement::{EntryVerifier, Keyring, VerifiedEntry};
use servanda_store::{Judge, Rows, Verification};
use servanda_tlog::LeafIndex;

use crate::entries::each_row;
use crate::error::Error;
use crate::folder::Folder;
use crate::opened::{compile_folder, trust};
use crate::{example, record_folder};

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyView {
    /// Whether everything fits.
    pub ok: bool,
    /// How many entries the checkpoint covers.
    pub size: Option<u64>,
    /// The root that the checkpoint signs.
    pub root: Option<String>,
    /// The log's origin.
    pub origin: Option<String>,
    /// What does not fit.
    pub problems: Vec<ProblemView>,
    /// What is worth showing and no fault.
    pub notices: Vec<String>,
    /// What this can and cannot prove.
    pub proves: &'static str,
}

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProblemView {
    /// The entry in which it lies.
    pub entry: Option<u64>,
    /// The file.
    pub file: String,
    /// What does not fit.
    pub what: String,
}

const PROVES: &str = "the record is tamper-evident to anyone who kept an earlier checkpoint; \
                      no witness has cosigned it yet";

/// Verifies the record of an agreement folder, or a bare record folder.
///
/// # Errors
/// `File`, `Record`; what is wrong with the record itself is a problem in the
/// view.
pub fn verify(path: &Path) -> Result<VerifyView, Error> {
    if path.join(servanda_store::CHECKPOINT).is_file() {
        let disk = servanda_store::Folder::new(path);
        return run(&disk, None, None, Keyring::new());
    }
    let folder = Folder::read(path)?;
    let compiled = compile_folder(&folder).plan;
    if folder.settings.example {
        let plan = compiled.ok_or_else(|| Error::Agreement {
            why: "run `servanda check`".into(),
        })?;
        let record = example::record(&folder, &plan)?;
        let signer = example::log_signer(&folder)?;
        return run(
            &servanda_store::Folder::new(record),
            Some(signer.verifier()),
            Some(&folder),
            Keyring::under(trust(&folder, &plan)?),
        );
    }
    let log = record_folder::verifier(&folder)?;
    if log.is_none() && !folder.record().exists() {
        return Err(Error::Record(servanda_store::Error::Absent));
    }
    let keyring = match &compiled {
        Some(plan) => Keyring::under(trust(&folder, plan)?),
        None => Keyring::new(),
    };
    run(
        &servanda_store::Folder::new(folder.record()),
        log.as_ref(),
        Some(&folder),
        keyring,
    )
}

/// Returns where the record of a folder lies, for those who verify it with
/// other tools.
///
/// # Errors
/// As [`verify`].
pub fn record_path(folder: &Folder) -> Result<std::path::PathBuf, Error> {
    if !folder.settings.example {
        return Ok(folder.record());
    }
    let plan = compile_folder(folder)
        .plan
        .ok_or_else(|| Error::Agreement {
            why: "run `servanda check`".into(),
        })?;
    example::record(folder, &plan)
}

fn run(
    disk: &servanda_store::Folder,
    log: Option<&servanda_tlog::NoteVerifier>,
    folder: Option<&Folder>,
    keyring: Keyring,
) -> Result<VerifyView, Error> {
    let mut entries =
        folder.map(|folder| EntryVerifier::new(&folder.settings.id, folder.settings.epoch));
    if entries.is_none()
        && let Ok(checkpoint) = disk_checkpoint(disk)
    {
        entries = EntryVerifier::for_origin(&checkpoint).ok();
    }
    let mut judge = Entries {
        verifier: entries,
        keyring,
        lost: false,
        last: None,
    };
    let Verification {
        checkpoint,
        problems,
    } = servanda_store::verify(disk, log, &mut judge)?;
    let problems: Vec<ProblemView> = problems
        .into_iter()
        .map(|problem| ProblemView {
            entry: problem.entry.map(|index| index.0),
            file: problem.file,
            what: problem.what,
        })
        .collect();
    Ok(VerifyView {
        ok: problems.is_empty() && checkpoint.is_some(),
        size: checkpoint.as_ref().map(|checkpoint| checkpoint.size.0),
        root: checkpoint
            .as_ref()
            .map(|checkpoint| checkpoint.root.to_hex()),
        origin: checkpoint.map(|checkpoint| checkpoint.origin),
        problems,
        notices: notices(judge.verifier.as_ref(), &judge.keyring),
        proves: PROVES,
    })
}

/// Judges entries by their form, their place, their keys and their rows.
struct Entries {
    verifier: Option<EntryVerifier>,
    keyring: Keyring,
    /// Whether an entry could not be read: what stood there may have enrolled
    /// the key of a later one.
    lost: bool,
    last: Option<VerifiedEntry>,
}

impl Judge for Entries {
    fn entry(
        &mut self,
        index: LeafIndex,
        leaf: &[u8],
        payload: Option<&[u8]>,
    ) -> Result<(), String> {
        let checked = match &mut self.verifier {
            Some(verifier) => verifier.check(index.0, leaf, payload),
            None => servanda_statement::verify_entry(leaf, payload),
        };
        let entry = checked.map_err(|refusal| {
            self.lost = true;
            refusal.to_string()
        })?;
        let void = self.keyring.take_at(index.0, &entry).void;
        self.last = Some(entry);
        match void {
            Some(why) if !self.lost => Err(format!("it has no effect: {why}")),
            Some(_) | None => Ok(()),
        }
    }

    fn rows(&mut self, index: LeafIndex, rows: Option<Rows>) -> Result<(), String> {
        let Some(entry) = &self.last else {
            return Ok(());
        };
        match each_row(index.0, entry, rows, |_, _| {}) {
            Err(Error::Entry { refusal, .. }) => Err(refusal.to_string()),
            checked => checked.map_err(|fault| fault.to_string()),
        }
    }
}

/// Lists what is worth showing and no fault: gaps in authors' numbers, and what
/// was signed while a key may have been in other hands.
fn notices(entries: Option<&EntryVerifier>, keyring: &Keyring) -> Vec<String> {
    let gaps = entries.into_iter().flat_map(EntryVerifier::notices);
    let suspect = keyring.suspect().into_iter().map(|(entry, (key, by))| {
        format!("entry {entry}: key {key}, revoked in entry {by}, may have been in other hands")
    });
    gaps.map(ToString::to_string).chain(suspect).collect()
}

/// Reads the origin off a checkpoint's first line, unverified: it only says
/// which record the entries must belong to.
fn disk_checkpoint(disk: &servanda_store::Folder) -> std::io::Result<String> {
    use servanda_store::Disk as _;
    let bytes = disk.read(servanda_store::CHECKPOINT)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned())
}

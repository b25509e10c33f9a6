//! An agreement folder opened: text compiled, record read and checked.
//!
//! Entry point: [`Opened::open`]. Every command that judges starts here, so
//! that all use the same record and the same defaults.

use std::collections::BTreeMap;

use servanda_assess::policy;
pub use servanda_compiler::Compiled;
use servanda_compiler::{Source, compile};
use servanda_model::assessment::{AsOf, Assessment, Known};
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Record};
use servanda_model::time::Instant;
use servanda_statement::record::RecordReader;
use servanda_statement::{Keyring, Trust};
use servanda_tlog::NoteVerifier;
use sha2::{Digest as _, Sha256};

use crate::dates;
use crate::entries::{self, Met};
use crate::error::Error;
use crate::example;
use crate::folder::Folder;
use crate::record_folder;
use crate::report::Checked;

/// An agreement folder, opened.
#[derive(Debug)]
pub struct Opened {
    /// The folder as read.
    pub folder: Folder,
    /// The Plan.
    pub plan: Plan,
    /// Everything that compiling said.
    pub compiled: Compiled,
    /// The record as facts.
    pub record: Record,
    /// Which key stands for whom, as of the record's end.
    pub keyring: Keyring,
    /// What names the record.
    pub head: Head,
}

/// What names a record: its size, its root and the openings used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The log's origin.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root hash, lowercase hex.
    pub root: String,
    /// SHA-256 over the payloads that were open, lowercase hex.
    pub openings_digest: String,
}

impl Opened {
    /// Opens a folder: compiles the text, and reads the record, building it
    /// for an example.
    ///
    /// # Errors
    /// Everything that keeps the folder from being judged. Diagnostics do not,
    /// as long as the agreement has a header.
    pub fn open(folder: Folder) -> Result<Self, Error> {
        let mut compiled = compile_folder(&folder);
        let Some(plan) = compiled.plan.take() else {
            let why = compiled.diagnostics.first().map_or_else(
                || "it has no `agreement` item".to_owned(),
                |first| first.message.clone(),
            );
            return Err(Error::Agreement { why });
        };
        let trust = trust(&folder, &plan)?;
        let (mut record, keyring, head) = if folder.settings.example {
            let path = example::record(&folder, &plan)?;
            let verifier = example::log_signer(&folder)?.verifier().clone();
            let disk = servanda_store::Folder::new(path);
            read_record(&folder, trust, &disk, &verifier)?
        } else {
            match record_folder::verifier(&folder)? {
                Some(verifier) => {
                    let disk = servanda_store::Folder::new(folder.record());
                    read_record(&folder, trust, &disk, &verifier)?
                }
                None => (
                    Record::default(),
                    Keyring::under(trust),
                    empty_head(&folder),
                ),
            }
        };
        silence(&plan, &mut record);
        Ok(Self {
            folder,
            plan,
            compiled,
            record,
            keyring,
            head,
        })
    }

    /// Reads `--at` and `--known`, with the defaults of the command line.
    ///
    /// # Shape
    /// Without `--at`, an example is judged where its record ends, any other
    /// folder now. Without `--known`, everything in the record is known.
    ///
    /// # Errors
    /// `Argument`, where a text is no time.
    pub fn as_of(
        &self,
        at: Option<&str>,
        known: Option<&str>,
        now: Instant,
    ) -> Result<AsOf, Error> {
        let zone = &self.plan.zone;
        let at = match at.or(self.folder.settings.default_at.as_deref()) {
            Some(text) => dates::read_instant(text, zone).map_err(Error::Argument)?,
            None => self
                .record_ends()
                .filter(|_| self.folder.settings.example)
                .unwrap_or(now),
        };
        let known = match known {
            Some(text) => dates::read_known(text, zone).map_err(Error::Argument)?,
            None => Known::Size(self.head.size),
        };
        Ok(AsOf { at, known })
    }

    /// Returns the instant at which the record ends: the end of the day that
    /// its general coverage names.
    pub fn record_ends(&self) -> Option<Instant> {
        self.record
            .entries
            .iter()
            .rev()
            .find_map(|entry| match &entry.act {
                Some(Act::Coverage(coverage)) if coverage.of.is_none() => {
                    Some(self.plan.zone.day_end(coverage.until))
                }
                _ => None,
            })
    }

    /// Tells for each clause that commits somebody what it lacks to be checked.
    pub fn checkability(&self) -> Vec<Checked> {
        let checked = |found: servanda_compiler::Checkability| Checked {
            clause: found.clause,
            obligors: found.obligors,
            missing_as_agreed: found.as_agreed.missing,
            missing_with_proposed: found.with_proposed.missing,
        };
        servanda_compiler::checkability(&self.plan, &self.folder.text)
            .into_iter()
            .map(checked)
            .collect()
    }

    /// Assesses the folder.
    pub fn assess(&self, as_of: AsOf) -> Assessment {
        servanda_assess::assess(&self.plan, &self.record, as_of)
    }
}

/// Writes the defaults that omitted fields take, as `check --expand` prints
/// them.
pub fn expand(plan: &Plan, text: &str) -> String {
    servanda_compiler::expand(plan, text)
}

/// Compiles the text of a folder.
pub fn compile_folder(folder: &Folder) -> Compiled {
    let annexes: BTreeMap<String, &[u8]> = folder
        .annexes
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes.as_slice()))
        .collect();
    compile(&Source {
        text: &folder.text,
        manifest: folder.manifest.as_deref(),
        annexes,
    })
}

/// Returns the SHA-256 of an annex file, as its manifest names it.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn empty_head(folder: &Folder) -> Head {
    Head {
        origin: folder.settings.origin(),
        size: 0,
        root: servanda_tlog::Hash::empty_root().to_hex(),
        openings_digest: entries::no_openings(),
    }
}

/// Returns what the agreement says about keys; of an example, also that its
/// one published key tells what everyone said.
///
/// # Errors
/// `Unreadable`, where the annex of keys cannot be used.
pub(crate) fn trust(folder: &Folder, plan: &Plan) -> Result<Trust, Error> {
    let mut trust = crate::trust::trust(folder, plan)?;
    if folder.settings.example {
        trust.desks.insert(example::TRANSCRIBER.into());
    }
    Ok(trust)
}

/// Takes the effect from acts signed in another's name by somebody whom the
/// text does not trust with that.
pub(crate) fn silence(plan: &Plan, record: &mut Record) {
    for entry in &mut record.entries {
        if let Some(act) = &entry.act
            && !policy::counts(plan, &entry.signer, act)
        {
            let why = format!(
                "without effect: `{}` signed in another's name, which the text does not let it",
                entry.signer
            );
            entry.act = Some(Act::Other(why));
        }
    }
}

fn read_record(
    folder: &Folder,
    trust: Trust,
    disk: &servanda_store::Folder,
    log: &NoteVerifier,
) -> Result<(Record, Keyring, Head), Error> {
    let mut reader = RecordReader::with(Keyring::under(trust));
    let walked = entries::walk(folder, disk, log, |_, met| match met {
        Met::Entry(entry) => reader.push(entry),
        Met::Row(_, line) => reader.push_row(line),
    })?;
    let head = Head {
        origin: walked.checkpoint.origin,
        size: walked.checkpoint.size.0,
        root: walked.checkpoint.root.to_hex(),
        openings_digest: walked.openings_digest,
    };
    let (record, keyring) = reader.finish_with_keys();
    Ok((record, keyring, head))
}

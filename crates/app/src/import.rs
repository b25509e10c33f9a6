//! `import`: a file read through its mapping and appended.
//!
//! What lives here: keeping the raw bytes with where they come from, before
//! anything is parsed (`keep`); each file's rows as one signed batch
//! (`batch`), held against what the record has (`enter`); the proposal of a
//! mapping. Reading files is `servanda-evidence`'s.
//!
//! The raw bytes lie in the folder's `sources/`, each file under its digest.
//! They are no part of the record and never published with it: a licence may
//! not allow that. The record has the digest, so that whoever holds the file
//! can check what was made of it.

mod batch;
mod enter;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write as _};
use std::path::Path;

use serde::Serialize;
use servanda_evidence::explain;
use servanda_evidence::{FileKind, Input, Mapping, RowFault, Schema};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::opened::Opened;
use crate::record_folder;

pub(crate) use enter::enter;

/// The folder of raw files.
pub const SOURCES: &str = "sources";

/// What an import made of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// The file.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// The batch that its rows became; none where it said nothing new.
    pub entry: Option<u64>,
    /// How many rows that batch has.
    pub rows: u64,
    /// How many records it has.
    pub records: u64,
    /// How many rows are new reports.
    pub new: u64,
    /// How many the record had already, said the same way.
    pub unchanged: u64,
    /// How many rows correct what the record has.
    pub corrected: u64,
    /// How many rows withdraw what the record has.
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

/// Reads the mapping of an import.
///
/// # Errors
/// `Argument` where there is none, `File`; inside, where it does not fit.
fn mapping_of(
    kind: FileKind,
    name: &str,
    path: Option<&Path>,
) -> Result<Result<(String, Mapping), RowFault>, Error> {
    let Some(path) = path else {
        let word = kind.word();
        let why = format!(
            "a file of the kind `{word}` is read through a mapping: `servanda import DIR {word} {name} --explain` proposes one, `--mapping FILE` uses it"
        );
        return Err(Error::Argument(why));
    };
    let text = crate::folder::text_of(path)?;
    let name = path.display().to_string();
    Ok(Mapping::parse(&name, &text).map(|mapping| (name, mapping)))
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

//! An agreement folder, read whole into memory.
//!
//! What lives here: which files make a folder, and the messages where one is
//! missing or unreadable. Nothing is parsed but the settings.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use servanda_evidence::{FILE_BYTES_MAX, LINE_BYTES_MAX};

use crate::error::Error;
use crate::settings::Settings;

/// The most bytes of an agreement's text.
pub const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// An agreement folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// The bytes of `agreement.md`.
    pub text: String,
    /// The bytes of `annexes/manifest`, where there is one.
    pub manifest: Option<Vec<u8>>,
    /// The annexes, by file name.
    pub annexes: BTreeMap<String, Vec<u8>>,
    /// The evidence files, by file name.
    pub evidence: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// Reads a folder.
    ///
    /// # Errors
    /// `NotAFolder`, `File`, `Unreadable`, `Settings`.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text_path = path.join("agreement.md");
        if !text_path.is_file() {
            return Err(Error::NotAFolder {
                path: path.to_owned(),
            });
        }
        let settings_path = path.join("servanda.toml");
        let settings = if settings_path.is_file() {
            Settings::read(&text_of(&settings_path)?)?
        } else {
            let why = "the folder has none; it names the agreement's `id`".to_owned();
            return Err(Error::Settings { why });
        };
        let manifest = path.join("annexes").join("manifest");
        Ok(Self {
            path: path.to_owned(),
            settings,
            text: text_of(&text_path)?,
            manifest: if manifest.is_file() {
                Some(bytes_of(&manifest)?)
            } else {
                None
            },
            annexes: files(&path.join("annexes"), bytes_of)?,
            evidence: files(&path.join("evidence"), evidence_of)?,
        })
    }

    /// Returns where the folder's record lies.
    pub fn record(&self) -> PathBuf {
        self.path.join("record")
    }
}

/// Reads a file as bytes.
///
/// # Errors
/// `File`.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::File {
        what: "read",
        path: path.to_owned(),
        source,
    })
}

/// Reads a file of evidence. Of a CSV file with a line past the limit no more
/// is read than shows it, so that a huge line costs no memory.
///
/// # Errors
/// `File`.
pub(crate) fn evidence_of(path: &Path) -> Result<Vec<u8>, Error> {
    let file = |source| Error::File {
        what: "read",
        path: path.to_owned(),
        source,
    };
    let is_csv = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    if !is_csv {
        return bytes_of(path);
    }
    let mut reader = BufReader::new(fs::File::open(path).map_err(file)?);
    let mut bytes = Vec::new();
    let limit = u64::try_from(LINE_BYTES_MAX + 2).unwrap_or(u64::MAX);
    loop {
        let line = reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut bytes)
            .map_err(file)?;
        let ended = bytes.last() == Some(&b'\n');
        if line == 0 || (line > LINE_BYTES_MAX && !ended) || bytes.len() > FILE_BYTES_MAX {
            return Ok(bytes);
        }
    }
}

/// Reads a file as text.
///
/// # Errors
/// `File`, `Unreadable`.
pub fn text_of(path: &Path) -> Result<String, Error> {
    let bytes = bytes_of(path)?;
    if bytes.len() > TEXT_BYTES_MAX {
        let why = format!("it is larger than {TEXT_BYTES_MAX} bytes");
        return Err(Error::Unreadable {
            path: path.to_owned(),
            why,
        });
    }
    String::from_utf8(bytes).map_err(|fault| {
        let at = fault.utf8_error().valid_up_to();
        let line = fault
            .as_bytes()
            .iter()
            .take(at)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let why = format!("byte {at}, on line {line}, is not UTF-8; save the file as UTF-8");
        Error::Unreadable {
            path: path.to_owned(),
            why,
        }
    })
}

/// Reads the plain files of a folder, by name; none where there is no folder.
fn files(
    path: &Path,
    read: fn(&Path) -> Result<Vec<u8>, Error>,
) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    if !path.is_dir() {
        return Ok(files);
    }
    let listed = |source| Error::File {
        what: "list",
        path: path.to_owned(),
        source,
    };
    for entry in fs::read_dir(path).map_err(listed)? {
        let entry = entry.map_err(listed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') && name != "manifest" {
            files.insert(name, read(&entry.path())?);
        }
    }
    Ok(files)
}

//! The record of a folder that is no example: its log key, and growing it.
//!
//! No other folder ever grows a record by itself: a record starts with the
//! first statement that somebody submits or imports.

use std::fs;
use std::path::{Path, PathBuf};

use servanda_store::Store;
use servanda_tlog::{NoteSigner, NoteVerifier};

use crate::error::Error;
use crate::folder::Folder;
use crate::key_file::{from_hex, to_hex, write_secret};

/// Where a folder's secret keys lie: never part of the agreement or the record.
pub(crate) fn keys(folder: &Folder) -> PathBuf {
    folder.path.join("keys")
}

/// Returns the verifier of a folder's log, or none where no record was begun.
///
/// # Errors
/// `File`, `Record`.
pub(crate) fn verifier(folder: &Folder) -> Result<Option<NoteVerifier>, Error> {
    let path = folder.record().join(servanda_store::LOG_KEY);
    if !path.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).map_err(|source| Error::File {
        what: "read",
        path,
        source,
    })?;
    let verifier = NoteVerifier::parse(text.trim()).map_err(|fault| Error::Record(fault.into()))?;
    Ok(Some(verifier))
}

/// Refuses to grow the record of an example.
///
/// # Errors
/// `Forbidden`.
pub(crate) fn refuse_example(folder: &Folder) -> Result<(), Error> {
    if !folder.settings.example {
        return Ok(());
    }
    let why = "this folder is an example: its record is built from `evidence/` and grows by no \
               other way"
        .to_owned();
    Err(Error::Forbidden { why })
}

/// Opens a folder's record for writing, beginning it where there is none.
///
/// # Errors
/// `Forbidden` for an example; `File`, `Record`.
pub(crate) fn open(folder: &Folder) -> Result<Store<servanda_store::Folder>, Error> {
    refuse_example(folder)?;
    let secret = secret(&keys(folder).join("log.key"))?;
    let signer = NoteSigner::new(&folder.settings.origin(), &secret)
        .map_err(|fault| Error::Record(fault.into()))?;
    let disk = servanda_store::Folder::new(folder.record());
    let (store, _) = Store::open_or_create(disk, signer, &folder.settings.origin())?;
    Ok(store)
}

/// Reads the log's secret, or makes one on first use.
fn secret(path: &Path) -> Result<[u8; 32], Error> {
    if !path.exists() {
        let secret = draw(path)?;
        write_secret(path, &format!("{}\n", to_hex(&secret)))?;
        return Ok(secret);
    }
    let text = fs::read_to_string(path).map_err(|source| Error::File {
        what: "read",
        path: path.to_owned(),
        source,
    })?;
    from_hex(text.trim()).ok_or_else(|| Error::Unreadable {
        path: path.to_owned(),
        why: "it must hold 64 hexadecimal digits".into(),
    })
}

/// Draws 32 random bytes from the operating system.
///
/// # Errors
/// `File`, naming what the bytes are for.
pub(crate) fn draw(path: &Path) -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    fill(path, &mut bytes)?;
    Ok(bytes)
}

/// Fills a buffer with random bytes from the operating system.
///
/// # Errors
/// `File`, naming what the bytes are for.
pub(crate) fn fill(path: &Path, bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|fault| Error::File {
        what: "draw random bytes for",
        path: path.to_owned(),
        source: std::io::Error::other(fault),
    })
}

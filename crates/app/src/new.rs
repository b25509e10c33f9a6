//! `new`: a folder to start from, empty or from a tracker.
//!
//! Nothing is overwritten: the folder must not exist or be empty. A new folder
//! has a desk key of its own, kept out of the agreement and of version control;
//! it is sealed where the environment holds a passphrase.

mod tracker;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::Error;
use crate::folder::bytes_of;
use crate::key_file::{self, Passphrases};

pub use tracker::{Row, agreement_of, read_tracker};

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewView {
    /// The files, relative to the folder.
    pub files: Vec<PathBuf>,
    /// How many rows of a tracker became clauses that can be judged.
    pub complete: usize,
    /// How many became `not checkable`, with what is missing.
    pub not_checkable: usize,
}

const STARTER: &str = include_str!("new/starter.md");

/// Writes a folder to start from.
///
/// # Errors
/// `Forbidden` where the folder holds something; `File`, `Unreadable`,
/// `Argument` for a tracker that cannot be read.
pub fn new(path: &Path, from: Option<&Path>) -> Result<NewView, Error> {
    if path.exists() && fs::read_dir(path).map_or(true, |mut entries| entries.next().is_some()) {
        let why = format!(
            "`{}` already holds something, and nothing is overwritten: name a new folder",
            path.display()
        );
        return Err(Error::Forbidden { why });
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let id = id_of(&name);
    // The tracker is read before anything is written, so that a bad one leaves
    // nothing behind.
    let rows = from
        .map(|from| read_tracker(&from.display().to_string(), &bytes_of(from)?))
        .transpose()?;
    let text = rows.as_ref().map_or_else(
        || STARTER.to_owned(),
        |rows| agreement_of(&title_of(&name), rows),
    );
    let files = [
        ("agreement.md", text),
        (
            "servanda.toml",
            format!("id = \"{id}\"\nlog = \"{id}.invalid\"\n"),
        ),
        (".gitignore", "/keys/\n/record/\n/sources/\n".to_owned()),
    ];
    let file = |what, path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { what, path, source }
    };
    fs::create_dir_all(path.join("evidence")).map_err(file("create", path))?;
    let mut written = Vec::new();
    for (name, text) in files {
        let target = path.join(name);
        fs::write(&target, text).map_err(file("write", &target))?;
        written.push(PathBuf::from(name));
    }
    let desk = path.join("keys").join("desk.key");
    let passphrase = Passphrases::default().find(&desk)?;
    key_file::create(&desk, "Desk", passphrase.as_deref().map(String::as_str))?;
    written.push(PathBuf::from("keys/desk.key"));
    let complete = rows
        .iter()
        .flatten()
        .filter(|row| row.missing().is_empty())
        .count();
    let all = rows.as_ref().map_or(0, Vec::len);
    Ok(NewView {
        files: written,
        complete,
        not_checkable: all - complete,
    })
}

/// Makes an agreement's id from a folder's name.
fn id_of(name: &str) -> String {
    let id: String = name
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                c
            } else {
                '-'
            }
        })
        .take(64)
        .collect();
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() {
        "agreement".to_owned()
    } else {
        id
    }
}

/// Makes a title from a folder's name: words with capitals.
fn title_of(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let title: Vec<String> = words
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        })
        .collect();
    if title.is_empty() {
        "New Agreement".to_owned()
    } else {
        title.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_and_titles() {
        assert_eq!(id_of("Blue River 2026"), "blue-river-2026");
        assert_eq!(id_of("اتفاق"), "agreement");
        assert_eq!(title_of("blue-river"), "Blue River");
    }

    #[test]
    fn nothing_is_overwritten() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("notes.txt"), "mine").unwrap();
        assert!(matches!(
            new(place.path(), None),
            Err(Error::Forbidden { .. })
        ));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}

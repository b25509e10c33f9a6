//! What goes wrong in the world around an agreement: folders, files, keys.
//!
//! What is wrong with a text or a row is a diagnostic or a row fault, never an
//! error. Each error has a code for programs and one to three ways out.

use std::path::PathBuf;

/// Why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is not an agreement folder.
    #[error("`{path}` is not an agreement folder: it has no `agreement.md`")]
    NotAFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("could not {what} `{path}`")]
    File {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file is not UTF-8, too large, or otherwise unreadable.
    #[error("`{path}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why, with its place.
        why: String,
    },
    /// The settings do not fit.
    #[error("`servanda.toml` does not fit: {why}")]
    Settings {
        /// Why.
        why: String,
    },
    /// The text has no meaning as a whole.
    #[error("the agreement cannot be read: {why}")]
    Agreement {
        /// The first diagnostic, in short.
        why: String,
    },
    /// Rows of evidence were refused where all had to be good.
    #[error("{refused} rows were refused; the first: {first}")]
    Rows {
        /// How many.
        refused: usize,
        /// The first fault.
        first: String,
    },
    /// The record could not be read or grown.
    #[error("the record could not be used")]
    Record(#[from] servanda_store::Error),
    /// An entry is not what the format allows.
    #[error("entry {index} of the record does not fit: {refusal}")]
    Entry {
        /// Its index.
        index: u64,
        /// Why.
        refusal: servanda_statement::Refusal,
    },
    /// A statement could not be made.
    #[error("the statement cannot be signed: {0}")]
    Statement(#[from] servanda_statement::Refusal),
    /// What the user named does not exist.
    #[error("{what} `{name}` does not exist{hint}")]
    Unknown {
        /// The kind of thing.
        what: &'static str,
        /// The name.
        name: String,
        /// `; did you mean …?`, or nothing.
        hint: String,
    },
    /// The site could not be served or written.
    #[error("{what}")]
    Site {
        /// What could not be done.
        what: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// An argument does not fit.
    #[error("{0}")]
    Argument(String),
    /// The key, or the actor that it speaks as, may not do this.
    #[error("{why}")]
    NotEntitled {
        /// Why not.
        why: String,
        /// What can be done instead.
        ways_out: Vec<String>,
    },
    /// The folder's record may not grow in this way.
    #[error("{why}")]
    Forbidden {
        /// Why.
        why: String,
    },
}

impl Error {
    /// Returns the code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "not-a-folder",
            Self::File { .. } => "file",
            Self::Unreadable { .. } => "unreadable",
            Self::Settings { .. } => "settings",
            Self::Agreement { .. } => "agreement",
            Self::Rows { .. } => "rows",
            Self::Record(_) | Self::Entry { .. } => "record",
            Self::Statement(_) => "statement",
            Self::Unknown { .. } => "unknown",
            Self::Site { .. } => "site",
            Self::Argument(_) => "argument",
            Self::NotEntitled { .. } => "not-entitled",
            Self::Forbidden { .. } => "forbidden",
        }
    }

    /// Returns the place, where there is one.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::NotAFolder { path } | Self::File { path, .. } | Self::Unreadable { path, .. } => {
                Some(path.display().to_string())
            }
            Self::Settings { .. } => Some("servanda.toml".into()),
            Self::Agreement { .. } => Some("agreement.md".into()),
            Self::Entry { index, .. } => Some(format!("entry {index}")),
            Self::Rows { .. }
            | Self::Record(_)
            | Self::Statement(_)
            | Self::Unknown { .. }
            | Self::Site { .. }
            | Self::Argument(_)
            | Self::NotEntitled { .. }
            | Self::Forbidden { .. } => None,
        }
    }

    /// Returns what the user can do.
    pub fn ways_out(&self) -> Vec<String> {
        let ways: &[&str] = match self {
            Self::NotEntitled { ways_out, .. } => return ways_out.clone(),
            Self::NotAFolder { .. } => &[
                "name a folder that holds `agreement.md`",
                "start one with `servanda new DIR`",
            ],
            Self::File { .. } => &["see that the path exists and may be read or written"],
            Self::Unreadable { .. } => &["mend the file at the place named"],
            Self::Settings { .. } => &["compare with a file that `servanda new DIR` writes"],
            Self::Agreement { .. } => &["run `servanda check DIR` and mend what it lists"],
            Self::Rows { .. } => &[
                "mend the rows",
                "leave out `--all-or-nothing` to take the good ones",
            ],
            Self::Record(servanda_store::Error::Locked) => &["wait, then try again"],
            Self::Record(_) | Self::Entry { .. } => &[
                "run `servanda verify DIR` to see what does not fit",
                "restore the record from a copy",
            ],
            Self::Statement(_) => &["shorten or mend the field named"],
            Self::Unknown { .. } => &["run `servanda assess DIR` for the names there are"],
            Self::Site { .. } => &["choose another address with `--listen`, such as 127.0.0.1:0"],
            Self::Argument(_) => &["see `servanda help`"],
            Self::Forbidden { .. } => &["copy the folder without `example = true` to try this"],
        };
        ways.iter().map(|way| (*way).to_owned()).collect()
    }

    /// Returns whether the very same may succeed a little later.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Record(servanda_store::Error::Locked))
    }

    /// Returns the whole chain of causes, one line.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(source) = cause {
            text.push_str(": ");
            text.push_str(&source.to_string());
            cause = source.source();
        }
        text
    }
}

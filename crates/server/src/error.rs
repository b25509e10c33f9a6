//! What keeps a site from being served or written.

use std::path::PathBuf;

/// Why a site could not be served or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be shown.
    #[error(transparent)]
    Folder(#[from] servanda_app::Error),
    /// The address cannot be had.
    #[error("could not listen on `{address}`")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The runtime failed.
    #[error("the service stopped")]
    Runtime(#[source] std::io::Error),
    /// A file could not be written.
    #[error("could not write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A page could not be made; only a fault of ours can cause it.
    #[error("the page `{page}` could not be made: {why}")]
    Page {
        /// Which page.
        page: String,
        /// Why.
        why: String,
    },
}

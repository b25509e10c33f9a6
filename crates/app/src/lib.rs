//! The use cases: agreement folder, clock, keys, views.
//!
//! What lives here: opening a folder ([`opened`]), what each command does
//! ([`listing`], [`cases`], [`due`], [`replay`], [`compare`], [`submit`],
//! [`enrol`], [`verify`], [`new`]), what the record tells besides statuses
//! ([`funds`], [`corridors`], [`places`], [`civilians`], [`narratives`]), the report in both its forms
//! ([`report`]), the pages of the public site as plain data ([`site`]), the
//! members' desk ([`desk`]), other
//! forms ([`export`]), and the machine-readable [`view`]s. What does
//! not: argument parsing and printing (`cli`), judging (`assess`), bytes
//! (`statement`, `tlog`, `store`). This is the lowest crate that may read a
//! clock, draw randomness or name a file.
//!
//! Entry point: [`opened::Opened::open`].

pub mod cases;
pub mod civilians;
pub mod compare;
pub mod corridors;
pub mod dates;
pub mod desk;
pub mod due;
pub mod enrol;
mod entries;
mod error;
mod example;
pub mod export;
pub mod folder;
pub mod funds;
pub mod import;
pub mod key_file;
pub mod keys;
mod known;
pub mod language;
pub mod listing;
pub mod narratives;
pub mod new;
pub mod opened;
pub mod places;
mod record_folder;
pub mod render;
pub mod replay;
pub mod report;
pub mod settings;
mod sign;
pub mod site;
mod standing;
pub mod submit;
mod tail;
mod trust;
pub mod verify;
pub mod view;
pub mod words;

/// The shared vocabulary, for the crates above that may use `app` alone.
pub use servanda_model as model;

pub use error::Error;
pub use folder::Folder;
pub use opened::{Head, Opened};

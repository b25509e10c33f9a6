//! The machine-readable views: what `--json` prints.
//!
//! Keys are never translated and only ever added; each command's schema is in
//! `docs/schema/`. Instants are RFC 3339 with Accord Time's offset, days are
//! `YYYY-MM-DD`, numbers that decide are strings.

use serde::Serialize;
use serde_json::Value as Json;
use servanda_model::assessment::{AsOf, Known, KnownBy, SEMANTICS};

use servanda_compiler::Compiled;

use crate::dates;
use crate::folder::Folder;
use crate::opened::Opened;

pub mod amendment;
pub mod assess;
pub mod case;
pub mod check;
pub mod civilians;
pub mod compare;
pub mod corridors;
pub mod funds;
pub mod instance;
pub mod narratives;
pub mod priority;
pub mod reason;
pub mod replay;

/// The envelope around every answer that judges.
#[derive(Debug, Serialize)]
pub struct Envelope {
    /// The schema of `data`.
    pub schema: String,
    /// Which agreement.
    pub agreement: AgreementView,
    /// Which record.
    pub record: Option<RecordView>,
    /// As of when.
    pub as_of: Option<AsOfView>,
    /// Under which semantics.
    pub semantics: &'static str,
    /// The answer.
    pub data: Json,
    /// What a reader should know besides.
    pub warnings: Vec<String>,
}

/// Which agreement an answer is about.
#[derive(Debug, Serialize)]
pub struct AgreementView {
    /// Its id.
    pub id: String,
    /// Its text's digest.
    pub text_digest: String,
    /// Whether no party or body has signed, approved or seen it.
    pub unofficial: bool,
}

/// Which record an answer rests on.
#[derive(Debug, Serialize)]
pub struct RecordView {
    /// How many entries.
    pub size: u64,
    /// The root hash.
    pub root: String,
    /// The digest of the openings used.
    pub openings_digest: String,
}

/// The two instants of an answer.
#[derive(Debug, Serialize)]
pub struct AsOfView {
    /// The instant judged.
    pub at: String,
    /// What was known: an instant, or a size.
    pub known: String,
    /// How knowledge was dated.
    pub known_by: &'static str,
}

/// The warning that every answer about an unofficial folder carries.
pub const UNOFFICIAL: &str =
    "unofficial: no party or body has signed, approved or seen this record";

impl Envelope {
    /// Wraps an answer about an opened folder.
    pub fn new(command: &str, opened: &Opened, as_of: Option<(AsOf, KnownBy)>, data: Json) -> Self {
        let settings = &opened.folder.settings;
        let warnings = if settings.unofficial {
            vec![UNOFFICIAL.to_owned()]
        } else {
            Vec::new()
        };
        Self {
            schema: format!("servanda/{command}/1"),
            agreement: agreement_view(opened),
            record: Some(record_view(opened)),
            as_of: as_of.map(|(as_of, known_by)| as_of_view(opened, as_of, known_by)),
            semantics: SEMANTICS,
            data,
            warnings,
        }
    }
}

impl Envelope {
    /// Wraps an answer about a text alone, which needs no record.
    pub fn of_text(command: &str, folder: &Folder, compiled: &Compiled, data: Json) -> Self {
        let settings = &folder.settings;
        Self {
            schema: format!("servanda/{command}/1"),
            agreement: AgreementView {
                id: settings.id.clone(),
                text_digest: servanda_compiler::text_digest(
                    &folder.text,
                    folder.manifest.as_deref(),
                ),
                unofficial: settings.unofficial,
            },
            record: None,
            as_of: None,
            semantics: SEMANTICS,
            data,
            warnings: compiled
                .plan
                .is_none()
                .then(|| "the text has no meaning as a whole".to_owned())
                .into_iter()
                .collect(),
        }
    }
}

pub(crate) fn agreement_view(opened: &Opened) -> AgreementView {
    AgreementView {
        id: opened.folder.settings.id.clone(),
        text_digest: opened.plan.text_digest.clone(),
        unofficial: opened.folder.settings.unofficial,
    }
}

pub(crate) fn record_view(opened: &Opened) -> RecordView {
    RecordView {
        size: opened.head.size,
        root: opened.head.root.clone(),
        openings_digest: opened.head.openings_digest.clone(),
    }
}

pub(crate) fn as_of_view(opened: &Opened, as_of: AsOf, known_by: KnownBy) -> AsOfView {
    let zone = &opened.plan.zone;
    AsOfView {
        at: dates::machine(as_of.at, zone),
        known: match as_of.known {
            Known::By(instant) => dates::machine(instant, zone),
            Known::Size(size) => size.to_string(),
        },
        known_by: match known_by {
            KnownBy::Received => "received",
            KnownBy::Published => "published",
        },
    }
}

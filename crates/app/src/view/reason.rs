//! Reasons and the entries they cite.

use serde::Serialize;
use servanda_model::assessment::{Reason, ReasonKind};
use servanda_model::record::{Citation, Entry, Record};

/// One step of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// What kind of step it is.
    pub kind: &'static str,
    /// The sentence.
    pub text: String,
    /// The entries it rests on.
    pub entries: Vec<CitedEntry>,
}

/// An entry as cited: who says it, and where it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitedEntry {
    /// Its address: an index, or `index#row`.
    pub entry: String,
    /// Who says it.
    pub reporter: Option<String>,
    /// Who relayed it.
    pub via: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published_on: Option<String>,
    /// Where it can be read.
    pub address: Option<String>,
    /// Its Admiralty grade.
    pub grade: Option<String>,
    /// Whose key signed it.
    pub signer: Option<String>,
    /// Whether its payload is sealed.
    pub sealed: bool,
    /// Whether its key may have been in other hands; left out where not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub suspect: bool,
}

/// Returns the key of a kind of reason.
pub fn kind(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Rule => "rule",
        ReasonKind::For => "for",
        ReasonKind::Against => "against",
        ReasonKind::Beside => "beside",
        ReasonKind::Missing => "missing",
        ReasonKind::Time => "time",
        ReasonKind::Dispute => "dispute",
        ReasonKind::Power => "power",
        ReasonKind::RecordEnds => "record_ends",
        ReasonKind::Since => "since",
    }
}

impl ReasonView {
    /// Makes the view of a reason.
    pub fn new(reason: &Reason, record: &Record) -> Self {
        Self {
            kind: kind(reason.kind),
            text: reason.text.clone(),
            entries: reason
                .citations
                .iter()
                .map(|citation| CitedEntry::new(*citation, record))
                .collect(),
        }
    }
}

impl CitedEntry {
    /// Looks up what a citation points at.
    pub fn new(citation: Citation, record: &Record) -> Self {
        let entry = record.find(citation);
        let said = entry.map(said).unwrap_or_default();
        let source = entry.map(|entry| &entry.source);
        Self {
            entry: citation.to_string(),
            reporter: said.reporter,
            via: said.via,
            publisher: source.and_then(|source| source.publisher.clone()),
            published_on: source
                .and_then(|source| source.published_on)
                .map(|day| day.to_string()),
            address: source.and_then(|source| source.address.clone()),
            grade: said.grade,
            signer: entry.map(|entry| entry.signer.to_string()),
            sealed: entry.is_some_and(|entry| entry.act.is_none()),
            suspect: record.suspect.contains(&citation.entry),
        }
    }
}

/// Who says an entry, who relayed it, how it is graded.
#[derive(Default)]
struct Said {
    reporter: Option<String>,
    via: Option<String>,
    grade: Option<String>,
}

fn said(entry: &Entry) -> Said {
    let Some(act) = &entry.act else {
        return Said::default();
    };
    Said {
        reporter: act.speaker().map(ToString::to_string),
        via: act.via().map(str::to_owned),
        grade: (act.grade()).map(|grade| format!("{}{}", grade.source, grade.content)),
    }
}

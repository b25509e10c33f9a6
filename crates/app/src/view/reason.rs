//! Reasons and the entries they cite.

use serde::Serialize;
use servanda_model::assessment::{Reason, ReasonKind};
use servanda_model::record::{Act, Citation, Entry, Record};

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

/// Writes a citation as an address.
pub fn address(citation: Citation) -> String {
    match citation.row {
        Some(row) => format!("{}#{row}", citation.entry.0),
        None => citation.entry.0.to_string(),
    }
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
        let index = usize::try_from(citation.entry.0).unwrap_or(usize::MAX);
        let entry = record.entries.get(index);
        let said = entry.map(said).unwrap_or_default();
        let source = entry.map(|entry| &entry.source);
        Self {
            entry: address(citation),
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
    let grade = |grade: Option<servanda_model::plan::Grade>| {
        grade.map(|grade| format!("{}{}", grade.source, grade.content))
    };
    let by = |name: &servanda_model::names::ActorName| Some(name.to_string());
    match &entry.act {
        Some(Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report))) => Said {
            reporter: by(&report.reporter),
            via: report.via.clone(),
            grade: grade(report.grade),
        },
        Some(
            Act::Denial(remark)
            | Act::Reply(remark)
            | Act::Claim(remark)
            | Act::Context(remark)
            | Act::Position { remark, .. },
        ) => Said {
            reporter: by(&remark.by),
            via: remark.via.clone(),
            grade: grade(remark.grade),
        },
        Some(Act::Decision(decision)) => Said {
            reporter: by(&decision.by),
            via: decision.via.clone(),
            grade: grade(decision.grade),
        },
        Some(Act::Consent(consent)) => Said {
            reporter: by(&consent.by),
            via: consent.via.clone(),
            ..Said::default()
        },
        Some(Act::Closure(closure)) => Said {
            reporter: by(&closure.by),
            ..Said::default()
        },
        Some(
            Act::Challenge { by: actor, .. }
            | Act::Ruling { by: actor, .. }
            | Act::Reading { by: actor, .. },
        ) => Said {
            reporter: by(actor),
            ..Said::default()
        },
        Some(Act::Coverage(_) | Act::Correction(None) | Act::Other(_)) | None => Said::default(),
    }
}

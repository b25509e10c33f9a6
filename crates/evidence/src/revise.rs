//! What a source said before, and what it says now.
//!
//! A release of a source is held against what the record has of it: a row said
//! the same way is left alone, so that an import can be repeated; one said
//! otherwise becomes a correction of the entry that has it. Rows are found by
//! their kind, publisher and key ([`crate::kept`]).

use std::collections::BTreeMap;

use servanda_statement::{Digest, Kind, Payload, Reference, Value};

use crate::Draft;
use crate::kept::Kept;

/// Fields that say how a row came here, or what was remarked on it, and not
/// what it reports.
const BESIDE: [&str; 6] = [
    "source_digest",
    "source_address",
    "source_publisher",
    "published_on",
    "note",
    "act",
];

/// One row as the record has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Earlier {
    /// Where it is; nowhere yet for a row of a file read in the same import.
    at: Option<Reference>,
    said: Digest,
    figure: Option<String>,
    withdrawn: bool,
    reporter: String,
}

/// What the record has of imported sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told(BTreeMap<String, Earlier>);

/// What a draft is, held against the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The record has no such row.
    New(Draft),
    /// The record has it, said the same way.
    Same,
    /// The record has it, said otherwise: a correction, and what changed in
    /// words.
    Corrects(Draft, String),
    /// Another file of the same import has it, said otherwise.
    Clashes(Draft),
}

impl Told {
    /// Takes an entry, or a row of one, in the order of the record; `publisher`
    /// is its batch's, for a row that names none itself.
    pub fn push(&mut self, at: Reference, kind: Kind, payload: &Payload, publisher: &str) {
        let text = |field: &str| payload.get(field).and_then(Value::as_text);
        let Some(kept) = text("body").and_then(Kept::read) else {
            return;
        };
        let earlier = Earlier {
            at: Some(at),
            said: said(payload.fields()),
            figure: text("figure").map(str::to_owned),
            withdrawn: kind == Kind::Correction && text("act") == Some("withdraw"),
            reporter: text("reporter").unwrap_or_default().to_owned(),
        };
        let publisher = text("source_publisher").unwrap_or(publisher);
        self.0.insert(name(&kept, publisher), earlier);
    }

    /// Takes a draft that is about to be appended, so that a later file of the
    /// same import can be held against it too.
    pub fn mark(&mut self, draft: &Draft) {
        let text = |field: &str| draft.fields.get(field).and_then(Value::as_text);
        let Some(kept) = text("body").and_then(Kept::read) else {
            return;
        };
        let earlier = Earlier {
            at: None,
            said: said(&draft.fields),
            figure: text("figure").map(str::to_owned),
            withdrawn: false,
            reporter: text("reporter").unwrap_or_default().to_owned(),
        };
        let publisher = text("source_publisher").unwrap_or_default();
        self.0.insert(name(&kept, publisher), earlier);
    }

    /// Takes what another has: a file of the same import that was read whole.
    pub fn absorb(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Takes a withdrawal that somebody made of an entry, or of a row of one:
    /// what was taken back may come again.
    pub fn withdraw(&mut self, at: Reference) {
        let meant =
            |other: Reference| other.entry == at.entry && (at.row.is_none() || other.row == at.row);
        for earlier in self.0.values_mut() {
            earlier.withdrawn |= earlier.at.is_some_and(meant);
        }
    }

    /// Holds a draft against the record.
    pub fn change(&self, mut draft: Draft) -> Change {
        let text = |draft: &Draft, field: &str| {
            draft
                .fields
                .get(field)
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        let Some(kept) = text(&draft, "body").as_deref().and_then(Kept::read) else {
            return Change::New(draft);
        };
        let publisher = text(&draft, "source_publisher").unwrap_or_default();
        let Some(earlier) = self.0.get(&name(&kept, &publisher)) else {
            return Change::New(draft);
        };
        if earlier.withdrawn {
            return Change::New(draft);
        }
        if earlier.said == said(&draft.fields) {
            return Change::Same;
        }
        let Some(at) = earlier.at else {
            return Change::Clashes(draft);
        };
        let now = text(&draft, "figure");
        let what = if now == earlier.figure {
            "the source revised its report".to_owned()
        } else {
            let figure = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".into());
            format!(
                "the source revised its figure from {} to {}",
                figure(&earlier.figure),
                figure(&now)
            )
        };
        let note =
            text(&draft, "note").map_or_else(|| what.clone(), |note| format!("{note}; {what}"));
        draft.fields.insert("note".into(), Value::from(note));
        draft.kind = Kind::Correction;
        draft.refers = vec![at.to_string()];
        let told = format!("{}: corrects {at}: {what}", draft.place);
        Change::Corrects(draft, told)
    }

    /// Makes the withdrawals of rows that a source deleted: all whose kind and
    /// key's first part are these.
    pub fn withdrawals(&self, kind: &str, id: &str, like: &Draft) -> Vec<Draft> {
        let from = format!("{kind}\u{1f}");
        self.0
            .range(from.clone()..)
            .take_while(|(name, _)| name.starts_with(&from))
            .filter(|(name, earlier)| {
                let key = name.rsplit('\u{1f}').next().unwrap_or_default();
                let first = key.split(" | ").next().unwrap_or_default();
                first == id && !earlier.withdrawn
            })
            .filter_map(|(name, earlier)| Some((name, earlier, earlier.at?)))
            .map(|(name, earlier, at)| {
                let mut draft = like.clone();
                let kept = Kept {
                    kind: kind.to_owned(),
                    key: name.rsplit('\u{1f}').next().unwrap_or_default().to_owned(),
                    columns: BTreeMap::new(),
                };
                draft.kind = Kind::Correction;
                draft.refers = vec![at.to_string()];
                for (field, text) in [
                    ("act", "withdraw".to_owned()),
                    ("reporter", earlier.reporter.clone()),
                    ("body", kept.write()),
                    ("note", "deleted by its source".to_owned()),
                ] {
                    draft.fields.insert(field.to_owned(), Value::from(text));
                }
                draft
            })
            .collect()
    }
}

fn name(kept: &Kept, publisher: &str) -> String {
    format!("{}\u{1f}{publisher}\u{1f}{}", kept.kind, kept.key)
}

/// Hashes what a row reports.
fn said(fields: &BTreeMap<String, Value>) -> Digest {
    let mut text = String::new();
    for (field, value) in fields {
        if !BESIDE.contains(&field.as_str()) {
            text.push_str(&format!("{field}\u{1f}{value:?}\u{1e}"));
        }
    }
    Digest::of(text.as_bytes())
}

#[cfg(test)]
mod tests;

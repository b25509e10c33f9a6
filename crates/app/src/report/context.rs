//! What every part of the report looks up: words, clauses, known entries, and
//! the set of entries cited so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{
    Assessment, ClauseStatus, InstanceKey, Reason, ReasonKind, Status,
};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{Clause, Plan};
use servanda_model::record::{Citation, Entry};
use servanda_model::time::{Instant, Zone};

use super::Input;
use super::view::{Because, Cite, ClauseRef, Mark};
use crate::known;
use crate::language::{Prose, Text, Words};
use crate::words as english;

/// How many citations one sentence shows before it counts the rest.
const CITES_MAX: usize = 12;

/// The parts of a report being made.
pub(super) struct Context<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) words: Words,
    clauses: BTreeMap<&'a ClauseId, &'a Clause>,
    cited: RefCell<BTreeSet<Citation>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Self {
        Self {
            input,
            words: Words::of(input.language),
            clauses: input
                .plan
                .clauses
                .iter()
                .map(|clause| (&clause.id, clause))
                .collect(),
            cited: RefCell::default(),
        }
    }

    pub(super) fn plan(&self) -> &'a Plan {
        self.input.plan
    }

    pub(super) fn assessment(&self) -> &'a Assessment {
        self.input.assessment
    }

    pub(super) fn zone(&self) -> &'a Zone {
        &self.input.plan.zone
    }

    pub(super) fn at(&self) -> Instant {
        self.input.assessment.as_of.at
    }

    pub(super) fn clause(&self, id: &ClauseId) -> Option<&'a Clause> {
        self.clauses.get(id).copied()
    }

    pub(super) fn status_of(&self, id: &ClauseId) -> Option<&'a ClauseStatus> {
        self.input
            .assessment
            .clauses
            .iter()
            .find(|status| status.id == *id)
    }

    pub(super) fn clause_ref(&self, id: &ClauseId) -> ClauseRef {
        let title = self.clause(id).map_or("", |clause| clause.title.as_str());
        ClauseRef {
            anchor: anchor("c", id.as_str()),
            id: Text::ltr(id.as_str()),
            title: Prose::unknown(title),
        }
    }

    pub(super) fn mark(&self, status: Status) -> Mark {
        Mark {
            key: status.key(),
            mark: english::mark(status),
            word: self.words.status(status),
        }
    }

    pub(super) fn actors(&self, actors: &[ActorName]) -> Text {
        self.words
            .list(actors.iter().map(|actor| Text::own(actor.as_str())))
    }

    /// Cites an entry: from now on it is among the sources.
    pub(super) fn cite(&self, citation: Citation) -> Cite {
        self.cited.borrow_mut().insert(citation);
        cite_of(citation)
    }

    /// Cites each entry once, up to a limit, and says how many more there are.
    pub(super) fn cites(&self, citations: &[Citation]) -> (Vec<Cite>, Text) {
        let entries: BTreeSet<Citation> = citations.iter().copied().collect();
        let shown: Vec<Cite> = entries
            .iter()
            .take(CITES_MAX)
            .map(|entry| self.cite(*entry))
            .collect();
        let left = entries.len().saturating_sub(shown.len());
        let more = if left == 0 {
            Text::default()
        } else {
            self.words.say_with("cites-more", &[("n", left.into())])
        };
        (shown, more)
    }

    /// Returns the entries cited so far, ascending.
    pub(super) fn cited(&self) -> BTreeSet<Citation> {
        self.cited.borrow().clone()
    }

    pub(super) fn because(&self, reason: &Reason) -> Because {
        let (cites, more) = self.cites(&reason.citations);
        let kind = self.words.say(match reason.kind {
            ReasonKind::Rule => "reason-rule",
            ReasonKind::For => "reason-for",
            ReasonKind::Against => "reason-against",
            ReasonKind::Beside => "reason-beside",
            ReasonKind::Missing => "reason-missing",
            ReasonKind::Time => "reason-time",
            ReasonKind::Dispute => "reason-dispute",
            ReasonKind::Power => "reason-power",
            ReasonKind::RecordEnds => "reason-record-ends",
            ReasonKind::Since => "reason-since",
        });
        Because {
            kind,
            text: Prose::english(&reason.text),
            cites,
            more,
        }
    }

    pub(super) fn reasons(&self, reasons: &[Reason]) -> Vec<Because> {
        reasons.iter().map(|reason| self.because(reason)).collect()
    }

    /// Writes an instance's key in the language of the page.
    pub(super) fn key(&self, key: &InstanceKey) -> Text {
        let mut parts = Vec::new();
        if let Some(actor) = &key.actor {
            parts.push(Text::own(actor.as_str()));
        }
        if let Some(item) = &key.item {
            parts.push(Text::ltr(item.as_str()));
        }
        if let Some(stage) = key.stage.as_deref().filter(|stage| !stage.is_empty()) {
            parts.push(
                self.words
                    .say_with("key-stage", &[("stage", Text::own(stage).into())]),
            );
        }
        if let Some((from, to)) = key.days {
            parts.push(self.words.days(from, to));
        }
        if let Some(number) = key.number {
            parts.push(Text::ltr(&format!("#{number}")));
        }
        self.words.list(parts)
    }

    /// Returns the entries known at the as-of, ascending.
    pub(super) fn known(&self) -> impl Iterator<Item = &'a Entry> {
        let known = self.input.assessment.as_of.known;
        known::entries(self.input.record, self.zone(), known)
    }

    /// Writes a command on the folder as the user named it.
    pub(super) fn command(&self, verb: &str, rest: &str) -> String {
        let folder = self.input.folder;
        let folder = if folder.contains(' ') {
            format!("'{folder}'")
        } else {
            folder.to_owned()
        };
        format!("servanda {verb} {folder} {rest}")
            .trim_end()
            .to_owned()
    }
}

pub(super) fn cite_of(citation: Citation) -> Cite {
    let label = citation.to_string();
    Cite {
        anchor: format!("e{}", label.replace('#', "-")),
        label: Text::ltr(&label),
    }
}

/// Makes a fragment name from a name of the text: letters and digits stay,
/// everything else becomes its code point, so that two names never meet.
pub(super) fn anchor(prefix: &str, name: &str) -> String {
    let mut out = format!("{prefix}-");
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '.' {
            out.push(character);
        } else {
            out.push_str(&format!("_{:x}", u32::from(character)));
        }
    }
    out
}

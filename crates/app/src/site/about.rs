//! About the record: what names it, where it ends, how to check it, and what
//! the words of the site mean.

use serde::Serialize;
use servanda_model::assessment::Status;

use super::{Frame, Table};
use crate::language::Text;
use crate::report::Parts;
use crate::report::view::{Claim, Mark, Section, Verify};
use crate::words::ALL;

/// About the record.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// What the reader is to know first.
    pub notes: Vec<Text>,
    /// Every status with what it means.
    pub statuses: Vec<(Mark, Text)>,
    /// Where the record ends.
    pub ends: Section<(Text, Text)>,
    /// How to verify.
    pub verify: Verify,
    /// Acts that had no power.
    pub without_effect: Section<Claim>,
    /// Statements on no single clause.
    pub claims: Section<Claim>,
}

impl About {
    pub(super) fn new(parts: &Parts) -> Self {
        let words = parts.words();
        let meaning = |status: Status| {
            let id = format!("meaning-{}", status.key().replace('_', "-"));
            (parts.mark(status), words.say(&id))
        };
        Self {
            notes: parts.heading().notes,
            statuses: ALL.into_iter().map(meaning).collect(),
            ends: parts.ends(),
            verify: parts.verify(),
            without_effect: parts.without_effect(),
            claims: parts.other_claims(),
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let pairs = |rows: &[(Text, Text)]| {
            let row = |(left, right): &(Text, Text)| vec![left.clone(), right.clone()];
            rows.iter().map(row).collect()
        };
        vec![
            Table::new(
                "names",
                vec![frame.say("head-what"), frame.say("head-says")],
                pairs(&self.verify.names),
            ),
            Table::new(
                "ends",
                vec![frame.say("head-what"), frame.say("head-date")],
                pairs(&self.ends.rows),
            ),
        ]
    }
}

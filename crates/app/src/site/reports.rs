//! Reports: documents made from the same assessment, to be printed and sent.

use serde::Serialize;

use super::{Frame, Table};
use crate::language::Text;
use crate::report::Parts;

/// The name of the committee's report in addresses.
pub const COMMITTEE: &str = "committee";

/// Documents to be printed and sent.
#[derive(Clone, Debug, Serialize)]
pub struct Reports {
    /// The documents.
    pub rows: Vec<Document>,
}

/// One document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// What it holds.
    pub holds: Text,
    /// The command that writes the same.
    pub command: Text,
}

impl Reports {
    pub(super) fn new(parts: &Parts) -> Self {
        let words = parts.words();
        let language = parts.input().language.tag();
        let folder = parts.input().folder;
        let command = format!("servanda report {folder} --lang {language} --html report.html");
        Self {
            rows: vec![Document {
                name: COMMITTEE,
                title: words.say("report-committee"),
                holds: words.say("report-committee-holds"),
                command: Text::ltr(&command),
            }],
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let row = |one: &Document| vec![one.title.clone(), one.holds.clone()];
        vec![Table::new(
            "reports",
            vec![frame.say("head-what"), frame.say("head-says")],
            self.rows.iter().map(row).collect(),
        )]
    }
}

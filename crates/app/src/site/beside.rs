//! What the record tells beside statuses, a page each: money, corridors, the
//! map, civilians, narratives.
//!
//! What lives here: the form that these pages share, parts of rows with what
//! they cite, and drawings of some of them. What does not: gathering what is told
//! (`funds`, `corridors`, `places`, `civilians`, `narratives`), and markup
//! (`server`).
//!
//! # Invariants
//! Every figure and every word stands beside who says it. Nothing is added up
//! over scopes, units or parties.

mod chart;
mod civilians;
mod corridors;
mod flow;
mod funds;
pub(super) mod map;
mod narratives;

use serde::Serialize;
use servanda_model::record::Citation;

pub use chart::{Chart, Mark, Square};
pub use flow::{Flow, Label, Lane, WIDTH as FLOW_WIDTH};

use super::{Frame, Table};
use crate::language::{Prose, Text, Words};
use crate::report::Parts;
use crate::report::view::Cite;

/// A page of what the record tells beside statuses.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// What the page is about, in a sentence.
    pub takeaway: Text,
    /// Its parts, each a table.
    pub parts: Vec<Part>,
}

/// One part of such a page.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its heading.
    pub title: Text,
    /// A sentence below it.
    pub intro: Text,
    /// Column heads.
    pub heads: Vec<Text>,
    /// Rows, each as long as the heads.
    pub rows: Vec<Vec<Cell>>,
    /// What to say where there are none.
    pub none: Text,
    /// What the rows say, drawn; the table stays what counts.
    #[serde(skip)]
    pub pictures: Vec<Picture>,
}

/// A drawing beside a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// Money on its way.
    Flow(Flow),
    /// Where things are.
    Map(Box<Chart>),
}

/// One cell: words of the page, then words of the record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Words of the page, names and figures.
    pub main: Text,
    /// A remark under it.
    pub note: Text,
    /// Words of the record, as they stand there.
    pub said: Prose,
    /// The speaker's own words, in their language.
    pub own: Prose,
    /// What it rests on.
    pub cites: Vec<Cite>,
}

impl Part {
    /// Returns a column's head.
    pub fn head(&self, column: &usize) -> Text {
        self.heads.get(*column).cloned().unwrap_or_default()
    }
}

impl Beside {
    pub(super) fn funds(parts: &Parts) -> Self {
        funds::page(parts)
    }

    pub(super) fn corridors(parts: &Parts) -> Self {
        corridors::page(parts)
    }

    pub(super) fn map(parts: &Parts) -> Self {
        map::page(parts)
    }

    pub(super) fn civilians(parts: &Parts) -> Self {
        civilians::page(parts)
    }

    pub(super) fn narratives(parts: &Parts) -> Self {
        narratives::page(parts)
    }

    pub(super) fn tables(&self, _: &Frame) -> Vec<Table> {
        let cell = |cell: &Cell| {
            let said = [&cell.said, &cell.own].map(|one| one.plain().to_owned());
            let page = [&cell.main, &cell.note].map(Text::plain);
            let all: Vec<String> = page.into_iter().chain(said).collect();
            let kept: Vec<&str> = all
                .iter()
                .map(String::as_str)
                .filter(|one| !one.is_empty())
                .collect();
            kept.join("; ")
        };
        let table = |part: &Part| Table {
            id: part.id,
            heads: part.heads.iter().map(Text::plain).collect(),
            rows: (part.rows.iter())
                .map(|row| row.iter().map(cell).collect())
                .collect(),
        };
        self.parts.iter().map(table).collect()
    }
}

impl Cell {
    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        let said = self.said.is_empty() && self.own.is_empty();
        said && self.main.is_empty() && self.note.is_empty() && self.cites.is_empty()
    }

    fn of(main: Text) -> Self {
        Self {
            main,
            ..Self::default()
        }
    }

    fn noted(main: Text, note: Text) -> Self {
        Self {
            main,
            note,
            ..Self::default()
        }
    }

    fn said(text: &str) -> Self {
        Self {
            said: Prose::unknown(text),
            ..Self::default()
        }
    }

    fn citing(self, parts: &Parts, citations: &[Citation]) -> Self {
        let cites = citations.iter().map(|one| parts.cite(*one)).collect();
        Self { cites, ..self }
    }
}

/// Starts a part: `beside-NAME` is its heading, `beside-NAME-intro` the sentence
/// below it, `beside-NAME-none` what to say where it has no rows.
fn part(words: &Words, id: &'static str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Part {
    Part {
        id,
        title: words.say(&format!("beside-{id}")),
        intro: words.say(&format!("beside-{id}-intro")),
        heads: heads.iter().map(|head| words.say(head)).collect(),
        rows,
        none: words.say("beside-none"),
        pictures: Vec::new(),
    }
}

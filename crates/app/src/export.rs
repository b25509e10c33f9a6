//! What is there in forms that other programs read.
//!
//! What lives here: makers of calendars ([`ical`]), feeds ([`atom`]), tables
//! ([`tables`] as [`csvw`] and [`xlsx`]), places ([`geojson`]), money ([`iati`]),
//! the text ([`akn`]) and forms for the field ([`xlsform`]). Each is a pure
//! function from an opened folder and its assessment; the site and the command
//! line hand on what it makes. What does not: pages (`site`), the report, and
//! any judging. Entry point: [`make`].
//!
//! # Invariants
//! The same folder, record and instants give the same bytes. Whatever comes
//! from outside is escaped as the form asks.

pub mod akn;
pub mod atom;
pub mod csvw;
pub mod geojson;
pub mod iati;
pub mod ical;
pub mod tables;
pub mod xlsform;
pub mod xlsx;
pub mod xml;

use serde_json::Value as Json;
use servanda_model::assessment::Assessment;

use crate::error::Error;
use crate::language::{Language, Words};
use crate::opened::Opened;
use crate::report::Input;
use crate::view::Envelope;
use crate::view::assess::AssessView;

/// A form to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Tables of CSV with their description.
    Csv,
    /// Everything computed, and the entries, as JSON.
    Json,
    /// The tables as a workbook.
    Xlsx,
    /// GeoJSON: where things happened.
    Geojson,
    /// IATI: money.
    Iati,
    /// Akoma Ntoso: text and clauses.
    Akn,
    /// iCalendar: deadlines.
    Ics,
    /// Atom: changed statuses.
    Atom,
    /// XLSForm: a form for the field.
    Xlsform,
}

impl Form {
    /// Every form there is, in the order of the help.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Json,
        Self::Xlsx,
        Self::Geojson,
        Self::Iati,
        Self::Akn,
        Self::Ics,
        Self::Atom,
        Self::Xlsform,
    ];

    /// Returns the form's word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Geojson => "geojson",
            Self::Iati => "iati",
            Self::Akn => "akn",
            Self::Ics => "ics",
            Self::Atom => "atom",
            Self::Xlsform => "xlsform",
        }
    }

    /// Reads a form's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }
}

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The folder.
    pub opened: &'a Opened,
    /// Its assessment.
    pub assessment: &'a Assessment,
    /// An earlier assessment, for what changed since.
    pub before: Option<&'a Assessment>,
    /// The language of our own words.
    pub language: Language,
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder of the export; none where the export is one file.
    pub name: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Makes the files of an export.
///
/// # Errors
/// Where the folder has nothing that the form could hold.
pub fn make(form: Form, source: &Source) -> Result<Vec<File>, Error> {
    let one = |text: String| {
        vec![File {
            name: None,
            bytes: text.into_bytes(),
        }]
    };
    let words = Words::of(source.language);
    Ok(match form {
        Form::Csv => csvw::files(source, &tables::tables(source), &words),
        Form::Json => one(json(source)),
        Form::Xlsx => vec![xlsx::file(source, &tables::tables(source), &words)?],
        Form::Geojson => one(geojson::features(source)),
        Form::Iati => one(iati::activities(source)?),
        Form::Akn => one(akn::document(source)),
        Form::Xlsform => vec![xlsform::file(source)?],
        Form::Ics => one(ical::calendar(source.opened, source.assessment, &words)),
        Form::Atom => one(atom::write(&atom::changes(&source.input()))),
    })
}

/// Writes what `assess --json` prints, with the entries beside it.
fn json(source: &Source) -> String {
    let opened = source.opened;
    let view = AssessView::new(source.assessment, &opened.plan, &opened.record);
    let mut data = serde_json::to_value(&view).unwrap_or_default();
    if let Some(data) = data.as_object_mut() {
        let table = tables::entries(source);
        let rows = table.rows.iter().map(|row| {
            let cells = table.columns.iter().zip(row);
            let filled = cells.filter(|(_, cell)| !cell.is_empty());
            let cells = filled.map(|(column, cell)| (column.name.to_owned(), cell.as_str().into()));
            Json::Object(cells.collect())
        });
        data.insert("entries".to_owned(), rows.collect());
        data.insert("entries_left_out".to_owned(), table.left_out.into());
    }
    let as_of = Some((source.assessment.as_of, source.assessment.known_by));
    let envelope = Envelope::new("export", opened, as_of, data);
    let mut text = serde_json::to_string_pretty(&envelope).unwrap_or_default();
    text.push('\n');
    text
}

impl<'a> Source<'a> {
    /// Returns what the parts of a report are made of.
    fn input(&self) -> Input<'a> {
        Input {
            plan: &self.opened.plan,
            record: &self.opened.record,
            head: &self.opened.head,
            settings: &self.opened.folder.settings,
            folder: "",
            assessment: self.assessment,
            before: self.before,
            checkability: Vec::new(),
            language: self.language,
        }
    }
}

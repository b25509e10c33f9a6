//! The mapping: which table is read as what of the agreement.
//!
//! A mapping is a small TOML file. It says as which event, measure or state a
//! table is read, which column is which field, who says it, what the figures
//! count and in which unit. `import --explain` proposes one
//! ([`crate::explain`]); nothing is guessed when it is used.
//!
//! Invariants: a mapping that passes [`Mapping::check`] names only what the
//! agreement declares, and says for each reading what its figures count, so
//! that figures that count different things never meet.
//!
//! Source: the reference page "Importing".

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::date::Order;
use crate::kind::FileKind;
use crate::{Place, RowFault, Schema};

/// What `scope` says where the figures count what the measure counts.
pub const AS_AGREED: &str = "as agreed";

/// What `--explain` puts where somebody has to decide; refused when used.
pub const TO_FILL: &str = "?";

/// A mapping.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The kind of file it is for.
    pub kind: String,
    /// The sheet of a workbook; the first where left out.
    #[serde(default)]
    pub sheet: Option<String>,
    /// `day first` or `month first`, for dates of three numbers.
    #[serde(default)]
    dates: Option<String>,
    /// The sign that groups thousands.
    #[serde(default)]
    pub(crate) thousands: Option<char>,
    /// `stored values`, to take what formulas last computed.
    #[serde(default)]
    formulas: Option<String>,
    /// The box that coordinates must lie in: south, west, north, east, each in
    /// quotes, since they are read to the last digit.
    #[serde(default)]
    pub(crate) area: Option<[String; 4]>,
    /// Where the file comes from.
    pub source: SourceNote,
    /// As what the table is read.
    #[serde(default)]
    pub(crate) read: Vec<Reading>,
}

/// Where a file comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceNote {
    /// Who published it.
    pub publisher: String,
    /// Under which terms.
    pub licence: String,
    /// Where it can be had.
    #[serde(default)]
    pub address: Option<String>,
    /// The day it was published, where no column says.
    #[serde(default)]
    pub published: Option<String>,
    /// The day or instant it was retrieved; the time of the import where left
    /// out.
    #[serde(default)]
    pub retrieved: Option<String>,
}

/// One column or several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    /// One.
    One(String),
    /// Several, in order.
    Many(Vec<String>),
}

impl Names {
    pub(crate) fn list(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// As what a table is read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    /// The event, measure, state or other name.
    pub(crate) of: String,
    /// The kind of row; a report where left out.
    #[serde(default)]
    pub(crate) kind: Option<String>,
    /// What the figures count: [`AS_AGREED`], or in words.
    #[serde(default)]
    pub(crate) scope: Option<String>,
    /// The figures' unit.
    #[serde(default)]
    pub(crate) unit: Option<String>,
    /// Who says it.
    #[serde(default)]
    pub(crate) reporter: Option<String>,
    /// Who relayed it.
    #[serde(default)]
    pub(crate) via: Option<String>,
    /// Where it first came from.
    #[serde(default)]
    pub(crate) origin: Option<String>,
    /// The Admiralty grade.
    #[serde(default)]
    pub(crate) grade: Option<String>,
    /// Whether the figures are running totals.
    #[serde(default)]
    pub(crate) running: bool,
    /// `day`, `week` or `month`.
    #[serde(default)]
    pub(crate) per: Option<String>,
    /// Which column is which field.
    #[serde(default)]
    pub(crate) from: BTreeMap<String, Names>,
    /// Fields that are the same in every row.
    #[serde(default)]
    pub(crate) set: BTreeMap<String, String>,
    /// Only rows with one of these values in these columns.
    #[serde(default, rename = "where")]
    pub(crate) only: BTreeMap<String, Names>,
    /// No rows with one of these values in these columns.
    #[serde(default)]
    pub(crate) except: BTreeMap<String, Names>,
    /// What the file's names are called in the agreement, by field.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, BTreeMap<String, String>>,
    /// `leave out`, where rows about actors the agreement does not declare are
    /// none of its business.
    #[serde(default)]
    undeclared: Option<String>,
    /// Columns that tell rows apart from one release to the next.
    #[serde(default)]
    pub(crate) key: Option<Names>,
    /// Columns kept with the report, for people to see.
    #[serde(default)]
    pub(crate) keep: Vec<String>,
}

impl Reading {
    pub(crate) fn leaves_out_undeclared(&self) -> bool {
        self.undeclared.as_deref() == Some("leave out")
    }

    fn has(&self, field: &str) -> bool {
        self.from.contains_key(field) || self.set.contains_key(field)
    }
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// A fault with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, RowFault> {
        toml::from_str(text).map_err(|error| {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            RowFault {
                place: Place {
                    file: file.to_owned(),
                    line: u64::try_from(line).unwrap_or(1),
                    column: None,
                },
                reason: error.message().to_owned(),
            }
        })
    }

    /// Returns the kind of file.
    ///
    /// # Shape
    /// `None` where there is no such kind; [`Mapping::check`] says so.
    pub fn file_kind(&self) -> Option<FileKind> {
        FileKind::parse(&self.kind)
    }

    pub(crate) fn order(&self) -> Option<Order> {
        match self.dates.as_deref() {
            Some("day first") => Some(Order::DayFirst),
            Some("month first") => Some(Order::MonthFirst),
            _ => None,
        }
    }

    pub(crate) fn takes_formulas(&self) -> bool {
        self.formulas.as_deref() == Some("stored values")
    }

    /// Says what does not fit: names that the agreement does not declare,
    /// figures of which nobody said what they count, columns that may not be
    /// taken.
    pub fn check(&self, file: &str, kind: FileKind, schema: &Schema) -> Vec<RowFault> {
        let mut check = Check {
            file,
            faults: Vec::new(),
            at: String::new(),
        };
        check.whole(self, kind);
        for (number, reading) in self.read.iter().enumerate() {
            check.at = format!("read {}", number + 1);
            check.reading(reading, kind, schema);
        }
        check.faults
    }
}

struct Check<'a> {
    file: &'a str,
    faults: Vec<RowFault>,
    at: String,
}

/// Fields that several columns may make up.
const SEVERAL: [&str; 3] = ["happened", "figure", "note"];

impl Check<'_> {
    fn fault(&mut self, what: &str, reason: impl Into<String>) {
        let at = if self.at.is_empty() {
            what.to_owned()
        } else {
            format!("{}: {what}", self.at)
        };
        self.faults.push(RowFault {
            place: Place {
                file: self.file.to_owned(),
                line: 1,
                column: Some(at),
            },
            reason: reason.into(),
        });
    }

    fn whole(&mut self, mapping: &Mapping, kind: FileKind) {
        if mapping.file_kind() != Some(kind) {
            let reason = format!(
                "the mapping is for `{}`, and the file is read as `{}`",
                mapping.kind,
                kind.word()
            );
            self.fault("kind", reason);
        }
        if mapping.read.is_empty() {
            self.fault("read", "the mapping reads nothing: add a `[[read]]`");
        }
        for (name, value, words) in [
            ("dates", &mapping.dates, &["day first", "month first"][..]),
            ("formulas", &mapping.formulas, &["stored values"][..]),
        ] {
            if let Some(word) = value
                && !words.contains(&word.as_str())
            {
                self.fault(name, format!("`{word}` is not {}", words.join(" or ")));
            }
        }
        let source = &mapping.source;
        for (name, value) in [
            ("publisher", Some(&source.publisher)),
            ("licence", Some(&source.licence)),
            ("address", source.address.as_ref()),
        ] {
            if value.is_some_and(|text| text.trim().is_empty() || text == TO_FILL) {
                self.fault(name, "fill it in: every import keeps where it comes from");
            }
        }
        for (name, value) in [
            ("published", &source.published),
            ("retrieved", &source.retrieved),
        ] {
            if let Some(Err(reason)) = value
                .as_ref()
                .map(|text| servanda_statement::written::read_point(text))
            {
                self.fault(name, reason);
            }
        }
    }

    fn reading(&mut self, reading: &Reading, kind: FileKind, schema: &Schema) {
        let report = reading
            .kind
            .as_deref()
            .is_none_or(|kind| kind == "report" || kind == "finding");
        if report && !schema.reportable(&reading.of) {
            let names = schema
                .events
                .keys()
                .chain(schema.measures.keys())
                .chain(schema.states.keys())
                .map(String::as_str);
            let hint = Schema::nearest(&reading.of, names)
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let reason = format!(
                "the agreement declares no event, measure or state `{}`{hint}",
                reading.of
            );
            self.fault("of", reason);
        }
        match reading.scope.as_deref().map(str::trim) {
            None | Some("" | TO_FILL) if report => self.fault(
                "scope",
                format!(
                    "say what the figures count: `{AS_AGREED}` where it is what `{}` counts, else in words; they are then shown beside it and never used for it",
                    reading.of
                ),
            ),
            _ => {}
        }
        self.unit(reading, schema);
        self.columns(reading, kind, schema);
        for field in ["reporter", "happened"] {
            let told = field == "reporter" && reading.reporter.is_some();
            if report && !told && !reading.has(field) {
                self.fault(field, "a report needs it: take it from a column or set it");
            }
        }
        if let Some(word) = &reading.undeclared
            && word != "leave out"
        {
            self.fault("undeclared", format!("`{word}` is not `leave out`"));
        }
    }

    fn unit(&mut self, reading: &Reading, schema: &Schema) {
        let asked = schema.measures.get(&reading.of).and_then(Option::as_ref);
        if let Some(asked) = asked
            && reading.unit.is_none()
            && !reading.has("unit")
        {
            let reason = format!("`{}` is in `{asked}`: say the figures' unit", reading.of);
            self.fault("unit", reason);
        }
    }

    fn columns(&mut self, reading: &Reading, kind: FileKind, schema: &Schema) {
        let event: BTreeSet<&str> = schema.field_names();
        for field in reading.from.keys().chain(reading.set.keys()) {
            if !crate::row::COLUMNS.contains(&field.as_str()) && !event.contains(field.as_str()) {
                self.fault(
                    field,
                    "no such field: fields are the columns of evidence files and the fields of the agreement's events",
                );
            }
            if ["row", "kind", "refers", "of"].contains(&field.as_str()) {
                self.fault(field, "is not taken from a column");
            }
        }
        for (field, names) in &reading.from {
            let count = names.list().len();
            let fits = match field.as_str() {
                "note" => count >= 1,
                "happened" | "figure" => (1..=2).contains(&count),
                _ => count == 1,
            };
            if !fits {
                let some = if SEVERAL.contains(&field.as_str()) {
                    "has the two ends of a range, or one column"
                } else {
                    "has one column"
                };
                self.fault(field, some);
            }
        }
        let taken = reading
            .from
            .values()
            .flat_map(Names::list)
            .chain(&reading.keep);
        for column in taken {
            if let Some(reason) = kind.withholds(column) {
                self.fault(column, reason);
            }
        }
    }
}

#[cfg(test)]
mod tests;

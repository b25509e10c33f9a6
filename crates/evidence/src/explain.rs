//! `--explain`: a mapping proposed for a file.
//!
//! The proposal is text for a person to finish: whatever only a person can
//! decide stands as `?`, and a mapping with a `?` is refused. What a known
//! source counts is written into `scope`, so that its figures are shown beside a
//! measure and never used for it until somebody says that both count the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::kind::FileKind;
use crate::mapping::{AS_AGREED, TO_FILL};
use crate::reader::{Input, open};
use crate::table::{Record, Step};
use crate::{RowFault, Schema, date, number};

/// How many records are looked at for a proposal.
pub const LOOKED_AT: u64 = 200;

/// What is proposed for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The mapping, as text.
    pub mapping: String,
    /// The columns, with the first value of each.
    pub columns: Vec<(String, String)>,
    /// The first fault met while looking, if any.
    pub fault: Option<RowFault>,
}

/// What was seen of a column.
#[derive(Default)]
struct Seen {
    first: String,
    values: u64,
    days: u64,
    numbers: u64,
}

/// Proposes a mapping for a file.
///
/// # Errors
/// A fault where the file is not of its kind.
pub fn propose(kind: FileKind, input: &Input<'_>, schema: &Schema) -> Result<Proposal, RowFault> {
    let mut source = open(kind, input, None)?;
    let mut record = Record::default();
    let mut seen: BTreeMap<usize, Seen> = BTreeMap::new();
    let mut fault = None;
    for _ in 0..LOOKED_AT {
        match source.next(&mut record) {
            Step::Record => {}
            Step::Bad(bad) => {
                fault = fault.or(Some(bad));
                continue;
            }
            Step::Broken(broken) => {
                fault = fault.or(Some(broken));
                break;
            }
            Step::End => break,
        }
        for place in 0..record.values.len() {
            let Some(value) = record.at(place) else {
                continue;
            };
            let column = seen.entry(place).or_default();
            if column.values == 0 {
                column.first = value.chars().take(60).collect();
            }
            column.values += 1;
            column.days += u64::from(date::read(value, Some(date::Order::DayFirst)).is_ok());
            column.numbers += u64::from(number::read(value, Some(',')).is_ok());
        }
    }
    let names = source.columns().names().to_vec();
    let columns: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let first = seen
                .get(&place)
                .map_or(String::new(), |seen| seen.first.clone());
            (name.clone(), first)
        })
        .collect();
    let guess = Guess {
        names: &names,
        seen: &seen,
    };
    let mut text = heading(kind, &columns);
    for reading in readings(kind, &guess, schema) {
        reading.write(&mut text, schema);
    }
    Ok(Proposal {
        mapping: text,
        columns,
        fault,
    })
}

fn heading(kind: FileKind, columns: &[(String, String)]) -> String {
    let mut text = String::from(
        "# Proposed; nothing is read as anything until every \"?\" is filled in.\n# Use it with `servanda import DIR KIND FILE --mapping THIS`.\n#\n# Columns of the file, each with its first value:\n",
    );
    for (name, first) in columns.iter().take(80) {
        let line = format!("{name}: {first}").replace(|c: char| c.is_control(), " ");
        let _ = writeln!(text, "#   {line}");
    }
    if columns.len() > 80 {
        let _ = writeln!(text, "#   and {} more", columns.len() - 80);
    }
    let fill = |value: Option<&str>| quoted(value.unwrap_or(TO_FILL));
    let _ = write!(
        text,
        "\nkind = {}\n\n[source]\npublisher = {}\nlicence = {}\naddress = {}\n",
        quoted(kind.word()),
        fill(kind.publisher()),
        fill(kind.licence()),
        quoted(TO_FILL),
    );
    text
}

/// What the columns look like.
struct Guess<'a> {
    names: &'a [String],
    seen: &'a BTreeMap<usize, Seen>,
}

impl Guess<'_> {
    fn first(&self, fits: impl Fn(&str, &Seen) -> bool) -> Option<String> {
        self.names
            .iter()
            .enumerate()
            .find(|(place, name)| self.seen.get(place).is_some_and(|seen| fits(name, seen)))
            .map(|(_, name)| name.clone())
    }

    /// Returns the column whose values are days, the one named for it first.
    fn day(&self) -> String {
        let is_day = |seen: &Seen| seen.values > 0 && seen.days * 10 >= seen.values * 9;
        let named = |name: &str| name.to_lowercase().contains("date");
        self.first(|name, seen| named(name) && is_day(seen))
            .or_else(|| self.first(|_, seen| is_day(seen)))
            .unwrap_or_else(|| TO_FILL.into())
    }

    fn figure(&self) -> String {
        let is_number =
            |seen: &Seen| seen.values > 0 && seen.numbers * 10 >= seen.values * 9 && seen.days == 0;
        let other = |name: &str| {
            let name = name.to_lowercase();
            ["id", "lat", "lon", "year", "code", "#geo"]
                .iter()
                .any(|word| name == *word || name.starts_with(word) || name.ends_with(word))
        };
        self.first(|name, seen| is_number(seen) && !other(name))
            .unwrap_or_else(|| TO_FILL.into())
    }
}

/// A reading as proposed.
#[derive(Default)]
struct Proposed {
    about: &'static str,
    of: Option<String>,
    scope: Option<&'static str>,
    unit: Option<&'static str>,
    reporter: Option<&'static str>,
    origin: Option<&'static str>,
    running: bool,
    from: Vec<(&'static str, String)>,
    only: Vec<(&'static str, &'static str)>,
}

impl Proposed {
    fn write(&self, text: &mut String, schema: &Schema) {
        let _ = writeln!(text, "\n# {}\n[[read]]", self.about);
        let of = self.of.clone().unwrap_or_else(|| TO_FILL.into());
        let _ = writeln!(text, "of = {}  # {}", quoted(&of), candidates(schema));
        let scope = self.scope.unwrap_or(TO_FILL);
        let _ = writeln!(
            text,
            "scope = {}  # `{AS_AGREED}`, only where it counts the same",
            quoted(scope)
        );
        if let Some(unit) = self.unit {
            let _ = writeln!(text, "unit = {}", quoted(unit));
        }
        let known = self
            .reporter
            .filter(|name| schema.actors.contains(*name))
            .unwrap_or(TO_FILL);
        let _ = writeln!(
            text,
            "reporter = {}  # an actor of the agreement",
            quoted(known)
        );
        if let Some(origin) = self.origin {
            let _ = writeln!(text, "origin = {}", quoted(origin));
        }
        if self.running {
            text.push_str("running = true\n");
        }
        text.push_str("[read.from]\n");
        for (field, column) in &self.from {
            let _ = writeln!(text, "{} = {}", field, quoted(column));
        }
        if !self.only.is_empty() {
            text.push_str("[read.where]\n");
            for (column, value) in &self.only {
                let _ = writeln!(text, "{} = {}", quoted(column), quoted(value));
            }
        }
    }
}

/// Names what can be reported, for the reader to choose from.
fn candidates(schema: &Schema) -> String {
    let names: Vec<&str> = schema
        .measures
        .keys()
        .chain(schema.events.keys())
        .map(String::as_str)
        .collect();
    match names.as_slice() {
        [] => "the agreement declares nothing that can be reported".into(),
        names if names.len() > 12 => {
            let some = names.get(..12).unwrap_or_default().join(", ");
            format!("such as {some}")
        }
        names => format!("one of {}", names.join(", ")),
    }
}

/// Writes a text as a basic string of TOML, which has the escapes of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}

fn readings(kind: FileKind, guess: &Guess<'_>, schema: &Schema) -> Vec<Proposed> {
    let column = |name: &str| name.to_owned();
    match kind {
        FileKind::Fts => fts(schema),
        FileKind::Ucdp => vec![Proposed {
            about: "Deaths in each event, from the lowest to the highest estimate",
            scope: Some("deaths in events of organised violence as UCDP defines them"),
            reporter: Some("UCDP"),
            from: vec![
                ("happened", column("@happened")),
                ("figure", column("@deaths")),
            ],
            ..Proposed::default()
        }],
        FileKind::Acled => vec![Proposed {
            about: "Deaths in each event; 0 may mean that none were reported",
            scope: Some("fatalities of political violence as ACLED counts them"),
            reporter: Some("ACLED"),
            from: vec![
                ("happened", column("event_date")),
                ("figure", column("fatalities")),
            ],
            ..Proposed::default()
        }],
        FileKind::Iati => iati(),
        FileKind::Un2720 => vec![Proposed {
            about: "Trucks of all organisations together, since the mechanism began",
            scope: Some("trucks of the UN2720 mechanism; bilateral and commercial ones excluded"),
            unit: Some("trucks"),
            reporter: Some("UN2720"),
            running: true,
            from: vec![
                ("happened", column("fetchedAt")),
                ("figure", column("trucks")),
            ],
            only: vec![("organization", crate::summary::ALL)],
            ..Proposed::default()
        }],
        FileKind::T4p => vec![Proposed {
            about: "A daily series; `_cum` is a running total, `ext_` is extrapolated",
            reporter: Some("Gaza Health Ministry"),
            from: vec![
                ("happened", column("report_date")),
                ("figure", guess.figure()),
            ],
            ..Proposed::default()
        }],
        FileKind::AcledDeleted => Vec::new(),
        FileKind::Csv
        | FileKind::Xlsx
        | FileKind::Ods
        | FileKind::Geojson
        | FileKind::Hxl
        | FileKind::Odk => vec![Proposed {
            about: "Each row is one report",
            from: vec![("happened", guess.day()), ("figure", guess.figure())],
            ..Proposed::default()
        }],
    }
}

/// Proposes one reading for each status of a flow.
fn fts(schema: &Schema) -> Vec<Proposed> {
    let declared = |name: &str| {
        let known = schema.events.contains_key(name) || schema.measures.contains_key(name);
        known.then(|| name.to_owned())
    };
    let column = |name: &str| name.to_owned();
    [
        (
            "pledge",
            "Money pledged: announced, and not yet bound",
            "Pledge",
        ),
        (
            "commitment",
            "Money committed: bound, and not yet paid",
            "Commitment",
        ),
        ("paid", "Money paid", "Disbursement"),
    ]
    .into_iter()
    .map(|(status, about, name)| Proposed {
        about,
        of: declared(name),
        scope: Some("flows reported to FTS, in US dollars at the rate FTS gives"),
        unit: Some("USD"),
        reporter: Some("OCHA Financial Tracking Service"),
        from: vec![
            ("happened", column("@decided")),
            ("figure", column("amountUSD")),
            ("actor", column("srcOrganization")),
        ],
        only: vec![("status", status)],
        ..Proposed::default()
    })
    .collect()
}

fn iati() -> Vec<Proposed> {
    let transaction = |about, kind| Proposed {
        about,
        scope: Some("transactions as the reporting organisation published them"),
        from: vec![
            ("happened", "date".into()),
            ("figure", "value".into()),
            ("unit", "currency".into()),
        ],
        only: vec![("element", "transaction"), ("type", kind)],
        ..Proposed::default()
    };
    vec![
        transaction("Money that came in", "1"),
        transaction("Money committed", "2"),
        transaction("Money passed on", "3"),
        transaction("Money spent", "4"),
        Proposed {
            about: "Results of each period",
            scope: Some("the indicator as the reporting organisation defines it"),
            from: vec![
                ("happened", "period-end".into()),
                ("figure", "actual".into()),
            ],
            only: vec![("element", "period")],
            ..Proposed::default()
        },
    ]
}

#[cfg(test)]
mod tests;

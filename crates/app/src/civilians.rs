//! Civilians: the same figures for each community, and single incidents of
//! harm.
//!
//! What lives here: for every indicator and each side the text gives it for,
//! baseline, target, the latest value with its range, whether it rose or fell,
//! and how many days it covers ([`Measured`]); incidents of harm with how well
//! each is confirmed and to whom it is attributed ([`Incident`]). What does not:
//! statuses, and words for pages. Entry point: [`civilians`], a pure function.
//!
//! # Invariants
//! Sides are never set against each other, netted or added. What nobody is
//! named for has a row of its own, and so has a side for which nothing is
//! known.

pub mod terminal;

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{Assessment, IndicatorSeries, IndicatorValue};
use servanda_model::figure::Figure;
use servanda_model::names::FieldName;
use servanda_model::plan::{EventKind, Indicator, Plan};
use servanda_model::record::{Act, Citation, NOT_DONE, Record};
use servanda_model::time::Date;

use crate::funds::money::Amount;
use crate::standing::{self, Standing};

/// Fields by which events tell harm.
const HARM_FIELDS: [&str; 7] = [
    "harm",
    "killed",
    "deaths",
    "injured",
    "casualties",
    "detained",
    "displaced",
];

/// How many incidents are listed, the newest first.
pub const INCIDENTS_MAX: usize = 1_000;

/// Everything about civilians.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Civilians {
    /// Indicators, in the text's order.
    pub measured: Vec<Measured>,
    /// Incidents of harm, the newest first.
    pub incidents: Vec<Incident>,
    /// How many older incidents are not listed.
    pub left_out: usize,
}

/// An indicator, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Its name.
    pub name: String,
    /// The baseline, as written.
    pub baseline: Option<String>,
    /// The target, as written.
    pub target: Option<String>,
    /// Each community: the sides of the text, others that reports name, and
    /// those of whom no side is told.
    pub communities: Vec<Community>,
}

/// One community under one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Community {
    /// The side; nobody where none is told.
    pub side: Option<String>,
    /// What is told, by reporter and kind of figure.
    pub runs: Vec<Run>,
}

/// What one reporter tells of one community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Who says it.
    pub reporter: String,
    /// Whether the figures are running totals.
    pub running: bool,
    /// The latest value.
    pub latest: Value,
    /// The value before it.
    pub earlier: Option<Value>,
    /// How the latest lies to the one before.
    pub trend: Trend,
    /// How many days have a value, of how many from the first to the last.
    pub coverage: (i64, i64),
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The figure, with its range.
    pub figure: Figure,
    /// The source's own best estimate within it, where it gives one.
    pub best: Option<String>,
    /// The first and the last day it is for.
    pub days: (Date, Date),
    /// The entry.
    pub citation: Citation,
}

/// How a value lies to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trend {
    /// Surely more.
    Rose,
    /// Surely less.
    Fell,
    /// The same.
    Same,
    /// A running total that is smaller than before: the source revised it.
    Revised,
    /// The ranges overlap, or the stretches of days differ in length.
    NotComparable,
    /// There is no value before it.
    First,
}

impl Trend {
    /// Returns the trend's key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Same => "same",
            Self::Revised => "revised",
            Self::NotComparable => "not_comparable",
            Self::First => "first",
        }
    }
}

/// One incident of harm, as everyone tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The event.
    pub of: String,
    /// The days on which it can have been.
    pub days: (Date, Date),
    /// Where.
    pub place: Option<String>,
    /// How well it is confirmed.
    pub confirmed: Confirmation,
    /// What each report says.
    pub told: Vec<HarmTold>,
}

/// One report of harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HarmTold {
    /// Who says it.
    pub reporter: String,
    /// Which harm, by field; how many, by the report's figure.
    pub harm: BTreeMap<String, String>,
    /// To whom it is attributed; empty: to nobody named.
    pub attributed_to: Vec<String>,
    /// The entry.
    pub citation: Citation,
}

/// How well an incident is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confirmation {
    /// Told by reporters who are no neutrals, of one origin.
    Reported,
    /// Told by a neutral, or by two of origins of their own.
    Verified,
    /// Found by a body.
    Found,
    /// Told by some, and expressly denied by others.
    Contested,
}

impl Confirmation {
    /// Returns the key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Verified => "verified",
            Self::Found => "found",
            Self::Contested => "contested",
        }
    }
}

/// Reads what the record tells of civilians.
pub fn civilians(plan: &Plan, record: &Record, assessment: &Assessment) -> Civilians {
    let standing = standing::reports(plan, record, assessment.as_of);
    let mut incidents = incidents(plan, &standing);
    incidents.sort_by(|one, other| other.days.cmp(&one.days).then(one.of.cmp(&other.of)));
    let left_out = incidents.len().saturating_sub(INCIDENTS_MAX);
    incidents.truncate(INCIDENTS_MAX);
    let measured = assessment.indicators.iter().map(|series| {
        let mut planned = plan.indicators.iter();
        let planned = planned.find(|one| one.name.as_str() == series.name);
        measured(record, series, planned)
    });
    Civilians {
        measured: measured.collect(),
        incidents,
        left_out,
    }
}

fn measured(record: &Record, series: &IndicatorSeries, planned: Option<&Indicator>) -> Measured {
    let mut sides: Vec<Option<String>> = planned
        .into_iter()
        .flat_map(|one| &one.by_side_of)
        .map(|side| Some(side.to_string()))
        .collect();
    let given = !sides.is_empty();
    for value in &series.values {
        if value.side.is_some() && !sides.contains(&value.side) {
            sides.push(value.side.clone());
        }
    }
    let untold = series.values.iter().any(|value| value.side.is_none());
    if untold || given || sides.is_empty() {
        sides.push(None);
    }
    let communities = sides.into_iter().map(|side| Community {
        runs: runs(record, series, side.as_deref()),
        side,
    });
    Measured {
        name: series.name.clone(),
        baseline: planned.and_then(|one| one.baseline.clone()),
        target: planned.and_then(|one| one.target.clone()),
        communities: communities.collect(),
    }
}

fn runs(record: &Record, series: &IndicatorSeries, side: Option<&str>) -> Vec<Run> {
    let mut by: BTreeMap<(&str, bool), Vec<&IndicatorValue>> = BTreeMap::new();
    for value in &series.values {
        if value.side.as_deref() == side {
            by.entry((value.reporter.as_str(), value.running_total))
                .or_default()
                .push(value);
        }
    }
    by.into_iter()
        .filter_map(|((reporter, running), mut values)| {
            values.sort_by_key(|value| (value.days.1, value.days.0, value.citation));
            let latest = told(record, values.last()?);
            let before = values.iter().rev().nth(1);
            let earlier = before.map(|value| told(record, value));
            Some(Run {
                reporter: reporter.to_owned(),
                running,
                trend: earlier
                    .as_ref()
                    .map_or(Trend::First, |earlier| trend(earlier, &latest, running)),
                coverage: coverage(&values),
                latest,
                earlier,
            })
        })
        .collect()
}

fn told(record: &Record, value: &IndicatorValue) -> Value {
    let report = record
        .find(value.citation)
        .and_then(|entry| match &entry.act {
            Some(Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report))) => {
                Some(report)
            }
            _ => None,
        });
    let best = report.and_then(|report| report.fields.get(&FieldName::new("best")));
    Value {
        figure: value.figure.clone(),
        best: best.cloned(),
        days: value.days,
        citation: value.citation,
    }
}

fn length(days: (Date, Date)) -> i64 {
    days.0
        .until(days.1)
        .map_or(0, |span| i64::from(span.get_days()) + 1)
}

fn trend(earlier: &Value, latest: &Value, running: bool) -> Trend {
    let amount = |value: &Value| Amount::of(&value.figure, servanda_model::figure::Decimal::ONE);
    let (before, now) = (amount(earlier), amount(latest));
    if !running && length(earlier.days) != length(latest.days) {
        return Trend::NotComparable;
    }
    let more = before.high.is_some_and(|high| now.low > high);
    let less = now.high.is_some_and(|high| high < before.low);
    let same = before == now && before.high == Some(before.low);
    match (more, less) {
        (true, _) => Trend::Rose,
        (_, true) if running => Trend::Revised,
        (_, true) => Trend::Fell,
        (false, false) if same => Trend::Same,
        (false, false) => Trend::NotComparable,
    }
}

/// Counts the days that have a value, of all from the first to the last.
fn coverage(values: &[&IndicatorValue]) -> (i64, i64) {
    let mut spans: Vec<(Date, Date)> = values.iter().map(|value| value.days).collect();
    spans.sort_unstable();
    let Some((mut from, mut to)) = spans.first().copied() else {
        return (0, 0);
    };
    let first = from;
    let mut covered = 0;
    for (start, end) in spans {
        if start > to {
            covered += length((from, to));
            (from, to) = (start, end);
        } else {
            to = to.max(end);
        }
    }
    (covered + length((from, to)), length((first, to)))
}

/// Returns whether an event tells of harm.
/// Returns whether an event's reports tell of harm.
pub(crate) fn tells_harm(event: &EventKind) -> bool {
    let mut fields = event.fields.iter();
    fields.any(|field| HARM_FIELDS.contains(&field.name.as_str()))
}

/// What tells one incident from another: event, days, place.
type IncidentKey = (String, (Date, Date), Option<String>);

fn incidents(plan: &Plan, standing: &[Standing<'_>]) -> Vec<Incident> {
    let events: BTreeSet<&str> = plan
        .events
        .iter()
        .filter(|event| tells_harm(event))
        .map(|event| event.name.as_str())
        .collect();
    let zone = &plan.zone;
    let mut by: BTreeMap<IncidentKey, Vec<&Standing<'_>>> = BTreeMap::new();
    for one in standing {
        if !events.contains(one.report.of.as_str()) {
            continue;
        }
        let happened = &one.report.happened;
        let days = (
            zone.date_of(happened.earliest(zone)),
            zone.date_of(happened.latest(zone)),
        );
        let place = one.report.fields.get(&FieldName::new("place")).cloned();
        by.entry((one.report.of.clone(), days, place))
            .or_default()
            .push(one);
    }
    by.into_iter()
        .map(|((of, days, place), told)| Incident {
            confirmed: confirmed(plan, &told),
            told: told.iter().map(|one| harm(one)).collect(),
            of,
            days,
            place,
        })
        .collect()
}

fn harm(one: &Standing<'_>) -> HarmTold {
    let fields = one.report.fields.iter();
    let mut harm: BTreeMap<String, String> = fields
        .filter(|(name, _)| HARM_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.clone()))
        .collect();
    if let Some(figure) = &one.report.figure {
        harm.insert("figure".to_owned(), figure.to_string());
    }
    HarmTold {
        reporter: one.report.reporter.to_string(),
        harm,
        attributed_to: one.report.actors.iter().map(ToString::to_string).collect(),
        citation: one.citation(),
    }
}

fn confirmed(plan: &Plan, told: &[&Standing<'_>]) -> Confirmation {
    let denied = |one: &&&Standing<'_>| one.report.value.as_deref() == Some(NOT_DONE);
    let (against, told): (Vec<&&Standing<'_>>, Vec<&&Standing<'_>>) = told.iter().partition(denied);
    if !against.is_empty() && !told.is_empty() {
        return Confirmation::Contested;
    }
    if told.iter().any(|one| one.finding) {
        return Confirmation::Found;
    }
    let neutral = |one: &&&Standing<'_>| {
        plan.actors
            .iter()
            .any(|actor| actor.name == one.report.reporter && actor.neutral)
    };
    let own: BTreeSet<(&str, &str)> = told
        .iter()
        .filter_map(|one| Some((one.report.origin.as_deref()?, one.report.reporter.as_str())))
        .collect();
    let origins: BTreeSet<&str> = own.iter().map(|(origin, _)| *origin).collect();
    let reporters: BTreeSet<&str> = own.iter().map(|(_, reporter)| *reporter).collect();
    if told.iter().any(neutral) || (origins.len() > 1 && reporters.len() > 1) {
        Confirmation::Verified
    } else {
        Confirmation::Reported
    }
}

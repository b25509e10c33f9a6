//! The view of civilians.

use std::collections::BTreeMap;

use serde::Serialize;
use servanda_model::record::Record;

use super::reason::CitedEntry;
use crate::civilians::{Civilians, Community, Incident, Run, Value};

/// Everything about civilians.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CiviliansView {
    /// Indicators: each community by itself, never netted.
    pub measured: Vec<MeasuredView>,
    /// Incidents of harm, the newest first.
    pub incidents: Vec<IncidentView>,
    /// How many older incidents are not listed.
    pub left_out: usize,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasuredView {
    /// Its name.
    pub name: String,
    /// The baseline, as written.
    pub baseline: Option<String>,
    /// The target, as written.
    pub target: Option<String>,
    /// Each community.
    pub communities: Vec<CommunityView>,
}

/// One community.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommunityView {
    /// The side; null where none is told.
    pub side: Option<String>,
    /// What is told; empty where nothing is known.
    pub runs: Vec<RunView>,
}

/// What one reporter tells of one community.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunView {
    /// Who says it.
    pub reporter: String,
    /// Whether the figures are running totals.
    pub running: bool,
    /// The latest value.
    pub latest: ValueView,
    /// The value before it.
    pub earlier: Option<ValueView>,
    /// How the latest lies to it.
    pub trend: &'static str,
    /// How many days have a value.
    pub days_covered: i64,
    /// Of how many from the first to the last.
    pub days: i64,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueView {
    /// The figure, with its range.
    pub figure: String,
    /// The source's own best estimate within it.
    pub best: Option<String>,
    /// The first and the last day it is for.
    pub days: [String; 2],
    /// The entry.
    pub entry: CitedEntry,
}

/// One incident of harm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentView {
    /// The event.
    pub of: String,
    /// The days on which it can have been.
    pub days: [String; 2],
    /// Where.
    pub place: Option<String>,
    /// `reported`, `verified`, `found` or `contested`.
    pub confirmed: &'static str,
    /// What each report says.
    pub told: Vec<HarmView>,
}

/// One report of harm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HarmView {
    /// Who says it.
    pub reporter: String,
    /// Which harm, and how many.
    pub harm: BTreeMap<String, String>,
    /// To whom it is attributed; empty: to nobody named.
    pub attributed_to: Vec<String>,
    /// The entry.
    pub entry: CitedEntry,
}

impl CiviliansView {
    /// Makes the view.
    pub fn new(civilians: &Civilians, record: &Record) -> Self {
        let community = |one: &Community| CommunityView {
            side: one.side.clone(),
            runs: one.runs.iter().map(|one| run(one, record)).collect(),
        };
        Self {
            measured: civilians
                .measured
                .iter()
                .map(|one| MeasuredView {
                    name: one.name.clone(),
                    baseline: one.baseline.clone(),
                    target: one.target.clone(),
                    communities: one.communities.iter().map(community).collect(),
                })
                .collect(),
            incidents: civilians
                .incidents
                .iter()
                .map(|one| incident(one, record))
                .collect(),
            left_out: civilians.left_out,
        }
    }

    /// Returns whether there is nothing about civilians.
    pub fn is_empty(&self) -> bool {
        self.measured.is_empty() && self.incidents.is_empty()
    }
}

fn run(run: &Run, record: &Record) -> RunView {
    RunView {
        reporter: run.reporter.clone(),
        running: run.running,
        latest: value(&run.latest, record),
        earlier: run.earlier.as_ref().map(|one| value(one, record)),
        trend: run.trend.key(),
        days_covered: run.coverage.0,
        days: run.coverage.1,
    }
}

fn value(value: &Value, record: &Record) -> ValueView {
    ValueView {
        figure: value.figure.to_string(),
        best: value.best.clone(),
        days: [value.days.0.to_string(), value.days.1.to_string()],
        entry: CitedEntry::new(value.citation, record),
    }
}

fn incident(incident: &Incident, record: &Record) -> IncidentView {
    let told = incident.told.iter().map(|one| HarmView {
        reporter: one.reporter.clone(),
        harm: one.harm.clone(),
        attributed_to: one.attributed_to.clone(),
        entry: CitedEntry::new(one.citation, record),
    });
    IncidentView {
        of: incident.of.clone(),
        days: [incident.days.0.to_string(), incident.days.1.to_string()],
        place: incident.place.clone(),
        confirmed: incident.confirmed.key(),
        told: told.collect(),
    }
}

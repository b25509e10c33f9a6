//! The view of an assessment.

use serde::Serialize;
use servanda_model::assessment::{
    Assessment, ClauseStatus, IndicatorSeries, PhaseState, PhaseStatus, WaitingSet,
};
use servanda_model::plan::{Plan, PlannedOpening};
use servanda_model::record::Record;
use servanda_model::time::Instant;

use super::amendment::AmendmentView;
use super::case::CaseView;
use super::civilians::CiviliansView;
use super::corridors::CorridorsView;
use super::funds::FundsView;
use super::instance::{InstanceView, ReadingView};
use super::priority::{self, PriorityView};
use super::reason::{CitedEntry, ReasonView};
use crate::{civilians, corridors, dates, funds, keys, words};

/// The data of `assess`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssessView {
    /// Phases.
    pub phases: Vec<PhaseView>,
    /// Clauses.
    pub clauses: Vec<ClauseView>,
    /// Cases, in the order of their opening.
    pub cases: Vec<CaseView>,
    /// Measured series, which are never a failure.
    pub indicators: Vec<IndicatorView>,
    /// What waits for itself: instances and phases of which each waits for
    /// others of them, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiting_sets: Vec<WaitingSetView>,
    /// Money, where the record tells of any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funds: Option<FundsView>,
    /// Corridors and crossings, where the text or the record has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corridors: Option<CorridorsView>,
    /// Civilians: communities under each indicator, incidents of harm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub civilians: Option<CiviliansView>,
    /// Amendments that the text declares, where it declares any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<AmendmentView>,
    /// Acts that had no power.
    pub without_effect: Vec<WithoutEffectView>,
    /// What was moved up or down the order of work, where anything was; no
    /// status hangs on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<PriorityView>,
    /// Where the record ends.
    pub record_ends: Vec<RecordEndView>,
}

/// Instances and phases of which each waits for others of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaitingSetView {
    /// The addresses of the instances, as `why` takes them.
    pub instances: Vec<String>,
    /// The phases.
    pub phases: Vec<String>,
}

/// A measured series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndicatorView {
    /// Its name.
    pub name: String,
    /// Its values, by report; never netted, never summed.
    pub values: Vec<IndicatorValueView>,
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndicatorValueView {
    /// For which side, where the report says.
    pub side: Option<String>,
    /// The first and the last day it is for.
    pub days: [String; 2],
    /// The figure, as reported.
    pub figure: String,
    /// Whether it is a running total.
    pub running_total: bool,
    /// Who says it.
    pub reporter: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// One phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhaseView {
    /// Its name, with the item where phases are per item.
    pub id: String,
    /// Its state.
    pub status: &'static str,
    /// How it opened, or was declared open.
    pub opened: Option<OpenedView>,
    /// The gate's conditions.
    pub conditions: Vec<ConditionView>,
    /// Clauses that it waits for.
    pub waits_for: Vec<String>,
    /// Reasons.
    pub reasons: Vec<ReasonView>,
}

/// How a phase opened, or was declared open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenedView {
    /// When.
    pub at: String,
    /// `satisfied`, `waived` or `declared`.
    pub basis: &'static str,
    /// Whether the text lets this open the phase.
    pub effective: bool,
    /// By whom, where somebody declared it.
    pub by: Vec<String>,
    /// What was still owed.
    pub residuals: Vec<ResidualView>,
    /// The entries it rests on.
    pub entries: Vec<CitedEntry>,
}

/// What was still owed when a phase opened or was declared open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResidualView {
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Its status then.
    pub status: &'static str,
    /// How many of its instances were done.
    pub done: u32,
    /// How many it had.
    pub of: u32,
}

/// One condition of a gate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionView {
    /// As written.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClauseView {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who owes.
    pub obligor: Vec<String>,
    /// Its thematic heading.
    pub pillar: Option<String>,
    /// Whether it rests on fields the parties did not agree.
    pub proposed: bool,
    /// The status of the whole.
    pub status: &'static str,
    /// How many instances have each status.
    pub counts: serde_json::Map<String, serde_json::Value>,
    /// The computed 0–3 scale.
    pub score: Option<u8>,
    /// The whole under each reading.
    pub readings: Vec<ReadingView>,
    /// Its instances.
    pub instances: Vec<InstanceView>,
    /// Shown beside and not used.
    pub beside: Vec<ReasonView>,
    /// Reasons that concern the whole.
    pub reasons: Vec<ReasonView>,
}

/// An act without power.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutEffectView {
    /// Who acted.
    pub by: String,
    /// Why it had no effect.
    pub why: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// Where the record ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordEndView {
    /// For which subject; none for everything else.
    pub of: Option<String>,
    /// The last day covered.
    pub until: String,
}

impl AssessView {
    /// Makes the view.
    pub fn new(assessment: &Assessment, plan: &Plan, record: &Record) -> Self {
        let maker = Maker { plan, record };
        Self {
            phases: assessment
                .phases
                .iter()
                .map(|phase| maker.phase(phase))
                .collect(),
            clauses: assessment
                .clauses
                .iter()
                .map(|clause| maker.clause(clause))
                .collect(),
            cases: assessment
                .cases
                .iter()
                .map(|case| CaseView::new(case, plan, record))
                .collect(),
            indicators: assessment
                .indicators
                .iter()
                .map(|series| indicator(series, record))
                .collect(),
            waiting_sets: assessment.waiting_sets.iter().map(waiting_set).collect(),
            funds: money(assessment, plan, record),
            corridors: ways(assessment, plan, record),
            civilians: people(assessment, plan, record),
            amendments: assessment
                .amendments
                .iter()
                .map(|one| AmendmentView::new(one, plan, record))
                .collect(),
            without_effect: assessment
                .without_effect
                .iter()
                .map(|act| WithoutEffectView {
                    by: act.by.to_string(),
                    why: act.why.clone(),
                    entry: CitedEntry::new(act.citation, record),
                })
                .collect(),
            priorities: priority::views(plan, record, assessment.as_of),
            record_ends: assessment
                .record_ends
                .iter()
                .map(|(of, until)| RecordEndView {
                    of: of.clone(),
                    until: until.to_string(),
                })
                .collect(),
        }
    }
}

fn waiting_set(set: &WaitingSet) -> WaitingSetView {
    let instances = set.instances.iter();
    WaitingSetView {
        instances: instances
            .map(|(clause, key)| match keys::text(key) {
                key if key.is_empty() => clause.to_string(),
                key => format!("{clause}[{key}]"),
            })
            .collect(),
        phases: set.phases.iter().map(phase_name).collect(),
    }
}

fn phase_name((name, item): &PlannedOpening) -> String {
    item.as_ref()
        .map_or_else(|| name.to_string(), |item| format!("{name}, {item}"))
}

fn money(assessment: &Assessment, plan: &Plan, record: &Record) -> Option<FundsView> {
    let funds = funds::funds(plan, record, assessment, &funds::Conversion::default());
    let view = FundsView::new(&funds, plan, assessment, record);
    (!view.is_empty()).then_some(view)
}

fn ways(assessment: &Assessment, plan: &Plan, record: &Record) -> Option<CorridorsView> {
    let told = corridors::corridors(plan, record, assessment);
    let view = CorridorsView::new(&told, plan, record);
    (!view.is_empty()).then_some(view)
}

fn people(assessment: &Assessment, plan: &Plan, record: &Record) -> Option<CiviliansView> {
    let told = civilians::civilians(plan, record, assessment);
    let view = CiviliansView::new(&told, record);
    (!view.is_empty()).then_some(view)
}

fn indicator(series: &IndicatorSeries, record: &Record) -> IndicatorView {
    let values = series.values.iter().map(|value| IndicatorValueView {
        side: value.side.clone(),
        days: [value.days.0.to_string(), value.days.1.to_string()],
        figure: value.figure.to_string(),
        running_total: value.running_total,
        reporter: value.reporter.to_string(),
        entry: CitedEntry::new(value.citation, record),
    });
    IndicatorView {
        name: series.name.clone(),
        values: values.collect(),
    }
}

struct Maker<'a> {
    plan: &'a Plan,
    record: &'a Record,
}

impl Maker<'_> {
    fn time(&self, at: Instant) -> String {
        dates::machine(at, &self.plan.zone)
    }

    fn title(&self, id: &servanda_model::names::ClauseId) -> String {
        let clause = self.plan.clauses.iter().find(|clause| clause.id == *id);
        clause
            .map(|clause| clause.title.clone())
            .unwrap_or_default()
    }

    fn reasons(&self, reasons: &[servanda_model::assessment::Reason]) -> Vec<ReasonView> {
        reasons
            .iter()
            .map(|reason| ReasonView::new(reason, self.record))
            .collect()
    }

    fn phase(&self, phase: &PhaseStatus) -> PhaseView {
        PhaseView {
            id: phase_name(&phase.phase),
            status: words::phase_state(phase.state).0,
            opened: self.opened(phase),
            conditions: phase
                .conditions
                .iter()
                .map(|(text, holds)| ConditionView {
                    text: text.clone(),
                    holds: *holds,
                })
                .collect(),
            waits_for: phase.waits_for.iter().map(ToString::to_string).collect(),
            reasons: self.reasons(&phase.reasons),
        }
    }

    fn opened(&self, phase: &PhaseStatus) -> Option<OpenedView> {
        let residuals = || {
            let view = |residual: &servanda_model::assessment::Residual| ResidualView {
                clause: residual.clause.to_string(),
                title: self.title(&residual.clause),
                status: residual.status.key(),
                done: residual.done.0,
                of: residual.done.1,
            };
            phase.residuals.iter().map(view).collect()
        };
        if let Some(opening) = &phase.opened {
            return Some(OpenedView {
                at: self.time(opening.at),
                basis: words::basis(opening.basis),
                effective: true,
                by: Vec::new(),
                residuals: residuals(),
                entries: opening
                    .citations
                    .iter()
                    .map(|cited| CitedEntry::new(*cited, self.record))
                    .collect(),
            });
        }
        let first = phase
            .declared
            .first()
            .filter(|_| phase.state == PhaseState::Declared)?;
        Some(OpenedView {
            at: self.time(first.at),
            basis: "declared",
            effective: false,
            by: phase
                .declared
                .iter()
                .map(|declaration| declaration.by.to_string())
                .collect(),
            residuals: residuals(),
            entries: phase
                .declared
                .iter()
                .map(|declaration| CitedEntry::new(declaration.citation, self.record))
                .collect(),
        })
    }

    fn clause(&self, status: &ClauseStatus) -> ClauseView {
        let clause = self
            .plan
            .clauses
            .iter()
            .find(|clause| clause.id == status.id);
        let counts = status
            .counts
            .iter()
            .map(|(of, count)| (of.key().to_owned(), (*count).into()));
        ClauseView {
            id: status.id.to_string(),
            title: clause
                .map(|clause| clause.title.clone())
                .unwrap_or_default(),
            obligor: clause
                .map(|clause| {
                    clause
                        .subject
                        .actors()
                        .iter()
                        .map(ToString::to_string)
                        .collect()
                })
                .unwrap_or_default(),
            pillar: clause
                .and_then(|clause| clause.pillar.as_ref())
                .map(ToString::to_string),
            proposed: status.on_proposed_reading,
            status: status.status.key(),
            counts: counts.collect(),
            score: status.score,
            readings: status
                .readings
                .iter()
                .map(|(term, reading, status)| ReadingView {
                    supposing: format!("reading {reading} of \"{term}\""),
                    term: Some(term.to_string()),
                    reading: Some(reading.to_string()),
                    status: status.key(),
                })
                .collect(),
            instances: status
                .instances
                .iter()
                .map(|instance| InstanceView::new(instance, self.plan, self.record))
                .collect(),
            beside: self.reasons(&status.beside),
            reasons: self.reasons(&status.reasons),
        }
    }
}

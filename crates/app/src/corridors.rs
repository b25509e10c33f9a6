//! Corridors and crossings: how far what was sent on its way came, and what
//! stands open.
//!
//! What lives here: funnels of figures by step ([`Funnel`]) with their checks,
//! the state of each crossing with who said so and since when ([`Crossing`]),
//! losses by cause, and denials of access. What does not: statuses, and words
//! for pages. Entry point: [`corridors`], a pure function.
//!
//! A report says in its field `stage` which step its figure is of
//! ([`Step::of`]); where its event or measure has no such field, a word of its
//! name may.
//!
//! # Invariants
//! A funnel holds figures of one reporter, unit, scope, place and stretch of
//! time, so that only what can be compared meets. Nothing is added up.

pub mod terminal;

use std::collections::BTreeMap;

use servanda_model::assessment::Assessment;
use servanda_model::figure::Figure;
use servanda_model::names::FieldName;
use servanda_model::plan::{FieldKind, Plan};
use servanda_model::record::{Act, Citation, Record, Report};
use servanda_model::time::{Date, When};

use crate::funds::money::Amount;
use crate::known;
use crate::standing::{self, Standing};

/// A step on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Somebody asked for it.
    Requested,
    /// It was let.
    Approved,
    /// It was refused.
    Denied,
    /// It was set down at a crossing.
    Offloaded,
    /// It was fetched from there.
    Collected,
    /// It went in.
    Entered,
    /// It was lost on the way.
    Intercepted,
    /// It came where it was meant to.
    Arrived,
}

impl Step {
    /// Reads a step's word.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "requested" => Self::Requested,
            "approved" => Self::Approved,
            "denied" | "rejected" => Self::Denied,
            "offloaded" => Self::Offloaded,
            "collected" => Self::Collected,
            "entered" | "crossed" => Self::Entered,
            "intercepted" | "looted" | "lost" => Self::Intercepted,
            "arrived" | "distributed" => Self::Arrived,
            _ => return None,
        })
    }

    /// Returns the step's key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Offloaded => "offloaded",
            Self::Collected => "collected",
            Self::Entered => "entered",
            Self::Intercepted => "intercepted",
            Self::Arrived => "arrived",
        }
    }

    /// Returns whether it is a step forward, of which there can't be more than
    /// of the one before.
    fn forward(self) -> bool {
        !matches!(self, Self::Denied | Self::Intercepted)
    }
}

/// Everything about corridors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corridors {
    /// Funnels, by name, place, reporter and time.
    pub funnels: Vec<Funnel>,
    /// Crossings and other states, in the text's order.
    pub crossings: Vec<Crossing>,
    /// Denials of access, in log order.
    pub denials: Vec<Denial>,
}

/// What figures of one funnel share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunnelKey {
    /// The event or measure.
    pub of: String,
    /// The place, where one is said.
    pub place: Option<String>,
    /// Who runs it, where that is said.
    pub operator: Option<String>,
    /// Who counts.
    pub reporter: String,
    /// What the figures count, where that is not what the text counts.
    pub scope: Option<String>,
    /// The unit; empty where none is said.
    pub unit: String,
    /// The first day, where the figures are for a stretch of days.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
}

/// A funnel: figures that can be compared, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funnel {
    /// What they share.
    pub key: FunnelKey,
    /// The steps on record, in their order; of several figures for one step the
    /// last in the record.
    pub steps: Vec<StepFigure>,
    /// Losses and refusals by cause, where that is said.
    pub causes: BTreeMap<(Step, String), Vec<StepFigure>>,
    /// Whether the steps can all be true together.
    pub checks: Vec<Check>,
}

/// The figure of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFigure {
    /// The step.
    pub step: Step,
    /// How much.
    pub figure: Figure,
    /// The entry.
    pub citation: Citation,
}

/// Whether two or three steps can be true together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The step before.
    pub before: Step,
    /// The step or steps after it, which together can't be more.
    pub after: Vec<Step>,
    /// Whether they surely are no more, surely more, or it can't be told.
    pub holds: Option<bool>,
    /// What is left between: the least and, where known, the most.
    pub between: Option<Amount>,
}

/// A crossing, or another thing that the text gives states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// Its name.
    pub name: String,
    /// What the text lets it be.
    pub values: Vec<String>,
    /// What each reporter says it is now, and since when.
    pub now: Vec<StateSince>,
    /// Every report, by time.
    pub history: Vec<StateSince>,
}

/// A state that somebody reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSince {
    /// The state.
    pub value: String,
    /// Since when it is reported so without a break by this reporter.
    pub since: When,
    /// When it was reported last.
    pub last: When,
    /// Who says so.
    pub reporter: String,
    /// Who relayed it.
    pub via: Option<String>,
    /// The entry that says so first.
    pub citation: Citation,
}

/// A denial of access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Who says that access was denied.
    pub by: String,
    /// When, where that is said.
    pub happened: Option<When>,
    /// What it concerns.
    pub concerns: Vec<String>,
    /// In whose words.
    pub text: String,
    /// The entry.
    pub citation: Citation,
}

/// Reads what the record tells of corridors.
pub fn corridors(plan: &Plan, record: &Record, assessment: &Assessment) -> Corridors {
    let as_of = assessment.as_of;
    let standing = standing::reports(plan, record, as_of);
    let denials = known::entries(record, &plan.zone, as_of.known).filter_map(|entry| {
        let Some(Act::Denial(remark)) = &entry.act else {
            return None;
        };
        let told = remark.happened.as_ref();
        let said = told.is_none_or(|when| when.latest(&plan.zone) <= as_of.at);
        said.then(|| Denial {
            by: remark.by.to_string(),
            happened: remark.happened.clone(),
            concerns: remark.concerns.clone(),
            text: remark.text.clone(),
            citation: entry.citation,
        })
    });
    Corridors {
        funnels: funnels(plan, &standing),
        crossings: crossings(plan, &standing),
        denials: denials.collect(),
    }
}

fn field(report: &Report, name: &str) -> Option<String> {
    report.fields.get(&FieldName::new(name)).cloned()
}

/// Returns the step that a report's figure is of.
fn step(plan: &Plan, report: &Report) -> Option<Step> {
    if let Some(word) = field(report, "stage") {
        return Step::of(&word);
    }
    // Only where the text gives the name: another's word for a measure decides
    // nothing.
    let event = plan.events.iter().any(|event| {
        event.name.as_str() == report.of
            && event
                .fields
                .iter()
                .all(|field| field.kind != FieldKind::Money)
    });
    let measure = plan.measures.iter().any(|one| {
        let unit = one.unit.as_ref().map_or("", |unit| unit.as_str());
        one.name.as_str() == report.of && crate::funds::money::unit(plan, unit).is_none()
    });
    let named = || report.of.split_whitespace().rev().find_map(Step::of);
    (event || measure).then(named).flatten()
}

fn key(plan: &Plan, report: &Report) -> FunnelKey {
    let measures = plan.measures.iter();
    let stated = measures
        .filter(|measure| measure.name.as_str() == report.of)
        .find_map(|measure| measure.unit.as_ref());
    let event = plan
        .events
        .iter()
        .find(|event| event.name.as_str() == report.of);
    let noun = event.and_then(|event| {
        let mut nouns = event.fields.iter();
        nouns.find(|field| field.kind == FieldKind::Noun)
    });
    let unit = report.unit.as_ref().or(stated).map(ToString::to_string);
    let unit = unit.or_else(|| noun.map(|noun| format!("{}s", noun.name)));
    let earliest = plan.zone.date_of(report.happened.earliest(&plan.zone));
    let latest = plan.zone.date_of(report.happened.latest(&plan.zone));
    let (from, to) = match report.period {
        Some((from, to)) => (Some(from), to),
        None if report.running_total => (None, latest),
        None => (Some(earliest), latest),
    };
    let actors: Vec<String> = report.actors.iter().map(ToString::to_string).collect();
    FunnelKey {
        of: report.of.clone(),
        place: field(report, "place").or_else(|| field(report, "corridor")),
        operator: field(report, "operator")
            .or_else(|| (!actors.is_empty()).then(|| actors.join(", "))),
        reporter: report.reporter.to_string(),
        scope: report.scope.clone(),
        unit: unit.unwrap_or_default(),
        from,
        to,
    }
}

fn funnels(plan: &Plan, standing: &[Standing<'_>]) -> Vec<Funnel> {
    let mut by: BTreeMap<FunnelKey, Vec<(StepFigure, Option<String>)>> = BTreeMap::new();
    for one in standing {
        let Some(step) = step(plan, one.report) else {
            continue;
        };
        let Some(figure) = one.report.figure.clone() else {
            continue;
        };
        let told = StepFigure {
            step,
            figure,
            citation: one.citation(),
        };
        by.entry(key(plan, one.report))
            .or_default()
            .push((told, field(one.report, "cause")));
    }
    by.into_iter()
        .map(|(key, told)| funnel(key, told))
        .collect()
}

fn funnel(key: FunnelKey, told: Vec<(StepFigure, Option<String>)>) -> Funnel {
    let mut steps: BTreeMap<Step, StepFigure> = BTreeMap::new();
    let mut causes: BTreeMap<(Step, String), Vec<StepFigure>> = BTreeMap::new();
    for (figure, cause) in told {
        match cause {
            Some(cause) => causes.entry((figure.step, cause)).or_default().push(figure),
            None => {
                let place = steps.entry(figure.step);
                let kept = place.or_insert_with(|| figure.clone());
                if figure.citation > kept.citation {
                    *kept = figure;
                }
            }
        }
    }
    let checks = checks(&steps);
    Funnel {
        key,
        steps: steps.into_values().collect(),
        causes,
        checks,
    }
}

/// Holds each step against the one before, and what was lost with what arrived
/// against what was on its way.
fn checks(steps: &BTreeMap<Step, StepFigure>) -> Vec<Check> {
    let amount = |step: Step| {
        let told = steps.get(&step)?;
        Some(Amount::of(
            &told.figure,
            servanda_model::figure::Decimal::ONE,
        ))
    };
    let forward: Vec<Step> = steps
        .keys()
        .copied()
        .filter(|step| step.forward())
        .collect();
    let mut checks: Vec<Check> = forward
        .iter()
        .zip(forward.iter().skip(1))
        .filter_map(|(before, after)| {
            Some(check(
                *before,
                amount(*before)?,
                vec![*after],
                amount(*after)?,
            ))
        })
        .collect();
    let both = |before: Step, one: Step, other: Step| {
        let sum = amount(one)?.plus(amount(other)?);
        Some(check(before, amount(before)?, vec![one, other], sum))
    };
    let last = [Step::Entered, Step::Collected, Step::Offloaded];
    let sent = last.into_iter().find(|step| steps.contains_key(step));
    checks.extend(sent.and_then(|sent| both(sent, Step::Intercepted, Step::Arrived)));
    checks.extend(both(Step::Requested, Step::Denied, Step::Approved));
    checks
}

fn check(before: Step, whole: Amount, after: Vec<Step>, part: Amount) -> Check {
    let surely = part.high.is_some_and(|most| most <= whole.low);
    let never = whole.high.is_some_and(|most| part.low > most);
    let between = part.high.filter(|_| surely).map(|most| Amount {
        low: whole.low - most,
        high: whole.high.map(|high| high - part.low),
    });
    Check {
        before,
        after,
        holds: match (surely, never) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            (false, false) => None,
        },
        between,
    }
}

fn crossings(plan: &Plan, standing: &[Standing<'_>]) -> Vec<Crossing> {
    plan.states
        .iter()
        .map(|state| {
            let mut told: Vec<&Standing<'_>> = standing
                .iter()
                .filter(|one| one.report.of == state.name.as_str())
                .collect();
            let zone = &plan.zone;
            told.sort_by_key(|one| (one.report.happened.latest(zone), one.entry.citation));
            let mut history: Vec<StateSince> = Vec::new();
            for one in told {
                say(&mut history, one);
            }
            let mut now: BTreeMap<&str, &StateSince> = BTreeMap::new();
            for one in &history {
                now.insert(one.reporter.as_str(), one);
            }
            Crossing {
                name: state.name.to_string(),
                values: state.values.clone(),
                now: now.into_values().cloned().collect(),
                history,
            }
        })
        .collect()
}

/// Adds a report to a history: it goes on what its reporter said last, where
/// that was the same.
fn say(history: &mut Vec<StateSince>, one: &Standing<'_>) {
    let Some(value) = &one.report.value else {
        return;
    };
    let reporter = one.report.reporter.as_str();
    let last = history
        .iter_mut()
        .rev()
        .find(|told| told.reporter == reporter);
    if let Some(told) = last.filter(|told| told.value == *value) {
        told.last = one.report.happened.clone();
        return;
    }
    history.push(StateSince {
        value: value.clone(),
        since: one.report.happened.clone(),
        last: one.report.happened.clone(),
        reporter: reporter.to_owned(),
        via: one.report.via.clone(),
        citation: one.citation(),
    });
}

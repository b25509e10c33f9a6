//! The view of corridors.

use serde::Serialize;
use servanda_model::plan::Plan;
use servanda_model::record::Record;
use servanda_model::time::When;

use super::reason::CitedEntry;
use crate::corridors::terminal::check;
use crate::corridors::{Corridors, Crossing, Funnel, StateSince, StepFigure};

/// Everything about corridors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CorridorsView {
    /// Funnels; only what can be compared stands in one.
    pub funnels: Vec<FunnelView>,
    /// Crossings and other states.
    pub crossings: Vec<CrossingView>,
    /// Denials of access.
    pub denials: Vec<DenialView>,
}

/// A funnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FunnelView {
    /// The event or measure.
    pub of: String,
    /// The place.
    pub place: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Who counts.
    pub reporter: String,
    /// What the figures count, where that is not what the text counts.
    pub scope: Option<String>,
    /// The unit; empty where none is said.
    pub unit: String,
    /// The first day; none for a running total.
    pub from: Option<String>,
    /// The last day.
    pub to: String,
    /// The steps on record, in their order.
    pub steps: Vec<StepView>,
    /// Losses and refusals by cause.
    pub causes: Vec<CauseView>,
    /// Whether the steps can all be true together.
    pub checks: Vec<CheckView>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepView {
    /// Which.
    pub step: &'static str,
    /// How much.
    pub figure: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// A loss or refusal with its cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseView {
    /// The cause, as reported.
    pub cause: String,
    /// The step and its figure.
    #[serde(flatten)]
    pub told: StepView,
}

/// Whether steps can be true together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// The step before.
    pub before: &'static str,
    /// The steps after it.
    pub after: Vec<&'static str>,
    /// Whether they are within it; null where it can't be told.
    pub holds: Option<bool>,
    /// What is left between.
    pub between: Option<String>,
    /// In words.
    pub text: String,
}

/// A crossing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrossingView {
    /// Its name.
    pub name: String,
    /// What the text lets it be.
    pub values: Vec<String>,
    /// What each reporter says it is now.
    pub now: Vec<StateView>,
    /// Every change, by time.
    pub history: Vec<StateView>,
}

/// A state that somebody reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateView {
    /// The state.
    pub value: String,
    /// Since when, the first and the last day it can have been.
    pub since: [String; 2],
    /// When it was told last, likewise.
    pub last: [String; 2],
    /// Who says so.
    pub reporter: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// A denial of access.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DenialView {
    /// Who says so.
    pub by: String,
    /// When.
    pub happened: Option<[String; 2]>,
    /// What it concerns.
    pub concerns: Vec<String>,
    /// In whose words.
    pub text: String,
    /// The entry.
    pub entry: CitedEntry,
}

impl CorridorsView {
    /// Makes the view.
    pub fn new(corridors: &Corridors, plan: &Plan, record: &Record) -> Self {
        let maker = Maker { plan, record };
        Self {
            funnels: corridors
                .funnels
                .iter()
                .map(|one| maker.funnel(one))
                .collect(),
            crossings: corridors
                .crossings
                .iter()
                .map(|one| maker.crossing(one))
                .collect(),
            denials: corridors
                .denials
                .iter()
                .map(|one| DenialView {
                    by: one.by.clone(),
                    happened: one.happened.as_ref().map(|when| days(plan, when)),
                    concerns: one.concerns.clone(),
                    text: one.text.clone(),
                    entry: CitedEntry::new(one.citation, record),
                })
                .collect(),
        }
    }

    /// Returns whether there is nothing about corridors.
    pub fn is_empty(&self) -> bool {
        self.funnels.is_empty() && self.crossings.is_empty() && self.denials.is_empty()
    }
}

/// Returns the first and the last day something can have been.
pub(crate) fn days(plan: &Plan, when: &When) -> [String; 2] {
    let zone = &plan.zone;
    [when.earliest(zone), when.latest(zone)].map(|at| zone.date_of(at).to_string())
}

struct Maker<'a> {
    plan: &'a Plan,
    record: &'a Record,
}

impl Maker<'_> {
    fn step(&self, told: &StepFigure) -> StepView {
        StepView {
            step: told.step.key(),
            figure: told.figure.to_string(),
            entry: CitedEntry::new(told.citation, self.record),
        }
    }

    fn funnel(&self, funnel: &Funnel) -> FunnelView {
        let key = &funnel.key;
        let causes = funnel.causes.iter().flat_map(|((_, cause), figures)| {
            figures.iter().map(|figure| CauseView {
                cause: cause.clone(),
                told: self.step(figure),
            })
        });
        FunnelView {
            of: key.of.clone(),
            place: key.place.clone(),
            operator: key.operator.clone(),
            reporter: key.reporter.clone(),
            scope: key.scope.clone(),
            unit: key.unit.clone(),
            from: key.from.map(|day| day.to_string()),
            to: key.to.to_string(),
            steps: funnel.steps.iter().map(|one| self.step(one)).collect(),
            causes: causes.collect(),
            checks: funnel
                .checks
                .iter()
                .map(|one| CheckView {
                    before: one.before.key(),
                    after: one.after.iter().map(|step| step.key()).collect(),
                    holds: one.holds,
                    between: one.between.map(|between| between.figure().to_string()),
                    text: check(one),
                })
                .collect(),
        }
    }

    fn crossing(&self, crossing: &Crossing) -> CrossingView {
        let state = |told: &StateSince| StateView {
            value: told.value.clone(),
            since: days(self.plan, &told.since),
            last: days(self.plan, &told.last),
            reporter: told.reporter.clone(),
            entry: CitedEntry::new(told.citation, self.record),
        };
        CrossingView {
            name: crossing.name.clone(),
            values: crossing.values.clone(),
            now: crossing.now.iter().map(state).collect(),
            history: crossing.history.iter().map(state).collect(),
        }
    }
}

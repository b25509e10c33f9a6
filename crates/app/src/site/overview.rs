//! The first page: phases and gates, what can be checked, pillars as counts,
//! what changed, what is due.
//!
//! # Invariants
//! Checkability by obligor stands before any status of a commitment. A pillar
//! shows its commitments one by one, each with its own mark, and no status of
//! its own.

use serde::Serialize;
use servanda_model::assessment::{OpeningBasis, PhaseState, PhaseStatus};
use servanda_model::plan::Opens;

use super::{Clock, Frame, Table, clocks};
use crate::language::Text;
use crate::report::Parts;
use crate::report::view::{Change, Checkable, ClauseRef, Mark, NextDate, Phase, Section, Wait};

/// How many changes the first page shows.
const CHANGES_MAX: usize = 8;

/// How many dates the first page shows.
const DATES_MAX: usize = 6;

/// The first page.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// The phases in one line.
    pub takeaway: Text,
    /// The phases, each with its gate.
    pub steps: Vec<Step>,
    /// Can it be checked?
    pub checkable: Checkable,
    /// The same as bars.
    pub bars: Vec<Bar>,
    /// Commitments by pillar, each with its mark.
    pub pillars: Vec<Units>,
    /// What changed.
    pub changes: Section<Change>,
    /// What the changes come to, in a line.
    pub changed: Text,
    /// Next dates.
    pub dates: Section<NextDate>,
    /// Who waits for whom.
    pub waits: Section<Wait>,
    /// The clocks of cases that run out first.
    pub clocks: Vec<Clock>,
    /// How many clocks run, in a line.
    pub running: Text,
    /// What can be checked, in a sentence.
    pub checked: Text,
}

/// A phase in the row of phases.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The phase.
    pub phase: Phase,
    /// What its gate comes to.
    pub gate: Text,
    /// Which day of it is judged, while it is open.
    pub day: Text,
    /// How many conditions hold, and how many there are.
    pub conditions: (usize, usize),
}

/// What can be checked of one obligor's clauses, as a bar.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// Who owes.
    pub obligor: Text,
    /// How many clauses.
    pub clauses: u32,
    /// How many can be checked as agreed.
    pub agreed: u32,
    /// How many with proposed fields.
    pub proposed: u32,
    /// The longest bar's length, for one scale.
    pub most: u32,
    /// The bar in words.
    pub described: Text,
}

/// The commitments of a pillar, one by one.
#[derive(Clone, Debug, Serialize)]
pub struct Units {
    /// Its name.
    pub name: Text,
    /// Its name as a filter has it; empty for those without one.
    pub filter: String,
    /// Counts by status, in words.
    pub counts: Text,
    /// Its commitments.
    pub units: Vec<Unit>,
}

/// One commitment as a mark.
#[derive(Clone, Debug, Serialize)]
pub struct Unit {
    /// The commitment.
    pub clause: ClauseRef,
    /// Its status.
    pub mark: Mark,
}

impl Overview {
    pub(super) fn new(parts: &Parts) -> Self {
        let words = parts.words();
        let statuses = &parts.input().assessment.phases;
        let steps: Vec<Step> = parts
            .phases()
            .rows
            .into_iter()
            .zip(statuses)
            .map(|(phase, status)| step(parts, phase, status))
            .collect();
        let told = steps.iter().map(|step| {
            words.say_with(
                "phase-is",
                &[
                    ("phase", step.phase.name.clone().into()),
                    ("state", step.phase.state.clone().into()),
                ],
            )
        });
        let takeaway = Text::joined(told, "; ");
        let checkable = parts.checkable();
        let mut clocks = clocks::all(parts);
        let running = words.say_with("clocks-count", &[("n", clocks.len().into())]);
        clocks.truncate(DATES_MAX);
        let mut changes = parts.changes();
        let changed = words.say_with("changed-count", &[("n", changes.rows.len().into())]);
        changes.rows.truncate(CHANGES_MAX);
        let mut dates = parts.dates();
        dates.rows.truncate(DATES_MAX);
        dates.more = Text::default();
        Self {
            takeaway,
            steps,
            bars: bars(parts, &checkable),
            checked: checked(parts),
            clocks,
            running,
            checkable,
            pillars: units(parts),
            changes,
            changed,
            dates,
            waits: parts.waits(),
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let phases = self.steps.iter().map(|step| {
            vec![
                step.phase.name.clone(),
                step.phase.state.clone(),
                step.gate.clone(),
            ]
        });
        let checkable = self.checkable.rows.iter().map(|row| {
            let mut cells = vec![row.obligor.clone()];
            cells.extend(row.figures.iter().cloned());
            cells
        });
        let pillars = self.pillars.iter().flat_map(|pillar| {
            let line = |unit: &Unit| {
                vec![
                    pillar.name.clone(),
                    unit.clause.id.clone(),
                    Text::own(unit.clause.title.plain()),
                    unit.mark.word.clone(),
                    Text::ltr(unit.mark.key),
                ]
            };
            pillar.units.iter().map(line).collect::<Vec<_>>()
        });
        let head = |id: &str| frame.say(id);
        vec![
            Table::new(
                "phases",
                vec![head("head-phase"), head("head-status"), head("head-gate")],
                phases.collect(),
            ),
            Table::new(
                "checkable",
                self.checkable.heads.clone(),
                checkable.collect(),
            ),
            Table::new(
                "pillars",
                vec![
                    head("head-pillar"),
                    head("head-clause"),
                    head("head-what"),
                    head("head-status"),
                    head("head-key"),
                ],
                pillars.collect(),
            ),
        ]
    }
}

fn step(parts: &Parts, phase: Phase, status: &PhaseStatus) -> Step {
    let words = parts.words();
    let held = status.conditions.iter().filter(|(_, holds)| *holds).count();
    let conditions = (held, status.conditions.len());
    let plan = parts.input().plan;
    let planned = plan.phases.iter().find(|one| one.name == status.phase.0);
    let not_agreed = planned.is_some_and(|one| one.opens == Opens::NotAgreed);
    let gate = match &status.opened {
        _ if not_agreed => words.say("opens-not-agreed"),
        Some(opening) => words.say(match opening.basis {
            OpeningBasis::Satisfied => "gate-satisfied",
            OpeningBasis::Waived => "gate-waived",
            OpeningBasis::Declared => "gate-declared",
        }),
        None if conditions.1 == 0 => words.say("gate-waits"),
        None => words.say_with(
            "gate-conditions",
            &[
                ("held", Text::ltr(&held.to_string()).into()),
                ("n", conditions.1.into()),
            ],
        ),
    };
    let day = status
        .opened
        .as_ref()
        .filter(|_| status.state == PhaseState::Open)
        .and_then(|opening| {
            let zone = &plan.zone;
            let at = parts.input().assessment.as_of.at;
            let passed = zone.date_of(opening.at).until(zone.date_of(at)).ok()?;
            let day = usize::try_from(passed.get_days()).ok()? + 1;
            Some(words.say_with("phase-day", &[("n", day.into())]))
        });
    Step {
        phase,
        gate,
        day: day.unwrap_or_default(),
        conditions,
    }
}

/// Says how many clauses can be checked: each counted once, whoever owes it.
fn checked(parts: &Parts) -> Text {
    let all = &parts.input().checkability;
    let agreed = all.iter().filter(|one| one.missing_as_agreed.is_empty());
    let proposed = all
        .iter()
        .filter(|one| one.missing_with_proposed.is_empty());
    parts.words().say_with(
        "checkable-count",
        &[
            ("n", all.len().into()),
            ("agreed", Text::ltr(&agreed.count().to_string()).into()),
            ("proposed", Text::ltr(&proposed.count().to_string()).into()),
        ],
    )
}

fn bars(parts: &Parts, checkable: &Checkable) -> Vec<Bar> {
    let number = |figure: Option<&Text>| -> u32 {
        figure
            .and_then(|figure| figure.plain().parse().ok())
            .unwrap_or(0)
    };
    let clauses = |figures: &[Text]| number(figures.first());
    let rows = &checkable.rows;
    let most = rows
        .iter()
        .map(|row| clauses(&row.figures))
        .max()
        .unwrap_or(0);
    let bar = |row: &crate::report::view::CheckableRow| {
        let (all, agreed) = (clauses(&row.figures), number(row.figures.get(4)));
        let proposed = number(row.figures.get(5));
        Bar {
            obligor: row.obligor.clone(),
            clauses: all,
            agreed,
            proposed,
            most,
            described: parts.words().say_with(
                "checkable-bar",
                &[
                    ("who", row.obligor.clone().into()),
                    ("agreed", agreed.into()),
                    ("proposed", proposed.into()),
                    ("n", all.into()),
                ],
            ),
        }
    };
    rows.iter().map(bar).collect()
}

fn units(parts: &Parts) -> Vec<Units> {
    let plan = parts.input().plan;
    let pillars = parts.pillars().rows.into_iter().map(|pillar| {
        let first = pillar.clauses.first().map(|clause| clause.name.id.plain());
        let filter = plan
            .clauses
            .iter()
            .find(|clause| first.as_deref() == Some(clause.id.as_str()))
            .and_then(|clause| clause.pillar.as_ref());
        Units {
            name: pillar.name,
            filter: filter.map(ToString::to_string).unwrap_or_default(),
            counts: pillar.counts,
            units: pillar
                .clauses
                .into_iter()
                .map(|clause| Unit {
                    clause: clause.name,
                    mark: clause.mark,
                })
                .collect(),
        }
    });
    pillars.collect()
}

//! What is due next, what is overdue and awaits reports, and the running clocks
//! of cases: steps and reply windows.

use jiff::ToSpan;
use serde::Serialize;
use servanda_model::assessment::{Assessment, Status};
use servanda_model::case::{CaseStatus, StepState};
use servanda_model::names::ActorName;
use servanda_model::time::Instant;

use crate::opened::Opened;
use crate::{dates, keys, view, words};

/// One due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueView {
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// The instance's key.
    pub key: String,
    /// Who owes.
    pub obligor: Vec<String>,
    /// When it is due.
    pub due_at: String,
    /// Its status now; for a step, the state of its case.
    pub status: &'static str,
    /// Whether its due date is past.
    pub past: bool,
    /// The case whose step it is; none for a duty.
    pub case: Option<String>,
    /// The step's number; none for a duty.
    pub step: Option<u32>,
    /// The line for people.
    #[serde(skip)]
    pub line: String,
}

/// Returns what is due within so many days of the instant judged, and what is
/// past due and still pending; for cases, whom each waits for.
///
/// # Shape
/// By due date, then in the text's order.
pub fn due(opened: &Opened, assessment: &Assessment, days: u32) -> Vec<DueView> {
    let at = assessment.as_of.at;
    let horizon = at
        .checked_add((i64::from(days) * 24).hours())
        .unwrap_or(Instant::MAX);
    let mut found: Vec<(Instant, DueView)> = Vec::new();
    for status in &assessment.clauses {
        let Some(clause) = opened
            .plan
            .clauses
            .iter()
            .find(|clause| clause.id == status.id)
        else {
            continue;
        };
        for instance in &status.instances {
            let Some(due_at) = instance.due_at else {
                continue;
            };
            let coming = instance.status == Status::NotYetDue && due_at <= horizon;
            let overdue = instance.status == Status::Pending;
            if !coming && !overdue {
                continue;
            }
            let key = keys::text(&instance.key);
            let obligor: Vec<String> = match &instance.key.actor {
                Some(actor) => vec![actor.to_string()],
                None => clause
                    .subject
                    .actors()
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            };
            let address = if key.is_empty() {
                clause.id.to_string()
            } else {
                format!("{}[{key}]", clause.id)
            };
            let line = format!(
                "{}  {address}  {}  {}  ({})",
                dates::instant(due_at, &opened.plan.zone),
                obligor.join(", "),
                clause.title,
                words::status(instance.status),
            );
            found.push((
                due_at,
                DueView {
                    clause: clause.id.to_string(),
                    title: clause.title.clone(),
                    key,
                    obligor,
                    due_at: dates::machine(due_at, &opened.plan.zone),
                    status: instance.status.key(),
                    past: overdue,
                    case: None,
                    step: None,
                    line,
                },
            ));
        }
    }
    found.extend(steps(opened, assessment, horizon));
    found.sort_by_key(|(due_at, _)| *due_at);
    found.into_iter().map(|(_, view)| view).collect()
}

/// Returns the clocks of cases that run: whom each waits for, and what takes
/// effect by itself.
fn steps(opened: &Opened, assessment: &Assessment, horizon: Instant) -> Vec<(Instant, DueView)> {
    let mut found = Vec::new();
    for case in &assessment.cases {
        for waiting in &case.waiting {
            let due = waiting.due.filter(|due| waiting.overdue || *due <= horizon);
            found.extend(due.map(|due| {
                let actor = Some(&waiting.actor);
                (
                    due,
                    step(opened, case, waiting.step, actor, due, waiting.overdue),
                )
            }));
        }
        for status in &case.steps {
            let waits = case.waiting.iter().any(|one| one.step == status.number);
            let runs = status.state == StepState::Running && !waits;
            let due = status.due.filter(|due| runs && *due <= horizon);
            found.extend(due.map(|due| (due, step(opened, case, status.number, None, due, false))));
        }
    }
    found
}

fn step(
    opened: &Opened,
    case: &CaseStatus,
    number: u32,
    actor: Option<&ActorName>,
    due_at: Instant,
    past: bool,
) -> DueView {
    let zone = &opened.plan.zone;
    let id = view::case::id(&case.id);
    let planned = view::case::step(case, &opened.plan, number);
    let title = planned.map(|step| step.text.clone()).unwrap_or_default();
    let line = format!(
        "{}  case {id}, step {number}  {title}",
        dates::instant(due_at, zone)
    );
    DueView {
        clause: view::case::clause(&case.id).unwrap_or_default(),
        title,
        key: String::new(),
        obligor: actor.iter().map(ToString::to_string).collect(),
        due_at: dates::machine(due_at, zone),
        status: case.state.key(),
        past,
        case: Some(id),
        step: Some(number),
        line,
    }
}

//! Running clocks of cases: who holds each case up, since when, and how long
//! there is left.
//!
//! # Invariants
//! Computed from the assessment, never stored. In the order in which they run
//! out, those without a limit last; nothing is added up by party.

use serde::Serialize;
use servanda_model::case::{CaseStatus, CaseWaiting, StepState, StepStatus};
use servanda_model::time::Instant;

use super::cases;
use crate::language::{Prose, Text};
use crate::report::Parts;
use crate::view::case as keys;

/// From how many days on a clock still running is due soon.
const SOON_DAYS: i32 = 3;

/// One running clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The case's name in addresses.
    pub case: String,
    /// The case in words.
    pub about: Text,
    /// `overrun`, `soon`, `running` or `unlimited`.
    pub key: &'static str,
    /// For whom it waits; empty for what takes effect by itself.
    pub who: Text,
    /// The step as written.
    pub step: Prose,
    /// Since when.
    pub since: Text,
    /// Until when, where there is a limit.
    pub until: Text,
    /// How long there is left, or by how much it ran out.
    pub left: Text,
    /// The limit, for what orders and exports clocks.
    #[serde(skip)]
    pub due: Option<Instant>,
}

/// Returns the clocks of all cases.
pub(super) fn all(parts: &Parts) -> Vec<Clock> {
    let cases = cases::named(parts);
    let mut clocks: Vec<Clock> = cases
        .iter()
        .flat_map(|(name, case)| of(parts, name, case))
        .collect();
    clocks.sort_by_key(|clock| clock.due.unwrap_or(Instant::MAX));
    clocks
}

/// Returns the clocks of one case.
pub(super) fn of(parts: &Parts, name: &str, case: &CaseStatus) -> Vec<Clock> {
    let mut clocks: Vec<Clock> = case
        .waiting
        .iter()
        .map(|one| waiting(parts, name, case, one))
        .collect();
    let awaited = |step: &&StepStatus| {
        let someone = case.waiting.iter().any(|one| one.step == step.number);
        step.state == StepState::Running && !someone && step.due.is_some()
    };
    clocks.extend(
        case.steps
            .iter()
            .filter(awaited)
            .map(|step| itself(parts, name, case, step)),
    );
    clocks
}

fn waiting(parts: &Parts, name: &str, case: &CaseStatus, one: &CaseWaiting) -> Clock {
    let who = Text::own(one.actor.as_str());
    clock(parts, name, case, (who, one.step, Some(one.since), one.due))
}

fn itself(parts: &Parts, name: &str, case: &CaseStatus, step: &StepStatus) -> Clock {
    let who = Text::default();
    clock(parts, name, case, (who, step.number, step.began, step.due))
}

type Told = (Text, u32, Option<Instant>, Option<Instant>);

fn clock(parts: &Parts, name: &str, case: &CaseStatus, (who, step, since, due): Told) -> Clock {
    let words = parts.words();
    let zone = &parts.input().plan.zone;
    let at = parts.input().assessment.as_of.at;
    let text = |at: Option<Instant>| at.map_or_else(Text::default, |at| words.instant(at, zone));
    let days = due.map_or(0, |due| {
        let passed = zone.date_of(at).until(zone.date_of(due));
        passed.map_or(0, |span| span.get_days())
    });
    let (key, left) = match due {
        None => ("unlimited", words.say("clock-unlimited")),
        Some(due) if due < at => ("overrun", counted(parts, "clock-over", -days)),
        Some(_) if days <= SOON_DAYS => ("soon", counted(parts, "clock-left", days)),
        Some(_) => ("running", counted(parts, "clock-left", days)),
    };
    let planned = keys::step(case, parts.input().plan, step);
    Clock {
        case: name.to_owned(),
        about: cases::about(parts, case),
        key,
        who,
        step: Prose::english(planned.map_or("", |step| step.text.as_str())),
        since: text(since),
        until: text(due),
        left,
        due,
    }
}

fn counted(parts: &Parts, id: &str, days: i32) -> Text {
    let days = usize::try_from(days).unwrap_or(0);
    parts.words().say_with(id, &[("n", days.into())])
}

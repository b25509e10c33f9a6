//! A202: a fixed deadline before the earliest day on which the duty can begin.
//!
//! Earliest days follow from fixed dates alone: a duty begins no earlier than
//! its gate, a gate no earlier than the dates it waits for.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::PhaseName;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Condition, Duty, Opens, Timing, Trigger};
use servanda_model::time::Date;

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

/// Phases open phases; no chain that matters is longer than this.
const DEEPEST: usize = 64;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        let Some((label, begins)) = begins(lens, clause) else {
            continue;
        };
        let due = match &clause.duty {
            Duty::Perform(perform) => fixed(lens, &perform.timing),
            Duty::Reach { stages, .. } => {
                stages.first().and_then(|stage| fixed(lens, &stage.timing))
            }
            _ => None,
        };
        let Some(due) = due.filter(|due| *due < begins) else {
            continue;
        };
        let by = ["by", "before", "stage"]
            .into_iter()
            .find_map(|one| locate::field(lens.text, clause.span, one));
        out.push(
            codes::A202
                .at(
                    by.unwrap_or_else(|| locate::first_line(lens.text, clause.span)),
                    format!(
                        "{} is due on {due}, but cannot begin before {begins}",
                        clause.id
                    ),
                )
                .of(&clause.id)
                .label(
                    locate::field_or(lens.text, clause.span, label),
                    "what it waits for",
                )
                .effect("whoever owes it is late from the start")
                .way_out("move the deadline behind that day")
                .way_out("or count it from there: `within 7 days after …`"),
        );
    }
}

/// The earliest day on which a clause binds, with the field that says so.
fn begins(lens: &Lens, clause: &Clause) -> Option<(&'static str, Date)> {
    let gate = clause
        .gate
        .as_ref()
        .and_then(|gate| condition(lens, gate, 0))
        .map(|day| ("when", day));
    // A start that is itself a date contradicts the deadline outright (E156).
    let from = clause
        .from
        .as_ref()
        .filter(|trigger| matches!(trigger, Trigger::Opening(_)));
    let from = from
        .and_then(|one| trigger(lens, one, 0))
        .map(|day| ("from", day));
    let during = clause
        .during
        .iter()
        .filter_map(|one| condition(lens, one, 0))
        .max()
        .map(|day| ("while", day));
    [gate, from, during]
        .into_iter()
        .flatten()
        .max_by_key(|(_, day)| *day)
}

fn fixed(lens: &Lens, timing: &Timing) -> Option<Date> {
    match timing {
        Timing::By(at) | Timing::Before(at) => Some(day(lens, *at)),
        _ => None,
    }
}

fn day(lens: &Lens, moment: Moment) -> Date {
    match moment {
        Moment::On(date) => date,
        Moment::At(instant) => lens.plan.zone.date_of(instant),
    }
}

fn condition(lens: &Lens, one: &Condition, depth: usize) -> Option<Date> {
    match one {
        Condition::Reached(at) => trigger(lens, at, depth),
        Condition::PhaseOpen(phase) => opening(lens, phase, depth),
        Condition::And(all) => all
            .iter()
            .filter_map(|part| condition(lens, part, depth))
            .max(),
        Condition::Or(any) => {
            let days: Option<Vec<Date>> = any
                .iter()
                .map(|part| condition(lens, part, depth))
                .collect();
            days?.into_iter().min()
        }
        _ => None,
    }
}

fn trigger(lens: &Lens, one: &Trigger, depth: usize) -> Option<Date> {
    match one {
        Trigger::Opening(phase) => opening(lens, phase, depth),
        Trigger::Moment(_) | Trigger::Anchor(_) => {
            crate::lower::fixed(lens.plan, one).map(|moment| day(lens, moment))
        }
        Trigger::First(_) | Trigger::Every(_) | Trigger::Clause(..) => None,
    }
}

fn opening(lens: &Lens, name: &PhaseName, depth: usize) -> Option<Date> {
    if depth > DEEPEST {
        return None;
    }
    let phase = lens.plan.phases.iter().find(|phase| phase.name == *name)?;
    match &phase.opens {
        Opens::On(at) => trigger(lens, at, depth + 1),
        Opens::When(one) => condition(lens, one, depth + 1),
        Opens::NotAgreed => None,
    }
}

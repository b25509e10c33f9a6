//! V307: months or years counted from a day that can be a 29th, 30th or 31st,
//! so that some months have no such day.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Duty, Timing, Trigger};
use servanda_model::time::{Period, PeriodUnit};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        for (label, period, trigger) in counted(clause) {
            if !matches!(period.unit, PeriodUnit::Month | PeriodUnit::Year) || safe(lens, trigger) {
                continue;
            }
            let unit = if period.unit == PeriodUnit::Month {
                "month"
            } else {
                "year"
            };
            out.push(
                codes::V307
                    .at(
                        locate::field_or(lens.text, clause.span, label),
                        format!(
                            "{} counts {unit}s from a day that may not exist in every one",
                            clause.id
                        ),
                    )
                    .of(&clause.id)
                    .effect(format!(
                        "a {unit} from the 31st ends on the last day of a shorter month"
                    ))
                    .way_out("count days instead")
                    .way_out("or fix a date from the 1st to the 28th"),
            );
        }
    }
}

fn counted(clause: &Clause) -> Vec<(&'static str, &Period, &Trigger)> {
    let mut found = Vec::new();
    if let Duty::Perform(perform) = &clause.duty {
        if let Timing::Within(period, trigger) = &perform.timing {
            found.push(("within", period, trigger));
        }
        if let Some((period, trigger)) = &perform.every {
            found.push(("every", period, trigger));
        }
    }
    if let Duty::Reach { stages, .. } = &clause.duty {
        for stage in stages {
            if let Timing::Within(period, trigger) = &stage.timing {
                found.push(("within", period, trigger));
            }
        }
    }
    found
}

/// Whether the day is known and exists in every month.
fn safe(lens: &Lens, trigger: &Trigger) -> bool {
    let day = crate::lower::fixed(lens.plan, trigger).map(|moment| match moment {
        Moment::On(date) => date,
        Moment::At(instant) => lens.plan.zone.date_of(instant),
    });
    day.is_some_and(|day| day.day() <= 28)
}

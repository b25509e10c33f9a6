//! V309: two clauses that answer each other, or ask the same of two sides,
//! with different times, and no word on why.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Clause, Duty, Timing};
use servanda_model::time::{Period, PeriodUnit};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    let clauses = &lens.plan.clauses;
    for (at, one) in clauses.iter().enumerate() {
        for two in clauses.iter().skip(at + 1) {
            let (Some(first), Some(second)) = (period(one), period(two)) else {
                continue;
            };
            if (mirrored(one, two) || same_act(one, two))
                && first != second
                && !explained(lens, one, two)
            {
                out.push(
                    codes::V309
                        .at(
                            locate::field_or(lens.text, two.span, "within"),
                            format!(
                                "{} gives {}, {} gives {}",
                                one.id,
                                words(first),
                                two.id,
                                words(second)
                            ),
                        )
                        .of(&two.id)
                        .label(
                            locate::field_or(lens.text, one.span, "within"),
                            "the other side's time",
                        )
                        .effect("one side has longer than the other for its part of the pair")
                        .way_out("give both the same time")
                        .way_out("or say why: `asymmetric because \"…\"`"),
                );
            }
        }
    }
}

fn period(clause: &Clause) -> Option<&Period> {
    match &clause.duty {
        Duty::Perform(perform) => match &perform.timing {
            Timing::Within(period, _) => Some(period),
            _ => None,
        },
        _ => None,
    }
}

fn mirrored(one: &Clause, two: &Clause) -> bool {
    let names = |from: &Clause, to: &Clause| {
        from.mirrors
            .as_ref()
            .is_some_and(|mirror| mirror.clause == to.id)
    };
    names(one, two) || names(two, one)
}

/// The same act asked of other actors.
fn same_act(one: &Clause, two: &Clause) -> bool {
    let (Duty::Perform(first), Duty::Perform(second)) = (&one.duty, &two.duty) else {
        return false;
    };
    first.event == second.event
        && first.count == second.count
        && one
            .subject
            .actors()
            .iter()
            .all(|actor| !two.subject.actors().contains(actor))
}

fn explained(lens: &Lens, one: &Clause, two: &Clause) -> bool {
    [one, two]
        .iter()
        .any(|clause| locate::field(lens.text, clause.span, "asymmetric").is_some())
}

fn words(period: &Period) -> String {
    let unit = match &period.unit {
        PeriodUnit::Hour => "hour",
        PeriodUnit::Day => "day",
        PeriodUnit::Week => "week",
        PeriodUnit::Month => "month",
        PeriodUnit::Year => "year",
        PeriodUnit::Working(calendar) => return format!("{} {calendar}", period.count),
    };
    let plural = if period.count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", period.count)
}

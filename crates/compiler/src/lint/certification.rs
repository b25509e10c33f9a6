//! V311: a duty that must be certified, where the certifier has longer than the
//! obligor.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Duty, Timing};
use servanda_model::time::{Period, PeriodUnit};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        let Some(certified) = &clause.certified else {
            continue;
        };
        let own = match &clause.duty {
            Duty::Perform(perform) => match &perform.timing {
                Timing::Within(period, _) => hours(period),
                _ => None,
            },
            _ => None,
        };
        let theirs = certified.within.as_ref().and_then(hours);
        if own.zip(theirs).is_some_and(|(own, theirs)| theirs >= own) {
            out.push(
                codes::V311
                    .at(
                        locate::field_or(lens.text, clause.span, "certified"),
                        format!(
                            "{} may take as long to certify {} as the duty allows",
                            certified.by, clause.id
                        ),
                    )
                    .of(&clause.id)
                    .label(
                        locate::field_or(lens.text, clause.span, "within"),
                        "the time for the duty",
                    )
                    .effect("whoever performs in time can still be late through others")
                    .way_out("give the certifier less time")
                    .way_out("or let its silence count: `silence opens the gate`"),
            );
        }
    }
}

fn hours(period: &Period) -> Option<u64> {
    let each = match period.unit {
        PeriodUnit::Hour => 1,
        PeriodUnit::Day => 24,
        PeriodUnit::Week => 168,
        PeriodUnit::Month | PeriodUnit::Year | PeriodUnit::Working(_) => return None,
    };
    Some(u64::from(period.count) * each)
}

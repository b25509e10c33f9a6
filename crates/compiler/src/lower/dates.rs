//! Dates that contradict each other within one clause, and stages that do not
//! ascend.

use servanda_model::figure::Comparison;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{AnchorValue, Clause, Duty, Plan, Stage, Timing, Trigger};
use servanda_model::time::{Date, Instant};

use super::{ENTRY_INTO_FORCE, Lowering};
use crate::codes::{self, Wording};
use crate::locate;

impl Lowering<'_> {
    /// Checks the dates of a clause.
    pub(super) fn check_dates(&mut self, clause: &Clause) {
        let Some(deadlines) = deadlines(clause) else {
            return;
        };
        let from = clause
            .from
            .as_ref()
            .and_then(|trigger| fixed(&self.plan, trigger));
        let until = clause
            .until
            .as_ref()
            .and_then(|trigger| fixed(&self.plan, trigger));
        let in_force = fixed(&self.plan, &Trigger::Anchor(ENTRY_INTO_FORCE.into()));
        for (label, due) in deadlines {
            if let Some(from) = from
                && self.ends_before(due, from)
            {
                self.contradiction(clause, label, "from", "it is due before it begins");
            } else if let Some(in_force) = in_force
                && self.ends_before(due, in_force)
            {
                self.before_force(clause, label, in_force);
            }
        }
        if let (Some(from), Some(until)) = (from, until)
            && self.ends_before(until, from)
        {
            self.contradiction(clause, "until", "from", "it ends before it begins");
        }
        if let Duty::Reach {
            stages, comparison, ..
        } = &clause.duty
        {
            self.stages_ascend(clause, stages, *comparison);
        }
    }

    /// Whether the end of one lies before the start of the other.
    fn ends_before(&self, one: Moment, other: Moment) -> bool {
        self.last(one) < self.first(other)
    }

    fn first(&self, moment: Moment) -> Instant {
        match moment {
            Moment::On(date) => self.plan.zone.day_start(date),
            Moment::At(instant) => instant,
        }
    }

    fn last(&self, moment: Moment) -> Instant {
        match moment {
            Moment::On(date) => self.plan.zone.day_end(date),
            Moment::At(instant) => instant,
        }
    }

    fn contradiction(&mut self, clause: &Clause, label: &str, other: &str, message: &str) {
        let at = locate::field_or(self.text, clause.span, label);
        let second = locate::field_or(self.text, clause.span, other);
        self.fault(
            codes::E156
                .at(at, format!("{message}: the dates contradict each other"))
                .label(second, "the other date")
                .effect("nothing could ever keep the clause")
                .way_out("correct one of the two dates"),
        );
    }

    fn before_force(&mut self, clause: &Clause, label: &str, in_force: Moment) {
        let at = locate::field_or(self.text, clause.span, label);
        let head = self
            .plan
            .anchors
            .iter()
            .find(|anchor| anchor.name.as_str() == ENTRY_INTO_FORCE);
        let head = head.map_or(at, |anchor| {
            locate::field_or(self.text, anchor.span, "in force")
        });
        self.fault(
            codes::E156
                .at(
                    at,
                    format!(
                        "it is due before the agreement enters into force on {}",
                        date_words(in_force)
                    ),
                )
                .label(head, "the entry into force")
                .effect("nothing could ever keep the clause")
                .way_out("correct one of the two dates"),
        );
    }

    fn stages_ascend(&mut self, clause: &Clause, stages: &[Stage], comparison: Comparison) {
        for pair in stages.windows(2) {
            let [one, two] = pair else { continue };
            let dates = match (day(&one.timing), day(&two.timing)) {
                (Some(first), Some(second)) => first < second,
                _ => true,
            };
            let figures = match comparison {
                Comparison::AtLeast => one.figure < two.figure,
                Comparison::AtMost => one.figure > two.figure,
            };
            if !dates || !figures {
                let what = if dates { "figure" } else { "date" };
                let at = locate::field_or(self.text, clause.span, "stage");
                self.fault(
                    codes::E158
                        .at(
                            at,
                            format!(
                                "the {what} of stage {} does not go beyond that of stage {}",
                                two.name, one.name
                            ),
                        )
                        .effect("one of the two stages asks for nothing")
                        .way_out(format!("correct the {what}s, or the order of the stages")),
                );
            }
        }
    }
}

/// The fixed deadlines of a clause, with the label each is written under;
/// `None` for a clause without a clock of its own.
fn deadlines(clause: &Clause) -> Option<Vec<(&'static str, Moment)>> {
    let of = |timing: &Timing, by: &'static str| match timing {
        Timing::By(at) => Some((by, *at)),
        Timing::Before(at) => Some(("before", *at)),
        _ => None,
    };
    match &clause.duty {
        Duty::Perform(perform) => Some(of(&perform.timing, "by").into_iter().collect()),
        Duty::Reach { stages, .. } => Some(
            stages
                .iter()
                .filter_map(|stage| {
                    of(
                        &stage.timing,
                        if stage.name.is_empty() { "by" } else { "stage" },
                    )
                })
                .collect(),
        ),
        Duty::Keep { .. } | Duty::Avoid(_) => Some(Vec::new()),
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
    }
}

/// The moment that a trigger is, where the text itself fixes it.
pub(crate) fn fixed(plan: &Plan, trigger: &Trigger) -> Option<Moment> {
    match trigger {
        Trigger::Moment(moment) => Some(*moment),
        Trigger::Anchor(name) => {
            let anchor = plan.anchors.iter().find(|anchor| anchor.name == *name)?;
            Some(match anchor.stated? {
                AnchorValue::At(instant) => Moment::At(instant),
                AnchorValue::On(date) => Moment::On(date),
            })
        }
        Trigger::First(_) | Trigger::Every(_) | Trigger::Opening(_) | Trigger::Clause(..) => None,
    }
}

fn day(timing: &Timing) -> Option<Date> {
    match timing {
        Timing::By(Moment::On(date)) => Some(*date),
        _ => None,
    }
}

fn date_words(moment: Moment) -> String {
    match moment {
        Moment::On(date) => date.to_string(),
        Moment::At(instant) => instant.to_string(),
    }
}

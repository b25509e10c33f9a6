//! Severity: the gravest rule that applies to a failure or an incident.
//!
//! # Source
//! "Meaning", sections 4 and 9; the language reference, "Severity test".

use servanda_model::assessment::{Lateness, Status};
use servanda_model::figure::{Comparison, Figure};
use servanda_model::plan::{Plan, Severity, SeverityRule, SeverityTest};
use servanda_model::record::Report;
use servanda_model::time::{Instant, Period};

use crate::calendar::{after, just_before};
use crate::judged::Judged;
use crate::lifecycle::{Life, Ruling};
use crate::world::View;

/// What a severity is read from.
#[derive(Default)]
pub(crate) struct Grounds<'c> {
    /// The figures that establish it.
    pub(crate) figures: Vec<&'c Figure>,
    /// The reports that establish it.
    pub(crate) reports: Vec<&'c Report>,
    /// The due date and the instant until which it was late.
    pub(crate) late: Option<(Instant, Instant)>,
    /// Figures of the periods before it, latest first, with nothing missing.
    pub(crate) running: Vec<Vec<&'c Figure>>,
}

/// Returns the gravest severity that applies.
pub(crate) fn gravest(
    plan: &Plan,
    rules: &[SeverityRule],
    grounds: &Grounds<'_>,
) -> Option<Severity> {
    rules
        .iter()
        .filter(|rule| applies(plan, &rule.test, grounds))
        .map(|rule| rule.severity)
        .max()
        .or_else(|| {
            rules
                .iter()
                .filter(|rule| rule.test == SeverityTest::Otherwise)
                .map(|rule| rule.severity)
                .max()
        })
}

fn applies(plan: &Plan, test: &SeverityTest, grounds: &Grounds<'_>) -> bool {
    match test {
        SeverityTest::LateUnder(period) => grounds
            .late
            .is_some_and(|(due, until)| late_under(plan, due, until, period)),
        SeverityTest::Below(n) => all_beyond(&grounds.figures, Comparison::AtLeast, *n),
        SeverityTest::Above(n) => all_beyond(&grounds.figures, Comparison::AtMost, *n),
        SeverityTest::BelowRunning(n, days) => {
            let wanted = (*days as usize).saturating_sub(1);
            let before = grounds.running.get(..wanted);
            all_beyond(&grounds.figures, Comparison::AtLeast, *n)
                && before.is_some_and(|before| {
                    before
                        .iter()
                        .all(|figures| all_beyond(figures, Comparison::AtLeast, *n))
                })
        }
        SeverityTest::FieldIs(field, value) => grounds
            .reports
            .iter()
            .any(|report| report.fields.get(field) == Some(value)),
        SeverityTest::Otherwise => false,
    }
}

fn all_beyond(
    figures: &[&Figure],
    comparison: Comparison,
    n: servanda_model::figure::Decimal,
) -> bool {
    !figures.is_empty()
        && figures
            .iter()
            .all(|figure| figure.surely_beyond(comparison, n))
}

fn late_under(plan: &Plan, due: Instant, until: Instant, period: &Period) -> bool {
    until <= just_before(after(plan, due, period, 1))
}

/// Returns the severity of a duty that was performed late or not at all.
pub(crate) fn of_duty(
    life: &Life<'_, '_, '_>,
    ruling: &Ruling,
    due: Option<Instant>,
) -> Option<Severity> {
    let view = life.view;
    let until = match ruling.status {
        Status::MetLate => ruling.decided?,
        Status::NotMet => view.t,
        _ => return None,
    };
    if matches!(ruling.lateness, Some(Lateness::Unknown)) {
        return None;
    }
    let against: Vec<_> = life.draft.testimonies.iter().filter(|t| !t.done).collect();
    let grounds = Grounds {
        figures: against.iter().filter_map(|t| t.figure.as_ref()).collect(),
        reports: reports(view, against.iter().map(|t| t.fact)),
        late: due.map(|due| (due, until)),
        running: Vec::new(),
    };
    gravest(view.plan(), &life.clause.severities, &grounds)
}

/// Returns the severity of a period that fell short, knowing those before it.
pub(crate) fn of_period(
    view: &View<'_, '_>,
    rules: &[SeverityRule],
    periods: &[Judged],
    place: usize,
) -> Option<Severity> {
    let figures = |judged: &Judged| -> Vec<Figure> {
        judged
            .testimonies
            .iter()
            .filter(|t| !t.done)
            .filter_map(|t| t.figure.clone())
            .collect()
    };
    let judged = periods.get(place)?;
    let own = figures(judged);
    let before: Vec<Vec<Figure>> = periods
        .get(..place)
        .unwrap_or_default()
        .iter()
        .rev()
        .filter(|other| other.key.actor == judged.key.actor)
        .map(figures)
        .collect();
    let grounds = Grounds {
        figures: own.iter().collect(),
        reports: reports(
            view,
            judged
                .testimonies
                .iter()
                .filter(|t| !t.done)
                .map(|t| t.fact),
        ),
        late: None,
        running: before
            .iter()
            .map(|figures| figures.iter().collect())
            .collect(),
    };
    gravest(view.plan(), rules, &grounds)
}

/// Returns the reports of some facts.
pub(crate) fn reports<'w>(
    view: &View<'w, '_>,
    facts: impl Iterator<Item = usize>,
) -> Vec<&'w Report> {
    facts
        .filter_map(|fact| view.world.facts.reports.get(fact).map(|fact| fact.report))
        .collect()
}

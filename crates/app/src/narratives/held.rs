//! A claim held against the record: what others reported of the same thing.
//!
//! # Invariants
//! The claimant's own reports say nothing to its claim, and figures meet only
//! where unit, scope and days are the same. What can't be compared is said to
//! be so, with why.

use servanda_model::assessment::{Assessment, ClauseStatus, PhaseState, PhaseStatus, Status};
use servanda_model::figure::{Decimal, Figure};
use servanda_model::names::UnitName;
use servanda_model::plan::{Opens, Plan};
use servanda_model::record::{Citation, Content, NOT_DONE, Remark, Report};
use servanda_model::time::{Date, When, Zone};

use crate::funds::money::Amount;
use crate::standing::Standing;
use crate::words;

/// What the record says to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// What others reported fits it.
    Supports,
    /// What others reported can't be right if it is.
    Contradicts,
    /// Some of it fits, some can't be right if it is.
    Both,
    /// Nothing on record speaks to it.
    Silent,
    /// What is on record counts something else, or the claim states nothing
    /// that could be compared.
    NotComparable,
}

impl Answer {
    /// Returns the key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Contradicts => "contradicts",
            Self::Both => "both",
            Self::Silent => "silent",
            Self::NotComparable => "not_comparable",
        }
    }

    /// Returns the answer in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Supports => "the record supports it",
            Self::Contradicts => "the record contradicts it",
            Self::Both => "the record has both",
            Self::Silent => "the record is silent",
            Self::NotComparable => "not comparable",
        }
    }

    fn of(supports: bool, contradicts: bool) -> Option<Self> {
        match (supports, contradicts) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Supports),
            (false, true) => Some(Self::Contradicts),
            (false, false) => None,
        }
    }
}

/// What the record says to a claim, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What it says.
    pub answer: Answer,
    /// Why, as a sentence's part.
    pub why: String,
    /// The entries that say so.
    pub citations: Vec<Citation>,
}

fn held(answer: Answer, why: impl Into<String>) -> Held {
    Held {
        answer,
        why: why.into(),
        citations: Vec::new(),
    }
}

/// Holds a claim against the record.
pub(super) fn hold(
    plan: &Plan,
    assessment: &Assessment,
    reports: &[Standing<'_>],
    remark: &Remark,
) -> Held {
    let content = &remark.content;
    let Some(of) = content.of.as_deref() else {
        return held(
            Answer::NotComparable,
            "it states no outcome and no figure of anything that the text names",
        );
    };
    if let Some(status) = assessment.clauses.iter().find(|one| one.id.as_str() == of) {
        return against_clause(status, content);
    }
    let mut phases = assessment.phases.iter();
    if let Some(status) = phases.find(|one| one.phase.0.as_str() == of) {
        return against_phase(plan, status, content);
    }
    let others: Vec<&Standing<'_>> = reports
        .iter()
        .filter(|one| one.report.of == of && !is_own(one.report, remark))
        .collect();
    if plan.states.iter().any(|state| state.name.as_str() == of) {
        return against_state(&plan.zone, &others, remark);
    }
    match &content.figure {
        Some(figure) => against_figures(plan, &others, remark, figure),
        None => against_event(&plan.zone, &others, remark),
    }
}

/// A report is the claimant's own if it made it, relayed it, or is where it
/// came from.
fn is_own(report: &Report, remark: &Remark) -> bool {
    let by = remark.by.as_str();
    report.reporter == remark.by
        || report.origin.as_deref() == Some(by)
        || report.via.as_deref() == Some(by)
}

/// Returns whether a word says that something was done, or that it was not.
fn outcome(value: Option<&str>) -> Option<bool> {
    match value? {
        "done" | "kept" | "met" | "complete" => Some(true),
        NOT_DONE | "not kept" | "broken" | "not met" | "violated" => Some(false),
        _ => None,
    }
}

fn against_clause(status: &ClauseStatus, content: &Content) -> Held {
    let Some(done) = outcome(content.value.as_deref()) else {
        let why = "it says neither that this was kept nor that it was not";
        return held(Answer::NotComparable, why);
    };
    let word = words::status(status.status);
    let answer = match status.status {
        Status::Met | Status::MetLate | Status::Cured => Answer::of(done, !done),
        Status::NotMet | Status::IncidentEstablished => Answer::of(!done, done),
        Status::Contested => Some(Answer::Both),
        Status::NotMeasurable => Some(Answer::NotComparable),
        _ => Some(Answer::Silent),
    };
    let instances = status.instances.iter();
    let mut citations: Vec<Citation> = instances
        .filter(|one| one.status == status.status)
        .flat_map(|one| &one.reasons)
        .flat_map(|reason| reason.citations.iter().copied())
        .collect();
    citations.sort_unstable();
    citations.dedup();
    let answer = answer.unwrap_or(Answer::Silent);
    Held {
        citations: if answer == Answer::Silent {
            Vec::new()
        } else {
            citations
        },
        ..held(answer, format!("{} is {word}", status.id))
    }
}

fn against_phase(plan: &Plan, status: &PhaseStatus, content: &Content) -> Held {
    let name = &status.phase.0;
    let open = match content.value.as_deref() {
        Some("open" | "launched" | "begun") => true,
        Some("not open" | "not begun") => false,
        _ => {
            let why = "it says neither that this is open nor that it is not";
            return held(Answer::NotComparable, why);
        }
    };
    let mut phases = plan.phases.iter();
    let terms = phases
        .find(|phase| phase.name == *name)
        .is_some_and(|phase| phase.opens != Opens::NotAgreed);
    let citations = status.declared.iter().map(|one| one.citation).collect();
    let (answer, why) = match (status.state, terms) {
        (PhaseState::Open | PhaseState::Closed, _) => {
            (Answer::of(open, !open), format!("{name} opened"))
        }
        (PhaseState::Declared, true) => (
            Answer::of(!open, open),
            format!("{name} was declared open; its conditions do not hold"),
        ),
        (PhaseState::Declared, false) => (
            None,
            format!("{name} was declared open; on what terms it opens was not agreed"),
        ),
        (PhaseState::NotOpen, true) => (Answer::of(!open, open), format!("{name} is not open")),
        (PhaseState::NotOpen, false) => {
            (None, format!("on what terms {name} opens was not agreed"))
        }
    };
    Held {
        answer: answer.unwrap_or(Answer::NotComparable),
        why,
        citations,
    }
}

/// Compares with the last value that each other reporter gave by then.
fn against_state(zone: &Zone, others: &[&Standing<'_>], remark: &Remark) -> Held {
    let Some(value) = remark.content.value.as_deref() else {
        return held(Answer::NotComparable, "it names no value of this state");
    };
    let until = remark.happened.as_ref().map(|when| when.latest(zone));
    let mut last: Vec<&Standing<'_>> = Vec::new();
    for one in others {
        let at = one.report.happened.latest(zone);
        if until.is_some_and(|until| at > until) {
            continue;
        }
        match last
            .iter_mut()
            .find(|known| known.report.reporter == one.report.reporter)
        {
            Some(known) if known.report.happened.latest(zone) <= at => *known = one,
            Some(_) => {}
            None => last.push(one),
        }
    }
    let fits = |one: &&&Standing<'_>| one.report.value.as_deref() == Some(value);
    let agree = last.iter().filter(fits).count();
    let why = match last.len() {
        0 => "nobody else reported this state by then".to_owned(),
        all => format!("{agree} of {all} others reported the same by then"),
    };
    let answer = Answer::of(agree > 0, agree < last.len());
    with(answer.unwrap_or(Answer::Silent), why, &last)
}

fn against_event(zone: &Zone, others: &[&Standing<'_>], remark: &Remark) -> Held {
    let Some(when) = &remark.happened else {
        return held(Answer::NotComparable, "it says neither when nor how much");
    };
    let done = outcome(remark.content.value.as_deref()).unwrap_or(true);
    let then: Vec<&Standing<'_>> = (others.iter().copied())
        .filter(|one| one.report.scope == remark.content.scope)
        .filter(|one| meet(zone, &one.report.happened, when))
        .collect();
    let denies = |one: &&&Standing<'_>| one.report.value.as_deref() == Some(NOT_DONE);
    let denied = then.iter().filter(denies).count();
    let told = then.len() - denied;
    let answer = if done {
        Answer::of(told > 0, denied > 0)
    } else {
        Answer::of(denied > 0, told > 0)
    };
    let why = if then.is_empty() {
        "nobody else reported this for then".to_owned()
    } else {
        format!("{told} others reported it for then, {denied} that it was not done")
    };
    with(answer.unwrap_or(Answer::Silent), why, &then)
}

fn against_figures(
    plan: &Plan,
    others: &[&Standing<'_>],
    remark: &Remark,
    figure: &Figure,
) -> Held {
    let content = &remark.content;
    let measure = |unit: Option<&UnitName>| {
        let mut measures = plan.measures.iter();
        let own = measures.find(|one| Some(one.name.as_str()) == content.of.as_deref());
        unit.or(own.and_then(|one| one.unit.as_ref())).cloned()
    };
    let Some(unit) = factor(plan, measure(content.unit.as_ref())) else {
        return held(Answer::NotComparable, "its unit is not declared");
    };
    let same = |one: &Standing<'_>| {
        let report = one.report;
        let kind = report.per.is_none()
            && report.running_total == content.running_total
            && report.scope == content.scope;
        kind && same_days(&plan.zone, report, remark)
    };
    let alike = others.iter().copied().filter(|one| same(one));
    let mut alike: Vec<(&Standing<'_>, Amount)> = alike
        .filter_map(|one| {
            let (base, times) = factor(plan, measure(one.report.unit.as_ref()))?;
            let reported = one.report.figure.as_ref()?;
            (base == unit.0).then_some((one, Amount::of(reported, times)))
        })
        .collect();
    alike.sort_by_key(|(one, _)| one.entry.citation);
    let claimed = Amount::of(figure, unit.1);
    let fits = |amount: &Amount| {
        amount.high.is_none_or(|high| claimed.low <= high)
            && claimed.high.is_none_or(|high| amount.low <= high)
    };
    let agree = alike.iter().filter(|(_, amount)| fits(amount)).count();
    let told: Vec<&Standing<'_>> = alike.iter().map(|(one, _)| *one).collect();
    match Answer::of(agree > 0, agree < alike.len()) {
        Some(answer) => {
            let why = format!(
                "{agree} of {} figures of others for the same days fit",
                told.len()
            );
            with(answer, why, &told)
        }
        None if others.is_empty() => held(Answer::Silent, "nobody else reported this"),
        None => {
            let why = "what others reported of this counts something else or other days";
            with(Answer::NotComparable, why.to_owned(), others)
        }
    }
}

fn with(answer: Answer, why: String, told: &[&Standing<'_>]) -> Held {
    Held {
        answer,
        why,
        citations: told.iter().map(|one| one.citation()).collect(),
    }
}

/// Returns the base of a unit and how many of it one is; a figure without a
/// unit counts things.
fn factor(plan: &Plan, unit: Option<UnitName>) -> Option<(Option<UnitName>, Decimal)> {
    let Some(mut unit) = unit else {
        return Some((None, Decimal::ONE));
    };
    let mut times = Decimal::ONE;
    for _ in 0..=plan.units.len() {
        let Some(step) = plan.units.iter().find(|step| step.name == unit) else {
            return Some((Some(unit), times));
        };
        times = times.checked_mul(step.factor)?;
        unit = step.base.clone();
    }
    None
}

/// Returns whether a report and a remark are of the same days: the same period,
/// or, where neither has one, happenings that may be the same.
fn same_days(zone: &Zone, report: &Report, remark: &Remark) -> bool {
    match (report.period, remark.content.period) {
        (Some(one), Some(other)) => one == other,
        (None, None) => remark
            .happened
            .as_ref()
            .is_some_and(|when| meet(zone, &report.happened, when)),
        _ => false,
    }
}

fn meet(zone: &Zone, one: &When, other: &When) -> bool {
    let days = |when: &When| -> (Date, Date) {
        (
            zone.date_of(when.earliest(zone)),
            zone.date_of(when.latest(zone)),
        )
    };
    let ((from, to), (first, last)) = (days(one), days(other));
    from <= last && first <= to
}

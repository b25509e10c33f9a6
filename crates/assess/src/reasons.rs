//! Reasons: why a status is what it is, in plain sentences with citations.
//!
//! What lives here: the order and wording of reasons. What does not: what
//! decides (`lifecycle`). Entry points: [`of`], [`of_level`], [`of_incident`].

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{Lateness, Reason, ReasonKind, Status};
use servanda_model::names::ActorName;
use servanda_model::plan::{Clause, EvidenceRule, Plan, Reporters, Silence, TestimonyKind};
use servanda_model::record::{Citation, Stance};
use servanda_model::time::{Date, Instant};

use crate::evidence::Answer;
use crate::facts::Fact;
use crate::judged::Judged;
use crate::ladder::force::Suspension;
use crate::lifecycle::{Life, Ruling, Why};
use crate::testimony::Testimony;
use crate::world::{View, World};
use crate::{clause as frames, words};

/// What an instance's reasons are told from.
pub(crate) struct Told<'t, 's, 'w, 'a> {
    /// The instance.
    pub(crate) life: &'t Life<'s, 'w, 'a>,
    /// What decided.
    pub(crate) ruling: &'t Ruling,
    /// The due date.
    pub(crate) due: Option<Instant>,
    /// What the testimonies establish.
    pub(crate) answer: &'t Answer,
}

fn reason(kind: ReasonKind, text: String, citations: Vec<Citation>) -> Reason {
    let citations: BTreeSet<Citation> = citations.into_iter().collect();
    Reason {
        kind,
        text,
        citations: citations.into_iter().collect(),
    }
}

/// Returns the reasons of an instance, in the order to be read.
pub(crate) fn of(told: &Told<'_, '_, '_, '_>) -> Vec<Reason> {
    let life = told.life;
    let mut reasons = vec![rule(told)];
    reasons.extend(testimony(
        life.view,
        &life.draft.testimonies,
        life.draft.needed.or(life.draft.of),
    ));
    if matches!(told.ruling.status, Status::Undetermined | Status::Pending)
        && told.answer.done.is_none()
        && !told.answer.denied_since_mark
    {
        reasons.push(missing(&life.clause.evidence, &life.draft.testimonies));
    }
    reasons.extend(time(told));
    reasons.extend(disputes(life.view, life.clause));
    reasons
}

fn rule(told: &Told<'_, '_, '_, '_>) -> Reason {
    let life = told.life;
    let zone = &life.view.plan().zone;
    let what = &life.clause.sentence;
    let about = match (
        &life.draft.key.item,
        &life.draft.key.days,
        &life.draft.key.stage,
    ) {
        (Some(item), _, _) => format!(", {item}"),
        (_, Some(days), _) => format!(", {}", words::days(*days)),
        (_, _, Some(stage)) => format!(", stage {stage}"),
        _ => String::new(),
    };
    let when = match told.due {
        Some(due) => format!("; due {}", words::due(zone, due)),
        None if life.draft.period => String::new(),
        None => "; no due date".to_owned(),
    };
    reason(
        ReasonKind::Rule,
        format!("{what}{about}{when}"),
        life.draft.trigger_citations.clone(),
    )
}

/// Returns one sentence per reporter and side: the first that says done, the
/// last that denies.
fn testimony(
    view: &View<'_, '_>,
    told: &[Testimony],
    of: Option<rust_decimal::Decimal>,
) -> Vec<Reason> {
    let zone = &view.plan().zone;
    let mut chosen: BTreeMap<(bool, bool, &ActorName), (&Testimony, &Fact<'_>)> = BTreeMap::new();
    for testimony in told {
        let Some(fact) = view.world.facts.reports.get(testimony.fact) else {
            continue;
        };
        let key = (!testimony.done, !testimony.own, &fact.report.reporter);
        let at = testimony.when.latest(zone);
        let better = chosen.get(&key).is_none_or(|(other, _)| {
            let other = other.when.latest(zone);
            if testimony.done {
                at < other
            } else {
                at > other
            }
        });
        if better {
            chosen.insert(key, (testimony, fact));
        }
    }
    chosen
        .into_values()
        .map(|(testimony, fact)| sentence(view.plan(), testimony, fact, of))
        .collect()
}

fn sentence(
    plan: &Plan,
    testimony: &Testimony,
    fact: &Fact<'_>,
    of: Option<rust_decimal::Decimal>,
) -> Reason {
    let when = words::when(&plan.zone, &testimony.when);
    let verb = if fact.finding { "finds" } else { "says" };
    let who = words::reporter(fact);
    let what = match (&testimony.figure, &fact.report.value) {
        (Some(figure), _) => words::figure(figure, of),
        (None, Some(value)) => value.clone(),
        (None, None) if testimony.done => "done".to_owned(),
        (None, None) => "not done".to_owned(),
    };
    let hands = match (
        testimony.done && !testimony.own,
        fact.report.actors.as_slice(),
    ) {
        (true, actors) if !actors.is_empty() => format!(
            ", by {}",
            actors
                .iter()
                .map(ActorName::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        ),
        _ => String::new(),
    };
    let kind = match (testimony.done, testimony.own) {
        (true, true) => ReasonKind::For,
        (true, false) => ReasonKind::Beside,
        (false, _) => ReasonKind::Against,
    };
    reason(
        kind,
        format!("{what}{hands} {when}, {verb} {who}"),
        vec![fact.citation],
    )
}

fn missing(rule: &EvidenceRule, told: &[Testimony]) -> Reason {
    let start = if told.is_empty() {
        "nothing is reported"
    } else {
        "what is reported does not suffice"
    };
    reason(
        ReasonKind::Missing,
        format!("{start}; the text asks for {}", evidence(rule)),
        Vec::new(),
    )
}

/// Returns an evidence rule in words.
fn evidence(rule: &EvidenceRule) -> String {
    let options: Vec<String> = rule
        .options
        .iter()
        .map(|option| {
            let kind = match (option.kind, option.need) {
                (TestimonyKind::Report, 1) => "report",
                (TestimonyKind::Report, _) => "reports",
                (TestimonyKind::Finding, 1) => "finding",
                (TestimonyKind::Finding, _) => "findings",
            };
            let independent = if option.independent {
                " independent"
            } else {
                ""
            };
            let by = match &option.by {
                Reporters::AnyListed => String::new(),
                Reporters::Named(names) => format!(
                    " by {}",
                    names
                        .iter()
                        .map(ActorName::as_str)
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            };
            let neutral = match option.neutral {
                0 => String::new(),
                n => format!(", {n} of them neutral"),
            };
            let grade = option.grade.map_or_else(String::new, |grade| {
                format!(", graded {}{} or better", grade.source, grade.content)
            });
            format!("{}{independent} {kind}{by}{neutral}{grade}", option.need)
        })
        .collect();
    if options.is_empty() {
        "evidence that nobody can give".to_owned()
    } else {
        options.join(", or ")
    }
}

fn time(told: &Told<'_, '_, '_, '_>) -> Vec<Reason> {
    let life = told.life;
    let zone = &life.view.plan().zone;
    let at = told.ruling.decided.map(|at| words::instant(zone, at));
    let at = at.as_deref().unwrap_or("an unknown date");
    let (kind, text) = match told.ruling.why {
        Why::Told => match told.ruling.lateness {
            Some(Lateness::Unknown) => (
                ReasonKind::Time,
                "established, but not whether before or after the due date".to_owned(),
            ),
            Some(lateness) => (ReasonKind::Time, late(lateness)),
            None => return Vec::new(),
        },
        Why::Superseded => return superseded(life.view, life.clause),
        Why::Waived => (
            ReasonKind::Power,
            format!("waived at {at} by all whom it is owed to"),
        ),
        Why::Excepted => (ReasonKind::Power, format!("an exception held at {at}")),
        Why::Overtaken => (
            ReasonKind::Time,
            "brought about by other hands; credit and lateness stay open".to_owned(),
        ),
        Why::NotTriggered => (ReasonKind::Time, "its trigger has not come".to_owned()),
        Why::Lapsed => (
            ReasonKind::Power,
            format!("it lapsed at {at}{}", ended_by(told)),
        ),
        Why::Excused => (
            ReasonKind::Power,
            "a certified ground excuses it for now".to_owned(),
        ),
        Why::Suspended => (ReasonKind::Power, mirrored(life.clause)),
        Why::SuspendedByAct => return suspensions(life.view, life.clause),
        Why::Waiting => (
            ReasonKind::Time,
            "it waits for the step before it of both sides".to_owned(),
        ),
        Why::RecordEnds => return record_ends(life.view, life.subject),
        Why::Early => return Vec::new(),
        Why::Closed => {
            let by = match &life.clause.silence {
                Silence::NotDoneOnceClosed { by, .. } => by.to_string(),
                Silence::Unknown => String::new(),
            };
            (
                ReasonKind::Against,
                format!("{by} closed the matter, and nobody reports it done"),
            )
        }
        Why::Lag => (ReasonKind::Time, "reports may still come".to_owned()),
        Why::Unclosed => {
            let text = match &life.clause.silence {
                Silence::NotDoneOnceClosed { by, what } => {
                    format!("{by} has not closed {what}")
                }
                Silence::Unknown => String::new(),
            };
            (ReasonKind::Missing, text)
        }
        Why::Silent => (
            ReasonKind::Missing,
            "silence means nothing here: neither performance nor failure is established".to_owned(),
        ),
    };
    vec![reason(kind, text, told.ruling.citations.clone())]
}

fn late(lateness: Lateness) -> String {
    let by = |fewest: i64, most: i64, unit: &str| {
        let plural = if most == 1 { "" } else { "s" };
        if fewest == most {
            format!("late by {most} {unit}{plural}")
        } else {
            format!("late by {fewest} to {most} {unit}s")
        }
    };
    match lateness {
        Lateness::Days(fewest, most) => by(fewest, most, "day"),
        Lateness::Hours(fewest, most) => by(fewest, most, "hour"),
        Lateness::Unknown => "late by an unknown time".to_owned(),
    }
}

fn record_ends(view: &View<'_, '_>, subject: Option<&str>) -> Vec<Reason> {
    let Some(day) = view.world.facts.end(subject, view.t) else {
        return Vec::new();
    };
    vec![reason(
        ReasonKind::RecordEnds,
        format!("the record ends on {}", words::day(day)),
        Vec::new(),
    )]
}

/// Returns that the clause which a clause mirrors suspends it.
fn mirrored(clause: &Clause) -> String {
    let other = clause.mirrors.as_ref().map(|m| m.clause.to_string());
    format!("suspended while {} is not met", other.unwrap_or_default())
}

/// Returns what ended a clause, where its instance lapsed by that.
fn ended_by(told: &Told<'_, '_, '_, '_>) -> String {
    let view = told.life.view;
    view.world
        .force
        .ended(&told.life.clause.id, view.t)
        .filter(|turn| told.ruling.decided == Some(turn.from))
        .map_or_else(String::new, |turn| format!(", ended by {}", turn.by))
}

/// Returns what suspends a clause now.
fn suspensions(view: &View<'_, '_>, clause: &Clause) -> Vec<Reason> {
    view.world
        .force
        .suspensions_of(&clause.id, view.t)
        .filter(|one| one.lasts(view.t))
        .map(|one| suspension(view, one))
        .collect()
}

/// Returns what suspends a clause, and until when.
pub(crate) fn suspension(view: &View<'_, '_>, one: &Suspension) -> Reason {
    let zone = &view.plan().zone;
    let from = words::instant(zone, one.from);
    let until = match one.until {
        Some(until) if one.lasts(view.t) => format!(", until {}", words::instant(zone, until)),
        Some(until) => format!(", until {}; that is over", words::instant(zone, until)),
        None => ", while the case is open".to_owned(),
    };
    let clock = if one.stops { "; its clock stops" } else { "" };
    reason(
        ReasonKind::Power,
        format!("suspended from {from} by {}{until}{clock}", one.by),
        one.citations.clone(),
    )
}

/// Returns who holds what about a clause.
fn disputes(view: &View<'_, '_>, clause: &Clause) -> Vec<Reason> {
    let mut last: BTreeMap<&ActorName, (Stance, Citation)> = BTreeMap::new();
    for (position, stance) in &view.world.facts.positions {
        let concerns = position
            .act
            .concerns
            .iter()
            .any(|name| name == clause.id.as_str());
        if concerns && position.at <= view.t {
            last.insert(&position.act.by, (*stance, position.citation));
        }
    }
    last.into_iter()
        .filter(|(_, (stance, _))| *stance == Stance::Dispute)
        .map(|(by, (_, citation))| {
            reason(
                ReasonKind::Dispute,
                format!("disputed by {by}"),
                vec![citation],
            )
        })
        .collect()
}

/// Returns the reasons of an instance that was superseded or waived.
pub(crate) fn power(life: &Life<'_, '_, '_>, ruling: &Ruling) -> Vec<Reason> {
    time(&Told {
        life,
        ruling,
        due: None,
        answer: &Answer::default(),
    })
}

/// Returns the reason of a clause that another prevails over.
fn superseded(view: &View<'_, '_>, clause: &Clause) -> Vec<Reason> {
    view.plan()
        .clauses
        .iter()
        .filter(|other| other.added_by.is_none() && other.prevails_over.contains(&clause.id))
        .map(|other| {
            reason(
                ReasonKind::Power,
                format!("superseded: {} prevails over it", other.id),
                Vec::new(),
            )
        })
        .collect()
}

/// Returns the reasons of a rate without a period that has ended.
pub(crate) fn no_period(clause: &Clause, begun: bool) -> Vec<Reason> {
    let text = if begun {
        "no whole period has ended yet"
    } else {
        "its time has not begun"
    };
    vec![
        reason(ReasonKind::Rule, clause.sentence.clone(), Vec::new()),
        reason(ReasonKind::Time, text.to_owned(), Vec::new()),
    ]
}

/// Adds to a period's reasons that the clause's slack forgives it.
pub(crate) fn forgiven(judged: &mut Judged, periods: u32, window_days: u32) {
    judged.reasons.push(reason(
        ReasonKind::Time,
        format!("forgiven: {periods} in any {window_days} days may fall short"),
        Vec::new(),
    ));
}

/// Returns the reasons of a stretch in which nothing was measured.
pub(crate) fn unmeasured(
    clause: &Clause,
    days: Option<(Date, Date)>,
    status: Status,
) -> Vec<Reason> {
    let mut reasons = vec![reason(
        ReasonKind::Rule,
        clause.sentence.clone(),
        Vec::new(),
    )];
    let text = match (days, status) {
        (Some(days), _) => format!("no report that still holds {}", words::days(days)),
        (None, Status::NotTriggered) => "nothing to judge yet".to_owned(),
        (None, _) => "nothing is reported".to_owned(),
    };
    reasons.push(reason(ReasonKind::Missing, text, Vec::new()));
    reasons
}

/// Returns the reasons of a run of measurements.
pub(crate) fn of_level(view: &View<'_, '_>, clause: &Clause, judged: &Judged) -> Vec<Reason> {
    let mut reasons = vec![reason(
        ReasonKind::Rule,
        clause.sentence.clone(),
        Vec::new(),
    )];
    reasons.extend(testimony(view, &judged.testimonies, None));
    if judged.status == Status::Cured {
        reasons.push(reason(
            ReasonKind::Time,
            "the next measurement is back within it".to_owned(),
            Vec::new(),
        ));
    }
    if judged.status == Status::Undetermined {
        reasons.push(missing(&clause.evidence, &judged.testimonies));
    }
    reasons.extend(disputes(view, clause));
    reasons
}

/// Returns the reasons of an incident, or of none being established.
pub(crate) fn of_incident(view: &View<'_, '_>, clause: &Clause, judged: &Judged) -> Vec<Reason> {
    let mut reasons = vec![reason(
        ReasonKind::Rule,
        clause.sentence.clone(),
        Vec::new(),
    )];
    for testimony in &judged.testimonies {
        let Some(fact) = view.world.facts.reports.get(testimony.fact) else {
            continue;
        };
        let when = words::when(&view.plan().zone, &testimony.when);
        let what = testimony
            .figure
            .as_ref()
            .map_or_else(|| "one".to_owned(), ToString::to_string);
        let verb = if fact.finding { "finds" } else { "says" };
        let kind = if judged.status == Status::IncidentEstablished {
            ReasonKind::Against
        } else {
            ReasonKind::Beside
        };
        let text = format!("{what} {when}, {verb} {}", words::reporter(fact));
        reasons.push(reason(kind, text, vec![fact.citation]));
    }
    match judged.status {
        Status::IncidentEstablished => {}
        Status::Undetermined => {
            let subject = frames::subject(view.plan(), clause);
            reasons.extend(record_ends(view, subject));
        }
        _ => reasons.push(missing(&clause.evidence, &judged.testimonies)),
    }
    reasons.extend(disputes(view, clause));
    reasons
}

/// Returns the reasons that concern a whole clause.
pub(crate) fn of_whole(world: &World<'_>, clause: &Clause, proposed: bool) -> Vec<Reason> {
    use servanda_model::plan::Duty;
    let mut reasons = Vec::new();
    match &clause.duty {
        Duty::NotCheckable { because, needs } => {
            let needs = if needs.is_empty() {
                String::new()
            } else {
                format!("; it needs {}", needs.join(", "))
            };
            reasons.push(reason(
                ReasonKind::Rule,
                format!("not checkable because {because}{needs}"),
                Vec::new(),
            ));
        }
        Duty::InformsOnly(text) => {
            reasons.push(reason(
                ReasonKind::Rule,
                format!("informs only: {text}"),
                Vec::new(),
            ));
        }
        Duty::May(power) => {
            reasons.push(reason(
                ReasonKind::Rule,
                format!("a power of {}: {}", frames::owed_by(clause), power.text),
                Vec::new(),
            ));
        }
        _ => {}
    }
    if proposed {
        let by: BTreeSet<String> = clause
            .proposed
            .iter()
            .map(|field| format!("{} by {}", field.label, field.by))
            .collect();
        let of = if by.is_empty() {
            String::new()
        } else {
            format!(": {}", by.into_iter().collect::<Vec<_>>().join(", "))
        };
        reasons.push(reason(
            ReasonKind::Rule,
            format!("on a proposed reading{of}"),
            Vec::new(),
        ));
    }
    let subject = frames::subject(world.plan, clause);
    if let Some(day) = world.facts.end(subject, world.as_of.at)
        && world.beyond(subject, world.as_of.at)
        && frames::measurable(clause)
    {
        reasons.push(reason(
            ReasonKind::RecordEnds,
            format!("the record ends on {}", words::day(day)),
            Vec::new(),
        ));
    }
    reasons
}

/// Returns the sentence of a report shown beside.
pub(crate) fn beside(plan: &Plan, fact: &Fact<'_>, why: &str) -> String {
    let report = fact.report;
    let figure = report
        .figure
        .as_ref()
        .map_or_else(|| "a report".to_owned(), ToString::to_string);
    let unit = report
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let scope = report
        .scope
        .as_ref()
        .map_or_else(String::new, |scope| format!(" ({scope})"));
    let when = words::when(&plan.zone, &report.happened);
    format!(
        "{figure}{unit}{scope} {when}, says {}; not used: {why}",
        words::reporter(fact)
    )
}

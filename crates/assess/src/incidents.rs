//! Prohibitions: occurrences, incidents, and none established.
//!
//! # Source
//! "Meaning", section 9.

use servanda_model::assessment::{EvidenceAxis, InstanceKey, Status};
use servanda_model::names::ActorName;
use servanda_model::plan::{Clause, EventPattern, Subject};
use servanda_model::time::Instant;

use crate::evidence::Turns;
use crate::facts::Fact;
use crate::judged::Judged;
use crate::testimony::{Testimony, Topic, names_obligor, obligors};
use crate::trigger::{Window, grouped, window};
use crate::world::View;
use crate::{axes, conditions, reasons, severity};

/// Judges a prohibition.
pub(crate) fn judge<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    event: &'a EventPattern,
) -> Vec<Judged> {
    let topic = Topic::event(view.plan(), event);
    let window = window(view, clause).filter(|window| view.reached(window.start));
    let occurrences = grouped(view, &topic);
    let mut judged = Vec::new();
    for (actor, obligors) in obligors(&clause.subject) {
        let key = InstanceKey {
            actor,
            ..InstanceKey::default()
        };
        let Some(window) = window else {
            let mut none = Judged::new(key, Status::NotTriggered);
            none.reasons = reasons::unmeasured(clause, None, Status::NotTriggered);
            judged.push(none);
            continue;
        };
        let mut counted: Vec<Vec<Named<'_, 'a>>> = occurrences
            .iter()
            .map(|group| naming(view, clause, group, &obligors))
            .filter(|group| counts(view, clause, window, group))
            .collect();
        counted.sort_by_key(|group| group.first().map(|(_, fact)| (fact.latest, fact.citation)));
        judged.extend(one(view, clause, topic.name, &counted, &key));
    }
    judged
}

/// A report of an occurrence.
type Named<'w, 'a> = (usize, &'w Fact<'a>);

/// Returns the reports of an occurrence that name an obligor.
fn naming<'w, 'a>(
    view: &View<'_, '_>,
    clause: &Clause,
    group: &[Named<'w, 'a>],
    obligors: &[ActorName],
) -> Vec<Named<'w, 'a>> {
    group
        .iter()
        .filter(|(_, fact)| {
            clause.subject == Subject::Nobody
                || names_obligor(view.plan(), &fact.report.actors, obligors)
        })
        .copied()
        .collect()
}

/// Returns whether an occurrence counts, by its first report.
fn counts<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    window: Window,
    group: &[Named<'_, 'a>],
) -> bool {
    let Some((_, first)) = group.first() else {
        return false;
    };
    let holds = |c| conditions::holds(view, c, None, first.latest);
    let inside =
        || window.end.is_none_or(|end| first.latest <= end) && clause.during.iter().all(holds);
    first.earliest >= window.start
        && view.in_force(&clause.id, first.latest, inside)
        && !clause.exceptions.iter().any(holds)
}

fn one<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    subject: &str,
    occurrences: &[Vec<Named<'_, 'a>>],
    key: &InstanceKey,
) -> Vec<Judged> {
    let world = view.world;
    let mut incidents: Vec<Judged> = Vec::new();
    let mut short: Vec<Testimony> = Vec::new();
    for group in occurrences {
        let told: Vec<Testimony> = group
            .iter()
            .map(|(index, fact)| Testimony {
                fact: *index,
                done: true,
                own: true,
                when: fact.report.happened.clone(),
                figure: fact.report.figure.clone(),
                also: Vec::new(),
            })
            .collect();
        let answer = world.bench.ask(
            view.plan(),
            &world.facts,
            &clause.evidence,
            &told,
            Turns::default(),
        );
        match answer.done {
            Some(at) => incidents.push(incident(view, clause, key, told, at)),
            None => short.extend(told),
        }
    }
    if incidents.is_empty() {
        return vec![none_established(view, clause, subject, key, short)];
    }
    for (number, incident) in (1_u32..).zip(&mut incidents) {
        incident.key.number = Some(number);
        if world.explains(view.t) {
            incident.reasons = reasons::of_incident(view, clause, incident);
        }
    }
    incidents
}

fn incident(
    view: &View<'_, '_>,
    clause: &Clause,
    key: &InstanceKey,
    told: Vec<Testimony>,
    at: Instant,
) -> Judged {
    let grounds = severity::Grounds {
        figures: told.iter().filter_map(|t| t.figure.as_ref()).collect(),
        reports: severity::reports(view, told.iter().map(|t| t.fact)),
        ..severity::Grounds::default()
    };
    let severity = severity::gravest(view.plan(), &clause.severities, &grounds);
    let side: Vec<&Testimony> = told.iter().collect();
    Judged {
        evidence: axes::deciding_axis(view, &side),
        agreement: axes::agreement(view, clause, &told),
        decided: Some(at),
        severity,
        testimonies: told,
        ..Judged::new(key.clone(), Status::IncidentEstablished)
    }
}

fn none_established(
    view: &View<'_, '_>,
    clause: &Clause,
    subject: &str,
    key: &InstanceKey,
    short: Vec<Testimony>,
) -> Judged {
    let status = if view.world.beyond(Some(subject), view.t) {
        Status::Undetermined
    } else {
        Status::NoIncidentEstablished
    };
    let mut judged = Judged {
        evidence: if short.is_empty() {
            EvidenceAxis::NoInformation
        } else {
            EvidenceAxis::Insufficient
        },
        agreement: axes::agreement(view, clause, &short),
        testimonies: short,
        ..Judged::new(key.clone(), status)
    };
    if view.world.explains(view.t) {
        judged.reasons = reasons::of_incident(view, clause, &judged);
    }
    judged
}

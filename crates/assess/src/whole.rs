//! The whole of a clause: one status, counts, the scale, and what is beside.
//!
//! Entry points: [`status`], [`clause_status`].
//!
//! # Source
//! "Meaning", section 13.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{ClauseStatus, Reason, ReasonKind, Status};
use servanda_model::names::{ReadingName, TermName};
use servanda_model::plan::{Clause, Duty};
use servanda_model::time::Instant;

use crate::clause::measurable;
use crate::judged::Judged;
use crate::testimony::{Reading, Topic};
use crate::variants::{self, proposers, readings};
use crate::world::{Variant, View, World};
use crate::{amendments, goal, reasons, retests, trigger};

/// Statuses of instances, the one that marks the whole first.
const ORDER: [Status; 15] = [
    Status::IncidentEstablished,
    Status::NotMet,
    Status::Contested,
    Status::Undetermined,
    Status::Pending,
    Status::Suspended,
    Status::Excused,
    Status::Open,
    Status::NotYetDue,
    Status::MetLate,
    Status::Cured,
    Status::Met,
    Status::NoIncidentEstablished,
    Status::Discharged,
    Status::NotTriggered,
];

/// Returns the status of the whole of some instances.
pub(crate) fn status(clause: &Clause, judged: &[Judged]) -> Status {
    if !measurable(clause) {
        return Status::NotMeasurable;
    }
    ORDER
        .into_iter()
        .find(|status| judged.iter().any(|one| one.status == *status))
        .unwrap_or(Status::NotTriggered)
}

/// Returns how many instances have each status, in the order of statuses.
fn counts(judged: &[Judged]) -> Vec<(Status, u32)> {
    let mut counts: BTreeMap<Status, u32> = BTreeMap::new();
    for one in judged {
        let count = counts.entry(one.status).or_default();
        *count = count.saturating_add(1);
    }
    counts.into_iter().collect()
}

/// Returns the 0–3 scale.
fn score(judged: &[Judged]) -> Option<u8> {
    let count = |wanted: &[Status]| judged.iter().filter(|j| wanted.contains(&j.status)).count();
    let done = count(&[Status::Met, Status::MetLate, Status::Cured]);
    let all = done + count(&[Status::NotMet]);
    match (done, all) {
        (_, 0) => None,
        (0, _) => Some(0),
        (done, all) if done == all => Some(3),
        (done, all) if done * 2 >= all => Some(2),
        _ => Some(1),
    }
}

/// What is supposed apart from challenges.
type Reader = (BTreeMap<TermName, usize>, Vec<String>);

fn reader(variant: &Variant) -> Reader {
    let anchors = variant
        .anchors
        .iter()
        .map(|(anchor, (by, _))| format!("{anchor}\n{by}"))
        .collect();
    (variant.readings.clone(), anchors)
}

/// Returns the whole under each supposition that passes a test, and what they
/// agree on.
fn under(
    world: &World<'_>,
    clause: &Clause,
    all: &[(Variant, Vec<Judged>)],
    test: &dyn Fn(&Variant) -> bool,
) -> Option<Status> {
    let mut groups: BTreeMap<Reader, Vec<(Variant, Vec<Judged>)>> = BTreeMap::new();
    for (variant, judged) in all.iter().filter(|(variant, _)| test(variant)) {
        groups
            .entry(reader(variant))
            .or_default()
            .push((variant.clone(), judged.clone()));
    }
    let wholes: BTreeSet<Status> = groups
        .into_values()
        .map(|group| status(clause, &variants::merge(world, false, group)))
        .collect();
    match wholes.len() {
        0 => None,
        1 => wholes.into_iter().next(),
        _ => Some(Status::Contested),
    }
}

fn by_reading(
    world: &World<'_>,
    clause: &Clause,
    all: &[(Variant, Vec<Judged>)],
) -> Vec<(TermName, ReadingName, Status)> {
    let variants: Vec<Variant> = all.iter().map(|(variant, _)| variant.clone()).collect();
    let mut found = Vec::new();
    for (term, place, name) in readings(world, &variants) {
        let holds = |variant: &Variant| variant.readings.get(&term) == Some(&place);
        if let Some(status) = under(world, clause, all, &holds) {
            found.push((term.clone(), name, status));
        }
    }
    for (anchor, by) in proposers(&variants) {
        let holds = |variant: &Variant| {
            variant
                .anchors
                .get(&anchor)
                .is_some_and(|(who, _)| *who == by)
        };
        if let Some(status) = under(world, clause, all, &holds) {
            found.push((
                TermName::new(anchor.as_str()),
                ReadingName::new(by.as_str()),
                status,
            ));
        }
    }
    found
}

/// Returns the status of a clause at an instant.
pub(crate) fn clause_status<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> ClauseStatus {
    let all = variants::each(world, clause, t);
    let signed = clause;
    // What can be measured, and what is beside, is read by the words in force.
    let in_force = world.courses.words(signed, t);
    let clause = in_force.unwrap_or(signed);
    let gone = in_force.is_none() && signed.added_by.is_none();
    let nothing = if gone {
        Status::Discharged
    } else {
        Status::NotTriggered
    };
    let whole = under(world, clause, &all, &|_| true)
        .filter(|_| !gone || all.iter().any(|(_, judged)| !judged.is_empty()))
        .unwrap_or(nothing);
    let readings = by_reading(world, clause, &all);
    let beside = all
        .first()
        .map(|(variant, _)| beside(&View { world, t, variant }, clause))
        .unwrap_or_default();
    let open = variants::unsettled(world, signed, t);
    let judged = variants::merge(world, open, all);
    let beside = beside
        .into_iter()
        .chain(unestablished(world, clause, &judged, t))
        .collect();
    let whole = if measurable(clause) {
        whole
    } else {
        Status::NotMeasurable
    };
    let proposed = !clause.proposed.is_empty() || open;
    ClauseStatus {
        id: clause.id.clone(),
        status: whole,
        on_proposed_reading: proposed,
        counts: counts(&judged),
        score: score(&judged),
        readings,
        beside,
        reasons: amendments::reasons(world, signed, t)
            .into_iter()
            .chain(reasons::of_whole(world, clause, proposed))
            .collect(),
        instances: judged
            .into_iter()
            .map(|one| {
                let since = retests::reasons(&world.plan.zone, &one.retests);
                let mut instance = one.into_instance();
                instance.reasons.extend(since);
                instance
            })
            .collect(),
    }
}

/// Returns the reports shown beside a clause and not used for it.
fn beside<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Reason> {
    let topic = match &clause.duty {
        Duty::Perform(perform) => Some(Topic::event(view.plan(), &perform.event)),
        Duty::Avoid(event) => Some(Topic::event(view.plan(), event)),
        Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => goal::topic(view, measured),
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
    };
    let Some(topic) = topic else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in topic.names() {
        for (_, fact) in view.world.facts.of(name) {
            if fact.latest > view.t {
                break;
            }
            if let Reading::Beside(why) = topic.read(view.plan(), fact) {
                found.push(Reason {
                    kind: ReasonKind::Beside,
                    text: reasons::beside(view.plan(), fact, why),
                    citations: vec![fact.citation],
                });
            }
        }
    }
    found
}

/// Returns the reports of a forbidden act that no instance rests on: they do
/// not suffice, or name nobody whom the clause binds.
fn unestablished<'a>(
    world: &World<'a>,
    clause: &'a Clause,
    judged: &[Judged],
    t: Instant,
) -> Vec<Reason> {
    let Duty::Avoid(event) = &clause.duty else {
        return Vec::new();
    };
    let variant = variants::settled(world, t);
    let view = View {
        world,
        t,
        variant: &variant,
    };
    let rests: BTreeSet<usize> = judged
        .iter()
        .flat_map(|one| one.testimonies.iter().map(|told| told.fact))
        .collect();
    let topic = Topic::event(world.plan, event);
    trigger::grouped(&view, &topic)
        .into_iter()
        .flatten()
        .filter(|(index, _)| !rests.contains(index))
        .map(|(_, fact)| {
            let why = if fact.report.actors.is_empty() {
                "it names nobody who did it"
            } else {
                "it establishes no incident"
            };
            Reason {
                kind: ReasonKind::Beside,
                text: reasons::beside(world.plan, fact, why),
                citations: vec![fact.citation],
            }
        })
        .collect()
}

//! Sections 12 and 13 of "Meaning": a clause under every combination of
//! readings and rulings, and the whole of it.
//!
//! Entry point: [`clause`].

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{InstanceKey, Outcome, Status, Supposition};
use servanda_model::figure::Decimal;
use servanda_model::plan::{
    Cadence, Clause, Duty, Measured, ReadingValue, Target, Timing, Trigger,
};

use crate::instance::{superseded, waived};
use crate::judgement::{ClauseJudgement, InstanceJudgement, Said};
use crate::levels::Kept;
use crate::readings::{self, Combination, Open};
use crate::reciprocity::adjust;
use crate::testimony::Topic;
use crate::world::Ctx;
use crate::{acts, amendments, instance, levels, prohibitions, quantity, rates, retests};

/// The order in which the whole of a clause takes its instances' statuses.
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

/// A clause's instances under one supposition.
struct Tried {
    reading: usize,
    supposing: Vec<Supposition>,
    instances: Vec<InstanceJudgement>,
}

/// Judges a clause under every combination of readings and rulings.
pub(crate) fn clause<'w>(ctx: &Ctx<'w>, clause: &'w Clause) -> ClauseJudgement {
    let (combinations, open) = readings::readings(ctx, clause);
    let in_force = amendments::words(ctx.world, clause, ctx.at);
    let words = in_force.unwrap_or(clause);
    let on_proposed_reading = open || !words.proposed.is_empty();
    if matches!(
        words.duty,
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_)
    ) {
        return ClauseJudgement {
            id: clause.id.clone(),
            status: Status::NotMeasurable,
            on_proposed_reading,
            counts: Vec::new(),
            score: None,
            instances: Vec::new(),
        };
    }
    let tried = try_all(ctx, clause, &combinations);
    let instances = combine(&tried, open);
    let mut wholes: Vec<Status> = (0..combinations.len())
        .map(|reading| {
            let of: Vec<&Tried> = tried.iter().filter(|t| t.reading == reading).collect();
            whole(&combined(&of, false))
        })
        .collect();
    wholes.dedup();
    let status = match wholes.as_slice() {
        [only] => *only,
        [] => Status::NotTriggered,
        _ => Status::Contested,
    };
    let gone = in_force.is_none() && clause.added_by.is_none();
    let status = if gone && instances.is_empty() {
        Status::Discharged
    } else {
        status
    };
    ClauseJudgement {
        id: clause.id.clone(),
        status,
        on_proposed_reading,
        counts: counts(&instances),
        score: score(&instances),
        instances,
    }
}

/// Returns the view of an instant under every combination that a clause is
/// judged under; in the first, reports under an open challenge are in.
pub(crate) fn suppositions<'p>(ctx: &Ctx<'p>, clause: &'p Clause) -> Vec<Ctx<'p>> {
    let (combinations, _) = readings::readings(ctx, clause);
    let read = read_by(ctx, clause, &combinations);
    let open: Vec<Open> = readings::open_challenges(ctx)
        .into_iter()
        .filter(|c| c.reports.iter().any(|r| read.contains(r)))
        .collect();
    let mut found = Vec::new();
    for combination in &combinations {
        for subset in readings::rulings(&open) {
            let mut supposed = combination.supposed.clone();
            supposed.out.clone_from(&ctx.supposed.out);
            supposed.unsuspended.clone_from(&ctx.supposed.unsuspended);
            let out = subset.iter().flat_map(|c| c.reports.clone());
            supposed.out.extend(out);
            found.push(Ctx {
                supposed,
                ..ctx.clone()
            });
        }
    }
    found
}

fn try_all<'w>(ctx: &Ctx<'w>, clause: &'w Clause, combinations: &[Combination]) -> Vec<Tried> {
    let mut tried = Vec::new();
    let read = read_by(ctx, clause, combinations);
    let open: Vec<Open> = readings::open_challenges(ctx)
        .into_iter()
        .filter(|c| c.reports.iter().any(|r| read.contains(r)))
        .collect();
    for (reading, combination) in combinations.iter().enumerate() {
        for subset in readings::rulings(&open) {
            let mut supposed = combination.supposed.clone();
            supposed.out.clone_from(&ctx.supposed.out);
            supposed.unsuspended.clone_from(&ctx.supposed.unsuspended);
            supposed
                .out
                .extend(subset.iter().flat_map(|c| c.reports.clone()));
            let then = Ctx {
                supposed,
                ..ctx.clone()
            };
            let mut supposing: Vec<Supposition> = combination
                .names
                .iter()
                .map(|(term, reading)| Supposition::Reading(term.clone(), reading.clone()))
                .collect();
            if !open.is_empty() {
                supposing.push(readings::supposition(&subset));
            }
            tried.push(Tried {
                reading,
                supposing,
                instances: amendments::instances(&then, clause),
            });
        }
    }
    tried
}

/// Returns the reports a clause reads: those about its subject or its trigger.
fn read_by<'w>(
    ctx: &Ctx<'w>,
    clause: &'w Clause,
    combinations: &[Combination],
) -> BTreeSet<servanda_model::record::Citation> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for words in amendments::all_words(ctx, clause) {
        names.extend(named(ctx, words, combinations));
    }
    ctx.facts()
        .iter()
        .filter(|f| names.contains(&f.report.of))
        .flat_map(|f| f.chain.clone())
        .collect()
}

/// Returns what some words of a clause read reports of.
fn named(ctx: &Ctx<'_>, clause: &Clause, combinations: &[Combination]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut trigger = |t: &Trigger| {
        if let Trigger::First(p) | Trigger::Every(p) = t {
            names.insert(p.name.to_string());
        }
    };
    clause
        .from
        .iter()
        .chain(&clause.until)
        .for_each(&mut trigger);
    let timings: Vec<&Timing> = match &clause.duty {
        Duty::Perform(p) => vec![&p.timing],
        Duty::Reach { stages, .. } => stages.iter().map(|s| &s.timing).collect(),
        _ => Vec::new(),
    };
    timings
        .into_iter()
        .filter_map(Timing::trigger)
        .for_each(&mut trigger);
    match &clause.duty {
        Duty::Perform(p) => {
            names.insert(p.event.name.to_string());
            names.extend(p.of_its.iter().map(ToString::to_string));
            if let Some((_, t)) = &p.every
                && let Trigger::First(p) | Trigger::Every(p) = t
            {
                names.insert(p.name.to_string());
            }
        }
        Duty::Avoid(p) => {
            names.insert(p.name.to_string());
        }
        Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => {
            for combination in combinations {
                let supposed = combination.supposed.clone();
                let then = Ctx {
                    supposed,
                    ..ctx.clone()
                };
                if let Some((topic, _)) = quantity::topic(&then, measured) {
                    names.insert(topic.name().to_owned());
                    if let Topic::Measure(m) = topic {
                        names.extend(m.counts.iter().map(|(event, _)| event.to_string()));
                    }
                }
            }
        }
        _ => {}
    }
    names
}

/// Judges the instances of a clause's words under one supposition.
pub(crate) fn by_words(ctx: &Ctx<'_>, clause: &Clause) -> Vec<InstanceJudgement> {
    match &clause.duty {
        Duty::Perform(perform) => {
            let mut cases = acts::cases(ctx, clause, perform);
            adjust(ctx, clause, &mut cases);
            let single = perform.each.is_none()
                && perform.count > 1
                && perform.every.is_none()
                && perform.of_its.is_none()
                && !matches!(
                    perform.timing,
                    Timing::Within(_, Trigger::Every(_)) | Timing::Undated(Some(Trigger::Every(_)))
                );
            cases
                .iter()
                .map(|case| {
                    let mut judged = instance::judge(ctx, case);
                    judged.retests = Said::Is(retests::since(ctx, clause, &judged));
                    if single && cases.len() == 1 {
                        judged.counted = acts::established(ctx, clause, perform)
                            .map(|n| (n, Decimal::from(perform.count)));
                    }
                    judged
                })
                .collect()
        }
        Duty::Avoid(pattern) => {
            let mut found = prohibitions::judge(ctx, clause, pattern);
            release(ctx, clause, &mut found);
            found
        }
        Duty::Keep {
            measured,
            target,
            cadence,
        } => keep(ctx, clause, measured, target, cadence),
        Duty::Reach {
            measured,
            comparison,
            stages,
            ..
        } => {
            let mut cases = quantity::cases(ctx, clause, measured, *comparison, stages);
            adjust(ctx, clause, &mut cases);
            let floor = *comparison == servanda_model::figure::Comparison::AtLeast;
            cases
                .iter()
                .map(|case| {
                    let mut judged = instance::judge(ctx, case);
                    judged.retests = Said::Is(retests::since(ctx, clause, &judged));
                    let stage = stages
                        .iter()
                        .find(|s| case.key.stage.as_deref().unwrap_or_default() == s.name);
                    if let (true, Some(stage)) = (floor, stage) {
                        let actor = case.key.actor.as_ref();
                        let reached = quantity::reached(ctx, clause, measured, actor);
                        judged.progress = Said::Is(reached.map(|n| (n, stage.figure)));
                        judged.counted = reached.map(|n| (n, stage.figure));
                    }
                    judged
                })
                .collect()
        }
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => Vec::new(),
    }
}

fn keep(
    ctx: &Ctx<'_>,
    clause: &Clause,
    measured: &Measured,
    target: &Target,
    cadence: &Cadence,
) -> Vec<InstanceJudgement> {
    let Some((topic, filters)) = quantity::topic(ctx, measured) else {
        return Vec::new();
    };
    let Some(kept) = kept(ctx, target) else {
        return Vec::new();
    };
    let mut found = match (cadence, kept) {
        (Cadence::Each(period), Kept::Number(comparison, bound)) => {
            let rate = rates::Rate {
                topic,
                filters,
                comparison,
                bound,
                period: period.clone(),
            };
            rates::judge(ctx, clause, &rate)
        }
        (Cadence::Each(_), Kept::Value(_)) => Vec::new(),
        (cadence, kept) => levels::judge(ctx, clause, (topic, &filters), &kept, cadence),
    };
    release(ctx, clause, &mut found);
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

/// Discharges what was superseded or waived (4).
fn release(ctx: &Ctx<'_>, clause: &Clause, found: &mut [InstanceJudgement]) {
    for judged in found {
        if superseded(ctx.world.plan, clause) || waived(ctx, clause, &judged.key) {
            judged.status = Status::Discharged;
            judged.severity = Said::Is(None);
        }
    }
}

fn kept(ctx: &Ctx<'_>, target: &Target) -> Option<Kept> {
    match target {
        Target::Number(comparison, bound, _) => Some(Kept::Number(*comparison, *bound)),
        Target::State(value) => Some(Kept::Value(value.clone())),
        Target::Term(comparison, term) => match &ctx.supposed.readings.get(term)?.value {
            ReadingValue::Number(bound, _) => Some(Kept::Number(*comparison, *bound)),
            ReadingValue::State(value) => Some(Kept::Value(value.clone())),
            _ => None,
        },
    }
}

/// Combines the instances of every supposition (12).
fn combine(tried: &[Tried], open_terms: bool) -> Vec<InstanceJudgement> {
    let all: Vec<&Tried> = tried.iter().collect();
    combined(&all, open_terms)
}

fn combined(tried: &[&Tried], open_terms: bool) -> Vec<InstanceJudgement> {
    let mut keys: BTreeMap<&InstanceKey, Vec<(&Tried, &InstanceJudgement)>> = BTreeMap::new();
    for one in tried {
        for instance in &one.instances {
            keys.entry(&instance.key).or_default().push((one, instance));
        }
    }
    keys.into_values()
        .map(|found| agreed(tried.len(), &found, open_terms))
        .collect()
}

fn agreed(
    all: usize,
    found: &[(&Tried, &InstanceJudgement)],
    open_terms: bool,
) -> InstanceJudgement {
    let Some((_, first)) = found.first() else {
        return InstanceJudgement::bare(InstanceKey::default(), Status::NotTriggered);
    };
    let same = found.len() == all && found.iter().all(|(_, i)| i.status == first.status);
    let mut judged = if same {
        (*first).clone()
    } else {
        InstanceJudgement::bare(first.key.clone(), Status::Contested)
    };
    judged.judged_by = told_alike(found, |i| &i.judged_by);
    judged.slips = told_alike(found, |i| &i.slips);
    if same {
        judged.retests = told_alike(found, |i| &i.retests);
    }
    if all > 1 {
        silence_differing(&mut judged, found);
        judged.counted = found.iter().filter_map(|(_, i)| i.counted).min();
        if let Said::Is(least) = least_progress(found) {
            judged.progress = Said::Is(least);
        }
    }
    let one_dimension = found.iter().all(|(t, _)| t.supposing.len() == 1);
    judged.outcomes = if same && !open_terms {
        Said::Is(Vec::new())
    } else if one_dimension {
        let mut outcomes = Vec::new();
        for (one, instance) in found {
            for supposing in &one.supposing {
                outcomes.push(Outcome {
                    supposing: supposing.clone(),
                    status: instance.status,
                });
            }
        }
        Said::Is(outcomes)
    } else {
        Said::Nothing
    };
    judged
}

/// Returns what every supposition tells of a field, where all tell the same.
fn told_alike<T: PartialEq + Clone>(
    found: &[(&Tried, &InstanceJudgement)],
    field: impl Fn(&InstanceJudgement) -> &Said<T>,
) -> Said<T> {
    match found.first() {
        Some((_, first)) if found.iter().all(|(_, i)| field(i) == field(first)) => {
            field(first).clone()
        }
        _ => Said::Nothing,
    }
}

/// Returns the least progress that any supposition gives, where all give one
/// (12).
fn least_progress(found: &[(&Tried, &InstanceJudgement)]) -> Said<Option<(Decimal, Decimal)>> {
    let mut least = None;
    for (_, instance) in found {
        match &instance.progress {
            Said::Is(Some(given)) => {
                least = Some(least.map_or(*given, |so_far: (Decimal, Decimal)| so_far.min(*given)));
            }
            Said::Is(None) => {}
            Said::Nothing => return Said::Nothing,
        }
    }
    Said::Is(least)
}

/// Leaves open what the suppositions do not agree on.
fn silence_differing(judged: &mut InstanceJudgement, found: &[(&Tried, &InstanceJudgement)]) {
    let same = found.iter().all(|(_, i)| i.status == judged.status);
    if same {
        judged.triggered_at = told_alike(found, |i| &i.triggered_at);
        judged.due_at = told_alike(found, |i| &i.due_at);
        judged.decided_at = told_alike(found, |i| &i.decided_at);
        judged.lateness = told_alike(found, |i| &i.lateness);
        judged.severity = told_alike(found, |i| &i.severity);
        judged.evidence = told_alike(found, |i| &i.evidence);
        judged.agreement = told_alike(found, |i| &i.agreement);
    }
}

/// Returns the status of the whole of a clause (13).
fn whole(instances: &[InstanceJudgement]) -> Status {
    ORDER
        .into_iter()
        .find(|status| instances.iter().any(|i| i.status == *status))
        .unwrap_or(Status::NotTriggered)
}

fn counts(instances: &[InstanceJudgement]) -> Vec<(Status, u32)> {
    let mut counts: BTreeMap<Status, u32> = BTreeMap::new();
    for instance in instances {
        *counts.entry(instance.status).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Returns the 0–3 scale (13).
fn score(instances: &[InstanceJudgement]) -> Option<u8> {
    let done = instances
        .iter()
        .filter(|i| matches!(i.status, Status::Met | Status::MetLate | Status::Cured))
        .count();
    let failed = instances
        .iter()
        .filter(|i| i.status == Status::NotMet)
        .count();
    match (done, failed) {
        (0, 0) => None,
        (_, 0) => Some(3),
        (0, _) => Some(0),
        (done, failed) if done >= failed => Some(2),
        _ => Some(1),
    }
}

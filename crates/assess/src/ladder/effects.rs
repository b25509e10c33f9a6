//! Effects: what cases change in the force of clauses and phases.
//!
//! What lives here: from runs and acts to suspensions, ends and revivals, for
//! each case and together. What does not: what those do to statuses (`force`).
//! Entry point: [`effects`].
//!
//! # Source
//! "Meaning", section 14, "Force".

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::case::{NormChange, NormEffect};
use servanda_model::names::ClauseId;
use servanda_model::plan::{Deed, LadderStep, Plan, SnapbackEffect, StepPart};
use servanda_model::record::{Citation, DecisionAct};
use servanda_model::time::Instant;

use super::acts::CaseAct;
use super::docket::Docket;
use super::force::{Force, Suspension, Turn};
use super::run::Run;
use super::steps::{PartEnd, Scene};
use crate::calendar::{after, just_after};

/// What all cases change.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// For statuses.
    pub(crate) force: Force,
    /// For each case.
    pub(crate) of_case: Vec<Vec<NormEffect>>,
    /// Decisions to suspend or resume that had effect.
    pub(crate) used: BTreeSet<Citation>,
    /// The next instant at which time alone changes something.
    pub(crate) next: Option<Instant>,
}

/// A suspension as a decision made it.
struct Made<'p> {
    case: usize,
    from: Instant,
    until: Option<Instant>,
    clause: &'p ClauseId,
    stops: bool,
    by: String,
    citations: Vec<Citation>,
}

/// Returns what the cases of a docket change.
pub(crate) fn effects(docket: &Docket<'_, '_>) -> Effects {
    let mut found = Effects {
        of_case: docket.cases.iter().map(|_| Vec::new()).collect(),
        ..Effects::default()
    };
    let mut made = decided(docket, &mut found.used);
    snapbacks(docket, &mut made, &mut found.force);
    found.force.clauses.sort();
    found.force.phases.sort();
    for one in &made {
        let over = one.until.is_some_and(|until| until <= one.from);
        for clause in mirrored(docket.plan, one.clause) {
            if !over {
                found.force.suspensions.push(Suspension {
                    from: one.from,
                    until: one.until,
                    clause: clause.clone(),
                    stops: one.stops,
                    by: one.by.clone(),
                    citations: one.citations.clone(),
                });
            }
            if let Some(list) = found.of_case.get_mut(one.case) {
                list.push(NormEffect {
                    kind: NormChange::Suspended(clause, one.stops),
                    from: one.from,
                    until: one.until,
                    citations: one.citations.clone(),
                });
            }
        }
    }
    found.force.suspensions.sort();
    turns(docket, &mut found);
    let runs = docket.runs.iter().filter_map(|run| run.next);
    let ends = made.iter().filter_map(|one| one.until);
    found.next = runs
        .chain(ends.flat_map(|at| [at, just_after(at)]))
        .filter(|at| *at > docket.t)
        .min();
    found
}

/// Returns a clause, those that mirror it, and the one it mirrors.
fn mirrored(plan: &Plan, clause: &ClauseId) -> BTreeSet<ClauseId> {
    let mirrors = |of: &ClauseId| {
        let found = plan.clauses.iter().find(|one| one.id == *of);
        found.and_then(|one| one.mirrors.as_ref().map(|mirror| mirror.clause.clone()))
    };
    let back = plan
        .clauses
        .iter()
        .filter(|one| one.mirrors.as_ref().is_some_and(|m| m.clause == *clause))
        .map(|one| one.id.clone());
    std::iter::once(clause.clone())
        .chain(back)
        .chain(mirrors(clause))
        .collect()
}

/// A case, the step and the part by which a decision suspends a clause.
type Power<'d> = (
    usize,
    u32,
    &'d ClauseId,
    &'d Option<servanda_model::time::Period>,
    bool,
);

fn decided<'d>(docket: &'d Docket<'_, '_>, used: &mut BTreeSet<Citation>) -> Vec<Made<'d>> {
    let mut order: Vec<(usize, &CaseAct<'_>)> = docket
        .acts
        .iter()
        .enumerate()
        .filter(|(_, act)| act.at <= docket.t)
        .filter(|(_, act)| act.decision(DecisionAct::Suspend).is_some())
        .collect();
    order.sort_by_key(|(_, act)| (act.at, act.citation));
    let mut made: Vec<Made<'d>> = Vec::new();
    // The first suspension of a clause in a case, from which its longest time
    // counts.
    let mut first: BTreeMap<(usize, &ClauseId), Instant> = BTreeMap::new();
    for (place, act) in order {
        let (named, by_reference) = docket.named_by(place);
        let powers = powers(docket, act);
        let referred = powers
            .iter()
            .find(|(case, ..)| by_reference && named.is_some_and(|named| named.contains(case)));
        let Some((case, step, clause, at_most, stops)) = referred.or(powers.first()).copied()
        else {
            continue;
        };
        used.insert(act.citation);
        let from = *first.entry((case, clause)).or_insert(act.at);
        let longest = at_most
            .as_ref()
            .map(|period| after(docket.plan, from, period, 1));
        let day = act
            .decision(DecisionAct::Suspend)
            .and_then(|decision| decision.until)
            .map(|day| docket.plan.zone.day_end(day));
        let until = [
            longest,
            day,
            resumed(docket, case, clause, act, used),
            ended(docket, case),
        ]
        .into_iter()
        .flatten()
        .min();
        let running = made.iter().any(|one| {
            one.case == case
                && one.clause == clause
                && one.until.is_none_or(|until| act.at <= until)
        });
        if running || until.is_some_and(|until| until < act.at) {
            continue;
        }
        let ladder = docket
            .cases
            .get(case)
            .map_or("", |case| case.ladder.name.as_str());
        made.push(Made {
            case,
            from: act.at,
            until,
            clause,
            stops,
            by: format!(
                "{}'s decision (entry {}), which step {step} of {ladder} allows",
                act.by, act.citation
            ),
            citations: vec![act.citation],
        });
    }
    made
}

/// Returns the cases, in the order of their opening, under which an act can
/// suspend a clause.
fn powers<'d>(docket: &'d Docket<'_, '_>, act: &CaseAct<'_>) -> Vec<Power<'d>> {
    let mut found = Vec::new();
    for (case, (scene, run)) in docket.each().enumerate() {
        if !run.open_at(scene.case.at, act.at) {
            continue;
        }
        let ladder = docket.cases.get(case).map(|case| case.ladder);
        let begun: Vec<u32> = run
            .steps
            .iter()
            .filter(|step| step.began <= act.at)
            .map(|step| step.text.number)
            .collect();
        let steps = ladder.into_iter().flat_map(|ladder| &ladder.steps);
        let mut giving = steps
            .filter(|step| begun.contains(&step.number))
            .flat_map(|step| step.parts.iter().map(move |part| (step, part)))
            .filter_map(|(step, part)| match part {
                StepPart::Act(one) => match &one.deed {
                    Deed::Suspend {
                        clause,
                        at_most,
                        clock_stops,
                    } if act.does(&one.deed) && scene.actors(&one.by).contains(act.by) => {
                        Some((step, clause, at_most, *clock_stops))
                    }
                    _ => None,
                },
                StepPart::Snapback(_) => None,
            });
        // Of several parts of one case the last begun gives the power.
        if let Some((step, clause, at_most, stops)) = giving.next_back()
            && scene.carried(Some(step), act)
        {
            found.push((case, step.number, clause, at_most, stops));
        }
    }
    found
}

/// Returns when a suspension was resumed by who may.
fn resumed(
    docket: &Docket<'_, '_>,
    case: usize,
    clause: &ClauseId,
    suspends: &CaseAct<'_>,
    used: &mut BTreeSet<Citation>,
) -> Option<Instant> {
    let (scene, run) = docket.each().nth(case)?;
    let resumes = |act: &&CaseAct<'_>| {
        let step = resuming(&scene, run, clause, act);
        (act.at, act.citation) > (suspends.at, suspends.citation)
            && act.at <= docket.t
            && act.does(&Deed::Resume(clause.clone()))
            && (act.by == suspends.by || step.is_some())
            && scene.carried(step, act)
    };
    let first = docket
        .acts
        .iter()
        .filter(resumes)
        .min_by_key(|act| (act.at, act.citation))?;
    used.insert(first.citation);
    Some(first.at)
}

/// Returns the last step begun by an act with a part that lets its actor resume
/// a clause.
fn resuming<'a>(
    scene: &Scene<'_, 'a>,
    run: &Run<'a>,
    clause: &ClauseId,
    act: &CaseAct<'_>,
) -> Option<&'a LadderStep> {
    let gives = |part: &StepPart| match part {
        StepPart::Act(one) => {
            one.deed == Deed::Resume(clause.clone()) && scene.actors(&one.by).contains(act.by)
        }
        StepPart::Snapback(_) => false,
    };
    let begun = run.steps.iter().filter(|step| step.began <= act.at);
    begun
        .map(|step| step.text)
        .rfind(|text| text.parts.iter().any(gives))
}

fn ended(docket: &Docket<'_, '_>, case: usize) -> Option<Instant> {
    docket.runs.get(case)?.end.as_ref().map(|end| end.at)
}

/// Collects what took effect by itself.
fn snapbacks<'d>(docket: &'d Docket<'_, '_>, made: &mut Vec<Made<'d>>, force: &mut Force) {
    for (place, (case, run)) in docket.cases.iter().zip(&docket.runs).enumerate() {
        for step in &run.steps {
            let text = case
                .ladder
                .steps
                .iter()
                .find(|one| one.number == step.text.number);
            let parts = text
                .into_iter()
                .flat_map(|text| &text.parts)
                .zip(&step.parts);
            for (text, part) in parts {
                let (StepPart::Snapback(snapback), Some((from, PartEnd::Done))) =
                    (text, part.ended)
                else {
                    continue;
                };
                let by = format!(
                    "snapback, step {} of {}",
                    step.text.number, case.ladder.name
                );
                for effect in &snapback.effects {
                    match effect {
                        SnapbackEffect::RevivesClause(name) => force.clauses.push(Turn {
                            from,
                            name: name.clone(),
                            revived: true,
                            by: by.clone(),
                        }),
                        SnapbackEffect::Ends(name) => force.clauses.push(Turn {
                            from,
                            name: name.clone(),
                            revived: false,
                            by: by.clone(),
                        }),
                        SnapbackEffect::RevivesPhase(name) => force.phases.push(Turn {
                            from,
                            name: name.clone(),
                            revived: true,
                            by: by.clone(),
                        }),
                        SnapbackEffect::Suspends(clause) => made.push(Made {
                            case: place,
                            from,
                            until: run.end.as_ref().map(|end| end.at),
                            clause,
                            stops: false,
                            by: by.clone(),
                            citations: Vec::new(),
                        }),
                    }
                }
            }
        }
    }
}

/// Tells each case what its snapbacks ended and revived, and until when.
fn turns(docket: &Docket<'_, '_>, found: &mut Effects) {
    let later = |name: &ClauseId, from: Instant, revived: bool| {
        found
            .force
            .clauses
            .iter()
            .find(|turn| turn.name == *name && turn.from > from && turn.revived != revived)
            .map(|turn| turn.from)
    };
    let mut told: Vec<(usize, NormEffect)> = Vec::new();
    for (place, (case, run)) in docket.cases.iter().zip(&docket.runs).enumerate() {
        for step in &run.steps {
            for (text, part) in step.text.parts.iter().zip(&step.parts) {
                let (StepPart::Snapback(snapback), Some((from, PartEnd::Done))) =
                    (text, part.ended)
                else {
                    continue;
                };
                for effect in &snapback.effects {
                    let (kind, until) = match effect {
                        SnapbackEffect::RevivesClause(name) => (
                            NormChange::RevivedClause(name.clone()),
                            later(name, from, true),
                        ),
                        SnapbackEffect::Ends(name) => {
                            (NormChange::Ended(name.clone()), later(name, from, false))
                        }
                        SnapbackEffect::RevivesPhase(name) => {
                            (NormChange::RevivedPhase(name.clone()), None)
                        }
                        SnapbackEffect::Suspends(_) => continue,
                    };
                    told.push((
                        place,
                        NormEffect {
                            kind,
                            from,
                            until,
                            citations: case.citations.clone(),
                        },
                    ));
                }
            }
        }
    }
    for (place, effect) in told {
        if let Some(list) = found.of_case.get_mut(place) {
            list.push(effect);
        }
    }
    for list in &mut found.of_case {
        list.sort_by(|a, b| (a.from, &a.kind).cmp(&(b.from, &b.kind)));
    }
}

//! Section 14, what follows from a case's steps and acts: findings, remedies,
//! its end, its state, for whom it waits, and the force of its snapbacks.
//!
//! Entry point: [`run`]. What decisions suspend is `suspensions`' to say.

use servanda_model::case::{CaseBasis, CaseEnding, CaseOutcome, CaseState, CaseWaiting, StepState};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{
    Deed, Ladder, LadderStep, Plan, Reporters, SnapbackEffect, StepActor, StepPart, StepSilence,
    TestimonyKind,
};
use servanda_model::record::{Citation, DecisionAct};
use servanda_model::time::Instant;

use super::acts::{CaseAct, Did, carried};
use super::ladder::{Climb, StepRun, climb};
use super::opening::Matter;
use crate::force::{Change, Force};

/// A remedy: who ordered it and when, who certified it and when.
type Remedy = (ActorName, Instant, Option<(ActorName, Instant)>);

/// One case as it has run.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) steps: Vec<StepRun>,
    pub(crate) state: CaseState,
    pub(crate) findings: Vec<(ActorName, Instant, CaseOutcome)>,
    pub(crate) replies: Vec<(ActorName, Instant)>,
    pub(crate) waiting: Vec<CaseWaiting>,
    pub(crate) remedies: Vec<Remedy>,
    pub(crate) ended: Option<(Instant, CaseEnding)>,
    /// The step whose own silence ended it.
    pub(crate) silent: Option<u32>,
    pub(crate) force: Vec<Force>,
}

/// Returns the outcome that a value says, if it says one.
pub(crate) fn outcome_of(value: Option<&str>) -> Option<CaseOutcome> {
    match value {
        Some("substantiated") => Some(CaseOutcome::Substantiated),
        Some("not substantiated") => Some(CaseOutcome::NotSubstantiated),
        Some("undetermined") => Some(CaseOutcome::Undetermined),
        _ => None,
    }
}

fn is_body(deed: &Deed) -> bool {
    matches!(deed, Deed::Verify | Deed::Meet | Deed::Find | Deed::Decide)
}

/// Returns what an act on the case finds with effect (14, "Finding").
pub(crate) fn outcome(on: &Climb<'_>, steps: &[StepRun], act: &CaseAct) -> Option<CaseOutcome> {
    let value = match &act.did {
        Did::Found(report) => report.value.as_deref(),
        Did::Decided(d) if d.act == DecisionAct::Decide => d.value.as_deref(),
        Did::Decided(_) | Did::Replied => None,
    };
    let found = outcome_of(value)?;
    let power = on.power(steps, act, is_body);
    let empowered = power.is_some() || asked_for(on, &act.by);
    let barred = on
        .ladder
        .steps
        .iter()
        .filter(|step| step.bars_finding)
        .any(|step| {
            let run = steps.iter().find(|r| r.number == step.number);
            match run {
                Some(run) if run.state == StepState::Skipped => false,
                Some(run) => lifted(step, run).is_none_or(|at| at > act.at),
                None => true,
            }
        });
    (empowered && !barred && carried(on.plan, act, power, &on.matter.against)).then_some(found)
}

/// Returns when a step that bars findings bars them no more.
fn lifted(step: &LadderStep, run: &StepRun) -> Option<Instant> {
    let replies: Vec<Option<Instant>> = step
        .parts
        .iter()
        .zip(&run.parts)
        .filter(|(part, _)| matches!(part, StepPart::Act(act) if act.deed == Deed::Reply))
        .map(|(_, run)| run.ended)
        .collect();
    let all: Option<Vec<Instant>> = replies.iter().copied().collect();
    if replies.is_empty() {
        run.ended
    } else {
        all.and_then(|all| all.into_iter().max())
    }
}

/// Returns whether the clause's evidence asks for an actor's findings.
fn asked_for(on: &Climb<'_>, actor: &ActorName) -> bool {
    on.matter
        .clause
        .and_then(|c| on.plan.clauses.get(c))
        .into_iter()
        .flat_map(|c| &c.evidence.options)
        .filter(|option| option.kind == TestimonyKind::Finding)
        .any(|option| match &option.by {
            Reporters::AnyListed => false,
            Reporters::Named(named) => named.contains(actor),
        })
}

/// Runs one case by the acts up to an instant.
pub(crate) fn run(
    plan: &Plan,
    matter: &Matter,
    case: usize,
    acts: &[CaseAct],
    at: Instant,
) -> Course {
    let mut course = Course {
        steps: Vec::new(),
        state: CaseState::Alleged,
        findings: Vec::new(),
        replies: Vec::new(),
        waiting: Vec::new(),
        remedies: Vec::new(),
        ended: None,
        silent: None,
        force: Vec::new(),
    };
    let Some(ladder) = plan.ladders.get(matter.ladder) else {
        return course;
    };
    let on = Climb {
        plan,
        matter,
        case,
        ladder,
        acts,
        at,
    };
    course.steps = climb(&on);
    if let Some((at, how, silent)) = end(&on, &course.steps) {
        course.ended = Some((at, how));
        course.silent = silent;
    }
    let last = course.ended.map_or(at, |(end, _)| end);
    let within = |a: &&CaseAct| a.at <= last;
    for act in on.on_it().filter(within) {
        if let Some(found) = outcome(&on, &course.steps, act) {
            course.findings.push((act.by.clone(), act.at, found));
        }
        if matches!(act.did, Did::Replied) && matter.against.contains(&act.by) {
            course.replies.push((act.by.clone(), act.at));
        }
    }
    course.remedies = remedies(&on, &course.steps)
        .into_iter()
        .filter(|(_, ordered, _)| *ordered <= last)
        .map(|(by, ordered, certified)| (by, ordered, certified.filter(|(_, at)| *at <= last)))
        .collect();
    course.force = snapbacks(&on, &course);
    if let Some((ended, _)) = course.ended {
        cut(ladder, &mut course.steps, ended, course.silent);
    }
    course.state = state(&on, &course);
    course.waiting = waiting(&on, &course);
    course
}

/// Cuts the steps at the case's end.
///
/// The end stops a snapback that would take effect at that very instant, but
/// for one of the step whose own silence brings it.
fn cut(ladder: &Ladder, steps: &mut [StepRun], end: Instant, silent: Option<u32>) {
    for (text, step) in ladder.steps.iter().zip(steps) {
        let snaps = silent != Some(step.number)
            && text.parts.iter().zip(&step.parts).any(|(part, run)| {
                matches!(part, StepPart::Snapback(_)) && run.ended.is_none_or(|at| at >= end)
            });
        match step.began {
            None if step.state == StepState::Skipped => {}
            Some(began) if began < end => {
                if step
                    .ended
                    .is_none_or(|ended| ended > end || (snaps && ended == end))
                {
                    step.state = StepState::Stopped;
                    step.ended = Some(end);
                }
            }
            _ => {
                step.state = StepState::NotNeeded;
                step.began = None;
                step.due = None;
                step.ended = None;
            }
        }
    }
}

/// Returns the first end of a case: when, how, and the step whose own silence
/// brings it, which comes after everything else of its instant.
fn end(on: &Climb<'_>, steps: &[StepRun]) -> Option<(Instant, CaseEnding, Option<u32>)> {
    let closes = on.ladder.cured_closes;
    let mut ends: Vec<(Instant, CaseEnding, Option<u32>)> = Vec::new();
    ends.extend(
        on.matter
            .good_at
            .filter(|_| closes)
            .map(|at| (at, CaseEnding::Cured, None)),
    );
    ends.extend(
        on.matter
            .gone_at
            .map(|at| (at, CaseEnding::Withdrawn, None)),
    );
    if closes {
        ends.extend(remedied(on, steps).map(|at| (at, CaseEnding::Remedied, None)));
    }
    for act in on.on_it() {
        if outcome(on, steps, act) == Some(CaseOutcome::NotSubstantiated) {
            ends.push((act.at, CaseEnding::NotSubstantiated, None));
        }
    }
    for act in on.on_it() {
        let declined = act
            .decided(DecisionAct::Screen)
            .is_some_and(|d| d.value.as_deref() == Some("declined"));
        if declined && has_power(on, steps, act, |deed| *deed == Deed::Screen) {
            ends.push((act.at, CaseEnding::Declined, None));
        }
    }
    for act in on.on_it() {
        let closes = act.decided(DecisionAct::Close).is_some();
        if closes && has_power(on, steps, act, may_close) {
            ends.push((act.at, CaseEnding::Decided, None));
        }
    }
    for (step, run) in on.ladder.steps.iter().zip(steps) {
        let how = match step.silence {
            StepSilence::Refutes => CaseEnding::NotSubstantiated,
            StepSilence::Closes => CaseEnding::Silence,
            StepSilence::GoesOn | StepSilence::Waits | StepSilence::Substantiates => continue,
        };
        if let (StepState::RanOut, Some(ended)) = (run.state, run.ended) {
            ends.push((ended, how, Some(run.number)));
        }
    }
    ends.into_iter()
        .filter(|(at, _, _)| *at <= on.at)
        .min_by_key(|(at, _, _)| *at)
}

fn may_close(deed: &Deed) -> bool {
    is_body(deed) || matches!(deed, Deed::Screen | Deed::Remedy | Deed::Refer(_))
}

/// Returns whether a begun step gives an act's actor such a power, and votes
/// carry it.
fn has_power(
    on: &Climb<'_>,
    steps: &[StepRun],
    act: &CaseAct,
    deed: impl Fn(&Deed) -> bool,
) -> bool {
    on.power(steps, act, deed)
        .is_some_and(|step| carried(on.plan, act, Some(step), &on.matter.against))
}

/// Returns every remedy ordered, and who first certified it.
fn remedies(on: &Climb<'_>, steps: &[StepRun]) -> Vec<Remedy> {
    let orders: Vec<&CaseAct> = on
        .on_it()
        .filter(|a| a.decided(DecisionAct::Remedy).is_some())
        .filter(|a| has_power(on, steps, a, |deed| *deed == Deed::Remedy))
        .collect();
    let entries: Vec<Citation> = orders.iter().map(|o| o.entry).collect();
    orders
        .iter()
        .map(|order| {
            let verify = order
                .decision()
                .and_then(|d| d.fields.get(&FieldName::new("verify")))
                .cloned();
            let certified = on
                .on_it()
                .filter(|a| a.decided(DecisionAct::Certify).is_some() && a.at >= order.at)
                .filter(|a| a.by == order.by || Some(a.by.as_str()) == verify.as_deref())
                .filter(|a| carried(on.plan, a, None, &on.matter.against))
                .find(|a| {
                    let to_order = a.refers.iter().any(|r| entries.contains(r));
                    !to_order || a.refers.contains(&order.entry)
                })
                .map(|a| (a.by.clone(), a.at));
            (order.by.clone(), order.at, certified)
        })
        .collect()
}

/// Returns the first instant at which every remedy ordered by then was
/// certified.
fn remedied(on: &Climb<'_>, steps: &[StepRun]) -> Option<Instant> {
    let all = remedies(on, steps);
    let mut certified: Vec<Instant> = all
        .iter()
        .filter_map(|(_, _, c)| c.as_ref().map(|(_, at)| *at))
        .collect();
    certified.sort();
    certified.into_iter().find(|at| {
        all.iter()
            .filter(|(_, ordered, _)| ordered <= at)
            .all(|(_, _, c)| c.as_ref().is_some_and(|(_, done)| done <= at))
    })
}

/// Returns the force of the snapbacks that took effect before the case's end.
fn snapbacks(on: &Climb<'_>, course: &Course) -> Vec<Force> {
    let end = course.ended.map(|(at, _)| at);
    let mut found = Vec::new();
    for (step, run) in on.ladder.steps.iter().zip(&course.steps) {
        for (part, ran) in step.parts.iter().zip(&run.parts) {
            let StepPart::Snapback(snapback) = part else {
                continue;
            };
            let Some(from) = ran.ended.filter(|_| ran.done) else {
                continue;
            };
            let own = course.silent == Some(run.number);
            if end.is_some_and(|end| end < from || (end == from && !own)) {
                continue;
            }
            for effect in &snapback.effects {
                let (change, until) = match effect {
                    SnapbackEffect::RevivesClause(id) => (Change::Revived(id.clone()), None),
                    SnapbackEffect::RevivesPhase(name) => {
                        (Change::RevivedPhase(name.clone()), None)
                    }
                    SnapbackEffect::Ends(id) => (Change::Ended(id.clone()), None),
                    SnapbackEffect::Suspends(id) => (Change::Suspended(id.clone(), false), end),
                };
                found.push(Force {
                    change,
                    from,
                    until,
                    planned: None,
                });
            }
        }
    }
    found
}

fn state(on: &Climb<'_>, course: &Course) -> CaseState {
    if let Some((_, how)) = course.ended {
        return match how {
            CaseEnding::NotSubstantiated => CaseState::NotSubstantiated,
            CaseEnding::Remedied => CaseState::Remedied,
            CaseEnding::Cured
            | CaseEnding::Withdrawn
            | CaseEnding::Declined
            | CaseEnding::Decided
            | CaseEnding::Silence => CaseState::Closed,
        };
    }
    if course.remedies.iter().any(|(_, _, c)| c.is_some()) {
        return CaseState::Remedied;
    }
    let did = |wanted: DecisionAct, deed: &dyn Fn(&Deed) -> bool| {
        on.on_it()
            .any(|a| a.decided(wanted).is_some() && has_power(on, &course.steps, a, deed))
    };
    if did(DecisionAct::Refer, &|deed| matches!(deed, Deed::Refer(_))) {
        return CaseState::Referred;
    }
    let open = open_deeds(on, course);
    if open.contains(&Deed::Reply) {
        return CaseState::ReplyDue;
    }
    let last = course.findings.last().map(|(_, _, found)| *found);
    if last == Some(CaseOutcome::Undetermined) {
        return CaseState::Undetermined;
    }
    let runs = course.steps.iter().any(|s| s.state == StepState::Running);
    if substantiated(on, course) {
        return if runs && reply_over(on, course) {
            CaseState::Response
        } else {
            CaseState::Substantiated
        };
    }
    if open
        .iter()
        .any(|deed| matches!(deed, Deed::Verify | Deed::Find))
    {
        return CaseState::Verifying;
    }
    let more = |deed: &Deed| !matches!(deed, Deed::Screen | Deed::Notify);
    if open.iter().any(more) || snaps(on, course) {
        return CaseState::Response;
    }
    if did(DecisionAct::Verify, &|deed| *deed == Deed::Verify) {
        CaseState::Verifying
    } else if did(DecisionAct::Screen, &|deed| *deed == Deed::Screen) {
        CaseState::Screened
    } else {
        CaseState::Alleged
    }
}

fn substantiated(on: &Climb<'_>, course: &Course) -> bool {
    on.matter.basis != CaseBasis::Complaint
        || course
            .findings
            .iter()
            .any(|(_, _, found)| *found == CaseOutcome::Substantiated)
        || on
            .ladder
            .steps
            .iter()
            .zip(&course.steps)
            .any(|(step, run)| {
                run.state == StepState::RanOut && step.silence == StepSilence::Substantiates
            })
}

/// Returns whether a reply part has ended or been skipped.
fn reply_over(on: &Climb<'_>, course: &Course) -> bool {
    on.ladder
        .steps
        .iter()
        .zip(&course.steps)
        .any(|(step, run)| {
            step.parts.iter().enumerate().any(|(place, part)| {
                let reply = matches!(part, StepPart::Act(act) if act.deed == Deed::Reply);
                let ended = run.parts.get(place).is_some_and(|p| p.ended.is_some());
                reply && (run.state == StepState::Skipped || ended)
            })
        })
}

/// Returns the deeds of the open parts of the running step.
fn open_deeds(on: &Climb<'_>, course: &Course) -> Vec<Deed> {
    open_parts(on, course)
        .into_iter()
        .map(|(_, act, _)| act.deed.clone())
        .collect()
}

/// Returns whether the running step waits for the time of a snapback.
fn snaps(on: &Climb<'_>, course: &Course) -> bool {
    on.ladder
        .steps
        .iter()
        .zip(&course.steps)
        .filter(|(_, run)| run.state == StepState::Running)
        .any(|(step, run)| {
            step.parts
                .iter()
                .zip(&run.parts)
                .any(|(part, ran)| matches!(part, StepPart::Snapback(_)) && ran.ended.is_none())
        })
}

type OpenPart<'a> = (
    &'a StepRun,
    &'a servanda_model::plan::StepAct,
    &'a super::ladder::PartRun,
);

fn open_parts<'a>(on: &'a Climb<'_>, course: &'a Course) -> Vec<OpenPart<'a>> {
    let mut found = Vec::new();
    for (step, run) in on.ladder.steps.iter().zip(&course.steps) {
        if run.state != StepState::Running {
            continue;
        }
        for (part, ran) in step.parts.iter().zip(&run.parts) {
            if let (StepPart::Act(act), None) = (part, ran.ended) {
                found.push((run, act, ran));
            }
        }
    }
    found
}

fn waiting(on: &Climb<'_>, course: &Course) -> Vec<CaseWaiting> {
    let mut found = Vec::new();
    for (run, act, part) in open_parts(on, course) {
        let since = run.began.unwrap_or(on.matter.opened_at);
        for actor in on.actors(&act.by) {
            if act.by == StepActor::Accused && part.acted.contains(&actor) {
                continue;
            }
            found.push(CaseWaiting {
                actor,
                step: run.number,
                since,
                due: part.limit,
                overdue: part.limit.is_some_and(|limit| limit < on.at),
            });
        }
    }
    found
}

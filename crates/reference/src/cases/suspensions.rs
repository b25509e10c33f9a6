//! Section 14, "Force": the decisions that suspend a clause, each given to the
//! case whose part lets its actor suspend it.
//!
//! Entry point: [`suspend`], which looks at all cases together.

use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{Deed, LadderStep, Plan, StepActor, StepPart};
use servanda_model::record::DecisionAct;
use servanda_model::time::Instant;

use super::acts::{CaseAct, carried};
use super::course::Course;
use super::opening::Matter;
use crate::due::{after, names_it};
use crate::force::{Change, Force};

/// Lets the decisions that suspend a clause give force to the case each
/// belongs to.
pub(crate) fn suspend(plan: &Plan, matters: &[Matter], acts: &[CaseAct], courses: &mut [Course]) {
    let mut order: Vec<usize> = (0..matters.len()).collect();
    order.sort_by_key(|place| matters.get(*place).map(|m| (m.opened_at, m.id.clone())));
    let clauses: Vec<ClauseId> = plan.clauses.iter().map(|c| c.id.clone()).collect();
    for clause in &clauses {
        let mut runs: Vec<Running> = Vec::new();
        for act in acts {
            let suspends = act
                .decided(DecisionAct::Suspend)
                .is_some_and(|d| names_it(d, clause.as_str()));
            if !suspends {
                continue;
            }
            let able: Vec<(usize, Power)> = order
                .iter()
                .filter_map(|place| {
                    let (matter, course) = (matters.get(*place)?, courses.get(*place)?);
                    power(plan, matter, course, act, clause).map(|power| (*place, power))
                })
                .collect();
            let chosen = able
                .iter()
                .find(|(place, _)| act.referred.contains(place))
                .or(able.first());
            let Some((place, power)) = chosen else {
                continue;
            };
            let earlier: Vec<&Running> = runs.iter().filter(|r| r.case == *place).collect();
            let runs_still = earlier
                .iter()
                .any(|r| r.force.until.is_none_or(|until| act.at <= until));
            if runs_still {
                continue;
            }
            let first = earlier.iter().map(|r| r.force.from).min();
            let (Some(matter), Some(course)) = (matters.get(*place), courses.get(*place)) else {
                continue;
            };
            let force = running(plan, (matter, course), acts, act, power, first);
            runs.push(Running {
                case: *place,
                force,
            });
        }
        // One whose end lies before it suspends nothing, though the longest
        // time counts from it.
        runs.retain(|run| run.force.until.is_none_or(|until| run.force.from <= until));
        for run in runs {
            if let Some(course) = courses.get_mut(run.case) {
                course.force.push(run.force);
            }
        }
    }
}

/// A suspension that a decision gave to a case.
struct Running {
    case: usize,
    force: Force,
}

/// What a part lets its actor do to a clause.
struct Power {
    clause: ClauseId,
    at_most: Option<servanda_model::time::Period>,
    clock_stops: bool,
}

fn named_by(matter: &Matter, by: &StepActor, actor: &ActorName) -> bool {
    match by {
        StepActor::Named(named) => named == actor,
        StepActor::Accused => matter.against.contains(actor),
        StepActor::Complainant => matter.raised_by.contains(actor),
    }
}

/// Returns the power to suspend a clause that an open case gives an act's
/// actor: of the last step begun that gives it.
fn power(
    plan: &Plan,
    matter: &Matter,
    course: &Course,
    act: &CaseAct,
    wanted: &ClauseId,
) -> Option<Power> {
    let open = matter.opened_at <= act.at && course.ended.is_none_or(|(end, _)| act.at <= end);
    let ladder = plan.ladders.get(matter.ladder).filter(|_| open)?;
    let mut found = None;
    for (step, run) in ladder.steps.iter().zip(&course.steps) {
        if run.began.is_none_or(|began| began > act.at) {
            continue;
        }
        for part in &step.parts {
            let StepPart::Act(a) = part else {
                continue;
            };
            if let Deed::Suspend {
                clause,
                at_most,
                clock_stops,
            } = &a.deed
                && clause == wanted
                && named_by(matter, &a.by, &act.by)
            {
                let power = Power {
                    clause: clause.clone(),
                    at_most: at_most.clone(),
                    clock_stops: *clock_stops,
                };
                found = Some((step, power));
            }
        }
    }
    found
        .filter(|(step, _)| carried(plan, act, Some(step), &matter.against))
        .map(|(_, power)| power)
}

fn running(
    plan: &Plan,
    (matter, course): (&Matter, &Course),
    acts: &[CaseAct],
    act: &CaseAct,
    power: &Power,
    first: Option<Instant>,
) -> Force {
    let last_day = act
        .decision()
        .and_then(|d| d.until)
        .map(|day| plan.zone.day_end(day));
    let longest = power
        .at_most
        .as_ref()
        .map(|period| after(plan, first.unwrap_or(act.at), period));
    let planned = last_day.into_iter().chain(longest).min();
    let resumed = acts
        .iter()
        .filter(|a| (a.at, a.entry) > (act.at, act.entry))
        .filter(|a| {
            a.decided(DecisionAct::Resume)
                .is_some_and(|d| names_it(d, power.clause.as_str()))
        })
        .find(|a| {
            let step = resume_step(plan, matter, course, a, &power.clause);
            (a.by == act.by || step.is_some()) && carried(plan, a, step, &matter.against)
        })
        .map(|a| a.at);
    let end = course.ended.map(|(at, _)| at);
    Force {
        change: Change::Suspended(power.clause.clone(), power.clock_stops),
        from: act.at,
        until: planned.into_iter().chain(resumed).chain(end).min(),
        planned,
    }
}

/// Returns the last begun step with a part that lets an act's actor resume a
/// clause.
fn resume_step<'p>(
    plan: &'p Plan,
    matter: &Matter,
    course: &Course,
    act: &CaseAct,
    clause: &ClauseId,
) -> Option<&'p LadderStep> {
    let ladder = plan.ladders.get(matter.ladder)?;
    ladder
        .steps
        .iter()
        .zip(&course.steps)
        .filter(|(_, run)| run.began.is_some_and(|began| began <= act.at))
        .filter(|(step, _)| {
            step.parts.iter().any(|part| match part {
                StepPart::Act(a) => {
                    a.deed == Deed::Resume(clause.clone()) && named_by(matter, &a.by, &act.by)
                }
                StepPart::Snapback(_) => false,
            })
        })
        .map(|(step, _)| step)
        .next_back()
}

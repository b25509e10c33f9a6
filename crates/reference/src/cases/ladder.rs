//! Section 14, "Steps": one case's ladder, from its opening to an instant.
//!
//! Entry point: [`climb`]. Whether the case ended meanwhile is not looked at
//! here.

use servanda_model::case::StepState;
use servanda_model::names::ActorName;
use servanda_model::plan::{
    Deed, Join, Ladder, LadderStep, Plan, Snapback, StepAct, StepActor, StepPart, StepSilence,
};
use servanda_model::record::DecisionAct;
use servanda_model::time::{Instant, Zone};

use super::acts::{CaseAct, Did, carried};
use super::course::outcome;
use super::opening::Matter;
use crate::due::{after, names_it};

/// One case, its ladder and the acts that may be on it.
pub(crate) struct Climb<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) matter: &'a Matter,
    /// The place of the case.
    pub(crate) case: usize,
    pub(crate) ladder: &'a Ladder,
    pub(crate) acts: &'a [CaseAct],
    pub(crate) at: Instant,
}

/// One part of a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartRun {
    /// A power without a limit, or a part of nobody.
    pub(crate) apart: bool,
    /// The last instant of its time.
    pub(crate) limit: Option<Instant>,
    /// When it ended.
    pub(crate) ended: Option<Instant>,
    /// Whether it ended because it was done.
    pub(crate) done: bool,
    /// Which of its actors have acted.
    pub(crate) acted: Vec<ActorName>,
    /// Whether it is a snapback that was stopped.
    pub(crate) stopped: bool,
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) struct StepRun {
    pub(crate) number: u32,
    pub(crate) state: StepState,
    pub(crate) began: Option<Instant>,
    pub(crate) due: Option<Instant>,
    pub(crate) ended: Option<Instant>,
    pub(crate) parts: Vec<PartRun>,
}

impl Climb<'_> {
    /// Returns the acts on the case.
    pub(crate) fn on_it(&self) -> impl Iterator<Item = &CaseAct> {
        self.acts
            .iter()
            .filter(|a| a.cases.contains(&self.case) && a.at >= self.matter.opened_at)
    }

    /// Returns the actors a part names.
    pub(crate) fn actors(&self, by: &StepActor) -> Vec<ActorName> {
        match by {
            StepActor::Named(actor) => vec![actor.clone()],
            StepActor::Accused => self.matter.against.clone(),
            StepActor::Complainant => self.matter.raised_by.clone(),
        }
    }

    /// Returns the last step begun by an act with a part that gives its actor
    /// such a power; a part of the accused or the complainant gives none.
    pub(crate) fn power<'l>(
        &'l self,
        steps: &[StepRun],
        act: &CaseAct,
        deed: impl Fn(&Deed) -> bool,
    ) -> Option<&'l LadderStep> {
        let begun = |number: u32| {
            steps
                .iter()
                .any(|s| s.number == number && s.began.is_some_and(|b| b <= act.at))
        };
        self.ladder
            .steps
            .iter()
            .filter(|step| begun(step.number))
            .rfind(|step| {
                step.parts.iter().any(|part| match part {
                    StepPart::Act(a) => a.by == StepActor::Named(act.by.clone()) && deed(&a.deed),
                    StepPart::Snapback(_) => false,
                })
            })
    }

    fn carries(&self, act: &CaseAct, step: &LadderStep) -> bool {
        carried(self.plan, act, Some(step), &self.matter.against)
    }
}

/// Runs the steps one after the other.
pub(crate) fn climb(climb: &Climb<'_>) -> Vec<StepRun> {
    let ladder = climb.ladder;
    let start = ladder
        .starts
        .iter()
        .find(|(severity, _)| Some(*severity) == climb.matter.severity)
        .map(|(_, number)| *number)
        .filter(|number| ladder.steps.iter().any(|s| s.number == *number));
    let mut steps: Vec<StepRun> = Vec::new();
    let mut began = Some(climb.matter.opened_at);
    for step in &ladder.steps {
        let mut run = StepRun {
            number: step.number,
            state: StepState::NotReached,
            began: None,
            due: None,
            ended: None,
            parts: Vec::new(),
        };
        if start.is_some_and(|start| step.number < start) {
            run.state = StepState::Skipped;
        } else if let Some(begins) = began {
            run = step_run(climb, &steps, step, begins);
            let silent = run.state == StepState::RanOut
                && matches!(step.silence, StepSilence::Closes | StepSilence::Refutes);
            began = run.ended.filter(|_| !silent);
        }
        steps.push(run);
    }
    steps
}

fn step_run(climb: &Climb<'_>, before: &[StepRun], step: &LadderStep, began: Instant) -> StepRun {
    let plan = climb.plan;
    let mut limits: Vec<Option<Instant>> = step
        .parts
        .iter()
        .map(|part| match part {
            StepPart::Act(act) => [&act.within, &act.at_most]
                .into_iter()
                .flatten()
                .map(|period| after(plan, began, period))
                .min(),
            StepPart::Snapback(snapback) => Some(takes_effect(plan, snapback, began)),
        })
        .collect();
    let mut since = None;
    loop {
        let run = with_limits(climb, before, step, began, &limits);
        let Some(extension) = extension(climb, step, &run, (began, since)) else {
            return run;
        };
        since = Some(extension.decided);
        for ((limit, part), run) in limits.iter_mut().zip(&step.parts).zip(&run.parts) {
            let over = run.ended.is_some_and(|ended| {
                if run.done {
                    ended <= extension.decided
                } else {
                    ended < extension.decided
                }
            });
            if matches!(part, StepPart::Act(_)) && limit.is_some() && !run.apart && !over {
                *limit = extension.until;
            }
        }
    }
}

/// Consent to more time.
struct Extension {
    /// When the last of those named decided.
    decided: Instant,
    /// The new time; nothing where it has no end.
    until: Option<Instant>,
}

/// Returns the next extension of a step, if all agreed to one in time.
fn extension(
    climb: &Climb<'_>,
    step: &LadderStep,
    run: &StepRun,
    (began, since): (Instant, Option<Instant>),
) -> Option<Extension> {
    let plan = climb.plan;
    let time = step
        .parts
        .iter()
        .zip(&run.parts)
        .filter(|(part, run)| matches!(part, StepPart::Act(_)) && !run.apart)
        .filter_map(|(_, run)| run.limit)
        .max()?;
    if step.extended_by.is_empty() {
        return None;
    }
    let of = |actor: &ActorName| -> Vec<&CaseAct> {
        climb
            .on_it()
            .filter(|a| a.by == *actor && a.decided(DecisionAct::Extend).is_some())
            .filter(|a| began <= a.at && a.at <= time && since.is_none_or(|since| a.at > since))
            .filter(|a| climb.carries(a, step))
            .collect()
    };
    let all: Vec<Vec<&CaseAct>> = step.extended_by.iter().map(of).collect();
    let firsts: Option<Vec<Instant>> = all.iter().map(|list| list.first().map(|a| a.at)).collect();
    let decided = firsts?.into_iter().max()?;
    let ended_before = run.ended.is_some_and(|ended| ended < decided);
    if ended_before || (run.ended == Some(decided) && run.state == StepState::Done) {
        return None;
    }
    let given: Vec<Instant> = all
        .iter()
        .filter_map(|list| list.iter().rev().find(|a| a.at <= decided))
        .filter_map(|a| a.decision().and_then(|d| d.until))
        .map(|day| plan.zone.day_end(day))
        .collect();
    let most = step
        .extended_at_most
        .as_ref()
        .map(|period| after(plan, time, period));
    Some(Extension {
        decided,
        until: given.into_iter().chain(most).min().map(|t| t.max(time)),
    })
}

fn with_limits(
    climb: &Climb<'_>,
    before: &[StepRun],
    step: &LadderStep,
    began: Instant,
    limits: &[Option<Instant>],
) -> StepRun {
    let mut run = StepRun {
        number: step.number,
        state: StepState::Running,
        began: Some(began),
        due: None,
        ended: None,
        parts: step.parts.iter().map(|_| PartRun::default()).collect(),
    };
    // Replies first: they may lift what bars a finding in this very step.
    for replies in [true, false] {
        for (place, part) in step.parts.iter().enumerate() {
            let is_reply = matches!(part, StepPart::Act(act) if act.deed == Deed::Reply);
            let limit = limits.get(place).copied().flatten();
            if is_reply != replies {
                continue;
            }
            let part_run = match part {
                StepPart::Act(act) => act_run(climb, (before, &run), step, act, (began, limit)),
                StepPart::Snapback(snapback) => snapback_run(climb, step, snapback, began, limit),
            };
            if let Some(slot) = run.parts.get_mut(place) {
                *slot = part_run;
            }
        }
    }
    run.due = run.parts.iter().filter_map(|p| p.limit).max();
    finish(step, began, &mut run);
    run
}

/// Says when a step ended, and what it was then.
fn finish(step: &LadderStep, began: Instant, run: &mut StepRun) {
    let main: Vec<&PartRun> = run.parts.iter().filter(|p| !p.apart).collect();
    if main.is_empty() {
        run.ended = Some(began);
        run.state = StepState::Available;
        return;
    }
    let ends: Option<Vec<Instant>> = main.iter().map(|p| p.ended).collect();
    let all_ended = ends.and_then(|ends| ends.into_iter().max());
    let first_done = main.iter().filter(|p| p.done).filter_map(|p| p.ended).min();
    let (ended, done) = match step.join {
        Join::All => (all_ended, main.iter().all(|p| p.done)),
        Join::Any => (first_done.or(all_ended), first_done.is_some()),
    };
    run.ended = ended;
    if ended.is_none() {
        return;
    }
    run.state = if done {
        StepState::Done
    } else if main.iter().any(|p| p.stopped) {
        StepState::Stopped
    } else {
        StepState::RanOut
    };
}

fn act_run(
    climb: &Climb<'_>,
    (before, this): (&[StepRun], &StepRun),
    step: &LadderStep,
    act: &StepAct,
    (began, limit): (Instant, Option<Instant>),
) -> PartRun {
    let actors = climb.actors(&act.by);
    let unlimited = act.within.is_none() && act.at_most.is_none();
    if actors.is_empty() || (unlimited && !act.must) {
        return PartRun {
            apart: true,
            ended: Some(began),
            ..PartRun::default()
        };
    }
    let firsts: Vec<Option<Instant>> = actors
        .iter()
        .map(|actor| {
            climb
                .acts
                .iter()
                .filter(|a| a.by == *actor && a.at >= began)
                .find(|a| does(climb, (before, this), step, &act.deed, a))
                .map(|a| a.at)
        })
        .collect();
    let have = actors
        .iter()
        .zip(&firsts)
        .filter(|(_, first)| first.is_some())
        .map(|(actor, _)| actor.clone())
        .collect();
    let acted = match act.by {
        StepActor::Complainant => firsts.into_iter().flatten().min(),
        StepActor::Named(_) | StepActor::Accused => firsts
            .into_iter()
            .collect::<Option<Vec<Instant>>>()
            .and_then(|all| all.into_iter().max()),
    };
    let waits = step.silence == StepSilence::Waits;
    let in_time = acted.filter(|at| waits || limit.is_none_or(|limit| *at <= limit));
    let over = limit.filter(|limit| !waits && *limit < climb.at);
    PartRun {
        apart: false,
        limit,
        ended: in_time.or(over),
        done: in_time.is_some(),
        acted: have,
        stopped: false,
    }
}

/// Returns whether an act is of a part's deed.
fn does(
    climb: &Climb<'_>,
    (before, this): (&[StepRun], &StepRun),
    step: &LadderStep,
    deed: &Deed,
    act: &CaseAct,
) -> bool {
    let on_it = act.cases.contains(&climb.case) && act.at >= climb.matter.opened_at;
    let is = |wanted: DecisionAct| on_it && act.decided(wanted).is_some();
    let any_but_extend = || {
        on_it
            && match &act.did {
                Did::Decided(decision) => decision.act != DecisionAct::Extend,
                Did::Found(_) => true,
                Did::Replied => false,
            }
    };
    let of_clause = |wanted: DecisionAct, clause: &str| {
        act.decided(wanted).is_some_and(|d| names_it(d, clause))
    };
    let fits = match deed {
        Deed::Notify => is(DecisionAct::Notify),
        Deed::Acknowledge => is(DecisionAct::Acknowledge),
        Deed::Screen => is(DecisionAct::Screen),
        Deed::Verify => is(DecisionAct::Verify),
        Deed::Reply => on_it && matches!(act.did, Did::Replied),
        Deed::Meet | Deed::Decide => any_but_extend(),
        Deed::Find => {
            let mut steps = before.to_vec();
            steps.push(this.clone());
            on_it && outcome(climb, &steps, act).is_some()
        }
        Deed::Comply => is(DecisionAct::Comply) || is(DecisionAct::Refuse),
        Deed::Remedy => is(DecisionAct::Remedy),
        Deed::Refer(_) => is(DecisionAct::Refer),
        Deed::Suspend { clause, .. } => of_clause(DecisionAct::Suspend, clause.as_str()),
        Deed::Resume(clause) => of_clause(DecisionAct::Resume, clause.as_str()),
    };
    fits && climb.carries(act, step)
}

/// Returns when a snapback takes effect, if nothing stops it.
fn takes_effect(plan: &Plan, snapback: &Snapback, began: Instant) -> Instant {
    let end = after(plan, began, &snapback.after);
    let Some((clock, zone)) = &snapback.at else {
        return end;
    };
    let on = |day: servanda_model::time::Date, zone: &Zone| {
        day.to_datetime(*clock)
            .to_zoned(zone.zone.clone())
            .map(|zoned| zoned.timestamp())
            .ok()
    };
    let mut day = zone.date_of(end);
    for _day in 0..4 {
        if let Some(instant) = on(day, zone).filter(|instant| *instant >= end) {
            return instant;
        }
        day = day.tomorrow().unwrap_or(day);
    }
    end
}

fn snapback_run(
    climb: &Climb<'_>,
    step: &LadderStep,
    snapback: &Snapback,
    began: Instant,
    effect: Option<Instant>,
) -> PartRun {
    let Some(effect) = effect else {
        return PartRun::default();
    };
    let otherwise = climb
        .on_it()
        .filter(|a| snapback.unless_decided_by.contains(&a.by))
        .filter(|a| {
            a.decided(DecisionAct::Decide)
                .is_some_and(|d| d.value.as_deref() == Some("otherwise"))
        })
        .find(|a| climb.carries(a, step))
        .map(|a| a.at);
    let cured = climb.matter.good_at.filter(|_| snapback.unless_cured);
    let stop = otherwise
        .into_iter()
        .chain(cured)
        .min()
        .filter(|stop| *stop <= effect && *stop <= climb.at);
    PartRun {
        apart: false,
        limit: Some(effect),
        ended: stop
            .map(|stop| stop.max(began))
            .or(Some(effect).filter(|effect| *effect <= climb.at)),
        done: stop.is_none() && effect <= climb.at,
        acted: Vec::new(),
        stopped: stop.is_some(),
    }
}

//! The run of a case: a pure function of what opened it, the acts on it, the
//! text's calendar, and an instant.
//!
//! What lives here: which step follows which, and where an end cuts them off.
//! What does not: one step's clock (`steps`), what ends a case (`ending`).
//! Entry point: [`run`].
//!
//! # Source
//! "Meaning", section 14, "Steps" and "End".

use servanda_model::case::{CaseEnd, CaseEnding, StepState};
use servanda_model::plan::{Deed, StepPart, StepSilence};
use servanda_model::time::Instant;

use super::acts::CaseAct;
use super::ending;
use super::steps::{PartEnd, Scene, Step};
use crate::calendar::just_after;

/// How far a case came by an instant.
#[derive(Clone, Debug)]
pub(crate) struct Run<'a> {
    /// The steps begun, in order.
    pub(crate) steps: Vec<Step<'a>>,
    /// The place of the first of them in the ladder.
    pub(crate) first: usize,
    /// How it ended.
    pub(crate) end: Option<CaseEnd>,
    /// When a step's silence substantiated it.
    pub(crate) substantiated: Option<Instant>,
    /// The next instant at which time alone changes it.
    pub(crate) next: Option<Instant>,
}

/// Runs a case up to the scene's instant.
pub(crate) fn run<'a>(scene: &Scene<'_, 'a>) -> Run<'a> {
    let ladder = scene.case.ladder;
    let start = ladder
        .starts
        .iter()
        .find(|(severity, _)| Some(*severity) == scene.case.severity)
        .map(|(_, number)| *number);
    let first = start
        .and_then(|number| ladder.steps.iter().position(|step| step.number == number))
        .unwrap_or(0);
    let mut run = Run {
        steps: Vec::new(),
        first,
        end: None,
        substantiated: None,
        next: None,
    };
    let mut began = scene.case.at;
    let mut silent = None;
    for text in ladder.steps.iter().skip(first) {
        if began > scene.t {
            break;
        }
        let step = scene.step(text, began, &run.steps);
        run.steps.push(step);
        let end = ending::first(scene, &run);
        let ended = run.close(end.as_ref());
        let Some((at, state)) = ended.filter(|(at, _)| end.as_ref().is_none_or(|end| *at < end.at))
        else {
            run.end = end;
            break;
        };
        if state == StepState::RanOut {
            run.silent(text.silence, at);
        }
        if run.end.is_some() {
            silent = Some(text.number);
            break;
        }
        began = at;
    }
    if run.end.is_none() {
        run.end = ending::first(scene, &run);
    }
    run.stop_snapbacks(silent);
    run.next = run.wakes(scene.t);
    run
}

impl Run<'_> {
    /// Cuts the running step off where the case ended, and returns when and
    /// how it ended by itself.
    fn close(&mut self, end: Option<&CaseEnd>) -> Option<(Instant, StepState)> {
        let step = self.steps.last_mut()?;
        let Some(end) = end else {
            return step.ended;
        };
        if step.ended.is_none_or(|(at, _)| at > end.at) {
            for part in &mut step.parts {
                if part.ended.is_none_or(|(at, _)| at > end.at) {
                    part.ended = Some((end.at, PartEnd::Stopped));
                }
            }
            step.ended = Some((end.at, StepState::Stopped));
        }
        step.ended
    }

    /// Stops the snapbacks of earlier steps that the end came before, but for
    /// those of the step whose own silence brought it: a step with `or` is over
    /// while others of its parts still run.
    fn stop_snapbacks(&mut self, silent: Option<u32>) {
        let Some(end) = self.end.as_ref().map(|end| end.at) else {
            return;
        };
        for step in &mut self.steps {
            let own = silent == Some(step.text.number);
            let mut stopped = false;
            for (part, text) in step.parts.iter_mut().zip(&step.text.parts) {
                let cut = part
                    .ended
                    .is_none_or(|(at, _)| at > end || (at == end && !own));
                if cut && matches!(text, StepPart::Snapback(_)) {
                    part.ended = Some((end, PartEnd::Stopped));
                    stopped = true;
                }
            }
            // A step that its snapback ended at this very instant was stopped.
            if stopped && step.ended.is_none_or(|(at, _)| at >= end) {
                step.ended = Some((end, StepState::Stopped));
            }
        }
    }

    fn silent(&mut self, silence: StepSilence, at: Instant) {
        let how = match silence {
            StepSilence::GoesOn | StepSilence::Waits => return,
            StepSilence::Substantiates => {
                self.substantiated.get_or_insert(at);
                return;
            }
            StepSilence::Closes => CaseEnding::Silence,
            StepSilence::Refutes => CaseEnding::NotSubstantiated,
        };
        self.end = Some(CaseEnd {
            at,
            how,
            citations: Vec::new(),
        });
    }

    /// Returns the next instant after `t` at which time alone changes it.
    fn wakes(&self, t: Instant) -> Option<Instant> {
        if self.end.is_some() {
            return None;
        }
        let step = self.steps.last()?;
        step.parts
            .iter()
            .filter(|part| part.ended.is_none())
            .filter_map(|part| part.due)
            .flat_map(|due| [due, just_after(due)])
            .filter(|at| *at > t)
            .min()
    }

    /// Returns the step that runs.
    pub(crate) fn running(&self) -> Option<&Step<'_>> {
        self.steps
            .last()
            .filter(|step| step.ended.is_none() && self.end.is_none())
    }

    /// Returns whether a step began before the case ended: one that would
    /// begin at that very instant gives its powers then, but is not needed.
    pub(crate) fn needs(&self, step: &Step<'_>) -> bool {
        self.end.as_ref().is_none_or(|end| step.began < end.at)
    }

    /// Returns whether the case was open at an instant.
    pub(crate) fn open_at(&self, opened: Instant, at: Instant) -> bool {
        opened <= at && self.end.as_ref().is_none_or(|end| at <= end.at)
    }

    /// Returns the steps begun by an instant in which an act's actor was given
    /// the power for it by some part.
    pub(crate) fn giving<'r>(
        &'r self,
        scene: &'r Scene<'_, '_>,
        act: &'r CaseAct<'_>,
    ) -> impl DoubleEndedIterator<Item = &'r Step<'r>> {
        self.steps
            .iter()
            .filter(move |step| step.began <= act.at)
            .filter(move |step| {
                step.text
                    .parts
                    .iter()
                    .any(|part| scene.gives(part, act, &|deed| act.allowed(deed)))
            })
    }

    /// Returns whether a part begun by an act gives its actor the power of some
    /// deed, and the act was carried under the last such step's rules.
    pub(crate) fn empowers(
        &self,
        scene: &Scene<'_, '_>,
        act: &CaseAct<'_>,
        wanted: &dyn Fn(&Deed) -> bool,
    ) -> bool {
        self.steps
            .iter()
            .filter(|step| step.began <= act.at)
            .rfind(|step| {
                let mut parts = step.text.parts.iter();
                parts.any(|part| scene.gives(part, act, wanted))
            })
            .is_some_and(|step| scene.carried(Some(step.text), act))
    }
}

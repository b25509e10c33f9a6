//! The clock of one step: its parts, their times, and how it ends.
//!
//! What lives here: what each part of a step came to by an instant. What does
//! not: which step follows and how a case ends (`run`). Entry point: [`Step`].
//!
//! # Source
//! "Meaning", section 14, "Steps".

use servanda_model::case::StepState;
use servanda_model::names::ActorName;
use servanda_model::plan::{
    Deed, Join, LadderStep, Plan, StepAct, StepActor, StepPart, StepSilence,
};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use super::acts::CaseAct;
use super::opening::Opened;
use super::{ending, extension, snapback, votes};
use crate::calendar::after;

/// What a step is read from.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'s, 'a> {
    /// The text.
    pub(crate) plan: &'a Plan,
    /// The case.
    pub(crate) case: &'s Opened<'a>,
    /// The acts on it, by instant, then entry, from its opening on.
    pub(crate) acts: &'s [&'s CaseAct<'a>],
    /// Every decision to suspend or resume, in that order: they need not name
    /// the case.
    pub(crate) of_force: &'s [&'s CaseAct<'a>],
    /// The instant seen from.
    pub(crate) t: Instant,
}

/// One step of one case.
#[derive(Clone, Debug)]
pub(crate) struct Step<'a> {
    /// The step in the text.
    pub(crate) text: &'a LadderStep,
    /// When it began.
    pub(crate) began: Instant,
    /// Its parts.
    pub(crate) parts: Vec<Part>,
    /// When its time runs out, or what takes effect by itself does.
    pub(crate) due: Option<Instant>,
    /// When and how it ended.
    pub(crate) ended: Option<(Instant, StepState)>,
    /// Acts that extended it.
    pub(crate) extended: Vec<Citation>,
}

/// One part of a step.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// How it ended, and when.
    pub(crate) ended: Option<(Instant, PartEnd)>,
    /// When its time runs out.
    pub(crate) due: Option<Instant>,
    /// The acts that count for it.
    pub(crate) citations: Vec<Citation>,
    /// Who has not acted.
    pub(crate) awaited: Vec<ActorName>,
}

/// How a part of a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartEnd {
    /// It was done, or took effect.
    Done,
    /// Its time ran out.
    RanOut,
    /// It only gives a power.
    Available,
    /// It names nobody.
    Nobody,
    /// It was stopped.
    Stopped,
}

/// When a part's time runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The text gives it none.
    Unlimited,
    /// It was extended without an end.
    Endless,
    /// At this instant.
    At(Instant),
}

impl Step<'_> {
    /// Returns whether, in a step that bars findings, what they wait for had
    /// ended: its replies, or where it asks for none the whole of it.
    pub(crate) fn heard(&self, at: Instant) -> bool {
        let mut replies = self
            .text
            .parts
            .iter()
            .zip(&self.parts)
            .filter(|(text, _)| matches!(text, StepPart::Act(act) if act.deed == Deed::Reply))
            .peekable();
        if replies.peek().is_none() {
            return self.ended.is_some_and(|(ended, _)| ended <= at);
        }
        replies.all(|(_, part)| part.ended.is_some_and(|(ended, _)| ended <= at))
    }
}

impl<'a> Scene<'_, 'a> {
    /// Returns whether a part of a step gives an act's actor some power; parts
    /// of the accused and the complainant give only their own deed, never one
    /// that finds, ends or orders.
    pub(crate) fn gives(
        &self,
        part: &StepPart,
        act: &CaseAct<'_>,
        deed: &dyn Fn(&Deed) -> bool,
    ) -> bool {
        let StepPart::Act(one) = part else {
            return false;
        };
        let named = matches!(one.by, StepActor::Named(_));
        deed(&one.deed) && self.actors(&one.by).contains(act.by) && (named || !act.handles())
    }

    /// Takes back parts that were done by a finding without effect: one that
    /// some step barred, or by somebody whom nothing entitles to it.
    fn barred(
        &self,
        text: &'a LadderStep,
        before: &[Step<'a>],
        limits: &[Limit],
        began: Instant,
        parts: &mut [Part],
    ) {
        let finds = |part: &StepPart| matches!(part, StepPart::Act(act) if act.deed == Deed::Find);
        if !text.parts.iter().any(finds) {
            return;
        }
        let ladder = self.case.ladder;
        let later = ladder
            .steps
            .iter()
            .any(|step| step.number > text.number && step.bars_finding);
        let so_far = Step {
            text,
            began,
            parts: parts.to_vec(),
            due: None,
            ended: None,
            extended: Vec::new(),
        };
        let open = |at: Instant| {
            !later
                && (!text.bars_finding || so_far.heard(at))
                && before
                    .iter()
                    .filter(|step| step.text.bars_finding)
                    .all(|step| step.heard(at))
        };
        let entitled = |act: &CaseAct<'_>| {
            before
                .iter()
                .map(|step| step.text)
                .chain([text])
                .any(|step| ending::lets_find(self, step, act))
                || ending::asks_for(self.case.clause, act.by)
        };
        for ((part, text_part), limit) in parts.iter_mut().zip(&text.parts).zip(limits) {
            if !finds(text_part) {
                continue;
            }
            let acts: Vec<&CaseAct<'a>> = self
                .acts
                .iter()
                .filter(|act| act.finds().is_none() || open(act.at) && entitled(act))
                .copied()
                .collect();
            let scene = Scene {
                acts: &acts,
                ..*self
            };
            *part = scene.part(text, text_part, began, *limit, self.t);
        }
    }

    /// Returns whom a step means.
    pub(crate) fn actors(&self, by: &StepActor) -> Vec<ActorName> {
        match by {
            StepActor::Named(actor) => vec![actor.clone()],
            StepActor::Accused => self.case.against.clone(),
            StepActor::Complainant => self.case.raised_by.clone(),
        }
    }

    /// Returns whether an act carried under a step's rules.
    pub(crate) fn carried(&self, step: Option<&LadderStep>, act: &CaseAct<'_>) -> bool {
        votes::short(self.plan, &self.case.against, step, act).is_none()
    }

    /// Runs one step from its beginning.
    pub(crate) fn step(
        &self,
        text: &'a LadderStep,
        began: Instant,
        before: &[Step<'a>],
    ) -> Step<'a> {
        let (limits, extended) = extension::limits(self, text, began);
        let mut parts: Vec<Part> = text
            .parts
            .iter()
            .zip(&limits)
            .map(|(part, limit)| self.part(text, part, began, *limit, self.t))
            .collect();
        self.barred(text, before, &limits, began, &mut parts);
        let ended = join(text.join, began, &parts);
        let due = parts.iter().filter_map(|part| part.due).max();
        Step {
            text,
            began,
            parts,
            due,
            ended,
            extended,
        }
    }

    /// Returns the time that the text gives a part.
    pub(crate) fn limit(&self, part: &StepPart, began: Instant) -> Limit {
        match part {
            StepPart::Act(act) => [&act.within, &act.at_most]
                .into_iter()
                .flatten()
                .map(|period| after(self.plan, began, period, 1))
                .min()
                .map_or(Limit::Unlimited, Limit::At),
            StepPart::Snapback(snapback) => Limit::At(after(self.plan, began, &snapback.after, 1)),
        }
    }

    /// Returns what a part came to by an instant.
    pub(crate) fn part(
        &self,
        step: &LadderStep,
        part: &StepPart,
        began: Instant,
        limit: Limit,
        t: Instant,
    ) -> Part {
        match part {
            StepPart::Act(act) => self.act(step, act, began, limit, t),
            StepPart::Snapback(snapback) => snapback::part(self, step, snapback, began, limit, t),
        }
    }

    fn act(
        &self,
        step: &LadderStep,
        act: &StepAct,
        began: Instant,
        limit: Limit,
        t: Instant,
    ) -> Part {
        let mut part = Part {
            ended: None,
            due: None,
            citations: Vec::new(),
            awaited: Vec::new(),
        };
        let actors = self.actors(&act.by);
        if actors.is_empty() {
            part.ended = Some((began, PartEnd::Nobody));
            return part;
        }
        let mut done = Vec::new();
        for actor in &actors {
            let acts = match act.deed {
                Deed::Suspend { .. } | Deed::Resume(_) => self.of_force,
                _ => self.acts,
            };
            let first = acts.iter().find(|one| {
                one.at >= began
                    && one.at <= t
                    && one.by == actor
                    && one.does(&act.deed)
                    && self.carried(Some(step), one)
            });
            match first {
                Some(one) => {
                    done.push(one.at);
                    part.citations.push(one.citation);
                }
                None => part.awaited.push(actor.clone()),
            }
        }
        let done = match act.by {
            StepActor::Complainant => done.into_iter().min(),
            StepActor::Named(_) | StepActor::Accused if part.awaited.is_empty() => {
                done.into_iter().max()
            }
            StepActor::Named(_) | StepActor::Accused => None,
        };
        if done.is_some() {
            part.awaited.clear();
        }
        let waits = step.silence == StepSilence::Waits;
        part.ended = match limit {
            Limit::Unlimited if !act.must => Some((began, PartEnd::Available)),
            Limit::Unlimited | Limit::Endless => done.map(|at| (at, PartEnd::Done)),
            Limit::At(due) => match done {
                Some(at) if at <= due || waits => Some((at, PartEnd::Done)),
                _ if t > due && !waits => Some((due, PartEnd::RanOut)),
                _ => None,
            },
        };
        if let Limit::At(due) = limit {
            part.due = Some(due);
        }
        part
    }
}

/// Returns when and how a step ended by its parts.
fn join(join: Join, began: Instant, parts: &[Part]) -> Option<(Instant, StepState)> {
    let counted: Vec<Option<(Instant, PartEnd)>> = parts
        .iter()
        .map(|part| part.ended)
        .filter(|ended| !matches!(ended, Some((_, PartEnd::Available | PartEnd::Nobody))))
        .collect();
    let done = counted
        .iter()
        .flatten()
        .filter(|(_, how)| *how == PartEnd::Done)
        .map(|(at, _)| *at)
        .min();
    if let (Join::Any, Some(at)) = (join, done) {
        return Some((at, StepState::Done));
    }
    let ends: Vec<(Instant, PartEnd)> = counted.into_iter().collect::<Option<_>>()?;
    let last = ends.iter().map(|(at, _)| *at).max().unwrap_or(began);
    let any = |test: PartEnd| ends.iter().any(|(_, how)| *how == test);
    let state = if ends.is_empty() {
        StepState::Available
    } else if ends.iter().all(|(_, how)| *how == PartEnd::Done) {
        StepState::Done
    } else if any(PartEnd::Stopped) {
        StepState::Stopped
    } else {
        StepState::RanOut
    };
    Some((last, state))
}

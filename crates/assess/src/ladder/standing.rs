//! Standing: where each case stands, as the assessment shows it.
//!
//! What lives here: states, steps, for whom a case waits, replies and denials.
//! What does not: sentences (`reasons`). Entry point: [`statuses`].
//!
//! # Source
//! "Meaning", section 14, "State" and "Waiting".

use servanda_model::case::{
    CaseBasis, CaseEnding, CaseFinding, CaseOutcome, CaseReply, CaseState, CaseStatus, CaseWaiting,
    Remedy, StepState, StepStatus,
};
use servanda_model::plan::{Deed, StepAct, StepPart};
use servanda_model::record::{Citation, DecisionAct};

use super::acts::What;
use super::docket::Docket;
use super::effects::Effects;
use super::run::Run;
use super::steps::Scene;
use super::{ending, reasons};

/// Returns every case as it stands.
pub(crate) fn statuses(docket: &Docket<'_, '_>, effects: &Effects) -> Vec<CaseStatus> {
    docket
        .each()
        .enumerate()
        .map(|(place, (scene, run))| {
            let effects = effects.of_case.get(place).cloned().unwrap_or_default();
            let findings: Vec<CaseFinding> = ending::findings(&scene, run)
                .into_iter()
                .filter(|finding| run.open_at(scene.case.at, finding.at))
                .collect();
            let remedies: Vec<Remedy> = ending::remedies(&scene, run)
                .into_iter()
                .filter(|remedy| run.open_at(scene.case.at, remedy.at))
                .collect();
            let case = scene.case;
            let mut status = CaseStatus {
                id: case.id.clone(),
                ladder: case.ladder.name.clone(),
                basis: case.basis,
                against: case.against.clone(),
                raised_by: case.raised_by.clone(),
                severity: case.severity,
                opened_at: case.at,
                state: state(&scene, run, &findings, &remedies),
                findings,
                replies: replies(&scene, run),
                steps: steps(&scene, run),
                waiting: waiting(&scene, run),
                remedies,
                effects,
                denials: denials(&scene, run),
                ended: run.end.clone(),
                citations: case.citations.clone(),
                reasons: Vec::new(),
            };
            status.reasons = reasons::of(&scene, run, &status);
            status
        })
        .collect()
}

fn replies(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<CaseReply> {
    scene
        .acts
        .iter()
        .filter(|act| run.open_at(scene.case.at, act.at))
        .filter(|act| scene.case.against.contains(act.by))
        .filter_map(|act| match act.what {
            What::Reply(remark) => Some(CaseReply {
                by: act.by.clone(),
                at: act.at,
                text: remark.text.clone(),
                citation: act.citation,
            }),
            What::Decision(_) | What::Finding(_) | What::Denial(_) => None,
        })
        .collect()
}

fn denials(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<Citation> {
    scene
        .acts
        .iter()
        .filter(|act| run.open_at(scene.case.at, act.at) && matches!(act.what, What::Denial(_)))
        .map(|act| act.citation)
        .collect()
}

fn steps(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<StepStatus> {
    scene
        .case
        .ladder
        .steps
        .iter()
        .enumerate()
        .map(|(place, text)| {
            let begun = place
                .checked_sub(run.first)
                .and_then(|at| run.steps.get(at))
                .filter(|step| run.needs(step));
            let Some(step) = begun else {
                let state = match (place < run.first, &run.end) {
                    (true, _) => StepState::Skipped,
                    (false, Some(_)) => StepState::NotNeeded,
                    (false, None) => StepState::NotReached,
                };
                return StepStatus {
                    number: text.number,
                    state,
                    began: None,
                    due: None,
                    ended: None,
                    citations: Vec::new(),
                };
            };
            let mut citations: Vec<Citation> = step
                .parts
                .iter()
                .flat_map(|part| part.citations.iter().copied())
                .chain(step.extended.iter().copied())
                .collect();
            citations.sort_unstable();
            citations.dedup();
            StepStatus {
                number: text.number,
                state: step.ended.map_or(StepState::Running, |(_, state)| state),
                began: Some(step.began),
                due: step.due,
                ended: step.ended.map(|(at, _)| at),
                citations,
            }
        })
        .collect()
}

/// Returns the acts of the running step that are still awaited.
fn open_acts<'r>(run: &'r Run<'_>) -> Vec<&'r StepAct> {
    let Some(step) = run.running() else {
        return Vec::new();
    };
    step.text
        .parts
        .iter()
        .zip(&step.parts)
        .filter(|(_, part)| part.ended.is_none())
        .filter_map(|(text, _)| match text {
            StepPart::Act(act) => Some(act),
            StepPart::Snapback(_) => None,
        })
        .collect()
}

fn waiting(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<CaseWaiting> {
    let Some(step) = run.running() else {
        return Vec::new();
    };
    step.parts
        .iter()
        .filter(|part| part.ended.is_none())
        .flat_map(|part| {
            part.awaited.iter().map(|actor| CaseWaiting {
                actor: actor.clone(),
                step: step.text.number,
                since: step.began,
                due: part.due,
                overdue: part.due.is_some_and(|due| scene.t > due),
            })
        })
        .collect()
}

/// Returns whether a decision was made by somebody whom some step begun by then
/// lets do that deed.
fn was_done(
    scene: &Scene<'_, '_>,
    run: &Run<'_>,
    act: DecisionAct,
    deed: &dyn Fn(&Deed) -> bool,
) -> bool {
    scene.acts.iter().any(|one| {
        one.decision(act).is_some()
            && run.open_at(scene.case.at, one.at)
            && run.empowers(scene, one, deed)
    })
}

/// Returns whether a reply part has ended or was skipped.
fn heard(scene: &Scene<'_, '_>, run: &Run<'_>) -> bool {
    let replies = |part: &StepPart| matches!(part, StepPart::Act(act) if act.deed == Deed::Reply);
    scene
        .case
        .ladder
        .steps
        .iter()
        .enumerate()
        .any(|(place, text)| {
            let Some(at) = place.checked_sub(run.first) else {
                return text.parts.iter().any(replies);
            };
            run.steps.get(at).is_some_and(|step| {
                text.parts
                    .iter()
                    .zip(&step.parts)
                    .any(|(text, part)| replies(text) && part.ended.is_some())
            })
        })
}

fn state(
    scene: &Scene<'_, '_>,
    run: &Run<'_>,
    findings: &[CaseFinding],
    remedies: &[Remedy],
) -> CaseState {
    if let Some(end) = &run.end {
        return match end.how {
            CaseEnding::NotSubstantiated => CaseState::NotSubstantiated,
            CaseEnding::Remedied => CaseState::Remedied,
            CaseEnding::Cured
            | CaseEnding::Withdrawn
            | CaseEnding::Declined
            | CaseEnding::Decided
            | CaseEnding::Silence => CaseState::Closed,
        };
    }
    if remedies.iter().any(|remedy| remedy.certified.is_some()) {
        return CaseState::Remedied;
    }
    if was_done(scene, run, DecisionAct::Refer, &|deed| {
        matches!(deed, Deed::Refer(_))
    }) {
        return CaseState::Referred;
    }
    let open = open_acts(run);
    let awaits = |test: &dyn Fn(&Deed) -> bool| open.iter().any(|act| test(&act.deed));
    if awaits(&|deed| *deed == Deed::Reply) {
        return CaseState::ReplyDue;
    }
    if findings
        .last()
        .is_some_and(|finding| finding.outcome == CaseOutcome::Undetermined)
    {
        return CaseState::Undetermined;
    }
    let substantiated = scene.case.basis != CaseBasis::Complaint
        || run.substantiated.is_some()
        || findings
            .iter()
            .any(|finding| finding.outcome == CaseOutcome::Substantiated);
    if substantiated {
        return if heard(scene, run) && run.running().is_some() {
            CaseState::Response
        } else {
            CaseState::Substantiated
        };
    }
    if awaits(&|deed| matches!(deed, Deed::Verify | Deed::Find)) {
        return CaseState::Verifying;
    }
    let snaps = run.running().is_some_and(|step| {
        step.text
            .parts
            .iter()
            .zip(&step.parts)
            .any(|(text, part)| matches!(text, StepPart::Snapback(_)) && part.ended.is_none())
    });
    if snaps || awaits(&|deed| !matches!(deed, Deed::Screen | Deed::Notify)) {
        return CaseState::Response;
    }
    if was_done(scene, run, DecisionAct::Verify, &|deed| {
        *deed == Deed::Verify
    }) {
        return CaseState::Verifying;
    }
    if was_done(scene, run, DecisionAct::Screen, &|deed| {
        *deed == Deed::Screen
    }) {
        return CaseState::Screened;
    }
    CaseState::Alleged
}

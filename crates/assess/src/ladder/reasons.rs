//! Reasons of a case: what happened at each step, who holds it up, and what
//! follows by the text.
//!
//! What lives here: sentences. What does not: anything that decides. Entry
//! point: [`of`].

use servanda_model::assessment::{Reason, ReasonKind};
use servanda_model::case::{CaseBasis, CaseEnd, CaseEnding, CaseStatus, NormChange, StepState};
use servanda_model::names::ActorName;
use servanda_model::plan::{Deed, Severity, SnapbackEffect, StepAct, StepPart, StepSilence};
use servanda_model::record::Citation;
use servanda_model::time::Zone;

use super::run::Run;
use super::steps::{Part, PartEnd, Scene, Step};
use crate::words;

fn reason(kind: ReasonKind, text: String, mut citations: Vec<Citation>) -> Reason {
    citations.sort_unstable();
    citations.dedup();
    Reason {
        kind,
        text,
        citations,
    }
}

/// Returns the reasons of a case, in the order to be read.
pub(crate) fn of(scene: &Scene<'_, '_>, run: &Run<'_>, status: &CaseStatus) -> Vec<Reason> {
    let zone = &scene.plan.zone;
    let mut reasons = vec![opened(scene, zone)];
    if run.first > 0 {
        reasons.push(skipped(scene, run));
    }
    for step in run.steps.iter().filter(|step| run.needs(step)) {
        for (text, part) in step.text.parts.iter().zip(&step.parts) {
            reasons.extend(of_part(scene, step, text, part));
        }
        reasons.extend(extended(zone, step));
    }
    for finding in &status.findings {
        let outcome = match finding.outcome {
            servanda_model::case::CaseOutcome::Substantiated => "substantiated",
            servanda_model::case::CaseOutcome::NotSubstantiated => "not substantiated",
            servanda_model::case::CaseOutcome::Undetermined => "undetermined",
        };
        let to = match finding.attributed_to.as_slice() {
            [] => String::new(),
            actors => format!(", attributed to {}", joined(actors)),
        };
        let how = finding
            .confidence
            .as_ref()
            .map_or_else(String::new, |how| format!(", confidence {how}"));
        reasons.push(reason(
            ReasonKind::Power,
            format!(
                "{} found it {outcome} at {}{to}{how}",
                finding.by,
                words::instant(zone, finding.at)
            ),
            vec![finding.citation],
        ));
    }
    reasons.extend(effects(zone, status));
    match &run.end {
        Some(end) => reasons.push(ended(zone, end)),
        None => reasons.extend(waits(scene, run, status)),
    }
    reasons
}

fn joined(actors: &[ActorName]) -> String {
    let names: Vec<&str> = actors.iter().map(ActorName::as_str).collect();
    names.join(", ")
}

fn opened(scene: &Scene<'_, '_>, zone: &Zone) -> Reason {
    let case = scene.case;
    let at = words::instant(zone, case.at);
    let what = match (case.basis, case.clause) {
        (CaseBasis::Failure, Some(clause)) => format!("a failure under {}", clause.id),
        (CaseBasis::Incident, Some(clause)) => format!("an incident under {}", clause.id),
        _ => format!("a complaint by {}", joined(&case.raised_by)),
    };
    let against = match case.against.as_slice() {
        [] => "against nobody by name".to_owned(),
        actors => format!("against {}", joined(actors)),
    };
    reason(
        ReasonKind::Rule,
        format!(
            "opened on {} by {what}, {against}: known at {at}",
            case.ladder.name
        ),
        case.citations.clone(),
    )
}

fn skipped(scene: &Scene<'_, '_>, run: &Run<'_>) -> Reason {
    let severity = match scene.case.severity {
        Some(Severity::Minor) => "minor",
        Some(Severity::Serious) => "serious",
        Some(Severity::Critical) | None => "critical",
    };
    let number = run.steps.first().map_or(0, |step| step.text.number);
    reason(
        ReasonKind::Rule,
        format!("it is {severity}, so by the text it starts at step {number}"),
        Vec::new(),
    )
}

/// Returns what an actor does in a step, as a verb.
fn verb(deed: &Deed) -> String {
    match deed {
        Deed::Notify => "notify".to_owned(),
        Deed::Acknowledge => "acknowledge".to_owned(),
        Deed::Screen => "screen it".to_owned(),
        Deed::Verify => "verify it".to_owned(),
        Deed::Reply => "reply".to_owned(),
        Deed::Meet => "meet on it".to_owned(),
        Deed::Find => "make a finding".to_owned(),
        Deed::Decide => "decide".to_owned(),
        Deed::Comply => "act on it or refuse".to_owned(),
        Deed::Remedy => "order a remedy".to_owned(),
        Deed::Suspend { clause, .. } => format!("suspend {clause}"),
        Deed::Resume(clause) => format!("resume {clause}"),
        Deed::Refer(to) => format!("refer it to {to}"),
    }
}

fn of_part(scene: &Scene<'_, '_>, step: &Step<'_>, text: &StepPart, part: &Part) -> Option<Reason> {
    let number = step.text.number;
    let zone = &scene.plan.zone;
    match text {
        StepPart::Act(act) => of_act(scene, step, act, part),
        StepPart::Snapback(snapback) => {
            let what = effects_of(&snapback.effects);
            let text = match part.ended {
                Some((at, PartEnd::Stopped)) => format!(
                    "step {number}: what would take effect by itself ({what}) was stopped at {}",
                    words::instant(zone, at)
                ),
                Some((at, _)) => format!(
                    "step {number}: {what}, by itself, from {}",
                    words::instant(zone, at)
                ),
                None => return None,
            };
            Some(reason(ReasonKind::Power, text, part.citations.clone()))
        }
    }
}

fn effects_of(effects: &[SnapbackEffect]) -> String {
    let all: Vec<String> = effects
        .iter()
        .map(|effect| match effect {
            SnapbackEffect::RevivesClause(name) => format!("{name} is in force again"),
            SnapbackEffect::RevivesPhase(name) => format!("{name} is open again"),
            SnapbackEffect::Ends(name) => format!("{name} ends"),
            SnapbackEffect::Suspends(name) => format!("{name} is suspended"),
        })
        .collect();
    all.join(" and ")
}

fn of_act(scene: &Scene<'_, '_>, step: &Step<'_>, act: &StepAct, part: &Part) -> Option<Reason> {
    let zone = &scene.plan.zone;
    let number = step.text.number;
    let who = joined(&scene.actors(&act.by));
    let may = if act.must { "must" } else { "may" };
    let verb = verb(&act.deed);
    let late = !part.citations.is_empty() && part.awaited.is_empty();
    let (kind, text) = match part.ended {
        Some((at, PartEnd::Done)) => (
            ReasonKind::Power,
            format!(
                "step {number}: {who} {may} {verb}; done at {}",
                words::instant(zone, at)
            ),
        ),
        Some((at, PartEnd::RanOut)) => {
            let silent = if late {
                "it came late".to_owned()
            } else if act.deed == Deed::Reply {
                format!(
                    "{} did not reply: silence, not admission",
                    joined(&part.awaited)
                )
            } else {
                format!("nothing came from {}", joined(&part.awaited))
            };
            (
                ReasonKind::Time,
                format!(
                    "step {number}: {who} {may} {verb}; the time ran out at {}, {silent}{}",
                    words::instant(zone, at),
                    follows(step)
                ),
            )
        }
        Some((at, PartEnd::Available)) => (
            ReasonKind::Power,
            format!(
                "step {number}: {who} may {verb} from {} on; nobody has to wait for it",
                words::instant(zone, at)
            ),
        ),
        Some((_, PartEnd::Nobody)) => (
            ReasonKind::Rule,
            format!("step {number} names nobody in this case"),
        ),
        Some((at, PartEnd::Stopped)) => (
            ReasonKind::Time,
            format!(
                "step {number}: {who} {may} {verb}; the case ended first, at {}",
                words::instant(zone, at)
            ),
        ),
        None => return None,
    };
    Some(reason(kind, text, part.citations.clone()))
}

/// Returns what a step's silence does, as the end of a sentence.
fn follows(step: &Step<'_>) -> &'static str {
    if !matches!(step.ended, Some((_, StepState::RanOut))) {
        return "";
    }
    silence(step.text.silence)
}

fn silence(silence: StepSilence) -> &'static str {
    match silence {
        StepSilence::GoesOn => "; the next step begins",
        StepSilence::Waits => "; the case waits",
        StepSilence::Closes => "; by the text the case closes",
        StepSilence::Substantiates => "; by the text it counts as substantiated",
        StepSilence::Refutes => "; by the text it counts as not substantiated",
    }
}

fn extended(zone: &Zone, step: &Step<'_>) -> Option<Reason> {
    if step.extended.is_empty() {
        return None;
    }
    let until = step.due.map_or_else(
        || "without an end".to_owned(),
        |due| format!("until {}", words::instant(zone, due)),
    );
    Some(reason(
        ReasonKind::Power,
        format!(
            "step {}: its time was extended by consent of {}, {until}",
            step.text.number,
            joined(&step.text.extended_by)
        ),
        step.extended.clone(),
    ))
}

fn effects(zone: &Zone, status: &CaseStatus) -> Vec<Reason> {
    status
        .effects
        .iter()
        .filter_map(|effect| {
            let NormChange::Suspended(clause, stops) = &effect.kind else {
                return None;
            };
            let until = effect.until.map_or_else(
                || "while the case is open".to_owned(),
                |until| format!("until {}", words::instant(zone, until)),
            );
            let clock = if *stops { "; its clock stops" } else { "" };
            Some(reason(
                ReasonKind::Power,
                format!(
                    "{clause} is suspended from {}, {until}{clock}",
                    words::instant(zone, effect.from)
                ),
                effect.citations.clone(),
            ))
        })
        .collect()
}

fn ended(zone: &Zone, end: &CaseEnd) -> Reason {
    let how = match end.how {
        CaseEnding::Cured => "it was made good",
        CaseEnding::Withdrawn => "nothing in the record establishes it any more",
        CaseEnding::Remedied => "each remedy ordered was certified",
        CaseEnding::NotSubstantiated => "not substantiated",
        CaseEnding::Declined => "it was not taken up",
        CaseEnding::Decided => "a body closed it",
        CaseEnding::Silence => "nothing came in time, and by the text that closes it",
    };
    reason(
        ReasonKind::Power,
        format!("ended at {}: {how}", words::instant(zone, end.at)),
        end.citations.clone(),
    )
}

/// Returns for whom the case waits, and what follows if nothing comes.
fn waits(scene: &Scene<'_, '_>, run: &Run<'_>, status: &CaseStatus) -> Vec<Reason> {
    let zone = &scene.plan.zone;
    let Some(step) = run.running() else {
        let text = "every step has ended; nobody is waited for, and the case stays open";
        return vec![reason(ReasonKind::Time, text.to_owned(), Vec::new())];
    };
    let mut found = Vec::new();
    for waiting in &status.waiting {
        let since = words::instant(zone, waiting.since);
        let due = match waiting.due {
            Some(due) if waiting.overdue => {
                format!(
                    "; its time ran out at {}, and by the text the case waits",
                    words::instant(zone, due)
                )
            }
            Some(due) => format!(
                "; it has time until {}{}",
                words::instant(zone, due),
                if_nothing_comes(step)
            ),
            None => "; the text sets it no time".to_owned(),
        };
        found.push(reason(
            ReasonKind::Missing,
            format!(
                "waits for {} at step {}, since {since}{due}",
                waiting.actor, waiting.step
            ),
            Vec::new(),
        ));
    }
    for (text, part) in step.text.parts.iter().zip(&step.parts) {
        if let (StepPart::Snapback(snapback), None) = (text, part.ended) {
            let at = part.due.map_or_else(
                || "at a time that was extended without an end".to_owned(),
                |due| format!("at {}", words::instant(zone, due)),
            );
            let mut unless: Vec<String> = Vec::new();
            if snapback.unless_cured {
                unless.push("it is made good".to_owned());
            }
            unless.extend(
                snapback
                    .unless_decided_by
                    .iter()
                    .map(|by| format!("{by} decides otherwise")),
            );
            let unless = if unless.is_empty() {
                String::new()
            } else {
                format!(", unless {}", unless.join(" or "))
            };
            found.push(reason(
                ReasonKind::Time,
                format!(
                    "step {}: {} {at}, by itself{unless}",
                    step.text.number,
                    effects_of(&snapback.effects)
                ),
                Vec::new(),
            ));
        }
    }
    found
}

fn if_nothing_comes(step: &Step<'_>) -> String {
    let then = match step.text.silence {
        StepSilence::GoesOn => "the next step begins",
        StepSilence::Waits => "the case waits",
        StepSilence::Closes => "the case closes",
        StepSilence::Substantiates => "it counts as substantiated",
        StepSilence::Refutes => "it counts as not substantiated",
    };
    format!("; if nothing comes, {then}")
}

//! Endings: findings, remedies, and the first thing that ends a case.
//!
//! What lives here: which findings have effect, which remedies were ordered
//! and certified, and the acts that end a case. What does not: a step's
//! silence (`run`). Entry points: [`first`], [`findings`], [`remedies`].
//!
//! # Source
//! "Meaning", section 14, "Finding" and "End".

use servanda_model::case::{CaseEnd, CaseEnding, CaseFinding, CaseOutcome, Remedy};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{Clause, Deed, LadderStep, Reporters, TestimonyKind};
use servanda_model::record::{Citation, Decision, DecisionAct};
use servanda_model::time::Instant;

use super::acts::{CaseAct, What, handles};
use super::run::Run;
use super::steps::Scene;

/// Returns the first thing that ended a case by the scene's instant, among
/// those that the steps begun so far let end it.
pub(crate) fn first(scene: &Scene<'_, '_>, run: &Run<'_>) -> Option<CaseEnd> {
    let case = scene.case;
    let closes = case.ladder.cured_closes;
    let bare = |at: Instant, how| CaseEnd {
        at,
        how,
        citations: Vec::new(),
    };
    let mut ends: Vec<CaseEnd> = Vec::new();
    ends.extend(
        case.cured
            .filter(|_| closes)
            .map(|at| bare(at, CaseEnding::Cured)),
    );
    ends.extend(case.withdrawn.map(|at| bare(at, CaseEnding::Withdrawn)));
    if closes {
        ends.extend(remedied(scene, run));
    }
    let refuted = findings(scene, run)
        .into_iter()
        .find(|finding| finding.outcome == CaseOutcome::NotSubstantiated);
    ends.extend(refuted.map(|finding| CaseEnd {
        at: finding.at,
        how: CaseEnding::NotSubstantiated,
        citations: vec![finding.citation],
    }));
    for act in scene.acts {
        let how = match act.what {
            What::Decision(decision) => match decision.act {
                DecisionAct::Screen if decision.value.as_deref() == Some("declined") => {
                    CaseEnding::Declined
                }
                DecisionAct::Close => CaseEnding::Decided,
                _ => continue,
            },
            What::Finding(_) | What::Reply(_) | What::Denial(_) => continue,
        };
        if screens_or_handles(scene, run, act, how) {
            ends.push(CaseEnd {
                at: act.at,
                how,
                citations: vec![act.citation],
            });
        }
    }
    ends.retain(|end| end.at <= scene.t);
    // The first of equals is the one that the rules name first.
    ends.into_iter().min_by_key(|end| end.at)
}

fn screens_or_handles(
    scene: &Scene<'_, '_>,
    run: &Run<'_>,
    act: &CaseAct<'_>,
    how: CaseEnding,
) -> bool {
    run.empowers(scene, act, &|deed| match how {
        CaseEnding::Declined => *deed == Deed::Screen,
        _ => handles(deed),
    })
}

/// Returns whether no step still bars findings at an instant.
fn unbarred(scene: &Scene<'_, '_>, run: &Run<'_>, at: Instant) -> bool {
    let ladder = scene.case.ladder;
    ladder
        .steps
        .iter()
        .enumerate()
        .skip(run.first)
        .filter(|(_, text)| text.bars_finding)
        .all(|(place, _)| {
            run.steps
                .get(place.saturating_sub(run.first))
                .is_some_and(|step| step.heard(at))
        })
}

/// Returns whether a clause's evidence asks for findings of an actor.
pub(crate) fn asks_for(clause: Option<&Clause>, actor: &ActorName) -> bool {
    clause.is_some_and(|clause| {
        clause.evidence.options.iter().any(|option| {
            option.kind == TestimonyKind::Finding
                && matches!(&option.by, Reporters::Named(names) if names.contains(actor))
        })
    })
}

/// Returns whether some part of a step lets an act's actor find.
pub(crate) fn lets_find(scene: &Scene<'_, '_>, step: &LadderStep, act: &CaseAct<'_>) -> bool {
    let finder =
        |deed: &Deed| matches!(deed, Deed::Verify | Deed::Meet | Deed::Find | Deed::Decide);
    let mut parts = step.parts.iter();
    parts.any(|part| scene.gives(part, act, &finder))
}

/// Returns the findings that have effect, in the order of acts.
pub(crate) fn findings(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<CaseFinding> {
    scene
        .acts
        .iter()
        .filter_map(|act| {
            let outcome = act.finds()?;
            let step = run
                .steps
                .iter()
                .filter(|step| step.began <= act.at)
                .rfind(|step| lets_find(scene, step.text, act));
            let entitled = step.is_some() || asks_for(scene.case.clause, act.by);
            let counts = entitled
                && act.at <= scene.t
                && unbarred(scene, run, act.at)
                && scene.carried(step.map(|step| step.text), act);
            let (attributed_to, confidence) = match act.what {
                What::Finding(report) => (
                    report.actors.clone(),
                    report.fields.get(&FieldName::new("confidence")).cloned(),
                ),
                What::Decision(decision) => (
                    Vec::new(),
                    decision.fields.get(&FieldName::new("confidence")).cloned(),
                ),
                What::Reply(_) | What::Denial(_) => (Vec::new(), None),
            };
            counts.then(|| CaseFinding {
                by: act.by.clone(),
                at: act.at,
                outcome,
                attributed_to,
                confidence,
                citation: act.citation,
            })
        })
        .collect()
}

fn field(decision: &Decision, name: &str) -> Option<String> {
    decision.fields.get(&FieldName::new(name)).cloned()
}

/// Returns the remedies ordered, with who certified them.
pub(crate) fn remedies(scene: &Scene<'_, '_>, run: &Run<'_>) -> Vec<Remedy> {
    let orders: Vec<(&CaseAct<'_>, &Decision)> = scene
        .acts
        .iter()
        .filter_map(|act| Some((*act, act.decision(DecisionAct::Remedy)?)))
        .filter(|(act, _)| act.at <= scene.t)
        .filter(|(act, _)| run.empowers(scene, act, &|deed| *deed == Deed::Remedy))
        .collect();
    let entries: Vec<_> = orders.iter().map(|(act, _)| act.citation).collect();
    orders
        .iter()
        .map(|(act, decision)| {
            let verified_by = field(decision, "verify");
            let certified = scene.acts.iter().find(|one| {
                let refers = |entry| one.entry.refers_to.contains(entry);
                let other = entries.iter().any(&refers) && !refers(&act.citation);
                one.decision(DecisionAct::Certify).is_some()
                    && one.at >= act.at
                    && one.at <= scene.t
                    && !other
                    && (one.by == act.by || verified_by.as_deref() == Some(one.by.as_str()))
            });
            Remedy {
                by: act.by.clone(),
                at: act.at,
                who: field(decision, "who"),
                what: field(decision, "what"),
                place: field(decision, "where"),
                due: decision.until.map(|day| scene.plan.zone.day_end(day)),
                verified_by,
                certified: certified.map(|one| (one.by.clone(), one.at, one.citation)),
                citation: act.citation,
            }
        })
        .collect()
}

/// Returns the end of a case whose remedies were all certified: at the first
/// instant at which each ordered by then was.
fn remedied(scene: &Scene<'_, '_>, run: &Run<'_>) -> Option<CaseEnd> {
    let remedies = remedies(scene, run);
    let mut certified: Vec<(Instant, Citation)> = remedies
        .iter()
        .filter_map(|remedy| remedy.certified.as_ref())
        .map(|(_, at, citation)| (*at, *citation))
        .collect();
    certified.sort_unstable();
    certified
        .into_iter()
        .find(|(at, _)| {
            remedies
                .iter()
                .filter(|remedy| remedy.at <= *at)
                .all(|remedy| {
                    remedy
                        .certified
                        .as_ref()
                        .is_some_and(|(_, certified, _)| certified <= at)
                })
        })
        .map(|(at, citation)| CaseEnd {
            at,
            how: CaseEnding::Remedied,
            citations: vec![citation],
        })
}

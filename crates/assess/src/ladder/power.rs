//! Power: which acts on cases some step gives, and which have none.
//!
//! Entry points: [`powers`], [`permitted`].
//!
//! # Source
//! "Meaning", section 14, last paragraph.

use std::collections::BTreeSet;

use servanda_model::assessment::WithoutEffect;
use servanda_model::plan::{Duty, Plan, StepPart};
use servanda_model::record::{Citation, Decision, DecisionAct};

use super::acts::{CaseAct, What, of_ladders};
use super::docket::Docket;
use super::effects::Effects;
use super::run::Run;
use super::steps::Scene;
use super::{ending, votes};

/// What became of an act on one case.
enum Power {
    /// Some line gives it.
    Given,
    /// Its votes do not carry it: for it, and needed.
    Short(u32, u32),
    /// Nothing gives it.
    None,
}

/// Returns the decisions that a ladder gave power, and the acts of ladders that
/// had none.
pub(crate) fn powers(
    docket: &Docket<'_, '_>,
    effects: &Effects,
) -> (BTreeSet<Citation>, Vec<WithoutEffect>) {
    let mut given = BTreeSet::new();
    let mut without = Vec::new();
    for (place, act) in docket.acts.iter().enumerate() {
        if act.at > docket.t {
            continue;
        }
        let (named, _) = docket.named_by(place);
        let mut power = if effects.used.contains(&act.citation) {
            Power::Given
        } else {
            Power::None
        };
        for (case, (scene, run)) in docket.each().enumerate() {
            let on = named.is_some_and(|named| named.contains(&case));
            if !on || !run.open_at(scene.case.at, act.at) {
                continue;
            }
            match (of_act(&scene, run, act), &power) {
                (Power::Given, _) => power = Power::Given,
                (short @ Power::Short(..), Power::None) => power = short,
                _ => {}
            }
        }
        let Some(what) = told(
            docket.plan,
            act,
            named.is_some_and(|named| !named.is_empty()),
        ) else {
            if matches!(power, Power::Given) {
                given.insert(act.citation);
            }
            continue;
        };
        let why = match power {
            Power::Given => continue,
            Power::Short(have, need) => {
                format!("{have} seats voted for it that count, and {need} are needed")
            }
            Power::None => format!("no step begun in an open case lets it {what}"),
        };
        without.push(WithoutEffect {
            citation: act.citation,
            by: act.by.clone(),
            why,
        });
    }
    (given, without)
}

/// Returns what an act does, where it is without effect unless a ladder gives
/// it.
fn told(plan: &Plan, act: &CaseAct<'_>, named: bool) -> Option<String> {
    match act.what {
        What::Decision(decision) if !of_ladders(decision.act) || permitted(plan, decision) => None,
        What::Decision(decision) => Some(format!("{} {}", verb(decision.act), decision.of)),
        What::Finding(_) => (named && act.finds().is_some())
            .then(|| "find whether the case is substantiated".to_owned()),
        What::Reply(_) | What::Denial(_) => None,
    }
}

/// Returns whether a `may` clause of the actor gives it what it decides.
pub(crate) fn permitted(plan: &Plan, decision: &Decision) -> bool {
    plan.clauses.iter().any(|clause| {
        clause.id.as_str() == decision.of
            && matches!(clause.duty, Duty::May(_))
            && clause.subject.actors().contains(&decision.by)
    })
}

/// Returns a kind of decision as a verb.
pub(crate) fn verb(act: DecisionAct) -> &'static str {
    match act {
        DecisionAct::Certify => "certify",
        DecisionAct::Waive => "waive",
        DecisionAct::Declare => "declare",
        DecisionAct::Propose => "propose",
        DecisionAct::Adopt => "adopt",
        DecisionAct::Extend => "extend",
        DecisionAct::Suspend => "suspend",
        DecisionAct::Resume => "resume",
        DecisionAct::Notify => "notify on",
        DecisionAct::Invoke => "invoke",
        DecisionAct::Reprioritise => "reprioritise",
        DecisionAct::Screen => "screen",
        DecisionAct::Verify => "verify",
        DecisionAct::Meet => "meet on",
        DecisionAct::Decide => "decide on",
        DecisionAct::Acknowledge => "acknowledge",
        DecisionAct::Comply => "act on",
        DecisionAct::Refuse => "refuse",
        DecisionAct::Refer => "refer",
        DecisionAct::Remedy => "order a remedy for",
        DecisionAct::Close => "close",
    }
}

fn of_act(scene: &Scene<'_, '_>, run: &Run<'_>, act: &CaseAct<'_>) -> Power {
    let decision = match act.what {
        What::Decision(decision) => Some(decision),
        What::Finding(_) | What::Reply(_) | What::Denial(_) => None,
    };
    if act.finds().is_some() {
        let found = ending::findings(scene, run);
        if found.iter().any(|finding| finding.citation == act.citation) {
            return Power::Given;
        }
        if decision.is_none() {
            return Power::None;
        }
    }
    match decision.map(|decision| decision.act) {
        Some(DecisionAct::Extend) => return extends(scene, run, act),
        Some(DecisionAct::Certify) => return certifies(scene, run, act),
        _ => {}
    }
    let otherwise = decision.filter(|decision| decision.value.as_deref() == Some("otherwise"));
    if otherwise.is_some() {
        let stops = scene.case.ladder.steps.iter().find(|step| {
            step.parts.iter().any(|part| match part {
                StepPart::Snapback(snapback) => snapback.unless_decided_by.contains(act.by),
                StepPart::Act(_) => false,
            })
        });
        if let Some(step) = stops {
            return carried(scene, Some(step), act);
        }
    }
    match run.giving(scene, act).next_back() {
        Some(step) => carried(scene, Some(step.text), act),
        None => Power::None,
    }
}

fn carried(
    scene: &Scene<'_, '_>,
    step: Option<&servanda_model::plan::LadderStep>,
    act: &CaseAct<'_>,
) -> Power {
    match votes::short(scene.plan, &scene.case.against, step, act) {
        Some((have, need)) => Power::Short(have, need),
        None => Power::Given,
    }
}

fn extends(scene: &Scene<'_, '_>, run: &Run<'_>, act: &CaseAct<'_>) -> Power {
    let running = run.steps.iter().rfind(|step| {
        step.began <= act.at
            && step.ended.is_none_or(|(ended, _)| act.at <= ended)
            && step.text.extended_by.contains(act.by)
    });
    running.map_or(Power::None, |step| carried(scene, Some(step.text), act))
}

fn certifies(scene: &Scene<'_, '_>, run: &Run<'_>, act: &CaseAct<'_>) -> Power {
    let may = ending::remedies(scene, run).iter().any(|remedy| {
        remedy.at <= act.at
            && (remedy.by == *act.by || remedy.verified_by.as_deref() == Some(act.by.as_str()))
    });
    if may { Power::Given } else { Power::None }
}

//! Who may decide what.
//!
//! Decisions whose want of power is judged anyway are answered by
//! [`crate::powers`], so that nothing is let in that is then without effect.

use servanda_model::names::ActorName;
use servanda_model::plan::{Duty, Plan};
use servanda_model::record::{Decision, DecisionAct};

use super::Answer;
use super::part::{is_party, takes_part};
use crate::powers::powerless;

/// Says whether an actor may take a decision in its own name.
pub(super) fn may_decide(plan: &Plan, actor: &ActorName, decision: &Decision) -> Answer {
    let what = word(decision.act);
    let of = &decision.of;
    let allowed = match decision.act {
        DecisionAct::Certify | DecisionAct::Waive | DecisionAct::Declare | DecisionAct::Adopt => {
            return Answer::when(powerless(plan, decision).is_none(), || {
                let why = powerless(plan, decision).unwrap_or_default();
                (format!("`{actor}`: {why}"), said_only(what))
            });
        }
        DecisionAct::Extend => {
            powerless(plan, decision).is_none() || step_empowers(plan, actor, "extend")
        }
        DecisionAct::Propose => {
            is_party(plan, actor)
                || (plan.anchors.iter())
                    .any(|a| a.name.as_str() == of && a.adopted_by.as_ref() == Some(actor))
        }
        DecisionAct::Suspend | DecisionAct::Resume => {
            step_empowers(plan, actor, "suspend") || has_power(plan, actor, of)
        }
        DecisionAct::Invoke => {
            has_power(plan, actor, of)
                || step_empowers(plan, actor, "invoke")
                || step_empowers(plan, actor, "snapback")
                || step_empowers(plan, actor, "refer")
        }
        // A notice binds nobody: whoever has a task gives it to others who do.
        DecisionAct::Notify => takes_part(plan, actor),
        DecisionAct::Reprioritise => {
            let owes = (plan.clauses.iter())
                .any(|c| c.id.as_str() == of && c.subject.actors().contains(actor));
            let decides = (plan.actors.iter()).any(|a| a.name == *actor && a.decides.is_some());
            owes || decides
        }
    };
    Answer::when(allowed, || {
        (
            format!("the text does not let `{actor}` {what} {of}"),
            said_only(what),
        )
    })
}

/// What is left to somebody without the power.
fn said_only(what: &str) -> String {
    format!(
        "state it as a position or a claim; where somebody announced it all the same, the desk \
         can tell that as their act to {what}, which is then shown as without effect"
    )
}

/// Returns whether a clause gives an actor the power that it names: the clause
/// itself, or the event by which the power is exercised.
fn has_power(plan: &Plan, actor: &ActorName, of: &str) -> bool {
    plan.clauses.iter().any(|clause| {
        let Duty::May(power) = &clause.duty else {
            return false;
        };
        let event = power.event.as_ref().map(|event| event.name.as_str());
        clause.subject.actors().contains(actor)
            && (clause.id.as_str() == of || event == Some(of) || power.text.contains(of))
    })
}

/// Returns whether a step of a ladder is an actor's and speaks of an act.
///
/// WHY: a step's powers are read from its words and its actor's name, which is
/// what the Plan has of them.
pub(super) fn step_empowers(plan: &Plan, actor: &ActorName, word: &str) -> bool {
    (plan.ladders.iter().flat_map(|ladder| &ladder.steps))
        .any(|step| step.actor.as_ref() == Some(actor) && step.text.contains(word))
}

fn word(act: DecisionAct) -> &'static str {
    match act {
        DecisionAct::Certify => "certify",
        DecisionAct::Waive => "waive",
        DecisionAct::Declare => "declare",
        DecisionAct::Propose => "propose",
        DecisionAct::Adopt => "adopt",
        DecisionAct::Extend => "extend",
        DecisionAct::Suspend => "suspend",
        DecisionAct::Resume => "resume",
        DecisionAct::Notify => "notify",
        DecisionAct::Invoke => "invoke",
        DecisionAct::Reprioritise => "reprioritise",
    }
}

//! Who may decide what.
//!
//! Decisions whose want of power is judged anyway are answered by
//! [`crate::powers`], so that nothing is let in that is then without effect.

use servanda_model::names::ActorName;
use servanda_model::plan::{Duty, Plan};
use servanda_model::record::{Decision, DecisionAct};

use super::Answer;
use super::part::{is_party, takes_part};
use super::step;
use crate::ladder::verb;
use crate::powers::powerless;

/// Says whether an actor may take a decision in its own name.
pub(super) fn may_decide(plan: &Plan, actor: &ActorName, decision: &Decision) -> Answer {
    let what = verb(decision.act);
    let of = &decision.of;
    let allowed = match decision.act {
        DecisionAct::Certify if step::remedies(plan, actor) && names_case(plan, of) => true,
        DecisionAct::Certify | DecisionAct::Waive | DecisionAct::Declare | DecisionAct::Adopt => {
            return Answer::when(powerless(plan, decision).is_none(), || {
                let why = powerless(plan, decision).unwrap_or_default();
                (format!("`{actor}`: {why}"), said_only(what, of))
            });
        }
        DecisionAct::Extend => powerless(plan, decision).is_none() || step::extends(plan, actor),
        DecisionAct::Propose => {
            is_party(plan, actor)
                || (plan.anchors.iter())
                    .any(|a| a.name.as_str() == of && a.adopted_by.as_ref() == Some(actor))
        }
        DecisionAct::Invoke => has_power(plan, actor, of),
        DecisionAct::Suspend
        | DecisionAct::Resume
        | DecisionAct::Screen
        | DecisionAct::Verify
        | DecisionAct::Meet
        | DecisionAct::Decide
        | DecisionAct::Acknowledge
        | DecisionAct::Comply
        | DecisionAct::Refuse
        | DecisionAct::Refer
        | DecisionAct::Remedy
        | DecisionAct::Close => {
            step::decides(plan, actor, decision.act) == Some(true) || has_power(plan, actor, of)
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
            said_only(what, of),
        )
    })
}

/// Returns whether something is what cases are named by.
fn names_case(plan: &Plan, of: &str) -> bool {
    plan.clauses.iter().any(|clause| clause.id.as_str() == of)
        || plan.ladders.iter().any(|ladder| ladder.name.as_str() == of)
}

/// What is left to somebody without the power.
fn said_only(what: &str, of: &str) -> String {
    format!(
        "state it as a position or a claim; where somebody announced it all the same, the desk \
         can tell that as their act to {what} {of}, which is then shown as without effect"
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

//! Acts without power: decisions, rulings and readings by somebody else than
//! the text names.
//!
//! Entry point: [`without_effect`].
//!
//! # Source
//! "Meaning", section 11, last paragraph.

use servanda_model::assessment::WithoutEffect;
use servanda_model::names::ActorName;
use servanda_model::plan::{Grace, Plan};
use servanda_model::record::{Decision, DecisionAct};
use servanda_model::time::Instant;

use crate::facts::Dated;
use crate::ladder::{Cases, in_use, of_ladders, permitted, verb};
use crate::world::World;
use crate::{amendments, extensions};

/// Returns the acts known by an instant that had no power, by entry.
pub(crate) fn without_effect(world: &World<'_>, cases: &Cases, t: Instant) -> Vec<WithoutEffect> {
    let plan = world.plan;
    let mut found = cases.without_effect.clone();
    let ladders = in_use(plan);
    for d in world.facts.decisions.iter().filter(|d| d.at <= t) {
        let elsewhere = ladders && of_ladders(d.act.act);
        let told = d.known <= t || !of_ladders(d.act.act);
        if elsewhere || !told || cases.given.contains(&d.citation) {
            continue;
        }
        if let Some(why) = powerless(plan, d.act).or_else(|| moves_nothing(world, d, t)) {
            found.push(WithoutEffect {
                citation: d.citation,
                by: d.act.by.clone(),
                why,
            });
        }
    }
    for (citation, by) in &world.facts.rulings {
        let rules = plan.challenge.as_ref().map(|rule| &rule.ruled_by);
        if rules != Some(*by) {
            found.push(WithoutEffect {
                citation: *citation,
                by: (*by).clone(),
                why: "the text does not let it rule on challenges".to_owned(),
            });
        }
    }
    for reading in world.facts.readings.iter().filter(|r| r.at <= t) {
        let settles = plan
            .terms
            .iter()
            .find(|term| term.name.as_str() == reading.term)
            .and_then(|term| term.settled_by.as_ref());
        if settles != Some(reading.by) {
            found.push(WithoutEffect {
                citation: reading.citation,
                by: reading.by.clone(),
                why: format!("the text does not let it settle \"{}\"", reading.term),
            });
        }
    }
    found.extend(amendments::without_effect(world, t));
    found.sort_by_key(|one| one.citation);
    found
}

/// Says why a decision to extend moves no due date, where it does not.
fn moves_nothing(world: &World<'_>, d: &Dated<'_, Decision>, t: Instant) -> Option<String> {
    if d.act.act != DecisionAct::Extend {
        return None;
    }
    let (place, clause) = world.clause(&d.act.of.as_str().into())?;
    let judged = world.status_at(place, t);
    let mut moves = judged.iter().flat_map(|one| &one.slips);
    if moves.any(|slip| slip.citations.contains(&d.citation)) {
        return None;
    }
    let missing = extensions::missing(world.plan, &world.facts.decisions, d.act, t);
    let missing: Vec<&str> = missing.into_iter().map(ActorName::as_str).collect();
    Some(if d.act.until.is_none() {
        "it says to no day that the time is extended".to_owned()
    } else if missing.is_empty() {
        format!(
            "it moves no due date of {}: the time had run out, is as long without it, or is final",
            clause.id
        )
    } else {
        format!("the decision of {} is missing", missing.join(", "))
    })
}

pub(crate) fn powerless(plan: &Plan, act: &Decision) -> Option<String> {
    let phase = plan.phases.iter().find(|p| p.name.as_str() == act.of);
    let clause = plan.clauses.iter().find(|c| c.id.as_str() == act.of);
    match act.act {
        DecisionAct::Waive => {
            let may = phase.is_some_and(|p| p.waived_by.as_ref() == Some(&act.by))
                || clause.is_some_and(|c| c.owed_to.contains(&act.by));
            (!may).then(|| format!("the text does not let it waive {}", act.of))
        }
        DecisionAct::Declare => {
            let may = phase.is_some_and(|p| p.opened_by_declaration_of.as_ref() == Some(&act.by));
            (!may).then(|| format!("by the text a declaration does not open {}", act.of))
        }
        DecisionAct::Adopt => {
            let may = plan
                .anchors
                .iter()
                .any(|a| a.name.as_str() == act.of && a.adopted_by.as_ref() == Some(&act.by));
            (!may).then(|| format!("the text does not let it adopt {}", act.of))
        }
        DecisionAct::Extend => extensions::powerless(plan, act),
        DecisionAct::Certify => (!may_certify(plan, act))
            .then(|| format!("the text does not let it certify {}", act.of)),
        DecisionAct::Propose | DecisionAct::Invoke | DecisionAct::Reprioritise => None,
        DecisionAct::Suspend
        | DecisionAct::Resume
        | DecisionAct::Notify
        | DecisionAct::Screen
        | DecisionAct::Verify
        | DecisionAct::Meet
        | DecisionAct::Decide
        | DecisionAct::Acknowledge
        | DecisionAct::Comply
        | DecisionAct::Refuse
        | DecisionAct::Refer
        | DecisionAct::Remedy
        | DecisionAct::Close => (!permitted(plan, act))
            .then(|| format!("the text does not let it {} {}", verb(act.act), act.of)),
    }
}

/// Returns whether the text lets an actor certify what a decision certifies.
fn may_certify(plan: &Plan, act: &Decision) -> bool {
    let phases = plan.phases.iter().any(|phase| {
        phase.certified.as_ref().is_some_and(|c| c.by == act.by)
            && (phase.name.as_str() == act.of || phase_grounds(phase, &act.of))
    });
    let clauses = plan.clauses.iter().any(|clause| {
        let named = clause.id.as_str() == act.of;
        let certified = named && clause.certified.as_ref().is_some_and(|c| c.by == act.by);
        let excused = clause
            .excuses
            .iter()
            .any(|e| e.certified_by == act.by && (named || e.ground == act.of));
        let graced = named
            && matches!(&clause.grace, Some(Grace::LongerIfCertified { by, .. }) if *by == act.by);
        certified || excused || graced
    });
    phases || clauses
}

fn phase_grounds(phase: &servanda_model::plan::Phase, ground: &str) -> bool {
    use servanda_model::plan::{Condition, Opens};
    fn names(condition: &Condition, ground: &str) -> bool {
        match condition {
            Condition::Ground(text) => text == ground,
            Condition::And(all) | Condition::Or(all) => all.iter().any(|one| names(one, ground)),
            _ => false,
        }
    }
    matches!(&phase.opens, Opens::When(condition) if names(condition, ground))
}

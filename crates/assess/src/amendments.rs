//! Where each amendment of the text stands, as pages tell it.
//!
//! What lives here: consents, what is missing, and consents without effect.
//! What does not: which words bind what (`versions`). Entry points:
//! [`statuses`], [`reasons`], [`without_effect`].
//!
//! # Source
//! "Meaning", section 15.

use servanda_model::assessment::{
    AmendmentState, AmendmentStatus, Reason, ReasonKind, WithoutEffect,
};
use servanda_model::plan::{Amendment, Clause, Plan};
use servanda_model::time::Instant;

use crate::facts::Given;
use crate::versions::{self, Carried};
use crate::words;
use crate::world::World;

/// Returns where every amendment stands at an instant, in the text's order.
pub(crate) fn statuses(world: &World<'_>, t: Instant) -> Vec<AmendmentStatus> {
    let carried = versions::carried(world.plan, &world.facts);
    let amendments = world.plan.amendments.iter().zip(carried);
    amendments
        .map(|(amendment, carried)| status(world, amendment, carried.as_ref(), t))
        .collect()
}

fn status(
    world: &World<'_>,
    amendment: &Amendment,
    carried: Option<&Carried>,
    t: Instant,
) -> AmendmentStatus {
    let given: Vec<&Given<'_>> = versions::consents(amendment, &world.facts)
        .into_iter()
        .filter(|given| given.at <= t)
        .collect();
    let missing: Vec<_> = amendment
        .needs
        .iter()
        .filter(|actor| !given.iter().any(|given| given.act.by == **actor))
        .cloned()
        .collect();
    let effective_on = versions::effective_on(world.plan, amendment);
    let carried = carried.filter(|_| missing.is_empty());
    let state = match carried {
        _ if amendment.changes.is_none() || effective_on.is_none() => AmendmentState::WithoutEffect,
        _ if amendment.needs.is_empty() || !missing.is_empty() => AmendmentState::AwaitingConsent,
        None => AmendmentState::AwaitingAnother,
        Some(carried) if carried.seen <= t => AmendmentState::InForce,
        Some(_) => AmendmentState::Agreed,
    };
    AmendmentStatus {
        name: amendment.name.clone(),
        of: amendment.of.clone(),
        text: amendment.text.clone(),
        changes: amendment
            .changes
            .iter()
            .flatten()
            .map(|change| change.clause.clone())
            .collect(),
        state,
        effective_on,
        in_force_at: carried.map(|carried| world.plan.zone.day_start(carried.day)),
        consents: given
            .iter()
            .map(|given| (given.act.by.clone(), given.at, given.citation))
            .collect(),
        missing,
    }
}

/// Returns the consents that have no effect at an instant, and why.
pub(crate) fn without_effect(world: &World<'_>, t: Instant) -> Vec<WithoutEffect> {
    let consents = world.facts.consents.iter().filter(|given| given.at <= t);
    consents
        .filter_map(|given| {
            powerless(world.plan, given).map(|why| WithoutEffect {
                citation: given.citation,
                by: given.act.by.clone(),
                why,
            })
        })
        .collect()
}

fn powerless(plan: &Plan, given: &Given<'_>) -> Option<String> {
    let name = &given.act.to;
    let Some(amendment) = plan.amendments.iter().find(|one| one.name == *name) else {
        return Some(format!("the text declares no amendment {name}"));
    };
    if !amendment.needs.contains(&given.act.by) {
        return Some(format!("amendment {name} does not need its consent"));
    }
    if !versions::meant(amendment, given) {
        return Some(format!(
            "it is a consent to other words than those of amendment {name}"
        ));
    }
    if amendment.changes.is_none() {
        return Some(format!(
            "the words of amendment {name} do not fit the text"
        ));
    }
    None
}

/// Says what amendments make of a clause, and what they would.
pub(crate) fn reasons<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Vec<Reason> {
    let mut found = Vec::new();
    let carried = versions::carried(world.plan, &world.facts);
    for (amendment, carried) in world.plan.amendments.iter().zip(&carried) {
        let changes = amendment.changes.iter().flatten();
        let Some(change) = changes.into_iter().find(|one| one.clause == clause.id) else {
            continue;
        };
        let name = &amendment.name;
        let does = match &change.becomes {
            None => "deletes it",
            Some(words) if words.added_by.as_deref() == Some(name) => "adds it to the text",
            Some(_) => "changes its words",
        };
        let status = status(world, amendment, carried.as_ref(), t);
        let when = match (status.state, carried) {
            (AmendmentState::InForce, Some(carried)) => {
                format!("in force since {}", words::day(carried.day))
            }
            (AmendmentState::Agreed, Some(carried)) => {
                format!("agreed, in force from {}", words::day(carried.day))
            }
            (AmendmentState::AwaitingConsent, _) if status.missing.is_empty() => {
                "not in force: the text names no party to consent".to_owned()
            }
            (AmendmentState::AwaitingConsent, _) => {
                let missing = status.missing.iter().map(ToString::to_string);
                let missing: Vec<String> = missing.collect();
                format!("not in force: the consent of {} is missing", missing.join(", "))
            }
            (AmendmentState::AwaitingAnother, _) => {
                "not in force: an amendment that it is built on is not".to_owned()
            }
            (AmendmentState::WithoutEffect | AmendmentState::InForce | AmendmentState::Agreed, _) => {
                "without effect".to_owned()
            }
        };
        found.push(Reason {
            kind: ReasonKind::Rule,
            text: format!("amendment {name} {does}: {when}"),
            citations: status.consents.iter().map(|(_, _, at)| *at).collect(),
        });
    }
    found
}

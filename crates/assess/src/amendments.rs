//! Amendments of the text: when one is in force, and what is told of it.
//!
//! What lives here: consents, what is missing, from when it is in force, and
//! consents without effect. What does not: which words bind what (`versions`).
//! Entry points: [`carried`], [`statuses`], [`reasons`], [`without_effect`].
//!
//! # Source
//! "Meaning", section 15.

use std::collections::BTreeSet;

use servanda_model::assessment::{
    AmendmentState, AmendmentStatus, Reason, ReasonKind, WithoutEffect,
};
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Amendment, Clause, Plan};
use servanda_model::record::Citation;
use servanda_model::time::{Date, Instant};

use crate::calendar::plus_days;
use crate::facts::{Facts, Given};
use crate::words;
use crate::world::World;

/// An amendment that everybody needed has consented to.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    /// Its first day.
    pub(crate) day: Date,
    /// From when it is seen: its first instant, or the last consent.
    pub(crate) seen: Instant,
    /// From when every consent to it counts, and to those it is built on.
    agreed: Instant,
    /// The consents.
    pub(crate) citations: Vec<Citation>,
}

/// Returns the consents that count for an amendment: the first of each who
/// must consent.
pub(crate) fn consents<'f, 'a>(amendment: &Amendment, facts: &'f Facts<'a>) -> Vec<&'f Given<'a>> {
    let needs = amendment.needs.iter();
    needs
        .filter_map(|actor| {
            facts
                .consents
                .iter()
                .find(|given| given.act.by == *actor && meant(amendment, given))
        })
        .collect()
}

/// Returns whether a consent is to these words.
pub(crate) fn meant(amendment: &Amendment, given: &Given<'_>) -> bool {
    let same = |told: &Option<String>, own: &str| told.as_ref().is_none_or(|told| told == own);
    given.act.to == amendment.name
        && same(&given.act.old_digest, &amendment.digests.old)
        && same(&given.act.new_digest, &amendment.digests.new)
}

/// Returns the amendments that one is built on, by place: those above it that
/// change a clause that it changes.
pub(crate) fn built_on(plan: &Plan, place: usize) -> Vec<usize> {
    let clauses = |one: &Amendment| -> BTreeSet<ClauseId> {
        let changes = one.changes.iter().flatten();
        changes.map(|change| change.clause.clone()).collect()
    };
    let Some(own) = plan.amendments.get(place).map(clauses) else {
        return Vec::new();
    };
    let above = plan.amendments.iter().take(place).enumerate();
    above
        .filter(|(_, other)| !clauses(other).is_disjoint(&own))
        .map(|(place, _)| place)
        .collect()
}

/// Returns the effective day of an amendment by its own words.
pub(crate) fn effective_on(plan: &Plan, amendment: &Amendment) -> Option<Date> {
    amendment.effective.map(|moment| match moment {
        Moment::On(day) => day,
        Moment::At(instant) => plan.zone.date_of(instant),
    })
}

/// Returns for each amendment from when it is in force, by place.
pub(crate) fn carried(plan: &Plan, facts: &Facts<'_>) -> Vec<Option<Carried>> {
    let mut found: Vec<Option<Carried>> = Vec::new();
    for (place, amendment) in plan.amendments.iter().enumerate() {
        let below = built_on(plan, place);
        let below: Option<Vec<Carried>> = below
            .into_iter()
            .map(|place| found.get(place).cloned().flatten())
            .collect();
        found.push(below.and_then(|below| carry(plan, facts, amendment, &below)));
    }
    found
}

fn carry(
    plan: &Plan,
    facts: &Facts<'_>,
    amendment: &Amendment,
    below: &[Carried],
) -> Option<Carried> {
    amendment.changes.as_ref()?;
    let effective = effective_on(plan, amendment)?;
    let given = consents(amendment, facts);
    if given.len() < amendment.needs.len() {
        return None;
    }
    let last = given.iter().map(|given| given.at).max()?;
    let given_on = plan.zone.date_of(last);
    // Nothing is back-dated: a consent that comes late counts from the next day.
    let own = if given_on <= effective {
        effective
    } else {
        plus_days(given_on, 1)
    };
    let day = below.iter().map(|one| one.day).fold(own, Date::max);
    let seen = below.iter().map(|one| one.seen).fold(last, Instant::max);
    let agreed = below.iter().map(|one| one.agreed).fold(last, Instant::max);
    let mut citations: Vec<Citation> = given.iter().map(|given| given.citation).collect();
    citations.sort();
    Some(Carried {
        day,
        seen: seen.max(plan.zone.day_start(day)),
        agreed,
        citations,
    })
}

/// Returns where every amendment stands at an instant, in the text's order.
pub(crate) fn statuses(world: &World<'_>, t: Instant) -> Vec<AmendmentStatus> {
    let carried = carried(world.plan, &world.facts);
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
    let given: Vec<&Given<'_>> = consents(amendment, &world.facts)
        .into_iter()
        .filter(|given| given.at <= t)
        .collect();
    let missing: Vec<_> = amendment
        .needs
        .iter()
        .filter(|actor| !given.iter().any(|given| given.act.by == **actor))
        .cloned()
        .collect();
    let effective_on = effective_on(world.plan, amendment);
    let carried = carried.filter(|carried| carried.agreed <= t);
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
    if !meant(amendment, given) {
        return Some(format!(
            "it is a consent to other words than those of amendment {name}"
        ));
    }
    if amendment.changes.is_none() {
        return Some(format!("the words of amendment {name} do not fit the text"));
    }
    None
}

/// Says what amendments make of a clause, and what they would.
pub(crate) fn reasons<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Vec<Reason> {
    let mut found = Vec::new();
    let carried = carried(world.plan, &world.facts);
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
                format!(
                    "not in force: the consent of {} is missing",
                    missing.join(", ")
                )
            }
            (AmendmentState::AwaitingAnother, _) => {
                "not in force: an amendment that it is built on is not".to_owned()
            }
            (
                AmendmentState::WithoutEffect | AmendmentState::InForce | AmendmentState::Agreed,
                _,
            ) => "without effect".to_owned(),
        };
        found.push(Reason {
            kind: ReasonKind::Rule,
            text: format!("amendment {name} {does}: {when}"),
            citations: status.consents.iter().map(|(_, _, at)| *at).collect(),
        });
    }
    found
}

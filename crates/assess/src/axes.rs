//! The evidence axis and the agreement axis of an instance.
//!
//! # Source
//! "Meaning", section 13.

use std::collections::BTreeMap;

use servanda_model::assessment::{AgreementAxis, EvidenceAxis};
use servanda_model::figure::Figure;
use servanda_model::names::ActorName;
use servanda_model::plan::Clause;
use servanda_model::record::Stance;

use crate::evidence::{Turns, independent};
use crate::facts::Fact;
use crate::testimony::{Testimony, actor};
use crate::variants::{Standing, standing};
use crate::world::View;

/// Returns the evidence axis of an instance.
pub(crate) fn evidence(view: &View<'_, '_>, clause: &Clause, told: &[Testimony]) -> EvidenceAxis {
    if told.is_empty() {
        return EvidenceAxis::NoInformation;
    }
    let mut all = told.to_vec();
    for testimony in &mut all {
        testimony.own = true;
    }
    let world = view.world;
    let turns = Turns::default();
    let answer = world
        .bench
        .ask(view.plan(), &world.facts, &clause.evidence, &all, turns);
    let deciding: Vec<&Testimony> = match answer.done {
        Some(_) if answer.denied_since_done => return EvidenceAxis::Contradicted,
        Some(_) => told.iter().filter(|t| t.done).collect(),
        None if answer.denied => told.iter().filter(|t| !t.done).collect(),
        None => return EvidenceAxis::Insufficient,
    };
    deciding_axis(view, &deciding)
}

/// Returns how well the deciding testimonies establish something.
pub(crate) fn deciding_axis(view: &View<'_, '_>, deciding: &[&Testimony]) -> EvidenceAxis {
    let inexact = |figure: &Figure| figure.exact().is_none();
    let further = |testimony: &&Testimony| {
        testimony.also.iter().any(|fact| {
            let fact = view.world.facts.reports.get(*fact);
            fact.and_then(|fact| fact.report.figure.as_ref())
                .is_some_and(inexact)
        })
    };
    if deciding
        .iter()
        .any(|t| t.figure.as_ref().is_some_and(inexact) || further(t))
    {
        return EvidenceAxis::Estimated;
    }
    let facts: Vec<&Fact<'_>> = deciding
        .iter()
        .filter_map(|t| view.world.facts.reports.get(t.fact))
        .collect();
    let strong = |fact: &&Fact<'_>| {
        fact.finding || actor(view.plan(), &fact.report.reporter).is_some_and(|actor| actor.neutral)
    };
    let two = facts.iter().enumerate().any(|(place, first)| {
        facts
            .iter()
            .skip(place + 1)
            .any(|second| independent(view.plan(), first, second))
    });
    if facts.iter().any(strong) || two {
        EvidenceAxis::Verified
    } else {
        EvidenceAxis::Declared
    }
}

/// Returns the agreement axis of an instance.
pub(crate) fn agreement(view: &View<'_, '_>, clause: &Clause, told: &[Testimony]) -> AgreementAxis {
    let facts = &view.world.facts;
    let rests = |testimony: &Testimony| {
        std::iter::once(testimony.fact)
            .chain(testimony.also.iter().copied())
            .collect::<Vec<_>>()
    };
    let open = told.iter().flat_map(rests).any(|fact| {
        facts.reports.get(fact).is_some_and(|fact| {
            facts.challenges.iter().any(|challenge| {
                challenge.report == fact.root
                    && standing(view.world, challenge, view.t) == Standing::Open
            })
        })
    });
    if open {
        return AgreementAxis::PendingReply;
    }
    let mut last: BTreeMap<&ActorName, Stance> = BTreeMap::new();
    for (position, stance) in &facts.positions {
        let concerns = position
            .act
            .concerns
            .iter()
            .any(|name| name == clause.id.as_str());
        if concerns && position.at <= view.t {
            last.insert(&position.act.by, *stance);
        }
    }
    let by: Vec<ActorName> = last
        .into_iter()
        .filter(|(_, stance)| *stance == Stance::Dispute)
        .map(|(by, _)| by.clone())
        .collect();
    if by.is_empty() {
        AgreementAxis::Agreed
    } else {
        AgreementAxis::DisputedBy(by)
    }
}

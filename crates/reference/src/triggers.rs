//! Sections 3, 5 and 9 of "Meaning": what starts a clock, and how reports make
//! occurrences.
//!
//! Entry points: [`taus`], [`occurrences`], [`triggered`].

use std::collections::BTreeMap;

use servanda_model::figure::{Comparison, Decimal};
use servanda_model::names::{FieldName, ItemKey};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{AnchorValue, Clause, EventKind, EventPattern, Trigger};
use servanda_model::record::NOT_DONE;
use servanda_model::time::{Instant, Zone};

use crate::conditions::{self, Scope};
use crate::due::anchor_value;
use crate::known::Fact;
use crate::phases;
use crate::testimony::{Topic, admitted};
use crate::world::Ctx;

/// A trigger that came or is known to come.
#[derive(Clone, Debug)]
pub(crate) struct Tau {
    /// Its earliest instant.
    pub(crate) earliest: Instant,
    /// Its latest instant.
    pub(crate) latest: Instant,
    /// The instant from which it counts as having come.
    pub(crate) comes: Instant,
    /// Fields of its occurrence.
    pub(crate) fields: BTreeMap<FieldName, String>,
}

impl Tau {
    pub(crate) fn at(instant: Instant) -> Self {
        Self {
            earliest: instant,
            latest: instant,
            comes: instant,
            fields: BTreeMap::new(),
        }
    }

    fn value(zone: &Zone, value: AnchorValue) -> Self {
        match value {
            AnchorValue::At(instant) => Self::at(instant),
            AnchorValue::On(day) => Self {
                earliest: zone.day_start(day),
                latest: zone.day_end(day),
                comes: zone.day_start(day),
                fields: BTreeMap::new(),
            },
        }
    }
}

/// Several reports of one occurrence (9).
#[derive(Clone, Debug)]
pub(crate) struct Occurrence {
    /// Its reports, first by time and log order.
    pub(crate) reports: Vec<Fact>,
}

impl Occurrence {
    /// Returns its first report.
    pub(crate) fn first(&self) -> Option<&Fact> {
        self.reports.first()
    }
}

/// Returns the order of facts in time: latest, then log order.
pub(crate) fn in_order(zone: &Zone, facts: &mut [Fact]) {
    facts.sort_by_key(|f| (f.report.happened.latest(zone), f.citation));
}

/// Returns whether a fact tells of an occurrence at all.
fn tells_of_one(fact: &Fact) -> bool {
    let report = &fact.report;
    let positive = report
        .figure
        .as_ref()
        .is_none_or(|f| f.surely_beyond(Comparison::AtMost, Decimal::ZERO));
    positive
        && !report.running_total
        && report.per.is_none()
        && report.value.as_deref() != Some(NOT_DONE)
}

/// Groups facts into occurrences, in the order of their first reports (9).
pub(crate) fn group(zone: &Zone, event: &EventKind, mut facts: Vec<Fact>) -> Vec<Occurrence> {
    in_order(zone, &mut facts);
    let mut seen: Vec<(String, String, u32)> = Vec::new();
    let mut groups: Vec<((String, u32), Occurrence)> = Vec::new();
    for fact in facts.into_iter().filter(tells_of_one) {
        let key = occurrence_key(zone, event, &fact);
        let who = format!("{} {:?}", fact.report.reporter, fact.kind);
        let nth = match seen.iter_mut().find(|(w, k, _)| *w == who && *k == key) {
            Some((_, _, nth)) => {
                *nth += 1;
                *nth
            }
            None => {
                seen.push((who, key.clone(), 1));
                1
            }
        };
        match groups.iter_mut().find(|(k, _)| *k == (key.clone(), nth)) {
            Some((_, occurrence)) => occurrence.reports.push(fact),
            None => groups.push((
                (key, nth),
                Occurrence {
                    reports: vec![fact],
                },
            )),
        }
    }
    groups
        .into_iter()
        .map(|(_, occurrence)| occurrence)
        .collect()
}

fn occurrence_key(zone: &Zone, event: &EventKind, fact: &Fact) -> String {
    let report = &fact.report;
    if let (Some((from, to)), Some(_)) = (report.period, &report.figure) {
        return format!("period {from} {to}");
    }
    let day = zone.date_of(report.happened.latest(zone));
    if event.same.is_empty() {
        return format!("{day} {:?}", report.fields);
    }
    let values: Vec<String> = event
        .same
        .iter()
        .map(|field| match report.fields.get(field) {
            Some(value) => format!("is {value}"),
            None if field.as_str() == "day" => format!("is {day}"),
            None => "none".to_owned(),
        })
        .collect();
    format!("same {values:?}")
}

/// Returns the occurrences of an event pattern, one admitted report each
/// sufficing (5, "Triggers").
pub(crate) fn occurrences(ctx: &Ctx<'_>, pattern: &EventPattern) -> Vec<Occurrence> {
    let Some(event) = ctx
        .world
        .plan
        .events
        .iter()
        .find(|e| e.name == pattern.name)
    else {
        return Vec::new();
    };
    let facts = admitted(ctx, Topic::Event(event), &pattern.filters, None);
    group(&ctx.world.plan.zone, event, facts)
}

/// Returns the trigger that an occurrence is.
pub(crate) fn tau_of(zone: &Zone, occurrence: &Occurrence) -> Option<Tau> {
    let first = occurrence.first()?;
    Some(Tau {
        earliest: first.report.happened.earliest(zone),
        latest: first.report.happened.latest(zone),
        comes: first.report.happened.latest(zone),
        fields: first.report.fields.clone(),
    })
}

/// Returns every coming of a trigger, in order (3, 5).
pub(crate) fn taus(ctx: &Ctx<'_>, trigger: &Trigger, scope: Scope<'_>) -> Vec<Tau> {
    let zone = &ctx.world.plan.zone;
    match trigger {
        Trigger::Anchor(name) => anchor_value(ctx, name.as_str())
            .map(|value| Tau::value(zone, value))
            .into_iter()
            .collect(),
        Trigger::Moment(Moment::On(day)) => vec![Tau::value(zone, AnchorValue::On(*day))],
        Trigger::Moment(Moment::At(instant)) => vec![Tau::at(*instant)],
        Trigger::First(pattern) => occurrences(ctx, pattern)
            .first()
            .and_then(|o| tau_of(zone, o))
            .into_iter()
            .collect(),
        Trigger::Every(pattern) => occurrences(ctx, pattern)
            .iter()
            .filter_map(|o| tau_of(zone, o))
            .collect(),
        Trigger::Opening(phase) => phases::opened_at(ctx, phase, scope.item)
            .map(Tau::at)
            .into_iter()
            .collect(),
        Trigger::Clause(id, is) => ctx
            .instants()
            .into_iter()
            .find(|t| conditions::clause_is(ctx, id, *is, *t, None))
            .map(Tau::at)
            .into_iter()
            .collect(),
    }
}

/// How an instance was triggered.
#[derive(Clone, Debug)]
pub(crate) struct Triggering {
    /// When; nothing for what is triggered always.
    pub(crate) at: Option<Instant>,
}

/// Returns what a clause's own trigger, `from` and `when` give together, and
/// whether that triggers it at the instant judged (5, "Triggered").
pub(crate) fn triggered(
    ctx: &Ctx<'_>,
    clause: &Clause,
    own: Option<Tau>,
    item: Option<&ItemKey>,
) -> (Option<Tau>, Option<Triggering>) {
    let scope = Scope::clause(clause, item);
    let mut latest: Option<Tau> = own;
    let mut blocked = false;
    if let Some(from) = &clause.from {
        match taus(ctx, from, scope).into_iter().next() {
            Some(tau) => latest = Some(later(latest, tau)),
            None => blocked = true,
        }
    }
    if let Some(day) = ctx.supposed.since {
        let first = Tau::value(&ctx.world.plan.zone, AnchorValue::On(day));
        latest = Some(later(latest, first));
    }
    if let Some(gate) = &clause.gate {
        match conditions::first_held(ctx, gate, scope) {
            Some(instant) => latest = Some(later(latest, Tau::at(instant))),
            None => blocked = true,
        }
    }
    let at = latest.as_ref().map(|tau| tau.comes);
    let begun = || ctx.instants().first().copied().unwrap_or(ctx.at);
    let holds = conditions::during_holds(ctx, clause, at.unwrap_or_else(begun), scope);
    if blocked || at.is_some_and(|at| at > ctx.at) || !holds {
        return (latest.filter(|_| !blocked), None);
    }
    (latest, Some(Triggering { at }))
}

fn later(a: Option<Tau>, b: Tau) -> Tau {
    match a {
        Some(a) if a.comes >= b.comes => a,
        _ => b,
    }
}

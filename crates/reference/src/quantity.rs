//! Section 6 of "Meaning": reaching a quantity by stages.
//!
//! Entry points: [`cases`], [`progress`].

use servanda_model::assessment::InstanceKey;
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::plan::{Clause, Filter, Measured, ReadingValue, Stage};
use servanda_model::record::NOT_DONE;
use servanda_model::time::Instant;

use crate::acts::{accounts, balance, entry_into_force, since_then};
use crate::conditions::Scope;
use crate::due::{due, with_grace};
use crate::extensions::extended;
use crate::hands::{self, Obligor};
use crate::instance::{Case, greatest};
use crate::known::Fact;
use crate::testimony::{Told, Topic, admitted, establishes};
use crate::triggers::{in_order, taus, triggered};
use crate::world::Ctx;

/// Returns what a clause measures, with its filters, under the readings
/// supposed.
pub(crate) fn topic<'p>(ctx: &Ctx<'p>, measured: &Measured) -> Option<(Topic<'p>, Vec<Filter>)> {
    let plan = ctx.world.plan;
    let measure = |name: &str| plan.measures.iter().find(|m| m.name.as_str() == name);
    match measured {
        Measured::Measure(name, filters) => {
            measure(name.as_str()).map(|m| (Topic::Measure(m), filters.clone()))
        }
        Measured::State(name) => plan
            .states
            .iter()
            .find(|s| s.name == *name)
            .map(|s| (Topic::State(s), Vec::new())),
        Measured::Term(term) => match &ctx.supposed.readings.get(term)?.value {
            ReadingValue::Measure(name, filters) => {
                measure(name.as_str()).map(|m| (Topic::Measure(m), filters.clone()))
            }
            ReadingValue::Event(pattern) => plan
                .events
                .iter()
                .find(|e| e.name == pattern.name)
                .map(|e| (Topic::Event(e), pattern.filters.clone())),
            _ => None,
        },
    }
}

/// Returns whether a topic counts events rather than measures something.
fn counts_events(topic: Topic<'_>) -> bool {
    match topic {
        Topic::Event(_) => true,
        Topic::Measure(measure) => measure.counts.is_some(),
        Topic::State(_) => false,
    }
}

/// Returns the facts of a stage, measurements read as running totals.
fn facts(ctx: &Ctx<'_>, topic: Topic<'_>, filters: &[Filter]) -> Vec<Fact> {
    let mut facts = admitted(ctx, topic, filters, None);
    facts.retain(|f| f.report.per.is_none());
    if !counts_events(topic) {
        facts.retain(|f| f.report.figure.is_some());
        for fact in &mut facts {
            fact.report.running_total = true;
        }
    }
    in_order(&ctx.world.plan.zone, &mut facts);
    facts
}

/// Returns one instance per stage and obligor.
pub(crate) fn cases<'p>(
    ctx: &Ctx<'p>,
    clause: &'p Clause,
    measured: &Measured,
    comparison: Comparison,
    stages: &'p [Stage],
) -> Vec<Case<'p>> {
    let Some((topic, filters)) = topic(ctx, measured) else {
        return Vec::new();
    };
    let facts = facts(ctx, topic, &filters);
    let mut cases = Vec::new();
    for obligor in hands::obligors(clause) {
        for stage in stages {
            let told = match comparison {
                Comparison::AtLeast => {
                    let needs = [(Instant::MIN, stage.figure)];
                    accounts(ctx, clause, &obligor, &facts, &needs)
                        .into_iter()
                        .next()
                        .unwrap_or_default()
                }
                Comparison::AtMost => ceiling_told(ctx, clause, &obligor, &facts, stage.figure),
            };
            cases.push(case(ctx, clause, topic.name(), &obligor, stage, told));
        }
    }
    cases
}

fn case<'p>(
    ctx: &Ctx<'p>,
    clause: &'p Clause,
    subject: &'p str,
    obligor: &Obligor,
    stage: &'p Stage,
    told: Vec<Told>,
) -> Case<'p> {
    let plan = ctx.world.plan;
    let scope = Scope::clause(clause, None);
    let trigger = stage.timing.trigger();
    let own = match trigger {
        Some(trigger) => taus(ctx, trigger, scope).into_iter().next(),
        None => entry_into_force(ctx),
    };
    let missing = trigger.is_some() && own.is_none();
    let (latest, triggering) = triggered(ctx, clause, own, None);
    let clock = latest.filter(|_| !missing);
    let name = (!stage.name.is_empty()).then_some(stage.name.as_str());
    let planned = due(plan, &stage.timing, clock.as_ref());
    let planned = planned.map(|d| with_grace(ctx, clause, None, d));
    let moved = planned.map(|d| extended(ctx, clause, (None, name), d));
    Case {
        clause,
        key: InstanceKey {
            actor: obligor.key.clone(),
            stage: (!stage.name.is_empty()).then(|| stage.name.clone()),
            ..InstanceKey::default()
        },
        subject,
        timing: Some(&stage.timing),
        told,
        triggered: triggering.filter(|_| !missing),
        due: moved.as_ref().map(|(d, _)| *d),
        slips: moved.map(|(_, slips)| slips).unwrap_or_default(),
        early: true,
        waits: false,
        windowed: false,
    }
}

/// Returns what measurements say of a ceiling.
fn ceiling_told(
    ctx: &Ctx<'_>,
    clause: &Clause,
    obligor: &Obligor,
    facts: &[Fact],
    ceiling: Decimal,
) -> Vec<Told> {
    let zone = &ctx.world.plan.zone;
    let mut told = Vec::new();
    for (place, fact) in facts.iter().enumerate() {
        let Some(figure) = fact
            .report
            .figure
            .as_ref()
            .filter(|_| fact.report.running_total)
        else {
            continue;
        };
        let own = hands::own(ctx.world.plan, clause, obligor, &fact.report);
        if figure.surely_beyond(Comparison::AtMost, ceiling) {
            told.push(Told::of(ctx, fact, false, own));
        } else if figure.surely_within(Comparison::AtMost, ceiling) {
            let below = facts.iter().take(place).rev().find(|f| {
                f.report.reporter == fact.report.reporter
                    && f.kind == fact.kind
                    && f.report.running_total
                    && f.report
                        .figure
                        .as_ref()
                        .is_some_and(|g| g.surely_beyond(Comparison::AtMost, ceiling))
            });
            told.push(Told {
                when: since_then(zone, below, fact, false),
                ..Told::of(ctx, fact, true, own)
            });
        }
    }
    told
}

/// Returns the greatest amount established by accounts of own hands.
pub(crate) fn progress(
    ctx: &Ctx<'_>,
    clause: &Clause,
    obligor: &Obligor,
    facts: &[Fact],
) -> Decimal {
    let zone = &ctx.world.plan.zone;
    let mut amounts = Vec::new();
    for fact in facts {
        let mut book: Vec<Fact> = facts
            .iter()
            .filter(|f| f.report.reporter == fact.report.reporter && f.kind == fact.kind)
            .filter(|f| hands::own(ctx.world.plan, clause, obligor, &f.report))
            .filter(|f| f.report.value.as_deref() != Some(NOT_DONE) && f.report.per.is_none())
            .cloned()
            .collect();
        in_order(zone, &mut book);
        for end in 1..=book.len() {
            amounts.extend(book.get(..end).map(|b| balance(zone, b).0));
        }
    }
    greatest(&amounts, |n| {
        let told = accounts(ctx, clause, obligor, facts, &[(Instant::MIN, n)]);
        let done: Vec<&Told> = told.iter().flatten().filter(|t| t.done && t.own).collect();
        establishes(ctx.world.plan, &clause.evidence, &done)
    })
}

/// Returns the progress of a clause's stages for one obligor.
pub(crate) fn reached(
    ctx: &Ctx<'_>,
    clause: &Clause,
    measured: &Measured,
    actor: Option<&servanda_model::names::ActorName>,
) -> Option<Decimal> {
    let (topic, filters) = topic(ctx, measured)?;
    let facts = facts(ctx, topic, &filters);
    let obligor = hands::obligors(clause)
        .into_iter()
        .find(|o| o.key.as_ref() == actor)?;
    Some(progress(ctx, clause, &obligor, &facts))
}

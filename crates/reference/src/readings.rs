//! Section 12 of "Meaning": readings of open terms, and open challenges.
//!
//! Entry points: [`open_challenges`], [`ruled_out`], [`readings`].

use std::collections::BTreeSet;

use servanda_model::assessment::Supposition;
use servanda_model::names::{AnchorName, ReadingName, TermName};
use servanda_model::plan::{Clause, Duty, Measured, Plan, Reading, Target, Trigger};
use servanda_model::record::{Act, Citation, Entry, RulingOutcome};
use servanda_model::time::Instant;

use crate::amendments::all_words;
use crate::due::{adopted, after, value_of};
use crate::known::made_at;
use crate::world::{Ctx, Supposed};

/// A challenge on which nobody has ruled yet, within the time for that.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// The challenge's entry.
    pub(crate) entry: Citation,
    /// The reports it touches, corrections included.
    pub(crate) reports: Vec<Citation>,
}

enum Fate {
    Open,
    Upheld,
    Rejected,
    Without,
}

/// Returns the chains of the reports that an entry challenges in time.
fn challenged(ctx: &Ctx<'_>, entry: &Entry) -> Vec<Vec<Citation>> {
    let Some(rule) = &ctx.world.plan.challenge else {
        return Vec::new();
    };
    let made = made_at(&ctx.world.plan.zone, ctx.world.record, entry);
    ctx.world
        .facts
        .iter()
        .filter(|f| f.chain.iter().any(|i| entry.refers_to.contains(i)))
        .filter(|f| made <= after(ctx.world.plan, f.known_at, &rule.within))
        .map(|f| f.chain.clone())
        .collect()
}

/// Returns what has become of a challenge at the instant judged.
fn fate(ctx: &Ctx<'_>, entry: &Entry) -> Fate {
    let plan = ctx.world.plan;
    let Some(rule) = &plan.challenge else {
        return Fate::Without;
    };
    let made = |e: &Entry| made_at(&plan.zone, ctx.world.record, e);
    let end: Option<Instant> = rule
        .ruling_within
        .as_ref()
        .map(|within| after(plan, made(entry), within));
    let ruling = ctx
        .world
        .entries
        .iter()
        .filter(|e| e.refers_to.contains(&entry.citation))
        .filter(|e| made(e) <= ctx.at && end.is_none_or(|end| made(e) <= end))
        .filter_map(|e| match &e.act {
            Some(Act::Ruling { by, outcome }) if *by == rule.ruled_by => Some(*outcome),
            _ => None,
        })
        .next_back();
    match ruling {
        Some(RulingOutcome::Upheld) => Fate::Upheld,
        Some(RulingOutcome::Rejected) => Fate::Rejected,
        None if end.is_none_or(|end| ctx.at <= end) => Fate::Open,
        None if rule.report_stands_without_ruling => Fate::Rejected,
        None => Fate::Upheld,
    }
}

fn challenges<'w>(ctx: &Ctx<'w>) -> Vec<&'w Entry> {
    ctx.world
        .entries
        .iter()
        .copied()
        .filter(|e| matches!(e.act, Some(Act::Challenge { .. })))
        .filter(|e| made_at(&ctx.world.plan.zone, ctx.world.record, e) <= ctx.at)
        .collect()
}

/// Returns the challenges open at the instant judged, in log order.
pub(crate) fn open_challenges(ctx: &Ctx<'_>) -> Vec<Open> {
    challenges(ctx)
        .into_iter()
        .filter(|entry| matches!(fate(ctx, entry), Fate::Open))
        .map(|entry| Open {
            entry: entry.citation,
            reports: challenged(ctx, entry).concat(),
        })
        .filter(|open| !open.reports.is_empty())
        .collect()
}

/// Returns the reports that a ruling, or the lack of one, has put out.
pub(crate) fn ruled_out(ctx: &Ctx<'_>) -> BTreeSet<Citation> {
    challenges(ctx)
        .into_iter()
        .filter(|entry| matches!(fate(ctx, entry), Fate::Upheld))
        .flat_map(|entry| challenged(ctx, entry).concat())
        .collect()
}

/// Returns the subsets of open challenges to try: all of them up to five, then
/// none and all.
pub(crate) fn rulings(open: &[Open]) -> Vec<Vec<&Open>> {
    if open.len() > 5 {
        return vec![Vec::new(), open.iter().collect()];
    }
    let mut subsets: Vec<Vec<&Open>> = vec![Vec::new()];
    for challenge in open {
        let with: Vec<Vec<&Open>> = subsets
            .iter()
            .map(|s| s.iter().copied().chain([challenge]).collect())
            .collect();
        subsets.extend(with);
    }
    subsets
}

/// Returns what a subset of challenges supposes.
pub(crate) fn supposition(subset: &[&Open]) -> Supposition {
    let mut citations: Vec<Citation> = subset.iter().map(|c| c.entry).collect();
    citations.sort();
    Supposition::ChallengesSucceed(citations)
}

/// One combination of readings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Combination {
    /// What is supposed, by name.
    pub(crate) names: Vec<(TermName, ReadingName)>,
    /// The same, as values.
    pub(crate) supposed: Supposed,
}

/// Returns every combination of readings a clause is judged under, and whether
/// any term is open.
pub(crate) fn readings<'w>(ctx: &Ctx<'w>, clause: &'w Clause) -> (Vec<Combination>, bool) {
    let mut combinations = vec![Combination::default()];
    let mut open = false;
    let all = all_words(ctx, clause);
    let terms: BTreeSet<&TermName> = all.iter().flat_map(|words| terms_of(words)).collect();
    for term in terms {
        let settled = settled(ctx, term);
        let all: Vec<&Reading> = ctx
            .world
            .plan
            .terms
            .iter()
            .filter(|t| t.name == *term)
            .flat_map(|t| &t.readings)
            .collect();
        let found = all.iter().any(|r| Some(&r.name) == settled.as_ref());
        let left: Vec<&Reading> = all
            .into_iter()
            .filter(|r| !found || Some(&r.name) == settled.as_ref())
            .collect();
        open |= !found;
        combinations = combinations
            .iter()
            .flat_map(|c| left.iter().map(|r| (c.clone(), *r)))
            .map(|(mut c, reading)| {
                c.names.push((term.clone(), reading.name.clone()));
                c.supposed.readings.insert(term.clone(), reading.clone());
                c
            })
            .collect();
    }
    let anchors = all.iter().map(|words| anchors_of(ctx.world.plan, words));
    let anchors: BTreeSet<AnchorName> = anchors.flatten().collect();
    for anchor in anchors {
        let proposed = proposals(ctx, &anchor);
        if proposed.is_empty() {
            continue;
        }
        open = true;
        combinations = combinations
            .iter()
            .flat_map(|c| proposed.iter().map(|p| (c.clone(), p)))
            .map(|(mut c, (by, value))| {
                let name = TermName::new(anchor.as_str());
                c.names.push((name, ReadingName::new(by)));
                c.supposed.anchors.insert(anchor.clone(), *value);
                c
            })
            .collect();
    }
    (combinations, open)
}

fn terms_of(clause: &Clause) -> Vec<&TermName> {
    let mut terms: Vec<&TermName> = Vec::new();
    match &clause.duty {
        Duty::Keep {
            measured, target, ..
        } => {
            if let Measured::Term(term) = measured {
                terms.push(term);
            }
            if let Target::Term(_, term) = target
                && !terms.contains(&term)
            {
                terms.push(term);
            }
        }
        Duty::Reach {
            measured: Measured::Term(term),
            ..
        } => terms.push(term),
        _ => {}
    }
    terms
}

/// Returns the reading settled by the body named, where one was.
fn settled(ctx: &Ctx<'_>, term: &TermName) -> Option<ReadingName> {
    let by_whom = ctx
        .world
        .plan
        .terms
        .iter()
        .find(|t| t.name == *term)?
        .settled_by
        .as_ref()?;
    ctx.world
        .entries
        .iter()
        .rev()
        .filter(|e| made_at(&ctx.world.plan.zone, ctx.world.record, e) <= ctx.at)
        .find_map(|e| match &e.act {
            Some(Act::Reading {
                term: of,
                reading,
                by,
            }) if of == term.as_str() && by == by_whom => Some(ReadingName::new(reading)),
            _ => None,
        })
}

/// Returns the anchors that a clause's own dates hang on.
fn anchors_of(plan: &Plan, clause: &Clause) -> Vec<AnchorName> {
    let mut triggers: Vec<&Trigger> = clause.from.iter().chain(&clause.until).collect();
    let mut into_force = clause.from.is_none();
    match &clause.duty {
        Duty::Perform(perform) => {
            into_force = perform.timing.trigger().is_none();
            triggers.extend(perform.timing.trigger());
            if let Some((_, t)) = &perform.every {
                triggers.push(t);
                into_force = false;
            }
            into_force &= perform.of_its.is_none();
        }
        Duty::Reach { stages, .. } => {
            into_force = stages.iter().any(|s| s.timing.trigger().is_none());
            triggers.extend(stages.iter().filter_map(|s| s.timing.trigger()));
        }
        Duty::Keep { .. } | Duty::Avoid(_) => {}
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => into_force = false,
    }
    let mut names: Vec<AnchorName> = triggers
        .into_iter()
        .filter_map(|t| match t {
            Trigger::Anchor(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    if into_force {
        names.push(AnchorName::new("Entry into Force"));
    }
    names.sort();
    names.dedup();
    names.retain(|n| plan.anchors.iter().any(|a| a.name == *n));
    names
}

/// Returns the last value each proposer gave an anchor that has no other.
fn proposals(ctx: &Ctx<'_>, name: &AnchorName) -> Vec<(String, servanda_model::plan::AnchorValue)> {
    use servanda_model::record::DecisionAct;
    let stated = ctx
        .world
        .plan
        .anchors
        .iter()
        .any(|a| a.name == *name && a.stated.is_some());
    if stated || adopted(ctx, name.as_str()).is_some() {
        return Vec::new();
    }
    let mut found: Vec<(String, servanda_model::plan::AnchorValue)> = Vec::new();
    for decision in ctx.decisions(DecisionAct::Propose) {
        let value = decision.value.as_deref().and_then(value_of);
        if decision.of != name.as_str() {
            continue;
        }
        if let Some(value) = value {
            found.retain(|(by, _)| by != decision.by.as_str());
            found.push((decision.by.to_string(), value));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

//! Section 14, "Acts on a case": which act is on which case, and whether a
//! body's votes carry it.
//!
//! Entry points: [`on_cases`], [`carried`].

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{LadderStep, Plan, TestimonyKind};
use servanda_model::record::{Act, Citation, Decision, DecisionAct, Entry, Report, Vote};
use servanda_model::time::{Date, Instant};

use super::opening::Matter;
use crate::known;
use crate::world::World;

/// What somebody did that may be on a case.
#[derive(Clone, Debug)]
pub(crate) enum Did {
    /// Decided.
    Decided(Decision),
    /// Found.
    Found(Report),
    /// Replied.
    Replied,
}

/// An act, and the cases it names.
#[derive(Clone, Debug)]
pub(crate) struct CaseAct {
    pub(crate) entry: Citation,
    /// The entries that stand for it: corrections included.
    pub(crate) chain: Vec<Citation>,
    pub(crate) refers: Vec<Citation>,
    pub(crate) at: Instant,
    pub(crate) by: ActorName,
    pub(crate) did: Did,
    /// The places of the cases it names.
    pub(crate) cases: BTreeSet<usize>,
    /// Of these, those it refers to.
    pub(crate) referred: BTreeSet<usize>,
}

impl CaseAct {
    /// Returns the decision it is.
    pub(crate) fn decision(&self) -> Option<&Decision> {
        match &self.did {
            Did::Decided(decision) => Some(decision),
            Did::Found(_) | Did::Replied => None,
        }
    }

    /// Returns the decision it is, if of one kind.
    pub(crate) fn decided(&self, act: DecisionAct) -> Option<&Decision> {
        self.decision().filter(|d| d.act == act)
    }
}

/// Returns every act told by a world up to an instant, in order, with the
/// cases it names.
pub(crate) fn on_cases(told: &World<'_>, matters: &[Matter], at: Instant) -> Vec<CaseAct> {
    let mut acts = all(told, at);
    acts.sort_by_key(|a| a.chain.first().copied());
    let mut named: BTreeMap<Citation, BTreeSet<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for mut act in acts {
        for entry in &act.refers {
            let root = known::root(&told.entries, *entry).unwrap_or(*entry);
            act.referred.extend(
                matters
                    .iter()
                    .enumerate()
                    .filter(|(_, m)| m.reports.contains(&root))
                    .map(|(place, _)| place),
            );
            act.referred
                .extend(named.get(entry).into_iter().flatten().copied());
        }
        act.cases = if act.referred.is_empty() {
            by_fields(told.plan, &act, concerns(told, &act), matters)
        } else {
            act.referred.clone()
        };
        for entry in &act.chain {
            named.insert(*entry, act.cases.clone());
        }
        found.push(act);
    }
    found.sort_by_key(|a| (a.at, a.entry));
    found
}

fn all(told: &World<'_>, at: Instant) -> Vec<CaseAct> {
    let zone = &told.plan.zone;
    let make = |entry: &Entry, at, by: &ActorName, did| CaseAct {
        entry: entry.citation,
        chain: vec![entry.citation],
        refers: entry.refers_to.clone(),
        at,
        by: by.clone(),
        did,
        cases: BTreeSet::new(),
        referred: BTreeSet::new(),
    };
    let mut found: Vec<CaseAct> = Vec::new();
    for entry in &told.entries {
        match &entry.act {
            Some(Act::Decision(d)) => {
                let when = d.happened.latest(zone);
                found.push(make(entry, when, &d.by, Did::Decided(d.clone())));
            }
            Some(Act::Reply(remark)) => {
                let when = remark
                    .happened
                    .as_ref()
                    .map_or(entry.received_at, |w| w.latest(zone));
                found.push(make(entry, when, &remark.by, Did::Replied));
            }
            _ => {}
        }
    }
    for fact in told.plain(at).facts() {
        if fact.kind != TestimonyKind::Finding {
            continue;
        }
        let first = fact.chain.first().copied().unwrap_or(fact.citation);
        let refers = told
            .entries
            .iter()
            .find(|e| e.citation == first)
            .map(|e| e.refers_to.clone())
            .unwrap_or_default();
        found.push(CaseAct {
            entry: fact.citation,
            chain: fact.chain.clone(),
            refers,
            at: fact.report.happened.latest(zone),
            by: fact.report.reporter.clone(),
            did: Did::Found(fact.report.clone()),
            cases: BTreeSet::new(),
            referred: BTreeSet::new(),
        });
    }
    found.retain(|a| a.at <= at);
    found
}

/// Returns the texts that an act gives as what it is about.
fn concerns(told: &World<'_>, act: &CaseAct) -> Vec<String> {
    match &act.did {
        Did::Decided(decision) => vec![decision.of.clone()],
        Did::Found(report) if super::course::outcome_of(report.value.as_deref()).is_some() => {
            vec![report.of.clone()]
        }
        Did::Found(_) => Vec::new(),
        Did::Replied => told
            .entries
            .iter()
            .filter(|e| e.citation == act.entry)
            .filter_map(|e| match &e.act {
                Some(Act::Reply(remark)) => Some(remark.concerns.clone()),
                _ => None,
            })
            .flatten()
            .collect(),
    }
}

fn by_fields(plan: &Plan, act: &CaseAct, of: Vec<String>, matters: &[Matter]) -> BTreeSet<usize> {
    let none = BTreeMap::new();
    let fields = match &act.did {
        Did::Decided(decision) => &decision.fields,
        Did::Found(report) => &report.fields,
        Did::Replied => &none,
    };
    matters
        .iter()
        .enumerate()
        .filter(|(_, matter)| is_about(plan, matter, &of) && agrees(matter, fields))
        .map(|(place, _)| place)
        .collect()
}

fn is_about(plan: &Plan, matter: &Matter, of: &[String]) -> bool {
    use servanda_model::plan::LadderOpens;
    let clause = matter
        .clause
        .and_then(|c| plan.clauses.get(c))
        .map(|c| c.id.to_string());
    let ladder = plan.ladders.get(matter.ladder);
    let name = ladder.map(|l| l.name.to_string());
    let event = ladder
        .filter(|_| clause.is_none())
        .and_then(|l| match &l.opens {
            LadderOpens::Event(event) => Some(event.to_string()),
            LadderOpens::Failure => None,
        });
    of.iter()
        .any(|of| [&clause, &name, &event].contains(&&Some(of.clone())))
}

fn agrees(matter: &Matter, fields: &BTreeMap<FieldName, String>) -> bool {
    let key = matter.key.clone().unwrap_or_default();
    fields.iter().all(|(field, value)| match field.as_str() {
        "party" => matter.against.iter().any(|a| a.as_str() == value),
        "item" => key.item.as_ref().is_none_or(|i| i.as_str() == value),
        "stage" => key.stage.as_ref().is_none_or(|s| s == value),
        "day" => key.days.is_none_or(|(first, last)| {
            value
                .parse::<Date>()
                .is_ok_and(|day| first <= day && day <= last)
        }),
        _ => true,
    })
}

/// Returns whether the votes told carry an act: in a step, or by the body's
/// own number.
pub(crate) fn carried(
    plan: &Plan,
    act: &CaseAct,
    step: Option<&LadderStep>,
    against: &[ActorName],
) -> bool {
    let Some(decision) = act.decision() else {
        return true;
    };
    let Some(body) = plan.actors.iter().find(|a| a.name == decision.by) else {
        return true;
    };
    let needed = step.and_then(|s| s.decides).or(body.decides);
    let (Some((needed, _)), false, false) =
        (needed, body.seats.is_empty(), decision.votes.is_empty())
    else {
        return true;
    };
    let abstains = step.is_some_and(|s| s.accused_abstains);
    let votes: u32 = body
        .seats
        .iter()
        .filter(|(_, member)| decision.votes.get(member) == Some(&Vote::For))
        .filter(|(_, member)| !(abstains && against.contains(member)))
        .map(|(seats, _)| *seats)
        .sum();
    votes >= needed
}

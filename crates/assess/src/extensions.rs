//! Extensions: due dates moved by decision, outside ladders.
//!
//! What lives here: who can extend, when an extension counts, and what it
//! moves. What does not: extensions of a step of a ladder (`ladder`), and moves
//! by amendments (`versions`). Entry points: [`extend`], [`powerless`].
//!
//! # Source
//! "Meaning", section 15, "Extension".

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{InstanceKey, Reason, ReasonKind, Slip, SlipCause};
use servanda_model::names::ActorName;
use servanda_model::plan::{ActorKind, Clause, Duty, Plan};
use servanda_model::record::{Citation, Decision, DecisionAct};
use servanda_model::time::{Date, Instant, Zone};

use crate::calendar::days_between;
use crate::facts::Dated;
use crate::words;
use crate::world::View;

/// The word by which an extension calls the new date final.
const FINAL: &str = "final";

/// An extension that everybody needed has decided.
struct Agreed {
    at: Instant,
    until: Date,
    by: Vec<ActorName>,
    consent: bool,
    makes_final: bool,
    citations: Vec<Citation>,
}

/// Returns the parties, who together can move any due date.
fn parties(plan: &Plan) -> Vec<&ActorName> {
    let parties = plan.actors.iter();
    let parties = parties.filter(|actor| actor.kind == ActorKind::Party);
    parties.map(|actor| &actor.name).collect()
}

/// Returns whether a `may` clause lets an actor extend a clause.
fn empowered(plan: &Plan, actor: &ActorName, of: &str) -> bool {
    let signed = plan.clauses.iter().filter(|one| one.added_by.is_none());
    signed.into_iter().any(|clause| {
        let Duty::May(power) = &clause.duty else {
            return false;
        };
        let mut words = power.text.split_whitespace();
        let named = power.text.split_whitespace();
        let named = named.map(|word| word.trim_matches([',', ';', '.']));
        clause.subject.actors().contains(actor)
            && words.any(|word| word == "extend")
            && named.into_iter().any(|word| word == of)
    })
}

/// Returns why an actor cannot take part in extending what it decides on.
pub(crate) fn powerless(plan: &Plan, act: &Decision) -> Option<String> {
    let clause = plan.clauses.iter().any(|one| one.id.as_str() == act.of);
    let may = clause && (parties(plan).contains(&&act.by) || empowered(plan, &act.by, &act.of));
    (!may).then(|| format!("the text does not let it extend {}", act.of))
}

/// Returns whose decision is still needed beside one that extends.
pub(crate) fn missing<'a>(
    plan: &'a Plan,
    decisions: &[Dated<'_, Decision>],
    act: &Decision,
    t: Instant,
) -> Vec<&'a ActorName> {
    if empowered(plan, &act.by, &act.of) {
        return Vec::new();
    }
    let same = |d: &&Dated<'_, Decision>| {
        d.at <= t
            && d.act.act == DecisionAct::Extend
            && d.act.of == act.of
            && d.act.until == act.until
    };
    let given: BTreeSet<&ActorName> = decisions.iter().filter(same).map(|d| &d.act.by).collect();
    let mut needed = parties(plan);
    needed.retain(|actor| !given.contains(actor));
    needed
}

fn concerns(decision: &Decision, key: &InstanceKey) -> bool {
    decision
        .fields
        .iter()
        .all(|(field, value)| match field.as_str() {
            "item" => key.item.as_ref().is_some_and(|item| item.as_str() == value),
            "stage" => key.stage.as_ref() == Some(value),
            _ => true,
        })
}

/// Returns the extensions of an instance that are decided by an instant, in the
/// order in which they count.
fn agreed(view: &View<'_, '_>, clause: &Clause, key: &InstanceKey) -> Vec<Agreed> {
    let plan = view.plan();
    let parties = parties(plan);
    let mut by_day: BTreeMap<Date, Vec<&Dated<'_, Decision>>> = BTreeMap::new();
    for d in &view.world.facts.decisions {
        let extends = d.act.act == DecisionAct::Extend && d.act.of == clause.id.as_str();
        if let Some(until) = d.act.until.filter(|_| extends)
            && concerns(d.act, key)
            && view.reached(d.at)
        {
            by_day.entry(until).or_default().push(d);
        }
    }
    let mut found = Vec::new();
    for (until, decisions) in by_day {
        let first = |actor: &&ActorName| decisions.iter().find(|d| d.act.by == **actor).copied();
        let all: Option<Vec<_>> = parties.iter().map(first).collect();
        let consent = all.filter(|all| !all.is_empty());
        let alone = decisions
            .iter()
            .filter(|d| empowered(plan, &d.act.by, &d.act.of));
        for (given, consent) in alone
            .map(|d| (vec![*d], false))
            .chain(consent.map(|all| (all, true)))
        {
            let mut citations: Vec<Citation> = given.iter().map(|d| d.citation).collect();
            citations.sort();
            found.push(Agreed {
                at: given.iter().map(|d| d.at).fold(Instant::MIN, Instant::max),
                until,
                by: given.iter().map(|d| d.act.by.clone()).collect(),
                consent,
                makes_final: given.iter().any(|d| d.act.value.as_deref() == Some(FINAL)),
                citations,
            });
        }
    }
    found.sort_by_key(|one| (one.at, one.until, one.consent));
    found
}

/// Returns a due date with its extensions, and how each moved it.
pub(crate) fn extend(
    view: &View<'_, '_>,
    clause: &Clause,
    key: &InstanceKey,
    due: Instant,
) -> (Instant, Vec<Slip>) {
    let zone = &view.plan().zone;
    let mut due = due;
    let mut slips = Vec::new();
    let mut fixed = clause.final_deadline;
    for one in agreed(view, clause, key) {
        let to = zone.day_end(one.until);
        if one.at > due || to <= due || (fixed && !one.consent) {
            continue;
        }
        slips.push(Slip {
            from: due,
            to,
            by: SlipCause::Extension {
                by: one.by,
                was_final: fixed,
            },
            citations: one.citations,
        });
        due = to;
        fixed |= one.makes_final;
    }
    (due, slips)
}

/// Says how a due date was moved.
pub(crate) fn reason(zone: &Zone, slip: &Slip) -> Reason {
    let days = days_between(zone.date_of(slip.from), zone.date_of(slip.to));
    let way = if days < 0 { "earlier" } else { "later" };
    let moved = format!(
        "moved the due date from {} to {}, {} days {way}",
        words::instant(zone, slip.from),
        words::instant(zone, slip.to),
        days.abs()
    );
    let text = match &slip.by {
        SlipCause::Amendment(name) => format!("amendment {name} {moved}"),
        SlipCause::Extension { by, was_final } => {
            let names: Vec<&str> = by.iter().map(ActorName::as_str).collect();
            let who = names.join(", ");
            if *was_final {
                format!(
                    "{who} {moved}, though it was final: as all agreed whose consent an \
                     amendment needs, it is an amendment in substance"
                )
            } else {
                format!("{who} {moved}")
            }
        }
    };
    Reason {
        kind: ReasonKind::Time,
        text,
        citations: slip.citations.clone(),
    }
}

//! Re-tests: what is said, after something was met, of whether it still stands.
//!
//! What lives here: which re-tests are told with an instance. What does not:
//! statuses; no re-test changes one. Entry points: [`since`], [`reasons`].
//!
//! # Source
//! "Meaning", section 16.

use servanda_model::assessment::{Reason, ReasonKind, Retest, Status};
use servanda_model::names::ItemKey;
use servanda_model::plan::{Clause, Duty, EventKind, FieldKind};
use servanda_model::record::Report;
use servanda_model::time::Zone;

use crate::account::Hands;
use crate::acts::hands;
use crate::facts::Fact;
use crate::goal;
use crate::items::Listed;
use crate::judged::Judged;
use crate::testimony::{Reading, Topic, obligors, own_hands};
use crate::words;
use crate::world::View;

/// Returns the re-tests told of an instance since it was met.
pub(crate) fn since<'a>(view: &View<'_, 'a>, clause: &'a Clause, judged: &Judged) -> Vec<Retest> {
    let all = &view.world.facts.retests;
    let apart = judged.key.number.is_some() || judged.key.days.is_some();
    if all.is_empty() || apart || !matches!(judged.status, Status::Met | Status::MetLate) {
        return Vec::new();
    }
    let (Some(met), Some(topic)) = (judged.decided, topic(view, clause)) else {
        return Vec::new();
    };
    let mut told = Vec::new();
    for fact in all.iter().filter(|fact| fact.latest >= met) {
        if fact.latest > view.t {
            view.world.wake(fact.latest);
            break;
        }
        if view.variant.out.contains(&fact.root) || !concerns(view, clause, &topic, judged, fact) {
            continue;
        }
        told.extend(fact.report.retests().map(|stands| Retest {
            reporter: fact.report.reporter.clone(),
            via: fact.report.via.clone(),
            happened: fact.report.happened.clone(),
            stands,
            citation: fact.citation,
        }));
    }
    told
}

/// Returns what re-tests say, as reasons.
pub(crate) fn reasons(zone: &Zone, retests: &[Retest]) -> Vec<Reason> {
    let told = retests.iter().map(|one| {
        let says = if one.stands { "still" } else { "no longer" };
        let via = one.via.as_ref();
        let via = via.map_or_else(String::new, |via| format!(" (via {via})"));
        let when = words::when(zone, &one.happened);
        Reason {
            kind: ReasonKind::Since,
            text: format!("{}{via}: {says} done, as seen {when}", one.reporter),
            citations: vec![one.citation],
        }
    });
    told.collect()
}

fn topic<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Option<Topic<'a>> {
    match &clause.duty {
        Duty::Perform(perform) => Some(Topic::event(view.plan(), &perform.event)),
        Duty::Reach { measured, .. } => goal::topic(view, measured),
        _ => None,
    }
}

/// Returns whether a re-test is about an instance.
fn concerns(
    view: &View<'_, '_>,
    clause: &Clause,
    topic: &Topic<'_>,
    judged: &Judged,
    fact: &Fact<'_>,
) -> bool {
    let plan = view.plan();
    let own = obligors(&clause.subject)
        .into_iter()
        .filter(|(actor, _)| *actor == judged.key.actor)
        .any(|(_, obligors)| match hands(clause, &obligors) {
            Hands::All => true,
            Hands::Of(obligors) => own_hands(plan, fact.report, obligors),
        });
    let item = judged.key.item.as_ref();
    own && matches!(topic.read(plan, fact), Reading::Counts(_))
        && item.is_none_or(|item| speaks_of(topic.kind, fact.report, item))
}

/// Returns whether a report leaves the item open or lists it.
fn speaks_of(kind: Option<&EventKind>, report: &Report, item: &ItemKey) -> bool {
    kind.into_iter()
        .flat_map(|kind| &kind.fields)
        .filter(|field| matches!(field.kind, FieldKind::ItemOf(_)))
        .filter_map(|field| report.fields.get(&field.name))
        .all(|text| Listed::read(text).holds(item))
}

//! Section 1 of "Meaning": what is known.
//!
//! Entry points: [`known_entries`], [`facts`], [`record_end`].

use servanda_model::assessment::Known;
use servanda_model::names::{ActorName, PlaceName};
use servanda_model::plan::{FieldKind, Plan, TestimonyKind};
use servanda_model::record::{Act, Citation, Entry, Record, Report};
use servanda_model::time::{Instant, Zone};

use crate::world::Ctx;

/// An effective report or finding.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// The entry cited: the last correction's, else its own.
    pub(crate) citation: Citation,
    /// The entry first made and every correction of it.
    pub(crate) chain: Vec<Citation>,
    /// Who signed the entry cited.
    pub(crate) signer: ActorName,
    /// What it says now.
    pub(crate) report: Report,
    /// Report or finding.
    pub(crate) kind: TestimonyKind,
    /// The knowledge date of the entry first made.
    pub(crate) known_at: Instant,
}

/// Returns an entry's knowledge date (1.1).
pub(crate) fn knowledge_date(zone: &Zone, record: &Record, entry: &Entry) -> Instant {
    match entry.source.published_on {
        Some(day) if entry.citation.number() < record.backfill => zone.day_end(day),
        _ => entry.received_at,
    }
}

/// Returns when an act of the record was made (1.2).
pub(crate) fn made_at(zone: &Zone, record: &Record, entry: &Entry) -> Instant {
    match entry.source.published_on {
        Some(day) if entry.citation.number() < record.backfill => zone.day_start(day),
        _ => entry.received_at,
    }
}

/// Returns the entries known (1.1).
pub(crate) fn known_entries<'r>(zone: &Zone, record: &'r Record, known: Known) -> Vec<&'r Entry> {
    match known {
        Known::Size(size) => record
            .entries
            .iter()
            .filter(|e| e.citation.number() < size)
            .collect(),
        Known::By(by) => record
            .entries
            .iter()
            .filter(|e| knowledge_date(zone, record, e) <= by)
            .collect(),
    }
}

/// Returns the report or finding that a chain of corrections starts from (1.3).
pub(crate) fn root(entries: &[&Entry], index: Citation) -> Option<Citation> {
    let mut index = index;
    loop {
        let entry = entries.iter().find(|e| e.citation == index)?;
        match &entry.act {
            Some(Act::Report(_) | Act::Finding(_)) => return Some(index),
            Some(Act::Correction(_)) => {
                let before = *entry.refers_to.first()?;
                if before >= index {
                    return None;
                }
                index = before;
            }
            _ => return None,
        }
    }
}

/// Returns every effective report and finding (1.3).
pub(crate) fn facts(zone: &Zone, record: &Record, entries: &[&Entry]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for entry in entries {
        let (report, kind) = match &entry.act {
            Some(Act::Report(report)) => (report, TestimonyKind::Report),
            Some(Act::Finding(report)) => (report, TestimonyKind::Finding),
            _ => continue,
        };
        let mut fact = Fact {
            citation: entry.citation,
            chain: vec![entry.citation],
            signer: entry.signer.clone(),
            report: report.clone(),
            kind,
            known_at: knowledge_date(zone, record, entry),
        };
        let mut withdrawn = false;
        for later in entries {
            let Some(Act::Correction(new)) = &later.act else {
                continue;
            };
            let withdraws = new.is_none();
            let referred = later
                .refers_to
                .iter()
                .take(if withdraws { usize::MAX } else { 1 });
            let mut earlier = referred.filter(|one| **one < later.citation);
            if !earlier.any(|one| root(entries, *one) == Some(entry.citation)) {
                continue;
            }
            fact.chain.push(later.citation);
            let same_reporter = new.as_ref().is_some_and(|n| n.reporter == report.reporter);
            if later.signer != entry.signer && !same_reporter {
                continue;
            }
            fact.citation = later.citation;
            fact.signer = later.signer.clone();
            withdrawn = withdraws;
            if let Some(new) = new {
                fact.report = new.clone();
            }
        }
        if !withdrawn {
            facts.push(fact);
        }
    }
    facts.sort_by_key(|f| f.citation);
    facts
}

/// Gives a report the place it leaves out, where its event has only one (2).
pub(crate) fn place_it(plan: &Plan, report: &mut Report) {
    let counted = plan
        .measures
        .iter()
        .filter(|m| m.name.as_str() == report.of)
        .find_map(|m| m.counts.as_ref().map(|(event, _)| event.as_str()));
    let event = plan
        .events
        .iter()
        .find(|e| e.name.as_str() == report.of || Some(e.name.as_str()) == counted);
    for field in event.iter().flat_map(|e| &e.fields) {
        let FieldKind::PlaceOf(place) = &field.kind else {
            continue;
        };
        let mut leaves = vec![place.clone()];
        for _ in 0..plan.places.len() {
            leaves = leaves.iter().flat_map(|p| parts(plan, p)).collect();
        }
        if let [only] = leaves.as_slice()
            && parts(plan, only) == [only.clone()]
            && !report.fields.contains_key(&field.name)
        {
            report.fields.insert(field.name.clone(), only.to_string());
        }
    }
}

/// Returns the parts of a place, or the place where it has none.
fn parts(plan: &Plan, place: &PlaceName) -> Vec<PlaceName> {
    match plan.places.iter().find(|p| p.name == *place) {
        Some(found) if !found.members.is_empty() => found.members.clone(),
        _ => vec![place.clone()],
    }
}

/// Returns the last instant of the record for a subject, if it has an end (1.4).
pub(crate) fn record_end(ctx: &Ctx<'_>, subject: &str) -> Option<Instant> {
    let coverage = |of: Option<&str>| {
        ctx.world.entries.iter().rev().find_map(|e| match &e.act {
            Some(Act::Coverage(c)) if c.of.as_deref() == of => Some(c.until),
            _ => None,
        })
    };
    let zone = &ctx.world.plan.zone;
    let covered = coverage(Some(subject)).or_else(|| coverage(None));
    let known = match ctx.world.known {
        Known::By(by) if by < ctx.at => Some(zone.date_of(by)),
        _ => None,
    };
    covered
        .into_iter()
        .chain(known)
        .min()
        .map(|day| zone.day_end(day))
}

/// Returns whether an instant lies beyond the record's end (1.4).
pub(crate) fn beyond(ctx: &Ctx<'_>, subject: &str, instant: Instant) -> bool {
    record_end(ctx, subject).is_some_and(|end| end < instant)
}

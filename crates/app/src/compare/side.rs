//! One clause, and one phase, as one side has it.

use std::collections::BTreeSet;

use servanda_model::assessment::ClauseStatus;
use servanda_model::plan::{Clause, ReadingValue};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use crate::view::assess::{AssessView, PhaseView};
use crate::view::compare::{LateView, ProposedView, SideView, UnderView};
use crate::view::instance::lateness;
use crate::view::reason::CitedEntry;
use crate::{dates, keys, words};

use super::Side;

/// Returns the clauses of a side, in the order of its Plan.
pub(super) fn sides(side: Side) -> Vec<SideView> {
    let opened = side.opened;
    let mut assessed = AssessView::new(side.assessment, &opened.plan, &opened.record).clauses;
    let mut sides = Vec::with_capacity(assessed.len());
    for clause in &opened.plan.clauses {
        let status = side
            .assessment
            .clauses
            .iter()
            .find(|one| one.id == clause.id);
        let place = assessed.iter().position(|one| one.id == clause.id.as_str());
        if let (Some(status), Some(place)) = (status, place) {
            let view = assessed.swap_remove(place);
            sides.push(SideView {
                sentence: clause.sentence.clone(),
                mark: words::mark(status.status),
                word: words::status(status.status),
                due: due(side, status),
                late: late(status),
                under: under(side, status),
                proposed: proposed(clause),
                cites: cites(side, status),
                clause: view,
            });
        }
    }
    sides
}

/// Returns the phases of a side, in the order of its text.
pub(super) fn phases(side: Side) -> Vec<PhaseView> {
    let opened = side.opened;
    AssessView::new(side.assessment, &opened.plan, &opened.record).phases
}

fn due(side: Side, status: &ClauseStatus) -> Option<[String; 2]> {
    let all: BTreeSet<Instant> = status
        .instances
        .iter()
        .filter_map(|one| one.due_at)
        .collect();
    let shown = |at: &Instant| dates::machine(*at, &side.opened.plan.zone);
    Some([shown(all.first()?), shown(all.last()?)])
}

fn late(status: &ClauseStatus) -> Vec<LateView> {
    let late = status.instances.iter().filter_map(|one| {
        Some(LateView {
            key: keys::text(&one.key),
            late_by: lateness(one.lateness?),
        })
    });
    late.collect()
}

fn under(side: Side, status: &ClauseStatus) -> Vec<UnderView> {
    let terms = &side.opened.plan.terms;
    let view = |(term, reading, status): &(_, _, _)| {
        let said = terms
            .iter()
            .filter(|one| one.name == *term)
            .flat_map(|one| &one.readings)
            .find(|one| one.name == *reading);
        let text = said.map(|said| match &said.value {
            ReadingValue::Measure(name, filters) if filters.is_empty() => name.to_string(),
            _ => said.text.clone(),
        });
        UnderView {
            term: term.to_string(),
            reading: reading.to_string(),
            text: text.unwrap_or_default(),
            status: servanda_model::assessment::Status::key(*status),
            mark: words::mark(*status),
            word: words::status(*status),
        }
    };
    status.readings.iter().map(view).collect()
}

fn proposed(clause: &Clause) -> Vec<ProposedView> {
    let view = |one: &servanda_model::plan::ProposedField| ProposedView {
        field: one.label.clone(),
        by: one.by.clone(),
    };
    clause.proposed.iter().map(view).collect()
}

/// Returns what a clause's reasons cite; what is shown beside and not used is
/// no part of them.
fn cites(side: Side, status: &ClauseStatus) -> Vec<CitedEntry> {
    let of_instances = status.instances.iter().flat_map(|one| &one.reasons);
    let cited: BTreeSet<Citation> = status
        .reasons
        .iter()
        .chain(of_instances)
        .flat_map(|reason| reason.citations.iter().copied())
        .collect();
    let view = |one| CitedEntry::new(one, &side.opened.record);
    cited.into_iter().map(view).collect()
}

//! Closures, and which decisions concern an instance.
//!
//! What lives here: matching of a closure's or decision's names and fields with
//! an instance. What does not: what a closure does (`lifecycle`). Entry points:
//! [`first`], [`concerns`].
//!
//! # Source
//! "Meaning", section 4, "closed".

use std::collections::BTreeMap;

use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::Duty;
use servanda_model::record::{Citation, Closure};
use servanda_model::time::Instant;

use crate::acts::item_field;
use crate::extensions;
use crate::items::Listed;
use crate::lifecycle::Life;
use crate::testimony::within;

/// Returns the first closure that closes an instance.
pub(crate) fn first(life: &Life<'_, '_, '_>, by: &ActorName) -> Option<(Instant, Citation)> {
    life.view
        .world
        .facts
        .closures
        .iter()
        .filter(|closure| closure.act.by == *by && closes(life, closure.act))
        .find(|closure| life.view.reached(closure.at))
        .map(|closure| (closure.at, closure.citation))
}

fn closes(life: &Life<'_, '_, '_>, closure: &Closure) -> bool {
    let due_day = || {
        let zone = &life.view.plan().zone;
        let due = life.graced(life.draft.due?);
        let (due, _) = extensions::extend(life.view, life.clause, &life.draft.key, due);
        let day = zone.date_of(due);
        Some((day, day))
    };
    let days = match (closure.period, life.draft.key.days.or_else(due_day)) {
        (Some((from, to)), Some((first, last))) => from <= first && last <= to,
        _ => true,
    };
    days && names(life, &closure.of) && concerns(life, &closure.fields)
}

/// Returns whether a name is the clause's number, or its subject's, list's or
/// annex's name.
fn names(life: &Life<'_, '_, '_>, of: &str) -> bool {
    let list = match &life.clause.duty {
        Duty::Perform(perform) => perform.each.as_ref().map(|(_, list)| list),
        _ => None,
    };
    let listed = life
        .view
        .plan()
        .lists
        .iter()
        .filter(|l| Some(&l.name) == list)
        .any(|l| l.name.as_str() == of || of.strip_prefix("annex ") == Some(l.annex.as_str()));
    of == life.clause.id.as_str() || Some(of) == life.subject || listed
}

/// Returns whether fields agree with an instance's item, stage and place where
/// they give them.
pub(crate) fn concerns(life: &Life<'_, '_, '_>, fields: &BTreeMap<FieldName, String>) -> bool {
    let key = &life.draft.key;
    let item_field = item_field(life.view.plan(), life.clause);
    let item = |value: &str| {
        let listed = Listed::read(value);
        key.item.as_ref().is_some_and(|item| listed.holds(item))
    };
    fields.iter().all(|(field, value)| match field.as_str() {
        "stage" => key.stage.as_deref() == Some(value.as_str()),
        "place" => place(life, value),
        "item" => item(value),
        _ if item_field.as_ref() == Some(field) => item(value),
        _ => true,
    })
}

/// Returns whether a closed place is the clause's, or contains it.
fn place(life: &Life<'_, '_, '_>, closed: &str) -> bool {
    use servanda_model::plan::Measured;
    let filters = match &life.clause.duty {
        Duty::Perform(perform) => perform.event.filters.as_slice(),
        Duty::Avoid(event) => event.filters.as_slice(),
        Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => match measured {
            Measured::Measure(_, filters) => filters.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    filters.iter().any(|filter| {
        filter.field.as_str() == "place"
            && (filter.value == closed || within(life.view.plan(), &filter.value, closed))
    })
}

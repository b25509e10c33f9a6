//! The only place there is: what a report leaves out where its event can
//! happen in one place alone.
//!
//! Entry point: [`completed`].
//!
//! # Source
//! "Meaning", section 2.

use servanda_model::names::{FieldName, PlaceName};
use servanda_model::plan::{EventKind, FieldKind, Plan};
use servanda_model::record::{Act, Entry, Report};

/// Returns an entry, its report or finding completed with the places that its
/// event leaves no choice of.
pub(crate) fn completed(plan: &Plan, mut entry: Entry) -> Entry {
    if let Some(Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report))) =
        &mut entry.act
    {
        complete(plan, report);
    }
    entry
}

fn complete(plan: &Plan, report: &mut Report) {
    for (field, place) in only_places(plan, &report.of) {
        report
            .fields
            .entry(field)
            .or_insert_with(|| place.to_string());
    }
}

/// Returns the fields of an event, or of the event that a measure counts, which
/// can hold one place only, with that place.
fn only_places(plan: &Plan, of: &str) -> Vec<(FieldName, PlaceName)> {
    let Some(kind) = kind(plan, of) else {
        return Vec::new();
    };
    kind.fields
        .iter()
        .filter_map(|field| match &field.kind {
            FieldKind::PlaceOf(place) => Some((field.name.clone(), only(plan, place)?)),
            _ => None,
        })
        .collect()
}

fn kind<'a>(plan: &'a Plan, of: &str) -> Option<&'a EventKind> {
    let named = |name: &str| plan.events.iter().find(|kind| kind.name.as_str() == name);
    let counted = || {
        let measure = plan.measures.iter().find(|m| m.name.as_str() == of)?;
        named(measure.counts.as_ref()?.0.as_str())
    };
    named(of).or_else(counted)
}

/// Returns the place itself where it has no parts, its only part's only place
/// where it has one, and nothing where it has several.
fn only(plan: &Plan, place: &PlaceName) -> Option<PlaceName> {
    let mut place = place;
    for _ in 0..=plan.places.len() {
        let declared = plan.places.iter().find(|one| one.name == *place);
        match declared.map_or(&[][..], |one| &one.members) {
            [] => return Some(place.clone()),
            [part] => place = part,
            _ => return None,
        }
    }
    None
}

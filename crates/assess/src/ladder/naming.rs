//! Naming: which cases an act is on.
//!
//! What lives here: references first, then the clause, ladder or event that an
//! act names with its fields. What does not: whether the act has power
//! (`power`). Entry point: [`Named`].
//!
//! # Source
//! "Meaning", section 14, "Acts on a case".

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::FieldName;
use servanda_model::record::{Citation, Entry, find, first_told};
use servanda_model::time::Date;

use super::acts::{CaseAct, What};
use super::opening::Opened;

/// For each act, in the order told, the cases it names.
pub(crate) struct Named {
    /// Places of cases, by the act's place.
    pub(crate) cases: Vec<BTreeSet<usize>>,
    /// Whether it names them by reference.
    pub(crate) by_reference: Vec<bool>,
}

/// Returns which cases each act names; acts ascend by entry.
pub(crate) fn named(entries: &[Entry], acts: &[CaseAct<'_>], cases: &[Opened<'_>]) -> Named {
    let mut of_act: BTreeMap<Citation, BTreeSet<usize>> = BTreeMap::new();
    let mut named = Named {
        cases: Vec::with_capacity(acts.len()),
        by_reference: Vec::with_capacity(acts.len()),
    };
    for act in acts {
        let mut found = BTreeSet::new();
        for reference in &act.entry.refers_to {
            if *reference >= act.entry.citation {
                continue;
            }
            let root = first_told(|citation| find(entries, citation), *reference);
            if let Some(root) = root {
                let told = cases.iter().enumerate();
                let told = told.filter(|(_, case)| case.roots.contains(&root.citation));
                found.extend(told.map(|(place, _)| place));
            }
            found.extend(of_act.get(reference).into_iter().flatten().copied());
        }
        let by_reference = !found.is_empty();
        if !by_reference {
            let on = cases.iter().enumerate();
            let on = on.filter(|(_, case)| names(act, case));
            found.extend(on.map(|(place, _)| place));
        }
        of_act.insert(act.entry.citation, found.clone());
        named.cases.push(found);
        named.by_reference.push(by_reference);
    }
    named
}

/// Returns whether an act names a case by its clause, ladder or event.
fn names(act: &CaseAct<'_>, case: &Opened<'_>) -> bool {
    let one = |of: &str| {
        case.clause.is_some_and(|clause| clause.id.as_str() == of)
            || case.ladder.name.as_str() == of
            || case.event == Some(of)
    };
    match act.what {
        What::Decision(decision) => one(&decision.of) && agrees(&decision.fields, case),
        What::Finding(report) => {
            act.finds().is_some() && one(&report.of) && agrees(&report.fields, case)
        }
        What::Reply(remark) | What::Denial(remark) => remark.concerns.iter().any(|of| one(of)),
    }
}

fn agrees(fields: &BTreeMap<FieldName, String>, case: &Opened<'_>) -> bool {
    let key = &case.key;
    fields.iter().all(|(field, value)| match field.as_str() {
        "party" => case.against.iter().any(|actor| actor.as_str() == value),
        "item" => key.item.as_ref().is_none_or(|item| item.as_str() == value),
        "stage" => key.stage.as_ref().is_none_or(|stage| stage == value),
        "day" => key.days.is_none_or(|(first, last)| {
            value
                .parse::<Date>()
                .is_ok_and(|day| first <= day && day <= last)
        }),
        _ => true,
    })
}

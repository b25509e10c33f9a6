//! What an agreement lets a row say: the names that a Plan declares.
//!
//! Invariant: a row that passes uses only declared names, items and units, so
//! that nothing is silently left unread later.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::plan::{Condition, FieldKind, Grace, Opens, Plan};

/// The names that rows are held against.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Fields of events and their admitted values, by event and field.
    pub(crate) events: BTreeMap<String, BTreeMap<String, Admits>>,
    /// Measures, with their unit.
    pub(crate) measures: BTreeMap<String, Option<String>>,
    /// States and their values.
    pub(crate) states: BTreeMap<String, Vec<String>>,
    /// Declared actors.
    pub(crate) actors: BTreeSet<String>,
    /// Clauses, phases, anchors, terms, lists and other names that acts are
    /// about.
    pub(crate) subjects: BTreeSet<String>,
    /// Units and the base unit each converts into.
    pub(crate) units: BTreeMap<String, String>,
}

/// What a field admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Admits {
    /// Keys of a list.
    Items(BTreeSet<String>),
    /// These words.
    Words(Vec<String>),
    /// A number.
    Number,
    /// A civil day.
    Day,
    /// Anything.
    Text,
}

impl Schema {
    /// Makes the schema of a Plan.
    pub fn of(plan: &Plan) -> Self {
        let mut schema = Self {
            actors: plan
                .actors
                .iter()
                .map(|actor| actor.name.to_string())
                .collect(),
            units: plan
                .units
                .iter()
                .map(|unit| (unit.name.to_string(), unit.base.to_string()))
                .collect(),
            ..Self::default()
        };
        for event in &plan.events {
            let fields = event
                .fields
                .iter()
                .map(|field| (field.name.to_string(), admits(plan, &field.kind)));
            schema
                .events
                .insert(event.name.to_string(), fields.collect());
        }
        for measure in &plan.measures {
            let unit = measure.unit.as_ref().map(ToString::to_string);
            schema.measures.insert(measure.name.to_string(), unit);
        }
        for state in &plan.states {
            schema
                .states
                .insert(state.name.to_string(), state.values.clone());
        }
        schema.subjects = subjects(plan);
        schema
    }

    /// Returns every field name that some event declares.
    pub(crate) fn field_names(&self) -> BTreeSet<&str> {
        self.events
            .values()
            .flat_map(|fields| fields.keys().map(String::as_str))
            .collect()
    }

    /// Returns whether `of` can be reported.
    pub(crate) fn reportable(&self, of: &str) -> bool {
        self.events.contains_key(of)
            || self.measures.contains_key(of)
            || self.states.contains_key(of)
    }

    /// Returns whether `of` can be the subject of an act.
    pub(crate) fn subject(&self, of: &str) -> bool {
        self.reportable(of) || self.subjects.contains(of)
    }

    /// Returns the declared name nearest to one that is not declared.
    pub(crate) fn nearest<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        among
            .map(|candidate| (distance(name, candidate), candidate))
            .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
            .min()
            .map(|(_, candidate)| candidate)
    }
}

fn subjects(plan: &Plan) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    names.extend(plan.clauses.iter().map(|clause| clause.id.to_string()));
    names.extend(plan.phases.iter().map(|phase| phase.name.to_string()));
    names.extend(plan.ladders.iter().map(|ladder| ladder.name.to_string()));
    names.extend(plan.anchors.iter().map(|anchor| anchor.name.to_string()));
    names.extend(
        plan.amendments
            .iter()
            .map(|amendment| amendment.name.clone()),
    );
    names.extend(
        plan.indicators
            .iter()
            .map(|indicator| indicator.name.to_string()),
    );
    for term in &plan.terms {
        names.insert(term.name.to_string());
        names.insert(term.clause.to_string());
    }
    for clause in &plan.clauses {
        names.extend(clause.excuses.iter().map(|excuse| excuse.ground.clone()));
        if let Some(Grace::LongerIfCertified { ground, .. }) = &clause.grace {
            names.insert(ground.clone());
        }
        let conditions = clause
            .during
            .iter()
            .chain(&clause.gate)
            .chain(&clause.exceptions);
        conditions.for_each(|condition| grounds(condition, &mut names));
    }
    for phase in &plan.phases {
        if let Opens::When(condition) = &phase.opens {
            grounds(condition, &mut names);
        }
    }
    for list in &plan.lists {
        names.insert(list.name.to_string());
        names.insert(format!("annex {}", list.annex));
    }
    names
}

/// Adds the grounds that only people can find, which a decision certifies by
/// naming them.
fn grounds(condition: &Condition, names: &mut BTreeSet<String>) {
    match condition {
        Condition::Ground(ground) => {
            names.insert(ground.clone());
        }
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                grounds(part, names);
            }
        }
        Condition::Clause(..)
        | Condition::StageMet(..)
        | Condition::DutiesKept(_)
        | Condition::PhaseMet(_)
        | Condition::PhaseOpen(_)
        | Condition::Happened(..)
        | Condition::State(..)
        | Condition::Reached(_) => {}
    }
}

fn admits(plan: &Plan, kind: &FieldKind) -> Admits {
    match kind {
        FieldKind::ItemOf(list) => {
            let list = plan.lists.iter().find(|candidate| candidate.name == *list);
            Admits::Items(list.map_or_else(BTreeSet::new, |list| {
                list.items.iter().map(|item| item.key.to_string()).collect()
            }))
        }
        FieldKind::PlaceOf(place) => {
            let group = plan
                .places
                .iter()
                .find(|candidate| candidate.name == *place);
            let members = group.into_iter().flat_map(|group| group.members.iter());
            let mut words: Vec<String> = members.map(ToString::to_string).collect();
            words.push(place.to_string());
            Admits::Words(words)
        }
        FieldKind::OneOf(words) => Admits::Words(words.clone()),
        FieldKind::Number => Admits::Number,
        FieldKind::Date => Admits::Day,
        FieldKind::Money | FieldKind::Noun | FieldKind::Text => Admits::Text,
    }
}

/// Returns how many letters must change to turn one name into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut best = i + 1;
        if let Some(first) = row.first_mut() {
            *first = best;
        }
        for (to, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let cost = usize::from(from != *to);
            best = (diagonal + cost).min(best + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["North", "South", "Monitors"];
        assert_eq!(Schema::nearest("Nort", names.into_iter()), Some("North"));
        assert_eq!(
            Schema::nearest("Monitor", names.into_iter()),
            Some("Monitors")
        );
        assert_eq!(Schema::nearest("Guarantor", names.into_iter()), None);
    }

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}

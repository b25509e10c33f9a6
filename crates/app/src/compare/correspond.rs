//! Which clauses of two texts correspond.
//!
//! Within one agreement the number decides, and nothing else. Between two,
//! the same title, where it is more than words of the sentence; failing that, the same frame (`must perform`, `must not
//! commit`, `must keep`, `must reach`, `may`) on the same event, measure or
//! state, with the same filters.
//!
//! # Invariants
//! A clause corresponds to one clause at most. Where two clauses of a side fit,
//! none is taken: nothing is guessed. What a clause means is not weighed.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::plan::{Clause, Duty, EventPattern, Filter, Measured, Plan};

/// Two clauses that correspond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The left clause's place in its Plan.
    pub(super) left: usize,
    /// The right clause's place in its Plan.
    pub(super) right: usize,
    /// By what.
    pub(super) by: &'static str,
}

/// Finds the clauses that correspond, in the order of the left text.
pub(super) fn pairs(left: &Plan, right: &Plan, one_agreement: bool) -> Vec<Pair> {
    let mut found = Vec::new();
    if one_agreement {
        let number = |clause: &Clause| Some(("number", clause.id.to_string()));
        extend(&mut found, left, right, number);
    } else {
        extend(&mut found, left, right, |clause| {
            // A title made from the sentence names no more than its event.
            let own = !clause.sentence.contains(&clause.title);
            own.then(|| ("title", folded(&clause.title)))
        });
        extend(&mut found, left, right, subject);
    }
    found.sort_by_key(|pair| pair.left);
    found
}

/// Pairs those clauses without a counterpart that alone on their side have a
/// key, where one alone on the other side has it too.
fn extend(
    found: &mut Vec<Pair>,
    left: &Plan,
    right: &Plan,
    key: impl Fn(&Clause) -> Option<(&'static str, String)>,
) {
    let taken: BTreeSet<usize> = found.iter().map(|pair| pair.left).collect();
    let lefts = keyed(left, &taken, &key);
    let taken: BTreeSet<usize> = found.iter().map(|pair| pair.right).collect();
    let rights = keyed(right, &taken, &key);
    for (key, places) in &lefts {
        if let (&[left], Some(&[right])) = (places.as_slice(), rights.get(key).map(Vec::as_slice)) {
            let by = key.0;
            found.push(Pair { left, right, by });
        }
    }
}

fn keyed(
    plan: &Plan,
    taken: &BTreeSet<usize>,
    key: impl Fn(&Clause) -> Option<(&'static str, String)>,
) -> BTreeMap<(&'static str, String), Vec<usize>> {
    let mut keyed: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, clause) in plan.clauses.iter().enumerate() {
        if let (false, Some(key)) = (taken.contains(&place), key(clause)) {
            keyed.entry(key).or_default().push(place);
        }
    }
    keyed
}

/// Writes a title without regard to case and spacing.
fn folded(title: &str) -> String {
    let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Returns the frame and what it is about, for clauses that can be judged.
fn subject(clause: &Clause) -> Option<(&'static str, String)> {
    match &clause.duty {
        Duty::Perform(act) => Some(("event", format!("perform {}", event(&act.event)))),
        Duty::Avoid(pattern) => Some(("event", format!("avoid {}", event(pattern)))),
        Duty::May(power) => {
            let pattern = power.event.as_ref()?;
            Some(("event", format!("may {}", event(pattern))))
        }
        Duty::Keep { measured, .. } => Some(about("keep", measured)),
        Duty::Reach { measured, .. } => Some(about("reach", measured)),
        Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
    }
}

fn about(frame: &str, measured: &Measured) -> (&'static str, String) {
    match measured {
        Measured::Measure(name, filters) => (
            "measure",
            format!("{frame} {name}{}", where_fields(filters)),
        ),
        Measured::Term(name) => ("measure", format!("{frame} term {name}")),
        Measured::State(name) => ("state", format!("{frame} {name}")),
    }
}

fn event(pattern: &EventPattern) -> String {
    format!("{}{}", pattern.name, where_fields(&pattern.filters))
}

fn where_fields(filters: &[Filter]) -> String {
    let sorted: BTreeSet<&Filter> = filters.iter().collect();
    let written = sorted
        .into_iter()
        .map(|filter| format!(" where {} is {}", filter.field, filter.value));
    written.collect()
}

#[cfg(test)]
mod tests;

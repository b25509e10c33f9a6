//! Checks of the whole agreement: warnings and advices about a Plan that has a
//! meaning, though perhaps not the intended one.
//!
//! One file per check; each says what it looks for. A check reads the [`Lens`]
//! and adds diagnostics; it never changes the Plan. Checks that need a solver
//! are not made here.
//!
//! # Source
//! The book's pages on the codes A2xx and V3xx.

mod acceptance;
mod asymmetric;
mod block;
mod certification;
mod deadline;
mod deadlock;
mod evidence_short;
mod lapse;
mod month_end;
mod never_decides;
mod no_evidence;
mod no_response;
mod no_words;
mod nobody_reports;
mod proposed;
mod reply;
mod self_certified;
mod severity;
mod stall;
mod step;
mod uncheckable;
mod unfalsifiable;
mod vague;

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::{ActorName, ClauseId, EventName};
use servanda_model::plan::{
    Actor, Clause, Condition, Duty, EvidenceOption, Measured, Phase, Plan, Reporters,
};

pub(crate) use acceptance::accept;

/// What a check looks at.
pub(crate) struct Lens<'a> {
    /// The agreement in normal form.
    pub(crate) plan: &'a Plan,
    /// Its text.
    pub(crate) text: &'a str,
    /// Clauses as their amendments will make them, by the amendment's place in
    /// the Plan.
    pub(crate) amended: &'a [(usize, Clause)],
}

/// Makes every check.
pub(crate) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    deadlock::check(lens, out);
    deadline::check(lens, out);
    self_certified::check(lens, out);
    severity::check(lens, out);
    nobody_reports::check(lens, out);
    evidence_short::check(lens, out);
    lapse::check(lens, out);
    reply::check(lens, out);
    never_decides::check(lens, out);
    step::check(lens, out);
    stall::check(lens, out);
    no_words::check(lens, out);
    uncheckable::check(lens, out);
    no_evidence::check(lens, out);
    no_response::check(lens, out);
    unfalsifiable::check(lens, out);
    proposed::check(lens, out);
    month_end::check(lens, out);
    vague::check(lens, out);
    asymmetric::check(lens, out);
    block::check(lens, out);
    certification::check(lens, out);
}

impl Lens<'_> {
    /// Returns the actor of that name.
    pub(crate) fn actor(&self, name: &ActorName) -> Option<&Actor> {
        self.plan.actors.iter().find(|actor| actor.name == *name)
    }

    /// Returns the clause of that number.
    pub(crate) fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.plan.clauses.iter().find(|clause| clause.id == *id)
    }

    /// Returns whether one actor is the other, or belongs to nobody but the
    /// parties the other belongs to.
    pub(crate) fn on_side_of(&self, one: &ActorName, other: &ActorName) -> bool {
        if one == other {
            return true;
        }
        let (Some(one), Some(other)) = (self.actor(one), self.actor(other)) else {
            return false;
        };
        !one.neutral
            && !one.parties.is_empty()
            && one
                .parties
                .iter()
                .all(|party| other.parties.contains(party))
    }

    /// Returns who may report what a clause is about; `None` for a clause that
    /// no report can bear on, or whose subject matter is an open term.
    pub(crate) fn listed(&self, clause: &Clause) -> Option<&[ActorName]> {
        let event = |name: &EventName| {
            let kind = self.plan.events.iter().find(|event| event.name == *name);
            kind.map(|kind| kind.reported.as_slice())
        };
        match &clause.duty {
            Duty::Perform(perform) => event(&perform.event.name),
            Duty::Avoid(pattern) => event(&pattern.name),
            Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => match measured {
                Measured::Measure(name, _) => {
                    let measure = self.plan.measures.iter().find(|one| one.name == *name);
                    measure.map(|measure| measure.reported.as_slice())
                }
                Measured::State(name) => {
                    let state = self.plan.states.iter().find(|one| one.name == *name);
                    state.map(|state| state.reported.as_slice())
                }
                Measured::Term(_) => None,
            },
            Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
        }
    }

    /// Returns the phase that closes the one at this place of the Plan: the
    /// next that is neither beside it nor one of its alternatives.
    pub(crate) fn closed_by(&self, place: usize) -> Option<&Phase> {
        let phase = self.plan.phases.get(place)?;
        self.plan.phases.iter().skip(place + 1).find(|next| {
            !next.beside.contains(&phase.name)
                && next.instead_of.as_ref() != Some(&phase.name)
                && next.for_each == phase.for_each
        })
    }
}

/// Returns whose testimony an option admits, out of those listed.
pub(crate) fn admitted<'a>(
    option: &'a EvidenceOption,
    listed: &'a [ActorName],
) -> Vec<&'a ActorName> {
    match &option.by {
        Reporters::AnyListed => listed.iter().collect(),
        Reporters::Named(named) => named.iter().collect(),
    }
}

/// Returns whether a clause commits somebody to something that is judged.
pub(crate) fn commits(clause: &Clause) -> bool {
    match clause.duty {
        Duty::Perform(_) | Duty::Avoid(_) | Duty::Keep { .. } | Duty::Reach { .. } => true,
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => false,
    }
}

/// Returns the phases that all must be open for these conditions to hold.
pub(crate) fn phases_needed(conditions: &[Condition]) -> Vec<&servanda_model::names::PhaseName> {
    let mut phases = Vec::new();
    for condition in conditions {
        match condition {
            Condition::PhaseOpen(phase) => phases.push(phase),
            Condition::And(all) => phases.extend(phases_needed(all)),
            _ => {}
        }
    }
    phases
}

/// Joins words as prose does: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed_in_words<T: AsRef<str>>(words: &[T], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// Writes a small number as a word.
pub(crate) fn number_word(number: u32) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = usize::try_from(number).ok().and_then(|at| WORDS.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

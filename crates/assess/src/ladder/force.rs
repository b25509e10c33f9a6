//! Force: what cases changed in clauses and phases, and what that does to them.
//!
//! What lives here: suspensions, ends and revivals as instants, and the
//! questions that frames, lifecycles and gates ask about them. What does not:
//! which acts make them (`effects`). Entry point: [`Force`].
//!
//! # Invariants
//! A view sees only what took force, or lost it, strictly before its instant.
//!
//! # Source
//! "Meaning", section 14, "Force".

use servanda_model::names::{ClauseId, PhaseName};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use crate::calendar::just_after;
use crate::world::View;

/// One clause suspended for a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Suspension {
    /// From when.
    pub(crate) from: Instant,
    /// Its end, where it has one by now.
    pub(crate) until: Option<Instant>,
    /// The clause.
    pub(crate) clause: ClauseId,
    /// Whether its clock stops.
    pub(crate) stops: bool,
    /// By what, as a sentence's part.
    pub(crate) by: String,
    /// The act, where it was one.
    pub(crate) citations: Vec<Citation>,
}

/// A clause or a phase ended or revived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn<N> {
    /// From when.
    pub(crate) from: Instant,
    /// What.
    pub(crate) name: N,
    /// Whether it is in force again; else it ended.
    pub(crate) revived: bool,
    /// By what, as a sentence's part.
    pub(crate) by: String,
}

/// Everything that cases changed.
///
/// # Invariants
/// Every list ascends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Force {
    /// Suspensions of clauses.
    pub(crate) suspensions: Vec<Suspension>,
    /// Ends and revivals of clauses.
    pub(crate) clauses: Vec<Turn<ClauseId>>,
    /// Revivals of phases.
    pub(crate) phases: Vec<Turn<PhaseName>>,
}

impl Force {
    /// Returns the instants at which something changes by it.
    pub(crate) fn instants(&self) -> Vec<Instant> {
        let suspended = self
            .suspensions
            .iter()
            .flat_map(|s| std::iter::once(s.from).chain(s.until));
        let turned = self.clauses.iter().map(|turn| turn.from);
        let revived = self.phases.iter().map(|turn| turn.from);
        let mut found: Vec<Instant> = suspended
            .chain(turned)
            .chain(revived)
            .flat_map(|at| [at, just_after(at)])
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns whether nothing changed.
    pub(crate) fn idle(&self) -> bool {
        self.suspensions.is_empty() && self.clauses.is_empty() && self.phases.is_empty()
    }

    fn turns<'f>(
        &'f self,
        clause: &'f ClauseId,
        t: Instant,
    ) -> impl DoubleEndedIterator<Item = &'f Turn<ClauseId>> {
        self.clauses
            .iter()
            .filter(move |turn| turn.name == *clause && turn.from < t)
    }

    /// Returns the end of a clause that has ended and was not revived since.
    pub(crate) fn ended<'f>(
        &'f self,
        clause: &'f ClauseId,
        t: Instant,
    ) -> Option<&'f Turn<ClauseId>> {
        self.turns(clause, t)
            .next_back()
            .filter(|turn| !turn.revived)
    }

    /// Returns whether a clause was ever revived.
    pub(crate) fn revived(&self, clause: &ClauseId, t: Instant) -> bool {
        self.turns(clause, t).any(|turn| turn.revived)
    }

    /// Returns the last turn of a clause at or before an instant, ends counting
    /// only once they are past.
    fn turned_at(&self, clause: &ClauseId, at: Instant, t: Instant) -> Option<bool> {
        self.turns(clause, t)
            .rfind(|turn| turn.from < at || turn.revived && turn.from == at)
            .map(|turn| turn.revived)
    }

    /// Returns the suspensions of a clause.
    pub(crate) fn suspensions_of<'f>(
        &'f self,
        clause: &'f ClauseId,
        t: Instant,
    ) -> impl Iterator<Item = &'f Suspension> {
        self.suspensions
            .iter()
            .filter(move |s| s.clause == *clause && s.from < t)
    }
}

impl Suspension {
    /// Returns whether it lasts at an instant, as seen from it.
    pub(crate) fn lasts(&self, t: Instant) -> bool {
        self.until.is_none_or(|until| until >= t)
    }

    fn covers(&self, at: Instant) -> bool {
        self.from < at && self.until.is_none_or(|until| at <= until)
    }
}

impl View<'_, '_> {
    /// Returns whether a clause's `while` and `until` bind at an instant: not
    /// where it was revived.
    pub(crate) fn bound(&self, clause: &ClauseId, at: Instant) -> bool {
        self.world.force.turned_at(clause, at, self.t) != Some(true)
    }

    /// Returns whether a clause has ended at an instant.
    pub(crate) fn ended(&self, clause: &ClauseId, at: Instant) -> bool {
        self.world.force.turned_at(clause, at, self.t) == Some(false)
    }

    /// Returns whether an instant lies in a suspension of a clause.
    pub(crate) fn suspended_at(&self, clause: &ClauseId, at: Instant) -> bool {
        self.world
            .force
            .suspensions_of(clause, self.t)
            .any(|s| s.covers(at))
    }

    /// Returns whether a clause is in force at an instant: neither ended nor
    /// suspended, and inside its time unless it was revived.
    pub(crate) fn in_force(
        &self,
        clause: &ClauseId,
        at: Instant,
        inside: impl FnOnce() -> bool,
    ) -> bool {
        !self.ended(clause, at)
            && !self.suspended_at(clause, at)
            && (!self.bound(clause, at) || inside())
    }

    /// Returns the stretches of a period in which a clause's `while` and
    /// `until` bind; `None` where it has ended in some part of the period.
    pub(crate) fn bound_within(
        &self,
        clause: &ClauseId,
        start: Instant,
        end: Instant,
    ) -> Option<Vec<(Instant, Instant)>> {
        let force = &self.world.force;
        if force.clauses.is_empty() {
            return Some(vec![(start, end)]);
        }
        let mut stretches = Vec::new();
        let mut from = start;
        let mut state = force.turned_at(clause, start, self.t);
        let mut inside = force
            .turns(clause, self.t)
            .filter(|turn| turn.from >= start && turn.from < end)
            .peekable();
        while let Some(turn) = inside.next() {
            // Of several turns at one instant the last is the one that holds.
            if inside.peek().is_some_and(|next| next.from == turn.from) {
                continue;
            }
            if state == Some(false) || !turn.revived {
                return None;
            }
            if state.is_none() {
                stretches.push((from, turn.from));
            }
            from = turn.from;
            state = Some(true);
        }
        match state {
            None => stretches.push((from, end)),
            Some(true) => {}
            Some(false) => return None,
        }
        Some(stretches)
    }
}

//! What was judged before, and until when it stands.
//!
//! What lives here: judged instances by clause and instant, each with the next
//! instant at which it can be otherwise. What does not: judging. Entry points:
//! [`Memory::recall`], [`Memory::watch`].
//!
//! # Invariants
//! A lasting memory answers for an instant from an earlier one only where
//! nothing changes in between: neither by time (`wakes`), nor by what no clause
//! wakes for (`breaks`).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::rc::Rc;

use servanda_model::time::Instant;

use crate::judged::Judged;

/// What was judged, and the next instant at which it can be otherwise.
type Judgement = (Rc<Vec<Judged>>, Option<Instant>);

/// Judged instances.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// Whether what was judged at one instant stands for later ones.
    pub(crate) lasting: bool,
    judged: RefCell<BTreeMap<(usize, Instant), Judgement>>,
    breaks: RefCell<BTreeSet<Instant>>,
    /// What is being watched: the instant, and the next change seen so far.
    watched: RefCell<Vec<(Instant, Option<Instant>)>>,
}

impl Memory {
    /// Makes a memory in which judgements last.
    pub(crate) fn lasting() -> Self {
        Self {
            lasting: true,
            ..Self::default()
        }
    }

    /// Returns what was judged of a clause that stands at an instant.
    pub(crate) fn recall(&self, index: usize, t: Instant) -> Option<Judgement> {
        let judged = self.judged.borrow();
        if !self.lasting {
            let (judged, _) = judged.get(&(index, t))?;
            return Some((Rc::clone(judged), None));
        }
        let ((_, from), judgement) = judged
            .range((index, Instant::MIN)..=(index, t))
            .next_back()?;
        self.stands(*from, judgement.1, t)
            .then(|| judgement.clone())
    }

    /// Returns whether what was seen at one instant stands at a later one.
    pub(crate) fn stands(&self, from: Instant, next: Option<Instant>, t: Instant) -> bool {
        from <= t
            && next.is_none_or(|next| t < next)
            && (from == t || self.next_break(from).is_none_or(|next| t < next))
    }

    /// Keeps what was judged.
    pub(crate) fn remember(
        &self,
        index: usize,
        t: Instant,
        judged: Rc<Vec<Judged>>,
        next: Option<Instant>,
    ) {
        self.judged.borrow_mut().insert((index, t), (judged, next));
    }

    /// Returns what a closure gives, and the first instant after `t` for which
    /// it wakes.
    pub(crate) fn watch<R>(&self, t: Instant, look: impl FnOnce() -> R) -> (R, Option<Instant>) {
        self.watched.borrow_mut().push((t, None));
        let seen = look();
        let next = self.watched.borrow_mut().pop().and_then(|(_, next)| next);
        if let Some(next) = next {
            self.wakes(next);
        }
        (seen, next)
    }

    /// Notes that something can change at an instant.
    pub(crate) fn wakes(&self, instant: Instant) {
        if let Some((t, next)) = self.watched.borrow_mut().last_mut()
            && instant > *t
            && next.is_none_or(|next| instant < next)
        {
            *next = Some(instant);
        }
    }

    /// Notes that from an instant on nothing judged before stands.
    pub(crate) fn breaks(&self, instants: impl IntoIterator<Item = Instant>) {
        self.breaks.borrow_mut().extend(instants);
    }

    /// Returns the first break after an instant.
    pub(crate) fn next_break(&self, after: Instant) -> Option<Instant> {
        self.breaks
            .borrow()
            .range((Bound::Excluded(after), Bound::Unbounded))
            .next()
            .copied()
    }

    /// Forgets what was judged of some clauses from an instant on, or of all.
    pub(crate) fn forget(&self, touched: Option<&BTreeSet<usize>>, from: Instant) {
        let hit = |index: usize| touched.is_none_or(|touched| touched.contains(&index));
        let mut judged = self.judged.borrow_mut();
        judged.retain(|(index, t), _| !hit(*index) || *t < from);
        for ((index, _), (_, next)) in judged.iter_mut() {
            if hit(*index) && next.is_none_or(|next| next > from) {
                *next = Some(from);
            }
        }
    }
}

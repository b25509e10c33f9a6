//! The events given so far, by time-point, and the clock.
//!
//! # Invariants
//! A moment is a time-point if it is marked or has an event; retracting the
//! last event of an unmarked moment takes the time-point away.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Event, EventError, EventId};
use crate::{Moment, Signature, Tuple};

/// Holds the facts of one time-point, with the events that state each.
#[derive(Debug, Clone, Default)]
pub(crate) struct TimePoint {
    facts: BTreeMap<String, BTreeMap<Tuple, BTreeSet<EventId>>>,
    marked: bool,
}

impl TimePoint {
    /// Lists the facts of one predicate.
    pub(crate) fn facts(
        &self,
        predicate: &str,
    ) -> impl Iterator<Item = (&Tuple, &BTreeSet<EventId>)> {
        self.facts.get(predicate).into_iter().flatten()
    }
}

/// Holds the stream as it stands after all corrections.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    signature: Signature,
    events: BTreeMap<EventId, Event>,
    points: BTreeMap<Moment, TimePoint>,
}

impl Timeline {
    pub(crate) fn new(signature: &Signature) -> Self {
        Self {
            signature: signature.clone(),
            events: BTreeMap::new(),
            points: BTreeMap::new(),
        }
    }

    pub(crate) fn event(&self, id: EventId) -> Option<&Event> {
        self.events.get(&id)
    }

    pub(crate) fn points(&self) -> &BTreeMap<Moment, TimePoint> {
        &self.points
    }

    /// Checks an event against the signature and the identities taken.
    pub(crate) fn check(&self, event: &Event) -> Result<(), EventError> {
        match self.signature.fits(&event.predicate, &event.args) {
            Some(true) => Ok(()),
            None => Err(EventError::UnknownPredicate {
                id: event.id,
                predicate: event.predicate.clone(),
            }),
            Some(false) => Err(EventError::WrongArguments {
                id: event.id,
                predicate: event.predicate.clone(),
                expected: self
                    .signature
                    .columns(&event.predicate)
                    .into_iter()
                    .flatten()
                    .map(|c| c.kind)
                    .collect(),
                found: event.args.iter().map(crate::Value::type_of).collect(),
            }),
        }
    }

    pub(crate) fn push(&mut self, event: Event) -> Result<(), EventError> {
        self.check(&event)?;
        if self.events.contains_key(&event.id) {
            return Err(EventError::Duplicate(event.id));
        }
        let facts = &mut self.points.entry(event.at).or_default().facts;
        let tuples = facts.entry(event.predicate.clone()).or_default();
        tuples
            .entry(event.args.clone())
            .or_default()
            .insert(event.id);
        self.events.insert(event.id, event);
        Ok(())
    }

    pub(crate) fn retract(&mut self, id: EventId) -> Result<Event, EventError> {
        let event = self.events.remove(&id).ok_or(EventError::Unknown(id))?;
        if let Some(point) = self.points.get_mut(&event.at) {
            if let Some(tuples) = point.facts.get_mut(&event.predicate) {
                if let Some(ids) = tuples.get_mut(&event.args) {
                    ids.remove(&id);
                    if ids.is_empty() {
                        tuples.remove(&event.args);
                    }
                }
                if tuples.is_empty() {
                    point.facts.remove(&event.predicate);
                }
            }
            self.drop_if_bare(event.at);
        }
        Ok(event)
    }

    pub(crate) fn mark(&mut self, at: Moment) {
        self.points.entry(at).or_default().marked = true;
    }

    pub(crate) fn unmark(&mut self, at: Moment) -> bool {
        let Some(point) = self.points.get_mut(&at) else {
            return false;
        };
        let was = std::mem::take(&mut point.marked);
        self.drop_if_bare(at);
        was
    }

    fn drop_if_bare(&mut self, at: Moment) {
        if self
            .points
            .get(&at)
            .is_some_and(|p| p.facts.is_empty() && !p.marked)
        {
            self.points.remove(&at);
        }
    }
}

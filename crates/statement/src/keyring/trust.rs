//! What an agreement says about keys before any entry does.
//!
//! Source: `docs/design/keys.md`.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::ActorName;
use servanda_model::plan::{ActorKind, Plan};

use crate::key::PublicKey;

/// What an agreement says about keys: whose it names, who its actors are, and
/// whom it trusts to speak for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// Keys that the agreement itself names, with their holders.
    pub named: BTreeMap<PublicKey, ActorName>,
    /// The parties.
    pub parties: BTreeSet<ActorName>,
    /// Every declared actor, with the one party that it belongs to, where it is
    /// a party's body.
    pub actors: BTreeMap<ActorName, Option<ActorName>>,
    /// Whose attributed reports count somewhere in the agreement.
    pub desks: BTreeSet<ActorName>,
}

impl Trust {
    /// Reads from a Plan what it says, with the keys that the agreement's annex
    /// names.
    pub fn of(plan: &Plan, named: BTreeMap<PublicKey, ActorName>) -> Self {
        let lists = (plan.events.iter().map(|event| &event.attributed))
            .chain(plan.measures.iter().map(|measure| &measure.attributed))
            .chain(plan.states.iter().map(|state| &state.attributed));
        let of_party = |actor: &servanda_model::plan::Actor| match actor.parties.as_slice() {
            [party] if actor.kind != ActorKind::Party => Some(party.clone()),
            _ => None,
        };
        Self {
            named,
            parties: plan
                .actors
                .iter()
                .filter(|actor| actor.kind == ActorKind::Party)
                .map(|actor| actor.name.clone())
                .collect(),
            actors: plan
                .actors
                .iter()
                .map(|actor| (actor.name.clone(), of_party(actor)))
                .collect(),
            desks: lists
                .flat_map(|attributed| attributed.by.iter().cloned())
                .collect(),
        }
    }

    /// Returns the party that a body belongs to, where it is one party's.
    pub(crate) fn party_of(&self, actor: &ActorName) -> Option<&ActorName> {
        self.actors.get(actor).and_then(Option::as_ref)
    }

    /// Returns whether the agreement names a key as this actor's.
    pub(crate) fn names(&self, key: PublicKey, holder: &ActorName) -> bool {
        self.named.get(&key) == Some(holder)
    }
}

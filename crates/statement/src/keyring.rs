//! Which key stands for whom, entry by entry.
//!
//! What lives here: reading key entries ([`KeyAct`]), who may enrol, rotate and
//! revoke whom ([`Keyring`]), and since when entries of a revoked key are
//! suspect. What does not: what an actor may do once it is known to be the one
//! who signs (`assess`), and key files (`app`). Entry point: [`Keyring::take`].
//!
//! Invariants: nobody but its holder, the agreement's text or those whom a rule
//! below names can make a key speak as an actor. A key enrolled on one actor's
//! word alone speaks as that actor. A key that was ended never comes back.
//!
//! Source: `docs/design/keys.md`; `docs/format.md`, "Key entries".

mod act;
mod rules;
mod trust;

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::ActorName;

use crate::statement::Kind;
use crate::verify::VerifiedEntry;
use crate::{KeyId, PublicKey};

pub use act::{KeyAct, Request};
pub use trust::Trust;

/// Why a key speaks in its holder's name, or does not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It began the record.
    First,
    /// The agreement names it.
    Named,
    /// Another key of the same holder enrolled it.
    Own,
    /// The party that the body belongs to enrolled it.
    OfParty(ActorName),
    /// Every party signed for it.
    Joint,
    /// It stands on the word of the first of these actors alone, and speaks as
    /// that one; the parties among them have signed for it.
    Word {
        /// On whose word it was enrolled.
        of: ActorName,
        /// The parties that have signed for it so far.
        joined: BTreeSet<ActorName>,
    },
}

/// How a key was revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The entry that revoked it.
    pub entry: u64,
    /// Since when it may have been in other hands, in milliseconds since 1970.
    pub suspected_since_ms: u64,
}

/// A key on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The key.
    pub public: PublicKey,
    /// Whose it is, or is said to be.
    pub holder: ActorName,
    /// Why it counts as that.
    pub ground: Ground,
    /// The entry that enrolled it.
    pub entry: u64,
    /// When that entry was received.
    pub received_at_ms: u64,
    /// The key that enrolled it or was replaced by it.
    pub from: Option<KeyId>,
    /// The entry that put another key in its place, and that key.
    pub rotated: Option<(u64, KeyId)>,
    /// How it was revoked.
    pub revoked: Option<Revocation>,
    /// Parties that have asked for its revocation, where all must.
    pub revoking: BTreeSet<ActorName>,
}

impl Held {
    /// Returns the actor as whom its entries are read.
    pub fn speaks_as(&self) -> &ActorName {
        match &self.ground {
            Ground::Word { of, .. } => of,
            Ground::First | Ground::Named | Ground::Own | Ground::OfParty(_) | Ground::Joint => {
                &self.holder
            }
        }
    }

    /// Returns whether it speaks in its holder's own name.
    pub fn confirmed(&self) -> bool {
        !matches!(self.ground, Ground::Word { .. })
    }

    /// Returns whether it may still sign.
    pub fn live(&self) -> bool {
        self.rotated.is_none() && self.revoked.is_none()
    }

    /// Says why it may sign no more.
    fn ended(&self) -> Option<String> {
        match (&self.revoked, &self.rotated) {
            (Some(revocation), _) => Some(format!("was revoked in entry {}", revocation.entry)),
            (None, Some((entry, _))) => Some(format!("was replaced in entry {entry}")),
            (None, None) => None,
        }
    }
}

/// What an entry's signature is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who is taken to have signed: an actor, or `key …` where nobody is.
    pub signer: ActorName,
    /// Why the entry has no effect, where it has none.
    pub void: Option<String>,
}

/// Follows the key entries of one record.
///
/// # Invariants
/// Entries are taken in log order, each once.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    trust: Option<Trust>,
    held: BTreeMap<KeyId, Held>,
    unruled: bool,
    authors: Vec<(u64, u64, KeyId)>,
    void: BTreeMap<u64, String>,
}

impl Keyring {
    /// Starts before the first entry, without an agreement: forms, possession
    /// and endings are checked, who may enrol whom is not.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts before the first entry, under an agreement.
    pub fn under(trust: Trust) -> Self {
        Self {
            trust: Some(trust),
            ..Self::default()
        }
    }

    /// Takes the next entry and says what its signature is worth.
    ///
    /// # Shape
    /// Without an agreement, a record that does not begin with a key entry has
    /// no keys: its signers are told by key alone, and nothing is void.
    pub fn take(&mut self, entry: &VerifiedEntry) -> Standing {
        self.take_at(self.taken(), entry)
    }

    /// Takes the entry with this number, where those between could not be read.
    pub fn take_at(&mut self, index: u64, entry: &VerifiedEntry) -> Standing {
        let author = entry.statement.author;
        self.authors.push((index, entry.received_at_ms, author));
        if index == 0 && self.trust.is_none() && entry.statement.kind != Kind::Key {
            self.unruled = true;
        }
        let void = if self.unruled {
            None
        } else if entry.statement.kind == Kind::Key {
            self.key_entry(index, entry).err()
        } else {
            self.may_sign(author).err()
        };
        if let Some(why) = &void {
            self.void.insert(index, why.clone());
        }
        let known = self.held.get(&author).map(Held::speaks_as).cloned();
        Standing {
            signer: known.unwrap_or_else(|| ActorName::new(format!("key {author}"))),
            void,
        }
    }

    /// Returns whether a key may sign the next entry.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn may_sign(&self, key: KeyId) -> Result<&Held, String> {
        let held = self
            .held
            .get(&key)
            .ok_or_else(|| format!("key {key} is not enrolled in this record"))?;
        match held.ended() {
            Some(how) => Err(format!("key {key} of `{}` {how}", held.holder)),
            None => Ok(held),
        }
    }

    /// Returns the number that the next entry has.
    pub fn taken(&self) -> u64 {
        self.authors.last().map_or(0, |(index, ..)| index + 1)
    }

    /// Lists the keys on record by id.
    pub fn keys(&self) -> impl Iterator<Item = (&KeyId, &Held)> {
        self.held.iter()
    }

    /// Returns a key on record.
    pub fn get(&self, key: KeyId) -> Option<&Held> {
        self.held.get(&key)
    }

    /// Lists the entries that have no effect because of their key, each with
    /// the reason.
    pub fn void(&self) -> &BTreeMap<u64, String> {
        &self.void
    }

    /// Lists the entries signed with a key while it may have been in other
    /// hands, each with the entry that revoked it.
    pub fn suspect(&self) -> BTreeMap<u64, (KeyId, u64)> {
        let revoked: BTreeMap<KeyId, &Revocation> = self
            .held
            .iter()
            .filter_map(|(key, held)| held.revoked.as_ref().map(|revocation| (*key, revocation)))
            .collect();
        if revoked.is_empty() {
            return BTreeMap::new();
        }
        self.authors
            .iter()
            .filter_map(|(index, received, author)| {
                let revocation = revoked.get(author)?;
                let suspect = *received >= revocation.suspected_since_ms
                    && *index < revocation.entry
                    && !self.void.contains_key(index);
                suspect.then_some((*index, (*author, revocation.entry)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;

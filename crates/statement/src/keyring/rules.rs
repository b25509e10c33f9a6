//! Who may enrol, rotate and revoke whom.
//!
//! Each rule answers with why not. `docs/design/keys.md` has the reasons.

use std::collections::BTreeSet;

use servanda_model::names::ActorName;
use servanda_model::time::Instant;

use super::{Ground, Held, KeyAct, Keyring, Request, Revocation};
use crate::verify::VerifiedEntry;
use crate::{KeyId, PublicKey};

impl Keyring {
    /// Takes a key entry, or says why it is void.
    pub(super) fn key_entry(&mut self, index: u64, entry: &VerifiedEntry) -> Result<(), String> {
        let payload = entry
            .payload
            .as_ref()
            .ok_or("a key entry whose payload is withheld changes no key")?;
        match KeyAct::read(payload)? {
            KeyAct::Enrol {
                key,
                holder,
                request,
            } => {
                let requested = request.is_some_and(|signature| {
                    let request = Request {
                        key,
                        holder: holder.to_string(),
                        signature,
                    };
                    request.fits(&entry.statement.agreement, entry.statement.epoch)
                });
                if !requested && !entry.signers.contains(&key.id()) {
                    return Err(format!(
                        "key {} has not signed for itself, so nobody has shown to hold it",
                        key.id()
                    ));
                }
                self.enrol(index, entry, key, &holder)
            }
            KeyAct::Rotate { key, holder } => self.rotate(index, entry, key, &holder),
            KeyAct::Revoke {
                key,
                suspected_since,
                together,
            } => self.revoke(index, entry, key, suspected_since, together),
        }
    }

    fn enrol(
        &mut self,
        index: u64,
        entry: &VerifiedEntry,
        key: PublicKey,
        holder: &ActorName,
    ) -> Result<(), String> {
        let author = entry.statement.author;
        let id = key.id();
        if let Some(held) = self.held.get(&id) {
            let joining = held.live() && !held.confirmed() && held.holder == *holder;
            if !joining {
                let how = held.ended().unwrap_or_else(|| "is enrolled already".into());
                return Err(format!("key {id} of `{}` {how}", held.holder));
            }
        }
        let ground = if author == id {
            self.ground_of_itself(index, key, holder)?
        } else {
            self.ground_by(author, key, holder)?
        };
        if let Some(held) = self.held.get_mut(&id) {
            held.ground = ground;
            return Ok(());
        }
        let held = Held {
            public: key,
            holder: holder.clone(),
            ground,
            entry: index,
            received_at_ms: entry.received_at_ms,
            from: (author != id).then_some(author),
            rotated: None,
            revoked: None,
            revoking: BTreeSet::new(),
        };
        self.held.insert(id, held);
        Ok(())
    }

    /// On what ground a key may enrol itself.
    fn ground_of_itself(
        &self,
        index: u64,
        key: PublicKey,
        holder: &ActorName,
    ) -> Result<Ground, String> {
        let Some(trust) = &self.trust else {
            return Ok(if index == 0 {
                Ground::First
            } else {
                Ground::Named
            });
        };
        if trust.names(key, holder) {
            return Ok(Ground::Named);
        }
        if index > 0 {
            return Err(format!(
                "the agreement's annex of keys does not name key {} as one of `{holder}`, and no \
                 key of another has enrolled it",
                key.id()
            ));
        }
        let desk = trust.desks.contains(holder) || !trust.actors.contains_key(holder);
        if desk {
            Ok(Ground::First)
        } else {
            Err(format!(
                "a record begins with the key of its desk or with one that the agreement's annex \
                 of keys names; `{holder}` has a part in the agreement and no key there"
            ))
        }
    }

    /// On what ground one key may enrol another.
    fn ground_by(
        &self,
        author: KeyId,
        key: PublicKey,
        holder: &ActorName,
    ) -> Result<Ground, String> {
        let by = self.may_sign(author)?;
        let Some(trust) = &self.trust else {
            return Ok(Ground::Own);
        };
        if trust.names(key, holder) {
            return Ok(Ground::Named);
        }
        if by.holder == *holder {
            return match &by.ground {
                Ground::Word { .. } if self.held.contains_key(&key.id()) => {
                    Err(format!("key {} is enrolled already", key.id()))
                }
                Ground::Word { .. } => Ok(by.ground.clone()),
                Ground::First
                | Ground::Named
                | Ground::Own
                | Ground::OfParty(_)
                | Ground::Joint => Ok(Ground::Own),
            };
        }
        let refused = || {
            Err(format!(
                "`{}` may not enrol a key of `{holder}`",
                by.speaks_as()
            ))
        };
        if !by.confirmed() || !trust.actors.contains_key(holder) {
            return refused();
        }
        if trust.party_of(holder) == Some(&by.holder) {
            return Ok(Ground::OfParty(by.holder.clone()));
        }
        let known = self.held.get(&key.id()).map(|held| &held.ground);
        let (of, mut joined) = match known {
            Some(Ground::Word { of, joined }) => (of.clone(), joined.clone()),
            _ => (by.holder.clone(), BTreeSet::new()),
        };
        let joins = trust.parties.contains(&by.holder) && self.joint(holder);
        let desk = by.ground == Ground::First || trust.desks.contains(&by.holder);
        if joins {
            if !joined.insert(by.holder.clone()) {
                return Err(format!("`{}` has signed for this key already", by.holder));
            }
        } else if !desk {
            return refused();
        } else if known.is_some() {
            return Err(format!(
                "key {} stands on the word of `{of}` already",
                key.id()
            ));
        }
        if joins && joined.is_superset(&trust.parties) {
            Ok(Ground::Joint)
        } else {
            Ok(Ground::Word { of, joined })
        }
    }

    /// Returns whether an actor's key is for all parties together to confirm:
    /// one that is no party and no party's.
    fn joint(&self, holder: &ActorName) -> bool {
        self.trust.as_ref().is_some_and(|trust| {
            !trust.parties.contains(holder) && trust.party_of(holder).is_none()
        })
    }

    fn rotate(
        &mut self,
        index: u64,
        entry: &VerifiedEntry,
        key: PublicKey,
        holder: &ActorName,
    ) -> Result<(), String> {
        let author = entry.statement.author;
        let old = self.may_sign(author)?;
        if old.holder != *holder {
            return Err(format!(
                "key {author} is one of `{}`, not of `{holder}`",
                old.holder
            ));
        }
        if !entry.signers.contains(&key.id()) || key.id() == author {
            return Err(format!(
                "a rotation is signed by both keys, and key {} has not signed",
                key.id()
            ));
        }
        if self.held.contains_key(&key.id()) {
            return Err(format!("key {} is on record already", key.id()));
        }
        let new = Held {
            public: key,
            entry: index,
            received_at_ms: entry.received_at_ms,
            from: Some(author),
            ..old.clone()
        };
        if let Some(old) = self.held.get_mut(&author) {
            old.rotated = Some((index, key.id()));
        }
        self.held.insert(key.id(), new);
        Ok(())
    }

    fn revoke(
        &mut self,
        index: u64,
        entry: &VerifiedEntry,
        key: PublicKey,
        suspected_since: Option<Instant>,
        together: bool,
    ) -> Result<(), String> {
        let id = key.id();
        let since = match suspected_since {
            Some(since) => u64::try_from(since.as_millisecond()).unwrap_or(0),
            None => entry.received_at_ms,
        };
        if since > entry.received_at_ms {
            return Err("it says that the key is suspect only after this entry".into());
        }
        let held = self
            .held
            .get(&id)
            .ok_or_else(|| format!("key {id} is not enrolled in this record"))?;
        if let Some(revocation) = &held.revoked {
            return Err(format!(
                "key {id} was revoked in entry {}",
                revocation.entry
            ));
        }
        let author = entry.statement.author;
        if together {
            let party = self.asks(author, id)?;
            let parties = self.trust.as_ref().map(|trust| trust.parties.clone());
            let held = self.held.get_mut(&id).ok_or("the key is not on record")?;
            if !held.revoking.insert(party.clone()) {
                return Err(format!("`{party}` has asked for this already"));
            }
            if !parties.is_some_and(|parties| held.revoking.is_superset(&parties)) {
                return Ok(());
            }
        } else {
            self.revokes(author, id)?;
        }
        self.end(index, id, since);
        Ok(())
    }

    /// Returns whether a key's revocation is for all parties to ask for, where
    /// this author signs.
    pub fn together(&self, author: KeyId, id: KeyId) -> bool {
        self.asks(author, id).is_ok() && self.revokes(author, id).is_err()
    }

    /// Returns the party that asks for the revocation of a key which every party
    /// has signed for.
    fn asks(&self, author: KeyId, id: KeyId) -> Result<ActorName, String> {
        let held = self.held.get(&id).ok_or("the key is not on record")?;
        let by = self.may_sign(author)?;
        let Some(trust) = &self.trust else {
            return Ok(by.holder.clone());
        };
        let party = by.confirmed() && trust.parties.contains(&by.holder);
        if party && held.ground == Ground::Joint {
            Ok(by.holder.clone())
        } else {
            Err(format!(
                "only the parties ask together, and only for a key that all of them signed for;                  `{}` asks for one of `{}`",
                by.speaks_as(),
                held.holder
            ))
        }
    }

    /// Says whether an author may revoke a key by itself.
    fn revokes(&self, author: KeyId, id: KeyId) -> Result<(), String> {
        let held = self.held.get(&id).ok_or("the key is not on record")?;
        if author == id {
            // A holder whose key was rotated by a thief must still be able to
            // say so with the old one.
            return Ok(());
        }
        let by = self.may_sign(author)?;
        let root = |held: &Held| !matches!(held.ground, Ground::Own);
        let same = by.holder == held.holder && by.confirmed() == held.confirmed();
        let enough = match (&self.trust, &held.ground) {
            (None, _) => true,
            (_, Ground::Word { of, .. }) => by.speaks_as() == of,
            (_, Ground::OfParty(party)) => same || (by.confirmed() && by.holder == *party),
            (_, Ground::Own) => same,
            (_, Ground::First | Ground::Named | Ground::Joint) => same && root(by),
        };
        if enough {
            Ok(())
        } else {
            Err(format!(
                "`{}` may not revoke a key of `{}`",
                by.speaks_as(),
                held.holder
            ))
        }
    }

    /// Ends a key, and with it every key that it brought in while it may have
    /// been in other hands. Without an agreement that others could rest on, only
    /// the key itself.
    fn end(&mut self, index: u64, id: KeyId, since: u64) {
        let mut ending = vec![id];
        while let Some(id) = ending.pop() {
            if let Some(held) = self.held.get_mut(&id)
                && held.revoked.is_none()
            {
                held.revoked = Some(Revocation {
                    entry: index,
                    suspected_since_ms: since,
                });
            }
            let brought = self.held.iter().filter(|(key, held)| {
                self.trust.is_some()
                    && held.from == Some(id)
                    && held.received_at_ms >= since
                    && held.revoked.is_none()
                    && !self.stands_without(id, **key, held)
            });
            ending.extend(brought.map(|(id, _)| *id));
        }
    }

    /// Returns whether a key would stand had that other one never signed: the
    /// agreement names it, or every party signed for it.
    fn stands_without(&self, id: KeyId, key: KeyId, held: &Held) -> bool {
        let replaced = self.held.get(&id).and_then(|old| old.rotated);
        let named =
            (self.trust.as_ref()).is_some_and(|trust| trust.names(held.public, &held.holder));
        named || (held.ground == Ground::Joint && replaced.is_none_or(|(_, new)| new != key))
    }
}

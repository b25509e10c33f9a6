//! Challenges, sessions and what waits for a signature: all in memory, gone with
//! the process.
//!
//! # Invariants
//! A challenge is good once and for a while. Ids of sessions and tokens are
//! random and kept as digests only. Everything here is bounded.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use servanda_app::desk::{Answer, Challenge, Member, Prepared, draw};
use sha2::{Digest as _, Sha256};

use super::limits::{
    CHALLENGES_MAX, Lane, Limits, PREPARED_MAX, SESSIONS_MAX, SESSIONS_PER_KEY_MAX, Used,
};

type Digest = [u8; 32];

/// Who is let in.
pub struct Desk {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    challenges: BTreeMap<[u8; 32], (Instant, Challenge)>,
    sessions: BTreeMap<Digest, Session>,
    used: Used,
}

struct Session {
    member: Member,
    token: String,
    opened: Instant,
    used: Instant,
    prepared: Vec<(String, Prepared)>,
}

/// What a request knows of its session.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// Whose it is.
    pub(crate) member: Member,
    /// What every form of it carries.
    pub(crate) token: String,
    id: Digest,
}

/// Why a session was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shut {
    /// The challenge was never given, was answered before, or is too old.
    Challenge,
    /// The answer is not by its key, or to another challenge.
    Answer,
    /// There are too many sessions.
    Full,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Desk {
    /// Makes a desk that nobody has asked yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            state: Mutex::default(),
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one of what an asker may have.
    pub(super) fn may(&self, lane: Lane, asker: &str) -> bool {
        let rate = match lane {
            Lane::Asked => self.limits.asked_per_address,
            Lane::Answered => self.limits.answered_per_address,
            Lane::Prepared => self.limits.prepared_per_key,
            Lane::Entered => self.limits.entered_per_key,
        };
        self.state().used.take(lane, asker, rate, Instant::now())
    }

    /// Gives a challenge.
    ///
    /// # Errors
    /// Where no random bytes are to be had.
    pub(super) fn challenge(
        &self,
        agreement: &str,
        epoch: u64,
        host: &str,
    ) -> Result<Challenge, servanda_app::Error> {
        let challenge = Challenge {
            agreement: agreement.to_owned(),
            epoch,
            host: host.to_owned(),
            nonce: draw()?,
        };
        let now = Instant::now();
        let mut state = self.state();
        let time = self.limits.challenge_time;
        (state.challenges).retain(|_, (given, _)| now.saturating_duration_since(*given) < time);
        if state.challenges.len() >= CHALLENGES_MAX {
            let oldest = state.challenges.iter().min_by_key(|(_, (given, _))| *given);
            if let Some(oldest) = oldest.map(|(nonce, _)| *nonce) {
                state.challenges.remove(&oldest);
            }
        }
        let kept = (now, challenge.clone());
        state.challenges.insert(challenge.nonce, kept);
        Ok(challenge)
    }

    /// Takes an answer, and uses up its challenge whatever it is.
    ///
    /// # Errors
    /// `Challenge`, `Answer`.
    pub(super) fn answered(&self, challenge: &Challenge, answer: &Answer) -> Result<(), Shut> {
        let kept = self.state().challenges.remove(&challenge.nonce);
        let (given, kept) = kept.ok_or(Shut::Challenge)?;
        let age = Instant::now().saturating_duration_since(given);
        if age >= self.limits.challenge_time || kept != *challenge {
            return Err(Shut::Challenge);
        }
        if answer.fits(&kept) {
            Ok(())
        } else {
            Err(Shut::Answer)
        }
    }

    /// Opens a session, and returns its id.
    ///
    /// # Errors
    /// `Full`.
    pub(super) fn open(&self, member: Member) -> Result<String, Shut> {
        let (Ok(id), Ok(token)) = (draw(), draw()) else {
            return Err(Shut::Full);
        };
        let now = Instant::now();
        let session = Session {
            token: hex(&token),
            opened: now,
            used: now,
            prepared: Vec::new(),
            member,
        };
        let mut state = self.state();
        state.sessions.retain(|_, one| one.holds(&self.limits, now));
        let own = state.sessions.iter();
        let own = own.filter(|(_, one)| one.member.key == session.member.key);
        let mut own: Vec<(Instant, Digest)> = own.map(|(id, one)| (one.opened, *id)).collect();
        own.sort_unstable();
        let over = (own.len() + 1).saturating_sub(SESSIONS_PER_KEY_MAX);
        for (_, id) in own.into_iter().take(over) {
            state.sessions.remove(&id);
        }
        if state.sessions.len() >= SESSIONS_MAX {
            return Err(Shut::Full);
        }
        let id = hex(&id);
        state.sessions.insert(digest(&id), session);
        Ok(id)
    }

    /// Finds a session that still holds, and notes that it is used.
    pub(super) fn session(&self, id: &str) -> Option<Held> {
        let now = Instant::now();
        let id = digest(id);
        let mut state = self.state();
        if !state.sessions.get(&id)?.holds(&self.limits, now) {
            state.sessions.remove(&id);
            return None;
        }
        let session = state.sessions.get_mut(&id)?;
        session.used = now;
        Some(Held {
            member: session.member.clone(),
            token: session.token.clone(),
            id,
        })
    }

    /// Ends a session.
    pub(super) fn close(&self, held: &Held) {
        self.state().sessions.remove(&held.id);
    }

    /// Keeps a statement until it is signed, and returns its name.
    pub(super) fn keep(&self, held: &Held, prepared: Prepared) -> Option<String> {
        let name = hex(&draw().ok()?);
        let mut state = self.state();
        let session = state.sessions.get_mut(&held.id)?;
        if session.prepared.len() >= PREPARED_MAX {
            session.prepared.remove(0);
        }
        session.prepared.push((name.clone(), prepared));
        Some(name)
    }

    /// Finds a statement that waits for a signature.
    pub(super) fn prepared(&self, held: &Held, name: &str) -> Option<Prepared> {
        let state = self.state();
        let session = state.sessions.get(&held.id)?;
        let found = session.prepared.iter().find(|(own, _)| own == name);
        found.map(|(_, prepared)| prepared.clone())
    }

    /// Forgets a statement.
    pub(super) fn forget(&self, held: &Held, name: &str) {
        if let Some(session) = self.state().sessions.get_mut(&held.id) {
            session.prepared.retain(|(own, _)| own != name);
        }
    }
}

impl Session {
    fn holds(&self, limits: &Limits, now: Instant) -> bool {
        now.saturating_duration_since(self.opened) < limits.session_time
            && now.saturating_duration_since(self.used) < limits.idle_time
    }
}

impl Held {
    /// Returns whether a form carries this session's token.
    pub(super) fn carries(&self, token: &str) -> bool {
        // Digests are compared, so that time tells nothing of the token.
        digest(&self.token) == digest(token)
    }
}

fn digest(text: &str) -> Digest {
    Sha256::digest(text.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

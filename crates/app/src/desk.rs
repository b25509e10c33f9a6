//! The members' desk: who may sign what, what waits for them, and how a
//! statement that somebody signs elsewhere comes into the record.
//!
//! What lives here: [`Member`], whom a key stands for; what they may enter
//! ([`offers`], [`on_entry`]) and with which fields ([`form`]); a statement written
//! out for signing ([`prepare`]) and appended once it is signed ([`enter`]); what
//! waits for them and what is new ([`queue`]). What does not: sessions, cookies
//! and markup (`server`). Entry point: [`Member::of`].
//!
//! # Invariants
//! No secret key of a member is ever seen here. What may be entered is asked of
//! the agreement twice, before the statement is shown and again where the record
//! ends when it is appended. Either the whole entry is appended, or nothing.

mod entering;
mod form;
mod offer;
mod queue;
mod told;

use servanda_model::names::ActorName;
use servanda_statement::{KeyId, PublicKey};

pub use crate::report::view::Heading;
pub use entering::{Prepared, enter, prepare};
pub use form::{Field, Input, form};
pub use offer::{Offer, kinds, offers, on_entry};
pub use queue::{News, Queue, Waiting, queue};
pub use servanda_model::record::Citation;
pub use servanda_statement::session::{Answer, Challenge, signature_of};
pub use told::Told;

use crate::error::Error;
use crate::opened::Opened;
use crate::report::Parts;
use crate::site::Asking;
use crate::tail::keeps_the_desk;

/// Whom a key that may sign stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key.
    pub key: PublicKey,
    /// Whose it is, or is said to be.
    pub holder: ActorName,
    /// As whom its entries are read.
    pub actor: ActorName,
    /// Whether it keeps the record's desk.
    pub desk: bool,
}

impl Member {
    /// Finds whom a key stands for now.
    ///
    /// # Errors
    /// `NotEntitled` for a key that was never enrolled or has ended.
    pub fn of(opened: &Opened, key: PublicKey) -> Result<Self, Error> {
        let held = opened
            .keyring
            .may_sign(key.id())
            .map_err(|why| Error::NotEntitled {
                why,
                ways_out: crate::submit::ways_in(),
            })?;
        let actor = held.speaks_as().clone();
        Ok(Self {
            key,
            holder: held.holder.clone(),
            desk: keeps_the_desk(&opened.keyring, &actor),
            actor,
        })
    }

    /// Returns the key's id.
    pub fn id(&self) -> KeyId {
        self.key.id()
    }
}

/// Makes banner and title, as the public pages have them.
pub fn heading(asking: &Asking) -> Heading {
    let input = asking.site.input(asking.judged, asking.language);
    Parts::new(&input).heading()
}

/// Reads a challenge that a desk's page shows, for the record of a folder.
///
/// # Errors
/// `Argument` for a line that is no challenge, or one of another record.
pub fn read_challenge(opened: &Opened, line: &str) -> Result<Challenge, Error> {
    let challenge = Challenge::parse(line).map_err(Error::Argument)?;
    let settings = &opened.folder.settings;
    if challenge.agreement == settings.id && challenge.epoch == settings.epoch {
        return Ok(challenge);
    }
    let why = format!(
        "the challenge is of the record {}/{}, and this folder's is {}/{}: name the folder that \
         the desk serves",
        challenge.agreement, challenge.epoch, settings.id, settings.epoch
    );
    Err(Error::Argument(why))
}

/// Draws the random bytes of a challenge, a session or a token.
///
/// # Errors
/// `File`, where the operating system gives none.
pub fn draw() -> Result<[u8; 32], Error> {
    crate::record_folder::draw(std::path::Path::new("a session"))
}

#[cfg(test)]
mod tests;

//! What a key entry says, read from its payload and written into one.
//!
//! Source: `docs/format.md`, "Key entries".

use std::collections::BTreeMap;

use servanda_model::names::ActorName;
use servanda_model::time::Instant;

use crate::digest::{from_hex, to_hex};
use crate::key::{Key, PublicKey};
use crate::payload::{Payload, Value};
use crate::record::BACKFILL;
use crate::signed::Signature;

/// The type under which a request is signed; no statement has it.
const REQUEST_TYPE: &str = "application/vnd.servanda.key-request";

/// The word of a revocation that all parties must ask for.
const TOGETHER: &str = "revoke_together";

/// What a key entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAct {
    /// Puts a key on record as an actor's.
    Enrol {
        /// The key.
        key: PublicKey,
        /// Whose it is said to be.
        holder: ActorName,
        /// The key's own signature over the request, where it has not signed the
        /// entry itself.
        request: Option<[u8; 64]>,
    },
    /// Puts a new key in the place of the one that signs.
    Rotate {
        /// The new key.
        key: PublicKey,
        /// Whose both are.
        holder: ActorName,
    },
    /// Ends a key for good.
    Revoke {
        /// The key.
        key: PublicKey,
        /// Since when it may have been in other hands; from its revocation on
        /// where nothing is said.
        suspected_since: Option<Instant>,
        /// Whether it takes effect only once every party has asked for it.
        together: bool,
    },
}

impl KeyAct {
    /// Reads what a key entry's payload says.
    ///
    /// # Errors
    /// The field that does not fit, in words.
    pub fn read(payload: &Payload) -> Result<Self, String> {
        let text = |field: &str| payload.get(field).and_then(Value::as_text);
        let need = |field: &str| text(field).ok_or_else(|| format!("`{field}` is missing"));
        let key = PublicKey::parse(need("key")?)
            .ok_or("`key` is not 64 lower-case hexadecimal digits")?;
        match need("act")? {
            "enrol" | BACKFILL => Ok(Self::Enrol {
                key,
                holder: ActorName::new(need("name")?),
                request: match text("value") {
                    Some(digits) => {
                        Some(from_hex(digits).ok_or("`value` is not 128 hexadecimal digits")?)
                    }
                    None => None,
                },
            }),
            "rotate" => Ok(Self::Rotate {
                key,
                holder: ActorName::new(need("name")?),
            }),
            word @ ("revoke" | TOGETHER) => Ok(Self::Revoke {
                key,
                suspected_since: text("happened_from").map(instant).transpose()?,
                together: word == TOGETHER,
            }),
            other => Err(format!(
                "`act` is `{other}`: there are enrol, rotate, revoke, revoke_together"
            )),
        }
    }

    /// Writes the payload's fields.
    pub fn to_fields(&self) -> BTreeMap<String, Value> {
        let mut fields = BTreeMap::new();
        let mut put =
            |field: &str, text: String| fields.insert(field.to_owned(), Value::from(text));
        match self {
            Self::Enrol {
                key,
                holder,
                request,
            } => {
                put("act", "enrol".into());
                put("key", key.to_string());
                put("name", holder.to_string());
                if let Some(request) = request {
                    put("value", to_hex(request));
                }
            }
            Self::Rotate { key, holder } => {
                put("act", "rotate".into());
                put("key", key.to_string());
                put("name", holder.to_string());
            }
            Self::Revoke {
                key,
                suspected_since,
                together,
            } => {
                put("act", if *together { TOGETHER } else { "revoke" }.into());
                put("key", key.to_string());
                if let Some(since) = suspected_since {
                    put("happened_from", since.to_string());
                }
            }
        }
        fields
    }
}

/// Reads an instant in the one form in which it is written.
fn instant(text: &str) -> Result<Instant, String> {
    text.parse::<Instant>()
        .ok()
        .filter(|instant| instant.to_string() == text)
        .ok_or_else(|| format!("`happened_from` is `{text}`, not such as 2026-05-01T00:00:00Z"))
}

/// Returns what a key signs to request an actor's name in one record.
fn request_bytes(agreement: &str, epoch: u64, holder: &str) -> Vec<u8> {
    let requested = format!("{agreement}\n{epoch}\n{holder}\n");
    let head = format!(
        "DSSEv1 {} {REQUEST_TYPE} {} ",
        REQUEST_TYPE.len(),
        requested.len()
    );
    [head.as_bytes(), requested.as_bytes()].concat()
}

/// Is a key's own word, bound to one record, that it belongs to an actor.
///
/// Whoever enrols a key that lies elsewhere needs it: a public key alone could
/// be put down under a stranger's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The key.
    pub key: PublicKey,
    /// Whose it says it is.
    pub holder: String,
    /// Its signature over agreement, epoch and holder.
    pub signature: [u8; 64],
}

impl Request {
    /// Makes the request of a key for one record.
    pub fn sign(key: &Key, agreement: &str, epoch: u64) -> Self {
        let Signature {
            public_key,
            signature,
        } = key.sign_bytes(&request_bytes(agreement, epoch, key.name()));
        Self {
            key: public_key,
            holder: key.name().to_owned(),
            signature,
        }
    }

    /// Returns whether the request is the key's own, and for this record.
    pub fn fits(&self, agreement: &str, epoch: u64) -> bool {
        let bytes = request_bytes(agreement, epoch, &self.holder);
        self.key.verify_bytes(&bytes, &self.signature).is_ok()
    }

    /// Writes the request as one line to send to whoever enrols.
    pub fn to_line(&self) -> String {
        format!("{} {} {}", self.key, to_hex(&self.signature), self.holder)
    }

    /// Reads a request's line.
    ///
    /// # Errors
    /// What is missing, in words.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut words = line.trim().splitn(3, ' ');
        let key = words
            .next()
            .and_then(PublicKey::parse)
            .ok_or("a request begins with 64 hexadecimal digits, the public key")?;
        let signature = words
            .next()
            .and_then(from_hex)
            .ok_or("a request's second word is 128 hexadecimal digits, the signature")?;
        let holder = words.next().map(str::trim).filter(|name| !name.is_empty());
        Ok(Self {
            key,
            holder: holder
                .ok_or("a request ends in the holder's name")?
                .to_owned(),
            signature,
        })
    }
}

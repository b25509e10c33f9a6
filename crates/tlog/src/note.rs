//! Signed notes: text, a blank line, signature lines.
//!
//! What lives here: the note format, verifier keys, Ed25519 signatures by a log
//! (type 1) and timestamped cosignatures by a witness (type 4). What the text
//! says is not known here.
//!
//! Invariants: `verify_strict` only; the bytes that are accepted are the bytes
//! that would be written; every signature line counts, so that no byte of a
//! note can change unseen.
//!
//! Sources: C2SP signed-note, "Format" and "Signatures"; C2SP tlog-cosignature.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// Names the largest note that is read.
pub const NOTE_BYTES_MAX: usize = 64 * 1024;

/// Names the largest number of signature lines that are read.
pub const SIGNATURES_MAX: usize = 64;

const LINE_START: &str = "\u{2014} ";

/// Says what a key's signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Ed25519 over the note's text: how a log signs.
    Ed25519,
    /// Ed25519 over a time and the note's text: how a witness cosigns.
    Cosignature,
}

impl NoteKind {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
        }
    }
}

/// Is a key that can check one signer's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    kind: NoteKind,
    key: VerifyingKey,
}

/// Is a key that can sign notes as a log does.
pub struct NoteSigner {
    verifier: NoteVerifier,
    key: SigningKey,
}

/// Is one signature line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignatureLine {
    /// Name of the key.
    pub name: String,
    /// Short digest of name, kind and key.
    pub key_id: u32,
    /// Signature, as its kind writes it.
    pub signature: Vec<u8>,
}

/// Is a text with its signature lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    lines: Vec<SignatureLine>,
}

impl NoteVerifier {
    /// Makes a verifier from a name and the 32 bytes of a public key.
    ///
    /// # Errors
    /// `VerifierKey` for a name with spaces or `+`, or bytes that are no key.
    pub fn new(name: &str, kind: NoteKind, key: &[u8; 32]) -> Result<Self, Error> {
        let refuse = |what| Error::VerifierKey { what };
        if !name_fits(name) {
            return Err(refuse("a name is not empty and holds no space and no `+`"));
        }
        let key = VerifyingKey::from_bytes(key).map_err(|_| refuse("not an Ed25519 key"))?;
        if key.is_weak() {
            return Err(refuse(
                "the key is one of the few under which anything verifies",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            kind,
            key,
        })
    }

    /// Reads a verifier key: name, `+`, key id in hexadecimal, `+`, base64 of
    /// the kind byte and the key.
    ///
    /// # Errors
    /// `VerifierKey` unless the text is what [`NoteVerifier::to_text`] writes.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |what| Error::VerifierKey { what };
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(refuse("it must be name, key id and key, joined by `+`"));
        };
        let bytes = STANDARD
            .decode(key)
            .map_err(|_| refuse("the key is not base64"))?;
        let (kind, key) = match bytes.split_first() {
            Some((1, key)) => (NoteKind::Ed25519, key),
            Some((4, key)) => (NoteKind::Cosignature, key),
            _ => return Err(refuse("the kind of key is not known")),
        };
        let key = key
            .try_into()
            .map_err(|_| refuse("the key is not 32 bytes"))?;
        let verifier = Self::new(name, kind, key)?;
        // The written form contains the key id, so this also checks that.
        if verifier.to_text() != text {
            return Err(refuse("the key id does not belong to this name and key"));
        }
        Ok(verifier)
    }

    /// Writes the verifier key as one line without an end.
    pub fn to_text(&self) -> String {
        let mut bytes = vec![self.kind.byte()];
        bytes.extend_from_slice(self.key.as_bytes());
        format!(
            "{}+{:08x}+{}",
            self.name,
            self.key_id(),
            STANDARD.encode(bytes)
        )
    }

    /// Returns the name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the kind of signature this key checks.
    pub fn kind(&self) -> NoteKind {
        self.kind
    }

    /// Returns the short digest that stands on signature lines.
    pub fn key_id(&self) -> u32 {
        let hasher = Sha256::new_with_prefix(self.name.as_bytes()).chain_update([b'\n']);
        let digest = hasher
            .chain_update([self.kind.byte()])
            .chain_update(self.key.as_bytes());
        let bytes: [u8; 32] = digest.finalize().into();
        let [a, b, c, d, ..] = bytes;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Checks one signature over a note's text.
    ///
    /// # Errors
    /// `Signature`.
    pub fn check(&self, text: &str, signature: &[u8]) -> Result<(), Error> {
        let (message, signature) = match self.kind {
            NoteKind::Ed25519 => (text.to_owned(), Some(signature)),
            NoteKind::Cosignature => match signature.split_first_chunk::<8>() {
                Some((time, rest)) => {
                    let time = u64::from_be_bytes(*time);
                    let fits = i64::try_from(time).is_ok();
                    (cosigned_message(time, text), fits.then_some(rest))
                }
                None => (String::new(), None),
            },
        };
        let signature = signature.and_then(|bytes| Signature::from_slice(bytes).ok());
        let good =
            signature.is_some_and(|good| self.key.verify_strict(message.as_bytes(), &good).is_ok());
        if good {
            Ok(())
        } else {
            Err(Error::Signature {
                name: self.name.clone(),
            })
        }
    }
}

/// Returns the message a witness signs for a checkpoint text at a time.
///
/// # Units
/// `time` in seconds since 1970.
pub fn cosigned_message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

impl NoteSigner {
    /// Makes a log's signer from its name and the 32 secret bytes of its key.
    ///
    /// # Errors
    /// `VerifierKey` for a name with spaces or `+`.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self, Error> {
        let key = SigningKey::from_bytes(secret);
        let public = key.verifying_key().to_bytes();
        Ok(Self {
            verifier: NoteVerifier::new(name, NoteKind::Ed25519, &public)?,
            key,
        })
    }

    /// Returns the key that checks this signer's lines.
    pub fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }

    /// Signs a note's text.
    pub fn sign(&self, text: &str) -> SignatureLine {
        SignatureLine {
            name: self.verifier.name.clone(),
            key_id: self.verifier.key_id(),
            signature: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        }
    }
}

impl SignatureLine {
    fn parse(line: &str) -> Result<Self, Error> {
        let refuse = |what| Error::Note { what };
        let rest = line
            .strip_prefix(LINE_START)
            .ok_or(refuse("a signature line has no dash"))?;
        let (name, text) = rest
            .split_once(' ')
            .ok_or(refuse("a signature line has no name"))?;
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| refuse("a signature is not base64"))?;
        match bytes.split_first_chunk::<4>() {
            Some((id, signature)) if !signature.is_empty() && name_fits(name) => Ok(Self {
                name: name.to_owned(),
                key_id: u32::from_be_bytes(*id),
                signature: signature.to_vec(),
            }),
            _ => Err(refuse(
                "a signature line is too short or its name does not fit",
            )),
        }
    }

    fn to_text(&self) -> String {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.signature].concat();
        format!("{LINE_START}{} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl SignedNote {
    /// Starts a note without signatures.
    ///
    /// # Errors
    /// `Note` if the text is not ended by a newline or holds control characters.
    pub fn new(text: &str) -> Result<Self, Error> {
        if !text.ends_with('\n') {
            return Err(Error::Note {
                what: "the text is not ended by a newline",
            });
        }
        if text.chars().any(|c| c.is_ascii_control() && c != '\n') {
            return Err(Error::Note {
                what: "control characters other than newline",
            });
        }
        Ok(Self {
            text: text.to_owned(),
            lines: Vec::new(),
        })
    }

    /// Adds a signature line at the end.
    pub fn add(&mut self, line: SignatureLine) {
        self.lines.push(line);
    }

    /// Reads a note.
    ///
    /// # Errors
    /// `Note` unless the bytes are what [`SignedNote::to_bytes`] writes, with
    /// at least one signature.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let refuse = |what| Error::Note { what };
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(refuse("it is longer than 64 KiB"));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| refuse("it is not UTF-8"))?;
        let at = whole
            .rfind("\n\n")
            .ok_or(refuse("no blank line before the signatures"))?;
        let (text, rest) = whole.split_at(at + 1);
        let lines = rest
            .strip_prefix('\n')
            .and_then(|rest| rest.strip_suffix('\n'));
        let lines = lines.ok_or(refuse("the last line is not ended"))?;
        let mut note = Self::new(text)?;
        for line in lines.split('\n') {
            note.add(SignatureLine::parse(line)?);
        }
        if note.lines.len() > SIGNATURES_MAX {
            return Err(refuse("more than 64 signatures"));
        }
        if note.to_bytes() != bytes {
            return Err(refuse("it is not in the written form"));
        }
        Ok(note)
    }

    /// Writes the note.
    pub fn to_bytes(&self) -> Vec<u8> {
        let lines: String = self.lines.iter().map(SignatureLine::to_text).collect();
        format!("{}\n{lines}", self.text).into_bytes()
    }

    /// Returns the text that is signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Checks that `log` signed, and that every line is by `log` or one of
    /// `witnesses` and fits. Returns the witnesses that signed, by name.
    ///
    /// # Errors
    /// `Unsigned`, `UnknownSigner`, `Signature`, or `Note` for a key that
    /// stands twice.
    pub fn verify(
        &self,
        log: &NoteVerifier,
        witnesses: &[NoteVerifier],
    ) -> Result<BTreeSet<String>, Error> {
        let mut signed_by = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for line in &self.lines {
            let fits = |key: &&NoteVerifier| key.name == line.name && key.key_id() == line.key_id;
            let known = std::iter::once(log).chain(witnesses).find(fits);
            let key = known.ok_or_else(|| Error::UnknownSigner {
                name: line.name.clone(),
            })?;
            key.check(&self.text, &line.signature)?;
            if !seen.insert((line.name.clone(), line.key_id)) {
                return Err(Error::Note {
                    what: "one key signed twice",
                });
            }
            if key != log {
                signed_by.insert(key.name.clone());
            }
        }
        if !seen.contains(&(log.name.clone(), log.key_id())) {
            return Err(Error::Unsigned {
                name: log.name.clone(),
            });
        }
        Ok(signed_by)
    }
}

fn name_fits(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;

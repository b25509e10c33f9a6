//! What opens a session at a desk: a challenge, and a key's answer to it.
//!
//! What lives here: the bytes that are signed, and both as lines. What does
//! not: drawing a challenge, how long it is good for, and whose key it is
//! (`keyring`).
//!
//! Invariants: the signed bytes carry a type of their own, so that no answer
//! is ever a statement or a request; they name the host that asks, so that an
//! answer given to one desk is worth nothing at another.
//!
//! Source: `docs/format.md`, "Session"; the DSSE protocol.

use std::fmt;

use crate::digest::{from_hex, to_hex};
use crate::key::{Key, PublicKey};

/// The type under which a challenge is answered.
const CHALLENGE_TYPE: &str = "application/vnd.servanda.desk-session";

/// The first word of a challenge's line.
const WORD: &str = "servanda-challenge";

/// Is what a desk asks a key to sign before it opens a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Id of the agreement.
    pub agreement: String,
    /// Epoch of its record.
    pub epoch: u64,
    /// Host and port of the desk, as the browser names them.
    pub host: String,
    /// Random bytes, good once.
    pub nonce: [u8; 32],
}

impl Challenge {
    /// Returns the bytes that an answer signs.
    pub fn bytes(&self) -> Vec<u8> {
        let asked = format!(
            "{}\n{}\n{}\n{}\n",
            self.agreement,
            self.epoch,
            self.host,
            to_hex(&self.nonce)
        );
        let head = format!(
            "DSSEv1 {} {CHALLENGE_TYPE} {} ",
            CHALLENGE_TYPE.len(),
            asked.len()
        );
        [head.as_bytes(), asked.as_bytes()].concat()
    }

    /// Reads a challenge's line.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [word, agreement, epoch, host, nonce] = words.as_slice() else {
            return Err("a challenge has five words, as the desk's page shows it".into());
        };
        if *word != WORD {
            return Err(format!("a challenge begins with `{WORD}`"));
        }
        Ok(Self {
            agreement: (*agreement).to_owned(),
            epoch: (epoch.parse()).map_err(|_| "a challenge's third word is a number")?,
            host: (*host).to_owned(),
            nonce: from_hex(nonce).ok_or("a challenge ends in 64 hexadecimal digits")?,
        })
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nonce = to_hex(&self.nonce);
        let Self {
            agreement,
            epoch,
            host,
            ..
        } = self;
        write!(f, "{WORD} {agreement} {epoch} {host} {nonce}")
    }
}

/// Is a key's answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The key.
    pub key: PublicKey,
    /// Its signature over [`Challenge::bytes`].
    pub signature: [u8; 64],
}

impl Answer {
    /// Answers a challenge.
    pub fn sign(key: &Key, challenge: &Challenge) -> Self {
        let signature = key.sign_bytes(&challenge.bytes());
        Self {
            key: signature.public_key,
            signature: signature.signature,
        }
    }

    /// Returns whether the key itself answers this very challenge.
    pub fn fits(&self, challenge: &Challenge) -> bool {
        let bytes = challenge.bytes();
        self.key.verify_bytes(&bytes, &self.signature).is_ok()
    }

    /// Reads an answer's line.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [key, signature] = words.as_slice() else {
            return Err("an answer has two words, a public key and a signature".into());
        };
        Ok(Self {
            key: PublicKey::parse(key)
                .ok_or("an answer begins with 64 hexadecimal digits, the public key")?,
            signature: signature_of(signature)
                .ok_or("an answer's second word is 128 hexadecimal digits, the signature")?,
        })
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, to_hex(&self.signature))
    }
}

/// Reads a signature: 128 lower-case hexadecimal digits, and nothing else.
pub fn signature_of(digits: &str) -> Option<[u8; 64]> {
    from_hex(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge() -> Challenge {
        Challenge {
            agreement: "banks".into(),
            epoch: 1,
            host: "desk.example:8080".into(),
            nonce: [7; 32],
        }
    }

    #[test]
    fn lines_come_back_as_they_went() {
        let challenge = challenge();
        assert_eq!(
            Challenge::parse(&challenge.to_string()),
            Ok(challenge.clone())
        );
        let answer = Answer::sign(&Key::example("s", "North"), &challenge);
        assert_eq!(Answer::parse(&answer.to_string()), Ok(answer.clone()));
        assert!(answer.fits(&challenge));
        for line in ["", "servanda-challenge banks 1 host", "x banks 1 host 00"] {
            assert!(Challenge::parse(line).is_err(), "{line}");
        }
        assert!(Answer::parse("00 11").is_err());
    }

    #[test]
    fn an_answer_is_worth_nothing_to_another_desk_record_or_moment() {
        let answer = Answer::sign(&Key::example("s", "North"), &challenge());
        let others = [
            Challenge {
                host: "other.example".into(),
                ..challenge()
            },
            Challenge {
                agreement: "bank".into(),
                ..challenge()
            },
            Challenge {
                epoch: 2,
                ..challenge()
            },
            Challenge {
                nonce: [8; 32],
                ..challenge()
            },
        ];
        for other in others {
            assert!(!answer.fits(&other), "{other}");
        }
        let mut forged = answer;
        forged.key = Key::example("s", "South").public();
        assert!(!forged.fits(&challenge()));
    }

    #[test]
    fn the_signed_bytes_are_the_published_ones() {
        let nonce = "07".repeat(32);
        let want = format!(
            "DSSEv1 37 application/vnd.servanda.desk-session 91 banks\n1\ndesk.example:8080\n{nonce}\n"
        );
        assert_eq!(challenge().bytes(), want.as_bytes());
    }
}

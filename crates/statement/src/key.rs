//! Keys of people and bodies.
//!
//! What lives here: public keys with their ids, signing keys with a name, and
//! the derivation of example keys from a published seed. Whether a key is
//! enrolled and what it may do is not known here.
//!
//! Invariants: only `verify_strict` checks a signature; a secret key is never
//! shown.
//!
//! Source: RFC 8032; `docs/format.md`, "Keys".

use crate::Refusal;
use crate::digest::{Digest, from_hex, to_hex};
use crate::signed::{Signature, pae};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use std::fmt;

const EXAMPLE_DOMAIN: &str = "servanda.example.v1";

/// Names a key: the first 16 bytes of the SHA-256 of its 32 public bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 16]);

impl KeyId {
    /// Reads 32 lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Is an Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Returns the id of the key.
    pub fn id(&self) -> KeyId {
        let Digest(bytes) = Digest::of(&self.0);
        KeyId(bytes.first_chunk().copied().unwrap_or_default())
    }

    /// Reads 64 lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }

    /// Checks a signature over statement bytes.
    ///
    /// # Errors
    /// A refusal naming the key if the key or the signature does not fit.
    pub fn verify(&self, statement: &[u8], signature: &[u8; 64]) -> Result<(), Refusal> {
        self.verify_bytes(&pae(statement), signature)
    }

    /// Checks a signature over bytes that already name what they are.
    pub(crate) fn verify_bytes(&self, bytes: &[u8], signature: &[u8; 64]) -> Result<(), Refusal> {
        let refuse = |what: &str| Refusal::new(format!("signature by key {}", self.id()), what);
        let key = VerifyingKey::from_bytes(&self.0)
            .map_err(|_| refuse("the public key is not a point of the curve"))?;
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        key.verify_strict(bytes, &signature)
            .map_err(|_| refuse("does not fit the statement's bytes"))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Is a signing key with the name of who holds it.
///
/// # Invariants
/// The name is for people and never enters a leaf.
pub struct Key {
    name: String,
    signing: SigningKey,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, {})", self.name, self.id())
    }
}

impl Key {
    /// Makes a key from its 32 secret bytes.
    pub fn from_secret(name: &str, secret: &[u8; 32]) -> Self {
        Self {
            name: name.to_owned(),
            signing: SigningKey::from_bytes(secret),
        }
    }

    /// Derives an example key from a published seed: anyone can sign with it.
    pub fn example(seed: &str, name: &str) -> Self {
        Self::from_secret(name, &example_bytes(seed, &format!("key {name}"), 0))
    }

    /// Returns the name of who holds the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.signing.verifying_key().to_bytes())
    }

    /// Returns the id of the key.
    pub fn id(&self) -> KeyId {
        self.public().id()
    }

    /// Signs statement bytes.
    pub fn sign(&self, statement: &[u8]) -> Signature {
        self.sign_bytes(&pae(statement))
    }

    /// Signs bytes that already name what they are.
    pub(crate) fn sign_bytes(&self, bytes: &[u8]) -> Signature {
        let signature = self.signing.sign(bytes).to_bytes();
        Signature {
            public_key: self.public(),
            signature,
        }
    }
}

/// Derives 32 bytes from a published seed, a purpose and a number.
///
/// Example records take their keys and payload secrets from it, so that their
/// roots are the same on every machine. Such bytes are no secret.
pub fn example_bytes(seed: &str, purpose: &str, number: u64) -> [u8; 32] {
    let length = |text: &str| (text.len() as u64).to_be_bytes();
    let parts: [&[u8]; 5] = [
        &length(seed),
        seed.as_bytes(),
        &length(purpose),
        purpose.as_bytes(),
        &number.to_be_bytes(),
    ];
    Digest::of_parts(EXAMPLE_DOMAIN, &parts).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn example_keys_depend_on_seed_and_name_alone() {
        let key = |seed, name| Key::example(seed, name).id();
        assert_eq!(key("s", "a"), key("s", "a"));
        assert_ne!(key("s", "a"), key("s", "b"));
        assert_ne!(key("s", "a"), key("t", "a"));
        assert_ne!(example_bytes("ab", "c", 0), example_bytes("a", "bc", 0));
        assert_ne!(example_bytes("a", "b", 0), example_bytes("a", "b", 1));
    }

    #[test]
    fn a_signature_fits_its_bytes_and_key_alone() {
        let key = Key::example("s", "a");
        let signed = key.sign(b"{}").signature;
        assert_eq!(key.public().verify(b"{}", &signed), Ok(()));
        assert!(key.public().verify(b"{} ", &signed).is_err());
        assert!(
            Key::example("s", "b")
                .public()
                .verify(b"{}", &signed)
                .is_err()
        );
    }

    #[test]
    fn a_weak_key_verifies_nothing() {
        // The neutral element as key and commitment fits every message under
        // lenient verification.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(PublicKey(neutral).verify(b"{}", &signature).is_err());
    }
}

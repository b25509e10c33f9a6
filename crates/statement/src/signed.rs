//! The signing envelope.
//!
//! What lives here: the pre-authentication encoding, signatures, and statement
//! bytes with their signatures. What the bytes say is `statement`'s matter.
//!
//! Invariants: at least one and at most [`SIGNATURES_MAX`] signatures; the
//! first is the author's, the others follow in the order of their key ids, and
//! no key signs twice. So there is one order, and none can be changed unseen.
//!
//! Source: DSSE protocol, "Signature Definition".

use crate::{Key, KeyId, PublicKey, Refusal, Statement};

/// Names the type of what is signed.
pub const PAYLOAD_TYPE: &str = "application/vnd.servanda.statement+json";

/// Names the largest number of signatures on a statement.
pub const SIGNATURES_MAX: usize = 8;

/// Returns the bytes that are signed for a statement: the pre-authentication
/// encoding of its type and its raw bytes.
pub fn pae(statement: &[u8]) -> Vec<u8> {
    let head = format!(
        "DSSEv1 {} {PAYLOAD_TYPE} {} ",
        PAYLOAD_TYPE.len(),
        statement.len()
    );
    [head.as_bytes(), statement].concat()
}

/// Is one signature with the key that made it.
///
/// The whole key stands here, so that a signature can be checked before, and
/// without, knowing who is enrolled. The name of a signature is its key's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Key that signed.
    pub public_key: PublicKey,
    /// Ed25519 signature over [`pae`] of the statement.
    pub signature: [u8; 64],
}

/// Is a statement as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Raw bytes of the statement, exactly as signed.
    pub statement_bytes: Vec<u8>,
    /// Signatures, the author's first.
    pub signatures: Vec<Signature>,
}

impl Signed {
    /// Writes and signs a statement, first by its author, then by others.
    ///
    /// # Errors
    /// A refusal if the author key is not the statement's, a key stands twice,
    /// there are too many, or the statement cannot be written.
    pub fn sign(statement: &Statement, author: &Key, others: &[&Key]) -> Result<Self, Refusal> {
        let statement_bytes = statement.to_bytes()?;
        let mut others: Vec<&Key> = others.to_vec();
        others.sort_by_key(|key| key.id());
        let keys = std::iter::once(author).chain(others);
        let signatures = keys.map(|key| key.sign(&statement_bytes)).collect();
        let signed = Self {
            statement_bytes,
            signatures,
        };
        signed.check_order(statement.author)?;
        Ok(signed)
    }

    /// Reads the statement and checks every signature.
    ///
    /// # Errors
    /// A refusal naming the field or the signature.
    pub fn verify(&self) -> Result<Statement, Refusal> {
        let statement = Statement::parse(&self.statement_bytes)?;
        self.check_order(statement.author)?;
        for signature in &self.signatures {
            signature
                .public_key
                .verify(&self.statement_bytes, &signature.signature)?;
        }
        Ok(statement)
    }

    /// Returns the ids of the keys that signed, the author's first.
    pub fn signers(&self) -> Vec<KeyId> {
        self.signatures
            .iter()
            .map(|signature| signature.public_key.id())
            .collect()
    }

    fn check_order(&self, author: KeyId) -> Result<(), Refusal> {
        let signers = self.signers();
        let Some((first, others)) = signers.split_first() else {
            return Err(Refusal::new("signatures", "there is none"));
        };
        if signers.len() > SIGNATURES_MAX {
            return Err(Refusal::new("signatures", "there are more than 8"));
        }
        if *first != author {
            return Err(Refusal::new(
                "signatures",
                "the first is not by the statement's author",
            ));
        }
        if !others.is_sorted_by(|a, b| a < b) || others.contains(&author) {
            let what = "after the author's they must follow their key ids, each key once";
            return Err(Refusal::new("signatures", what));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::tests::sample;

    #[test]
    fn the_encoding_is_the_published_one() {
        let want = "DSSEv1 39 application/vnd.servanda.statement+json 2 {}";
        assert_eq!(pae(b"{}"), want.as_bytes());
    }

    #[test]
    fn several_keys_sign_in_one_order() {
        let keys: Vec<Key> = (0..4).map(|n| Key::example("s", &n.to_string())).collect();
        let mut statement = sample();
        statement.author = keys[2].id();
        let forth = Signed::sign(&statement, &keys[2], &[&keys[0], &keys[1], &keys[3]]).unwrap();
        let back = Signed::sign(&statement, &keys[2], &[&keys[3], &keys[1], &keys[0]]).unwrap();
        assert_eq!(forth, back);
        assert_eq!(forth.verify().unwrap(), statement);
        assert!(Signed::sign(&statement, &keys[0], &[&keys[2]]).is_err());
        assert!(Signed::sign(&statement, &keys[2], &[&keys[2]]).is_err());

        let mut wrong = forth.clone();
        wrong.signatures.swap(1, 2);
        assert!(wrong.verify().is_err());
        let mut wrong = forth.clone();
        wrong.signatures[3].signature[0] ^= 1;
        assert!(
            wrong
                .verify()
                .unwrap_err()
                .place
                .starts_with("signature by key ")
        );
        let mut wrong = forth;
        wrong.signatures.clear();
        assert!(wrong.verify().is_err());
    }
}

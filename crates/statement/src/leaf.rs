//! The leaf: what the log stores and hashes.
//!
//! What lives here: the binary framing of reception time, statement bytes and
//! signatures. It does not read the statement.
//!
//! Invariants: one form; a leaf is at most [`LEAF_BYTES_MAX`] bytes, which a
//! 16-bit length holds.
//!
//! Source: `docs/format.md`, "Leaf".

use crate::signed::SIGNATURES_MAX;
use crate::statement::STATEMENT_BYTES_MAX;
use crate::{PublicKey, Refusal, Signature, Signed};

/// Names the framing written and read: the first byte of every leaf.
pub const LEAF_VERSION: u8 = 1;

/// Names the largest reception time, the largest whole number JSON may carry.
pub const RECEIVED_AT_MS_MAX: u64 = 1 << 53;

/// Names the largest leaf: version, time, length, statement, count, signatures.
pub const LEAF_BYTES_MAX: usize =
    1 + 8 + 2 + STATEMENT_BYTES_MAX + 1 + SIGNATURES_MAX * SIGNATURE_BYTES;

const SIGNATURE_BYTES: usize = 32 + 64;

/// Is one leaf of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// When the sequencer took the entry in.
    ///
    /// # Units
    /// Milliseconds since 1970, UTC.
    pub received_at_ms: u64,
    /// Statement and signatures.
    pub signed: Signed,
}

impl Leaf {
    /// Writes the leaf.
    ///
    /// # Errors
    /// A refusal if a limit is passed.
    pub fn encode(&self) -> Result<Vec<u8>, Refusal> {
        let statement = &self.signed.statement_bytes;
        let signatures = &self.signed.signatures;
        if self.received_at_ms > RECEIVED_AT_MS_MAX {
            return Err(Refusal::new(
                "leaf, reception time",
                "is past 2^53 milliseconds",
            ));
        }
        let fits = statement.len() <= STATEMENT_BYTES_MAX;
        let length = u16::try_from(statement.len()).ok().filter(|_| fits);
        let length =
            length.ok_or_else(|| Refusal::new("leaf, statement", "is longer than 16,384 bytes"))?;
        let fits = (1..=SIGNATURES_MAX).contains(&signatures.len());
        let count = u8::try_from(signatures.len()).ok().filter(|_| fits);
        let count = count.ok_or_else(|| Refusal::new("leaf, signatures", "must be 1 to 8"))?;

        let mut bytes = vec![LEAF_VERSION];
        bytes.extend(self.received_at_ms.to_be_bytes());
        bytes.extend(length.to_be_bytes());
        bytes.extend(statement);
        bytes.push(count);
        for signature in signatures {
            bytes.extend(signature.public_key.0);
            bytes.extend(signature.signature);
        }
        Ok(bytes)
    }

    /// Reads a leaf that fills `bytes`.
    ///
    /// # Errors
    /// A refusal naming the part where the bytes do not fit.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let cut = |part: &str| Refusal::new(format!("leaf, {part}"), "is cut off");
        let (version, rest) = bytes.split_first().ok_or_else(|| cut("version"))?;
        if *version != LEAF_VERSION {
            return Err(Refusal::new(
                "leaf, version",
                format!("is {version}, not 1"),
            ));
        }
        let (time, rest) = rest
            .split_first_chunk()
            .ok_or_else(|| cut("reception time"))?;
        let (length, rest) = rest
            .split_first_chunk()
            .ok_or_else(|| cut("statement length"))?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (statement, rest) = rest
            .split_at_checked(length)
            .ok_or_else(|| cut("statement"))?;
        let (count, rest) = rest
            .split_first()
            .ok_or_else(|| cut("number of signatures"))?;
        let (chunks, extra) = rest.as_chunks::<SIGNATURE_BYTES>();
        if chunks.len() != usize::from(*count) || !extra.is_empty() {
            let what = format!("{} bytes do not hold {count}", rest.len());
            return Err(Refusal::new("leaf, signatures", what));
        }
        let leaf = Self {
            received_at_ms: u64::from_be_bytes(*time),
            signed: Signed {
                statement_bytes: statement.to_vec(),
                signatures: chunks.iter().map(split_signature).collect(),
            },
        };
        // Writing checks the limits, and that there is no second form.
        let again = leaf.encode()?;
        if again == bytes {
            Ok(leaf)
        } else {
            Err(Refusal::new("leaf", "is not in its one form"))
        }
    }
}

fn split_signature(chunk: &[u8; SIGNATURE_BYTES]) -> Signature {
    let (mut public_key, mut signature) = ([0; 32], [0; 64]);
    for (to, from) in public_key.iter_mut().chain(&mut signature).zip(chunk) {
        *to = *from;
    }
    Signature {
        public_key: PublicKey(public_key),
        signature,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaf(statement: usize, signatures: usize) -> Leaf {
        let signature = Signature {
            public_key: PublicKey([3; 32]),
            signature: [4; 64],
        };
        let signatures = vec![signature; signatures];
        let signed = Signed {
            statement_bytes: vec![b'x'; statement],
            signatures,
        };
        Leaf {
            received_at_ms: 5,
            signed,
        }
    }

    #[test]
    fn the_largest_leaf_fits_a_bundle_and_nothing_larger_is_written() {
        let bytes = leaf(STATEMENT_BYTES_MAX, SIGNATURES_MAX).encode().unwrap();
        assert_eq!(bytes.len(), LEAF_BYTES_MAX);
        assert!(u16::try_from(LEAF_BYTES_MAX).is_ok());
        assert!(leaf(STATEMENT_BYTES_MAX + 1, 1).encode().is_err());
        assert!(leaf(2, SIGNATURES_MAX + 1).encode().is_err());
        assert!(leaf(2, 0).encode().is_err());
        let mut late = leaf(2, 1);
        late.received_at_ms = RECEIVED_AT_MS_MAX + 1;
        assert!(late.encode().is_err());
    }

    #[test]
    fn a_refusal_names_the_part() {
        let good = leaf(2, 1).encode().unwrap();
        for (length, part) in [
            (0, "version"),
            (5, "reception time"),
            (10, "statement length"),
            (12, "statement"),
            (13, "number of signatures"),
            (100, "signatures"),
        ] {
            let refusal = Leaf::decode(&good[..length]).unwrap_err();
            assert_eq!(refusal.place, format!("leaf, {part}"));
        }
        let mut other = good.clone();
        other[0] = 2;
        assert_eq!(Leaf::decode(&other).unwrap_err().place, "leaf, version");
        assert!(Leaf::decode(&[good, vec![0]].concat()).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]
        #[test]
        fn what_decodes_is_written_back(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(leaf) = Leaf::decode(&bytes) {
                prop_assert_eq!(leaf.encode().unwrap(), bytes);
            }
        }

        #[test]
        fn what_is_written_decodes(time in 0..=RECEIVED_AT_MS_MAX, length in 0_usize..400, count in 1_usize..9) {
            let mut leaf = leaf(length, count);
            leaf.received_at_ms = time;
            prop_assert_eq!(Leaf::decode(&leaf.encode().unwrap()).unwrap(), leaf);
        }
    }
}

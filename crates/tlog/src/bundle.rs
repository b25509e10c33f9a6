//! Entry bundles: up to 256 entries in one byte string.
//!
//! What lives here: the codec, nothing else. A bundle's place is a
//! [`crate::path::EntriesPath`].
//!
//! Invariants: decoding what was encoded gives the entries back, and encoding
//! what was decoded gives the bytes back; there is one form.
//!
//! Source: C2SP tlog-tiles, "Log entries".

use crate::Error;
use crate::path::TILE_WIDTH;

/// Names the largest number of bytes in one entry: what a 16-bit length holds.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// Writes entries as a bundle: each is led by its length in two bytes, high
/// byte first.
///
/// # Errors
/// `Bundle` if an entry is longer than [`ENTRY_BYTES_MAX`] or there are more
/// than 256.
pub fn encode<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, Error> {
    if entries.len() > usize::from(TILE_WIDTH) {
        return Err(Error::Bundle {
            position: entries.len(),
            what: "more than 256 entries",
        });
    }
    let mut bytes = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| Error::Bundle {
            position,
            what: "the entry is longer than 65,535 bytes",
        })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// Reads a bundle that must hold exactly `width` entries and nothing after them.
///
/// # Errors
/// `Bundle`, naming the position where the bytes stop making sense.
pub fn decode(bytes: &[u8], width: u16) -> Result<Vec<Vec<u8>>, Error> {
    let (entries, problem) = decode_prefix(bytes, width);
    problem.map_or(Ok(entries), Err)
}

/// Reads as many entries as can be read, and says what stopped the reading.
///
/// # Shape
/// The error is `None` exactly when all `width` entries were there and no
/// bytes follow.
pub fn decode_prefix(bytes: &[u8], width: u16) -> (Vec<Vec<u8>>, Option<Error>) {
    let mut entries = Vec::new();
    let mut rest = bytes;
    for position in 0..usize::from(width) {
        let Some((length, tail)) = rest.split_first_chunk::<2>() else {
            return (
                entries,
                Some(Error::Bundle {
                    position,
                    what: "the length is cut off",
                }),
            );
        };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((entry, tail)) = tail.split_at_checked(length) else {
            return (
                entries,
                Some(Error::Bundle {
                    position,
                    what: "the entry is cut off",
                }),
            );
        };
        entries.push(entry.to_vec());
        rest = tail;
    }
    let extra = (!rest.is_empty()).then_some(Error::Bundle {
        position: usize::from(width),
        what: "bytes follow the last entry",
    });
    (entries, extra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_bytes_are_those_of_the_specification() {
        let bytes = encode(&[&b"ab"[..], b"", b"c"]).unwrap();
        assert_eq!(bytes, b"\x00\x02ab\x00\x00\x00\x01c");
        let long = vec![7_u8; 258];
        assert_eq!(&encode(&[&long]).unwrap()[..3], b"\x01\x02\x07");
    }

    #[test]
    fn limits_are_kept() {
        let full = vec![0_u8; ENTRY_BYTES_MAX];
        let decoded = decode(&encode(&[&full]).unwrap(), 1).unwrap();
        assert_eq!(decoded, std::slice::from_ref(&full));
        assert!(encode(&[vec![0_u8; ENTRY_BYTES_MAX + 1]]).is_err());
        assert!(encode(&vec![b""; 256]).is_ok());
        assert!(encode(&vec![b""; 257]).is_err());
    }

    #[test]
    fn a_broken_bundle_names_the_position() {
        let check = |bytes: &[u8], width, want| match decode(bytes, width) {
            Err(Error::Bundle { position, .. }) => assert_eq!(position, want, "{bytes:?}"),
            other => panic!("{other:?}"),
        };
        check(b"", 1, 0);
        check(b"\x00", 1, 0);
        check(b"\x00\x01a\x00\x02b", 2, 1);
        check(b"\x00\x01ax", 1, 1);
        check(b"\x00\x01a", 2, 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
        #[test]
        fn encoding_and_decoding_are_inverse(
            entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20)
        ) {
            let bytes = encode(&entries).unwrap();
            prop_assert_eq!(decode(&bytes, u16::try_from(entries.len()).unwrap()).unwrap(), entries);
        }

        #[test]
        fn arbitrary_bytes_either_fail_or_are_written_back(
            bytes in prop::collection::vec(any::<u8>(), 0..60), width in 0_u16..6
        ) {
            if let Ok(entries) = decode(&bytes, width) {
                prop_assert_eq!(encode(&entries).unwrap(), bytes);
            }
        }
    }
}

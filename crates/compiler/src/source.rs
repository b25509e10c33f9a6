//! What a compilation is given: the text, its annex manifest and the annexes.
//!
//! Nothing here reads files; `app` does, and hands the bytes over.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// An agreement as bytes.
#[derive(Clone, Debug, Default)]
pub struct Source<'a> {
    /// The bytes of `agreement.md`.
    pub text: &'a str,
    /// The bytes of `annexes/manifest`, where there is one.
    pub manifest: Option<&'a [u8]>,
    /// The annex files, by the file name that the manifest uses.
    pub annexes: BTreeMap<String, &'a [u8]>,
}

/// Returns the digest that names a text: SHA-256 over the text, one zero byte
/// and the manifest, as lowercase hex.
///
/// # Source
/// Reference grammar, "Annexes".
pub fn text_digest(text: &str, manifest: Option<&[u8]>) -> String {
    let mut hash = Sha256::new();
    hash.update(text.as_bytes());
    hash.update([0]);
    hash.update(manifest.unwrap_or_default());
    hex(&hash.finalize())
}

/// Returns the SHA-256 of some bytes as lowercase hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_covers_text_and_manifest() {
        // printf 'abc\0' | sha256sum
        assert_eq!(text_digest("abc", None), digest(b"abc\0"),);
        assert_eq!(text_digest("abc", Some(b"")), text_digest("abc", None));
        assert_eq!(text_digest("abc", Some(b"d")), digest(b"abc\0d"));
        assert_ne!(text_digest("abcd", None), text_digest("abc", Some(b"d")));
        assert_eq!(
            digest(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}

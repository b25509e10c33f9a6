//! Hashes against published vectors.

use super::*;
use crate::tests_data::{LEAVES, ROOTS};

#[test]
fn the_published_tree_of_eight_leaves_has_its_published_roots() {
    for (size, want) in ROOTS.iter().enumerate() {
        let hashes: Vec<Hash> = LEAVES[..size]
            .iter()
            .map(|hex| leaf_hash(&bytes(hex)))
            .collect();
        assert_eq!(root_of(&hashes).to_hex(), *want, "size {size}");
    }
}

#[test]
fn hex_and_base64_have_one_form_each() {
    let hash = leaf_hash(b"x");
    assert_eq!(Hash::from_hex(&hash.to_hex()), Ok(hash));
    assert_eq!(Hash::from_base64(&hash.to_base64()), Ok(hash));
    for wrong in ["", "00", &hash.to_hex().to_uppercase(), &hash.to_hex()[1..]] {
        assert!(Hash::from_hex(wrong).is_err(), "{wrong}");
    }
    // The last character before the padding carries two unused bits; only one
    // of the four spellings is accepted.
    let text = Hash([0; 32]).to_base64();
    assert!(Hash::from_base64(&text.replace("A=", "B=")).is_err());
    assert!(Hash::from_base64(text.trim_end_matches('=')).is_err());
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

//! Proofs against the published tree, and made against checked.

use super::*;
use crate::path::TILE_WIDTH;
use crate::tests_data::{LEAVES, ROOTS};
use crate::{Frontier, leaf_hash};
use std::collections::BTreeMap;

struct Tree {
    tiles: BTreeMap<TilePath, Vec<u8>>,
    leaves: Vec<Hash>,
    roots: Vec<Hash>,
}

impl Tree {
    fn of(leaves: Vec<Hash>) -> Self {
        let mut frontier = Frontier::new();
        let (mut tiles, mut roots) = (BTreeMap::new(), vec![frontier.root()]);
        for leaf in &leaves {
            tiles.extend(frontier.push(*leaf));
            tiles.extend(frontier.partial_tiles());
            roots.push(frontier.root());
        }
        Self {
            tiles,
            leaves,
            roots,
        }
    }

    fn numbered(size: u64) -> Self {
        Self::of(
            (0..size)
                .map(|n| leaf_hash(format!("entry {n}").as_bytes()))
                .collect(),
        )
    }

    fn read(&self) -> impl FnMut(TilePath) -> Result<Vec<u8>, Error> {
        |path| {
            self.tiles.get(&path).cloned().ok_or(Error::Path {
                path: path.to_string(),
            })
        }
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn the_published_proofs_come_out() {
    let tree = Tree::of(LEAVES.iter().map(|hex| leaf_hash(&unhex(hex))).collect());
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(
            tree_root(TreeSize(size as u64), &mut tree.read())
                .unwrap()
                .to_hex(),
            *root
        );
    }
    let inclusion = |index, size| {
        let proof = inclusion(TreeSize(size), LeafIndex(index), &mut tree.read()).unwrap();
        proof.iter().map(|hash| hash.to_hex()).collect::<Vec<_>>()
    };
    assert_eq!(inclusion(0, 1), [""; 0]);
    let want = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(inclusion(0, 8), want);
    let want = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(inclusion(5, 8), want);
    let consistency = |old, new| {
        let proof = consistency(TreeSize(old), TreeSize(new), &mut tree.read()).unwrap();
        proof.iter().map(|hash| hash.to_hex()).collect::<Vec<_>>()
    };
    let want = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(consistency(6, 8), want);
    assert_eq!(consistency(8, 8), [""; 0]);
}

#[test]
fn every_leaf_proves_inclusion_and_nothing_else_does() {
    let tree = Tree::numbered(33);
    for size in 1..=33_u64 {
        let root = tree.roots[usize::try_from(size).unwrap()];
        for index in 0..size {
            let leaf = tree.leaves[usize::try_from(index).unwrap()];
            let proof = inclusion(TreeSize(size), LeafIndex(index), &mut tree.read()).unwrap();
            let check = |proof: &[Hash], index| {
                verify_inclusion(proof, TreeSize(size), root, LeafIndex(index), leaf)
            };
            assert_eq!(check(&proof, index), Ok(()));
            assert!(check(&proof, (index + 1) % size).is_err() || size == 1);
            for at in 0..proof.len() {
                let mut wrong = proof.clone();
                wrong[at].0[31] ^= 1;
                assert!(check(&wrong, index).is_err());
                assert!(check(&proof[..at], index).is_err());
            }
            let longer: Vec<Hash> = proof.iter().copied().chain([root]).collect();
            assert!(check(&longer, index).is_err());
        }
        assert!(inclusion(TreeSize(size), LeafIndex(size), &mut tree.read()).is_err());
    }
}

#[test]
fn every_prefix_proves_consistency_and_nothing_else_does() {
    let tree = Tree::numbered(40);
    let root = |size: u64| tree.roots[usize::try_from(size).unwrap()];
    for new in 0..=40_u64 {
        for old in 0..=new {
            let proof = consistency(TreeSize(old), TreeSize(new), &mut tree.read()).unwrap();
            let check = |proof: &[Hash], old_root, new_root| {
                verify_consistency(proof, TreeSize(old), old_root, TreeSize(new), new_root)
            };
            assert_eq!(check(&proof, root(old), root(new)), Ok(()), "{old} {new}");
            assert!(check(&proof, leaf_hash(b"other"), root(new)).is_err());
            if old > 0 {
                assert!(check(&proof, root(old), leaf_hash(b"other")).is_err());
            }
            for at in 0..proof.len() {
                let mut wrong = proof.clone();
                wrong[at].0[0] ^= 0x80;
                assert!(check(&wrong, root(old), root(new)).is_err());
                assert!(check(&proof[..at], root(old), root(new)).is_err());
            }
        }
        assert!(consistency(TreeSize(new + 1), TreeSize(new), &mut tree.read()).is_err());
    }
}

#[test]
fn proofs_cross_tile_boundaries() {
    let size = u64::from(TILE_WIDTH) * 3 + 17;
    let tree = Tree::numbered(size);
    for index in [0, 255, 256, 511, 700, size - 1] {
        let proof = inclusion(TreeSize(size), LeafIndex(index), &mut tree.read()).unwrap();
        let leaf = tree.leaves[usize::try_from(index).unwrap()];
        let root = *tree.roots.last().unwrap();
        assert_eq!(
            verify_inclusion(&proof, TreeSize(size), root, LeafIndex(index), leaf),
            Ok(())
        );
    }
    for old in [1, 255, 256, 257, 512, 768, size - 1] {
        let proof = consistency(TreeSize(old), TreeSize(size), &mut tree.read()).unwrap();
        let old_root = tree.roots[usize::try_from(old).unwrap()];
        let root = *tree.roots.last().unwrap();
        let checked = verify_consistency(&proof, TreeSize(old), old_root, TreeSize(size), root);
        assert_eq!(checked, Ok(()), "{old}");
    }
}

#[test]
fn absurd_sizes_are_refused_without_trouble() {
    let hash = leaf_hash(b"x");
    let huge = TreeSize(u64::MAX);
    assert!(verify_inclusion(&[hash; 64], huge, hash, LeafIndex(u64::MAX - 1), hash).is_err());
    assert!(verify_inclusion(&[], huge, hash, LeafIndex(u64::MAX), hash).is_err());
    assert!(verify_consistency(&[hash; 70], TreeSize(1), hash, huge, hash).is_err());
    assert!(verify_consistency(&[], TreeSize(3), hash, huge, hash).is_err());
}

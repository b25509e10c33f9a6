//! Inclusion and consistency proofs: making them from tiles, checking them.
//!
//! What lives here: the proofs of RFC 6962 and their verification. Making a
//! proof reads tiles through a function the caller gives; checking one needs
//! nothing but the proof.
//!
//! Invariants: making and checking share no code but the two hash functions,
//! so that each tests the other.
//!
//! Sources: RFC 6962 sections 2.1.1 and 2.1.2 (making); RFC 9162 sections
//! 2.1.3.2 and 2.1.4.2 (checking).

use crate::frontier::tile_hashes;
use crate::hash::{root_of, split_point};
use crate::path::TilePath;
use crate::{Error, Hash, LeafIndex, TreeSize, node_hash};

/// Returns the Merkle tree hash of the leaves from `from` up to, not
/// including, `to`, in a tree of `size` leaves.
///
/// # Shape
/// The range must be one that RFC 6962 splits a tree into; the whole tree is.
/// # Errors
/// Whatever `read` fails with; `OutOfTree` and `TileLength` for tiles that do
/// not hold what the range needs.
pub fn range_root<E: From<Error>>(
    size: TreeSize,
    from: u64,
    to: u64,
    read: &mut impl FnMut(TilePath) -> Result<Vec<u8>, E>,
) -> Result<Hash, E> {
    let mut subtrees = Vec::new();
    let mut at = from;
    while at < to {
        let height = (to - at).ilog2();
        subtrees.push(perfect_root(size, at, height, read)?);
        at += 1 << height;
    }
    let mut root = subtrees.pop().unwrap_or_else(Hash::empty_root);
    while let Some(left) = subtrees.pop() {
        root = node_hash(left, root);
    }
    Ok(root)
}

/// Returns the root of a tree of `size` leaves as its tiles on disk tell it.
///
/// # Errors
/// As [`range_root`].
pub fn tree_root<E: From<Error>>(
    size: TreeSize,
    read: &mut impl FnMut(TilePath) -> Result<Vec<u8>, E>,
) -> Result<Hash, E> {
    range_root(size, 0, size.0, read)
}

fn perfect_root<E: From<Error>>(
    size: TreeSize,
    from: u64,
    height: u32,
    read: &mut impl FnMut(TilePath) -> Result<Vec<u8>, E>,
) -> Result<Hash, E> {
    let level = u8::try_from(height / 8).unwrap_or(u8::MAX);
    let first = from >> (u32::from(level) * 8);
    let path = TilePath::holding(size, level, first)?;
    let hashes = tile_hashes(path, &read(path)?)?;
    let start = usize::try_from(first % 256).unwrap_or(0);
    let nodes = hashes.get(start..start + (1 << (height % 8)));
    let out = || Error::OutOfTree {
        what: "leaf",
        value: from,
        size: size.0,
    };
    Ok(root_of(nodes.ok_or_else(out)?))
}

/// Returns the proof that leaf `index` is in the tree of `size` leaves.
///
/// # Shape
/// Hashes from the leaf's sibling up to the root's child.
/// # Errors
/// `OutOfTree` for an index past the end, and as [`range_root`].
pub fn inclusion<E: From<Error>>(
    size: TreeSize,
    index: LeafIndex,
    read: &mut impl FnMut(TilePath) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, E> {
    if index.0 >= size.0 {
        return Err(Error::OutOfTree {
            what: "leaf",
            value: index.0,
            size: size.0,
        }
        .into());
    }
    let (mut low, mut high) = (0, size.0);
    let mut proof = Vec::new();
    while high - low > 1 {
        let middle = low + split_point(high - low);
        if index.0 < middle {
            proof.push(range_root(size, middle, high, read)?);
            high = middle;
        } else {
            proof.push(range_root(size, low, middle, read)?);
            low = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Returns the proof that the tree of `old` leaves is a prefix of that of `new`.
///
/// # Shape
/// Empty when the sizes are equal or `old` is zero.
/// # Errors
/// `OutOfTree` if `old` is larger than `new`, and as [`range_root`].
pub fn consistency<E: From<Error>>(
    old: TreeSize,
    new: TreeSize,
    read: &mut impl FnMut(TilePath) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, E> {
    if old > new {
        return Err(Error::OutOfTree {
            what: "size",
            value: old.0,
            size: new.0,
        }
        .into());
    }
    let mut proof = Vec::new();
    if old.0 == 0 {
        return Ok(proof);
    }
    let (mut low, mut high) = (0, new.0);
    while old.0 != high {
        let middle = low + split_point(high - low);
        if old.0 <= middle {
            proof.push(range_root(new, middle, high, read)?);
            high = middle;
        } else {
            proof.push(range_root(new, low, middle, read)?);
            low = middle;
        }
    }
    if low > 0 {
        proof.push(range_root(new, low, high, read)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves under `root`.
///
/// # Errors
/// `OutOfTree` or `Proof`.
pub fn verify_inclusion(
    proof: &[Hash],
    size: TreeSize,
    root: Hash,
    index: LeafIndex,
    leaf: Hash,
) -> Result<(), Error> {
    if index.0 >= size.0 {
        return Err(Error::OutOfTree {
            what: "leaf",
            value: index.0,
            size: size.0,
        });
    }
    let wrong = Error::Proof { kind: "inclusion" };
    let (mut node, mut last) = (index.0, size.0 - 1);
    let mut hash = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(wrong);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == root {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// Checks that the tree of `old` leaves under `old_root` is a prefix of the
/// tree of `new` leaves under `new_root`.
///
/// # Errors
/// `OutOfTree` or `Proof`.
pub fn verify_consistency(
    proof: &[Hash],
    old: TreeSize,
    old_root: Hash,
    new: TreeSize,
    new_root: Hash,
) -> Result<(), Error> {
    let wrong = Error::Proof {
        kind: "consistency",
    };
    if old > new {
        return Err(Error::OutOfTree {
            what: "size",
            value: old.0,
            size: new.0,
        });
    }
    if old == new || old.0 == 0 {
        let known = if old == new {
            new_root
        } else {
            Hash::empty_root()
        };
        return if proof.is_empty() && old_root == known {
            Ok(())
        } else {
            Err(wrong)
        };
    }
    // A tree that is a power of two is itself the first node of the path.
    let path: Vec<Hash> = old
        .0
        .is_power_of_two()
        .then_some(old_root)
        .into_iter()
        .chain(proof.iter().copied())
        .collect();
    let Some((first, rest)) = path.split_first() else {
        return Err(wrong);
    };
    let (mut node, mut last) = (old.0 - 1, new.0 - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(wrong);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(*sibling, old_hash);
            new_hash = node_hash(*sibling, new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(new_hash, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 && old_hash == old_root && new_hash == new_root {
        Ok(())
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests;

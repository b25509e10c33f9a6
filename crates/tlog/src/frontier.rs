//! The growing edge of a tree.
//!
//! What lives here: the hashes of the rightmost tile of each level, which is
//! all one needs to add leaves, to write tiles and to know the root. Tiles that
//! are full leave the frontier at once and are never needed again for growth.
//!
//! Invariants: every level holds fewer than 256 hashes, and the levels read as
//! the digits of the tree size to base 256.
//!
//! Source: RFC 6962 section 2.1; C2SP tlog-tiles, "Partial Tiles".

use crate::hash::{HASH_BYTES, root_of};
use crate::path::{TILE_WIDTH, TilePath};
use crate::{Error, Hash, TreeSize};

/// Is a tree as far as its right edge tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Frontier {
    /// Returns the frontier of the tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Rebuilds the frontier of a tree of `size` leaves from its partial tiles.
    ///
    /// # Errors
    /// Whatever `read` fails with, and `TileLength` if a tile is not as long as
    /// its path says. The caller compares [`Frontier::root`] with a checkpoint.
    pub fn from_tiles<E: From<Error>>(
        size: TreeSize,
        mut read: impl FnMut(TilePath) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut levels = Vec::new();
        let mut hashes = size.0;
        while hashes > 0 {
            let width = hashes % u64::from(TILE_WIDTH);
            let mut level = Vec::new();
            if width > 0 {
                let number = u8::try_from(levels.len()).unwrap_or(u8::MAX);
                let path = TilePath::holding(size, number, hashes - 1)?;
                level = tile_hashes(path, &read(path)?)?;
            }
            levels.push(level);
            hashes /= u64::from(TILE_WIDTH);
        }
        Ok(Self {
            size: size.0,
            levels,
        })
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> TreeSize {
        TreeSize(self.size)
    }

    /// Adds one leaf hash and returns the tiles that became full by it, lowest
    /// level first.
    pub fn push(&mut self, leaf: Hash) -> Vec<(TilePath, Vec<u8>)> {
        let mut full = Vec::new();
        let mut hash = leaf;
        self.size += 1;
        let mut hashes = self.size;
        for level in 0_u8.. {
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(row) = self.levels.get_mut(usize::from(level)) else {
                break;
            };
            row.push(hash);
            if row.len() < usize::from(TILE_WIDTH) {
                break;
            }
            hashes /= u64::from(TILE_WIDTH);
            let path = TilePath {
                level,
                index: hashes - 1,
                width: TILE_WIDTH,
            };
            full.push((path, tile_bytes(row)));
            hash = root_of(row);
            row.clear();
        }
        full
    }

    /// Returns the partial tiles of the tree as it stands.
    pub fn partial_tiles(&self) -> Vec<(TilePath, Vec<u8>)> {
        let mut tiles = Vec::new();
        let mut hashes = self.size;
        for (level, row) in (0_u8..).zip(&self.levels) {
            if let (Ok(width), false) = (u16::try_from(row.len()), row.is_empty()) {
                let index = hashes / u64::from(TILE_WIDTH);
                tiles.push((
                    TilePath {
                        level,
                        index,
                        width,
                    },
                    tile_bytes(row),
                ));
            }
            hashes /= u64::from(TILE_WIDTH);
        }
        tiles
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> Hash {
        let mut remainder: Option<Hash> = None;
        for row in &self.levels {
            let nodes: Vec<Hash> = row.iter().copied().chain(remainder).collect();
            if !nodes.is_empty() {
                remainder = Some(root_of(&nodes));
            }
        }
        remainder.unwrap_or_else(Hash::empty_root)
    }
}

/// Writes hashes as the bytes of a tile.
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads the hashes of the tile at `path`.
///
/// # Errors
/// `TileLength` unless there are exactly as many as the path says.
pub fn tile_hashes(path: TilePath, bytes: &[u8]) -> Result<Vec<Hash>, Error> {
    let expected = usize::from(path.width) * HASH_BYTES;
    let (chunks, rest) = bytes.as_chunks::<HASH_BYTES>();
    if bytes.len() != expected || !rest.is_empty() {
        return Err(Error::TileLength {
            path: path.to_string(),
            found: bytes.len(),
            expected,
        });
    }
    Ok(chunks.iter().map(|chunk| Hash(*chunk)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;
    use std::collections::BTreeMap;

    #[test]
    fn the_frontier_agrees_with_the_definition_and_can_be_rebuilt() {
        let mut frontier = Frontier::new();
        let mut leaves = Vec::new();
        let mut tiles = BTreeMap::new();
        assert_eq!(frontier.root(), Hash::empty_root());
        for n in 0_u64..(256 * 256 + 300) {
            let leaf = leaf_hash(&n.to_be_bytes());
            leaves.push(leaf);
            tiles.extend(frontier.push(leaf));
            let near = n < 520 || n.is_multiple_of(4099) || n > 256 * 256 - 3;
            if !near {
                continue;
            }
            assert_eq!(frontier.root(), root_of(&leaves), "size {}", n + 1);
            let mut now = tiles.clone();
            now.extend(frontier.partial_tiles());
            let want = TilePath::all(frontier.size());
            assert!(
                want.iter().all(|path| now.contains_key(path)),
                "size {}",
                n + 1
            );
            let again = Frontier::from_tiles(frontier.size(), |path| {
                now.get(&path).cloned().ok_or(Error::Path {
                    path: path.to_string(),
                })
            });
            assert_eq!(again.unwrap().root(), frontier.root());
        }
    }

    #[test]
    fn a_tile_of_the_wrong_length_is_refused() {
        let path = TilePath {
            level: 0,
            index: 0,
            width: 2,
        };
        for length in [0, 32, 63, 65, 96] {
            assert!(tile_hashes(path, &vec![0; length]).is_err(), "{length}");
        }
        assert_eq!(tile_hashes(path, &[0; 64]).unwrap().len(), 2);
    }
}

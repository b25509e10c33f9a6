//! Paths of tiles and entry bundles.
//!
//! What lives here: the two path forms of tlog-tiles, written and read, and
//! which of them a tree of a given size has. The bytes behind them are not
//! here.
//!
//! Invariants: a path that parses is byte for byte the path that is written.
//!
//! Source: C2SP tlog-tiles, "Merkle Tree", "Partial Tiles", "Log entries".

use crate::{Error, TreeSize};
use std::fmt;
use std::str::FromStr;

/// Names the number of hashes in a full tile and of entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;

/// Names the highest level a tile path may carry.
pub const LEVEL_MAX: u8 = 63;

/// Is the path of one tile of hashes.
///
/// # Shape
/// `level` is at most [`LEVEL_MAX`]; `width` is 1 to 256, 256 meaning full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TilePath {
    /// Level, counted in tiles: a hash at level L covers 256^L leaves.
    pub level: u8,
    /// Index of the tile within its level.
    pub index: u64,
    /// Number of hashes in the tile.
    pub width: u16,
}

/// Is the path of one bundle of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntriesPath {
    /// Index of the bundle; it holds the entries from `index * 256` on.
    pub index: u64,
    /// Number of entries in the bundle, 1 to 256.
    pub width: u16,
}

/// Is either kind of path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogPath {
    /// A tile of hashes.
    Tile(TilePath),
    /// A bundle of entries.
    Entries(EntriesPath),
}

impl TilePath {
    /// Returns all tiles that a tree of `size` leaves has, partial ones last in
    /// each level.
    pub fn all(size: TreeSize) -> Vec<Self> {
        let mut paths = Vec::new();
        for level in 0..8 {
            let hashes = hashes_at(size, level);
            if hashes == 0 {
                break;
            }
            paths.extend(runs(hashes).map(|(index, width)| Self {
                level,
                index,
                width,
            }));
        }
        paths
    }

    /// Returns the tile that holds hash `n` of `level` in a tree of `size` leaves.
    ///
    /// # Errors
    /// `OutOfTree` if the tree has no such hash.
    pub fn holding(size: TreeSize, level: u8, n: u64) -> Result<Self, Error> {
        let hashes = hashes_at(size, level);
        if n >= hashes {
            return Err(Error::OutOfTree {
                what: "hash",
                value: n,
                size: size.0,
            });
        }
        let index = n / u64::from(TILE_WIDTH);
        Ok(Self {
            level,
            index,
            width: width_at(hashes, index),
        })
    }
}

impl EntriesPath {
    /// Returns all bundles that a tree of `size` leaves has, in order.
    pub fn all(size: TreeSize) -> Vec<Self> {
        runs(size.0)
            .map(|(index, width)| Self { index, width })
            .collect()
    }
}

/// Returns how many hashes of tile level `level` a tree of `size` leaves has.
fn hashes_at(size: TreeSize, level: u8) -> u64 {
    size.0.checked_shr(u32::from(level) * 8).unwrap_or(0)
}

/// Returns the width of tile `index` when its level has `hashes` hashes.
fn width_at(hashes: u64, index: u64) -> u16 {
    let full = u64::from(TILE_WIDTH);
    let rest = hashes.saturating_sub(index.saturating_mul(full));
    u16::try_from(rest.min(full)).unwrap_or(TILE_WIDTH)
}

fn runs(hashes: u64) -> impl Iterator<Item = (u64, u16)> {
    (0..hashes.div_ceil(u64::from(TILE_WIDTH))).map(move |index| (index, width_at(hashes, index)))
}

/// Returns `index` in three-digit path elements, all but the last led by `x`.
pub fn index_text(index: u64) -> String {
    let mut text = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1000);
        rest /= 1000;
    }
    text
}

/// Reads what [`index_text`] writes; `None` for any other text.
pub fn parse_index(text: &str) -> Option<u64> {
    let mut index: u64 = 0;
    for element in text.split('/') {
        let digits = element.strip_prefix('x').unwrap_or(element);
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    // Comparing with the written form settles the `x` marks and the leading zeros.
    (index_text(index) == text).then_some(index)
}

fn write_tail(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    f.write_str(&index_text(index))?;
    if width == TILE_WIDTH {
        Ok(())
    } else {
        write!(f, ".p/{width}")
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_tail(f, self.index, self.width)
    }
}

impl fmt::Display for EntriesPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_tail(f, self.index, self.width)
    }
}

impl fmt::Display for LogPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tile(path) => path.fmt(f),
            Self::Entries(path) => path.fmt(f),
        }
    }
}

impl FromStr for LogPath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::Path {
            path: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<LogPath> {
    let (level, tail) = text.strip_prefix("tile/")?.split_once('/')?;
    let (index, width) = match tail.split_once(".p/") {
        Some((index, width)) => (parse_index(index)?, width.parse().ok()?),
        None => (parse_index(tail)?, TILE_WIDTH),
    };
    if width == 0 || width > TILE_WIDTH {
        return None;
    }
    let path = if level == "entries" {
        LogPath::Entries(EntriesPath { index, width })
    } else {
        let level = level.parse().ok().filter(|level| *level <= LEVEL_MAX)?;
        LogPath::Tile(TilePath {
            level,
            index,
            width,
        })
    };
    (path.to_string() == text).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: LogPath) {
        assert_eq!(want.to_string(), text);
        assert_eq!(text.parse(), Ok(want), "{text}");
    }

    #[test]
    fn every_path_form_is_written_and_read() {
        let tile = |level, index, width| {
            LogPath::Tile(TilePath {
                level,
                index,
                width,
            })
        };
        let entries = |index, width| LogPath::Entries(EntriesPath { index, width });
        check("tile/0/000", tile(0, 0, 256));
        check("tile/0/000.p/1", tile(0, 0, 1));
        check("tile/0/067.p/255", tile(0, 67, 255));
        check("tile/0/999", tile(0, 999, 256));
        check("tile/1/x001/000", tile(1, 1000, 256));
        check("tile/0/x001/067", tile(0, 1067, 256));
        check("tile/0/x001/067.p/8", tile(0, 1067, 8));
        check("tile/2/x001/x234/067", tile(2, 1_234_067, 256));
        check("tile/63/x001/x234/067.p/17", tile(63, 1_234_067, 17));
        check("tile/entries/000.p/12", entries(0, 12));
        check("tile/entries/x001/067", entries(1067, 256));
        check("tile/entries/x001/x234/067.p/100", entries(1_234_067, 100));
        check(
            "tile/0/x018/x446/x744/x073/x709/x551/615",
            tile(0, u64::MAX, 256),
        );
    }

    #[test]
    fn any_other_spelling_is_refused() {
        for text in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/0/x000",
            "tile/0/x000/067",
            "tile/0/001/067",
            "tile/0/x001/x067",
            "tile/00/000",
            "tile/+1/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/+1",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/000/",
            "/tile/0/000",
            "tile/data/000",
            "tile/8/0/000",
            "tile/entries/0",
            "tile/entries/000.p/300",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/000.p/1.p/1",
            "tile/0/٠٠٠",
        ] {
            assert!(text.parse::<LogPath>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_tiles_of_a_tree_are_those_the_specification_counts() {
        let count = |level, full| {
            let paths = TilePath::all(TreeSize(70_000));
            paths
                .iter()
                .filter(|p| p.level == level && (p.width == 256) == full)
                .count()
        };
        assert_eq!(
            (count(0, true), count(1, true), count(2, true)),
            (273, 1, 0)
        );
        let paths = TilePath::all(TreeSize(70_000));
        let partial = paths
            .iter()
            .filter(|path| path.width < 256)
            .map(ToString::to_string);
        let want = ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"];
        assert_eq!(partial.collect::<Vec<_>>(), want);
        let paths = TilePath::all(TreeSize(256));
        let paths: Vec<_> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(paths, ["tile/0/000", "tile/1/000.p/1"]);
        assert!(TilePath::all(TreeSize(0)).is_empty());
    }
}

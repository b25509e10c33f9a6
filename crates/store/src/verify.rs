//! Verifying a record: every byte of every file.
//!
//! What lives here: the recomputation of bundles, tiles, root and checkpoint,
//! and the list of what does not fit. What entries say is judged by a function
//! the caller hands in.
//!
//! Invariants: every file of the folder is either recomputed and compared, or
//! reported as unknown. Nothing is repaired.
//!
//! Source: `docs/format.md`, "Checks".

use crate::layout::{
    CHECKPOINT, JOURNAL, LOCK, LOG_KEY, bundle_of, parse_payload_lines, parse_payload_path,
    parse_rows_path, payload_path, rows_path,
};
use crate::read::load;
use crate::rows::{Rows, read_rows};
use crate::{Disk, Error};
use servanda_tlog::path::TILE_WIDTH;
use servanda_tlog::{
    Checkpoint, EntriesPath, Frontier, Hash, LeafIndex, LogPath, NoteVerifier, TilePath, TreeSize,
    bundle, frontier, leaf_hash,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Is one thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Entry in which it lies, if it lies in one.
    pub entry: Option<LeafIndex>,
    /// File in which it lies.
    pub file: String,
    /// What does not fit, in plain words.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            Some(entry) => write!(f, "entry {entry} in `{}`: {}", self.file, self.what),
            None => write!(f, "file `{}`: {}", self.file, self.what),
        }
    }
}

/// Is the outcome of verifying a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Checkpoint, if its signature fits.
    pub checkpoint: Option<Checkpoint>,
    /// What does not fit; empty for a sound record.
    pub problems: Vec<Problem>,
}

/// Judges what entries say, which this crate does not know.
pub trait Judge {
    /// Judges one entry: its leaf, and its payload where it is open.
    ///
    /// # Errors
    /// What does not fit, in plain words.
    fn entry(
        &mut self,
        index: LeafIndex,
        leaf: &[u8],
        payload: Option<&[u8]>,
    ) -> Result<(), String>;

    /// Judges the rows of the entry judged last; `None` where there are none.
    ///
    /// # Errors
    /// What does not fit, in plain words.
    fn rows(&mut self, index: LeafIndex, rows: Option<Rows>) -> Result<(), String>;
}

/// Verifies a record.
///
/// `log` is the key one trusts; without it the folder's own key is used, which
/// proves no more than that the folder agrees with itself. `judge` is asked in
/// order, for every entry whose leaf hashes to the tree.
///
/// # Errors
/// `Disk` alone: what is wrong with the record is a [`Problem`].
pub fn verify<D: Disk>(
    disk: &D,
    log: Option<&NoteVerifier>,
    judge: &mut impl Judge,
) -> Result<Verification, Error> {
    let paths = disk.list().map_err(|source| Error::Disk {
        what: "list",
        path: String::new(),
        source,
    })?;
    let mut audit = Audit {
        problems: Vec::new(),
        files: BTreeMap::new(),
    };
    for path in paths {
        // Rows may be larger than memory: they are judged line by line.
        if parse_rows_path(&path).is_some() {
            audit.files.insert(path, Vec::new());
        } else if let Some(bytes) = load(disk, &path)? {
            audit.files.insert(path, bytes);
        }
    }
    let checkpoint = audit.checkpoint(log);
    if let Some(checkpoint) = &checkpoint {
        let hashes = audit.leaf_hashes(checkpoint);
        audit.tiles(&hashes, checkpoint);
        let bad = audit.bundles(&hashes);
        let open = |index| read_rows(disk, index);
        audit.entries(checkpoint.size, &bad, judge, open)?;
        audit.strangers(checkpoint.size);
    }
    audit.problems.sort();
    audit.problems.dedup();
    Ok(Verification {
        checkpoint,
        problems: audit.problems,
    })
}

struct Audit {
    problems: Vec<Problem>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Audit {
    fn report(&mut self, entry: Option<u64>, file: impl ToString, what: impl ToString) {
        let (file, what) = (file.to_string(), what.to_string());
        self.problems.push(Problem {
            entry: entry.map(LeafIndex),
            file,
            what,
        });
    }

    fn file(&self, path: impl ToString) -> Option<&Vec<u8>> {
        self.files.get(&path.to_string())
    }

    fn checkpoint(&mut self, log: Option<&NoteVerifier>) -> Option<Checkpoint> {
        let line = self
            .file(LOG_KEY)
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let own = match line.as_deref().map(|line| line.strip_suffix('\n')) {
            Some(Some(text)) => NoteVerifier::parse(text).map_err(|error| error.to_string()),
            Some(None) => Err("its line is not ended".to_owned()),
            None => Err("the file is missing".to_owned()),
        };
        if let Err(what) = &own {
            self.report(None, LOG_KEY, what);
        }
        if let (Ok(own), Some(log)) = (&own, log)
            && own != log
        {
            self.report(
                None,
                LOG_KEY,
                format!("it is not the trusted key {}", log.to_text()),
            );
        }
        let Some(bytes) = self.file(CHECKPOINT) else {
            self.report(None, CHECKPOINT, "the file is missing");
            return None;
        };
        let key = log.cloned().or(own.ok())?;
        match Checkpoint::open(bytes, &key, &[]) {
            Ok(checkpoint) => Some(checkpoint),
            Err(error) => {
                self.report(None, CHECKPOINT, error);
                None
            }
        }
    }

    /// Returns the leaf hashes that lead to the signed root: those of the tiles
    /// or else those of the entries. If neither do, both are suspect.
    fn leaf_hashes(&mut self, checkpoint: &Checkpoint) -> Vec<Hash> {
        let (mut stored, mut computed) = (Vec::new(), Vec::new());
        for path in EntriesPath::all(checkpoint.size) {
            let tile = TilePath {
                level: 0,
                index: path.index,
                width: path.width,
            };
            let bytes = self.file(tile).map_or(&[][..], Vec::as_slice);
            stored.extend(frontier::tile_hashes(tile, bytes).unwrap_or_default());
            let bytes = self.file(path).map_or(&[][..], Vec::as_slice);
            let entries = bundle::decode(bytes, path.width).unwrap_or_default();
            computed.extend(entries.iter().map(|entry| leaf_hash(entry)));
        }
        let leads_to_root = |hashes: &[Hash]| {
            let mut tree = Frontier::new();
            for hash in hashes {
                tree.push(*hash);
            }
            (tree.size(), tree.root()) == (checkpoint.size, checkpoint.root)
        };
        if leads_to_root(&stored) {
            return stored;
        }
        if !leads_to_root(&computed) {
            let what = "neither the tiles nor the entries lead to its root";
            self.report(None, CHECKPOINT, what);
            // The longer account is the better guess at where they part.
            return if stored.len() >= computed.len() {
                stored
            } else {
                computed
            };
        }
        computed
    }

    fn tiles(&mut self, hashes: &[Hash], checkpoint: &Checkpoint) {
        let mut tree = Frontier::new();
        let mut due: BTreeMap<TilePath, Vec<u8>> = BTreeMap::new();
        for hash in hashes {
            due.extend(tree.push(*hash));
        }
        due.extend(tree.partial_tiles());
        for path in TilePath::all(checkpoint.size) {
            if self.file(path).is_none() {
                self.report(None, path, "the file is missing");
            }
        }
        for (path, bytes) in &due {
            for width in 1..=path.width {
                let narrow = TilePath { width, ..*path };
                let bytes = bytes.get(..usize::from(width) * 32).unwrap_or(bytes);
                let Some(found) = self.file(narrow).filter(|found| found.as_slice() != bytes)
                else {
                    continue;
                };
                let at = found.iter().zip(bytes).take_while(|(a, b)| a == b).count();
                let what = format!("its hash number {} is not the computed one", at / 32);
                self.report(None, narrow, what);
            }
        }
    }

    /// Compares every bundle with the leaf hashes; returns the entries that
    /// cannot be trusted.
    fn bundles(&mut self, hashes: &[Hash]) -> BTreeSet<u64> {
        let mut bad = BTreeSet::new();
        for path in EntriesPath::all(TreeSize(hashes.len() as u64)) {
            for width in 1..=path.width {
                let narrow = EntriesPath { width, ..path };
                let current = width == path.width;
                if self.file(narrow).is_some() {
                    let found = self.bundle(narrow, hashes);
                    bad.extend(found.into_iter().filter(|_| current));
                } else if current {
                    self.report(None, narrow, "the file is missing");
                    let first = path.index * u64::from(TILE_WIDTH);
                    bad.extend(first..first + u64::from(width));
                }
            }
        }
        bad
    }

    fn bundle(&mut self, path: EntriesPath, hashes: &[Hash]) -> BTreeSet<u64> {
        let first = path.index * u64::from(TILE_WIDTH);
        let bytes = self.file(path).map_or(&[][..], Vec::as_slice);
        let (entries, fault) = bundle::decode_prefix(bytes, path.width);
        let due = hashes
            .iter()
            .skip(usize::try_from(first).unwrap_or(usize::MAX));
        let mut wrong = (first..).zip(entries.iter().zip(due));
        let mut wrong: Vec<u64> = wrong
            .by_ref()
            .filter(|(_, (entry, hash))| leaf_hash(entry) != **hash)
            .map(|(index, _)| index)
            .collect();
        let mut bad: BTreeSet<u64> = wrong.iter().copied().collect();
        if let Some(fault) = fault {
            // Past the first entry that is wrong, the framing means nothing.
            let broken = first + entries.len().min(usize::from(path.width) - 1) as u64;
            let at = wrong.first().copied().unwrap_or(broken);
            wrong.clear();
            bad.extend(at..first + u64::from(path.width));
            self.report(Some(at), path, fault);
        }
        for index in wrong {
            self.report(Some(index), path, "its bytes do not hash to the tree");
        }
        bad
    }

    fn entries(
        &mut self,
        size: TreeSize,
        bad: &BTreeSet<u64>,
        judge: &mut impl Judge,
        rows: impl Fn(LeafIndex) -> Result<Option<Rows>, Error>,
    ) -> Result<(), Error> {
        for path in EntriesPath::all(size) {
            let first = path.index * u64::from(TILE_WIDTH);
            let bytes = self.file(path).map_or(&[][..], Vec::as_slice);
            let (leaves, _) = bundle::decode_prefix(bytes, path.width);
            let (payloads, counted) = self.payloads(path);
            let mut open = true;
            for (index, leaf) in (first..).zip(&leaves) {
                if bad.contains(&index) {
                    continue;
                }
                let (_, position) = bundle_of(index);
                let payload = payloads.get(position).filter(|_| open);
                let payload = payload.and_then(|payload| payload.as_deref());
                let index = LeafIndex(index);
                if let Err(what) = judge.entry(index, leaf, payload) {
                    let file = if payload.is_some() {
                        payload_path(path.index)
                    } else {
                        path.to_string()
                    };
                    self.report(Some(index.0), file, what);
                    // With a line too many or too few, those after the first
                    // wrong one belong to other entries.
                    open = counted;
                } else if let Err(what) = judge.rows(index, rows(index)?) {
                    self.report(Some(index.0), rows_path(index.0), what);
                }
            }
        }
        Ok(())
    }

    /// Reads the payload lines of a bundle and says whether their number fits.
    fn payloads(&mut self, path: EntriesPath) -> (Vec<Option<Vec<u8>>>, bool) {
        let name = payload_path(path.index);
        let Some(bytes) = self.file(&name) else {
            self.report(None, name, "the file is missing");
            return (Vec::new(), false);
        };
        let (payloads, ended) = parse_payload_lines(bytes);
        let counted = ended && payloads.len() == usize::from(path.width);
        if !counted {
            let what = format!("it does not hold exactly {} ended lines", path.width);
            self.report(None, name, what);
        }
        (payloads, counted)
    }

    /// Reports files that have no place in a record of this size.
    fn strangers(&mut self, size: TreeSize) {
        let known = |path: &str, bytes: &[u8]| match path {
            CHECKPOINT | LOG_KEY => None,
            LOCK if bytes.is_empty() => None,
            LOCK => Some("it must be empty"),
            JOURNAL => Some("an append was cut off; open the record for writing to finish it"),
            _ if in_tree(path, size) => None,
            _ => Some("it has no place in a record of this size"),
        };
        let faults: Vec<(String, &str)> = self
            .files
            .iter()
            .filter_map(|(path, bytes)| Some((path.clone(), known(path, bytes)?)))
            .collect();
        for (path, what) in faults {
            self.report(None, path, what);
        }
    }
}

/// Says whether a tree of `size` leaves has, or once had, the file.
fn in_tree(path: &str, size: TreeSize) -> bool {
    let has = |level, index: u64, width: u16| {
        let last = index.checked_mul(u64::from(TILE_WIDTH));
        let last = last.and_then(|first| first.checked_add(u64::from(width) - 1));
        last.is_some_and(|last| TilePath::holding(size, level, last).is_ok())
    };
    match path.parse() {
        Ok(LogPath::Tile(path)) => has(path.level, path.index, path.width),
        Ok(LogPath::Entries(path)) => has(0, path.index, path.width),
        Err(_) => {
            parse_payload_path(path).is_some_and(|bundle| has(0, bundle, 1))
                || parse_rows_path(path).is_some_and(|entry| entry < size.0)
        }
    }
}

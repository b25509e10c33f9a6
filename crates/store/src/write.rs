//! Growing a record.
//!
//! What lives here: the one writer. The order of an append is: journal (from
//! here on it is durable), tiles, bundles and payload lines, the gate, the
//! checkpoint, tidying, and the end of the journal. Every file is written
//! beside its place, synchronised, renamed, and its folder synchronised.
//!
//! Invariants: a store that met an error does nothing more. Opening a record
//! with a journal does the rest of its work; the result is what the append
//! would have left.

use crate::durable::{list, put, remove, remove_temporary, take_lock};
use crate::journal::Journal;
use crate::layout::{
    CHECKPOINT, JOURNAL, LOCK, LOG_KEY, bundle_of, payload_fault, payload_lines, payload_path,
};
use crate::read::{load, read_bundle, read_payloads, read_tile};
use crate::rows::{RowsWriter, Staged, place, remove_strays, staged_path};
use crate::{Disk, Error};
use servanda_tlog::path::TILE_WIDTH;
use servanda_tlog::{
    Checkpoint, EntriesPath, Frontier, Hash, LeafIndex, LogPath, NoteSigner, TilePath, TreeSize,
    bundle, frontier, leaf_hash, proof,
};

/// Names the largest number of bytes in one payload line.
const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// Is an entry to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Bytes of the leaf.
    pub leaf: Vec<u8>,
    /// One line of bytes; `None` keeps the payload sealed.
    pub payload: Option<Vec<u8>>,
}

/// Says what an append did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Index of the first entry added; the others follow without gaps.
    pub first: LeafIndex,
    /// Size of the record now.
    pub size: TreeSize,
    /// Root of the record now.
    pub root: Hash,
}

/// Says what opening a record found unfinished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Entries of an acknowledged append that were added to the tree.
    pub finished_entries: usize,
    /// Files of a write that was cut off, which were removed.
    pub removed_files: Vec<String>,
}

/// Is a record opened for writing.
pub struct Store<D: Disk> {
    disk: D,
    signer: NoteSigner,
    origin: String,
    frontier: Frontier,
    checkpoint_bytes: Vec<u8>,
    stopped: bool,
    _lock: D::Lock,
}

impl<D: Disk> Store<D> {
    /// Starts a record without entries in an empty folder.
    ///
    /// # Errors
    /// `Locked`, `NotEmpty`, `Disk`, `Log`.
    pub fn create(disk: D, signer: NoteSigner, origin: &str) -> Result<Self, Error> {
        let lock = take_lock(&disk)?;
        remove_temporary(&disk)?;
        // A key without a checkpoint is what a start that was cut off leaves.
        let known = |path: &String| path == LOCK || path == LOG_KEY;
        if let Some(path) = list(&disk)?.into_iter().find(|path| !known(path)) {
            return Err(Error::NotEmpty { path });
        }
        let frontier = Frontier::new();
        let checkpoint_bytes = checkpoint(origin, &frontier).sign(&signer)?;
        let origin = origin.to_owned();
        put(
            &disk,
            LOG_KEY,
            format!("{}\n", signer.verifier().to_text()).as_bytes(),
        )?;
        put(&disk, CHECKPOINT, &checkpoint_bytes)?;
        Ok(Self {
            disk,
            signer,
            origin,
            frontier,
            checkpoint_bytes,
            stopped: false,
            _lock: lock,
        })
    }

    /// Opens a record, checks its tail and finishes an append that was cut off.
    ///
    /// # Errors
    /// `Locked`, `Absent`, `Other`, `Damaged`, `Gate`, `Disk`, `Log`.
    pub fn open(disk: D, signer: NoteSigner, origin: &str) -> Result<(Self, Recovery), Error> {
        let lock = take_lock(&disk)?;
        let mut removed_files = remove_temporary(&disk)?;
        let checkpoint_bytes = load(&disk, CHECKPOINT)?.ok_or(Error::Absent)?;
        let wanted = format!("{}\n", signer.verifier().to_text());
        let found = load(&disk, LOG_KEY)?.unwrap_or_default();
        if found != wanted.as_bytes() {
            let found = String::from_utf8_lossy(&found).into_owned();
            return Err(Error::Other {
                what: "key",
                found,
                wanted,
            });
        }
        let signed = Checkpoint::open(&checkpoint_bytes, signer.verifier(), &[])?;
        if signed.origin != origin {
            let (found, wanted) = (signed.origin, origin.to_owned());
            return Err(Error::Other {
                what: "origin",
                found,
                wanted,
            });
        }
        let frontier = Frontier::from_tiles(signed.size, |path| read_tile(&disk, path))?;
        if frontier.root() != signed.root {
            return Err(Error::damaged(
                "tile",
                "the tiles do not hash to the signed root",
            ));
        }
        let origin = signed.origin;
        let mut store = Self {
            disk,
            signer,
            origin,
            frontier,
            checkpoint_bytes,
            stopped: false,
            _lock: lock,
        };
        store.check_tail()?;
        let finished_entries = store.finish_journal()?;
        removed_files.extend(remove_strays(&store.disk, store.size().0)?);
        Ok((
            store,
            Recovery {
                finished_entries,
                removed_files,
            },
        ))
    }

    /// Opens the record, or starts one if the folder holds none.
    ///
    /// # Errors
    /// As [`Store::create`] and [`Store::open`].
    pub fn open_or_create(
        disk: D,
        signer: NoteSigner,
        origin: &str,
    ) -> Result<(Self, Recovery), Error> {
        if load(&disk, CHECKPOINT)?.is_some() {
            return Self::open(disk, signer, origin);
        }
        Ok((Self::create(disk, signer, origin)?, Recovery::default()))
    }

    /// Returns the number of entries.
    pub fn size(&self) -> TreeSize {
        self.frontier.size()
    }

    /// Returns the root.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Returns the disk the record lies on.
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// Adds entries, in order, and signs the checkpoint over them.
    ///
    /// # Errors
    /// `Refused` before anything changed; `Stopped` after any error that was
    /// not that; `Disk`, `Damaged`, `Gate`, `Log`.
    pub fn append(&mut self, entries: Vec<NewEntry>) -> Result<Appended, Error> {
        self.append_with(entries, &[])
    }

    /// Begins the rows of the batch that is to become entry `index`.
    ///
    /// # Errors
    /// `Refused` for an entry that there is already; `Stopped`, `Disk`.
    pub fn stage_rows(&self, index: LeafIndex) -> Result<RowsWriter<'_, D>, Error> {
        if self.stopped {
            return Err(Error::Stopped);
        }
        if index.0 < self.size().0 {
            let what = "its rows would lie before the record's end";
            return Err(Error::Refused { position: 0, what });
        }
        RowsWriter::new(&self.disk, index)
    }

    /// Removes rows that are not to be appended after all, and with them a
    /// record that was begun for them alone.
    ///
    /// # Errors
    /// `Disk`.
    pub fn discard(self, rows: Vec<Staged>) -> Result<(), Error> {
        (rows.iter()).try_for_each(|staged| remove(&self.disk, &staged_path(staged.index)))?;
        if self.size().0 > 0 {
            return Ok(());
        }
        // Without its checkpoint the key is what a start that was cut off leaves.
        remove(&self.disk, CHECKPOINT)?;
        remove(&self.disk, LOG_KEY)
    }

    /// Adds entries as [`Store::append`] does, with the rows of the batches
    /// among them.
    ///
    /// # Errors
    /// As [`Store::append`]; `Refused` also for rows of none of the entries.
    pub fn append_with(
        &mut self,
        entries: Vec<NewEntry>,
        rows: &[Staged],
    ) -> Result<Appended, Error> {
        let end = self.size().0 + entries.len() as u64;
        if rows.iter().any(|staged| staged.index.0 >= end) {
            let (position, what) = (entries.len(), "there are rows for it, and no entry");
            return Err(Error::Refused { position, what });
        }
        for (position, entry) in entries.iter().enumerate() {
            if let Some(what) = fault(entry) {
                return Err(Error::Refused { position, what });
            }
        }
        let first = LeafIndex(self.size().0);
        if !entries.is_empty() {
            let journal = Journal {
                base: self.size(),
                root: self.root(),
                entries,
            };
            self.guarded(|store| {
                rows.iter()
                    .try_for_each(|staged| place(&store.disk, staged))?;
                put(&store.disk, JOURNAL, &journal.encode())?;
                store.integrate(&journal)
            })?;
        }
        Ok(Appended {
            first,
            size: self.size(),
            root: self.root(),
        })
    }

    /// Replaces the payload of an entry: to seal, withdraw or disclose it.
    ///
    /// The tree does not change. The caller checks that a payload has the root
    /// its statement commits to.
    ///
    /// # Errors
    /// `Refused` before anything changed; `Stopped` after any other error.
    pub fn set_payload(&mut self, index: LeafIndex, payload: Option<Vec<u8>>) -> Result<(), Error> {
        let refused = |what| Err(Error::Refused { position: 0, what });
        if let Some(what) = payload.as_deref().and_then(payload_fault) {
            return refused(what);
        }
        if index.0 >= self.size().0 {
            return refused("there is no entry with this index");
        }
        let (number, position) = bundle_of(index.0);
        let TilePath { width, .. } = TilePath::holding(self.size(), 0, index.0)?;
        let path = EntriesPath {
            index: number,
            width,
        };
        self.guarded(|store| {
            let mut payloads = read_payloads(&store.disk, path)?;
            if let Some(place) = payloads.get_mut(position) {
                *place = payload;
            }
            put(
                &store.disk,
                &payload_path(number),
                &payload_lines(&payloads),
            )
        })
    }

    /// Proves that an entry is in the record as it stands.
    ///
    /// # Errors
    /// `Log` for an index past the end; `Disk`, `Damaged`.
    pub fn prove_inclusion(&self, index: LeafIndex) -> Result<Vec<Hash>, Error> {
        proof::inclusion(self.size(), index, &mut |path| read_tile(&self.disk, path))
    }

    /// Proves that an earlier record of `old` entries is a prefix of this one.
    ///
    /// # Errors
    /// `Log` for a size past the end; `Disk`, `Damaged`.
    pub fn prove_consistency(&self, old: TreeSize) -> Result<Vec<Hash>, Error> {
        proof::consistency(old, self.size(), &mut |path| read_tile(&self.disk, path))
    }

    /// Runs what changes files; any error stops the store.
    fn guarded(&mut self, act: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        if self.stopped {
            return Err(Error::Stopped);
        }
        // Also after a panic inside, the store stays stopped.
        self.stopped = true;
        let found = load(&self.disk, CHECKPOINT)?.unwrap_or_default();
        if found != self.checkpoint_bytes {
            return Err(Error::damaged(CHECKPOINT, "somebody else changed it"));
        }
        act(self)?;
        self.stopped = false;
        Ok(())
    }

    /// Does everything between the journal and its end.
    fn integrate(&mut self, journal: &Journal) -> Result<(), Error> {
        let mut frontier = self.frontier.clone();
        let mut tiles = Vec::new();
        for entry in &journal.entries {
            tiles.extend(frontier.push(leaf_hash(&entry.leaf)));
        }
        tiles.extend(frontier.partial_tiles());
        for (path, bytes) in &tiles {
            put(&self.disk, &path.to_string(), bytes)?;
        }
        let bundles = self.write_bundles(journal, frontier.size())?;
        self.gate(&frontier, &bundles)?;
        let bytes = checkpoint(&self.origin, &frontier).sign(&self.signer)?;
        put(&self.disk, CHECKPOINT, &bytes)?;
        self.frontier = frontier;
        self.checkpoint_bytes = bytes;
        self.end_journal(journal)
    }

    /// Writes the bundles and payload files that change, and returns their paths.
    fn write_bundles(&self, journal: &Journal, size: TreeSize) -> Result<Vec<EntriesPath>, Error> {
        let (first, kept) = bundle_of(journal.base.0);
        let changed = EntriesPath::all(size)
            .into_iter()
            .filter(|path| path.index >= first);
        let changed: Vec<EntriesPath> = changed.collect();
        let mut entries = journal.entries.iter();
        for path in &changed {
            let (mut leaves, mut payloads) = (Vec::new(), Vec::new());
            if path.index == first && kept > 0 {
                let old = EntriesPath {
                    index: first,
                    width: u16::try_from(kept).unwrap_or(0),
                };
                leaves = read_bundle(&self.disk, old)?;
                payloads = read_payloads(&self.disk, old)?;
            }
            let room = usize::from(path.width) - leaves.len();
            for entry in entries.by_ref().take(room) {
                leaves.push(entry.leaf.clone());
                payloads.push(entry.payload.clone());
            }
            put(&self.disk, &path.to_string(), &bundle::encode(&leaves)?)?;
            put(
                &self.disk,
                &payload_path(path.index),
                &payload_lines(&payloads),
            )?;
        }
        Ok(changed)
    }

    /// Refuses to go on unless the written bytes, read back, lead by another
    /// path to the same root, and that root extends the last signed one.
    fn gate(&self, new: &Frontier, bundles: &[EntriesPath]) -> Result<(), Error> {
        let refuse = |what: String| Err(Error::Gate { what });
        let (size, root) = (new.size(), new.root());
        let mut read = |path| read_tile(&self.disk, path);
        if proof::tree_root(size, &mut read)? != root {
            return refuse("the tiles on disk have another root than the tree in memory".into());
        }
        for path in bundles {
            let hashes = level_zero(&self.disk, *path)?;
            let leaves = read_bundle(&self.disk, *path)?;
            if !leaves.iter().map(|leaf| leaf_hash(leaf)).eq(hashes) {
                return refuse(format!("`{path}` does not hash to its tile"));
            }
            read_payloads(&self.disk, *path)?;
        }
        let old = (self.frontier.size(), self.frontier.root());
        let steps = proof::consistency(old.0, size, &mut read)?;
        if proof::verify_consistency(&steps, old.0, old.1, size, root).is_err() {
            return refuse("the new tree does not extend the last signed one".into());
        }
        Ok(())
    }

    /// Checks that the last bundle hashes to its tile and has its payload lines.
    fn check_tail(&self) -> Result<(), Error> {
        let Some(path) = EntriesPath::all(self.size()).pop() else {
            return Ok(());
        };
        let hashes = level_zero(&self.disk, path)?;
        let leaves = read_bundle(&self.disk, path)?;
        if !leaves.iter().map(|leaf| leaf_hash(leaf)).eq(hashes) {
            return Err(Error::damaged(
                path.to_string(),
                "it does not hash to its tile",
            ));
        }
        read_payloads(&self.disk, path).map(drop)
    }

    /// Finishes an append that was cut off; returns how many entries it added.
    fn finish_journal(&mut self) -> Result<usize, Error> {
        let Some(bytes) = load(&self.disk, JOURNAL)? else {
            return Ok(0);
        };
        let wrong = |what: &str| Err(Error::damaged(JOURNAL, what));
        // It was synchronised before it got its name, so this is not a torn write.
        let Some(journal) = Journal::decode(&bytes) else {
            return wrong("its digest does not fit its bytes");
        };
        let done = journal.base.0 + journal.entries.len() as u64;
        if self.size().0 == done {
            self.end_journal(&journal)?;
            return Ok(0);
        }
        if (journal.base, journal.root) != (self.size(), self.root()) {
            return wrong("it does not continue this record");
        }
        self.integrate(&journal)?;
        Ok(journal.entries.len())
    }

    /// Removes partial files that full ones replace, and then the journal.
    fn end_journal(&self, journal: &Journal) -> Result<(), Error> {
        let filled = bundle_of(journal.base.0).0 != bundle_of(self.size().0).0;
        let paths = if filled {
            list(&self.disk)?
        } else {
            Vec::new()
        };
        for path in paths {
            if let Ok(log_path) = path.parse::<LogPath>()
                && superseded(log_path, self.size())
            {
                remove(&self.disk, &path)?;
            }
        }
        remove(&self.disk, JOURNAL)
    }
}

fn checkpoint(origin: &str, frontier: &Frontier) -> Checkpoint {
    Checkpoint {
        origin: origin.to_owned(),
        size: frontier.size(),
        root: frontier.root(),
    }
}

fn fault(entry: &NewEntry) -> Option<&'static str> {
    if entry.leaf.len() > bundle::ENTRY_BYTES_MAX {
        return Some("its leaf is longer than 65,535 bytes");
    }
    let payload = entry.payload.as_deref()?;
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Some("its payload is longer than 1 MiB");
    }
    payload_fault(payload)
}

/// Says whether a partial file has given way to the full one.
fn superseded(path: LogPath, size: TreeSize) -> bool {
    let (level, index, width) = match path {
        LogPath::Tile(path) => (path.level, path.index, path.width),
        LogPath::Entries(path) => (0, path.index, path.width),
    };
    let last = index
        .saturating_mul(u64::from(TILE_WIDTH))
        .saturating_add(255);
    let holding = TilePath::holding(size, level, last);
    width < TILE_WIDTH && holding.is_ok()
}

fn level_zero<D: Disk>(disk: &D, path: EntriesPath) -> Result<Vec<Hash>, Error> {
    let tile = TilePath {
        level: 0,
        index: path.index,
        width: path.width,
    };
    Ok(frontier::tile_hashes(tile, &read_tile(disk, tile)?)?)
}

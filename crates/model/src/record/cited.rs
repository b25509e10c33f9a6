//! How entries are cited, and found again.

use std::collections::BTreeSet;
use std::fmt;

use super::{Act, Citation, Entry, LeafIndex, Record};

impl Citation {
    /// Cites an entry as a whole.
    pub const fn whole(entry: LeafIndex) -> Self {
        Self { entry, row: None }
    }

    /// Reads `12` or `12#7`, as it is written; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (entry, row) = match text.split_once('#') {
            Some((entry, row)) => (entry, Some(row.parse().ok()?)),
            None => (text, None),
        };
        let entry = LeafIndex(entry.parse().ok()?);
        let citation = Self { entry, row };
        (citation.to_string() == text).then_some(citation)
    }

    /// Returns its entry's number among those of the log, from 0.
    pub const fn number(self) -> u64 {
        self.entry.0
    }
}

impl From<LeafIndex> for Citation {
    fn from(entry: LeafIndex) -> Self {
        Self::whole(entry)
    }
}

/// Writes `12`, or `12#7` for row 7 of entry 12.
impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}#{row}", self.entry.0),
            None => write!(f, "{}", self.entry.0),
        }
    }
}

impl Entry {
    /// Returns what it refers to, as it was written: a batch without its rows.
    pub fn refers(&self) -> impl Iterator<Item = Citation> {
        let whole = self.refers_to.iter().filter(|cited| cited.row.is_none());
        let whole: BTreeSet<LeafIndex> = whole.map(|cited| cited.entry).collect();
        let written = move |cited: &Citation| cited.row.is_none() || !whole.contains(&cited.entry);
        self.refers_to.iter().copied().filter(written)
    }

    /// Returns what a correction says anew or withdraws: one entry where it says
    /// it anew, and everything it refers to where it withdraws.
    ///
    /// # Source
    /// "Meaning", section 1.
    pub fn corrects(&self) -> impl Iterator<Item = Citation> {
        let most = match self.act {
            Some(Act::Correction(None)) => usize::MAX,
            Some(Act::Correction(Some(_))) => 1,
            _ => 0,
        };
        let cited = self.refers_to.iter().take(most).copied();
        cited.filter(|earlier| *earlier < self.citation)
    }
}

/// Follows corrections back to the report or finding that was told first.
///
/// # Shape
/// `look` finds an entry among those that count.
pub fn first_told<'a>(
    look: impl Fn(Citation) -> Option<&'a Entry>,
    citation: Citation,
) -> Option<&'a Entry> {
    let mut entry = look(citation)?;
    loop {
        match &entry.act {
            Some(Act::Report(_) | Act::Finding(_)) => return Some(entry),
            Some(Act::Correction(_)) => {
                let earlier = *entry.refers_to.first()?;
                if earlier >= entry.citation {
                    return None;
                }
                entry = look(earlier)?;
            }
            _ => return None,
        }
    }
}

impl Record {
    /// Finds what a citation points at.
    pub fn find(&self, citation: Citation) -> Option<&Entry> {
        find(&self.entries, citation)
    }

    /// Returns how many entries of the log it has; rows are part of theirs.
    pub fn size(&self) -> u64 {
        size(&self.entries)
    }
}

/// Returns how many entries of the log some facts are that start at its first;
/// rows are part of theirs.
pub fn size(entries: &[Entry]) -> u64 {
    (entries.last()).map_or(0, |last| last.citation.number().saturating_add(1))
}

/// Finds what a citation points at, among facts that ascend by citation.
pub fn find(entries: &[Entry], citation: Citation) -> Option<&Entry> {
    let place = entries.binary_search_by_key(&citation, |entry| entry.citation);
    entries.get(place.ok()?)
}

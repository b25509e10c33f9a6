//! The reports that stand: known, said by the instant judged, with corrections
//! applied, re-tests and what a ruling put out left out.
//!
//! What is shown beside statuses (money, corridors, harm, claims) starts here,
//! so that all of it rests on the same reports. Statuses themselves are made in
//! `assess`.
//!
//! # Source
//! "Meaning", sections 1 and 12.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::AsOf;
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Citation, Entry, LeafIndex, Record, Report, RulingOutcome};

use crate::known;

/// A report that stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing<'a> {
    /// The entry that first told it, by which others refer to it.
    pub(crate) root: &'a Entry,
    /// The entry that says it now.
    pub(crate) entry: &'a Entry,
    /// What it says now.
    pub(crate) report: &'a Report,
    /// Whether it is a finding.
    pub(crate) finding: bool,
}

impl Standing<'_> {
    /// Returns the citation of what it says now.
    pub(crate) fn citation(&self) -> Citation {
        Citation {
            entry: self.entry.index,
            row: None,
        }
    }
}

type Kept<'a> = BTreeMap<LeafIndex, &'a Entry>;

/// Returns the reports that stand, in log order of their first entries.
pub(crate) fn reports<'a>(plan: &'a Plan, record: &'a Record, as_of: AsOf) -> Vec<Standing<'a>> {
    let zone = &plan.zone;
    let kept: Kept<'a> = known::entries(record, zone, as_of.known)
        .map(|entry| (entry.index, entry))
        .collect();
    let corrected = corrections(&kept);
    let fallen = fallen(plan, &kept);
    let standing = kept.values().filter_map(|root| {
        let (told, finding) = match &root.act {
            Some(Act::Report(report)) => (report, false),
            Some(Act::Finding(report)) => (report, true),
            _ => return None,
        };
        let (entry, report) = match corrected.get(&root.index) {
            Some((entry, Some(report))) => (*entry, *report),
            Some((_, None)) => return None,
            None => (*root, told),
        };
        let said = report.happened.latest(zone) <= as_of.at;
        let counts = said && report.retests().is_none() && !fallen.contains(&root.index);
        counts.then_some(Standing {
            root,
            entry,
            report,
            finding,
        })
    });
    standing.collect()
}

/// Follows references to the first report or finding.
fn root_of<'a>(kept: &Kept<'a>, reference: LeafIndex) -> Option<&'a Entry> {
    let mut entry = *kept.get(&reference)?;
    loop {
        match &entry.act {
            Some(Act::Report(_) | Act::Finding(_)) => return Some(entry),
            Some(Act::Correction(_)) => {
                let earlier = entry.refers_to.first()?;
                if *earlier >= entry.index {
                    return None;
                }
                entry = kept.get(earlier)?;
            }
            _ => return None,
        }
    }
}

/// Returns what the last effective correction leaves of each first entry.
fn corrections<'a>(kept: &Kept<'a>) -> BTreeMap<LeafIndex, (&'a Entry, Option<&'a Report>)> {
    let mut left = BTreeMap::new();
    for entry in kept.values() {
        let Some(Act::Correction(new)) = &entry.act else {
            continue;
        };
        let earlier = entry.refers_to.first();
        let earlier = earlier.filter(|earlier| **earlier < entry.index);
        let Some(root) = earlier.and_then(|earlier| root_of(kept, *earlier)) else {
            continue;
        };
        let (Some(Act::Report(told)) | Some(Act::Finding(told))) = &root.act else {
            continue;
        };
        let same = new
            .as_ref()
            .is_some_and(|new| new.reporter == told.reporter);
        if entry.signer == root.signer || same {
            left.insert(root.index, (*entry, new.as_ref()));
        }
    }
    left
}

/// Returns the first entries of reports that a ruling of the text's body put
/// out.
fn fallen(plan: &Plan, kept: &Kept<'_>) -> BTreeSet<LeafIndex> {
    let mut fallen = BTreeSet::new();
    let Some(rule) = &plan.challenge else {
        return fallen;
    };
    for entry in kept.values() {
        let Some(Act::Ruling { by, outcome }) = &entry.act else {
            continue;
        };
        if rule.ruled_by != *by {
            continue;
        }
        for challenge in entry.refers_to.iter().filter_map(|cited| kept.get(cited)) {
            if !matches!(challenge.act, Some(Act::Challenge { .. })) {
                continue;
            }
            let reports = challenge.refers_to.iter();
            for root in reports.filter_map(|cited| root_of(kept, *cited)) {
                match outcome {
                    RulingOutcome::Upheld => fallen.insert(root.index),
                    RulingOutcome::Rejected => fallen.remove(&root.index),
                };
            }
        }
    }
    fallen
}

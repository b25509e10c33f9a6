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
use servanda_model::record::{Act, Citation, Entry, Record, Report, RulingOutcome, first_told};

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
        self.entry.citation
    }
}

type Kept<'a> = BTreeMap<Citation, &'a Entry>;

/// Returns the reports that stand, in log order of their first entries.
pub(crate) fn reports<'a>(plan: &'a Plan, record: &'a Record, as_of: AsOf) -> Vec<Standing<'a>> {
    let zone = &plan.zone;
    let kept: Kept<'a> = known::entries(record, zone, as_of.known)
        .map(|entry| (entry.citation, entry))
        .collect();
    let corrected = corrections(&kept);
    let fallen = fallen(plan, &kept);
    let standing = kept.values().filter_map(|root| {
        let (told, finding) = match &root.act {
            Some(Act::Report(report)) => (report, false),
            Some(Act::Finding(report)) => (report, true),
            _ => return None,
        };
        let (entry, report) = match corrected.get(&root.citation) {
            Some((entry, Some(report))) => (*entry, *report),
            Some((_, None)) => return None,
            None => (*root, told),
        };
        let said = report.happened.latest(zone) <= as_of.at;
        let counts = said && report.retests().is_none() && !fallen.contains(&root.citation);
        counts.then_some(Standing {
            root,
            entry,
            report,
            finding,
        })
    });
    standing.collect()
}

/// Follows corrections back to the report or finding that was told first.
fn root_of<'a>(kept: &Kept<'a>, reference: Citation) -> Option<&'a Entry> {
    first_told(|citation| kept.get(&citation).copied(), reference)
}

/// Returns what the last effective correction leaves of each first entry.
fn corrections<'a>(kept: &Kept<'a>) -> BTreeMap<Citation, (&'a Entry, Option<&'a Report>)> {
    let mut left = BTreeMap::new();
    for entry in kept.values() {
        let Some(Act::Correction(new)) = &entry.act else {
            continue;
        };
        for root in entry
            .corrects()
            .filter_map(|earlier| root_of(kept, earlier))
        {
            let (Some(Act::Report(told)) | Some(Act::Finding(told))) = &root.act else {
                continue;
            };
            let same = new
                .as_ref()
                .is_some_and(|new| new.reporter == told.reporter);
            if entry.signer == root.signer || same {
                left.insert(root.citation, (*entry, new.as_ref()));
            }
        }
    }
    left
}

/// Returns the first entries of reports that a ruling of the text's body put
/// out.
fn fallen(plan: &Plan, kept: &Kept<'_>) -> BTreeSet<Citation> {
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
                    RulingOutcome::Upheld => fallen.insert(root.citation),
                    RulingOutcome::Rejected => fallen.remove(&root.citation),
                };
            }
        }
    }
    fallen
}

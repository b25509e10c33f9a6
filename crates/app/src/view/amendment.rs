//! The view of amendments, and of due dates that they moved.

use serde::Serialize;
use servanda_model::assessment::{AmendmentState, AmendmentStatus, Slip, SlipCause};
use servanda_model::plan::{Amendment, Plan, RunningDuties};
use servanda_model::record::Record;
use servanda_model::time::Zone;

use super::reason::CitedEntry;
use crate::dates;

/// An amendment, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AmendmentView {
    /// Its name.
    pub name: String,
    /// The clause that it names.
    pub of: String,
    /// What it does, as written.
    pub text: String,
    /// The clauses that it changes.
    pub changes: Vec<String>,
    /// `in_force`, `agreed`, `awaiting_consent`, `awaiting_another` or
    /// `without_effect`.
    pub state: &'static str,
    /// Its effective day by the text.
    pub effective: Option<String>,
    /// From when it is in force, where all that it needs is there.
    pub in_force_at: Option<String>,
    /// What running duties do.
    pub running: Option<&'static str>,
    /// Consents that count.
    pub consents: Vec<ConsentGivenView>,
    /// Whose consent is missing.
    pub missing: Vec<String>,
    /// The digest of the words that it changes.
    pub old_digest: String,
    /// The digest of the words as amended.
    pub new_digest: String,
}

/// A consent that counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConsentGivenView {
    /// Who consented.
    pub by: String,
    /// From when it counts.
    pub at: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// One move of a due date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlipView {
    /// The due date before.
    pub from: String,
    /// The due date after.
    pub to: String,
    /// By how many days.
    pub days: i64,
    /// What moved it: `amendment` or `extension`.
    pub by: &'static str,
    /// The amendment's name.
    pub name: Option<String>,
    /// Who decided an extension.
    pub who: Vec<String>,
    /// Whether the date that an extension moved had been called final.
    pub was_final: bool,
}

impl AmendmentView {
    /// Makes the view.
    pub fn new(status: &AmendmentStatus, plan: &Plan, record: &Record) -> Self {
        let zone = &plan.zone;
        let written: Option<&Amendment> =
            (plan.amendments.iter()).find(|one| one.name == status.name);
        let digests = written.map(|one| one.digests.clone()).unwrap_or_default();
        Self {
            name: status.name.clone(),
            of: status.of.to_string(),
            text: status.text.clone(),
            changes: status.changes.iter().map(ToString::to_string).collect(),
            state: state(status.state),
            effective: status.effective_on.map(|day| day.to_string()),
            in_force_at: status.in_force_at.map(|at| dates::machine(at, zone)),
            running: written
                .and_then(|one| one.running)
                .map(RunningDuties::words),
            consents: status
                .consents
                .iter()
                .map(|(by, at, citation)| ConsentGivenView {
                    by: by.to_string(),
                    at: dates::machine(*at, zone),
                    entry: CitedEntry::new(*citation, record),
                })
                .collect(),
            missing: status.missing.iter().map(ToString::to_string).collect(),
            old_digest: digests.old,
            new_digest: digests.new,
        }
    }
}

/// Returns the key of a state.
pub fn state(state: AmendmentState) -> &'static str {
    match state {
        AmendmentState::WithoutEffect => "without_effect",
        AmendmentState::AwaitingConsent => "awaiting_consent",
        AmendmentState::AwaitingAnother => "awaiting_another",
        AmendmentState::Agreed => "agreed",
        AmendmentState::InForce => "in_force",
    }
}

impl SlipView {
    /// Makes the view.
    pub fn new(slip: &Slip, zone: &Zone) -> Self {
        let days = zone.date_of(slip.to) - zone.date_of(slip.from);
        let (by, name, who, was_final) = match &slip.by {
            SlipCause::Amendment(name) => ("amendment", Some(name.clone()), Vec::new(), false),
            SlipCause::Extension { by, was_final } => {
                let who = by.iter().map(ToString::to_string).collect();
                ("extension", None, who, *was_final)
            }
        };
        Self {
            from: dates::machine(slip.from, zone),
            to: dates::machine(slip.to, zone),
            days: i64::from(days.get_days()),
            by,
            name,
            who,
            was_final,
        }
    }
}

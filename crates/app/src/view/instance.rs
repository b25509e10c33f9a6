//! The view of one instance: its status, dates, readings, re-tests and reasons.

use serde::Serialize;
use servanda_model::assessment::{AgreementAxis, Instance, Lateness, Outcome, Retest, Supposition};
use servanda_model::plan::Plan;
use servanda_model::record::Record;
use servanda_model::time::Instant;

use super::amendment::SlipView;
use super::reason::{CitedEntry, ReasonView};
use crate::{dates, keys, words};

/// One instance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceView {
    /// Its key; empty where the clause has one instance.
    pub key: String,
    /// Its status.
    pub status: &'static str,
    /// The evidence axis.
    pub evidence: &'static str,
    /// The agreement axis.
    pub agreement: &'static str,
    /// Who disputes it.
    pub disputed_by: Vec<String>,
    /// When it was triggered.
    pub triggered_at: Option<String>,
    /// When it is due.
    pub due_at: Option<String>,
    /// When its status was decided.
    pub decided_at: Option<String>,
    /// How late.
    pub late_by: Option<LatenessView>,
    /// The gravest severity.
    pub severity: Option<&'static str>,
    /// Progress: established, of how much.
    pub progress: Option<(String, String)>,
    /// The status under each reading or outcome.
    pub readings: Vec<ReadingView>,
    /// The amendment by whose words it is judged; absent for those as signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
    /// What moved its due date, where anything did: as signed first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SlipView>,
    /// What re-tests say since it was met; they change no status.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retests: Vec<RetestView>,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// A status under a reading or an outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadingView {
    /// What is supposed, in words.
    pub supposing: String,
    /// The term, for a reading.
    pub term: Option<String>,
    /// The reading's name.
    pub reading: Option<String>,
    /// The status then.
    pub status: &'static str,
}

/// A re-test: whether what was done still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RetestView {
    /// Who says it.
    pub reporter: String,
    /// Through whom it is known; left out where directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The first instant or day at which it can have been looked at.
    pub from: String,
    /// The last.
    pub to: String,
    /// Whether it still stands.
    pub stands: bool,
    /// The entry.
    pub entry: CitedEntry,
}

/// How late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LatenessView {
    /// `days`, `hours` or `unknown`.
    pub unit: &'static str,
    /// The fewest.
    pub least: Option<i64>,
    /// The most.
    pub most: Option<i64>,
}

impl InstanceView {
    /// Makes the view.
    pub fn new(instance: &Instance, plan: &Plan, record: &Record) -> Self {
        let time = |at: Instant| dates::machine(at, &plan.zone);
        Self {
            key: keys::text(&instance.key),
            status: instance.status.key(),
            evidence: words::evidence(instance.evidence).0,
            agreement: words::agreement(&instance.agreement).0,
            disputed_by: match &instance.agreement {
                AgreementAxis::DisputedBy(actors) => {
                    actors.iter().map(ToString::to_string).collect()
                }
                AgreementAxis::Agreed | AgreementAxis::PendingReply => Vec::new(),
            },
            triggered_at: instance.triggered_at.map(&time),
            due_at: instance.due_at.map(&time),
            decided_at: instance.decided_at.map(time),
            late_by: instance.lateness.map(lateness),
            severity: instance.severity.map(words::severity),
            progress: instance
                .progress
                .map(|(done, of)| (done.normalize().to_string(), of.normalize().to_string())),
            readings: instance.outcomes.iter().map(outcome).collect(),
            judged_by: instance.judged_by.clone(),
            slips: (instance.slips.iter())
                .map(|slip| SlipView::new(slip, &plan.zone))
                .collect(),
            retests: (instance.retests.iter())
                .map(|one| RetestView::new(one, plan, record))
                .collect(),
            reasons: (instance.reasons.iter())
                .map(|reason| ReasonView::new(reason, record))
                .collect(),
        }
    }
}

impl RetestView {
    fn new(retest: &Retest, plan: &Plan, record: &Record) -> Self {
        let zone = &plan.zone;
        Self {
            reporter: retest.reporter.to_string(),
            via: retest.via.clone(),
            from: dates::machine(retest.happened.earliest(zone), zone),
            to: dates::machine(retest.happened.latest(zone), zone),
            stands: retest.stands,
            entry: CitedEntry::new(retest.citation, record),
        }
    }
}

/// Makes the view of an outcome.
pub fn outcome(outcome: &Outcome) -> ReadingView {
    let (supposing, term, reading) = match &outcome.supposing {
        Supposition::Reading(term, reading) => (
            format!("reading {reading} of \"{term}\""),
            Some(term.to_string()),
            Some(reading.to_string()),
        ),
        Supposition::ChallengesSucceed(entries) if entries.is_empty() => {
            ("no open challenge succeeds".to_owned(), None, None)
        }
        Supposition::ChallengesSucceed(entries) => {
            let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
            (
                format!("the challenge to entry {} succeeds", entries.join(", ")),
                None,
                None,
            )
        }
    };
    ReadingView {
        supposing,
        term,
        reading,
        status: outcome.status.key(),
    }
}

/// Makes the view of a lateness.
pub(crate) fn lateness(lateness: Lateness) -> LatenessView {
    match lateness {
        Lateness::Days(least, most) => LatenessView {
            unit: "days",
            least: Some(least),
            most: Some(most),
        },
        Lateness::Hours(least, most) => LatenessView {
            unit: "hours",
            least: Some(least),
            most: Some(most),
        },
        Lateness::Unknown => LatenessView {
            unit: "unknown",
            least: None,
            most: None,
        },
    }
}

//! Instances on their way: drafts before judgement, and judged ones.
//!
//! What lives here: the two structs that the frames fill and the lifecycle
//! judges. What does not: rules.

use std::rc::Rc;

use servanda_model::assessment::{
    AgreementAxis, EvidenceAxis, Instance, InstanceKey, Lateness, Outcome, Reason, Retest, Slip,
    Status,
};
use servanda_model::figure::Decimal;
use servanda_model::plan::Severity;
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use crate::account::Accounts;
use crate::testimony::Testimony;

/// An instance before it is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// What it is an instance of.
    pub(crate) key: InstanceKey,
    /// When it is triggered, where it is; that can lie after the instant judged.
    pub(crate) triggered: Option<Instant>,
    /// When its trigger came, whether or not a `while` held then.
    pub(crate) came: Option<Instant>,
    /// What triggered it.
    pub(crate) trigger_citations: Vec<Citation>,
    /// The due date as planned.
    pub(crate) due: Option<Instant>,
    /// Whether its due date counts hours.
    pub(crate) hours: bool,
    /// Whether performance before the trigger counts.
    pub(crate) early: bool,
    /// Whether it is judged without a trigger, as periods of a rate are.
    pub(crate) period: bool,
    /// What is said.
    pub(crate) testimonies: Vec<Testimony>,
    /// The accounts of a quantity, from which its progress is read.
    pub(crate) accounts: Option<Rc<Accounts>>,
    /// How much is needed.
    pub(crate) needed: Option<Decimal>,
    /// How many items its list has, where totals over it count.
    pub(crate) of: Option<Decimal>,
}

/// A judged instance.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// What it is an instance of.
    pub(crate) key: InstanceKey,
    /// Its status.
    pub(crate) status: Status,
    /// The evidence axis.
    pub(crate) evidence: EvidenceAxis,
    /// The agreement axis.
    pub(crate) agreement: AgreementAxis,
    /// When it was triggered.
    pub(crate) triggered: Option<Instant>,
    /// The same, with the beginning of time for what is triggered always.
    pub(crate) begun: Option<Instant>,
    /// When it is due.
    pub(crate) due: Option<Instant>,
    /// When its status was decided.
    pub(crate) decided: Option<Instant>,
    /// How late it was.
    pub(crate) lateness: Option<Lateness>,
    /// Its severity.
    pub(crate) severity: Option<Severity>,
    /// How much of how much.
    pub(crate) progress: Option<(Decimal, Decimal)>,
    /// Outcomes under each supposition.
    pub(crate) outcomes: Vec<Outcome>,
    /// Why.
    pub(crate) reasons: Vec<Reason>,
    /// What is said.
    pub(crate) testimonies: Vec<Testimony>,
    /// Whether a failure was established by figures, not by closure.
    pub(crate) on_figures: bool,
    /// The closure or act of power that decided it.
    pub(crate) decided_by: Vec<Citation>,
    /// The amendment by whose words it is judged.
    pub(crate) words_of: Option<String>,
    /// What moved its due date.
    pub(crate) slips: Vec<Slip>,
    /// What re-tests say since it was met.
    pub(crate) retests: Vec<Retest>,
    /// Its status before it was given up, where it was by a release.
    pub(crate) released: Option<Status>,
    /// Whether it only says that there is nothing to judge yet, under words
    /// that an amendment bounds.
    pub(crate) stands_for_none: bool,
}

impl Judged {
    /// Makes a judged instance that nothing is known of.
    pub(crate) fn new(key: InstanceKey, status: Status) -> Self {
        Self {
            key,
            status,
            evidence: EvidenceAxis::NoInformation,
            agreement: AgreementAxis::Agreed,
            triggered: None,
            begun: None,
            due: None,
            decided: None,
            lateness: None,
            severity: None,
            progress: None,
            outcomes: Vec::new(),
            reasons: Vec::new(),
            testimonies: Vec::new(),
            on_figures: false,
            decided_by: Vec::new(),
            words_of: None,
            slips: Vec::new(),
            retests: Vec::new(),
            released: None,
            stands_for_none: false,
        }
    }

    /// Returns it as the model has it.
    pub(crate) fn into_instance(self) -> Instance {
        Instance {
            key: self.key,
            status: self.status,
            evidence: self.evidence,
            agreement: self.agreement,
            triggered_at: self.triggered,
            due_at: self.due,
            decided_at: self.decided,
            lateness: self.lateness,
            severity: self.severity,
            progress: self.progress,
            outcomes: self.outcomes,
            judged_by: self.words_of,
            slips: self.slips,
            retests: self.retests,
            reasons: self.reasons,
        }
    }

    /// Returns whether it is done, late or not.
    pub(crate) fn done(&self) -> bool {
        matches!(
            self.status,
            Status::Met | Status::MetLate | Status::Discharged
        )
    }
}

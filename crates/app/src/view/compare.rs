//! The view of `compare`: two agreements, or one at two times, side by side.

use serde::Serialize;

use super::assess::ClauseView;
use super::instance::{LatenessView, ReadingView};
use super::reason::CitedEntry;
use super::{AgreementView, AsOfView, RecordView};

/// The data of `compare`.
///
/// # Invariants
/// Every clause of either side stands there once: in a pair or alone. Nothing
/// is added up over clauses, and no side is called better.
#[derive(Debug, Serialize)]
pub struct CompareView {
    /// How clauses were found to correspond, in words.
    pub rule: &'static str,
    /// The left side.
    pub left: FolderView,
    /// The right side.
    pub right: FolderView,
    /// Phases, by name.
    pub phases: Vec<PhasesView>,
    /// Clauses that correspond, in the order of the left text.
    pub pairs: Vec<PairView>,
    /// Clauses of the left side without a counterpart.
    pub left_alone: Vec<SideView>,
    /// Clauses of the right side without a counterpart.
    pub right_alone: Vec<SideView>,
}

/// Which folder one side is, and as of when.
#[derive(Debug, Serialize)]
pub struct FolderView {
    /// The agreement's name.
    pub title: String,
    /// Which agreement.
    pub agreement: AgreementView,
    /// Which record.
    pub record: RecordView,
    /// As of when.
    pub as_of: AsOfView,
}

/// A phase on both sides.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PhasesView {
    /// Its name, with the item where phases are per item.
    pub id: String,
    /// On the left; nothing where there is no phase of this name.
    pub left: Option<PhaseSideView>,
    /// On the right; nothing where there is no phase of this name.
    pub right: Option<PhaseSideView>,
}

/// A phase on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseSideView {
    /// Its state.
    pub status: &'static str,
    /// When it opened, or was declared open.
    pub at: Option<String>,
}

/// Two clauses that correspond.
#[derive(Debug, PartialEq, Serialize)]
pub struct PairView {
    /// By what: `number`, `title`, `event`, `measure` or `state`.
    pub by: &'static str,
    /// The left clause.
    pub left: SideView,
    /// The right clause.
    pub right: SideView,
    /// What differs: `sentence`, `obligor`, `status`, `counts`, `readings`,
    /// `due`, `decided`, `late`, `proposed`, `instances`, `cites`, `reasons`,
    /// `beside`.
    pub differs: Vec<&'static str>,
    /// Instances that differ, where both sides are the same agreement; those
    /// of two agreements have nothing in common but their form.
    pub instances: Vec<InstancesView>,
}

/// One clause, as one side has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideView {
    /// Its first line as written.
    pub sentence: String,
    /// The mark of its status.
    pub mark: &'static str,
    /// The word of its status.
    pub word: &'static str,
    /// The earliest and the latest instant at which an instance is due.
    pub due: Option<[String; 2]>,
    /// Instances that are late, each with its lateness.
    pub late: Vec<LateView>,
    /// What each reading of an open term says, and what it gives.
    pub under: Vec<UnderView>,
    /// Fields that the parties did not agree, with who proposes them.
    pub proposed: Vec<ProposedView>,
    /// The entries that its reasons rest on, ascending.
    pub cites: Vec<CitedEntry>,
    /// Everything that `assess` says of it.
    pub clause: ClauseView,
}

/// An instance that is late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LateView {
    /// Its key.
    pub key: String,
    /// How late.
    pub late_by: LatenessView,
}

/// The status of the whole under one reading, with that reading's words: a
/// reading named `A` on one side is not the `A` of the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnderView {
    /// The term.
    pub term: String,
    /// The reading's name.
    pub reading: String,
    /// What it says.
    pub text: String,
    /// The status then.
    pub status: &'static str,
    /// Its mark.
    pub mark: &'static str,
    /// Its word.
    pub word: &'static str,
}

/// A field that the parties did not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposedView {
    /// The field's label.
    pub field: String,
    /// Who proposes it.
    pub by: String,
}

/// One instance on both sides.
#[derive(Debug, PartialEq, Serialize)]
pub struct InstancesView {
    /// Its key.
    pub key: String,
    /// On the left; nothing where there is no such instance.
    pub left: Option<InstanceSideView>,
    /// On the right; nothing where there is no such instance.
    pub right: Option<InstanceSideView>,
}

/// One instance on one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceSideView {
    /// Its status.
    pub status: &'static str,
    /// The evidence axis.
    pub evidence: &'static str,
    /// The agreement axis.
    pub agreement: &'static str,
    /// When it is due.
    pub due_at: Option<String>,
    /// When its status was decided.
    pub decided_at: Option<String>,
    /// How late.
    pub late_by: Option<LatenessView>,
    /// The status under each reading or outcome.
    pub readings: Vec<ReadingView>,
}

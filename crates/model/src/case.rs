//! Cases: what follows a failure, an incident or a complaint, as computed.
//!
//! What lives here: the shape of a case in an assessment. Its state and its
//! clocks are computed on reading and never stored. What does not: the ladder
//! in the text (`plan::ladder`), and any rule. Entry point: [`CaseStatus`].
//!
//! # Source
//! "Meaning", section 14.

use crate::assessment::{InstanceKey, Reason};
use crate::names::{ActorName, ClauseId, LadderName, PhaseName};
use crate::plan::Severity;
use crate::record::Citation;
use crate::time::Instant;

/// One case.
///
/// # Invariants
/// `steps` has every step of the ladder, in order. Vectors of acts ascend by
/// instant, then by entry.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseStatus {
    /// What it is about, and which one it is.
    pub id: CaseId,
    /// The ladder it runs on.
    pub ladder: LadderName,
    /// Why it was opened.
    pub basis: CaseBasis,
    /// Whom it is against; empty where nobody is named.
    pub against: Vec<ActorName>,
    /// Who raised it; empty for a failure or incident.
    pub raised_by: Vec<ActorName>,
    /// How grave the failure or incident was at the opening.
    pub severity: Option<Severity>,
    /// When it was opened: not before what opened it was known.
    pub opened_at: Instant,
    /// Where it stands.
    pub state: CaseState,
    /// Findings that have effect.
    pub findings: Vec<CaseFinding>,
    /// Replies of those it is against.
    pub replies: Vec<CaseReply>,
    /// Its steps.
    pub steps: Vec<StepStatus>,
    /// For whom it waits now.
    pub waiting: Vec<CaseWaiting>,
    /// Remedies ordered.
    pub remedies: Vec<Remedy>,
    /// What it changed in the force of clauses and phases.
    pub effects: Vec<NormEffect>,
    /// Denials of access that concern it.
    pub denials: Vec<Citation>,
    /// How it ended, where it did.
    pub ended: Option<CaseEnd>,
    /// The entries that opened it.
    pub citations: Vec<Citation>,
    /// Reasons, in the order to be read.
    pub reasons: Vec<Reason>,
}

/// Which case it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseId {
    /// A failure: the instance of a clause.
    Failure(ClauseId, InstanceKey),
    /// An incident under a prohibition: the obligor it is against, and the
    /// entry that first told of it.
    Incident(ClauseId, ActorName, Citation),
    /// A complaint: the ladder, and the entry that first told of it.
    Complaint(LadderName, Citation),
}

/// Why a case was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseBasis {
    /// A failure that the record establishes.
    Failure,
    /// An incident that the record establishes.
    Incident,
    /// Somebody's complaint.
    Complaint,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseState {
    /// Somebody alleges it.
    Alleged,
    /// It was taken up.
    Screened,
    /// Somebody verifies it.
    Verifying,
    /// The record's evidence, a finding, or a step's silence substantiates it.
    Substantiated,
    /// A finding, or a step's silence, says that it is not substantiated.
    NotSubstantiated,
    /// A finding says that it can't be told.
    Undetermined,
    /// Those it is against may reply.
    ReplyDue,
    /// It waits for a body's response.
    Response,
    /// A remedy was certified.
    Remedied,
    /// It was referred to somebody.
    Referred,
    /// It is closed.
    Closed,
}

impl CaseState {
    /// Returns the state's key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Alleged => "alleged",
            Self::Screened => "screened",
            Self::Verifying => "verifying",
            Self::Substantiated => "substantiated",
            Self::NotSubstantiated => "not_substantiated",
            Self::Undetermined => "undetermined",
            Self::ReplyDue => "reply_due",
            Self::Response => "response",
            Self::Remedied => "remedied",
            Self::Referred => "referred",
            Self::Closed => "closed",
        }
    }
}

/// What a body found of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFinding {
    /// Who found.
    pub by: ActorName,
    /// When.
    pub at: Instant,
    /// What.
    pub outcome: CaseOutcome,
    /// To whom it attributes it: several, one or nobody.
    pub attributed_to: Vec<ActorName>,
    /// With what confidence, in the finding's own word.
    pub confidence: Option<String>,
    /// The entry.
    pub citation: Citation,
}

/// The outcome of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseOutcome {
    /// Substantiated.
    Substantiated,
    /// Not substantiated.
    NotSubstantiated,
    /// It can't be told.
    Undetermined,
}

/// A reply of somebody whom a case is against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseReply {
    /// Who replied.
    pub by: ActorName,
    /// When.
    pub at: Instant,
    /// What was said.
    pub text: String,
    /// The entry.
    pub citation: Citation,
}

/// One step of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStatus {
    /// Its number.
    pub number: u32,
    /// Where it stands.
    pub state: StepState,
    /// When it began.
    pub began: Option<Instant>,
    /// When its time runs out, or what takes effect by itself does.
    pub due: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// The acts that count for it.
    pub citations: Vec<Citation>,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// Not reached, and the case may still reach it.
    NotReached,
    /// The case started above it.
    Skipped,
    /// It runs.
    Running,
    /// It only gives a power, which nobody has to use, and holds nothing up.
    Available,
    /// It was done.
    Done,
    /// Its time ran out.
    RanOut,
    /// What it stops or waits for came first.
    Stopped,
    /// The case ended before it.
    NotNeeded,
}

/// For whom a case waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseWaiting {
    /// For whom.
    pub actor: ActorName,
    /// For which step.
    pub step: u32,
    /// Since when: the step's beginning.
    pub since: Instant,
    /// Until when it has time.
    pub due: Option<Instant>,
    /// Whether that time has run out.
    pub overdue: bool,
}

/// A remedy that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Who ordered it.
    pub by: ActorName,
    /// When it was ordered.
    pub at: Instant,
    /// Who is to do it.
    pub who: Option<String>,
    /// What is to be done.
    pub what: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The last instant for it.
    pub due: Option<Instant>,
    /// How it is verified.
    pub verified_by: Option<String>,
    /// Who certified that it was done, when.
    pub certified: Option<(ActorName, Instant, Citation)>,
    /// The entry.
    pub citation: Citation,
}

/// A change in the force of a clause or phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NormEffect {
    /// What changes.
    pub kind: NormChange,
    /// From when: statuses after this instant see it.
    pub from: Instant,
    /// The instant at which it ended, or will by the text.
    pub until: Option<Instant>,
    /// The act, where somebody's act it was.
    pub citations: Vec<Citation>,
}

/// What changes in the force of a clause or phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NormChange {
    /// A clause is suspended; whether its clock stops.
    Suspended(ClauseId, bool),
    /// A clause ended.
    Ended(ClauseId),
    /// A clause is in force again.
    RevivedClause(ClauseId),
    /// A phase is open again.
    RevivedPhase(PhaseName),
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEnd {
    /// When.
    pub at: Instant,
    /// How.
    pub how: CaseEnding,
    /// The acts it rests on.
    pub citations: Vec<Citation>,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseEnding {
    /// The failure was made good.
    Cured,
    /// Nothing in the record establishes it any more.
    Withdrawn,
    /// A remedy was certified.
    Remedied,
    /// A body found it not substantiated.
    NotSubstantiated,
    /// It was not taken up.
    Declined,
    /// A body closed it.
    Decided,
    /// A step's silence closed it.
    Silence,
}

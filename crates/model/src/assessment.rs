//! The Assessment: statuses with their reasons, as plain data.
//!
//! `assess` makes it; `app` renders it. Every status cites the entries it
//! rests on. Nothing here totals a party.

use crate::case::CaseStatus;
use crate::figure::Decimal;
use crate::names::{ActorName, ClauseId, ItemKey, ReadingName, TermName};
use crate::plan::{PlannedOpening, Severity};
use crate::record::Citation;
use crate::time::{Date, Instant, When};

/// The semantics version under which an assessment was computed.
pub const SEMANTICS: &str = "servanda-1";

/// The two instants of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The instant judged.
    pub at: Instant,
    /// What was known.
    pub known: Known,
}

/// Which prefix of the record was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Entries known by this instant: received, or for a backfill published.
    By(Instant),
    /// The first so many entries.
    Size(u64),
}

/// Everything computed for one Plan, one Record and one as-of.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The as-of it is for.
    pub as_of: AsOf,
    /// How knowledge was dated.
    pub known_by: KnownBy,
    /// Phases, in the text's order.
    pub phases: Vec<PhaseStatus>,
    /// Clauses, in the text's order; open terms are not clauses.
    pub clauses: Vec<ClauseStatus>,
    /// The smallest waiting sets, by their clauses and phases.
    pub waiting_sets: Vec<WaitingSet>,
    /// Indicators, in the text's order.
    pub indicators: Vec<IndicatorSeries>,
    /// Cases, in the order of their opening, then of their ids.
    pub cases: Vec<CaseStatus>,
    /// Amendments that the text declares, in its order.
    pub amendments: Vec<AmendmentStatus>,
    /// Acts that had no power, and why.
    pub without_effect: Vec<WithoutEffect>,
    /// Where the record ends, for everything and for single subjects.
    pub record_ends: Vec<(Option<String>, Date)>,
}

/// How knowledge was dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBy {
    /// By the sequencer's time of receipt.
    Received,
    /// By publication, for a declared backfill.
    Published,
}

/// A status. The words are the language reference's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Its trigger has not come.
    NotTriggered,
    /// Due later.
    NotYetDue,
    /// Undated and not performed.
    Open,
    /// Due date passed; reports may still come.
    Pending,
    /// Performed in time.
    Met,
    /// Performed late.
    MetLate,
    /// Beyond a bound once, back within it since.
    Cured,
    /// Failure established.
    NotMet,
    /// A prohibition, and no incident established.
    NoIncidentEstablished,
    /// A prohibition, and an incident established.
    IncidentEstablished,
    /// Neither performance nor failure can be established.
    Undetermined,
    /// Both can, or it hangs on an open challenge or reading.
    Contested,
    /// Its clock or force is suspended.
    Suspended,
    /// Excused for now by a certified ground.
    Excused,
    /// Waived, superseded, lapsed or overtaken.
    Discharged,
    /// There is no test to measure it by.
    NotMeasurable,
}

impl Status {
    /// Returns the status's key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotTriggered => "not_triggered",
            Self::NotYetDue => "not_yet_due",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Cured => "cured",
            Self::NotMet => "not_met",
            Self::NoIncidentEstablished => "no_incident_established",
            Self::IncidentEstablished => "incident_established",
            Self::Undetermined => "undetermined",
            Self::Contested => "contested",
            Self::Suspended => "suspended",
            Self::Excused => "excused",
            Self::Discharged => "discharged",
            Self::NotMeasurable => "not_measurable",
        }
    }

    /// Returns whether it is adverse: the only two that exit codes tell apart.
    pub fn adverse(self) -> bool {
        matches!(self, Self::NotMet | Self::IncidentEstablished)
    }
}

/// The status of a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseStatus {
    /// The clause.
    pub id: ClauseId,
    /// The status of the whole, by "Meaning", "The whole of a clause".
    pub status: Status,
    /// Whether it rests on fields that the parties did not agree.
    pub on_proposed_reading: bool,
    /// How many instances have each status, in the order of [`Status`].
    pub counts: Vec<(Status, u32)>,
    /// The computed 0–3 scale; `None` where nothing is due yet or judgeable.
    pub score: Option<u8>,
    /// Its instances, by key.
    pub instances: Vec<Instance>,
    /// The whole under each reading of an open term, where there is one.
    pub readings: Vec<(TermName, ReadingName, Status)>,
    /// Figures of another scope, and other reports shown beside and not used.
    pub beside: Vec<Reason>,
    /// Reasons that concern the whole.
    pub reasons: Vec<Reason>,
}

/// The status of one instance of a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// What it is an instance of.
    pub key: InstanceKey,
    /// Its status.
    pub status: Status,
    /// The evidence axis.
    pub evidence: EvidenceAxis,
    /// The agreement axis.
    pub agreement: AgreementAxis,
    /// When it was triggered.
    pub triggered_at: Option<Instant>,
    /// When it is due, the last instant included.
    pub due_at: Option<Instant>,
    /// When its status was decided, on the axis of what happened.
    pub decided_at: Option<Instant>,
    /// How late it was performed.
    pub lateness: Option<Lateness>,
    /// The gravest severity that applies to a failure or incident.
    pub severity: Option<Severity>,
    /// Progress, for counts and quantities: how much is established, of how
    /// much.
    pub progress: Option<(Decimal, Decimal)>,
    /// The status under each reading or each outcome of an open challenge,
    /// where they differ or the clause has an open term.
    pub outcomes: Vec<Outcome>,
    /// The amendment by whose words it is judged; `None` for the words as
    /// signed.
    pub judged_by: Option<String>,
    /// What moved its due date, as signed first, in order.
    pub slips: Vec<Slip>,
    /// What re-tests say since it was met, by happening; they change no status.
    pub retests: Vec<Retest>,
    /// Why, in the order to be read.
    pub reasons: Vec<Reason>,
}

/// A report, after something was met, of whether it still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retest {
    /// Who says it.
    pub reporter: ActorName,
    /// Through whom it is known, where not directly.
    pub via: Option<String>,
    /// When it was looked at.
    pub happened: When,
    /// Whether it still stands.
    pub stands: bool,
    /// The entry that says so.
    pub citation: Citation,
}

/// One move of a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The due date before.
    pub from: Instant,
    /// The due date after.
    pub to: Instant,
    /// What moved it.
    pub by: SlipCause,
    /// The entries that it rests on.
    pub citations: Vec<Citation>,
}

/// What moved a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipCause {
    /// An amendment in force, by name.
    Amendment(String),
    /// A decision to extend it.
    Extension {
        /// Who decided.
        by: Vec<ActorName>,
        /// Whether the date that was moved had been called final.
        was_final: bool,
    },
}

/// An amendment that the text declares, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct AmendmentStatus {
    /// Its name.
    pub name: String,
    /// The clause that it names.
    pub of: ClauseId,
    /// What it does, as written.
    pub text: String,
    /// The clauses that it changes, in the text's order.
    pub changes: Vec<ClauseId>,
    /// Where it stands.
    pub state: AmendmentState,
    /// Its effective day by the text.
    pub effective_on: Option<Date>,
    /// From when it is in force, where all that it needs is there.
    pub in_force_at: Option<Instant>,
    /// Consents that count: who, from when, by which entry.
    pub consents: Vec<(ActorName, Instant, Citation)>,
    /// Whose consent is missing.
    pub missing: Vec<ActorName>,
}

/// Where an amendment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmendmentState {
    /// Its words do not fit the text, or it gives no effective date.
    WithoutEffect,
    /// Some consent that it needs is missing.
    AwaitingConsent,
    /// All have consented; an amendment that it is built on is not in force.
    AwaitingAnother,
    /// All have consented, and its day has not come.
    Agreed,
    /// It is in force.
    InForce,
}

/// What makes an instance of a clause: each part absent where it plays no
/// role.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstanceKey {
    /// The obligor, where several owe one each.
    pub actor: Option<ActorName>,
    /// The item of a list.
    pub item: Option<ItemKey>,
    /// The stage, by name.
    pub stage: Option<String>,
    /// First and last civil day of a period.
    pub days: Option<(Date, Date)>,
    /// The number of a recurrence, an occurrence or an incident, from 1.
    pub number: Option<u32>,
}

/// How late something was performed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// By so many whole days: the fewest and the most it can be.
    Days(i64, i64),
    /// By so many whole hours: the fewest and the most; for elapsed deadlines.
    Hours(i64, i64),
    /// It can't be told whether it was late.
    Unknown,
}

/// The evidence axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceAxis {
    /// Established with a neutral or with two independent reporters, or found.
    Verified,
    /// Established by figures that are not exact.
    Estimated,
    /// Established on the word of those concerned.
    Declared,
    /// Testimony both ways.
    Contradicted,
    /// Testimony that does not suffice.
    Insufficient,
    /// Nothing is known.
    NoInformation,
}

/// The agreement axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreementAxis {
    /// Nobody disputes it on record.
    Agreed,
    /// These dispute it.
    DisputedBy(Vec<ActorName>),
    /// A challenge or a reply is open.
    PendingReply,
}

/// The status under one reading, or one outcome of an open challenge.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What is supposed.
    pub supposing: Supposition,
    /// The status then.
    pub status: Status,
}

/// What an outcome supposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supposition {
    /// This reading of a term.
    Reading(TermName, ReadingName),
    /// These challenges succeed and all other open ones fail.
    ChallengesSucceed(Vec<Citation>),
}

/// One step of a reason: a kind, its words' ingredients, and what it cites.
///
/// # Shape
/// `text` is a plain English sentence without final stop; `citations` ascend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What kind of step it is.
    pub kind: ReasonKind,
    /// The sentence.
    pub text: String,
    /// The entries it rests on.
    pub citations: Vec<Citation>,
}

/// What kind of step a reason is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// What the clause asks, and by when.
    Rule,
    /// A testimony that speaks for performance.
    For,
    /// A testimony that speaks against.
    Against,
    /// Something shown beside and not used.
    Beside,
    /// What is missing.
    Missing,
    /// How time bears on it.
    Time,
    /// A challenge, ruling, reply or position.
    Dispute,
    /// A gate, phase, waiver or other act of power.
    Power,
    /// Where the record ends.
    RecordEnds,
    /// What a re-test says since it was met.
    Since,
}

/// Instances and gates of which each waits for others of them, so that by the
/// text none can go on before another does; no smaller part of them does so.
///
/// # Source
/// "Meaning", section 10, "Waiting sets".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingSet {
    /// Instances of clauses, in the text's order.
    pub instances: Vec<(ClauseId, InstanceKey)>,
    /// Gates, in the text's order.
    pub phases: Vec<PlannedOpening>,
}

/// The state of a phase's gate.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseStatus {
    /// The phase, and the item where phases are per item.
    pub phase: PlannedOpening,
    /// Its state.
    pub state: PhaseState,
    /// How and when it opened, where it did.
    pub opened: Option<Opening>,
    /// Declarations without basis: who declared it open, and when.
    pub declared: Vec<Declaration>,
    /// Instances still owed when it opened or was declared open.
    pub residuals: Vec<Residual>,
    /// Conditions of the gate and whether each holds, in the text's order.
    pub conditions: Vec<(String, bool)>,
    /// Who it waits for, as clause ids.
    pub waits_for: Vec<ClauseId>,
    /// Reasons.
    pub reasons: Vec<Reason>,
}

/// The state of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhaseState {
    /// Not open.
    NotOpen,
    /// Declared open by somebody, which by the text opens nothing.
    Declared,
    /// Open.
    Open,
    /// Closed.
    Closed,
}

/// How a phase opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// When.
    pub at: Instant,
    /// By which way.
    pub basis: OpeningBasis,
    /// What it cites.
    pub citations: Vec<Citation>,
}

/// The three ways in which a gate opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpeningBasis {
    /// Its conditions held, certified where the text asks for that.
    Satisfied,
    /// They were waived.
    Waived,
    /// It was declared open, by somebody whose declaration the text lets open
    /// it.
    Declared,
}

/// A declaration that a phase is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Who declared it.
    pub by: ActorName,
    /// When it was declared, its earliest instant.
    pub at: Instant,
    /// The entry.
    pub citation: Citation,
}

/// An instance still owed when a phase opened or was declared open.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// The clause.
    pub clause: ClauseId,
    /// How many of its instances were done, and how many it had.
    pub done: (u32, u32),
    /// The status of the whole at that instant.
    pub status: Status,
}

/// A measured series.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorSeries {
    /// The indicator's name.
    pub name: String,
    /// Its values, by report.
    pub values: Vec<IndicatorValue>,
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorValue {
    /// For which side, where the report says.
    pub side: Option<String>,
    /// The days it is for.
    pub days: (Date, Date),
    /// The figure.
    pub figure: crate::figure::Figure,
    /// Whether it is a running total.
    pub running_total: bool,
    /// Who says it.
    pub reporter: ActorName,
    /// The entry.
    pub citation: Citation,
}

/// An act that had no power, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutEffect {
    /// The entry.
    pub citation: Citation,
    /// Who acted.
    pub by: ActorName,
    /// Why it had no effect.
    pub why: String,
}

//! The Record: what was reported, answered and decided, as facts.
//!
//! `statement` makes it from log entries whose signatures and payloads were
//! checked; `assess` and `reference` read it. A Record is always a prefix of
//! the log. Nothing here is judged: who may report, what a challenge does and
//! whether an act has power is for `assess` to say from the Plan.

mod cited;
mod told;
mod words;

pub use cited::{find, first_told, size};

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::Figure;
use crate::names::{ActorName, FieldName, UnitName};
use crate::plan::Grade;
use crate::time::{Date, Instant, When};

/// The place of an entry in the log, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafIndex(pub u64);

/// What an answer may rest on: an entry, or one row of a batch entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The entry.
    pub entry: LeafIndex,
    /// The row, for a batch.
    pub row: Option<u32>,
}

/// A prefix of the log, as facts.
///
/// # Invariants
/// `entries` ascend by citation: each entry of the log, without gaps, and after
/// a batch its rows. `received_at` never goes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many leading entries are a declared backfill, whose knowledge is
    /// dated by publication.
    pub backfill: u64,
    /// Entries signed while their key may have been in other hands. They count;
    /// wherever one is cited, that is said.
    pub suspect: BTreeSet<LeafIndex>,
}

/// One entry, or one row of a batch, as a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place, by which it is cited.
    pub citation: Citation,
    /// When the sequencer received it.
    pub received_at: Instant,
    /// The actor whose key signed it.
    pub signer: ActorName,
    /// What it says; `None` where the payload is sealed.
    pub act: Option<Act>,
    /// Earlier entries it refers to; where it refers to a batch as a whole, also
    /// each of its rows.
    pub refers_to: Vec<Citation>,
    /// Where it comes from.
    pub source: Source,
}

/// Where a statement comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published_on: Option<Date>,
    /// Where it can be read.
    pub address: Option<String>,
    /// SHA-256 of the file it was read from, as lowercase hex.
    pub digest: Option<String>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// An occurrence, a measurement, a total or a state.
    Report(Report),
    /// A finding of an empowered body, with the same contents as a report.
    Finding(Report),
    /// A matter is complete: nothing more will be reported on it.
    Closure(Closure),
    /// How far a source's record runs.
    Coverage(Coverage),
    /// Access was denied.
    Denial(Remark),
    /// A challenge to the report it refers to.
    Challenge {
        /// Who challenges.
        by: ActorName,
        /// Why.
        grounds: Option<String>,
    },
    /// A ruling on the challenge it refers to.
    Ruling {
        /// Who rules.
        by: ActorName,
        /// What it says.
        outcome: RulingOutcome,
    },
    /// A party's answer.
    Reply(Remark),
    /// An exercise of power.
    Decision(Decision),
    /// The entry it refers to, said anew; `None` withdraws it.
    Correction(Option<Report>),
    /// A reading of an open term, settled.
    Reading {
        /// The term.
        term: String,
        /// The reading.
        reading: String,
        /// Who settles it.
        by: ActorName,
    },
    /// A consent to an amendment.
    Consent(Consent),
    /// What an actor holds about a clause.
    Position {
        /// The remark.
        remark: Remark,
        /// Which way.
        stance: Stance,
    },
    /// Narrative: said, never evidence by itself.
    Claim(Remark),
    /// An outside event.
    Context(Remark),
    /// Anything that this version records but does not read.
    Other(String),
}

/// A report: an occurrence, a measurement, a total, or a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The event, measure or state it is about, by name.
    pub of: String,
    /// Who says it.
    pub reporter: ActorName,
    /// Who relayed it.
    pub via: Option<String>,
    /// Where it first came from; unknown where absent.
    pub origin: Option<String>,
    /// Who acted; empty means nobody is named.
    pub actors: Vec<ActorName>,
    /// When it happened or was measured; for a running total, as of when.
    pub happened: When,
    /// For a total over a period: its first and last civil day.
    pub period: Option<(Date, Date)>,
    /// The figure: how many, or the measurement. Absent for one occurrence and
    /// for states.
    pub figure: Option<Figure>,
    /// A rate's unit of time: the figure is said to hold on each of them in
    /// `period`.
    pub per: Option<Per>,
    /// Whether the figure is a running total of everything up to `happened`.
    pub running_total: bool,
    /// The unit, where given.
    pub unit: Option<UnitName>,
    /// Fields: item keys, cargo, harm, stage, currency and so on.
    pub fields: BTreeMap<FieldName, String>,
    /// A state's value, or `not done` for an express denial of performance.
    pub value: Option<String>,
    /// What the figure counts, where it is another scope than the measure's:
    /// such a report is shown beside it and never used for it.
    pub scope: Option<String>,
    /// The Admiralty grade.
    pub grade: Option<Grade>,
    /// A remark.
    pub note: Option<String>,
}

/// A rate's unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

/// A closure: an actor says that a matter is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Who closes.
    pub by: ActorName,
    /// What: a clause, event, measure, list or annex, by name.
    pub of: String,
    /// The days it covers, where it closes days.
    pub period: Option<(Date, Date)>,
    /// The stage, place or item it is limited to.
    pub fields: BTreeMap<FieldName, String>,
    /// When it was closed.
    pub happened: When,
}

/// How far a source's record runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The event, measure or state covered; `None` means everything else.
    pub of: Option<String>,
    /// The last civil day covered.
    pub until: Date,
}

/// A consent to an amendment of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who consents.
    pub by: ActorName,
    /// Who relayed it.
    pub via: Option<String>,
    /// The amendment, by name.
    pub to: String,
    /// When it was given, where known.
    pub happened: Option<When>,
    /// The digest of the words that it changes, where given.
    pub old_digest: Option<String>,
    /// The digest of the words as amended, where given.
    pub new_digest: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Something said about a clause or an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Who says it.
    pub by: ActorName,
    /// Who relayed it.
    pub via: Option<String>,
    /// When it was said or happened, where known.
    pub happened: Option<When>,
    /// Clauses, phases or other names it concerns.
    pub concerns: Vec<String>,
    /// The text.
    pub text: String,
    /// The Admiralty grade.
    pub grade: Option<Grade>,
    /// What was said in the speaker's own words, where the text is a rendering.
    pub original: Option<Original>,
    /// What it says in names and figures, which can be held against the record.
    pub content: Content,
}

impl Remark {
    /// Makes a remark of an actor's that says nothing yet.
    pub fn by(by: ActorName) -> Self {
        Self {
            by,
            via: None,
            happened: None,
            concerns: Vec::new(),
            text: String::new(),
            grade: None,
            original: None,
            content: Content::default(),
        }
    }
}

/// Words as they were spoken or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Their language, as a BCP 47 tag; unknown where absent.
    pub language: Option<String>,
    /// The words; absent where only their language is on record.
    pub words: Option<String>,
}

/// What a remark says in names and figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The clause, phase, event, measure or state it is of, by name.
    pub of: Option<String>,
    /// The outcome, the state's value, or the word for what it is.
    pub value: Option<String>,
    /// The figure, in `unit`.
    pub figure: Option<Figure>,
    /// The figure's unit; the measure's where absent.
    pub unit: Option<UnitName>,
    /// The days that the figure covers, first and last.
    pub period: Option<(Date, Date)>,
    /// Whether the figure is a running total.
    pub running_total: bool,
    /// What it counts, where that is not what the text counts; of a risk, what
    /// kind of risk it is.
    pub scope: Option<String>,
    /// Whom it names: of a risk, its owners.
    pub actors: Vec<ActorName>,
    /// A day: of a risk, when it is to be reviewed.
    pub until: Option<Date>,
}

/// Which way a position goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// In favour.
    Support,
    /// Against.
    Oppose,
    /// Under conditions.
    Conditional,
    /// The reported performance, or a status, is disputed.
    Dispute,
    /// The reported performance is accepted.
    Accept,
}

/// What a ruling says of a challenged report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RulingOutcome {
    /// The challenge succeeds; the report falls.
    Upheld,
    /// The challenge fails; the report stands.
    Rejected,
}

/// A decision: the exercise of a power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is done.
    pub act: DecisionAct,
    /// Who decides.
    pub by: ActorName,
    /// Who relayed it.
    pub via: Option<String>,
    /// When.
    pub happened: When,
    /// The clause, phase, anchor or item decided on, by name.
    pub of: String,
    /// An item, stage or ground it is limited to.
    pub fields: BTreeMap<FieldName, String>,
    /// The adopted date, for an anchor.
    pub value: Option<String>,
    /// The end of an excuse or extension, its last day.
    pub until: Option<Date>,
    /// Reasons as given.
    pub reasons: Option<String>,
    /// What the decider lists as still owed.
    pub residuals: Vec<String>,
    /// How the members of a body voted, where the decision says so.
    pub votes: BTreeMap<ActorName, Vote>,
    /// The Admiralty grade of the report of it.
    pub grade: Option<Grade>,
}

/// What a decision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionAct {
    /// Certifies a gate, an item or a ground.
    Certify,
    /// Waives a duty or a gate's conditions.
    Waive,
    /// Declares a phase open.
    Declare,
    /// Proposes a value for an anchor.
    Propose,
    /// Adopts a value for an anchor.
    Adopt,
    /// Extends a deadline to a date.
    Extend,
    /// Suspends a duty.
    Suspend,
    /// Resumes a duty.
    Resume,
    /// Gives notice.
    Notify,
    /// Invokes a power.
    Invoke,
    /// Moves a duty up or down the order of work.
    Reprioritise,
    /// Takes a case up, or with the value `declined` does not.
    Screen,
    /// Begins to verify a case.
    Verify,
    /// Meets on a case.
    Meet,
    /// Decides on a case; the value `substantiated`, `not substantiated` or
    /// `undetermined` finds, `otherwise` stops what would take effect by itself.
    Decide,
    /// Acknowledges a notice.
    Acknowledge,
    /// Acts on a notice.
    Comply,
    /// Refuses what a notice asks for.
    Refuse,
    /// Refers a case; the value says to whom.
    Refer,
    /// Orders a remedy: `until` is its last day; the fields `who`, `what`,
    /// `where` and `verify` say the rest.
    Remedy,
    /// Closes a case.
    Close,
}

/// How a member of a body voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vote {
    /// For the decision.
    For,
    /// Against it.
    Against,
    /// Neither.
    Abstains,
}

/// The text with which a report says that something was expressly not done.
pub const NOT_DONE: &str = "not done";

/// The text with which a re-test says that what was done still stands.
pub const STILL_DONE: &str = "still done";

/// The text with which a re-test says that what was done stands no longer.
pub const NO_LONGER_DONE: &str = "no longer done";

impl Report {
    /// Returns what a re-test says: whether what was done still stands; `None`
    /// for a report that is no re-test.
    pub fn retests(&self) -> Option<bool> {
        match self.value.as_deref() {
            Some(STILL_DONE) => Some(true),
            Some(NO_LONGER_DONE) => Some(false),
            _ => None,
        }
    }
}

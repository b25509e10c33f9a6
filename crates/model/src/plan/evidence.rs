//! Evidence rules: who must say it, how many, how independent; and what
//! silence, leeway and other hands do.

use crate::figure::Decimal;
use crate::names::{ActorName, FieldName};
use crate::time::Period;

/// What establishes a fact: any one option.
///
/// # Shape
/// Empty only for `evidence none`: nothing establishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRule {
    /// The options.
    pub options: Vec<EvidenceOption>,
    /// Whether items are matched one by one (`report each item`).
    pub each_item: bool,
}

/// One way to establish a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceOption {
    /// How many testimonies of different reporters.
    pub need: u32,
    /// Of whom.
    pub by: Reporters,
    /// Whether they must be pairwise independent.
    pub independent: bool,
    /// How many of them must be of neutral actors.
    pub neutral: u32,
    /// What kind of testimony.
    pub kind: TestimonyKind,
    /// The lowest grade admitted.
    pub grade: Option<Grade>,
}

/// Whose testimony an option admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reporters {
    /// Anyone who may report the event, measure or state.
    AnyListed,
    /// These, out of those who may report.
    Named(Vec<ActorName>),
}

/// The kind of testimony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestimonyKind {
    /// A report.
    Report,
    /// A finding of an empowered body.
    Finding,
}

/// An Admiralty grade: source A to F, content 1 to 6.
///
/// # Shape
/// `F` and `6` mean "cannot be judged" and never satisfy a lowest grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade {
    /// `A` to `F`.
    pub source: char,
    /// 1 to 6.
    pub content: u8,
}

impl Grade {
    /// Returns whether this grade is as good as the lowest admitted one.
    pub fn admits(self, grade: Self) -> bool {
        grade.source <= self.source
            && grade.content <= self.content
            && grade.source != 'F'
            && grade.content != 6
    }
}

/// Whose attributed reports count: those that another key signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributed {
    /// The signers whose attributed reports count.
    pub by: Vec<ActorName>,
}

/// What silence means once a due date is past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nothing: the status is undetermined.
    Unknown,
    /// Not done, once this actor closes the matter.
    NotDoneOnceClosed {
        /// Who closes.
        by: ActorName,
        /// What is closed, as written (`annex B`, `the day`, `the stage`).
        what: String,
    },
}

/// Leeway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grace {
    /// This much longer for everyone.
    Longer(Period),
    /// This much longer for an item that an actor certifies.
    LongerIfCertified {
        /// How much longer.
        period: Period,
        /// Who certifies.
        by: ActorName,
        /// What, as written (`unreachable`).
        ground: String,
    },
    /// So many periods short in any window.
    Slack {
        /// How many.
        periods: u32,
        /// The rolling window, in days.
        window_days: u32,
        /// The floor below which no shortfall is forgiven.
        floor: Option<Decimal>,
    },
}

/// How grave a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Minor.
    Minor,
    /// Serious.
    Serious,
    /// Critical.
    Critical,
}

/// One line of a severity table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityRule {
    /// The severity.
    pub severity: Severity,
    /// When it applies.
    pub test: SeverityTest,
}

/// When a severity applies; the gravest that applies wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeverityTest {
    /// Late by less than this.
    LateUnder(Period),
    /// The figure is below this.
    Below(Decimal),
    /// The figure is above this.
    Above(Decimal),
    /// The figure is below this on so many days running.
    BelowRunning(Decimal, u32),
    /// A field of the event has this value.
    FieldIs(FieldName, String),
    /// Nothing else applies.
    Otherwise,
}

/// What follows when someone other than the obligor brings the thing about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherHands {
    /// It counts as performance.
    Count,
    /// The instance is overtaken: discharged, credit and lateness open.
    Discharge,
    /// It changes nothing.
    DoNotCount,
}

/// A certification that something waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// Who certifies.
    pub by: ActorName,
    /// Within how long.
    pub within: Option<Period>,
    /// What its silence does.
    pub silence: OnSilence,
}

/// What a certifier's silence does once its time has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnSilence {
    /// Opens, as if certified.
    Opens,
    /// Keeps waiting.
    Waits,
}

/// A ground that excuses, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The ground, as written.
    pub ground: String,
    /// Who certifies it.
    pub certified_by: ActorName,
    /// At most this long.
    pub at_most: Option<Period>,
}

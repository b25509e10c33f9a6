//! Clauses: number, subject, frame, fields.

use servanda_model::diagnostic::Span;

use super::condition::{Act, Filter, Moment, Trigger};
use super::field::Field;
use super::name::{Name, Number, Period, Text, Unit, Value, Words};
use crate::labels::FrameKind;

/// The number of a clause, such as `5.1` or `S4.1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseNumber {
    /// As written: capitals, then digits, then `.` and digits repeated.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl ClauseNumber {
    /// Returns the capitals before the digits, the prefix of its part; empty
    /// where there are none.
    pub fn prefix(&self) -> &str {
        self.text
            .split(|c: char| c.is_ascii_digit())
            .next()
            .unwrap_or("")
    }
}

/// One clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Its number.
    pub number: ClauseNumber,
    /// Who owes or may; `None` for an open term, and for a provision that is
    /// not checkable or informs only where the text names nobody.
    pub subject: Option<Subject>,
    /// What it commits to.
    pub frame: Frame,
    /// Its fields in the text's order; unreadable ones are left out.
    pub fields: Vec<Field>,
    /// The whole clause.
    pub span: Span,
    /// Its first line without the number, trailing spaces left out.
    pub sentence_span: Span,
    /// Whether an error lies within it.
    pub damaged: bool,
}

/// Who owes.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Whether `each` stands first.
    pub each: bool,
    /// Those named, joined by `and`.
    pub terms: Vec<SubjectTerm>,
    /// Whether `together` stands last.
    pub together: bool,
    /// Where it stands.
    pub span: Span,
}

/// One of those who owe.
#[derive(Clone, Debug, PartialEq)]
pub enum SubjectTerm {
    /// An actor, or a role.
    Name(Name),
    /// The word `party`, after `each`.
    Party(Span),
}

/// What a clause commits to.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// `must perform`
    Perform(Perform),
    /// `must not commit`
    Avoid(Act),
    /// `may`
    May(Power),
    /// `must keep`
    Keep(Keep),
    /// `must reach`
    Reach(Reach),
    /// `open term TEXT [settled by Actor]`
    OpenTerm {
        /// The words in dispute.
        term: Text,
        /// Who can settle it.
        settled_by: Option<Name>,
    },
    /// `not checkable because TEXT`
    NotCheckable(Text),
    /// `informs only TEXT`
    InformsOnly(Text),
}

impl Frame {
    /// Returns which frame it is.
    pub fn kind(&self) -> FrameKind {
        match self {
            Self::Perform(_) => FrameKind::Perform,
            Self::Avoid(_) => FrameKind::Avoid,
            Self::May(_) => FrameKind::May,
            Self::Keep(_) => FrameKind::Keep,
            Self::Reach(_) => FrameKind::Reach,
            Self::OpenTerm { .. } => FrameKind::OpenTerm,
            Self::NotCheckable(_) => FrameKind::NotCheckable,
            Self::InformsOnly(_) => FrameKind::InformsOnly,
        }
    }
}

/// `must perform [NUMBER] act [every period from point]`
#[derive(Clone, Debug, PartialEq)]
pub struct Perform {
    /// How many acts, where the text says so.
    pub count: Option<(u32, Span)>,
    /// The act.
    pub act: Act,
    /// Its rhythm.
    pub every: Option<Every>,
}

/// `every period from point`
#[derive(Clone, Debug, PartialEq)]
pub struct Every {
    /// The period.
    pub period: Period,
    /// A date, an instant or an anchor; a name that is declared as nothing is
    /// taken for an anchor.
    pub from: Trigger,
    /// Where it stands.
    pub span: Span,
}

/// `may words`
#[derive(Clone, Debug, PartialEq)]
pub struct Power {
    /// What may be done, as written.
    pub words: Words,
    /// The act, where the words begin with a declared event and are an act to
    /// their end.
    pub act: Option<Act>,
}

/// `must keep measured at bound …`
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    /// What is measured.
    pub measured: Measured,
    /// What it is kept at.
    pub bound: Bound,
    /// When it is judged.
    pub cadence: Cadence,
}

/// When a level is judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Cadence {
    /// `each period`
    Each(Period),
    /// `at each report`
    AtEachReport,
    /// `at all times`
    AtAllTimes,
}

/// `must reach measured …`
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// What is measured.
    pub measured: Measured,
    /// What is reached.
    pub target: ReachTarget,
}

/// What a `must reach` reaches.
#[derive(Clone, Debug, PartialEq)]
pub enum ReachTarget {
    /// `of NUMBER`: the whole of which stages are shares.
    Whole(Number),
    /// `at bound`
    At(Bound),
}

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// A measure, an event or a state, with filters.
    Named(Name, Vec<Filter>),
    /// An open term.
    Term(Text),
}

/// A bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// What it is.
    pub kind: BoundKind,
    /// Where it stands.
    pub span: Span,
}

/// What a bound is.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundKind {
    /// `NUMBER [unit] or more`
    Number(Number, Option<Unit>, Comparison),
    /// `TEXT or more`: an open term.
    Term(Text, Comparison),
    /// A state's value.
    Value(Value),
}

/// On which side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `or more`
    OrMore,
    /// `or less`
    OrLess,
}

impl From<Moment> for Trigger {
    fn from(moment: Moment) -> Self {
        Self {
            each: false,
            span: moment.span,
            kind: super::condition::TriggerKind::Moment(moment),
        }
    }
}

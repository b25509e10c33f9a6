//! Clauses: who, which duty, on which terms, and where it is written.

use super::duty::{Condition, Counting, Duty};
use super::evidence::{
    Certification, EvidenceRule, Excuse, Grace, OtherHands, SeverityRule, Silence,
};
use crate::diagnostic::Span;
use crate::names::{ActorName, ClauseId, LadderName, PartName, PillarName, RoleName};
use crate::time::Period;

/// An instrument gathered in the folder; its name prefixes clause numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The prefix.
    pub name: PartName,
    /// What the instrument is called.
    pub title: String,
}

/// How sure the prose of an article is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The signed text.
    Official,
    /// As reported by somebody.
    Reported(Option<String>),
    /// From a leak.
    Leaked(Option<String>),
    /// Our words for what a source says; never shown as a quotation.
    Paraphrased(Option<String>),
}

/// One article: a heading, its prose, and the blocks below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its heading as written, without the marks.
    pub heading: String,
    /// The prose between heading and next heading, blocks left out.
    pub prose: Vec<Span>,
    /// How sure the prose is.
    pub confidence: Confidence,
    /// The whole article, blocks included.
    pub span: Span,
}

/// Who owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// These actors, one instance each. A single actor is the common case.
    Each(Vec<ActorName>),
    /// These actors in one joint act.
    Together(Vec<ActorName>),
    /// Each holder of a role.
    EachOf(RoleName, Vec<ActorName>),
    /// Nobody in particular: a provision without an obligor.
    Nobody,
}

impl Subject {
    /// Returns every actor who owes, in the text's order.
    pub fn actors(&self) -> &[ActorName] {
        match self {
            Self::Each(actors) | Self::Together(actors) | Self::EachOf(_, actors) => actors,
            Self::Nobody => &[],
        }
    }
}

/// Words of the article that a clause rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Where they stand in the prose.
    pub span: Span,
}

/// A field that the parties did not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedField {
    /// The label of the field, such as `evidence`.
    pub label: String,
    /// Who proposes it.
    pub by: String,
}

/// A warning silenced in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The code, such as `A214`.
    pub code: String,
    /// Why.
    pub because: String,
}

/// A clause in normal form.
///
/// # Invariants
/// `id` is unique in the Plan. Fields that its frame does not admit hold their
/// defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Its number.
    pub id: ClauseId,
    /// A short title: the `title` field, else made from the sentence.
    pub title: String,
    /// Its first line as written, number left out, single-spaced.
    pub sentence: String,
    /// Index of its article in the Plan.
    pub article: usize,
    /// Its part, where its number has a prefix.
    pub part: Option<PartName>,
    /// Its thematic heading.
    pub pillar: Option<PillarName>,
    /// Who owes.
    pub subject: Subject,
    /// To whom, where the text says so (`owed to`).
    pub owed_to: Vec<ActorName>,
    /// What.
    pub duty: Duty,
    /// Counts only from this anchor, date or phase.
    pub from: Option<super::duty::Trigger>,
    /// Counts until this anchor or date has run out (`until and including`).
    pub until: Option<super::duty::Trigger>,
    /// Counts only while all of these hold.
    pub during: Vec<Condition>,
    /// Triggered only once this holds (`when`).
    pub gate: Option<Condition>,
    /// Does not bind where one of these holds (`unless`, `except`).
    pub exceptions: Vec<Condition>,
    /// Performance before the trigger does not count.
    pub afresh: bool,
    /// What establishes a fact.
    pub evidence: EvidenceRule,
    /// What silence means.
    pub silence: Silence,
    /// How long after the due date reports may come (`reports due`).
    pub reports_lag: Option<Period>,
    /// Leeway.
    pub grace: Option<Grace>,
    /// Severities, in the text's order, mildest first.
    pub severities: Vec<SeverityRule>,
    /// How things are counted.
    pub counting: Vec<Counting>,
    /// What follows a failure; `None` where the clause says nothing.
    pub response: Option<Response>,
    /// What others' performance does.
    pub other_hands: OtherHands,
    /// The clause it mirrors, with the suspension that follows, if any.
    pub mirrors: Option<Mirror>,
    /// Waits step by step for this clause.
    pub in_step_with: Option<ClauseId>,
    /// Is due within this period of that clause's performance.
    pub alongside: Option<(ClauseId, Period)>,
    /// Must be certified.
    pub certified: Option<Certification>,
    /// What excuses it.
    pub excuses: Vec<Excuse>,
    /// After this long without a measurement its state is unknown.
    pub stale: Option<Period>,
    /// Its deadline can't simply be moved.
    pub final_deadline: bool,
    /// Clauses that this one supersedes.
    pub prevails_over: Vec<ClauseId>,
    /// The words it rests on.
    pub says: Vec<Quote>,
    /// Fields that the parties did not agree.
    pub proposed: Vec<ProposedField>,
    /// Warnings silenced here.
    pub accepts: Vec<Acceptance>,
    /// Remarks for the reader (`note`), in order.
    pub notes: Vec<String>,
    /// The amendment that adds it, by name; `None` for a clause of the text as
    /// signed.
    pub added_by: Option<String>,
    /// Where it is written; for words of an amendment, where that is declared.
    pub span: Span,
}

/// What follows a failure or an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// A ladder.
    Ladder(LadderName),
    /// Publication and nothing else.
    PublishedOnly,
    /// Expressly nothing.
    None,
}

/// A link between two clauses that answer each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirror {
    /// The other clause.
    pub clause: ClauseId,
    /// Whether this clause is suspended while the other is not met.
    pub suspends: bool,
    /// Whether the clock stops meanwhile.
    pub clock_stops: bool,
}

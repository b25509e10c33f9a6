//! Phases and their gates, challenges, authorities, amendments and indicators.

use super::clause::Clause;
use super::duty::{Condition, Moment, Trigger};
use super::evidence::Certification;
use crate::diagnostic::Span;
use crate::names::{ActorName, ClauseId, EventName, ItemKey, ListName, MeasureName, PhaseName};
use crate::time::Period;

/// A phase and the gate that opens it.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its name.
    pub name: PhaseName,
    /// One gate for each item of this list.
    pub for_each: Option<ListName>,
    /// What opens it.
    pub opens: Opens,
    /// Whose declaration alone opens it, where the text says so.
    pub opened_by_declaration_of: Option<ActorName>,
    /// Who certifies its gate.
    pub certified: Option<Certification>,
    /// Who may waive its conditions.
    pub waived_by: Option<ActorName>,
    /// The latest date, and who then decides.
    pub latest: Option<(Moment, Option<ActorName>)>,
    /// Phases that stay open when this one opens (`beside`).
    pub beside: Vec<PhaseName>,
    /// The phase whose place this one takes (`instead of`).
    pub instead_of: Option<PhaseName>,
    /// Clauses that belong to it (`clauses 4.1, 5.1`); empty means those that
    /// say `while` it.
    pub clauses: Vec<ClauseId>,
    /// Remarks for the reader.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// What opens a phase.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// A trigger, at once.
    On(Trigger),
    /// A condition, once it holds.
    When(Condition),
    /// Nothing was agreed (`opens on terms not agreed`).
    NotAgreed,
}

/// A phase for one item, where phases are per item.
pub type PlannedOpening = (PhaseName, Option<ItemKey>);

/// Who may challenge a report, by when, who rules, and what no ruling means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeRule {
    /// The challenge must come within this period of the report.
    pub within: Period,
    /// Who rules.
    pub ruled_by: ActorName,
    /// The ruling must come within this period of the challenge.
    pub ruling_within: Option<Period>,
    /// Whether the report stands where no ruling comes in time.
    pub report_stands_without_ruling: bool,
    /// Where it is declared.
    pub span: Span,
}

/// An authority with an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// Whose.
    pub actor: ActorName,
    /// Until the end of this.
    pub until: Moment,
    /// Where it is declared.
    pub span: Span,
}

/// An amendment written in the text. Whether it is in force, the record says.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Its name, such as `A1`.
    pub name: String,
    /// The clause it changes.
    pub of: ClauseId,
    /// What it does, as written.
    pub text: String,
    /// Replacements of words: old, new.
    pub replaces: Vec<(String, String)>,
    /// Who consented, and on which date.
    pub consents: Vec<(ActorName, Option<Moment>)>,
    /// From when it applies.
    pub effective: Option<Moment>,
    /// What happens to running duties.
    pub running: Option<RunningDuties>,
    /// Whose consent it needs.
    pub needs: Vec<ActorName>,
    /// What it makes of each clause that it changes, in the text's order; `None`
    /// where its words do not fit the text, so that it can have no effect.
    pub changes: Option<Vec<ClauseChange>>,
    /// What consents name it by.
    pub digests: AmendmentDigests,
    /// Where it is declared.
    pub span: Span,
}

/// What an amendment makes of one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseChange {
    /// The clause.
    pub clause: ClauseId,
    /// The clause as amended, with every amendment above this one that changes
    /// it; `None` where it is deleted.
    pub becomes: Option<Box<Clause>>,
}

/// What names the words of an amendment: SHA-256, as lowercase hex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmendmentDigests {
    /// Of the clauses that it changes, as they stand before it.
    pub old: String,
    /// Of the same clauses as amended, with the effective date and the fate of
    /// running duties.
    pub new: String,
}

/// What an amendment does to running duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunningDuties {
    /// They keep the earlier text.
    KeepEarlierText,
    /// They move to the new text.
    Move,
    /// They start again.
    Restart,
}

impl RunningDuties {
    /// Returns the words of the text for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::KeepEarlierText => "keep the earlier text",
            Self::Move => "move",
            Self::Restart => "restart",
        }
    }
}

/// A measured series that is never a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its name, which is also the measure reported.
    pub name: MeasureName,
    /// The event it counts, where it names one.
    pub counts: Option<EventName>,
    /// The sides it is given for, in the text's order.
    pub by_side_of: Vec<ActorName>,
    /// How often.
    pub each: Option<Period>,
    /// The baseline, as written.
    pub baseline: Option<String>,
    /// The target, as written.
    pub target: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

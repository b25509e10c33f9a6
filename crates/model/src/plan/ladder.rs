//! Ladders: what may or must follow a failure, an incident or a complaint,
//! step by step, as the text says it.
//!
//! What lives here: the shape of a ladder in the Plan. What does not: how one
//! runs (`assess`, `reference`), and what a case shows (`case`).
//!
//! # Source
//! "Meaning", section 14.

use super::evidence::Severity;
use crate::diagnostic::Span;
use crate::names::{ActorName, ClauseId, EventName, LadderName, PhaseName};
use crate::time::{ClockTime, Period, Zone};

/// A ladder of steps.
///
/// # Invariants
/// Steps ascend by number; `starts` names steps of this ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// Its name.
    pub name: LadderName,
    /// What opens a case on it.
    pub opens: LadderOpens,
    /// What opens it, as written.
    pub words: String,
    /// Its steps, in order.
    pub steps: Vec<LadderStep>,
    /// Severities whose cases start at a later step: the severity and the
    /// step's number.
    pub starts: Vec<(Severity, u32)>,
    /// Whether cure closes a case at any step.
    pub cured_closes: bool,
    /// Where it is declared.
    pub span: Span,
}

/// What opens a case on a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LadderOpens {
    /// A failure or incident under a clause whose `response` it is.
    Failure,
    /// An occurrence of this event.
    Event(EventName),
}

/// One step of a ladder.
///
/// # Invariants
/// There is at least one part.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderStep {
    /// Its number.
    pub number: u32,
    /// What is to be done; several parts run together.
    pub parts: Vec<StepPart>,
    /// How several parts end the step.
    pub join: Join,
    /// Whether no finding has effect before the reply or the end of this step.
    pub bars_finding: bool,
    /// Whether the accused has no vote in this step.
    pub accused_abstains: bool,
    /// Votes that decide in this step, of how many, where the step says so.
    pub decides: Option<(u32, u32)>,
    /// What follows when its time runs out.
    pub silence: StepSilence,
    /// Who can together extend its time, and by how much at most; nobody where
    /// the list is empty.
    pub extended_by: Vec<ActorName>,
    /// By how much it can be extended at most; without an end where absent.
    pub extended_at_most: Option<Period>,
    /// The step as written.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// How several parts end a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// Every part must end (`and`).
    All,
    /// One part done ends it (`or`).
    Any,
}

/// What follows when a step's time runs out without its act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepSilence {
    /// The next step begins (the default).
    GoesOn,
    /// The step waits until it is done.
    Waits,
    /// The case closes.
    Closes,
    /// The allegation counts as substantiated; the next step begins.
    Substantiates,
    /// The allegation counts as not substantiated; the case ends.
    Refutes,
}

/// One part of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum StepPart {
    /// Somebody must or may do something.
    Act(StepAct),
    /// Something takes effect by itself.
    Snapback(Snapback),
}

/// Something that somebody must or may do.
#[derive(Clone, Debug, PartialEq)]
pub struct StepAct {
    /// Who.
    pub by: StepActor,
    /// Whether it is owed (`must`) or a power (`may`).
    pub must: bool,
    /// What.
    pub deed: Deed,
    /// Its time from the beginning of the step; no limit where absent.
    pub within: Option<Period>,
    /// A second limit (`at most`); the earlier of the two holds.
    pub at_most: Option<Period>,
}

/// Who acts in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepActor {
    /// This actor.
    Named(ActorName),
    /// Those whom the case is against (`the party`).
    Accused,
    /// Those who raised it (`the complainant`).
    Complainant,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Notifies the accused.
    Notify,
    /// Acknowledges a notice.
    Acknowledge,
    /// Decides whether the case is taken up.
    Screen,
    /// Begins to verify.
    Verify,
    /// Replies.
    Reply,
    /// Meets on the case.
    Meet,
    /// Finds whether it is substantiated.
    Find,
    /// Decides on it.
    Decide,
    /// Acts on a notice.
    Comply,
    /// Orders a remedy.
    Remedy,
    /// Suspends a clause.
    Suspend {
        /// The clause.
        clause: ClauseId,
        /// For how long at most.
        at_most: Option<Period>,
        /// Whether its clock stops meanwhile.
        clock_stops: bool,
    },
    /// Ends a suspension of a clause.
    Resume(ClauseId),
    /// Refers the case to somebody.
    Refer(ActorName),
}

/// What takes effect by itself, unless it is stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapback {
    /// What happens, in the text's order.
    pub effects: Vec<SnapbackEffect>,
    /// After how long from the beginning of the step.
    pub after: Period,
    /// At which time of the clock, in which zone, where the text says so: the
    /// first such instant at or after the end of the period.
    pub at: Option<(ClockTime, Zone)>,
    /// Whether a cure stops it.
    pub unless_cured: bool,
    /// Whose decision otherwise stops it.
    pub unless_decided_by: Vec<ActorName>,
}

/// One effect of a snapback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapbackEffect {
    /// A clause is in force again, whatever its `while` and `until` say.
    RevivesClause(ClauseId),
    /// A phase is open again.
    RevivesPhase(PhaseName),
    /// A clause ends.
    Ends(ClauseId),
    /// A clause is suspended while the case is open.
    Suspends(ClauseId),
}

//! Ladders and their steps.
//!
//! What lives here: the shape of what a ladder says. What does not: any meaning
//! (`compiler`). Entry point: [`Ladder`].

use servanda_model::diagnostic::Span;
use servanda_model::time::ClockTime;

use super::clause::ClauseNumber;
use super::field::Severity;
use super::name::{Name, Period, Words};

/// `ladder NAME …`
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// Its name.
    pub name: Name,
    /// What it answers.
    pub opens: LadderOpens,
    /// Its steps.
    pub steps: Vec<Step>,
    /// `minor`, `serious`, `critical`: starts at step N.
    pub starts: Vec<Start>,
    /// Whether cure closes it at any step.
    pub cured_closes: bool,
}

/// What a ladder answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LadderOpens {
    /// `for WORDS`: a failure or incident under a clause that names it.
    For(Words),
    /// `opens on EVENT`
    On(Name),
}

/// `critical starts at step N`
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The severity.
    pub severity: Severity,
    /// The step.
    pub step: u32,
    /// Where it stands.
    pub span: Span,
}

/// `step N part … ; rider …`
///
/// # Invariants
/// There is at least one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number.
    pub number: u32,
    /// Where the number stands.
    pub number_span: Span,
    /// What is to be done.
    pub parts: Vec<StepPart>,
    /// The word between the parts.
    pub join: StepJoin,
    /// What follows the semicolons, in the text's order.
    pub riders: Vec<StepRider>,
    /// All of it but the number, as written.
    pub words: Words,
    /// Where it stands.
    pub span: Span,
}

/// The word between the parts of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepJoin {
    /// `and`, or a single part.
    And,
    /// `or`
    Or,
}

/// One part of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepPart {
    /// `WHO must DEED …` or `WHO may DEED …`
    Act(StepAct),
    /// `snapback EFFECT … after PERIOD …`
    Snapback(Snapback),
}

/// `WHO must DEED [within PERIOD] [, at most PERIOD]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepAct {
    /// Who.
    pub who: StepActor,
    /// Whether it is `must` rather than `may`.
    pub must: bool,
    /// What.
    pub deed: Deed,
    /// `within` and `at most`, in the text's order.
    pub limits: Vec<Period>,
}

/// Who acts in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepActor {
    /// A name.
    Named(Name),
    /// `the party`
    Party,
    /// `the complainant`
    Complainant,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// `notify [the party]`
    Notify,
    /// `acknowledge`
    Acknowledge,
    /// `screen`
    Screen,
    /// `verify`
    Verify,
    /// `reply`
    Reply,
    /// `meet`
    Meet,
    /// `find`
    Find,
    /// `decide`
    Decide,
    /// `act`
    Act,
    /// `order a remedy`
    OrderRemedy,
    /// `refer to ACTOR`
    ReferTo(Name),
    /// `suspend NUMBER [for at most PERIOD] [, clock stops]`
    Suspend {
        /// The clause.
        clause: ClauseNumber,
        /// `for at most`
        at_most: Option<Period>,
        /// `clock stops`
        clock_stops: bool,
    },
    /// `resume NUMBER`
    Resume(ClauseNumber),
}

/// `snapback EFFECT {, EFFECT} after PERIOD [at HH:MM in ZONE] [unless …]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapback {
    /// What happens.
    pub effects: Vec<SnapbackEffect>,
    /// `after`
    pub after: Period,
    /// `at HH:MM in ZONE`
    pub at: Option<(ClockTime, Words)>,
    /// Whether `unless cured` is said.
    pub unless_cured: bool,
    /// `ACTOR decides otherwise`
    pub unless_decided_by: Vec<Name>,
}

/// What a snapback does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapbackEffect {
    /// `revives NUMBER`
    RevivesClause(ClauseNumber),
    /// `revives PHASE`
    RevivesPhase(Name),
    /// `ends NUMBER`
    Ends(ClauseNumber),
    /// `suspends NUMBER`
    Suspends(ClauseNumber),
}

/// What is said of a step after a semicolon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepRider {
    /// `no finding before reply or expiry`
    NoFindingBefore,
    /// `accused abstains`
    AccusedAbstains,
    /// `decides by N of M`, and where that stands
    Decides(u32, u32, Span),
    /// `extended by consent of ACTOR … [for at most PERIOD]`
    Extended(Vec<Name>, Option<Period>),
    /// `silence …`
    Silence(StepSilence),
}

/// What silence in a step means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepSilence {
    /// `goes on`
    GoesOn,
    /// `waits`
    Waits,
    /// `closes the case`
    Closes,
    /// `means substantiated`
    Substantiates,
    /// `means not substantiated`
    Refutes,
}

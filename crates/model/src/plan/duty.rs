//! Duties: the seven frames of the language, and what they hang on.

use super::evidence::EvidenceRule;
use crate::figure::{Comparison, Decimal};
use crate::names::{
    ActorName, AnchorName, ClauseId, EventName, FieldName, ListName, MeasureName, PhaseName,
    StateName, TermName, UnitName,
};
use crate::time::{Date, Instant, Period};

/// What a clause commits to.
#[derive(Clone, Debug, PartialEq)]
pub enum Duty {
    /// `must perform`: an act.
    Perform(Perform),
    /// `must not commit`: an event that must not happen.
    Avoid(EventPattern),
    /// `must keep`: a rate, a level or a state.
    Keep {
        /// What is measured.
        measured: Measured,
        /// The threshold or the state's value.
        target: Target,
        /// When it is judged.
        cadence: Cadence,
    },
    /// `must reach`: a quantity by dates.
    Reach {
        /// What is measured.
        measured: Measured,
        /// Which side of a stage's figure is reached.
        comparison: Comparison,
        /// The stages, earliest first; one for a plain ceiling or floor.
        stages: Vec<Stage>,
        /// The whole, where stages are shares of one (`of 840`).
        whole: Option<Decimal>,
    },
    /// `may`: a power.
    May(Power),
    /// `not checkable because`: a provision nobody can judge.
    NotCheckable {
        /// Why.
        because: String,
        /// The missing fields (`needs`).
        needs: Vec<String>,
    },
    /// `informs only`: a provision that commits nobody.
    InformsOnly(String),
}

/// The duty to perform an act.
#[derive(Clone, Debug, PartialEq)]
pub struct Perform {
    /// The act.
    pub event: EventPattern,
    /// One instance for each item of this list, by this field of the event.
    pub each: Option<(FieldName, ListName)>,
    /// How many acts one instance needs.
    pub count: u32,
    /// Repeated every period from a date or anchor.
    pub every: Option<(Period, Trigger)>,
    /// An act for each occurrence of this event that the obligor brought about,
    /// covering its amount (`Disbursement of its Pledge`).
    pub of_its: Option<EventName>,
    /// By when.
    pub timing: Timing,
}

/// By when an act is due.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// Within a period after a trigger, the last instant included.
    Within(Period, Trigger),
    /// By the end of a date, or by an instant included.
    By(Moment),
    /// Before a date begins, or before an instant.
    Before(Moment),
    /// By the date in this field of the triggering event (`by the pledged
    /// date`).
    ByField(FieldName),
    /// Without a date; after a trigger, where there is one.
    Undated(Option<Trigger>),
    /// By the rhythm of `every` alone.
    Recurring,
}

impl Timing {
    /// Returns what it counts from, where something has to come first.
    pub fn trigger(&self) -> Option<&Trigger> {
        match self {
            Self::Within(_, trigger) | Self::Undated(Some(trigger)) => Some(trigger),
            Self::By(_)
            | Self::Before(_)
            | Self::ByField(_)
            | Self::Undated(None)
            | Self::Recurring => None,
        }
    }
}

/// A fixed point of the calendar or clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A civil date in Accord Time.
    On(Date),
    /// An instant.
    At(Instant),
}

/// What starts a duty or a clock.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// An anchor's day or instant.
    Anchor(AnchorName),
    /// A date or an instant.
    Moment(Moment),
    /// The first occurrence of an event.
    First(EventPattern),
    /// Every occurrence of an event: one instance each.
    Every(EventPattern),
    /// A phase opening.
    Opening(PhaseName),
    /// A clause coming to a state.
    Clause(ClauseId, ClauseIs),
}

/// A kind of event with what is fixed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPattern {
    /// The kind.
    pub name: EventName,
    /// Fields that must hold a value.
    pub filters: Vec<Filter>,
}

/// A field that must hold a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter {
    /// The field.
    pub field: FieldName,
    /// The value, as written.
    pub value: String,
}

/// What a `keep` or `reach` duty measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// A measure, or an event standing for the count of itself (the compiler
    /// then declares a measure of the event's name).
    Measure(MeasureName, Vec<Filter>),
    /// A state.
    State(StateName),
    /// Whatever a reading of this term names.
    Term(TermName),
}

/// What a `keep` duty keeps to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A number.
    Number(Comparison, Decimal, Option<UnitName>),
    /// A number that a reading of this term gives.
    Term(Comparison, TermName),
    /// A state's value.
    State(String),
}

/// When a `keep` duty is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// Every calendar-aligned period: a rate.
    Each(Period),
    /// At every report of a measurement.
    AtEachReport,
    /// Always; a value holds until the next.
    AtAllTimes,
}

/// One stage of a `reach` duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name as written, such as `1`; empty for a plain target.
    pub name: String,
    /// The figure to reach, already worked out from a share: the least whole
    /// number that is not below it.
    pub figure: Decimal,
    /// By when.
    pub timing: Timing,
}

/// A power that a clause gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// What may be done, as written.
    pub text: String,
    /// The event that exercises it, where it is a declared event.
    pub event: Option<EventPattern>,
}

/// How a clause counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Things count when accepted, not when handed over.
    WhenAccepted,
    /// Disputed items count from the ruling.
    DisputedFromRuling,
    /// Amounts add up over time.
    Cumulative,
    /// Amounts are converted at the rate of the day received.
    Currency(UnitName),
}

/// What a clause can be required to be, in a trigger or condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseIs {
    /// Every instance is met, late or not.
    Met,
    /// Some instance is not met, or an incident is established.
    NotMet,
    /// No instance is not met and no incident is established.
    Kept,
}

/// A condition on the state of things at an instant.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A clause is in a state.
    Clause(ClauseId, ClauseIs),
    /// One stage of a clause is met.
    StageMet(ClauseId, String),
    /// All duties of an actor are kept.
    DutiesKept(ActorName),
    /// Every clause that belongs to a phase is met.
    PhaseMet(PhaseName),
    /// A phase is open.
    PhaseOpen(PhaseName),
    /// An event has happened.
    Happened(EventPattern, EvidenceRule),
    /// A state has a value.
    State(StateName, String),
    /// The date or instant is past.
    Reached(Trigger),
    /// All hold.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// A ground that only people can find, as written; holds where a body
    /// certified it.
    Ground(String),
}

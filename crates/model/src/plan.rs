//! The Plan: an agreement's declarations and clauses in normal form.
//!
//! The compiler makes it; `assess` and `reference` read it. Everything is
//! resolved: names stand for declared things, open terms for their readings,
//! omitted fields for their defaults. Entry point: [`Plan`].
//!
//! # Source
//! The language reference; what each construct means is the page "Meaning".

pub mod clause;
pub mod duty;
pub mod evidence;
pub mod gate;
pub mod ladder;

pub use clause::{Acceptance, Article, Clause, Confidence, Part, ProposedField, Quote, Subject};
pub use duty::{
    Cadence, Condition, Counting, Duty, EventPattern, Filter, Measured, Perform, Power, Stage,
    Target, Timing, Trigger,
};
pub use evidence::{
    Attributed, Certification, EvidenceOption, EvidenceRule, Excuse, Grace, Grade, OnSilence,
    OtherHands, Reporters, Severity, SeverityRule, SeverityTest, Silence, TestimonyKind,
};
pub use gate::{
    Amendment, AmendmentDigests, Authority, ChallengeRule, ClauseChange, Indicator, Opens, Phase,
    PlannedOpening, RunningDuties,
};
pub use ladder::{
    Deed, Join, Ladder, LadderOpens, LadderStep, Snapback, SnapbackEffect, StepAct, StepActor,
    StepPart, StepSilence,
};

use crate::diagnostic::Span;
use crate::figure::Decimal;
use crate::names::{
    ActorName, AnchorName, EventName, FieldName, ItemKey, ListName, MeasureName, PlaceName,
    ReadingName, RoleName, StateName, TermName, UnitName,
};
use crate::time::{Calendar, Instant, Zone};

/// An agreement in normal form.
///
/// # Invariants
/// Clause ids are unique. Every name used is declared here. Vectors keep the
/// order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The agreement's name as written.
    pub title: String,
    /// SHA-256 of the text and its annex manifest, as lowercase hex.
    pub text_digest: String,
    /// Accord Time.
    pub zone: Zone,
    /// Languages in which the text is authentic, as written.
    pub languages: Vec<String>,
    /// Calendars of working days.
    pub calendars: Vec<Calendar>,
    /// Parts: the instruments gathered in one folder.
    pub parts: Vec<Part>,
    /// Articles, each the prose above one or more blocks.
    pub articles: Vec<Article>,
    /// Parties, bodies and other actors.
    pub actors: Vec<Actor>,
    /// Roles and who holds them.
    pub roles: Vec<Role>,
    /// Lists of items.
    pub lists: Vec<List>,
    /// Places.
    pub places: Vec<Place>,
    /// Kinds of event.
    pub events: Vec<EventKind>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// States.
    pub states: Vec<StateKind>,
    /// Units that convert into others.
    pub units: Vec<Unit>,
    /// Dates that others hang on; `Entry into Force` is always among them.
    pub anchors: Vec<Anchor>,
    /// Phases and their gates.
    pub phases: Vec<Phase>,
    /// Open terms with their readings.
    pub terms: Vec<OpenTerm>,
    /// Clauses as signed, and those that amendments add, which are no part of
    /// the text until the amendment is in force (`added_by`).
    pub clauses: Vec<Clause>,
    /// Ladders.
    pub ladders: Vec<Ladder>,
    /// Who may challenge reports, and what follows.
    pub challenge: Option<ChallengeRule>,
    /// Authorities with an end.
    pub authorities: Vec<Authority>,
    /// Amendments written in the text. The record's entry governs.
    pub amendments: Vec<Amendment>,
    /// Indicators: measured series that are never a failure.
    pub indicators: Vec<Indicator>,
}

/// A party, a body, or somebody who reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its name.
    pub name: ActorName,
    /// What it is.
    pub kind: ActorKind,
    /// Parties it belongs to; a party belongs to itself.
    pub parties: Vec<ActorName>,
    /// Whether the text calls it neutral.
    pub neutral: bool,
    /// Seats by actor, for a body composed of members.
    pub seats: Vec<(u32, ActorName)>,
    /// Votes needed to decide, of how many seats.
    pub decides: Option<(u32, u32)>,
    /// Where it is declared.
    pub span: Span,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// A party to the agreement.
    Party,
    /// A body, office, organisation or publisher.
    Body,
    /// A member of a role's list, such as one donor.
    Member,
}

/// A role that several actors hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: RoleName,
    /// Its holders.
    pub members: Vec<ActorName>,
}

/// A list of items from an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: ListName,
    /// The annex, as named by the text, such as `B`.
    pub annex: String,
    /// What keys an item, such as `file number`.
    pub keyed_by: String,
    /// The items, in the annex's order.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its key.
    pub key: ItemKey,
    /// Its other columns, in the annex's order; never a person's name.
    pub attributes: Vec<(FieldName, String)>,
}

/// A place, or a group of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: PlaceName,
    /// Its members, for a group.
    pub members: Vec<PlaceName>,
    /// What the annex that maps it draws, in the annex's order.
    pub drawn: Vec<Drawn>,
}

/// One thing that a map draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What it is, as the map names it.
    pub name: String,
    /// Points, lines and the rims of areas; a point is a line of one position.
    pub lines: Vec<Vec<Position>>,
}

/// Where something is.
///
/// # Units
/// Degrees of WGS 84; east and north are positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From -180 to 180.
    pub longitude: Decimal,
    /// From -90 to 90.
    pub latitude: Decimal,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventKind {
    /// Its name.
    pub name: EventName,
    /// Its fields, slots included (`of person in Detainees` is the field
    /// `person`).
    pub fields: Vec<EventField>,
    /// Whether an occurrence has an actor (`by party`, `by Donor`).
    pub by: Option<Performer>,
    /// Who may report it.
    pub reported: Vec<ActorName>,
    /// Whose attributed reports count.
    pub attributed: Attributed,
    /// Fields that make two reports the same occurrence; `day` stands for the
    /// civil day. Empty means the default rule of "Meaning", "Occurrences".
    pub same: Vec<FieldName>,
    /// Where it is declared.
    pub span: Span,
}

/// Who can perform a kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Performer {
    /// Any party.
    Party,
    /// A holder of a role.
    Role(RoleName),
    /// A named actor.
    Actor(ActorName),
}

/// One field of a kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventField {
    /// Its name.
    pub name: FieldName,
    /// What it may hold.
    pub kind: FieldKind,
}

/// What a field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An item of a list.
    ItemOf(ListName),
    /// A place of a group, or that very place.
    PlaceOf(PlaceName),
    /// One of these words.
    OneOf(Vec<String>),
    /// A number.
    Number,
    /// A civil date.
    Date,
    /// An amount with its currency.
    Money,
    /// A noun that only says what is counted, such as `truck`.
    Noun,
    /// Any text.
    Text,
}

/// A measure: figures reported over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name.
    pub name: MeasureName,
    /// The events it counts, where it counts events.
    pub counts: Option<(EventName, Vec<Filter>)>,
    /// Its unit, where it has one.
    pub unit: Option<UnitName>,
    /// Who may report it; for a measure that counts events without a list of
    /// its own, the event's list.
    pub reported: Vec<ActorName>,
    /// Whose attributed reports count.
    pub attributed: Attributed,
    /// Where it is declared.
    pub span: Span,
}

/// A state that something is in, such as a crossing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateKind {
    /// Its name.
    pub name: StateName,
    /// Its values, in the text's order.
    pub values: Vec<String>,
    /// Who may report it.
    pub reported: Vec<ActorName>,
    /// Whose attributed reports count.
    pub attributed: Attributed,
    /// Where it is declared.
    pub span: Span,
}

/// A unit given in terms of another: one of `name` is `factor` of `base`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub name: UnitName,
    /// How many of the base unit one of it is.
    pub factor: Decimal,
    /// The base unit.
    pub base: UnitName,
}

/// A date that others hang on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: AnchorName,
    /// Its value, where the text itself states one.
    pub stated: Option<AnchorValue>,
    /// Who adopts one of the proposed values.
    pub adopted_by: Option<ActorName>,
    /// Where it is declared.
    pub span: Span,
}

/// The value of an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnchorValue {
    /// An instant.
    At(Instant),
    /// A civil day in Accord Time.
    On(crate::time::Date),
}

/// A term whose reading is disputed or was left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTerm {
    /// The words in dispute.
    pub name: TermName,
    /// The clause number it is written under.
    pub clause: crate::names::ClauseId,
    /// Who can settle it, where the text names anyone.
    pub settled_by: Option<ActorName>,
    /// Its readings, in the text's order.
    pub readings: Vec<Reading>,
    /// Remarks for the reader (`note`), in order.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// One reading of an open term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its name, such as `A`.
    pub name: ReadingName,
    /// What it says, as written.
    pub text: String,
    /// What it puts in the term's place.
    pub value: ReadingValue,
}

/// What a reading puts in its term's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingValue {
    /// A number, with its unit where it has one.
    Number(Decimal, Option<UnitName>),
    /// A measure.
    Measure(MeasureName, Vec<Filter>),
    /// An event.
    Event(EventPattern),
    /// An evidence rule.
    Evidence(EvidenceRule),
    /// A state's value.
    State(String),
}

//! Acts, triggers and conditions.

use servanda_model::diagnostic::Span;
use servanda_model::time::{Date, Instant};

use super::clause::ClauseNumber;
use super::name::{Name, Text, Value, Word};

/// A kind of event with what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The event; a name not declared as an event where the text is wrong.
    pub event: Name,
    /// What follows its prepositions, in the text's order.
    pub arguments: Vec<Argument>,
    /// The values it must have (`where cargo is fuel and …`).
    pub filters: Vec<Filter>,
    /// Where it stands.
    pub span: Span,
}

/// A preposition with what follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The preposition.
    pub preposition: Preposition,
    /// What follows.
    pub kind: ArgumentKind,
    /// Both.
    pub span: Span,
}

/// What follows the preposition of an act.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentKind {
    /// A Defined Term: `across Line`.
    Term(Name),
    /// `each FIELD [in List]`.
    Each(Word, Option<Name>),
    /// `its Event`.
    Its(Name),
    /// `the FIELD`: bound to the trigger's field of that name.
    The(Word),
    /// A bare lower-case noun, which repeats the event's declaration:
    /// `of truck`, `by party`.
    Noun(Word),
}

/// A preposition of a slot or an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preposition {
    /// `of`
    Of,
    /// `by`
    By,
    /// `to`
    To,
    /// `from`
    From,
    /// `at`
    At,
    /// `across`
    Across,
    /// `in`
    In,
    /// `on`
    On,
    /// `via`
    Via,
}

/// A field that must hold a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The field.
    pub field: Word,
    /// The value.
    pub value: Value,
    /// Where it stands, `where` or `and` left out.
    pub span: Span,
}

/// A date or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Which.
    pub kind: MomentKind,
    /// Where it stands.
    pub span: Span,
}

/// A date or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentKind {
    /// A civil date in Accord Time.
    On(Date),
    /// An instant.
    At(Instant),
}

/// What starts a duty or a clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Whether `each` stands before it.
    pub each: bool,
    /// What it is.
    pub kind: TriggerKind,
    /// Where it stands, `each` included.
    pub span: Span,
}

/// What a trigger is.
///
/// # Shape
/// A name that is declared as nothing is an [`Act`](TriggerKind::Act).
#[derive(Clone, Debug, PartialEq)]
pub enum TriggerKind {
    /// An event.
    Act(Act),
    /// A date or an instant.
    Moment(Moment),
    /// A declared anchor, or `Entry into Force`.
    Anchor(Name),
    /// A declared phase, with or without `opens`.
    Phase(Name),
    /// A clause that comes to a state; never [`ClauseState::Kept`].
    Clause(ClauseNumber, ClauseState),
}

/// What a clause is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseState {
    /// `is met`
    Met,
    /// `is not met`
    NotMet,
    /// `is kept`
    Kept,
}

/// A condition on the state of things.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `4.1 is met`
    Clause(ClauseNumber, ClauseState),
    /// `8.1 stage 1 is met`
    Stage(ClauseNumber, Value),
    /// `all duties of South are kept`
    DutiesKept(Name),
    /// `all of Phase 1 is met`
    PhaseMet(Name),
    /// `Phase 1`, `Phase 1 is open`; also a bare name that is declared as
    /// nothing.
    Phase(Name),
    /// `Rafah Crossing is open`
    State(Name, Value),
    /// `Attack by North has happened`
    Happened(Act),
    /// `2026-12-31 has passed`
    Passed(Moment),
    /// A quoted ground that only people can find.
    Ground(Text),
    /// All hold; two or more.
    And(Vec<Condition>, Span),
    /// One holds; two or more.
    Or(Vec<Condition>, Span),
}

//! The typed view of an agreement: plain owned structs, each part with its span.
//!
//! What lives here: the shapes that the compiler lowers. What deliberately does
//! not: any meaning. A name is what the text says; whether it is declared, and
//! as what, the compiler decides (where the surface itself depends on it, the
//! parser has looked and picked the variant). Entry point: [`File`].
//!
//! # Invariants
//! Every span lies within the text that was parsed. `damaged` is true exactly
//! where an error diagnostic lies within the item: the readable parts are kept,
//! so that one mistake does not make other items wrong; a damaged clause has no
//! meaning and is left out by the compiler.
//!
//! # Source
//! The reference grammar, `docs/book/reference/grammar.md`.

pub mod clause;
pub mod condition;
pub mod declaration;
pub mod field;
pub mod ladder;
pub mod name;
pub mod procedure;

pub use clause::{
    Bound, BoundKind, Cadence, Clause, ClauseNumber, Comparison, Every, Frame, Keep, Measured,
    Perform, Power, Reach, ReachTarget, Subject, SubjectTerm,
};
pub use condition::{
    Act, Argument, ArgumentKind, ClauseState, Condition, Filter, Moment, MomentKind, Preposition,
    Trigger, TriggerKind,
};
pub use declaration::{
    Accepts, Agreement, Anchor, Body, Calendar, Decl, Declaration, DeclarationKind, Event,
    EventField, EventFieldKind, Indicator, Languages, List, Measure, Part, Party, Pillar, Place,
    PlaceIs, Reported, Role, RoleIs, Seat, Slot, SlotKind, State, TextConfidence, TextStatus, Time,
    UnitDecl, Weekday,
};
pub use field::{
    By, ByWhen, Certified, Counting, Evidence, EvidenceOption, EvidenceOptionKind, Excused, Field,
    FieldValue, Grace, GradeMark, Mirrors, OnSilence, OtherHands, Proposed, Reading, ReadingValue,
    ReportKind, ReportsDue, Response, Severity, SeverityRule, SeverityTest, Silence, Stage,
    StageAmount, Within,
};
pub use ladder::{
    Deed, Ladder, LadderOpens, Snapback, SnapbackEffect, Start, Step, StepAct, StepActor, StepJoin,
    StepPart, StepRider, StepSilence,
};
pub use name::{Name, Number, Period, PeriodUnit, Text, Unit, Value, ValueKind, Word, Words};
pub use procedure::{
    Also, Amendment, AmendmentChange, Authority, Challenge, Consents, Effective, ForEach, Latest,
    NoRuling, Opens, Phase, RunningDuties,
};

use servanda_model::diagnostic::Span;

/// A whole agreement text.
///
/// # Shape
/// Articles in the text's order. Whatever stands before the first level-2
/// heading is an article with an empty heading, present where it holds prose
/// or a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The words of the first level-1 heading, where there is one.
    pub title: Option<Text>,
    /// The articles.
    pub articles: Vec<Article>,
}

impl File {
    /// Returns every item of every article, in the text's order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.articles
            .iter()
            .flat_map(|article| article.items.iter())
    }

    /// Returns every clause that could be read, damaged ones included.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.items().filter_map(|item| match item {
            Item::Clause(clause) => Some(&**clause),
            Item::Decl(_) | Item::Broken(_) => None,
        })
    }

    /// Returns every declaration that could be read, damaged ones included.
    pub fn declarations(&self) -> impl Iterator<Item = &Declaration> {
        self.items().filter_map(|item| match item {
            Item::Decl(declaration) => Some(&**declaration),
            Item::Clause(_) | Item::Broken(_) => None,
        })
    }
}

/// An article: its heading, its prose, and the items of its blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The heading's words as written, without the marks; empty before the
    /// first level-2 heading.
    pub heading: String,
    /// Where those words stand; empty where there is no heading.
    pub heading_span: Span,
    /// The whole article, blocks included.
    pub span: Span,
    /// The prose, blocks and headings left out.
    pub prose: Vec<Span>,
    /// The items of its blocks, in the text's order.
    pub items: Vec<Item>,
}

/// One item of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A declaration.
    Decl(Box<Declaration>),
    /// A clause.
    Clause(Box<Clause>),
    /// An item whose first line could not be read.
    Broken(Broken),
}

/// An item whose first line could not be read; its diagnostic is among the
/// parse's.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// The item.
    pub span: Span,
    /// The clause number it begins with, where it begins with one: a reference
    /// to it is not to an unknown clause.
    pub number: Option<ClauseNumber>,
    /// Names it would have declared: their use is not that of unknown names.
    pub declares: Vec<Name>,
}

//! Declarations: one struct for each kind, with its fields.

use servanda_model::diagnostic::Span;

use super::clause::ClauseNumber;
use super::condition::{Filter, Moment, Preposition};
use super::ladder::Ladder;
use super::name::{Name, Number, Period, Text, Unit, Value, Word, Words};
use super::procedure::{Amendment, Authority, Challenge, Phase};
pub use crate::labels::DeclarationKind;

/// One declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// What it declares.
    pub decl: Decl,
    /// The whole item.
    pub span: Span,
    /// Its first line, trailing spaces left out.
    pub head_span: Span,
    /// Whether an error lies within it; the readable parts are kept.
    pub damaged: bool,
}

/// What a declaration declares.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a declaration is boxed as a whole where it stands among items"
)]
pub enum Decl {
    /// `agreement`
    Agreement(Agreement),
    /// `part`
    Part(Part),
    /// `party`
    Party(Party),
    /// `body`: one line may declare several.
    Bodies(Vec<Body>),
    /// `role`
    Role(Role),
    /// `place`
    Place(Place),
    /// `list`
    List(List),
    /// `event`
    Event(Event),
    /// `measure`
    Measure(Measure),
    /// `state`
    State(State),
    /// `unit`
    Unit(UnitDecl),
    /// `anchor`
    Anchor(Anchor),
    /// `phase`
    Phase(Phase),
    /// `ladder`
    Ladder(Ladder),
    /// `challenge`
    Challenge(Challenge),
    /// `authority`
    Authority(Authority),
    /// `amendment`
    Amendment(Amendment),
    /// `indicator`
    Indicator(Indicator),
    /// `pillar`
    Pillar(Pillar),
    /// `text`
    Text(TextStatus),
    /// `accepts`
    Accepts(Accepts),
}

/// `agreement NAME`
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Its name.
    pub name: Name,
    /// `time`
    pub time: Option<Time>,
    /// `calendar`
    pub calendars: Vec<Calendar>,
    /// `languages`
    pub languages: Option<Languages>,
    /// `in force`: when it entered into force.
    pub in_force: Option<Moment>,
    /// `attributed`: whose attributed reports count, for every event, measure
    /// and state without its own; empty where the text does not say.
    pub attributed: Vec<Name>,
}

/// `Accord Time is ZONE [, days run 00:00 to 24:00]`
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// `UTC±hh:mm`, or an IANA name.
    pub zone: Words,
    /// Whether the course of days is written out.
    pub days_run: bool,
}

/// `NAME rest on WEEKDAY {, WEEKDAY} [; holidays from annex X]`
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// The days of rest.
    pub rest: Vec<(Weekday, Span)>,
    /// The annex of holidays.
    pub holidays: Option<Words>,
    /// Where it stands.
    pub span: Span,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday
    Monday,
    /// Tuesday
    Tuesday,
    /// Wednesday
    Wednesday,
    /// Thursday
    Thursday,
    /// Friday
    Friday,
    /// Saturday
    Saturday,
    /// Sunday
    Sunday,
}

impl Weekday {
    /// Returns its number, Monday = 1 to Sunday = 7.
    pub fn number(self) -> i8 {
        match self {
            Self::Monday => 1,
            Self::Tuesday => 2,
            Self::Wednesday => 3,
            Self::Thursday => 4,
            Self::Friday => 5,
            Self::Saturday => 6,
            Self::Sunday => 7,
        }
    }
}

/// `NAME {, NAME} [, both authentic]`
#[derive(Clone, Debug, PartialEq)]
pub struct Languages {
    /// The languages.
    pub names: Vec<Name>,
    /// Whether `both authentic` or `all authentic` ends it.
    pub authentic: bool,
}

/// `part PREFIX is TEXT`
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The prefix.
    pub prefix: Name,
    /// What the instrument is called.
    pub title: Text,
}

/// `party NAME { ; NAME }`
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The parties.
    pub names: Vec<Name>,
}

/// One body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its name.
    pub name: Name,
    /// Whether the text calls it neutral.
    pub neutral: bool,
    /// The parties it belongs to.
    pub belongs_to: Vec<Name>,
    /// Its members, with their seats.
    pub seats: Vec<Seat>,
    /// Votes needed, of how many.
    pub decides: Option<(u32, u32, Span)>,
    /// Where it stands.
    pub span: Span,
}

/// `N NAME`
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// How many.
    pub count: u32,
    /// Of whom.
    pub of: Name,
}

/// `role NAME …`
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// Who holds it.
    pub is: RoleIs,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleIs {
    /// `from annex X`
    Annex(Words),
    /// `is NAME {, NAME}`
    Names(Vec<Name>),
}

/// `place NAME …`
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub is: PlaceIs,
}

/// What a place is.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceIs {
    /// Only its name is given.
    Named,
    /// `from annex X map`
    Map(Words),
    /// `is NAME {, NAME}`: a group, which declares its members too.
    Group(Vec<Name>),
}

/// `list NAME from annex X [, keyed by WORDS]`
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// The annex.
    pub annex: Words,
    /// What keys an item.
    pub keyed_by: Option<Words>,
}

/// `event NAME { slot } {, field-decl}`
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: Name,
    /// Its slots.
    pub slots: Vec<Slot>,
    /// Its further fields.
    pub fields: Vec<EventField>,
    /// Who may report it.
    pub reported: Option<Reported>,
    /// Whose attributed reports count; empty where the text does not say.
    pub attributed: Vec<Name>,
}

/// `preposition WORDS`, or `due date`
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The preposition; `None` for `due date`.
    pub preposition: Option<Preposition>,
    /// What it gives.
    pub kind: SlotKind,
    /// Where it stands.
    pub span: Span,
}

/// What a slot gives.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotKind {
    /// `by party`
    Party,
    /// `by Donor`, `by Israel`, `at Gates`, `across Line`: a role, an actor or
    /// a place.
    Term(Name),
    /// `of person in Detainees`
    ItemOf(Word, Name),
    /// `of truck`
    Noun(Word),
    /// `of serial number`: the field without the word `number`
    Number(Word),
    /// `of money`
    Money,
    /// `due date`: the field without the word `date`
    Date(Word),
}

/// `FIELD one of …`, `FIELD number` and so on
#[derive(Clone, Debug, PartialEq)]
pub struct EventField {
    /// Its name.
    pub name: Word,
    /// What it may hold.
    pub kind: EventFieldKind,
    /// Where it stands.
    pub span: Span,
}

/// What a field may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum EventFieldKind {
    /// `one of VALUE {, VALUE}`
    OneOf(Vec<Value>),
    /// `number`
    Number,
    /// `date`
    Date,
    /// `money`
    Money,
    /// `text`
    Text,
}

/// `ACTOR {, ACTOR} [; same FIELD {and FIELD} is one NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// Who may report.
    pub by: Vec<Name>,
    /// Fields that make two reports the same occurrence; `day` is among the
    /// words where the text says so. Empty where it does not say.
    pub same: Vec<Word>,
    /// What those reports are one of.
    pub is_one: Option<Name>,
    /// Where it stands.
    pub span: Span,
}

/// `measure NAME [counts EVENT [filter {and filter}]] [in UNIT]`
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: Name,
    /// The event it counts.
    pub counts: Option<(Name, Vec<Filter>)>,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Who may report it.
    pub reported: Option<Reported>,
    /// Whose attributed reports count; empty where the text does not say.
    pub attributed: Vec<Name>,
}

/// `state NAME is VALUE {, VALUE}`
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// Its values.
    pub values: Vec<Value>,
    /// Who may report it.
    pub reported: Option<Reported>,
    /// Whose attributed reports count; empty where the text does not say.
    pub attributed: Vec<Name>,
}

/// `unit UNIT is NUMBER UNIT`
#[derive(Clone, Debug, PartialEq)]
pub struct UnitDecl {
    /// The unit declared.
    pub unit: Unit,
    /// How many of the other it is.
    pub factor: Number,
    /// The other.
    pub base: Unit,
}

/// `anchor NAME [is DATE-or-INSTANT] [adopted by ACTOR]`
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub is: Option<Moment>,
    /// Who adopts one of the proposed values.
    pub adopted_by: Option<Name>,
}

/// `indicator NAME …`
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: Name,
    /// The event it counts.
    pub counts: Option<Name>,
    /// The sides it is given for.
    pub by_side_of: Vec<Name>,
    /// How often.
    pub each: Option<Period>,
    /// `baseline`, as written.
    pub baseline: Option<Words>,
    /// `target`, as written.
    pub target: Option<Words>,
    /// Who may report it.
    pub reported: Option<Reported>,
    /// Whose attributed reports count; empty where the text does not say.
    pub attributed: Vec<Name>,
}

/// `pillar NAME is NUMBER {, NUMBER}`
#[derive(Clone, Debug, PartialEq)]
pub struct Pillar {
    /// Its name.
    pub name: Name,
    /// Its clauses.
    pub clauses: Vec<ClauseNumber>,
}

/// `text official`, `text reported from TEXT` and so on, for its article
#[derive(Clone, Debug, PartialEq)]
pub struct TextStatus {
    /// How sure the text is.
    pub confidence: TextConfidence,
    /// Its source.
    pub from: Option<Text>,
}

/// How sure an article's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextConfidence {
    /// `official`
    Official,
    /// `reported`
    Reported,
    /// `leaked`
    Leaked,
    /// `paraphrased`
    Paraphrased,
}

/// `accepts CODE because TEXT`
#[derive(Clone, Debug, PartialEq)]
pub struct Accepts {
    /// The code, such as `A214`.
    pub code: Name,
    /// Why.
    pub because: Text,
}

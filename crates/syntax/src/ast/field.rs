//! The fields of clauses: one parsed value per label.

use servanda_model::diagnostic::Span;
use servanda_model::time::Date;

use super::clause::ClauseNumber;
use super::condition::{Act, Condition, Moment, Trigger};
use super::name::{Name, Number, Period, PeriodUnit, Text, Unit, Value, Word, Words};
use crate::labels::Label;

/// One field: a label with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The label.
    pub label: Label,
    /// Where the label stands.
    pub label_span: Span,
    /// The value; its variant always fits the label.
    pub value: FieldValue,
    /// Where the value stands; empty for labels without one.
    pub value_span: Span,
    /// Both.
    pub span: Span,
}

/// The value of a clause's field, one variant per label.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// `title TEXT`
    Title(Text),
    /// `owed to ACTOR {, ACTOR}`
    Owed(Vec<Name>),
    /// `pillar NAME`
    Pillar(Name),
    /// `within PERIOD after [each] trigger`
    Within(Within),
    /// `by …`
    By(By),
    /// `before DATE-or-INSTANT`
    Before(Moment),
    /// `undated`
    Undated,
    /// `after [each] trigger`
    After(Trigger),
    /// `from` point, phase or trigger
    From(Trigger),
    /// `until and including` point or phase
    Until(Trigger),
    /// `while condition`
    While(Condition),
    /// `when condition`
    When(Condition),
    /// `unless condition`
    Unless(Condition),
    /// `except condition`
    Except(Condition),
    /// `afresh`
    Afresh,
    /// `stage …`, one or more
    Stages(Vec<Stage>),
    /// `counts …`, one or more
    Counts(Vec<Counting>),
    /// `evidence …`
    Evidence(Evidence),
    /// `silence means …`
    Silence(Silence),
    /// `reports due PERIOD after WORDS`
    Reports(ReportsDue),
    /// `grace …`
    Grace(Grace),
    /// `severity …`
    Severity(Vec<SeverityRule>),
    /// `response …`
    Response(Response),
    /// `other hands …`
    OtherHands(OtherHands),
    /// `mirrors …`
    Mirrors(Mirrors),
    /// `in step with NUMBER`
    InStepWith(ClauseNumber),
    /// `alongside NUMBER within PERIOD`
    Alongside(ClauseNumber, Period),
    /// `certified ACTOR …`
    Certified(Certified),
    /// `excused GROUND, certified by ACTOR …`
    Excused(Excused),
    /// `stale after PERIOD`
    Stale(Period),
    /// `prevails over NUMBER {, NUMBER}`
    PrevailsOver(Vec<ClauseNumber>),
    /// `says TEXT`, several where `;` joins them
    Says(Vec<Text>),
    /// `proposed LABEL {, LABEL} by WORDS`
    Proposed(Proposed),
    /// `needs WORDS {, WORDS}`
    Needs(Vec<Words>),
    /// `accepts CODE because TEXT`
    Accepts {
        /// The code, such as `A214`.
        code: Name,
        /// Why.
        because: Text,
    },
    /// `asymmetric because TEXT`
    Asymmetric(Text),
    /// `note TEXT`
    Note(Text),
    /// `reading NAME : value`
    Reading(Reading),
}

/// `PERIOD after [each] trigger`
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// The period.
    pub period: Period,
    /// What it runs from.
    pub trigger: Trigger,
}

/// The value of `by`.
#[derive(Clone, Debug, PartialEq)]
pub struct By {
    /// When.
    pub when: ByWhen,
    /// Whether `, final` follows.
    pub is_final: bool,
}

/// By when.
#[derive(Clone, Debug, PartialEq)]
pub enum ByWhen {
    /// A date or an instant.
    Moment(Moment),
    /// `the FIELD date`
    Field(Word),
    /// `the pledged date`
    Pledged(Span),
}

/// `NAME SHARE by DATE` or `NAME NUMBER by DATE`
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name, such as `1`.
    pub name: Value,
    /// The figure.
    pub amount: StageAmount,
    /// By when.
    pub by: Date,
    /// Where it stands.
    pub span: Span,
}

/// The figure of a stage.
#[derive(Clone, Debug, PartialEq)]
pub enum StageAmount {
    /// `25%`: the figure before the sign.
    Share(Number),
    /// A plain figure.
    Number(Number),
}

/// One word on how things count.
#[derive(Clone, Debug, PartialEq)]
pub enum Counting {
    /// `when accepted`
    WhenAccepted,
    /// `disputed items count from the ruling`
    DisputedFromRuling,
    /// `cumulative`
    Cumulative,
    /// `UNIT at the rate of the day received`
    AtRateOf(Unit),
}

/// An evidence rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The options, one or more.
    pub options: Vec<EvidenceOption>,
    /// Whether `report each item` ends it.
    pub each_item: bool,
    /// Where it stands.
    pub span: Span,
}

/// One option of an evidence rule.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceOption {
    /// What it asks.
    pub kind: EvidenceOptionKind,
    /// Where it stands.
    pub span: Span,
}

/// What an option of an evidence rule asks.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceOptionKind {
    /// `2 independent reports by …, 1 of them neutral graded B2 or better`
    Reports {
        /// How many.
        count: u32,
        /// Whether they are independent.
        independent: bool,
        /// Reports or findings.
        kind: ReportKind,
        /// By whom; empty means by anyone who may report.
        by: Vec<Name>,
        /// How many of them neutral.
        neutral: Option<u32>,
        /// The lowest grade.
        grade: Option<GradeMark>,
    },
    /// `2 of North, Relief Office, Monitors each show …`
    SomeOf {
        /// How many.
        count: u32,
        /// Of whom.
        of: Vec<Name>,
        /// What each shows, as written.
        show: Option<Words>,
        /// The lowest grade.
        grade: Option<GradeMark>,
    },
    /// `none`
    None,
    /// An open term.
    Term(Text),
}

/// A report or a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportKind {
    /// A report.
    Report,
    /// A finding.
    Finding,
}

/// A grade: a letter `A` to `F`, then a digit `1` to `6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeMark {
    /// The source, `A` to `F`.
    pub source: char,
    /// The content, 1 to 6.
    pub content: u8,
    /// Where it stands.
    pub span: Span,
}

/// What silence means.
#[derive(Clone, Debug, PartialEq)]
pub enum Silence {
    /// `means unknown`
    Unknown,
    /// `means not done once ACTOR closes WORDS`
    NotDone {
        /// Who closes.
        by: Name,
        /// What is closed.
        what: Words,
    },
}

/// `due PERIOD after WORDS`
#[derive(Clone, Debug, PartialEq)]
pub struct ReportsDue {
    /// How long.
    pub period: Period,
    /// After what, as written.
    pub after: Words,
}

/// Leeway.
#[derive(Clone, Debug, PartialEq)]
pub enum Grace {
    /// `PERIOD`
    Longer(Period),
    /// `PERIOD for a FIELD ACTOR certify GROUND`
    Certified {
        /// How much longer.
        period: Period,
        /// For an item of this field.
        field: Word,
        /// Who certifies.
        by: Name,
        /// What, as written.
        ground: Words,
    },
    /// `N day in any N days [, never below NUMBER]`
    Slack {
        /// How many periods may fall short.
        periods: u32,
        /// The unit of those periods, such as one day.
        unit: PeriodUnit,
        /// Within any window of this length.
        window: Period,
        /// The floor.
        floor: Option<Number>,
    },
}

/// `minor: test`
#[derive(Clone, Debug, PartialEq)]
pub struct SeverityRule {
    /// How grave.
    pub severity: Severity,
    /// When.
    pub test: SeverityTest,
    /// Where it stands.
    pub span: Span,
}

/// How grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `minor`
    Minor,
    /// `serious`
    Serious,
    /// `critical`
    Critical,
}

/// When a severity applies.
#[derive(Clone, Debug, PartialEq)]
pub enum SeverityTest {
    /// `under PERIOD late`
    LateUnder(Period),
    /// `below NUMBER`
    Below(Number),
    /// `above NUMBER`
    Above(Number),
    /// `below NUMBER on N days running`
    BelowRunning(Number, u32),
    /// `FIELD VALUE`
    FieldIs(Word, Value),
    /// `otherwise`
    Otherwise,
}

/// The value of `response`.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// A ladder.
    Ladder(Name),
    /// `none`
    None,
    /// `none, published only`
    PublishedOnly,
}

/// What the acts of others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherHands {
    /// `count`
    Count,
    /// `discharge`
    Discharge,
    /// `do not count`
    DoNotCount,
}

/// `NUMBER [; while NUMBER is not met NUMBER is suspended [, clock stops]]`
#[derive(Clone, Debug, PartialEq)]
pub struct Mirrors {
    /// The clause mirrored.
    pub clause: ClauseNumber,
    /// While the first is not met, the second is suspended.
    pub suspends: Option<(ClauseNumber, ClauseNumber)>,
    /// Whether the clock stops meanwhile.
    pub clock_stops: bool,
}

/// `ACTOR [within PERIOD] [; silence …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Certified {
    /// Who certifies.
    pub by: Name,
    /// Within how long.
    pub within: Option<Period>,
    /// What silence does.
    pub silence: Option<OnSilence>,
}

/// What a certifier's silence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnSilence {
    /// `silence opens the gate`
    Opens,
    /// `silence keeps it closed`
    KeepsClosed,
}

/// `GROUND, certified by ACTOR [, at most PERIOD]`
#[derive(Clone, Debug, PartialEq)]
pub struct Excused {
    /// The ground, as written.
    pub ground: Words,
    /// Who certifies it.
    pub certified_by: Name,
    /// At most this long.
    pub at_most: Option<Period>,
}

/// `LABEL {, LABEL} by WORDS`
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// The labels.
    pub labels: Vec<(Label, Span)>,
    /// Who proposes them, as written.
    pub by: Words,
}

/// `NAME : value`
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its name, such as `A`.
    pub name: Value,
    /// What it puts in the term's place.
    pub value: ReadingValue,
    /// The value as written.
    pub words: Words,
}

/// What a reading puts in its term's place.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadingValue {
    /// A number with its unit.
    Number(Number, Option<Unit>),
    /// A measure or an event, with arguments and filters.
    Named(Act),
    /// A state's value.
    Value(Value),
    /// `evidence` and a rule.
    Evidence(Evidence),
}

//! Declarations of how things go on: phases, challenges, authorities and
//! amendments. Ladders have a file of their own.

use servanda_model::diagnostic::Span;
use servanda_model::time::Date;

use super::clause::ClauseNumber;
use super::condition::{Condition, Trigger};
use super::field::Certified;
use super::name::{Name, Period, Text, Word, Words};
use crate::labels::Label;

/// `phase NAME …`
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its name.
    pub name: Name,
    /// `for each FIELD in LIST`
    pub for_each: Option<ForEach>,
    /// What opens it; `None` where the text does not say.
    pub opens: Option<Opens>,
    /// `beside PHASE`
    pub beside: Vec<Name>,
    /// `instead of PHASE`
    pub instead_of: Option<Name>,
    /// `certified`
    pub certified: Option<Certified>,
    /// `latest`
    pub latest: Option<Latest>,
    /// `opened by declaration of ACTOR`
    pub opened_by_declaration_of: Option<Name>,
    /// `waived by ACTOR`
    pub waived_by: Option<Name>,
    /// `clauses`
    pub clauses: Vec<ClauseNumber>,
    /// `note`
    pub notes: Vec<Text>,
}

/// `for each FIELD in LIST`
#[derive(Clone, Debug, PartialEq)]
pub struct ForEach {
    /// The field.
    pub field: Word,
    /// The list.
    pub list: Name,
}

/// What opens a phase.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// `opens on trigger`
    On(Trigger),
    /// `opens when condition`
    When(Condition),
    /// `opens on terms not agreed`
    NotAgreed(Span),
}

/// `DATE [, then ACTOR decides]`
#[derive(Clone, Debug, PartialEq)]
pub struct Latest {
    /// The date.
    pub on: Date,
    /// Where the date stands.
    pub span: Span,
    /// Who then decides.
    pub then: Option<Name>,
}

/// `challenge any report within PERIOD ; ACTOR rules …`
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Within how long a report can be challenged.
    pub within: Period,
    /// Who rules.
    pub ruled_by: Name,
    /// Within how long.
    pub ruling_within: Option<Period>,
    /// What no ruling means; `None` where the text does not say.
    pub no_ruling: Option<NoRuling>,
}

/// What no ruling means for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoRuling {
    /// `no ruling, report stands`
    ReportStands,
    /// `no ruling, report falls`
    ReportFalls,
}

/// `authority ACTOR until and including DATE`
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// Whose.
    pub actor: Name,
    /// The last day.
    pub until: Date,
    /// Where the date stands.
    pub until_span: Span,
}

/// `amendment NAME of NUMBER …`
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Its name, such as `A1`.
    pub name: Name,
    /// The clause it changes.
    pub of: ClauseNumber,
    /// What it does.
    pub change: AmendmentChange,
    /// `also`
    pub also: Vec<Also>,
    /// `consents`
    pub consents: Option<Consents>,
    /// `effective`
    pub effective: Option<Effective>,
}

/// What an amendment does.
#[derive(Clone, Debug, PartialEq)]
pub enum AmendmentChange {
    /// `TEXT becomes TEXT`
    Becomes(Text, Text),
    /// `adds TEXT`
    Adds(Text),
    /// `deletes`, the whole clause or these words
    Deletes(Option<Text>),
    /// `moves to DATE`
    MovesTo(Date, Span),
}

/// `also NUMBER LABEL words`
#[derive(Clone, Debug, PartialEq)]
pub struct Also {
    /// The clause.
    pub clause: ClauseNumber,
    /// The label.
    pub label: Label,
    /// Its new value, as written.
    pub words: Words,
    /// Where it stands.
    pub span: Span,
}

/// `ACTOR {, ACTOR} on DATE [; witness ACTOR]`
#[derive(Clone, Debug, PartialEq)]
pub struct Consents {
    /// Who consented.
    pub by: Vec<Name>,
    /// When.
    pub on: Date,
    /// Who witnessed it.
    pub witness: Option<Name>,
}

/// `DATE [; running duties …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// From when.
    pub on: Date,
    /// What running duties do.
    pub running: Option<RunningDuties>,
}

/// What running duties do under an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunningDuties {
    /// `keep the earlier text`
    KeepEarlierText,
    /// `move`
    Move,
    /// `restart`
    Restart,
}

//! The report as plain data: every word chosen, nothing left to templates.
//!
//! # Invariants
//! A [`Cite`] names an entry that stands among [`Sources`]. An empty [`Text`]
//! or list is left out by both forms.

mod case;
mod series;

pub use case::{Case, CaseStep};
pub use series::{Chart, Indicator, Run};

use serde::Serialize;

use crate::language::{Prose, Text};

/// The whole report.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Report {
    /// The language of its own words, BCP 47.
    pub language: &'static str,
    /// Their direction, `ltr` or `rtl`.
    pub direction: &'static str,
    /// Banner, title and what was judged.
    pub heading: Heading,
    /// Phases as declared.
    pub phases: Section<Phase>,
    /// Can it be checked?
    pub checkable: Checkable,
    /// Commitments by pillar.
    pub pillars: Section<Pillar>,
    /// Claims that concern no single clause.
    pub other_claims: Section<Claim>,
    /// Cases.
    pub cases: Section<Case>,
    /// What changed since.
    pub changes: Section<Change>,
    /// Amendments that the text declares.
    pub amendments: Section<AmendmentRow>,
    /// What was moved up or down the order of work.
    pub priorities: Section<Claim>,
    /// Money, as reported.
    pub money: Section<Claim>,
    /// Corridors and crossings, as reported.
    pub ways: Section<Claim>,
    /// Next dates.
    pub dates: Section<NextDate>,
    /// Who waits for whom.
    pub waits: Section<Wait>,
    /// Indicators.
    pub indicators: Section<Indicator>,
    /// Acts that had no power.
    pub without_effect: Section<Claim>,
    /// What is cited.
    pub sources: Sources,
    /// Where the record ends.
    pub ends: Section<(Text, Text)>,
    /// How to verify.
    pub verify: Verify,
    /// Labels that recur.
    pub labels: Labels,
}

/// A heading, a remark under it, and its rows.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Section<T> {
    /// The heading.
    pub title: Text,
    /// A sentence below it.
    pub intro: Text,
    /// What to say where there are no rows.
    pub none: Text,
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows were left out, and where to find them.
    pub more: Text,
}

impl<T> Default for Section<T> {
    fn default() -> Self {
        Self {
            title: Text::default(),
            intro: Text::default(),
            none: Text::default(),
            rows: Vec::new(),
            more: Text::default(),
        }
    }
}

/// The top of the report.
#[derive(Clone, Debug, Serialize, Default, PartialEq)]
pub struct Heading {
    /// That nobody signed, approved or saw it.
    pub banner: Text,
    /// That the translation is a draft.
    pub draft: Text,
    /// The title.
    pub title: Text,
    /// The agreement's own name, where the title is another.
    pub subtitle: Text,
    /// The as-of in one line.
    pub as_of: Text,
    /// The record in one line.
    pub record: Text,
    /// What Servanda does, in one sentence.
    pub stance: Text,
    /// What else the reader is to know first.
    pub notes: Vec<Text>,
}

/// One cited entry.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Cite {
    /// Where it leads: `e123`.
    pub anchor: String,
    /// What it shows: `123`.
    pub label: Text,
}

/// A status: its key, mark and word.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Mark {
    /// The key, for the mark's drawing and colour.
    pub key: &'static str,
    /// The mark as a character.
    pub mark: &'static str,
    /// The word.
    pub word: Text,
}

/// A sentence with what it rests on.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Because {
    /// The word for what kind of step it is.
    pub kind: Text,
    /// The sentence.
    pub text: Prose,
    /// The entries.
    pub cites: Vec<Cite>,
    /// How many further entries it rests on, where not all are listed.
    pub more: Text,
}

/// A phase.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Phase {
    /// Its name, with the item where phases are per item.
    pub name: Text,
    /// The key of its state.
    pub key: &'static str,
    /// Its state in a word.
    pub state: Text,
    /// How it opened or was declared, one sentence each.
    pub how: Vec<(Text, Vec<Cite>)>,
    /// What its gate asks, and whether each condition holds.
    pub conditions: Vec<(Prose, Text)>,
    /// The heading over what was still owed.
    pub residuals_title: Text,
    /// What was still owed.
    pub residuals: Vec<Residual>,
    /// Remarks of the text.
    pub notes: Vec<Prose>,
    /// Reasons.
    pub reasons: Vec<Because>,
    /// Claims about it.
    pub claims: Vec<Claim>,
}

/// What was still owed when a phase opened.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Residual {
    /// The clause.
    pub clause: ClauseRef,
    /// How much was done then.
    pub done: Text,
    /// The status then.
    pub mark: Mark,
}

/// A clause named somewhere.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct ClauseRef {
    /// Where it stands on the page.
    pub anchor: String,
    /// Its number.
    pub id: Text,
    /// Its title.
    pub title: Prose,
}

/// Can it be checked?
#[derive(Clone, Debug, Serialize, Default, PartialEq)]
pub struct Checkable {
    /// The heading.
    pub title: Text,
    /// How many clauses, in a sentence.
    pub takeaway: Text,
    /// What the columns mean.
    pub intro: Text,
    /// Column heads: obligor, clauses, date, measure, verifier, as agreed,
    /// with proposed fields.
    pub heads: Vec<Text>,
    /// One row for each obligor.
    pub rows: Vec<CheckableRow>,
    /// The heading over the clauses that lack something.
    pub missing_title: Text,
    /// What is missing, by clause: as agreed, with proposed fields.
    pub missing: Vec<(ClauseRef, Text, Text)>,
    /// Heads of that table.
    pub missing_heads: Vec<Text>,
}

/// Checkability for one obligor.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct CheckableRow {
    /// Who owes.
    pub obligor: Text,
    /// The figures, in the columns' order.
    pub figures: Vec<Text>,
}

/// Commitments under one thematic heading.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Pillar {
    /// Its name.
    pub name: Text,
    /// Its anchor.
    pub anchor: String,
    /// How many of its clauses have each status.
    pub counts: Text,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

/// A clause with its status.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Clause {
    /// Its anchor and title.
    pub name: ClauseRef,
    /// Its status.
    pub mark: Mark,
    /// Who owes it to whom.
    pub who: Text,
    /// How many instances have each status, where there are several.
    pub counts: Text,
    /// That it rests on proposed fields, and on which.
    pub proposed: Text,
    /// The next date.
    pub next: Text,
    /// Evidence and agreement, where one answer serves the whole.
    pub axes: Text,
    /// The 0–3 scale, where there is something to judge.
    pub score: Text,
    /// The decisive step of the reason.
    pub decisive: Option<Because>,
    /// The status under each reading.
    pub readings: Vec<ReadingRow>,
    /// What opens for the whole reason.
    pub why_title: Text,
    /// The clause as written.
    pub sentence: Prose,
    /// How sure the text is.
    pub confidence: Text,
    /// Reasons that concern the whole.
    pub reasons: Vec<Because>,
    /// Instances alike, together.
    pub groups: Vec<Group>,
    /// Figures of another scope.
    pub beside: Vec<Because>,
    /// Remarks of the text.
    pub notes: Vec<Prose>,
    /// Claims about it, side by side.
    pub claims: Vec<Claim>,
    /// What opens for the claims.
    pub claims_title: Text,
}

/// The status under one reading of an open term.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct ReadingRow {
    /// The term and the reading's name.
    pub name: Text,
    /// What the reading says.
    pub text: Prose,
    /// The status under it.
    pub mark: Mark,
}

/// Instances that have the same status on the same grounds.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Group {
    /// Their status.
    pub mark: Mark,
    /// How many, and which.
    pub keys: Text,
    /// Due, lateness, evidence and agreement, where they share them.
    pub facts: Text,
    /// What it would be under each reading or outcome.
    pub outcomes: Vec<(Text, Mark)>,
    /// Whether the status of the clause hangs on it.
    pub decisive: bool,
    /// Reasons that all of them share.
    pub reasons: Vec<Because>,
    /// What differs, one by one.
    pub rows: Vec<InstanceRow>,
    /// How many rows were left out, and where to find them.
    pub more: Text,
    /// How many rows were left out.
    #[serde(skip)]
    pub left: usize,
}

/// What one instance has of its own.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct InstanceRow {
    /// Which.
    pub key: Text,
    /// Due, decided and how late.
    pub facts: Text,
    /// Its reasons.
    pub reasons: Vec<Because>,
}

/// Something said, and by whom.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Claim {
    /// Who, relayed by whom.
    pub by: Text,
    /// What kind of act, and which way.
    pub kind: Text,
    /// When.
    pub when: Text,
    /// What.
    pub text: Prose,
    /// The entry.
    pub cite: Cite,
}

/// An amendment that the text declares.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct AmendmentRow {
    /// Its name.
    pub name: Text,
    /// What it does, as written.
    pub text: Prose,
    /// Where it stands.
    pub state: Text,
    /// The consents.
    pub cites: Vec<Cite>,
}

/// A status that changed.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Change {
    /// The clause, or nothing for a phase.
    pub clause: Option<ClauseRef>,
    /// What of it: an instance, or the phase's name.
    pub key: Text,
    /// The status before.
    pub before: Mark,
    /// The status now.
    pub after: Mark,
    /// By which entries.
    pub cites: Vec<Cite>,
    /// By what else: time alone, or further entries.
    pub cause: Text,
}

/// A date to come.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct NextDate {
    /// When.
    pub when: Text,
    /// What for.
    pub what: Text,
    /// The clause, where there is one.
    pub clause: Option<ClauseRef>,
}

/// One waiting for another.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Wait {
    /// Who waits, and with what.
    pub waiting: Text,
    /// The clause that waits.
    pub clause: Option<ClauseRef>,
    /// What for.
    pub awaited: Text,
    /// The clauses awaited, with their status.
    pub on: Vec<(ClauseRef, Text, Mark)>,
}

/// What is cited.
#[derive(Clone, Debug, Serialize, Default, PartialEq)]
pub struct Sources {
    /// The heading.
    pub title: Text,
    /// What the list holds.
    pub intro: Text,
    /// Column heads: entry, who says it, published, grade, remark.
    pub heads: Vec<Text>,
    /// The entries.
    pub rows: Vec<SourceRow>,
    /// How many are not cited, and how to see them.
    pub rest: Text,
}

/// One entry of the record, as a source.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct SourceRow {
    /// Its place.
    pub cite: Cite,
    /// What kind of entry, about what.
    pub what: Text,
    /// Who says it, relayed by whom.
    pub by: Text,
    /// Publisher and date.
    pub published: Text,
    /// Where it can be read, where that is a web address.
    pub address: Option<String>,
    /// The Admiralty grade.
    pub grade: Text,
    /// The remark.
    pub note: Prose,
}

/// How to verify.
#[derive(Clone, Debug, Serialize, Default, PartialEq)]
pub struct Verify {
    /// The heading.
    pub title: Text,
    /// What anyone can do.
    pub intro: Text,
    /// Commands, each with what it does.
    pub commands: Vec<(String, Text)>,
    /// What names this report: label and value.
    pub names: Vec<(Text, Text)>,
}

/// Labels that recur.
#[derive(Clone, Debug, Serialize, Default, PartialEq)]
pub struct Labels {
    /// The link past the contents.
    pub skip: Text,
    /// The heading of the contents.
    pub contents: Text,
    /// Legend of marks: heading.
    pub legend: Text,
    /// Every mark with its word.
    pub marks: Vec<Mark>,
    /// Over readings side by side.
    pub readings: Text,
    /// Heads of the table of readings.
    pub reading_heads: Vec<Text>,
    /// Over figures shown beside.
    pub beside: Text,
    /// Over remarks of the text.
    pub notes: Text,
    /// Over conditions of a gate.
    pub conditions: Text,
    /// Heads of the table of claims.
    pub claim_heads: Vec<Text>,
    /// Heads of the table of changes.
    pub change_heads: Vec<Text>,
    /// Heads of the table of dates.
    pub date_heads: Vec<Text>,
    /// Heads of the table of what waits.
    pub wait_heads: Vec<Text>,
    /// Heads of the table of residuals.
    pub residual_heads: Vec<Text>,
    /// Before an outcome: if.
    pub supposing: Text,
    /// Over the findings of a case.
    pub findings: Text,
    /// Over the replies in a case.
    pub replies: Text,
    /// Before the decisive step.
    pub because: Text,
    /// Between before and after.
    pub then: Text,
}

impl Checkable {
    /// Returns a head of the table of what is missing.
    pub fn head(&self, column: usize) -> Text {
        self.missing_heads.get(column).cloned().unwrap_or_default()
    }
}

impl Group {
    /// Returns the rows that say why.
    pub fn told(&self) -> Vec<&InstanceRow> {
        let rows = self.rows.iter();
        rows.filter(|row| !row.reasons.is_empty()).collect()
    }

    /// Returns the rows that have nothing of their own but a name and a date.
    pub fn bare(&self) -> Vec<&InstanceRow> {
        let rows = self.rows.iter();
        rows.filter(|row| row.reasons.is_empty()).collect()
    }
}

impl CheckableRow {
    /// Pairs each figure with its column head, the obligor's left out.
    pub fn cells<'a>(&'a self, heads: &'a [Text]) -> Vec<(&'a Text, &'a Text)> {
        heads.iter().skip(1).zip(&self.figures).collect()
    }
}

impl Labels {
    /// Returns a head of the table of what waits.
    pub fn wait_head(&self, column: usize) -> Text {
        self.wait_heads.get(column).cloned().unwrap_or_default()
    }
}

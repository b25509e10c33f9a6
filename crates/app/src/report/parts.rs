//! The parts of a report one by one, for pages that show one of them.
//!
//! Entry point: [`Parts::new`]. Whatever was made from it so far is what
//! [`Parts::sources`] lists, so that a page's sources are its own.

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::case::CaseStatus;
use servanda_model::names::ClauseId;
use servanda_model::record::{Citation, Entry};
use servanda_model::time::When;

use super::context::Context;
use super::view::{
    AmendmentRow, Case, Change, Checkable, Cite, Claim, Clause, ClauseRef, Heading, Labels, Mark,
    NextDate, Phase, Pillar, Section, SourceRow, Sources, Verify, Wait,
};
use super::{
    Input, ahead, amendments, cases, changes, checkable, claims, commitments, heading, phases,
    sources, told, waits,
};
use crate::language::{Text, Words};

/// The parts of a report, made when asked for.
pub struct Parts<'a>(Context<'a>);

impl<'a> Parts<'a> {
    /// Starts with nothing cited.
    pub fn new(input: &'a Input<'a>) -> Self {
        Self(Context::new(input))
    }

    /// Returns what the parts are made of.
    pub fn input(&self) -> &'a Input<'a> {
        self.0.input
    }

    /// Returns the words of the page's language.
    pub fn words(&self) -> &Words {
        &self.0.words
    }

    /// Makes banner, title and as-of.
    pub fn heading(&self) -> Heading {
        heading::heading(&self.0)
    }

    /// Makes the labels that recur.
    pub fn labels(&self) -> Labels {
        heading::labels(&self.0)
    }

    /// Makes the phases as declared.
    pub fn phases(&self) -> Section<Phase> {
        phases::phases(&self.0)
    }

    /// Makes the table of what can be checked.
    pub fn checkable(&self) -> Checkable {
        checkable::checkable(&self.0)
    }

    /// Makes all commitments by pillar.
    pub fn pillars(&self) -> Section<Pillar> {
        commitments::pillars(&self.0)
    }

    /// Makes one commitment.
    pub fn clause(&self, id: &ClauseId) -> Option<Clause> {
        Some(commitments::clause(&self.0, self.0.status_of(id)?))
    }

    /// Cites an entry.
    pub fn cite(&self, citation: Citation) -> Cite {
        self.0.cite(citation)
    }

    /// Names who says something, relayed by whom.
    pub fn speaker(&self, by: &str, via: Option<&str>) -> Text {
        claims::speaker(&self.0, by, via)
    }

    /// Says when something happened.
    pub fn happened(&self, when: &When) -> Text {
        claims::happened(&self.0, when)
    }

    /// Makes the amendments that the text declares.
    pub fn amendments(&self) -> Section<AmendmentRow> {
        amendments::amendments(&self.0)
    }

    /// Names a clause.
    pub fn clause_ref(&self, id: &ClauseId) -> ClauseRef {
        self.0.clause_ref(id)
    }

    /// Names an instance.
    pub fn key(&self, key: &InstanceKey) -> Text {
        self.0.key(key)
    }

    /// Makes a status's mark.
    pub fn mark(&self, status: Status) -> Mark {
        self.0.mark(status)
    }

    /// Makes one case.
    pub fn case(&self, case: &CaseStatus) -> Case {
        cases::case(&self.0, case)
    }

    /// Makes the claims that concern no single clause.
    pub fn other_claims(&self) -> Section<Claim> {
        claims::elsewhere(&self.0)
    }

    /// Makes what changed since the earlier assessment.
    pub fn changes(&self) -> Section<Change> {
        changes::changes(&self.0)
    }

    /// Makes what is told of money.
    pub fn money(&self) -> Section<Claim> {
        told::money(&self.0)
    }

    /// Makes what is told of corridors and crossings.
    pub fn ways(&self) -> Section<Claim> {
        told::ways(&self.0)
    }

    /// Makes the next dates.
    pub fn dates(&self) -> Section<NextDate> {
        ahead::dates(&self.0)
    }

    /// Makes who waits for whom.
    pub fn waits(&self) -> Section<Wait> {
        waits::waits(&self.0)
    }

    /// Makes the acts that had no power.
    pub fn without_effect(&self) -> Section<Claim> {
        heading::without_effect(&self.0)
    }

    /// Makes the list of where the record ends.
    pub fn ends(&self) -> Section<(Text, Text)> {
        heading::ends(&self.0)
    }

    /// Makes what tells how to verify.
    pub fn verify(&self) -> Verify {
        heading::verify(&self.0)
    }

    /// Returns the entries known at the as-of, ascending.
    pub fn known(&self) -> impl Iterator<Item = &'a Entry> {
        self.0.known()
    }

    /// Makes one entry as a source.
    pub fn source(&self, index: Citation) -> SourceRow {
        sources::row(&self.0, index)
    }

    /// Lists what was cited by the parts made so far.
    pub fn sources(&self) -> Sources {
        sources::sources(&self.0)
    }
}

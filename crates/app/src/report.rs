//! The report: the two pages that a committee reads.
//!
//! What lives here: one view-model with every word chosen ([`view`]), made
//! from a Plan, a Record and an Assessment ([`report`]), and its two forms,
//! for a terminal ([`terminal`]) and as one self-contained page ([`html`]).
//! What does not: judging. Nothing here decides a status; it is set out beside
//! what it rests on.
//!
//! # Invariants
//! No figure totals what a party kept. Checkability by obligor stands before
//! every status. Claims are attributed. Series are shown side by side and never
//! reconciled. Every citation leads to its entry among the sources.
//!
//! # Source
//! docs/book/reference/meaning.md for what the statuses say.

mod ahead;
mod amendments;
mod cases;
mod changes;
mod chart;
mod checkable;
mod claims;
mod commitments;
mod context;
mod groups;
mod heading;
mod indicators;
mod page;
mod parts;
mod phases;
mod priorities;
mod sources;
mod terminal;
mod told;
pub mod view;
mod waits;

use servanda_model::assessment::Assessment;
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::Plan;
use servanda_model::record::Record;

use crate::language::Language;
use crate::opened::Head;
use crate::settings::Settings;

pub(crate) use ahead::still_open;
pub use page::{MARKS, STYLE, html};
pub use parts::Parts;
pub use terminal::terminal;
pub use view::Report;

use context::Context;

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The agreement in normal form.
    pub plan: &'a Plan,
    /// The whole record; what was not known is left out here.
    pub record: &'a Record,
    /// What names the record.
    pub head: &'a Head,
    /// How the folder is served.
    pub settings: &'a Settings,
    /// The folder as the user named it, for the commands shown.
    pub folder: &'a str,
    /// The assessment to report.
    pub assessment: &'a Assessment,
    /// An earlier assessment, for what changed since.
    pub before: Option<&'a Assessment>,
    /// Whether each clause can be checked, in the text's order.
    pub checkability: Vec<Checked>,
    /// The language of the page's own words.
    pub language: Language,
}

/// Whether one clause can be checked: what it lacks of a date, a measure and a
/// verifier.
///
/// # Shape
/// Each list holds `date`, `measure`, `verifier` in this order; an empty one
/// means that the clause can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The clause.
    pub clause: ClauseId,
    /// Who owes it.
    pub obligors: Vec<ActorName>,
    /// What it lacks by the fields that were agreed.
    pub missing_as_agreed: Vec<&'static str>,
    /// What it lacks with the fields that somebody proposes.
    pub missing_with_proposed: Vec<&'static str>,
}

impl From<servanda_compiler::Checkability> for Checked {
    fn from(one: servanda_compiler::Checkability) -> Self {
        Self {
            clause: one.clause,
            obligors: one.obligors,
            missing_as_agreed: one.as_agreed.missing,
            missing_with_proposed: one.with_proposed.missing,
        }
    }
}

/// Makes the report.
pub fn report(input: &Input) -> Report {
    let context = Context::new(input);
    let mut report = Report {
        language: input.language.tag(),
        direction: input.language.direction(),
        heading: heading::heading(&context),
        phases: phases::phases(&context),
        checkable: checkable::checkable(&context),
        pillars: commitments::pillars(&context),
        other_claims: claims::elsewhere(&context),
        cases: cases::cases(&context),
        changes: changes::changes(&context),
        amendments: amendments::amendments(&context),
        priorities: priorities::priorities(&context),
        money: told::money(&context),
        ways: told::ways(&context),
        dates: ahead::dates(&context),
        waits: waits::waits(&context),
        indicators: indicators::indicators(&context),
        without_effect: heading::without_effect(&context),
        sources: view::Sources::default(),
        ends: heading::ends(&context),
        verify: heading::verify(&context),
        labels: heading::labels(&context),
    };
    // Sources come last, because only now it is known what is cited.
    report.sources = sources::sources(&context);
    report
}

#[cfg(test)]
mod tests;

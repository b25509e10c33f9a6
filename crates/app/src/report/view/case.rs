//! A case as the report sets it out.

use super::{Because, Cite, Claim, ClauseRef};
use crate::language::{Prose, Text};

/// A case.
///
/// # Invariants
/// `findings` and `replies` are never both left out by a form: where one is
/// empty, `no_finding` or `no_reply` says so.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Case {
    /// Its address.
    pub id: Text,
    /// The clause it is about.
    pub clause: Option<ClauseRef>,
    /// The key of its state.
    pub key: &'static str,
    /// Where it stands, in a word.
    pub state: Text,
    /// Whom it is against, and how it came to be opened.
    pub opened: Text,
    /// The entries that opened it.
    pub cites: Vec<Cite>,
    /// For whom it waits, and since when.
    pub waits: Vec<Text>,
    /// What bodies found.
    pub findings: Vec<Claim>,
    /// That nothing was found.
    pub no_finding: Text,
    /// What was replied.
    pub replies: Vec<Claim>,
    /// That nothing was replied: not yet, or silence.
    pub no_reply: Text,
    /// What opens for the steps.
    pub steps_title: Text,
    /// Its steps.
    pub steps: Vec<CaseStep>,
    /// Remedies ordered, one sentence each.
    pub remedies: Vec<(Text, Vec<Cite>)>,
    /// What it changed in the force of clauses, one sentence each.
    pub effects: Vec<(Text, Vec<Cite>)>,
    /// Denials of access.
    pub denials: Vec<Cite>,
    /// What is said over the denials.
    pub denied: Text,
    /// How it ended.
    pub ended: Option<(Text, Vec<Cite>)>,
    /// Reasons.
    pub reasons: Vec<Because>,
}

/// A step of a case.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CaseStep {
    /// Its number.
    pub number: Text,
    /// As written.
    pub text: Prose,
    /// The key of where it stands.
    pub key: &'static str,
    /// Where it stands.
    pub state: Text,
    /// When it began, until when it has time, when it ended.
    pub times: Text,
    /// The acts that count for it.
    pub cites: Vec<Cite>,
}

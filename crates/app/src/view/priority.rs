//! Decisions that moved a duty up or down the order of work.
//!
//! They change no status: what is owed, and by when, stays as the text says.
//! They are shown so that a reader sees who set what aside, for what, and on
//! which new information.

use std::collections::BTreeMap;

use serde::Serialize;
use servanda_model::assessment::AsOf;
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Decision, DecisionAct, Entry, Record};

use super::reason::CitedEntry;
use crate::{dates, known};

/// A decision that moved something in the order of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriorityView {
    /// What was moved, by name or number.
    pub of: String,
    /// Its title, for a clause.
    pub title: Option<String>,
    /// Which way or to where, in the decision's own word, such as `up`.
    pub moved: Option<String>,
    /// What it is limited to, such as an item.
    pub fields: BTreeMap<String, String>,
    /// Who decided.
    pub by: String,
    /// Who relayed it.
    pub via: Option<String>,
    /// The earliest and the latest instant at which it can have been decided.
    pub decided: [String; 2],
    /// Until which day, where it ends.
    pub until: Option<String>,
    /// The reasons, as given.
    pub reasons: Option<String>,
    /// The new information it names: entries it refers to.
    pub on: Vec<CitedEntry>,
    /// What the decider lists as left behind.
    pub residuals: Vec<String>,
    /// The entry itself.
    pub entry: CitedEntry,
}

/// Walks the known decisions of this kind that can have been made by the
/// instant judged, in the record's order.
pub(crate) fn decisions<'a>(
    plan: &'a Plan,
    record: &'a Record,
    as_of: AsOf,
) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
    known::entries(record, &plan.zone, as_of.known).filter_map(move |entry| {
        let Some(Act::Decision(decision)) = &entry.act else {
            return None;
        };
        let made = decision.happened.latest(&plan.zone) <= as_of.at;
        (decision.act == DecisionAct::Reprioritise && made).then_some((entry, decision))
    })
}

/// Makes the views.
pub(crate) fn views(plan: &Plan, record: &Record, as_of: AsOf) -> Vec<PriorityView> {
    let cited = |entry| CitedEntry::new(entry, record);
    let machine = |at| dates::machine(at, &plan.zone);
    let view = |(entry, decision): (&Entry, &Decision)| PriorityView {
        of: decision.of.clone(),
        title: title(plan, &decision.of).map(ToOwned::to_owned),
        moved: decision.value.clone(),
        fields: decision
            .fields
            .iter()
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect(),
        by: decision.by.to_string(),
        via: decision.via.clone(),
        decided: [
            machine(decision.happened.earliest(&plan.zone)),
            machine(decision.happened.latest(&plan.zone)),
        ],
        until: decision.until.map(|day| day.to_string()),
        reasons: decision.reasons.clone(),
        on: entry.refers().map(cited).collect(),
        residuals: decision.residuals.clone(),
        entry: cited(entry.citation),
    };
    decisions(plan, record, as_of).map(view).collect()
}

/// Returns the title of the clause of a number.
pub(crate) fn title<'a>(plan: &'a Plan, of: &str) -> Option<&'a str> {
    let clause = plan.clauses.iter().find(|clause| clause.id.as_str() == of);
    clause.map(|clause| clause.title.as_str())
}

//! Money: from pledge to verified result, as reported.
//!
//! What lives here: flows of money read from reports ([`flow`]), their amounts
//! in the currency they were given in and at the rate of a stated day
//! ([`money`]), and what they come to for each donor, stage and clause, with
//! what is overdue, where a chain is broken and where the trace ends
//! ([`ledger`]). What does not: statuses, which `assess` makes, and words.
//!
//! Which event or measure is which stage is told by its name ([`Stage::of`]).
//! Entry point: [`funds`], a pure function.
//!
//! # Invariants
//! Figures of another scope have a ledger of their own; currencies meet only at
//! a rate on record, which is cited; what several reporters say is a range and
//! never a sum or a mean of theirs. Flows inside one house count nowhere.

pub mod flow;
pub mod ledger;
pub mod money;
pub mod terminal;
pub mod words;

use std::collections::BTreeMap;

use servanda_model::assessment::Assessment;
use servanda_model::figure::Decimal;
use servanda_model::names::ClauseId;
use servanda_model::plan::{Counting, Plan};
use servanda_model::record::{Citation, Record};
use servanda_model::time::Date;

use crate::standing;
use flow::{Flow, Uncounted};
use ledger::Ledger;
use money::{Amount, Rates};

/// How far money has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Announced.
    Pledge,
    /// Promised in a signed form.
    Commitment,
    /// Handed over.
    Disbursement,
    /// Spent by who received it.
    Expenditure,
    /// Something came of it.
    Result,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] = [
        Self::Pledge,
        Self::Commitment,
        Self::Disbursement,
        Self::Expenditure,
        Self::Result,
    ];

    /// Returns the stage that a name tells by the last of its words that names
    /// one, such as `Disbursement` or `Money Delivered`.
    pub fn of(name: &str) -> Option<Self> {
        let stage = |word: &str| match word.to_lowercase().as_str() {
            "pledge" | "pledges" | "pledged" => Some(Self::Pledge),
            "commitment" | "commitments" | "committed" => Some(Self::Commitment),
            "disbursement" | "disbursements" | "disbursed" | "payment" | "payments" | "paid"
            | "delivered" | "received" => Some(Self::Disbursement),
            "expenditure" | "expenditures" | "spending" | "spent" => Some(Self::Expenditure),
            "result" | "results" | "output" | "outputs" => Some(Self::Result),
            _ => None,
        };
        name.split_whitespace().rev().find_map(stage)
    }

    /// Returns the stage's key in machine-readable output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pledge => "pledged",
            Self::Commitment => "committed",
            Self::Disbursement => "disbursed",
            Self::Expenditure => "spent",
            Self::Result => "verified",
        }
    }
}

/// How amounts of other currencies are converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// Into which currency; the text's, or the only one there is, where absent.
    pub into: Option<String>,
    /// At the rate of this day; of the day of each flow where absent.
    pub rate_on: Option<Date>,
}

/// All money of an agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    /// The currency that amounts are converted into, where there is one.
    pub into: Option<String>,
    /// The day whose rate is taken; of each flow's own day where absent.
    pub rate_on: Option<Date>,
    /// One ledger for each scope; figures that count what the text counts come
    /// first.
    pub ledgers: Vec<Ledger>,
    /// Estimates of what is needed.
    pub needs: Vec<Told>,
    /// What is reported to lie in funds.
    pub balances: Vec<Told>,
    /// Reports of money that are in no ledger, and why.
    pub uncounted: Vec<Uncounted>,
}

/// A figure as somebody tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What of.
    pub name: String,
    /// How much.
    pub amount: Amount,
    /// In which currency; empty where the report gives none.
    pub currency: String,
    /// As of which day.
    pub on: Date,
    /// Who says it.
    pub reporter: String,
    /// The entry.
    pub citation: Citation,
}

/// What an agreement's clauses say of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseFunds {
    /// The clause.
    pub id: ClauseId,
    /// What was reported at each stage it speaks of, by currency.
    pub stages: BTreeMap<(Stage, String), Amount>,
    /// What is past due.
    pub overdue: Vec<PastDue>,
}

/// What a clause sets to be reached by a day, and was not on record as reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDue {
    /// How much is missing.
    pub missing: Decimal,
    /// Of how much.
    pub of: Decimal,
    /// In which currency.
    pub currency: String,
    /// By when.
    pub due: Date,
}

/// Reads what the record tells of money.
pub fn funds(
    plan: &Plan,
    record: &Record,
    assessment: &Assessment,
    conversion: &Conversion,
) -> Funds {
    let as_of = assessment.as_of;
    let standing = standing::reports(plan, record, as_of);
    let rates = Rates::of(plan, &standing);
    let (flows, uncounted) = flow::flows(plan, &standing);
    let into = conversion.into.clone().or_else(|| currency(plan, &flows));
    let mut by_scope: BTreeMap<Option<String>, Vec<Flow>> = BTreeMap::new();
    for mut flow in flows {
        flow.converted = into
            .as_ref()
            .and_then(|into| rates.convert(&flow, into, conversion.rate_on));
        by_scope.entry(flow.scope.clone()).or_default().push(flow);
    }
    let ledgers = by_scope
        .into_iter()
        .map(|(scope, flows)| Ledger::new(plan, assessment, scope, flows));
    Funds {
        into: into.clone(),
        rate_on: conversion.rate_on,
        ledgers: ledgers.collect(),
        needs: told(plan, &standing, |name| {
            has_word(name, &["need", "needs", "requirement", "requirements"])
        }),
        balances: told(plan, &standing, |name| {
            has_word(name, &["balance"]) || name.starts_with("Money in ")
        }),
        uncounted,
    }
}

fn has_word(name: &str, wanted: &[&str]) -> bool {
    name.split_whitespace()
        .any(|word| wanted.contains(&word.to_lowercase().as_str()))
}

/// Returns the currency that the text counts in, or the only one there is.
fn currency(plan: &Plan, flows: &[Flow]) -> Option<String> {
    let counted = plan.clauses.iter().flat_map(|clause| &clause.counting);
    let mut stated = counted.filter_map(|counting| match counting {
        Counting::Currency(unit) => Some(unit.to_string()),
        Counting::WhenAccepted | Counting::DisputedFromRuling | Counting::Cumulative => None,
    });
    stated.next().or_else(|| {
        let first = flows.first()?;
        let alone = flows.iter().all(|flow| flow.currency == first.currency);
        alone.then(|| first.currency.clone())
    })
}

/// Returns the latest figure of each reporter for the indicators and measures
/// with a name of some kind.
fn told(
    plan: &Plan,
    standing: &[standing::Standing<'_>],
    wanted: impl Fn(&str) -> bool,
) -> Vec<Told> {
    let measures = plan.measures.iter().map(|measure| measure.name.as_str());
    let indicators = plan
        .indicators
        .iter()
        .map(|indicator| indicator.name.as_str());
    let mut names: Vec<&str> = indicators.chain(measures).collect();
    names.sort_unstable();
    names.dedup();
    let mut latest: BTreeMap<(&str, &str), Told> = BTreeMap::new();
    for one in standing {
        let report = one.report;
        let Some(name) = names.iter().find(|name| **name == report.of) else {
            continue;
        };
        let Some(figure) = report.figure.as_ref().filter(|_| wanted(name)) else {
            continue;
        };
        let unit = report.unit.as_ref().map_or("", |unit| unit.as_str());
        let (times, currency) = money::unit(plan, unit).unwrap_or((Decimal::ONE, String::new()));
        let told = Told {
            name: (*name).to_owned(),
            amount: Amount::of(figure, times),
            currency,
            on: flow::day(plan, &report.happened),
            reporter: report.reporter.to_string(),
            citation: one.citation(),
        };
        let place = latest.entry((*name, report.reporter.as_str()));
        let kept = place.or_insert_with(|| told.clone());
        if (told.on, told.citation) > (kept.on, kept.citation) {
            *kept = told;
        }
    }
    latest.into_values().collect()
}

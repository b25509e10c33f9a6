//! Flows: reports of money, each at its stage.
//!
//! # Shape
//! The donor is who acted, or who the event's own field names. An amount that
//! the source itself converted (the event's fields `original-amount`,
//! `original-currency` and `exchange-rate`, as FTS gives them) is kept in its
//! own currency, with the source's rate.

use std::collections::BTreeMap;

use servanda_model::figure::{Decimal, Figure};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{FieldKind, Plan};
use servanda_model::record::{Citation, Report};
use servanda_model::time::{Date, When};

use super::Stage;
use super::money::{self, Amount, Converted};
use crate::standing::Standing;

/// Fields by which sources name who gives.
const DONOR_FIELDS: [&str; 2] = ["donor", "provider"];

/// Fields by which events and sources name who receives.
const RECIPIENT_FIELDS: [&str; 2] = ["recipient", "receiver"];

/// One report of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The event or measure, by name.
    pub of: String,
    /// Its stage.
    pub stage: Stage,
    /// Who gives; nobody where none is named.
    pub donor: Option<String>,
    /// Who receives, where it is said.
    pub recipient: Option<String>,
    /// How much.
    pub amount: Amount,
    /// In which currency.
    pub currency: String,
    /// When: the latest day it can have been.
    pub on: Date,
    /// By when it is to be paid, where it says so.
    pub due: Option<Date>,
    /// Whether the amount is everything up to that day.
    pub running: bool,
    /// Who says it.
    pub reporter: String,
    /// Whether it is a finding, or its reporter is neutral.
    pub neutral: bool,
    /// What the figure counts, where that is not what the text counts.
    pub scope: Option<String>,
    /// The first entry that told it.
    pub root: Citation,
    /// The entry that says it now.
    pub citation: Citation,
    /// The entries it names as what it comes from.
    pub from: Vec<Citation>,
    /// The amount as its own source converted it.
    pub own_rate: Option<Converted>,
    /// The amount in the currency asked for.
    pub converted: Option<Converted>,
    /// A remark.
    pub note: Option<String>,
}

/// A report of money that is in no ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// The entry.
    pub citation: Citation,
    /// Why not.
    pub why: Why,
}

/// Why a report of money is in no ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It gives no figure.
    NoFigure,
    /// It gives no currency, or one that nobody can tell.
    NoCurrency(String),
    /// It stays inside one house: between these two.
    Internal(String, String),
}

/// Reads the flows among the reports that stand.
///
/// # Shape
/// In log order. A result without a figure of its own takes the amounts of the
/// flows it comes from.
pub(crate) fn flows(plan: &Plan, standing: &[Standing<'_>]) -> (Vec<Flow>, Vec<Uncounted>) {
    let stages = stages(plan);
    let mut flows: Vec<Flow> = Vec::new();
    let mut uncounted = Vec::new();
    for one in standing {
        let Some(stage) = stages.get(one.report.of.as_str()) else {
            continue;
        };
        let result = match flow(plan, one, *stage) {
            Err(Why::NoFigure) if *stage == Stage::Result => of_result(plan, one, &flows),
            other => other,
        };
        match result {
            Ok(flow) => flows.push(flow),
            Err(why) => uncounted.push(Uncounted {
                citation: one.citation(),
                why,
            }),
        }
    }
    (flows, uncounted)
}

/// Returns the stage of each event and measure that is one.
fn stages(plan: &Plan) -> BTreeMap<&str, Stage> {
    let events = plan.events.iter().filter_map(|event| {
        let stage = Stage::of(event.name.as_str())?;
        let money = |field: &servanda_model::plan::EventField| field.kind == FieldKind::Money;
        let counts = stage == Stage::Result || event.fields.iter().any(money);
        counts.then_some((event.name.as_str(), stage))
    });
    let measures = plan.measures.iter().filter_map(|measure| {
        let unit = measure.unit.as_ref()?;
        money::unit(plan, unit.as_str())?;
        Some((measure.name.as_str(), Stage::of(measure.name.as_str())?))
    });
    measures.chain(events).collect()
}

/// Returns the day a happening is counted on: the latest it can have been.
pub(crate) fn day(plan: &Plan, when: &When) -> Date {
    plan.zone.date_of(when.latest(&plan.zone))
}

fn field<'a>(report: &'a Report, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let value = report.fields.get(&FieldName::new(name))?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    })
}

fn flow(plan: &Plan, one: &Standing<'_>, stage: Stage) -> Result<Flow, Why> {
    let report = one.report;
    let measure = plan
        .measures
        .iter()
        .find(|measure| measure.name.as_str() == report.of);
    let stated = measure.and_then(|measure| measure.unit.as_ref());
    let unit = report.unit.as_ref().or(stated);
    let unit = unit.map_or("", |unit| unit.as_str());
    let figure = figure(report).ok_or(Why::NoFigure)?;
    let (times, currency) =
        money::unit(plan, unit).ok_or_else(|| Why::NoCurrency(unit.to_owned()))?;
    let given = Amount::of(&figure, times);
    let original = original(report, given, &currency, one.citation());
    let (amount, currency, own_rate) = match original {
        Some((amount, own, converted)) => (amount, own, Some(converted)),
        None => (given, currency, None),
    };
    let flow = started(plan, one, stage, amount, currency);
    let flow = Flow { own_rate, ..flow };
    internal(plan, &flow).map_or(Ok(flow), Err)
}

fn figure(report: &Report) -> Option<Figure> {
    let stated = field(report, &["amount"]).and_then(|text| text.parse().ok());
    report.figure.clone().or(stated.map(Figure::Exact))
}

/// Returns the amount in its own currency, where the source gives both, and
/// what the source made of it.
fn original(
    report: &Report,
    given: Amount,
    currency: &str,
    citation: Citation,
) -> Option<(Amount, String, Converted)> {
    let amount: Decimal = field(report, &["original-amount"])?.parse().ok()?;
    let own = field(report, &["original-currency"])?;
    let rate = field(report, &["exchange-rate"]);
    if !money::is_currency(own) || own == currency {
        return None;
    }
    let converted = Converted {
        amount: given,
        currency: currency.to_owned(),
        rate: rate.map(|rate| format!("{rate} {own} per {currency}, as its source converts")),
        rate_on: None,
        citation: Some(citation),
    };
    let exact = Amount::of(&Figure::Exact(amount), Decimal::ONE);
    Some((exact, own.to_owned(), converted))
}

fn started(
    plan: &Plan,
    one: &Standing<'_>,
    stage: Stage,
    amount: Amount,
    currency: String,
) -> Flow {
    let report = one.report;
    let due = plan
        .events
        .iter()
        .find(|event| event.name.as_str() == report.of)
        .and_then(|event| {
            let dates = event.fields.iter();
            let mut dates = dates.filter(|field| field.kind == FieldKind::Date);
            dates.find_map(|date| report.fields.get(&date.name)?.parse().ok())
        });
    let actor = match report.actors.as_slice() {
        [] => None,
        actors => {
            let names: Vec<&str> = actors.iter().map(ActorName::as_str).collect();
            Some(names.join(", "))
        }
    };
    let neutral = plan
        .actors
        .iter()
        .any(|actor| actor.name == report.reporter && actor.neutral);
    Flow {
        of: report.of.clone(),
        stage,
        donor: actor.or_else(|| field(report, &DONOR_FIELDS).map(str::to_owned)),
        recipient: field(report, &RECIPIENT_FIELDS).map(str::to_owned),
        amount,
        currency,
        on: day(plan, &report.happened),
        due,
        running: report.running_total,
        reporter: report.reporter.to_string(),
        neutral: neutral || one.finding,
        scope: report.scope.clone(),
        root: one.root.citation,
        citation: one.citation(),
        from: one.entry.refers_to.clone(),
        own_rate: None,
        converted: None,
        note: report.note.clone(),
    }
}

/// Makes a result of the flows that it comes from, where they share a currency.
fn of_result(plan: &Plan, one: &Standing<'_>, flows: &[Flow]) -> Result<Flow, Why> {
    let named = |flow: &&Flow| one.root.refers_to.contains(&flow.root);
    let mut sources = flows.iter().filter(named);
    let first = sources.next().ok_or(Why::NoFigure)?;
    let mut amount = first.amount;
    for other in sources {
        if other.currency != first.currency {
            return Err(Why::NoCurrency(format!(
                "{} and {}",
                first.currency, other.currency
            )));
        }
        amount = amount.plus(other.amount);
    }
    let mut flow = started(plan, one, Stage::Result, amount, first.currency.clone());
    flow.donor = flow.donor.or_else(|| first.donor.clone());
    flow.recipient = flow.recipient.or_else(|| first.recipient.clone());
    Ok(flow)
}

/// Says between whom a flow stays inside one house.
fn internal(plan: &Plan, flow: &Flow) -> Option<Why> {
    let (from, to) = (flow.donor.as_deref()?, flow.recipient.as_deref()?);
    let house = |name: &str| {
        plan.actors
            .iter()
            .find(|actor| actor.name.as_str() == name)
            .map(|actor| actor.parties.clone())
            .unwrap_or_default()
    };
    let shared = house(from).iter().any(|party| house(to).contains(party));
    (from == to || shared).then(|| Why::Internal(from.to_owned(), to.to_owned()))
}

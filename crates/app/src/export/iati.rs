//! Money as IATI activities, one for each donor, for tools that follow aid.
//!
//! # Shape
//! The folder reports second-hand, and says so. Only amounts that are exact can
//! be written; others are counted in the activity's description. Figures of
//! another scope than the text's are left out, and running totals too, since a
//! total is no transaction.
//!
//! # Source
//! The IATI standard 2.03.

use servanda_model::time::Date;

use super::xml::Xml;
use super::{Source, ical};
use crate::error::Error;
use crate::funds::flow::Flow;
use crate::funds::{self, Conversion, Stage};
use crate::known;

/// The version of the standard.
const VERSION: &str = "2.03";

/// The code of an organisation of no other kind.
const OTHER_ORGANISATION: &str = "90";

/// Writes the activities.
///
/// # Errors
/// `Argument`, where no exact amount is on record.
pub fn activities(source: &Source) -> Result<String, Error> {
    let plan = &source.opened.plan;
    let conversion = Conversion::default();
    let told = funds::funds(plan, &source.opened.record, source.assessment, &conversion);
    let own = told.ledgers.iter().find(|ledger| ledger.scope.is_none());
    let flows = own.map_or(&[][..], |ledger| ledger.flows.as_slice());
    let mut donors: Vec<Option<&str>> = flows.iter().map(|flow| flow.donor.as_deref()).collect();
    donors.sort_unstable();
    donors.dedup();
    let mut xml = Xml::new();
    let zone = &plan.zone;
    let known = source.assessment.as_of.known;
    let updated = known::entries(&source.opened.record, zone, known)
        .map(|entry| known::since(entry, &source.opened.record, zone))
        .max()
        .unwrap_or(source.assessment.as_of.at);
    let updated = updated.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    xml.open(
        "iati-activities",
        &[("version", VERSION), ("generated-datetime", &updated)],
    );
    let mut written = 0;
    for donor in donors {
        let of_donor = flows.iter().filter(|flow| flow.donor.as_deref() == donor);
        let of_donor: Vec<&Flow> = of_donor.collect();
        written += activity(source, donor, &of_donor, &updated, &mut xml);
    }
    if written == 0 {
        let why = "no exact amount of money is on record: there is nothing that IATI could hold";
        return Err(Error::Argument(why.to_owned()));
    }
    Ok(xml.finish())
}

/// Returns the code of a transaction's type.
fn code(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Pledge => Some("12"),
        Stage::Commitment => Some("2"),
        Stage::Disbursement => Some("3"),
        Stage::Expenditure => Some("4"),
        Stage::Result => None,
    }
}

fn exact(flow: &Flow) -> Option<(&'static str, String)> {
    let amount = flow.amount.figure().exact()?;
    (!flow.running).then_some((code(flow.stage)?, amount.to_string()))
}

/// Writes one donor's activity, and returns how many transactions it has.
fn activity(
    source: &Source,
    donor: Option<&str>,
    flows: &[&Flow],
    updated: &str,
    xml: &mut Xml,
) -> usize {
    let exact_ones = flows.iter().filter_map(|flow| Some((*flow, exact(flow)?)));
    let transactions: Vec<(&Flow, (&'static str, String))> = exact_ones.collect();
    let Some(first) = transactions.iter().map(|(flow, _)| flow.on).min() else {
        return 0;
    };
    let settings = &source.opened.folder.settings;
    let plan = &source.opened.plan;
    let house = ical::plain_id(&settings.log).replace('/', "-");
    let who = donor.unwrap_or("nobody named");
    let id = format!(
        "{house}-{}-{}-{}",
        settings.id,
        settings.epoch,
        ical::plain_id(who).replace(['/', '%'], "-")
    );
    xml.open(
        "iati-activity",
        &[
            ("last-updated-datetime", updated),
            ("xml:lang", "en"),
            ("humanitarian", "1"),
        ],
    );
    xml.leaf("iati-identifier", &[], &id);
    xml.open(
        "reporting-org",
        &[
            ("ref", &format!("{house}-{}", settings.id)),
            ("type", OTHER_ORGANISATION),
            ("secondary-reporter", "1"),
        ],
    );
    narrative(xml, &source.opened.head.origin);
    xml.close();
    xml.open("title", &[]);
    narrative(xml, &format!("{}: {who}", plan.title));
    xml.close();
    xml.open("description", &[("type", "1")]);
    let left = flows.len() - transactions.len();
    let mut about = String::from("Made from public reports, each an entry of the record.");
    if settings.unofficial {
        about.push_str(" No party or body has signed, approved or seen it.");
    }
    if left > 0 {
        about.push_str(&format!(
            " {left} more reports are no transactions with an exact amount."
        ));
    }
    narrative(xml, &about);
    xml.close();
    xml.open("participating-org", &[("role", "1")]);
    narrative(xml, who);
    xml.close();
    xml.empty("activity-status", &[("code", "2")]);
    xml.empty(
        "activity-date",
        &[("iso-date", &first.to_string()), ("type", "2")],
    );
    for (flow, (code, amount)) in &transactions {
        transaction(xml, flow, code, amount, who);
    }
    xml.close();
    transactions.len()
}

fn transaction(xml: &mut Xml, flow: &Flow, code: &str, amount: &str, donor: &str) {
    let on: Date = flow.on;
    let on = on.to_string();
    let entry = flow.citation.to_string();
    xml.open("transaction", &[("ref", &format!("entry-{entry}"))]);
    xml.empty("transaction-type", &[("code", code)]);
    xml.empty("transaction-date", &[("iso-date", &on)]);
    xml.leaf(
        "value",
        &[("currency", &flow.currency), ("value-date", &on)],
        amount,
    );
    xml.open("description", &[]);
    let note = flow.note.as_deref().unwrap_or_default();
    let said = format!(
        "{}, as {} reports it (entry {entry})",
        flow.of, flow.reporter
    );
    narrative(
        xml,
        &if note.is_empty() {
            said
        } else {
            format!("{said}: {note}")
        },
    );
    xml.close();
    xml.open("provider-org", &[]);
    narrative(xml, donor);
    xml.close();
    if let Some(recipient) = &flow.recipient {
        xml.open("receiver-org", &[]);
        narrative(xml, recipient);
        xml.close();
    }
    xml.close();
}

fn narrative(xml: &mut Xml, text: &str) {
    xml.leaf("narrative", &[], text);
}

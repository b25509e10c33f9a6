//! What the flows of one scope come to: by donor, by stage, by clause; what is
//! overdue, where a chain is broken, and where the trace ends.
//!
//! # Shape
//! A donor's amount at a stage, in one currency, is what each reporter's flows
//! add up to, or the reporter's latest running total; where reporters differ it
//! is the range from the lower to the higher.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{Assessment, Status};
use servanda_model::figure::Decimal;
use servanda_model::names::EventName;
use servanda_model::plan::{Clause, Duty, Measured, Plan};
use servanda_model::record::Citation;
use servanda_model::time::Date;

use super::flow::Flow;
use super::money::{self, Amount};
use super::{ClauseFunds, PastDue, Stage};

/// Who gives; nobody where none is named.
pub type Donor = Option<String>;

/// The money of one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// What the figures count, where that is not what the text counts.
    pub scope: Option<String>,
    /// The flows, in log order.
    pub flows: Vec<Flow>,
    /// What each donor's flows come to, by stage and currency.
    pub donors: BTreeMap<Donor, Account>,
    /// What all named donors come to, by stage and currency.
    pub stages: BTreeMap<(Stage, String), Amount>,
    /// The same in the one currency asked for, and how many flows had no rate.
    pub converted: BTreeMap<Stage, (Amount, usize)>,
    /// What the clauses say, in the text's order.
    pub clauses: Vec<ClauseFunds>,
    /// Pledges past due, by day, then by donor.
    pub overdue: Vec<Overdue>,
    /// Where chains are broken.
    pub breaks: Vec<Break>,
}

/// What a donor's flows come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What is told, by stage and currency.
    pub told: BTreeMap<(Stage, String), Sum>,
    /// The last stage at which anything is on record, by currency: past it
    /// nothing can be traced.
    pub ends_at: BTreeMap<String, Stage>,
}

/// What one donor's flows at one stage come to in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// As far as the reporters agree.
    pub amount: Amount,
    /// What each reporter's own come to.
    pub by: Vec<(String, Amount)>,
    /// Whether some of it is a running total.
    pub running: bool,
    /// The entries.
    pub citations: Vec<Citation>,
}

/// A pledge past due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overdue {
    /// By when it was to be paid.
    pub due: Date,
    /// Whose.
    pub donor: Donor,
    /// How many days ago that was.
    pub days: i64,
    /// How much is surely missing.
    pub missing: Decimal,
    /// Of how much, with earlier pledges.
    pub of: Decimal,
    /// In which currency.
    pub currency: String,
    /// The pledge.
    pub citation: Citation,
}

/// A place where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// It names an entry that tells of no money, or no longer stands.
    NamesNothing(Citation, Citation),
    /// Nothing earlier of this donor is on record.
    NothingBefore(Citation, Donor, Stage),
    /// It names what comes later than itself.
    Backwards(Citation, Citation),
    /// More is told at a stage than at the one before, by so much.
    Exceeds {
        /// Whose.
        donor: Donor,
        /// The later stage.
        stage: Stage,
        /// The stage before it that is on record.
        before: Stage,
        /// By how much.
        by: Decimal,
        /// In which currency.
        currency: String,
    },
}

impl Ledger {
    /// Adds up the flows of one scope.
    pub(crate) fn new(
        plan: &Plan,
        assessment: &Assessment,
        scope: Option<String>,
        flows: Vec<Flow>,
    ) -> Self {
        let mut by_donor: BTreeMap<Donor, Vec<&Flow>> = BTreeMap::new();
        for flow in &flows {
            by_donor.entry(flow.donor.clone()).or_default().push(flow);
        }
        let donors: BTreeMap<Donor, Account> = by_donor
            .iter()
            .map(|(donor, flows)| (donor.clone(), account(flows)))
            .collect();
        let at = plan.zone.date_of(assessment.as_of.at);
        let mut due: Vec<Overdue> = by_donor
            .iter()
            .flat_map(|(donor, flows)| overdue(donor, flows, at))
            .collect();
        due.sort();
        let mut breaks = linked(&flows);
        for (donor, account) in &donors {
            breaks.extend(exceeding(donor, account));
        }
        let clauses = if scope.is_none() {
            clauses(plan, assessment, &flows)
        } else {
            Vec::new()
        };
        Self {
            stages: stages(&donors),
            converted: converted(&flows),
            scope,
            donors,
            clauses,
            overdue: due,
            breaks,
            flows,
        }
    }

    /// Returns the last stage at which anything is on record, over all donors
    /// and currencies.
    pub fn ends_at(&self) -> Option<Stage> {
        let ends = self.donors.values().flat_map(|one| one.ends_at.values());
        ends.max().copied()
    }
}

/// Adds up flows that share donor, stage and currency.
fn sum(flows: &[&Flow]) -> Sum {
    let mut by: BTreeMap<&str, Vec<&Flow>> = BTreeMap::new();
    for flow in flows {
        by.entry(flow.reporter.as_str()).or_default().push(flow);
    }
    let by: Vec<(String, Amount)> = by
        .into_iter()
        .map(|(reporter, flows)| (reporter.to_owned(), of_one(&flows)))
        .collect();
    let amounts = by.iter().map(|(_, amount)| *amount);
    Sum {
        amount: amounts.reduce(Amount::or).unwrap_or(Amount::ZERO),
        citations: flows.iter().map(|flow| flow.citation).collect(),
        running: flows.iter().any(|flow| flow.running),
        by,
    }
}

/// Returns what one reporter tells: the latest running total, or else the sum.
fn of_one(flows: &[&Flow]) -> Amount {
    let running = flows.iter().filter(|flow| flow.running);
    let latest = running.max_by_key(|flow| (flow.on, flow.citation));
    latest.map_or_else(
        || {
            let amounts = flows.iter().map(|flow| flow.amount);
            amounts.fold(Amount::ZERO, Amount::plus)
        },
        |flow| flow.amount,
    )
}

fn account(flows: &[&Flow]) -> Account {
    let mut by: BTreeMap<(Stage, String), Vec<&Flow>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| counts(flow)) {
        by.entry((flow.stage, flow.currency.clone()))
            .or_default()
            .push(flow);
    }
    let told: BTreeMap<(Stage, String), Sum> = by
        .into_iter()
        .map(|(key, flows)| (key, sum(&flows)))
        .collect();
    let mut ends_at = BTreeMap::new();
    for ((stage, currency), sum) in &told {
        if !sum.amount.is_zero() {
            // Stages ascend, so the last one stays.
            ends_at.insert(currency.clone(), *stage);
        }
    }
    Account { told, ends_at }
}

/// Returns whether a flow counts at its stage: a result only where somebody
/// neutral tells it, or it was found.
fn counts(flow: &Flow) -> bool {
    flow.stage != Stage::Result || flow.neutral
}

/// Adds up over donors. Where some are named, a running total of nobody in
/// particular is left out: it may hold theirs.
fn stages(donors: &BTreeMap<Donor, Account>) -> BTreeMap<(Stage, String), Amount> {
    let mut stages: BTreeMap<(Stage, String), Amount> = BTreeMap::new();
    let named: BTreeSet<&(Stage, String)> = donors
        .iter()
        .filter(|(donor, _)| donor.is_some())
        .flat_map(|(_, account)| account.told.keys())
        .collect();
    for (donor, account) in donors {
        for (key, sum) in &account.told {
            if donor.is_none() && sum.running && named.contains(key) {
                continue;
            }
            let place = stages.entry(key.clone()).or_insert(Amount::ZERO);
            *place = place.plus(sum.amount);
        }
    }
    stages
}

/// Adds up in the one currency: each donor's flows by stage, reporters as
/// everywhere.
fn converted(flows: &[Flow]) -> BTreeMap<Stage, (Amount, usize)> {
    let mut done: BTreeMap<Stage, (Amount, usize)> = BTreeMap::new();
    let mut by: BTreeMap<(Stage, Donor), Vec<Flow>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| counts(flow)) {
        let Some(converted) = &flow.converted else {
            done.entry(flow.stage).or_insert((Amount::ZERO, 0)).1 += 1;
            continue;
        };
        let mut flow = flow.clone();
        flow.amount = converted.amount;
        by.entry((flow.stage, flow.donor.clone()))
            .or_default()
            .push(flow);
    }
    let named: BTreeSet<Stage> = by
        .keys()
        .filter(|(_, donor)| donor.is_some())
        .map(|(stage, _)| *stage)
        .collect();
    for ((stage, donor), flows) in &by {
        let flows: Vec<&Flow> = flows.iter().collect();
        let sum = sum(&flows);
        if donor.is_none() && sum.running && named.contains(stage) {
            continue;
        }
        let place = done.entry(*stage).or_insert((Amount::ZERO, 0));
        place.0 = place.0.plus(sum.amount);
    }
    done
}

/// Returns a donor's pledges that are past due and surely not paid: what was
/// paid, at most, is held against the earliest due first.
fn overdue(donor: &Donor, flows: &[&Flow], at: Date) -> Vec<Overdue> {
    let currencies: BTreeSet<&str> = flows.iter().map(|flow| flow.currency.as_str()).collect();
    let mut found = Vec::new();
    for currency in currencies {
        let of = |stage: Stage| -> Vec<&Flow> {
            let fits = |flow: &&&Flow| flow.stage == stage && flow.currency == currency;
            flows.iter().filter(fits).copied().collect()
        };
        let Some(paid) = sum(&of(Stage::Disbursement)).amount.high else {
            continue;
        };
        let mut pledges: Vec<&Flow> = of(Stage::Pledge);
        pledges.retain(|pledge| pledge.due.is_some());
        pledges.sort_by_key(|pledge| (pledge.due, pledge.citation));
        let mut reporters: BTreeSet<&str> = BTreeSet::new();
        reporters.extend(pledges.iter().map(|pledge| pledge.reporter.as_str()));
        for reporter in reporters {
            let mut owed = Decimal::ZERO;
            let own = pledges.iter().filter(|one| one.reporter == reporter);
            for pledge in own {
                owed = owed.checked_add(pledge.amount.low).unwrap_or(Decimal::MAX);
                let Some(due) = pledge.due.filter(|due| *due < at && paid < owed) else {
                    continue;
                };
                let days = due.until(at).map_or(0, |span| i64::from(span.get_days()));
                found.push(Overdue {
                    due,
                    donor: donor.clone(),
                    days,
                    missing: (owed - paid).min(pledge.amount.low).normalize(),
                    of: pledge.amount.low.normalize(),
                    currency: currency.to_owned(),
                    citation: pledge.citation,
                });
            }
        }
    }
    found
}

/// Follows what flows name as where they come from.
fn linked(flows: &[Flow]) -> Vec<Break> {
    let by_root: BTreeMap<Citation, &Flow> = flows.iter().map(|flow| (flow.root, flow)).collect();
    let mut breaks = Vec::new();
    for flow in flows.iter().filter(|flow| flow.stage != Stage::Pledge) {
        // A correction names what it corrects, which is the flow itself.
        let named = flow.from.iter().filter(|from| **from != flow.root);
        let mut any = false;
        for from in named {
            any = true;
            match by_root.get(from) {
                None => breaks.push(Break::NamesNothing(flow.citation, *from)),
                Some(earlier) if earlier.stage > flow.stage => {
                    breaks.push(Break::Backwards(flow.citation, earlier.citation));
                }
                Some(_) => {}
            }
        }
        let known = |earlier: &Flow| {
            earlier.stage < flow.stage
                && earlier.donor == flow.donor
                && earlier.currency == flow.currency
        };
        if !any && !flows.iter().any(known) {
            let donor = flow.donor.clone();
            breaks.push(Break::NothingBefore(flow.citation, donor, flow.stage));
        }
    }
    breaks
}

/// Finds stages at which surely more is told than at the one before.
fn exceeding(donor: &Donor, account: &Account) -> Vec<Break> {
    let mut breaks = Vec::new();
    let currencies: BTreeSet<&String> = account.told.keys().map(|(_, code)| code).collect();
    for currency in currencies {
        let mut before: Option<(Stage, Decimal)> = None;
        for stage in Stage::ALL {
            let Some(sum) = account.told.get(&(stage, currency.clone())) else {
                continue;
            };
            if let Some((earlier, most)) = before
                && sum.amount.low > most
            {
                breaks.push(Break::Exceeds {
                    donor: donor.clone(),
                    stage,
                    before: earlier,
                    by: (sum.amount.low - most).normalize(),
                    currency: currency.clone(),
                });
            }
            before = sum.amount.high.map(|high| (stage, high));
        }
    }
    breaks
}

/// Returns what the clauses that speak of money come to.
fn clauses(plan: &Plan, assessment: &Assessment, flows: &[Flow]) -> Vec<ClauseFunds> {
    let mut found = Vec::new();
    for clause in &plan.clauses {
        let names = names(clause);
        let own: Vec<&Flow> = flows
            .iter()
            .filter(|flow| names.contains(&flow.of.as_str()) && counts(flow))
            .collect();
        if own.is_empty() {
            continue;
        }
        let mut by: BTreeMap<Donor, Vec<&Flow>> = BTreeMap::new();
        for flow in own {
            by.entry(flow.donor.clone()).or_default().push(flow);
        }
        let donors: BTreeMap<Donor, Account> = by
            .into_iter()
            .map(|(donor, flows)| (donor, account(&flows)))
            .collect();
        found.push(ClauseFunds {
            id: clause.id.clone(),
            stages: stages(&donors),
            overdue: past_due(plan, assessment, clause),
        });
    }
    found
}

/// Returns the events and measures that a clause speaks of.
fn names(clause: &Clause) -> Vec<&str> {
    match &clause.duty {
        Duty::Perform(perform) => {
            let pledge = perform.of_its.as_ref().map(EventName::as_str);
            let act = perform.event.name.as_str();
            pledge.into_iter().chain([act]).collect()
        }
        Duty::Reach {
            measured: Measured::Measure(name, _),
            ..
        } => vec![name.as_str()],
        Duty::Reach { .. }
        | Duty::Keep { .. }
        | Duty::Avoid(_)
        | Duty::May(_)
        | Duty::NotCheckable { .. }
        | Duty::InformsOnly(_) => Vec::new(),
    }
}

/// Returns what is past due under a clause that sets figures to reach, as its
/// statuses have it.
fn past_due(plan: &Plan, assessment: &Assessment, clause: &Clause) -> Vec<PastDue> {
    let Duty::Reach {
        measured: Measured::Measure(name, _),
        ..
    } = &clause.duty
    else {
        return Vec::new();
    };
    let measure = plan.measures.iter().find(|measure| measure.name == *name);
    let unit = measure.and_then(|measure| measure.unit.as_ref());
    let Some((times, currency)) = unit.and_then(|unit| money::unit(plan, unit.as_str())) else {
        return Vec::new();
    };
    let at = assessment.as_of.at;
    let statuses = assessment.clauses.iter();
    let late = statuses
        .filter(|status| status.id == clause.id)
        .flat_map(|status| &status.instances)
        .filter(|instance| {
            matches!(
                instance.status,
                Status::NotMet | Status::Pending | Status::Undetermined
            )
        });
    let missing = late.filter_map(|instance| {
        let due = instance.due_at.filter(|due| *due < at)?;
        let (done, of) = instance.progress?;
        (done < of).then_some(())?;
        Some(PastDue {
            missing: (of - done).checked_mul(times)?.normalize(),
            of: of.checked_mul(times)?.normalize(),
            currency: currency.clone(),
            due: plan.zone.date_of(due),
        })
    });
    missing.collect()
}

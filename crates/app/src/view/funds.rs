//! The view of money.

use std::collections::BTreeMap;

use serde::Serialize;
use servanda_model::assessment::Assessment;
use servanda_model::figure::Decimal;
use servanda_model::plan::Plan;
use servanda_model::record::{Citation, Record};

use super::reason::CitedEntry;
use crate::funds::ledger::{Account, Ledger, Sum};
use crate::funds::money::Amount;
use crate::funds::{ClauseFunds, Funds, Stage, Told, words};

/// How many entries a sum names.
const ENTRIES_MAX: usize = 12;

/// All money of an agreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FundsView {
    /// The currency that amounts are converted into.
    pub into: Option<String>,
    /// The day whose rate is taken; none: each flow's own day.
    pub rate_on: Option<String>,
    /// One for each scope; no sum reaches over two of them.
    pub ledgers: Vec<LedgerView>,
    /// Estimates of what is needed, with what stands against them.
    pub needs: Vec<NeedView>,
    /// What is reported to lie in funds.
    pub balances: Vec<ToldView>,
    /// Reports of money that are in no ledger.
    pub uncounted: Vec<UncountedView>,
}

/// The money of one scope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerView {
    /// What the figures count, where that is not what the text counts.
    pub scope: Option<String>,
    /// How many reports.
    pub reports: usize,
    /// What all named donors come to.
    pub stages: Vec<AmountView>,
    /// The same at a rate.
    pub converted: Vec<ConvertedView>,
    /// The last stage at which anything is on record.
    pub ends_at: Option<&'static str>,
    /// By donor.
    pub donors: Vec<DonorView>,
    /// By clause.
    pub clauses: Vec<ClauseFundsView>,
    /// Pledges past due.
    pub overdue: Vec<OverdueView>,
    /// Where chains are broken.
    pub breaks: Vec<BreakView>,
}

/// An amount at a stage, in its own currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AmountView {
    /// The stage.
    pub stage: &'static str,
    /// The currency.
    pub currency: String,
    /// The amount as a figure.
    pub amount: String,
    /// The least it can be.
    pub low: String,
    /// The most it can be, where that is known.
    pub high: Option<String>,
}

/// An amount at a stage at a rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConvertedView {
    /// The amount.
    #[serde(flatten)]
    pub amount: AmountView,
    /// How many flows had no rate, and are not in it.
    pub without_rate: usize,
}

/// One donor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DonorView {
    /// Who; none where nobody is named.
    pub donor: Option<String>,
    /// What is told, by stage.
    pub stages: Vec<SumView>,
    /// The last stage on record, by currency.
    pub ends_at: BTreeMap<String, &'static str>,
}

/// What is told of one donor at one stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SumView {
    /// As far as the reporters agree.
    #[serde(flatten)]
    pub amount: AmountView,
    /// What each reporter's own come to.
    pub by: Vec<(String, String)>,
    /// How many reports.
    pub reports: usize,
    /// The first of them.
    pub entries: Vec<CitedEntry>,
}

/// What a clause that speaks of money comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseFundsView {
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: Option<&'static str>,
    /// What is told, by stage.
    pub stages: Vec<AmountView>,
    /// What is past due.
    pub overdue: Vec<PastDueView>,
}

/// What a clause sets to be reached by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastDueView {
    /// How much is missing.
    pub missing: String,
    /// Of how much.
    pub of: String,
    /// The currency.
    pub currency: String,
    /// By when.
    pub due: String,
}

/// A pledge past due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OverdueView {
    /// Whose.
    pub donor: Option<String>,
    /// By when.
    pub due: String,
    /// How many days ago.
    pub days: i64,
    /// How much is surely missing.
    pub missing: String,
    /// Of how much.
    pub of: String,
    /// The currency.
    pub currency: String,
    /// The pledge.
    pub entry: CitedEntry,
}

/// A break in a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakView {
    /// What kind.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// The entries.
    pub entries: Vec<CitedEntry>,
}

/// A figure as somebody tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToldView {
    /// What of.
    pub name: String,
    /// How much.
    pub amount: String,
    /// The currency; empty where the report gives none.
    pub currency: String,
    /// As of which day.
    pub on: String,
    /// Who says it.
    pub reporter: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// An estimate of need, with what stands against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NeedView {
    /// The estimate.
    #[serde(flatten)]
    pub told: ToldView,
    /// What the text's own ledger has at each stage in that currency, and how
    /// many hundredths of the need that is.
    pub funded: Vec<FundedView>,
}

/// A stage against a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FundedView {
    /// The stage.
    pub stage: &'static str,
    /// The amount.
    pub amount: String,
    /// How many hundredths of the need, to one digit.
    pub percent: String,
}

/// A report of money that is in no ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UncountedView {
    /// Why not.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// The entry.
    pub entry: CitedEntry,
}

impl FundsView {
    /// Makes the view.
    pub fn new(funds: &Funds, plan: &Plan, assessment: &Assessment, record: &Record) -> Self {
        let own = funds.ledgers.iter().find(|ledger| ledger.scope.is_none());
        let maker = Maker {
            plan,
            assessment,
            record,
        };
        Self {
            into: funds.into.clone(),
            rate_on: funds.rate_on.map(|day| day.to_string()),
            ledgers: funds
                .ledgers
                .iter()
                .map(|one| maker.ledger(funds, one))
                .collect(),
            needs: funds
                .needs
                .iter()
                .map(|need| NeedView {
                    told: maker.told(need),
                    funded: funded(need, own),
                })
                .collect(),
            balances: funds.balances.iter().map(|one| maker.told(one)).collect(),
            uncounted: funds
                .uncounted
                .iter()
                .map(|one| UncountedView {
                    kind: words::uncounted(&one.why).0,
                    text: words::uncounted(&one.why).1,
                    entry: maker.cited(one.citation),
                })
                .collect(),
        }
    }

    /// Returns whether there is nothing about money.
    pub fn is_empty(&self) -> bool {
        self.ledgers.is_empty()
            && self.needs.is_empty()
            && self.balances.is_empty()
            && self.uncounted.is_empty()
    }
}

/// Returns how much of a need each stage is.
pub fn funded(need: &Told, own: Option<&Ledger>) -> Vec<FundedView> {
    let of_need = |amount: Amount| {
        let share = |part: Decimal, whole: Decimal| {
            let hundred = part.checked_mul(Decimal::ONE_HUNDRED)?;
            Some(hundred.checked_div(whole)?.round_dp(1))
        };
        // The least share is the least amount of the highest need.
        let low = share(amount.low, need.amount.high?)?;
        let high = match amount.high {
            Some(high) => Some(share(high, need.amount.low)?),
            None => None,
        };
        Some(Amount { low, high }.figure().to_string())
    };
    let stages = own.into_iter().flat_map(|ledger| &ledger.stages);
    stages
        .filter(|((_, currency), _)| *currency == need.currency)
        .filter_map(|((stage, _), amount)| {
            Some(FundedView {
                stage: stage.key(),
                amount: amount.figure().to_string(),
                percent: of_need(*amount)?,
            })
        })
        .collect()
}

fn amount(stage: Stage, currency: &str, amount: Amount) -> AmountView {
    AmountView {
        stage: stage.key(),
        currency: currency.to_owned(),
        amount: amount.figure().to_string(),
        low: amount.low.normalize().to_string(),
        high: amount.high.map(|high| high.normalize().to_string()),
    }
}

fn stages<'a>(
    stages: impl IntoIterator<Item = (&'a (Stage, String), &'a Amount)>,
) -> Vec<AmountView> {
    let view =
        |((stage, currency), one): (&(Stage, String), &Amount)| amount(*stage, currency, *one);
    stages.into_iter().map(view).collect()
}

struct Maker<'a> {
    plan: &'a Plan,
    assessment: &'a Assessment,
    record: &'a Record,
}

impl Maker<'_> {
    fn cited(&self, citation: Citation) -> CitedEntry {
        CitedEntry::new(citation, self.record)
    }

    fn ledger(&self, funds: &Funds, ledger: &Ledger) -> LedgerView {
        let into = funds.into.as_deref().unwrap_or_default();
        LedgerView {
            scope: ledger.scope.clone(),
            reports: ledger.flows.len(),
            stages: stages(&ledger.stages),
            converted: ledger
                .converted
                .iter()
                .filter(|_| !into.is_empty())
                .map(|(stage, (one, without_rate))| ConvertedView {
                    amount: amount(*stage, into, *one),
                    without_rate: *without_rate,
                })
                .collect(),
            ends_at: ledger.ends_at().map(Stage::key),
            donors: ledger
                .donors
                .iter()
                .map(|(donor, account)| self.donor(donor.as_deref(), account))
                .collect(),
            clauses: ledger.clauses.iter().map(|one| self.clause(one)).collect(),
            overdue: ledger
                .overdue
                .iter()
                .map(|one| OverdueView {
                    donor: one.donor.clone(),
                    due: one.due.to_string(),
                    days: one.days,
                    missing: one.missing.to_string(),
                    of: one.of.to_string(),
                    currency: one.currency.clone(),
                    entry: self.cited(one.citation),
                })
                .collect(),
            breaks: ledger
                .breaks
                .iter()
                .map(|one| {
                    let (kind, text, cited) = words::broken(one);
                    let entries = cited.into_iter().map(|one| self.cited(one));
                    BreakView {
                        kind,
                        text,
                        entries: entries.collect(),
                    }
                })
                .collect(),
        }
    }

    fn donor(&self, donor: Option<&str>, account: &Account) -> DonorView {
        let view = |((stage, currency), sum): (&(Stage, String), &Sum)| SumView {
            amount: amount(*stage, currency, sum.amount),
            by: sum
                .by
                .iter()
                .map(|(reporter, own)| (reporter.clone(), own.figure().to_string()))
                .collect(),
            reports: sum.citations.len(),
            entries: sum
                .citations
                .iter()
                .take(ENTRIES_MAX)
                .map(|one| self.cited(*one))
                .collect(),
        };
        DonorView {
            donor: donor.map(str::to_owned),
            stages: account.told.iter().map(view).collect(),
            ends_at: account
                .ends_at
                .iter()
                .map(|(currency, stage)| (currency.clone(), stage.key()))
                .collect(),
        }
    }

    fn clause(&self, one: &ClauseFunds) -> ClauseFundsView {
        let clause = self.plan.clauses.iter().find(|clause| clause.id == one.id);
        let mut statuses = self.assessment.clauses.iter();
        let status = statuses.find(|status| status.id == one.id);
        ClauseFundsView {
            clause: one.id.to_string(),
            title: clause
                .map(|clause| clause.title.clone())
                .unwrap_or_default(),
            status: status.map(|status| status.status.key()),
            stages: stages(&one.stages),
            overdue: one
                .overdue
                .iter()
                .map(|one| PastDueView {
                    missing: one.missing.to_string(),
                    of: one.of.to_string(),
                    currency: one.currency.clone(),
                    due: one.due.to_string(),
                })
                .collect(),
        }
    }

    fn told(&self, told: &Told) -> ToldView {
        ToldView {
            name: told.name.clone(),
            amount: told.amount.figure().to_string(),
            currency: told.currency.clone(),
            on: told.on.to_string(),
            reporter: told.reporter.clone(),
            entry: self.cited(told.citation),
        }
    }
}

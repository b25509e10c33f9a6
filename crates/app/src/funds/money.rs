//! Amounts, currencies and rates.
//!
//! A rate is a report of a measure whose unit is `A per B`, such as `USD per
//! EUR`: so many A for one B. Who publishes it is on the report.
//!
//! # Invariants
//! Decimals only. A conversion names its rate, the rate's day and its entry.

use servanda_model::figure::{Decimal, Figure};
use servanda_model::plan::Plan;
use servanda_model::record::Citation;
use servanda_model::time::Date;

use super::flow::{self, Flow};
use crate::standing::Standing;

/// How many digits after the point a converted amount keeps.
const DIGITS: u32 = 2;

/// An amount as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// The least it can be.
    pub low: Decimal,
    /// The most it can be, where that is known.
    pub high: Option<Decimal>,
}

impl Amount {
    /// No money.
    pub const ZERO: Self = Self {
        low: Decimal::ZERO,
        high: Some(Decimal::ZERO),
    };

    /// Reads a figure, so many times.
    pub fn of(figure: &Figure, times: Decimal) -> Self {
        let (low, high) = match figure {
            Figure::Exact(n) => (*n, Some(*n)),
            Figure::AtLeast(n) | Figure::MoreThan(n) => (*n, None),
            Figure::AtMost(n) | Figure::LessThan(n) => (Decimal::ZERO, Some(*n)),
            Figure::Between(low, high) => (*low, Some(*high)),
        };
        let scaled = |n: Decimal| n.checked_mul(times).unwrap_or(Decimal::MAX);
        Self {
            low: scaled(low),
            high: high.map(scaled),
        }
    }

    /// Adds two amounts.
    pub fn plus(self, other: Self) -> Self {
        let sum = |a: Decimal, b: Decimal| a.checked_add(b).unwrap_or(Decimal::MAX);
        Self {
            low: sum(self.low, other.low),
            high: self.high.zip(other.high).map(|(a, b)| sum(a, b)),
        }
    }

    /// Returns what both of two accounts of one thing allow together: from the
    /// lower to the higher.
    pub fn or(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// Returns the figure that says the same.
    pub fn figure(self) -> Figure {
        match self.high {
            Some(high) if high == self.low => Figure::Exact(self.low.normalize()),
            Some(high) => Figure::Between(self.low.normalize(), high.normalize()),
            None => Figure::AtLeast(self.low.normalize()),
        }
    }

    /// Returns whether it is surely nothing.
    pub fn is_zero(self) -> bool {
        self.high == Some(Decimal::ZERO)
    }

    fn map(self, change: impl Fn(Decimal) -> Option<Decimal>) -> Option<Self> {
        Some(Self {
            low: change(self.low)?,
            high: match self.high {
                Some(high) => Some(change(high)?),
                None => None,
            },
        })
    }
}

/// An amount at a rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The amount.
    pub amount: Amount,
    /// Its currency.
    pub currency: String,
    /// The rate as given, with what it is of, such as `1.09 USD per EUR`; none
    /// where nothing had to be converted.
    pub rate: Option<String>,
    /// The rate's day.
    pub rate_on: Option<Date>,
    /// The entry that gives the rate.
    pub citation: Option<Citation>,
}

/// One rate.
#[derive(Clone, Debug)]
struct Rate {
    /// So many of this …
    of: String,
    /// … for one of that.
    per: String,
    value: Decimal,
    on: Date,
    citation: Citation,
}

/// The rates on record.
#[derive(Clone, Debug, Default)]
pub struct Rates(Vec<Rate>);

impl Rates {
    pub(crate) fn of(plan: &Plan, standing: &[Standing<'_>]) -> Self {
        let rate = |one: &Standing<'_>| {
            let measures = &plan.measures;
            let measure = measures
                .iter()
                .find(|measure| measure.name.as_str() == one.report.of)?;
            let unit = one.report.unit.as_ref().or(measure.unit.as_ref())?;
            let (of, per) = unit.as_str().split_once(" per ")?;
            let value = one.report.figure.as_ref()?.exact()?;
            let sound = is_currency(of) && is_currency(per) && value > Decimal::ZERO;
            sound.then(|| Rate {
                of: of.to_owned(),
                per: per.to_owned(),
                value,
                on: flow::day(plan, &one.report.happened),
                citation: one.citation(),
            })
        };
        let mut rates: Vec<Rate> = standing.iter().filter_map(rate).collect();
        rates.sort_by_key(|rate| (rate.on, rate.citation));
        Self(rates)
    }

    /// Converts a flow: at the rate its own source gives, or at the last one on
    /// record up to a day.
    pub(crate) fn convert(&self, flow: &Flow, into: &str, on: Option<Date>) -> Option<Converted> {
        if flow.currency == into {
            return Some(Converted {
                amount: flow.amount,
                currency: into.to_owned(),
                rate: None,
                rate_on: None,
                citation: None,
            });
        }
        if let Some(own) = flow
            .own_rate
            .as_ref()
            .filter(|own| on.is_none() && own.currency == into)
        {
            return Some(own.clone());
        }
        let day = on.unwrap_or(flow.on);
        let fits = |rate: &&Rate| {
            let straight = rate.of == into && rate.per == flow.currency;
            let inverse = rate.per == into && rate.of == flow.currency;
            rate.on <= day && (straight || inverse)
        };
        let rate = self.0.iter().rev().find(fits)?;
        let straight = rate.of == into;
        let amount = flow.amount.map(|n| {
            let converted = if straight {
                n.checked_mul(rate.value)
            } else {
                n.checked_div(rate.value)
            };
            converted.map(|n| n.round_dp(DIGITS))
        })?;
        Some(Converted {
            amount,
            currency: into.to_owned(),
            rate: Some(format!(
                "{} {} per {}",
                rate.value.normalize(),
                rate.of,
                rate.per
            )),
            rate_on: Some(rate.on),
            citation: Some(rate.citation),
        })
    }
}

/// Returns how many of which currency one of a unit is: `million USD` is
/// 1,000,000 of `USD`, and a unit of the text what the text says.
pub fn unit(plan: &Plan, unit: &str) -> Option<(Decimal, String)> {
    let mut times = Decimal::ONE;
    let mut name = unit.trim().to_owned();
    // Units of the text may rest on one another, so often at most.
    for _ in 0..=plan.units.len() {
        if is_currency(&name) {
            return Some((times, name));
        }
        if let Some(known) = plan.units.iter().find(|one| one.name.as_str() == name) {
            times = times.checked_mul(known.factor)?;
            name = known.base.to_string();
            continue;
        }
        let (word, rest) = name.split_once(' ')?;
        let many: u32 = match word {
            "thousand" => 1_000,
            "million" => 1_000_000,
            "billion" => 1_000_000_000,
            _ => return None,
        };
        times = times.checked_mul(Decimal::from(many))?;
        name = String::from(rest);
    }
    is_currency(&name).then_some((times, name))
}

/// Returns whether a word has the form of a currency's code (ISO 4217).
pub fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_add_and_differ_as_far_as_they_are_known() {
        let of = |figure: Figure| Amount::of(&figure, Decimal::ONE);
        let exact = of(Figure::Exact(5.into()));
        let open = of(Figure::AtLeast(7.into()));
        assert_eq!(exact.plus(open).figure(), Figure::AtLeast(12.into()));
        assert_eq!(exact.or(open).figure(), Figure::AtLeast(5.into()));
        let other = of(Figure::Exact(6.into()));
        assert_eq!(
            exact.or(other).figure(),
            Figure::Between(5.into(), 6.into())
        );
    }

    #[test]
    fn a_sum_past_all_numbers_stays_one() {
        let huge = Amount::of(&Figure::Exact(Decimal::MAX), Decimal::MAX);
        assert_eq!(huge.plus(huge).low, Decimal::MAX);
    }
}

//! Items of a list, totals over them, and ceilings.
//!
//! What lives here: testimony for each item, from reports that name it and from
//! running totals over the whole list. What does not: accounts without items
//! (`account`). Entry points: [`testimonies`], [`ceiling`].
//!
//! # Source
//! "Meaning", sections 5 and 6.

use std::collections::BTreeMap;

use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::{FieldName, ItemKey};
use servanda_model::time::When;

use crate::account::{self, Accounts, Hands};
use crate::acts::Counted;
use crate::calendar::{any_time_up_to, plus_days};
use crate::facts::Fact;
use crate::testimony::{Testimony, denies, own_hands};
use crate::world::View;

/// Returns the testimonies of each item.
pub(crate) fn testimonies(
    view: &View<'_, '_>,
    hands: Hands<'_>,
    reports: &[Counted<'_, '_>],
    field: &FieldName,
    keys: &[ItemKey],
    count: Decimal,
) -> BTreeMap<ItemKey, Vec<Testimony>> {
    let mut named: BTreeMap<&ItemKey, Vec<Counted<'_, '_>>> = BTreeMap::new();
    let mut totals = Vec::new();
    for (index, fact, figure) in reports {
        match fact.report.fields.get(field) {
            Some(text) => {
                let listed = Listed::read(text);
                for key in keys.iter().filter(|key| listed.holds(key)) {
                    named
                        .entry(key)
                        .or_default()
                        .push((*index, fact, figure.clone()));
                }
            }
            None if fact.report.running_total && !denies(fact.report) => {
                totals.extend(figure.clone().map(|figure| (*index, *fact, figure)));
            }
            None => {}
        }
    }
    let mut told: BTreeMap<ItemKey, Vec<Testimony>> = BTreeMap::new();
    for key in keys {
        let reports = named.remove(key).unwrap_or_default();
        let list = if count > Decimal::ONE {
            Accounts::new(view, &reports, hands, &[]).testimonies(count)
        } else {
            reports
                .iter()
                .map(|(index, fact, _)| Testimony {
                    fact: *index,
                    done: !denies(fact.report),
                    own: own(view, hands, fact),
                    when: fact.report.happened.clone(),
                    figure: None,
                    also: Vec::new(),
                })
                .collect()
        };
        told.insert(key.clone(), list);
    }
    for (index, fact, figure) in totals {
        total(view, hands, (index, fact, figure), &mut told);
    }
    told
}

/// Reads one running total over a list.
fn total(
    view: &View<'_, '_>,
    hands: Hands<'_>,
    (index, fact, figure): (usize, &Fact<'_>, Figure),
    told: &mut BTreeMap<ItemKey, Vec<Testimony>>,
) {
    let zone = &view.plan().zone;
    let length = Decimal::from(told.len());
    let says = |done: bool| Testimony {
        fact: index,
        done,
        own: own(view, hands, fact),
        when: if done {
            any_time_up_to(&fact.report.happened)
        } else {
            fact.report.happened.clone()
        },
        figure: Some(figure.clone()),
        also: Vec::new(),
    };
    if figure.surely_within(Comparison::AtLeast, length) {
        for list in told.values_mut() {
            list.push(says(true));
        }
        return;
    }
    if !figure.surely_beyond(Comparison::AtLeast, length) {
        return;
    }
    let untold = |list: &Vec<Testimony>| {
        !list
            .iter()
            .any(|t| t.done && t.when.latest(zone) <= fact.latest)
    };
    let without = Decimal::from(told.values().filter(|list| untold(list)).count());
    let room = length.saturating_sub(without);
    if upper(&figure).is_some_and(|upper| upper <= room) {
        for list in told.values_mut().filter(|list| untold(list)) {
            list.push(says(false));
        }
    }
}

/// Returns the greatest whole number a figure allows.
fn upper(figure: &Figure) -> Option<Decimal> {
    match figure {
        Figure::Exact(n) | Figure::AtMost(n) | Figure::Between(_, n) => Some(*n),
        Figure::LessThan(n) => Some(n.ceil().saturating_sub(Decimal::ONE)),
        Figure::AtLeast(_) | Figure::MoreThan(_) => None,
    }
}

fn own(view: &View<'_, '_>, hands: Hands<'_>, fact: &Fact<'_>) -> bool {
    match hands {
        Hands::All => true,
        Hands::Of(obligors) => own_hands(view.plan(), fact.report, obligors),
    }
}

/// The keys that a field lists.
pub(crate) struct Listed<'t> {
    text: &'t str,
    runs: Vec<(u64, u64)>,
}

impl<'t> Listed<'t> {
    /// Reads a field.
    pub(crate) fn read(text: &'t str) -> Self {
        let runs = text
            .split_whitespace()
            .filter_map(|word| {
                let (from, to) = word.split_once('-')?;
                Some((from.parse().ok()?, to.parse().ok()?))
            })
            .collect();
        Self { text, runs }
    }

    /// Returns whether it lists a key.
    pub(crate) fn holds(&self, key: &ItemKey) -> bool {
        let key = key.as_str();
        if self.text == key || self.text.split_whitespace().any(|word| word == key) {
            return true;
        }
        let Ok(number) = key.parse::<u64>() else {
            return false;
        };
        self.runs
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&number))
    }
}

/// Returns the testimonies for a ceiling: a measurement surely within it is
/// done, one surely beyond undone.
pub(crate) fn ceiling(
    view: &View<'_, '_>,
    hands: Hands<'_>,
    reports: &[Counted<'_, '_>],
    most: Decimal,
) -> Vec<Testimony> {
    let mut last_beyond: BTreeMap<(&str, bool), &When> = BTreeMap::new();
    let mut told = Vec::new();
    for (index, fact, figure) in reports {
        let report = fact.report;
        let Some(figure) = figure else { continue };
        let own = own(view, hands, fact);
        let teller = (report.reporter.as_str(), fact.finding);
        if figure.surely_within(Comparison::AtMost, most) {
            told.push(Testimony {
                fact: *index,
                done: true,
                own,
                when: since(view, last_beyond.get(&teller), fact),
                figure: Some(figure.clone()),
                also: Vec::new(),
            });
        } else if figure.surely_beyond(Comparison::AtMost, most) {
            last_beyond.insert(teller, &report.happened);
            told.push(Testimony {
                fact: *index,
                done: false,
                own,
                when: report.happened.clone(),
                figure: Some(figure.clone()),
                also: Vec::new(),
            });
        }
    }
    told
}

/// Returns the happening from just after a measurement to another.
fn since(view: &View<'_, '_>, before: Option<&&When>, fact: &Fact<'_>) -> When {
    match (before, &fact.report.happened) {
        (None, happened) => any_time_up_to(happened),
        (Some(When::On(_, last)), When::On(_, to)) => When::On(plus_days(*last, 1).min(*to), *to),
        (Some(before), _) => {
            let from = account::since(before, before.latest(&view.plan().zone));
            When::Between(from.min(fact.latest), fact.latest)
        }
    }
}

//! Indicators: series shown by side and by reporter, running totals beside sums,
//! differences told and never reconciled.
//!
//! # Invariants
//! Each indicator stands alone, under its own heading: no two of them share a
//! table or a drawing. A side for which nothing is known has its own line.

use std::collections::BTreeMap;

use servanda_model::assessment::{IndicatorSeries, IndicatorValue};
use servanda_model::figure::Decimal;
use servanda_model::time::Date;

use super::chart;
use super::context::Context;
use super::view::{Indicator, Run, Section};
use crate::language::Text;

/// How many values a table shows one by one before it sums by month.
const VALUES_MAX: usize = 12;

/// The ending by which a text names the running total of another indicator.
const TOTAL: &str = " in Total";

/// Side, reporter, and whether the values are running totals.
type RunKey<'a> = (Option<&'a str>, &'a str, bool);

pub(super) fn indicators(context: &Context) -> Section<Indicator> {
    let words = &context.words;
    Section {
        title: words.say("indicators-title"),
        intro: words.say("indicators-intro"),
        none: words.say("indicators-none"),
        rows: context
            .assessment()
            .indicators
            .iter()
            .map(|series| indicator(context, series))
            .collect(),
        more: Text::default(),
    }
}

fn indicator(context: &Context, series: &IndicatorSeries) -> Indicator {
    let words = &context.words;
    let planned = context
        .plan()
        .indicators
        .iter()
        .find(|one| one.name.as_str() == series.name);
    let mut terms = Vec::new();
    if let Some(planned) = planned {
        for (id, value) in [("baseline", &planned.baseline), ("target", &planned.target)] {
            if let Some(value) = value {
                terms.push(words.say_with(id, &[("text", Text::own(value).into())]));
            }
        }
    }
    let mut by_run: BTreeMap<RunKey, Vec<&IndicatorValue>> = BTreeMap::new();
    for value in &series.values {
        let key = (
            value.side.as_deref(),
            value.reporter.as_str(),
            value.running_total,
        );
        by_run.entry(key).or_default().push(value);
    }
    let silent = planned
        .map_or(&[][..], |one| one.by_side_of.as_slice())
        .iter()
        .filter(|side| {
            !series
                .values
                .iter()
                .any(|value| value.side.as_deref() == Some(side.as_str()))
        });
    let mut none: Vec<Text> = silent
        .map(|side| words.say_with("side-unknown", &[("side", Text::own(side.as_str()).into())]))
        .collect();
    if series.values.is_empty() && none.is_empty() {
        none.push(words.say("series-unknown"));
    }
    Indicator {
        name: Text::own(&series.name),
        terms: Text::joined(terms, " · "),
        runs: by_run
            .iter()
            .map(|(key, values)| run(context, &series.name, *key, values))
            .collect(),
        none: Text::joined(none, " · "),
        differences: differences(context, series),
    }
}

fn run(context: &Context, name: &str, key: RunKey, values: &[&IndicatorValue]) -> Run {
    let words = &context.words;
    let (side, reporter, running) = key;
    let mut values = values.to_vec();
    values.sort_by_key(|value| (value.days, value.citation));
    let kind = words.say(if running { "run-total" } else { "run-values" });
    let mut caption = vec![Text::own(reporter), kind];
    if let Some(side) = side {
        caption.insert(0, Text::own(side));
    }
    let by_month = values.len() > VALUES_MAX && !running;
    let rows = if by_month {
        months(context, &values)
    } else {
        singly(context, &values)
    };
    let left = if by_month {
        0
    } else {
        values.len().saturating_sub(rows.len())
    };
    Run {
        caption: words.list(caption),
        chart: chart::chart(context, name, &values, running),
        heads: if by_month {
            vec![
                words.say("head-month"),
                words.say("head-sum"),
                words.say("head-entries"),
            ]
        } else {
            vec![
                words.say("head-days"),
                words.say("head-figure"),
                words.say("head-entries"),
            ]
        },
        rows,
        more: if left == 0 {
            Text::default()
        } else {
            words.say_with("values-more", &[("n", left.into())])
        },
    }
}

/// Returns the latest values, one row each.
fn singly(
    context: &Context,
    values: &[&IndicatorValue],
) -> Vec<(Text, Text, Vec<super::view::Cite>)> {
    let skip = values.len().saturating_sub(VALUES_MAX);
    let rows = values.iter().skip(skip).map(|value| {
        let cite = context.cite(value.citation);
        (
            context.words.days(value.days.0, value.days.1),
            context.words.figure(&value.figure),
            vec![cite],
        )
    });
    rows.collect()
}

/// Sums exact values by month; the first and the last entry of each are cited.
fn months(
    context: &Context,
    values: &[&IndicatorValue],
) -> Vec<(Text, Text, Vec<super::view::Cite>)> {
    let words = &context.words;
    let mut by_month: BTreeMap<(i16, i8), Vec<&IndicatorValue>> = BTreeMap::new();
    for value in values {
        by_month
            .entry((value.days.0.year(), value.days.0.month()))
            .or_default()
            .push(value);
    }
    let rows = by_month.into_iter().map(|((year, month), values)| {
        let sum: Decimal = values.iter().filter_map(|value| value.figure.exact()).sum();
        let month = words.say_with(
            "month-year",
            &[
                ("month", words.say(&format!("month-{month}")).into()),
                ("year", Text::plain_words(&year.to_string()).into()),
            ],
        );
        let sum = words.say_with(
            "sum-of",
            &[
                ("sum", words.number(sum).into()),
                ("n", values.len().into()),
            ],
        );
        let ends = values
            .first()
            .into_iter()
            .chain(values.last().filter(|_| values.len() > 1));
        let cites = ends.map(|value| context.cite(value.citation));
        (month.isolated(words.language), sum, cites.collect())
    });
    rows.collect()
}

/// Tells how the sum of single values and the last running total differ over
/// the days that both cover.
fn differences(context: &Context, series: &IndicatorSeries) -> Vec<Text> {
    let total_name = format!("{}{TOTAL}", series.name);
    let other = context
        .assessment()
        .indicators
        .iter()
        .filter(|one| one.name == total_name);
    let totals: Vec<&IndicatorValue> = series
        .values
        .iter()
        .chain(other.flat_map(|one| &one.values))
        .filter(|value| value.running_total)
        .collect();
    let mut last: BTreeMap<(Option<&str>, &str), &IndicatorValue> = BTreeMap::new();
    for total in totals {
        let place = last
            .entry((total.side.as_deref(), total.reporter.as_str()))
            .or_insert(total);
        if (total.days.1, total.citation) > (place.days.1, place.citation) {
            *place = total;
        }
    }
    last.into_iter()
        .filter_map(|((side, reporter), total)| {
            difference(context, series, (side, reporter), total)
        })
        .collect()
}

fn difference(
    context: &Context,
    series: &IndicatorSeries,
    (side, reporter): (Option<&str>, &str),
    total: &IndicatorValue,
) -> Option<Text> {
    let words = &context.words;
    let reported = total.figure.exact()?;
    let until = total.days.1;
    let counted: Vec<&IndicatorValue> = series
        .values
        .iter()
        .filter(|value| {
            !value.running_total && value.side.as_deref() == side && value.days.1 <= until
        })
        .collect();
    let from: Date = counted.iter().map(|value| value.days.0).min()?;
    let mut sum = Decimal::ZERO;
    for value in &counted {
        sum += value.figure.exact()?;
    }
    let apart = (sum - reported).abs();
    Some(words.say_with(
        "difference",
        &[
            ("from", words.day(from).into()),
            ("to", words.day(until).into()),
            ("sum", words.number(sum).into()),
            ("reporter", Text::own(reporter).into()),
            ("total", words.number(reported).into()),
            ("apart", words.number(apart).into()),
        ],
    ))
}

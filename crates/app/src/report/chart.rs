//! One small drawing of a series: an outline from the first day to the last.
//!
//! # Invariants
//! One series in each drawing, its own scale from zero, time from left to
//! right in every language. The same values stand in a table below.

use std::fmt::Write as _;

use servanda_model::assessment::IndicatorValue;
use servanda_model::figure::Decimal;
use servanda_model::time::Date;

use super::context::Context;
use super::view::Chart;
use crate::language::Text;

/// The box of the drawing.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 96;

/// Fewer values than this read better as a table alone.
const VALUES_MIN: usize = 8;

/// Draws a series, where it has enough exact values.
pub(super) fn chart(
    context: &Context,
    name: &str,
    values: &[&IndicatorValue],
    running: bool,
) -> Option<Chart> {
    let points: Vec<(Date, Decimal)> = values
        .iter()
        .filter_map(|value| Some((value.days.1, value.figure.exact()?)))
        .collect();
    let (first, last) = (points.first()?, points.last()?);
    let greatest = points.iter().map(|(_, value)| *value).max()?;
    if points.len() < VALUES_MIN || first.0 == last.0 || greatest <= Decimal::ZERO {
        return None;
    }
    let words = &context.words;
    let span = days_between(first.0, last.0).max(1);
    let mut path = String::new();
    for (day, value) in &points {
        let x = days_between(first.0, *day) * WIDTH / span;
        let y = HEIGHT - scaled(*value, greatest);
        // A day's count is a bar of its own; a running total is one line.
        let written = if running {
            write!(path, "{}{x} {y}", if path.is_empty() { "M" } else { "L" })
        } else {
            write!(path, "M{x} {HEIGHT}V{y}")
        };
        written.ok()?;
    }
    let ends = (words.day(first.0), words.day(last.0));
    let description = words.say_with(
        if running {
            "chart-total"
        } else {
            "chart-values"
        },
        &[
            ("n", points.len().into()),
            ("from", ends.0.clone().into()),
            ("to", ends.1.clone().into()),
            ("first", words.number(first.1).into()),
            ("last", words.number(last.1).into()),
            ("top", words.number(greatest).into()),
        ],
    );
    Some(Chart {
        title: Text::own(name),
        description,
        path,
        ends,
        top: words.number(greatest),
    })
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Scales a value to the height of the box, in whole units.
fn scaled(value: Decimal, greatest: Decimal) -> i64 {
    let height = value * Decimal::from(HEIGHT) / greatest;
    height.round().to_string().parse().unwrap_or(0)
}

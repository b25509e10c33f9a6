//! What a `keep` or `reach` duty aims at, under one reading.
//!
//! # Source
//! "Meaning", sections 6 to 8 and 12.

use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::{TermName, UnitName};
use servanda_model::plan::{Measured, OpenTerm, ReadingValue, Target};
use servanda_model::record::Report;

use crate::testimony::{Topic, rescale};
use crate::world::View;

/// What is to be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal<'a> {
    /// A number, in the measure's unit.
    Bound(Comparison, Decimal),
    /// A state's value.
    State(&'a str),
}

impl Goal<'_> {
    /// Returns whether a report is surely within it or surely beyond it;
    /// `None` where it is neither.
    pub(crate) fn judge(&self, report: &Report, figure: Option<&Figure>) -> Option<bool> {
        match self {
            Self::State(value) => report.value.as_deref().map(|given| given == *value),
            Self::Bound(comparison, bound) => lies(*comparison, *bound, figure?),
        }
    }
}

/// Returns whether a figure is surely within a bound or surely beyond it.
fn lies(comparison: Comparison, bound: Decimal, figure: &Figure) -> Option<bool> {
    if figure.surely_within(comparison, bound) {
        Some(true)
    } else if figure.surely_beyond(comparison, bound) {
        Some(false)
    } else {
        None
    }
}

/// Returns the reading of a term that the view's variant supposes.
pub(crate) fn read<'a>(view: &View<'_, 'a>, term: &TermName) -> Option<&'a ReadingValue> {
    let declared: &'a OpenTerm = view.plan().terms.iter().find(|t| t.name == *term)?;
    let place = view.variant.readings.get(term)?;
    declared.readings.get(*place).map(|reading| &reading.value)
}

/// Returns the topic of what is measured, under the view's variant.
pub(crate) fn topic<'a>(view: &View<'_, 'a>, measured: &'a Measured) -> Option<Topic<'a>> {
    let Measured::Term(term) = measured else {
        return Topic::measured(view.plan(), measured);
    };
    match read(view, term)? {
        ReadingValue::Measure(name, filters) => Topic::measure(view.plan(), name.as_str(), filters),
        ReadingValue::Event(pattern) => {
            Topic::measure(view.plan(), pattern.name.as_str(), &pattern.filters)
                .or_else(|| Some(Topic::event(view.plan(), pattern)))
        }
        _ => None,
    }
}

/// Returns what is aimed at, under the view's variant.
pub(crate) fn goal<'a>(
    view: &View<'_, 'a>,
    target: &'a Target,
    topic: &Topic<'a>,
) -> Option<Goal<'a>> {
    let bound = |comparison: Comparison, n: Decimal, unit: Option<&UnitName>| {
        rescale(view.plan(), n, unit, topic.unit()).map(|n| Goal::Bound(comparison, n))
    };
    match target {
        Target::Number(comparison, n, unit) => bound(*comparison, *n, unit.as_ref()),
        Target::State(value) => Some(Goal::State(value)),
        Target::Term(comparison, term) => match read(view, term)? {
            ReadingValue::Number(n, unit) => bound(*comparison, *n, unit.as_ref()),
            ReadingValue::State(value) => Some(Goal::State(value)),
            _ => None,
        },
    }
}

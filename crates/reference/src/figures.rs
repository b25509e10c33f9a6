//! Small sums on figures, kept apart so that each is visibly right.

use servanda_model::figure::{Decimal, Figure};

/// Returns a figure multiplied by a number that is not negative.
pub(crate) fn times(figure: &Figure, by: Decimal) -> Figure {
    match figure {
        Figure::Exact(n) => Figure::Exact(*n * by),
        Figure::AtLeast(n) => Figure::AtLeast(*n * by),
        Figure::MoreThan(n) => Figure::MoreThan(*n * by),
        Figure::AtMost(n) => Figure::AtMost(*n * by),
        Figure::LessThan(n) => Figure::LessThan(*n * by),
        Figure::Between(a, b) => Figure::Between(*a * by, *b * by),
    }
}

/// Returns the greatest whole number a figure allows, if it has an upper end.
pub(crate) fn most(figure: &Figure) -> Option<Decimal> {
    match figure {
        Figure::Exact(n) | Figure::AtMost(n) | Figure::Between(_, n) => Some(n.floor()),
        Figure::LessThan(n) => Some(n.ceil() - Decimal::ONE),
        Figure::AtLeast(_) | Figure::MoreThan(_) => None,
    }
}

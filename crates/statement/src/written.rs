//! How figures, grades, dates and happenings are written in payloads and in
//! evidence files.
//!
//! One spelling for both, so that what an importer accepts is what a record
//! holds. Messages say what was expected, without a place: the caller knows it.

use servanda_model::figure::{Decimal, Figure};
use servanda_model::plan::Grade;
use servanda_model::time::{Date, Instant, When};

/// A point as written: a civil day or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A civil day.
    Day(Date),
    /// An instant.
    Instant(Instant),
}

/// Reads a figure: `20`, `>=18`, `>202.8`, `<=5`, `<5` or `600..800`.
///
/// # Errors
/// What was expected instead.
pub fn read_figure(text: &str) -> Result<Figure, String> {
    let text = text.trim();
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        if low > high {
            return Err(format!(
                "`{text}` runs from the larger to the smaller number: turn it round"
            ));
        }
        return Ok(if low == high {
            Figure::Exact(low)
        } else {
            Figure::Between(low, high)
        });
    }
    if let Some(rest) = text.strip_prefix(">=") {
        number(rest).map(Figure::AtLeast)
    } else if let Some(rest) = text.strip_prefix("<=") {
        number(rest).map(Figure::AtMost)
    } else if let Some(rest) = text.strip_prefix('>') {
        number(rest).map(Figure::MoreThan)
    } else if let Some(rest) = text.strip_prefix('<') {
        number(rest).map(Figure::LessThan)
    } else {
        number(text).map(Figure::Exact)
    }
}

/// Writes a figure as [`read_figure`] reads it.
pub fn write_figure(figure: &Figure) -> String {
    match figure {
        Figure::Exact(n) => n.to_string(),
        Figure::AtLeast(n) => format!(">={n}"),
        Figure::MoreThan(n) => format!(">{n}"),
        Figure::AtMost(n) => format!("<={n}"),
        Figure::LessThan(n) => format!("<{n}"),
        Figure::Between(low, high) => format!("{low}..{high}"),
    }
}

fn number(text: &str) -> Result<Decimal, String> {
    let text = text.trim();
    if let Some(digit) = text.chars().find(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return Err(format!(
            "`{digit}` is not one of the digits 0-9: write the number with those"
        ));
    }
    let plain = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        && text.chars().any(|c| c.is_ascii_digit());
    let number = plain.then(|| Decimal::from_str_exact(text).ok()).flatten();
    number.ok_or_else(|| {
        format!(
            "`{text}` is not a number: write digits with at most one point, such as 1700 or 0.5"
        )
    })
}

/// Reads an Admiralty grade such as `B2`.
///
/// # Errors
/// What was expected instead.
pub fn read_grade(text: &str) -> Result<Grade, String> {
    let mut letters = text.trim().chars();
    if let (Some(source @ 'A'..='F'), Some(content @ '1'..='6'), None) =
        (letters.next(), letters.next(), letters.next())
    {
        let content = u8::try_from(content.to_digit(10).unwrap_or(6)).unwrap_or(6);
        return Ok(Grade { source, content });
    }
    Err(format!(
        "`{text}` is not an Admiralty grade: write a letter A to F and a digit 1 to 6, such as B2"
    ))
}

/// Reads a civil day, `2026-07-04`.
///
/// # Errors
/// What was expected instead.
pub fn read_day(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    shaped
        .then(|| text.parse::<Date>().ok())
        .flatten()
        .ok_or_else(|| format!("`{text}` is not a day: write it as 2026-07-04"))
}

/// Reads a day or an instant.
///
/// # Errors
/// What was expected instead.
pub fn read_point(text: &str) -> Result<Point, String> {
    let text = text.trim();
    if !text.contains('T') {
        return read_day(text).map(Point::Day);
    }
    text.parse::<Instant>().map(Point::Instant).map_err(|_| {
        format!("`{text}` is not an instant: write it with its offset, such as 2025-10-13T09:00Z")
    })
}

/// Reads a happening: a day, an instant, or a range of either as `a..b`.
///
/// # Errors
/// What was expected instead.
pub fn read_when(text: &str) -> Result<When, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    when_between(read_point(from)?, read_point(to)?)
}

/// Makes a happening from its two ends.
///
/// # Errors
/// What was expected instead.
pub fn when_between(from: Point, to: Point) -> Result<When, String> {
    match (from, to) {
        (Point::Day(from), Point::Day(to)) if from <= to => Ok(When::On(from, to)),
        (Point::Instant(from), Point::Instant(to)) if from == to => Ok(When::At(from)),
        (Point::Instant(from), Point::Instant(to)) if from < to => Ok(When::Between(from, to)),
        (Point::Day(_), Point::Instant(_)) | (Point::Instant(_), Point::Day(_)) => Err(
            "a range runs from day to day or from instant to instant, not from one to the other"
                .into(),
        ),
        _ => Err("the range ends before it begins: turn it round".into()),
    }
}

/// Reads a range of days, `2025-10-12..2025-12-07`, or one day.
///
/// # Errors
/// What was expected instead.
pub fn read_days(text: &str) -> Result<(Date, Date), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (read_day(from)?, read_day(to)?);
    if from > to {
        return Err("the range of days ends before it begins: turn it round".into());
    }
    Ok((from, to))
}

/// Writes the two ends of a happening, and its precision, as payloads hold
/// them.
pub fn write_when(when: &When) -> (String, String, &'static str) {
    match when {
        When::At(at) => (at.to_string(), at.to_string(), "minute"),
        When::On(from, to) => (from.to_string(), to.to_string(), "day"),
        When::Between(from, to) => (from.to_string(), to.to_string(), "minute"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_and_write() {
        for text in ["20", ">=18", ">202.8", "<=5", "<5", "600..800", "-3"] {
            assert_eq!(write_figure(&read_figure(text).unwrap()), text);
        }
        assert_eq!(read_figure(" 7..7 "), Ok(Figure::Exact(7.into())));
    }

    #[test]
    fn bad_figures_say_what_to_write() {
        assert!(read_figure("٦٠٠").unwrap_err().contains("digits 0-9"));
        assert!(read_figure("1,700").unwrap_err().contains("1700"));
        assert!(
            read_figure("800..600")
                .unwrap_err()
                .contains("turn it round")
        );
        for text in ["", "-", ".", "1e5", "NaN", "1.2.3"] {
            assert!(read_figure(text).is_err(), "{text}");
        }
    }

    #[test]
    fn grades_are_a_letter_and_a_digit() {
        assert_eq!(
            read_grade("B2"),
            Ok(Grade {
                source: 'B',
                content: 2
            })
        );
        for text in ["", "B", "G1", "A7", "b2", "B22"] {
            assert!(read_grade(text).is_err(), "{text}");
        }
    }

    #[test]
    fn happenings_are_days_instants_or_ranges() {
        let day = read_day("2025-10-13").unwrap();
        assert_eq!(read_when("2025-10-13"), Ok(When::On(day, day)));
        assert!(matches!(read_when("2025-10-13T09:00Z"), Ok(When::At(_))));
        assert!(matches!(
            read_when("2025-10-13T09:00Z..2025-10-13T10:00Z"),
            Ok(When::Between(_, _))
        ));
        for text in [
            "2025-10-20..2025-10-14",
            "2025-02-30",
            "2025-10-13..2025-10-13T09:00Z",
            "13.10.2025",
            "20251013",
        ] {
            assert!(read_when(text).is_err(), "{text}");
        }
    }
}

//! Days and instants as sources write them.
//!
//! What can be meant in one way only is read; `03/04/2025` is two days until
//! the mapping says which. A time of day without an offset from universal time
//! is no instant: its day is kept.

use servanda_model::time::{Date, Instant};
use servanda_statement::written::Point;

use crate::number::western;

/// In which order a date of three numbers is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2025`.
    DayFirst,
    /// `12/31/2025`.
    MonthFirst,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a day or an instant.
///
/// # Errors
/// What was expected instead.
pub fn read(text: &str, order: Option<Order>) -> Result<Point, String> {
    let plain = western(text)?;
    let plain = plain.trim();
    if let Ok(day) = plain.parse::<Date>()
        && plain.len() == 10
    {
        return Ok(Point::Day(day));
    }
    let parts = match plain.split_once('T') {
        Some((date, _)) if date.ends_with(|c: char| c.is_ascii_digit()) => plain.split_once('T'),
        _ => plain.rsplit_once(' '),
    };
    if let Some((date, time)) = parts
        && time.starts_with(|c: char| c.is_ascii_digit())
        && time.contains(':')
    {
        return with_time(date, time, order).ok_or_else(|| unreadable(text));
    }
    match day(plain, order) {
        Ok(Some(day)) => Ok(Point::Day(day)),
        Ok(None) => Err(unreadable(text)),
        Err(reason) => Err(reason),
    }
}

/// Reads the day of a day or an instant.
///
/// # Errors
/// What was expected instead.
pub fn read_day(text: &str, order: Option<Order>) -> Result<Date, String> {
    match read(text, order)? {
        Point::Day(day) => Ok(day),
        Point::Instant(_) => {
            let plain = western(text)?;
            let date = plain.split(['T', ' ']).next().unwrap_or_default();
            date.parse().map_err(|_| unreadable(text))
        }
    }
}

fn unreadable(text: &str) -> String {
    format!(
        "`{text}` is not a day that can be read: write it as 2026-07-04, or say `dates = \"day first\"` or `\"month first\"` in the mapping"
    )
}

fn with_time(date: &str, time: &str, order: Option<Order>) -> Option<Point> {
    let day = date
        .parse::<Date>()
        .ok()
        .or_else(|| day(date, order).ok().flatten())?;
    let iso = format!("{day}T{time}");
    if let Ok(instant) = iso.parse::<Instant>() {
        // Midnight of universal time is how interfaces write a day.
        let bare = time.trim_end_matches('Z');
        let midnight = bare.chars().all(|c| matches!(c, '0' | ':' | '.'));
        return Some(if time.ends_with('Z') && midnight {
            Point::Day(day)
        } else {
            Point::Instant(instant)
        });
    }
    let clock = time.trim();
    let fits = clock
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    fits.then_some(Point::Day(day))
}

fn day(text: &str, order: Option<Order>) -> Result<Option<Date>, String> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text
            .parse::<u32>()
            .ok()
            .and_then(|number| date(number / 10_000, number / 100 % 100, number % 100)));
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return Ok(None);
    };
    let number = |part: &str| part.parse::<u32>().ok();
    if let Some(month) = month(second) {
        // 1 March 2015, 01-Mar-2015.
        return Ok(number(first)
            .zip(year(third))
            .and_then(|(day, year)| date(year, month, day)));
    }
    if let Some(month) = month(first) {
        // March 1, 2015.
        return Ok(number(second)
            .zip(year(third))
            .and_then(|(day, year)| date(year, month, day)));
    }
    let (Some(one), Some(two)) = (number(first), number(second)) else {
        return Ok(None);
    };
    if first.len() == 4 {
        // 2015/3/1: no habit puts the day in the middle.
        return Ok(number(third).and_then(|day| date(one, two, day)));
    }
    let Some(year) = year(third) else {
        return Ok(None);
    };
    match order {
        Some(Order::DayFirst) => Ok(date(year, two, one)),
        Some(Order::MonthFirst) => Ok(date(year, one, two)),
        None => Err(format!(
            "`{text}` may have the day first or the month first: say `dates = \"day first\"` or `\"month first\"` in the mapping"
        )),
    }
}

/// Reads a year of four digits; of two it could be of two centuries.
fn year(text: &str) -> Option<u32> {
    (text.len() == 4).then(|| text.parse().ok()).flatten()
}

fn month(text: &str) -> Option<u32> {
    let word = text.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|name| *name == word || (word.len() == 3 && name.starts_with(&word)))?;
    u32::try_from(found + 1).ok()
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Writes a point as evidence files have it.
pub(crate) fn write(point: Point) -> String {
    match point {
        Point::Day(day) => day.to_string(),
        Point::Instant(at) => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str, order: Option<Order>) -> String {
        match read(text, order) {
            Ok(point) => write(point),
            Err(reason) => reason,
        }
    }

    #[test]
    fn one_day_in_many_hands() {
        for text in [
            "2015-03-01",
            "2015/03/01",
            "2015/3/1",
            "20150301",
            "1 March 2015",
            "01-Mar-2015",
            "March 1, 2015",
            "٢٠١٥-٠٣-٠١",
            "۲۰۱۵/۰۳/۰۱",
            "2015-03-01T00:00:00Z",
            "2015-03-01T00:00:00.000Z",
            "2015-03-01 14:30",
            "1 March 2015 14:30:00",
        ] {
            assert_eq!(is(text, None), "2015-03-01", "{text}");
        }
        assert_eq!(is("01/03/2015", Some(Order::DayFirst)), "2015-03-01");
        assert_eq!(is("03/01/2015", Some(Order::MonthFirst)), "2015-03-01");
        assert_eq!(is("01.03.2015", Some(Order::DayFirst)), "2015-03-01");
    }

    #[test]
    fn an_instant_has_its_offset() {
        assert_eq!(
            is("2024-01-02T10:00:00.000+02:00", None),
            "2024-01-02T08:00:00Z"
        );
        assert_eq!(
            is("2026-03-09T06:57:40.435Z", None),
            "2026-03-09T06:57:40.435Z"
        );
        assert_eq!(
            read_day("2024-01-02T01:00:00+02:00", None)
                .map(|day| day.to_string())
                .as_deref(),
            Ok("2024-01-02")
        );
    }

    #[test]
    fn what_can_be_two_days_is_refused() {
        for text in ["01/03/2015", "13/12/2015", "3-4-2025"] {
            assert!(is(text, None).contains("day first"), "{text}");
        }
        for text in [
            "2015-02-30",
            "1 Mar 15",
            "soon",
            "",
            "2015",
            "32 March 2015",
            "99999999",
        ] {
            assert!(
                is(text, None).contains("not a day"),
                "{text}: {}",
                is(text, None)
            );
        }
        assert!(is("31/12/2025", Some(Order::MonthFirst)).contains("not a day"));
    }
}

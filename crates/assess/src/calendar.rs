//! Dates: what a period after a happening is due, and how late something was.
//!
//! What lives here: sums of periods in Accord Time, working days, lateness.
//! What does not: which happening starts a period (`trigger`). Entry point:
//! [`after`].
//!
//! # Source
//! "Meaning", section 3.

use jiff::ToSpan;
use servanda_model::assessment::Lateness;
use servanda_model::plan::Plan;
use servanda_model::plan::duty::Moment;
use servanda_model::time::{Calendar, Date, Instant, Period, PeriodUnit, When, Zone};

/// The first day that a happening without a known beginning can have had.
pub(crate) const BEGINNING: Date = jiff::civil::date(-9000, 1, 1);

/// Returns the happening that ends with `to` and may have begun at any time.
pub(crate) fn any_time_up_to(to: &When) -> When {
    match to {
        When::On(_, last) => When::On(BEGINNING, *last),
        When::At(at) | When::Between(_, at) => When::Between(Instant::MIN, *at),
    }
}

/// Returns one nanosecond later, or the end of time.
pub(crate) fn just_after(instant: Instant) -> Instant {
    instant.checked_add(1.nanosecond()).unwrap_or(Instant::MAX)
}

/// Returns one nanosecond earlier, or the beginning of time.
pub(crate) fn just_before(instant: Instant) -> Instant {
    instant.checked_sub(1.nanosecond()).unwrap_or(Instant::MIN)
}

/// Returns the day `count` days after a day, the last day there is at most.
pub(crate) fn plus_days(day: Date, count: i64) -> Date {
    day.checked_add(jiff::Span::new().try_days(count).unwrap_or_default())
        .unwrap_or(if count < 0 { Date::MIN } else { Date::MAX })
}

fn plus_months(day: Date, count: i64) -> Date {
    day.checked_add(jiff::Span::new().try_months(count).unwrap_or_default())
        .unwrap_or(Date::MAX)
}

fn plus_hours(instant: Instant, count: i64) -> Instant {
    instant
        .checked_add(jiff::Span::new().try_hours(count).unwrap_or_default())
        .unwrap_or(Instant::MAX)
}

fn plus_working(day: Date, count: i64, calendar: &Calendar) -> Date {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        let Ok(next) = day.tomorrow() else {
            return day;
        };
        day = next;
        let weekday = day.weekday().to_monday_one_offset();
        if !calendar.rest.contains(&weekday) && !calendar.holidays.contains(&day) {
            left -= 1;
        }
    }
    day
}

/// Returns the day `times` periods after a day; `None` for hours.
pub(crate) fn day_after(plan: &Plan, day: Date, period: &Period, times: i64) -> Option<Date> {
    let count = i64::from(period.count).saturating_mul(times);
    match &period.unit {
        PeriodUnit::Hour => None,
        PeriodUnit::Day => Some(plus_days(day, count)),
        PeriodUnit::Week => Some(plus_days(day, count.saturating_mul(7))),
        PeriodUnit::Month => Some(plus_months(day, count)),
        PeriodUnit::Year => Some(plus_months(day, count.saturating_mul(12))),
        PeriodUnit::Working(name) => plan
            .calendars
            .iter()
            .find(|calendar| calendar.name == *name)
            .map(|calendar| plus_working(day, count, calendar))
            .or_else(|| Some(plus_days(day, count))),
    }
}

/// Returns the last instant of `times` periods after an instant.
pub(crate) fn after(plan: &Plan, start: Instant, period: &Period, times: i64) -> Instant {
    let zone = &plan.zone;
    match day_after(plan, zone.date_of(start), period, times) {
        Some(day) => zone.day_end(day),
        None => plus_hours(start, i64::from(period.count).saturating_mul(times)),
    }
}

/// Returns the last instant at which something is done `by` a moment.
pub(crate) fn by(zone: &Zone, moment: Moment) -> Instant {
    match moment {
        Moment::On(day) => zone.day_end(day),
        Moment::At(at) => at,
    }
}

/// Returns the last instant before a moment.
pub(crate) fn before(zone: &Zone, moment: Moment) -> Instant {
    match moment {
        Moment::On(day) => just_before(zone.day_start(day)),
        Moment::At(at) => just_before(at),
    }
}

/// How a happening lies to a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timeliness {
    /// The whole of it in time.
    InTime,
    /// The whole of it late.
    Late,
    /// Neither.
    Astride,
}

/// Returns whether a happening is in time for a due date.
pub(crate) fn timeliness(zone: &Zone, when: &When, due: Instant) -> Timeliness {
    let (early, late) = match when {
        When::On(from, to) => {
            let day = zone.date_of(due);
            (*to <= day, *from > day)
        }
        When::At(_) | When::Between(_, _) => (when.latest(zone) <= due, when.earliest(zone) > due),
    };
    match (early, late) {
        (true, _) => Timeliness::InTime,
        (false, true) => Timeliness::Late,
        (false, false) => Timeliness::Astride,
    }
}

/// Returns the first and last civil day that a happening can have been on.
pub(crate) fn days_of(zone: &Zone, when: &When) -> (Date, Date) {
    match when {
        When::On(from, to) => (*from, *to),
        When::At(at) => (zone.date_of(*at), zone.date_of(*at)),
        When::Between(from, to) => (zone.date_of(*from), zone.date_of(*to)),
    }
}

/// Returns how many days the second day lies after the first.
pub(crate) fn days_between(first: Date, second: Date) -> i64 {
    first
        .until(second)
        .map_or(0, |span| i64::from(span.get_days()))
}

/// Returns how late the happenings were: the fewest from the least of them, the
/// most from the instant that established performance.
pub(crate) fn lateness(
    zone: &Zone,
    due: Instant,
    happenings: &[&When],
    established: Instant,
    hours: bool,
) -> Lateness {
    let exact = happenings
        .iter()
        .all(|when| !matches!(when, When::On(_, _)));
    if hours && exact && !happenings.is_empty() {
        let elapsed = |at: Instant| at.duration_since(due).as_hours().max(0);
        let fewest = happenings
            .iter()
            .map(|when| elapsed(when.earliest(zone)))
            .min()
            .unwrap_or(0);
        return Lateness::Hours(fewest, elapsed(established));
    }
    let day = zone.date_of(due);
    let fewest = happenings
        .iter()
        .map(|when| days_between(day, days_of(zone, when).0).max(0))
        .min()
        .unwrap_or(0);
    let most = days_between(day, zone.date_of(established)).max(fewest);
    Lateness::Days(fewest, most)
}

//! Instants, civil dates, lengths of time, and happenings of uncertain date.
//!
//! Sources: the language reference, "Time" and "Uncertain dates". Calculations
//! that need the agreement's calendar live in [`Zone`]; nothing here reads a
//! clock.

use jiff::SignedDuration;
pub use jiff::Timestamp as Instant;
pub use jiff::civil::Date;
pub use jiff::civil::Time as ClockTime;
use jiff::tz::TimeZone;

use crate::names::CalendarName;

/// The unit in which a [`Period`] counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodUnit {
    /// Elapsed hours.
    Hour,
    /// Calendar days in Accord Time.
    Day,
    /// Seven calendar days.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
    /// Working days of a declared calendar.
    Working(CalendarName),
}

/// A length of time as the text states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// How many units.
    pub count: u32,
    /// Which unit.
    pub unit: PeriodUnit,
}

impl Period {
    /// Makes a period of elapsed hours.
    pub fn hours(count: u32) -> Self {
        Self {
            count,
            unit: PeriodUnit::Hour,
        }
    }

    /// Makes a period of calendar days.
    pub fn days(count: u32) -> Self {
        Self {
            count,
            unit: PeriodUnit::Day,
        }
    }
}

/// A calendar of working days.
///
/// # Invariants
/// At least one weekday is not a rest day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its name.
    pub name: CalendarName,
    /// Weekdays without work, Monday = 1 to Sunday = 7, ascending.
    pub rest: Vec<i8>,
    /// Holidays, ascending.
    pub holidays: Vec<Date>,
}

/// Accord Time: the zone whose civil days the agreement counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// How the text names it, such as `UTC+02:00`.
    pub name: String,
    /// The zone itself.
    pub zone: TimeZone,
}

impl Zone {
    /// Returns the civil date of an instant.
    pub fn date_of(&self, instant: Instant) -> Date {
        self.zone.to_datetime(instant).date()
    }

    /// Returns the first instant of a civil day.
    pub fn day_start(&self, date: Date) -> Instant {
        let midnight = date.to_datetime(ClockTime::midnight());
        self.zone
            .to_ambiguous_timestamp(midnight)
            .compatible()
            .unwrap_or(Instant::MAX)
    }

    /// Returns the last instant of a civil day: one nanosecond before the next
    /// begins.
    pub fn day_end(&self, date: Date) -> Instant {
        let Ok(next) = date.tomorrow() else {
            return Instant::MAX;
        };
        self.day_start(next)
            .checked_sub(SignedDuration::from_nanos(1))
            .unwrap_or(Instant::MAX)
    }
}

/// When something happened, as exactly as its report says.
///
/// # Invariants
/// The earlier end is never after the later one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// At an instant.
    At(Instant),
    /// On some civil day of an inclusive range; equal ends mean one day.
    On(Date, Date),
    /// Between two instants, both included.
    Between(Instant, Instant),
}

impl When {
    /// Returns the earliest instant it can have happened at.
    pub fn earliest(&self, zone: &Zone) -> Instant {
        match self {
            Self::At(at) | Self::Between(at, _) => *at,
            Self::On(from, _) => zone.day_start(*from),
        }
    }

    /// Returns the latest instant it can have happened at.
    pub fn latest(&self, zone: &Zone) -> Instant {
        match self {
            Self::At(at) | Self::Between(_, at) => *at,
            Self::On(_, to) => zone.day_end(*to),
        }
    }
}

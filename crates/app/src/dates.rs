//! How instants and days are written for people and for programs, always in
//! Accord Time, and how `--at`, `--known` and `--since` are read.

use jiff::civil::DateTime;
use servanda_model::assessment::Known;
use servanda_model::time::{Date, Instant, Zone};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes a day as people do: `13 October 2025`.
pub fn day(date: Date) -> String {
    let month = usize::try_from(date.month())
        .ok()
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!(
        "{} {} {}",
        date.day(),
        month.copied().unwrap_or("?"),
        date.year()
    )
}

/// Writes an instant as a day where it is the end of one, else with the minute.
pub fn instant(at: Instant, zone: &Zone) -> String {
    let date = zone.date_of(at);
    if at == zone.day_end(date) {
        return day(date);
    }
    let zoned = at.to_zoned(zone.zone.clone());
    format!("{}, {:02}:{:02}", day(date), zoned.hour(), zoned.minute())
}

/// Writes an instant for programs: RFC 3339 with Accord Time's offset.
pub fn machine(at: Instant, zone: &Zone) -> String {
    let offset = zone.zone.to_offset(at);
    at.display_with_offset(offset).to_string()
}

/// Reads an instant: RFC 3339, or a bare date, which means the end of that day
/// in Accord Time.
///
/// # Errors
/// The text, where it is neither.
pub fn read_instant(text: &str, zone: &Zone) -> Result<Instant, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Instant>() {
        return Ok(at);
    }
    if !text.contains(['T', ' '])
        && let Ok(date) = text.parse::<Date>()
    {
        return Ok(zone.day_end(date));
    }
    if let Ok(local) = text.parse::<DateTime>()
        && let Ok(zoned) = local.to_zoned(zone.zone.clone())
    {
        return Ok(zoned.timestamp());
    }
    Err(format!(
        "`{text}` is not a time: write a date such as 2026-07-04 (the end of that day in Accord Time) \
         or an instant such as 2026-07-04T12:00Z"
    ))
}

/// Reads since when something holds: an instant, or a bare date for the
/// beginning of that day.
///
/// # Errors
/// The text, where it is neither.
pub fn read_beginning(text: &str, zone: &Zone) -> Result<Instant, String> {
    let text = text.trim();
    if !text.contains(['T', ' '])
        && let Ok(date) = text.parse::<Date>()
    {
        return Ok(zone.day_start(date));
    }
    read_instant(text, zone)
}

/// Reads what was known: a record size, an instant, or a bare date.
///
/// # Errors
/// The text, where it is none of them.
pub fn read_known(text: &str, zone: &Zone) -> Result<Known, String> {
    let digits = text.trim().trim_start_matches('#');
    if let Ok(size) = digits.parse::<u64>() {
        return Ok(Known::Size(size));
    }
    read_instant(text, zone).map(Known::By)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn zone() -> Zone {
        Zone {
            name: "UTC+02:00".into(),
            zone: TimeZone::fixed(jiff::tz::offset(2)),
        }
    }

    #[test]
    fn a_bare_date_is_the_end_of_the_day_in_accord_time() {
        let at = read_instant("2026-07-04", &zone()).unwrap();
        assert_eq!(instant(at, &zone()), "4 July 2026");
        assert_eq!(machine(at, &zone()), "2026-07-04T23:59:59.999999999+02:00");
    }

    #[test]
    fn an_instant_keeps_its_minute() {
        let at = read_instant("2025-10-10T09:00Z", &zone()).unwrap();
        assert_eq!(instant(at, &zone()), "10 October 2025, 11:00");
    }

    #[test]
    fn a_number_is_a_record_size() {
        assert_eq!(read_known("17", &zone()), Ok(Known::Size(17)));
        assert_eq!(read_known("#17", &zone()), Ok(Known::Size(17)));
    }

    #[test]
    fn anything_else_is_refused_with_a_way_out() {
        assert!(
            read_instant("soon", &zone())
                .unwrap_err()
                .contains("2026-07-04")
        );
        assert!(read_instant("2026-13-40", &zone()).is_err());
    }
}

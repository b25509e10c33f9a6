//! Deadlines as a calendar that phones and offices can subscribe to.
//!
//! What lives here: which dates there are, and their form as iCalendar. What
//! does not: how they are computed (`assess`).
//!
//! # Invariants
//! An event's UID names what is due and not when, so that a deadline that moves
//! stays one event. Dates and clocks stand as the assessment has them, whoever
//! owes; none is left out.
//!
//! # Source
//! RFC 5545: content lines are folded at 75 octets, text is escaped, a whole
//! day is a `DATE`.

use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use servanda_model::time::{Instant, Zone};

use super::{Asking, Frame, clocks};
use crate::keys;
use crate::report::Parts;
use crate::report::still_open;

/// One deadline.
struct Event {
    uid: String,
    due: Instant,
    what: String,
    about: String,
    page: String,
}

/// Returns whether a page has a calendar.
pub fn has_calendar(page: &str) -> bool {
    matches!(page, "overview" | "commitments" | "gates" | "cases")
}

/// Writes the calendar of a page.
///
/// # Shape
/// A commitment has its own deadlines, a case its clocks, `cases` all clocks;
/// the other pages have all deadlines and clocks.
pub(super) fn calendar(asking: &Asking, parts: &Parts, frame: &Frame) -> String {
    let zone = &parts.input().plan.zone;
    let item = asking.item;
    let mut events = Vec::new();
    if frame.page != "cases" {
        let clause = item.filter(|_| frame.page == "commitments");
        events.extend(deadlines(parts, frame, clause));
    }
    if frame.page == "cases" || item.is_none() {
        let case = item.filter(|_| frame.page == "cases");
        events.extend(running(parts, frame, case));
    }
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Servanda//Deadlines//EN");
    let title = format!("{} · {}", frame.heading.title.plain(), frame.title.plain());
    out.text("X-WR-CALNAME", &title);
    let banner = frame.heading.banner.plain();
    if !banner.is_empty() {
        out.text("X-WR-CALDESC", &banner);
    }
    // Which reading of a deadline is the later one: the record only grows.
    let sequence = parts.known().count();
    for event in events {
        out.line("BEGIN:VEVENT");
        out.text("UID", &event.uid);
        out.line(&format!("SEQUENCE:{sequence}"));
        let stamp = parts.input().assessment.as_of.at;
        out.line(&format!("DTSTAMP:{}", in_utc(stamp)));
        out.line(&format!("DTSTART{}", start(event.due, zone)));
        out.line("TRANSP:TRANSPARENT");
        out.text("SUMMARY", &event.what);
        let about = [event.about, event.page, banner.clone()];
        let about = about.into_iter().filter(|line| !line.is_empty());
        out.text("DESCRIPTION", &about.collect::<Vec<_>>().join("\n"));
        out.line("END:VEVENT");
    }
    out.line("END:VCALENDAR");
    out.0
}

/// Returns what falls due after the instant judged.
fn deadlines(parts: &Parts, frame: &Frame, only: Option<&str>) -> Vec<Event> {
    let input = parts.input();
    let at = input.assessment.as_of.at;
    let id = &input.settings.id;
    let clauses = input.assessment.clauses.iter();
    let wanted = clauses.filter(|clause| only.is_none_or(|only| only == clause.id.as_str()));
    let events = wanted.flat_map(|clause| {
        let name = parts.clause_ref(&clause.id);
        let open = clause.instances.iter().filter(|one| still_open(one.status));
        let due = open.filter_map(move |one| Some((one, one.due_at.filter(|due| *due > at)?)));
        due.map(move |(instance, due)| Event {
            uid: format!(
                "{id}/{}[{}]@due.servanda",
                clause.id,
                keys::text(&instance.key)
            ),
            due,
            what: format!("{} {}", name.id.plain(), name.title.plain()),
            about: parts.key(&instance.key).plain(),
            page: frame.links.item("commitments", clause.id.as_str()),
        })
        .collect::<Vec<_>>()
    });
    events.collect()
}

/// Returns the clocks of cases that have a limit.
fn running(parts: &Parts, frame: &Frame, only: Option<&str>) -> Vec<Event> {
    let id = &parts.input().settings.id;
    let clocks = clocks::all(parts).into_iter();
    let wanted = clocks.filter(|clock| only.is_none_or(|only| only == clock.case));
    let events = wanted.filter_map(|clock| {
        let who = clock.who.plain();
        Some(Event {
            uid: format!(
                "{id}/{}/{}/{who}@clock.servanda",
                clock.case,
                clock.step.plain()
            ),
            due: clock.due?,
            what: [clock.about.plain(), who]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(": "),
            about: clock.step.plain().to_owned(),
            page: frame.links.item("cases", &clock.case),
        })
    });
    events.collect()
}

fn in_utc(at: Instant) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// Writes when an event is: its day where it is due at the end of one.
fn start(due: Instant, zone: &Zone) -> String {
    let day = zone.date_of(due);
    if due == zone.day_end(day) {
        return format!(";VALUE=DATE:{}", day.strftime("%Y%m%d"));
    }
    // A second is the least that a calendar knows.
    let whole = due.checked_sub(i64::from(due.subsec_nanosecond()).nanoseconds());
    format!(":{}", in_utc(whole.unwrap_or(due)))
}

/// Content lines, each folded and ended as RFC 5545 has it.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Writes a property whose value is text of any kind.
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for character in value.chars() {
            match character {
                '\\' | ';' | ',' => line.extend(['\\', character]),
                '\n' => line.push_str("\\n"),
                other if other.is_control() => {}
                other => line.push(other),
            }
        }
        self.line(&line);
    }

    fn line(&mut self, line: &str) {
        const OCTETS_MAX: usize = 75;
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > OCTETS_MAX {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(character);
            used += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_text_ends_no_line() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a, b; c\\d\nEND:VEVENT\r");
        assert_eq!(lines.0, "SUMMARY:a\\, b\\; c\\\\d\\nEND:VEVENT\r\n");
        let mut long = Lines::default();
        long.text("SUMMARY", &"م".repeat(80));
        assert!(long.0.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(long.0.replace("\r\n ", "").matches('م').count(), 80);
    }
}

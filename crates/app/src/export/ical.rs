//! Deadlines as a calendar that other programs subscribe to.
//!
//! Entry point: [`calendar`]. What has a due date and is no figure for each day
//! or week becomes an event: duties to perform and to reach, clocks of cases,
//! the latest opening of a phase, the end of an authority. Instances that share
//! their due date share an event.
//!
//! # Invariants
//! A UID hangs on clause and key and never on the date, so that a moved
//! deadline moves in the calendars of those who have it. `SEQUENCE` counts the
//! known acts that can move a date, so it never goes back as the record grows.
//!
//! # Source
//! RFC 5545; events and not tasks, which most subscriptions leave out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use servanda_model::assessment::{Assessment, ClauseStatus, Instance, PhaseState, Status};
use servanda_model::names::ActorName;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Duty};
use servanda_model::record::{Act, DecisionAct};
use servanda_model::time::{Instant, Zone};

use crate::language::{Text, Words};
use crate::opened::Opened;
use crate::{keys, known, view};

/// The longest line of a calendar, in bytes, without its break.
const LINE_BYTES_MAX: usize = 75;

/// Writes the calendar of an assessment's deadlines.
pub fn calendar(opened: &Opened, assessment: &Assessment, words: &Words) -> String {
    let made = Maker {
        opened,
        assessment,
        words,
        stamp: stamp(opened, assessment),
        moves: moves(opened, assessment),
    };
    let settings = &opened.folder.settings;
    let title = settings.title.as_ref().unwrap_or(&opened.plan.title);
    let mut lines = Lines::default();
    lines.put("BEGIN:VCALENDAR");
    lines.put("VERSION:2.0");
    lines.put("PRODID:-//Servanda//Deadlines//EN");
    lines.put("CALSCALE:GREGORIAN");
    lines.text("NAME", title);
    lines.text("X-WR-CALNAME", title);
    if settings.unofficial {
        lines.text("DESCRIPTION", &words.say("banner-unofficial").plain());
    }
    for event in made.events() {
        made.write(&event, &mut lines);
    }
    lines.put("END:VCALENDAR");
    lines.0
}

/// One event of the calendar.
struct Event {
    uid: String,
    at: Instant,
    summary: String,
    description: String,
    status: &'static str,
    category: &'static str,
}

struct Maker<'a> {
    opened: &'a Opened,
    assessment: &'a Assessment,
    words: &'a Words,
    stamp: Instant,
    moves: usize,
}

impl Maker<'_> {
    fn zone(&self) -> &Zone {
        &self.opened.plan.zone
    }

    /// Returns all events, by date, then by UID.
    fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for status in &self.assessment.clauses {
            let clauses = &self.opened.plan.clauses;
            let clause = clauses.iter().find(|clause| clause.id == status.id);
            if let Some(clause) = clause.filter(|clause| dated(clause)) {
                self.of_clause(clause, status, &mut events);
            }
        }
        self.of_cases(&mut events);
        self.fixed(&mut events);
        events.sort_by(|one, other| (one.at, &one.uid).cmp(&(other.at, &other.uid)));
        events
    }

    /// Adds the due dates of a clause: one event for instances that share one,
    /// named by the clause where all of them do.
    fn of_clause(&self, clause: &Clause, status: &ClauseStatus, events: &mut Vec<Event>) {
        let mut by_date: BTreeMap<Instant, Vec<&Instance>> = BTreeMap::new();
        for instance in &status.instances {
            if let Some(due) = instance.due_at {
                by_date.entry(due).or_default().push(instance);
            }
        }
        let alone = by_date.len() == 1;
        for (due, instances) in by_date {
            if alone {
                let key = match instances.as_slice() {
                    [one] => keys::text(&one.key),
                    _ => String::new(),
                };
                events.push(self.deadline(clause, "", &key, due, &instances));
            } else {
                for instance in instances {
                    let key = keys::text(&instance.key);
                    events.push(self.deadline(clause, &key, &key, due, &[instance]));
                }
            }
        }
    }

    fn deadline(
        &self,
        clause: &Clause,
        id: &str,
        key: &str,
        due: Instant,
        instances: &[&Instance],
    ) -> Event {
        let mut owing: Vec<&ActorName> = Vec::new();
        for instance in instances {
            let own = instance.key.actor.as_ref();
            let all: Vec<&ActorName> = match own {
                Some(actor) => vec![actor],
                None => clause.subject.actors().iter().collect(),
            };
            for actor in all {
                if !owing.contains(&actor) {
                    owing.push(actor);
                }
            }
        }
        let owing = self
            .words
            .list(owing.iter().map(|actor| Text::own(actor.as_str())));
        let mut counts: BTreeMap<Status, u32> = BTreeMap::new();
        for instance in instances {
            *counts.entry(instance.status).or_default() += 1;
        }
        let statuses = match counts.first_key_value() {
            Some((status, 1)) if counts.len() == 1 => self.words.status(*status),
            _ => {
                let each = counts.iter();
                self.words
                    .list(each.map(|(status, count)| self.words.counted(*status, *count)))
            }
        };
        let name = if key.is_empty() {
            clause.id.to_string()
        } else {
            format!("{}[{key}]", clause.id)
        };
        let state = |wanted: Status| counts.keys().all(|status| *status == wanted);
        Event {
            uid: format!("{}/{id}", clause.id),
            at: due,
            summary: format!("{name} {}: {}", clause.title, owing.plain()),
            description: format!("{}\n{}", clause.sentence, statuses.plain()),
            status: if state(Status::Discharged) {
                "CANCELLED"
            } else if state(Status::Suspended) {
                "TENTATIVE"
            } else {
                "CONFIRMED"
            },
            category: match counts.first_key_value() {
                Some((status, _)) if counts.len() == 1 => status.key(),
                _ => "several",
            },
        }
    }

    /// Adds the clocks of cases that run.
    fn of_cases(&self, events: &mut Vec<Event>) {
        for case in &self.assessment.cases {
            for waiting in &case.waiting {
                let Some(due) = waiting.due else { continue };
                let id = view::case::id(&case.id);
                let number = waiting.step;
                let step = view::case::step(case, &self.opened.plan, number);
                events.push(Event {
                    uid: format!("case/{id}/{number}/{}", waiting.actor),
                    at: due,
                    summary: format!("{id}: {}", waiting.actor),
                    description: step.map(|step| step.text.clone()).unwrap_or_default(),
                    status: "CONFIRMED",
                    category: case.state.key(),
                });
            }
        }
    }

    /// Adds what the text itself dates: the latest opening of a phase, the end
    /// of an authority.
    fn fixed(&self, events: &mut Vec<Event>) {
        let plan = &self.opened.plan;
        let end = |moment: Moment| match moment {
            Moment::On(day) => self.zone().day_end(day),
            Moment::At(at) => at,
        };
        for phase in &plan.phases {
            let Some((moment, _)) = &phase.latest else {
                continue;
            };
            let mut states = self.assessment.phases.iter();
            let open = states.any(|one| {
                one.phase.0 == phase.name
                    && matches!(one.state, PhaseState::Open | PhaseState::Closed)
            });
            let name = Text::own(phase.name.as_str());
            let summary = self.words.say_with("date-phase", &[("phase", name.into())]);
            events.push(Event {
                uid: format!("phase/{}", phase.name),
                at: end(*moment),
                summary: summary.plain(),
                description: String::new(),
                status: if open { "CANCELLED" } else { "CONFIRMED" },
                category: "phase",
            });
        }
        for authority in &plan.authorities {
            let who = Text::own(authority.actor.as_str());
            let summary = self
                .words
                .say_with("date-authority", &[("who", who.into())]);
            events.push(Event {
                uid: format!("authority/{}", authority.actor),
                at: end(authority.until),
                summary: summary.plain(),
                description: String::new(),
                status: "CONFIRMED",
                category: "authority",
            });
        }
    }

    fn write(&self, event: &Event, lines: &mut Lines) {
        let settings = &self.opened.folder.settings;
        let uid = format!(
            "{}/{}/{}",
            settings.id,
            settings.epoch,
            event.uid.trim_end_matches('/')
        );
        lines.put("BEGIN:VEVENT");
        lines.put(&format!("UID:{}@{}", plain_id(&uid), settings.log));
        lines.put(&format!("DTSTAMP:{}", utc(self.stamp)));
        lines.put(&format!("SEQUENCE:{}", self.moves));
        let day = self.zone().date_of(event.at);
        if event.at == self.zone().day_end(day) {
            lines.put(&format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
        } else {
            lines.put(&format!("DTSTART:{}", utc(event.at)));
        }
        lines.text("SUMMARY", &event.summary);
        if !event.description.is_empty() {
            lines.text("DESCRIPTION", &event.description);
        }
        lines.put(&format!("STATUS:{}", event.status));
        lines.put(&format!("CATEGORIES:{}", event.category));
        lines.put("TRANSP:TRANSPARENT");
        lines.put("END:VEVENT");
    }
}

/// Returns whether a clause has deadlines rather than figures to keep.
fn dated(clause: &Clause) -> bool {
    match clause.duty {
        Duty::Perform(_) | Duty::Reach { .. } => true,
        Duty::Avoid(_)
        | Duty::Keep { .. }
        | Duty::May(_)
        | Duty::NotCheckable { .. }
        | Duty::InformsOnly(_) => false,
    }
}

/// Returns when the newest known entry came to be known.
fn stamp(opened: &Opened, assessment: &Assessment) -> Instant {
    let zone = &opened.plan.zone;
    known::entries(&opened.record, zone, assessment.as_of.known)
        .map(|entry| known::since(entry, &opened.record, zone))
        .max()
        .unwrap_or(assessment.as_of.at)
}

/// Counts the known acts that can move a date.
fn moves(opened: &Opened, assessment: &Assessment) -> usize {
    let moving = |act: &Act| match act {
        Act::Decision(decision) => matches!(
            decision.act,
            DecisionAct::Adopt
                | DecisionAct::Extend
                | DecisionAct::Suspend
                | DecisionAct::Resume
                | DecisionAct::Waive
                | DecisionAct::Declare
                | DecisionAct::Certify
        ),
        Act::Correction(_) | Act::Ruling { .. } | Act::Reading { .. } | Act::Consent(_) => true,
        Act::Report(_)
        | Act::Finding(_)
        | Act::Closure(_)
        | Act::Coverage(_)
        | Act::Denial(_)
        | Act::Challenge { .. }
        | Act::Reply(_)
        | Act::Position { .. }
        | Act::Claim(_)
        | Act::Context(_)
        | Act::Other(_) => false,
    };
    known::entries(&opened.record, &opened.plan.zone, assessment.as_of.known)
        .filter(|entry| entry.act.as_ref().is_some_and(moving))
        .count()
}

fn utc(at: Instant) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Writes an id in letters that no calendar changes: others as `%` and their
/// bytes.
pub(super) fn plain_id(text: &str) -> String {
    let mut id = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._/".contains(&byte) {
            id.push(char::from(byte));
        } else {
            let _ = write!(id, "%{byte:02X}");
        }
    }
    id
}

/// Lines of a calendar, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Writes a line, folded before it grows too long.
    fn put(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LINE_BYTES_MAX {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Writes a property whose value is text.
    fn text(&mut self, name: &str, text: &str) {
        let mut value = String::new();
        for character in text.chars() {
            match character {
                '\\' | ';' | ',' => {
                    value.push('\\');
                    value.push(character);
                }
                '\n' => value.push_str("\\n"),
                control if control.is_control() => {}
                other => value.push(other),
            }
        }
        self.put(&format!("{name}:{value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_not_start_a_property_of_its_own() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a, b; c\\d\r\nBEGIN:VALARM\u{7}");
        assert_eq!(lines.0, "SUMMARY:a\\, b\\; c\\\\d\\nBEGIN:VALARM\r\n");
    }

    #[test]
    fn long_lines_fold_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"ש".repeat(80));
        for line in lines.0.split("\r\n") {
            assert!(line.len() <= LINE_BYTES_MAX, "{line}");
        }
        let unfolded = lines.0.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}\r\n", "ש".repeat(80)));
    }

    #[test]
    fn ids_keep_to_plain_letters() {
        assert_eq!(plain_id("C04/stage 2"), "C04/stage%202");
    }
}

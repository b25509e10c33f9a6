//! Words: dates, figures and attributions as sentences have them.

use servanda_model::figure::Figure;
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{Condition, EventPattern, Filter, Trigger};
use servanda_model::time::{Date, Instant, When, Zone};

use crate::calendar::{BEGINNING, just_before};
use crate::facts::Fact;

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

/// Returns a day, such as `13 October 2025`.
pub(crate) fn day(date: Date) -> String {
    let month = usize::try_from(date.month())
        .ok()
        .and_then(|month| MONTHS.get(month.saturating_sub(1)))
        .copied()
        .unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// Returns an instant in Accord Time, such as `13 October 2025, 09:00
/// UTC+02:00`; the last instant of a day is that day.
pub(crate) fn instant(zone: &Zone, at: Instant) -> String {
    let date = zone.date_of(at);
    if zone.day_end(date) == at {
        return day(date);
    }
    let time = zone.zone.to_datetime(at).time();
    let seconds = zone.zone.to_offset(at).seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!(
        "{}, {:02}:{:02} UTC{sign}{:02}:{:02}",
        day(date),
        time.hour(),
        time.minute(),
        minutes / 60,
        minutes % 60
    )
}

/// Returns a due date: the last instant before a round one is "before" it.
pub(crate) fn due(zone: &Zone, at: Instant) -> String {
    if zone.day_end(zone.date_of(at)) == at {
        return format!("by {}", instant(zone, at));
    }
    let next = crate::calendar::just_after(at);
    if at.subsec_nanosecond() == 999_999_999 && just_before(next) == at {
        return format!("before {}", instant(zone, next));
    }
    format!("by {}", instant(zone, at))
}

/// Returns a happening, with its preposition.
pub(crate) fn when(zone: &Zone, when: &When) -> String {
    match when {
        When::At(at) => format!("at {}", instant(zone, *at)),
        When::On(from, to) if from == to => format!("on {}", day(*to)),
        When::On(from, to) if *from <= BEGINNING => format!("by {}", day(*to)),
        When::On(from, to) => format!("between {} and {}", day(*from), day(*to)),
        When::Between(from, to) if *from == Instant::MIN => format!("by {}", instant(zone, *to)),
        When::Between(from, to) => {
            format!(
                "between {} and {}",
                instant(zone, *from),
                instant(zone, *to)
            )
        }
    }
}

/// Returns some days, with their preposition.
pub(crate) fn days((first, last): (Date, Date)) -> String {
    if first == last {
        format!("on {}", day(first))
    } else {
        format!("from {} to {}", day(first), day(last))
    }
}

/// Returns who says something: `ICRC (via TASS)`.
pub(crate) fn reporter(fact: &Fact<'_>) -> String {
    match &fact.report.via {
        Some(via) => format!("{} (via {via})", fact.report.reporter),
        None => fact.report.reporter.to_string(),
    }
}

/// Returns a figure, of a whole where there is one.
pub(crate) fn figure(figure: &Figure, of: Option<rust_decimal::Decimal>) -> String {
    match of {
        Some(of) => format!("{figure} of {of}"),
        None => figure.to_string(),
    }
}

/// Returns a condition as a sentence's part.
pub(crate) fn condition(zone: &Zone, one: &Condition) -> String {
    let joined = |all: &[Condition], word: &str| {
        all.iter()
            .map(|one| match one {
                Condition::And(_) | Condition::Or(_) => format!("({})", condition(zone, one)),
                _ => condition(zone, one),
            })
            .collect::<Vec<_>>()
            .join(word)
    };
    match one {
        Condition::Clause(id, is) => format!("{id} is {}", clause_is(*is)),
        Condition::StageMet(id, stage) => format!("{id} stage {stage} is met"),
        Condition::DutiesKept(actor) => format!("all duties of {actor} are kept"),
        Condition::PhaseMet(phase) => format!("all of {phase} is met"),
        Condition::PhaseOpen(phase) => format!("{phase} is open"),
        Condition::Happened(event, _) => format!("{} has happened", pattern(event)),
        Condition::State(name, value) => format!("{name} is {value}"),
        Condition::Reached(what) => format!("{} has passed", trigger(zone, what)),
        Condition::Ground(ground) => format!("\"{ground}\" is certified"),
        Condition::And(all) => joined(all, " and "),
        Condition::Or(any) => joined(any, " or "),
    }
}

fn clause_is(is: ClauseIs) -> &'static str {
    match is {
        ClauseIs::Met => "met",
        ClauseIs::NotMet => "not met",
        ClauseIs::Kept => "kept",
    }
}

fn pattern(event: &EventPattern) -> String {
    let filters: Vec<String> = event
        .filters
        .iter()
        .map(|Filter { field, value }| format!("{field} {value}"))
        .collect();
    if filters.is_empty() {
        event.name.to_string()
    } else {
        format!("{} ({})", event.name, filters.join(", "))
    }
}

fn trigger(zone: &Zone, one: &Trigger) -> String {
    match one {
        Trigger::Anchor(name) => name.to_string(),
        Trigger::Moment(Moment::On(date)) => day(*date),
        Trigger::Moment(Moment::At(at)) => instant(zone, *at),
        Trigger::First(event) | Trigger::Every(event) => pattern(event),
        Trigger::Opening(phase) => format!("the opening of {phase}"),
        Trigger::Clause(id, is) => format!("{id} being {}", clause_is(*is)),
    }
}

//! Section 3 of "Meaning": due dates, and how a happening lies to one.
//!
//! Entry points: [`after`], [`due`], [`in_time`], [`late`], [`lateness`].

use jiff::civil::Weekday;
use jiff::{Span, ToSpan};
use servanda_model::assessment::Lateness;
use servanda_model::names::ItemKey;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{AnchorValue, Clause, Grace, Plan, Timing};
use servanda_model::record::{Decision, DecisionAct};
use servanda_model::time::{Date, Instant, Period, PeriodUnit, When, Zone};

use crate::testimony::Told;
use crate::triggers::Tau;
use crate::world::Ctx;

/// Returns a civil day shifted by a period of days or longer (3).
pub(crate) fn shift(plan: &Plan, day: Date, period: &Period, times: u32) -> Date {
    let count = i64::from(period.count).saturating_mul(i64::from(times));
    let span = match &period.unit {
        PeriodUnit::Hour => return day,
        PeriodUnit::Day => Span::new().try_days(count),
        PeriodUnit::Week => Span::new().try_weeks(count),
        PeriodUnit::Month => Span::new().try_months(count),
        PeriodUnit::Year => Span::new().try_years(count),
        PeriodUnit::Working(name) => {
            let Some(calendar) = plan.calendars.iter().find(|c| c.name == *name) else {
                return day;
            };
            let mut day = day;
            for _ in 0..count {
                loop {
                    day = day.tomorrow().unwrap_or(Date::MAX);
                    let weekday = day.weekday().to_monday_one_offset();
                    let rests =
                        calendar.rest.contains(&weekday) || calendar.holidays.contains(&day);
                    if !rests || day == Date::MAX {
                        break;
                    }
                }
            }
            return day;
        }
    };
    span.ok()
        .and_then(|span| day.checked_add(span).ok())
        .unwrap_or(Date::MAX)
}

/// Returns the last instant of a period that runs after an instant (3).
pub(crate) fn after(plan: &Plan, from: Instant, period: &Period) -> Instant {
    if period.unit == PeriodUnit::Hour {
        return Span::new()
            .try_hours(i64::from(period.count))
            .ok()
            .and_then(|span| from.checked_add(span).ok())
            .unwrap_or(Instant::MAX);
    }
    let day = shift(plan, plan.zone.date_of(from), period, 1);
    plan.zone.day_end(day)
}

/// Returns one nanosecond after an instant.
pub(crate) fn just_after(instant: Instant) -> Instant {
    instant.checked_add(1.nanosecond()).unwrap_or(Instant::MAX)
}

/// Returns one nanosecond before an instant.
pub(crate) fn just_before(instant: Instant) -> Instant {
    instant.checked_sub(1.nanosecond()).unwrap_or(Instant::MIN)
}

/// Returns when something is due by its timing, grace left out (3).
pub(crate) fn due(plan: &Plan, timing: &Timing, tau: Option<&Tau>) -> Option<Instant> {
    match timing {
        Timing::Within(period, _) => tau.map(|tau| after(plan, tau.latest, period)),
        Timing::By(Moment::On(day)) => Some(plan.zone.day_end(*day)),
        Timing::By(Moment::At(instant)) => Some(*instant),
        Timing::Before(Moment::On(day)) => Some(just_before(plan.zone.day_start(*day))),
        Timing::Before(Moment::At(instant)) => Some(just_before(*instant)),
        Timing::ByField(field) => tau
            .and_then(|tau| tau.fields.get(field))
            .and_then(|text| text.parse::<Date>().ok())
            .map(|day| plan.zone.day_end(day)),
        Timing::Undated(_) | Timing::Recurring => None,
    }
}

/// Returns a due date with its grace (3).
pub(crate) fn with_grace(
    ctx: &Ctx<'_>,
    clause: &Clause,
    item: Option<&ItemKey>,
    due: Instant,
) -> Instant {
    match &clause.grace {
        Some(Grace::Longer(period)) => after(ctx.world.plan, due, period),
        Some(Grace::LongerIfCertified { period, by, .. }) => {
            let certified = item.is_some_and(|item| {
                ctx.decisions(DecisionAct::Certify).iter().any(|d| {
                    d.by == *by && names_it(d, clause.id.as_str()) && names_it(d, item.as_str())
                })
            });
            if certified {
                after(ctx.world.plan, due, period)
            } else {
                due
            }
        }
        Some(Grace::Slack { .. }) | None => due,
    }
}

/// Returns whether a decision names a thing, by its `of` or by a field.
pub(crate) fn names_it(decision: &Decision, thing: &str) -> bool {
    decision.of == thing || decision.fields.values().any(|v| v == thing)
}

/// Returns whether a happening is surely in time (3).
pub(crate) fn in_time(zone: &Zone, when: &When, due: Instant) -> bool {
    match when {
        When::On(_, to) => *to <= zone.date_of(due),
        When::At(_) | When::Between(_, _) => when.latest(zone) <= due,
    }
}

/// Returns whether a happening is surely late (3).
pub(crate) fn late(zone: &Zone, when: &When, due: Instant) -> bool {
    match when {
        When::On(from, _) => *from > zone.date_of(due),
        When::At(_) | When::Between(_, _) => when.earliest(zone) > due,
    }
}

/// Returns how late performance was (3, and 4 line 5).
pub(crate) fn lateness(
    ctx: &Ctx<'_>,
    clause: &Clause,
    timing: Option<&Timing>,
    done: &[&Told],
    performed: Instant,
    due: Instant,
) -> Lateness {
    let zone = &ctx.world.plan.zone;
    let by_then: Vec<&&Told> = done
        .iter()
        .filter(|t| t.when.latest(zone) <= performed)
        .collect();
    let earliest = by_then
        .iter()
        .map(|t| t.when.earliest(zone))
        .min()
        .unwrap_or(performed);
    let hours = matches!(
        timing,
        Some(Timing::Within(
            Period {
                unit: PeriodUnit::Hour,
                ..
            },
            _
        ))
    ) || matches!(&clause.alongside, Some((_, period)) if period.unit == PeriodUnit::Hour);
    let exact = by_then.iter().all(|t| !matches!(t.when, When::On(_, _)));
    if hours && exact {
        let whole = |at: Instant| at.duration_since(due).as_secs().div_euclid(3600);
        return Lateness::Hours(whole(earliest).max(0), whole(performed));
    }
    let due_day = zone.date_of(due);
    let days = |at: Instant| {
        due_day
            .until(zone.date_of(at))
            .map_or(0, |span| i64::from(span.get_days()))
    };
    Lateness::Days(days(earliest).max(0), days(performed))
}

/// Returns the value of an anchor at the instant judged (3).
pub(crate) fn anchor_value(ctx: &Ctx<'_>, name: &str) -> Option<AnchorValue> {
    let anchor = ctx
        .world
        .plan
        .anchors
        .iter()
        .find(|a| a.name.as_str() == name)?;
    anchor
        .stated
        .or_else(|| adopted(ctx, name))
        .or_else(|| ctx.supposed.anchors.get(&anchor.name).copied())
}

/// Returns the value last adopted by the body named (3).
pub(crate) fn adopted(ctx: &Ctx<'_>, name: &str) -> Option<AnchorValue> {
    let anchor = ctx
        .world
        .plan
        .anchors
        .iter()
        .find(|a| a.name.as_str() == name)?;
    let by = anchor.adopted_by.as_ref()?;
    ctx.decisions(DecisionAct::Adopt)
        .iter()
        .rev()
        .filter(|d| d.of == name && d.by == *by)
        .find_map(|d| d.value.as_deref().and_then(value_of))
}

/// Reads an anchor's value as a date or an instant.
pub(crate) fn value_of(text: &str) -> Option<AnchorValue> {
    text.parse::<Instant>()
        .map(AnchorValue::At)
        .or_else(|_| text.parse::<Date>().map(AnchorValue::On))
        .ok()
}

/// Returns the Monday at or before a day.
pub(crate) fn monday(day: Date) -> Date {
    let mut day = day;
    while day.weekday() != Weekday::Monday {
        let Ok(before) = day.yesterday() else {
            return day;
        };
        day = before;
    }
    day
}

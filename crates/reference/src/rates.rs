//! Section 7 of "Meaning": rates, slack and longer totals.
//!
//! Entry points: [`judge`], [`window`].

use std::collections::BTreeSet;

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::plan::{Clause, Filter, Grace};
use servanda_model::record::Per;
use servanda_model::time::{Date, Instant, Period, PeriodUnit, When};

use crate::acts::entry_into_force;
use crate::conditions::{self, Scope};
use crate::due::{just_before, monday, shift};
use crate::figures::times;
use crate::force::{self, Standing};
use crate::hands::{self, Obligor};
use crate::instance::{self, Case};
use crate::judgement::{InstanceJudgement, Said};
use crate::known::Fact;
use crate::testimony::{Told, Topic, admitted};
use crate::triggers::taus;
use crate::world::Ctx;

/// The stretch of time in which a clause counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Its first instant; nothing where it reaches back for ever.
    pub(crate) start: Option<Instant>,
    /// Its last instant; nothing where it does not end.
    pub(crate) end: Option<Instant>,
}

/// Returns a clause's window, if it is known to begin: `from`, else Entry into
/// Force; not before `when` first held.
pub(crate) fn window(ctx: &Ctx<'_>, clause: &Clause) -> Option<Window> {
    let scope = Scope::clause(clause, None);
    let mut start = match &clause.from {
        Some(from) => Some(taus(ctx, from, scope).first()?.comes),
        None => Some(entry_into_force(ctx)?.comes),
    };
    if let Some(gate) = &clause.gate {
        let held = conditions::first_held(ctx, gate, scope)?;
        start = Some(start.map_or(held, |s| s.max(held)));
    }
    let end = clause
        .until
        .as_ref()
        .and_then(|until| taus(ctx, until, scope).first().map(|tau| tau.latest));
    let zone = &ctx.world.plan.zone;
    if let Some(day) = ctx.supposed.since {
        let first = zone.day_start(day);
        start = Some(start.map_or(first, |start| start.max(first)));
    }
    let end = match ctx.supposed.until.map(|day| zone.day_end(day)) {
        Some(last) => Some(end.map_or(last, |end: Instant| end.min(last))),
        None => end,
    };
    Some(Window { start, end })
}

/// Returns whether an instant lies before a window's end, as force has it.
pub(crate) fn in_window(ctx: &Ctx<'_>, clause: &Clause, window: &Window, instant: Instant) -> bool {
    let in_text = window.end.is_none_or(|end| instant <= end);
    // At the very instant of its end a clause still stands as it did before.
    let stands = match force::standing(ctx, &clause.id, instant) {
        Standing::Ended(end) if end == instant => {
            force::standing(ctx, &clause.id, just_before(instant))
        }
        other => other,
    };
    match stands {
        Standing::Plain => in_text,
        Standing::Ended(_) => false,
        Standing::Revived(_) => true,
    }
}

/// Returns the floor of a clause's slack, where it names one.
pub(crate) fn floor(clause: &Clause) -> Option<Decimal> {
    match clause.grace {
        Some(Grace::Slack { floor, .. }) => floor,
        _ => None,
    }
}

/// A rate: so much each period.
pub(crate) struct Rate<'p> {
    pub(crate) topic: Topic<'p>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) comparison: Comparison,
    pub(crate) bound: Decimal,
    pub(crate) period: Period,
}

/// Returns the calendar-aligned period that a day lies in.
fn aligned(period: &Period, day: Date) -> (Date, Date) {
    let last = |first: Date, span: jiff::Span| {
        first
            .checked_add(span)
            .and_then(Date::yesterday)
            .unwrap_or(Date::MAX)
    };
    match period.unit {
        PeriodUnit::Week => {
            let first = monday(day);
            (first, last(first, jiff::Span::new().weeks(1)))
        }
        PeriodUnit::Month => (day.first_of_month(), day.last_of_month()),
        PeriodUnit::Year => (day.first_of_year(), day.last_of_year()),
        PeriodUnit::Hour | PeriodUnit::Day | PeriodUnit::Working(_) => (day, day),
    }
}

/// Judges a clause that keeps a rate.
pub(crate) fn judge(ctx: &Ctx<'_>, clause: &Clause, rate: &Rate<'_>) -> Vec<InstanceJudgement> {
    let facts = admitted(ctx, rate.topic, &rate.filters, None);
    let mut found = Vec::new();
    for obligor in hands::obligors(clause) {
        let single = single_periods(ctx, clause, rate);
        if single.is_empty() {
            let begun =
                window(ctx, clause).is_some_and(|w| w.start.is_some_and(|start| start <= ctx.at));
            let status = if begun {
                Status::NotYetDue
            } else {
                Status::NotTriggered
            };
            let key = key(&obligor, None);
            found.push(InstanceJudgement {
                outcomes: Said::Is(Vec::new()),
                ..InstanceJudgement::bare(key, status)
            });
            continue;
        }
        let mut judged: Vec<InstanceJudgement> = single
            .iter()
            .map(|days| {
                let told = period_told(ctx, clause, rate, &obligor, &facts, *days);
                let judged = instance::judge(ctx, &case(ctx, clause, rate, &obligor, *days, told));
                suspend(ctx, clause, *days, judged)
            })
            .collect();
        forgive(clause, &mut judged);
        found.extend(judged);
        for days in longer_periods(ctx, clause, rate, &facts) {
            let told = longer_told(ctx, clause, rate, &obligor, &facts, days);
            let judged = instance::judge(ctx, &case(ctx, clause, rate, &obligor, days, told));
            found.push(suspend(ctx, clause, days, judged));
        }
    }
    found
}

/// Suspends or discharges a period that overlaps a suspension (14).
fn suspend(
    ctx: &Ctx<'_>,
    clause: &Clause,
    days: (Date, Date),
    judged: InstanceJudgement,
) -> InstanceJudgement {
    let stands = matches!(
        judged.status,
        Status::Met | Status::MetLate | Status::Contested | Status::Discharged
    );
    let (overlaps, lasts) = force::overlaps(ctx, clause, days);
    if stands || !overlaps {
        return judged;
    }
    InstanceJudgement {
        status: if lasts {
            Status::Suspended
        } else {
            Status::Discharged
        },
        decided_at: Said::Nothing,
        severity: Said::Nothing,
        forgivable: false,
        ..judged
    }
}

fn key(obligor: &Obligor, days: Option<(Date, Date)>) -> InstanceKey {
    InstanceKey {
        actor: obligor.key.clone(),
        days,
        ..InstanceKey::default()
    }
}

fn case<'p>(
    ctx: &Ctx<'p>,
    clause: &'p Clause,
    rate: &Rate<'p>,
    obligor: &Obligor,
    days: (Date, Date),
    told: Vec<Told>,
) -> Case<'p> {
    Case {
        clause,
        key: key(obligor, Some(days)),
        subject: rate.topic.name(),
        timing: None,
        told,
        triggered: Some(crate::triggers::Triggering {
            at: Some(ctx.world.plan.zone.day_start(days.0)),
        }),
        due: Some(ctx.world.plan.zone.day_end(days.1)),
        slips: Vec::new(),
        early: false,
        waits: false,
        windowed: true,
    }
}

/// Returns whether days lie wholly inside the window and have ended.
fn inside(ctx: &Ctx<'_>, clause: &Clause, days: (Date, Date)) -> bool {
    let zone = &ctx.world.plan.zone;
    let Some(window) = window(ctx, clause) else {
        return false;
    };
    let (first, last) = (zone.day_start(days.0), zone.day_end(days.1));
    let scope = Scope::clause(clause, None);
    window.start.is_some_and(|start| start <= first)
        && last <= ctx.at
        && ctx
            .instants()
            .into_iter()
            .filter(|t| first <= *t && *t <= last)
            .chain([first, last])
            .all(|t| {
                in_window(ctx, clause, &window, t)
                    && conditions::during_holds(ctx, clause, t, scope)
            })
}

fn single_periods(ctx: &Ctx<'_>, clause: &Clause, rate: &Rate<'_>) -> Vec<(Date, Date)> {
    let zone = &ctx.world.plan.zone;
    let Some(start) = window(ctx, clause).and_then(|w| w.start) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut day = zone.date_of(start);
    while zone.day_start(day) <= ctx.at && day < Date::MAX {
        let days = aligned(&rate.period, day);
        if inside(ctx, clause, days) {
            found.push(days);
        }
        day = days.1.tomorrow().unwrap_or(Date::MAX);
    }
    found
}

/// Reads a figure as done or undone for some days.
fn judged(
    ctx: &Ctx<'_>,
    rate: &Rate<'_>,
    fact: &Fact,
    own: bool,
    days: (Date, Date),
    figure: &Figure,
    thresholds: (Decimal, Decimal),
) -> Option<Told> {
    let done = figure.surely_within(rate.comparison, thresholds.0);
    let undone = figure.surely_beyond(rate.comparison, thresholds.1);
    (done || undone).then(|| Told {
        when: When::On(days.0, days.1),
        as_of: ctx.world.plan.zone.day_end(days.1),
        figure: Some(figure.clone()),
        exact: figure.exact().is_some(),
        ..Told::of(ctx, fact, done, own)
    })
}

fn per_of(period: &Period) -> Option<Per> {
    match period.unit {
        PeriodUnit::Day => Some(Per::Day),
        PeriodUnit::Week => Some(Per::Week),
        PeriodUnit::Month => Some(Per::Month),
        PeriodUnit::Hour | PeriodUnit::Year | PeriodUnit::Working(_) => None,
    }
}

/// Returns the single day a happening lies on, if it is one.
fn day_of(ctx: &Ctx<'_>, when: &When) -> Option<Date> {
    let zone = &ctx.world.plan.zone;
    let (from, to) = (
        zone.date_of(when.earliest(zone)),
        zone.date_of(when.latest(zone)),
    );
    (from == to).then_some(to)
}

/// Returns whether a report is a total for exactly these days, or says the
/// rate for days that cover them.
fn says_of(ctx: &Ctx<'_>, rate: &Rate<'_>, fact: &Fact, days: (Date, Date)) -> bool {
    let report = &fact.report;
    if report.running_total || report.figure.is_none() {
        return false;
    }
    match (report.per, report.period) {
        (Some(per), Some((from, to))) => {
            Some(per) == per_of(&rate.period) && from <= days.0 && days.1 <= to
        }
        (Some(_), None) => false,
        (None, Some(total)) => total == days,
        (None, None) => {
            rate.period.unit == PeriodUnit::Day
                && day_of(ctx, &report.happened).is_some_and(|day| (day, day) == days)
        }
    }
}

/// Returns what is told of one period.
fn period_told(
    ctx: &Ctx<'_>,
    clause: &Clause,
    rate: &Rate<'_>,
    obligor: &Obligor,
    facts: &[Fact],
    days: (Date, Date),
) -> Vec<Told> {
    let plan = ctx.world.plan;
    let bounds = (rate.bound, rate.bound);
    let mut told = Vec::new();
    let mut counted: Vec<Vec<&Fact>> = Vec::new();
    for fact in facts {
        let own = hands::own(plan, clause, obligor, &fact.report);
        if fact.report.value.as_deref() == Some(servanda_model::record::NOT_DONE) {
            continue;
        }
        if says_of(ctx, rate, fact, days) {
            if let Some(figure) = &fact.report.figure {
                told.extend(judged(ctx, rate, fact, own, days, figure, bounds));
            }
        } else if is_single(ctx, rate, fact, days) {
            let same = |f: &Fact| {
                f.report.reporter == fact.report.reporter
                    && f.kind == fact.kind
                    && hands::own(plan, clause, obligor, &f.report) == own
            };
            match counted
                .iter_mut()
                .find(|c| c.first().is_some_and(|f| same(f)))
            {
                Some(singles) => singles.push(fact),
                None => counted.push(vec![fact]),
            }
        }
    }
    for singles in counted {
        told.extend(singles_told(ctx, clause, rate, obligor, days, &singles));
    }
    told
}

/// Returns whether a report counts single things within a period.
fn is_single(ctx: &Ctx<'_>, rate: &Rate<'_>, fact: &Fact, days: (Date, Date)) -> bool {
    let zone = &ctx.world.plan.zone;
    let report = &fact.report;
    let happened = &report.happened;
    let day_total = rate.period.unit == PeriodUnit::Day
        && report.figure.is_some()
        && day_of(ctx, happened).is_some();
    !report.running_total
        && report.per.is_none()
        && report.period.is_none()
        && !day_total
        && days.0 <= zone.date_of(happened.earliest(zone))
        && zone.date_of(happened.latest(zone)) <= days.1
}

fn singles_told(
    ctx: &Ctx<'_>,
    clause: &Clause,
    rate: &Rate<'_>,
    obligor: &Obligor,
    days: (Date, Date),
    singles: &[&Fact],
) -> Option<Told> {
    let last = singles
        .iter()
        .max_by_key(|f| (f.report.happened.latest(&ctx.world.plan.zone), f.citation))?;
    let sum: Decimal = singles
        .iter()
        .map(|f| {
            f.report
                .figure
                .as_ref()
                .map_or(Decimal::ONE, Figure::at_least)
        })
        .sum();
    let own = hands::own(ctx.world.plan, clause, obligor, &last.report);
    let bounds = (rate.bound, rate.bound);
    let told = judged(ctx, rate, last, own, days, &Figure::AtLeast(sum), bounds)?;
    Some(Told {
        exact: singles
            .iter()
            .all(|f| f.report.figure.as_ref().is_none_or(|g| g.exact().is_some())),
        rests_on: singles.iter().flat_map(|f| f.chain.clone()).collect(),
        ..told
    })
}

/// Forgives periods as slack allows, in order of time.
fn forgive(clause: &Clause, judged: &mut [InstanceJudgement]) {
    let Some(Grace::Slack {
        periods,
        window_days,
        ..
    }) = &clause.grace
    else {
        return;
    };
    let mut forgiven: Vec<Date> = Vec::new();
    for instance in judged.iter_mut() {
        let Some((first, last)) = instance.key.days else {
            continue;
        };
        let back = jiff::Span::new().days(i64::from(*window_days) - 1);
        let since = first.checked_sub(back).unwrap_or(Date::MIN);
        let lately = forgiven.iter().filter(|d| **d >= since).count();
        if instance.status == Status::NotMet
            && instance.forgivable
            && lately < usize::try_from(*periods).unwrap_or(usize::MAX)
        {
            instance.status = Status::Met;
            instance.decided_at = Said::Nothing;
            forgiven.push(last);
        }
    }
}

/// Returns how many periods some days are made of, if of whole ones.
fn periods_in(period: &Period, days: (Date, Date)) -> Option<u32> {
    let mut number = 0;
    let mut day = days.0;
    while day <= days.1 {
        let (first, last) = aligned(period, day);
        if first != day || last > days.1 {
            return None;
        }
        number += 1;
        day = last.tomorrow().ok()?;
    }
    Some(number)
}

/// Returns what a longer total's figure is multiplied by, and nothing where
/// the report is no total over longer days.
fn total_times(rate: &Rate<'_>, fact: &Fact) -> Option<Decimal> {
    let (from, to) = fact.report.period?;
    fact.report.figure.as_ref()?;
    if fact.report.running_total {
        return None;
    }
    let length = from.until(to).ok()?.get_days() + 1;
    match fact.report.per {
        None => Some(Decimal::ONE),
        Some(per) if Some(per) == per_of(&rate.period) => None,
        Some(Per::Day) => None,
        Some(Per::Week) => (length % 7 == 0).then(|| Decimal::from(length / 7)),
        Some(Per::Month) => {
            let month = Period {
                count: 1,
                unit: PeriodUnit::Month,
            };
            periods_in(&month, (from, to)).map(Decimal::from)
        }
    }
}

fn longer_periods(
    ctx: &Ctx<'_>,
    clause: &Clause,
    rate: &Rate<'_>,
    facts: &[Fact],
) -> BTreeSet<(Date, Date)> {
    facts
        .iter()
        .filter(|f| total_times(rate, f).is_some())
        .filter_map(|f| f.report.period)
        .filter(|days| periods_in(&rate.period, *days).is_some_and(|n| n > 1))
        .filter(|days| inside(ctx, clause, *days))
        .collect()
}

/// Returns what is told of days longer than a period.
fn longer_told(
    ctx: &Ctx<'_>,
    clause: &Clause,
    rate: &Rate<'_>,
    obligor: &Obligor,
    facts: &[Fact],
    days: (Date, Date),
) -> Vec<Told> {
    let number = Decimal::from(periods_in(&rate.period, days).unwrap_or(0));
    let whole = number * rate.bound;
    let least = whole - forgivable_sum(clause, rate, number);
    let mut told = Vec::new();
    for fact in facts {
        let Some((from, to)) = fact.report.period else {
            continue;
        };
        let rated = fact.report.per.is_some() && fact.report.per == per_of(&rate.period);
        let by = if rated && !fact.report.running_total && from <= days.0 && days.1 <= to {
            Some(number)
        } else {
            total_times(rate, fact).filter(|_| (from, to) == days)
        };
        if let (Some(by), Some(figure)) = (by, &fact.report.figure) {
            let own = hands::own(ctx.world.plan, clause, obligor, &fact.report);
            let figure = times(figure, by);
            told.extend(judged(ctx, rate, fact, own, days, &figure, (whole, least)));
        }
    }
    told
}

/// Returns how much slack can forgive over so many periods.
fn forgivable_sum(clause: &Clause, rate: &Rate<'_>, number: Decimal) -> Decimal {
    let Some(Grace::Slack {
        periods,
        window_days,
        ..
    }) = &clause.grace
    else {
        return Decimal::ZERO;
    };
    if rate.comparison == Comparison::AtMost || *window_days == 0 {
        return Decimal::ZERO;
    }
    let windows = (number / Decimal::from(*window_days)).ceil();
    let forgiven = (Decimal::from(*periods) * windows).min(number);
    forgiven * (rate.bound - floor(clause).unwrap_or(Decimal::ZERO))
}

/// Returns the first day after a stretch that began on a day.
pub(crate) fn day_after(ctx: &Ctx<'_>, day: Date, period: &Period) -> Date {
    shift(ctx.world.plan, day, period, 1)
        .tomorrow()
        .unwrap_or(Date::MAX)
}

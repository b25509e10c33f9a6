//! Rates: a bound kept in each calendar period, slack, and longer totals.
//!
//! What lives here: periods, reporters' testimony for them, forgiving of short
//! periods, and totals over several. What does not: the judgement of one period
//! (`lifecycle`). Entry point: [`judge`].
//!
//! # Source
//! "Meaning", section 7.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::ActorName;
use servanda_model::plan::{Clause, Grace};
use servanda_model::record::{Per, Report};
use servanda_model::time::{Date, Instant, Period, PeriodUnit, When};

use crate::account::Hands;
use crate::acts::{Counted, hands};
use crate::calendar::{day_after, days_between, days_of, plus_days};
use crate::goal::Goal;
use crate::judged::{Draft, Judged};
use crate::ladder::force::Suspension;
use crate::testimony::{Testimony, Topic, denies, obligors, own_hands};
use crate::trigger::{Window, window};
use crate::world::{View, World};
use crate::{conditions, lifecycle, reasons, severity};

/// First and last day.
type Days = (Date, Date);

/// More periods than this are never made.
const MOST: usize = 20_000;

/// Judges a rate.
pub(crate) fn judge<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    topic: &Topic<'a>,
    goal: Goal<'a>,
    cadence: &'a Period,
) -> Vec<Judged> {
    let periods = periods(view, clause, cadence);
    let reports = topic.reports(view);
    let mut judged = Vec::new();
    for (actor, obligors) in obligors(&clause.subject) {
        let rate = Rate {
            view,
            clause,
            topic,
            goal,
            cadence,
            hands: hands(clause, &obligors),
            reports: Sorted::new(view, &reports, cadence),
        };
        match &periods {
            Some(periods) if !periods.is_empty() => {
                judged.extend(rate.judge(actor.as_ref(), periods));
            }
            begun => judged.push(rate.nothing_yet(actor.as_ref(), begun.is_some())),
        }
    }
    judged
}

/// Returns the whole periods inside the window that have ended; `None` where
/// the window has not begun.
fn periods<'a>(view: &View<'_, 'a>, clause: &'a Clause, cadence: &Period) -> Option<Vec<Days>> {
    let zone = &view.plan().zone;
    let window = window(view, clause)?;
    if !view.reached(window.start) {
        return None;
    }
    let revivable = view.world.force.revived(&clause.id, view.t);
    let mut found = Vec::new();
    let mut first = zone.date_of(window.start);
    if zone.day_start(first) < window.start {
        first = plus_days(first, 1);
    }
    first = aligned(first, &cadence.unit)?;
    for _ in 0..MOST {
        let Some(next) = day_after(view.plan(), first, cadence, 1) else {
            break;
        };
        let last = plus_days(next, -1);
        let end = zone.day_end(last);
        let over = window.end.is_some_and(|until| end > until) && !revivable;
        if next <= first || over || !view.reached(end) {
            break;
        }
        if counts(view, clause, window, (zone.day_start(first), end)) {
            found.push((first, last));
        }
        first = next;
    }
    Some(found)
}

/// Returns whether a period lies in a clause's time, in which every `while`
/// holds; where it was revived, neither binds.
fn counts<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    window: Window,
    (start, end): (Instant, Instant),
) -> bool {
    let Some(stretches) = view.bound_within(&clause.id, start, end) else {
        return false;
    };
    stretches.into_iter().all(|(from, to)| {
        window.end.is_none_or(|until| to <= until)
            && clause
                .during
                .iter()
                .all(|c| conditions::first_lapse(view, c, None, from, to).is_none())
    })
}

/// Returns the first day from a day on at which a calendar period begins.
fn aligned(day: Date, unit: &PeriodUnit) -> Option<Date> {
    let month = |day: Date| {
        if day.day() == 1 {
            day
        } else {
            plus_days(day.last_of_month(), 1)
        }
    };
    match unit {
        PeriodUnit::Day => Some(day),
        PeriodUnit::Week => {
            let offset = i64::from(day.weekday().to_monday_zero_offset());
            Some(plus_days(day, (7 - offset) % 7))
        }
        PeriodUnit::Month => Some(month(day)),
        PeriodUnit::Year if day.day_of_year() == 1 => Some(day),
        PeriodUnit::Year => Some(plus_days(day.last_of_year(), 1)),
        PeriodUnit::Hour | PeriodUnit::Working(_) => None,
    }
}

/// Whose single reports add up: a reporter's, findings and hands apart.
type Teller<'w> = (&'w ActorName, bool, bool);

/// Reports by what they can say of periods.
#[derive(Default)]
struct Sorted<'s, 'w, 'a> {
    /// Totals for exactly these days.
    totals: BTreeMap<Days, Vec<&'s Counted<'w, 'a>>>,
    /// "So many per …", with the days they hold on.
    statements: Vec<(Per, Days, &'s Counted<'w, 'a>)>,
    /// Single reports, by first day.
    singles: BTreeMap<Date, Vec<(Date, &'s Counted<'w, 'a>)>>,
}

impl<'s, 'w, 'a> Sorted<'s, 'w, 'a> {
    fn new(view: &View<'_, '_>, reports: &'s [Counted<'w, 'a>], cadence: &Period) -> Self {
        let daily = cadence.unit == PeriodUnit::Day && cadence.count == 1;
        let mut sorted = Self::default();
        for counted in reports {
            let (_, fact, figure) = counted;
            let report = fact.report;
            if denies(report) || report.running_total && report.per.is_none() {
                continue;
            }
            let (from, to) = days_of(&view.plan().zone, &report.happened);
            if let Some(per) = report.per {
                let days = report.period.unwrap_or((from, to));
                sorted.statements.push((per, days, counted));
            } else if let Some(days) = report.period {
                sorted.totals.entry(days).or_default().push(counted);
            } else if daily && from == to && (figure.is_some() || report.value.is_some()) {
                sorted.totals.entry((from, to)).or_default().push(counted);
            } else {
                sorted.singles.entry(from).or_default().push((to, counted));
            }
        }
        sorted
    }

    fn singles_within(
        &self,
        days: Days,
        own: impl Fn(&Report) -> bool,
    ) -> BTreeMap<Teller<'w>, Vec<&'s Counted<'w, 'a>>> {
        let mut found: BTreeMap<Teller<'w>, Vec<&'s Counted<'w, 'a>>> = BTreeMap::new();
        for (to, counted) in self
            .singles
            .range(days.0..=days.1)
            .flat_map(|(_, list)| list)
        {
            if *to <= days.1 {
                let report = counted.1.report;
                found
                    .entry((&report.reporter, counted.1.finding, own(report)))
                    .or_default()
                    .push(counted);
            }
        }
        found
    }
}

fn matches_unit(per: Per, cadence: &Period) -> bool {
    cadence.count == 1
        && matches!(
            (per, &cadence.unit),
            (Per::Day, PeriodUnit::Day)
                | (Per::Week, PeriodUnit::Week)
                | (Per::Month, PeriodUnit::Month)
        )
}

struct Rate<'s, 'w, 'a> {
    view: &'s View<'w, 'a>,
    clause: &'a Clause,
    topic: &'s Topic<'a>,
    goal: Goal<'a>,
    cadence: &'a Period,
    hands: Hands<'s>,
    reports: Sorted<'s, 'w, 'a>,
}

impl<'w, 'a> Rate<'_, 'w, 'a> {
    fn own(&self, report: &Report) -> bool {
        match self.hands {
            Hands::All => true,
            Hands::Of(obligors) => own_hands(self.view.plan(), report, obligors),
        }
    }

    fn nothing_yet(&self, actor: Option<&ActorName>, begun: bool) -> Judged {
        let key = InstanceKey {
            actor: actor.cloned(),
            ..InstanceKey::default()
        };
        let status = if begun {
            Status::NotYetDue
        } else {
            Status::NotTriggered
        };
        let mut judged = Judged::new(key, status);
        if self.view.world.explains(self.view.t) {
            judged.reasons = reasons::no_period(self.clause, begun);
        }
        judged
    }

    fn judge(&self, actor: Option<&ActorName>, periods: &[Days]) -> Vec<Judged> {
        let mut judged: Vec<Judged> = periods
            .iter()
            .map(|days| self.one(actor, *days, self.testimonies(*days)))
            .collect();
        self.forgive(&mut judged);
        for place in 0..judged.len() {
            let found = severity::of_period(self.view, &self.clause.severities, &judged, place);
            if let Some(one) = judged.get_mut(place)
                && one.status == Status::NotMet
            {
                one.severity = found;
            }
        }
        for days in self.longer(periods) {
            if let Some(count) = whole_periods(periods, days) {
                let told = self.long_testimonies(days, count);
                judged.push(self.one(actor, days, told));
            }
        }
        judged
    }

    fn one(&self, actor: Option<&ActorName>, days: Days, testimonies: Vec<Testimony>) -> Judged {
        let zone = &self.view.plan().zone;
        let draft = Draft {
            key: InstanceKey {
                actor: actor.cloned(),
                days: Some(days),
                ..InstanceKey::default()
            },
            triggered: Some(zone.day_start(days.0)),
            due: Some(zone.day_end(days.1)),
            period: true,
            testimonies,
            ..Draft::default()
        };
        let mut judged = lifecycle::judge(self.view, self.clause, Some(self.topic.name), &draft, 0);
        self.suspend(&mut judged, days);
        judged
    }

    /// A period that overlaps a suspension is suspended while that lasts, and
    /// discharged after, where nothing was done or is contested.
    fn suspend(&self, judged: &mut Judged, days: Days) {
        let zone = &self.view.plan().zone;
        let (start, end) = (zone.day_start(days.0), zone.day_end(days.1));
        let force = &self.world().force;
        let mut overlaps = force
            .suspensions_of(&self.clause.id, self.view.t)
            .filter(|s| s.from < end && s.until.is_none_or(|until| until >= start))
            .peekable();
        let stands = matches!(
            judged.status,
            Status::Met | Status::MetLate | Status::Contested | Status::Discharged
        );
        if stands || overlaps.peek().is_none() {
            return;
        }
        let all: Vec<&Suspension> = overlaps.collect();
        judged.status = if all.iter().any(|s| s.lasts(self.view.t)) {
            Status::Suspended
        } else {
            Status::Discharged
        };
        judged.decided = None;
        judged.severity = None;
        judged.lateness = None;
        judged.on_figures = false;
        if self.world().explains(self.view.t) {
            let said = all.iter().map(|s| reasons::suspension(self.view, s));
            judged.reasons.extend(said);
        }
    }

    fn world(&self) -> &'w World<'a> {
        self.view.world
    }

    fn says(
        &self,
        counted: &Counted<'w, 'a>,
        done: bool,
        days: Days,
        figure: Option<Figure>,
    ) -> Testimony {
        Testimony {
            fact: counted.0,
            done,
            own: self.own(counted.1.report),
            when: When::On(days.0, days.1),
            figure,
            also: Vec::new(),
        }
    }

    fn testimonies(&self, days: Days) -> Vec<Testimony> {
        let mut told = Vec::new();
        let totals = self
            .reports
            .totals
            .get(&days)
            .into_iter()
            .flatten()
            .copied();
        let statements = self
            .reports
            .statements
            .iter()
            .filter(|(per, (from, to), _)| {
                matches_unit(*per, self.cadence) && *from <= days.0 && days.1 <= *to
            })
            .map(|(_, _, counted)| *counted);
        for counted in totals.chain(statements) {
            if let Some(done) = self.goal.judge(counted.1.report, counted.2.as_ref()) {
                told.push(self.says(counted, done, days, counted.2.clone()));
            }
        }
        let Goal::Bound(comparison, bound) = self.goal else {
            return told;
        };
        for singles in self
            .reports
            .singles_within(days, |report| self.own(report))
            .into_values()
        {
            let sum: Decimal = singles
                .iter()
                .map(|(_, _, figure)| figure.as_ref().map_or(Decimal::ONE, Figure::at_least))
                .fold(Decimal::ZERO, Decimal::saturating_add);
            let figure = Figure::AtLeast(sum);
            let done = match comparison {
                Comparison::AtLeast => figure.surely_within(comparison, bound),
                Comparison::AtMost => false,
            };
            let undone =
                comparison == Comparison::AtMost && figure.surely_beyond(comparison, bound);
            if let Some(last) = singles.last()
                && (done || undone)
            {
                let inexact = singles
                    .iter()
                    .any(|(_, _, figure)| figure.as_ref().is_some_and(|f| f.exact().is_none()));
                let said = if inexact { figure } else { Figure::Exact(sum) };
                let others = singles.iter().map(|single| single.0);
                told.push(Testimony {
                    also: others.filter(|fact| *fact != last.0).collect(),
                    ..self.says(last, done, days, Some(said))
                });
            }
        }
        told
    }

    /// Forgives short periods as far as the clause's slack goes.
    fn forgive(&self, judged: &mut [Judged]) {
        let Some(Grace::Slack {
            periods,
            window_days,
            floor,
        }) = &self.clause.grace
        else {
            return;
        };
        let mut forgiven: Vec<Days> = Vec::new();
        for one in judged.iter_mut() {
            let Some(days) = one.key.days else { continue };
            let above_floor = |t: &&Testimony| {
                floor.is_none_or(|floor| {
                    t.figure
                        .as_ref()
                        .is_some_and(|f| f.surely_within(Comparison::AtLeast, floor))
                })
            };
            let short: Vec<&Testimony> = one.testimonies.iter().filter(|t| !t.done).collect();
            if one.status != Status::NotMet || !one.on_figures || !short.iter().all(above_floor) {
                continue;
            }
            let since = plus_days(days.0, 1 - i64::from(*window_days));
            let recent = forgiven.iter().filter(|(_, last)| *last >= since).count();
            if recent < *periods as usize {
                one.status = Status::Met;
                one.severity = None;
                reasons::forgiven(one, *periods, *window_days);
                forgiven.push(days);
            }
        }
    }

    /// Returns the days of totals that span more than one period.
    fn longer(&self, periods: &[Days]) -> BTreeSet<Days> {
        let totals = self.reports.totals.keys().copied();
        let statements = self
            .reports
            .statements
            .iter()
            .filter(|(per, days, _)| {
                !matches_unit(*per, self.cadence) && times(*per, *days).is_some()
            })
            .map(|(_, days, _)| *days);
        totals
            .chain(statements)
            .filter(|days| whole_periods(periods, *days).is_some_and(|count| count > 1))
            .collect()
    }

    fn long_testimonies(&self, days: Days, count: u32) -> Vec<Testimony> {
        let Goal::Bound(comparison, bound) = self.goal else {
            return Vec::new();
        };
        let many = Decimal::from(count);
        let whole = bound.saturating_mul(many);
        let least = self.least(days, many, bound, whole, comparison);
        let mut told = Vec::new();
        let mut say = |counted: &Counted<'w, 'a>, figure: Figure| {
            let done = figure.surely_within(comparison, whole);
            let undone = least.is_some_and(|least| figure.surely_beyond(comparison, least));
            if done || undone {
                told.push(self.says(counted, done, days, Some(figure)));
            }
        };
        for counted in self.reports.totals.get(&days).into_iter().flatten() {
            if let Some(figure) = &counted.2 {
                say(counted, figure.clone());
            }
        }
        for (per, said, counted) in &self.reports.statements {
            let Some(figure) = &counted.2 else { continue };
            if matches_unit(*per, self.cadence) && said.0 <= days.0 && days.1 <= said.1 {
                say(counted, scaled(figure, many));
            } else if *said == days
                && let Some(times) = times(*per, days)
            {
                say(counted, scaled(figure, Decimal::from(times)));
            }
        }
        told
    }

    /// Returns the total below which (or above which) slack can't forgive;
    /// `None` where it can forgive anything.
    fn least(
        &self,
        days: Days,
        many: Decimal,
        bound: Decimal,
        whole: Decimal,
        comparison: Comparison,
    ) -> Option<Decimal> {
        let Some(Grace::Slack {
            periods,
            window_days,
            floor,
        }) = &self.clause.grace
        else {
            return Some(whole);
        };
        if comparison == Comparison::AtMost {
            return None;
        }
        let _ = days;
        let windows = (many.checked_div(Decimal::from((*window_days).max(1)))?).ceil();
        let forgiven = Decimal::from(*periods).saturating_mul(windows).min(many);
        let each = bound.saturating_sub(floor.unwrap_or_default());
        Some(whole.saturating_sub(forgiven.saturating_mul(each)))
    }
}

/// Returns how many whole periods some days are made of.
fn whole_periods(periods: &[Days], days: Days) -> Option<u32> {
    let start = periods
        .binary_search_by_key(&days.0, |(first, _)| *first)
        .ok()?;
    let mut count = 0_u32;
    let mut next = days.0;
    for (first, last) in periods.get(start..)? {
        if *first != next || *last > days.1 {
            return None;
        }
        count = count.checked_add(1)?;
        if *last == days.1 {
            return Some(count);
        }
        next = plus_days(*last, 1);
    }
    None
}

/// Returns how many weeks or months some days are, where they are whole ones.
fn times(per: Per, (from, to): Days) -> Option<u32> {
    let length = days_between(from, to).checked_add(1)?;
    match per {
        Per::Day => u32::try_from(length).ok(),
        Per::Week if length % 7 == 0 => u32::try_from(length / 7).ok(),
        Per::Month if from.day() == 1 && to == to.last_of_month() => {
            let months = (i64::from(to.year()) - i64::from(from.year())) * 12
                + i64::from(to.month())
                - i64::from(from.month())
                + 1;
            u32::try_from(months).ok()
        }
        Per::Week | Per::Month => None,
    }
}

fn scaled(figure: &Figure, by: Decimal) -> Figure {
    let scale = |n: &Decimal| n.saturating_mul(by);
    match figure {
        Figure::Exact(n) => Figure::Exact(scale(n)),
        Figure::AtLeast(n) => Figure::AtLeast(scale(n)),
        Figure::MoreThan(n) => Figure::MoreThan(scale(n)),
        Figure::AtMost(n) => Figure::AtMost(scale(n)),
        Figure::LessThan(n) => Figure::LessThan(scale(n)),
        Figure::Between(low, high) => Figure::Between(scale(low), scale(high)),
    }
}

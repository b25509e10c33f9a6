//! Accounts: what each reporter's reports add up to.
//!
//! What lives here: running totals and single reports of one reporter, and the
//! testimony they make for a needed amount. What does not: items (`acts`) and
//! rates (`rates`). Entry point: [`Accounts`].
//!
//! # Source
//! "Meaning", section 5, "One act or several".

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::ActorName;
use servanda_model::time::{Instant, When};

use crate::calendar::{any_time_up_to, just_after, plus_days};
use crate::facts::Fact;
use crate::testimony::{Testimony, denies, own_hands};
use crate::world::View;

/// Whose hands count as the obligor's own.
#[derive(Clone, Copy)]
pub(crate) enum Hands<'h> {
    /// Everybody's.
    All,
    /// These obligors'.
    Of(&'h [ActorName]),
}

/// One report in an account.
#[derive(Clone, Debug)]
struct Line {
    fact: usize,
    when: When,
    earliest: Instant,
    latest: Instant,
    running: bool,
    figure: Option<Figure>,
    amount: Decimal,
}

/// The accounts of all reporters, by reporter and hands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
    lines: BTreeMap<(ActorName, bool, bool), Vec<Line>>,
    denials: Vec<Testimony>,
    /// From when on how much can be served at most, ascending.
    caps: Vec<(Instant, Decimal)>,
    capped: bool,
}

impl Accounts {
    /// Reads accounts from admitted reports, by (latest, log order).
    ///
    /// `caps` say from which instant on how much can have been served; none
    /// means that there is no limit.
    pub(crate) fn new(
        view: &View<'_, '_>,
        reports: &[(usize, &Fact<'_>, Option<Figure>)],
        hands: Hands<'_>,
        caps: &[(Instant, Decimal)],
    ) -> Self {
        let mut accounts = Self {
            caps: caps.to_vec(),
            capped: !caps.is_empty(),
            ..Self::default()
        };
        for (index, fact, figure) in reports {
            let report = fact.report;
            let own = match hands {
                Hands::All => true,
                Hands::Of(obligors) => own_hands(view.plan(), report, obligors),
            };
            if denies(report) {
                accounts.denials.push(Testimony {
                    fact: *index,
                    done: false,
                    own,
                    when: report.happened.clone(),
                    figure: None,
                    also: Vec::new(),
                });
                continue;
            }
            if report.per.is_some() || (report.running_total && figure.is_none()) {
                continue;
            }
            accounts
                .lines
                .entry((report.reporter.clone(), own, fact.finding))
                .or_default()
                .push(Line {
                    fact: *index,
                    when: report.happened.clone(),
                    earliest: fact.earliest,
                    latest: fact.latest,
                    running: report.running_total,
                    figure: figure.clone(),
                    amount: figure.as_ref().map_or(Decimal::ONE, Figure::at_least),
                });
        }
        accounts
    }

    /// Reads accounts of a measure that counts no events: each measurement is
    /// a running total.
    pub(crate) fn measured(
        view: &View<'_, '_>,
        reports: &[(usize, &Fact<'_>, Option<Figure>)],
        hands: Hands<'_>,
    ) -> Self {
        let mut accounts = Self::new(view, reports, hands, &[]);
        for line in accounts.lines.values_mut().flatten() {
            line.running = true;
        }
        accounts
    }

    fn cap(&self, at: Instant) -> Option<Decimal> {
        if !self.capped {
            return None;
        }
        Some(
            self.caps
                .iter()
                .rev()
                .find(|(from, _)| *from <= at)
                .map_or(Decimal::ZERO, |(_, most)| *most),
        )
    }

    /// Returns what an account holds after each of its lines. Where there are
    /// caps, it holds what it served: of each gain over its highest so far,
    /// what exceeds the cap is lost.
    fn sums(&self, lines: &[Line]) -> Vec<Decimal> {
        let mut sums = Vec::with_capacity(lines.len());
        let mut sum = Decimal::ZERO;
        let mut highest = Decimal::ZERO;
        let mut served = Decimal::ZERO;
        let mut total_at: Option<Instant> = None;
        for line in lines {
            if line.running {
                sum = line.amount;
                total_at = Some(line.latest);
            } else if total_at.is_none_or(|at| line.earliest > at) {
                sum = sum.saturating_add(line.amount);
            }
            let gain = sum.saturating_sub(highest).max(Decimal::ZERO);
            highest = highest.max(sum);
            match self.cap(line.latest) {
                Some(cap) => {
                    served = served.saturating_add(gain).min(cap.max(served));
                    sums.push(served);
                }
                None => sums.push(sum),
            }
        }
        sums
    }

    /// Returns the testimony for a needed amount.
    pub(crate) fn testimonies(&self, needed: Decimal) -> Vec<Testimony> {
        let mut told = self.denials.clone();
        for ((_, own, _), lines) in &self.lines {
            let sums = self.sums(lines);
            if let Some(done) = reached(lines, &sums, needed, *own) {
                told.push(done);
            }
            for line in lines.iter().filter(|line| below(line, needed)) {
                told.push(Testimony {
                    fact: line.fact,
                    done: false,
                    own: *own,
                    when: line.when.clone(),
                    figure: line.figure.clone(),
                    also: Vec::new(),
                });
            }
        }
        told
    }

    /// Returns every amount that an own account holds at some time, the
    /// greatest first.
    pub(crate) fn amounts(&self) -> Vec<Decimal> {
        let own = self.lines.iter().filter(|((_, own, _), _)| *own);
        let all: BTreeSet<Decimal> = own.flat_map(|(_, lines)| self.sums(lines)).collect();
        all.into_iter().rev().collect()
    }

    /// Returns the testimony of own accounts that reach an amount.
    pub(crate) fn reaching(&self, amount: Decimal) -> Vec<Testimony> {
        self.lines
            .iter()
            .filter(|((_, own, _), _)| *own)
            .filter_map(|((_, own, _), lines)| reached(lines, &self.sums(lines), amount, *own))
            .collect()
    }
}

fn below(line: &Line, needed: Decimal) -> bool {
    line.running
        && line
            .figure
            .as_ref()
            .is_some_and(|figure| figure.surely_beyond(Comparison::AtLeast, needed))
}

/// Returns the done testimony of the first line by which an account reaches an
/// amount.
fn reached(lines: &[Line], sums: &[Decimal], needed: Decimal, own: bool) -> Option<Testimony> {
    let place = sums.iter().position(|sum| *sum >= needed)?;
    let line = lines.get(place)?;
    let before = lines
        .iter()
        .take(place)
        .rev()
        .find(|line| below(line, needed));
    Some(Testimony {
        fact: line.fact,
        done: true,
        own,
        when: span(line, before),
        figure: line.figure.clone(),
        also: in_account(lines, place),
    })
}

/// Returns the other reports that are in an account at one of its lines.
fn in_account(lines: &[Line], place: usize) -> Vec<usize> {
    let so_far = lines.get(..place).unwrap_or_default();
    if lines.get(place).is_some_and(|line| line.running) {
        return Vec::new();
    }
    let total = so_far.iter().rposition(|line| line.running);
    let start = total.unwrap_or(0);
    let after = total
        .and_then(|total| lines.get(total))
        .map(|line| line.latest);
    so_far
        .iter()
        .skip(start)
        .filter(|line| line.running || after.is_none_or(|at| line.earliest > at))
        .map(|line| line.fact)
        .collect()
}

/// Returns when an account came to its amount: from its own earliest, and just
/// after the last total below it, to the deciding report.
fn span(line: &Line, before: Option<&Line>) -> When {
    let own = (!line.running).then_some(&line.when);
    if own.is_none() && before.is_none() {
        return any_time_up_to(&line.when);
    }
    match (&line.when, before.map(|line| &line.when)) {
        (When::On(from, to), None) => When::On(*from, *to),
        (When::On(from, to), Some(When::On(_, last))) => {
            let next = plus_days(*last, 1);
            let start = if own.is_some() { next.max(*from) } else { next };
            When::On(start.min(*to), *to)
        }
        _ => {
            let start = before
                .map(|line| since(&line.when, line.latest))
                .into_iter()
                .chain(own.map(|_| line.earliest))
                .max()
                .unwrap_or(Instant::MIN);
            When::Between(start.min(line.latest), line.latest)
        }
    }
}

/// Returns the instant from just after a report on: the next day's first where
/// it is known by the day, else the same instant.
pub(crate) fn since(when: &When, latest: Instant) -> Instant {
    match when {
        When::On(_, _) => just_after(latest),
        When::At(_) | When::Between(_, _) => latest,
    }
}

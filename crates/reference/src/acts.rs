//! Section 5 of "Meaning": acts, their instances and their testimonies.
//!
//! Entry points: [`cases`]; [`accounts`], which section 6 shares.

use std::collections::BTreeMap;

use servanda_model::assessment::InstanceKey;
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::names::{EventName, FieldName, ItemKey, UnitName};
use servanda_model::plan::{
    Clause, Counting, Duty, EventKind, EventPattern, FieldKind, Filter, List, Perform, Plan,
    Timing, Trigger,
};
use servanda_model::record::NOT_DONE;
use servanda_model::time::{Date, Instant, Period, When, Zone};

use crate::conditions::Scope;
use crate::due::{due, shift, with_grace};
use crate::extensions::extended;
use crate::figures::most;
use crate::hands::{self, Obligor};
use crate::instance::Case;
use crate::known::Fact;
use crate::testimony::{Told, Topic, admitted, satisfies};
use crate::triggers::{self, Tau, in_order, occurrences, tau_of, taus, triggered};
use crate::world::Ctx;

/// A day before everything an agreement can be about.
const BEGINNING: Date = jiff::civil::date(-9000, 1, 1);

/// What an instance needs of an account: from when acts serve it, and the sum
/// of counts up to it.
pub(crate) type Need = (Instant, Decimal);

/// Returns the list a clause ranges over.
pub(crate) fn list_of<'p>(plan: &'p Plan, clause: &Clause) -> Option<&'p List> {
    match &clause.duty {
        Duty::Perform(perform) => perform
            .each
            .as_ref()
            .and_then(|(_, name)| plan.lists.iter().find(|l| l.name == *name)),
        _ => None,
    }
}

/// Returns the field that holds a clause's items: the one it ranges over, else
/// the first that its event shares with the trigger it answers each time and
/// that holds an item of a list.
pub(crate) fn item_field<'p>(plan: &'p Plan, clause: &'p Clause) -> Option<&'p FieldName> {
    let Duty::Perform(perform) = &clause.duty else {
        return None;
    };
    if let Some((field, _)) = &perform.each {
        return Some(field);
    }
    let (Timing::Within(_, Trigger::Every(pattern))
    | Timing::Undated(Some(Trigger::Every(pattern)))) = &perform.timing
    else {
        return None;
    };
    let kind = |name: &EventName| plan.events.iter().find(|e| e.name == *name);
    let shared = &kind(&pattern.name)?.fields;
    kind(&perform.event.name)?
        .fields
        .iter()
        .filter(|f| matches!(f.kind, FieldKind::ItemOf(_)))
        .map(|f| &f.name)
        .find(|name| shared.iter().any(|f| f.name == **name))
}

/// Returns the keys of the list that a field holds items of.
fn keys_of(plan: &Plan, event: &EventKind, field: &FieldName) -> Vec<ItemKey> {
    let list = event.fields.iter().find_map(|f| match &f.kind {
        FieldKind::ItemOf(list) if f.name == *field => Some(list),
        _ => None,
    });
    plan.lists
        .iter()
        .filter(|l| Some(&l.name) == list)
        .flat_map(|l| &l.items)
        .map(|i| i.key.clone())
        .collect()
}

/// Returns what is fixed about a clause's event or measure.
pub(crate) fn filters_of(clause: &Clause) -> &[Filter] {
    use servanda_model::plan::Measured;
    match &clause.duty {
        Duty::Perform(perform) => &perform.event.filters,
        Duty::Avoid(event) => &event.filters,
        Duty::Keep {
            measured: Measured::Measure(_, filters),
            ..
        }
        | Duty::Reach {
            measured: Measured::Measure(_, filters),
            ..
        } => filters,
        _ => &[],
    }
}

/// Returns whether a field's text holds an item's key: one of several, or
/// within a run of whole numbers.
pub(crate) fn holds_key(text: &str, key: &str) -> bool {
    text == key
        || text.split_whitespace().any(|word| {
            let run = word
                .split_once('-')
                .and_then(|(a, b)| Some((a.parse::<u64>().ok()?, b.parse::<u64>().ok()?)));
            let within =
                run.is_some_and(|(a, b)| key.parse::<u64>().is_ok_and(|k| a <= k && k <= b));
            word == key || within
        })
}

/// Returns every instance of a clause that asks for an act.
pub(crate) fn cases<'p>(ctx: &Ctx<'p>, clause: &'p Clause, perform: &'p Perform) -> Vec<Case<'p>> {
    let plan = ctx.world.plan;
    let Some(event) = plan.events.iter().find(|e| e.name == perform.event.name) else {
        return Vec::new();
    };
    let currency = clause.counting.iter().find_map(|c| match c {
        Counting::Currency(unit) => Some(unit),
        _ => None,
    });
    let mut facts = admitted(ctx, Topic::Event(event), &perform.event.filters, currency);
    in_order(&plan.zone, &mut facts);
    let acts = Acts {
        ctx,
        clause,
        perform,
        event,
        facts,
        currency,
    };
    hands::obligors(clause)
        .iter()
        .flat_map(|obligor| acts.of(obligor))
        .collect()
}

/// Returns how much is established of an act counted in one instance.
pub(crate) fn established(ctx: &Ctx<'_>, clause: &Clause, perform: &Perform) -> Option<Decimal> {
    let plan = ctx.world.plan;
    let event = plan.events.iter().find(|e| e.name == perform.event.name)?;
    let acts = Acts {
        ctx,
        clause,
        perform,
        event,
        facts: admitted(ctx, Topic::Event(event), &perform.event.filters, None),
        currency: None,
    };
    let facts = acts.counting(&acts.own());
    let obligor = hands::obligors(clause).into_iter().next()?;
    Some(crate::quantity::progress(ctx, clause, &obligor, &facts))
}

/// What the instances of one clause share.
struct Acts<'c, 'p> {
    ctx: &'c Ctx<'p>,
    clause: &'p Clause,
    perform: &'p Perform,
    event: &'p EventKind,
    facts: Vec<Fact>,
    currency: Option<&'p UnitName>,
}

impl<'p> Acts<'_, 'p> {
    fn of(&self, obligor: &Obligor) -> Vec<Case<'p>> {
        if let Some(pledge) = &self.perform.of_its {
            return self.pledges(obligor, pledge.as_str());
        }
        if let Some((period, from)) = &self.perform.every {
            return self.recurring(obligor, period, from);
        }
        match self.trigger() {
            Some(Trigger::Every(pattern)) => self.each_occurrence(obligor, pattern),
            _ => self.once(obligor, self.own()),
        }
    }

    /// Returns the one trigger of everything.
    fn own(&self) -> Own {
        let scope = Scope::clause(self.clause, None);
        match self.trigger() {
            Some(trigger) => match taus(self.ctx, trigger, scope).into_iter().next() {
                Some(tau) => Own::Came(tau),
                None => Own::Missing,
            },
            None => Own::from(entry_into_force(self.ctx)),
        }
    }

    /// Returns the facts that count under one trigger: with `afresh`, those
    /// from it on, none where it did not come, all where it always came.
    fn counting(&self, own: &Own) -> Vec<Fact> {
        if !self.clause.afresh {
            return self.facts.clone();
        }
        let (latest, _) = triggered(self.ctx, self.clause, own.tau(), None);
        let always = self.clause.from.is_none() && self.clause.gate.is_none();
        match latest.filter(|_| !matches!(own, Own::Missing)) {
            Some(tau) => self.since(tau.comes),
            None if matches!(own, Own::Always) && always => self.facts.clone(),
            None => Vec::new(),
        }
    }

    fn trigger(&self) -> Option<&'p Trigger> {
        self.perform.timing.trigger()
    }

    /// Makes a case; `early` says whether acts before the trigger count.
    fn case(
        &self,
        key: InstanceKey,
        own: &Own,
        told: Vec<Told>,
        due_at: Option<Instant>,
        early: bool,
    ) -> Case<'p> {
        let item = key.item.clone();
        let (latest, mut trigger) = triggered(self.ctx, self.clause, own.tau(), item.as_ref());
        if matches!(own, Own::Missing) {
            trigger = None;
        }
        let plan = self.ctx.world.plan;
        let timing = &self.perform.timing;
        let clock = if matches!(own, Own::Missing) {
            None
        } else {
            latest
        };
        let due_at = due_at
            .or_else(|| due(plan, timing, clock.as_ref()))
            .map(|d| with_grace(self.ctx, self.clause, item.as_ref(), d))
            .map(|d| extended(self.ctx, self.clause, (item.as_ref(), None), d));
        let (due_at, slips) = due_at.map_or((None, Vec::new()), |(d, slips)| (Some(d), slips));
        Case {
            clause: self.clause,
            key,
            subject: self.event.name.as_str(),
            timing: Some(timing),
            told,
            triggered: trigger,
            due: due_at,
            slips,
            early,
            waits: false,
            windowed: false,
        }
    }

    /// One instance, or one per item.
    fn once(&self, obligor: &Obligor, own: Own) -> Vec<Case<'p>> {
        let early = !self.clause.afresh;
        let facts = self.counting(&own);
        let key = |item: Option<ItemKey>| InstanceKey {
            actor: obligor.key.clone(),
            item,
            ..InstanceKey::default()
        };
        let Some((field, _)) = &self.perform.each else {
            let needs = [(Instant::MIN, Decimal::from(self.perform.count))];
            let told = accounts(self.ctx, self.clause, obligor, &facts, &needs)
                .into_iter()
                .next()
                .unwrap_or_default();
            return vec![self.case(key(None), &own, told, None, early)];
        };
        self.items()
            .iter()
            .map(|item| {
                let told = self.item_told(obligor, &facts, field, item);
                self.case(key(Some(item.clone())), &own, told, None, early)
            })
            .collect()
    }

    fn items(&self) -> Vec<ItemKey> {
        list_of(self.ctx.world.plan, self.clause)
            .map(|list| list.items.iter().map(|i| i.key.clone()).collect())
            .unwrap_or_default()
    }

    fn since(&self, start: Instant) -> Vec<Fact> {
        let zone = &self.ctx.world.plan.zone;
        self.facts
            .iter()
            .filter(|f| f.report.happened.latest(zone) >= start)
            .cloned()
            .collect()
    }

    /// One instance per occurrence of the trigger.
    fn each_occurrence(&self, obligor: &Obligor, pattern: &EventPattern) -> Vec<Case<'p>> {
        let plan = self.ctx.world.plan;
        let declared: Vec<&FieldName> = plan
            .events
            .iter()
            .filter(|e| e.name == pattern.name)
            .flat_map(|e| &e.fields)
            .map(|f| &f.name)
            .collect();
        let came: Vec<Tau> = occurrences(self.ctx, pattern)
            .iter()
            .filter_map(|o| tau_of(&plan.zone, o))
            .collect();
        let mut cases = Vec::new();
        let field = item_field(plan, self.clause).filter(|field| declared.contains(field));
        if let Some(field) = field {
            cases = self.by_item(obligor, field, &came);
        }
        let unkeyed = |tau: &Tau| field.is_none_or(|field| !tau.fields.contains_key(field));
        cases.extend(self.by_number(obligor, &declared, &came, &unkeyed));
        cases
    }

    /// The item of the occurrence is the key; the first of an item counts.
    fn by_item(&self, obligor: &Obligor, field: &FieldName, came: &[Tau]) -> Vec<Case<'p>> {
        let mut found = Vec::new();
        for item in keys_of(self.ctx.world.plan, self.event, field) {
            let first = came.iter().find(|tau| {
                tau.fields
                    .get(field)
                    .is_some_and(|text| holds_key(text, item.as_str()))
            });
            if let Some(tau) = first {
                let facts = self.since(tau.earliest);
                let told = self.item_told(obligor, &facts, field, &item);
                let key = InstanceKey {
                    actor: obligor.key.clone(),
                    item: Some(item),
                    ..InstanceKey::default()
                };
                found.push(self.case(key, &Own::Came(tau.clone()), told, None, false));
            }
        }
        found
    }

    /// The occurrence's number is the key; fields of the same name are bound.
    fn by_number(
        &self,
        obligor: &Obligor,
        declared: &[&FieldName],
        came: &[Tau],
        wanted: &dyn Fn(&Tau) -> bool,
    ) -> Vec<Case<'p>> {
        let bound: Vec<Vec<Filter>> = came
            .iter()
            .map(|tau| {
                self.event
                    .fields
                    .iter()
                    .filter(|f| declared.contains(&&f.name))
                    .filter_map(|f| {
                        tau.fields.get(&f.name).map(|value| Filter {
                            field: f.name.clone(),
                            value: value.clone(),
                        })
                    })
                    .collect()
            })
            .collect();
        let mut found = Vec::new();
        for (place, (tau, fixed)) in came.iter().zip(&bound).enumerate() {
            if !wanted(tau) {
                continue;
            }
            let mut needs: Vec<Need> = Vec::new();
            let mut own_place = 0;
            for (other, (earlier, same)) in came.iter().zip(&bound).enumerate() {
                if same == fixed {
                    if other == place {
                        own_place = needs.len();
                    }
                    let sum = Decimal::from(self.perform.count) * Decimal::from(needs.len() + 1);
                    needs.push((earlier.earliest, sum));
                }
            }
            let facts: Vec<Fact> = self
                .facts
                .iter()
                .filter(|f| satisfies(self.ctx.world.plan, &f.report, fixed))
                .cloned()
                .collect();
            let told = accounts(self.ctx, self.clause, obligor, &facts, &needs)
                .into_iter()
                .nth(own_place)
                .unwrap_or_default();
            let key = InstanceKey {
                actor: obligor.key.clone(),
                number: u32::try_from(place + 1).ok(),
                ..InstanceKey::default()
            };
            found.push(self.case(key, &Own::Came(tau.clone()), told, None, false));
        }
        found
    }

    /// One instance per period that has begun.
    fn recurring(&self, obligor: &Obligor, period: &Period, from: &Trigger) -> Vec<Case<'p>> {
        let plan = self.ctx.world.plan;
        let scope = Scope::clause(self.clause, None);
        let Some(start) = taus(self.ctx, from, scope).into_iter().next() else {
            return Vec::new();
        };
        let day = plan.zone.date_of(start.latest);
        let end_of = |times: u32| plan.zone.day_end(shift(plan, day, period, times));
        let begun: Vec<u32> = (0..10_000)
            .take_while(|i| end_of(*i) <= self.ctx.at)
            .collect();
        let needs: Vec<Need> = begun
            .iter()
            .map(|i| {
                let begins = if *i == 0 { start.earliest } else { end_of(*i) };
                (
                    begins,
                    Decimal::from(self.perform.count) * Decimal::from(*i + 1),
                )
            })
            .collect();
        let told = accounts(self.ctx, self.clause, obligor, &self.facts, &needs);
        begun
            .into_iter()
            .zip(told)
            .map(|(i, told)| {
                let key = InstanceKey {
                    actor: obligor.key.clone(),
                    number: Some(i + 1),
                    ..InstanceKey::default()
                };
                let own = Own::Came(Tau::at(end_of(i)));
                self.case(key, &own, told, Some(end_of(i + 1)), false)
            })
            .collect()
    }

    /// One instance per pledge of the obligor, by due date.
    fn pledges(&self, obligor: &Obligor, pledge: &str) -> Vec<Case<'p>> {
        let plan = self.ctx.world.plan;
        let Some(event) = plan.events.iter().find(|e| e.name.as_str() == pledge) else {
            return Vec::new();
        };
        let facts: Vec<Fact> = admitted(self.ctx, Topic::Event(event), &[], self.currency)
            .into_iter()
            .filter(|f| hands::names(plan, obligor, &f.report))
            .collect();
        let mut pledged: Vec<(Option<Instant>, Tau, Decimal)> = Vec::new();
        for occurrence in triggers::group(&plan.zone, event, facts) {
            let Some(tau) = tau_of(&plan.zone, &occurrence) else {
                continue;
            };
            let amount = occurrence
                .first()
                .and_then(|f| f.report.figure.as_ref())
                .map_or(Decimal::ONE, servanda_model::figure::Figure::at_least);
            let due_at = due(plan, &self.perform.timing, Some(&tau));
            pledged.push((due_at, tau, amount));
        }
        pledged.sort_by_key(|(due_at, _, _)| due_at.unwrap_or(Instant::MAX));
        let mut sum = Decimal::ZERO;
        let needs: Vec<Need> = pledged
            .iter()
            .map(|(_, _, amount)| {
                sum += *amount;
                (Instant::MIN, sum)
            })
            .collect();
        let paid: Vec<Fact> = self
            .facts
            .iter()
            .filter(|f| hands::own(plan, self.clause, obligor, &f.report))
            .cloned()
            .collect();
        let told = accounts(self.ctx, self.clause, obligor, &paid, &needs);
        pledged
            .into_iter()
            .zip(told)
            .enumerate()
            .map(|(place, ((due_at, tau, _), told))| {
                let key = InstanceKey {
                    actor: obligor.key.clone(),
                    number: u32::try_from(place + 1).ok(),
                    ..InstanceKey::default()
                };
                let early = !self.clause.afresh;
                self.case(key, &Own::Came(tau), told, due_at, early)
            })
            .collect()
    }

    /// Returns what is told of one item (5, "Item", "Totals over a list").
    fn item_told(
        &self,
        obligor: &Obligor,
        facts: &[Fact],
        field: &FieldName,
        item: &ItemKey,
    ) -> Vec<Told> {
        let plan = self.ctx.world.plan;
        let mut told = Vec::new();
        for fact in facts {
            let own = hands::own(plan, self.clause, obligor, &fact.report);
            match fact.report.fields.get(field) {
                Some(text) if holds_key(text, item.as_str()) => {
                    let done = fact.report.value.as_deref() != Some(NOT_DONE);
                    told.push(Told {
                        exact: true,
                        ..Told::of(self.ctx, fact, done, own)
                    });
                }
                Some(_) => {}
                None => told.extend(self.total_told(own, facts, fact, field, item)),
            }
        }
        told
    }

    /// Returns what a running total over the list says of one item.
    fn total_told(
        &self,
        own: bool,
        facts: &[Fact],
        total: &Fact,
        field: &FieldName,
        item: &ItemKey,
    ) -> Option<Told> {
        let zone = &self.ctx.world.plan.zone;
        let figure = total
            .report
            .figure
            .as_ref()
            .filter(|_| total.report.running_total)
            .filter(|_| total.report.value.as_deref() != Some(NOT_DONE))?;
        let items = self.items();
        if items.is_empty() {
            return None;
        }
        let number = Decimal::from(items.len());
        let as_of = total.report.happened.latest(zone);
        if figure.surely_within(Comparison::AtLeast, number) {
            let when = match &total.report.happened {
                When::On(_, to) => When::On(BEGINNING, *to),
                When::At(to) | When::Between(_, to) => When::Between(Instant::MIN, *to),
            };
            return Some(Told {
                when,
                ..Told::of(self.ctx, total, true, own)
            });
        }
        if !figure.surely_beyond(Comparison::AtLeast, number) {
            return None;
        }
        let without: Vec<&ItemKey> = items
            .iter()
            .filter(|key| !self.done_by(facts, field, key, number, as_of))
            .collect();
        let room = number - Decimal::from(without.len());
        let refutes = most(figure).is_some_and(|m| m <= room);
        (refutes && without.contains(&item)).then(|| Told::of(self.ctx, total, false, own))
    }

    /// Returns whether anybody said by an instant that an item was done.
    fn done_by(
        &self,
        facts: &[Fact],
        field: &FieldName,
        key: &ItemKey,
        number: Decimal,
        by: Instant,
    ) -> bool {
        let zone = &self.ctx.world.plan.zone;
        facts
            .iter()
            .filter(|f| f.report.happened.latest(zone) <= by)
            .any(|f| match f.report.fields.get(field) {
                Some(text) => {
                    holds_key(text, key.as_str()) && f.report.value.as_deref() != Some(NOT_DONE)
                }
                None => {
                    f.report.running_total
                        && f.report.value.as_deref() != Some(NOT_DONE)
                        && f.report
                            .figure
                            .as_ref()
                            .is_some_and(|g| g.surely_within(Comparison::AtLeast, number))
                }
            })
    }
}

/// What a clause's own trigger gives.
enum Own {
    /// It has none: triggered always.
    Always,
    /// It has not come and is not known to come.
    Missing,
    /// It came, or is known to come.
    Came(Tau),
}

impl Own {
    fn tau(&self) -> Option<Tau> {
        match self {
            Self::Came(tau) => Some(tau.clone()),
            Self::Always | Self::Missing => None,
        }
    }
}

impl From<Option<Tau>> for Own {
    fn from(tau: Option<Tau>) -> Self {
        tau.map_or(Self::Always, Self::Came)
    }
}

/// Returns Entry into Force as a trigger, where it is set.
pub(crate) fn entry_into_force(ctx: &Ctx<'_>) -> Option<Tau> {
    let name = servanda_model::names::AnchorName::new("Entry into Force");
    taus(ctx, &Trigger::Anchor(name), Scope::default())
        .into_iter()
        .next()
}

/// Returns what reporters' accounts say of each instance (5, "One act or
/// several").
///
/// # Shape
/// `needs` ascend; the answer has one list per need.
pub(crate) fn accounts(
    ctx: &Ctx<'_>,
    clause: &Clause,
    obligor: &Obligor,
    facts: &[Fact],
    needs: &[Need],
) -> Vec<Vec<Told>> {
    let zone = &ctx.world.plan.zone;
    let start = needs
        .iter()
        .map(|(begins, _)| *begins)
        .min()
        .unwrap_or(Instant::MIN);
    let mut told: Vec<Vec<Told>> = needs.iter().map(|_| Vec::new()).collect();
    let mut books: BTreeMap<(String, bool, bool), Vec<Fact>> = BTreeMap::new();
    for fact in facts {
        if fact.report.happened.latest(zone) < start || fact.report.per.is_some() {
            continue;
        }
        let own = hands::own(ctx.world.plan, clause, obligor, &fact.report);
        if fact.report.value.as_deref() == Some(NOT_DONE) {
            for list in &mut told {
                list.push(Told {
                    exact: true,
                    ..Told::of(ctx, fact, false, own)
                });
            }
            continue;
        }
        let finding = fact.kind == servanda_model::plan::TestimonyKind::Finding;
        let who = fact.report.reporter.to_string();
        books
            .entry((who, finding, own))
            .or_default()
            .push(fact.clone());
    }
    for ((_, _, own), mut book) in books {
        in_order(zone, &mut book);
        for (list, said) in told.iter_mut().zip(book_told(ctx, &book, own, needs)) {
            list.extend(said);
        }
    }
    told
}

/// Returns what one reporter's book says of each instance.
fn book_told(ctx: &Ctx<'_>, book: &[Fact], own: bool, needs: &[Need]) -> Vec<Vec<Told>> {
    let zone = &ctx.world.plan.zone;
    let mut told: Vec<Vec<Told>> = needs.iter().map(|_| Vec::new()).collect();
    let mut done: Vec<bool> = needs.iter().map(|_| false).collect();
    let (mut highest, mut served) = (Decimal::ZERO, Decimal::ZERO);
    for place in 0..book.len() {
        let Some((fact, so_far)) = book.get(place).zip(book.get(..=place)) else {
            continue;
        };
        let (account, involved) = balance(zone, so_far);
        let gained = (account - highest).max(Decimal::ZERO);
        highest = highest.max(account);
        let open = needs
            .iter()
            .filter(|(begins, _)| *begins <= fact.report.happened.latest(zone))
            .map(|(_, sum)| *sum)
            .max()
            .unwrap_or(Decimal::ZERO);
        served += gained.min(open - served).max(Decimal::ZERO);
        for (((_, sum), list), done) in needs.iter().zip(&mut told).zip(&mut done) {
            let surely_below = fact
                .report
                .figure
                .as_ref()
                .is_some_and(|f| f.surely_beyond(Comparison::AtLeast, *sum));
            if fact.report.running_total && surely_below {
                list.push(Told::of(ctx, fact, false, own));
            }
            if !*done && served >= *sum {
                *done = true;
                list.push(Told {
                    when: reached_when(zone, so_far, fact, *sum),
                    exact: involved
                        .iter()
                        .all(|f| f.report.figure.as_ref().is_none_or(|g| g.exact().is_some())),
                    rests_on: involved.iter().flat_map(|f| f.chain.clone()).collect(),
                    ..Told::of(ctx, fact, true, own)
                });
            }
        }
    }
    told
}

/// Returns an account and the reports that make it: the last running total,
/// and the single reports that began after it.
pub(crate) fn balance<'f>(zone: &Zone, book: &'f [Fact]) -> (Decimal, Vec<&'f Fact>) {
    let last = book.iter().rev().find(|f| f.report.running_total);
    let since = last.map(|f| f.report.happened.latest(zone));
    let singles = book.iter().filter(|f| {
        !f.report.running_total && since.is_none_or(|t| f.report.happened.earliest(zone) > t)
    });
    let involved: Vec<&Fact> = last.into_iter().chain(singles).collect();
    let sum = involved
        .iter()
        .map(|f| {
            f.report
                .figure
                .as_ref()
                .map_or(Decimal::ONE, servanda_model::figure::Figure::at_least)
        })
        .sum();
    (sum, involved)
}

/// Returns when an account reached a sum, told by the report that reached it.
fn reached_when(zone: &Zone, so_far: &[Fact], reached: &Fact, sum: Decimal) -> When {
    let below = so_far.iter().rev().find(|f| {
        f.report.running_total
            && f.report
                .figure
                .as_ref()
                .is_some_and(|g| g.surely_beyond(Comparison::AtLeast, sum))
    });
    since_then(zone, below, reached, !reached.report.running_total)
}

/// Returns the time from just after an earlier report, or from the beginning
/// of time, to a later one.
pub(crate) fn since_then(zone: &Zone, below: Option<&Fact>, reached: &Fact, single: bool) -> When {
    let happened = &reached.report.happened;
    let below = below.map(|f| &f.report.happened);
    let by_days =
        matches!(happened, When::On(_, _)) && below.is_none_or(|b| matches!(b, When::On(_, _)));
    let next = |day: &Date| day.tomorrow().unwrap_or(Date::MAX);
    if let (true, When::On(from, to)) = (by_days, happened) {
        let mut first = BEGINNING;
        if single {
            first = first.max(*from);
        }
        if let Some(When::On(_, last)) = below {
            first = first.max(next(last));
        }
        return When::On(first.min(*to), *to);
    }
    let mut first = Instant::MIN;
    if single {
        first = first.max(happened.earliest(zone));
    }
    match below {
        Some(When::On(_, last)) => first = first.max(zone.day_start(next(last))),
        Some(When::At(last) | When::Between(_, last)) => first = first.max(*last),
        None => {}
    }
    let latest = happened.latest(zone);
    When::Between(first.min(latest), latest)
}

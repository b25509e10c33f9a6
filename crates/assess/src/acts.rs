//! Acts and quantities: which instances there are, and what is said of each.
//!
//! What lives here: instances of `must perform` and `must reach`. What does
//! not: their judgement (`lifecycle`). Entry points: [`perform`], [`reach`].
//!
//! # Source
//! "Meaning", sections 5 and 6.

use std::collections::BTreeMap;
use std::rc::Rc;

use servanda_model::assessment::InstanceKey;
use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::{ActorName, EventName, FieldName, ItemKey, ListName, UnitName};
use servanda_model::plan::{
    Clause, Counting, Duty, EventPattern, FieldKind, OtherHands, Perform, Plan, Stage, Timing,
    Trigger,
};
use servanda_model::record::Report;
use servanda_model::time::{Date, Instant, Period, PeriodUnit};

use crate::account::{Accounts, Hands};
use crate::calendar::{after, before, by};
use crate::facts::Fact;
use crate::items;
use crate::judged::Draft;
use crate::testimony::{Topic, names_obligor, obligors, own_hands};
use crate::trigger::{Happening, comes, in_force, is_occurrence, occurrences, resolve, start};
use crate::world::View;

/// A report that counts, with its figure.
pub(crate) type Counted<'w, 'a> = (usize, &'w Fact<'a>, Option<Figure>);

/// More periods or occurrences than this are never made.
const MOST: usize = 20_000;

/// Returns whose hands are the obligor's own.
pub(crate) fn hands<'h>(clause: &Clause, obligors: &'h [ActorName]) -> Hands<'h> {
    match clause.other_hands {
        OtherHands::Count => Hands::All,
        OtherHands::Discharge | OtherHands::DoNotCount => Hands::Of(obligors),
    }
}

/// Returns the drafts of a duty to perform an act.
pub(crate) fn perform<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    duty: &'a Perform,
) -> Vec<Draft> {
    let topic = Topic::event(view.plan(), &duty.event);
    let reports = topic.reports(view);
    let mut drafts = Vec::new();
    for (actor, obligors) in obligors(&clause.subject) {
        let act = Act {
            view,
            clause,
            duty,
            reports: &reports,
            actor,
            obligors,
        };
        drafts.extend(act.drafts());
    }
    drafts
}

/// Fields bound by a trigger, with their values.
type Bound = Vec<(FieldName, String)>;

/// One obligor's act.
struct Act<'s, 'w, 'a> {
    view: &'s View<'w, 'a>,
    clause: &'a Clause,
    duty: &'a Perform,
    reports: &'s [Counted<'w, 'a>],
    actor: Option<ActorName>,
    obligors: Vec<ActorName>,
}

/// A happening that starts one of several instances.
struct Start<'w, 'a> {
    happening: Happening,
    fact: Option<&'w Fact<'a>>,
    due: Option<Instant>,
    /// From when on acts serve it.
    acts_from: Instant,
}

impl<'w, 'a> Act<'_, 'w, 'a> {
    fn drafts(&self) -> Vec<Draft> {
        if let Some(pledge) = &self.duty.of_its {
            return self.pledged(pledge.as_str());
        }
        if let Some((period, start)) = &self.duty.every {
            return self.recurring(period, start);
        }
        match &self.duty.timing {
            Timing::Within(_, Trigger::Every(pattern))
            | Timing::Undated(Some(Trigger::Every(pattern))) => self.after_each(pattern),
            timing => self.after_one(timing),
        }
    }

    fn blank(&self, key: InstanceKey) -> Draft {
        Draft {
            key: InstanceKey {
                actor: self.actor.clone(),
                ..key
            },
            hours: counts_hours(&self.duty.timing) || alongside_hours(self.clause),
            early: !self.clause.afresh,
            ..Draft::default()
        }
    }

    fn count(&self) -> Decimal {
        Decimal::from(self.duty.count.max(1))
    }

    fn hands(&self) -> Hands<'_> {
        hands(self.clause, &self.obligors)
    }

    /// One trigger for everything.
    fn after_one(&self, timing: &'a Timing) -> Vec<Draft> {
        let trigger = trigger_of(self.view, timing);
        let base = |item: Option<&ItemKey>| {
            let mut draft = self.blank(InstanceKey {
                item: item.cloned(),
                ..InstanceKey::default()
            });
            set_dates(self.view, self.clause, timing, trigger.clone(), &mut draft);
            draft
        };
        let since = |draft: &Draft| {
            self.clause
                .afresh
                .then(|| draft.came.unwrap_or(Instant::MAX))
        };
        let Some((field, list)) = &self.duty.each else {
            let mut draft = base(None);
            let reports = fresh(self.reports, since(&draft));
            let accounts = Accounts::new(self.view, &reports, self.hands(), &[]);
            draft.testimonies = accounts.testimonies(self.count());
            if self.duty.count > 1 {
                draft.accounts = Some(Rc::new(accounts));
                draft.needed = Some(self.count());
            }
            return vec![draft];
        };
        let keys = item_keys(self.view, list);
        let reports = match keys.first().map(|key| base(Some(key))) {
            Some(first) => fresh(self.reports, since(&first)),
            None => Vec::new(),
        };
        let mut told = items::testimonies(
            self.view,
            self.hands(),
            &reports,
            field,
            &keys,
            self.count(),
        );
        keys.iter()
            .map(|key| {
                let mut draft = base(Some(key));
                draft.testimonies = told.remove(key).unwrap_or_default();
                draft.of = Some(Decimal::from(keys.len()));
                draft
            })
            .collect()
    }

    /// One instance per occurrence of an event.
    fn after_each(&self, pattern: &'a EventPattern) -> Vec<Draft> {
        let shared = self.shared(pattern);
        let starts: Vec<Start<'w, 'a>> = occurrences(self.view, pattern)
            .into_iter()
            .take(MOST)
            .map(|(_, fact)| Start {
                happening: Happening {
                    when: fact.report.happened.clone(),
                    citations: vec![fact.citation],
                },
                fact: Some(fact),
                due: None,
                acts_from: fact.earliest,
            })
            .collect();
        let bound = |report: &Report| -> Bound {
            shared
                .iter()
                .filter_map(|(field, _)| Some((field.clone(), report.fields.get(field)?.clone())))
                .collect()
        };
        let item_field = shared
            .iter()
            .find_map(|(field, list)| Some((field, list.as_ref()?)));
        let mut drafts = item_field
            .map(|(field, list)| self.by_item(field, list, &starts))
            .unwrap_or_default();
        let mut series: BTreeMap<Bound, Vec<(usize, Start<'w, 'a>)>> = BTreeMap::new();
        for (number, start) in starts.into_iter().enumerate() {
            let key = start
                .fact
                .map(|fact| bound(fact.report))
                .unwrap_or_default();
            let keyed =
                item_field.is_some_and(|(field, _)| key.iter().any(|(name, _)| name == field));
            if !keyed {
                series.entry(key).or_default().push((number, start));
            }
        }
        let mut numbered: Vec<(usize, Draft)> = Vec::new();
        for (key, starts) in series {
            let reports: Vec<Counted<'w, 'a>> = self
                .reports
                .iter()
                .filter(|(_, fact, _)| {
                    key.iter()
                        .all(|(field, value)| fact.report.fields.get(field) == Some(value))
                })
                .cloned()
                .collect();
            let (numbers, starts): (Vec<usize>, Vec<Start<'w, 'a>>) = starts.into_iter().unzip();
            let served = self.serve(&reports, starts);
            for (number, mut draft) in numbers.into_iter().zip(served) {
                draft.key.number = Some(ordinal(number));
                numbered.push((number, draft));
            }
        }
        numbered.sort_by_key(|(number, _)| *number);
        drafts.extend(numbered.into_iter().map(|(_, draft)| draft));
        drafts
    }

    /// One instance per item that an occurrence gives; the first occurrence of
    /// an item counts.
    fn by_item(&self, field: &FieldName, list: &ListName, starts: &[Start<'w, 'a>]) -> Vec<Draft> {
        let keys = item_keys(self.view, list);
        let gives = |start: &Start<'w, 'a>, key: &ItemKey| {
            start
                .fact
                .and_then(|fact| fact.report.fields.get(field))
                .is_some_and(|text| items::Listed::read(text).holds(key))
        };
        let mut drafts = Vec::new();
        for key in &keys {
            let Some(start) = starts.iter().find(|start| gives(start, key)) else {
                continue;
            };
            let mut draft = self.blank(InstanceKey {
                item: Some(key.clone()),
                ..InstanceKey::default()
            });
            let at = comes(self.view, &start.happening, true);
            let trigger = Some((at, start.happening.clone()));
            set_dates(
                self.view,
                self.clause,
                &self.duty.timing,
                trigger,
                &mut draft,
            );
            let mut reports = fresh(self.reports, Some(start.acts_from));
            // Without `each` the clause has no list that a total could count.
            if self.duty.each.is_none() {
                reports.retain(|(_, fact, _)| fact.report.fields.contains_key(field));
            }
            let mut told = items::testimonies(
                self.view,
                self.hands(),
                &reports,
                field,
                &keys,
                self.count(),
            );
            draft.testimonies = told.remove(key).unwrap_or_default();
            draft.early = false;
            drafts.push(draft);
        }
        drafts
    }

    fn shared(&self, pattern: &EventPattern) -> Vec<(FieldName, Option<ListName>)> {
        shared(self.view.plan(), self.duty, pattern)
    }

    /// Serves instances oldest first; an act serves only instances that have
    /// started by its latest, and what exceeds them isn't carried over.
    fn serve(&self, reports: &[Counted<'w, 'a>], starts: Vec<Start<'w, 'a>>) -> Vec<Draft> {
        let since = starts.iter().map(|start| start.acts_from).min();
        let reports = fresh(reports, since);
        let mut sum = Decimal::ZERO;
        let mut sums = Vec::with_capacity(starts.len());
        for _ in &starts {
            sum = sum.saturating_add(self.count());
            sums.push(sum);
        }
        let mut begins: Vec<Instant> = starts.iter().map(|start| start.acts_from).collect();
        begins.sort_unstable();
        let caps: Vec<(Instant, Decimal)> = begins.into_iter().zip(sums.iter().copied()).collect();
        if caps.is_empty() {
            return Vec::new();
        }
        let accounts = Accounts::new(self.view, &reports, self.hands(), &caps);
        starts
            .into_iter()
            .zip(sums)
            .map(|(start, needed)| {
                let mut draft = self.blank(InstanceKey::default());
                let at = comes(self.view, &start.happening, true);
                let trigger = Some((at, start.happening));
                set_dates(
                    self.view,
                    self.clause,
                    &self.duty.timing,
                    trigger,
                    &mut draft,
                );
                draft.due = start.due.or(draft.due);
                draft.testimonies = accounts.testimonies(needed);
                draft.early = false;
                draft
            })
            .collect()
    }

    fn recurring(&self, period: &Period, start: &'a Trigger) -> Vec<Draft> {
        let view = self.view;
        let zone = &view.plan().zone;
        let Some(happening) = resolve(view, start, None) else {
            return Vec::new();
        };
        let begins = happening.when.earliest(zone);
        let first = match period.unit {
            PeriodUnit::Hour => happening.when.latest(zone),
            _ => zone.day_end(zone.date_of(happening.when.latest(zone))),
        };
        let mut starts = Vec::new();
        let mut from = first;
        while starts.len() < MOST && view.reached(from) {
            let number = i64::try_from(starts.len())
                .unwrap_or(i64::MAX)
                .saturating_add(1);
            let to = after(view.plan(), first, period, number);
            if to <= from {
                break;
            }
            starts.push(Start {
                happening: Happening {
                    when: servanda_model::time::When::At(from),
                    citations: happening.citations.clone(),
                },
                fact: None,
                due: Some(to),
                acts_from: if starts.is_empty() { begins } else { from },
            });
            from = to;
        }
        let reports = fresh(self.reports, Some(begins));
        let mut drafts = self.serve(&reports, starts);
        for (place, draft) in drafts.iter_mut().enumerate() {
            draft.key.number = Some(ordinal(place));
        }
        drafts
    }

    /// One instance per pledge of the obligor, in order of due date.
    fn pledged(&self, event: &str) -> Vec<Draft> {
        let view = self.view;
        let plan = view.plan();
        let Some(kind) = plan.events.iter().find(|kind| kind.name.as_str() == event) else {
            return Vec::new();
        };
        // Reports of two donors' pledges can share a key, so that each donor's
        // own report is looked for in the group.
        let mut pledges: Vec<(Option<Date>, &'w Fact<'a>)> = groups_of(view, kind)
            .into_iter()
            .filter_map(|group| {
                group
                    .into_iter()
                    .find(|fact| names_obligor(plan, &fact.report.actors, &self.obligors))
            })
            .filter(|fact| self.in_currency(fact.report))
            .map(|fact| (self.due_field(fact.report), fact))
            .collect();
        pledges.sort_by_key(|(due, fact)| (due.is_none(), *due, fact.latest, fact.citation));
        let reports: Vec<Counted<'w, 'a>> = self
            .reports
            .iter()
            .filter(|(_, fact, _)| self.in_currency(fact.report))
            // Another donor's payments are no performance of a pledge by other
            // hands.
            .filter(|(_, fact, _)| match self.hands() {
                Hands::All => true,
                Hands::Of(obligors) => own_hands(plan, fact.report, obligors),
            })
            .map(|(index, fact, figure)| (*index, *fact, Some(amount(fact.report, figure.clone()))))
            .collect();
        let accounts = Rc::new(Accounts::new(view, &reports, self.hands(), &[]));
        let mut needed = Decimal::ZERO;
        let mut drafts = Vec::new();
        for (place, (due, fact)) in pledges.into_iter().enumerate() {
            let figure = amount(fact.report, fact.report.figure.clone());
            needed = needed.saturating_add(figure.at_least());
            let mut draft = self.blank(InstanceKey {
                number: Some(ordinal(place)),
                ..InstanceKey::default()
            });
            let trigger = Happening {
                when: fact.report.happened.clone(),
                citations: vec![fact.citation],
            };
            let trigger = Some((fact.latest, trigger));
            set_dates(view, self.clause, &self.duty.timing, trigger, &mut draft);
            draft.due = due.map(|day| plan.zone.day_end(day));
            draft.testimonies = accounts.testimonies(needed);
            draft.accounts = Some(Rc::clone(&accounts));
            draft.needed = Some(needed);
            drafts.push(draft);
        }
        drafts
    }

    fn due_field(&self, report: &Report) -> Option<Date> {
        let Timing::ByField(field) = &self.duty.timing else {
            return None;
        };
        report.fields.get(field)?.parse().ok()
    }

    fn in_currency(&self, report: &Report) -> bool {
        let wanted = self
            .clause
            .counting
            .iter()
            .find_map(|counting| match counting {
                Counting::Currency(unit) => Some(unit),
                _ => None,
            });
        let given = report.unit.as_ref().map(UnitName::as_str).or_else(|| {
            report
                .fields
                .get(&FieldName::new("currency"))
                .map(String::as_str)
        });
        match (wanted, given) {
            (Some(wanted), Some(given)) => wanted.as_str() == given,
            _ => true,
        }
    }
}

/// Returns the reports of each occurrence of an event.
fn groups_of<'w, 'a>(
    view: &View<'w, 'a>,
    kind: &'a servanda_model::plan::EventKind,
) -> Vec<Vec<&'w Fact<'a>>> {
    let topic = Topic::kind_of(kind);
    crate::trigger::grouped(view, &topic)
        .into_iter()
        .map(|group| group.into_iter().map(|(_, fact)| fact).collect())
        .collect()
}

/// Returns the amount of money a report tells of.
fn amount(report: &Report, figure: Option<Figure>) -> Figure {
    figure
        .or_else(|| {
            report
                .fields
                .get(&FieldName::new("amount"))
                .and_then(|text| text.replace(',', "").parse().ok())
                .map(Figure::Exact)
        })
        .unwrap_or(Figure::Exact(Decimal::ZERO))
}

/// Returns the fields that an act shares with its trigger, and the list of
/// which each holds an item.
fn shared(
    plan: &Plan,
    duty: &Perform,
    pattern: &EventPattern,
) -> Vec<(FieldName, Option<ListName>)> {
    let of = |name: &EventName| plan.events.iter().find(|kind| kind.name == *name);
    let (Some(trigger), Some(act)) = (of(&pattern.name), of(&duty.event.name)) else {
        return Vec::new();
    };
    act.fields
        .iter()
        .filter(|field| trigger.fields.iter().any(|other| other.name == field.name))
        .map(|field| {
            let list = match &field.kind {
                FieldKind::ItemOf(list) => Some(list.clone()),
                _ => None,
            };
            (field.name.clone(), list)
        })
        .collect()
}

/// Returns the field that holds the item of a clause's instances.
pub(crate) fn item_field(plan: &Plan, clause: &Clause) -> Option<FieldName> {
    let Duty::Perform(duty) = &clause.duty else {
        return None;
    };
    if let Some((field, _)) = &duty.each {
        return Some(field.clone());
    }
    match &duty.timing {
        Timing::Within(_, Trigger::Every(pattern))
        | Timing::Undated(Some(Trigger::Every(pattern))) => shared(plan, duty, pattern)
            .into_iter()
            .find_map(|(field, list)| list.map(|_| field)),
        _ => None,
    }
}

fn ordinal(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)
}

/// Returns whether a timing counts hours.
pub(crate) fn counts_hours(timing: &Timing) -> bool {
    matches!(timing, Timing::Within(period, _) if period.unit == PeriodUnit::Hour)
}

/// Returns whether a clause is due so many hours after another's performance.
fn alongside_hours(clause: &Clause) -> bool {
    matches!(&clause.alongside, Some((_, period)) if period.unit == PeriodUnit::Hour)
}

/// Returns the reports whose latest is at or after an instant.
fn fresh<'w, 'a>(reports: &[Counted<'w, 'a>], since: Option<Instant>) -> Vec<Counted<'w, 'a>> {
    reports
        .iter()
        .filter(|(_, fact, _)| since.is_none_or(|since| fact.latest >= since))
        .cloned()
        .collect()
}

/// Returns the items of a list, in its order.
pub(crate) fn item_keys(view: &View<'_, '_>, list: &ListName) -> Vec<ItemKey> {
    view.plan()
        .lists
        .iter()
        .filter(|l| l.name == *list)
        .flat_map(|l| l.items.iter().map(|item| item.key.clone()))
        .collect()
}

/// When something comes, and what it is.
type Coming = (Instant, Happening);

/// Returns what a timing is triggered by.
fn trigger_of<'a>(view: &View<'_, 'a>, timing: &'a Timing) -> Option<Coming> {
    let (happening, occurrence) = match timing {
        Timing::Within(_, trigger) | Timing::Undated(Some(trigger)) => {
            (resolve(view, trigger, None)?, is_occurrence(trigger))
        }
        _ => (in_force(view), false),
    };
    Some((comes(view, &happening, occurrence), happening))
}

/// Sets when a draft is triggered and due.
fn set_dates<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    timing: &'a Timing,
    trigger: Option<Coming>,
    draft: &mut Draft,
) {
    let zone = &view.plan().zone;
    let item = draft.key.item.clone();
    let started = start(view, clause, trigger, item.as_ref());
    draft.due = match timing {
        Timing::Within(period, _) => started
            .as_ref()
            .map(|start| after(view.plan(), start.clock.when.latest(zone), period, 1)),
        Timing::By(moment) => Some(by(zone, *moment)),
        Timing::Before(moment) => Some(before(zone, *moment)),
        Timing::ByField(_) | Timing::Undated(_) | Timing::Recurring => None,
    };
    if let Some(start) = started {
        draft.triggered = start.at;
        draft.came = Some(start.came);
        draft.trigger_citations = start.clock.citations;
    }
}

/// Returns the drafts of a duty to reach a quantity.
pub(crate) fn reach<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    topic: &Topic<'a>,
    comparison: Comparison,
    stages: &'a [Stage],
) -> Vec<Draft> {
    let mut reports = topic.reports(view);
    reports.retain(|(_, fact, _)| fact.report.per.is_none());
    if !topic.counts_events() {
        reports.retain(|(_, _, figure)| figure.is_some());
    } else if comparison == Comparison::AtMost {
        reports.retain(|(_, fact, figure)| figure.is_some() && fact.report.running_total);
    }
    let mut drafts = Vec::new();
    for (actor, obligors) in obligors(&clause.subject) {
        let hands = hands(clause, &obligors);
        let accounts = Rc::new(if topic.counts_events() {
            Accounts::new(view, &reports, hands, &[])
        } else {
            Accounts::measured(view, &reports, hands)
        });
        for stage in stages {
            let mut draft = Draft {
                key: InstanceKey {
                    actor: actor.clone(),
                    stage: (!stage.name.is_empty()).then(|| stage.name.clone()),
                    ..InstanceKey::default()
                },
                hours: counts_hours(&stage.timing),
                early: true,
                ..Draft::default()
            };
            let trigger = trigger_of(view, &stage.timing);
            set_dates(view, clause, &stage.timing, trigger, &mut draft);
            if comparison == Comparison::AtLeast {
                draft.testimonies = accounts.testimonies(stage.figure);
                draft.accounts = Some(Rc::clone(&accounts));
                draft.needed = Some(stage.figure);
            } else {
                draft.testimonies = items::ceiling(view, hands, &reports, stage.figure);
            }
            drafts.push(draft);
        }
    }
    drafts
}

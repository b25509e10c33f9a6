//! Section 15 of "Meaning": amendments in force, and the words that bind each
//! instance.
//!
//! Entry points: [`versions`], [`instances`], [`standing`].

use std::collections::BTreeSet;

use servanda_model::assessment::{AmendmentState, InstanceKey, Status};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Amendment, Cadence, Clause, Duty, RunningDuties, Timing, Trigger};
use servanda_model::record::Act;
use servanda_model::time::{Date, Instant, PeriodUnit};

use crate::due::monday;
use crate::judgement::{AmendmentJudgement, InstanceJudgement, Said};
use crate::known::knowledge_date;
use crate::whole::by_words;
use crate::world::{Ctx, World};

/// Returns the instant from which the first consent of an actor counts, if it
/// consented to these words.
fn consent(world: &World<'_>, amendment: &Amendment, actor: &ActorName) -> Option<Instant> {
    let zone = &world.plan.zone;
    let same = |told: &Option<String>, own: &String| told.is_none() || told.as_ref() == Some(own);
    world
        .entries
        .iter()
        .filter_map(|entry| match &entry.act {
            Some(Act::Consent(given))
                if given.by == *actor
                    && given.to == amendment.name
                    && same(&given.old_digest, &amendment.digests.old)
                    && same(&given.new_digest, &amendment.digests.new) =>
            {
                Some(match &given.happened {
                    Some(when) => when.latest(zone),
                    None => knowledge_date(zone, world.record, entry),
                })
            }
            _ => None,
        })
        .min()
}

fn effective(world: &World<'_>, amendment: &Amendment) -> Option<Date> {
    match amendment.effective? {
        Moment::On(day) => Some(day),
        Moment::At(instant) => Some(world.plan.zone.date_of(instant)),
    }
}

fn changed(amendment: &Amendment) -> BTreeSet<&ClauseId> {
    amendment
        .changes
        .iter()
        .flatten()
        .map(|change| &change.clause)
        .collect()
}

/// Returns the places of the amendments that one is built on.
fn below(world: &World<'_>, place: usize) -> Vec<usize> {
    let all = &world.plan.amendments;
    let Some(own) = all.get(place).map(changed) else {
        return Vec::new();
    };
    (0..place)
        .filter(|other| {
            all.get(*other)
                .is_some_and(|one| changed(one).iter().any(|id| own.contains(id)))
        })
        .collect()
}

/// Returns the first day of an amendment all of whose consents count by an
/// instant, with those of the amendments that it is built on.
fn agreed(world: &World<'_>, place: usize, by: Instant) -> Option<Date> {
    let amendment = world.plan.amendments.get(place)?;
    let day = effective(world, amendment)?;
    if amendment.changes.is_none() || amendment.needs.is_empty() {
        return None;
    }
    let mut first = day;
    for actor in &amendment.needs {
        let at = consent(world, amendment, actor).filter(|at| *at <= by)?;
        let given = world.plan.zone.date_of(at);
        if given > day {
            first = first.max(given.tomorrow().unwrap_or(given));
        }
    }
    for other in below(world, place) {
        first = first.max(agreed(world, other, by)?);
    }
    Some(first)
}

/// Returns every instant at which some amendment can come into force.
pub(crate) fn instants(world: &World<'_>) -> Vec<Instant> {
    let mut found = Vec::new();
    for (place, amendment) in world.plan.amendments.iter().enumerate() {
        let needs = amendment.needs.iter();
        found.extend(needs.filter_map(|actor| consent(world, amendment, actor)));
        let day = agreed(world, place, Instant::MAX);
        found.extend(day.map(|day| world.plan.zone.day_start(day)));
    }
    found
}

/// One version of a clause.
#[derive(Clone, Copy)]
pub(crate) struct Version<'w> {
    pub(crate) name: Option<&'w str>,
    /// Nothing where the clause is not in the text.
    pub(crate) words: Option<&'w Clause>,
    day: Date,
    running: RunningDuties,
}

/// Returns the versions of a clause at an instant, the text as signed first.
pub(crate) fn versions<'w>(
    world: &'w World<'w>,
    clause: &'w Clause,
    at: Instant,
) -> Vec<Version<'w>> {
    let mut found = vec![Version {
        name: None,
        words: if clause.added_by.is_some() {
            None
        } else {
            Some(clause)
        },
        day: Date::MIN,
        running: RunningDuties::KeepEarlierText,
    }];
    for (place, amendment) in world.plan.amendments.iter().enumerate() {
        let Some(day) = agreed(world, place, at) else {
            continue;
        };
        if world.plan.zone.day_start(day) > at {
            continue;
        }
        for change in amendment.changes.iter().flatten() {
            if change.clause == clause.id {
                found.push(Version {
                    name: Some(&amendment.name),
                    words: change.becomes.as_deref(),
                    day,
                    running: amendment.running.unwrap_or(RunningDuties::KeepEarlierText),
                });
            }
        }
    }
    found
}

/// Returns the words in force, if the clause is in the text.
pub(crate) fn words<'w>(
    world: &'w World<'w>,
    clause: &'w Clause,
    at: Instant,
) -> Option<&'w Clause> {
    versions(world, clause, at)
        .last()
        .and_then(|version| version.words)
}

/// Returns all words by which some instance can be judged; those as signed
/// where the clause was never in the text.
pub(crate) fn all_words<'w>(ctx: &Ctx<'w>, clause: &'w Clause) -> Vec<&'w Clause> {
    let found: Vec<&Clause> = versions(ctx.world, clause, ctx.at)
        .iter()
        .filter_map(|version| version.words)
        .collect();
    if found.is_empty() {
        vec![clause]
    } else {
        found
    }
}

fn judged_singly(clause: &Clause) -> bool {
    matches!(clause.duty, Duty::Perform(_) | Duty::Reach { .. })
}

fn by_occasion(clause: &Clause) -> bool {
    match &clause.duty {
        Duty::Perform(perform) => {
            perform.every.is_some()
                || perform.of_its.is_some()
                || matches!(
                    &perform.timing,
                    Timing::Within(_, Trigger::Every(_)) | Timing::Undated(Some(Trigger::Every(_)))
                )
        }
        _ => false,
    }
}

/// Returns the calendar period of a rate that holds a day.
fn period_of(clause: &Clause, day: Date) -> (Date, Date) {
    let unit = match &clause.duty {
        Duty::Keep {
            cadence: Cadence::Each(period),
            ..
        } => &period.unit,
        _ => &PeriodUnit::Day,
    };
    match unit {
        PeriodUnit::Week => {
            let first = monday(day);
            (first, first.saturating_add(jiff::Span::new().days(6)))
        }
        PeriodUnit::Month => (day.first_of_month(), day.last_of_month()),
        PeriodUnit::Year => (day.first_of_year(), day.last_of_year()),
        _ => (day, day),
    }
}

/// Returns the view within which one version of something judged by windows
/// counts.
fn clipped<'w>(
    ctx: &Ctx<'w>,
    version: &Version<'w>,
    next: Option<&Version<'w>>,
    words: &Clause,
) -> Ctx<'w> {
    let mut then = ctx.clone();
    if version.name.is_some() {
        then.supposed.since = Some(match version.running {
            RunningDuties::Move => period_of(words, version.day).0,
            RunningDuties::KeepEarlierText | RunningDuties::Restart => version.day,
        });
    }
    if let Some(next) = next {
        let before = next.day.yesterday().unwrap_or(next.day);
        then.supposed.until = Some(match next.running {
            RunningDuties::KeepEarlierText => period_of(words, before).1,
            RunningDuties::Move | RunningDuties::Restart => before,
        });
    }
    then
}

/// Returns each version of a clause that is judged by windows, with the view
/// in which it is.
pub(crate) fn windows<'w>(ctx: &Ctx<'w>, clause: &'w Clause) -> Vec<(Ctx<'w>, &'w Clause)> {
    let all = versions(ctx.world, clause, ctx.at);
    let mut found = Vec::new();
    for (place, version) in all.iter().enumerate() {
        if let Some(words) = version.words.filter(|words| !judged_singly(words)) {
            found.push((clipped(ctx, version, all.get(place + 1), words), words));
        }
    }
    found
}

/// Judges a clause's instances, each by the words that bind it.
pub(crate) fn instances<'w>(ctx: &Ctx<'w>, clause: &'w Clause) -> Vec<InstanceJudgement> {
    let all = versions(ctx.world, clause, ctx.at);
    if let [only] = all.as_slice() {
        return only
            .words
            .map(|words| by_words(ctx, words))
            .unwrap_or_default();
    }
    let mut found: Vec<InstanceJudgement> = Vec::new();
    let mut waiting: Vec<InstanceJudgement> = Vec::new();
    let mut seen: Vec<InstanceJudgement> = Vec::new();
    for (place, version) in all.iter().enumerate() {
        let next = all.get(place + 1);
        let mut mine = match version.words {
            None => Vec::new(),
            Some(words) if judged_singly(words) => singly(ctx, version, words, &waiting, &found),
            Some(words) => {
                let mut judged = by_words(&clipped(ctx, version, next, words), words);
                for one in &mut judged {
                    one.for_none = one.key.days.is_none() && one.key.number.is_none();
                }
                judged
            }
        };
        for one in &mut mine {
            one.judged_by = Said::Is(version.name.map(str::to_owned));
            slip(one, version, &seen);
        }
        for one in waiting.drain(..) {
            if !mine.iter().any(|other| other.key == one.key) {
                found.push(InstanceJudgement {
                    status: Status::Discharged,
                    decided_at: Said::Nothing,
                    lateness: Said::Nothing,
                    severity: Said::Nothing,
                    ..one
                });
            }
        }
        for one in &mine {
            let earlier = seen.iter().position(|other| other.key == one.key);
            let due = earlier.and_then(|at| seen.get(at)).and_then(due_of);
            let mut kept = one.clone();
            if due_of(&kept).is_none() {
                kept.due_at = Said::Is(due);
            }
            if let Some(at) = earlier {
                seen.remove(at);
            }
            seen.push(kept);
        }
        let singly = version.words.is_some_and(judged_singly);
        for one in mine {
            match next.filter(|_| singly) {
                None => found.push(one),
                Some(next) => match fate(ctx, &one, next) {
                    Fate::Stays => found.push(one),
                    Fate::Runs => waiting.push(one),
                    Fate::NotYet => {}
                },
            }
        }
    }
    without_placeholders(found)
}

enum Fate {
    Stays,
    Runs,
    NotYet,
}

/// Returns what becomes of an instance when other words come.
fn fate(ctx: &Ctx<'_>, one: &InstanceJudgement, next: &Version<'_>) -> Fate {
    let from = ctx.world.plan.zone.day_start(next.day);
    let done = matches!(one.status, Status::Met | Status::MetLate)
        && one.performed_at.is_some_and(|at| at < from);
    let triggered = one.begun.is_some_and(|at| at < from);
    if done {
        Fate::Stays
    } else if !triggered {
        Fate::NotYet
    } else if next.running == RunningDuties::KeepEarlierText
        || due_of(one).is_some_and(|due| due < from)
    {
        Fate::Stays
    } else {
        Fate::Runs
    }
}

fn due_of(one: &InstanceJudgement) -> Option<Instant> {
    match one.due_at {
        Said::Is(due) => due,
        Said::Nothing => None,
    }
}

/// Judges acts and quantities by a later version's words.
fn singly<'w>(
    ctx: &Ctx<'w>,
    version: &Version<'w>,
    words: &'w Clause,
    waiting: &[InstanceJudgement],
    found: &[InstanceJudgement],
) -> Vec<InstanceJudgement> {
    let plain = by_words(ctx, words);
    if version.name.is_none() {
        return plain;
    }
    let mut late = ctx.clone();
    late.supposed.since = Some(version.day);
    let late = by_words(&late, words);
    let from = ctx.world.plan.zone.day_start(version.day);
    let mut mine: Vec<InstanceJudgement> = Vec::new();
    for plain in plain {
        let Some(late) = late.iter().find(|other| other.key == plain.key) else {
            continue;
        };
        let late = late.clone();
        let runs = waiting.iter().any(|one| one.key == plain.key);
        let began = plain.begun.is_some_and(|at| at < from);
        let mut one = match (runs, version.running) {
            (true, RunningDuties::Move) => plain,
            (true, _) => late,
            (false, _) if by_occasion(words) && began => continue,
            (false, _) if by_occasion(words) => plain,
            (false, _) => late,
        };
        let taken = |key: &InstanceKey| found.iter().any(|other| other.key == *key);
        if taken(&one.key) {
            if one.key.number.is_none() || !by_occasion(words) {
                continue;
            }
            one.key = after_last(&one.key, found.iter().chain(&mine));
        }
        mine.push(one);
    }
    mine
}

/// Returns a key with the number after the last.
fn after_last<'j>(
    key: &InstanceKey,
    all: impl Iterator<Item = &'j InstanceJudgement>,
) -> InstanceKey {
    let bare = |key: &InstanceKey| InstanceKey {
        number: None,
        ..key.clone()
    };
    let last = all
        .filter(|other| bare(&other.key) == bare(key))
        .filter_map(|other| other.key.number)
        .max();
    InstanceKey {
        number: last.unwrap_or(0).checked_add(1),
        ..key.clone()
    }
}

fn slip(one: &mut InstanceJudgement, version: &Version<'_>, seen: &[InstanceJudgement]) {
    let Some(earlier) = seen.iter().find(|other| other.key == one.key) else {
        return;
    };
    let (Said::Is(mut slips), Said::Is(own)) = (earlier.slips.clone(), one.slips.clone()) else {
        return;
    };
    let planned = own.first().map(|(from, _, _)| *from).or(due_of(one));
    if let (Some(name), Some(from), Some(to)) = (version.name, due_of(earlier), planned)
        && from != to
    {
        slips.push((from, to, name.to_owned()));
    }
    slips.extend(own);
    one.slips = Said::Is(slips);
}

/// Drops what says that there is nothing to judge where something is, all but
/// the last otherwise; numbers incidents on.
fn without_placeholders(all: Vec<InstanceJudgement>) -> Vec<InstanceJudgement> {
    let mut found: Vec<InstanceJudgement> = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let of_actor = |other: &&InstanceJudgement| other.key.actor == one.key.actor;
        let something = all.iter().filter(of_actor).any(|other| !other.for_none);
        let later = all
            .iter()
            .skip(place + 1)
            .filter(of_actor)
            .any(|other| other.for_none);
        if one.for_none && (something || later) {
            continue;
        }
        let mut one = one.clone();
        if one.status == Status::IncidentEstablished {
            one.key = after_last(&one.key, found.iter());
        }
        found.push(one);
    }
    found
}

/// Tells where each amendment stands.
pub(crate) fn standing(world: &World<'_>, at: Instant) -> Vec<AmendmentJudgement> {
    let all = world.plan.amendments.iter().enumerate();
    all.map(|(place, amendment)| {
        let consented =
            |actor: &ActorName| consent(world, amendment, actor).is_some_and(|given| given <= at);
        let missing = amendment.needs.iter().any(|actor| !consented(actor));
        let day = agreed(world, place, at);
        let now = day.is_some_and(|day| world.plan.zone.day_start(day) <= at);
        let state = if amendment.changes.is_none() || amendment.effective.is_none() {
            AmendmentState::WithoutEffect
        } else if missing || amendment.needs.is_empty() {
            AmendmentState::AwaitingConsent
        } else if now {
            AmendmentState::InForce
        } else if day.is_some() {
            AmendmentState::Agreed
        } else {
            AmendmentState::AwaitingAnother
        };
        AmendmentJudgement {
            name: amendment.name.clone(),
            state,
            in_force_at: day.map(|day| world.plan.zone.day_start(day)),
        }
    })
    .collect()
}

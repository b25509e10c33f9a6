//! Next dates, and who waits for whom.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{AgreementAxis, ClauseStatus, PhaseState, Status};
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Condition, Duty, Opens, Timing, Trigger};
use servanda_model::time::Instant;

use super::context::Context;
use super::view::{ClauseRef, Mark, NextDate, Section, Wait};
use crate::language::Text;

/// How many dates the report shows.
const DATES_MAX: usize = 12;

/// Returns whether something is still to be done under a status.
pub(super) fn still_open(status: Status) -> bool {
    matches!(
        status,
        Status::NotTriggered
            | Status::NotYetDue
            | Status::Open
            | Status::Pending
            | Status::Suspended
            | Status::Excused
            | Status::Undetermined
    )
}

pub(super) fn dates(context: &Context) -> Section<NextDate> {
    let words = &context.words;
    let mut dates: BTreeMap<Instant, Vec<NextDate>> = BTreeMap::new();
    for clause in &context.assessment().clauses {
        for (due, count) in due_dates(context, clause) {
            let what = words.say_with("date-due", &[("n", count.into())]);
            let clause = Some(context.clause_ref(&clause.id));
            let when = words.instant(due, context.zone());
            dates
                .entry(due)
                .or_default()
                .push(NextDate { when, what, clause });
        }
    }
    for (at, what) in fixed_dates(context) {
        let when = words.instant(at, context.zone());
        dates.entry(at).or_default().push(NextDate {
            when,
            what,
            clause: None,
        });
    }
    let all: Vec<NextDate> = dates.into_values().flatten().collect();
    let left = all.len().saturating_sub(DATES_MAX);
    let more = if left == 0 {
        Text::default()
    } else {
        let command = context.command("due", "--days 3650");
        words.say_with(
            "rows-more",
            &[("n", left.into()), ("command", Text::ltr(&command).into())],
        )
    };
    Section {
        title: words.say("dates-title"),
        intro: Text::default(),
        none: words.say("dates-none"),
        rows: all.into_iter().take(DATES_MAX).collect(),
        more,
    }
}

/// Returns the due dates of a clause that are still to come, each with how many
/// instances fall due then.
fn due_dates(context: &Context, clause: &ClauseStatus) -> BTreeMap<Instant, u32> {
    let mut dates = BTreeMap::new();
    for instance in clause
        .instances
        .iter()
        .filter(|instance| still_open(instance.status))
    {
        if let Some(due) = instance.due_at.filter(|due| *due > context.at()) {
            *dates.entry(due).or_default() += 1;
        }
    }
    dates
}

/// Returns dates that the text itself fixes: a phase's latest opening, the end
/// of an authority.
fn fixed_dates(context: &Context) -> Vec<(Instant, Text)> {
    let words = &context.words;
    let end = |moment: Moment| match moment {
        Moment::On(day) => context.zone().day_end(day),
        Moment::At(at) => at,
    };
    let unopened = |name: &servanda_model::names::PhaseName| {
        let mut states = context
            .assessment()
            .phases
            .iter()
            .filter(|phase| phase.phase.0 == *name);
        states.any(|phase| phase.state != PhaseState::Open)
    };
    let phases = context.plan().phases.iter().filter_map(|phase| {
        let (moment, _) = phase.latest.as_ref()?;
        let what = words.say_with(
            "date-phase",
            &[("phase", Text::own(phase.name.as_str()).into())],
        );
        unopened(&phase.name).then(|| (end(*moment), what))
    });
    let authorities = context.plan().authorities.iter().map(|authority| {
        let who = Text::own(authority.actor.as_str());
        (
            end(authority.until),
            words.say_with("date-authority", &[("who", who.into())]),
        )
    });
    phases
        .chain(authorities)
        .filter(|(at, _)| *at > context.at())
        .collect()
}

pub(super) fn waits(context: &Context) -> Section<Wait> {
    let words = &context.words;
    let mut rows = phase_waits(context);
    for clause in &context.assessment().clauses {
        if let Some(planned) = context.clause(&clause.id) {
            rows.extend(clause_wait(context, clause, planned));
        }
        rows.extend(reply_wait(context, clause));
    }
    Section {
        title: words.say("waits-title"),
        intro: words.say("waits-intro"),
        none: words.say("waits-none"),
        rows,
        more: Text::default(),
    }
}

fn phase_waits(context: &Context) -> Vec<Wait> {
    let words = &context.words;
    let mut rows = Vec::new();
    for phase in &context.assessment().phases {
        if matches!(phase.state, PhaseState::Open | PhaseState::Closed) {
            continue;
        }
        let planned = context
            .plan()
            .phases
            .iter()
            .find(|one| one.name == phase.phase.0);
        let not_agreed = planned.is_some_and(|one| one.opens == Opens::NotAgreed);
        let awaited = match (
            not_agreed,
            phase.conditions.iter().find(|(_, holds)| !holds),
        ) {
            (true, _) => words.say("waits-terms"),
            (false, Some((condition, _))) => Text::own(condition),
            (false, None) => Text::default(),
        };
        if awaited.is_empty() && phase.waits_for.is_empty() {
            continue;
        }
        rows.push(Wait {
            waiting: Text::own(phase.phase.0.as_str()),
            clause: None,
            awaited,
            on: phase
                .waits_for
                .iter()
                .filter_map(|id| awaited_clause(context, id))
                .collect(),
        });
    }
    rows
}

fn clause_wait(context: &Context, status: &ClauseStatus, planned: &Clause) -> Option<Wait> {
    let waiting = matches!(
        status.status,
        Status::NotTriggered | Status::NotYetDue | Status::Suspended | Status::Pending
    );
    if !waiting {
        return None;
    }
    let on: Vec<_> = awaited_ids(planned)
        .into_iter()
        .filter(|id| **id != status.id)
        .filter(|id| context.status_of(id).is_some_and(|one| !done(one.status)))
        .filter_map(|id| awaited_clause(context, id))
        .collect();
    if on.is_empty() {
        return None;
    }
    let waiting = super::commitments::who(context, planned);
    Some(Wait {
        waiting,
        clause: Some(context.clause_ref(&status.id)),
        awaited: Text::default(),
        on,
    })
}

fn done(status: Status) -> bool {
    matches!(
        status,
        Status::Met | Status::MetLate | Status::Cured | Status::Discharged
    )
}

fn reply_wait(context: &Context, status: &ClauseStatus) -> Option<Wait> {
    let pending = status
        .instances
        .iter()
        .any(|one| one.agreement == AgreementAxis::PendingReply);
    pending.then(|| Wait {
        waiting: Text::default(),
        clause: Some(context.clause_ref(&status.id)),
        awaited: context.words.say("agreement-pending"),
        on: Vec::new(),
    })
}

fn awaited_clause(context: &Context, id: &ClauseId) -> Option<(ClauseRef, Text, Mark)> {
    let status = context.status_of(id)?;
    let who = context
        .clause(id)
        .map(|clause| super::commitments::who(context, clause))
        .unwrap_or_default();
    Some((context.clause_ref(id), who, context.mark(status.status)))
}

/// Returns the clauses whose course a clause waits for, by its own words.
fn awaited_ids(clause: &Clause) -> BTreeSet<&ClauseId> {
    let mut ids = BTreeSet::new();
    ids.extend(&clause.in_step_with);
    ids.extend(clause.alongside.as_ref().map(|(id, _)| id));
    ids.extend(
        clause
            .mirrors
            .as_ref()
            .filter(|mirror| mirror.suspends)
            .map(|mirror| &mirror.clause),
    );
    let timings: Vec<&Timing> = match &clause.duty {
        Duty::Perform(perform) => vec![&perform.timing],
        Duty::Reach { stages, .. } => stages.iter().map(|stage| &stage.timing).collect(),
        Duty::Avoid(_)
        | Duty::Keep { .. }
        | Duty::May(_)
        | Duty::NotCheckable { .. }
        | Duty::InformsOnly(_) => Vec::new(),
    };
    let triggers = timings.into_iter().filter_map(|timing| match timing {
        Timing::Within(_, trigger) | Timing::Undated(Some(trigger)) => Some(trigger),
        Timing::By(_)
        | Timing::Before(_)
        | Timing::ByField(_)
        | Timing::Undated(None)
        | Timing::Recurring => None,
    });
    for trigger in triggers.chain(&clause.from) {
        if let Trigger::Clause(id, _) = trigger {
            ids.insert(id);
        }
    }
    for condition in clause.gate.iter().chain(&clause.during) {
        collect(condition, &mut ids);
    }
    ids
}

fn collect<'c>(condition: &'c Condition, ids: &mut BTreeSet<&'c ClauseId>) {
    match condition {
        Condition::Clause(id, _)
        | Condition::StageMet(id, _)
        | Condition::Reached(Trigger::Clause(id, _)) => {
            ids.insert(id);
        }
        Condition::And(all) | Condition::Or(all) => {
            for one in all {
                collect(one, ids);
            }
        }
        Condition::DutiesKept(_)
        | Condition::PhaseMet(_)
        | Condition::PhaseOpen(_)
        | Condition::Happened(_, _)
        | Condition::State(_, _)
        | Condition::Reached(_)
        | Condition::Ground(_) => {}
    }
}

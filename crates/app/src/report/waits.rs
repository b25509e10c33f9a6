//! Who waits for whom: what waits for itself, gates, clauses, replies.
//!
//! Entry point: [`waits`].

use std::collections::BTreeSet;

use servanda_model::assessment::{AgreementAxis, ClauseStatus, PhaseState, Status};
use servanda_model::names::ClauseId;
use servanda_model::plan::{Clause, Condition, Duty, Opens, Timing, Trigger};

use super::context::Context;
use super::view::{ClauseRef, Mark, Section, Wait};
use crate::language::Text;

pub(super) fn waits(context: &Context) -> Section<Wait> {
    let words = &context.words;
    let mut rows = waiting_sets(context);
    rows.extend(phase_waits(context));
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

/// Tells what waits for itself, first of all: nothing in it goes on by the
/// text alone.
fn waiting_sets(context: &Context) -> Vec<Wait> {
    let words = &context.words;
    let sets = context.assessment().waiting_sets.iter();
    sets.map(|set| {
        let names: BTreeSet<&str> = set.phases.iter().map(|(name, _)| name.as_str()).collect();
        let ids: BTreeSet<&ClauseId> = set.instances.iter().map(|(id, _)| id).collect();
        let clauses = context.assessment().clauses.iter();
        Wait {
            waiting: words.say("waits-together"),
            clause: None,
            awaited: words.list(names.into_iter().map(Text::own)),
            on: clauses
                .filter(|clause| ids.contains(&clause.id))
                .filter_map(|clause| awaited_clause(context, &clause.id))
                .collect(),
        }
    })
    .collect()
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
    let triggers = timings.into_iter().filter_map(Timing::trigger);
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

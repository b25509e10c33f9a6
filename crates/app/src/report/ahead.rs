//! Next dates: of duties, of cases, and those that the text itself fixes.

use std::collections::BTreeMap;

use servanda_model::assessment::{ClauseStatus, PhaseState, Status};
use servanda_model::case::CaseId;
use servanda_model::plan::duty::Moment;
use servanda_model::time::Instant;

use super::context::Context;
use super::view::{NextDate, Section};
use crate::language::Text;

/// How many dates the report shows.
const DATES_MAX: usize = 12;

/// Returns whether something is still to be done under a status.
pub(crate) fn still_open(status: Status) -> bool {
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
    for (due, date) in case_dates(context) {
        dates.entry(due).or_default().push(date);
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

/// Returns until when those for whom cases wait have time, where that is still
/// to come.
fn case_dates(context: &Context) -> Vec<(Instant, NextDate)> {
    let words = &context.words;
    let mut found = Vec::new();
    for case in &context.assessment().cases {
        let clause = match &case.id {
            CaseId::Failure(clause, _) | CaseId::Incident(clause, _, _) => {
                Some(context.clause_ref(clause))
            }
            CaseId::Complaint(..) => None,
        };
        for one in &case.waiting {
            let Some(due) = one.due.filter(|due| *due > context.at()) else {
                continue;
            };
            let what = words.say_with(
                "date-step",
                &[
                    ("who", Text::own(one.actor.as_str()).into()),
                    ("step", Text::ltr(&one.step.to_string()).into()),
                    ("ladder", Text::own(case.ladder.as_str()).into()),
                ],
            );
            let date = NextDate {
                when: words.instant(due, context.zone()),
                what,
                clause: clause.clone(),
            };
            found.push((due, date));
        }
    }
    found
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

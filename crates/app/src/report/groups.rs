//! Instances alike, together: so that 268 days under one rule read as a few
//! lines, and what differs is still told one by one.

use std::collections::BTreeSet;

use servanda_model::assessment::{ClauseStatus, Instance, Outcome, Reason, Supposition};

use super::commitments::agreement;
use super::context::Context;
use super::view::{Group, InstanceRow};
use crate::language::Text;

/// How many items of a list are told one by one.
const ITEMS_MAX: usize = 30;

/// How many days, periods or occurrences are told one by one.
const ROWS_MAX: usize = 8;

/// How many keys a group's line names.
const KEYS_MAX: usize = 4;

pub(super) fn groups(context: &Context, status: &ClauseStatus) -> Vec<Group> {
    let mut alike: Vec<Vec<&Instance>> = Vec::new();
    for instance in &status.instances {
        let place = alike.iter_mut().find(|group| {
            group.first().is_some_and(|first| {
                first.status == instance.status
                    && first.evidence == instance.evidence
                    && first.agreement == instance.agreement
                    && first.severity == instance.severity
                    && first.outcomes == instance.outcomes
            })
        });
        match place {
            Some(group) => group.push(instance),
            None => alike.push(vec![instance]),
        }
    }
    alike.sort_by_key(|group| {
        group
            .first()
            .is_none_or(|first| first.status != status.status)
    });
    alike
        .iter()
        .filter_map(|members| group(context, status, members))
        .collect()
}

fn group(context: &Context, status: &ClauseStatus, members: &[&Instance]) -> Option<Group> {
    let (first, rest) = members.split_first()?;
    let shared: Vec<Reason> = first
        .reasons
        .iter()
        .filter(|reason| rest.iter().all(|other| other.reasons.contains(reason)))
        .cloned()
        .collect();
    let same_facts = rest.iter().all(|other| {
        other.due_at == first.due_at
            && other.decided_at == first.decided_at
            && other.lateness == first.lateness
            && other.progress == first.progress
    });
    let mut facts = if same_facts {
        facts(context, first)
    } else {
        Vec::new()
    };
    facts.push(context.words.evidence(first.evidence));
    facts.push(agreement(context, &first.agreement));
    if let Some(severity) = first.severity {
        facts.push(context.words.severity(severity));
    }
    let alike = same_facts && members.iter().all(|one| one.reasons.len() == shared.len());
    let rows: Vec<InstanceRow> = if alike {
        Vec::new()
    } else {
        let most = if first.key.item.is_some() {
            ITEMS_MAX
        } else {
            ROWS_MAX
        };
        let told = members.iter().take(most);
        told.map(|one| row(context, one, &shared, same_facts))
            .collect()
    };
    let left = if alike {
        0
    } else {
        members.len().saturating_sub(rows.len())
    };
    Some(Group {
        mark: context.mark(first.status),
        keys: keys(context, members),
        facts: Text::joined(facts, " · "),
        outcomes: first
            .outcomes
            .iter()
            .map(|outcome| outcome_row(context, outcome))
            .collect(),
        decisive: first.status == status.status,
        reasons: context.reasons(&shared),
        rows,
        more: more(context, left, status),
        left,
    })
}

fn more(context: &Context, left: usize, status: &ClauseStatus) -> Text {
    if left == 0 {
        return Text::default();
    }
    let command = context.command("why", status.id.as_str());
    context.words.say_with(
        "rows-more",
        &[("n", left.into()), ("command", Text::ltr(&command).into())],
    )
}

fn row(context: &Context, instance: &Instance, shared: &[Reason], same_facts: bool) -> InstanceRow {
    let own: Vec<Reason> = instance
        .reasons
        .iter()
        .filter(|reason| !shared.contains(reason))
        .cloned()
        .collect();
    let facts = if same_facts {
        Vec::new()
    } else {
        facts(context, instance)
    };
    InstanceRow {
        key: context.key(&instance.key),
        facts: Text::joined(facts, " · "),
        reasons: context.reasons(&own),
    }
}

/// Returns due date, lateness and progress.
fn facts(context: &Context, instance: &Instance) -> Vec<Text> {
    let words = &context.words;
    let zone = context.zone();
    let mut facts = Vec::new();
    if let Some((reached, whole)) = instance.progress {
        let (reached, whole) = (words.number(reached), words.number(whole));
        facts.push(words.say_with(
            "progress",
            &[("reached", reached.into()), ("whole", whole.into())],
        ));
    }
    // A day's duty is due on its day, which its name says already.
    let own_day = instance.key.days.map(|(_, last)| zone.day_end(last));
    if let Some(due) = instance.due_at.filter(|due| own_day != Some(*due)) {
        facts.push(words.say_with("due", &[("when", words.instant(due, zone).into())]));
    }
    if let Some(decided) = instance.decided_at {
        facts.push(words.say_with("decided", &[("when", words.instant(decided, zone).into())]));
    }
    if let Some(lateness) = instance.lateness {
        facts.push(words.lateness(lateness));
    }
    facts
}

/// Names the instances: all of a few, the first and the last of many.
pub(super) fn keys(context: &Context, members: &[&Instance]) -> Text {
    let words = &context.words;
    let keys: Vec<Text> = members
        .iter()
        .map(|one| context.key(&one.key))
        .filter(|key| !key.is_empty())
        .collect();
    let distinct: BTreeSet<&Text> = keys.iter().collect();
    if distinct.is_empty() {
        return Text::default();
    }
    if keys.len() <= KEYS_MAX {
        return words.list(keys);
    }
    match (keys.first(), keys.last()) {
        (Some(first), Some(last)) => words.say_with(
            "keys-many",
            &[
                ("n", keys.len().into()),
                ("first", first.clone().into()),
                ("last", last.clone().into()),
            ],
        ),
        _ => Text::default(),
    }
}

fn outcome_row(context: &Context, outcome: &Outcome) -> (Text, super::view::Mark) {
    let words = &context.words;
    let supposed = match &outcome.supposing {
        Supposition::Reading(term, reading) => words.say_with(
            "reading-name",
            &[
                ("term", Text::own(term.as_str()).into()),
                ("reading", Text::own(reading.as_str()).into()),
            ],
        ),
        Supposition::ChallengesSucceed(challenges) if challenges.is_empty() => {
            words.say("challenges-fail")
        }
        Supposition::ChallengesSucceed(challenges) => {
            let numbers = challenges
                .iter()
                .map(|challenge| context.cite(*challenge).label);
            words.say_with(
                "challenges-succeed",
                &[("which", words.list(numbers).into())],
            )
        }
    };
    (supposed, context.mark(outcome.status))
}

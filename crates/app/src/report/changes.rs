//! What changed since: statuses before and after, and by which entries.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{
    Assessment, ClauseStatus, Instance, PhaseState, PhaseStatus, Status,
};
use servanda_model::record::Citation;

use super::context::Context;
use super::view::{Change, Mark, Section};
use crate::language::Text;

pub(super) fn changes(context: &Context) -> Section<Change> {
    let words = &context.words;
    let Some(before) = context.input.before else {
        return Section {
            title: words.say("changes-title"),
            none: words.say("changes-not-asked"),
            ..Section::default()
        };
    };
    let since = words.instant(before.as_of.at, context.zone());
    let mut rows = phase_changes(context, before);
    for after in &context.assessment().clauses {
        if let Some(earlier) = before.clauses.iter().find(|clause| clause.id == after.id) {
            rows.extend(clause_changes(context, earlier, after));
        }
    }
    Section {
        title: words.say("changes-title"),
        intro: words.say_with("changes-intro", &[("since", since.into())]),
        none: words.say("changes-none"),
        rows,
        more: Text::default(),
    }
}

fn phase_changes(context: &Context, before: &Assessment) -> Vec<Change> {
    let mut rows = Vec::new();
    for after in &context.assessment().phases {
        let earlier = before
            .phases
            .iter()
            .find(|phase| phase.phase == after.phase);
        let Some(earlier) = earlier.filter(|earlier| earlier.state != after.state) else {
            continue;
        };
        let mut citations: Vec<Citation> = after
            .declared
            .iter()
            .map(|declaration| declaration.citation)
            .collect();
        citations.extend(
            after
                .opened
                .iter()
                .flat_map(|opening| opening.citations.iter().copied()),
        );
        let (cites, cause) = caused(context, &citations);
        rows.push(Change {
            clause: None,
            key: Text::own(after.phase.0.as_str()),
            before: phase_mark(context, earlier),
            after: phase_mark(context, after),
            cites,
            cause,
        });
    }
    rows
}

fn phase_mark(context: &Context, phase: &PhaseStatus) -> Mark {
    let (key, mark) = match phase.state {
        PhaseState::NotOpen => ("phase_not_open", "▷"),
        PhaseState::Declared => ("phase_declared", "◈"),
        PhaseState::Open => ("phase_open", "▶"),
        PhaseState::Closed => ("phase_closed", "▪"),
    };
    Mark {
        key,
        mark,
        word: context.words.phase_state(phase.state),
    }
}

fn clause_changes(context: &Context, before: &ClauseStatus, after: &ClauseStatus) -> Vec<Change> {
    let mut rows = Vec::new();
    let earlier: BTreeMap<_, &Instance> =
        before.instances.iter().map(|one| (&one.key, one)).collect();
    let changed: Vec<(&Instance, &Instance)> = after
        .instances
        .iter()
        .filter_map(|now| earlier.get(&now.key).map(|was| (*was, now)))
        .filter(|(was, now)| was.status != now.status)
        .collect();
    if before.status != after.status {
        let citations = new_citations(before, after);
        let (cites, cause) = caused(context, &citations);
        rows.push(change(
            context,
            after,
            Text::default(),
            (before.status, after.status),
            (cites, cause),
        ));
    }
    let only_one = after.instances.len() == 1 && !rows.is_empty();
    if only_one {
        return rows;
    }
    let mut alike: BTreeMap<(Status, Status), Vec<(&Instance, &Instance)>> = BTreeMap::new();
    for (was, now) in changed {
        alike
            .entry((was.status, now.status))
            .or_default()
            .push((was, now));
    }
    for (statuses, pairs) in alike {
        let known: BTreeSet<Citation> = pairs.iter().flat_map(|(was, _)| cited(was)).collect();
        let now: Vec<&Instance> = pairs.iter().map(|(_, now)| *now).collect();
        let fresh: BTreeSet<Citation> = now.iter().copied().flat_map(cited).collect();
        let fresh: Vec<Citation> = fresh.difference(&known).copied().collect();
        let key = super::groups::keys(context, &now);
        rows.push(change(
            context,
            after,
            key,
            statuses,
            caused(context, &fresh),
        ));
    }
    rows
}

fn change(
    context: &Context,
    clause: &ClauseStatus,
    key: Text,
    statuses: (Status, Status),
    (cites, cause): (Vec<super::view::Cite>, Text),
) -> Change {
    Change {
        clause: Some(context.clause_ref(&clause.id)),
        key,
        before: context.mark(statuses.0),
        after: context.mark(statuses.1),
        cites,
        cause,
    }
}

/// Returns what the later status of a clause cites and the earlier did not.
fn new_citations(before: &ClauseStatus, after: &ClauseStatus) -> Vec<Citation> {
    let of = |clause: &ClauseStatus| -> BTreeSet<Citation> {
        let whole = clause
            .reasons
            .iter()
            .flat_map(|reason| reason.citations.iter().copied());
        whole
            .chain(clause.instances.iter().flat_map(cited))
            .collect()
    };
    of(after).difference(&of(before)).copied().collect()
}

fn cited(instance: &Instance) -> impl Iterator<Item = Citation> {
    instance
        .reasons
        .iter()
        .flat_map(|reason| reason.citations.iter().copied())
}

fn caused(context: &Context, citations: &[Citation]) -> (Vec<super::view::Cite>, Text) {
    if citations.is_empty() {
        return (Vec::new(), context.words.say("cause-time"));
    }
    context.cites(citations)
}

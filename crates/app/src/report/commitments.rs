//! Commitments by pillar, in the text's order, each with its status, what the
//! status hangs on, and what is claimed about it.
//!
//! # Invariants
//! A pillar has counts and no status of its own; nothing is added up by party.

use std::collections::BTreeMap;

use servanda_model::assessment::{AgreementAxis, ClauseStatus, Reason, ReasonKind, Status};
use servanda_model::plan::{self, Article, Confidence, Subject};

use super::context::{Context, anchor};
use super::view::{Because, Clause, Pillar, ReadingRow, Section};
use super::{claims, groups};
use crate::language::{Language, Prose, Text};

pub(super) fn pillars(context: &Context) -> Section<Pillar> {
    let mut order: Vec<Option<&str>> = Vec::new();
    let mut members: BTreeMap<Option<&str>, Vec<&ClauseStatus>> = BTreeMap::new();
    for status in &context.assessment().clauses {
        let pillar = context
            .clause(&status.id)
            .and_then(|clause| clause.pillar.as_ref())
            .map(servanda_model::names::PillarName::as_str);
        if !order.contains(&pillar) {
            order.push(pillar);
        }
        members.entry(pillar).or_default().push(status);
    }
    // Clauses without a heading come last, wherever they stand in the text.
    order.sort_by_key(Option::is_none);
    let several = order.len() > 1;
    let rows = order.into_iter().map(|pillar| {
        let statuses = members.remove(&pillar).unwrap_or_default();
        let name = match pillar {
            Some(name) => Text::own(name),
            None if several => context.words.say("pillar-none"),
            None => context.words.say("pillar-all"),
        };
        Pillar {
            name,
            anchor: anchor("p", pillar.unwrap_or("")),
            counts: counts(context, statuses.iter().map(|status| (status.status, 1))),
            clauses: statuses
                .into_iter()
                .map(|status| clause(context, status))
                .collect(),
        }
    });
    Section {
        title: context.words.say("pillars-title"),
        intro: context.words.say("pillars-intro"),
        none: context.words.say("pillars-none"),
        rows: rows.collect(),
        more: Text::default(),
    }
}

/// Writes how many there are of each status, in the order of statuses.
fn counts(context: &Context, each: impl Iterator<Item = (Status, u32)>) -> Text {
    let mut sums: BTreeMap<Status, u32> = BTreeMap::new();
    for (status, count) in each {
        *sums.entry(status).or_default() += count;
    }
    let told = sums.into_iter().filter(|(_, count)| *count > 0);
    // WHY: a comma would run into those that some statuses have in their words.
    Text::joined(
        told.map(|(status, count)| context.words.counted(status, count)),
        "; ",
    )
}

pub(super) fn clause(context: &Context, status: &ClauseStatus) -> Clause {
    let words = &context.words;
    let planned = context.clause(&status.id);
    let several = status.instances.len() > 1;
    let claims = claims::about(context, status.id.as_str());
    let groups = groups::groups(context, status);
    let claims_title = words.say_with("claims-count", &[("n", claims.len().into())]);
    let why_title = words.say_with("why-count", &[("n", status.instances.len().into())]);
    Clause {
        name: context.clause_ref(&status.id),
        mark: context.mark(status.status),
        who: planned
            .map(|clause| who(context, clause))
            .unwrap_or_default(),
        counts: if several {
            counts(context, status.counts.iter().copied())
        } else {
            Text::default()
        },
        proposed: proposed(context, status, planned),
        next: next(context, status),
        axes: axes(context, status),
        score: status.score.map_or_else(Text::default, |score| {
            words.say_with("score", &[("score", Text::ltr(&score.to_string()).into())])
        }),
        decisive: decisive(status)
            // Where readings differ, the table of readings is the reason.
            .filter(|_| status.readings.len() < 2)
            .map(|reason| context.because(reason)),
        readings: readings(context, status),
        why_title,
        sentence: Prose::unknown(planned.map_or("", |clause| &clause.sentence)),
        confidence: planned
            .and_then(|clause| context.plan().articles.get(clause.article))
            .map(|article| confidence(context, article))
            .unwrap_or_default(),
        reasons: context.reasons(&status.reasons),
        groups,
        beside: context.reasons(&status.beside),
        notes: planned.map_or_else(Vec::new, |clause| {
            clause
                .notes
                .iter()
                .map(|note| Prose::unknown(note))
                .collect()
        }),
        claims,
        claims_title,
    }
}

/// Returns who owes, and to whom.
pub(super) fn who(context: &Context, clause: &plan::Clause) -> Text {
    let words = &context.words;
    let obligors = match &clause.subject {
        Subject::Nobody => words.say("obligor-nobody"),
        Subject::EachOf(role, _) => {
            words.say_with("obligor-each", &[("role", Text::own(role.as_str()).into())])
        }
        Subject::Each(actors) => context.actors(actors),
        Subject::Together(actors) => words.say_with(
            "obligor-together",
            &[("who", context.actors(actors).into())],
        ),
    };
    if clause.owed_to.is_empty() || clause.subject == Subject::Nobody {
        return obligors;
    }
    words.say_with(
        "owed-to",
        &[
            ("who", obligors.into()),
            ("whom", context.actors(&clause.owed_to).into()),
        ],
    )
}

fn proposed(context: &Context, status: &ClauseStatus, planned: Option<&plan::Clause>) -> Text {
    let words = &context.words;
    if !status.on_proposed_reading {
        return Text::default();
    }
    let fields = planned.map_or(&[][..], |clause| clause.proposed.as_slice());
    if fields.is_empty() {
        return words.say("on-proposed");
    }
    // The language of the rules is English, and so are its own words for fields.
    let label = |label: &str| {
        let id = format!("field-{}", label.replace(' ', "-"));
        if words.language != Language::English && words.has(&id) {
            words.say(&id)
        } else {
            Text::own(label)
        }
    };
    let labels = words.list(fields.iter().map(|field| label(&field.label)));
    let mut by: Vec<&str> = fields.iter().map(|field| field.by.as_str()).collect();
    by.dedup();
    let by = words.list(by.into_iter().map(Text::own));
    words.say_with(
        "on-proposed-fields",
        &[("fields", labels.into()), ("by", by.into())],
    )
}

fn next(context: &Context, status: &ClauseStatus) -> Text {
    let due = status
        .instances
        .iter()
        .filter(|instance| super::ahead::still_open(instance.status))
        .filter_map(|instance| instance.due_at)
        .filter(|due| *due > context.at())
        .min();
    due.map_or_else(Text::default, |due| {
        let when = context.words.instant(due, context.zone());
        context
            .words
            .say_with("next-date", &[("when", when.into())])
    })
}

/// Writes both axes where every instance gives the same answer.
fn axes(context: &Context, status: &ClauseStatus) -> Text {
    let Some((first, rest)) = status.instances.split_first() else {
        return Text::default();
    };
    let mut parts = Vec::new();
    if rest.iter().all(|other| other.evidence == first.evidence) {
        parts.push(context.words.evidence(first.evidence));
    }
    if rest.iter().all(|other| other.agreement == first.agreement) {
        parts.push(agreement(context, &first.agreement));
    }
    Text::joined(parts, " · ")
}

/// Returns the words for the agreement axis.
pub(super) fn agreement(context: &Context, axis: &AgreementAxis) -> Text {
    match axis {
        AgreementAxis::Agreed => context.words.say("agreement-agreed"),
        AgreementAxis::DisputedBy(actors) => context.words.say_with(
            "agreement-disputed",
            &[("who", context.actors(actors).into())],
        ),
        AgreementAxis::PendingReply => context.words.say("agreement-pending"),
    }
}

/// Returns the step that the status hangs on: of the first instance that has
/// the status of the whole, the first step that is not the rule itself.
fn decisive(status: &ClauseStatus) -> Option<&Reason> {
    let instance = status
        .instances
        .iter()
        .find(|instance| instance.status == status.status);
    let steps = instance.map_or(&[][..], |instance| instance.reasons.as_slice());
    let weighty = |reason: &&Reason| !matches!(reason.kind, ReasonKind::Rule | ReasonKind::Beside);
    // A reason for the whole says more than that of one instance out of many.
    let of_whole = status.reasons.iter().find(weighty);
    let of_instance = steps.iter().find(weighty);
    let any = status.reasons.first().or(steps.first());
    if status.instances.len() > 1 {
        of_whole.or(of_instance)
    } else {
        of_instance.or(of_whole)
    }
    .or(any)
}

fn readings(context: &Context, status: &ClauseStatus) -> Vec<ReadingRow> {
    let rows = status.readings.iter().map(|(term, reading, result)| {
        let text = context
            .plan()
            .terms
            .iter()
            .filter(|one| one.name == *term)
            .flat_map(|one| &one.readings)
            .find(|one| one.name == *reading)
            .map_or("", |one| one.text.as_str());
        let name = context.words.say_with(
            "reading-name",
            &[
                ("term", Text::own(term.as_str()).into()),
                ("reading", Text::own(reading.as_str()).into()),
            ],
        );
        ReadingRow {
            name,
            text: Prose::unknown(text),
            mark: context.mark(*result),
        }
    });
    rows.collect()
}

fn confidence(context: &Context, article: &Article) -> Text {
    let (id, source) = match &article.confidence {
        Confidence::Official => ("text-official", &None),
        Confidence::Reported(source) => ("text-reported", source),
        Confidence::Leaked(source) => ("text-leaked", source),
        Confidence::Paraphrased(source) => ("text-paraphrased", source),
    };
    let kind = context.words.say(id);
    let kind = match source {
        None => kind,
        Some(source) => context.words.say_with(
            "text-from",
            &[("kind", kind.into()), ("source", Text::own(source).into())],
        ),
    };
    context.words.say_with(
        "text-line",
        &[
            ("article", Text::own(&article.heading).into()),
            ("confidence", kind.into()),
        ],
    )
}

/// Returns the one-line reason of a step, for a terminal.
pub(super) fn one_line(because: &Because) -> &str {
    because.text.plain()
}

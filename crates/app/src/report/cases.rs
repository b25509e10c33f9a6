//! Cases: where each stands, for whom it waits, findings beside replies.
//!
//! # Invariants
//! In the order of their opening; nothing is added up, by party or at all.

use servanda_model::assessment::InstanceKey;
use servanda_model::case::{
    CaseFinding, CaseId, CaseReply, CaseStatus, CaseWaiting, NormEffect, Remedy, StepState,
    StepStatus,
};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use super::context::Context;
use super::view::{Case, CaseStep, Cite, Claim, Section};
use crate::language::{Prose, Text};
use crate::view::case as keys;

pub(super) fn cases(context: &Context) -> Section<Case> {
    let words = &context.words;
    let rows = context.assessment().cases.iter();
    Section {
        title: words.say("cases-title"),
        intro: words.say("cases-intro"),
        none: words.say("cases-none"),
        rows: rows.map(|one| case(context, one)).collect(),
        more: Text::default(),
    }
}

/// Makes one case.
pub(super) fn case(context: &Context, case: &CaseStatus) -> Case {
    let words = &context.words;
    let clause = match &case.id {
        CaseId::Failure(clause, _) | CaseId::Incident(clause, _, _) => Some(clause),
        CaseId::Complaint(..) => None,
    };
    Case {
        id: id(context, &case.id),
        clause: clause.map(|clause| context.clause_ref(clause)),
        key: case.state.key(),
        state: words.say(&format!("case-{}", dashed(case.state.key()))),
        opened: opened(context, case),
        cites: cites(context, &case.citations),
        waits: case.waiting.iter().map(|one| wait(context, one)).collect(),
        findings: case
            .findings
            .iter()
            .map(|one| finding(context, one))
            .collect(),
        no_finding: if case.findings.is_empty() {
            words.say("case-no-finding")
        } else {
            Text::default()
        },
        replies: case.replies.iter().map(|one| reply(context, one)).collect(),
        no_reply: no_reply(context, case),
        steps_title: words.say("case-steps"),
        steps: case
            .steps
            .iter()
            .map(|status| step(context, case, status))
            .collect(),
        remedies: case
            .remedies
            .iter()
            .map(|one| remedy(context, one))
            .collect(),
        effects: case
            .effects
            .iter()
            .map(|one| effect(context, one))
            .collect(),
        denials: cites(context, &case.denials),
        denied: words.say("case-denied"),
        ended: case.ended.as_ref().map(|end| {
            let how = words.say(&format!("case-ended-{}", dashed(keys::ending(end.how))));
            let text = words.say_with(
                "case-ended",
                &[("how", how.into()), ("when", time(context, end.at).into())],
            );
            (text, cites(context, &end.citations))
        }),
        reasons: context.reasons(&case.reasons),
    }
}

fn id(context: &Context, id: &CaseId) -> Text {
    match id {
        CaseId::Failure(_, key) if *key != InstanceKey::default() => context.key(key),
        CaseId::Failure(..) => Text::default(),
        CaseId::Incident(_, actor, first) => context
            .words
            .list([Text::own(actor.as_str()), entry(*first)]),
        CaseId::Complaint(ladder, first) => context
            .words
            .list([Text::own(ladder.as_str()), entry(*first)]),
    }
}

fn entry(citation: Citation) -> Text {
    Text::ltr(&format!("#{citation}"))
}

fn dashed(key: &str) -> String {
    key.replace('_', "-")
}

fn time(context: &Context, at: Instant) -> Text {
    context.words.instant(at, context.zone())
}

fn cites(context: &Context, citations: &[Citation]) -> Vec<Cite> {
    context.cites(citations).0
}

fn opened(context: &Context, case: &CaseStatus) -> Text {
    let words = &context.words;
    let against = if case.against.is_empty() {
        words.say("case-nobody")
    } else {
        context.actors(&case.against)
    };
    let opened = words.say_with(
        "case-opened",
        &[
            (
                "basis",
                words
                    .say(&format!("case-basis-{}", keys::basis(case.basis)))
                    .into(),
            ),
            ("against", against.into()),
            ("when", time(context, case.opened_at).into()),
            ("ladder", Text::own(case.ladder.as_str()).into()),
        ],
    );
    let mut parts = vec![opened];
    if !case.raised_by.is_empty() {
        let who = context.actors(&case.raised_by);
        parts.push(words.say_with("case-raised", &[("who", who.into())]));
    }
    parts.extend(case.severity.map(|severity| words.severity(severity)));
    Text::joined(parts, " · ")
}

fn wait(context: &Context, waiting: &CaseWaiting) -> Text {
    let words = &context.words;
    let who: (&str, crate::language::Value) = ("who", Text::own(waiting.actor.as_str()).into());
    let step = ("step", Text::ltr(&waiting.step.to_string()).into());
    let since = ("since", time(context, waiting.since).into());
    match waiting.due {
        Some(due) => {
            let id = if waiting.overdue {
                "case-waits-over"
            } else {
                "case-waits-until"
            };
            let due = ("due", time(context, due).into());
            words.say_with(id, &[who, step, since, due])
        }
        None => words.say_with("case-waits", &[who, step, since]),
    }
}

fn finding(context: &Context, finding: &CaseFinding) -> Claim {
    let words = &context.words;
    let mut parts = vec![words.say(&format!("case-{}", dashed(keys::outcome(finding.outcome))))];
    if !finding.attributed_to.is_empty() {
        let who = context.actors(&finding.attributed_to);
        parts.push(words.say_with("case-attributed", &[("who", who.into())]));
    }
    if let Some(confidence) = &finding.confidence {
        let how = Text::own(confidence);
        parts.push(words.say_with("case-confidence", &[("how", how.into())]));
    }
    Claim {
        by: Text::own(finding.by.as_str()),
        kind: words.list(parts),
        when: time(context, finding.at),
        text: Prose::unknown(""),
        cite: context.cite(finding.citation),
    }
}

fn reply(context: &Context, reply: &CaseReply) -> Claim {
    Claim {
        by: Text::own(reply.by.as_str()),
        kind: context.words.say("act-reply"),
        when: time(context, reply.at),
        text: Prose::unknown(&reply.text),
        cite: context.cite(reply.citation),
    }
}

fn no_reply(context: &Context, case: &CaseStatus) -> Text {
    let silent = keys::silent(case, context.plan());
    if !silent.is_empty() {
        let who = context.actors(&silent);
        return context
            .words
            .say_with("case-silence", &[("who", who.into())]);
    }
    if case.replies.is_empty() {
        context.words.say("case-no-reply")
    } else {
        Text::default()
    }
}

fn step(context: &Context, case: &CaseStatus, status: &StepStatus) -> CaseStep {
    let words = &context.words;
    let planned = keys::step(case, context.plan(), status.number);
    let mut times = Vec::new();
    let mut say = |id: &str, text: Text| times.push(words.say_with(id, &[("when", text.into())]));
    if let Some(began) = status.began {
        say("case-began", time(context, began));
    }
    if let Some(due) = status.due {
        let word = if planned.is_some_and(keys::takes_effect) {
            "case-takes-effect"
        } else {
            "case-until"
        };
        say(word, time(context, due));
        if let Some(zone) = planned.and_then(keys::zone) {
            let local = Text::joined([words.instant(due, zone), Text::ltr(&zone.name)], " ");
            say(word, local);
        }
    }
    if let Some(ended) = status.ended {
        say("case-step-ended", time(context, ended));
    }
    CaseStep {
        number: Text::ltr(&status.number.to_string()),
        text: Prose::english(planned.map(|step| step.text.as_str()).unwrap_or_default()),
        key: keys::step_state(status.state),
        state: words.say(step_word(status.state)),
        times: words.list(times),
        cites: cites(context, &status.citations),
    }
}

fn step_word(state: StepState) -> &'static str {
    match state {
        StepState::NotReached => "step-not-reached",
        StepState::Skipped => "step-skipped",
        StepState::Running => "step-running",
        StepState::Available => "step-available",
        StepState::Done => "step-done",
        StepState::RanOut => "step-ran-out",
        StepState::Stopped => "step-stopped",
        StepState::NotNeeded => "step-not-needed",
    }
}

fn remedy(context: &Context, remedy: &Remedy) -> (Text, Vec<Cite>) {
    let words = &context.words;
    let ordered = words.say_with(
        "remedy-ordered",
        &[
            ("who", Text::own(remedy.by.as_str()).into()),
            ("when", time(context, remedy.at).into()),
        ],
    );
    let mut parts = vec![ordered];
    for told in [
        &remedy.what,
        &remedy.who,
        &remedy.place,
        &remedy.verified_by,
    ]
    .into_iter()
    .flatten()
    {
        parts.push(Text::own(told));
    }
    if let Some(due) = remedy.due {
        let when = time(context, due);
        parts.push(words.say_with("case-until", &[("when", when.into())]));
    }
    let mut cited = vec![context.cite(remedy.citation)];
    parts.push(match &remedy.certified {
        Some((by, at, citation)) => {
            cited.push(context.cite(*citation));
            words.say_with(
                "remedy-certified",
                &[
                    ("who", Text::own(by.as_str()).into()),
                    ("when", time(context, *at).into()),
                ],
            )
        }
        None => words.say("remedy-open"),
    });
    (Text::joined(parts, " · "), cited)
}

fn effect(context: &Context, effect: &NormEffect) -> (Text, Vec<Cite>) {
    let words = &context.words;
    let (change, of, stops) = keys::change(&effect.kind);
    let mut parts = vec![words.say_with(
        &format!("effect-{}", dashed(change)),
        &[
            ("what", Text::own(&of).into()),
            ("from", time(context, effect.from).into()),
        ],
    )];
    if let Some(until) = effect.until {
        let when = time(context, until);
        parts.push(words.say_with("case-until", &[("when", when.into())]));
    }
    if stops {
        parts.push(words.say("effect-clock"));
    }
    (words.list(parts), cites(context, &effect.citations))
}

//! Banner, title, as-of; where the record ends; how to verify; labels.

use servanda_model::assessment::{Known, KnownBy, SEMANTICS};

use super::context::Context;
use super::view::{Claim, Heading, Labels, Section, Verify};
use crate::language::{Language, Prose, Text};
use crate::words::ALL;

pub(super) fn heading(context: &Context) -> Heading {
    let words = &context.words;
    let settings = context.input.settings;
    let own = context.plan().title.as_str();
    let title = settings.title.as_deref().unwrap_or(own);
    let subtitle = if title == own {
        Text::default()
    } else {
        Text::own(own)
    };
    let banner = if settings.example {
        words.say("banner-example")
    } else if settings.unofficial {
        words.say("banner-unofficial")
    } else {
        Text::default()
    };
    let draft = if context.words.language == Language::English {
        Text::default()
    } else {
        words.say("draft")
    };
    let mut notes = vec![words.say("note-status")];
    if context
        .assessment()
        .clauses
        .iter()
        .any(|clause| clause.on_proposed_reading)
    {
        notes.push(words.say("note-proposed"));
    }
    Heading {
        banner,
        draft,
        title: Text::own(title),
        subtitle,
        as_of: as_of(context),
        record: record(context),
        stance: words.say("stance"),
        notes,
    }
}

fn as_of(context: &Context) -> Text {
    let words = &context.words;
    let assessment = context.assessment();
    let at = words.instant(assessment.as_of.at, context.zone());
    let known = match assessment.as_of.known {
        Known::By(by) => words.say_with(
            "known-by",
            &[("time", words.instant(by, context.zone()).into())],
        ),
        Known::Size(size) => words.say_with("known-size", &[("n", size.into())]),
    };
    let how = match assessment.known_by {
        KnownBy::Received => words.say("known-received"),
        KnownBy::Published => words.say("known-published"),
    };
    words.say_with(
        "as-of",
        &[
            ("at", at.into()),
            ("known", known.into()),
            ("how", how.into()),
        ],
    )
}

fn record(context: &Context) -> Text {
    let head = context.input.head;
    context.words.say_with(
        "record-line",
        &[
            ("n", head.size.into()),
            ("root", Text::ltr(&format!("{}…", short(&head.root))).into()),
            ("semantics", Text::ltr(SEMANTICS).into()),
            ("zone", Text::ltr(&context.zone().name).into()),
        ],
    )
}

/// Returns the first twelve digits of a digest.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

pub(super) fn without_effect(context: &Context) -> Section<Claim> {
    let words = &context.words;
    let rows = context.assessment().without_effect.iter().map(|act| Claim {
        by: Text::own(act.by.as_str()),
        kind: words.say("act-without-effect"),
        when: Text::default(),
        text: Prose::english(&act.why),
        cite: context.cite(act.citation),
    });
    Section {
        title: words.say("without-effect-title"),
        intro: words.say("without-effect-intro"),
        rows: rows.collect(),
        ..Section::default()
    }
}

pub(super) fn ends(context: &Context) -> Section<(Text, Text)> {
    let words = &context.words;
    let rows = context
        .assessment()
        .record_ends
        .iter()
        .map(|(subject, day)| {
            let subject = subject
                .as_deref()
                .map_or_else(|| words.say("ends-everything"), Text::own);
            (subject, words.day(*day))
        });
    Section {
        title: words.say("ends-title"),
        intro: words.say("ends-intro"),
        none: words.say("ends-none"),
        rows: rows.collect(),
        more: Text::default(),
    }
}

pub(super) fn verify(context: &Context) -> Verify {
    let words = &context.words;
    let head = context.input.head;
    let name = |id: &str, value: &str| (words.say(id), Text::ltr(value));
    Verify {
        title: words.say("verify-title"),
        intro: words.say("verify-intro"),
        commands: vec![
            (context.command("verify", ""), words.say("verify-record")),
            (
                context.command("assess", "--json"),
                words.say("verify-assess"),
            ),
        ],
        names: vec![
            name("name-origin", &head.origin),
            (
                words.say("name-size"),
                words.say_with("entries", &[("n", head.size.into())]),
            ),
            name("name-root", &head.root),
            name("name-text", &context.plan().text_digest),
            name("name-openings", &head.openings_digest),
            name(
                "name-at",
                &crate::dates::machine(context.at(), context.zone()),
            ),
            name("name-semantics", SEMANTICS),
        ],
    }
}

pub(super) fn labels(context: &Context) -> Labels {
    let words = &context.words;
    let heads = |ids: &[&str]| -> Vec<Text> { ids.iter().map(|id| words.say(id)).collect() };
    Labels {
        skip: words.say("skip"),
        contents: words.say("contents"),
        legend: words.say("legend"),
        marks: ALL.into_iter().map(|status| context.mark(status)).collect(),
        readings: words.say("readings-title"),
        reading_heads: heads(&["head-reading", "head-says", "head-status"]),
        beside: words.say("beside-title"),
        notes: words.say("notes-title"),
        conditions: words.say("conditions-title"),
        claim_heads: heads(&["head-who", "head-when", "head-claim", "head-entry"]),
        change_heads: heads(&["head-what", "head-before-after", "head-cause"]),
        date_heads: heads(&["head-date", "head-what"]),
        wait_heads: heads(&["head-waits", "head-for"]),
        residual_heads: heads(&["head-clause", "head-done", "head-status-then"]),
        supposing: words.say("supposing"),
        findings: words.say("case-findings"),
        replies: words.say("case-replies"),
        because: words.say("because"),
        then: words.say("then"),
    }
}

//! Sources: every entry that the report cites, in full; the rest counted.

use servanda_model::plan::Grade;
use servanda_model::record::{Act, Citation, Entry, Report};
use servanda_statement::Kind;

use super::claims::{happened, speaker};
use super::context::{Context, cite_of};
use super::view::{SourceRow, Sources};
use crate::language::{Prose, Text};

pub(super) fn sources(context: &Context) -> Sources {
    let words = &context.words;
    let cited = context.cited();
    let rows: Vec<SourceRow> = cited.iter().map(|index| row(context, *index)).collect();
    let rest = context.known().count().saturating_sub(rows.len());
    let command = context.command("verify", "");
    Sources {
        title: words.say("sources-title"),
        intro: words.say_with("sources-intro", &[("n", rows.len().into())]),
        heads: [
            "head-entry",
            "head-who-says",
            "head-published",
            "head-grade",
            "head-remark",
        ]
        .iter()
        .map(|id| words.say(id))
        .collect(),
        rows,
        rest: if rest == 0 {
            Text::default()
        } else {
            words.say_with(
                "sources-rest",
                &[("n", rest.into()), ("command", Text::ltr(&command).into())],
            )
        },
    }
}

/// Returns one entry as a source, by its place.
pub(super) fn row(context: &Context, index: Citation) -> SourceRow {
    match context.input.record.find(index) {
        Some(entry) => source(context, entry),
        None => unknown(context, index),
    }
}

fn unknown(context: &Context, index: Citation) -> SourceRow {
    SourceRow {
        cite: cite_of(index),
        what: context.words.say("source-absent"),
        by: Text::default(),
        published: Text::default(),
        address: None,
        grade: Text::default(),
        note: Prose::default(),
    }
}

/// What an entry says, as far as a list of sources tells it.
struct Told<'a> {
    kind: &'static str,
    of: &'a str,
    by: &'a str,
    via: Option<&'a str>,
    detail: Text,
    grade: Option<Grade>,
    note: &'a str,
}

fn source(context: &Context, entry: &Entry) -> SourceRow {
    let words = &context.words;
    let told = told(context, entry);
    let mut what = vec![words.say(told.kind)];
    if !told.of.is_empty() {
        what.push(Text::own(told.of));
    }
    if !told.detail.is_empty() {
        what.push(told.detail);
    }
    if context.input.record.suspect.contains(&entry.citation.entry) {
        what.push(words.say("key-suspect"));
    }
    let mut published: Vec<Text> = entry
        .source
        .publisher
        .as_deref()
        .map(Text::own)
        .into_iter()
        .collect();
    published.extend(entry.source.published_on.map(|day| words.day(day)));
    SourceRow {
        cite: cite_of(entry.citation),
        what: words.list(what),
        by: speaker(context, told.by, told.via),
        published: words.list(published),
        address: entry
            .source
            .address
            .as_deref()
            .filter(|address| is_web(address))
            .map(str::to_owned),
        grade: told.grade.map_or_else(Text::default, |grade| {
            Text::ltr(&format!("{}{}", grade.source, grade.content))
        }),
        note: Prose::unknown(told.note),
    }
}

/// Only web addresses become links: anything else could run or open things.
fn is_web(address: &str) -> bool {
    let start = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    (start.starts_with("https://") || start.starts_with("http://"))
        && !address.contains(|character: char| character.is_whitespace() || character.is_control())
}

fn told<'a>(context: &Context, entry: &'a Entry) -> Told<'a> {
    let signer = entry.signer.as_str();
    let plain = |kind: &'static str| Told {
        kind,
        of: "",
        by: signer,
        via: None,
        detail: Text::default(),
        grade: None,
        note: "",
    };
    match entry.act.as_ref() {
        None => plain("act-sealed"),
        Some(Act::Report(report)) => reported(context, "act-report", report),
        Some(Act::Finding(report)) => reported(context, "act-finding", report),
        Some(Act::Correction(Some(report))) => reported(context, "act-correction", report),
        Some(Act::Correction(None)) => plain("act-withdrawal"),
        Some(Act::Closure(closure)) => Told {
            of: &closure.of,
            by: closure.by.as_str(),
            detail: happened(context, &closure.happened),
            ..plain("act-closure")
        },
        Some(Act::Coverage(coverage)) => Told {
            of: coverage.of.as_deref().unwrap_or(""),
            detail: context.words.day(coverage.until),
            ..plain("act-coverage")
        },
        Some(Act::Challenge { by, grounds }) => Told {
            by: by.as_str(),
            note: grounds.as_deref().unwrap_or(""),
            ..plain("act-challenge")
        },
        Some(Act::Ruling { by, .. }) => Told {
            by: by.as_str(),
            ..plain("act-ruling")
        },
        Some(Act::Decision(decision)) => Told {
            of: &decision.of,
            by: decision.by.as_str(),
            via: decision.via.as_deref(),
            detail: happened(context, &decision.happened),
            grade: decision.grade,
            note: decision.reasons.as_deref().unwrap_or(""),
            ..plain("act-decision")
        },
        Some(Act::Reading { term, by, .. }) => Told {
            of: term,
            by: by.as_str(),
            ..plain("act-reading")
        },
        Some(Act::Consent(consent)) => Told {
            of: &consent.to,
            by: consent.by.as_str(),
            via: consent.via.as_deref(),
            detail: consent
                .happened
                .as_ref()
                .map_or_else(Text::default, |when| happened(context, when)),
            note: consent.note.as_deref().unwrap_or(""),
            ..plain("act-consent")
        },
        Some(Act::Claim(remark)) => remarked("act-claim", remark),
        Some(Act::Reply(remark)) => remarked("act-reply", remark),
        Some(Act::Denial(remark)) => remarked("act-denial", remark),
        Some(Act::Context(remark)) => remarked("act-context", remark),
        Some(Act::Position { remark, .. }) => remarked("act-position", remark),
        Some(Act::Other(kind)) if kind == Kind::Batch.word() => plain("act-batch"),
        Some(Act::Other(_)) => plain("act-other"),
    }
}

fn remarked<'a>(kind: &'static str, remark: &'a servanda_model::record::Remark) -> Told<'a> {
    // The text itself stands where the remark is shown.
    Told {
        kind,
        of: "",
        by: remark.by.as_str(),
        via: remark.via.as_deref(),
        detail: Text::default(),
        grade: remark.grade,
        note: "",
    }
}

fn reported<'a>(context: &Context, kind: &'static str, report: &'a Report) -> Told<'a> {
    let words = &context.words;
    let mut detail = Vec::new();
    if let Some(figure) = &report.figure {
        detail.push(words.figure(figure));
    }
    if let Some(value) = &report.value {
        detail.push(Text::own(value));
    }
    detail.push(match report.period {
        Some((from, to)) => words.days(from, to),
        None => happened(context, &report.happened),
    });
    if let Some(scope) = &report.scope {
        detail.push(words.say_with("scope", &[("scope", Text::own(scope).into())]));
    }
    Told {
        kind,
        of: &report.of,
        by: report.reporter.as_str(),
        via: report.via.as_deref(),
        detail: words.list(detail),
        grade: report.grade,
        note: report.note.as_deref().unwrap_or(""),
    }
}

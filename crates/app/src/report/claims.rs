//! What is said about a clause, side by side: claims, replies, positions,
//! denials of access and outside events, each with who said it and when.
//!
//! # Invariants
//! Nothing here is evidence by itself, and nobody is ranked: the record's order.

use std::borrow::Cow;
use std::collections::BTreeSet;

use servanda_model::record::{Act, Entry, Remark};
use servanda_model::time::When;

use super::context::Context;
use super::view::{Claim, Section};
use crate::language::{Prose, Text};

/// Returns what is said about a clause or phase, by name.
pub(super) fn about(context: &Context, name: &str) -> Vec<Claim> {
    remarks(context)
        .filter(|(_, _, remark)| remark.concerns.iter().any(|concern| concern == name))
        .map(|(entry, kind, remark)| claim(context, entry, &kind, remark))
        .collect()
}

/// Returns what concerns no clause and no phase of the text.
pub(super) fn elsewhere(context: &Context) -> Section<Claim> {
    let names: BTreeSet<&str> = context
        .assessment()
        .clauses
        .iter()
        .map(|clause| clause.id.as_str())
        .chain(
            context
                .assessment()
                .phases
                .iter()
                .map(|phase| phase.phase.0.as_str()),
        )
        .collect();
    let rows = remarks(context)
        .filter(|(_, _, remark)| {
            !remark
                .concerns
                .iter()
                .any(|concern| names.contains(concern.as_str()))
        })
        .map(|(entry, kind, remark)| claim(context, entry, &kind, remark));
    Section {
        title: context.words.say("other-claims-title"),
        intro: context.words.say("other-claims-intro"),
        rows: rows.collect(),
        ..Section::default()
    }
}

/// Walks the known remarks that can have been made by the instant judged.
fn remarks<'a>(
    context: &'a Context<'a>,
) -> impl Iterator<Item = (&'a Entry, Cow<'static, str>, &'a Remark)> {
    context.known().filter_map(|entry| {
        let (kind, remark) = match entry.act.as_ref()? {
            Act::Claim(remark) => ("act-claim".into(), remark),
            Act::Reply(remark) => ("act-reply".into(), remark),
            Act::Denial(remark) => ("act-denial".into(), remark),
            Act::Context(remark) => ("act-context".into(), remark),
            Act::Position { remark, stance } => {
                (format!("stance-{}", stance.word()).into(), remark)
            }
            _ => return None,
        };
        let made = remark
            .happened
            .as_ref()
            .map(|when| when.latest(context.zone()));
        made.is_none_or(|made| made <= context.at())
            .then_some((entry, kind, remark))
    })
}

fn claim(context: &Context, entry: &Entry, kind: &str, remark: &Remark) -> Claim {
    let when = remark.happened.as_ref().map_or_else(
        || {
            entry.source.published_on.map_or_else(Text::default, |day| {
                context
                    .words
                    .say_with("published-on", &[("when", context.words.day(day).into())])
            })
        },
        |when| happened(context, when),
    );
    Claim {
        by: speaker(context, remark.by.as_str(), remark.via.as_deref()),
        kind: context.words.say(kind),
        when,
        text: Prose::unknown(&remark.text),
        cite: context.cite(entry.citation),
    }
}

/// Writes who says it, and who relayed it.
pub(super) fn speaker(context: &Context, by: &str, via: Option<&str>) -> Text {
    match via.filter(|via| !via.is_empty() && *via != by) {
        None => Text::own(by),
        Some(via) => context.words.say_with(
            "via",
            &[
                ("who", Text::own(by).into()),
                ("via", Text::own(via).into()),
            ],
        ),
    }
}

/// Writes when something happened, as exactly as its report says.
pub(super) fn happened(context: &Context, when: &When) -> Text {
    let words = &context.words;
    let zone = context.zone();
    match when {
        When::At(at) => words.instant(*at, zone),
        When::On(from, to) => words.days(*from, *to),
        When::Between(from, to) => words.say_with(
            "days",
            &[
                ("from", words.instant(*from, zone).into()),
                ("to", words.instant(*to, zone).into()),
            ],
        ),
    }
}

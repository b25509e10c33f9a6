//! What was moved up or down the order of work: by whom, and on which new
//! information. No status hangs on it.

use servanda_model::record::{Citation, Decision, Entry};

use super::claims::{happened, speaker};
use super::context::Context;
use super::view::{Claim, Section};
use crate::language::Prose;
use crate::view::priority::{decisions, title};

pub(super) fn priorities(context: &Context) -> Section<Claim> {
    let words = &context.words;
    let as_of = context.assessment().as_of;
    let rows = decisions(context.plan(), context.input.record, as_of);
    Section {
        title: words.say("priorities-title"),
        intro: words.say("priorities-intro"),
        rows: rows.map(|(entry, one)| row(context, entry, one)).collect(),
        ..Section::default()
    }
}

fn row(context: &Context, entry: &Entry, decision: &Decision) -> Claim {
    let cite = |entry: Citation| context.cite(entry);
    let mut text = decision.of.clone();
    if let Some(title) = title(context.plan(), &decision.of) {
        text.push_str(&format!(" {title}"));
    }
    for value in decision.fields.values() {
        text.push_str(&format!(", {value}"));
    }
    if let Some(moved) = &decision.value {
        text.push_str(&format!(": {moved}"));
    }
    if let Some(until) = decision.until {
        text.push_str(&format!(", until {until}"));
    }
    if let Some(reasons) = &decision.reasons {
        text.push_str(&format!("; {reasons}"));
    }
    if !decision.residuals.is_empty() {
        let behind = decision.residuals.join(", ");
        text.push_str(&format!("; left behind: {behind}"));
    }
    if entry.refers_to.is_empty() {
        text.push_str("; no new information named");
    } else {
        let on: Vec<String> = entry
            .refers()
            .map(|one| format!("#{}", cite(one).label.plain()))
            .collect();
        text.push_str(&format!("; on {}", on.join(", ")));
    }
    Claim {
        by: speaker(context, decision.by.as_str(), decision.via.as_deref()),
        kind: context.words.say("act-reprioritise"),
        when: happened(context, &decision.happened),
        text: Prose::unknown(&text),
        cite: cite(entry.citation),
    }
}

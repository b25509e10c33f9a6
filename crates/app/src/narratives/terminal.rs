//! Narratives as lines for the terminal.

use std::fmt::Write as _;

use servanda_model::plan::Plan;
use servanda_model::record::{Citation, Stance};
use servanda_model::time::Zone;

use super::{Claim, Narratives, Position, Risk, Told};
use crate::corridors::terminal::when;
use crate::{dates, words};

/// How many entries a line names before it says how many more there are.
const CITED_MAX: usize = 4;

/// Returns the word for a stance.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Support => "supports",
        Stance::Oppose => "opposes",
        Stance::Conditional => "under conditions",
        Stance::Dispute => "disputes",
        Stance::Accept => "accepts",
    }
}

/// Writes everything that was said.
pub fn lines(told: &Narratives, plan: &Plan) -> String {
    let zone = &plan.zone;
    let mut text = String::new();
    heading(
        &mut text,
        "claims, and what the record says to each",
        told.claims.len(),
    );
    for claim in &told.claims {
        of_claim(claim, zone, &mut text);
    }
    heading(&mut text, "positions", told.positions.len());
    for position in &told.positions {
        of_position(position, zone, &mut text);
    }
    heading(
        &mut text,
        "replies and denials of access",
        told.answers.len(),
    );
    for answer in &told.answers {
        of_told(answer, zone, "  ", &mut text);
    }
    heading(&mut text, "outside events", told.context.len());
    for one in &told.context {
        of_told(one, zone, "  ", &mut text);
    }
    heading(&mut text, "risks watched", told.risks.len());
    for risk in &told.risks {
        of_risk(risk, zone, &mut text);
    }
    text
}

fn heading(text: &mut String, title: &str, rows: usize) {
    let none = if rows == 0 { ": none on record" } else { "" };
    let _ = writeln!(text, "{title}{none}");
}

fn speaker(told: &Told, zone: &Zone) -> String {
    let via = told.via.as_ref().filter(|via| *via != told.by.as_str());
    let via = via.map(|via| format!(" (via {via})")).unwrap_or_default();
    let day = told.happened.as_ref().map(|told| when(told, zone));
    let day = day.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{}{via}{day}", told.by)
}

fn concerns(told: &Told) -> String {
    if told.concerns.is_empty() {
        String::new()
    } else {
        format!(", on {}", told.concerns.join(", "))
    }
}

fn of_told(told: &Told, zone: &Zone, indent: &str, text: &mut String) {
    let _ = writeln!(
        text,
        "{indent}{}{}: {} [#{}]",
        speaker(told, zone),
        concerns(told),
        told.text,
        told.citation
    );
    own_words(told, indent, text);
}

/// Writes the speaker's own words, where they or their language are on record.
fn own_words(told: &Told, indent: &str, text: &mut String) {
    let Some(original) = &told.original else {
        return;
    };
    let language = original.language.as_deref();
    let language = language.unwrap_or("language not on record");
    let words = original.words.as_deref();
    let words = words.unwrap_or("own words not on record");
    let _ = writeln!(text, "{indent}  in its own words ({language}): {words}");
}

fn of_claim(claim: &Claim, zone: &Zone, text: &mut String) {
    of_told(&claim.told, zone, "  ", text);
    let cited = cited(&claim.held.citations);
    let word = claim.held.answer.word();
    let _ = writeln!(text, "    {word}: {}{cited}", claim.held.why);
    if !claim.beside.is_empty() {
        let beside = claim.beside.iter();
        let beside: Vec<String> = beside
            .map(|(id, status)| format!("{id} {}", words::status(*status)))
            .collect();
        let _ = writeln!(text, "    beside it: {}", beside.join(", "));
    }
    for reply in &claim.replies {
        let _ = writeln!(
            text,
            "    reply: {}: {} [#{}]",
            speaker(reply, zone),
            reply.text,
            reply.citation
        );
        own_words(reply, "    ", text);
    }
}

fn cited(citations: &[Citation]) -> String {
    if citations.is_empty() {
        return String::new();
    }
    let shown = citations.iter().take(CITED_MAX);
    let shown: Vec<String> = shown.map(|one| format!("#{one}")).collect();
    let more = citations.len().saturating_sub(CITED_MAX);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!(" [{}{more}]", shown.join(" "))
}

fn of_position(position: &Position, zone: &Zone, text: &mut String) {
    let told = &position.told;
    let _ = writeln!(
        text,
        "  {} {} {}: {} [#{}]",
        speaker(told, zone),
        stance(position.stance),
        told.concerns.join(", "),
        told.text,
        told.citation
    );
    own_words(told, "  ", text);
}

fn of_risk(risk: &Risk, zone: &Zone, text: &mut String) {
    let kind = risk.kind.as_deref().unwrap_or("risk");
    let owners: Vec<&str> = risk
        .owners
        .iter()
        .map(servanda_model::names::ActorName::as_str)
        .collect();
    let owners = if owners.is_empty() {
        "nobody is named to watch it".to_owned()
    } else {
        format!("watched by {}", owners.join(" and "))
    };
    let review = risk.review.map_or_else(
        || "no day of review".to_owned(),
        |day| {
            let past = if risk.overdue { ", which is past" } else { "" };
            format!("to be reviewed by {}{past}", dates::day(day))
        },
    );
    let _ = writeln!(text, "  {kind}: {owners}; {review}");
    of_told(&risk.told, zone, "    ", text);
}

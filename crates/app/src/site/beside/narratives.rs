//! Narratives: claims beside what the record says to each, positions, answers,
//! outside events, risks.

use super::{Beside, Cell, part};
use crate::language::{Prose, Text};
use crate::narratives::{Claim, Position, Risk, Told, narratives};
use crate::report::Parts;

/// How many entries a cell cites.
const CITED_MAX: usize = 6;

pub(super) fn page(parts: &Parts) -> Beside {
    let (input, words) = (parts.input(), parts.words());
    let told = narratives(input.plan, input.record, input.assessment);
    let claims = told.claims.iter().map(|one| claim(parts, one)).collect();
    let positions = told
        .positions
        .iter()
        .map(|one| position(parts, one))
        .collect();
    let answers = told.answers.iter().map(|one| plain(parts, one)).collect();
    let context = told.context.iter().map(|one| plain(parts, one)).collect();
    let risks = told.risks.iter().map(|one| risk(parts, one)).collect();
    let said = ["head-who", "head-says"];
    Beside {
        takeaway: words.say("beside-narratives-note"),
        parts: vec![
            part(
                words,
                "claims",
                &["head-who", "head-says", "head-record"],
                claims,
            ),
            part(
                words,
                "positions",
                &["head-who", "head-stance", "head-says"],
                positions,
            ),
            part(words, "answers", &said, answers),
            part(words, "context", &said, context),
            part(
                words,
                "risks",
                &["head-risk", "head-watched-by", "head-review", "head-says"],
                risks,
            ),
        ],
    }
}

/// Who said it and when, citing the entry.
fn speaker(parts: &Parts, told: &Told) -> Cell {
    let when = told.happened.as_ref();
    let when = when.map_or_else(Text::default, |when| parts.happened(when));
    Cell::noted(parts.speaker(told.by.as_str(), told.via.as_deref()), when)
        .citing(parts, &[told.citation])
}

/// What was said, with what it concerns and the speaker's own words.
fn words_of(parts: &Parts, told: &Told) -> Cell {
    let own = told.original.as_ref().and_then(|one| one.words.as_deref());
    let concerns = told.concerns.iter().map(|name| Text::own(name));
    Cell {
        note: parts.words().list(concerns),
        own: own.map(Prose::unknown).unwrap_or_default(),
        ..Cell::said(&told.text)
    }
}

fn plain(parts: &Parts, told: &Told) -> Vec<Cell> {
    vec![speaker(parts, told), words_of(parts, told)]
}

fn claim(parts: &Parts, claim: &Claim) -> Vec<Cell> {
    let words = parts.words();
    let answer = words.say(&format!(
        "answer-{}",
        claim.held.answer.key().replace('_', "-")
    ));
    let statuses = claim.beside.iter().map(|(id, status)| {
        let mark = parts.mark(*status);
        Text::joined([Text::own(id.as_str()), mark.word], " ")
    });
    let cited = claim.held.citations.get(..CITED_MAX);
    let record = Cell {
        main: answer,
        note: words.list(statuses),
        said: Prose::english(&claim.held.why),
        ..Cell::default()
    };
    let record = record.citing(parts, cited.unwrap_or(&claim.held.citations));
    vec![
        speaker(parts, &claim.told),
        words_of(parts, &claim.told),
        record,
    ]
}

fn position(parts: &Parts, position: &Position) -> Vec<Cell> {
    let stance = format!("stance-{}", position.stance.word());
    vec![
        speaker(parts, &position.told),
        Cell::of(parts.words().say(&stance)),
        words_of(parts, &position.told),
    ]
}

fn risk(parts: &Parts, risk: &Risk) -> Vec<Cell> {
    let words = parts.words();
    let owners = risk.owners.iter().map(|one| Text::own(one.as_str()));
    let review = risk.review.map_or_else(Text::default, |day| words.day(day));
    let past = if risk.overdue {
        words.say("review-past")
    } else {
        Text::default()
    };
    vec![
        Cell::said(risk.kind.as_deref().unwrap_or_default()).citing(parts, &risk.history),
        Cell::of(words.list(owners)),
        Cell::noted(review, past),
        words_of(parts, &risk.told),
    ]
}

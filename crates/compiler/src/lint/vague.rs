//! V308: vague words in what a clause quotes, unless they are an open term.

use servanda_model::diagnostic::Diagnostic;

use super::Lens;
use crate::codes::{self, Wording};

/// Words that leave open when, how much or whether.
const VAGUE: &[&str] = &[
    "adequate",
    "appropriate",
    "as appropriate",
    "as far as possible",
    "as needed",
    "as soon as",
    "best efforts",
    "best endeavours",
    "endeavour to",
    "expeditiously",
    "forthwith",
    "good faith",
    "gradually",
    "immediately",
    "in due course",
    "promptly",
    "reasonable",
    "seek to",
    "significant",
    "strive to",
    "substantial",
    "sufficient",
    "swiftly",
    "timely",
    "to the extent possible",
    "where feasible",
    "where necessary",
    "where possible",
    "without delay",
];

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        for quote in &clause.says {
            let said = quote.text.to_lowercase();
            let open = |words: &str| {
                lens.plan.terms.iter().any(|term| {
                    let term = term.name.as_str().to_lowercase();
                    said.contains(&term) && term.contains(words)
                })
            };
            let Some(words) = VAGUE
                .iter()
                .find(|words| stands_in(&said, words) && !open(words))
            else {
                continue;
            };
            out.push(
                codes::V308
                    .at(
                        quote.span,
                        format!("\"{words}\" leaves open what {} asks", clause.id),
                    )
                    .of(&clause.id)
                    .effect("each side can read it its own way")
                    .way_out("agree a date, a number or a test")
                    .way_out(format!(
                        "or write down the readings: `open term \"{words}\"`"
                    )),
            );
        }
    }
}

/// Whether words stand in a text as whole words.
fn stands_in(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + words.len()..)
            .and_then(|tail| tail.chars().next());
        let letter = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
        !letter(before) && !letter(after)
    })
}

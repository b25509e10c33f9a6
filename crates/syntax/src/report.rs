//! From what could not be read to a diagnostic in plain words.
//!
//! The parser knows what it expected; the surroundings say in what. Entry
//! points: [`Surroundings::tell`], [`nearest`].

use servanda_model::diagnostic::{Diagnostic, Grade, Span};
use servanda_model::names::ClauseId;

use crate::forms;
use crate::labels::{DeclarationKind, Label};
use crate::lexer::Fault;
use crate::trouble::Trouble;

/// The most letters of the text that a message repeats.
const SHOWN_MAX: usize = 40;

/// What the parser was reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A clause's first line.
    Sentence,
    /// A declaration's first line.
    Head(DeclarationKind),
    /// The value of a field.
    Field(Label),
}

/// Where in the text something was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    pub(crate) text: &'a str,
    /// The number of the clause, where it is one.
    pub(crate) clause: Option<&'a str>,
}

impl Surroundings<'_> {
    /// Makes a diagnostic of this item.
    pub(crate) fn diagnostic(
        &self,
        code: &'static str,
        span: Span,
        message: String,
        ways_out: Vec<String>,
    ) -> Diagnostic {
        let effect = match self.clause {
            Some(number) => format!("clause {number} has no meaning and is left out"),
            None => "what stands here is left out; the rest of the text is still read".to_owned(),
        };
        Diagnostic {
            code,
            grade: Grade::Error,
            file: None,
            clause: self.clause.map(ClauseId::new),
            span,
            message,
            labels: Vec::new(),
            effect,
            ways_out,
        }
    }

    /// Makes the diagnostic of `trouble`, met while reading `place`.
    pub(crate) fn tell(&self, trouble: Trouble, place: Place) -> Diagnostic {
        match trouble {
            Trouble::Known {
                code,
                span,
                message,
                ways_out,
            } => self.diagnostic(code, span, message, ways_out),
            Trouble::Expected { span, what } => {
                let (code, subject, way) = match place {
                    Place::Sentence => (
                        "E116",
                        "this sentence".to_owned(),
                        "write who owes, then `must perform`, `must keep`, `must reach`, `must not \
                         commit` or `may`, then what"
                            .to_owned(),
                    ),
                    Place::Head(kind) => (
                        "E115",
                        format!("`{}`", kind.text()),
                        format!("write it as `{}`", forms::of_declaration(kind)),
                    ),
                    Place::Field(label) => {
                        let form = forms::of_label(label);
                        let way = if form.is_empty() {
                            format!("write `{}` alone on its line", label.text())
                        } else {
                            format!("write `{}` as `{form}`", label.text())
                        };
                        ("E114", format!("`{}`", label.text()), way)
                    }
                };
                let message = format!("{subject} needs {what}, but {}", self.found(span));
                self.diagnostic(code, span, message, vec![way])
            }
        }
    }

    /// Returns what stands at `span`, in words.
    fn found(&self, span: Span) -> String {
        match self.text.get(span.start..span.end).unwrap_or("") {
            "" => "the line ends".to_owned(),
            text if text.chars().count() > SHOWN_MAX => {
                let start: String = text.chars().take(SHOWN_MAX).collect();
                format!("the line says `{start}…`")
            }
            text => format!("the line says `{text}`"),
        }
    }

    /// Makes the diagnostic of a fault among the signs of a line.
    pub(crate) fn fault(&self, fault: Fault, span: Span) -> Diagnostic {
        let sign = self.text.get(span.start..span.end).unwrap_or("");
        let (code, message, ways): (_, _, &[&str]) = match fault {
            Fault::Tab => (
                "E102",
                "a tab stands here".to_owned(),
                &["write spaces; two before each field"],
            ),
            Fault::OtherDigits => (
                "E103",
                format!("`{sign}` has digits other than 0 to 9"),
                &[
                    "write the digits 0 to 9",
                    "put words of the prose in quotation marks",
                ],
            ),
            Fault::OtherSpace => (
                "E104",
                format!(
                    "a blank that is no plain space stands here ({})",
                    name_of(sign)
                ),
                &["replace it by a plain space"],
            ),
            Fault::OpenText => (
                "E105",
                "a quoted text begins here and does not end on its line".to_owned(),
                &[
                    "close it with `\"`",
                    "write `\\\"` for a quotation mark inside the text",
                ],
            ),
            Fault::CurvedQuote => (
                "E106",
                format!("`{sign}` is no plain quotation mark"),
                &["write `\"` before and after the text"],
            ),
            Fault::Stray => (
                "E106",
                format!("the sign {} has no meaning here", shown(sign)),
                &["leave it out", "put words of the prose in quotation marks"],
            ),
        };
        let ways = ways.iter().map(|way| (*way).to_owned()).collect();
        self.diagnostic(code, span, message, ways)
    }
}

/// Shows a sign, or its number where it cannot be seen.
fn shown(sign: &str) -> String {
    if sign.chars().any(char::is_control) {
        name_of(sign)
    } else {
        format!("`{sign}`")
    }
}

fn name_of(sign: &str) -> String {
    sign.chars()
        .next()
        .map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)))
}

/// Returns the candidate that `word` was probably meant to be: the nearest one,
/// where at most a third of its letters differ.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(SHOWN_MAX).collect();
    candidates
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the least number of letters to insert, leave out or replace.
fn distance(word: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (line, letter) in other.chars().enumerate() {
        let mut above_left = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (column, mine) in word.iter().enumerate() {
            let above = row.get(column + 1).copied().unwrap_or(usize::MAX);
            let replaced = above_left + usize::from(*mine != letter);
            left = replaced.min(left + 1).min(above.saturating_add(1));
            next.push(left);
            above_left = above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        let labels = || ["evidence", "severity", "by"].into_iter();
        assert_eq!(nearest("evidense", labels()), Some("evidence"));
        assert_eq!(nearest("severtiy", labels()), Some("severity"));
        assert_eq!(nearest("deadline", labels()), None);
    }
}

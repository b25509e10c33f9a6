//! A commitment's words: the prose of its article with what the clause rests on
//! marked, and the rule's fields as written, each with who proposed it.
//!
//! # Invariants
//! Prose and fields are cut from the text by the spans of the Plan and never
//! rewritten.

use serde::Serialize;
use servanda_model::diagnostic::Span;
use servanda_model::plan::{Article, Clause};

use crate::language::{Prose, Text, Words};

/// A paragraph in pieces; a marked piece is what the clause rests on.
///
/// # Shape
/// The pieces are one run of text: whoever shows them sets the paragraph apart
/// as a whole, and none of them by itself.
pub type Paragraph = Vec<(String, bool)>;

/// One field of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleField {
    /// Its label in the page's language.
    pub label: Text,
    /// What it says, as written.
    pub value: Prose,
    /// Who proposed it, where the parties did not agree it.
    pub proposed: Text,
}

/// Returns the prose of an article, by paragraph.
pub(super) fn paragraphs(text: &str, article: &Article, clause: &Clause) -> Vec<Paragraph> {
    let quotes: Vec<Span> = clause.says.iter().map(|quote| quote.span).collect();
    let mut paragraphs = Vec::new();
    for span in &article.prose {
        let mut start = span.start;
        let whole = text.get(span.start..span.end).unwrap_or("");
        for part in whole.split("\n\n") {
            let end = start + part.len();
            if !part.trim().is_empty() {
                paragraphs.push(pieces(text, start, end, &quotes));
            }
            start = end + 2;
        }
    }
    paragraphs
}

fn pieces(text: &str, start: usize, end: usize, quotes: &[Span]) -> Paragraph {
    let mut cuts: Vec<Span> = quotes
        .iter()
        .filter(|quote| quote.start >= start && quote.end <= end)
        .copied()
        .collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut out = Vec::new();
    let mut at = start;
    let mut push = |from: usize, to: usize, marked: bool| {
        let piece = text.get(from..to).unwrap_or("");
        if !piece.is_empty() {
            out.push((Prose::unknown(piece).plain().to_owned(), marked));
        }
    };
    for cut in cuts {
        if cut.start >= at {
            push(at, cut.start, false);
            push(cut.start, cut.end, true);
            at = cut.end;
        }
    }
    push(at, end, false);
    out
}

/// Returns the fields of a clause, as written below its first line.
pub(super) fn fields(text: &str, clause: &Clause, words: &Words) -> Vec<RuleField> {
    let written = text.get(clause.span.start..clause.span.end).unwrap_or("");
    let mut fields = Vec::new();
    for line in written.lines().skip(1) {
        let Some((label, value)) = split(line) else {
            continue;
        };
        // These stand elsewhere on the page, or say what is marked here.
        if matches!(label, "title" | "says" | "note" | "proposed") {
            continue;
        }
        let proposed = clause.proposed.iter().find(|field| field.label == label);
        fields.push(RuleField {
            label: name(label, words),
            value: Prose::unknown(value),
            proposed: proposed.map_or_else(Text::default, |field| {
                words.say_with("proposed-by", &[("who", Text::own(&field.by).into())])
            }),
        });
    }
    fields
}

/// Returns the label in the page's language; one that has no message stands as
/// written.
fn name(label: &str, words: &Words) -> Text {
    let id = format!("field-{}", label.replace(' ', "-"));
    if words.has(&id) {
        words.say(&id)
    } else {
        Text::own(label)
    }
}

/// Labels of two words and more; all others end at the first blank.
const LONG: [&str; 5] = [
    "other hands",
    "in step with",
    "prevails over",
    "until and including",
    "owed to",
];

/// Splits a line into its label and what it says.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let end = LONG
        .iter()
        .find(|label| line.starts_with(**label))
        .map(|label| label.len())
        .or_else(|| line.find(' '))?;
    let (label, value) = line.split_at_checked(end)?;
    Some((label, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_several_words_stay_whole() {
        assert_eq!(
            split("  other hands  do not count"),
            Some(("other hands", "do not count"))
        );
        assert_eq!(split("  within 72 hours"), Some(("within", "72 hours")));
        assert_eq!(split("  undated"), None);
    }

    #[test]
    fn marked_pieces_join_to_the_paragraph() {
        let text = "one two three";
        let pieces = pieces(text, 0, 13, &[Span::new(4, 7)]);
        let joined: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(joined, text);
        assert_eq!(pieces.iter().filter(|(_, marked)| *marked).count(), 1);
    }
}

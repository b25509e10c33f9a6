//! Finds words again in the part of the text that an item covers.
//!
//! The Plan knows where each item is written, not where each of its words is.
//! Diagnostics that point at single words look them up here; where the words
//! are not found (a hand-made Plan, say), the whole item stands in.

use servanda_model::diagnostic::Span;

/// Returns where `words` first stand within the span.
pub(crate) fn phrase(text: &str, within: Span, words: &str) -> Option<Span> {
    let part = text.get(within.start..within.end)?;
    let start = within.start + part.find(words)?;
    Some(Span::new(start, start + words.len()))
}

/// Returns where `words` first stand within the span, else the span itself.
pub(crate) fn phrase_or(text: &str, within: Span, words: &str) -> Span {
    phrase(text, within, words).unwrap_or(within)
}

/// Returns the line of the field with that label, without its indent.
pub(crate) fn field(text: &str, within: Span, label: &str) -> Option<Span> {
    let part = text.get(within.start..within.end)?;
    let mut start = within.start;
    for line in part.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let words = line.trim();
        let rest = words.strip_prefix(label);
        if indent > 0 && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
            let from = start + indent;
            return Some(Span::new(from, from + words.len()));
        }
        start += line.len();
    }
    None
}

/// Returns the line of the field, else the first line of the item.
pub(crate) fn field_or(text: &str, within: Span, label: &str) -> Span {
    field(text, within, label).unwrap_or_else(|| first_line(text, within))
}

/// Returns the first line of an item.
pub(crate) fn first_line(text: &str, within: Span) -> Span {
    let part = text.get(within.start..within.end).unwrap_or_default();
    let length = part.find('\n').unwrap_or(part.len());
    let line = part.get(..length).unwrap_or_default().trim_end();
    Span::new(within.start, within.start + line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "x\n5.1  North must keep Trucks\n  while     Phase 1\n  within 3 days\n";

    fn shown(span: Option<Span>) -> Option<&'static str> {
        span.and_then(|span| TEXT.get(span.start..span.end))
    }

    #[test]
    fn fields_are_found_by_their_label_alone() {
        let item = Span::new(2, TEXT.len());
        assert_eq!(shown(field(TEXT, item, "while")), Some("while     Phase 1"));
        assert_eq!(shown(field(TEXT, item, "with")), None);
        assert_eq!(shown(field(TEXT, item, "5.1")), None);
    }

    #[test]
    fn the_first_line_stands_in_for_what_is_missing() {
        let item = Span::new(2, TEXT.len());
        assert_eq!(
            shown(Some(field_or(TEXT, item, "grace"))),
            Some("5.1  North must keep Trucks")
        );
        assert_eq!(shown(phrase(TEXT, item, "Phase 1")), Some("Phase 1"));
        assert_eq!(phrase_or(TEXT, item, "Phase 9"), item);
    }
}

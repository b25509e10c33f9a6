//! From a file to its headings, prose and blocks.
//!
//! `pulldown-cmark` is asked for byte offsets only; prose is never reprinted.
//! Entry point: [`outline`].

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag};
use servanda_model::diagnostic::Span;

/// The word after the fence that makes a block one of ours.
pub(crate) const INFO: &str = "accord";

/// What a file is made of, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A heading of level 1 or 2: its line or lines, and its words.
    Heading { level: u8, span: Span, words: Span },
    /// A block.
    Block(Block),
}

/// One fenced block with the info word `accord`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// All of it, fences included.
    pub(crate) span: Span,
    /// The first fence, its line end included.
    pub(crate) opening: Span,
    /// The lines between the fences.
    pub(crate) body: Span,
    /// Whether a fence closes it.
    pub(crate) closed: bool,
    /// Whether it stands at the start of a line, outside lists and quotations.
    pub(crate) plain: bool,
}

/// Returns the headings and blocks of `text`, in order.
pub(crate) fn outline(text: &str) -> Vec<Part> {
    let skipped = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let body = text.get(skipped..).unwrap_or("");
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new(body).into_offset_iter() {
        let span = Span::new(range.start + skipped, range.end + skipped);
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Heading { level, .. } if depth == 0 => {
                        let words = heading_words(text, span);
                        parts.extend(level_of(level).map(|level| Part::Heading {
                            level,
                            span,
                            words,
                        }));
                    }
                    Tag::CodeBlock(CodeBlockKind::Fenced(info))
                        if info.split_whitespace().next() == Some(INFO) =>
                    {
                        parts.push(Part::Block(block(text, span, depth == 0)));
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    parts
}

/// Returns where the words of the heading at `span` stand, its marks left out.
fn heading_words(text: &str, span: Span) -> Span {
    let all = text.get(span.start..span.end).unwrap_or("");
    let all = if all.trim_start().starts_with('#') {
        let all = all.trim_end();
        let bare = all.trim_end_matches('#');
        let closed = bare.ends_with([' ', '\t']) || bare.is_empty();
        if closed { bare.trim_end() } else { all }
    } else {
        // The other way to write a heading: a line of marks below its words.
        all.trim_end()
            .rsplit_once('\n')
            .map_or("", |(words, _)| words)
            .trim_end()
    };
    let lead = all.len() - all.trim_start().trim_start_matches('#').trim_start().len();
    Span::new(span.start + lead, span.start + all.len())
}

fn level_of(level: HeadingLevel) -> Option<u8> {
    match level {
        HeadingLevel::H1 => Some(1),
        HeadingLevel::H2 => Some(2),
        _ => None,
    }
}

/// Takes a fenced block apart.
fn block(text: &str, span: Span, outside: bool) -> Block {
    // The end of the last line belongs to the fence, not to the prose below.
    let after = text.get(span.end..).unwrap_or("");
    let line_end = ["\r\n", "\n"]
        .iter()
        .find(|end| after.starts_with(**end))
        .map_or(0, |end| end.len());
    let span = Span::new(span.start, span.end + line_end);
    let all = text.get(span.start..span.end).unwrap_or("");
    let opening_length = all.find('\n').map_or(all.len(), |at| at + 1);
    let opening = Span::new(span.start, span.start + opening_length);
    let rest = all.get(opening_length..).unwrap_or("");
    let last = rest
        .trim_end_matches(['\n', '\r'])
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let closed = closes(all, rest.get(last..).unwrap_or(""));
    let end = if closed { opening.end + last } else { span.end };
    let line_start = text
        .get(..span.start)
        .is_none_or(|before| before.is_empty() || before.ends_with(['\n', '\u{FEFF}']));
    Block {
        span,
        opening,
        body: Span::new(opening.end, end.max(opening.end)),
        closed,
        plain: outside && line_start,
    }
}

/// Whether `last` closes the block whose text is `all`.
fn closes(all: &str, last: &str) -> bool {
    let Some(mark) = all.trim_start().chars().next() else {
        return false;
    };
    let length = |line: &str| line.trim_start().chars().take_while(|c| *c == mark).count();
    let count = length(last);
    count >= length(all).max(3) && last.trim().chars().all(|c| c == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_blocks_have_their_places() {
        let text =
            "\u{FEFF}# Riverside *Accord*\n\n```accord\nparty  A\n```\n## Article 1. X\nwords\n";
        let parts = outline(text);
        let at = |span: Span| &text[span.start..span.end];
        let [
            Part::Heading {
                level: 1,
                words: title,
                ..
            },
            Part::Block(block),
            Part::Heading {
                level: 2, words, ..
            },
        ] = parts.as_slice()
        else {
            panic!("{parts:?}");
        };
        assert_eq!(at(*title), "Riverside *Accord*");
        assert_eq!(at(*words), "Article 1. X");
        assert_eq!(at(block.body), "party  A\n");
        assert!(block.closed && block.plain);
    }

    #[test]
    fn an_unclosed_block_runs_to_the_end() {
        let parts = outline("```accord\nparty  A\n");
        let [Part::Block(block)] = parts.as_slice() else {
            panic!("{parts:?}");
        };
        assert!(!block.closed);
        assert_eq!(block.body, Span::new(10, 19));
    }

    #[test]
    fn a_block_in_a_list_is_not_plain() {
        let parts = outline("- x\n\n  ```accord\n  party A\n  ```\n");
        assert!(matches!(parts.as_slice(), [Part::Block(block)] if !block.plain));
    }
}

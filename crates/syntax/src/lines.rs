//! The lines of a block.
//!
//! Entry point: [`of_block`].

use servanda_model::diagnostic::Span;

use crate::kind::SyntaxKind;
use crate::lexer::{self, Fault, Token};

/// One line of a block.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The line, its end included.
    pub(crate) span: Span,
    /// Every token, covering the line.
    pub(crate) tokens: Vec<Token>,
    /// The tokens that mean something: blanks and line ends left out.
    pub(crate) words: Vec<Token>,
    /// What is wrong with its signs.
    pub(crate) faults: Vec<(Fault, Span)>,
    /// Whether it begins an item: something stands at column 0.
    pub(crate) starts: bool,
}

impl Line {
    /// Whether nothing stands on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns where its last word ends.
    pub(crate) fn content_end(&self) -> usize {
        self.words
            .last()
            .map_or(self.span.start, |token| token.span.end)
    }
}

/// Returns the lines of `text` within `body`.
pub(crate) fn of_block(text: &str, body: Span) -> Vec<Line> {
    let mut at = body.start;
    let mut lines = Vec::new();
    for line in text
        .get(body.start..body.end)
        .unwrap_or("")
        .split_inclusive('\n')
    {
        lines.push(of(line, at));
        at += line.len();
    }
    lines
}

fn of(line: &str, start: usize) -> Line {
    let lexed = lexer::line(line, start);
    let means = |token: &&Token| !matches!(token.kind, SyntaxKind::Blank | SyntaxKind::LineEnd);
    let words: Vec<Token> = lexed.tokens.iter().filter(means).copied().collect();
    let starts = words.first().is_some_and(|token| token.span.start == start);
    Line {
        span: Span::new(start, start + line.len()),
        // A line of blanks is an empty line, whatever blanks they are.
        faults: if words.is_empty() {
            Vec::new()
        } else {
            lexed.faults
        },
        tokens: lexed.tokens,
        words,
        starts,
    }
}

/// Returns the span of whole `lines`.
pub(crate) fn whole(lines: &[Line]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}

/// Returns the span of `lines` up to the last word.
pub(crate) fn content(lines: &[Line]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.content_end()),
        _ => Span::default(),
    }
}

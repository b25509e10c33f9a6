//! Aligns the fields of each item; nothing else moves.
//!
//! Prose, blank lines, the order of items and fields, and items that hold a
//! mistake stay as they are. Entry point: [`format`].
//!
//! # Invariants
//! Formatting twice is formatting once, and what a text says does not change.

use crate::ast::Item;
use crate::cursor::single_spaced;
use crate::document::{Part, outline};
use crate::labels::{DeclarationKind, Label};
use crate::lines::{self, Line};
use crate::parser::{is_sound, parse};

/// The column of a declaration's name: past the longest keyword and two spaces.
const NAME_COLUMN: usize = 11;
/// The least column of a field's value, counted from its label.
const VALUE_COLUMN: usize = 10;

/// Returns `text` with the fields of each sound item aligned.
pub fn format(text: &str) -> String {
    let parsed = parse(text);
    let sound: Vec<usize> = parsed
        .file
        .items()
        .filter(|item| is_sound(item))
        .map(|item| match item {
            Item::Decl(declaration) => declaration.span.start,
            Item::Clause(clause) => clause.span.start,
            Item::Broken(broken) => broken.span.start,
        })
        .collect();
    let mut formatted = String::with_capacity(text.len());
    let mut at = 0;
    if sound.is_empty() {
        return text.to_owned();
    }
    for part in outline(text) {
        let Part::Block(block) = part else {
            continue;
        };
        if !block.plain || !block.closed {
            continue;
        }
        formatted.push_str(text.get(at..block.body.start).unwrap_or(""));
        let lines = lines::of_block(text, block.body);
        let mut lines = lines.as_slice();
        while let Some((first, rest)) = lines.split_first() {
            let length = rest.iter().take_while(|line| !line.starts).count();
            let (fields, after) = rest.split_at(length);
            if first.starts && sound.binary_search(&first.span.start).is_ok() {
                item(text, first, fields, &mut formatted);
            } else {
                keep(text, first, &mut formatted);
                for line in fields {
                    keep(text, line, &mut formatted);
                }
            }
            lines = after;
        }
        at = block.body.end;
    }
    formatted.push_str(text.get(at..).unwrap_or(""));
    formatted
}

fn keep(text: &str, line: &Line, into: &mut String) {
    into.push_str(text.get(line.span.start..line.span.end).unwrap_or(""));
}

/// Writes one item with its fields aligned.
fn item(text: &str, head: &Line, fields: &[Line], into: &mut String) {
    let (first, rest) = split(text, head, 1);
    let keyword = DeclarationKind::ALL.iter().any(|kind| kind.text() == first);
    let column = if keyword {
        NAME_COLUMN
    } else {
        first.chars().count() + 2
    };
    write(&first, column, &rest, text, head, into);
    let pairs: Vec<Option<(String, String)>> = fields
        .iter()
        .map(|line| (!line.is_blank()).then(|| split(text, line, label_words(text, line))))
        .collect();
    let longest = pairs
        .iter()
        .flatten()
        .map(|(label, _)| label.chars().count())
        .max()
        .unwrap_or(0);
    let column = if longest < VALUE_COLUMN {
        VALUE_COLUMN
    } else {
        longest + 2
    };
    for (line, pair) in fields.iter().zip(pairs) {
        match pair {
            Some((label, value)) => {
                into.push_str("  ");
                write(&label, column, &value, text, line, into);
            }
            None => keep(text, line, into),
        }
    }
}

/// Returns how many words of a line are its label; the number of a step counts
/// as part of it.
fn label_words(text: &str, line: &Line) -> usize {
    let word = |at: usize| {
        line.words
            .get(at)
            .and_then(|token| text.get(token.span.start..token.span.end))
            .unwrap_or("")
    };
    let label = Label::ALL.iter().find(|label| {
        let mut words = label.text().split(' ').enumerate();
        words.all(|(at, piece)| word(at) == piece)
    });
    let words = label.map_or(1, |label| label.text().split(' ').count());
    words + usize::from(label == Some(&Label::Step))
}

/// Splits a line after `count` words, both parts single-spaced.
fn split(text: &str, line: &Line, count: usize) -> (String, String) {
    let slice = |tokens: &[crate::lexer::Token]| match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => {
            single_spaced(text.get(first.span.start..last.span.end).unwrap_or(""))
        }
        _ => String::new(),
    };
    let (label, value) = line.words.split_at(count.min(line.words.len()));
    (slice(label), slice(value))
}

/// Writes `label`, padded to `column`, and `value`, with the line's own end.
fn write(label: &str, column: usize, value: &str, text: &str, line: &Line, into: &mut String) {
    into.push_str(label);
    if !value.is_empty() {
        let padding = column.saturating_sub(label.chars().count()).max(1);
        into.extend(std::iter::repeat_n(' ', padding));
        into.push_str(value);
    }
    let all = text.get(line.span.start..line.span.end).unwrap_or("");
    let end = all.trim_end_matches(['\n', '\r']);
    into.push_str(all.get(end.len()..).unwrap_or(""));
}

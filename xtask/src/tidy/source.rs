//! Rust source with its strings or comments blanked out, line for line.
//!
//! Rules that look for words in code must not stumble over a string or a
//! comment that holds the same words. This is a scanner for that one purpose,
//! no lexer: it knows comments, strings, raw strings and characters.

/// What is left standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Code alone.
    Code,
    /// Code and comments, no strings.
    CodeAndComments,
    /// Code and strings, no comments.
    CodeAndStrings,
}

/// Replaces by blanks whatever `keep` does not name; line breaks stay.
pub(super) fn blanked(source: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut before = '\n';
    while let Some(first) = rest.chars().next() {
        let (length, kept) = match piece(rest, before) {
            Piece::Comment(length) => (length, keep == Keep::CodeAndComments),
            Piece::Text(length) => (length, keep == Keep::CodeAndStrings),
            Piece::Code => (first.len_utf8(), true),
        };
        let (taken, after) = rest.split_at_checked(length.max(1)).unwrap_or((rest, ""));
        if kept {
            out.push_str(taken);
        } else {
            out.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        before = taken.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    out
}

/// Cuts off what stands from the first `#[cfg(test)]` on, inline tests mostly.
pub(super) fn untested(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

/// Says whether a path holds tests alone.
pub(super) fn holds_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/")
}

/// What stands at the head of the text, with its length in bytes.
enum Piece {
    Comment(usize),
    Text(usize),
    Code,
}

fn piece(rest: &str, before: char) -> Piece {
    if rest.starts_with("//") {
        return Piece::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Piece::Comment(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Piece::Text(quoted(rest, 1, '"'));
    }
    let starts_word = !before.is_alphanumeric() && before != '_';
    if starts_word && let Some(length) = raw_string(rest) {
        return Piece::Text(length);
    }
    if rest.starts_with('\'') {
        return character(rest).map_or(Piece::Code, Piece::Text);
    }
    Piece::Code
}

/// Measures a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Measures a string from its opening quote, `skip` bytes long, to its end.
fn quoted(rest: &str, skip: usize, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in rest.char_indices().skip(skip) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Measures a raw string: `r"…"`, `r#"…"#`, `br"…"`, `cr"…"`.
fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr"));
    let body = body.or_else(|| rest.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inside = body.trim_start_matches('#').strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let head = rest.len() - inside.len();
    Some(
        inside
            .find(&end)
            .map_or(rest.len(), |at| head + at + end.len()),
    )
}

/// Measures a character; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    let (_, first) = characters.next()?;
    if first == '\\' {
        return Some(quoted(rest, 1, '\''));
    }
    let (index, second) = characters.next()?;
    (second == '\'').then_some(index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_and_lines_stay() {
        for (source, expected) in [
            ("f(\"a\\\"b\") // c", "f(      ) // c"),
            ("r#\"x \" y\"# z", "           z"),
            ("'\"' + 'a", "    + 'a"),
            ("'\\'' b", "     b"),
            ("br\"x\" for \"é\"", "      for   "),
            ("/* \" */ x", "/* \" */ x"),
            ("\"a\nb\" c", "  \n   c"),
        ] {
            let seen = blanked(source, Keep::CodeAndComments);
            assert_eq!(seen.trim_end(), expected.trim_end(), "{source}");
        }
    }

    #[test]
    fn comments_go_when_code_alone_is_asked_for() {
        let source = "a /* b /* c */ d */ e // f\n\"// g\"";
        assert_eq!(
            blanked(source, Keep::Code)
                .split_whitespace()
                .collect::<Vec<_>>(),
            ["a", "e"]
        );
        assert!(blanked(source, Keep::CodeAndStrings).ends_with("\"// g\""));
    }

    #[test]
    fn unfinished_pieces_run_to_the_end() {
        for source in ["\"abc", "/* abc", "r#\"abc\"", "'\\"] {
            assert_eq!(blanked(source, Keep::Code).trim(), "", "{source}");
        }
    }
}

//! From one line of a block to tokens.
//!
//! A line is lexed without knowing what it means: a run that begins with a
//! digit is `Digits` whether it is a number, a date or a clause's number. The
//! parser looks closer. Entry point: [`line`].
//!
//! # Invariants
//! Tokens follow each other without gaps and cover the line.

use servanda_model::diagnostic::Span;

use crate::kind::SyntaxKind;

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: SyntaxKind,
    pub(crate) span: Span,
}

/// What is wrong with the signs of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A tab outside a text.
    Tab,
    /// Digits other than 0 to 9.
    OtherDigits,
    /// A blank other than the plain space.
    OtherSpace,
    /// A text without its closing mark.
    OpenText,
    /// A typographic quotation mark.
    CurvedQuote,
    /// Any other sign.
    Stray,
}

/// The tokens of a line, and its faults with their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) faults: Vec<(Fault, Span)>,
}

/// Lexes `text`, one line with its end, which starts at byte `offset` of the
/// file.
pub(crate) fn line(text: &str, offset: usize) -> Lexed {
    let mut lexed = Lexed::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length, fault) = next(rest);
        let span = Span::new(offset + at, offset + at + length);
        lexed.tokens.push(Token { kind, span });
        if let Some(fault) = fault {
            lexed.faults.push((fault, span));
        }
        at += length;
    }
    lexed
}

/// Returns the kind, length and fault of the token that `rest` begins with;
/// the length is never 0.
fn next(rest: &str) -> (SyntaxKind, usize, Option<Fault>) {
    let Some(first) = rest.chars().next() else {
        return (SyntaxKind::Blank, 0, None);
    };
    if rest == "\n" || rest == "\r\n" {
        return (SyntaxKind::LineEnd, rest.len(), None);
    }
    let sign = |kind| (kind, first.len_utf8(), None);
    match first {
        ' ' => (SyntaxKind::Blank, run(rest, |c| c == ' '), None),
        '\t' => (
            SyntaxKind::Blank,
            run(rest, |c| c == '\t'),
            Some(Fault::Tab),
        ),
        ',' => sign(SyntaxKind::Comma),
        ';' => sign(SyntaxKind::Semicolon),
        ':' => sign(SyntaxKind::Colon),
        '(' => sign(SyntaxKind::Open),
        ')' => sign(SyntaxKind::Close),
        '"' => quoted(rest),
        '“' | '”' | '„' | '«' | '»' => (
            SyntaxKind::Stray,
            first.len_utf8(),
            Some(Fault::CurvedQuote),
        ),
        '0'..='9' => (SyntaxKind::Digits, word(rest), None),
        '-' if rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => (
            SyntaxKind::Digits,
            1 + word(rest.get(1..).unwrap_or("")),
            None,
        ),
        c if is_space(c) => (
            SyntaxKind::Blank,
            run(rest, is_space),
            Some(Fault::OtherSpace),
        ),
        c if c.is_numeric() => (
            SyntaxKind::Stray,
            run(rest, |c| c.is_numeric() && !c.is_ascii()),
            Some(Fault::OtherDigits),
        ),
        c if c.is_alphabetic() => letters(rest, c),
        c => (SyntaxKind::Stray, c.len_utf8(), Some(Fault::Stray)),
    }
}

/// Returns the token of a word that begins with the letter `first`.
fn letters(rest: &str, first: char) -> (SyntaxKind, usize, Option<Fault>) {
    let length = word(rest);
    let fault = rest
        .get(..length)
        .is_some_and(|word| word.chars().any(|c| c.is_numeric() && !c.is_ascii()))
        .then_some(Fault::OtherDigits);
    let kind = if first.is_lowercase() {
        SyntaxKind::Word
    } else {
        SyntaxKind::Capital
    };
    (kind, length, fault)
}

fn run(rest: &str, admits: impl Fn(char) -> bool) -> usize {
    rest.char_indices()
        .find(|(_, c)| !admits(*c))
        .map_or(rest.len(), |(at, _)| at)
}

/// Whether `c` is a blank other than the space and the tab: no-break space,
/// zero-width space, byte-order mark and their kin.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r'))
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Returns the length of the word at the start of `rest`: letters, digits and
/// combining marks, and signs that stand between two of them.
fn word(rest: &str) -> usize {
    let zone = rest.starts_with("UTC") || rest.starts_with(|c: char| c.is_ascii_digit());
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let follows = chars.peek().map(|(_, c)| *c);
        let inside = match c {
            '%' => rest.starts_with(|c: char| c.is_ascii_digit()),
            '-' | '.' | '\'' | '’' | '/' | '_' => follows.is_some_and(is_letter),
            '+' | ':' => zone && at > 0 && follows.is_some_and(|c| c.is_ascii_digit()),
            c => is_letter(c),
        };
        if !inside {
            return at;
        }
    }
    rest.len()
}

fn is_letter(c: char) -> bool {
    // Combining marks are letters' parts; they are neither alphabetic nor
    // numeric in every script.
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}')
}

/// Returns the token of a text, which ends at its mark or with the line.
fn quoted(rest: &str) -> (SyntaxKind, usize, Option<Fault>) {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return open_text(rest, at),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (SyntaxKind::Text, at + 1, None),
            _ => {}
        }
    }
    open_text(rest, rest.len())
}

fn open_text(rest: &str, end: usize) -> (SyntaxKind, usize, Option<Fault>) {
    let kept = rest
        .get(..end)
        .map_or(end, |text| text.trim_end_matches('\r').len());
    (SyntaxKind::Stray, kept.max(1), Some(Fault::OpenText))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        line(text, 0)
            .tokens
            .iter()
            .filter(|token| token.kind != SyntaxKind::Blank)
            .map(|token| text[token.span.start..token.span.end].to_owned())
            .collect()
    }

    #[test]
    fn words_hold_the_signs_between_their_letters() {
        for (text, expected) in [
            ("5.1  North", vec!["5.1", "North"]),
            ("UTC+02:00, days", vec!["UTC+02:00", ",", "days"]),
            (
                "2025-10-10T09:00+02:00 x",
                vec!["2025-10-10T09:00+02:00", "x"],
            ),
            ("A: 2 hours", vec!["A", ":", "2", "hours"]),
            ("25% by", vec!["25%", "by"]),
            (
                "file-number Europe/Rome",
                vec!["file-number", "Europe/Rome"],
            ),
            (
                r#"says "a \"b\" c"; -5"#,
                vec!["says", r#""a \"b\" c""#, ";", "-5"],
            ),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        for (text, fault, start) in [
            ("a\tb", Fault::Tab, 1),
            ("keep ٦٠٠", Fault::OtherDigits, 5),
            ("a\u{a0}b", Fault::OtherSpace, 1),
            ("says \"abc\r\n", Fault::OpenText, 5),
            ("“x”", Fault::CurvedQuote, 0),
            ("a = b", Fault::Stray, 2),
        ] {
            let lexed = line(text, 0);
            assert_eq!(lexed.faults[0].0, fault, "{text:?}");
            assert_eq!(lexed.faults[0].1.start, start, "{text:?}");
        }
    }
}

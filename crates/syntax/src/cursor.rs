//! A cursor over the tokens of one line, with what every part is made of.
//!
//! Names, texts, words and values are read here, figures in [`figures`]; what
//! they make together is the business of the parser's modules. Entry point:
//! [`Cursor`].
//!
//! # Invariants
//! `marks` are disjoint and ascending: a token is marked at most once, when it
//! is taken. Going back takes marks back.

mod figures;

use servanda_model::diagnostic::Span;

use crate::ast::{ClauseNumber, Name, Text, Unit, Value, ValueKind, Word, Words};
use crate::keywords::Keywords;
use crate::kind::SyntaxKind;
use crate::lexer::Token;
use crate::names::{Names, capitals, joined};
use crate::trouble::{Read, Trouble};

/// A cursor over one line.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    pub(crate) names: &'a Names,
    pub(crate) keywords: &'static Keywords,
    pub(crate) marks: Vec<Token>,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Starts at the first of `tokens`, which hold no blanks.
    pub(crate) fn new(
        text: &'a str,
        tokens: &'a [Token],
        names: &'a Names,
        keywords: &'static Keywords,
    ) -> Self {
        Self {
            text,
            names,
            keywords,
            marks: Vec::new(),
            tokens,
            at: 0,
        }
    }

    /// Returns the tokens not taken yet.
    pub(crate) fn rest(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or(&[])
    }

    /// Whether every token is taken.
    pub(crate) fn is_done(&self) -> bool {
        self.rest().is_empty()
    }

    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// Returns the text of the token `ahead` places further on; empty past the
    /// end.
    pub(crate) fn peek(&self, ahead: usize) -> &'a str {
        self.rest()
            .get(ahead)
            .map_or("", |token| self.slice(token.span))
    }

    pub(crate) fn kind(&self, ahead: usize) -> Option<SyntaxKind> {
        self.rest().get(ahead).map(|token| token.kind)
    }

    /// Returns where the next token stands; past the end, where the line ends.
    pub(crate) fn here(&self) -> Span {
        match (self.rest().first(), self.tokens.last()) {
            (Some(token), _) => token.span,
            (None, Some(last)) => Span::new(last.span.end, last.span.end),
            (None, None) => Span::default(),
        }
    }

    /// Returns where the last taken token ends.
    pub(crate) fn end(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or_else(|| self.here().start, |token| token.span.end)
    }

    /// Returns the span from `start` to the last taken token.
    pub(crate) fn since(&self, start: usize) -> Span {
        Span::new(start, self.end())
    }

    /// Returns the trouble that something else was expected here.
    pub(crate) fn expected<T>(&self, what: impl Into<String>) -> Read<T> {
        if self.peek(0) == self.keywords.if_ {
            return Err(Trouble::known(
                "E132",
                self.here(),
                "`if` can mean a trigger, a state, a gate or an exception, and readers differ",
                &[
                    "write `after` for what starts a duty",
                    "write `while` for a state that must last, or `when` for a gate",
                    "write `unless` for an exception",
                ],
            ));
        }
        Err(Box::new(Trouble::Expected {
            span: self.here(),
            what: what.into(),
        }))
    }

    fn take(&mut self, count: usize, kind: SyntaxKind) -> Span {
        let taken = self.rest().get(..count).unwrap_or(&[]);
        let (Some(first), Some(last)) = (taken.first(), taken.last()) else {
            return self.here();
        };
        let span = Span::new(first.span.start, last.span.end);
        self.marks.push(Token { kind, span });
        self.at += count;
        span
    }

    /// Tries `read`; where it cannot read, the cursor stays where it was.
    pub(crate) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Option<T> {
        let (at, marks) = (self.at, self.marks.len());
        match read(self) {
            Ok(value) => Some(value),
            Err(_) => {
                self.at = at;
                self.marks.truncate(marks);
                None
            }
        }
    }

    /// Whether the words of `phrase` come next. Commas are words of their own.
    pub(crate) fn sees(&self, phrase: &str) -> bool {
        self.phrase_length(phrase).is_some()
    }

    fn phrase_length(&self, phrase: &str) -> Option<usize> {
        let mut count = 0;
        for piece in phrase.split(' ') {
            let (word, comma) = match piece.strip_suffix(',') {
                Some(word) => (word, true),
                None => (piece, false),
            };
            if self.peek(count) != word {
                return None;
            }
            count += 1;
            if comma {
                if self.kind(count) != Some(SyntaxKind::Comma) {
                    return None;
                }
                count += 1;
            }
        }
        Some(count)
    }

    /// Takes the words of `phrase` where they come next.
    pub(crate) fn eat(&mut self, phrase: &str) -> bool {
        match self.phrase_length(phrase) {
            Some(count) => {
                self.take(count, SyntaxKind::Keyword);
                true
            }
            None => false,
        }
    }

    /// Takes the words of `phrase`, which must come next.
    pub(crate) fn need(&mut self, phrase: &str) -> Read<()> {
        if self.eat(phrase) {
            Ok(())
        } else {
            self.expected(format!("`{phrase}`"))
        }
    }

    /// Takes a sign where it comes next.
    pub(crate) fn sign(&mut self, kind: SyntaxKind) -> bool {
        let there = self.kind(0) == Some(kind);
        if there {
            self.take(1, kind);
        }
        there
    }

    /// Takes a sign that must come next.
    pub(crate) fn need_sign(&mut self, kind: SyntaxKind, shown: &str) -> Read<()> {
        if self.sign(kind) {
            Ok(())
        } else {
            self.expected(shown)
        }
    }

    /// Takes `count` tokens as the label of a field.
    pub(crate) fn take_label(&mut self, count: usize) -> Span {
        self.take(count, SyntaxKind::Label)
    }

    /// Returns how many tokens make the name that comes next; 0 where none
    /// does.
    pub(crate) fn name_length(&self) -> usize {
        match self.names.longest(self.text, self.rest()) {
            0 => capitals(self.text, self.rest()),
            length => length,
        }
    }

    /// Whether a name comes next.
    pub(crate) fn sees_name(&self) -> bool {
        self.name_length() > 0
    }

    /// Returns the name that comes next without taking it.
    pub(crate) fn peek_name(&self) -> String {
        joined(
            self.text,
            self.rest().get(..self.name_length()).unwrap_or(&[]),
        )
    }

    /// Takes a name; `what` says which is expected.
    pub(crate) fn name(&mut self, what: &str) -> Read<Name> {
        match self.name_length() {
            0 => self.expected(what),
            length => Ok(self.name_of(length)),
        }
    }

    /// Takes the next `length` tokens as one name.
    pub(crate) fn name_of(&mut self, length: usize) -> Name {
        let text = joined(self.text, self.rest().get(..length).unwrap_or(&[]));
        let span = self.take(length, SyntaxKind::Name);
        Name { text, span }
    }

    /// Takes names with commas between them.
    pub(crate) fn names(&mut self, what: &str) -> Read<Vec<Name>> {
        let mut names = vec![self.name(what)?];
        while self.kind(0) == Some(SyntaxKind::Comma)
            && let Some(name) = self.attempt(|cursor| {
                cursor.sign(SyntaxKind::Comma);
                cursor.name(what)
            })
        {
            names.push(name);
        }
        Ok(names)
    }

    /// Takes one lower-case word.
    pub(crate) fn word(&mut self, what: &str) -> Read<Word> {
        if self.kind(0) != Some(SyntaxKind::Word) {
            return self.expected(what);
        }
        let span = self.take(1, SyntaxKind::Word);
        Ok(Word {
            text: self.slice(span).to_owned(),
            span,
        })
    }

    /// Takes a quoted text.
    pub(crate) fn quoted(&mut self, what: &str) -> Read<Text> {
        if self.kind(0) != Some(SyntaxKind::Text) {
            return self.expected(what);
        }
        let span = self.take(1, SyntaxKind::Text);
        Ok(Text {
            text: unquoted(self.slice(span)),
            span,
        })
    }

    /// Takes words up to where `stop` says, or the end of the line.
    pub(crate) fn words_until(&mut self, what: &str, stop: impl Fn(&Self) -> bool) -> Read<Words> {
        let start = self.at;
        while !self.is_done() && !stop(self) {
            self.at += 1;
        }
        let (first, last) = (
            self.tokens.get(start),
            self.tokens.get(self.at.wrapping_sub(1)),
        );
        match (first, last) {
            (Some(first), Some(last)) if self.at > start => {
                let span = Span::new(first.span.start, last.span.end);
                Ok(Words {
                    text: single_spaced(self.slice(span)),
                    span,
                })
            }
            _ => self.expected(what),
        }
    }

    /// Takes the rest of the line as words.
    pub(crate) fn words(&mut self, what: &str) -> Read<Words> {
        self.words_until(what, |_| false)
    }

    /// Takes words up to a comma or semicolon.
    pub(crate) fn phrase(&mut self, what: &str) -> Read<Words> {
        self.words_until(what, Self::at_separator)
    }

    /// Whether a comma or semicolon comes next.
    pub(crate) fn at_separator(&self) -> bool {
        matches!(
            self.kind(0),
            Some(SyntaxKind::Comma | SyntaxKind::Semicolon)
        )
    }

    /// Takes the name of an annex: one word.
    pub(crate) fn annex(&mut self) -> Read<Words> {
        if !matches!(
            self.kind(0),
            Some(SyntaxKind::Capital | SyntaxKind::Word | SyntaxKind::Digits)
        ) {
            return self.expected("the name of an annex, such as `B`");
        }
        let span = self.take(1, SyntaxKind::Name);
        Ok(Words {
            text: self.slice(span).to_owned(),
            span,
        })
    }

    /// Whether the number of a clause comes next.
    pub(crate) fn sees_clause(&self) -> bool {
        is_clause_number(self.peek(0))
    }

    /// Takes the number of a clause.
    pub(crate) fn clause(&mut self) -> Read<ClauseNumber> {
        if !self.sees_clause() {
            return self.expected("the number of a clause, such as `4.1`");
        }
        let span = self.take(1, SyntaxKind::ClauseNumber);
        Ok(ClauseNumber {
            text: self.slice(span).to_owned(),
            span,
        })
    }

    /// Takes the numbers of clauses with commas between them.
    pub(crate) fn clauses(&mut self) -> Read<Vec<ClauseNumber>> {
        let mut clauses = vec![self.clause()?];
        while self.sign(SyntaxKind::Comma) {
            clauses.push(self.clause()?);
        }
        Ok(clauses)
    }

    /// Takes a unit: words up to a separator or where `stop` says.
    pub(crate) fn unit(&mut self, what: &str, stop: impl Fn(&Self) -> bool) -> Read<Unit> {
        let words = self.words_until(what, |cursor| cursor.at_separator() || stop(cursor))?;
        Ok(Unit {
            text: words.text,
            span: words.span,
        })
    }

    /// Takes a value: a word, number, date, name or text.
    pub(crate) fn value(&mut self, what: &str) -> Read<Value> {
        if self.kind(0) == Some(SyntaxKind::Text) {
            let Text { text, span } = self.quoted(what)?;
            return Ok(Value {
                text,
                kind: ValueKind::Text,
                span,
            });
        }
        if self.sees_name() {
            let Name { text, span } = self.name(what)?;
            return Ok(Value {
                text,
                kind: ValueKind::Name,
                span,
            });
        }
        if self.sees_moment() {
            let (date, span) = self.date()?;
            return Ok(Value {
                text: self.slice(span).to_owned(),
                kind: ValueKind::Date(date),
                span,
            });
        }
        if self.sees_number() {
            let number = self.number(what)?;
            return Ok(Value {
                text: self.slice(number.span).to_owned(),
                kind: ValueKind::Number(number.value),
                span: number.span,
            });
        }
        let Word { text, span } = self.word(what)?;
        Ok(Value {
            text,
            kind: ValueKind::Word,
            span,
        })
    }
}

/// Whether `text` is the number of a clause: capitals, digits, then `.` and
/// digits repeated.
pub(crate) fn is_clause_number(text: &str) -> bool {
    let figures = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    !figures.is_empty()
        && figures
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// Returns a text without its marks, its escapes resolved.
pub(crate) fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('"' | '\\')) => plain.extend(chars.next()),
            _ => plain.push(c),
        }
    }
    plain
}

/// Returns `text` with one space for each run of spaces outside quotations.
pub(crate) fn single_spaced(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for token in crate::lexer::line(text, 0).tokens {
        match token.kind {
            SyntaxKind::Blank => plain.push(' '),
            _ => plain.push_str(text.get(token.span.start..token.span.end).unwrap_or("")),
        }
    }
    plain
}

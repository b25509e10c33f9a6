//! Splits text into tokens, with the place of each.
//!
//! Shared by signatures and formulas. Words are letters, digits, `_` and, not
//! at their start, `'`; MonPoly also lets names contain `- / : "`, which are
//! signs of their own here.

use std::sync::Arc;

use super::ParseError;
use crate::Value;
use crate::value::read_number;

/// Classifies a token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A name or keyword.
    Word(String),
    /// A number without sign, digits only.
    Digits(String),
    /// A number without sign, with a fraction.
    Fraction(String),
    /// A number with a unit of time, such as `7d`.
    Duration(String, char),
    /// A quoted text, unescaped.
    Quoted(String),
    /// Punctuation.
    Mark(&'static str),
    /// The end of the text.
    End,
}

/// Holds a token and where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    line: usize,
    column: usize,
}

const MARKS: [&str; 27] = [
    "<|", "|>", "|", "◁", "▷", "<-", "<=", ">=", "(", ")", "[", "]", ",", ";", ".", "?", ":", "=",
    "<", ">", "+", "-", "*", "/", "@", "_", "&",
];

struct Lexer<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    column: usize,
}

/// Splits `text` into tokens, the last of which is the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut lexer = Lexer {
        rest: text.chars().peekable(),
        line: 1,
        column: 1,
    };
    let mut found = Vec::new();
    loop {
        let token = lexer.next()?;
        let end = token.kind == Kind::End;
        found.push(token);
        if end {
            return Ok(found);
        }
    }
}

impl Lexer<'_> {
    fn bump(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn second(&self) -> Option<char> {
        let mut ahead = self.rest.clone();
        ahead.next();
        ahead.next()
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError {
            line: self.line,
            column: self.column,
            message: message.into(),
        }
    }

    fn skip_line(&mut self) {
        while self.rest.peek().is_some_and(|c| *c != '\n') {
            self.bump();
        }
    }

    fn skip_blank(&mut self) -> Result<(), ParseError> {
        loop {
            match (self.rest.peek().copied(), self.second()) {
                (Some(c), _) if c.is_whitespace() => {
                    self.bump();
                }
                (Some('#'), _) | (Some('/'), Some('/')) => self.skip_line(),
                (Some('('), Some('*')) => {
                    let opened = self.error("this comment is never closed; end it with `*)`");
                    self.bump();
                    self.bump();
                    loop {
                        match self.bump() {
                            Some('*') if self.rest.peek() == Some(&')') => break,
                            Some(_) => {}
                            None => return Err(opened),
                        }
                    }
                    self.bump();
                }
                _ => return Ok(()),
            }
        }
    }

    fn next(&mut self) -> Result<Token, ParseError> {
        self.skip_blank()?;
        let (line, column) = (self.line, self.column);
        let kind = match self.rest.peek().copied() {
            None => Kind::End,
            Some('"') => self.quoted()?,
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.word(),
            Some(_) => self.mark()?,
        };
        Ok(Token { kind, line, column })
    }

    fn quoted(&mut self) -> Result<Kind, ParseError> {
        let opened = self.error("this text is never closed; end it with `\"`");
        self.bump();
        let mut text = String::new();
        loop {
            match self.bump() {
                Some('"') => return Ok(Kind::Quoted(text)),
                Some('\\') => match self.bump() {
                    Some('n') => text.push('\n'),
                    Some('r') => text.push('\r'),
                    Some('t') => text.push('\t'),
                    Some(c) => text.push(c),
                    None => return Err(opened),
                },
                Some(c) => text.push(c),
                None => return Err(opened),
            }
        }
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.rest.peek().copied().filter(|c| accept(*c)) {
            text.push(c);
            self.bump();
        }
        text
    }

    fn number(&mut self) -> Kind {
        let mut text = self.take_while(|c| c.is_ascii_digit());
        let next = self.rest.peek().copied();
        let after = self.second();
        if next == Some('.') && after.is_some_and(|c| c.is_ascii_digit()) {
            self.bump();
            text.push('.');
            text.push_str(&self.take_while(|c| c.is_ascii_digit()));
            return Kind::Fraction(text);
        }
        if next == Some('.') && after.is_none_or(|c| !(c.is_alphanumeric() || c == '_')) {
            self.bump();
            return Kind::Fraction(text);
        }
        let ends = after.is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
        if let Some(unit @ ('s' | 'm' | 'h' | 'd')) = next
            && ends
        {
            self.bump();
            return Kind::Duration(text, unit);
        }
        if next.is_some_and(|c| c.is_alphabetic() || c == '_') {
            text.push_str(&self.take_while(|c| c.is_alphanumeric() || c == '_'));
            return Kind::Word(text);
        }
        Kind::Digits(text)
    }

    fn word(&mut self) -> Kind {
        let text = self.take_while(|c| c.is_alphanumeric() || c == '_' || c == '\'');
        if text == "_" {
            Kind::Mark("_")
        } else {
            Kind::Word(text)
        }
    }

    fn mark(&mut self) -> Result<Kind, ParseError> {
        let first = self.rest.peek().copied().unwrap_or_default();
        let second = self.second();
        let fits = |mark: &&&str| {
            let mut chars = mark.chars();
            chars.next() == Some(first) && chars.next().is_none_or(|c| second == Some(c))
        };
        let Some(mark) = MARKS.iter().find(fits) else {
            return Err(self.error(format!("`{first}` has no meaning here")));
        };
        for _ in mark.chars() {
            self.bump();
        }
        Ok(Kind::Mark(mark))
    }
}

/// Walks over tokens.
pub(super) struct Cursor {
    tokens: Vec<Token>,
    position: usize,
}

impl Cursor {
    pub(super) fn new(text: &str) -> Result<Self, ParseError> {
        Ok(Self {
            tokens: tokens(text)?,
            position: 0,
        })
    }

    pub(super) fn peek(&self) -> &Kind {
        self.ahead(0)
    }

    /// Looks `distance` tokens ahead.
    pub(super) fn ahead(&self, distance: usize) -> &Kind {
        self.tokens
            .get(self.position + distance)
            .map_or(&Kind::End, |t| &t.kind)
    }

    pub(super) fn advance(&mut self) -> Kind {
        let kind = self.peek().clone();
        self.position += 1;
        kind
    }

    pub(super) fn at_mark(&self, mark: &str) -> bool {
        matches!(self.peek(), Kind::Mark(m) if *m == mark)
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        matches!(self.peek(), Kind::Word(w) if w == word)
    }

    pub(super) fn eat_mark(&mut self, mark: &str) -> bool {
        let found = self.at_mark(mark);
        self.position += usize::from(found);
        found
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.position += usize::from(found);
        found
    }

    pub(super) fn expect_mark(&mut self, mark: &str, place: &str) -> Result<(), ParseError> {
        if self.eat_mark(mark) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{mark}` {place}")))
        }
    }

    pub(super) fn name(&mut self, what: &str) -> Result<String, ParseError> {
        if let Kind::Word(word) = self.peek().clone() {
            self.position += 1;
            Ok(word)
        } else {
            Err(self.expected(what))
        }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        self.error_at(0, message)
    }

    /// Places a fault some tokens ahead.
    pub(super) fn error_at(&self, distance: usize, message: impl Into<String>) -> ParseError {
        let token = self.tokens.get(self.position + distance);
        let token = token.or(self.tokens.last());
        let (line, column) = token.map_or((1, 1), |t| (t.line, t.column));
        ParseError {
            line,
            column,
            message: message.into(),
        }
    }

    pub(super) fn expected(&self, what: &str) -> ParseError {
        let found = match self.peek() {
            Kind::Word(t) | Kind::Digits(t) | Kind::Fraction(t) => format!("`{t}`"),
            Kind::Duration(t, unit) => format!("`{t}{unit}`"),
            Kind::Quoted(t) => format!("the text {}", Value::text(t)),
            Kind::Mark(m) => format!("`{m}`"),
            Kind::End => "the end of the text".to_owned(),
        };
        self.error(format!("expected {what}, found {found}"))
    }

    /// Reads a literal with its sign, if there is one.
    pub(super) fn literal(&mut self) -> Result<Option<Value>, ParseError> {
        if self.at_mark("@") {
            self.position += 1;
            let sign = if self.eat_mark("-") { "-" } else { "" };
            return self.instant(sign).map(|ts| Some(Value::Timestamp(ts)));
        }
        let signed = self.at_mark("-");
        let sign = if signed { "-" } else { "" };
        let value = match self.ahead(usize::from(signed)) {
            Kind::Digits(text) => {
                let number = format!("{sign}{text}").parse().ok().map(Value::Int);
                number.ok_or_else(|| self.error(format!("`{sign}{text}` is too large a number")))?
            }
            Kind::Fraction(text) => {
                let number = read_number(&format!("{sign}{text}")).map(Value::Decimal);
                number.ok_or_else(|| self.error(format!("`{sign}{text}` has too many digits")))?
            }
            Kind::Quoted(text) if !signed => Value::Text(Arc::from(text.as_str())),
            _ => return Ok(None),
        };
        self.position += 1 + usize::from(signed);
        Ok(Some(value))
    }

    /// Reads the digits of an instant.
    pub(super) fn instant(&mut self, sign: &str) -> Result<i64, ParseError> {
        let Kind::Digits(text) = self.peek().clone() else {
            return Err(self.expected("an instant as a whole number"));
        };
        let ts = format!("{sign}{text}").parse();
        let ts = ts.map_err(|_| self.error(format!("`{sign}{text}` is too large an instant")))?;
        self.position += 1;
        Ok(ts)
    }
}

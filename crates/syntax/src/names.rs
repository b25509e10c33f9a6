//! The names that a text declares, gathered before anything is read.
//!
//! A Defined Term cannot be delimited without them: `Board of Peace` holds a
//! lower-case word, `Release of each person` stops before one. Entry points:
//! [`Names::gather`], [`Names::longest`].

use std::collections::{BTreeMap, BTreeSet};

use crate::kind::SyntaxKind;
use crate::labels::{DeclarationKind, Label};
use crate::lexer::Token;
use crate::lines::Line;

/// The most words that a name has.
pub(crate) const NAME_WORDS_MAX: usize = 32;

/// The lower-case words that may stand inside a name.
const JOINING: [&str; 8] = ["of", "the", "for", "and", "on", "into", "in", "to"];

/// As what a name is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameKind {
    /// By a declaration of this kind.
    Declared(DeclarationKind),
    /// By a `calendar` line.
    Calendar,
    /// From an annex, as the caller says.
    Annex,
}

/// The declared names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    kinds: BTreeMap<String, BTreeSet<NameKind>>,
    words_max: usize,
}

impl Names {
    /// Gathers the names that `blocks` declare, with those of annexes.
    pub(crate) fn gather(text: &str, blocks: &[Vec<Line>], annex: &[&str]) -> Self {
        let mut names = Self::default();
        let anchor = NameKind::Declared(DeclarationKind::Anchor);
        names.add("Entry into Force", anchor);
        for name in annex {
            names.add(
                &name.split_whitespace().collect::<Vec<_>>().join(" "),
                NameKind::Annex,
            );
        }
        // Events come last: the slots of an event begin with words that may
        // stand inside a name, and end it where a declared name follows.
        for events in [false, true] {
            let mut agreement = false;
            for line in blocks.iter().flatten() {
                let tokens = &line.words;
                let Some(first) = tokens.first().map(|token| word(text, *token)) else {
                    continue;
                };
                if !line.starts {
                    if !events && agreement && first == Label::Calendar.text() {
                        names.add_run(text, tokens, 1, NameKind::Calendar);
                    }
                    continue;
                }
                let kind = DeclarationKind::ALL
                    .iter()
                    .find(|kind| kind.text() == first);
                agreement = kind == Some(&DeclarationKind::Agreement);
                if let Some(kind) = kind
                    && (*kind == DeclarationKind::Event) == events
                {
                    names.add_declared(text, tokens, *kind);
                }
            }
        }
        names
    }

    fn add(&mut self, name: &str, kind: NameKind) {
        if name.is_empty() {
            return;
        }
        self.words_max = self.words_max.max(name.split(' ').count());
        self.kinds.entry(name.to_owned()).or_default().insert(kind);
    }

    fn add_run(&mut self, text: &str, tokens: &[Token], at: usize, kind: NameKind) -> usize {
        let length = self.declared(text, tokens, at, kind);
        let name = joined(text, tokens.get(at..at + length).unwrap_or(&[]));
        self.add(&name, kind);
        at + length
    }

    /// Adds the names that a declaration's first line declares.
    fn add_declared(&mut self, text: &str, tokens: &[Token], kind: DeclarationKind) {
        use DeclarationKind as D;
        let named = NameKind::Declared(kind);
        match kind {
            // They name what is declared elsewhere, or nothing.
            D::Unit | D::Challenge | D::Authority | D::Text | D::Accepts | D::Part => {}
            D::Party | D::Body => {
                self.add_run(text, tokens, 1, named);
                for (at, token) in tokens.iter().enumerate() {
                    if token.kind == SyntaxKind::Semicolon {
                        self.add_run(text, tokens, at + 1, named);
                    }
                }
            }
            D::Place | D::Role => {
                let mut at = self.add_run(text, tokens, 1, named);
                let is = tokens
                    .get(at)
                    .is_some_and(|token| word(text, *token) == "is");
                let member = if kind == D::Role {
                    NameKind::Annex
                } else {
                    named
                };
                while is && at < tokens.len() {
                    at = self.add_run(text, tokens, at + 1, member);
                    while tokens
                        .get(at)
                        .is_some_and(|token| token.kind != SyntaxKind::Comma)
                    {
                        at += 1;
                    }
                }
            }
            _ => {
                self.add_run(text, tokens, 1, named);
            }
        }
    }

    /// Returns how many tokens from `at` on make the name that a declaration
    /// of `kind` declares there; 0 where none stands there.
    pub(crate) fn declared(
        &self,
        text: &str,
        tokens: &[Token],
        at: usize,
        kind: NameKind,
    ) -> usize {
        let rest = tokens.get(at..).unwrap_or(&[]);
        let mut length = capitals(text, rest);
        while length > 0 && length < NAME_WORDS_MAX {
            let joining = rest
                .get(length..)
                .unwrap_or(&[])
                .iter()
                .take_while(|token| JOINING.contains(&word(text, **token)))
                .count();
            let after = length + joining;
            let begins = rest
                .get(after)
                .is_some_and(|token| token.kind == SyntaxKind::Capital);
            let measure = kind == NameKind::Declared(DeclarationKind::Measure)
                && rest
                    .get(length)
                    .is_some_and(|token| word(text, *token) == "in");
            let slot = kind == NameKind::Declared(DeclarationKind::Event)
                && self.longest(text, rest.get(after..).unwrap_or(&[])) > 0;
            // An amendment is of a clause, whose number may begin with a capital.
            let amendment = kind == NameKind::Declared(DeclarationKind::Amendment)
                && rest
                    .get(length)
                    .is_some_and(|token| word(text, *token) == "of");
            if joining == 0 || !begins || measure || slot || amendment {
                break;
            }
            length = after + capitals(text, rest.get(after..).unwrap_or(&[]));
        }
        length.min(NAME_WORDS_MAX)
    }

    /// Returns how many of `tokens` make the longest declared name at their
    /// start; 0 where none matches.
    pub(crate) fn longest(&self, text: &str, tokens: &[Token]) -> usize {
        let most = tokens
            .iter()
            .take(self.words_max.min(NAME_WORDS_MAX))
            .take_while(|token| {
                matches!(
                    token.kind,
                    SyntaxKind::Capital | SyntaxKind::Word | SyntaxKind::Digits
                )
            })
            .count();
        (1..=most)
            .rev()
            .find(|length| {
                let name = joined(text, tokens.get(..*length).unwrap_or(&[]));
                self.kinds.contains_key(&name)
            })
            .unwrap_or(0)
    }

    /// Whether `name` is declared as `kind`.
    pub(crate) fn is(&self, name: &str, kind: DeclarationKind) -> bool {
        self.kinds
            .get(name)
            .is_some_and(|kinds| kinds.contains(&NameKind::Declared(kind)))
    }
}

/// Returns how many of `tokens` make the longest run of capitalised words, with
/// plain whole numbers after the first.
pub(crate) fn capitals(text: &str, tokens: &[Token]) -> usize {
    tokens
        .iter()
        .take(NAME_WORDS_MAX)
        .enumerate()
        .take_while(|(at, token)| match token.kind {
            SyntaxKind::Capital => true,
            SyntaxKind::Digits => {
                *at > 0 && word(text, **token).chars().all(|c| c.is_ascii_digit())
            }
            _ => false,
        })
        .count()
}

/// Returns the words of `tokens` with single spaces.
pub(crate) fn joined(text: &str, tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| word(text, *token)).collect();
    words.join(" ")
}

fn word(text: &str, token: Token) -> &str {
    text.get(token.span.start..token.span.end).unwrap_or("")
}

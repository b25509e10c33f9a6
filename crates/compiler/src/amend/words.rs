//! Which words of two texts differ: item by item, field by field.
//!
//! What lives here: the items of a text with their lines (`differences`) and
//! which of them a clause rests on (`rests_on`). What does not: whether the
//! new words ask for more or for less, which nobody can say without a solver.
//!
//! # Invariants
//! White space does not count. A clause is the same clause where its number is
//! the same; any other item where its kind and its name are.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::ClauseId;
use servanda_syntax::ast::{self, Item as AstItem};
use servanda_syntax::labels::Label;

use crate::lower::single_spaced;

/// How an item differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// Its words differ.
    Reworded,
}

/// An item whose words differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The item in words: `clause 5.1`, `event Entry`, `prose of …`.
    pub item: String,
    /// Its number, for a clause.
    pub clause: Option<ClauseId>,
    /// How it differs.
    pub change: Change,
    /// The fields that differ, in the text's order.
    pub fields: Vec<FieldDifference>,
}

/// A field whose words differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// Its label; `sentence` for a clause's first line.
    pub label: String,
    /// The words in the earlier text, where it has the field.
    pub old: Option<String>,
    /// The words in the later text, where it has the field.
    pub new: Option<String>,
}

/// Two texts, read for what differs.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What differs, in the text's order; items that are gone come last.
    pub differences: Vec<Difference>,
    items: Vec<Item>,
}

/// One item of a text.
#[derive(Clone, Debug)]
struct Item {
    key: Key,
    clause: Option<ClauseId>,
    lines: Vec<(String, String)>,
}

/// Kind, name, and which of that kind and name.
type Key = (String, String, usize);

/// Compares two texts.
///
/// # Shape
/// `names` are those that only annexes hold.
pub fn compare(old: &str, new: &str, names: &[&str]) -> Compared {
    let (before, after) = (items(old, names), items(new, names));
    let known: BTreeMap<&Key, &Item> = before.iter().map(|item| (&item.key, item)).collect();
    let kept: BTreeSet<&Key> = after.iter().map(|item| &item.key).collect();
    let mut differences = Vec::new();
    for item in &after {
        match known.get(&item.key) {
            None => differences.push(item.differing(Change::Added, &[], &item.lines)),
            Some(earlier) if earlier.lines != item.lines => {
                differences.push(item.differing(Change::Reworded, &earlier.lines, &item.lines));
            }
            Some(_) => {}
        }
    }
    for item in before.iter().filter(|item| !kept.contains(&item.key)) {
        differences.push(item.differing(Change::Deleted, &item.lines, &[]));
    }
    let mut items = before;
    items.extend(after);
    Compared { differences, items }
}

impl Compared {
    /// Returns which differences a clause rests on: its own, and those of
    /// whatever its words name, directly or through others.
    pub fn rests_on(&self, clause: &ClauseId) -> Vec<&Difference> {
        let own = |(_, item): &(usize, &Item)| item.clause.as_ref() == Some(clause);
        let all = || self.items.iter().enumerate();
        let mut seen: BTreeSet<usize> = all().filter(own).map(|(place, _)| place).collect();
        let mut left: Vec<usize> = seen.iter().copied().collect();
        while let Some(item) = left.pop().and_then(|place| self.items.get(place)) {
            for (place, other) in all() {
                if !seen.contains(&place) && item.names(other) {
                    seen.insert(place);
                    left.push(place);
                }
            }
        }
        let names: BTreeSet<String> = seen
            .into_iter()
            .filter_map(|place| self.items.get(place).map(Item::shown))
            .collect();
        let reached = |one: &&Difference| names.contains(&one.item);
        self.differences.iter().filter(reached).collect()
    }
}

impl Item {
    fn shown(&self) -> String {
        let (kind, name, place) = &self.key;
        let mut shown = if name.is_empty() {
            kind.clone()
        } else {
            format!("{kind} {name}")
        };
        if *place > 0 {
            shown.push_str(&format!(" ({})", place + 1));
        }
        shown
    }

    fn differing(
        &self,
        change: Change,
        old: &[(String, String)],
        new: &[(String, String)],
    ) -> Difference {
        Difference {
            item: self.shown(),
            clause: self.clause.clone(),
            change,
            fields: fields(old, new),
        }
    }

    /// Returns whether the item's words name another, or speak of duties or
    /// phases at large, or whether the other holds for every item.
    fn names(&self, other: &Self) -> bool {
        let name = &other.key.1;
        let at_large = |words: &str| words.contains("all duties of") || words.contains("all of ");
        let words = || self.lines.iter().map(|(_, words)| words.as_str());
        if other.clause.is_some() && words().any(at_large) {
            return true;
        }
        match other.key.0.as_str() {
            "agreement" | "challenge" => true,
            "text" | "prose" | "accepts" | "part" => false,
            "party" | "body" | "place" => declared(other)
                .iter()
                .any(|one| words().any(|line| mentions(line, one))),
            _ => !name.is_empty() && words().any(|line| mentions(line, name)),
        }
    }
}

/// Returns every capitalised name of an item's first line.
fn declared(item: &Item) -> Vec<String> {
    let head = item.lines.first().map_or("", |(_, words)| words.as_str());
    head.split([';', ','])
        .map(|part| leading_name(part.split_whitespace()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether a line holds a name as whole words.
fn mentions(line: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric();
    line.match_indices(name).any(|(at, found)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let mut after = line.get(at + found.len()..).unwrap_or_default().chars();
        let next = after.next();
        // A number goes on after its stop: 5.1 does not name 5.
        let goes_on = next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
        !before.is_some_and(|c| part(c) || c == '.') && !next.is_some_and(part) && !goes_on
    })
}

/// Pairs the lines of two items by label, in order.
fn fields(old: &[(String, String)], new: &[(String, String)]) -> Vec<FieldDifference> {
    let mut labels: Vec<&String> = Vec::new();
    for (label, _) in new.iter().chain(old) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut found = Vec::new();
    for label in labels {
        let of = |lines: &[(String, String)]| -> Vec<String> {
            let own = lines.iter().filter(|(known, _)| known == label);
            own.map(|(_, words)| words.clone()).collect()
        };
        let (before, after) = (of(old), of(new));
        for place in 0..before.len().max(after.len()) {
            let (old, new) = (before.get(place), after.get(place));
            if old != new {
                found.push(FieldDifference {
                    label: label.clone(),
                    old: old.cloned(),
                    new: new.cloned(),
                });
            }
        }
    }
    found
}

fn items(text: &str, names: &[&str]) -> Vec<Item> {
    let file = servanda_syntax::parse_knowing(text, names).file;
    let mut found: Vec<Item> = Vec::new();
    for article in &file.articles {
        let prose = article.prose.iter();
        let prose = prose.map(|span| text.get(span.start..span.end).unwrap_or_default());
        let prose = single_spaced(&prose.collect::<Vec<_>>().join(" "));
        push(
            &mut found,
            "prose",
            &article.heading,
            None,
            vec![("prose".to_owned(), prose)],
        );
        for item in &article.items {
            match item {
                AstItem::Clause(clause) => {
                    let number = clause.number.text.as_str();
                    let lines = lines(text, clause.span, Some(number));
                    push(&mut found, "clause", number, Some(number.into()), lines);
                }
                AstItem::Decl(declaration) => {
                    let lines = lines(text, declaration.span, None);
                    let kind = lines
                        .first()
                        .map(|(kind, _)| kind.clone())
                        .unwrap_or_default();
                    let name = name_of(declaration, &lines);
                    push(&mut found, &kind, &name, None, lines);
                }
                AstItem::Broken(broken) => {
                    let number = broken.number.as_ref().map(|number| number.text.as_str());
                    let lines = lines(text, broken.span, number);
                    let id = number.map(ClauseId::new);
                    let kind = if id.is_some() { "clause" } else { "line" };
                    push(&mut found, kind, number.unwrap_or_default(), id, lines);
                }
            }
        }
    }
    found
}

fn push(
    found: &mut Vec<Item>,
    kind: &str,
    name: &str,
    clause: Option<ClauseId>,
    lines: Vec<(String, String)>,
) {
    let same = |item: &&Item| item.key.0 == kind && item.key.1 == name;
    let place = found.iter().filter(same).count();
    found.push(Item {
        key: (kind.to_owned(), name.to_owned(), place),
        clause,
        lines,
    });
}

/// Returns the name that a declaration's first line begins with.
fn name_of(declaration: &ast::Declaration, lines: &[(String, String)]) -> String {
    match &declaration.decl {
        ast::Decl::Text(_) | ast::Decl::Challenge(_) | ast::Decl::Agreement(_) => String::new(),
        _ => {
            let head = lines.first().map_or("", |(_, words)| words.as_str());
            leading_name(head.split_whitespace())
        }
    }
}

/// Returns the leading run of capitalised words and numbers, with the small
/// words between them.
fn leading_name<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let capital = |word: &str| {
        let first = word.chars().next();
        first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let mut name: Vec<&str> = Vec::new();
    let mut held: Vec<&str> = Vec::new();
    for word in words {
        let bare = word.trim_end_matches([';', ',', ':']);
        if capital(bare) {
            name.append(&mut held);
            name.push(bare);
            if bare != word {
                break;
            }
        } else if !name.is_empty() && ["of", "the", "and", "into", "for"].contains(&word) {
            held.push(word);
        } else {
            break;
        }
    }
    name.join(" ")
}

/// Cuts an item into labels and words, white space folded.
fn lines(
    text: &str,
    span: servanda_model::diagnostic::Span,
    number: Option<&str>,
) -> Vec<(String, String)> {
    let words = text.get(span.start..span.end).unwrap_or_default();
    let mut found = Vec::new();
    for (place, line) in words.lines().enumerate() {
        let line = single_spaced(line);
        if line.is_empty() {
            continue;
        }
        let (label, rest) = match (place, number) {
            (0, Some(number)) => ("sentence", line.strip_prefix(number).unwrap_or(&line)),
            (0, None) => line.split_once(' ').unwrap_or((&line, "")),
            _ => labelled(&line),
        };
        found.push((label.to_owned(), rest.trim().to_owned()));
    }
    found
}

fn labelled(line: &str) -> (&str, &str) {
    let fits = |label: &&Label| {
        line.strip_prefix(label.text())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let longest = Label::ALL
        .iter()
        .filter(fits)
        .max_by_key(|label| label.text().len());
    match longest {
        Some(label) => line.split_at(label.text().len()),
        None => line.split_once(' ').unwrap_or((line, "")),
    }
}

//! Edits to the words of one clause: its first line and its fields.
//!
//! # Invariants
//! The clause keeps its line breaks and the indent of its fields. An edit that
//! does not fit leaves the words as they were.

use servanda_model::diagnostic::Span;
use servanda_model::time::Date;

use crate::locate;
use crate::lower::quote::Prose;

/// The fields that say when an act is due.
const TIMINGS: [&str; 4] = ["within", "by", "before", "undated"];

/// Why an edit does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// The words do not stand in the clause.
    NotThere,
    /// The words stand there more than once.
    Twice,
    /// The clause has no single date.
    NoDate,
    /// The new words are the old ones.
    Unchanged,
}

/// Whether an edit changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// Some words differ now.
    Something,
    /// The words are what they were.
    Nothing,
}

/// Puts other words in the place of words that stand in the clause once.
///
/// # Errors
/// `NotThere`, `Twice`, `Unchanged`.
pub(crate) fn replace(words: &mut String, old: &str, new: &str) -> Result<(), Misfit> {
    let found = Prose::of(words, &[Span::new(0, words.len())]).find_all(old);
    match found.as_slice() {
        [] => Err(Misfit::NotThere),
        [_] if old.trim() == new.trim() => Err(Misfit::Unchanged),
        [once] => {
            words.replace_range(once.start..once.end, new);
            Ok(())
        }
        _ => Err(Misfit::Twice),
    }
}

/// Gives a field another value, adding it where the clause has none; further
/// lines of that label go.
pub(crate) fn set(words: &mut String, label: &str, value: &str) -> Edited {
    let line = format!("{label} {value}").trim_end().to_owned();
    let before = words.clone();
    match locate::field(words, Span::new(0, words.len()), label) {
        Some(found) => {
            let same = spaced(words.get(found.start..found.end).unwrap_or_default());
            if same != spaced(&line) {
                words.replace_range(found.start..found.end, &line);
            }
            let after = found.start + line.len();
            while let Some(next) = locate::field(words, Span::new(after, words.len()), label) {
                remove_line(words, next);
            }
        }
        None => insert(words, &line),
    }
    if *words == before {
        Edited::Nothing
    } else {
        Edited::Something
    }
}

/// Adds a line to the clause.
///
/// # Errors
/// `Unchanged`, where it adds no words or a line that stands there.
pub(crate) fn add(words: &mut String, line: &str) -> Result<(), Misfit> {
    let line = line.trim();
    let stands = words.lines().any(|known| spaced(known) == spaced(line));
    if line.is_empty() || stands {
        return Err(Misfit::Unchanged);
    }
    insert(words, line);
    Ok(())
}

/// Makes the clause due by a date.
///
/// # Errors
/// `NoDate`, where it has no field or several that say when it is due;
/// `Unchanged`.
pub(crate) fn move_to(words: &mut String, date: Date) -> Result<(), Misfit> {
    let whole = Span::new(0, words.len());
    let found: Vec<Span> = TIMINGS
        .iter()
        .filter_map(|label| locate::field(words, whole, label))
        .collect();
    let [timing] = found.as_slice() else {
        return Err(Misfit::NoDate);
    };
    let line = format!("by {date}");
    let old = words.get(timing.start..timing.end).unwrap_or_default();
    // Whether the deadline is final stays as it was.
    let line = match old.split_once(", final") {
        Some(_) => format!("{line}, final"),
        None => line,
    };
    if spaced(old) == line {
        return Err(Misfit::Unchanged);
    }
    words.replace_range(timing.start..timing.end, &line);
    Ok(())
}

/// Returns whether added words begin with the number of a clause.
pub(crate) fn begins_clause(added: &str) -> bool {
    let number = added.split_whitespace().next().unwrap_or_default();
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && added.split_whitespace().count() > 1
}

fn insert(words: &mut String, line: &str) {
    let end = words.trim_end().len();
    words.insert_str(end, &format!("\n  {line}"));
}

fn remove_line(words: &mut String, line: Span) {
    let start = words
        .get(..line.start)
        .and_then(|before| before.rfind('\n'))
        .unwrap_or(line.start);
    words.replace_range(start..line.end, "");
}

fn spaced(words: &str) -> String {
    crate::lower::single_spaced(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAUSE: &str = "5.1  North must keep Entry at 600 or more each day\n  \
                          while     Phase 1\n  note \"600\"\n  note \"x\"\n";

    #[test]
    fn words_are_replaced_where_they_stand_once() {
        let mut words = CLAUSE.to_owned();
        assert_eq!(replace(&mut words, "600", "750"), Err(Misfit::Twice));
        assert_eq!(replace(&mut words, "700", "750"), Err(Misfit::NotThere));
        assert_eq!(
            replace(&mut words, "600 or more", "600 or more"),
            Err(Misfit::Unchanged)
        );
        assert_eq!(replace(&mut words, "600  or more", "750 or more"), Ok(()));
        assert!(words.starts_with("5.1  North must keep Entry at 750 or more each day\n"));
    }

    #[test]
    fn fields_are_set_added_and_gathered() {
        let mut words = CLAUSE.to_owned();
        assert_eq!(set(&mut words, "while", "Phase 1"), Edited::Nothing);
        assert_eq!(set(&mut words, "while", "Phase 2"), Edited::Something);
        assert!(words.contains("\n  while Phase 2\n"), "{words}");
        assert_eq!(set(&mut words, "note", "\"y\""), Edited::Something);
        assert_eq!(words.matches("note").count(), 1, "{words}");
        assert_eq!(set(&mut words, "grace", "1 day"), Edited::Something);
        assert!(words.ends_with("\n  grace 1 day\n"), "{words}");
    }

    #[test]
    fn a_single_date_moves() {
        let date = jiff::civil::date(2026, 12, 1);
        let mut words = CLAUSE.to_owned();
        assert_eq!(move_to(&mut words, date), Err(Misfit::NoDate));
        let mut act = "7.1  South must perform Handover\n  within 3 days after X\n".to_owned();
        assert_eq!(move_to(&mut act, date), Ok(()));
        assert_eq!(act, "7.1  South must perform Handover\n  by 2026-12-01\n");
        assert_eq!(move_to(&mut act, date), Err(Misfit::Unchanged));
    }

    #[test]
    fn a_new_clause_begins_with_its_number() {
        assert!(begins_clause("5.9  North must perform Release"));
        assert!(begins_clause("S4.1 x"));
        assert!(!begins_clause("grace 1 day"));
        assert!(!begins_clause("5.9"));
    }
}

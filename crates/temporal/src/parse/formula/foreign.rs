//! Refuses by name what other monitors read and this one does not.

use crate::parse::ParseError;
use crate::parse::lexer::{Cursor, Kind};

/// Words with what they are and what to write instead. Those that may also be
/// names are refused only where they are called.
const WORDS: [(&[&str], bool, &str, &str); 7] = [
    (
        &["LETPAST"],
        false,
        "a formula named by itself, over its own past, is not read",
        "write the recursion with SINCE or ONCE",
    ),
    (
        &["FORWARD", "MATCHF", "BACKWARD", "MATCHP"],
        false,
        "regular expressions over time are not read",
        "write the order of events with SINCE, UNTIL, PREVIOUS and NEXT",
    ),
    (
        &["SUBSTRING", "MATCHES"],
        false,
        "texts are compared whole, not searched",
        "let the log say what matters in an argument of its own",
    ),
    (
        &["TRIGGER", "RELEASE"],
        false,
        "the duals of SINCE and UNTIL are not read",
        "write NOT (NOT a SINCE NOT b), or NOT (NOT a UNTIL NOT b)",
    ),
    (
        &["r2s", "s2r"],
        true,
        "regular expressions are no values here",
        "let the log say what matters in an argument of its own",
    ),
    (
        &["i2s", "s2i", "f2s", "s2f"],
        true,
        "texts are not turned into numbers, nor numbers into texts",
        "let the log carry the value in the type that is needed",
    ),
    (
        &["DAY_OF_MONTH", "MONTH", "YEAR", "FORMAT_DATE"],
        true,
        "the calendar is not computed, for it needs a time zone",
        "let the log carry the day, month or year as an argument",
    ),
];

/// Finds the first word or sign that is not read here.
///
/// # Errors
/// A [`ParseError`] naming it, with the reason and a way out.
pub(super) fn refuse(cursor: &Cursor) -> Result<(), ParseError> {
    for distance in 0.. {
        let called = matches!(cursor.ahead(distance + 1), Kind::Mark("("));
        let message = match cursor.ahead(distance) {
            Kind::End => break,
            Kind::Word(word) if word == "r" => match cursor.ahead(distance + 1) {
                Kind::Quoted(_) => {
                    Some("`r\"…\"`: regular expressions are not read; compare whole texts".into())
                }
                _ => None,
            },
            Kind::Word(word) => WORDS
                .iter()
                .find(|(words, call, ..)| words.contains(&word.as_str()) && (called || !call))
                .map(|(_, _, reason, way_out)| format!("`{word}`: {reason}; {way_out}")),
            Kind::Mark(mark @ ("<|" | "|>" | "|" | "◁" | "▷")) => Some(format!(
                "`{mark}`: regular expressions over time are not read; write the order of events with SINCE, UNTIL, PREVIOUS and NEXT"
            )),
            _ => None,
        };
        if let Some(message) = message {
            return Err(cursor.error_at(distance, message));
        }
    }
    Ok(())
}

//! One cell: what is wrong with its text whatever it means.

use crate::VALUE_BYTES_MAX;

/// Says why a cell's text cannot be kept, whatever column it stands in.
pub(crate) fn fault(text: &str) -> Option<String> {
    if text.len() > VALUE_BYTES_MAX {
        return Some(format!(
            "the value is {} bytes long, past the limit of {VALUE_BYTES_MAX}: shorten it or move it to a document",
            text.len()
        ));
    }
    let control = text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))?;
    Some(format!(
        "the value holds the control character U+{:04X}: remove it",
        u32::from(control)
    ))
}

/// Splits a list joined by `;`, dropping empty parts.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns whether a text has the form of a language tag: parts of one to eight
/// letters or digits joined by `-`, the first of letters alone.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let named = parts.next().is_some_and(|first| {
        (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic())
    });
    named
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

//! Diagnostics: what is wrong with a text or a file, where, to what effect, and
//! the ways out.
//!
//! They accumulate; an error spoils its own clause and nothing else. Rendering
//! to terminal, page and editor happens in `app`.

use std::path::PathBuf;

/// A range of bytes in one text. Only ever text: lengths of time are periods.
///
/// # Invariants
/// `start <= end`, both on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span from its two ends.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The words have no meaning; the clause is left out.
    Error,
    /// They have a meaning that is probably unintended.
    Warning,
    /// Style or vagueness; also what is read but not judged yet.
    Advice,
}

/// A second place that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What to see there.
    pub message: String,
}

/// One thing that is wrong, where, with its effect and the ways out.
///
/// # Shape
/// `message` is two short sentences at most, lower case first, no full stop;
/// `ways_out` holds one to three entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code, such as `A214`: `E1xx` errors, `A2xx` warnings, `V3xx` advices.
    pub code: &'static str,
    /// How grave it is.
    pub grade: Grade,
    /// The file it lies in, relative to the agreement folder; `None` means the
    /// agreement's text.
    pub file: Option<PathBuf>,
    /// The clause it belongs to, where it belongs to one.
    pub clause: Option<crate::names::ClauseId>,
    /// Where, in bytes of that file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// The practical effect.
    pub effect: String,
    /// What the author can do.
    pub ways_out: Vec<String>,
}

//! The view of diagnostics.

use serde::Serialize;
use servanda_model::diagnostic::{Diagnostic, Grade, Span};

/// The data of `check`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckView {
    /// The diagnostics, by place.
    pub diagnostics: Vec<DiagnosticView>,
    /// Those that the text accepts, with why.
    pub accepted: Vec<AcceptedView>,
    /// What is read but not judged yet.
    pub not_judged: Vec<NotJudgedView>,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticView {
    /// The code.
    pub code: &'static str,
    /// `error`, `warning` or `advice`.
    pub grade: &'static str,
    /// The clause.
    pub clause: Option<String>,
    /// Where.
    pub span: SpanView,
    /// What is wrong.
    pub message: String,
    /// Further places.
    pub labels: Vec<LabelView>,
    /// The practical effect.
    pub effect: String,
    /// What to do.
    pub ways_out: Vec<String>,
}

/// A second place that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabelView {
    /// Where.
    pub span: SpanView,
    /// What to see there.
    pub message: String,
}

/// A place in a file.
///
/// # Units
/// Bytes from 0; lines and columns (in characters) from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpanView {
    /// The file.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The line of the first byte.
    pub line: usize,
    /// The column of the first byte.
    pub column: usize,
}

/// A diagnostic that the text accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptedView {
    /// The code.
    pub code: &'static str,
    /// The clause.
    pub clause: Option<String>,
    /// What is accepted.
    pub message: String,
    /// Why.
    pub because: String,
}

/// A construct that is read but not judged yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotJudgedView {
    /// The clause, or nothing for a declaration.
    pub clause: Option<String>,
    /// The construct.
    pub construct: String,
    /// Where.
    pub span: SpanView,
}

/// Returns the key, which is also the word, of a grade.
pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Error => "error",
        Grade::Warning => "warning",
        Grade::Advice => "advice",
    }
}

/// Makes the view of a place.
pub fn span(text: &str, file: &str, span: Span) -> SpanView {
    let (line, column) = line_and_column(text, span.start);
    SpanView {
        file: file.to_owned(),
        start: span.start,
        end: span.end,
        line,
        column,
    }
}

/// Returns line and column of a byte, from 1.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Makes the view of a diagnostic.
pub fn diagnostic(text: &str, diagnostic: &Diagnostic) -> DiagnosticView {
    let file = diagnostic.file.as_ref().map_or_else(
        || "agreement.md".to_owned(),
        |file| file.display().to_string(),
    );
    DiagnosticView {
        code: diagnostic.code,
        grade: grade(diagnostic.grade),
        clause: diagnostic.clause.as_ref().map(ToString::to_string),
        span: span(text, &file, diagnostic.span),
        message: diagnostic.message.clone(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelView {
                span: span(text, &file, label.span),
                message: label.message.clone(),
            })
            .collect(),
        effect: diagnostic.effect.clone(),
        ways_out: diagnostic.ways_out.clone(),
    }
}

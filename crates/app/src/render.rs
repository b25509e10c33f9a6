//! Diagnostics for the terminal: message, place with the words underlined,
//! effect, ways out. Readable without colour.

use servanda_model::diagnostic::{Diagnostic, Span};

use crate::view::check::{grade, line_and_column};

/// The most characters of a source line that are shown.
const LINE_CHARS_MAX: usize = 100;

/// Renders one diagnostic over several lines.
///
/// # Shape
/// Ends with a line break.
pub fn diagnostic(diagnostic: &Diagnostic, text: &str) -> String {
    rendered(diagnostic, "agreement.md", text)
}

/// Renders one diagnostic of another file, whose text is given.
///
/// # Shape
/// Ends with a line break.
pub fn diagnostic_in(diagnostic: &Diagnostic, file: &str, text: &str) -> String {
    let own = Diagnostic {
        file: None,
        ..diagnostic.clone()
    };
    rendered(&own, file, text)
}

fn rendered(diagnostic: &Diagnostic, name: &str, text: &str) -> String {
    let mut lines = vec![format!(
        "{} {}: {}",
        grade(diagnostic.grade),
        diagnostic.code,
        diagnostic.message
    )];
    match &diagnostic.file {
        Some(file) => lines.push(format!("  in {}", file.display())),
        None => {
            let (line, column) = line_and_column(text, diagnostic.span.start);
            let clause = diagnostic
                .clause
                .as_ref()
                .map(|clause| format!(", clause {clause}"))
                .unwrap_or_default();
            lines.push(format!("  {name}, line {line}, column {column}{clause}"));
            lines.extend(excerpt(text, diagnostic.span, ""));
            for label in &diagnostic.labels {
                lines.extend(excerpt(text, label.span, &label.message));
            }
        }
    }
    if !diagnostic.effect.is_empty() {
        lines.push(format!("  Effect: {}", diagnostic.effect));
    }
    match diagnostic.ways_out.as_slice() {
        [] => {}
        [way] => lines.push(format!("  Way out: {way}")),
        ways => {
            lines.push("  Ways out:".to_owned());
            lines.extend(ways.iter().map(|way| format!("    - {way}")));
        }
    }
    lines.join("\n") + "\n"
}

/// Shows the line of a span with the span underlined, and a remark behind it.
fn excerpt(text: &str, span: Span, remark: &str) -> Vec<String> {
    let (number, column) = line_and_column(text, span.start);
    let Some(line) = text.lines().nth(number - 1) else {
        return Vec::new();
    };
    let from = (column - 1).min(line.chars().count());
    let skip = from.saturating_sub(LINE_CHARS_MAX / 2);
    let shown: String = line.chars().skip(skip).take(LINE_CHARS_MAX).collect();
    let covered = text.get(span.start..span.end).unwrap_or_default();
    let width = covered
        .lines()
        .next()
        .map_or(0, |first| first.chars().count());
    let width = width.clamp(1, LINE_CHARS_MAX.saturating_sub(from - skip).max(1));
    let marks = format!("{}{}", " ".repeat(from - skip), "-".repeat(width));
    let remark = if remark.is_empty() {
        String::new()
    } else {
        format!(" {remark}")
    };
    vec![format!("    {shown}"), format!("    {marks}{remark}")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use servanda_model::diagnostic::{Grade, Label};

    #[test]
    fn a_diagnostic_shows_words_effect_and_ways_out() {
        let text = "a\nbody B decides by 4 of 5\n";
        let found = Diagnostic {
            code: "A214",
            grade: Grade::Warning,
            file: None,
            clause: None,
            span: Span::new(9, 26),
            message: "step 3 of Ladder A can never decide".into(),
            labels: vec![Label {
                span: Span::new(20, 21),
                message: "four votes are needed".into(),
            }],
            effect: "A case can end only in cure.".into(),
            ways_out: vec!["let the accused vote".into(), "ask for three votes".into()],
        };
        assert_eq!(
            diagnostic(&found, text),
            "warning A214: step 3 of Ladder A can never decide\n\
             \x20 agreement.md, line 2, column 8\n\
             \x20   body B decides by 4 of 5\n\
             \x20          -----------------\n\
             \x20   body B decides by 4 of 5\n\
             \x20                     - four votes are needed\n\
             \x20 Effect: A case can end only in cure.\n\
             \x20 Ways out:\n\
             \x20   - let the accused vote\n\
             \x20   - ask for three votes\n"
        );
    }

    #[test]
    fn a_span_outside_the_text_breaks_nothing() {
        let found = Diagnostic {
            code: "E101",
            grade: Grade::Error,
            file: None,
            clause: None,
            span: Span::new(900, 950),
            message: "too long".into(),
            labels: Vec::new(),
            effect: String::new(),
            ways_out: Vec::new(),
        };
        assert!(diagnostic(&found, "short").starts_with("error E101: too long"));
    }
}

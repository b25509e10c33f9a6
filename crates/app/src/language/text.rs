//! Texts whose parts keep their own direction.
//!
//! A [`Text`] is words of the page with parts set apart by the isolates of
//! Unicode: LRI for what always runs left to right (ids, numbers, dates in
//! digits), FSI for what brings its own direction (names, titles), PDI at the
//! end of either. The page turns them into `<bdi>`; a terminal drops them or
//! keeps them. A [`Prose`] is a whole sentence of somebody else, in its own
//! language.
//!
//! # Invariants
//! Isolates are balanced, because whatever comes from outside loses the
//! directional controls it contains before it is set apart. Written as HTML,
//! both types are escaped whole.
//!
//! # Source
//! Unicode Standard Annex 9, "Explicit Directional Isolates".

use std::fmt;

use askama::filters::HtmlSafe;
use serde::{Serialize, Serializer};

use super::Language;

const LRI: char = '\u{2066}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// Words of the page, with parts set apart.
///
/// # Shape
/// `Display` writes escaped HTML, for templates; [`Text::plain`] is for
/// terminals.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(String);

impl Text {
    /// Makes a text of what always runs left to right: an id, a number, a
    /// date in digits, a command.
    pub fn ltr(text: &str) -> Self {
        Self(format!("{LRI}{}{PDI}", without_controls(text)))
    }

    /// Makes a text of somebody's own words, which bring their direction.
    pub fn own(text: &str) -> Self {
        Self(format!("{FSI}{}{PDI}", without_controls(text)))
    }

    /// Makes a text of words that need not be set apart.
    pub fn plain_words(text: &str) -> Self {
        Self(without_controls(text))
    }

    /// Joins texts by a separator.
    pub fn joined(texts: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        let texts: Vec<String> = texts.into_iter().map(|text| text.0).collect();
        Self(texts.join(separator))
    }

    /// Sets the whole apart, in the direction of a language.
    #[must_use]
    pub fn isolated(self, language: Language) -> Self {
        let mark = if language.direction() == "rtl" {
            FSI
        } else {
            LRI
        };
        Self(format!("{mark}{}{PDI}", self.0))
    }

    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.chars().all(is_control)
    }

    /// Returns the text without isolates.
    pub fn plain(&self) -> String {
        without_controls(&self.0)
    }

    /// Returns the text with its isolates, as a terminal that knows both
    /// directions wants it.
    pub fn marked(&self) -> &str {
        &self.0
    }

    pub(super) fn from_marked(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut open = 0_usize;
        for character in self.0.chars() {
            match character {
                LRI => {
                    f.write_str("<bdi dir=\"ltr\">")?;
                    open += 1;
                }
                FSI => {
                    f.write_str("<bdi>")?;
                    open += 1;
                }
                PDI if open > 0 => {
                    f.write_str("</bdi>")?;
                    open -= 1;
                }
                PDI => {}
                other => write_escaped(f, other)?,
            }
        }
        for _ in 0..open {
            f.write_str("</bdi>")?;
        }
        Ok(())
    }
}

impl HtmlSafe for Text {}

/// Written for programs without isolates.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.plain())
    }
}

/// A sentence of somebody else, in its own language.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prose {
    text: String,
    language: Option<&'static str>,
}

impl Prose {
    /// Makes a sentence of an unknown language.
    pub fn unknown(text: &str) -> Self {
        Self {
            text: without_controls(text),
            language: None,
        }
    }

    /// Makes a sentence in English, the language of reasons.
    pub fn english(text: &str) -> Self {
        Self {
            text: without_controls(text),
            language: Some("en"),
        }
    }

    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the sentence.
    pub fn plain(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<span dir=\"auto\" lang=\"{}\">",
            self.language.unwrap_or("")
        )?;
        for character in self.text.chars() {
            write_escaped(f, character)?;
        }
        f.write_str("</span>")
    }
}

impl HtmlSafe for Prose {}

/// Written for programs as the sentence alone.
impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    match character {
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '&' => f.write_str("&amp;"),
        '"' => f.write_str("&quot;"),
        '\'' => f.write_str("&#39;"),
        other => write!(f, "{other}"),
    }
}

/// Returns whether a character steers direction or a terminal instead of
/// standing for something.
fn is_control(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || (character.is_control() && character != '\n' && character != '\t')
}

fn without_controls(text: &str) -> String {
    text.chars()
        .filter(|character| !is_control(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_can_neither_mark_up_nor_turn_the_line() {
        let hostile = "<script>alert(\"1\")</script>\u{2069}\u{202E}'&";
        let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;";
        assert_eq!(
            Text::own(hostile).to_string(),
            format!("<bdi>{escaped}</bdi>")
        );
        assert_eq!(
            Text::ltr(hostile).to_string(),
            format!("<bdi dir=\"ltr\">{escaped}</bdi>")
        );
        assert_eq!(
            Prose::english(hostile).to_string(),
            format!("<span dir=\"auto\" lang=\"en\">{escaped}</span>")
        );
    }

    #[test]
    fn isolates_are_closed_and_dropped_for_terminals() {
        let text = Text::from_marked(format!("a {LRI}C04"));
        assert_eq!(text.to_string(), "a <bdi dir=\"ltr\">C04</bdi>");
        assert_eq!(text.plain(), "a C04");
        assert!(Text::own("").is_empty());
        assert_eq!(Text::own("\u{1b}[31mred").plain(), "[31mred");
    }
}

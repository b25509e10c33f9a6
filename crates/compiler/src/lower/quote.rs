//! Words of the prose: whether they stand there, and where.
//!
//! Runs of white space count as one space, and so does the mark of a block
//! quotation at the start of a line; everything else is compared letter for
//! letter.

use servanda_model::diagnostic::Span;

/// Prose with its white space folded, and where each byte of it comes from.
pub(crate) struct Prose {
    folded: String,
    /// For each byte of `folded`, its place in the text.
    places: Vec<usize>,
}

impl Prose {
    /// Folds the parts of a text.
    pub(crate) fn of(text: &str, parts: &[Span]) -> Self {
        let mut prose = Self {
            folded: String::new(),
            places: Vec::new(),
        };
        for part in parts {
            prose.space(part.start);
            let words = text.get(part.start..part.end).unwrap_or_default();
            let mut line_begins = true;
            for (at, letter) in words.char_indices() {
                let mark = letter == '>' && line_begins;
                line_begins = letter == '\n' || (line_begins && (mark || letter == ' '));
                if mark || letter.is_whitespace() {
                    prose.space(part.start + at);
                } else {
                    prose.folded.push(letter);
                    let bytes = 0..letter.len_utf8();
                    prose
                        .places
                        .extend(bytes.map(|byte| part.start + at + byte));
                }
            }
        }
        prose
    }

    /// Returns every place where the words stand in the text.
    pub(crate) fn find_all(&self, words: &str) -> Vec<Span> {
        let words = super::single_spaced(words);
        if words.is_empty() {
            return Vec::new();
        }
        let span = |at: usize| {
            let first = *self.places.get(at)?;
            let last = *self.places.get(at + words.len() - 1)?;
            Some(Span::new(first, last + 1))
        };
        let found = self.folded.match_indices(&words);
        found.filter_map(|(at, _)| span(at)).collect()
    }

    /// Returns where the words stand in the text.
    pub(crate) fn find(&self, words: &str) -> Option<Span> {
        let words = super::single_spaced(words);
        if words.is_empty() {
            return None;
        }
        let at = self.folded.find(&words)?;
        let first = *self.places.get(at)?;
        let last = *self.places.get(at + words.len() - 1)?;
        Some(Span::new(first, last + 1))
    }

    fn space(&mut self, place: usize) {
        if !self.folded.is_empty() && !self.folded.ends_with(' ') {
            self.folded.push(' ');
            self.places.push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_do_not_matter_and_letters_do() {
        let text = "North shall release\nall  persons within é hours.";
        let prose = Prose::of(text, &[Span::new(0, text.len())]);
        let found = |words: &str| {
            prose
                .find(words)
                .and_then(|span| text.get(span.start..span.end))
        };
        assert_eq!(found("release all persons"), Some("release\nall  persons"));
        assert_eq!(found("within é hours"), Some("within é hours"));
        assert_eq!(found("é"), Some("é"));
        assert_eq!(found("Release all"), None);
        assert_eq!(found("  "), None);
    }

    #[test]
    fn marks_of_block_quotations_are_skipped() {
        let text = "> all persons\n> listed, 3 > 2";
        let prose = Prose::of(text, &[Span::new(0, text.len())]);
        assert!(prose.find("persons listed").is_some());
        assert!(prose.find("3 > 2").is_some());
    }

    #[test]
    fn parts_are_read_one_after_the_other() {
        let text = "one two\n```\nx\n```\nthree";
        let prose = Prose::of(text, &[Span::new(0, 8), Span::new(18, 23)]);
        assert_eq!(prose.find("two three"), Some(Span::new(4, 23)));
        assert_eq!(prose.find("x"), None);
    }
}

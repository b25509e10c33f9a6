//! The table of codes: what this crate can say, how grave it is, and the page
//! that explains it.
//!
//! Codes that only concern the form of a line (E10x, E11x, E14x) belong to
//! `syntax`. Each code's page lies in the book and is compiled in, so a code
//! without a page does not build; the examples on the pages are tests.

use servanda_model::diagnostic::{Diagnostic, Grade, Label, Span};
use servanda_model::names::ClauseId;

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code itself, such as `A214`.
    pub code: &'static str,
    /// How grave it is.
    pub grade: Grade,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Its page in the book, as Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($code:ident $grade:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $code: Code = Code {
                code: stringify!($code),
                grade: Grade::$grade,
                title: $title,
                page: include_str!(concat!(
                    "../../../docs/book/reference/codes/",
                    stringify!($code),
                    ".md"
                )),
            };
        )*

        /// Every code of this crate, ascending by grade and number.
        pub const ALL: &[Code] = &[$($code),*];
    };
}

codes! {
    E120 Error "the agreement is not named";
    E121 Error "a name is declared twice";
    E122 Error "a name is not declared";
    E123 Error "a clause number is used twice";
    E124 Error "a field or a value is not declared";
    E125 Error "a name stands for another kind of thing";
    E126 Error "the seats and the votes do not add up";
    E127 Error "a zone is unknown";
    E128 Error "a calendar has no working day";
    E133 Error "several are named without each or together";
    E150 Error "a line of the annex manifest cannot be read";
    E151 Error "an annex is not the one that was pinned";
    E152 Error "an annex is missing";
    E153 Error "a list has the same key twice";
    E154 Error "an annex cannot be read";
    E155 Error "the units do not match";
    E156 Error "two dates contradict each other";
    E157 Error "a period of nothing";
    E158 Error "the stages do not ascend";
    E159 Error "a value cannot be read";
    E161 Error "quoted words do not stand in the article";
    E162 Error "words to be amended do not stand in the clause";
    E163 Error "a clause refers to itself";
    E164 Error "an amendment is not complete";
    E165 Error "the amended clause cannot be read";
    E166 Error "the steps of a ladder are not in order";
    E171 Error "words to be amended stand more than once";
    E172 Error "an amendment changes nothing";
    E173 Error "there is no single date to move";
    A201 Warning "a gate waits for itself";
    A202 Warning "a deadline falls before its start";
    A203 Warning "only the obligor's own side reports";
    A204 Warning "some failures have no severity";
    A205 Warning "nobody may report it";
    A206 Warning "the evidence asked for cannot come together";
    A211 Warning "a duty lapses and nothing takes its place";
    A212 Warning "the right of reply is skipped";
    A213 Warning "a body can never decide";
    A214 Warning "a step can never decide";
    A215 Warning "a ladder can stall";
    V301 Advice "a clause quotes no words of its article";
    V302 Advice "a duty cannot be checked as agreed";
    V303 Advice "no evidence is agreed";
    V304 Advice "no response is agreed";
    V305 Advice "a failure can never be established";
    V306 Advice "fields are proposed, not agreed";
    V307 Advice "a month may end early";
    V308 Advice "the words are vague";
    V309 Advice "two sides have different times";
    V310 Advice "one side can block a body";
    V311 Advice "certification takes longer than the duty";
    V312 Advice "an acceptance accepts nothing";
}

impl Code {
    /// Starts a diagnostic of this code at a place.
    pub(crate) fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self.code,
            grade: self.grade,
            file: None,
            clause: None,
            span,
            message: message.into(),
            labels: Vec::new(),
            effect: String::new(),
            ways_out: Vec::new(),
        }
    }
}

/// Returns the code of that name.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|known| known.code == code)
}

/// Completes a diagnostic, part by part.
pub(crate) trait Wording: Sized {
    /// Points at a second place.
    fn label(self, span: Span, message: impl Into<String>) -> Self;
    /// States the practical effect.
    fn effect(self, effect: impl Into<String>) -> Self;
    /// Adds a way out.
    fn way_out(self, way: impl Into<String>) -> Self;
    /// Says which clause it belongs to.
    fn of(self, clause: &ClauseId) -> Self;
    /// Says which file it lies in, where that is not the text.
    fn in_file(self, file: &str) -> Self;
}

impl Wording for Diagnostic {
    fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effect = effect.into();
        self
    }

    fn way_out(mut self, way: impl Into<String>) -> Self {
        self.ways_out.push(way.into());
        self
    }

    fn of(mut self, clause: &ClauseId) -> Self {
        self.clause = Some(clause.clone());
        self
    }

    fn in_file(mut self, file: &str) -> Self {
        self.file = Some(std::path::PathBuf::from(file));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_match_their_grade() {
        for grade in [Grade::Error, Grade::Warning, Grade::Advice] {
            let names: Vec<&str> = ALL
                .iter()
                .filter(|code| code.grade == grade)
                .map(|code| code.code)
                .collect();
            let mut sorted = names.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(names, sorted);
            let letter = match grade {
                Grade::Error => 'E',
                Grade::Warning => 'A',
                Grade::Advice => 'V',
            };
            assert!(names.iter().all(|name| name.starts_with(letter)));
        }
    }

    #[test]
    fn every_page_opens_with_its_code_and_title() {
        for code in ALL {
            let first = format!("# {}: {}\n", code.code, code.title);
            assert!(
                code.page.starts_with(&first),
                "the page of {} must begin with {first:?}",
                code.code
            );
            for part in ["## What it finds", "## Effect", "## Ways out", "## Example"] {
                assert!(code.page.contains(part), "{} lacks {part}", code.code);
            }
        }
    }
}

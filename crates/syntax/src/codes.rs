//! The codes of what can be wrong with the surface of a text.
//!
//! Each code's page lies in the book and is compiled in, so a code without a
//! page does not build; the examples on the pages are tests. Codes about
//! meaning are the compiler's. Entry points: [`ALL`], [`find`].

use servanda_model::diagnostic::Grade;

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, such as `E111`.
    pub code: &'static str,
    /// How grave it is.
    pub grade: Grade,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Its page in the book, as Markdown: what it finds, its effect, the ways
    /// out, an example and the example put right.
    pub page: &'static str,
}

macro_rules! codes {
    ($($code:literal $title:literal;)*) => {
        /// Every code of this crate, ascending.
        pub static ALL: &[Code] = &[$(Code {
            code: $code,
            grade: Grade::Error,
            title: $title,
            page: include_str!(concat!("../../../docs/book/reference/codes/", $code, ".md")),
        },)*];
    };
}

codes! {
    "E101" "too large";
    "E102" "a tab";
    "E103" "digits other than 0 to 9";
    "E104" "a blank that is no plain space";
    "E105" "a text without its closing mark";
    "E106" "a sign without a meaning";
    "E107" "a block that is never closed";
    "E108" "a block that is not at the start of a line";
    "E109" "a field without an item";
    "E110" "neither a clause nor a declaration";
    "E111" "an unknown label";
    "E112" "a label that stands twice";
    "E113" "a duty without a timing";
    "E114" "a value that cannot be read";
    "E115" "a declaration that cannot be read";
    "E116" "a sentence that cannot be read";
    "E117" "a number or date that does not exist";
    "E131" "and beside or without brackets";
    "E132" "the word if";
    "E141" "a bare until";
}

/// Returns the entry of a code.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|entry| entry.code == code)
}

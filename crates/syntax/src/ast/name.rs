//! The smallest parts: names, words, numbers, texts, periods.

use servanda_model::diagnostic::Span;
use servanda_model::figure::Decimal;
use servanda_model::time::Date;

/// A Defined Term as the text writes it.
///
/// # Shape
/// `text` has single spaces. Where the words at hand match no declared name it
/// is the longest run of capitalised words and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One lower-case word: the name of a field, or a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Words that are kept as written.
///
/// # Shape
/// `text` has single spaces between its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// A quoted text, or the words of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text without its quotation marks, `\"` and `\\` resolved.
    pub text: String,
    /// Where it stands, quotation marks included.
    pub span: Span,
}

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value; for a share, the figure before `%`.
    pub value: Decimal,
    /// Where it stands.
    pub span: Span,
}

/// A unit as written: `trucks`, `kg UF6`, `USD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its words, single-spaced.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A length of time as written.
///
/// # Shape
/// `each day` and `every month` have the count 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// How many units.
    pub count: u32,
    /// Which unit.
    pub unit: PeriodUnit,
    /// Where it stands.
    pub span: Span,
}

/// The unit of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodUnit {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Days of a declared calendar, such as `Joint Days`.
    Calendar(Name),
}

/// The value of a field or a state, in a filter or a list of values.
///
/// # Shape
/// `text` is the value as compared: a word, a number as written, a date as
/// written, a name with single spaces, or a quoted text without its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub text: String,
    /// How it is written.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A lower-case word.
    Word,
    /// A number.
    Number(Decimal),
    /// A civil date.
    Date(Date),
    /// A Defined Term.
    Name,
    /// A quoted text.
    Text,
}

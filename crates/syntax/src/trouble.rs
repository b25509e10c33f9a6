//! What the parser could not read, before it becomes a diagnostic.
//!
//! The parser says what it expected and where; the item and the field around it
//! lend the rest of the sentence. Entry point: [`Trouble`].

use servanda_model::diagnostic::Span;

/// The result of reading one part.
pub(crate) type Read<T> = Result<T, Box<Trouble>>;

/// Why a part could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Something else was expected here.
    Expected {
        /// Where.
        span: Span,
        /// What, in the author's words.
        what: String,
    },
    /// A mistake that has its own code.
    Known {
        /// The code.
        code: &'static str,
        /// Where.
        span: Span,
        /// What is wrong.
        message: String,
        /// What to do.
        ways_out: Vec<String>,
    },
}

impl Trouble {
    /// Makes a trouble with its own code.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "it goes straight into a `Read`, which boxes to stay small"
    )]
    pub(crate) fn known(
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        ways_out: &[&str],
    ) -> Box<Self> {
        Box::new(Self::Known {
            code,
            span,
            message: message.into(),
            ways_out: ways_out.iter().map(|way| (*way).to_owned()).collect(),
        })
    }
}

//! Agreement text to lossless tree and back.
//!
//! What lives here: the lexer and parser of the agreement language, the
//! lossless tree, the typed view [`ast`], the closed set of [`labels`], the
//! [`codes`] of what can be wrong with the surface, and the formatter. What
//! deliberately does not: what the words mean (`compiler`), and files.
//!
//! A text goes through here in this order: `document` finds headings and
//! blocks, `lines` and `lexer` cut the blocks into tokens, `names` gathers what
//! is declared, `parser` reads item by item with a `cursor` over each line, and
//! `tree` builds the lossless tree. Entry points: [`parse`], [`format()`].
//!
//! # Source
//! The reference grammar, `docs/book/reference/grammar.md`.
//!
//! # Example
//! ```
//! let parse = servanda_syntax::parse("```accord\nparty  North; South\n```\n");
//! assert!(parse.diagnostics.is_empty());
//! assert_eq!(parse.file.items().count(), 1);
//! ```

pub mod ast;
pub mod codes;
mod cursor;
mod document;
mod format;
mod forms;
mod keywords;
mod kind;
pub mod labels;
mod lexer;
mod lines;
mod names;
mod parser;
mod report;
mod tree;
mod trouble;

pub use format::format;
pub use kind::{Accord, SyntaxKind, SyntaxNode, SyntaxToken};
pub use parser::{FILE_BYTES_MAX, ITEMS_MAX, LINE_BYTES_MAX, Parse, parse, parse_knowing};

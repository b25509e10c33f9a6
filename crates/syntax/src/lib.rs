//! Agreement text to lossless tree and back.
//!
//! What lives here: the lexer and parser of the agreement language, the
//! lossless tree, the typed view [`ast`], the closed set of [`labels`], and the
//! formatter. What deliberately does not: what the words mean (`compiler`), and
//! files.
//!
//! # Source
//! The reference grammar, `docs/book/reference/grammar.md`.

pub mod ast;
pub mod labels;

//! The literate case runner.
//!
//! A case is a Markdown file: the first heading is its name, prose says why,
//! and fenced blocks hold what goes in and what comes out:
//!
//! - `agreement`: the text. Its own fences are written with `~~~accord`.
//! - `accord`: lines of one more block, in the setting's last article.
//! - `annex NAME FILE [DIGEST]`: an annex file; the manifest is made from these.
//! - `evidence`: rows of an evidence file. Without a column `published`, each
//!   row is published on the last day it speaks of.
//! - `signers`: lines `ENTRY NAME`: who signed an entry instead of the examples'
//!   one key.
//! - `manifest`: the annexes' manifest, instead of the one made.
//! - `as-of`: `at TIME` and `known TIME-or-SIZE`, one a line.
//! - `assessment [at TIME] [known TIME-or-SIZE]`: lines `ADDRESS: answer`, as
//!   the module [`mod@answers`] lists them: `1.1: met_late (5 days)`.
//! - `diagnostics`: lines `CODE CLAUSE-or-dash message`.
//!
//! A file may hold several cases, one under each level-2 heading; blocks before
//! the first of them are the setting of all. Every assessment is also judged by
//! `reference`, and a difference is a fault. Expected blocks are compared line
//! by line; `SERVANDA_CASES_UPDATE=1` writes them anew.

pub mod answer;
pub mod answers;
pub mod binary;
mod document;
mod run;
pub mod schema;

pub use document::{Block, Case, blocks, read};
pub use run::{Outcome, run};

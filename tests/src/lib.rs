//! The literate case runner.
//!
//! A case is a Markdown file: the first heading is its name, prose says why,
//! and fenced blocks hold what goes in and what comes out:
//!
//! - `agreement`: the text. Its own fences are written with `~~~accord`.
//! - `annex NAME FILE`: an annex file; the manifest is made from these.
//! - `evidence`: rows of an evidence file.
//! - `as-of`: `at TIME` and `known TIME-or-SIZE`, one a line.
//! - `assessment`: lines `CLAUSE: status`, `CLAUSE[KEY]: status` or
//!   `PHASE: state`, with anything in brackets behind: `met_late (5 days)`.
//! - `diagnostics`: lines `CODE CLAUSE-or-dash message`.
//!
//! A file may hold several cases, one under each level-2 heading. Expected
//! blocks are compared line by line; `SERVANDA_CASES_UPDATE=1` writes them anew.

mod document;
mod run;

pub use document::{Block, Case, read};
pub use run::{Outcome, run};

//! From trees to the Plan: resolve, check, lint.
//!
//! What lives here: reading annexes, giving every name and omitted field its
//! meaning, the checks of single clauses (errors) and of the whole agreement
//! (warnings and advices), and the questions an editor or a report asks of a
//! Plan. What deliberately does not: the surface (`syntax`), judging (`assess`),
//! rendering diagnostics (`app`), files. Entry point: [`compile`].
//!
//! # Invariants
//! The same source gives the same answer, byte for byte. One broken item spoils
//! one item: a clause with an error is left out of the Plan, and what refers to
//! its number keeps the reference.
//!
//! # Source
//! The reference grammar, the page "Meaning" and the pages on codes.
#![deny(clippy::float_arithmetic)]

pub mod amend;
mod annex;
pub mod checkability;
pub mod codes;
pub mod expand;
mod lint;
mod locate;
mod lower;
mod nearest;
pub mod not_judged;
pub mod source;

pub use checkability::{Checkability, Checks, checkability};
pub use expand::expand;
pub use not_judged::NotJudged;
pub use source::{Source, text_digest};

/// Returns the bytes of an annex that no clause draws from, such as the annex
/// of keys, where the manifest names it.
///
/// # Errors
/// Why it is not there as pinned, in words.
pub fn annex<'a>(source: &'a Source<'a>, name: &str) -> Result<Option<&'a [u8]>, String> {
    let annexes = annex::Annexes::read(source, &mut Vec::new());
    if !annexes.names(name) {
        return Ok(None);
    }
    let bytes = annexes.bytes(name, Span::default());
    bytes.map(Some).map_err(|fault| fault.message)
}

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::plan::Plan;

/// What compiling an agreement gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The agreement in normal form; `None` where the text does not name the
    /// agreement.
    pub plan: Option<Plan>,
    /// What was found, by place in the text, accepted findings left out.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that the text accepts, each with the reason it gives.
    pub accepted: Vec<(Diagnostic, String)>,
    /// Constructs that are read and checked, but not judged yet.
    pub not_judged: Vec<NotJudged>,
}

/// Compiles an agreement.
///
/// # Shape
/// Never fails: whatever is wrong is told in `diagnostics`, those of the
/// manifest first, then by place in the text.
/// # Example
/// ```
/// use servanda_compiler::{Source, compile};
///
/// let text = "```accord\nagreement  Riverside Accord\nparty      North; South\n```\n";
/// let compiled = compile(&Source { text, ..Source::default() });
/// assert!(compiled.diagnostics.is_empty());
/// assert_eq!(compiled.plan.map(|plan| plan.actors.len()), Some(2));
/// ```
pub fn compile(source: &Source) -> Compiled {
    let mut diagnostics = Vec::new();
    let annexes = annex::Annexes::read(source, &mut diagnostics);
    let mut parse = servanda_syntax::parse(source.text);
    let names = lower::annex_names(&parse.file, &annexes);
    if !names.is_empty() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        parse = servanda_syntax::parse_knowing(source.text, &names);
    }
    diagnostics.append(&mut parse.diagnostics);
    let mut lowered = lower::lower(&parse.file, source, &annexes, &mut diagnostics);
    let mut accepted = Vec::new();
    let mut not_judged = Vec::new();
    if let Some(plan) = &lowered.plan {
        let lens = lint::Lens {
            plan,
            text: source.text,
            amended: &lowered.amended,
        };
        lint::check(&lens, &mut diagnostics);
        accepted = lint::accept(plan, source.text, &lowered.accepts, &mut diagnostics);
    }
    // What amendments add is no part of the text yet, so it is not linted.
    if let Some(plan) = &mut lowered.plan {
        amend::versions::settle(plan, source, &annexes);
        not_judged = not_judged::find(plan, source.text, &lowered.open_evidence);
    }
    diagnostics.sort_by(|one, two| order(one).cmp(&order(two)));
    diagnostics.dedup();
    accepted.sort_by(|(one, _), (two, _)| order(one).cmp(&order(two)));
    Compiled {
        plan: lowered.plan,
        diagnostics,
        accepted,
        not_judged,
    }
}

/// Faults of other files first, then by place, grade and code.
fn order(found: &Diagnostic) -> (bool, Span, servanda_model::diagnostic::Grade, &str, &str) {
    (
        found.file.is_none(),
        found.span,
        found.grade,
        found.code,
        &found.message,
    )
}

#[cfg(test)]
mod tests;

//! From a Plan and a Record to an Assessment.
//!
//! What lives here: statuses of clauses and gates with their reasons, folded
//! entry by entry ([`Assessor`]) or at once ([`assess`]). What does not: text,
//! files, signatures, pages. Establishing facts is left to formulas of metric
//! temporal logic; `docs/design/assess-formulas.md` says which, and what is
//! decided outside them.
//!
//! # Source
//! "Meaning", in the book.
#![deny(clippy::float_arithmetic)]

mod account;
mod acts;
mod amendments;
mod assessor;
mod axes;
mod calendar;
mod clause;
mod closure;
mod conditions;
mod depends;
#[cfg(test)]
mod direct;
mod evidence;
mod extensions;
mod facts;
mod formula;
mod gates;
mod goal;
mod incidents;
mod indicators;
mod items;
mod judged;
mod ladder;
mod levels;
mod lifecycle;
mod memory;
mod phases;
mod place;
pub mod policy;
mod powers;
mod rates;
mod reasons;
mod reciprocity;
mod retests;
mod severity;
mod testimony;
#[cfg(test)]
mod tests;
mod trigger;
mod variants;
mod versions;
mod waits;
mod whole;
mod words;
mod world;

pub use assessor::{Assessor, Change, assess};

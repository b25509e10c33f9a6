//! A naive assessor, written from the page "Meaning" of the book, to hold the
//! real one against.
//!
//! What lives here: [`assess`], which judges the Plan's normal form directly,
//! one file per section of the page; [`differences`], which compares its
//! [`Judgement`] with an Assessment; and [`generate`], strategies for small
//! agreements and records. What does not: reasons, explanations, indicators,
//! and anything quick: subsets are tried one by one, and every instant is
//! judged from scratch.
//!
//! # Invariants
//! Shares no logic with `assess`; both read only `model`.
//!
//! # Source
//! The book's page "Meaning"; every function names its section there.

mod acts;
mod amendments;
mod axes;
mod cases;
mod compare;
mod conditions;
mod due;
mod extensions;
mod figures;
mod force;
pub mod generate;
mod hands;
mod instance;
pub mod judgement;
mod known;
mod levels;
mod phases;
mod prohibitions;
mod quantity;
mod rates;
mod readings;
mod reciprocity;
mod retests;
mod skeleton;
mod testimony;
mod triggers;
mod whole;
mod world;

use servanda_model::assessment::AsOf;
use servanda_model::plan::Plan;
use servanda_model::record::Record;

pub use compare::differences;
pub use judgement::Judgement;
pub use skeleton::to_case;

/// Judges every clause and phase of a Plan from what a Record says at one
/// as-of.
pub fn assess(plan: &Plan, record: &Record, as_of: AsOf) -> Judgement {
    world::judge(plan, record, as_of)
}

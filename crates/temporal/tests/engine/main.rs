//! Tests of the engine against the definition of the logic.
//!
//! `naive` evaluates by direct recursion on the definition; `generate` makes
//! random formulas and logs; the other modules state the laws.

mod checker;
mod generate;
mod laws;
mod naive;
mod operators;
mod scenarios;

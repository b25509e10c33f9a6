//! Tests of the engine against the definition of the logic.
//!
//! `naive` evaluates by direct recursion on the definition; `generate` makes
//! random formulas and logs; the other modules state the laws.

#![expect(
    clippy::many_single_char_names,
    reason = "formulas, valuations and time-points keep the definition's letters"
)]
#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "test data is small and positive"
)]

#[cfg(test)]
mod cases;
#[cfg(test)]
mod checker;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod resumed;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod streams;

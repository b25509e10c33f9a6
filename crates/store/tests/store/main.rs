//! The files driver from outside: growth, faults, flipped bits, and the
//! independent verifier.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it skips"
)]

mod faults;
mod flips;
mod format;
mod growth;
mod record;
mod rows;
mod simulated;
mod verifier;

//! Hand-worked tables, section by section of the page "Meaning".
//!
//! Day 0 is Monday 5 January 2026, Accord Time is UTC, Entry into Force is day
//! 2. North owes; Monitors are neutral, Office belongs to South.

mod acts;
mod build;
mod cases;
mod series;

//! Tests: the formulas against plain search, the table of statuses on small
//! plans, and the laws of the fold.

mod build;
mod formulas;
mod ladders;
mod laws;
mod size;
mod statuses;

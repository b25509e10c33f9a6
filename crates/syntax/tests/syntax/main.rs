//! Tests of the agreement language's surface through the crate's own doors.

#![expect(
    clippy::expect_used,
    clippy::format_collect,
    reason = "tests fail by panicking, and their texts are small"
)]

mod cases;
mod fragments;
mod grammar;
mod ladder;
mod laws;
mod limits;
mod riverside;

use servanda_syntax::parse;

/// Puts `body` into a block of a small agreement, below `DECLARED`.
fn agreement(body: &str) -> String {
    format!("# T\n\n## Article 1\n\nWords.\n\n```accord\n{DECLARED}{body}```\n")
}

/// What the fragments of the tests refer to.
const DECLARED: &str = "\
agreement  Riverside Accord
  calendar  Joint Days rest on Friday
party      North; South
body       Monitors, neutral; Board of Peace
role       Donor from annex D
place      Gates is West Gate, River Gate
list       Sectors from annex C
event      Handover of sector in Sectors
event      Return of Remains by party
event      Entry of truck at Gates, cargo one of food, fuel, number number
event      Pledge by Donor of money due date
measure    Trucks Entered counts Entry
state      River Crossing is open, limited, closed
phase      Phase 1 opens on Entry into Force
phase      Phase 2 opens on 2026-10-01
";

/// Returns `CODE: message` of every diagnostic.
fn told(text: &str) -> Vec<String> {
    let parsed = parse(text);
    let told = parsed.diagnostics.iter();
    told.map(|one| format!("{}: {}", one.code, one.message))
        .collect()
}

//! The project's own chores, called as `cargo xtask <chore>`.
//!
//! Here live the command line of the chores and nothing else: each chore has
//! its module. No product code lives here, and nothing shipped depends on it.
//! Only the standard library is used, so that the first call costs seconds.
//!
//! Entry point: [`main`]. Exit codes: 0 done, 1 a chore found a fault, 2 usage.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool for developers speaks through the terminal"
)]

mod bench;
mod ci;
mod folder;
mod setup;
mod step;
mod tidy;
mod unity;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>

  ci [--without GROUP,…]       everything a change must pass
  setup [--with GROUP,…] [--without GROUP,…]
                               installs what the tests need, or names it
  lint                         clippy over the whole workspace
  tidy                         the house rules that no compiler checks
  cases [FILTER] [--update]    the literate cases; --update rewrites them
  screenshots                  the documents' pictures of the site, by a browser
  bench temporal [EVENTS] [POLICY] [--width=N | --sweep] [--instructions] [--duckdb]
                               the temporal engine beside hand-written loops
  bench import [ROWS]          a file of many rows into a record, beside DuckDB
  nightly                      the long random tests of the temporal engine

groups: python (by default), xml, browser";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Runs the chore named by `arguments`; `Ok(false)` says that it found a fault.
fn run(arguments: &[&str]) -> Result<bool, String> {
    let Some((chore, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Err("name a chore".to_owned());
    };
    let root = folder::root()?;
    match (*chore, rest) {
        ("ci", rest) => ci::run(&root, &setup::Choice::parse(rest)?),
        ("setup", rest) => setup::run(&setup::Choice::parse(rest)?),
        ("lint", []) => step::lint(&root).run(),
        ("tidy", []) => tidy::run(&root),
        ("cases", rest) => step::cases(&root, rest)?.run(),
        ("screenshots", []) => step::screenshots(&root).run(),
        ("bench", ["temporal", rest @ ..]) => bench::run(&root, rest),
        ("bench", ["import", rest @ ..]) => bench::imports(&root, rest),
        ("nightly", []) => step::nightly(&root).run(),
        ("floor", [policy, log]) => bench::floor(policy, log),
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(true)
        }
        (chore, _) => Err(format!(
            "no chore is called `{chore}` with these arguments; see `cargo xtask help`"
        )),
    }
}

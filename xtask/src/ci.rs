//! The whole gate: everything that a change must pass, in one command.
//!
//! Cheap steps come first and all of them run, so that one call names every
//! slip of form; then the costly ones, which stop at the first failure.
//!
//! No variable that changes how our code is built is set here: the artifacts
//! of `cargo run` and of this command must be the same (docs/design/profiles.md).

use std::path::Path;
use std::time::Duration;

use crate::setup::{self, Choice};
use crate::step::{self, Step};
use crate::tidy;
use crate::unity;

/// The command by which the README passes the tests.
pub(crate) const TEST_COMMAND: &str = "cargo xtask ci";

/// The command by which the README shows a first report.
pub(crate) const REPORT_COMMAND: &str = "cargo run -- report examples/gaza";

/// What a cheap step does; it says whether it passed.
type Action<'a> = &'a dyn Fn() -> Result<bool, String>;

/// Runs the gate and says whether everything passed.
///
/// # Errors
/// When a step cannot be started at all.
pub(crate) fn run(root: &Path, choice: &Choice) -> Result<bool, String> {
    let mut taken: Vec<(&str, bool, Duration)> = Vec::new();
    let mut passed = true;

    let format = Step::cargo(root, "format", "fmt --all --check");
    let cheap: [(&str, Action<'_>); 4] = [
        ("setup", &|| setup::run(choice)),
        (format.name, &|| format.run()),
        ("tidy", &|| tidy::run(root)),
        ("unity", &|| unity::run(root)),
    ];
    for (name, action) in cheap {
        let (ok, time) = step::timed(name, action)?;
        taken.push((name, ok, time));
        passed &= ok;
    }

    for step in costly(root, choice) {
        if !passed {
            break;
        }
        let (ok, time) = step::timed(step.name, || step.run())?;
        taken.push((step.name, ok, time));
        passed &= ok;
    }

    println!();
    for (name, ok, time) in &taken {
        println!(
            "{:<8} {:>12}  {}",
            name,
            step::seconds(*time),
            if *ok { "" } else { "FAILED" }
        );
    }
    let total: Duration = taken.iter().map(|(_, _, time)| *time).sum();
    println!("{:<8} {:>12}", "total", step::seconds(total));
    if !choice.without.is_empty() {
        println!("left out: what needs {}", choice.without.join(", "));
    }
    Ok(passed)
}

/// Lists the steps that compile, cheapest useful answer first.
fn costly(root: &Path, choice: &Choice) -> Vec<Step> {
    let report = REPORT_COMMAND
        .strip_prefix("cargo ")
        .unwrap_or(REPORT_COMMAND);
    vec![
        Step::cargo(root, "build", "build"),
        Step::cargo(root, "report", report),
        // The literate cases are a test target of the workspace: one call
        // builds and runs them with the rest, under one set of features.
        Step::cargo(root, "tests", "test --quiet --workspace")
            .with("SERVANDA_WITHOUT", choice.without.join(",")),
        step::lint(root),
        Step::cargo(root, "docs", "doc --quiet --workspace --no-deps")
            .with("RUSTDOCFLAGS", "-D warnings"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_builds_tests_lints_and_documents() {
        let names: Vec<&str> = costly(Path::new("."), &Choice::default())
            .iter()
            .map(|step| step.name)
            .collect();
        assert_eq!(names, ["build", "report", "tests", "lint", "docs"]);
    }
}

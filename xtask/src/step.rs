//! One step of a chore: a command with a name, run and timed.
//!
//! Steps inherit the terminal; what they print is theirs. A step that cannot
//! be started is an error; one that fails is `Ok(false)`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A named command, run in the repository's root.
#[derive(Debug)]
pub(crate) struct Step {
    /// What the terminal calls it.
    pub(crate) name: &'static str,
    folder: PathBuf,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
}

impl Step {
    /// Returns a step that calls cargo with `arguments`, split at blanks.
    pub(crate) fn cargo(root: &Path, name: &'static str, arguments: &str) -> Self {
        Self {
            name,
            folder: root.to_path_buf(),
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            variables: Vec::new(),
        }
    }

    /// Adds an environment variable to the step.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Runs the step to its end and says whether it passed.
    ///
    /// # Errors
    /// When cargo cannot be started.
    pub(crate) fn run(&self) -> Result<bool, String> {
        // Cargo names itself to what it runs, so that the same one is used.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .status()
            .map(|status| status.success())
            .map_err(|error| format!("cargo could not be started for {}: {error}", self.name))
    }
}

/// Returns the step that holds the workspace to its lints.
pub(crate) fn lint(root: &Path) -> Step {
    Step::cargo(
        root,
        "lint",
        "clippy --quiet --workspace --all-targets -- -D warnings",
    )
}

/// Returns the step that runs the temporal engine's random tests at length:
/// a hundred thousand formulas with a log each, per law.
pub(crate) fn nightly(root: &Path) -> Step {
    Step::cargo(
        root,
        "nightly",
        "test --release -p servanda-temporal --test engine -- --nocapture",
    )
    .with("PROPTEST_CASES", "100000")
}

/// Returns the step that takes the documents' pictures of the site.
pub(crate) fn screenshots(root: &Path) -> Step {
    Step::cargo(
        root,
        "screenshots",
        "test --quiet --package servanda-server --test site -- --ignored pictures_of_the",
    )
}

/// Returns the step that runs the literate cases.
///
/// # Errors
/// On an argument that is neither one filter nor `--update`.
pub(crate) fn cases(root: &Path, arguments: &[&str]) -> Result<Step, String> {
    let mut step = Step::cargo(root, "cases", "test --package servanda-cases");
    let mut filtered = false;
    for argument in arguments {
        if *argument == "--update" {
            step = step.with("SERVANDA_CASES_UPDATE", "1");
        } else if argument.starts_with('-') {
            return Err(format!(
                "cases knows no option `{argument}`; it knows `--update`"
            ));
        } else if filtered {
            return Err("cases takes one filter; quote it if it holds blanks".to_owned());
        } else {
            filtered = true;
            step = step.with("SERVANDA_CASES_FILTER", *argument);
        }
    }
    Ok(step)
}

/// Runs `action` under a heading, prints how long it took, and returns both.
pub(crate) fn timed(
    name: &str,
    action: impl FnOnce() -> Result<bool, String>,
) -> Result<(bool, Duration), String> {
    println!("── {name}");
    let started_at = Instant::now();
    let passed = action()?;
    let taken = started_at.elapsed();
    println!(
        "── {name}: {} in {}",
        if passed { "passed" } else { "FAILED" },
        seconds(taken)
    );
    Ok((passed, taken))
}

/// Writes a duration for people: `7.3 s`, `4 min 05 s`.
pub(crate) fn seconds(taken: Duration) -> String {
    let whole = taken.as_secs();
    if whole < 60 {
        format!("{whole}.{} s", taken.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(arguments: &[&str]) -> Result<Vec<(&'static str, String)>, String> {
        cases(Path::new("."), arguments).map(|step| step.variables)
    }

    #[test]
    fn cases_pass_filter_and_update_on() {
        assert_eq!(variables(&[]), Ok(vec![]));
        assert_eq!(
            variables(&["ladder", "--update"]),
            Ok(vec![
                ("SERVANDA_CASES_FILTER", "ladder".to_owned()),
                ("SERVANDA_CASES_UPDATE", "1".to_owned())
            ])
        );
    }

    #[test]
    fn cases_refuse_what_they_do_not_know() {
        assert!(variables(&["--updat"]).is_err());
        assert!(variables(&["a", "b"]).is_err());
    }

    #[test]
    fn durations_are_written_for_people() {
        assert_eq!(seconds(Duration::from_millis(7_390)), "7.3 s");
        assert_eq!(seconds(Duration::from_secs(245)), "4 min 05 s");
    }
}

//! The `servanda` binary run as a user runs it.
//!
//! Cargo does not build another package's binary for a test, so the first call
//! asks it to: beside the running test, in the same profile, which is nothing
//! to do where everything was built before.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// How a run of the binary ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit code; −1 where a signal ended it.
    pub code: i32,
    /// What stood on standard output.
    pub out: String,
    /// What stood on standard error.
    pub err: String,
}

impl Run {
    /// Reads standard output as JSON; null where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_default()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Returns the root of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Returns the binary, built.
///
/// # Errors
/// What kept it from being built.
pub fn binary() -> Result<&'static Path, String> {
    static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BINARY.get_or_init(build);
    built.as_ref().map(PathBuf::as_path).map_err(Clone::clone)
}

fn build() -> Result<PathBuf, String> {
    let test = std::env::current_exe().map_err(|fault| fault.to_string())?;
    let mut folders = test.ancestors().skip(2);
    let (Some(profile), Some(target)) = (folders.next(), folders.next()) else {
        return Err("the test does not lie in a target folder".into());
    };
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args([
            "build",
            "--quiet",
            "--package",
            "servanda-cli",
            "--target-dir",
        ])
        .arg(target);
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let built = cargo
        .current_dir(workspace())
        .output()
        .map_err(|fault| fault.to_string())?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    Ok(profile.join(format!("servanda{}", std::env::consts::EXE_SUFFIX)))
}

/// Prepares a run: no terminal, fixed width, nothing inherited that changes
/// output.
///
/// # Errors
/// As [`binary`].
pub fn command(folder: &Path, arguments: &[&str]) -> Result<Command, String> {
    let mut command = Command::new(binary()?);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("COLUMNS", "100")
        .env("TZ", "Pacific/Kiritimati")
        .env_remove("NO_COLOR");
    Ok(command)
}

/// Runs the binary in a folder and waits for its end.
///
/// # Errors
/// What kept it from being run.
pub fn servanda(folder: &Path, arguments: &[&str]) -> Result<Run, String> {
    let output = command(folder, arguments)?
        .output()
        .map_err(|fault| fault.to_string())?;
    Ok(output.into())
}

/// Copies a folder with everything in it.
///
/// # Errors
/// What the system said.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

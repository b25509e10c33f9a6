//! One build serves both commands of the README.
//!
//! Cargo chooses features for the packages it is asked to build. Should the
//! tests need a feature of a package that the binary does not switch on, that
//! package and everything above it, ours included, are built a second time.
//! So the two selections are compared. The way out is to switch the feature on
//! for the binary too (docs/design/profiles.md).

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Says whether every package of the binary is built alike for the tests.
///
/// # Errors
/// When cargo cannot tell what it would build.
pub(crate) fn run(root: &Path) -> Result<bool, String> {
    let binary = selection(
        root,
        &["--package", "servanda-cli", "--edges", "normal,build"],
    )?;
    let tests = selection(root, &["--workspace", "--edges", "normal,build,dev"])?;
    let apart = apart(&binary, &tests);
    for line in &apart {
        println!("built twice: the binary has {line}; the tests switch on more");
    }
    Ok(apart.is_empty())
}

/// Lists package, version and features of everything a selection builds.
fn selection(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--quiet",
            "--prefix",
            "none",
            "--format",
            "{p} [{f}]",
        ])
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let cause = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "cargo could not list the packages: {}",
            cause.trim()
        ))
    }
}

/// Lists what the first selection builds and the second does not.
fn apart<'a>(binary: &'a str, tests: &'a str) -> Vec<&'a str> {
    let tests: BTreeSet<&str> = packages(tests).collect();
    let binary: BTreeSet<&str> = packages(binary).collect();
    binary.difference(&tests).copied().collect()
}

/// Reads the lines of `cargo tree`, without its mark for repeated packages.
fn packages(listing: &str) -> impl Iterator<Item = &str> {
    listing
        .lines()
        .map(|line| line.trim_end_matches(" (*)").trim())
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_in_features_is_named() {
        let binary = "a v1 [std]\nnum v0.2 [i128]\na v1 [std] (*)\n";
        let tests = "a v1 [std] (*)\nnum v0.2 [i128,std]\nproptest v1 [std]\n";
        assert_eq!(apart(binary, tests), ["num v0.2 [i128]"]);
        assert!(apart(binary, binary).is_empty());
    }
}

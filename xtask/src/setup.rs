//! What the tests need beside Rust and a C linker: looked for, then installed.
//!
//! Tools come in groups. `python` is looked for by default: the independent
//! verifier runs on it. `xml` and `browser` serve screenshots and journeys and
//! are looked for only with `--with`. Where this runs as root with apt, what is
//! missing is installed; elsewhere it is named.
//!
//! `--without GROUP` leaves a group out; tests read the same list from the
//! variable `SERVANDA_WITHOUT` and say what they left out.

use std::path::Path;
use std::process::{Command, Stdio};

/// A program that some tests call.
#[derive(Debug, PartialEq, Eq)]
struct Tool {
    group: &'static str,
    /// Any one of these programs, or this file, will do.
    found_by: &'static [&'static str],
    /// What apt calls it.
    package: &'static str,
    /// What it is for.
    purpose: &'static str,
}

const GROUPS: [&str; 3] = ["python", "xml", "browser"];
const BY_DEFAULT: [&str; 1] = ["python"];

const TOOLS: [Tool; 5] = [
    Tool {
        group: "python",
        found_by: &["python3"],
        package: "python3",
        purpose: "the independent verifier of records",
    },
    Tool {
        group: "xml",
        found_by: &["xmllint"],
        package: "libxml2-utils",
        purpose: "checking exports against their schemas",
    },
    Tool {
        group: "browser",
        found_by: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
        purpose: "journeys and pictures of pages",
    },
    Tool {
        group: "browser",
        found_by: &["/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"],
        package: "fonts-noto-core",
        purpose: "pictures of pages in Arabic",
    },
    Tool {
        group: "browser",
        found_by: &["npm"],
        package: "npm",
        purpose: "fetching axe-core, which looks for what bars readers",
    },
];

/// Which groups of tools a call asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    with: Vec<String>,
    /// The groups that are left out, sorted.
    pub(crate) without: Vec<String>,
}

impl Choice {
    /// Reads `--with a,b` and `--without c`.
    ///
    /// # Errors
    /// On another option, a missing list or an unknown group.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self, String> {
        let mut choice = Self::default();
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            let list = match *option {
                "--with" => &mut choice.with,
                "--without" => &mut choice.without,
                other => {
                    return Err(format!(
                        "`{other}` is not an option; see `cargo xtask help`"
                    ));
                }
            };
            let groups = rest
                .next()
                .ok_or(format!("{option} needs a list of groups"))?;
            for group in groups.split(',') {
                if !GROUPS.contains(&group) {
                    let known = GROUPS.join(", ");
                    return Err(format!("no group is called `{group}`; there are {known}"));
                }
                list.push(group.to_owned());
            }
        }
        choice.without.sort();
        choice.without.dedup();
        Ok(choice)
    }

    /// Says whether the tools of `group` are asked for.
    fn wants(&self, group: &str) -> bool {
        let asked = BY_DEFAULT.contains(&group) || self.with.iter().any(|name| name == group);
        asked && !self.without.iter().any(|name| name == group)
    }

    /// Lists the tools that are asked for and that `present` does not find.
    fn missing(&self, present: impl Fn(&str) -> bool) -> Vec<&'static Tool> {
        TOOLS
            .iter()
            .filter(|tool| self.wants(tool.group))
            .filter(|tool| !tool.found_by.iter().any(|name| present(name)))
            .collect()
    }
}

/// Makes what is missing present, or names it; says whether all is there.
///
/// # Errors
/// When apt is there but cannot be started.
pub(crate) fn run(choice: &Choice) -> Result<bool, String> {
    let missing = choice.missing(present);
    if missing.is_empty() {
        return Ok(true);
    }
    if may_install() {
        install(&missing)?;
    }
    let still = choice.missing(present);
    for tool in &still {
        println!("missing: {} (needed for {})", tool.package, tool.purpose);
        println!(
            "  install it, or leave it out with `--without {}`",
            tool.group
        );
    }
    Ok(still.is_empty())
}

/// Looks for a program on the search path, or for a file by its full path.
fn present(name: &str) -> bool {
    if name.starts_with('/') {
        return Path::new(name).is_file();
    }
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Says whether apt may be asked: it is there, and we are root.
fn may_install() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && present("apt-get")
}

/// Asks apt for the packages of `missing`; whether it worked shows afterwards.
fn install(missing: &[&'static Tool]) -> Result<(), String> {
    let mut packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    packages.sort_unstable();
    packages.dedup();
    println!("installing {}", packages.join(", "));
    apt(&["update", "--quiet"])?;
    let mut arguments = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    Command::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .map(|_| ())
        .map_err(|error| format!("apt-get could not be started: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(arguments: &[&str], there: &[&str]) -> Vec<&'static str> {
        let choice = Choice::parse(arguments).unwrap();
        choice
            .missing(|name| there.contains(&name))
            .iter()
            .map(|tool| tool.package)
            .collect()
    }

    #[test]
    fn only_python_is_looked_for_by_default() {
        assert_eq!(packages(&[], &[]), ["python3"]);
        assert!(packages(&[], &["python3"]).is_empty());
        assert!(packages(&["--without", "python"], &[]).is_empty());
    }

    #[test]
    fn groups_are_added_by_name_and_any_browser_will_do() {
        assert_eq!(
            packages(&["--with", "browser,xml"], &["python3", "google-chrome"]),
            ["libxml2-utils", "fonts-noto-core", "npm"]
        );
    }

    #[test]
    fn unknown_options_and_groups_are_refused() {
        assert!(Choice::parse(&["--with", "netscape"]).is_err());
        assert!(Choice::parse(&["--with"]).is_err());
        assert!(Choice::parse(&["browser"]).is_err());
    }

    #[test]
    fn every_tool_belongs_to_a_known_group() {
        assert!(TOOLS.iter().all(|tool| GROUPS.contains(&tool.group)));
    }
}

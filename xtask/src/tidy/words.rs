//! Words that must not occur in what is committed: paths of one machine, and
//! hosts of package registries.
//!
//! A path within a web address is no machine path: what stands before it
//! decides.

use super::Report;
use crate::folder::Tree;

/// Paths that exist on somebody's machine only, written in two pieces so that
/// this file passes its own check.
const PATHS: [&str; 4] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// Hosts of registries: clients know them, the project need not.
const HOSTS: [&str; 3] = [
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("npm", "js"),
];

/// Where a word is meant, with the reason.
const ALLOWED: [(&str, &str, &str); 2] = [
    (
        "Cargo.lock",
        HOSTS[0],
        "cargo writes where each package comes from",
    ),
    (
        "deny.toml",
        HOSTS[0],
        "the one source that packages may come from",
    ),
];

/// Looks through every text file.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (path, text) in &tree.texts {
        for (index, line) in text.lines().enumerate() {
            for word in PATHS.iter().filter(|word| names_a_path(line, word)) {
                report.fault(
                    path,
                    index + 1,
                    format!("`{word}` is a path of one machine"),
                );
            }
            for host in HOSTS.iter().filter(|host| line.contains(**host)) {
                let meant = ALLOWED
                    .iter()
                    .any(|(place, word, _)| place == path && word == host);
                if !meant {
                    report.fault(path, index + 1, format!("`{host}` is a registry's host"));
                }
            }
        }
    }
}

/// Says whether `word` starts a path here rather than continuing an address.
fn names_a_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|front| front.chars().next_back());
        !before
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '}' | '%'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    #[test]
    fn machine_paths_are_found_and_addresses_let_be() {
        let home = PATHS[2];
        let bad = format!("see {home}me/x\n");
        let good = format!("see https://example.org{home}page and frame{home}x\n");
        assert_eq!(faults(check, &[("a.md", &bad)]).len(), 1);
        assert!(faults(check, &[("a.md", &good)]).is_empty());
    }

    #[test]
    fn hosts_are_found_but_where_they_are_meant() {
        let line = format!("source = \"{}\"\n", HOSTS[0]);
        assert!(faults(check, &[("Cargo.lock", &line)]).is_empty());
        assert_eq!(faults(check, &[("README.md", &line)]).len(), 1);
        let other = format!("{}.com\n", HOSTS[2]);
        assert_eq!(faults(check, &[("Cargo.lock", &other)]).len(), 1);
    }
}

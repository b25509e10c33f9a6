//! Where the repository lies and which of its files are tracked.
//!
//! Only files known to git are looked at, so that build output and private
//! records in the working folder can neither fail a check nor satisfy one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tracked files, by path relative to the root, with `/` between parts.
///
/// # Invariants
/// `texts` holds those of `paths` that are UTF-8 and present on disk.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Every tracked path.
    pub(crate) paths: BTreeSet<String>,
    /// The content of each tracked text file.
    pub(crate) texts: BTreeMap<String, String>,
}

impl Tree {
    /// Reads every file that git tracks under `root`.
    ///
    /// # Errors
    /// When git cannot be run or does not know the folder.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let output = Command::new("git")
            // Listing is safe whoever owns the clone; git asks for a word of consent.
            .args(["-c", "safe.directory=*", "ls-files", "-z"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("git could not be run ({error}); tidy needs it"))?;
        if !output.status.success() {
            let cause = String::from_utf8_lossy(&output.stderr);
            return Err(format!("git could not list the files: {}", cause.trim()));
        }
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut tree = Self::default();
        for path in listing.split('\0').filter(|path| !path.is_empty()) {
            // A file deleted but not yet committed is still tracked: skip it.
            let Ok(bytes) = std::fs::read(root.join(path)) else {
                continue;
            };
            tree.paths.insert(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                tree.texts.insert(path.to_owned(), text);
            }
        }
        Ok(tree)
    }

    /// Builds a tree from pairs of path and text.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.paths.insert((*path).to_owned());
            tree.texts.insert((*path).to_owned(), (*text).to_owned());
        }
        tree
    }

    /// Lists the text files whose names end in `suffix`.
    pub(crate) fn ending<'a>(
        &'a self,
        suffix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.texts
            .iter()
            .filter(move |(path, _)| path.ends_with(suffix))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Says whether `path` is a tracked file or a folder that holds one.
    pub(crate) fn holds(&self, path: &str) -> bool {
        if path.is_empty() || self.paths.contains(path) {
            return true;
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.paths
            .range(folder.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&folder))
    }

    /// Lists the folder names directly under `folder`.
    pub(crate) fn folders(&self, folder: &str) -> BTreeSet<&str> {
        let prefix = format!("{folder}/");
        self.paths
            .iter()
            .filter_map(|path| path.strip_prefix(&prefix))
            .filter_map(|rest| rest.split_once('/'))
            .map(|(first, _)| first)
            .collect()
    }
}

/// Returns the repository's root folder.
///
/// # Errors
/// When started by hand from a folder that is not the root.
pub(crate) fn root() -> Result<PathBuf, String> {
    // Read at run time: a target folder shared by several clones would
    // otherwise carry the path of the clone that built it.
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|folder| Path::new(&folder).parent().map(Path::to_path_buf))
        .or_else(|| std::env::current_dir().ok())
        .ok_or("the current folder cannot be read")?;
    if root.join("xtask/Cargo.toml").is_file() {
        Ok(root)
    } else {
        Err("start this as `cargo xtask` inside the repository".to_owned())
    }
}

/// Joins `target` to the folder of the file `from`, resolving `.` and `..`.
///
/// # Shape
/// `None` when the result would lie outside the root.
pub(crate) fn beside(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_only_when_a_tracked_file_lies_in_it() {
        let tree = Tree::of(&[("docs/book/a.md", ""), ("docs-old.md", "")]);
        assert!(tree.holds("docs") && tree.holds("docs/book/") && tree.holds("docs/book/a.md"));
        assert!(!tree.holds("doc") && !tree.holds("docs/b"));
    }

    #[test]
    fn folders_are_the_next_level_only() {
        let tree = Tree::of(&[("crates/a/src/lib.rs", ""), ("crates/b/Cargo.toml", "")]);
        assert_eq!(
            tree.folders("crates").into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
    }

    #[test]
    fn paths_resolve_against_the_file_and_never_leave_the_root() {
        assert_eq!(
            beside("docs/a.md", "../README.md").as_deref(),
            Some("README.md")
        );
        assert_eq!(beside("a.md", "./b/c.md").as_deref(), Some("b/c.md"));
        assert_eq!(beside("a.md", "../x"), None);
    }
}

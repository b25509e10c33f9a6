//! The house rules that no compiler checks, over the tracked files.
//!
//! Each rule is one module with one function `check(&Tree, &mut Report)`, so
//! that its tests can hand it a tree of a few lines. Faults fail the chore;
//! notes are printed and fail nothing.
//!
//! Entry point: [`run`]. To add a rule, write its module and name it in
//! [`RULES`].

mod codes;
mod dependencies;
mod documents;
mod drawers;
mod graph;
mod leftovers;
mod links;
mod manifest;
mod markdown;
mod purity;
mod reach;
mod size;
mod source;
mod words;

use std::fmt;
use std::path::Path;

use crate::folder::Tree;

type Rule = fn(&Tree, &mut Report);

const RULES: [(&str, Rule); 11] = [
    ("graph", graph::check),
    ("purity", purity::check),
    ("dependencies", dependencies::check),
    ("reach", reach::check),
    ("size", size::check),
    ("drawers", drawers::check),
    ("leftovers", leftovers::check),
    ("codes", codes::check),
    ("links", links::check),
    ("documents", documents::check),
    ("words", words::check),
];

/// One remark of a rule about a place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Remark {
    path: String,
    /// Counted from 1; 0 stands for the file as a whole.
    line: usize,
    message: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// What a rule has to say.
#[derive(Debug, Default)]
pub(crate) struct Report {
    faults: Vec<Remark>,
    notes: Vec<Remark>,
}

impl Report {
    /// Adds what must be mended; line 0 stands for the file as a whole.
    pub(crate) fn fault(&mut self, path: &str, line: usize, message: impl Into<String>) {
        self.faults.push(Remark {
            path: path.to_owned(),
            line,
            message: message.into(),
        });
    }

    /// Adds what is worth knowing.
    pub(crate) fn note(&mut self, path: &str, line: usize, message: impl Into<String>) {
        self.notes.push(Remark {
            path: path.to_owned(),
            line,
            message: message.into(),
        });
    }
}

/// Applies every rule to the tracked files and says whether none found a fault.
///
/// # Errors
/// When git cannot list the files.
pub(crate) fn run(root: &Path) -> Result<bool, String> {
    let tree = Tree::read(root)?;
    let mut faults = 0;
    for (name, rule) in RULES {
        let mut report = Report::default();
        rule(&tree, &mut report);
        report.faults.sort();
        report.notes.sort();
        for remark in &report.notes {
            println!("note ({name}) {remark}");
        }
        for remark in &report.faults {
            println!("fault ({name}) {remark}");
        }
        faults += report.faults.len();
    }
    let files = tree.paths.len();
    println!(
        "tidy: {files} files, {} rules, {faults} faults",
        RULES.len()
    );
    Ok(faults == 0)
}

/// Runs one rule over a small tree and returns its faults as lines of text.
#[cfg(test)]
fn faults(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    let mut report = Report::default();
    rule(&Tree::of(files), &mut report);
    report.faults.sort();
    report.faults.iter().map(ToString::to_string).collect()
}

/// Runs one rule over a small tree and returns its notes as lines of text.
#[cfg(test)]
fn notes(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    let mut report = Report::default();
    rule(&Tree::of(files), &mut report);
    report.notes.iter().map(ToString::to_string).collect()
}

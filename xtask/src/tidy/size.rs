//! Files of Rust stay short: 250 lines are the aim, 500 are discussed, more
//! than 800 fail.

use super::Report;
use crate::folder::Tree;

const DISCUSSED: usize = 500;
const REFUSED: usize = 800;

/// Counts the lines of each file of Rust.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (path, text) in tree.ending(".rs") {
        let lines = text.lines().count();
        if lines > REFUSED {
            let message = format!("{lines} lines; split the file by what it is about");
            report.fault(path, 0, message);
        } else if lines > DISCUSSED {
            report.note(path, 0, format!("{lines} lines; {DISCUSSED} are discussed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{faults, notes};
    use super::*;

    #[test]
    fn lines_are_counted() {
        let long = "\n".repeat(801);
        let limit = "\n".repeat(800);
        assert_eq!(faults(check, &[("a.rs", &long)]).len(), 1);
        assert!(faults(check, &[("a.rs", &limit), ("data.csv", &long)]).is_empty());
        assert_eq!(notes(check, &[("a.rs", &limit)]).len(), 1);
    }
}

//! Nothing unfinished is committed: no `todo!`, `dbg!`, `unimplemented!` in
//! code, no marks for later in comments, no ignored test without its reason.

use super::Report;
use super::source::{Keep, blanked};
use crate::folder::Tree;

const MACROS: [&str; 3] = ["todo!", "dbg!", "unimplemented!"];
const MARKS: [&str; 3] = ["FIXME", "XXX", "TODO"];

/// Looks through every file of Rust, outside strings.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (path, text) in tree.ending(".rs") {
        for (index, line) in blanked(text, Keep::Code).lines().enumerate() {
            for name in MACROS.iter().filter(|name| is_word(line, name)) {
                report.fault(path, index + 1, format!("`{name}` is left over"));
            }
            if line.contains("#[ignore]") {
                report.fault(
                    path,
                    index + 1,
                    "an ignored test says why: `#[ignore = \"…\"]`",
                );
            }
        }
        for (index, line) in blanked(text, Keep::CodeAndComments).lines().enumerate() {
            for mark in MARKS.iter().filter(|mark| is_word(line, mark)) {
                report.fault(path, index + 1, format!("a mark `{mark}` is left over"));
            }
        }
    }
    for path in tree.paths.iter().filter(|path| path.ends_with(".snap.new")) {
        report.fault(path, 0, "a snapshot waits for its approval");
    }
}

/// Says whether `word` stands in `line` and is not part of a longer word.
fn is_word(line: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|front| front.chars().next_back());
        let after = line
            .get(at + word.len()..)
            .and_then(|back| back.chars().next());
        !before.is_some_and(joins) && (word.ends_with('!') || !after.is_some_and(joins))
    })
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    #[test]
    fn leftovers_in_code_and_comments_are_found() {
        let text = "fn f() { todo!() }\n// FIXME later\n#[ignore]\ndbg!(x);\n";
        let seen = faults(check, &[("a.rs", text)]);
        let lines: Vec<_> = seen
            .iter()
            .map(|fault| fault.split(':').nth(1).unwrap())
            .collect();
        assert_eq!(lines, ["1", "2", "3", "4"]);
    }

    #[test]
    fn strings_longer_words_and_reasons_are_let_be() {
        let text = "let a = \"FIXME todo!()\";\n/// Never `todo!`.\n#[ignore = \"slow\"]\nXXXL; my_dbg!();\n";
        assert!(faults(check, &[("a.rs", text)]).is_empty());
    }

    #[test]
    fn unapproved_snapshots_are_found() {
        assert_eq!(faults(check, &[("crates/a/x.snap.new", "")]).len(), 1);
    }
}

//! Every diagnostic code has its page and at least one case.
//!
//! A code is a letter and three figures: `E1..` an error, `A2..` a warning,
//! `V3..` an advice. Codes are looked for in the code and strings, not the
//! comments or tests, of the crates that make diagnostics. Its page is
//! docs/book/reference/codes/CODE.md, whose first line names it; a case is a
//! Markdown file under tests/cases that mentions it.

use std::collections::BTreeMap;

use super::Report;
use super::source::{Keep, blanked, holds_tests, untested};
use crate::folder::Tree;

const MAKERS: [&str; 2] = ["crates/compiler/src/", "crates/syntax/src/"];
const PAGES: &str = "docs/book/reference/codes/";
const CASES: &str = "tests/cases/";

/// Holds codes, pages and cases against one another.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let mut codes: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (path, text) in tree.ending(".rs") {
        if !MAKERS.iter().any(|folder| path.starts_with(folder)) || holds_tests(path) {
            continue;
        }
        let shown = blanked(untested(text), Keep::CodeAndStrings);
        for (index, line) in shown.lines().enumerate() {
            for code in codes_in(line) {
                codes.entry(code.to_owned()).or_insert((path, index + 1));
            }
        }
    }
    for (code, (path, line)) in &codes {
        if !code.starts_with("E1") && !code.starts_with("A2") && !code.starts_with("V3") {
            let message = format!("`{code}`: errors are E1.., warnings A2.., advices V3..");
            report.fault(path, *line, message);
        }
        let page = format!("{PAGES}{code}.md");
        match tree.text(&page).and_then(|text| text.lines().next()) {
            None => report.fault(path, *line, format!("`{code}` has no page {page}")),
            Some(first) if !first.starts_with('#') || !first.contains(code.as_str()) => {
                report.fault(&page, 1, format!("the heading does not name `{code}`"));
            }
            Some(_) => {}
        }
        let mut cases = tree
            .ending(".md")
            .filter(|(path, _)| path.starts_with(CASES));
        if !cases.any(|(_, text)| codes_in(text).contains(&code.as_str())) {
            report.fault(
                path,
                *line,
                format!("no case under {CASES} mentions `{code}`"),
            );
        }
    }
    for (path, _) in tree.ending(".md") {
        let name = path
            .strip_prefix(PAGES)
            .and_then(|name| name.strip_suffix(".md"));
        if let Some(name) = name
            && codes_in(name) == [name]
            && !codes.contains_key(name)
        {
            report.fault(path, 0, format!("`{name}` is no code of ours any more"));
        }
    }
}

/// Lists the words of the shape `E101`, `A214`, `V305`.
fn codes_in(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| {
            let figures = word.strip_prefix(['E', 'A', 'V']).unwrap_or_default();
            figures.len() == 3 && figures.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    const PAGE: (&str, &str) = (
        "docs/book/reference/codes/A214.md",
        "# A214: never decides\n",
    );
    const CASE: (&str, &str) = ("tests/cases/lint/quorum.md", "gives `A214`\n");

    fn seen(source: &str, others: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![("crates/compiler/src/codes.rs", source)];
        files.extend(others);
        faults(check, &files)
    }

    #[test]
    fn a_code_with_page_and_case_passes() {
        let source = "const NEVER: Code = code(\"A214\");\n// E199 is gone\n#[cfg(test)]\n\"E150\"";
        assert!(seen(source, &[PAGE, CASE]).is_empty());
    }

    #[test]
    fn page_and_case_are_missed() {
        let source = "\n\"A214\"";
        assert_eq!(
            seen(source, &[]),
            [
                "crates/compiler/src/codes.rs:2: `A214` has no page docs/book/reference/codes/A214.md",
                "crates/compiler/src/codes.rs:2: no case under tests/cases/ mentions `A214`",
            ]
        );
        assert_eq!(seen(source, &[CASE, (PAGE.0, "# A215\n")]).len(), 1);
        assert_eq!(seen(source, &[PAGE, (CASE.0, "A2145 XA214\n")]).len(), 1);
    }

    #[test]
    fn grades_and_stale_pages_are_held() {
        let page = ("docs/book/reference/codes/E214.md", "# E214\n");
        assert_eq!(seen("\"E214\"", &[page, (CASE.0, "E214")]).len(), 1);
        assert_eq!(
            seen("", &[PAGE, ("docs/book/reference/codes/README.md", "")]).len(),
            1
        );
    }
}

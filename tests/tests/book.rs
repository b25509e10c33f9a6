//! The tutorial, the README and the page of the command line, executed.
//!
//! In a `sh` block each line that begins with `servanda` or `cargo run --` is
//! run, in a fresh folder (the README's in the workspace); a `text` block right
//! below holds what they print. A block whose info line names a file is that
//! file, written before what stands below it runs. `…` stands for what differs from run to run.
//! `SERVANDA_CASES_UPDATE=1` writes the `text` blocks anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use servanda_cases::binary::{copy, servanda, workspace};
use servanda_cases::{Block, blocks};

/// Splits a line into words as a shell does: blanks, and double quotes around
/// them.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs the lines of a block; returns what they print, or nothing where no
/// line is ours.
fn print(block: &Block, folder: &Path) -> Option<String> {
    let mut printed = String::new();
    let mut ours = false;
    for line in block.text.lines() {
        let rest = line
            .strip_prefix("servanda ")
            .or_else(|| line.strip_prefix("cargo run -- "));
        let Some(rest) = rest else { continue };
        ours = true;
        let words = words(rest);
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = servanda(folder, &arguments).unwrap();
        assert!(
            run.code >= 0 && run.code != 2,
            "`{line}` ends with {}: {}",
            run.code,
            run.err
        );
        printed.push_str(&run.out);
        printed.push_str(&run.err);
    }
    ours.then_some(printed)
}

/// Whether a line fits an expected one, in which `…` stands for anything.
fn fits(expected: &str, line: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    rest.is_empty() || last.is_some_and(|last| last.is_empty() || line.ends_with(last))
}

fn same(expected: &str, printed: &str) -> bool {
    let (expected, printed): (Vec<&str>, Vec<&str>) = (
        expected.trim_end().lines().collect(),
        printed.trim_end().lines().collect(),
    );
    expected.len() == printed.len()
        && expected
            .iter()
            .zip(&printed)
            .all(|(wanted, line)| fits(wanted.trim_end(), line.trim_end()))
}

/// Leaves out what differs from run to run: digests.
fn steady(printed: &str) -> String {
    let mut steady = String::new();
    for (number, piece) in printed
        .split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .enumerate()
    {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let length = if piece.ends_with('…') {
            word.len() + 4
        } else {
            word.len()
        };
        let digest =
            [16, 32, 64, 128].contains(&length) && word.bytes().all(|b| b.is_ascii_hexdigit());
        let rest = piece
            .get(word.len()..)
            .unwrap_or_default()
            .trim_start_matches('…');
        steady.push_str(&if digest && number > 0 {
            format!("…{rest}")
        } else {
            piece.to_owned()
        });
    }
    steady
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

/// Lets nobody else read a key file that a page sets.
fn close(path: &Path) {
    #[cfg(unix)]
    if path.extension().is_some_and(|end| end == "key") {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Executes a page; returns how many blocks were compared.
fn execute(page: &str, folder: &Path) -> usize {
    let path = workspace().join(page);
    let mut text = fs::read_to_string(&path).unwrap();
    let update = std::env::var("SERVANDA_CASES_UPDATE").is_ok_and(|value| value == "1");
    let (mut count, mut edits, mut wrong) = (0, Vec::new(), Vec::new());
    let mut blocks = blocks(&text).into_iter().peekable();
    while let Some(block) = blocks.next() {
        // A block whose info line names a file is that file.
        if let [name] = block.words.as_slice() {
            fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
            fs::write(folder.join(name), block.text.replace("~~~", "```")).unwrap();
            close(&folder.join(name));
        }
        if block.kind != "sh" {
            continue;
        }
        let Some(expected) = blocks.next_if(|next| next.kind == "text") else {
            if page.ends_with("tutorial.md") {
                print(&block, folder);
            }
            continue;
        };
        let Some(printed) = print(&block, folder) else {
            continue;
        };
        count += 1;
        if !same(&expected.text, &printed) {
            edits.push((expected.place.clone(), steady(&printed)));
            wrong.push(format!(
                "{}expected\n{}printed\n{printed}",
                block.text, expected.text
            ));
        }
    }
    if update {
        for (place, printed) in edits.into_iter().rev() {
            text.replace_range(place, &printed);
        }
        fs::write(path, text).unwrap();
    } else {
        assert!(wrong.is_empty(), "{page}:\n{}", wrong.join("\n"));
    }
    count
}

#[test]
fn the_tutorial_prints_what_it_says() {
    let room = tempfile::tempdir().unwrap();
    assert!(execute("docs/book/tutorial.md", room.path()) >= 8);
}

#[test]
fn the_page_of_cases_prints_what_it_says() {
    assert!(execute("docs/book/cases.md", &workspace()) >= 6);
}

#[test]
fn the_page_on_keys_prints_what_it_says() {
    let room = tempfile::tempdir().unwrap();
    assert!(execute("docs/book/keys.md", room.path()) >= 8);
}

#[test]
fn the_page_of_the_command_line_shows_the_real_help() {
    let room = tempfile::tempdir().unwrap();
    assert!(execute("docs/cli.md", room.path()) >= 22);
}

#[test]
fn the_page_of_amendments_prints_what_it_says() {
    let room = tempfile::tempdir().unwrap();
    let examples = room.path().join("examples");
    copy(
        &workspace().join("examples/riverside"),
        &examples.join("riverside"),
    )
    .unwrap();
    assert!(execute("docs/book/amendments.md", room.path()) >= 1);
}

#[test]
fn the_page_of_comparisons_prints_what_it_says() {
    assert!(execute("docs/book/compare.md", &workspace()) >= 2);
}

#[test]
fn the_page_of_what_stands_beside_statuses_prints_what_it_says() {
    assert!(execute("docs/book/telling.md", &workspace()) >= 4);
}

#[test]
fn the_page_of_exports_prints_what_it_says() {
    assert!(execute("docs/book/exports.md", &workspace()) >= 1);
}

#[test]
fn the_readme_prints_what_it_says() {
    execute("README.md", &workspace());
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(fits("root …", "root 12ab"));
    assert!(fits("entry … of …", "entry 1 of 2"));
    assert!(!fits("root …; ok", "root 12; no"));
    assert!(!fits("met", "met late"));
    assert_eq!(
        words("submit a note=\"two words\""),
        ["submit", "a", "note=two words"]
    );
    assert_eq!(steady("root 0123456789abcdef\n"), "root …\n");
}

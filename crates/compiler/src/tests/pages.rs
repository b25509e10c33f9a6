//! The examples on the pages of codes are tests: the first has the fault, with
//! exactly the message shown; the second has it no more, nor any error.

use std::fmt::Write as _;

use servanda_model::diagnostic::Grade;

use super::compiled;
use crate::codes::ALL;

struct Example {
    text: String,
    files: Vec<(String, String)>,
}

/// Reads the examples of a page and the message it shows.
fn examples(page: &str) -> (Vec<Example>, String) {
    let mut examples: Vec<Example> = Vec::new();
    let mut shown = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let (fence, info) = match line.strip_prefix("````") {
            Some(info) => ("````", info),
            None => match line.strip_prefix("```") {
                Some(info) => ("```", info),
                None => continue,
            },
        };
        let mut body = String::new();
        for line in lines.by_ref().take_while(|line| *line != fence) {
            body.push_str(line);
            body.push('\n');
        }
        if info == "agreement" {
            examples.push(Example {
                text: body,
                files: Vec::new(),
            });
        } else if let Some(name) = info.strip_prefix("file ") {
            let last = examples.last_mut().expect("a file follows its agreement");
            last.files.push((name.to_owned(), body));
        } else if info == "diagnostics" {
            shown = body;
        }
    }
    (examples, shown)
}

#[test]
fn examples_have_the_fault_and_are_put_right() {
    let mut wrong = Vec::new();
    for code in ALL {
        let (examples, shown) = examples(code.page);
        let faulty = &examples[0];
        let found = compiled(&faulty.text, &faulty.files).diagnostics;
        let mut messages = String::new();
        for one in found.iter().filter(|one| one.code == code.code) {
            let _ = writeln!(messages, "{}: {}", one.code, one.message);
        }
        if messages != shown {
            wrong.push(format!(
                "{}: shows {shown:?}, has {messages:?}; all: {found:#?}",
                code.code
            ));
        }
        let right = &examples[1];
        for one in compiled(&right.text, &right.files).diagnostics {
            if one.code == code.code || one.grade == Grade::Error {
                wrong.push(format!(
                    "{}: still {} when put right: {}",
                    code.code, one.code, one.message
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_finding_says_what_follows_and_what_to_do() {
    for code in ALL {
        let (examples, _) = examples(code.page);
        for example in &examples {
            for one in compiled(&example.text, &example.files).diagnostics {
                assert!(!one.effect.is_empty(), "{}: {}", one.code, one.message);
                assert!(
                    (1..=3).contains(&one.ways_out.len()),
                    "{}: {:?}",
                    one.code,
                    one.ways_out
                );
                assert!(!one.message.ends_with('.'), "{}", one.message);
                assert!(one.file.is_some() || one.span.end <= example.text.len());
            }
        }
    }
}

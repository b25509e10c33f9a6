//! The examples on the pages of codes, and the literate cases of the surface.

use servanda_syntax::{codes, parse};

/// Returns the bodies of the fenced blocks of `page` with the info `info`.
fn blocks<'a>(page: &'a str, fence: &str, info: &str) -> Vec<&'a str> {
    let opening = format!("\n{fence}{info}\n");
    let closing = format!("\n{fence}\n");
    page.split(&opening)
        .skip(1)
        .map(|rest| {
            let end = if rest.starts_with(&closing[1..]) {
                Some(0)
            } else {
                None
            };
            let end = end.or_else(|| rest.find(&closing).map(|at| at + 1));
            &rest[..end.expect("a closed block")]
        })
        .collect()
}

#[test]
fn every_page_shows_its_fault_and_puts_it_right() {
    for code in codes::ALL {
        let heading = format!("# {}: {}\n", code.code, code.title);
        assert!(code.page.starts_with(&heading), "{}", code.code);
        let examples = blocks(code.page, "````", "agreement");
        let [faulty, right] = examples.as_slice() else {
            panic!("{}: two examples", code.code);
        };
        let shown = blocks(code.page, "```", "diagnostics");
        let told: String = super::told(faulty)
            .iter()
            .map(|one| format!("{one}\n"))
            .collect();
        assert_eq!(shown, [told.as_str()], "{}", code.code);
        assert!(told.starts_with(code.code), "{}: {told}", code.code);
        assert_eq!(super::told(right), Vec::<String>::new(), "{}", code.code);
    }
}

#[test]
fn every_diagnostic_says_what_follows_and_what_to_do() {
    for code in codes::ALL {
        for example in blocks(code.page, "````", "agreement") {
            for one in parse(example).diagnostics {
                assert!(!one.effect.is_empty(), "{one:?}");
                assert!((1..=3).contains(&one.ways_out.len()), "{one:?}");
                assert!(!one.message.ends_with('.'), "{one:?}");
                assert_eq!(
                    codes::find(one.code).map(|code| code.grade),
                    Some(one.grade)
                );
            }
        }
    }
}

#[test]
fn the_literate_cases_of_the_surface_hold() {
    let page = include_str!("../../../../tests/cases/syntax/surface.md");
    let texts = blocks(page, "```", "agreement");
    let expected = blocks(page, "```", "diagnostics");
    assert_eq!(texts.len(), expected.len());
    assert!(texts.len() >= 20);
    for (text, expected) in texts.iter().zip(expected) {
        // The compiler's codes stand in the same blocks and are its own tests'.
        let ours: Vec<&str> = expected
            .lines()
            .filter(|line| codes::find(&line[..4]).is_some())
            .collect();
        let told: Vec<String> = parse(text)
            .diagnostics
            .iter()
            .map(|one| {
                let clause = one.clause.as_ref().map_or("-", |clause| clause.as_str());
                format!("{} {clause} {}", one.code, one.message)
            })
            .collect();
        assert_eq!(told, ours, "{text}");
    }
}

//! Laws that hold for every text.
//!
//! - round trip: the tree's text is the input, and nothing panics;
//! - places: every diagnostic points into the text, at whole characters;
//! - formatting twice is formatting once, and changes nothing but spaces.

use proptest::prelude::*;
use servanda_syntax::{format, parse};

use crate::riverside::RIVERSIDE;

/// Returns what a text says, spans left out.
fn said(text: &str) -> String {
    let shown = format!("{:?}", parse(text).file);
    let mut said = String::new();
    let mut pieces = shown.split("Span { ");
    said.extend(pieces.next());
    for piece in pieces {
        said.push_str(piece.split_once('}').map_or("", |(_, rest)| rest));
    }
    said
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert_eq!(parsed.tree().text().to_string(), text);
    for one in &parsed.diagnostics {
        prop_assert!(
            text.get(one.span.start..one.span.end).is_some(),
            "{:?}",
            one
        );
    }
    let formatted = format(text);
    prop_assert_eq!(&format(&formatted), &formatted);
    prop_assert_eq!(said(&formatted), said(text));
    Ok(())
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "```accord\n", "```accord\r\n", "```\n", "~~~ accord\n", "> ```accord\n", "\n", "\r\n",
            "\u{feff}", "\t", "  ", "# T\n", "## A\n", "5.1  North must perform Entry\n", "party  ",
            "event      Entry of truck", " by 2026-01-01", "  undated\n", "\"", "\\\"", ";", ", ", ":",
            "(", ")", "٦٠", "\u{a0}", "\u{0}", "é", "北", "שלום", "  when  4.1 is met and (", " or ",
            "  says  \"a\"; \"b\"\n", "agreement  X\n", "  calendar  Joint Days rest on Friday\n",
            "ladder  L for x\n  step 1   y\n", "each ", "Board of Peace", "5.1", "\r",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

/// Riverside with some of its lines and letters changed.
fn changed() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..24_usize, piece());
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut text: Vec<char> = RIVERSIDE.chars().collect();
        for (at, length, piece) in changes {
            let start = at.index(text.len().max(1)).min(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn any_text_at_all(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn any_text_of_our_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        holds(&pieces.concat())?;
    }

    #[test]
    fn any_block_of_our_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        holds(&format!("```accord\n{}\n```\n", pieces.concat()))?;
    }

    #[test]
    fn riverside_with_mistakes(text in changed()) {
        holds(&text)?;
    }

    #[test]
    fn riverside_with_other_spaces(widths in prop::collection::vec(1..6_usize, 64)) {
        let mut widths = widths.into_iter().cycle();
        let mut text = String::new();
        let mut block = false;
        for line in RIVERSIDE.lines() {
            let fence = line.starts_with("```");
            block ^= fence;
            if block && !fence && !line.contains('"') {
                let indent = line.len() - line.trim_start().len();
                text.push_str(&line[..indent]);
                for word in line.split_whitespace() {
                    text.push_str(word);
                    text.extend(std::iter::repeat_n(' ', widths.next().unwrap_or(1)));
                }
            } else {
                text.push_str(line);
            }
            text.push_str("\r\n");
        }
        prop_assert_eq!(said(&text).replace("\\r\\n", "\\n"), said(RIVERSIDE));
        prop_assert_eq!(format(&text).replace("\r\n", "\n"), RIVERSIDE);
    }
}

//! Rows of a batch are judged as if each were an entry.
//!
//! A drawn record is told a second time with some of its entries as rows of the
//! entry before them. Both assessors must agree on it, and what `assess` says
//! must be what it said before, but for how entries are cited.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use servanda_model::assessment::{AsOf, Assessment, Known};
use servanda_model::plan::Plan;
use servanda_model::record::{Citation, LeafIndex, Record};
use servanda_reference::generate::{worlds, worlds_with_cases};
use servanda_reference::{assess, differences, to_case};

/// Cites entries anew: those whose turn it is become rows.
///
/// # Shape
/// By place. No batch lies across the end of a backfill or of what is known.
fn citations(record: &Record, turns: &[bool], ends: [u64; 2]) -> Vec<Citation> {
    let mut cited: Vec<Citation> = Vec::new();
    for (place, entry) in (0_u64..).zip(&record.entries) {
        let before = cited.last().copied();
        let turn = turns
            .iter()
            .cycle()
            .nth(usize::try_from(place).unwrap_or(0));
        let before_it = usize::try_from(place).ok().and_then(|at| at.checked_sub(1));
        let earlier = before_it.and_then(|at| record.entries.get(at));
        let same = earlier.is_some_and(|earlier| earlier.signer == entry.signer);
        let next = match before {
            Some(last) if turn == Some(&true) && same && !ends.contains(&place) => Citation {
                entry: last.entry,
                row: Some(last.row.map_or(0, |row| row + 1)),
            },
            Some(last) => Citation::whole(LeafIndex(last.number() + 1)),
            None => Citation::whole(LeafIndex(0)),
        };
        cited.push(next);
    }
    cited
}

/// Returns how many entries of the log the first `count` facts are.
fn size(cited: &[Citation], count: u64) -> u64 {
    let last = usize::try_from(count)
        .ok()
        .and_then(|count| count.checked_sub(1));
    let last = last.and_then(|at| cited.get(at.min(cited.len().saturating_sub(1))));
    last.map_or(0, |last| last.number() + 1)
}

fn told_in_rows(record: &Record, as_of: AsOf, turns: &[bool]) -> (Record, AsOf, Vec<Citation>) {
    let known = match as_of.known {
        Known::Size(size) => size,
        Known::By(_) => 0,
    };
    let cited = citations(record, turns, [record.backfill, known]);
    let anew = |old: &Citation| {
        let place = usize::try_from(old.number()).ok();
        place
            .and_then(|place| cited.get(place))
            .copied()
            .unwrap_or(*old)
    };
    let mut told = record.clone();
    told.backfill = size(&cited, record.backfill);
    for entry in &mut told.entries {
        entry.citation = anew(&entry.citation);
        entry.refers_to = entry.refers_to.iter().map(anew).collect();
    }
    let as_of = AsOf {
        known: match as_of.known {
            Known::Size(known) => Known::Size(size(&cited, known)),
            by @ Known::By(_) => by,
        },
        ..as_of
    };
    (told, as_of, cited)
}

/// Writes an assessment with each entry under its place.
fn placed(mut assessment: Assessment, as_of: AsOf, cited: &[Citation]) -> String {
    assessment.as_of = as_of;
    let mut text = format!("{assessment:?}");
    for (place, citation) in cited.iter().enumerate() {
        let here = format!("@{place}@");
        text = text.replace(&format!("{citation:?}"), &here);
        text = text.replace(&format!("(entry {citation})"), &here);
    }
    text
}

fn holds(plan: &Plan, record: &Record, as_of: AsOf, turns: &[bool]) -> Result<(), TestCaseError> {
    let (told, known, cited) = told_in_rows(record, as_of, turns);
    let ours = servanda_assess::assess(plan, &told, known);
    let found = differences(&ours, &assess(plan, &told, known));
    prop_assert!(
        found.is_empty(),
        "{}\n{}",
        found.join("\n"),
        to_case(plan, &told, &known)
    );
    let before = servanda_assess::assess(plan, record, as_of);
    let old: Vec<Citation> = record.entries.iter().map(|entry| entry.citation).collect();
    let (now, was) = (placed(ours, as_of, &cited), placed(before, as_of, &old));
    let same = now.bytes().zip(was.bytes()).take_while(|(a, b)| a == b);
    let from = same.count().saturating_sub(200);
    let part = |text: &str| text.chars().skip(from).take(400).collect::<String>();
    prop_assert!(now == was, "{}\n\n{}", part(&now), part(&was));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_010),
        ..ProptestConfig::with_cases(128)
    })]

    #[test]
    fn rows_are_judged_as_entries(
        (plan, record, as_of) in worlds(),
        turns in prop::collection::vec(any::<bool>(), 1..12),
    ) {
        holds(&plan, &record, as_of, &turns)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_010),
        ..ProptestConfig::with_cases(24)
    })]

    #[test]
    fn rows_are_judged_as_entries_in_cases(
        (plan, record, as_of) in worlds_with_cases(),
        turns in prop::collection::vec(any::<bool>(), 1..12),
    ) {
        holds(&plan, &record, as_of, &turns)?;
    }
}

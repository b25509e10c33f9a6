//! `assess` and the naive assessor agree on everything the page "Meaning"
//! fixes.
//!
//! `SERVANDA_PROPTEST_CASES` says how many worlds are drawn. A failure is
//! shrunk and printed as the skeleton of a case.

#![expect(
    clippy::disallowed_methods,
    reason = "the number of cases is the caller's to set"
)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use servanda_reference::generate::{worlds, worlds_with_amendments, worlds_with_cases};
use servanda_reference::{assess, differences, to_case};

/// Draws the same worlds on every run, so that one commit has one outcome;
/// whoever asks for a number of cases draws new ones.
fn seed() -> RngSeed {
    match std::env::var("SERVANDA_PROPTEST_CASES") {
        Ok(_) => RngSeed::Random,
        Err(_) => RngSeed::Fixed(20_251_010),
    }
}

fn cases() -> u32 {
    std::env::var("SERVANDA_PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(512)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: seed(),
        max_shrink_iters: 20_000,
        ..ProptestConfig::with_cases(cases())
    })]

    #[test]
    fn both_assessors_agree((plan, record, as_of) in worlds()) {
        let ours = servanda_assess::assess(&plan, &record, as_of);
        let theirs = assess(&plan, &record, as_of);
        let found = differences(&ours, &theirs);
        prop_assert!(
            found.is_empty(),
            "{}\n{}",
            found.join("\n"),
            to_case(&plan, &record, &as_of)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: seed(),
        max_shrink_iters: 20_000,
        ..ProptestConfig::with_cases(cases())
    })]

    #[test]
    fn both_assessors_agree_on_amendments((plan, record, as_of) in worlds_with_amendments()) {
        let ours = servanda_assess::assess(&plan, &record, as_of);
        let theirs = assess(&plan, &record, as_of);
        let found = differences(&ours, &theirs);
        prop_assert!(
            found.is_empty(),
            "{}\n{}",
            found.join("\n"),
            to_case(&plan, &record, &as_of)
        );
    }
}

/// Draws fewer worlds with cases by default: each is judged once for every
/// instant at which something was told.
fn cases_of_cases() -> u32 {
    match std::env::var("SERVANDA_PROPTEST_CASES") {
        Ok(_) => cases(),
        Err(_) => 96,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: seed(),
        max_shrink_iters: 2_000,
        ..ProptestConfig::with_cases(cases_of_cases())
    })]

    #[test]
    fn both_assessors_agree_on_cases((plan, record, as_of) in worlds_with_cases()) {
        let ours = servanda_assess::assess(&plan, &record, as_of);
        let theirs = assess(&plan, &record, as_of);
        let found = differences(&ours, &theirs);
        prop_assert!(
            found.is_empty(),
            "{}\n{}",
            found.join("\n"),
            to_case(&plan, &record, &as_of)
        );
    }
}

/// What a difference is about: its frame, field and the two answers, keys and
/// dates left out.
fn kind(difference: &str) -> String {
    let (head, tail) = difference
        .split_once(": assess ")
        .unwrap_or((difference, ""));
    let field: String = head
        .rsplit(['}', ')'])
        .next()
        .unwrap_or(head)
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned();
    let words: String = tail
        .chars()
        .filter(|c| c.is_alphabetic() || *c == ' ')
        .take(70)
        .collect();
    format!("{field}: {words}")
}

/// Draws many worlds and prints one shrunk world for every kind of difference;
/// a tool for whoever changes a meaning.
#[test]
#[ignore = "prints a survey; run by hand"]
fn survey() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = match std::env::var("SERVANDA_SURVEY_SEED") {
        Ok(seed) => TestRunner::new(ProptestConfig {
            rng_seed: RngSeed::Fixed(seed.parse().unwrap()),
            ..ProptestConfig::default()
        }),
        Err(_) => TestRunner::deterministic(),
    };
    let asked = |name: &str| std::env::var(name).is_ok();
    let strategy = if asked("SERVANDA_SURVEY_CASES") {
        worlds_with_cases().boxed()
    } else if asked("SERVANDA_SURVEY_AMENDMENTS") {
        worlds_with_amendments().boxed()
    } else {
        worlds().boxed()
    };
    let steps = match std::env::var("SERVANDA_SURVEY_CASES") {
        Ok(_) => 250,
        Err(_) => 3000,
    };
    let mut kinds: std::collections::BTreeMap<String, (u32, String)> =
        std::collections::BTreeMap::new();
    let mut differing = 0;
    for _case in 0..cases() {
        let mut tree = strategy.new_tree(&mut runner).unwrap();
        let of = |(plan, record, as_of): &(_, _, _)| {
            differences(
                &servanda_assess::assess(plan, record, *as_of),
                &assess(plan, record, *as_of),
            )
        };
        let found = of(&tree.current());
        let Some(first) = found.first() else {
            continue;
        };
        differing += 1;
        let wanted = kind(first);
        if let Some((count, _)) = kinds.get_mut(&wanted) {
            *count += 1;
            continue;
        }
        let mut best = tree.current();
        for _step in 0..steps {
            if of(&tree.current()).iter().any(|d| kind(d) == wanted) {
                best = tree.current();
                if !tree.simplify() {
                    break;
                }
            } else if !tree.complicate() {
                break;
            }
        }
        let text = format!(
            "{}\n{}",
            of(&best).join("\n"),
            to_case(&best.0, &best.1, &best.2)
        );
        kinds.insert(wanted, (1, text));
    }
    let mut all: Vec<_> = kinds.into_iter().collect();
    all.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    println!("{differing} of {} worlds differ", cases());
    for (kind, (count, text)) in all {
        println!("=== {count} x {kind}\n{text}");
    }
}

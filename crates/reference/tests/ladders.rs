//! The strategies for cases reach every state, step, end and force; and the
//! naive automaton answers the same twice.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use servanda_reference::{assess, generate::worlds_with_cases};

#[test]
fn the_strategies_reach_every_state_of_a_case() {
    let mut runner = TestRunner::deterministic();
    let strategy = worlds_with_cases();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |key: String| *seen.entry(key).or_default() += 1;
    for draw in 0..300 {
        let (plan, record, as_of) = strategy.new_tree(&mut runner).unwrap().current();
        let judged = assess(&plan, &record, as_of);
        if draw % 40 == 0 {
            assert_eq!(assess(&plan, &record, as_of), judged);
        }
        for case in &judged.cases {
            count(format!("state {}", case.state.key()));
            count(format!("basis {:?}", case.basis));
            for step in &case.steps {
                count(format!("step {:?}", step.state));
            }
            for (_, _, found) in &case.findings {
                count(format!("found {found:?}"));
            }
            for (change, _, until) in &case.effects {
                let change = format!("{change:?}");
                let kind = change.split('(').next().unwrap_or_default();
                count(format!("force {kind} {}", until.is_some()));
            }
            for (_, _, certified) in &case.remedies {
                count(format!("remedy {}", certified.is_some()));
            }
            for one in &case.waiting {
                count(format!("overdue {}", one.overdue));
            }
            if !case.replies.is_empty() {
                count("replied".to_owned());
            }
            if let Some((_, how)) = &case.ended {
                count(format!("end {how:?}"));
            }
        }
    }
    for key in [
        "basis Failure",
        "basis Incident",
        "basis Complaint",
        "end Cured",
        "end NotSubstantiated",
        "end Silence",
        "force Ended false",
        "force RevivedClause false",
        "force RevivedPhase false",
        "force Suspended false",
        "force Suspended true",
        "overdue true",
        "replied",
        "state alleged",
        "state closed",
        "state reply_due",
        "state response",
        "state substantiated",
        "state verifying",
        "step Available",
        "step Done",
        "step NotNeeded",
        "step NotReached",
        "step RanOut",
        "step Running",
        "step Skipped",
        "step Stopped",
    ] {
        assert!(seen.contains_key(key), "no case with {key}: {seen:#?}");
    }
}

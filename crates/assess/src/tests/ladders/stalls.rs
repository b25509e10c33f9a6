//! Nobody can freeze a case unseen, and the fold equals the batch with ladders.

use std::sync::Arc;

use proptest::prelude::*;
use servanda_model::assessment::{AsOf, Known};
use servanda_model::plan::StepSilence;
use servanda_model::record::{Act, DecisionAct};
use servanda_model::time::When;

use super::build::*;
use crate::{Assessor, assess};

/// Everything that everybody does on the failure of 4.1.
fn all() -> Vec<(&'static str, Said)> {
    vec![
        (
            "Monitors",
            decides(
                "2025-10-21T12:00:00Z",
                DecisionAct::Notify,
                "Monitors",
                "4.1",
            ),
        ),
        ("North", replies("2025-10-23T08:00:00Z", "North", "4.1")),
        (
            "Joint Commission",
            decides(
                "2025-10-26T09:00:00Z",
                DecisionAct::Meet,
                "Joint Commission",
                "4.1",
            ),
        ),
        (
            "Guarantor",
            decides(
                "2025-10-28T09:00:00Z",
                DecisionAct::Suspend,
                "Guarantor",
                "9.1",
            ),
        ),
    ]
}

#[test]
fn without_any_one_body_a_case_says_whom_it_waits_for_or_goes_on_by_silence() {
    for waits in [false, true] {
        let mut plan = riverside();
        if waits {
            for step in &mut plan.ladders[0].steps {
                step.silence = StepSilence::Waits;
            }
        }
        for absent in ["Monitors", "North", "Joint Commission", "Guarantor"] {
            let mut acts = vec![failure()];
            acts.extend(
                all()
                    .into_iter()
                    .filter(|(who, _)| *who != absent)
                    .map(|(_, said)| said),
            );
            let case = only(&plan, acts, "2025-12-20T00:00:00Z");
            let named = case.waiting.iter().any(|one| {
                one.actor.as_str() == absent
                    && one.overdue
                    && case.reasons.iter().any(|reason| {
                        reason.text.contains(&format!("waits for {absent}"))
                            && reason.text.contains("since")
                    })
            });
            let went_on = case.steps.last().is_some_and(|step| step.ended.is_some());
            assert!(named || went_on, "{absent}: {case:#?}");
            assert!(waits || went_on, "{absent}: {case:#?}");
        }
    }
}

#[derive(Clone, Debug)]
struct Random {
    kind: u8,
    who: u8,
    hour: i64,
    refers: Option<usize>,
    value: u8,
}

fn random() -> impl Strategy<Value = Random> {
    (
        0_u8..16,
        0_u8..5,
        0_i64..1200,
        prop::option::of(0_usize..6),
        0_u8..4,
    )
        .prop_map(|(kind, who, hour, refers, value)| Random {
            kind,
            who,
            hour,
            refers,
            value,
        })
}

const ACTS: [DecisionAct; 10] = [
    DecisionAct::Notify,
    DecisionAct::Meet,
    DecisionAct::Decide,
    DecisionAct::Suspend,
    DecisionAct::Resume,
    DecisionAct::Close,
    DecisionAct::Extend,
    DecisionAct::Remedy,
    DecisionAct::Certify,
    DecisionAct::Screen,
];

fn say(one: &Random) -> Said {
    let who = [
        "Monitors",
        "North",
        "Joint Commission",
        "Guarantor",
        "South",
    ][usize::from(one.who)];
    let instant = at("2025-10-18T00:00:00Z") + jiff::SignedDuration::from_hours(one.hour);
    let received = instant.to_string();
    let when = When::At(instant);
    let value = [
        None,
        Some("substantiated"),
        Some("not substantiated"),
        Some("otherwise"),
    ][usize::from(one.value)];
    let mut said = match one.kind {
        0..=9 => {
            let act = ACTS[usize::from(one.kind)];
            let of = match act {
                DecisionAct::Suspend | DecisionAct::Resume => "9.1",
                _ => ["4.1", "6.1", "Ladder A"][usize::from(one.value) % 3],
            };
            so(decides(&received, act, who, of), |decision| {
                decision.value = value.map(str::to_owned);
            })
        }
        10 => replies(&received, who, "4.1"),
        11 | 12 => {
            let reporter = if one.who == 0 { "Press" } else { "Monitors" };
            said(&received, Act::Report(report("Handover", reporter, when)))
        }
        13 => said(&received, Act::Correction(None)),
        _ => {
            let mut attack = with(report("Attack", "Monitors", when), "harm", "death");
            attack.actors = vec![["North", "South"][usize::from(one.who) % 2].into()];
            said(&received, Act::Report(attack))
        }
    };
    said.refers.extend(one.refers.map(|index| index as u64));
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_fold_equals_the_batch_with_ladders(
        acts in prop::collection::vec(random(), 0..9),
        hour in 72_i64..2400,
    ) {
        let plan = Arc::new(riverside());
        let mut all = vec![failure()];
        all.extend(acts.iter().map(say));
        let record = told(all);
        let end = at("2025-10-18T00:00:00Z") + jiff::SignedDuration::from_hours(hour);
        let known = Known::By(end);
        let mut fold = Assessor::new(Arc::clone(&plan)).with_known(known);
        fold.advance(end);
        for entry in record.entries.clone() {
            fold.apply(entry);
        }
        let as_of = AsOf { at: end, known };
        prop_assert_eq!(fold.snapshot(), assess(&plan, &record, as_of));
    }

    #[test]
    fn what_comes_later_changes_no_case_before_it_is_known(
        acts in prop::collection::vec(random(), 1..9),
        hour in 72_i64..1400,
    ) {
        let plan = riverside();
        let mut all = vec![failure()];
        all.extend(acts.iter().map(say));
        let record = told(all);
        let end = at("2025-10-18T00:00:00Z") + jiff::SignedDuration::from_hours(hour);
        let mut prefix = record.clone();
        prefix.entries.retain(|entry| entry.received_at <= end);
        let as_of = AsOf { at: end, known: Known::By(end) };
        prop_assert_eq!(assess(&plan, &record, as_of), assess(&plan, &prefix, as_of));
    }
}

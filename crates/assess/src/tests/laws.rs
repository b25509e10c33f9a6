//! Laws: the fold equals the batch, independent reports commute, and what is
//! received after `known` changes nothing.

use std::sync::Arc;

use proptest::prelude::*;
use servanda_model::assessment::{AsOf, Assessment, Known, Status};
use servanda_model::plan::{Opens, Plan, Silence, Trigger};
use servanda_model::record::{Act, Citation, LeafIndex, Record};
use servanda_model::time::{Date, When};

use super::build::*;
use crate::{Assessor, assess};

fn agreement() -> Plan {
    let mut first = clause("1", perform("Handover", by("2025-10-20")));
    first.silence = Silence::NotDoneOnceClosed {
        by: "Monitors".into(),
        what: "the handover".into(),
    };
    let second = clause(
        "2",
        perform("Withdrawal", within(5, Trigger::Opening("Phase 2".into()))),
    );
    let mut third = clause("3", trucks(10));
    third.evidence = evidence(2, &[]);
    let mut plan = plan(vec![first, second, third]);
    plan.phases = vec![phase("Phase 2", Opens::When(met("1")))];
    plan.challenge = Some(challenges());
    plan
}

#[derive(Clone, Debug)]
enum Step {
    Report {
        of: u8,
        who: u8,
        day: i8,
        done: bool,
        figure: i64,
    },
    Correct {
        target: usize,
        withdraw: bool,
        day: i8,
    },
    Challenge {
        target: usize,
    },
    Close {
        day: i8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0_u8..3, 0_u8..3, 10_i8..31, any::<bool>(), 5_i64..15).prop_map(
            |(of, who, day, done, figure)| Step::Report { of, who, day, done, figure }
        ),
        2 => (0_usize..8, any::<bool>(), 10_i8..31)
            .prop_map(|(target, withdraw, day)| Step::Correct { target, withdraw, day }),
        1 => (0_usize..8).prop_map(|target| Step::Challenge { target }),
        1 => (10_i8..31).prop_map(|day| Step::Close { day }),
    ]
}

fn october(day: i8) -> When {
    let day = Date::new(2025, 10, day).expect("a day of October");
    When::On(day, day)
}

fn told(of: u8, who: u8, day: i8, done: bool, n: i64) -> Act {
    let of = ["Handover", "Withdrawal", "Trucks"][usize::from(of)];
    let who = ["Monitors", "Relief", "Press"][usize::from(who)];
    let mut report = report(of, who, october(day));
    if of == "Trucks" {
        report = figure(report, n);
    } else if !done {
        report.value = Some("not done".into());
    }
    Act::Report(report)
}

fn recorded(steps: &[Step]) -> Record {
    let mut acts = Vec::new();
    let mut references: Vec<Option<usize>> = Vec::new();
    for step in steps {
        let last = acts.len().saturating_sub(1);
        let (act, reference) = match step {
            Step::Report {
                of,
                who,
                day,
                done,
                figure,
            } => (told(*of, *who, *day, *done, *figure), None),
            Step::Correct {
                target,
                withdraw,
                day,
            } => {
                let target = (*target).min(last);
                let new = match acts.get(target) {
                    Some(Act::Report(old)) if !withdraw => Some(servanda_model::record::Report {
                        happened: october(*day),
                        ..old.clone()
                    }),
                    _ => None,
                };
                (Act::Correction(new), Some(target))
            }
            Step::Challenge { target } => {
                let act = Act::Challenge {
                    by: "South".into(),
                    grounds: None,
                };
                (act, Some((*target).min(last)))
            }
            Step::Close { day } => (closure("Monitors", "Handover", october(*day)), None),
        };
        acts.push(act);
        references.push(reference);
    }
    let mut record = record(acts);
    let signers: Vec<_> = record
        .entries
        .iter()
        .map(|entry| entry.signer.clone())
        .collect();
    for (entry, reference) in record.entries.iter_mut().zip(references) {
        if let Some(target) = reference.filter(|target| (*target as u64) < entry.citation.number())
        {
            entry.refers_to = vec![Citation::whole(LeafIndex(target as u64))];
            if matches!(entry.act, Some(Act::Correction(_))) {
                entry.signer = signers[target].clone();
            }
        }
    }
    record
}

fn statuses(assessment: &Assessment) -> Vec<(String, Vec<Status>)> {
    assessment
        .clauses
        .iter()
        .map(|clause| {
            let instances = clause.instances.iter().map(|i| i.status);
            (
                clause.id.to_string(),
                std::iter::once(clause.status).chain(instances).collect(),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_fold_equals_the_batch(
        steps in prop::collection::vec(step(), 1..8),
        day in 11_i8..31,
        early in any::<bool>(),
    ) {
        let plan = Arc::new(agreement());
        let record = recorded(&steps);
        let at = plan.zone.day_end(Date::new(2025, 11, day.min(30)).expect("a day"));
        let known = Known::By(at);
        let mut fold = Assessor::new(Arc::clone(&plan)).with_known(known);
        if early {
            fold.advance(at);
        }
        for entry in record.entries.clone() {
            fold.apply(entry);
        }
        fold.advance(at);
        let batch = assess(&plan, &record, AsOf { at, known });
        prop_assert_eq!(fold.snapshot(), batch);
    }

    #[test]
    fn changes_tell_every_difference(steps in prop::collection::vec(step(), 1..6)) {
        let plan = Arc::new(agreement());
        let mut fold = Assessor::new(Arc::clone(&plan));
        fold.advance(plan.zone.day_end(Date::new(2025, 11, 25).expect("a day")));
        for entry in recorded(&steps).entries {
            let before = fold.snapshot();
            let changes = fold.apply(entry);
            let after = fold.snapshot();
            prop_assert_eq!(changes.is_empty(), statuses(&before) == statuses(&after));
        }
    }

    #[test]
    fn reports_of_different_reporters_commute(
        reports in prop::collection::vec((0_u8..3, 10_i8..31, any::<bool>(), 5_i64..15), 3),
    ) {
        let plan = agreement();
        let acts: Vec<Act> = (0_u8..)
            .zip(&reports)
            .map(|(who, (of, day, done, n))| told(*of, who, *day, *done, *n))
            .collect();
        let forwards = judge(&plan, &record(acts.clone()), "2025-11-25");
        let backwards = judge(&plan, &record(acts.into_iter().rev().collect()), "2025-11-25");
        prop_assert_eq!(statuses(&forwards), statuses(&backwards));
    }

    #[test]
    fn what_comes_after_known_changes_nothing(
        steps in prop::collection::vec(step(), 2..8),
        size in 1_usize..4,
    ) {
        let plan = agreement();
        let record = recorded(&steps);
        let size = size.min(record.entries.len());
        let prefix = Record {
            entries: record.entries[..size].to_vec(),
            backfill: 0,
            ..Record::default()
        };
        let known = Known::Size(size as u64);
        let at = plan.zone.day_end(Date::new(2025, 11, 25).expect("a day"));
        let as_of = AsOf { at, known };
        prop_assert_eq!(assess(&plan, &record, as_of), assess(&plan, &prefix, as_of));
    }
}

//! A large agreement is judged in reasonable time.

use servanda_model::assessment::Status;
use servanda_model::names::TermName;
use servanda_model::plan::{Duty, OpenTerm, Opens, Reading, ReadingValue, Target, Trigger};
use servanda_model::record::Act;
use servanda_model::time::When;

use super::build::*;
use crate::calendar::plus_days;

fn terms() -> OpenTerm {
    OpenTerm {
        name: "enough".into(),
        clause: "90".into(),
        settled_by: None,
        readings: [("A", 400), ("B", 500), ("C", 600)]
            .map(|(name, n)| Reading {
                name: name.into(),
                text: n.to_string(),
                value: ReadingValue::Number(n.into(), None),
            })
            .to_vec(),
        notes: Vec::new(),
        span: servanda_model::diagnostic::Span::default(),
    }
}

#[test]
fn three_hundred_days_under_three_readings() {
    let mut clauses: Vec<_> = (1..=39)
        .map(|n| clause(&n.to_string(), release(3 + n % 5)))
        .collect();
    let Duty::Keep {
        measured, cadence, ..
    } = trucks(600)
    else {
        panic!("a rate");
    };
    clauses.push(clause(
        "40",
        Duty::Keep {
            measured,
            target: Target::Term(
                servanda_model::figure::Comparison::AtLeast,
                TermName::from("enough"),
            ),
            cadence,
        },
    ));
    let mut plan = plan(clauses);
    plan.terms = vec![terms()];
    plan.phases = vec![
        phase(
            "Phase 1",
            Opens::On(Trigger::Anchor("Entry into Force".into())),
        ),
        phase("Phase 2", Opens::When(met("1"))),
    ];
    let first = day("2025-10-10");
    let acts: Vec<Act> = (0..500_i64)
        .map(|n| {
            let day = plus_days(first, n % 300);
            let when = When::On(day, day);
            let who = ["Monitors", "Relief", "Press"][usize::try_from(n % 3).unwrap_or(0)];
            if n % 5 == 0 {
                let key = (n / 5 % 20 + 1).to_string();
                Act::Report(with(report("Release", who, when), "person", &key))
            } else {
                Act::Report(figure(report("Trucks", who, when), 300 + n % 7 * 60))
            }
        })
        .collect();
    let judged = judge(&plan, &record(acts), "2026-08-05");
    assert_eq!(status(&judged, "40").instances.len(), 300);
    assert!(
        status(&judged, "40")
            .counts
            .iter()
            .any(|(s, _)| *s == Status::Contested)
    );
}

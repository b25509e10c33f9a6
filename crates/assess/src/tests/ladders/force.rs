//! What cases change: suspensions, ends and revivals, and statuses under them.

use servanda_model::assessment::{PhaseState, Status};
use servanda_model::case::{CaseState, NormChange, StepState};
use servanda_model::plan::clause::{Mirror, Response};
use servanda_model::plan::{Deed, LadderStep, SnapbackEffect, StepPart};
use servanda_model::record::{Act, DecisionAct};
use servanda_model::time::{ClockTime, Period, When, Zone};

use super::build::*;

fn met() -> Vec<Said> {
    vec![
        failure(),
        decides(
            "2025-10-21T12:00:00Z",
            DecisionAct::Notify,
            "Monitors",
            "4.1",
        ),
        replies("2025-10-23T08:00:00Z", "North", "4.1"),
        decides(
            "2025-10-26T09:00:00Z",
            DecisionAct::Meet,
            "Joint Commission",
            "4.1",
        ),
    ]
}

fn suspends(received: &str) -> Said {
    decides(received, DecisionAct::Suspend, "Guarantor", "9.1")
}

/// Ladder A with clocks that stop, and 9.1 due on 5 November.
fn due_early(stops: bool) -> servanda_model::plan::Plan {
    let mut plan = riverside();
    plan.clauses[3].duty = perform("Withdrawal", by("2025-11-05"));
    if let StepPart::Act(act) = &mut plan.ladders[0].steps[3].parts[0]
        && let Deed::Suspend { clock_stops, .. } = &mut act.deed
    {
        *clock_stops = stops;
    }
    plan
}

#[test]
fn a_suspension_lasts_until_it_is_resumed_or_its_time_runs_out() {
    let plan = due_early(false);
    let mut acts = met();
    acts.push(suspends("2025-10-28T09:00:00Z"));
    let lasting = judged(&plan, &told(acts.clone()), "2025-11-10T00:00:00Z");
    assert_eq!(first(&lasting, "9.1"), Status::Suspended);
    let reasons = &lasting.clauses[3].instances[0].reasons;
    let expected = "suspended from 28 October 2025, 11:00 UTC+02:00 by Guarantor's decision \
                    (entry 4), which step 4 of Ladder A allows, until 27 November 2025";
    assert!(reasons.iter().any(|r| r.text == expected), "{reasons:#?}");
    assert_eq!(
        lasting.cases[0].effects[0].kind,
        NormChange::Suspended("9.1".into(), false)
    );
    let over = judged(&plan, &told(acts.clone()), "2025-11-28T00:00:00Z");
    assert_eq!(first(&over, "9.1"), Status::Undetermined);
    let end = plan.zone.day_end(day("2025-11-27"));
    assert_eq!(over.clauses[3].instances[0].due_at, Some(end));
    acts.push(decides(
        "2025-11-01T09:00:00Z",
        DecisionAct::Resume,
        "Guarantor",
        "9.1",
    ));
    let resumed = judged(&plan, &told(acts.clone()), "2025-11-02T00:00:00Z");
    assert_eq!(first(&resumed, "9.1"), Status::NotYetDue);
    assert!(
        resumed.without_effect.is_empty(),
        "{:?}",
        resumed.without_effect
    );
    acts.push(suspends("2025-12-20T09:00:00Z"));
    let chained = judged(&plan, &told(acts), "2025-12-21T00:00:00Z");
    assert_ne!(first(&chained, "9.1"), Status::Suspended);
}

#[test]
fn a_stopped_clock_moves_the_due_date_by_the_time_spent() {
    let plan = due_early(true);
    let mut acts = met();
    acts.push(suspends("2025-10-28T09:00:00Z"));
    acts.push(decides(
        "2025-10-30T09:00:00Z",
        DecisionAct::Resume,
        "Guarantor",
        "9.1",
    ));
    let resumed = judged(&plan, &told(acts), "2025-10-31T00:00:00Z");
    let moved = plan.zone.day_end(day("2025-11-07"));
    assert_eq!(resumed.clauses[3].instances[0].due_at, Some(moved));
}

#[test]
fn a_suspension_ends_with_its_case_and_reaches_what_mirrors_the_clause() {
    let mut plan = due_early(false);
    let mut mirror = clause("9.2", perform("Release", by("2025-11-05")));
    mirror.mirrors = Some(Mirror {
        clause: "9.1".into(),
        suspends: false,
        clock_stops: false,
    });
    plan.clauses.push(mirror);
    let mut acts = met();
    acts.push(suspends("2025-10-28T09:00:00Z"));
    let when = When::At(at("2025-10-30T09:00:00Z"));
    acts.push(said(
        "2025-10-30T09:00:00Z",
        Act::Report(report("Handover", "Monitors", when)),
    ));
    let record = told(acts);
    let before = judged(&plan, &record, "2025-10-30T08:00:00Z");
    assert_eq!(first(&before, "9.1"), Status::Suspended);
    assert_eq!(first(&before, "9.2"), Status::Suspended);
    let cured = judged(&plan, &record, "2025-10-30T10:00:00Z");
    assert_eq!(first(&cured, "9.1"), Status::NotYetDue);
    assert_eq!(first(&cured, "9.2"), Status::NotYetDue);
}

#[test]
fn a_revived_phase_runs_its_rates_again() {
    let plan = riverside();
    let assessed = judged(&plan, &told(met()), "2025-11-28T12:00:00Z");
    assert_eq!(assessed.phases[0].state, PhaseState::Open);
    let days: Vec<_> = assessed.clauses[1]
        .instances
        .iter()
        .filter_map(|one| one.key.days)
        .collect();
    // Phase 1 closed on 15 October and is open again from the end of 25
    // November.
    assert_eq!(days.last(), Some(&(day("2025-11-27"), day("2025-11-27"))));
    assert!(days.contains(&(day("2025-11-26"), day("2025-11-26"))));
    assert!(!days.contains(&(day("2025-11-25"), day("2025-11-25"))));
    assert!(days.contains(&(day("2025-10-14"), day("2025-10-14"))));
}

#[test]
fn a_period_under_suspension_is_suspended_and_then_discharged() {
    let mut plan = due_early(false);
    plan.clauses[1].during.clear();
    if let StepPart::Act(act) = &mut plan.ladders[0].steps[3].parts[0] {
        act.deed = Deed::Suspend {
            clause: "5.1".into(),
            at_most: Some(Period::days(2)),
            clock_stops: false,
        };
    }
    let mut acts = met();
    acts.push(decides(
        "2025-10-28T09:00:00Z",
        DecisionAct::Suspend,
        "Guarantor",
        "5.1",
    ));
    let record = told(acts);
    let on = |instant: &str, of: &str| {
        let assessed = judged(&plan, &record, instant);
        let days = Some((day(of), day(of)));
        let mut all = assessed.clauses[1].instances.iter();
        all.find(|one| one.key.days == days).map(|one| one.status)
    };
    assert_eq!(
        on("2025-10-29T12:00:00Z", "2025-10-28"),
        Some(Status::Suspended)
    );
    assert_eq!(
        on("2025-11-02T12:00:00Z", "2025-10-28"),
        Some(Status::Discharged)
    );
    assert_eq!(
        on("2025-11-02T12:00:00Z", "2025-10-27"),
        Some(Status::Undetermined)
    );
    assert_eq!(
        on("2025-11-02T12:00:00Z", "2025-10-31"),
        Some(Status::Undetermined)
    );
}

/// A ladder like that of the Iran agreement of 2015: four steps of 15, 15, 5
/// and 30 days, each extended by consent, then reinstatement at eight in the
/// evening in New York.
fn snap_ladder() -> servanda_model::plan::Plan {
    let mut plan = riverside();
    plan.zone = Zone {
        name: "UTC".to_owned(),
        zone: jiff::tz::TimeZone::UTC,
    };
    let step_of = |number: u32, days: u32| -> LadderStep {
        let mut one = within(
            step(number, named("Joint Commission"), true, Deed::Decide),
            Period::days(days),
        );
        one.extended_by = vec!["North".into(), "South".into()];
        one
    };
    let mut last = snaps(
        4,
        vec![
            SnapbackEffect::Ends("9.1".into()),
            SnapbackEffect::RevivesClause("5.1".into()),
        ],
        Period::days(30),
    );
    if let StepPart::Snapback(snapback) = &mut last.parts[0] {
        let zone = "America/New_York";
        snapback.at = Some((
            ClockTime::constant(20, 0, 0, 0),
            Zone {
                name: zone.to_owned(),
                zone: jiff::tz::TimeZone::get(zone).expect("a zone"),
            },
        ));
    }
    plan.ladders = vec![ladder(
        "Ladder A",
        vec![step_of(1, 15), step_of(2, 15), step_of(3, 5), last],
    )];
    plan
}

fn extends(received: &str, by: &str, until: Option<&str>) -> Said {
    so(decides(received, DecisionAct::Extend, by, "4.1"), |d| {
        d.until = until.map(day);
    })
}

#[test]
fn reinstatement_comes_at_an_hour_of_another_zone() {
    let plan = snap_ladder();
    let case = only(&plan, vec![failure()], "2025-12-01T00:00:00Z");
    let due: Vec<_> = case.steps.iter().map(|step| step.due).collect();
    assert_eq!(due[0], Some(plan.zone.day_end(day("2025-11-05"))));
    assert_eq!(due[1], Some(plan.zone.day_end(day("2025-11-20"))));
    assert_eq!(due[2], Some(plan.zone.day_end(day("2025-11-25"))));
    // Thirty days end with 25 December in Accord Time; the first eight o'clock
    // in New York after that is one in the morning of the 26th.
    assert_eq!(due[3], Some(at("2025-12-26T01:00:00Z")));
    let before = judged(&plan, &told(vec![failure()]), "2025-12-26T01:00:00Z");
    assert_eq!(first(&before, "9.1"), Status::NotYetDue);
    let after = judged(&plan, &told(vec![failure()]), "2025-12-26T01:00:01Z");
    assert_eq!(first(&after, "9.1"), Status::Discharged);
    assert_eq!(
        after.cases[0].steps.last().map(|step| step.state),
        Some(StepState::Done)
    );
}

#[test]
fn consent_stops_a_clock_with_or_without_an_end() {
    let plan = snap_ladder();
    let all = vec![
        failure(),
        extends("2025-10-25T00:00:00Z", "North", None),
        extends("2025-10-26T00:00:00Z", "South", None),
    ];
    let endless = judged(&plan, &told(all.clone()), "2027-01-01T00:00:00Z");
    assert_eq!(endless.cases[0].steps[0].state, StepState::Running);
    assert_eq!(endless.cases[0].steps[0].due, None);
    assert!(
        endless.without_effect.is_empty(),
        "{:?}",
        endless.without_effect
    );
    let mut again = all;
    again.push(extends("2026-01-01T00:00:00Z", "North", Some("2026-02-01")));
    again.push(extends("2026-01-02T00:00:00Z", "South", Some("2026-03-01")));
    let ended = only(&plan, again, "2026-02-03T00:00:00Z");
    assert_eq!(
        ended.steps[0].ended,
        Some(plan.zone.day_end(day("2026-02-01")))
    );
    let one = vec![failure(), extends("2025-10-25T00:00:00Z", "North", None)];
    let one = only(&plan, one, "2025-11-10T00:00:00Z");
    assert_eq!(one.steps[0].state, StepState::RanOut);
}

#[test]
fn a_clause_that_ended_and_was_revived_is_judged_again() {
    let mut plan = snap_ladder();
    plan.clauses[1].response = Some(Response::None);
    let assessed = judged(&plan, &told(vec![failure()]), "2025-12-28T12:00:00Z");
    let last = assessed.clauses[1].instances.last().expect("a period");
    // 26 December began before 5.1 was revived, so the 27th is the first day.
    assert_eq!(last.key.days, Some((day("2025-12-27"), day("2025-12-27"))));
    assert_eq!(assessed.cases[0].state, CaseState::Substantiated);
}

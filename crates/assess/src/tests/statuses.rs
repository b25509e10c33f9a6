//! The table of statuses, section by section.

use servanda_model::assessment::{
    EvidenceAxis, Lateness, OpeningBasis, PhaseState, ReasonKind, Status,
};
use servanda_model::plan::{Grace, Opens, Plan, Silence, Trigger};
use servanda_model::record::{Act, DecisionAct, Record};
use servanda_model::time::Period;

use super::build::*;

fn one(plan: &Plan, acts: Vec<Act>, at: &str) -> Status {
    status(&judge(plan, &record(acts), at), "1").status
}

fn handover() -> Plan {
    plan(vec![clause("1", perform("Handover", by("2025-10-20")))])
}

#[test]
fn a_running_total_over_a_list_establishes_every_item() {
    let plan = plan(vec![clause("1", release(3))]);
    let acts = vec![Act::Report(total(
        "Release",
        "Monitors",
        on("2025-10-13"),
        20,
    ))];
    let judged = judge(&plan, &record(acts), "2025-10-14");
    let clause = status(&judged, "1");
    assert_eq!(clause.counts, [(Status::Met, 20)]);
    assert_eq!(clause.score, Some(3));
    let first = &clause.instances[0];
    assert_eq!(first.evidence, EvidenceAxis::Verified);
    let texts: Vec<&str> = first.reasons.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "North must do 1, 1; due by 13 October 2025",
            "20 of 20 by 13 October 2025, says Monitors",
        ]
    );
}

#[test]
fn a_lower_total_denies_the_items_that_nobody_names() {
    let plan = plan(vec![clause("1", release(3))]);
    let named = with(
        report("Release", "Press", on("2025-10-12")),
        "person",
        "1-18",
    );
    let acts = vec![
        Act::Report(named),
        Act::Report(total("Release", "Monitors", on("2025-10-14"), 18)),
    ];
    let judged = judge(&plan, &record(acts), "2025-10-15");
    let clause = status(&judged, "1");
    assert_eq!(clause.counts, [(Status::Met, 18), (Status::NotMet, 2)]);
    assert_eq!(clause.status, Status::NotMet);
    assert_eq!(clause.score, Some(2));
}

#[test]
fn an_act_is_met_in_time_late_or_astride() {
    let done = |when| vec![Act::Report(report("Handover", "Monitors", when))];
    let on_time = judge(&handover(), &record(done(on("2025-10-20"))), "2025-10-30");
    assert_eq!(status(&on_time, "1").status, Status::Met);
    let late = judge(&handover(), &record(done(on("2025-10-23"))), "2025-10-30");
    let instance = &status(&late, "1").instances[0];
    assert_eq!(instance.status, Status::MetLate);
    assert_eq!(instance.lateness, Some(Lateness::Days(3, 3)));
    let between = servanda_model::time::When::On(day("2025-10-19"), day("2025-10-22"));
    let astride = judge(&handover(), &record(done(between)), "2025-10-30");
    let instance = &status(&astride, "1").instances[0];
    assert_eq!(
        (instance.status, instance.lateness),
        (Status::Met, Some(Lateness::Unknown))
    );
}

#[test]
fn silence_is_undetermined_until_a_closure_speaks() {
    assert_eq!(
        one(&handover(), Vec::new(), "2025-10-20"),
        Status::NotYetDue
    );
    assert_eq!(
        one(&handover(), Vec::new(), "2025-10-21"),
        Status::Undetermined
    );
    let mut plan = handover();
    plan.clauses[0].silence = Silence::NotDoneOnceClosed {
        by: "Monitors".into(),
        what: "the handover".into(),
    };
    assert_eq!(one(&plan, Vec::new(), "2025-10-21"), Status::Pending);
    let closed = vec![closure("Monitors", "Handover", on("2025-10-25"))];
    assert_eq!(one(&plan, closed.clone(), "2025-10-24"), Status::Pending);
    assert_eq!(one(&plan, closed, "2025-10-25"), Status::NotMet);
    let other = vec![closure("Relief", "Handover", on("2025-10-25"))];
    assert_eq!(one(&plan, other, "2025-10-26"), Status::Pending);
}

#[test]
fn a_denial_counts_from_the_due_date_on() {
    let denial = |when| {
        let mut report = report("Handover", "Monitors", when);
        report.value = Some("not done".into());
        vec![Act::Report(report)]
    };
    assert_eq!(
        one(&handover(), denial(on("2025-10-19")), "2025-10-25"),
        Status::Undetermined
    );
    assert_eq!(
        one(&handover(), denial(on("2025-10-22")), "2025-10-25"),
        Status::NotMet
    );
    let mut both = denial(on("2025-10-22"));
    both.push(Act::Report(report("Handover", "Press", on("2025-10-18"))));
    assert_eq!(one(&handover(), both, "2025-10-25"), Status::Contested);
}

#[test]
fn the_record_ends_before_the_due_date() {
    assert_eq!(
        one(&handover(), vec![coverage("2025-10-18")], "2025-10-25"),
        Status::Undetermined
    );
    let judged = judge(
        &handover(),
        &record(vec![coverage("2025-10-18")]),
        "2025-10-25",
    );
    let reasons = &status(&judged, "1").instances[0].reasons;
    assert!(
        reasons
            .iter()
            .any(|r| r.kind == ReasonKind::RecordEnds
                && r.text == "the record ends on 18 October 2025"),
        "{reasons:?}"
    );
}

#[test]
fn others_hands_overtake() {
    let mut report = report("Handover", "Monitors", on("2025-10-15"));
    report.actors = vec!["South".into()];
    let judged = judge(
        &handover(),
        &record(vec![Act::Report(report)]),
        "2025-10-16",
    );
    let instance = &status(&judged, "1").instances[0];
    assert_eq!(instance.status, Status::Discharged);
    assert_eq!(instance.lateness, Some(Lateness::Unknown));
}

#[test]
fn each_occurrence_is_served_oldest_first() {
    let trigger = Trigger::Every(pattern("Handover"));
    let plan = plan(vec![clause("1", perform("Withdrawal", within(7, trigger)))]);
    let acts = vec![
        Act::Report(report("Handover", "Monitors", on("2025-10-12"))),
        Act::Report(report("Handover", "Monitors", on("2025-10-14"))),
        Act::Report(report("Withdrawal", "Monitors", on("2025-10-16"))),
    ];
    let judged = judge(&plan, &record(acts), "2025-10-30");
    let clause = status(&judged, "1");
    let found: Vec<_> = clause
        .instances
        .iter()
        .map(|i| (i.key.number, i.status))
        .collect();
    assert_eq!(
        found,
        [(Some(1), Status::Met), (Some(2), Status::Undetermined)]
    );
}

#[test]
fn a_rate_is_judged_by_day_and_slack_forgives_one_in_seven() {
    let mut rate = clause("1", trucks(600));
    rate.grace = Some(Grace::Slack {
        periods: 1,
        window_days: 7,
        floor: Some(450.into()),
    });
    let plan = plan(vec![rate]);
    let acts = [
        ("10", 600),
        ("11", 500),
        ("12", 500),
        ("13", 400),
        ("14", 700),
    ]
    .map(|(d, n)| {
        let when = on(&format!("2025-10-{d}"));
        Act::Report(figure(report("Trucks", "Relief", when), n))
    })
    .to_vec();
    let judged = judge(&plan, &record(acts), "2025-10-14");
    let found: Vec<_> = status(&judged, "1")
        .instances
        .iter()
        .map(|i| i.status)
        .collect();
    let (met, not) = (Status::Met, Status::NotMet);
    assert_eq!(found, [met, met, not, not, met]);
}

#[test]
fn a_prohibition_needs_its_evidence_and_its_party() {
    let mut avoid = clause("1", servanda_model::plan::Duty::Avoid(pattern("Attack")));
    avoid.evidence = evidence(2, &[]);
    let plan = plan(vec![avoid]);
    let attack = |who: &str, by: &str| {
        let mut report = report("Attack", who, on("2025-10-15"));
        report.actors = vec![by.into()];
        Act::Report(report)
    };
    let single = vec![attack("Press", "North")];
    assert_eq!(
        one(&plan, single, "2025-10-20"),
        Status::NoIncidentEstablished
    );
    let two = vec![attack("Press", "North"), attack("Monitors", "North")];
    assert_eq!(one(&plan, two, "2025-10-20"), Status::IncidentEstablished);
    let others = vec![attack("Press", "South"), attack("Monitors", "South")];
    assert_eq!(
        one(&plan, others, "2025-10-20"),
        Status::NoIncidentEstablished
    );
}

#[test]
fn a_phase_opens_when_its_condition_holds_and_closes_the_one_before() {
    let mut plan = handover();
    plan.phases = vec![
        phase(
            "Phase 1",
            Opens::On(Trigger::Anchor("Entry into Force".into())),
        ),
        phase("Phase 2", Opens::When(met("1"))),
    ];
    let acts = vec![
        decision(DecisionAct::Declare, "South", "Phase 2", on("2025-10-12")),
        Act::Report(report("Handover", "Monitors", on("2025-10-15"))),
    ];
    let early = judge(&plan, &record(acts.clone()), "2025-10-13");
    assert_eq!(early.phases[0].state, PhaseState::Open);
    assert_eq!(early.phases[1].state, PhaseState::Declared);
    assert_eq!(early.phases[1].residuals.len(), 1);
    assert_eq!(early.without_effect.len(), 1);
    let later = judge(&plan, &record(acts), "2025-10-16");
    assert_eq!(later.phases[0].state, PhaseState::Closed);
    let opened = later.phases[1].opened.as_ref().expect("open");
    assert_eq!(opened.basis, OpeningBasis::Satisfied);
    assert_eq!(opened.at, plan.zone.day_end(day("2025-10-15")));
}

#[test]
fn an_open_challenge_is_tried_both_ways() {
    let mut plan = handover();
    plan.challenge = Some(challenges());
    let mut record: Record = record(vec![
        Act::Report(report("Handover", "Monitors", on("2025-10-15"))),
        Act::Challenge {
            by: "South".into(),
            grounds: None,
        },
    ]);
    record.entries[1].refers_to = vec![record.entries[0].citation];
    let open = judge(&plan, &record, "2025-11-02");
    let instance = &status(&open, "1").instances[0];
    assert_eq!(instance.status, Status::Contested);
    let found: Vec<Status> = instance.outcomes.iter().map(|o| o.status).collect();
    assert_eq!(found, [Status::Met, Status::Undetermined]);
    let after = judge(&plan, &record, "2025-11-20");
    assert_eq!(status(&after, "1").status, Status::Met);
}

#[test]
fn grace_moves_the_due_date() {
    let mut plan = handover();
    plan.clauses[0].grace = Some(Grace::Longer(Period::days(2)));
    assert_eq!(one(&plan, Vec::new(), "2025-10-22"), Status::NotYetDue);
    assert_eq!(one(&plan, Vec::new(), "2025-10-23"), Status::Undetermined);
}

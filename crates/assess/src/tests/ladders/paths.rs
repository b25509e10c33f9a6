//! Every path of Ladder A.

use servanda_model::assessment::InstanceKey;
use servanda_model::case::{CaseEnding, CaseId, CaseState, StepState};
use servanda_model::record::{Act, DecisionAct};

use super::build::*;
use StepState::{Available, Done, NotNeeded, NotReached, RanOut, Running, Skipped, Stopped};

fn notified() -> Said {
    decides(
        "2025-10-21T12:00:00Z",
        DecisionAct::Notify,
        "Monitors",
        "4.1",
    )
}

fn replied() -> Said {
    replies("2025-10-23T08:00:00Z", "North", "4.1")
}

fn met(received: &str) -> Said {
    decides(received, DecisionAct::Meet, "Joint Commission", "4.1")
}

fn made_good(received: &str) -> Said {
    let when = servanda_model::time::When::At(at(received));
    said(received, Act::Report(report("Handover", "Monitors", when)))
}

#[test]
fn a_case_opens_when_its_failure_is_known_and_not_before() {
    let plan = riverside();
    let record = told(vec![failure()]);
    assert!(
        judged(&plan, &record, "2025-10-21T09:59:00Z")
            .cases
            .is_empty()
    );
    let case = only(&plan, vec![failure()], "2025-10-21T10:00:00Z");
    assert_eq!(case.opened_at, at("2025-10-21T10:00:00Z"));
    assert_eq!(
        case.id,
        CaseId::Failure("4.1".into(), InstanceKey::default())
    );
    assert_eq!(case.state, CaseState::Substantiated);
    assert_eq!(case.against, ["North".into()]);
    assert_eq!(
        states(&case),
        [Running, NotReached, NotReached, NotReached, NotReached]
    );
    assert_eq!(case.waiting[0].actor, "Monitors".into());
    assert_eq!(case.waiting[0].due, Some(at("2025-10-22T10:00:00Z")));
}

#[test]
fn notification_in_time_late_or_never() {
    let plan = riverside();
    let in_time = only(&plan, vec![failure(), notified()], "2025-10-21T13:00:00Z");
    assert_eq!(states(&in_time)[..2], [Done, Running]);
    assert_eq!(in_time.state, CaseState::ReplyDue);
    assert_eq!(in_time.waiting[0].actor, "North".into());
    // Five days after 21 October, to the end of that day in Accord Time.
    assert_eq!(
        in_time.waiting[0].due,
        Some(plan.zone.day_end(day("2025-10-26")))
    );
    let never = only(&plan, vec![failure()], "2025-10-22T10:00:01Z");
    assert_eq!(states(&never)[..2], [RanOut, Running]);
    assert_eq!(never.steps[1].began, Some(at("2025-10-22T10:00:00Z")));
    let late = decides(
        "2025-10-23T12:00:00Z",
        DecisionAct::Notify,
        "Monitors",
        "4.1",
    );
    let late = judged(&plan, &told(vec![failure(), late]), "2025-10-24T00:00:00Z");
    assert_eq!(states(&late.cases[0])[..2], [RanOut, Running]);
    assert!(late.without_effect.is_empty(), "{:?}", late.without_effect);
}

#[test]
fn a_reply_or_silence_and_then_the_meeting() {
    let plan = riverside();
    let acts = vec![failure(), notified(), replied()];
    let replied = only(&plan, acts.clone(), "2025-10-23T09:00:00Z");
    assert_eq!(states(&replied)[..3], [Done, Done, Running]);
    assert_eq!(replied.state, CaseState::Response);
    assert_eq!(replied.replies.len(), 1);
    // Working days after Thursday 23 October: Sunday, Monday, Tuesday.
    assert_eq!(
        replied.waiting[0].due,
        Some(plan.zone.day_end(day("2025-10-28")))
    );
    let silent = only(&plan, vec![failure(), notified()], "2025-10-27T00:00:00Z");
    assert_eq!(states(&silent)[..3], [Done, RanOut, Running]);
    let silence = "silence, not admission";
    assert!(silent.reasons.iter().any(|r| r.text.contains(silence)));
    let mut all = acts;
    all.push(met("2025-10-26T09:00:00Z"));
    let met = only(&plan, all, "2025-10-26T10:00:00Z");
    assert_eq!(states(&met), [Done, Done, Done, Available, Running]);
    assert_eq!(met.steps[4].due, Some(plan.zone.day_end(day("2025-11-25"))));
    assert!(met.waiting.is_empty());
}

#[test]
fn a_commission_that_never_meets_stalls_nothing() {
    let plan = riverside();
    let case = only(&plan, vec![failure()], "2025-11-02T00:00:00Z");
    assert_eq!(states(&case), [RanOut, RanOut, RanOut, Available, Running]);
    assert!(
        case.reasons
            .iter()
            .any(|r| r.text.contains("nothing came from Joint Commission"))
    );
}

#[test]
fn four_of_five_never_carry_where_the_accused_abstains() {
    let plan = riverside();
    let decide = voted(
        met("2025-10-26T09:00:00Z"),
        &["North", "South", "Guarantor"],
    );
    let acts = vec![failure(), notified(), replied(), decide];
    let assessed = judged(&plan, &told(acts.clone()), "2025-10-26T10:00:00Z");
    assert_eq!(states(&assessed.cases[0])[..3], [Done, Done, Running]);
    assert_eq!(
        assessed.without_effect[0].why,
        "3 seats voted for it that count, and 4 are needed"
    );
    let mut lenient = plan;
    lenient.ladders[0].steps[2].decides = Some((3, 5));
    let carried = only(&lenient, acts, "2025-10-26T10:00:00Z");
    assert_eq!(states(&carried)[..3], [Done, Done, Done]);
}

#[test]
fn snapback_takes_effect_or_is_stopped_by_cure_or_decision() {
    let plan = riverside();
    let acts = vec![
        failure(),
        notified(),
        replied(),
        met("2025-10-26T09:00:00Z"),
    ];
    let snapped = judged(&plan, &told(acts.clone()), "2025-11-26T12:00:00Z");
    assert_eq!(
        states(&snapped.cases[0]),
        [Done, Done, Done, Available, Done]
    );
    assert_eq!(
        snapped.phases[0].state,
        servanda_model::assessment::PhaseState::Open
    );
    assert_eq!(snapped.cases[0].state, CaseState::Substantiated);
    let mut cured = acts.clone();
    cured.push(made_good("2025-11-10T09:00:00Z"));
    let cured = only(&plan, cured, "2025-11-26T12:00:00Z");
    assert_eq!(states(&cured), [Done, Done, Done, Available, Stopped]);
    assert_eq!(cured.ended.map(|end| end.how), Some(CaseEnding::Cured));
    assert_eq!(cured.state, CaseState::Closed);
    let otherwise = so(
        decides(
            "2025-11-20T09:00:00Z",
            DecisionAct::Decide,
            "Joint Commission",
            "4.1",
        ),
        |decision| decision.value = Some("otherwise".to_owned()),
    );
    let mut stopped = acts;
    stopped.push(otherwise);
    let stopped = judged(&plan, &told(stopped), "2025-11-26T12:00:00Z");
    assert_eq!(
        states(&stopped.cases[0]),
        [Done, Done, Done, Available, Stopped]
    );
    assert_eq!(
        stopped.phases[0].state,
        servanda_model::assessment::PhaseState::Closed
    );
    assert!(stopped.without_effect.is_empty());
}

#[test]
fn cure_closes_at_each_step() {
    let plan = riverside();
    let acts = vec![
        failure(),
        notified(),
        replied(),
        met("2025-10-26T09:00:00Z"),
    ];
    for (received, expected) in [
        (
            "2025-10-21T11:00:00Z",
            [Stopped, NotNeeded, NotNeeded, NotNeeded, NotNeeded],
        ),
        (
            "2025-10-22T11:00:00Z",
            [Done, Stopped, NotNeeded, NotNeeded, NotNeeded],
        ),
        (
            "2025-10-24T11:00:00Z",
            [Done, Done, Stopped, NotNeeded, NotNeeded],
        ),
        (
            "2025-10-28T11:00:00Z",
            [Done, Done, Done, Available, Stopped],
        ),
    ] {
        let mut acts = acts.clone();
        acts.push(made_good(received));
        let case = only(&plan, acts, "2025-12-20T00:00:00Z");
        assert_eq!(states(&case), expected, "{received}");
        assert_eq!(
            case.ended.map(|end| (end.at, end.how)),
            Some((at(received), CaseEnding::Cured))
        );
    }
}

fn attack(received: &str, reporter: &str, harm: &str) -> Said {
    let when = servanda_model::time::When::At(at(received));
    let mut report = with(report("Attack", reporter, when), "harm", harm);
    report.actors = vec!["South".into()];
    said(received, Act::Report(report))
}

#[test]
fn a_critical_incident_starts_at_step_three() {
    let plan = riverside();
    let all = vec![attack("2025-10-23T08:00:00Z", "Monitors", "death")];
    let case = only(&plan, all, "2025-10-23T09:00:00Z");
    assert_eq!(
        states(&case),
        [Skipped, Skipped, Running, NotReached, NotReached]
    );
    assert_eq!(case.state, CaseState::Response);
    assert_eq!(case.against, ["South".into()]);
}

#[test]
fn a_correction_that_withdraws_the_incident_ends_the_case_when_it_is_known() {
    let plan = riverside();
    let all = vec![
        attack("2025-10-23T08:00:00Z", "Monitors", "none"),
        on_entry(said("2025-10-30T08:00:00Z", Act::Correction(None)), 0),
    ];
    let before = only(&plan, all.clone(), "2025-10-29T08:00:00Z");
    assert_eq!(before.ended, None);
    let after = only(&plan, all, "2025-11-29T08:00:00Z");
    let end = after.ended.expect("ended");
    assert_eq!(
        (end.at, end.how),
        (at("2025-10-30T08:00:00Z"), CaseEnding::Withdrawn)
    );
}

#[test]
fn a_corrected_report_keeps_its_case() {
    let plan = riverside();
    let Act::Report(mut again) = attack("2025-10-23T08:00:00Z", "Monitors", "none").act else {
        panic!("a report");
    };
    again.happened = servanda_model::time::When::At(at("2025-10-22T08:00:00Z"));
    let all = vec![
        attack("2025-10-23T08:00:00Z", "Monitors", "none"),
        on_entry(
            said("2025-10-24T08:00:00Z", Act::Correction(Some(again))),
            0,
        ),
    ];
    let case = only(&plan, all, "2025-10-25T08:00:00Z");
    assert_eq!(case.opened_at, at("2025-10-23T08:00:00Z"));
    assert_eq!(case.ended, None);
}

#[test]
fn what_fails_again_opens_a_new_case() {
    let plan = riverside();
    let all = vec![
        failure(),
        made_good("2025-10-25T08:00:00Z"),
        on_entry(said("2025-10-30T08:00:00Z", Act::Correction(None)), 1),
    ];
    let cases = judged(&plan, &told(all), "2025-11-01T08:00:00Z").cases;
    let found: Vec<_> = cases
        .iter()
        .map(|case| (case.opened_at, case.ended.as_ref().map(|end| end.how)))
        .collect();
    assert_eq!(
        found,
        [
            (at("2025-10-21T10:00:00Z"), Some(CaseEnding::Cured)),
            (at("2025-10-30T08:00:00Z"), None)
        ]
    );
}

#[test]
fn no_finding_before_reply_or_expiry() {
    let plan = riverside();
    let finds = |received: &str| {
        so(
            decides(received, DecisionAct::Decide, "Joint Commission", "4.1"),
            |decision| decision.value = Some("not substantiated".to_owned()),
        )
    };
    let early = vec![failure(), notified(), finds("2025-10-22T09:00:00Z")];
    let early = judged(&plan, &told(early), "2025-10-24T00:00:00Z");
    assert!(early.cases[0].findings.is_empty());
    assert_eq!(early.without_effect.len(), 1);
    let later = vec![
        failure(),
        notified(),
        replied(),
        finds("2025-10-24T09:00:00Z"),
    ];
    let later = only(&plan, later, "2025-10-25T00:00:00Z");
    assert_eq!(later.state, CaseState::NotSubstantiated);
    assert_eq!(states(&later), [Done, Done, Done, NotNeeded, NotNeeded]);
}

#[test]
fn acts_by_those_without_power_have_none() {
    let plan = riverside();
    let all = vec![
        failure(),
        decides("2025-10-21T12:00:00Z", DecisionAct::Notify, "Press", "4.1"),
        decides(
            "2025-10-21T13:00:00Z",
            DecisionAct::Suspend,
            "Guarantor",
            "9.1",
        ),
        decides(
            "2025-10-21T14:00:00Z",
            DecisionAct::Close,
            "Monitors",
            "4.1",
        ),
    ];
    let assessed = judged(&plan, &told(all), "2025-10-22T00:00:00Z");
    assert_eq!(states(&assessed.cases[0])[0], Running);
    let by: Vec<_> = assessed
        .without_effect
        .iter()
        .map(|one| one.by.as_str())
        .collect();
    assert_eq!(by, ["Press", "Guarantor", "Monitors"]);
}

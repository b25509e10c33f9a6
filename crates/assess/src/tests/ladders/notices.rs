//! Complaints and notices: ladders that open on an event.

use servanda_model::case::{CaseEnding, CaseId, CaseState, StepState};
use servanda_model::plan::{Deed, FieldKind, LadderOpens, Plan, StepActor, StepSilence};
use servanda_model::record::{Act, DecisionAct};
use servanda_model::time::{Period, When};

use super::build::*;
use StepState::{Done, NotReached, Running};

fn tell(received: &str, event: &str, by: &str, against: &str) -> Said {
    let when = When::At(at(received));
    let mut report = with(report(event, by, when), "against", against);
    report.actors = vec![by.into()];
    said(received, Act::Report(report))
}

/// A complaint is screened, verified, replied to by all accused, and remedied.
fn complaints() -> Plan {
    let mut plan = riverside();
    plan.events[2].name = "Complaint".into();
    let _ = FieldKind::Text;
    let mut screen = within(
        step(1, named("Monitors"), true, Deed::Screen),
        Period::days(3),
    );
    screen.silence = StepSilence::Closes;
    let mut find = within(
        step(2, named("Monitors"), true, Deed::Find),
        Period::days(10),
    );
    find.silence = StepSilence::Refutes;
    let reply = within(
        step(3, StepActor::Accused, false, Deed::Reply),
        Period::days(5),
    );
    let remedy = step(4, named("Joint Commission"), true, Deed::Remedy);
    let mut ladder = ladder("Ladder C", vec![screen, find, reply, remedy]);
    ladder.opens = LadderOpens::Event("Complaint".into());
    plan.ladders.push(ladder);
    plan.clauses.truncate(1);
    plan
}

fn complaint() -> Said {
    tell("2025-10-16T08:00:00Z", "Complaint", "Press", "North, South")
}

fn screened() -> Said {
    decides(
        "2025-10-17T08:00:00Z",
        DecisionAct::Screen,
        "Monitors",
        "Ladder C",
    )
}

fn found(value: &str) -> Said {
    let when = When::At(at("2025-10-20T08:00:00Z"));
    let mut finding = with(report("Ladder C", "Monitors", when), "confidence", "high");
    finding.value = Some(value.to_owned());
    finding.actors = vec!["North".into(), "South".into()];
    said("2025-10-20T08:00:00Z", Act::Finding(finding))
}

#[test]
fn a_complaint_against_two_parties_goes_from_allegation_to_remedy() {
    let plan = complaints();
    let mut acts = vec![complaint()];
    let alleged = only(&plan, acts.clone(), "2025-10-16T09:00:00Z");
    assert_eq!(alleged.state, CaseState::Alleged);
    assert_eq!(alleged.against, ["North".into(), "South".into()]);
    assert_eq!(alleged.raised_by, ["Press".into()]);
    assert!(matches!(alleged.id, CaseId::Complaint(..)));
    acts.push(screened());
    let verifying = only(&plan, acts.clone(), "2025-10-17T09:00:00Z");
    assert_eq!(verifying.state, CaseState::Verifying);
    acts.push(found("substantiated"));
    let found = only(&plan, acts.clone(), "2025-10-20T09:00:00Z");
    assert_eq!(found.state, CaseState::ReplyDue);
    assert_eq!(found.findings[0].attributed_to.len(), 2);
    assert_eq!(found.findings[0].confidence.as_deref(), Some("high"));
    let waiting: Vec<_> = found.waiting.iter().map(|w| w.actor.as_str()).collect();
    assert_eq!(waiting, ["North", "South"]);
    acts.push(replies("2025-10-21T08:00:00Z", "North", "Ladder C"));
    let half = only(&plan, acts.clone(), "2025-10-21T09:00:00Z");
    assert_eq!(half.waiting.len(), 1);
    assert_eq!(states(&half), [Done, Done, Running, NotReached]);
    acts.push(replies("2025-10-22T08:00:00Z", "South", "Ladder C"));
    let both = only(&plan, acts.clone(), "2025-10-22T09:00:00Z");
    assert_eq!(both.state, CaseState::Response);
    acts.push(so(
        decides(
            "2025-10-23T08:00:00Z",
            DecisionAct::Remedy,
            "Joint Commission",
            "Ladder C",
        ),
        |decision| {
            decision
                .fields
                .insert("what".into(), "free the line".into());
            decision.fields.insert("verify".into(), "Monitors".into());
            decision.until = Some(day("2025-10-30"));
        },
    ));
    let ordered = only(&plan, acts.clone(), "2025-10-23T09:00:00Z");
    assert_eq!(ordered.remedies[0].what.as_deref(), Some("free the line"));
    acts.push(on_entry(
        decides(
            "2025-10-28T08:00:00Z",
            DecisionAct::Certify,
            "Monitors",
            "the line",
        ),
        5,
    ));
    let assessed = judged(&plan, &told(acts), "2025-10-29T00:00:00Z");
    assert_eq!(assessed.cases[0].state, CaseState::Remedied);
    assert!(
        assessed.without_effect.is_empty(),
        "{:?}",
        assessed.without_effect
    );
}

#[test]
fn a_complaint_ends_by_silence_refusal_or_finding() {
    let plan = complaints();
    let end = |acts: Vec<Said>, instant: &str| {
        let case = only(&plan, acts, instant);
        case.ended.map(|end| end.how)
    };
    assert_eq!(
        end(vec![complaint()], "2025-10-20T00:00:00Z"),
        Some(CaseEnding::Silence)
    );
    let declined = so(screened(), |d| d.value = Some("declined".to_owned()));
    assert_eq!(
        end(vec![complaint(), declined], "2025-10-18T00:00:00Z"),
        Some(CaseEnding::Declined)
    );
    let refuted = vec![complaint(), screened(), found("not substantiated")];
    assert_eq!(
        end(refuted, "2025-10-21T00:00:00Z"),
        Some(CaseEnding::NotSubstantiated)
    );
    let silent = vec![complaint(), screened()];
    assert_eq!(
        end(silent, "2025-10-30T00:00:00Z"),
        Some(CaseEnding::NotSubstantiated)
    );
    let withdrawn = vec![
        tell("2025-10-16T08:00:00Z", "Complaint", "Monitors", "North"),
        on_entry(said("2025-10-17T00:00:00Z", Act::Correction(None)), 0),
    ];
    assert_eq!(
        end(withdrawn, "2025-10-18T00:00:00Z"),
        Some(CaseEnding::Withdrawn)
    );
    let undetermined = vec![complaint(), screened(), found("undetermined")];
    let case = only(&plan, undetermined, "2025-11-20T00:00:00Z");
    assert_eq!(case.state, CaseState::Undetermined);
}

#[test]
fn a_notice_is_acknowledged_acted_on_or_refused() {
    let mut plan = riverside();
    plan.events[2].name = "Movement Notice".into();
    let acknowledge = within(
        step(1, named("South"), true, Deed::Acknowledge),
        Period::hours(2),
    );
    let comply = within(
        step(2, named("South"), true, Deed::Comply),
        Period::hours(12),
    );
    let mut notices = ladder("Notices", vec![acknowledge, comply]);
    notices.opens = LadderOpens::Event("Movement Notice".into());
    plan.ladders.push(notices);
    plan.clauses.truncate(1);
    let notice = tell("2025-10-16T08:00:00Z", "Movement Notice", "North", "South");
    let act = |received: &str, act| on_entry(decides(received, act, "South", "the convoy"), 0);
    let waits = only(&plan, vec![notice.clone()], "2025-10-16T09:00:00Z");
    assert_eq!(waits.waiting[0].actor, "South".into());
    assert_eq!(waits.waiting[0].due, Some(at("2025-10-16T10:00:00Z")));
    let acts = vec![
        notice,
        act("2025-10-16T09:00:00Z", DecisionAct::Acknowledge),
    ];
    let known = only(&plan, acts.clone(), "2025-10-16T09:30:00Z");
    assert_eq!(states(&known), [Done, Running]);
    for deed in [DecisionAct::Comply, DecisionAct::Refuse] {
        let mut acts = acts.clone();
        acts.push(act("2025-10-16T12:00:00Z", deed));
        let assessed = judged(&plan, &told(acts), "2025-10-17T00:00:00Z");
        assert_eq!(states(&assessed.cases[0]), [Done, Done]);
        assert!(assessed.without_effect.is_empty());
    }
    let silent = only(&plan, acts, "2025-10-17T00:00:00Z");
    assert_eq!(states(&silent), [Done, StepState::RanOut]);
}

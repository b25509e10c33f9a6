//! Section 14: cases, their clocks, and the force they give.

use std::collections::BTreeMap;

use servanda_model::assessment::{AsOf, Known, Status};
use servanda_model::case::{CaseEnding, CaseOutcome, CaseState, NormChange, StepState};
use servanda_model::diagnostic::Span;
use servanda_model::plan::clause::Response;
use servanda_model::plan::{
    Deed, Join, Ladder, LadderOpens, LadderStep, Plan, Snapback, SnapbackEffect, StepAct,
    StepActor, StepPart, StepSilence,
};
use servanda_model::record::{
    Act, Citation, Decision, DecisionAct, Entry, LeafIndex, NOT_DONE, Record, Remark, Report,
    Source, Vote,
};
use servanda_model::time::{ClockTime, Instant, Period, When, Zone};
use servanda_reference::generate::plans::declared;
use servanda_reference::generate::{day, instant};
use servanda_reference::judgement::{CaseJudgement, Judgement};

use crate::build::{handover, on, plan, report};

fn hour(number: i64, hours: i64) -> Instant {
    instant(&declared().zone, number, hours)
}

fn end_of(number: i64) -> Instant {
    declared().zone.day_end(day(number))
}

fn part(by: &str, deed: Deed, within: Option<Period>) -> StepPart {
    let by = match by {
        "the party" => StepActor::Accused,
        "the complainant" => StepActor::Complainant,
        name => StepActor::Named(name.into()),
    };
    StepPart::Act(StepAct {
        by,
        must: true,
        deed,
        within,
        at_most: None,
    })
}

fn step(parts: Vec<StepPart>) -> LadderStep {
    LadderStep {
        number: 0,
        parts,
        join: Join::All,
        bars_finding: false,
        accused_abstains: false,
        decides: None,
        silence: StepSilence::GoesOn,
        extended_by: Vec::new(),
        extended_at_most: None,
        text: String::new(),
        span: Span::default(),
    }
}

fn with_ladder(opens: LadderOpens, steps: Vec<LadderStep>) -> Plan {
    let mut clause = handover();
    clause.response = Some(Response::Ladder("Ladder A".into()));
    let mut made = plan(vec![clause]);
    let steps = steps
        .into_iter()
        .zip(1..)
        .map(|(step, number)| LadderStep { number, ..step })
        .collect();
    made.ladders = vec![Ladder {
        name: "Ladder A".into(),
        opens,
        words: String::new(),
        steps,
        starts: Vec::new(),
        cured_closes: true,
        span: Span::default(),
    }];
    made
}

/// A failure told on day 9 at 6 o'clock: the Handover of day 8 was not made.
fn undone() -> (Instant, Act) {
    let told = Report {
        value: Some(NOT_DONE.to_owned()),
        ..report("Handover", "Monitors", on(8))
    };
    (hour(9, 6), Act::Report(told))
}

fn decide(act: DecisionAct, by: &str, happened: When, value: Option<&str>) -> Decision {
    Decision {
        act,
        by: by.into(),
        via: None,
        happened,
        of: "1.1".to_owned(),
        fields: BTreeMap::new(),
        value: value.map(str::to_owned),
        until: None,
        reasons: None,
        residuals: Vec::new(),
        votes: BTreeMap::new(),
        grade: None,
    }
}

fn did(at: Instant, act: DecisionAct, by: &str, value: Option<&str>) -> (Instant, Act) {
    (at, Act::Decision(decide(act, by, When::At(at), value)))
}

fn reply(at: Instant, by: &str) -> (Instant, Act) {
    let remark = Remark {
        happened: Some(When::At(at)),
        concerns: vec!["1.1".to_owned()],
        text: "no".to_owned(),
        ..Remark::by(by.into())
    };
    (at, Act::Reply(remark))
}

fn record(acts: Vec<(Instant, Act)>) -> Record {
    let entries = acts
        .into_iter()
        .zip(0_u64..)
        .map(|((received_at, act), index)| Entry {
            citation: Citation::whole(LeafIndex(index)),
            received_at,
            signer: "Desk".into(),
            act: Some(act),
            refers_to: Vec::new(),
            source: Source::default(),
        })
        .collect();
    Record {
        entries,
        backfill: 0,
        ..Record::default()
    }
}

fn judge(plan: &Plan, record: &Record, at: Instant) -> Judgement {
    let size = record.entries.len() as u64;
    let known = Known::Size(size);
    servanda_reference::assess(plan, record, AsOf { at, known })
}

fn only(plan: &Plan, record: &Record, at: Instant) -> CaseJudgement {
    let mut cases = judge(plan, record, at).cases;
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

#[test]
fn a_case_opens_when_the_failure_is_told_and_not_before() {
    let notify = step(vec![part(
        "Monitors",
        Deed::Notify,
        Some(Period::hours(24)),
    )]);
    let plan = with_ladder(LadderOpens::Failure, vec![notify]);
    let told = record(vec![undone()]);
    assert!(judge(&plan, &told, hour(9, 5)).cases.is_empty());
    let case = only(&plan, &told, hour(10, 6));
    assert_eq!(case.opened_at, hour(9, 6));
    assert_eq!(case.steps[0].state, StepState::Running);
    assert_eq!(case.steps[0].due, Some(hour(10, 6)));
    assert!(!case.waiting[0].overdue);
    let later = only(&plan, &told, hour(10, 7));
    assert_eq!(later.steps[0].state, StepState::RanOut);
    assert_eq!(later.steps[0].ended, Some(hour(10, 6)));
    assert!(later.waiting.is_empty());
}

#[test]
fn an_act_counts_at_its_latest_once_it_is_told() {
    let notify = LadderStep {
        silence: StepSilence::Closes,
        ..step(vec![part(
            "Monitors",
            Deed::Notify,
            Some(Period::hours(24)),
        )])
    };
    let plan = with_ladder(LadderOpens::Failure, vec![notify]);
    let told_late = decide(DecisionAct::Notify, "Monitors", When::At(hour(10, 0)), None);
    let told = record(vec![undone(), (hour(12, 0), Act::Decision(told_late))]);
    let before = only(&plan, &told, hour(11, 0));
    assert_eq!(before.ended, Some((hour(10, 6), CaseEnding::Silence)));
    let after = only(&plan, &told, hour(12, 0));
    assert_eq!(after.ended, None);
    assert_eq!(after.steps[0].state, StepState::Done);
    assert_eq!(after.steps[0].ended, Some(hour(10, 0)));
}

#[test]
fn a_finding_is_barred_until_the_reply_or_its_end() {
    let replied = LadderStep {
        bars_finding: true,
        ..step(vec![part("the party", Deed::Reply, Some(Period::days(3)))])
    };
    let find = step(vec![part("Monitors", Deed::Find, Some(Period::days(10)))]);
    let plan = with_ladder(LadderOpens::Failure, vec![replied, find]);
    let finding = |at: Instant| {
        let mut told = report("1.1", "Monitors", When::At(at));
        told.value = Some("substantiated".to_owned());
        (at, Act::Finding(told))
    };
    let early = record(vec![undone(), finding(hour(10, 0))]);
    let case = only(&plan, &early, end_of(11));
    assert!(case.findings.is_empty());
    assert_eq!(case.state, CaseState::ReplyDue);
    let heard = record(vec![
        undone(),
        reply(hour(10, 0), "North"),
        finding(hour(10, 1)),
    ]);
    let case = only(&plan, &heard, end_of(11));
    assert_eq!(
        case.findings,
        vec![("Monitors".into(), hour(10, 1), CaseOutcome::Substantiated)]
    );
    assert_eq!(case.steps[1].state, StepState::Done);
}

#[test]
fn a_snapback_takes_effect_at_an_hour_of_another_zone() {
    let decide_in = |days| {
        step(vec![part(
            "Commission",
            Deed::Decide,
            Some(Period::days(days)),
        )])
    };
    let west = Zone {
        name: "UTC-05:00".to_owned(),
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(-5)),
    };
    let snapback = step(vec![StepPart::Snapback(Snapback {
        effects: vec![SnapbackEffect::Ends("1.1".into())],
        after: Period::days(30),
        at: Some((ClockTime::constant(20, 0, 0, 0), west)),
        unless_cured: true,
        unless_decided_by: vec!["Commission".into()],
    })]);
    let plan = with_ladder(
        LadderOpens::Failure,
        vec![decide_in(15), decide_in(15), decide_in(5), snapback],
    );
    let told = record(vec![undone()]);
    let case = only(&plan, &told, end_of(80));
    let ends: Vec<_> = case.steps.iter().map(|s| s.ended).collect();
    let effect = hour(75, 1);
    assert_eq!(
        ends,
        vec![
            Some(end_of(24)),
            Some(end_of(39)),
            Some(end_of(44)),
            Some(effect)
        ]
    );
    assert_eq!(
        case.effects,
        vec![(NormChange::Ended("1.1".into()), effect, None)]
    );
    let stopped = record(vec![
        undone(),
        did(effect, DecisionAct::Decide, "Commission", Some("otherwise")),
    ]);
    let case = only(&plan, &stopped, end_of(80));
    assert_eq!(case.steps[3].state, StepState::Stopped);
    assert!(case.effects.is_empty());
}

#[test]
fn a_suspension_moves_what_was_not_due_when_it_began() {
    let suspend = Deed::Suspend {
        clause: "1.2".into(),
        at_most: Some(Period::days(5)),
        clock_stops: false,
    };
    let mut plan = with_ladder(
        LadderOpens::Failure,
        vec![step(vec![part("Commission", suspend, None)])],
    );
    let mut other = handover();
    other.id = "1.2".into();
    let servanda_model::plan::Duty::Perform(perform) = &mut other.duty else {
        panic!("a handover is an act");
    };
    perform.timing = crate::build::by(12);
    other.response = None;
    plan.clauses.push(other);
    let mut act = decide(
        DecisionAct::Suspend,
        "Commission",
        When::At(hour(10, 0)),
        None,
    );
    act.of = "1.2".to_owned();
    let told = record(vec![undone(), (hour(10, 0), Act::Decision(act))]);
    let status = |at| judge(&plan, &told, at).clauses[1].status;
    assert_eq!(status(hour(10, 0)), Status::NotYetDue);
    assert_eq!(status(hour(10, 1)), Status::Suspended);
    assert_eq!(status(end_of(15)), Status::Suspended);
    // Nothing was told after the due date, which is the suspension's end.
    assert_eq!(status(hour(16, 0)), Status::Undetermined);
    let case = only(&plan, &told, end_of(11));
    assert_eq!(
        case.effects,
        vec![(
            NormChange::Suspended("1.2".into(), false),
            hour(10, 0),
            Some(end_of(15))
        )]
    );
}

#[test]
fn votes_that_do_not_suffice_have_no_effect() {
    let decides = LadderStep {
        accused_abstains: true,
        ..step(vec![part(
            "Commission",
            Deed::Decide,
            Some(Period::days(5)),
        )])
    };
    let mut plan = with_ladder(LadderOpens::Failure, vec![decides]);
    for actor in &mut plan.actors {
        if actor.name.as_str() == "Commission" {
            actor.seats = vec![
                (2, "North".into()),
                (2, "South".into()),
                (1, "Monitors".into()),
            ];
            actor.decides = Some((3, 5));
        }
    }
    let voted = |votes: &[&str]| {
        let mut act = decide(
            DecisionAct::Decide,
            "Commission",
            When::At(hour(10, 0)),
            Some("not substantiated"),
        );
        act.votes = votes.iter().map(|v| ((*v).into(), Vote::For)).collect();
        record(vec![undone(), (hour(10, 0), Act::Decision(act))])
    };
    let open = only(&plan, &voted(&["North", "Monitors"]), end_of(11));
    assert_eq!(open.ended, None);
    assert_eq!(open.steps[0].state, StepState::Running);
    let closed = only(&plan, &voted(&["South", "Monitors"]), end_of(11));
    assert_eq!(
        closed.ended,
        Some((hour(10, 0), CaseEnding::NotSubstantiated))
    );
    assert_eq!(closed.state, CaseState::NotSubstantiated);
}

#[test]
fn a_failure_made_good_closes_and_one_that_comes_back_opens_anew() {
    let notify = step(vec![part("Monitors", Deed::Notify, None)]);
    let plan = with_ladder(LadderOpens::Failure, vec![notify]);
    let done = report("Handover", "Office", on(10));
    let mut acts = vec![undone(), (hour(11, 0), Act::Report(done))];
    let case = only(&plan, &record(acts.clone()), end_of(12));
    assert_eq!(case.ended, Some((hour(11, 0), CaseEnding::Cured)));
    assert_eq!(case.steps[0].state, StepState::Stopped);
    acts.push((hour(13, 0), Act::Correction(None)));
    let mut told = record(acts);
    told.entries[2].refers_to = vec![Citation::whole(LeafIndex(1))];
    let cases = judge(&plan, &told, end_of(14)).cases;
    let opened: Vec<_> = cases.iter().map(|c| c.opened_at).collect();
    assert_eq!(opened, vec![hour(9, 6), hour(13, 0)]);
}

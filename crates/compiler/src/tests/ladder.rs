//! Ladders in normal form.

use servanda_model::plan::{
    Deed, Join, Ladder, LadderOpens, Severity, Snapback, SnapbackEffect, StepAct, StepActor,
    StepPart, StepSilence,
};
use servanda_model::time::{ClockTime, Period, PeriodUnit};

use super::riverside::riverside;
use crate::{Source, compile};

const HEAD: &str = "# T\n\n```accord\nagreement  T\nparty  North; South\nbody  Monitors; \
                    Ministers; Council\nevent  Complaint by party, against text\nevent  Visit\n\
                    1.1  North must perform Visit\n  undated\n";

fn ladder(body: &str) -> Ladder {
    let text = format!("{HEAD}{body}```\n");
    let compiled = compile(&Source {
        text: &text,
        ..Source::default()
    });
    let mut ladders = compiled.plan.expect("it is named").ladders;
    ladders.pop().expect("a ladder")
}

fn act(ladder: &Ladder, step: usize, part: usize) -> &StepAct {
    match &ladder.steps[step].parts[part] {
        StepPart::Act(act) => act,
        StepPart::Snapback(_) => panic!("it is an act"),
    }
}

fn snapback(ladder: &Ladder, step: usize) -> &Snapback {
    match &ladder.steps[step].parts[0] {
        StepPart::Snapback(snapback) => snapback,
        StepPart::Act(_) => panic!("it is a snapback"),
    }
}

#[test]
fn riversides_ladder_is_read_whole() {
    let plan = riverside().plan.expect("it is named");
    let ladder = &plan.ladders[0];
    assert_eq!(ladder.opens, LadderOpens::Failure);
    assert_eq!(ladder.words, "one failure or incident by one party");
    assert_eq!(ladder.starts, [(Severity::Critical, 3)]);
    assert!(ladder.cured_closes);
    let notify = act(ladder, 0, 0);
    assert_eq!(notify.by, StepActor::Named("Monitors".into()));
    assert!(notify.must && notify.deed == Deed::Notify);
    assert_eq!(notify.within, Some(Period::hours(24)));
    let reply = act(ladder, 1, 0);
    assert!(reply.by == StepActor::Accused && !reply.must && reply.deed == Deed::Reply);
    assert!(ladder.steps[1].bars_finding);
    let meet = act(ladder, 2, 0);
    let joint_days = PeriodUnit::Working("Joint Days".into());
    assert_eq!(
        meet.within,
        Some(Period {
            count: 3,
            unit: joint_days
        })
    );
    assert_eq!(meet.at_most, Some(Period::days(10)));
    assert!(ladder.steps[2].accused_abstains);
    assert_eq!(
        act(ladder, 3, 0).deed,
        Deed::Suspend {
            clause: "9.1".into(),
            at_most: Some(Period::days(30)),
            clock_stops: false
        }
    );
    let back = snapback(ladder, 4);
    assert_eq!(
        back.effects,
        [SnapbackEffect::RevivesPhase("Phase 1".into())]
    );
    assert_eq!(back.after, Period::days(30));
    assert!(back.unless_cured && back.at.is_none());
    assert_eq!(back.unless_decided_by, ["Joint Commission".into()]);
}

#[test]
fn extensions_alternatives_and_the_hour_are_kept() {
    let ladder = ladder(
        "ladder  Dispute opens on Complaint\n  step 1  Ministers must decide within 15 days or \
         Monitors must find within 15 days; extended by consent of North, South; silence closes \
         the case\n  step 2  snapback revives 1.1 after 30 days at 20:00 in America/New_York \
         unless Council decides otherwise; extended by consent of South for at most 2 weeks\n",
    );
    assert_eq!(ladder.opens, LadderOpens::Event("Complaint".into()));
    let first = &ladder.steps[0];
    assert_eq!(first.join, Join::Any);
    assert_eq!(first.extended_by, ["North".into(), "South".into()]);
    assert_eq!(first.extended_at_most, None);
    assert_eq!(first.silence, StepSilence::Closes);
    let back = snapback(&ladder, 1);
    let (clock, zone) = back.at.as_ref().expect("it names an hour");
    assert_eq!(*clock, ClockTime::constant(20, 0, 0, 0));
    assert_eq!(zone.name, "America/New_York");
    assert_eq!(
        ladder.steps[1].extended_at_most,
        Some(Period {
            count: 2,
            unit: PeriodUnit::Week
        })
    );
}

#[test]
fn a_ladder_with_a_mistake_has_no_steps() {
    for mistake in [
        "Wardens must meet within 2 days",
        "Monitors must ponder within 2 days",
        "Monitors must meet within 0 days",
        "Monitors may suspend 7.7",
    ] {
        let ladder = ladder(&format!(
            "ladder  Ladder A for one failure\n  step 1  North must reply within 2 days\n  step \
             2  {mistake}\n  critical  starts at step 1\n"
        ));
        assert_eq!(ladder.steps, [], "{mistake}");
        assert_eq!(ladder.starts, [], "{mistake}");
    }
}

//! Ladders and told records in a few words.

use std::collections::BTreeMap;

use servanda_model::assessment::{AsOf, Assessment, Known};
use servanda_model::case::{CaseStatus, StepState};
use servanda_model::diagnostic::Span;
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::clause::Response;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Actor, ActorKind, Condition, Deed, Join, Ladder, LadderOpens, LadderStep, Opens, Plan,
    Severity, SeverityRule, SeverityTest, Silence, Snapback, SnapbackEffect, StepAct, StepActor,
    StepPart, StepSilence, Subject, Trigger,
};
use servanda_model::record::{
    Act, Citation, Decision, DecisionAct, Entry, LeafIndex, Record, Remark, Source, Vote,
};
use servanda_model::time::{Calendar, Instant, Period, PeriodUnit, When};

pub(super) use crate::tests::build::*;

/// Makes a step of one act.
pub(super) fn step(number: u32, by: StepActor, must: bool, deed: Deed) -> LadderStep {
    LadderStep {
        number,
        parts: vec![StepPart::Act(StepAct {
            by,
            must,
            deed,
            within: None,
            at_most: None,
        })],
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

/// Gives the last act of a step a time.
pub(super) fn within(mut step: LadderStep, period: Period) -> LadderStep {
    if let Some(StepPart::Act(act)) = step.parts.last_mut() {
        act.within = Some(period);
    }
    step
}

/// Names an actor of a step.
pub(super) fn named(actor: &str) -> StepActor {
    StepActor::Named(actor.into())
}

/// Makes a step in which something takes effect by itself.
pub(super) fn snaps(number: u32, effects: Vec<SnapbackEffect>, after: Period) -> LadderStep {
    let mut step = step(number, StepActor::Accused, true, Deed::Reply);
    step.parts = vec![StepPart::Snapback(Snapback {
        effects,
        after,
        at: None,
        unless_cured: true,
        unless_decided_by: vec!["Joint Commission".into()],
    })];
    step
}

/// Makes a ladder on failures and incidents, which cure closes.
pub(super) fn ladder(name: &str, steps: Vec<LadderStep>) -> Ladder {
    Ladder {
        name: name.into(),
        opens: LadderOpens::Failure,
        words: String::new(),
        steps,
        starts: Vec::new(),
        cured_closes: true,
        span: Span::default(),
    }
}

/// Makes Ladder A: notify in 24 hours, reply in 5 days, meet in 3 working days
/// and 10 at most, suspend 9.1, revive Phase 1 after 30 days.
pub(super) fn ladder_a() -> Ladder {
    let notify = within(
        step(1, named("Monitors"), true, Deed::Notify),
        Period::hours(24),
    );
    let mut reply = within(
        step(2, StepActor::Accused, false, Deed::Reply),
        Period::days(5),
    );
    reply.bars_finding = true;
    let mut meet = within(
        step(3, named("Joint Commission"), true, Deed::Meet),
        Period {
            count: 3,
            unit: PeriodUnit::Working("Joint Days".into()),
        },
    );
    meet.accused_abstains = true;
    if let Some(StepPart::Act(act)) = meet.parts.first_mut() {
        act.at_most = Some(Period::days(10));
    }
    let suspend = step(
        4,
        named("Guarantor"),
        false,
        Deed::Suspend {
            clause: "9.1".into(),
            at_most: Some(Period::days(30)),
            clock_stops: false,
        },
    );
    let snapback = snaps(
        5,
        vec![SnapbackEffect::RevivesPhase("Phase 1".into())],
        Period::days(30),
    );
    let mut ladder = ladder("Ladder A", vec![notify, reply, meet, suspend, snapback]);
    ladder.starts = vec![(Severity::Critical, 3)];
    ladder
}

/// Makes an agreement of North and South with Ladder A: 4.1 by 20 October, 5.1
/// while Phase 1, which ends on 15 October, 6.1 a prohibition, 9.1 by the end
/// of the year.
pub(super) fn riverside() -> Plan {
    let mut release = clause("4.1", perform("Handover", by("2025-10-20")));
    release.silence = Silence::NotDoneOnceClosed {
        by: "Monitors".into(),
        what: "the handover".into(),
    };
    release.response = Some(Response::Ladder("Ladder A".into()));
    let mut rate = clause("5.1", trucks(10));
    rate.during = vec![Condition::PhaseOpen("Phase 1".into())];
    let mut attack = clause("6.1", servanda_model::plan::Duty::Avoid(pattern("Attack")));
    attack.subject = Subject::Each(vec!["North".into(), "South".into()]);
    attack.response = Some(Response::Ladder("Ladder A".into()));
    attack.severities = vec![
        SeverityRule {
            severity: Severity::Minor,
            test: SeverityTest::Otherwise,
        },
        SeverityRule {
            severity: Severity::Critical,
            test: SeverityTest::FieldIs("harm".into(), "death".into()),
        },
    ];
    let money = clause("9.1", perform("Withdrawal", by("2025-12-31")));
    let mut plan = plan(vec![release, rate, attack, money]);
    for name in ["Guarantor", "Joint Commission"] {
        plan.actors.push(Actor {
            name: name.into(),
            kind: ActorKind::Body,
            parties: Vec::new(),
            neutral: false,
            seats: Vec::new(),
            decides: None,
            span: Span::default(),
        });
    }
    if let Some(commission) = plan.actors.last_mut() {
        commission.seats = vec![
            (2, "North".into()),
            (2, "South".into()),
            (1, "Guarantor".into()),
        ];
        commission.decides = Some((4, 5));
    }
    plan.calendars = vec![Calendar {
        name: "Joint Days".into(),
        rest: vec![5, 6],
        holidays: Vec::new(),
    }];
    plan.phases = vec![
        phase(
            "Phase 1",
            Opens::On(Trigger::Anchor("Entry into Force".into())),
        ),
        phase(
            "Phase 2",
            Opens::On(Trigger::Moment(Moment::On(day("2025-10-15")))),
        ),
    ];
    plan.ladders = vec![ladder_a()];
    plan
}

/// Something told at an instant, with the entries it refers to.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// When it was received.
    pub(super) received: Instant,
    /// What.
    pub(super) act: Act,
    /// What it refers to.
    pub(super) refers: Vec<u64>,
}

/// Tells an act at an instant.
pub(super) fn said(received: &str, act: Act) -> Said {
    Said {
        received: at(received),
        act,
        refers: Vec::new(),
    }
}

/// Refers an act to entries.
pub(super) fn on_entry(mut said: Said, entry: u64) -> Said {
    said.refers.push(entry);
    said
}

/// Tells a decision at the instant it is made.
pub(super) fn decides(received: &str, act: DecisionAct, by: &str, of: &str) -> Said {
    let when = When::At(at(received));
    said(received, decision(act, by, of, when))
}

/// Changes the decision that is told.
pub(super) fn so(mut said: Said, change: impl FnOnce(&mut Decision)) -> Said {
    if let Act::Decision(decision) = &mut said.act {
        change(decision);
    }
    said
}

/// Lets members vote for what is told.
pub(super) fn voted(said: Said, members: &[&str]) -> Said {
    so(said, |decision| {
        decision.votes = members
            .iter()
            .map(|member| (ActorName::from(*member), Vote::For))
            .collect::<BTreeMap<_, _>>();
    })
}

/// Tells a reply.
pub(super) fn replies(received: &str, by: &str, concerns: &str) -> Said {
    said(
        received,
        Act::Reply(Remark {
            concerns: vec![concerns.to_owned()],
            text: "it was done elsewhere".to_owned(),
            ..Remark::by(by.into())
        }),
    )
}

/// The failure of 4.1, told on 21 October at 10:00 UTC.
pub(super) fn failure() -> Said {
    let when = When::At(at("2025-10-21T10:00:00Z"));
    said(
        "2025-10-21T10:00:00Z",
        closure("Monitors", "Handover", when),
    )
}

/// Makes a record, in the order of receipt.
pub(super) fn told(mut all: Vec<Said>) -> Record {
    all.sort_by_key(|said| said.received);
    let entries = (0_u64..)
        .zip(all)
        .map(|(index, said)| {
            let signer = match &said.act {
                Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report)) => {
                    report.reporter.clone()
                }
                _ => "Monitors".into(),
            };
            Entry {
                citation: Citation::whole(LeafIndex(index)),
                received_at: said.received,
                signer,
                act: Some(said.act),
                refers_to: (said.refers.into_iter())
                    .map(|n| Citation::whole(LeafIndex(n)))
                    .collect(),
                source: Source::default(),
            }
        })
        .collect();
    Record {
        entries,
        backfill: 0,
        ..Record::default()
    }
}

/// Judges a record at an instant, as then known.
pub(super) fn judged(plan: &Plan, record: &Record, instant: &str) -> Assessment {
    let instant = at(instant);
    let as_of = AsOf {
        at: instant,
        known: Known::By(instant),
    };
    crate::assess(plan, record, as_of)
}

/// Returns the only case.
pub(super) fn only(plan: &Plan, all: Vec<Said>, instant: &str) -> CaseStatus {
    let mut cases = judged(plan, &told(all), instant).cases;
    assert_eq!(cases.len(), 1, "{cases:#?}");
    cases.remove(0)
}

/// Returns the state of each step.
pub(super) fn states(case: &CaseStatus) -> Vec<StepState> {
    case.steps.iter().map(|step| step.state).collect()
}

/// Returns the status of a clause's first instance.
pub(super) fn first(assessment: &Assessment, id: &str) -> servanda_model::assessment::Status {
    let clause = assessment
        .clauses
        .iter()
        .find(|clause| clause.id == ClauseId::from(id))
        .expect("the clause");
    clause.instances.first().expect("an instance").status
}

//! Small agreements with ladders: few clauses, one ladder for their failures
//! and one for complaints, steps of every deed.
//!
//! Entry point: [`plans`].

use proptest::prelude::*;
use servanda_model::diagnostic::Span;
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::names::ClauseId;
use servanda_model::plan::clause::{Mirror, Response};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Cadence, ChallengeRule, Clause, Condition, Deed, Duty, EventField, EventKind, EventPattern,
    FieldKind, Join, Ladder, LadderOpens, LadderStep, Measured, Opens, Perform, Phase, Plan,
    Severity, Silence, Snapback, SnapbackEffect, StepAct, StepActor, StepPart, StepSilence,
    Subject, Target, Timing, Trigger,
};
use servanda_model::time::{ClockTime, Period, PeriodUnit, Zone};

use super::clauses::bare;
use super::day;
use super::extras;
use super::plans::declared;

/// One part of a step in small numbers.
#[derive(Clone, Debug)]
struct PartDraft {
    who: u8,
    deed: u8,
    must: bool,
    within: u8,
    at_most: u8,
    clause: usize,
    choice: u8,
}

/// One step in small numbers.
#[derive(Clone, Debug)]
struct StepDraft {
    parts: Vec<PartDraft>,
    any: bool,
    bars: bool,
    abstains: bool,
    decides: bool,
    silence: u8,
    extended: u8,
}

/// One clause in small numbers.
#[derive(Clone, Debug)]
struct ClauseDraft {
    frame: u8,
    both: bool,
    evidence: u8,
    closed: bool,
    field: u8,
    mirrors: bool,
    named: bool,
}

/// What of an agreement is drawn.
#[derive(Clone, Debug)]
struct Draft {
    clauses: Vec<ClauseDraft>,
    steps: Vec<StepDraft>,
    complaint: Option<Vec<StepDraft>>,
    cured: bool,
    starts: Vec<(u8, u32)>,
    seats: bool,
    challenge: u8,
    phases: bool,
}

/// Returns a strategy for small agreements with ladders.
pub fn plans() -> impl Strategy<Value = Plan> {
    (
        prop::collection::vec(clause(), 1..=3),
        prop::collection::vec(step(), 1..=5),
        prop::option::weighted(0.4, prop::collection::vec(step(), 1..=4)),
        prop::bool::weighted(0.6),
        prop::collection::vec((0_u8..3, 1_u32..=5), 0..=1),
        any::<bool>(),
        prop_oneof![3 => Just(0_u8), 1 => 1_u8..4],
        prop::bool::weighted(0.4),
    )
        .prop_map(
            |(clauses, steps, complaint, cured, starts, seats, challenge, phases)| Draft {
                clauses,
                steps,
                complaint,
                cured,
                starts,
                seats,
                challenge,
                phases,
            },
        )
        .prop_map(|draft| build(&draft))
}

fn clause() -> impl Strategy<Value = ClauseDraft> {
    (
        0_u8..8,
        prop::bool::weighted(0.25),
        prop_oneof![5 => Just(0_u8), 1 => Just(1_u8), 1 => Just(3_u8), 1 => Just(7_u8)],
        any::<bool>(),
        prop_oneof![4 => Just(0_u8), 4 => 1_u8..6],
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.9),
    )
        .prop_map(
            |(frame, both, evidence, closed, field, mirrors, named)| ClauseDraft {
                frame,
                both,
                evidence,
                closed,
                field,
                mirrors,
                named,
            },
        )
}

fn step() -> impl Strategy<Value = StepDraft> {
    (
        prop_oneof![
            4 => prop::collection::vec(part(), 1..=1),
            1 => prop::collection::vec(part(), 2..=3),
        ],
        any::<bool>(),
        prop::bool::weighted(0.15),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
        prop_oneof![5 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8), 1 => Just(3_u8), 1 => Just(4_u8)],
        prop_oneof![5 => Just(0_u8), 1 => 1_u8..5],
    )
        .prop_map(
            |(parts, any, bars, abstains, decides, silence, extended)| StepDraft {
                parts,
                any,
                bars,
                abstains,
                decides,
                silence,
                extended,
            },
        )
}

fn part() -> impl Strategy<Value = PartDraft> {
    (
        0_u8..8,
        0_u8..20,
        prop::bool::weighted(0.6),
        prop_oneof![2 => Just(0_u8), 5 => 1_u8..8],
        prop_oneof![4 => Just(0_u8), 1 => 1_u8..8],
        0_usize..3,
        0_u8..8,
    )
        .prop_map(
            |(who, deed, must, within, at_most, clause, choice)| PartDraft {
                who,
                deed,
                must,
                within,
                at_most,
                clause,
                choice,
            },
        )
}

fn period(choice: u8) -> Option<Period> {
    match choice {
        0 => None,
        1 => Some(Period::hours(24)),
        2 => Some(Period::hours(48)),
        3 => Some(Period::days(1)),
        4 => Some(Period::days(3)),
        5 => Some(Period {
            count: 2,
            unit: PeriodUnit::Working("Joint Days".into()),
        }),
        6 => Some(Period::hours(6)),
        _ => Some(Period::days(5)),
    }
}

fn number_of(draft: &Draft, clause: usize) -> ClauseId {
    ClauseId::new(format!("1.{}", clause % draft.clauses.len() + 1))
}

fn build_part(draft: &Draft, part: &PartDraft) -> StepPart {
    let clause = || number_of(draft, part.clause);
    if part.deed >= 17 {
        return StepPart::Snapback(snapback(draft, part));
    }
    let by = match part.who {
        0 | 1 => StepActor::Named("Commission".into()),
        2 => StepActor::Named("Monitors".into()),
        3 => StepActor::Named("Office".into()),
        4 => StepActor::Named("South".into()),
        5 | 6 => StepActor::Accused,
        _ => StepActor::Complainant,
    };
    let deed = match part.deed {
        0 => Deed::Notify,
        1 => Deed::Acknowledge,
        2 => Deed::Screen,
        3 => Deed::Verify,
        4 | 5 => Deed::Reply,
        6 => Deed::Meet,
        7 | 8 => Deed::Find,
        9 => Deed::Decide,
        10 => Deed::Comply,
        11 => Deed::Remedy,
        12..=14 => Deed::Suspend {
            clause: clause(),
            at_most: period(part.at_most),
            clock_stops: part.choice.is_multiple_of(2),
        },
        15 => Deed::Resume(clause()),
        _ => Deed::Refer("Office".into()),
    };
    StepPart::Act(StepAct {
        by,
        must: part.must,
        deed,
        within: period(part.within),
        at_most: period(part.at_most),
    })
}

fn snapback(draft: &Draft, part: &PartDraft) -> Snapback {
    let clause = || number_of(draft, part.clause);
    let west = Zone {
        name: "UTC-05:00".to_owned(),
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(-5)),
    };
    let effect = match part.choice {
        0 | 1 => SnapbackEffect::Ends(clause()),
        2 | 3 => SnapbackEffect::RevivesClause(clause()),
        4 | 5 if draft.phases => SnapbackEffect::RevivesPhase("Phase 1".into()),
        _ => SnapbackEffect::Suspends(clause()),
    };
    Snapback {
        effects: vec![effect],
        after: period(part.within.max(1)).unwrap_or_else(|| Period::days(1)),
        at: (part.at_most > 3).then(|| (ClockTime::constant(20, 0, 0, 0), west)),
        unless_cured: part.must,
        unless_decided_by: (part.who < 4)
            .then(|| "Commission".into())
            .into_iter()
            .collect(),
    }
}

fn build_step(draft: &Draft, step: &StepDraft, number: u32) -> LadderStep {
    let extended_by: &[&str] = match step.extended {
        0 => &[],
        1 | 2 => &["Commission"],
        _ => &["North", "South"],
    };
    LadderStep {
        number,
        parts: step.parts.iter().map(|p| build_part(draft, p)).collect(),
        join: if step.any { Join::Any } else { Join::All },
        bars_finding: step.bars,
        accused_abstains: step.abstains,
        decides: step.decides.then_some((2, 5)),
        silence: match step.silence {
            0 => StepSilence::GoesOn,
            1 => StepSilence::Waits,
            2 => StepSilence::Closes,
            3 => StepSilence::Substantiates,
            _ => StepSilence::Refutes,
        },
        extended_by: extended_by.iter().map(|a| (*a).into()).collect(),
        extended_at_most: step
            .extended
            .is_multiple_of(2)
            .then(|| period(step.extended + 2))
            .flatten(),
        text: String::new(),
        span: Span::default(),
    }
}

fn build_ladder(draft: &Draft, name: &str, opens: LadderOpens, steps: &[StepDraft]) -> Ladder {
    let steps: Vec<LadderStep> = steps
        .iter()
        .zip(1_u32..)
        .map(|(step, number)| build_step(draft, step, number))
        .collect();
    let last = steps.last().map_or(1, |s| s.number);
    let severity = |choice: u8| match choice {
        0 => Severity::Minor,
        1 => Severity::Serious,
        _ => Severity::Critical,
    };
    Ladder {
        name: name.into(),
        opens,
        words: String::new(),
        starts: draft
            .starts
            .iter()
            .map(|(grave, step)| (severity(*grave), (*step).min(last)))
            .collect(),
        steps,
        cured_closes: draft.cured,
        span: Span::default(),
    }
}

fn perform(event: &str, timing: Timing) -> Perform {
    Perform {
        event: EventPattern {
            name: event.into(),
            filters: Vec::new(),
        },
        each: None,
        count: 1,
        every: None,
        of_its: None,
        timing,
    }
}

fn build_clause(draft: &Draft, place: usize, one: &ClauseDraft) -> Clause {
    let into_force = || Trigger::Anchor("Entry into Force".into());
    let keep = |name: &str, comparison, number: i64, cadence| Duty::Keep {
        measured: Measured::Measure(name.into(), Vec::new()),
        target: Target::Number(comparison, Decimal::from(number), None),
        cadence,
    };
    let daily = Cadence::Each(Period::days(1));
    let weekly = Cadence::Each(Period {
        count: 1,
        unit: PeriodUnit::Week,
    });
    let duty = match one.frame {
        0 => Duty::Perform(perform("Handover", Timing::By(Moment::On(day(4))))),
        1 => Duty::Perform(perform(
            "Handover",
            Timing::Within(Period::hours(48), into_force()),
        )),
        2 => Duty::Perform(Perform {
            each: Some(("person".into(), "Persons".into())),
            ..perform("Release", Timing::Within(Period::days(2), into_force()))
        }),
        3 => keep("Trucks", Comparison::AtLeast, 2, daily),
        4 => keep("Trucks", Comparison::AtLeast, 3, weekly),
        5 => keep("Waiting", Comparison::AtMost, 2, Cadence::AtEachReport),
        _ => Duty::Avoid(EventPattern {
            name: "Attack".into(),
            filters: Vec::new(),
        }),
    };
    let mut clause = bare(place + 1, duty);
    if one.both {
        clause.subject = Subject::Each(vec!["North".into(), "South".into()]);
    }
    clause.evidence = extras::evidence(one.evidence);
    if one.closed {
        clause.silence = Silence::NotDoneOnceClosed {
            by: "Monitors".into(),
            what: "it".to_owned(),
        };
    }
    match one.field {
        1 => clause.until = Some(Trigger::Moment(Moment::On(day(10)))),
        2 if draft.phases => clause.during = vec![Condition::PhaseOpen("Phase 1".into())],
        3 => clause.from = Some(Trigger::Moment(Moment::On(day(4)))),
        _ => {}
    }
    if one.mirrors && place > 0 {
        clause.mirrors = Some(Mirror {
            clause: ClauseId::new(format!("1.{place}")),
            suspends: one.field == 5,
            clock_stops: false,
        });
    }
    clause.response = one.named.then(|| Response::Ladder("Ladder A".into()));
    clause
}

fn complaint() -> EventKind {
    EventKind {
        name: "Complaint".into(),
        fields: vec![EventField {
            name: "against".into(),
            kind: FieldKind::Text,
        }],
        by: None,
        reported: Vec::new(),
        attributed: servanda_model::plan::Attributed {
            by: vec!["Desk".into()],
        },
        same: Vec::new(),
        span: Span::default(),
    }
}

fn phases() -> Vec<Phase> {
    let phase = |name: &str, opens: Opens| Phase {
        name: name.into(),
        for_each: None,
        opens,
        opened_by_declaration_of: None,
        certified: None,
        waived_by: None,
        latest: None,
        beside: Vec::new(),
        instead_of: None,
        clauses: Vec::new(),
        notes: Vec::new(),
        span: Span::default(),
    };
    vec![
        phase(
            "Phase 1",
            Opens::On(Trigger::Anchor("Entry into Force".into())),
        ),
        phase("Phase 2", Opens::On(Trigger::Moment(Moment::On(day(9))))),
        phase("Phase 3", Opens::On(Trigger::Moment(Moment::On(day(16))))),
    ]
}

fn build(draft: &Draft) -> Plan {
    let mut plan = declared();
    plan.events.push(complaint());
    plan.challenge = (draft.challenge > 0).then(|| ChallengeRule {
        within: Period::days(7),
        ruled_by: "Commission".into(),
        ruling_within: (draft.challenge < 3).then(|| Period::days(5)),
        report_stands_without_ruling: draft.challenge == 1,
        span: Span::default(),
    });
    for actor in &mut plan.actors {
        if actor.name.as_str() == "Commission" && draft.seats {
            actor.seats = vec![
                (2, "North".into()),
                (2, "South".into()),
                (1, "Monitors".into()),
            ];
            actor.decides = Some((3, 5));
        }
    }
    if draft.phases {
        plan.phases = phases();
    }
    plan.clauses = draft
        .clauses
        .iter()
        .enumerate()
        .map(|(place, clause)| build_clause(draft, place, clause))
        .collect();
    plan.ladders.push(build_ladder(
        draft,
        "Ladder A",
        LadderOpens::Failure,
        &draft.steps,
    ));
    if let Some(steps) = &draft.complaint {
        let opens = LadderOpens::Event("Complaint".into());
        plan.ladders
            .push(build_ladder(draft, "Ladder B", opens, steps));
    }
    plan
}

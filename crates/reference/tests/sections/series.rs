//! Sections 6 to 13: quantities, rates, levels, incidents, gates, readings, wholes.

use servanda_model::assessment::{
    AgreementAxis, EvidenceAxis, Lateness, OpeningBasis, PhaseState, Status,
};
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{
    Cadence, ChallengeRule, Clause, Condition, Duty, Grace, Measured, Opens, Phase, Stage, Target,
    Timing, Trigger,
};
use servanda_model::record::{Act, Coverage, Per, Record, Remark, Report, RulingOutcome, Stance};
use servanda_model::time::Period;
use servanda_reference::generate::clauses::bare;
use servanda_reference::generate::day;
use servanda_reference::generate::plans::declared;
use servanda_reference::judgement::Said;

use crate::acts::release;
use crate::build::*;

#[test]
fn s6_stages_and_ceilings() {
    let stage = |name: &str, n: i64, number| Stage {
        name: name.to_owned(),
        figure: Decimal::from(n),
        timing: by(number),
    };
    let reach = |measure: &str, comparison, stages| {
        bare(
            1,
            Duty::Reach {
                measured: Measured::Measure(measure.into(), Vec::new()),
                comparison,
                stages,
                whole: None,
            },
        )
    };
    let trucks = reach(
        "Trucks",
        Comparison::AtLeast,
        vec![stage("1", 2, 6), stage("2", 4, 9)],
    );
    let running = |number, n| Report {
        running_total: true,
        ..figure("Trucks", "North", number, n)
    };
    let told = reports(vec![running(6, 2), running(9, 3)]);
    let judged = first(trucks, &told, 10);
    let found: Vec<Status> = judged.instances.iter().map(|i| i.status).collect();
    assert_eq!(found, vec![Status::Met, Status::NotMet]);
    let progress = Said::Is(Some((Decimal::from(3), Decimal::from(4))));
    assert_eq!(judged.instances[1].progress, progress);
    let waiting = reach("Waiting", Comparison::AtMost, vec![stage("", 3, 6)]);
    let told = reports(vec![
        figure("Waiting", "North", 6, 4),
        figure("Waiting", "North", 8, 3),
    ]);
    let judged = first(waiting, &told, 10);
    assert_eq!(judged.status, Status::MetLate);
    assert_eq!(
        judged.instances[0].lateness,
        Said::Is(Some(Lateness::Days(1, 2)))
    );
}

fn rate(n: i64) -> Clause {
    bare(
        1,
        Duty::Keep {
            measured: Measured::Measure("Trucks".into(), Vec::new()),
            target: Target::Number(Comparison::AtLeast, Decimal::from(n), None),
            cadence: Cadence::Each(Period::days(1)),
        },
    )
}

#[test]
fn s7_rates_slack_and_longer_totals() {
    let day_total = |number, n| figure("Trucks", "North", number, n);
    let told = reports(vec![day_total(2, 5), day_total(3, 2), day_total(4, 2)]);
    let (met, not_met, unknown) = (Status::Met, Status::NotMet, Status::Undetermined);
    let early = Status::NotYetDue;
    assert_eq!(
        statuses(rate(3), &told, 5),
        vec![met, not_met, not_met, early]
    );
    assert_eq!(
        statuses(rate(3), &told, 6),
        vec![met, not_met, not_met, unknown, early]
    );
    let slack = |floor: Option<i64>| Clause {
        grace: Some(Grace::Slack {
            periods: 1,
            window_days: 7,
            floor: floor.map(Decimal::from),
        }),
        ..rate(3)
    };
    assert_eq!(
        statuses(slack(Some(2)), &told, 5),
        vec![met, met, not_met, early]
    );
    assert_eq!(
        statuses(slack(Some(3)), &told, 5),
        vec![met, not_met, not_met, early]
    );
    assert_eq!(statuses(rate(3), &told, 1), vec![Status::NotTriggered]);
    let over = |n, per| Report {
        period: Some((day(2), day(4))),
        per,
        ..figure("Trucks", "North", 4, n)
    };
    let longer = |clause, n| statuses(clause, &reports(vec![over(n, None)]), 5)[..4].to_vec();
    assert_eq!(longer(rate(3), 9), vec![unknown, met, unknown, unknown]);
    assert_eq!(longer(rate(3), 8), vec![unknown, not_met, unknown, unknown]);
    assert_eq!(
        longer(slack(Some(2)), 8),
        vec![unknown, unknown, unknown, unknown]
    );
    assert_eq!(
        longer(slack(Some(2)), 7),
        vec![unknown, not_met, unknown, unknown]
    );
    let per_day = reports(vec![over(3, Some(Per::Day))]);
    assert_eq!(statuses(rate(3), &per_day, 4), vec![met; 3]);
}

#[test]
fn s8_levels_and_states() {
    let keep = |cadence| {
        bare(
            1,
            Duty::Keep {
                measured: Measured::State("Crossing".into()),
                target: Target::State("open".to_owned()),
                cadence,
            },
        )
    };
    let value = |number, value: &str| Report {
        value: Some(value.to_owned()),
        ..report("Crossing", "North", on(number))
    };
    let told = reports(vec![
        value(4, "closed"),
        value(5, "closed"),
        value(7, "open"),
        value(9, "closed"),
    ]);
    let found = statuses(keep(Cadence::AtEachReport), &told, 10);
    assert_eq!(found, vec![Status::Cured, Status::Met, Status::NotMet]);
    let stale = Clause {
        stale: Some(Period::days(2)),
        ..keep(Cadence::AtAllTimes)
    };
    let judged = first(stale, &told, 13);
    let days: Vec<_> = judged.instances.iter().map(|i| i.key.days).collect();
    let spans = [(2, 3), (4, 5), (7, 7), (9, 9), (12, 13)];
    assert_eq!(days, spans.map(|(a, b)| Some((day(a), day(b)))).to_vec());
    assert_eq!(judged.instances[4].status, Status::Undetermined);
    assert_eq!(
        status(keep(Cadence::AtEachReport), &reports(vec![]), 9),
        Status::NotTriggered
    );
    assert_eq!(
        status(keep(Cadence::AtAllTimes), &reports(vec![]), 9),
        Status::Undetermined
    );
}

#[test]
fn s9_incidents() {
    let avoid = bare(1, Duty::Avoid(pattern("Attack")));
    let hit = |reporter: &str, number, actor: Option<&str>, harm: &str| {
        let mut told = report("Attack", reporter, on(number));
        told.actors = actor.map(Into::into).into_iter().collect();
        told.fields.insert("harm".into(), harm.to_owned());
        told
    };
    let nobody = reports(vec![hit("South", 5, None, "death")]);
    assert_eq!(
        status(avoid.clone(), &nobody, 9),
        Status::NoIncidentEstablished
    );
    let told = reports(vec![
        hit("South", 5, Some("North"), "death"),
        hit("Monitors", 5, Some("North"), "death"),
        hit("South", 6, Some("North"), "injury"),
        hit("South", 1, Some("North"), "death"),
    ]);
    let judged = first(avoid.clone(), &told, 9);
    assert_eq!(judged.counts, vec![(Status::IncidentEstablished, 2)]);
    use servanda_model::plan::Severity;
    let found: Vec<_> = judged
        .instances
        .iter()
        .map(|i| i.severity.clone())
        .collect();
    assert_eq!(
        found,
        vec![
            Said::Is(Some(Severity::Critical)),
            Said::Is(Some(Severity::Serious))
        ]
    );
    let covered = record(vec![(
        "Desk",
        Act::Coverage(Coverage {
            of: None,
            until: day(7),
        }),
        vec![],
    )]);
    assert_eq!(status(avoid, &covered, 9), Status::Undetermined);
}

#[test]
fn s10_in_step_alongside_and_mirrored() {
    let other = bare(1, Duty::Perform(perform("Release", by(5))));
    let mut alongside = bare(2, Duty::Perform(perform("Handover", Timing::Undated(None))));
    alongside.alongside = Some(("1.1".into(), Period::days(2)));
    let told = reports(vec![report("Release", "Monitors", on(4))]);
    let both = |second: &Clause, record: &Record, at| {
        judge(&plan(vec![other.clone(), second.clone()]), record, at)
            .clauses
            .remove(1)
    };
    let judged = both(&alongside, &told, 7);
    assert_eq!(
        judged.instances[0].due_at,
        Said::Is(Some(declared().zone.day_end(day(6))))
    );
    assert_eq!(both(&alongside, &reports(vec![]), 7).status, Status::Open);
    let mut mirroring = bare(2, Duty::Perform(perform("Handover", by(8))));
    mirroring.mirrors = Some(servanda_model::plan::clause::Mirror {
        clause: "1.1".into(),
        suspends: true,
        clock_stops: false,
    });
    let denied = Report {
        value: Some("not done".to_owned()),
        ..report("Release", "South", on(5))
    };
    assert_eq!(
        both(&mirroring, &reports(vec![denied]), 9).status,
        Status::Suspended
    );
    assert_eq!(both(&mirroring, &told, 9).status, Status::Undetermined);
}

#[test]
fn s11_gates_open_close_and_list_what_is_owed() {
    let phase = |name: &str, opens| Phase {
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
        span: servanda_model::diagnostic::Span::default(),
    };
    let second = bare(2, Duty::Perform(perform("Entry", by(8))));
    let mut plan = plan(vec![handover(), second]);
    plan.phases = vec![
        phase(
            "Phase 1",
            Opens::On(Trigger::Anchor("Entry into Force".into())),
        ),
        phase(
            "Phase 2",
            Opens::When(Condition::Clause("1.1".into(), ClauseIs::Met)),
        ),
    ];
    let told = reports(vec![report("Handover", "Monitors", on(6))]);
    let judged = judge(&plan, &told, 7);
    let zone = &plan.zone;
    assert_eq!(judged.phases[0].state, PhaseState::Closed);
    let opened = Some((zone.day_end(day(6)), OpeningBasis::Satisfied));
    assert_eq!(judged.phases[1].opened, opened);
    let residual = &judged.phases[1].residuals[0];
    assert_eq!((residual.clause.as_str(), residual.done), ("1.2", (0, 1)));
    assert_eq!(judge(&plan, &told, 5).phases[1].state, PhaseState::NotOpen);
}

#[test]
fn s12_challenges_and_readings() {
    let mut plan = plan(vec![handover()]);
    plan.challenge = Some(ChallengeRule {
        within: Period::days(7),
        ruled_by: "Commission".into(),
        ruling_within: Some(Period::days(3)),
        report_stands_without_ruling: true,
        span: servanda_model::diagnostic::Span::default(),
    });
    let challenge = Act::Challenge {
        by: "South".into(),
        grounds: None,
    };
    let told = || {
        (
            "Desk",
            Act::Report(report("Handover", "Monitors", on(7))),
            vec![],
        )
    };
    let open = record(vec![told(), ("Desk", challenge.clone(), vec![0])]);
    let judged = judge(&plan, &open, 10);
    assert_eq!(judged.clauses[0].status, Status::Contested);
    assert_eq!(
        judge(&plan, &open, 13).clauses[0].status,
        Status::Met,
        "no ruling in time"
    );
    let ruled = |outcome| {
        let ruling = Act::Ruling {
            by: "Commission".into(),
            outcome,
        };
        record(vec![
            told(),
            ("Desk", challenge.clone(), vec![0]),
            ("Desk", ruling, vec![1]),
        ])
    };
    assert_eq!(
        judge(&plan, &ruled(RulingOutcome::Upheld), 10).clauses[0].status,
        Status::Undetermined
    );
    assert_eq!(
        judge(&plan, &ruled(RulingOutcome::Rejected), 10).clauses[0].status,
        Status::Met
    );
    let term = bare(
        1,
        Duty::Keep {
            measured: Measured::Measure("Waiting".into(), Vec::new()),
            target: Target::Term(Comparison::AtMost, "reasonable".into()),
            cadence: Cadence::AtEachReport,
        },
    );
    let waits = |n| reports(vec![figure("Waiting", "North", 5, n)]);
    assert_eq!(status(term.clone(), &waits(1), 9), Status::Met);
    assert_eq!(status(term.clone(), &waits(3), 9), Status::Contested);
    assert!(first(term, &waits(5), 9).on_proposed_reading);
}

#[test]
fn s13_the_whole_and_the_axes() {
    let of = |keys: &str| {
        let mut told = report("Release", "North", on(6));
        told.fields.insert("person".into(), keys.to_owned());
        told
    };
    let denied = Report {
        value: Some("not done".to_owned()),
        ..of("3")
    };
    let denied = Report {
        happened: on(8),
        ..denied
    };
    let dispute = Act::Position {
        remark: Remark {
            concerns: vec!["1.1".to_owned()],
            ..Remark::by("South".into())
        },
        stance: Stance::Dispute,
    };
    let told = record(vec![
        ("Desk", Act::Report(of("1 2")), vec![]),
        ("Desk", Act::Report(denied), vec![]),
        ("Desk", dispute, vec![]),
    ]);
    let judged = first(release(), &told, 9);
    assert_eq!((judged.status, judged.score), (Status::NotMet, Some(2)));
    assert_eq!(
        judged.instances[0].evidence,
        Said::Is(EvidenceAxis::Declared)
    );
    let disputed = AgreementAxis::DisputedBy(vec!["South".into()]);
    assert_eq!(judged.instances[0].agreement, Said::Is(disputed));
    let seen = Report {
        reporter: "Monitors".into(),
        ..of("1")
    };
    let judged = first(release(), &reports(vec![seen]), 9);
    assert_eq!(
        judged.instances[0].evidence,
        Said::Is(EvidenceAxis::Verified)
    );
    assert_eq!(
        judged.instances[1].evidence,
        Said::Is(EvidenceAxis::NoInformation)
    );
}

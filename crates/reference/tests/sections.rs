//! Hand-worked tables, section by section of the page "Meaning".
//!
//! Day 0 is Monday 5 January 2026, Accord Time is UTC, Entry into Force is day
//! 2. North owes; Monitors are neutral, Office belongs to South.

use std::collections::BTreeMap;

use servanda_model::assessment::{
    AgreementAxis, AsOf, EvidenceAxis, Known, Lateness, OpeningBasis, PhaseState, Status,
};
use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{
    Cadence, ChallengeRule, Clause, Condition, Duty, EventPattern, Grace, Measured, Opens, Perform,
    Phase, Plan, Silence, Stage, Target, Timing, Trigger,
};
use servanda_model::record::{
    Act, Closure, Coverage, Decision, DecisionAct, Entry, LeafIndex, Per, Record, Remark, Report,
    RulingOutcome, Source, Stance,
};
use servanda_model::time::{Period, PeriodUnit, When};
use servanda_reference::generate::clauses::bare;
use servanda_reference::generate::extras::evidence;
use servanda_reference::generate::plans::declared;
use servanda_reference::generate::{day, instant};
use servanda_reference::judgement::{ClauseJudgement, Judgement, Said};

fn plan(clauses: Vec<Clause>) -> Plan {
    Plan {
        clauses,
        ..declared()
    }
}

fn pattern(name: &str) -> EventPattern {
    EventPattern {
        name: name.into(),
        filters: Vec::new(),
    }
}

fn perform(event: &str, timing: Timing) -> Perform {
    Perform {
        event: pattern(event),
        each: None,
        count: 1,
        every: None,
        of_its: None,
        timing,
    }
}

fn by(number: i64) -> Timing {
    Timing::By(Moment::On(day(number)))
}

fn handover() -> Clause {
    bare(1, Duty::Perform(perform("Handover", by(8))))
}

fn report(of: &str, reporter: &str, happened: When) -> Report {
    Report {
        of: of.to_owned(),
        reporter: reporter.into(),
        via: None,
        origin: Some(reporter.to_owned()),
        actors: Vec::new(),
        happened,
        period: None,
        figure: None,
        per: None,
        running_total: false,
        unit: None,
        fields: BTreeMap::new(),
        value: None,
        scope: None,
        grade: None,
        note: None,
    }
}

fn on(number: i64) -> When {
    When::On(day(number), day(number))
}

fn figure(of: &str, reporter: &str, number: i64, n: i64) -> Report {
    Report {
        figure: Some(Figure::Exact(Decimal::from(n))),
        ..report(of, reporter, on(number))
    }
}

fn record(acts: Vec<(&str, Act, Vec<u64>)>) -> Record {
    let zone = declared().zone;
    let entries = acts
        .into_iter()
        .zip(0_u32..)
        .map(|((signer, act, refers), index)| Entry {
            index: LeafIndex(u64::from(index)),
            received_at: instant(&zone, 9, i64::from(index)),
            signer: signer.into(),
            act: Some(act),
            refers_to: refers.into_iter().map(LeafIndex).collect(),
            source: Source::default(),
        })
        .collect();
    Record {
        entries,
        backfill: 0,
    }
}

fn reports(all: Vec<Report>) -> Record {
    record(
        all.into_iter()
            .map(|r| ("Desk", Act::Report(r), vec![]))
            .collect(),
    )
}

fn judge(plan: &Plan, record: &Record, at: i64) -> Judgement {
    let size = record.entries.len() as u64;
    let as_of = AsOf {
        at: plan.zone.day_end(day(at)),
        known: Known::Size(size),
    };
    servanda_reference::assess(plan, record, as_of)
}

fn first(clause: Clause, record: &Record, at: i64) -> ClauseJudgement {
    judge(&plan(vec![clause]), record, at).clauses.remove(0)
}

fn status(clause: Clause, record: &Record, at: i64) -> Status {
    first(clause, record, at).status
}

fn statuses(clause: Clause, record: &Record, at: i64) -> Vec<Status> {
    first(clause, record, at)
        .instances
        .iter()
        .map(|i| i.status)
        .collect()
}

#[test]
fn s1_knowledge_corrections_and_the_records_end() {
    let told = report("Handover", "Monitors", on(7));
    let late = report("Handover", "Monitors", on(9));
    let both = |signer: &'static str, new: Option<Report>| {
        record(vec![
            ("Desk", Act::Report(told.clone()), vec![]),
            (signer, Act::Correction(new), vec![0]),
        ])
    };
    assert_eq!(
        status(handover(), &both("Desk", None), 8),
        Status::NotYetDue
    );
    assert_eq!(status(handover(), &both("North", None), 8), Status::Met);
    assert_eq!(
        status(handover(), &both("Desk", Some(late)), 9),
        Status::MetLate
    );
    let covered = |until| {
        record(vec![(
            "Desk",
            Act::Coverage(Coverage {
                of: None,
                until: day(until),
            }),
            vec![],
        )])
    };
    assert_eq!(status(handover(), &covered(7), 9), Status::Undetermined);
    let mut lagging = handover();
    lagging.reports_lag = Some(Period::days(5));
    assert_eq!(status(lagging.clone(), &covered(8), 9), Status::Pending);
    assert_eq!(status(lagging, &covered(7), 9), Status::Undetermined);
    let zone = declared().zone;
    let known = |known| AsOf {
        at: instant(&zone, 12, 0),
        known,
    };
    let judged = |k| {
        servanda_reference::assess(
            &plan(vec![handover()]),
            &reports(vec![told.clone()]),
            known(k),
        )
        .clauses
        .remove(0)
        .status
    };
    assert_eq!(judged(Known::By(instant(&zone, 9, 0))), Status::Met);
    assert_eq!(
        judged(Known::By(instant(&zone, 8, 23))),
        Status::Undetermined
    );
    assert_eq!(judged(Known::Size(0)), Status::Undetermined);
}

#[test]
fn s2_who_must_say_it() {
    let told = |reporter: &str, origin: Option<&str>| Report {
        origin: origin.map(str::to_owned),
        ..report("Handover", reporter, on(7))
    };
    let two = |choice, a, b| {
        let clause = Clause {
            evidence: evidence(choice),
            ..handover()
        };
        status(clause, &reports(vec![a, b]), 9)
    };
    let (monitors, south) = (told("Monitors", Some("m")), told("South", Some("s")));
    let office = told("Office", Some("o"));
    assert_eq!(
        two(1, monitors.clone(), monitors.clone()),
        Status::Undetermined
    );
    assert_eq!(two(1, monitors.clone(), south.clone()), Status::Met);
    assert_eq!(
        two(2, office.clone(), south.clone()),
        Status::Undetermined,
        "one party"
    );
    assert_eq!(two(2, office.clone(), monitors.clone()), Status::Met);
    assert_eq!(
        two(2, told("Office", None), monitors.clone()),
        Status::Undetermined
    );
    assert_eq!(
        two(5, office, south),
        Status::Undetermined,
        "nobody neutral"
    );
    assert_eq!(
        two(7, monitors.clone(), monitors),
        Status::Undetermined,
        "no finding"
    );
}

#[test]
fn s2_hands() {
    let by_whom = |actor: &str| {
        let told = Report {
            actors: vec![actor.into()],
            ..report("Handover", "Monitors", on(7))
        };
        status(handover(), &reports(vec![told]), 9)
    };
    assert_eq!(by_whom("North"), Status::Met);
    assert_eq!(by_whom("Office"), Status::Discharged);
}

#[test]
fn s3_due_dates_and_lateness() {
    let zone = declared().zone;
    let due = |timing| {
        let judged = first(
            bare(1, Duty::Perform(perform("Handover", timing))),
            &reports(vec![]),
            3,
        );
        judged.instances[0].due_at.clone()
    };
    let force = || Trigger::Anchor("Entry into Force".into());
    let end = |number| Said::Is(Some(zone.day_end(day(number))));
    assert_eq!(due(Timing::Within(Period::days(5), force())), end(7));
    assert_eq!(due(Timing::Within(Period::hours(72), force())), end(5));
    let joint = Period {
        count: 3,
        unit: PeriodUnit::Working("Joint Days".into()),
    };
    assert_eq!(
        due(Timing::Within(joint, force())),
        end(8),
        "rest on 4 and 5, holiday on 6"
    );
    assert_eq!(due(Timing::Before(Moment::On(day(8)))), end(7));
    let late = |happened| {
        let judged = first(
            handover(),
            &reports(vec![report("Handover", "Monitors", happened)]),
            20,
        );
        (judged.status, judged.instances[0].lateness.clone())
    };
    assert_eq!(late(on(8)), (Status::Met, Said::Is(None)));
    assert_eq!(
        late(on(10)),
        (Status::MetLate, Said::Is(Some(Lateness::Days(2, 2))))
    );
    let astride = When::On(day(8), day(9));
    assert_eq!(
        late(astride),
        (Status::Met, Said::Is(Some(Lateness::Unknown)))
    );
    let hours = Clause {
        duty: Duty::Perform(perform(
            "Handover",
            Timing::Within(Period::hours(72), force()),
        )),
        ..handover()
    };
    let at = When::At(instant(&zone, 6, 5));
    let judged = first(
        hours,
        &reports(vec![report("Handover", "Monitors", at)]),
        20,
    );
    assert_eq!(
        judged.instances[0].lateness,
        Said::Is(Some(Lateness::Hours(5, 5)))
    );
}

#[test]
fn s4_silence_closure_lag_and_denial() {
    let close = |number| {
        Act::Closure(Closure {
            by: "Monitors".into(),
            of: "1.1".to_owned(),
            period: None,
            fields: BTreeMap::new(),
            happened: on(number),
        })
    };
    let clause = || Clause {
        silence: Silence::NotDoneOnceClosed {
            by: "Monitors".into(),
            what: "it".to_owned(),
        },
        ..handover()
    };
    let closed = record(vec![("Monitors", close(10), vec![])]);
    assert_eq!(status(clause(), &closed, 9), Status::Pending);
    assert_eq!(status(clause(), &closed, 10), Status::NotMet);
    assert_eq!(status(handover(), &closed, 10), Status::Undetermined);
    let judged = first(clause(), &closed, 10);
    let zone = declared().zone;
    assert_eq!(
        judged.instances[0].decided_at,
        Said::Is(Some(zone.day_end(day(10))))
    );
    let denied = |number| {
        let denial = Report {
            value: Some("not done".to_owned()),
            ..report("Handover", "South", on(number))
        };
        reports(vec![denial])
    };
    assert_eq!(
        status(handover(), &denied(7), 9),
        Status::Undetermined,
        "before the due day"
    );
    assert_eq!(status(handover(), &denied(8), 9), Status::NotMet);
}

#[test]
fn s4_excuse_waiver_and_supersession() {
    let decide = |act, by: &str, of: &str, number, until: Option<i64>| {
        let decision = Decision {
            act,
            by: by.into(),
            via: None,
            happened: on(number),
            of: of.to_owned(),
            fields: BTreeMap::new(),
            value: None,
            until: until.map(day),
            reasons: None,
            residuals: Vec::new(),
            grade: None,
        };
        record(vec![("Desk", Act::Decision(decision), vec![])])
    };
    let mut excused = handover();
    excused.excuses.push(servanda_model::plan::Excuse {
        ground: "war".to_owned(),
        certified_by: "Commission".into(),
        at_most: None,
    });
    let war = decide(DecisionAct::Certify, "Commission", "war", 6, Some(10));
    assert_eq!(status(excused.clone(), &war, 9), Status::Excused);
    assert_eq!(status(excused.clone(), &war, 12), Status::Undetermined);
    let judged = first(excused, &war, 12);
    assert_eq!(
        judged.instances[0].due_at,
        Said::Is(Some(declared().zone.day_end(day(10))))
    );
    let waived = decide(DecisionAct::Waive, "South", "1.1", 6, None);
    assert_eq!(status(handover(), &waived, 9), Status::Discharged);
    let waived = decide(DecisionAct::Waive, "North", "1.1", 6, None);
    assert_eq!(status(handover(), &waived, 9), Status::Undetermined);
    let mut second = bare(2, Duty::Perform(perform("Handover", by(9))));
    second.prevails_over.push("1.1".into());
    let judged = judge(&plan(vec![handover(), second]), &reports(vec![]), 9);
    assert_eq!(judged.clauses[0].status, Status::Discharged);
}

fn release() -> Clause {
    bare(
        1,
        Duty::Perform(Perform {
            each: Some(("person".into(), "Persons".into())),
            ..perform("Release", by(8))
        }),
    )
}

#[test]
fn s5_items_and_totals_over_a_list() {
    let of = |keys: &str| {
        let mut told = report("Release", "Monitors", on(6));
        told.fields.insert("person".into(), keys.to_owned());
        told
    };
    let met = Status::Met;
    let unknown = Status::Undetermined;
    assert_eq!(
        statuses(release(), &reports(vec![of("1 3")]), 9),
        vec![met, unknown, met]
    );
    assert_eq!(
        statuses(release(), &reports(vec![of("2-9")]), 9),
        vec![unknown, met, met]
    );
    let total = |n| Report {
        running_total: true,
        ..figure("Release", "North", 8, n)
    };
    assert_eq!(
        statuses(release(), &reports(vec![total(3)]), 9),
        vec![met; 3]
    );
    assert_eq!(
        statuses(release(), &reports(vec![total(2)]), 9),
        vec![unknown; 3]
    );
    let not_met = Status::NotMet;
    let told = reports(vec![of("1 2"), total(2)]);
    assert_eq!(statuses(release(), &told, 9), vec![met, met, not_met]);
}

#[test]
fn s5_accounts_occurrences_and_periods() {
    let three = bare(
        1,
        Duty::Perform(Perform {
            count: 3,
            ..perform("Entry", by(8))
        }),
    );
    let running = |number, n| Report {
        running_total: true,
        ..figure("Entry", "North", number, n)
    };
    let one = |number| report("Entry", "North", on(number));
    assert_eq!(
        status(three.clone(), &reports(vec![running(5, 2), one(6)]), 9),
        Status::Met
    );
    assert_eq!(
        status(three.clone(), &reports(vec![running(5, 2), one(5)]), 9),
        Status::Undetermined
    );
    let told = reports(vec![running(8, 2), running(11, 3)]);
    let judged = first(three, &told, 12);
    assert_eq!(judged.status, Status::MetLate);
    assert_eq!(
        judged.instances[0].lateness,
        Said::Is(Some(Lateness::Days(1, 3)))
    );
    let after = Timing::Within(Period::days(2), Trigger::Every(pattern("Attack")));
    let answer = bare(1, Duty::Perform(perform("Entry", after)));
    let hit = |number| report("Attack", "South", on(number));
    let told = reports(vec![one(3), hit(4), one(5), hit(7)]);
    assert_eq!(
        statuses(answer, &told, 8),
        vec![Status::Met, Status::NotYetDue]
    );
    let weekly = bare(
        1,
        Duty::Perform(Perform {
            every: Some((
                Period {
                    count: 1,
                    unit: PeriodUnit::Week,
                },
                Trigger::Moment(Moment::On(day(1))),
            )),
            ..perform("Entry", Timing::Recurring)
        }),
    );
    let told = reports(vec![one(9), one(10)]);
    let expected = vec![Status::MetLate, Status::Met, Status::NotYetDue];
    assert_eq!(statuses(weekly, &told, 16), expected);
}

#[test]
fn s5_pledges() {
    let clause = bare(
        1,
        Duty::Perform(Perform {
            of_its: Some("Pledge".into()),
            ..perform("Payment", Timing::ByField("due".into()))
        }),
    );
    let money = |of: &str, number, n, unit: &str| Report {
        unit: Some(unit.into()),
        ..figure(of, "Monitors", number, n)
    };
    let pledge = |n, due: i64| {
        let mut told = money("Pledge", 3, n, "USD");
        told.fields.insert("due".into(), day(due).to_string());
        told.actors.push("North".into());
        told
    };
    let told = reports(vec![
        pledge(5, 9),
        pledge(3, 6),
        money("Payment", 5, 4, "USD"),
        money("Payment", 6, 4, "EUR"),
    ]);
    assert_eq!(
        statuses(clause, &told, 10),
        vec![Status::Met, Status::Undetermined]
    );
}

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
            by: "South".into(),
            via: None,
            happened: None,
            concerns: vec!["1.1".to_owned()],
            text: String::new(),
            grade: None,
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

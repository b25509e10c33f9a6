//! Sections 1 to 5: what is known, testimony, due dates, single acts.

use std::collections::BTreeMap;

use servanda_model::assessment::{AsOf, Known, Lateness, Status};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Duty, Perform, Silence, Timing, Trigger};
use servanda_model::record::{Act, Closure, Coverage, Decision, DecisionAct, Report};
use servanda_model::time::{Period, PeriodUnit, When};
use servanda_reference::generate::clauses::bare;
use servanda_reference::generate::extras::evidence;
use servanda_reference::generate::plans::declared;
use servanda_reference::generate::{day, instant};
use servanda_reference::judgement::Said;

use crate::build::*;

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
            votes: BTreeMap::new(),
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

pub(crate) fn release() -> Clause {
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

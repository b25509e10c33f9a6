//! Streams as they come: late, corrected, undecided, at scale.

use servanda_temporal::{
    ChangeKind, Event, EventError, EventId, ExplainError, Moment, Monitor, Options, Value,
    ValueFault, parse,
};

fn monitor(signature: &str, formula: &str) -> Monitor {
    let signature = parse::signature(signature).unwrap();
    let formula = parse::formula(formula).unwrap();
    Monitor::new(&signature, &formula, Options::default()).unwrap()
}

fn event(id: u64, ts: i64, name: &str, value: i64) -> Event {
    Event::new(EventId(id), Moment::new(ts, 0), name, [Value::Int(value)])
}

const RESPONSE: &str = "p(x) AND EVENTUALLY[0,10] q(x)";
const FAILURE: &str = "p(x) AND NOT EVENTUALLY[0,10] q(x)";

#[test]
fn an_obligation_is_open_then_met_or_failed() {
    let mut met = monitor("p(x:int) q(x:int)", RESPONSE);
    let mut failed = monitor("p(x:int) q(x:int)", FAILURE);
    for m in [&mut met, &mut failed] {
        m.push(event(1, 0, "p", 1)).unwrap();
        m.push(event(2, 0, "p", 2)).unwrap();
        m.push(event(3, 4, "q", 1)).unwrap();
        assert!(m.changes().is_empty(), "nothing has been reached");
        m.advance(4);
        let pending = m.pending();
        assert_eq!(pending.len(), 1);
        assert_eq!(pending[0].open, [[Some(Value::Int(2))]]);
        assert_eq!(pending[0].deadline, Some(10));
        assert_eq!(
            m.explain(Moment::new(0, 0), &[2.into()]),
            Err(ExplainError::Open {
                at: Moment::new(0, 0),
                deadline: Some(10),
            })
        );
    }
    assert_eq!(met.changes()[0].tuple, [Value::Int(1)]);
    assert!(failed.changes().is_empty());
    failed.advance(10);
    assert!(
        failed.changes().is_empty(),
        "the deadline's own instant is in time"
    );
    failed.advance(11);
    assert_eq!(failed.changes()[0].tuple, [Value::Int(2)]);
    assert!(failed.pending().is_empty());

    failed.push(event(4, 10, "q", 2)).unwrap();
    let withdrawn = failed.changes();
    assert_eq!(
        (withdrawn.len(), withdrawn[0].kind()),
        (1, ChangeKind::Withdrawn)
    );
    failed.retract(EventId(4)).unwrap();
    assert_eq!(failed.changes()[0].kind(), ChangeKind::Began);
}

#[test]
fn events_that_do_not_fit_change_nothing() {
    let mut m = monitor("p(x:int)", "p(x)");
    m.push(event(1, 0, "p", 1)).unwrap();
    assert_eq!(
        m.push(event(1, 0, "p", 2)),
        Err(EventError::Duplicate(EventId(1)))
    );
    assert!(matches!(
        m.push(event(2, 0, "z", 2)),
        Err(EventError::UnknownPredicate { .. })
    ));
    let wrong = Event::new(EventId(1), Moment::new(0, 0), "p", ["a".into()]);
    let refused = m.correct(wrong).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "event 1: `p` takes (int), not (string)"
    );
    assert_eq!(m.retract(EventId(7)), Err(EventError::Unknown(EventId(7))));
    m.correct(event(1, 3, "p", 5)).unwrap();
    m.advance(9);
    assert_eq!(m.time_points(), [Moment::new(3, 0)]);
    assert_eq!(
        m.satisfactions_at(Moment::new(3, 0)).unwrap().holds,
        [[Value::Int(5)]]
    );
    assert_eq!(m.satisfactions_at(Moment::new(0, 0)), None);
}

#[test]
fn the_same_fact_stands_until_all_its_events_are_gone() {
    let mut m = monitor("p(x:int)", "ONCE p(x)");
    m.push(event(1, 0, "p", 1)).unwrap();
    m.push(event(2, 0, "p", 1)).unwrap();
    m.advance(5);
    assert_eq!(
        m.explain(Moment::new(0, 0), &[1.into()]).unwrap().events(),
        [EventId(1), EventId(2)]
    );
    m.changes();
    m.retract(EventId(1)).unwrap();
    assert!(m.changes().is_empty());
    m.retract(EventId(2)).unwrap();
    assert_eq!(m.changes().len(), 1);
}

#[test]
fn arithmetic_without_a_value_stays_open_and_is_reported() {
    let mut m = monitor("r(x:int, y:int)", "r(x,y) AND NOT x / y = 2");
    for (id, (x, y)) in [(1, (4, 2)), (2, (4, 0)), (3, (9, 3))] {
        let at = Moment::new(0, 0);
        m.push(Event::new(
            EventId(id),
            at,
            "r",
            [Value::Int(x), Value::Int(y)],
        ))
        .unwrap();
    }
    m.advance(1);
    let known = m.satisfactions_at(Moment::new(0, 0)).unwrap();
    assert_eq!(known.holds, [[Value::Int(9), Value::Int(3)]]);
    assert_eq!(known.open, [[Some(Value::Int(4)), Some(Value::Int(0))]]);
    assert_eq!(m.faults()[0].fault, ValueFault::DivisionByZero);

    let mut sum = monitor("r(x:int, y:int)", "s <- SUM y; x r(x,y)");
    for (id, (x, y)) in [(1, (1, i64::MAX)), (2, (1, 1)), (3, (2, 5))] {
        let at = Moment::new(0, 0);
        sum.push(Event::new(
            EventId(id),
            at,
            "r",
            [Value::Int(x), Value::Int(y)],
        ))
        .unwrap();
    }
    sum.advance(1);
    let known = sum.satisfactions_at(Moment::new(0, 0)).unwrap();
    assert_eq!(known.holds, [[Value::Int(5), Value::Int(2)]]);
    assert_eq!(sum.faults()[0].fault, ValueFault::Overflow);
}

#[test]
fn extreme_instants_do_not_overflow() {
    let mut m = monitor(
        "p(x:int) q(x:int)",
        "(ONCE[1,9] p(x)) OR EVENTUALLY[0,9] q(x)",
    );
    m.push(event(1, i64::MIN, "p", 1)).unwrap();
    m.push(event(2, i64::MAX, "q", 1)).unwrap();
    m.advance(i64::MAX);
    assert_eq!(m.pending().len(), 1);
    assert_eq!(m.pending()[0].deadline, None);
}

#[test]
fn an_explanation_names_the_events_it_rests_on() {
    let mut m = monitor("p(x:int) q(x:int)", "q(x) AND (ONCE[2,*) p(x))");
    for (id, ts, name) in [(1, 0, "p"), (2, 1, "p"), (3, 5, "q")] {
        m.push(event(id, ts, name, 1)).unwrap();
    }
    m.advance(6);
    let explanation = m.explain(Moment::new(5, 0), &[1.into()]).unwrap();
    assert_eq!(explanation.events(), [EventId(2), EventId(3)]);
    assert_eq!(explanation.size(), 4);
    assert!(!m.explain(Moment::new(5, 0), &[2.into()]).unwrap().holds);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test measures")]
fn two_thousand_time_points_take_well_under_a_second() {
    let formulas = [
        FAILURE,
        RESPONSE,
        "(NOT q(x)) SINCE[5,*) p(x)",
        "q(x) AND NOT ONCE[10,3000] p(x)",
        "(n <- CNT x ONCE[0,500] p(x)) AND n > 3",
        "q(x) AND HISTORICALLY[0,*) (NOT p(x))",
    ];
    for formula in formulas {
        let mut m = monitor("p(x:int) q(x:int)", formula);
        for n in 0..2_000_i64 {
            let name = if n % 3 == 0 { "q" } else { "p" };
            m.push(event(n as u64, n * 7, name, n * 31 % 50)).unwrap();
        }
        let started = std::time::Instant::now();
        m.advance(20_000);
        m.changes();
        m.push(event(9_999, 13_990, "p", 3)).unwrap();
        m.changes();
        let taken = started.elapsed();
        assert!(taken.as_millis() < 5_000, "{formula}: {taken:?}");
        println!("{formula}: {taken:?}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test measures")]
fn reading_after_every_event_is_not_quadratic_in_the_log() {
    for formula in [
        FAILURE,
        "(NOT q(x)) SINCE[5,*) p(x)",
        "q(x) AND NOT ONCE[10,300] p(x)",
    ] {
        let mut m = monitor("p(x:int) q(x:int)", formula);
        let started = std::time::Instant::now();
        for n in 0..2_000_i64 {
            let name = if n % 3 == 0 { "q" } else { "p" };
            m.push(event(n as u64, n * 7, name, n * 31 % 50)).unwrap();
            m.advance(n * 7);
            m.changes();
        }
        let taken = started.elapsed();
        assert!(taken.as_millis() < 10_000, "{formula}: {taken:?}");
        println!("one by one, {formula}: {taken:?}");
    }
}

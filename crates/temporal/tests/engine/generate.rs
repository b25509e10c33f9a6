//! Random formulas, most of them monitorable, and random logs.

use proptest::prelude::*;
use servanda_temporal::{
    Aggregate, Arithmetic, Column, Comparison, Event, EventId, Formula, Interval, Moment,
    Signature, Term, Type, Value,
};

use crate::naive::Log;

pub(crate) fn signature() -> Signature {
    let int = |name: &str| Column::new(name, Type::Int);
    Signature::new()
        .with("p", [int("x")])
        .with("q", [int("x")])
        .with("r", [int("x"), int("y")])
        .with("e", [])
}

fn variable() -> impl Strategy<Value = Term> {
    prop_oneof![Just(Term::var("x")), Just(Term::var("y"))]
}

fn argument() -> impl Strategy<Value = Term> {
    prop_oneof![
        6 => variable(),
        1 => (0..3_i64).prop_map(Term::value),
        1 => Just(Term::Wildcard),
    ]
}

fn predicate() -> impl Strategy<Value = Formula> {
    prop_oneof![
        argument().prop_map(|a| Formula::predicate("p", [a])),
        argument().prop_map(|a| Formula::predicate("q", [a])),
        (argument(), argument()).prop_map(|(a, b)| Formula::predicate("r", [a, b])),
        Just(Formula::predicate("e", [])),
    ]
}

fn comparison() -> impl Strategy<Value = Formula> {
    let kinds = prop_oneof![
        Just(Comparison::Equal),
        Just(Comparison::Less),
        Just(Comparison::AtLeast),
    ];
    let other = prop_oneof![
        2 => variable(),
        2 => (0..3_i64).prop_map(Term::value),
        1 => variable().prop_map(|x| {
            let next = Term::Binary(Arithmetic::Add, Box::new(x), Box::new(Term::value(1)));
            Term::Binary(Arithmetic::Remainder, Box::new(next), Box::new(Term::value(3)))
        }),
    ];
    (kinds, variable(), other).prop_map(|(c, a, b)| Formula::compare(c, a, b))
}

pub(crate) fn interval(past: bool) -> impl Strategy<Value = Interval> {
    (
        0..3_u64,
        prop_oneof![3 => (0..5_u64).prop_map(Some), 1 => Just(None)],
    )
        .prop_map(move |(low, width)| match width {
            None if past => Interval::new(low, None).unwrap(),
            width => Interval::new(low, Some(low + width.unwrap_or(2))).unwrap(),
        })
}

fn temporal(f: impl Strategy<Value = Formula> + Clone) -> impl Strategy<Value = Formula> {
    let past = || interval(true);
    let future = || interval(false);
    prop_oneof![
        (past(), f.clone()).prop_map(|(i, a)| Formula::previous(i, a)),
        (future(), f.clone()).prop_map(|(i, a)| Formula::next(i, a)),
        (past(), f.clone()).prop_map(|(i, a)| Formula::once(i, a)),
        (past(), f.clone()).prop_map(|(i, a)| Formula::historically(i, a)),
        (future(), f.clone()).prop_map(|(i, a)| Formula::eventually(i, a)),
        (future(), f.clone()).prop_map(|(i, a)| Formula::always(i, a)),
        (past(), f.clone(), f.clone()).prop_map(|(i, a, b)| a.since(i, b)),
        (past(), f.clone(), f.clone()).prop_map(|(i, a, b)| a.not().since(i, b)),
        (future(), f.clone(), f.clone()).prop_map(|(i, a, b)| a.until(i, b)),
        (future(), f.clone(), f).prop_map(|(i, a, b)| a.not().until(i, b)),
    ]
}

fn aggregate(f: impl Strategy<Value = Formula>) -> impl Strategy<Value = Formula> {
    let kinds = prop_oneof![
        Just(Aggregate::Count),
        Just(Aggregate::Sum),
        Just(Aggregate::Min),
        Just(Aggregate::Max),
        Just(Aggregate::Median),
    ];
    (kinds, any::<bool>(), f).prop_map(|(kind, grouped, body)| {
        let free = body.free_variables();
        let Some(over) = free.first().cloned() else {
            return body;
        };
        if free.iter().any(|v| v.starts_with('c')) {
            return body;
        }
        let by: Vec<String> = if grouped {
            free[1..].to_vec()
        } else {
            Vec::new()
        };
        Formula::aggregate("c", kind, over, by, body)
    })
}

pub(crate) fn formula(lets: bool) -> BoxedStrategy<Formula> {
    let leaf = prop_oneof![4 => predicate(), 1 => comparison(), 1 => Just(Formula::True)];
    leaf.prop_recursive(4, 12, 2, move |inner| {
        let guard = (predicate(), inner.clone());
        prop_oneof![
            2 => guard.prop_map(|(a, b)| a.and(b)),
            1 => (predicate(), inner.clone()).prop_map(|(a, b)| a.and(b.not())),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| a.and(b)),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| a.or(b)),
            1 => inner.clone().prop_map(|a| Formula::exists(["y"], a)),
            1 => (predicate(), inner.clone()).prop_map(|(a, b)| {
                a.and(Formula::forall(["y"], Formula::predicate("q", [Term::var("y")]).implies(b)))
            }),
            1 => (predicate(), inner.clone(), inner.clone())
                .prop_map(|(g, a, b)| g.and(Formula::Equiv(Box::new(a), Box::new(b)))),
            5 => temporal(inner.clone()),
            4 => (predicate(), temporal(inner.clone())).prop_map(|(a, b)| a.and(b.not())),
            1 => aggregate(inner.clone()),
            1 => (inner.clone(), inner).prop_map(move |(a, b)| {
                if !lets {
                    return a.or(b);
                }
                let free = a.free_variables();
                let terms: Vec<Term> = free.iter().rev().map(Term::var).collect();
                let used = Formula::predicate("a", terms);
                Formula::let_in("a", free, a, used.and(b))
            }),
        ]
    })
    .boxed()
}

/// Makes formulas of one or two operators over time, on events alone, so that
/// each operator meets many logs.
pub(crate) fn operator() -> impl Strategy<Value = Formula> {
    let names = || {
        let unary = |name: &'static str| Formula::predicate(name, [Term::var("x")]);
        let pair = Formula::predicate("r", [Term::var("x"), Term::Wildcard]);
        prop_oneof![Just(unary("p")), Just(unary("q")), Just(pair)].boxed()
    };
    let one = || temporal(names()).boxed();
    let two = || temporal(prop_oneof![names(), one()].boxed()).boxed();
    prop_oneof![
        one(),
        two(),
        (names(), two()).prop_map(|(a, b)| a.and(b.not())),
        (one(), two()).prop_map(|(a, b)| a.and(b)),
    ]
}

type Fact = (u8, i64, i64);

/// Makes events at time-points that often share an instant.
pub(crate) fn events() -> impl Strategy<Value = Vec<Event>> {
    let fact = (0..4_u8, 0..3_i64, 0..3_i64);
    let point = (0..3_i64, prop::collection::vec(fact, 1..4));
    prop::collection::vec(point, 1..7).prop_map(|points: Vec<(i64, Vec<Fact>)>| {
        let mut events = Vec::new();
        let mut ts = 0;
        for (order, (gap, facts)) in points.into_iter().enumerate() {
            ts += gap;
            for (kind, x, y) in facts {
                let (x, y) = (Value::Int(x), Value::Int(y));
                let (name, args) = match kind {
                    0 => ("p", vec![x]),
                    1 => ("q", vec![x]),
                    2 => ("r", vec![x, y]),
                    _ => ("e", vec![]),
                };
                let id = EventId(events.len() as u64);
                events.push(Event::new(id, Moment::new(ts, order as i64), name, args));
            }
        }
        events
    })
}

pub(crate) fn log(events: &[Event]) -> Log {
    let mut log = Log::default();
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|e| e.at);
    for event in sorted {
        if log.points.last().is_none_or(|(at, _)| *at != event.at) {
            log.points.push((event.at, Vec::new()));
        }
        let fact = (event.predicate.clone(), event.args.clone());
        log.points.last_mut().unwrap().1.push(fact);
    }
    log
}

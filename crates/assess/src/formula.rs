//! φ⁺ and φ⁻: the formulas by which performance and failure are established.
//!
//! What lives here: the formulas of one evidence rule, the stream of one
//! question, and reading the engine's answer. What does not: what becomes an
//! event of that stream (`evidence`). Entry points: [`Formulas`], [`evaluate`].
//!
//! Events: `done(k, s)` at the last instant at which testimony `s` of instance
//! `k` says it was done, `began(k, s)` at the first, `denied(k, s)` as of then,
//! `other(k, s)` for other hands, and the tokens `mark(k)`, `due(k)`,
//! `due_day(k)` and `closed(k)`. Who speaks is fixed: `voice(s, r)`,
//! `admits(o, s)`, `neutral(s)`, `independent(s, s')` and `by_day(s)` hold from
//! the beginning. A mark stands before what happens at its instant, a due token
//! after it, so both ends are included.

use servanda_temporal::{
    Column, Comparison, Event, EventId, Formula, Interval, Moment, Monitor, Options, Signature,
    Term, Type, Value,
};

use crate::evidence::{Question, Quorum, Ranks, Token};

/// Performance is established.
const ESTABLISHED: &str = "established";
/// It is established in time.
const IN_TIME: &str = "in time";
/// It is established late.
const LATE: &str = "late";
/// It is established of other hands.
const OTHER: &str = "by other hands";
/// A denial is established.
const DENIED: &str = "denied";
/// A denial as of performance or later is established.
const SINCE_DONE: &str = "denied since done";
/// A denial as of the mark or later is established.
const SINCE_MARK: &str = "denied since due";
/// It was closed, and nobody says done.
const CLOSED: &str = "closed";

/// The two formulas of an evidence rule, each with the instance `k` and the
/// ground `how` free.
#[derive(Clone, Debug)]
pub(crate) struct Formulas {
    /// φ⁺: performance.
    pub(crate) performance: Formula,
    /// φ⁻: failure.
    pub(crate) failure: Formula,
}

fn once(formula: Formula) -> Formula {
    Formula::once(Interval::ALWAYS, formula)
}

fn var(name: &str) -> Term {
    Term::var(name)
}

fn told(name: &str, serial: &str) -> Formula {
    Formula::predicate(name, [var("k"), var(serial)])
}

fn token(name: &str) -> Formula {
    Formula::predicate(name, [var("k")])
}

fn of(name: &str, serial: &str) -> Formula {
    once(Formula::predicate(name, [var(serial)]))
}

fn conjoin(parts: Vec<Formula>) -> Option<Formula> {
    parts.into_iter().reduce(Formula::and)
}

fn disjoin(parts: Vec<Formula>) -> Option<Formula> {
    parts.into_iter().reduce(Formula::or)
}

/// Builds E over the serials of which something was said: some option finds
/// its number of different reporters.
fn established(quorums: &[Quorum], said: &dyn Fn(&str) -> Formula) -> Formula {
    let options = (0_i64..)
        .zip(quorums)
        .filter(|(_, quorum)| quorum.need > 0)
        .filter_map(|(number, quorum)| option(number, quorum, said))
        .collect();
    disjoin(options).unwrap_or(Formula::False)
}

fn option(number: i64, quorum: &Quorum, said: &dyn Fn(&str) -> Formula) -> Option<Formula> {
    let serials: Vec<String> = (1..=quorum.need).map(|n| format!("s{n}")).collect();
    let reporters: Vec<String> = (1..=quorum.need).map(|n| format!("r{n}")).collect();
    let neutral = quorum.neutral as usize;
    let mut parts = Vec::new();
    for (place, (serial, reporter)) in serials.iter().zip(&reporters).enumerate() {
        parts.push(said(serial));
        parts.push(once(Formula::predicate(
            "voice",
            [var(serial), var(reporter)],
        )));
        parts.push(once(Formula::predicate(
            "admits",
            [Term::value(number), var(serial)],
        )));
        if place < neutral {
            parts.push(of("neutral", serial));
        }
        for (before, (other, author)) in serials.iter().zip(&reporters).take(place).enumerate() {
            // Neutral reporters come first; within either group their order
            // does not matter, so only one order is searched.
            let alike = (before < neutral) == (place < neutral);
            parts.push(if alike {
                Formula::compare(Comparison::Less, var(author), var(reporter))
            } else {
                Formula::compare(Comparison::Equal, var(author), var(reporter)).not()
            });
            if quorum.independent {
                parts.push(once(Formula::predicate(
                    "independent",
                    [var(other), var(serial)],
                )));
            }
        }
    }
    if neutral > serials.len() {
        return None;
    }
    let bound: Vec<String> = serials.into_iter().chain(reporters).collect();
    conjoin(parts).map(|body| Formula::exists(bound, body))
}

fn because(formula: Formula, how: &str) -> Formula {
    formula.and(Formula::compare(
        Comparison::Equal,
        var("how"),
        Term::value(how),
    ))
}

impl Formulas {
    /// Builds the formulas of an evidence rule.
    pub(crate) fn new(quorums: &[Quorum]) -> Self {
        let nobody = |name: &str| Formula::exists(["s1"], once(told(name, "s1"))).not();
        let closed = once(token("closed"))
            .and(nobody("done"))
            .and(nobody("other"));
        let closed = because(closed, CLOSED);
        let establish = |said: &dyn Fn(&str) -> Formula| established(quorums, said);
        // Where nothing can be established, only a closure can speak; "never"
        // joined with anything would leave the instance unbound.
        if matches!(establish(&|s| told("done", s)), Formula::False) {
            return Self {
                performance: Formula::False,
                failure: closed,
            };
        }
        let done = || establish(&|s| once(told("done", s)));
        let in_time = establish(&|s| {
            let at = told("done", s)
                .and(of("by_day", s).not())
                .and(once(token("due")).not());
            let on = told("done", s)
                .and(of("by_day", s))
                .and(once(token("due_day")).not());
            once(at.or(on))
        });
        let late = establish(&|s| {
            let at = told("began", s)
                .and(of("by_day", s).not())
                .and(once(token("due")));
            let on = told("began", s)
                .and(of("by_day", s))
                .and(once(token("due_day")));
            once(told("done", s)).and(once(at.or(on)))
        });
        let performance = [
            because(done(), ESTABLISHED),
            because(in_time, IN_TIME),
            because(late, LATE),
            because(establish(&|s| once(told("other", s))), OTHER),
        ];
        let failure = [
            because(establish(&|s| once(told("denied", s))), DENIED),
            because(
                establish(&|s| once(told("denied", s).and(once(done())))),
                SINCE_DONE,
            ),
            because(
                establish(&|s| once(told("denied", s).and(once(token("mark"))))),
                SINCE_MARK,
            ),
            closed,
        ];
        Self {
            performance: disjoin(performance.into()).unwrap_or(Formula::False),
            failure: disjoin(failure.into()).unwrap_or(Formula::False),
        }
    }
}

/// Returns the predicates that the formulas speak of.
pub(crate) fn signature() -> Signature {
    let int = |name: &str| Column::new(name, Type::Int);
    let mut signature = Signature::new();
    for name in ["began", "done", "denied", "other"] {
        signature = signature.with(name, [int("k"), int("s")]);
    }
    for name in ["mark", "due", "due_day", "closed"] {
        signature = signature.with(name, [int("k")]);
    }
    for name in ["neutral", "by_day"] {
        signature = signature.with(name, [int("s")]);
    }
    signature
        .with("voice", [int("s"), int("r")])
        .with("admits", [int("o"), int("s")])
        .with("independent", [int("s"), int("t")])
}

/// The one instance of a question.
const KEY: i64 = 0;
/// The time-point at which the fixed relations hold, before every rank.
const FIXED: Moment = Moment { ts: -1, order: 0 };

fn stream(question: &Question) -> Vec<(Moment, &'static str, Vec<Value>)> {
    let mut events: Vec<(Moment, &'static str, Vec<Value>)> = Vec::new();
    for (serial, speaker) in (0_i64..).zip(&question.speakers) {
        let reporter = Value::from(i64::from(speaker.reporter));
        events.push((FIXED, "voice", vec![serial.into(), reporter]));
        for (option, _) in (0_i64..).zip(&speaker.admitted).filter(|(_, yes)| **yes) {
            events.push((FIXED, "admits", vec![option.into(), serial.into()]));
        }
        if speaker.neutral {
            events.push((FIXED, "neutral", vec![serial.into()]));
        }
    }
    for serial in &question.by_day {
        events.push((FIXED, "by_day", vec![i64::from(*serial).into()]));
    }
    for (a, b) in &question.independent {
        let pair = vec![i64::from(*a).into(), i64::from(*b).into()];
        events.push((FIXED, "independent", pair));
    }
    for (rank, token) in &question.tokens {
        let at = Moment {
            ts: i64::from(*rank),
            order: 0,
        };
        let said = |serial: u32| vec![KEY.into(), i64::from(serial).into()];
        let (name, values) = match *token {
            Token::Began(serial) => ("began", said(serial)),
            Token::Done(serial) => ("done", said(serial)),
            Token::Denied(serial) => ("denied", said(serial)),
            Token::Other(serial) => ("other", said(serial)),
            Token::Mark => ("mark", vec![KEY.into()]),
            Token::Due => ("due", vec![KEY.into()]),
            Token::DueDay => ("due_day", vec![KEY.into()]),
            Token::Closed => ("closed", vec![KEY.into()]),
        };
        events.push((at, name, values));
    }
    events
}

/// Runs a formula over a question's stream; for each ground, the first rank at
/// which it holds.
fn run(
    formula: &Formula,
    events: &[(Moment, &'static str, Vec<Value>)],
) -> Vec<(i64, Vec<String>)> {
    if matches!(formula, Formula::False) {
        return Vec::new();
    }
    let options = Options {
        end_of_time: true,
        ..Options::default()
    };
    let Ok(mut monitor) = Monitor::new(&signature(), formula, options) else {
        return Vec::new();
    };
    for (id, (at, name, values)) in (0_u64..).zip(events) {
        let event = Event::new(EventId(id), *at, *name, values.iter().cloned());
        if monitor.push(event).is_err() {
            return Vec::new();
        }
    }
    let grounds = |tuple: &Vec<Value>| {
        tuple.iter().find_map(|value| match value {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        })
    };
    monitor
        .satisfactions()
        .into_iter()
        .map(|(at, found)| (at.ts, found.holds.iter().filter_map(grounds).collect()))
        .collect()
}

/// Answers a question by its formulas.
pub(crate) fn evaluate(question: &Question) -> Ranks {
    let formulas = Formulas::new(&question.quorums);
    let events = stream(question);
    let performed = run(&formulas.performance, &events);
    let failed = run(&formulas.failure, &events);
    let first = |how: &str| {
        performed
            .iter()
            .find(|(_, grounds)| grounds.iter().any(|ground| ground == how))
            .and_then(|(at, _)| u32::try_from(*at).ok())
    };
    let last = |list: &[(i64, Vec<String>)], how: &str| {
        list.last()
            .is_some_and(|(_, grounds)| grounds.iter().any(|ground| ground == how))
    };
    let due = question
        .tokens
        .iter()
        .any(|(_, token)| *token == Token::Due);
    Ranks {
        done: first(ESTABLISHED),
        in_time: due && last(&performed, IN_TIME),
        late: due && last(&performed, LATE),
        denied_since_done: last(&failed, SINCE_DONE),
        denied_since_mark: last(&failed, SINCE_MARK),
        denied: last(&failed, DENIED),
        other: first(OTHER),
        closed: last(&failed, CLOSED),
    }
}

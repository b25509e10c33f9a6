//! Checks explanations step by step, against the log and the definitions.

use std::collections::BTreeSet;

use servanda_temporal::{Because, Event, Explanation, Formula, Interval, Term};

use crate::naive::{Log, Valuation, domain, term};

type Checked = Result<(), String>;

fn ensure(condition: bool, e: &Explanation, what: &str) -> Checked {
    if condition {
        Ok(())
    } else {
        let steps: Vec<String> = match &e.because {
            Because::Steps(s) | Because::Group(s) => s
                .iter()
                .map(|s| format!("[{} at {}: {}]", s.formula, s.at, s.holds))
                .collect(),
            other => vec![format!("{other:?}")],
        };
        let (f, at, v) = (&e.formula, e.at, &e.valuation);
        Err(format!(
            "{what}: `{f}` at {at} of {v:?} holds={} because {steps:?}",
            e.holds
        ))
    }
}

fn bare(f: &Formula, holds: bool) -> (&Formula, bool) {
    match f {
        Formula::Not(a) => bare(a, !holds),
        _ => (f, holds),
    }
}

/// Tells whether a step states `f` (or, negated, what it negates).
fn states(step: &Explanation, f: &Formula, holds: bool) -> bool {
    bare(&step.formula, step.holds) == bare(f, holds)
}

pub(crate) fn check(e: &Explanation, log: &Log, events: &[Event]) -> Checked {
    let i = log.points.iter().position(|(at, _)| *at == e.at);
    let i = i.ok_or_else(|| "no such time-point".to_owned())?;
    let steps: &[Explanation] = match &e.because {
        Because::Steps(steps) | Because::Group(steps) => steps,
        _ => &[],
    };
    steps.iter().try_for_each(|step| check(step, log, events))?;
    ensure(consistent(e, steps), e, "a step is about another valuation")?;
    ensure(true_of(e, log, i), e, "the statement is wrong")?;
    match &e.because {
        Because::Evident => {
            let evident = matches!(
                e.formula,
                Formula::True | Formula::False | Formula::Compare(..) | Formula::Not(_)
            );
            ensure(evident, e, "not evident")
        }
        Because::Events(ids) => {
            let states =
                |event: &Event| event.at == e.at && matches(&e.formula, event, &e.valuation);
            let good = |id| events.iter().any(|event| event.id == id && states(event));
            ensure(
                e.holds && !ids.is_empty() && ids.iter().all(|id| good(*id)),
                e,
                "events",
            )
        }
        Because::NoEvent => {
            let any = events
                .iter()
                .any(|v| v.at == e.at && matches(&e.formula, v, &e.valuation));
            ensure(!e.holds && !any, e, "there is an event")
        }
        Because::NoTimePoint => {
            let empty = match &e.formula {
                Formula::Previous(n, _) => i == 0 || !log.past(*n, i).contains(&(i - 1)),
                Formula::Next(n, _) => !log.future(*n, i).contains(&(i + 1)),
                Formula::Once(n, _) | Formula::Since(n, _, _) => log.past(*n, i).is_empty(),
                Formula::Eventually(n, _) | Formula::Until(n, _, _) => log.future(*n, i).is_empty(),
                _ => false,
            };
            ensure(!e.holds && empty, e, "there is a time-point")
        }
        Because::Group(_) => ensure(matches!(e.formula, Formula::Aggregate { .. }), e, "group"),
        Because::Steps(steps) => follows(e, steps, log, i),
    }
}

fn consistent(e: &Explanation, steps: &[Explanation]) -> bool {
    let shared = e.formula.free_variables();
    steps.iter().all(|s| {
        s.valuation
            .iter()
            .all(|(k, v)| !shared.contains(k) || e.valuation.get(k).is_none_or(|known| known == v))
    })
}

fn true_of(e: &Explanation, log: &Log, i: usize) -> bool {
    let open: Vec<String> = e
        .formula
        .free_variables()
        .into_iter()
        .filter(|v| !e.valuation.contains_key(v))
        .collect();
    if open.is_empty() {
        return log.holds(&e.formula, i, &e.valuation) == e.holds;
    }
    // What is refuted of some values is so for all values of the others.
    let first = &open[0];
    !e.holds
        && domain(first).into_iter().all(|value| {
            let mut e = Explanation {
                because: Because::Evident,
                ..e.clone()
            };
            e.valuation.insert(first.clone(), value);
            true_of(&e, log, i)
        })
}

fn matches(f: &Formula, event: &Event, v: &Valuation) -> bool {
    let Formula::Predicate(name, terms) = f else {
        return false;
    };
    let mut v = v.clone();
    *name == event.predicate
        && terms.iter().zip(&event.args).all(|(t, value)| match t {
            Term::Wildcard => true,
            Term::Variable(name) => v.entry(name.clone()).or_insert(value.clone()) == value,
            other => term(other, &v).as_ref() == Some(value),
        })
}

/// Tells whether a statement follows from its steps by its operator's rule.
fn follows(e: &Explanation, steps: &[Explanation], log: &Log, i: usize) -> Checked {
    use Formula as F;
    ensure(!steps.is_empty(), e, "no steps")?;
    let position = |s: &Explanation| log.points.iter().position(|(at, _)| *at == s.at).unwrap();
    let here = |s: &Explanation| s.at == e.at;
    let good = match (&e.formula, e.holds) {
        (F::And(a, b), true) => match b.as_ref() {
            F::Historically(n, c) => throughout(steps, a, c, &log.past(*n, i), &position),
            F::Always(n, c) => throughout(steps, a, c, &log.future(*n, i), &position),
            _ => steps.len() == 2 && states(&steps[0], a, true) && states(&steps[1], b, true),
        },
        (F::And(a, b), false) => match b.as_ref() {
            F::Historically(_, c) | F::Always(_, c) => steps
                .iter()
                .all(|s| states(s, a, false) || states(s, c, false)),
            _ => steps
                .iter()
                .all(|s| here(s) && (states(s, a, false) || states(s, b, false))),
        },
        (F::Or(a, b), true) => {
            steps.len() == 1 && (states(&steps[0], a, true) || states(&steps[0], b, true))
        }
        (F::Or(a, b), false) => {
            steps.len() == 2 && states(&steps[0], a, false) && states(&steps[1], b, false)
        }
        (F::Exists(_, a), holds) => {
            steps.len() == 1 && here(&steps[0]) && states(&steps[0], a, holds)
        }
        (F::Previous(_, a), holds) => position(&steps[0]) + 1 == i && states(&steps[0], a, holds),
        (F::Next(_, a), holds) => position(&steps[0]) == i + 1 && states(&steps[0], a, holds),
        (F::Once(n, b), true) => {
            steps.len() == 1 && reached(steps, None, b, &log.past(*n, i), i, &position)
        }
        (F::Eventually(n, b), true) => {
            steps.len() == 1 && reached(steps, None, b, &log.future(*n, i), i, &position)
        }
        (F::Since(n, a, b), true) => reached(steps, Some(a), b, &log.past(*n, i), i, &position),
        (F::Until(n, a, b), true) => reached(steps, Some(a), b, &log.future(*n, i), i, &position),
        (F::Once(n, b), false) => missed(steps, None, b, &window(log, *n, i, true), i, &position),
        (F::Eventually(n, b), false) => {
            missed(steps, None, b, &window(log, *n, i, false), i, &position)
        }
        (F::Since(n, a, b), false) => {
            missed(steps, Some(a), b, &window(log, *n, i, true), i, &position)
        }
        (F::Until(n, a, b), false) => {
            missed(steps, Some(a), b, &window(log, *n, i, false), i, &position)
        }
        (F::Aggregate { body, .. }, false) => steps.len() == 1 && states(&steps[0], body, false),
        _ => false,
    };
    ensure(good, e, "does not follow")
}

fn window(log: &Log, n: Interval, i: usize, past: bool) -> Vec<usize> {
    if past {
        log.past(n, i)
    } else {
        log.future(n, i)
    }
}

type Position<'a> = &'a dyn Fn(&Explanation) -> usize;

fn throughout(
    steps: &[Explanation],
    guard: &Formula,
    inner: &Formula,
    window: &[usize],
    position: Position<'_>,
) -> bool {
    let seen: BTreeSet<usize> = steps[1..]
        .iter()
        .filter(|s| states(s, inner, true))
        .map(position)
        .collect();
    states(&steps[0], guard, true) && seen == window.iter().copied().collect()
}

fn reached(
    steps: &[Explanation],
    left: Option<&Formula>,
    right: &Formula,
    window: &[usize],
    i: usize,
    position: Position<'_>,
) -> bool {
    let witness = position(&steps[0]);
    let between: BTreeSet<usize> = if witness <= i {
        (witness + 1..=i).collect()
    } else {
        (i..witness).collect()
    };
    let carried: BTreeSet<usize> = steps[1..].iter().map(position).collect();
    states(&steps[0], right, true)
        && window.contains(&witness)
        && left.is_none_or(|left| {
            carried == between && steps[1..].iter().all(|s| states(s, left, true))
        })
}

fn missed(
    steps: &[Explanation],
    left: Option<&Formula>,
    right: &Formula,
    window: &[usize],
    i: usize,
    position: Position<'_>,
) -> bool {
    window.iter().all(|&j| {
        let refuted = steps
            .iter()
            .any(|s| states(s, right, false) && position(s) == j);
        let between = |k: usize| {
            if j <= i {
                j < k && k <= i
            } else {
                i <= k && k < j
            }
        };
        let broken = left.is_some_and(|left| {
            steps
                .iter()
                .any(|s| states(s, left, false) && between(position(s)))
        });
        refuted || broken
    })
}

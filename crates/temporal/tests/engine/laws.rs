//! Laws that hold of every formula and log.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use servanda_temporal::{
    Event, EventId, Formula, Moment, Monitor, Options, Pattern, Satisfactions, Tuple, Validity,
    parse,
};

use crate::checker::check;
use crate::generate::{events, formula, log, signature};
use crate::naive::valuations;
use crate::streams::cases;

const ENDED: Options = Options {
    end_of_time: true,
    monpoly: false,
};

fn monitor(formula: &Formula, options: Options) -> Option<Monitor> {
    Monitor::new(&signature(), formula, options).ok()
}

fn filled(formula: &Formula, options: Options, events: &[Event]) -> Option<Monitor> {
    let mut monitor = monitor(formula, options)?;
    for event in events {
        monitor.push(event.clone()).unwrap();
    }
    Some(monitor)
}

fn names(monitor: &Monitor) -> Vec<String> {
    monitor.columns().iter().map(|c| c.name.clone()).collect()
}

fn may_be(tuple: &Tuple, patterns: &[Pattern]) -> bool {
    let fits = |p: &Pattern| {
        p.iter()
            .zip(tuple)
            .all(|(p, v)| p.as_ref().is_none_or(|p| p == v))
    };
    patterns.iter().any(fits)
}

/// Follows the changes reported, as a caller would.
#[derive(Default)]
struct Follower(BTreeMap<(Moment, Tuple), Option<Moment>>);

impl Follower {
    fn follow(&mut self, monitor: &mut Monitor) {
        for change in monitor.changes() {
            let known = |run: Option<Validity>| run.map(|r| (r.from, r.until));
            let key = (change.from().unwrap(), change.tuple.clone());
            assert_eq!(self.0.get(&key).map(|u| (key.0, *u)), known(change.before));
            match change.after {
                Some(run) => self.0.insert(key, run.until),
                None => self.0.remove(&key),
            };
        }
    }

    fn agrees(&self, satisfactions: &[(Moment, Satisfactions)]) -> Result<(), TestCaseError> {
        let mut expected = BTreeMap::new();
        let mut active: BTreeMap<Tuple, Moment> = BTreeMap::new();
        for (at, known) in satisfactions {
            for (tuple, from) in active.clone() {
                if !known.holds.contains(&tuple) {
                    active.remove(&tuple);
                    let until = (!may_be(&tuple, &known.open)).then_some(*at);
                    expected.insert((from, tuple), until);
                }
            }
            for tuple in &known.holds {
                active.entry(tuple.clone()).or_insert(*at);
            }
        }
        expected.extend(
            active
                .into_iter()
                .map(|(tuple, from)| ((from, tuple), None)),
        );
        prop_assert_eq!(&self.0, &expected);
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn printing_and_reading_gives_the_same_formula(f in formula(true)) {
        prop_assert_eq!(parse::formula(&f.to_string()).unwrap(), f);
    }

    #[test]
    fn the_engine_agrees_with_the_definition(f in formula(true), events in events()) {
        let Some(mut monitor) = filled(&f, ENDED, &events) else { return Ok(()) };
        let (log, names) = (log(&events), names(&monitor));
        prop_assert!(monitor.pending().is_empty());
        for (i, (at, known)) in monitor.satisfactions().into_iter().enumerate() {
            prop_assert_eq!(at, log.points[i].0);
            prop_assert_eq!(known.holds, log.satisfactions(&f, i, &names), "{} at {}", f, at);
        }
    }

    #[test]
    fn what_is_certain_stays_and_what_is_impossible_never_comes(
        f in formula(true),
        events in events(),
    ) {
        let Some(mut monitor) = filled(&f, Options::default(), &events) else { return Ok(()) };
        let (log, names) = (log(&events), names(&monitor));
        for now in 0..14_i64 {
            monitor.advance(now);
            let pending: BTreeMap<Moment, Option<i64>> =
                monitor.pending().into_iter().map(|p| (p.at, p.deadline)).collect();
            for (i, (at, known)) in monitor.satisfactions().into_iter().enumerate() {
                prop_assert!(at.ts <= now);
                let truth = log.satisfactions(&f, i, &names);
                for tuple in &known.holds {
                    prop_assert!(truth.contains(tuple), "{} at {}: {:?} is not certain", f, at, tuple);
                }
                for tuple in &truth {
                    let known = known.holds.contains(tuple) || may_be(tuple, &known.open);
                    prop_assert!(known, "{} at {}: {:?} is not impossible", f, at, tuple);
                }
                prop_assert_eq!(known.open.is_empty(), !pending.contains_key(&at));
                if let Some(Some(deadline)) = pending.get(&at) {
                    prop_assert!(*deadline >= now, "{} at {} is past its deadline", f, at);
                }
            }
            for (at, deadline) in pending {
                let Some(deadline) = deadline else { continue };
                let mut later = filled(&f, Options::default(), &events).unwrap();
                later.advance(deadline + 1);
                prop_assert!(later.pending().iter().all(|p| p.at != at), "{} at {} is open", f, at);
            }
        }
    }

    #[test]
    fn order_of_arrival_and_reading_leaves_no_trace(
        f in formula(true),
        events in events(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 24),
        gone in prop::collection::vec((0..24_usize, 0..6_i64, 0..3_i64), 0..4),
        clock in prop::collection::vec(0..14_i64, 24),
    ) {
        let Some(mut monitor) = monitor(&f, Options::default()) else { return Ok(()) };
        let mut rest = events.clone();
        let mut seen = Follower::default();
        for (n, index) in order.iter().enumerate() {
            for (at, ts, order) in &gone {
                let id = EventId(1_000 + *at as u64);
                if *at == n {
                    let args = [(*order).into()];
                    let stray = Event::new(id, Moment::new(*ts, *order), "p", args);
                    monitor.correct(stray).unwrap();
                } else if *at + 2 == n {
                    monitor.retract(id).ok();
                }
            }
            if !rest.is_empty() {
                monitor.push(rest.remove(index.index(rest.len()))).unwrap();
            }
            monitor.advance(clock[n] * n as i64 / 24);
            if clock[n] % 2 == 0 {
                seen.follow(&mut monitor);
            }
        }
        for (at, _, _) in &gone {
            monitor.retract(EventId(1_000 + *at as u64)).ok();
        }
        let mut fresh = filled(&f, Options::default(), &events).unwrap();
        for event in rest {
            monitor.push(event).unwrap();
        }
        fresh.advance(monitor.now().unwrap());
        prop_assert_eq!(monitor.satisfactions(), fresh.satisfactions(), "{}", f);
        prop_assert_eq!(monitor.pending(), fresh.pending());
        seen.follow(&mut monitor);
        seen.agrees(&monitor.satisfactions())?;
    }

    #[test]
    fn every_explanation_passes_the_checker(f in formula(false), events in events()) {
        let Some(mut monitor) = filled(&f, ENDED, &events) else { return Ok(()) };
        let (log, names) = (log(&events), names(&monitor));
        for i in 0..log.points.len() {
            for v in valuations(&names).into_iter().take(40) {
                let tuple: Tuple = names.iter().map(|n| v[n].clone()).collect();
                let explanation = monitor.explain(log.points[i].0, &tuple).unwrap();
                prop_assert_eq!(explanation.holds, log.holds(&f, i, &v));
                if let Err(fault) = check(&explanation, &log, &events) {
                    return Err(TestCaseError::fail(format!("{f}: {fault}")));
                }
            }
        }
    }
}

#[test]
fn most_random_formulas_are_monitorable() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let accepted = (0..400)
        .filter(|_| {
            let f = formula(true).new_tree(&mut runner).unwrap().current();
            monitor(&f, ENDED).is_some()
        })
        .count();
    assert!(accepted > 150, "only {accepted} of 400");
}

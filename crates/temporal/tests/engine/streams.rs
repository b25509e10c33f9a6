//! The streaming engine against the definition and against the monitor.
//!
//! `PROPTEST_CASES` asks for so many fresh cases.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError};
use servanda_temporal::{
    Event, Formula, Monitor, Options, Signature, Stream, StreamError, Style, Tuple, Value, parse,
};

use crate::generate::{events, formula, log, operator, signature};

const ENDED: Options = Options {
    end_of_time: true,
    monpoly: false,
};

/// Writes events as a log.
pub(crate) fn text(events: &[Event]) -> String {
    let mut text = String::new();
    for (at, facts) in &log(events).points {
        write!(text, "@{}", at.ts).unwrap();
        for (name, args) in facts {
            write!(text, " {name}{}", tuple(args)).unwrap();
        }
        text.push_str(";\n");
    }
    text
}

fn tuple(values: &[Value]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("({})", values.join(","))
}

pub(crate) fn line(index: usize, ts: i64, holds: &[Tuple]) -> String {
    if holds.is_empty() {
        return String::new();
    }
    let closed = holds.iter().all(Vec::is_empty);
    let tuples: Vec<String> = holds.iter().map(|t| tuple(t)).collect();
    let body = if closed {
        "true".to_owned()
    } else {
        tuples.join(" ")
    };
    format!("@{ts} (time point {index}): {body}\n")
}

fn filled(f: &Formula, options: Options, events: &[Event]) -> Option<Monitor> {
    let mut monitor = Monitor::new(&signature(), f, options).ok()?;
    for event in events {
        monitor.push(event.clone()).unwrap();
    }
    Some(monitor)
}

/// Runs a stream over a text cut into pieces of `piece` bytes.
fn streamed(
    (signature, f): (&Signature, &Formula),
    (options, style): (Options, Style),
    text: &str,
    piece: usize,
) -> Result<(String, u64), StreamError> {
    let mut stream = Stream::new(signature, f, options, style).unwrap();
    let mut lines = Vec::new();
    for part in text.as_bytes().chunks(piece) {
        stream.feed(part, &mut lines)?;
    }
    let open = stream.finish(&mut lines)?;
    Ok((String::from_utf8(lines).unwrap(), open))
}

fn same_at_the_end(f: &Formula, events: &[Event], options: Options) -> Result<(), TestCaseError> {
    let Some(mut monitor) = filled(f, options, events) else {
        prop_assert!(Stream::new(&signature(), f, options, Style::Changes).is_err());
        return Ok(());
    };
    let mut expected = String::new();
    for (i, (at, known)) in monitor.satisfactions().into_iter().enumerate() {
        expected += &line(i, at.ts, &known.holds);
    }
    let text = text(events);
    let style = (options, Style::EveryTimePoint);
    let (found, open) = streamed((&signature(), f), style, &text, 7).unwrap();
    prop_assert_eq!(found, expected, "{} over {}", f, text);
    prop_assert_eq!(open, 0);
    Ok(())
}

/// Puts logs one after the other, each so long after the one before.
fn joined(parts: Vec<(Vec<Event>, i64)>) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    for (events, gap) in parts {
        let end = all.last().map(|e| (e.at.ts + gap, e.at.order + 1));
        let (ts, order) = end.unwrap_or((0, 0));
        for mut event in events {
            event.id.0 += 1_000 * all.len() as u64;
            event.at.ts += ts;
            event.at.order += order;
            all.push(event);
        }
    }
    all
}

/// Follows the changes printed, as a reader would, back to what holds.
fn unfolded(changes: &str, points: usize) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new(); points];
    let mut holds: Vec<String> = Vec::new();
    let mut next = 0;
    for line in changes.lines() {
        let (head, body) = line.split_once("): ").unwrap();
        let index: usize = head.rsplit(' ').next().unwrap().parse().unwrap();
        all[next..index].fill(holds.clone());
        for change in body.split(' ') {
            if let Some(came) = change.strip_prefix('+') {
                assert!(!holds.contains(&came.to_owned()), "{came} came twice");
                holds.push(came.to_owned());
            } else {
                let went = change.strip_prefix('-').unwrap();
                let place = holds
                    .iter()
                    .position(|h| h == went)
                    .expect("it went unseen");
                holds.remove(place);
            }
        }
        holds.sort();
        next = index;
    }
    all[next..].fill(holds);
    all
}

/// Draws the same cases on every run, so that a change is judged by what it
/// changed; asks for as many fresh ones as `PROPTEST_CASES` says, where it does.
pub(crate) fn cases(default: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    // 256 is what proptest takes where nothing is asked.
    let fresh = asked.cases != 256;
    ProptestConfig {
        failure_persistence: None,
        cases: if fresh { asked.cases } else { default },
        rng_seed: if fresh {
            RngSeed::Random
        } else {
            RngSeed::Fixed(20_251_010)
        },
        ..asked
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_stream_agrees_with_the_monitor(f in formula(true), events in events()) {
        same_at_the_end(&f, &events, ENDED)?;
    }

    #[test]
    fn the_stream_agrees_on_single_operators(
        f in operator(),
        parts in prop::collection::vec((events(), 0..3_i64), 1..4),
    ) {
        same_at_the_end(&f, &joined(parts), ENDED)?;
    }

    #[test]
    fn the_stream_agrees_on_longer_logs(
        f in formula(true),
        parts in prop::collection::vec((events(), 0..9_i64), 1..6),
    ) {
        same_at_the_end(&f, &joined(parts), ENDED)?;
    }

    #[test]
    fn the_stream_agrees_on_aggregates_of_nothing(f in formula(true), events in events()) {
        same_at_the_end(&f, &events, Options { monpoly: true, ..ENDED })?;
    }

    #[test]
    fn the_stream_agrees_with_the_definition(f in formula(true), events in events()) {
        let Ok(stream) = Stream::new(&signature(), &f, ENDED, Style::EveryTimePoint) else {
            return Ok(());
        };
        let names: Vec<String> = stream.columns().iter().map(|c| c.name.clone()).collect();
        let naive = log(&events);
        let mut expected = String::new();
        for (i, (at, _)) in naive.points.iter().enumerate() {
            expected += &line(i, at.ts, &naive.satisfactions(&f, i, &names));
        }
        let style = (ENDED, Style::EveryTimePoint);
        let (found, _) = streamed((&signature(), &f), style, &text(&events), 64).unwrap();
        prop_assert_eq!(found, expected, "{}", f);
    }

    #[test]
    fn what_the_stream_decides_early_is_decided(f in formula(true), events in events()) {
        let Some(mut monitor) = filled(&f, Options::default(), &events) else { return Ok(()) };
        monitor.advance(events.last().unwrap().at.ts);
        let points = monitor.satisfactions();
        let style = (Options::default(), Style::EveryTimePoint);
        let (found, open) = streamed((&signature(), &f), style, &text(&events), 9).unwrap();
        let mut expected = String::new();
        for (i, (at, known)) in points.iter().take(points.len() - usize::try_from(open).unwrap()).enumerate() {
            prop_assert!(known.open.is_empty(), "{} at {} is open", f, at);
            expected += &line(i, at.ts, &known.holds);
        }
        prop_assert_eq!(found, expected, "{}", f);
    }

    #[test]
    fn changes_tell_the_same_as_every_time_point(f in formula(true), events in events()) {
        let Some(mut monitor) = filled(&f, ENDED, &events) else { return Ok(()) };
        let points = monitor.satisfactions();
        let style = (ENDED, Style::Changes);
        let (found, _) = streamed((&signature(), &f), style, &text(&events), 99).unwrap();
        for ((at, known), told) in points.iter().zip(unfolded(&found, points.len())) {
            let mut holds: Vec<String> = known.holds.iter().map(|t| tuple(t)).collect();
            holds.sort();
            prop_assert_eq!(&told, &holds, "{} at {}", f, at);
        }
    }
}

fn all(signature: &str, formula: &str, log: &str) -> String {
    let signature = parse::signature(signature).unwrap();
    let formula = parse::formula(formula).unwrap();
    let mut found = Vec::new();
    for piece in [1, 5, 1_000] {
        let style = (ENDED, Style::EveryTimePoint);
        found.push(
            streamed((&signature, &formula), style, log, piece)
                .unwrap()
                .0,
        );
    }
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{found:?}");
    found.remove(0)
}

#[test]
fn unusual_logs_are_read_as_well() {
    let log = "# a comment; @3\n@1 p(1, \"a;b\") (2 , c) (* @9 *)\n p(3,\"q\\\"\");\n\n@1 e()\n@5 p(-7,_x)// end";
    assert_eq!(
        all("p(x:int,y:string) e()", "p(x,y)", log),
        "@1 (time point 0): (1,\"a;b\") (2,\"c\") (3,\"q\\\"\")\n@5 (time point 2): (-7,\"_x\")\n"
    );
    assert_eq!(
        all("p(x:int,y:string) e()", "e()", log),
        "@1 (time point 1): true\n"
    );
}

#[test]
fn values_of_all_types_are_compared_and_computed() {
    let signature = "p(x:float, t:timestamp, s:string)";
    let log = "@1 p(1.50,@7,\"b\")(2,9,\"a\");@2 p(1.5,3,\"c\");@3;";
    assert_eq!(
        all(signature, "ONCE p(x,t,s)", log),
        "@1 (time point 0): (1.5,@7,\"b\") (2.0,@9,\"a\")\n\
         @2 (time point 1): (1.5,@3,\"c\") (1.5,@7,\"b\") (2.0,@9,\"a\")\n\
         @3 (time point 2): (1.5,@3,\"c\") (1.5,@7,\"b\") (2.0,@9,\"a\")\n"
    );
    assert_eq!(
        all(signature, "c <- AVG x (ONCE p(x,t,s))", log),
        "@1 (time point 0): (1.75)\n\
         @2 (time point 1): (1.6666666666666666666666666667)\n\
         @3 (time point 2): (1.6666666666666666666666666667)\n"
    );
    assert_eq!(
        all(
            signature,
            "(ONCE[0,1] p(x,t,s)) AND x * 2.0 > 3.0 AND s < \"b\"",
            log
        ),
        "@1 (time point 0): (2.0,@9,\"a\")\n@2 (time point 1): (2.0,@9,\"a\")\n"
    );
}

#[test]
fn faults_of_the_log_name_their_line() {
    let signature = parse::signature("p(x:int)").unwrap();
    let formula = parse::formula("p(x)").unwrap();
    let fault = |log: &str| {
        let style = (ENDED, Style::Changes);
        streamed((&signature, &formula), style, log, 3)
            .unwrap_err()
            .to_string()
    };
    assert!(fault("@1 p(1);\n@2 p(2);\n@3 r(1);\n").starts_with("line 3, column 4: the signature"));
    assert!(fault("@5 p(1);\n@4 p(2);\n").starts_with("line 2: the instant 4 comes after 5"));
    assert!(fault("@1 p(1,2);").starts_with("line 1"));
    assert!(fault("@1 p(1").starts_with("line 1"));
}

#[test]
fn arithmetic_without_value_never_makes_a_false_verdict() {
    let signature = parse::signature("p(x:int) q(x:int)").unwrap();
    let run = |formula: &str| {
        let formula = parse::formula(formula).unwrap();
        let style = (ENDED, Style::EveryTimePoint);
        streamed((&signature, &formula), style, "@1 p(0)(2) q(3);", 99)
    };
    let holds = run("p(x) AND 4 / x = 2").unwrap().0;
    assert_eq!(holds, "@1 (time point 0): (2)\n");
    let fault = run("q(y) AND NOT EXISTS x. (p(x) AND 4 / x = 7)").unwrap_err();
    assert!(fault.to_string().contains("division by zero"), "{fault}");
}

//! The literate cases of `tests/cases`: formulas, logs and the lines expected.
//!
//! Written by hand from the definitions and MonPoly's documentation. A block
//! holds until another of its kind replaces it; `verdicts` runs the formula
//! over the log, in pieces of several lengths, and on the monitor as well.

use servanda_temporal::{
    Event, EventId, Formula, Moment, Monitor, Options, Signature, Stream, Style, parse,
};

use crate::streams::line;

const FILES: [(&str, &str); 7] = [
    ("past", include_str!("../cases/past.md")),
    ("future", include_str!("../cases/future.md")),
    ("aggregates", include_str!("../cases/aggregates.md")),
    ("terms", include_str!("../cases/terms.md")),
    ("names", include_str!("../cases/names.md")),
    ("logs", include_str!("../cases/logs.md")),
    ("refused", include_str!("../cases/refused.md")),
];

#[derive(Default)]
struct State {
    title: String,
    sig: String,
    formula: String,
    log: String,
}

fn options(info: &str) -> Options {
    Options {
        end_of_time: info != "live",
        monpoly: info != "plain",
    }
}

fn formula(state: &State, info: &str) -> Result<Formula, String> {
    let formula = parse::formula(&state.formula).map_err(|e| e.to_string())?;
    Ok(if info == "negate" {
        formula.not()
    } else {
        formula
    })
}

fn streamed(
    (signature, formula): (&Signature, &Formula),
    log: &str,
    info: &str,
    piece: usize,
) -> Result<String, String> {
    let mut stream = Stream::new(signature, formula, options(info), Style::EveryTimePoint)
        .map_err(|e| e.to_string())?;
    let mut lines = Vec::new();
    for part in log.as_bytes().chunks(piece) {
        stream.feed(part, &mut lines).map_err(|e| e.to_string())?;
    }
    stream.finish(&mut lines).map_err(|e| e.to_string())?;
    Ok(String::from_utf8(lines).unwrap())
}

fn run(state: &State, info: &str) -> Result<String, String> {
    let signature = parse::signature(&state.sig).map_err(|e| e.to_string())?;
    let formula = formula(state, info)?;
    let whole = streamed((&signature, &formula), &state.log, info, usize::MAX);
    for piece in [1, 3, 16] {
        let cut = streamed((&signature, &formula), &state.log, info, piece);
        assert_eq!(cut, whole, "in pieces of {piece}: {}", state.formula);
    }
    whole
}

/// Runs the same on the monitor.
fn monitored(state: &State, info: &str) -> String {
    let signature = parse::signature(&state.sig).unwrap();
    let formula = formula(state, info).unwrap();
    let mut monitor = Monitor::new(&signature, &formula, options(info)).unwrap();
    let mut id = 0;
    for (order, entry) in parse::log(&state.log, &signature)
        .unwrap()
        .into_iter()
        .enumerate()
    {
        let at = Moment::new(entry.ts, i64::try_from(order).unwrap());
        monitor.mark(at);
        for (name, args) in entry.facts {
            id += 1;
            monitor
                .push(Event::new(EventId(id), at, name, args))
                .unwrap();
        }
        monitor.advance(entry.ts);
    }
    let points = monitor.satisfactions().into_iter().enumerate();
    points
        .filter(|(_, (_, known))| known.open.is_empty())
        .map(|(i, (at, known))| line(i, at.ts, &known.holds))
        .collect()
}

fn check(state: &State, file: &str, kind: &str, info: &str, body: &str, seen: &mut Vec<String>) {
    let place = format!("{file}.md, {}: {}", state.title, state.formula);
    let found = run(state, info);
    let agrees = match kind {
        "verdicts" => {
            if found.as_deref() == Ok(body) {
                assert_eq!(monitored(state, info), body, "the monitor on {place}");
                true
            } else {
                false
            }
        }
        _ => found
            .as_ref()
            .is_err_and(|e| e.starts_with(body.trim_end())),
    };
    if !agrees {
        let found = found.unwrap_or_else(|e| format!("refused: {e}\n"));
        seen.push(format!("{place}\n--- expected\n{body}--- found\n{found}"));
    }
}

#[test]
fn the_literate_cases_hold() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, text) in FILES {
        let mut state = State::default();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("## ") {
                title.clone_into(&mut state.title);
            }
            let Some(head) = line.strip_prefix("```") else {
                continue;
            };
            let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            let body: String = body.iter().map(|l| format!("{l}\n")).collect();
            let (kind, info) = head.split_once(' ').unwrap_or((head, ""));
            match kind {
                "sig" => state.sig = body,
                "formula" => state.formula = body.trim_end().to_owned(),
                "log" => state.log = body,
                "verdicts" | "refused" => {
                    count += 1;
                    check(&state, file, kind, info, &body, &mut wrong);
                }
                other => panic!("{file}.md: no block is called `{other}`"),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 90, "only {count} cases were found");
}

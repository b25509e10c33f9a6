//! Each operator on small logs, worked out by hand from its definition.

use servanda_temporal::{Event, EventId, Moment, Monitor, Options, Value, parse};

const SIGNATURE: &str = "p(x:int) q(x:int) r(x:int, y:int) d(v:float) e()";

fn run(formula: &str, log: &str, options: Options) -> Vec<String> {
    let signature = parse::signature(SIGNATURE).unwrap();
    let formula = parse::formula(formula).unwrap();
    let mut monitor = Monitor::new(&signature, &formula, options).unwrap();
    let mut id = 0;
    for (order, entry) in parse::log(log, &signature).unwrap().into_iter().enumerate() {
        let at = Moment::new(entry.ts, order as i64);
        monitor.mark(at);
        for (name, args) in entry.facts {
            id += 1;
            monitor
                .push(Event::new(EventId(id), at, name, args))
                .unwrap();
        }
    }
    let words = |tuple: &Vec<Value>| {
        let values: Vec<String> = tuple.iter().map(Value::to_string).collect();
        format!("({})", values.join(","))
    };
    let line = |holds: Vec<Vec<Value>>| holds.iter().map(words).collect::<String>();
    monitor
        .satisfactions()
        .into_iter()
        .map(|(_, s)| line(s.holds))
        .collect()
}

fn check(formula: &str, log: &str, expected: &[&str]) {
    let options = Options {
        end_of_time: true,
        monpoly: false,
    };
    assert_eq!(run(formula, log, options), expected, "{formula} over {log}");
}

const PAST: &str = "@0 p(1) @0 e() @3 e() @5 q(2) @9 e()";

#[test]
fn past_operators() {
    check("PREVIOUS p(x)", PAST, &["", "(1)", "", "", ""]);
    check("PREVIOUS[1,*) e()", PAST, &["", "", "()", "()", ""]);
    check("PREVIOUS[3,3] e()", PAST, &["", "", "()", "", ""]);
    check("ONCE p(x)", PAST, &["(1)", "(1)", "(1)", "(1)", "(1)"]);
    check("ONCE[0,4] p(x)", PAST, &["(1)", "(1)", "(1)", "", ""]);
    check("ONCE[3,5] p(x)", PAST, &["", "", "(1)", "(1)", ""]);
    check("ONCE(3,*) p(x)", PAST, &["", "", "", "(1)", "(1)"]);
    check("HISTORICALLY[0,4] e()", PAST, &["", "", "", "", ""]);
    check("HISTORICALLY[1,3] e()", PAST, &["()", "()", "", "()", "()"]);
    check(
        "q(x) AND HISTORICALLY[1,2] (NOT p(x))",
        PAST,
        &["", "", "", "(2)", ""],
    );
}

#[test]
fn since_with_every_kind_of_interval() {
    let log = "@0 p(1) @1 q(1) @2 q(1) p(1) @4 q(1) @5 e() @6 p(1) @7 q(1)";
    check(
        "q(x) SINCE p(x)",
        log,
        &["(1)", "(1)", "(1)", "(1)", "", "(1)", "(1)"],
    );
    check(
        "q(x) SINCE[2,*) p(x)",
        log,
        &["", "", "(1)", "(1)", "", "", ""],
    );
    check(
        "q(x) SINCE[3,*) p(x)",
        log,
        &["", "", "", "(1)", "", "", ""],
    );
    check(
        "q(x) SINCE[1,2] p(x)",
        log,
        &["", "(1)", "(1)", "(1)", "", "", "(1)"],
    );
    check(
        "(NOT e()) SINCE[2,*) p(x)",
        log,
        &["", "", "(1)", "(1)", "", "", ""],
    );
    check(
        "TRUE SINCE[7,*) p(x)",
        log,
        &["", "", "", "", "", "", "(1)"],
    );
}

#[test]
fn future_operators() {
    let log = "@0 e() @0 p(1) @3 q(1) @5 p(2) @9 e()";
    check("NEXT p(x)", log, &["(1)", "", "(2)", "", ""]);
    check("NEXT[1,2] p(x)", log, &["", "", "(2)", "", ""]);
    check(
        "EVENTUALLY[0,4] p(x)",
        log,
        &["(1)", "(1)", "(2)", "(2)", ""],
    );
    check("EVENTUALLY[1,5] p(x)", log, &["(2)", "(2)", "(2)", "", ""]);
    check("p(x) AND ALWAYS[1,4] q(x)", log, &["", "(1)", "", "", ""]);
    check("p(x) AND ALWAYS[1,5] q(x)", log, &["", "", "", "", ""]);
    check(
        "(NOT e()) UNTIL[0,5] p(x)",
        log,
        &["", "(1)(2)", "(2)", "(2)", ""],
    );
    check("p(x) UNTIL[3,4] q(x)", log, &["", "(1)", "", "", ""]);
}

#[test]
fn simultaneous_time_points_are_ordered() {
    check("p(x) AND ONCE[0,0] q(x)", "@4 q(1) @4 p(1)", &["", "(1)"]);
    check("p(x) AND ONCE[0,0] q(x)", "@4 p(1) @4 q(1)", &["", ""]);
    check(
        "p(x) AND EVENTUALLY[0,0] q(x)",
        "@4 p(1) @4 q(1)",
        &["(1)", ""],
    );
}

#[test]
fn connectives_quantifiers_and_terms() {
    let log = "@0 r(1,2) r(2,2) r(3,4) p(1) p(2) q(2)";
    check("r(x,y) AND p(y)", log, &["(1,2)(2,2)"]);
    check("r(x,x)", log, &["(2)"]);
    check("r(x,_) AND NOT p(x)", log, &["(3)"]);
    check("p(x) AND (x = 1 OR q(x))", log, &["(1)(2)"]);
    check("p(x) AND (q(x) IMPLIES x > 2)", log, &["(1)"]);
    check("p(x) AND (q(x) EQUIV r(x,x))", log, &["(1)(2)"]);
    check("EXISTS y. r(x,y)", log, &["(1)(2)(3)"]);
    check("p(x) AND FORALL y. (r(x,y) IMPLIES q(y))", log, &["(1)(2)"]);
    check("r(x, x + 1)", log, &["(1)(3)"]);
    check("p(x) AND y = x * 10 - 1 mod 2", log, &["(1,9)(2,19)"]);
    check("EXISTS x. p(x) AND (EXISTS x. r(x,4))", log, &["()"]);
    check("FALSE OR (TRUE AND NOT p(3))", log, &["()"]);
}

#[test]
fn aggregates() {
    let log = "@0 r(1,5) r(2,5) r(3,8) @1 e()";
    check("s <- SUM y r(x,y)", log, &["(18)", ""]);
    check("n <- CNT x; y r(x,y)", log, &["(1,8)(2,5)", ""]);
    check("m <- AVG y r(x,y)", log, &["(6.0)", ""]);
    check("m <- MED y r(x,y)", log, &["(5.0)", ""]);
    check("m <- MED x r(x,y) AND y = 5", log, &["(1.5)", ""]);
    check("m <- MIN y r(x,y)", log, &["(5)", ""]);
    check("m <- MAX y r(x,y)", log, &["(8)", ""]);
    check("s <- SUM v d(v)", "@0 d(0.1) d(0.2) d(1)", &["(1.3)"]);
    let ours = Options {
        end_of_time: true,
        monpoly: true,
    };
    assert_eq!(run("s <- SUM y r(x,y)", log, ours), ["(18)", "(0)"]);
    assert_eq!(run("n <- CNT y p(y)", log, ours), ["(0)", "(0)"]);
    assert_eq!(run("n <- MIN y p(y)", log, ours), ["(0)", "(0)"]);
    assert_eq!(run("n <- CNT x; y r(x,y)", log, ours), ["(1,8)(2,5)", ""]);
}

#[test]
fn names_given_by_let() {
    let log = "@0 r(1,2) p(2) @2 e() @8 q(2) @9 e()";
    check("LET a(y,x) = r(x,y) IN a(x,z)", log, &["(2,1)", "", "", ""]);
    check(
        "LET open(v) = (NOT q(v)) SINCE p(v) IN LET late(v) = (NOT q(v)) SINCE[2,*) p(v) IN open(v) AND NOT late(v)",
        log,
        &["(2)", "", "", ""],
    );
    check("LET p(x) = q(x) IN ONCE p(2)", log, &["", "", "()", "()"]);
    check("LET a(x,y) = r(x,y) IN a(1,_)", log, &["()", "", "", ""]);
}

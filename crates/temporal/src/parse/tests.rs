use super::*;
use crate::{Interval, Value};

#[test]
fn formulas_are_read_by_precedence() {
    let table = [
        ("a() AND b() OR c()", "(a() AND b()) OR c()"),
        ("NOT a() AND b()", "(NOT a()) AND b()"),
        (
            "a() IMPLIES b() IMPLIES c()",
            "a() IMPLIES (b() IMPLIES c())",
        ),
        ("a() EQUIV b() OR c()", "a() EQUIV (b() OR c())"),
        ("ONCE a() AND b()", "ONCE[0,*) (a() AND b())"),
        ("ONCE a() SINCE b()", "(ONCE[0,*) a()) SINCE[0,*) b()"),
        ("EXISTS x. p(x) AND q(x)", "EXISTS x. (p(x) AND q(x))"),
        ("a() AND ONCE[1,2] b()", "a() AND (ONCE[1,2] b())"),
        (
            "a() SINCE[2,5) b() UNTIL(0,1d] c()",
            "a() SINCE[2,4] (b() UNTIL[1,86400] c())",
        ),
        ("PAST_ALWAYS[0,3h] (a())", "HISTORICALLY[0,10800] a()"),
        ("ONCE (1,2m) (x = 1)", "ONCE[2,119] (x = 1)"),
        ("(x + 1) * 2 < -y", "(x + 1) * 2 < -(y)"),
        ("x - 1 - 2 mod 3 = -5", "(x - 1) - (2 mod 3) = -5"),
        (
            "s <- SUM a; k, l ONCE p(k,a,l)",
            "s <- SUM a; k, l (ONCE[0,*) p(k, a, l))",
        ),
        (
            "LET q(x) = p(x,_) IN q(1.50) AND r(\"a b\", @7)",
            "LET q(x) = p(x, _) IN q(1.5) AND r(\"a b\", @7)",
        ),
        (
            "p(x) // note\n AND # more\n (* and\n more *) q(x)",
            "p(x) AND q(x)",
        ),
        ("i2f(x) / 2.0 >= f2i(y)", "i2f(x) / 2.0 >= f2i(y)"),
        ("(((a())))", "a()"),
    ];
    for (text, expected) in table {
        let read = formula(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(read.to_string(), expected, "{text}");
        assert_eq!(formula(expected).as_ref(), Ok(&read), "{expected}");
    }
}

#[test]
fn formulas_are_refused_with_their_place() {
    let table = [
        (
            "p(x) AND",
            "line 1, column 9: expected a formula or a term, found the end of the text",
        ),
        (
            "p(x) q(x)",
            "line 1, column 6: expected an operator or the end of the formula, found `q`",
        ),
        (
            "ONCE[5,2] p(x)",
            "line 1, column 5: this interval holds no distance; its lower end must not exceed its upper one",
        ),
        (
            "x = _",
            "line 1, column 5: `_` may only stand as an argument of a predicate",
        ),
        (
            "p(\"a",
            "line 1, column 3: this text is never closed; end it with `\"`",
        ),
        (
            "p(99999999999999999999)",
            "line 1, column 3: `99999999999999999999` is too large a number",
        ),
        (
            "s <- TOP x p(x)",
            "line 1, column 6: expected SUM, CNT, AVG, MIN, MAX or MED, found `TOP`",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(formula(text).unwrap_err().to_string(), expected);
    }
    let deep = "(".repeat(100_000);
    assert!(formula(&deep).is_err());
    assert!(formula(&"NOT ".repeat(100_000)).is_err());
    assert!(formula(&format!("x = {}1", "-".repeat(100_000))).is_err());
}

#[test]
fn formula_follows_reads_terms_in_parentheses() {
    let read = formula("(x) = (y + (2)) AND ((p(x)))").unwrap();
    assert_eq!(read.to_string(), "(x = y + 2) AND p(x)");
}

#[test]
fn intervals_are_closed_after_reading() {
    let Ok(crate::Formula::Once(interval, _)) = formula("ONCE(1,3) a()") else {
        panic!()
    };
    assert_eq!(Interval::new(2, Some(2)), Some(interval));
}

#[test]
fn logs_and_signatures_are_read() {
    let text = "p(x:int, y:string)\n q() # none\n r(float, t:timestamp)";
    let signature = signature(text).unwrap();
    assert_eq!(
        super::signature(&signature.to_string()).as_ref(),
        Ok(&signature)
    );
    let log = log(
        "@1 p(1,\"a\")(2,b) q(); @1 @-3 r(2, 5)(-0.5,@6)",
        &signature,
    )
    .unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!(log[0].facts.len(), 3);
    assert_eq!(
        log[0].facts[1],
        ("p".to_owned(), vec![Value::Int(2), Value::text("b")])
    );
    assert_eq!(log[2].ts, -3);
    assert_eq!(log[2].facts[0].1[1], Value::Timestamp(5));
    let refused = [
        ("@1 p(1)", "line 1, column 5: `p` takes 2 values, not 1"),
        (
            "@1 p(1,a,3)",
            "line 1, column 10: `p` takes 2 values, not more",
        ),
        (
            "@1 p(a,b)",
            "line 1, column 6: expected a value of type int, found `a`",
        ),
        (
            "@1 z(1)",
            "line 1, column 4: the signature has no predicate `z`; declare it there",
        ),
        (
            "p(1,b)",
            "line 1, column 1: expected `@` before the instant of a time-point, found `p`",
        ),
    ];
    for (text, expected) in refused {
        assert_eq!(
            super::log(text, &signature).unwrap_err().to_string(),
            expected
        );
    }
    assert!(super::signature("p(x:int) p()").is_err());
}

use super::*;
use crate::parse;

fn planned(text: &str) -> Result<Plan, Refusal> {
    let signature =
        parse::signature("p(x:int) q(x:int) r(x:int, y:int) s(t:string) d(v:float) e()").unwrap();
    plan(&signature, &parse::formula(text).unwrap())
}

#[test]
fn refusals_name_the_part_and_a_way_out() {
    let table = [
        (
            "NOT p(x)",
            "`NOT p(x)`: nothing gives values to `x`; add AND with a predicate or a past event that names `x`",
        ),
        (
            "p(x) AND y > 3",
            "`y > 3`: nothing gives values to `y`; add AND with a predicate or a past event that names `y`",
        ),
        (
            "p(x) OR q(y)",
            "`p(x) OR q(y)`: the two sides of OR have different variables; use the same variables on both sides, or close the others with EXISTS",
        ),
        (
            "EVENTUALLY p(x)",
            "`EVENTUALLY[0,*) p(x)`: this looks into the future without bound, so its failure could never be established; give the interval an upper end, such as `[0,7d]`",
        ),
        (
            "ONCE[0,5] (p(x) AND NOT r(x,y))",
            "`NOT r(x, y)`: nothing gives values to `y`; add AND with a predicate or a past event that names `y`",
        ),
        (
            "r(x,y) SINCE p(x)",
            "`r(x, y) SINCE[0,*) p(x)`: the left side has variables that the right side does not give values to; let the right side name them, or close them with EXISTS",
        ),
        (
            "HISTORICALLY[1,5] p(x)",
            "`HISTORICALLY[1,5] p(x)`: nothing gives values to `x`; add AND with a predicate or a past event that names `x`",
        ),
        (
            "z(1)",
            "`z(1)`: there is no predicate `z`; declare it in the signature or name a formula so with LET",
        ),
        (
            "p(1,2)",
            "`p(1, 2)`: `p` takes 1 arguments, not 2; write `_` for arguments that do not matter",
        ),
        (
            "p(\"a\")",
            "`p(\"a\")`: `\"a\"` is of type string where the signature has int; write a value of the column's type",
        ),
        (
            "p(x) AND s(x)",
            "`s(x)`: `x` is of type string here and of type int elsewhere; use two variables, or convert with i2f or f2i",
        ),
        (
            "p(x) AND d(y) AND x < y",
            "`x < y`: this compares a value of type int with one of type float; convert with i2f or f2i, or compare values of the same type",
        ),
        (
            "n <- SUM t s(t)",
            "`n <- SUM t s(t)`: SUM takes numbers, and this variable is of type string; aggregate a number, or count with CNT",
        ),
        (
            "n <- SUM z p(x)",
            "`n <- SUM z p(x)`: `z` does not occur freely in what is aggregated; name a variable of the aggregated formula",
        ),
        (
            "x <- SUM y; x r(x,y)",
            "`x <- SUM y; x r(x, y)`: `x` is both the result and a grouping variable; give the result a name of its own",
        ),
        (
            "LET a(x) = r(x,y) IN a(x)",
            "`r(x, y)`: the parameters of `a` are (x) but the variables left free are (x, y); list exactly the free variables, each once; close others with EXISTS",
        ),
    ];
    for (text, expected) in table {
        let refusal = planned(text).err().map(|r| r.to_string());
        assert_eq!(refusal.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_can_be_rewritten_is_accepted() {
    for text in [
        "NOT p(1)",
        "p(x) AND NOT (q(x) AND x > 3)",
        "r(x,y) AND (p(x) OR q(y))",
        "p(x) AND (x = 1 OR q(x))",
        "NOT (NOT p(x) AND NOT q(x))",
        "p(x) AND (q(x) IMPLIES r(x,x))",
        "p(x) AND (q(x) EQUIV r(x,x))",
        "p(x) AND ALWAYS[0,5] q(x)",
        "p(x) AND ALWAYS[2,5] (NOT q(x))",
        "p(x) AND HISTORICALLY q(x)",
        "HISTORICALLY[0,5] q(x)",
        "p(x) AND NOT HISTORICALLY[1,5] q(x)",
        "p(x) AND ONCE[0,5] (NOT q(x))",
        "p(x) AND NOT ONCE[0,5] (NOT q(x))",
        "p(x) AND PREVIOUS (NOT q(x))",
        "p(x) AND NOT NEXT (NOT q(x))",
        "(x > 3) SINCE p(x)",
        "(q(x) OR NOT r(x,x)) SINCE[2,*) p(x)",
        "(NOT q(x)) UNTIL[0,4] p(x)",
        "p(x) AND FORALL y. (r(x,y) IMPLIES q(y))",
        "p(x) AND y = x + 1 AND z = y",
        "r(x, x + 1)",
        "p(x) AND (EXISTS x. q(x))",
        "FALSE OR p(x)",
        "LET a(x) = p(x) AND NOT q(x) IN LET b(y) = ONCE a(y) IN b(x) AND a(x)",
        "(c <- CNT i; k (ONCE[0,7d] r(k,i))) AND c > 24",
    ] {
        assert!(
            planned(text).is_ok(),
            "{text}: {}",
            planned(text).err().unwrap()
        );
    }
}

#[test]
fn planning_is_bounded() {
    let mut text = "p(x)".to_owned();
    for _ in 0..40 {
        text = format!("(({text}) EQUIV q(x))");
    }
    assert!(planned(&format!("p(x) AND {text}")).is_err());
}

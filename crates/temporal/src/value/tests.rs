use super::*;

fn check(operation: Arithmetic, left: &str, right: &str, expected: Result<&str, ValueFault>) {
    let (left, right) = (value(left), value(right));
    let found = operation.apply(&left, &right);
    assert_eq!(found, expected.map(value), "{operation:?} {left} {right}");
    let typed = operation.result_type(left.type_of(), right.type_of());
    assert_eq!(typed.is_none(), found == Err(ValueFault::Mismatch));
    if let (Some(typed), Ok(found)) = (typed, found) {
        assert_eq!(typed, found.type_of());
    }
}

/// Reads a value as a formula's text has it.
fn value(text: &str) -> Value {
    if let Some(ts) = text.strip_prefix('@') {
        Value::Timestamp(ts.parse().unwrap())
    } else if text.contains('.') {
        Value::Decimal(text.parse().unwrap())
    } else {
        text.parse().map_or_else(|_| Value::text(text), Value::Int)
    }
}

#[test]
fn arithmetic_is_exact_or_a_fault() {
    use Arithmetic::{Add, Divide, Multiply, Remainder, Subtract};
    use ValueFault::{DivisionByZero, Mismatch, Overflow};
    let (most, least) = ("9223372036854775807", "-9223372036854775808");
    let largest = "79228162514264337593543950335.";
    check(Add, "2", "3", Ok("5"));
    check(Add, most, "1", Err(Overflow));
    check(Subtract, least, "1", Err(Overflow));
    check(Multiply, most, "2", Err(Overflow));
    check(Divide, "7", "-2", Ok("-3"));
    check(Divide, "7", "0", Err(DivisionByZero));
    check(Divide, least, "-1", Err(Overflow));
    check(Remainder, "-7", "2", Ok("-1"));
    check(Remainder, "7", "0", Err(DivisionByZero));
    check(Remainder, least, "-1", Err(Overflow));
    check(Add, "0.1", "0.2", Ok("0.30"));
    check(Divide, "1.0", "0.0", Err(DivisionByZero));
    check(Multiply, largest, "2.0", Err(Overflow));
    check(Add, "1", "1.0", Err(Mismatch));
    check(Add, "a", "4", Err(Mismatch));
    check(Subtract, "@9", "@4", Ok("5"));
    check(Add, "@9", "@4", Err(Mismatch));
    check(Add, "@9", "4", Ok("@13"));
    check(Add, "4", "@9", Ok("@13"));
    check(Subtract, "4", "@9", Err(Mismatch));
}

#[test]
fn conversions_are_exact_or_a_fault() {
    let int = Value::Int;
    let dec = |s: &str| Value::Decimal(s.parse().unwrap());
    assert_eq!(negate(&int(i64::MIN)), Err(ValueFault::Overflow));
    assert_eq!(to_int(&dec("-1.9")), Ok(int(-1)));
    assert_eq!(
        to_int(&Value::Decimal(Decimal::MAX)),
        Err(ValueFault::Overflow)
    );
    assert_eq!(to_decimal(&int(3)), Ok(dec("3.0")));
}

#[test]
fn decimals_are_read_whole_or_not_at_all() {
    assert_eq!(read_decimal("1.50"), read_decimal("1.5"));
    assert_eq!(read_decimal("0.00000000000000000000000000000001"), None);
    assert_eq!(Value::Decimal("2".parse().unwrap()).to_string(), "2.0");
}

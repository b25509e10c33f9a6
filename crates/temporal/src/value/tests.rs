use super::*;

#[test]
fn arithmetic_is_exact_or_a_fault() {
    let int = Value::Int;
    let dec = |s: &str| Value::Decimal(s.parse().unwrap());
    let table = [
        (Arithmetic::Add, int(2), int(3), Ok(int(5))),
        (
            Arithmetic::Add,
            int(i64::MAX),
            int(1),
            Err(ValueFault::Overflow),
        ),
        (
            Arithmetic::Subtract,
            int(i64::MIN),
            int(1),
            Err(ValueFault::Overflow),
        ),
        (
            Arithmetic::Multiply,
            int(i64::MAX),
            int(2),
            Err(ValueFault::Overflow),
        ),
        (Arithmetic::Divide, int(7), int(-2), Ok(int(-3))),
        (
            Arithmetic::Divide,
            int(7),
            int(0),
            Err(ValueFault::DivisionByZero),
        ),
        (
            Arithmetic::Divide,
            int(i64::MIN),
            int(-1),
            Err(ValueFault::Overflow),
        ),
        (Arithmetic::Remainder, int(-7), int(2), Ok(int(-1))),
        (
            Arithmetic::Remainder,
            int(7),
            int(0),
            Err(ValueFault::DivisionByZero),
        ),
        (Arithmetic::Add, dec("0.1"), dec("0.2"), Ok(dec("0.30"))),
        (
            Arithmetic::Divide,
            dec("1"),
            dec("0"),
            Err(ValueFault::DivisionByZero),
        ),
        (
            Arithmetic::Multiply,
            Value::Decimal(Decimal::MAX),
            dec("2"),
            Err(ValueFault::Overflow),
        ),
        (Arithmetic::Add, int(1), dec("1"), Err(ValueFault::Mismatch)),
        (
            Arithmetic::Subtract,
            Value::Timestamp(9),
            Value::Timestamp(4),
            Ok(int(5)),
        ),
        (
            Arithmetic::Add,
            Value::Timestamp(9),
            int(4),
            Ok(Value::Timestamp(13)),
        ),
        (
            Arithmetic::Add,
            Value::text("a"),
            int(4),
            Err(ValueFault::Mismatch),
        ),
    ];
    for (operation, left, right, expected) in table {
        assert_eq!(
            operation.apply(&left, &right),
            expected,
            "{operation:?} {left} {right}"
        );
        let typed = operation.result_type(left.type_of(), right.type_of());
        assert_eq!(typed.is_none(), expected == Err(ValueFault::Mismatch));
    }
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

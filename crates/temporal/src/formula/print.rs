//! Prints formulas and terms in MonPoly's syntax.
//!
//! # Invariants
//! Every operand that is not an atom stands in parentheses, except the left
//! one of the same associative operation, so no reader needs precedences.

use std::fmt::{self, Display, Formatter, Write};

use super::{Formula, Term};
use crate::{Arithmetic, Value};

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::Constant(value) => write!(f, "{value}"),
            Self::Wildcard => f.write_str("_"),
            Self::Binary(operation, left, right) => {
                operand(f, left)?;
                f.write_str(match operation {
                    Arithmetic::Add => " + ",
                    Arithmetic::Subtract => " - ",
                    Arithmetic::Multiply => " * ",
                    Arithmetic::Divide => " / ",
                    Arithmetic::Remainder => " mod ",
                })?;
                operand(f, right)
            }
            Self::Negate(inner) => write!(f, "-({inner})"),
            Self::ToDecimal(inner) => write!(f, "i2f({inner})"),
            Self::ToInt(inner) => write!(f, "f2i({inner})"),
        }
    }
}

fn operand(f: &mut Formatter<'_>, term: &Term) -> fmt::Result {
    let negative = match term {
        Term::Constant(Value::Int(n)) => *n < 0,
        Term::Constant(Value::Decimal(d)) => d.is_sign_negative(),
        _ => false,
    };
    if negative || matches!(term, Term::Binary(..) | Term::Negate(_)) {
        write!(f, "({term})")
    } else {
        write!(f, "{term}")
    }
}

impl Display for Formula {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::True => f.write_str("TRUE"),
            Self::False => f.write_str("FALSE"),
            Self::Predicate(name, terms) => {
                write!(f, "{name}(")?;
                list(f, terms)?;
                f.write_char(')')
            }
            Self::Compare(comparison, left, right) => write!(f, "{left} {comparison} {right}"),
            Self::Not(a) => unary(f, "NOT", a),
            Self::And(a, b) => chain(f, a, matches!(**a, Self::And(..)), "AND", b),
            Self::Or(a, b) => chain(f, a, matches!(**a, Self::Or(..)), "OR", b),
            Self::Implies(a, b) => binary(f, a, "IMPLIES", b),
            Self::Equiv(a, b) => binary(f, a, "EQUIV", b),
            Self::Exists(variables, a) => quantified(f, "EXISTS", variables, a),
            Self::Forall(variables, a) => quantified(f, "FORALL", variables, a),
            Self::Previous(i, a) => unary(f, &format!("PREVIOUS{i}"), a),
            Self::Next(i, a) => unary(f, &format!("NEXT{i}"), a),
            Self::Once(i, a) => unary(f, &format!("ONCE{i}"), a),
            Self::Historically(i, a) => unary(f, &format!("HISTORICALLY{i}"), a),
            Self::Eventually(i, a) => unary(f, &format!("EVENTUALLY{i}"), a),
            Self::Always(i, a) => unary(f, &format!("ALWAYS{i}"), a),
            Self::Since(i, a, b) => binary(f, a, &format!("SINCE{i}"), b),
            Self::Until(i, a, b) => binary(f, a, &format!("UNTIL{i}"), b),
            Self::Aggregate {
                result,
                operation,
                over,
                by,
                body,
            } => {
                write!(f, "{result} <- {operation} {over}")?;
                if !by.is_empty() {
                    f.write_str("; ")?;
                    list(f, by)?;
                }
                f.write_char(' ')?;
                part(f, body)
            }
            Self::Let {
                name,
                parameters,
                definition,
                body,
            } => {
                write!(f, "LET {name}(")?;
                list(f, parameters)?;
                f.write_str(") = ")?;
                part(f, definition)?;
                write!(f, " IN {body}")
            }
        }
    }
}

fn list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

fn part(f: &mut Formatter<'_>, formula: &Formula) -> fmt::Result {
    match formula {
        Formula::True | Formula::False | Formula::Predicate(..) => write!(f, "{formula}"),
        _ => write!(f, "({formula})"),
    }
}

fn unary(f: &mut Formatter<'_>, word: &str, a: &Formula) -> fmt::Result {
    write!(f, "{word} ")?;
    part(f, a)
}

fn binary(f: &mut Formatter<'_>, a: &Formula, word: &str, b: &Formula) -> fmt::Result {
    chain(f, a, false, word, b)
}

fn chain(f: &mut Formatter<'_>, a: &Formula, same: bool, word: &str, b: &Formula) -> fmt::Result {
    if same {
        write!(f, "{a}")?;
    } else {
        part(f, a)?;
    }
    write!(f, " {word} ")?;
    part(f, b)
}

fn quantified(f: &mut Formatter<'_>, word: &str, variables: &[String], a: &Formula) -> fmt::Result {
    write!(f, "{word} ")?;
    list(f, variables)?;
    f.write_str(". ")?;
    part(f, a)
}

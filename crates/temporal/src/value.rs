//! Values carried by events, their types, and exact arithmetic on them.
//!
//! Integers and decimals only; there is no floating point anywhere in this
//! crate. Arithmetic that leaves the range is a typed [`ValueFault`].

use std::fmt;
use std::sync::Arc;

pub use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Names the type of a column, variable or value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// A whole number, written `int` in a signature.
    Int,
    /// An exact decimal number, written `float` (MonPoly's word) or `decimal`.
    Decimal,
    /// A text, written `string`.
    Text,
    /// An instant, written `timestamp`.
    Timestamp,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Int => "int",
            Self::Decimal => "float",
            Self::Text => "string",
            Self::Timestamp => "timestamp",
        })
    }
}

/// Holds one value of an event or of a verdict's tuple.
///
/// # Units
/// `Timestamp` is in the unit of [`crate::Moment::ts`], seconds by convention
/// (the units `s m h d` of intervals assume seconds).
/// # Invariants
/// The order is total: by type first, then by value; texts compare by bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// An exact decimal number; `1.0` and `1.00` are equal.
    Decimal(Decimal),
    /// A text.
    Text(Arc<str>),
    /// An instant.
    Timestamp(i64),
}

/// Lists values by position, as an event's arguments or a verdict's columns.
pub type Tuple = Vec<Value>;

impl Value {
    /// Makes a text value.
    pub fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    /// Returns the type of this value.
    pub fn type_of(&self) -> Type {
        match self {
            Self::Int(_) => Type::Int,
            Self::Decimal(_) => Type::Decimal,
            Self::Text(_) => Type::Text,
            Self::Timestamp(_) => Type::Timestamp,
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Decimal(d) => {
                let d = d.normalize();
                if d.scale() == 0 {
                    write!(f, "{d}.0")
                } else {
                    write!(f, "{d}")
                }
            }
            Self::Text(t) => {
                f.write_str("\"")?;
                for c in t.chars() {
                    match c {
                        '"' => f.write_str("\\\"")?,
                        '\\' => f.write_str("\\\\")?,
                        '\n' => f.write_str("\\n")?,
                        '\r' => f.write_str("\\r")?,
                        '\t' => f.write_str("\\t")?,
                        other => write!(f, "{other}")?,
                    }
                }
                f.write_str("\"")
            }
            Self::Timestamp(t) => write!(f, "@{t}"),
        }
    }
}

/// Says why a term has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum ValueFault {
    /// The exact result does not fit the type.
    #[error("the result does not fit the range of its type")]
    Overflow,
    /// The divisor is zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The operands are of types the operation is not defined on.
    #[error("the operation is not defined on these types")]
    Mismatch,
}

/// Names an arithmetic operation on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arithmetic {
    /// Addition, `+`.
    Add,
    /// Subtraction, `-`.
    Subtract,
    /// Multiplication, `*`.
    Multiply,
    /// Division, `/`; on integers it drops the fraction.
    Divide,
    /// Remainder, `mod`; its sign is that of the left operand.
    Remainder,
}

impl Arithmetic {
    /// Applies the operation.
    ///
    /// # Errors
    /// A [`ValueFault`] if the exact result does not exist.
    pub fn apply(self, left: &Value, right: &Value) -> Result<Value, ValueFault> {
        use Value::{Decimal as D, Int, Timestamp};
        match (left, right) {
            (Int(a), Int(b)) => self.on_integers(*a, *b).map(Int),
            (D(a), D(b)) => self.on_decimals(*a, *b).map(D),
            (Timestamp(a), Timestamp(b)) if self == Self::Subtract => {
                self.on_integers(*a, *b).map(Int)
            }
            (Timestamp(a), Int(b)) if matches!(self, Self::Add | Self::Subtract) => {
                self.on_integers(*a, *b).map(Timestamp)
            }
            (Int(a), Timestamp(b)) if self == Self::Add => self.on_integers(*a, *b).map(Timestamp),
            _ => Err(ValueFault::Mismatch),
        }
    }

    /// Returns the type of the result, or `None` where the operation is not defined.
    pub fn result_type(self, left: Type, right: Type) -> Option<Type> {
        match (left, right) {
            (Type::Int, Type::Int) => Some(Type::Int),
            (Type::Decimal, Type::Decimal) => Some(Type::Decimal),
            (Type::Timestamp, Type::Timestamp) if self == Self::Subtract => Some(Type::Int),
            (Type::Timestamp, Type::Int) if matches!(self, Self::Add | Self::Subtract) => {
                Some(Type::Timestamp)
            }
            (Type::Int, Type::Timestamp) if self == Self::Add => Some(Type::Timestamp),
            _ => None,
        }
    }

    fn on_integers(self, a: i64, b: i64) -> Result<i64, ValueFault> {
        if b == 0 && matches!(self, Self::Divide | Self::Remainder) {
            return Err(ValueFault::DivisionByZero);
        }
        match self {
            Self::Add => a.checked_add(b),
            Self::Subtract => a.checked_sub(b),
            Self::Multiply => a.checked_mul(b),
            Self::Divide => a.checked_div(b),
            Self::Remainder => a.checked_rem(b),
        }
        .ok_or(ValueFault::Overflow)
    }

    fn on_decimals(self, a: Decimal, b: Decimal) -> Result<Decimal, ValueFault> {
        if b.is_zero() && matches!(self, Self::Divide | Self::Remainder) {
            return Err(ValueFault::DivisionByZero);
        }
        match self {
            Self::Add => a.checked_add(b),
            Self::Subtract => a.checked_sub(b),
            Self::Multiply => a.checked_mul(b),
            Self::Divide => a.checked_div(b),
            Self::Remainder => a.checked_rem(b),
        }
        .ok_or(ValueFault::Overflow)
    }
}

/// Returns the value with its sign changed.
///
/// # Errors
/// A [`ValueFault`] on overflow or on a value that is not a number.
pub(crate) fn negate(value: &Value) -> Result<Value, ValueFault> {
    match value {
        Value::Int(n) => n.checked_neg().map(Value::Int).ok_or(ValueFault::Overflow),
        Value::Decimal(d) => Ok(Value::Decimal(-d)),
        Value::Text(_) | Value::Timestamp(_) => Err(ValueFault::Mismatch),
    }
}

/// Returns the whole number as a decimal number.
///
/// # Errors
/// A [`ValueFault`] on a value that is not a whole number.
pub(crate) fn to_decimal(value: &Value) -> Result<Value, ValueFault> {
    match value {
        Value::Int(n) => Ok(Value::Decimal(Decimal::from(*n))),
        Value::Decimal(_) | Value::Text(_) | Value::Timestamp(_) => Err(ValueFault::Mismatch),
    }
}

/// Returns the decimal number without its fraction, as a whole number.
///
/// # Errors
/// A [`ValueFault`] on overflow or on a value that is not a decimal number.
pub(crate) fn to_int(value: &Value) -> Result<Value, ValueFault> {
    match value {
        Value::Decimal(d) => d
            .trunc()
            .to_i64()
            .map(Value::Int)
            .ok_or(ValueFault::Overflow),
        Value::Int(_) | Value::Text(_) | Value::Timestamp(_) => Err(ValueFault::Mismatch),
    }
}

/// Reads a decimal number without rounding it.
pub(crate) fn read_decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}

/// Reads a number as logs write it: `5`, `5.`, `-0.25` or `1e-3`.
pub(crate) fn read_number(text: &str) -> Option<Decimal> {
    let exponent = |text: &str| {
        let (mantissa, exponent) = text.split_once(['e', 'E'])?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let exponent: i64 = exponent.parse().ok()?;
        // What would be rounded is refused.
        let fits = digits <= 20 && exponent.unsigned_abs() <= 8;
        fits.then(|| Decimal::from_scientific(text).ok()).flatten()
    };
    read_decimal(text.strip_suffix('.').unwrap_or(text)).or_else(|| exponent(text))
}

#[cfg(test)]
mod tests;

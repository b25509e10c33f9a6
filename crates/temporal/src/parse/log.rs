//! Reads logs: `@ts p(1,2)(3,4) q("a");`, one time-point after the other.
//!
//! Each `@ts` opens a time-point of its own; the `;` may be left out.

use std::sync::Arc;

use super::ParseError;
use super::lexer::{Cursor, Kind};
use crate::{Signature, Tuple, Type, Value};

/// Holds one time-point of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// The instant.
    pub ts: i64,
    /// The facts, as predicate and arguments, in the log's order.
    pub facts: Vec<(String, Tuple)>,
}

/// Reads a log whose facts fit `signature`.
///
/// # Shape
/// In the log's order; entries may share an instant, and the log need not be
/// sorted.
/// # Errors
/// A [`ParseError`] if the text is not a log or a fact does not fit.
pub fn log(text: &str, signature: &Signature) -> Result<Vec<LogEntry>, ParseError> {
    let mut cursor = Cursor::new(text)?;
    let mut entries = Vec::new();
    while *cursor.peek() != Kind::End {
        cursor.expect_mark("@", "before the instant of a time-point")?;
        let sign = if cursor.eat_mark("-") { "-" } else { "" };
        let ts = cursor.instant(sign)?;
        let mut facts = Vec::new();
        while let Kind::Word(_) = cursor.peek() {
            read_facts(&mut cursor, signature, &mut facts)?;
        }
        cursor.eat_mark(";");
        entries.push(LogEntry { ts, facts });
    }
    Ok(entries)
}

fn read_facts(
    cursor: &mut Cursor,
    signature: &Signature,
    facts: &mut Vec<(String, Tuple)>,
) -> Result<(), ParseError> {
    let at = cursor.error("");
    let name = cursor.name("a predicate's name")?;
    let Some(columns) = signature.columns(&name) else {
        let message = format!("the signature has no predicate `{name}`; declare it there");
        return Err(ParseError { message, ..at });
    };
    if !cursor.at_mark("(") {
        return Err(cursor.expected(&format!("`(` after `{name}`")));
    }
    while cursor.eat_mark("(") {
        let mut tuple = Tuple::new();
        while !cursor.eat_mark(")") {
            if !tuple.is_empty() {
                cursor.expect_mark(",", "between values")?;
            }
            let Some(column) = columns.get(tuple.len()) else {
                let message = format!("`{name}` takes {} values, not more", columns.len());
                return Err(cursor.error(message));
            };
            tuple.push(value(cursor, column.kind)?);
        }
        if tuple.len() != columns.len() {
            let message = format!(
                "`{name}` takes {} values, not {}",
                columns.len(),
                tuple.len()
            );
            return Err(ParseError { message, ..at });
        }
        facts.push((name.clone(), tuple));
    }
    Ok(())
}

fn value(cursor: &mut Cursor, kind: Type) -> Result<Value, ParseError> {
    let refused = cursor.expected(&format!("a value of type {kind}"));
    if let (Type::Text, Kind::Word(word)) = (kind, cursor.peek().clone()) {
        cursor.advance();
        return Ok(Value::text(&word));
    }
    let found = cursor.literal()?;
    match (kind, found) {
        (Type::Int, Some(v @ Value::Int(_)))
        | (Type::Decimal, Some(v @ Value::Decimal(_)))
        | (Type::Text, Some(v @ Value::Text(_)))
        | (Type::Timestamp, Some(v @ Value::Timestamp(_))) => Ok(v),
        (Type::Decimal, Some(Value::Int(n))) => Ok(Value::Decimal(n.into())),
        (Type::Timestamp, Some(Value::Int(n))) => Ok(Value::Timestamp(n)),
        (Type::Text, Some(Value::Int(n))) => Ok(Value::Text(Arc::from(n.to_string()))),
        _ => Err(refused),
    }
}

//! Reads signatures: `name(column:type, type, …)`, one after the other.

use super::ParseError;
use super::lexer::{Cursor, Kind};
use crate::{Column, Signature, Type};

/// Reads a signature.
///
/// # Errors
/// A [`ParseError`] if the text is not a signature or declares a name twice.
/// # Example
/// ```
/// let signature = servanda_temporal::parse::signature("p(x:int, y:string) q()")?;
/// assert_eq!(signature.columns("p").map(<[_]>::len), Some(2));
/// # Ok::<(), servanda_temporal::parse::ParseError>(())
/// ```
pub fn signature(text: &str) -> Result<Signature, ParseError> {
    let mut cursor = Cursor::new(text)?;
    let mut signature = Signature::new();
    while *cursor.peek() != Kind::End {
        let again = cursor.error("");
        let name = cursor.name("a predicate's name")?;
        cursor.expect_mark("(", "after the predicate's name")?;
        let mut columns = Vec::new();
        while !cursor.eat_mark(")") {
            if !columns.is_empty() {
                cursor.expect_mark(",", "between columns")?;
            }
            columns.push(column(&mut cursor, columns.len())?);
        }
        if signature.declare(name.clone(), columns).is_some() {
            let message = format!("`{name}` is declared twice; keep one of them");
            return Err(ParseError { message, ..again });
        }
    }
    Ok(signature)
}

fn column(cursor: &mut Cursor, position: usize) -> Result<Column, ParseError> {
    let (name, kind) = if matches!(cursor.ahead(1), Kind::Mark(":")) {
        let name = cursor.name("a column's name")?;
        cursor.advance();
        (name, kind(cursor)?)
    } else {
        (format!("c{}", position + 1), kind(cursor)?)
    };
    Ok(Column::new(name, kind))
}

fn kind(cursor: &mut Cursor) -> Result<Type, ParseError> {
    let kind = match cursor.peek() {
        Kind::Word(word) => match word.as_str() {
            "int" => Type::Int,
            "float" | "decimal" => Type::Decimal,
            "string" => Type::Text,
            "timestamp" => Type::Timestamp,
            _ => return Err(cursor.expected("a type: int, float, string or timestamp")),
        },
        _ => return Err(cursor.expected("a type: int, float, string or timestamp")),
    };
    cursor.advance();
    Ok(kind)
}

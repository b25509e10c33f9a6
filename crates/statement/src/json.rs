//! Strict JSON: the subset that statements and payloads may use.
//!
//! What lives here: a value type without floats, a reader that refuses what
//! I-JSON refuses, and accessors that name the place of a mistake. It knows no
//! field names.
//!
//! Invariants: no duplicate keys; numbers are whole and within ±2^53; strings
//! are NFC and hold no noncharacters; nothing follows the value.
//!
//! Source: RFC 7493.

use crate::Refusal;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use unicode_normalization::is_nfc;

/// Names the largest whole number, and with a minus sign the smallest.
pub(crate) const INTEGER_MAX: i64 = 1 << 53;

/// Is one JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool,
    Int(i64),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// Reads one value that fills `bytes`.
    pub(crate) fn parse(bytes: &[u8], place: &str) -> Result<Self, Refusal> {
        serde_json::from_slice(bytes).map_err(|error| Refusal::new(place, error.to_string()))
    }

    pub(crate) fn into_object(self, place: &str) -> Result<BTreeMap<String, Self>, Refusal> {
        match self {
            Self::Object(members) => Ok(members),
            other => Err(other.wrong(place, "an object")),
        }
    }

    pub(crate) fn into_list(self, place: &str) -> Result<Vec<Self>, Refusal> {
        match self {
            Self::List(items) => Ok(items),
            other => Err(other.wrong(place, "a list")),
        }
    }

    pub(crate) fn into_text(self, place: &str) -> Result<String, Refusal> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.wrong(place, "a string")),
        }
    }

    /// Reads a whole number that is not negative.
    pub(crate) fn into_count(self, place: &str) -> Result<u64, Refusal> {
        match self {
            Self::Int(number) => u64::try_from(number)
                .map_err(|_| Refusal::new(place, "must not be negative".to_owned())),
            other => Err(other.wrong(place, "a whole number")),
        }
    }

    fn wrong(&self, place: &str, want: &str) -> Refusal {
        let found = match self {
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Int(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        };
        Refusal::new(place, format!("must be {want}, not {found}"))
    }
}

/// Says why a string may not stand in a statement or payload.
pub(crate) fn text_fault(text: &str) -> Option<&'static str> {
    let noncharacter =
        |c: char| matches!(u32::from(c), 0xFDD0..=0xFDEF) || u32::from(c) & 0xFFFE == 0xFFFE;
    if text.is_ascii() {
        None
    } else if !is_nfc(text) {
        Some("a string is not in Unicode normal form C")
    } else if text.chars().any(noncharacter) {
        Some("a string holds a Unicode noncharacter")
    } else {
        None
    }
}

/// Writes a string as JSON, with quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 2);
    write_quoted(text, &mut line);
    line
}

/// Adds a string as JSON to a line, with quotation marks.
pub(crate) fn write_quoted(text: &str, line: &mut String) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        line.push('"');
        line.push_str(text);
        line.push('"');
    } else {
        line.push_str(&serde_json::Value::from(text).to_string());
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Strict)
    }
}

struct Strict;

impl<'de> Visitor<'de> for Strict {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Bool)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Json, E> {
        if number.abs() > INTEGER_MAX {
            return Err(E::custom("a number lies outside ±2^53"));
        }
        Ok(Json::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Json, E> {
        i64::try_from(number).map_or_else(
            |_| Err(E::custom("a number lies outside ±2^53")),
            |number| self.visit_i64(number),
        )
    }

    #[expect(
        clippy::disallowed_types,
        reason = "the reader offers a float only to be refused"
    )]
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Json, E> {
        Err(E::custom(
            "a number is not whole; write decimals as strings",
        ))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Json, E> {
        match text_fault(text) {
            Some(fault) => Err(E::custom(fault)),
            None => Ok(Json::Text(text.to_owned())),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            if let Some(fault) = text_fault(&key) {
                return Err(de::Error::custom(fault));
            }
            let value = map.next_value()?;
            if members.insert(key.clone(), value).is_some() {
                return Err(de::Error::custom(format!("key `{key}` stands twice")));
            }
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        let refusal = Json::parse(text.as_bytes(), "here")
            .unwrap_err()
            .to_string();
        assert!(refusal.contains(want), "{text}: {refusal}");
        assert!(refusal.starts_with("here: "), "{refusal}");
        assert!(refusal.contains(" at line "), "{refusal}");
    }

    #[test]
    fn what_i_json_refuses_is_refused_with_its_place() {
        check(r#"{"a":1,"a":2}"#, "key `a` stands twice");
        check(r#"{"a":1,"\u0061":2}"#, "key `a` stands twice");
        check(r#"{"a":1.5}"#, "not whole");
        check(r#"{"a":1.0}"#, "not whole");
        check(r#"{"a":1e3}"#, "not whole");
        check(r#"{"a":-0}"#, "not whole");
        check(r#"{"a":9007199254740993}"#, "outside ±2^53");
        check(r#"{"a":-9007199254740993}"#, "outside ±2^53");
        check(r#"{"a":18446744073709551615}"#, "outside ±2^53");
        check(r#"{"a":99999999999999999999999}"#, "not whole");
        check("{\"a\":\"e\u{301}\"}", "normal form C");
        check("{\"e\u{301}\":1}", "normal form C");
        check(r#"{"a":"e\u0301"}"#, "normal form C");
        check(r#"{"a":"\uffff"}"#, "noncharacter");
        check(r#"{"a":"\ud800"}"#, "");
        check(r#"{"a":01}"#, "");
        check(r#"{"a":1,}"#, "");
        check(r#"{"a":1} x"#, "trailing");
        check(r"{'a':1}", "");
        check(r#"{"a":NaN}"#, "");
        check("\u{feff}{}", "");
        check(&"[".repeat(100_000), "recursion");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_refused() {
        assert!(Json::parse(b"{\"a\":\"\xff\"}", "here").is_err());
    }

    #[test]
    fn the_bounds_are_inside() {
        for number in [INTEGER_MAX, -INTEGER_MAX, 0] {
            let read = Json::parse(number.to_string().as_bytes(), "here");
            assert_eq!(read, Ok(Json::Int(number)));
        }
    }
}

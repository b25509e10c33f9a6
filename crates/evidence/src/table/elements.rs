//! JSON: the objects of one list, one after another, flattened into columns.
//!
//! The list may be the whole file or lie under keys, as APIs put it. Only one
//! object is held at a time; a member of an object in an object has a column
//! `outer.inner`, one in a list `outer.0.inner`.
//!
//! Source: RFC 8259.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use serde_json::Value as Json;

use super::guard::{Guard, stopped};
use super::{Columns, DEPTH_MAX, RECORD_BYTES_MAX, Record, Source, Step, fault};
use crate::RowFault;

/// The most bytes kept of a value beside the list.
const ASIDE_BYTES_MAX: usize = 4 * 1024;

/// The bytes of a file, one after another, with one put back.
struct Bytes<R> {
    inner: std::io::Bytes<BufReader<Guard<R>>>,
    back: Option<u8>,
    line: u64,
}

/// Why the file cannot be read further: the line and the reason.
type Broken = (u64, String);

impl<R: Read> Bytes<R> {
    fn next(&mut self) -> Result<Option<u8>, Broken> {
        if let Some(byte) = self.back.take() {
            return Ok(Some(byte));
        }
        match self.inner.next() {
            None => Ok(None),
            Some(Ok(byte)) => {
                self.line += u64::from(byte == b'\n');
                Ok(Some(byte))
            }
            Some(Err(error)) => Err(match stopped(&error) {
                Some(stop) => (stop.line, stop.reason),
                None => (self.line, error.to_string()),
            }),
        }
    }

    /// Returns the next byte that is no blank.
    fn sign(&mut self) -> Result<Option<u8>, Broken> {
        loop {
            match self.next()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                other => return Ok(other),
            }
        }
    }

    fn broken<T>(&self, reason: impl Into<String>) -> Result<T, Broken> {
        Err((self.line, reason.into()))
    }

    /// Reads one value whole; `keep` is how many bytes are kept of it.
    ///
    /// # Shape
    /// `None` where the value is longer than is kept.
    fn value(&mut self, keep: usize) -> Result<Option<Vec<u8>>, Broken> {
        let mut kept = Vec::new();
        let mut whole = true;
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        let Some(first) = self.sign()? else {
            return self.broken("the file ends in the middle");
        };
        self.back = Some(first);
        loop {
            let Some(byte) = self.next()? else {
                if depth == 0 && !quoted && !kept.is_empty() {
                    return Ok(whole.then_some(kept));
                }
                return self.broken("the file ends in the middle of a value");
            };
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => {
                    self.back = Some(byte);
                    return Ok(whole.then_some(kept));
                }
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth > DEPTH_MAX {
                return self.broken(format!("the file is nested deeper than {DEPTH_MAX}"));
            }
            if kept.len() < keep {
                kept.push(byte);
            } else {
                whole = false;
            }
            if depth == 0 && !quoted && !escaped && matches!(byte, b'}' | b']' | b'"') {
                return Ok(whole.then_some(kept));
            }
        }
    }
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Before the first element.
    First,
    /// After an element.
    Between,
    /// After the list.
    Over,
}

/// The elements of one list.
pub struct Elements<R> {
    file: String,
    bytes: Bytes<R>,
    columns: Columns,
    asides: BTreeMap<String, String>,
    standing: Standing,
    number: u64,
    depth: usize,
}

impl<R: Read> Elements<R> {
    /// Opens a file and goes to its list: the whole file where it is one, else
    /// the list under the first of `paths` that the file has.
    ///
    /// # Errors
    /// A fault where the file is no JSON or has no such list.
    pub fn open(file: &str, input: R, paths: &[&[&str]]) -> Result<Self, RowFault> {
        let bytes = Bytes {
            inner: BufReader::new(Guard::json(input)).bytes(),
            back: None,
            line: 1,
        };
        let mut elements = Self {
            file: file.to_owned(),
            bytes,
            columns: Columns::default(),
            asides: BTreeMap::new(),
            standing: Standing::First,
            number: 0,
            depth: 0,
        };
        match elements.find(&mut Vec::new(), paths) {
            Ok(true) => Ok(elements),
            Ok(false) => {
                let wanted: Vec<String> = paths.iter().map(|path| path.join(".")).collect();
                let reason = if wanted.is_empty() {
                    "the file is not a list of objects".to_owned()
                } else {
                    format!("the file has no list under `{}`", wanted.join("` or `"))
                };
                Err(fault(file, 1, reason))
            }
            Err((line, reason)) => Err(fault(file, line, format!("not JSON: {reason}"))),
        }
    }

    /// Goes through objects until the list begins.
    fn find(&mut self, at: &mut Vec<String>, paths: &[&[&str]]) -> Result<bool, Broken> {
        let begins = paths
            .iter()
            .any(|path| path.len() >= at.len() && path.iter().zip(at.iter()).all(|(a, b)| a == b));
        let whole = paths.iter().any(|path| path.len() == at.len() && begins) || at.is_empty();
        match self.bytes.sign()? {
            Some(b'[') if whole => return Ok(true),
            Some(b'{') if begins => {}
            None => return self.bytes.broken("the file is empty"),
            Some(other) if at.is_empty() => {
                let sign = char::from(other);
                return self.bytes.broken(format!("it begins with `{sign}`"));
            }
            Some(other) => {
                self.bytes.back = Some(other);
                self.aside(at)?;
                return Ok(false);
            }
        }
        self.depth = at.len() + 1;
        loop {
            match self.bytes.sign()? {
                Some(b'}') => return Ok(false),
                Some(b',') => {}
                Some(b'"') => {
                    self.bytes.back = Some(b'"');
                    let key = self.key()?;
                    at.push(key);
                    if self.find(at, paths)? {
                        return Ok(true);
                    }
                    at.pop();
                }
                _ => {
                    return self
                        .bytes
                        .broken("a key or the end of an object is missing");
                }
            }
        }
    }

    fn key(&mut self) -> Result<String, Broken> {
        let text = self.bytes.value(ASIDE_BYTES_MAX)?.unwrap_or_default();
        let key: String = match serde_json::from_slice(&text) {
            Ok(key) => key,
            Err(error) => return self.bytes.broken(error.to_string()),
        };
        match self.bytes.sign()? {
            Some(b':') => Ok(key),
            _ => self
                .bytes
                .broken(format!("`:` is missing after the key `{key}`")),
        }
    }

    /// Keeps a short value beside the list.
    fn aside(&mut self, at: &[String]) -> Result<(), Broken> {
        let Some(bytes) = self.bytes.value(ASIDE_BYTES_MAX)? else {
            return Ok(());
        };
        if let Ok(json) = serde_json::from_slice::<Json>(&bytes) {
            beside(&mut self.asides, at.join("."), &json);
        }
        Ok(())
    }

    /// Reads what follows the list, for its asides; faults there change
    /// nothing that was read, but are told.
    fn rest(&mut self) -> Result<(), Broken> {
        let mut at: Vec<String> = Vec::new();
        let mut open = self.depth;
        while open > 0 {
            match self.bytes.sign()? {
                Some(b'}') => {
                    open -= 1;
                    at.pop();
                }
                Some(b',') => {}
                Some(b'"') => {
                    self.bytes.back = Some(b'"');
                    at.truncate(open.saturating_sub(1));
                    let key = self.key()?;
                    at.push(key);
                    match self.bytes.sign()? {
                        Some(b'{') => open += 1,
                        Some(other) => {
                            self.bytes.back = Some(other);
                            self.aside(&at)?;
                        }
                        None => return self.bytes.broken("the file ends in the middle"),
                    }
                }
                _ => return self.bytes.broken("the file ends in the middle"),
            }
            if open > DEPTH_MAX {
                return self.bytes.broken("the file is nested too deep");
            }
        }
        match self.bytes.sign()? {
            None => Ok(()),
            Some(_) => self.bytes.broken("something follows the end of the value"),
        }
    }

    fn element(&mut self) -> Result<Option<Result<Json, String>>, Broken> {
        match (self.standing, self.bytes.sign()?) {
            (Standing::Over, _) => return Ok(None),
            (_, Some(b']')) => {
                self.standing = Standing::Over;
                self.rest()?;
                return Ok(None);
            }
            (Standing::First, Some(byte)) => self.bytes.back = Some(byte),
            (Standing::Between, Some(b',')) => {}
            _ => return self.bytes.broken("the list is not closed"),
        }
        self.standing = Standing::Between;
        self.number += 1;
        let Some(bytes) = self.bytes.value(RECORD_BYTES_MAX)? else {
            let reason = format!("the object is longer than {RECORD_BYTES_MAX} bytes");
            return Ok(Some(Err(reason)));
        };
        Ok(Some(serde_json::from_slice(&bytes).map_err(|error| {
            format!("not an object of JSON: {error}")
        })))
    }
}

/// What reading an object came to.
pub(crate) enum Found {
    /// An object, with its number from 1.
    Object(u64, serde_json::Map<String, Json>),
    /// Anything else.
    Else(Step),
}

impl<R: Read> Elements<R> {
    /// Reads the next object.
    pub(crate) fn object(&mut self) -> Found {
        if self.standing == Standing::Over {
            return Found::Else(Step::End);
        }
        let file = self.file.clone();
        let bad = |number, reason: String| Found::Else(Step::Bad(fault(&file, number, reason)));
        match self.element() {
            Ok(None) => Found::Else(Step::End),
            Ok(Some(Ok(Json::Object(members)))) => Found::Object(self.number, members),
            Ok(Some(Ok(_))) => bad(
                self.number,
                "the list holds something that is no object".to_owned(),
            ),
            Ok(Some(Err(reason))) => bad(self.number, reason),
            Err((line, reason)) => {
                self.standing = Standing::Over;
                Found::Else(Step::Broken(fault(
                    &self.file,
                    line,
                    format!("not JSON: {reason}"),
                )))
            }
        }
    }
}

impl<R: Read> Source for Elements<R> {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn asides(&self) -> &BTreeMap<String, String> {
        &self.asides
    }

    fn next(&mut self, record: &mut Record) -> Step {
        let (number, members) = match self.object() {
            Found::Object(number, members) => (number, members),
            Found::Else(step) => return step,
        };
        record.clear(number);
        for (key, value) in &members {
            if let Err(reason) = flatten(&mut self.columns, record, key, value) {
                return Step::Bad(fault(&self.file, number, reason));
            }
        }
        Step::Record
    }
}

/// Keeps what stands beside the list, each value under its path.
fn beside(asides: &mut BTreeMap<String, String>, path: String, json: &Json) {
    if let Json::Object(members) = json {
        for (key, value) in members {
            beside(asides, format!("{path}.{key}"), value);
        }
    } else if let Some(text) = scalar(json) {
        asides.insert(path, text);
    }
}

/// Writes a number, text or truth value as a cell.
pub(crate) fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Puts a value and what it holds into columns.
pub(crate) fn flatten(
    columns: &mut Columns,
    record: &mut Record,
    name: &str,
    value: &Json,
) -> Result<(), String> {
    match value {
        // The column is there, though nothing stands in it.
        Json::Null => put(columns, record, name, ""),
        Json::Object(members) => members
            .iter()
            .try_for_each(|(key, value)| flatten(columns, record, &format!("{name}.{key}"), value)),
        Json::Array(items) => {
            // A list of plain values is one cell, as a reader would write it.
            let plain: Option<Vec<String>> = items.iter().map(scalar).collect();
            if let Some(plain) = plain {
                return put(columns, record, name, &plain.join("; "));
            }
            items.iter().enumerate().try_for_each(|(place, item)| {
                flatten(columns, record, &format!("{name}.{place}"), item)
            })
        }
        plain => put(columns, record, name, &scalar(plain).unwrap_or_default()),
    }
}

fn put(columns: &mut Columns, record: &mut Record, name: &str, value: &str) -> Result<(), String> {
    let Some(place) = columns.place_or_push(name) else {
        return Err(format!(
            "the records have more than {} different members",
            super::COLUMNS_MAX
        ));
    };
    record.set(place, value);
    Ok(())
}

#[cfg(test)]
mod tests;

//! The payload: the fields of an entry, kept outside the tree of the log.
//!
//! What lives here: values, the secret, the one written form, and the root over
//! all slots to which the statement commits. Opening a single field is
//! [`crate::opening`].
//!
//! Invariants: a payload has one written form; every slot is hashed with a salt
//! of its own, free and absent ones too, so that a root tells nothing about
//! which fields there are.
//!
//! Source: `docs/format.md`, "Payload".

use crate::digest::{from_hex, to_hex};
use crate::json::{Json, text_fault, write_quoted};
use crate::shape::{FIRST_FIELDS, FieldKind, SHAPE_VERSION, SLOTS, name_of, slot_of};
use crate::{Digest, Refusal};
use std::collections::BTreeMap;
use std::fmt;

/// Names the largest number of bytes in a written payload.
pub const PAYLOAD_BYTES_MAX: usize = 64 * 1024;

const SALT_DOMAIN: &str = "servanda.payload.salt.v1";
const LEAF_DOMAIN: &str = "servanda.payload.leaf.v1";
const NODE_DOMAIN: &str = "servanda.payload.node.v1";
const ROOT_DOMAIN: &str = "servanda.payload.root.v1";

/// Is the value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One string, not empty.
    Text(String),
    /// Strings in order; neither the list nor a string is empty.
    List(Vec<String>),
    /// Strings by key; neither the map nor a key is empty.
    Map(BTreeMap<String, String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Value {
    /// Returns the text, if the value is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Writes the value as it is hashed: a tag, then length-prefixed strings.
    pub(crate) fn hashed_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let push = |bytes: &mut Vec<u8>, text: &str| {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        };
        match self {
            Self::Text(text) => {
                bytes.push(1);
                push(&mut bytes, text);
            }
            Self::List(items) => {
                bytes.push(2);
                for item in items {
                    push(&mut bytes, item);
                }
            }
            Self::Map(members) => {
                bytes.push(3);
                for (key, text) in members {
                    push(&mut bytes, key);
                    push(&mut bytes, text);
                }
            }
        }
        bytes
    }

    pub(crate) fn to_json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Adds the value as JSON to a line.
    pub(crate) fn write(&self, line: &mut String) {
        match self {
            Self::Text(text) => write_quoted(text, line),
            Self::List(items) => {
                line.push('[');
                for (place, item) in items.iter().enumerate() {
                    separate(place, line);
                    write_quoted(item, line);
                }
                line.push(']');
            }
            Self::Map(members) => {
                line.push('{');
                for (place, (key, text)) in members.iter().enumerate() {
                    separate(place, line);
                    write_quoted(key, line);
                    line.push(':');
                    write_quoted(text, line);
                }
                line.push('}');
            }
        }
    }

    pub(crate) fn from_json(json: Json, place: &str) -> Result<Self, Refusal> {
        Ok(match json {
            Json::List(items) => {
                let read = |(position, item): (usize, Json)| {
                    item.into_text(&format!("{place}, item {position}"))
                };
                Self::List(
                    items
                        .into_iter()
                        .enumerate()
                        .map(read)
                        .collect::<Result<_, _>>()?,
                )
            }
            Json::Object(members) => {
                let read = |(key, item): (String, Json)| {
                    let text = item.into_text(&format!("{place}, key `{key}`"))?;
                    Ok((key, text))
                };
                Self::Map(
                    members
                        .into_iter()
                        .map(read)
                        .collect::<Result<_, Refusal>>()?,
                )
            }
            other => Self::Text(other.into_text(place)?),
        })
    }

    /// Says why the value does not fit a field of this kind.
    pub(crate) fn fault(&self, kind: FieldKind) -> Option<&'static str> {
        let texts: Vec<&String> = match (self, kind) {
            (Self::Text(text), FieldKind::Text) => vec![text],
            (Self::List(items), FieldKind::List) => items.iter().collect(),
            (Self::Map(members), FieldKind::Map) => members.keys().collect(),
            (_, FieldKind::Text) => return Some("must be a string"),
            (_, FieldKind::List) => return Some("must be a list of strings"),
            (_, FieldKind::Map) => return Some("must be an object of strings"),
        };
        if texts.is_empty() || texts.iter().any(|text| text.is_empty()) {
            return Some("is empty or holds an empty string; leave it out instead");
        }
        let members = if let Self::Map(members) = self {
            Some(members.values())
        } else {
            None
        };
        texts
            .into_iter()
            .chain(members.into_iter().flatten())
            .find_map(|text| text_fault(text))
    }
}

/// Sets items of a list or an object apart.
fn separate(place: usize, line: &mut String) {
    if place > 0 {
        line.push(',');
    }
}

/// Is the 32 random bytes from which a payload's salts derive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

/// Shows nothing: a secret in a message is a secret lost.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Is the secret and the fields of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    secret: Secret,
    fields: BTreeMap<String, Value>,
}

impl Payload {
    /// Makes a payload.
    ///
    /// # Errors
    /// A refusal naming a field that is unknown, of the wrong form, or empty;
    /// or if the whole is longer than [`PAYLOAD_BYTES_MAX`].
    pub fn new(secret: Secret, fields: BTreeMap<String, Value>) -> Result<Self, Refusal> {
        for (name, value) in &fields {
            let (_, kind) = slot_of(name)
                .ok_or_else(|| Refusal::new("payload", format!("has an unknown field `{name}`")))?;
            if let Some(fault) = value.fault(kind) {
                return Err(Refusal::new(format!("payload field `{name}`"), fault));
            }
        }
        let payload = Self { secret, fields };
        if payload.to_json().len() > PAYLOAD_BYTES_MAX {
            return Err(Refusal::new("payload", "is longer than 65,536 bytes"));
        }
        Ok(payload)
    }

    /// Returns the fields by name.
    pub fn fields(&self) -> &BTreeMap<String, Value> {
        &self.fields
    }

    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Returns the secret.
    pub fn secret(&self) -> Secret {
        self.secret
    }

    /// Writes the payload: one line of JSON without an end, names in order.
    pub fn to_json(&self) -> String {
        let mut line = String::new();
        self.write(&mut line);
        line
    }

    /// Adds what [`Payload::to_json`] writes to a line.
    pub(crate) fn write(&self, line: &mut String) {
        line.push_str("{\"secret\":\"");
        line.push_str(&to_hex(&self.secret.0));
        line.push_str("\",\"fields\":{");
        for (place, (name, value)) in self.fields.iter().enumerate() {
            separate(place, line);
            write_quoted(name, line);
            line.push(':');
            value.write(line);
        }
        line.push_str("}}");
    }

    /// Reads a payload in its one written form.
    ///
    /// # Errors
    /// A refusal naming the field, or line and column, that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > PAYLOAD_BYTES_MAX {
            return Err(Refusal::new("payload", "is longer than 65,536 bytes"));
        }
        let payload = Self::from_json(Json::parse(bytes, "payload")?)?;
        if payload.to_json().as_bytes() != bytes {
            return Err(Refusal::new("payload", "is not written in its one form"));
        }
        Ok(payload)
    }

    /// Reads a payload whose written form the caller compares.
    pub(crate) fn from_json(json: Json) -> Result<Self, Refusal> {
        let mut members = json.into_object("payload")?;
        let mut take = |name: &str| {
            let what = format!("has no `{name}`");
            members
                .remove(name)
                .ok_or_else(|| Refusal::new("payload", what))
        };
        let secret = take("secret")?.into_text("payload secret")?;
        let secret = from_hex(&secret).map(Secret).ok_or_else(|| {
            Refusal::new("payload secret", "must be 64 lower-case hexadecimal digits")
        })?;
        let mut fields = BTreeMap::new();
        for (name, json) in take("fields")?.into_object("payload fields")? {
            let value = Value::from_json(json, &format!("payload field `{name}`"))?;
            fields.insert(name, value);
        }
        Self::new(secret, fields)
    }

    /// Returns the root to which a statement commits.
    pub fn root(&self) -> Digest {
        let rows = self.rows();
        root_digest(
            rows.last()
                .and_then(|row| row.first())
                .copied()
                .unwrap_or(Digest([0; 32])),
        )
    }

    /// Returns the tree of slots, the 64 leaves first, each row half as long.
    pub(crate) fn rows(&self) -> Vec<Vec<Digest>> {
        let leaf = |slot: u16| {
            let value = self.fields.get(name_of(slot));
            leaf_digest(slot, self.salt(slot), value)
        };
        let leaves: Vec<Digest> = (0_u16..).take(SLOTS).map(leaf).collect();
        let mut rows = vec![leaves];
        while let Some(row) = rows.last().filter(|row| row.len() > 1) {
            let (pairs, _) = row.as_chunks::<2>();
            rows.push(
                pairs
                    .iter()
                    .map(|[left, right]| node_digest(*left, *right))
                    .collect(),
            );
        }
        rows
    }

    /// Returns the salt of a slot, from which the secret cannot be found.
    pub(crate) fn salt(&self, slot: u16) -> Digest {
        Digest::of_parts(SALT_DOMAIN, &[&self.secret.0, &slot.to_be_bytes()])
    }
}

/// Returns the leaf of a slot; no value means that the field is absent.
pub(crate) fn leaf_digest(slot: u16, salt: Digest, value: Option<&Value>) -> Digest {
    let named = slot < FIRST_FIELDS || value.is_some();
    let name = if named { name_of(slot) } else { "" }.as_bytes();
    // Names are a few letters; the conversion cannot cut.
    let length = [u8::try_from(name.len()).unwrap_or(u8::MAX)];
    let bytes = value.map_or_else(|| vec![0], Value::hashed_bytes);
    Digest::of_parts(
        LEAF_DOMAIN,
        &[&slot.to_be_bytes(), &length, name, &salt.0, &bytes],
    )
}

/// Returns the inner node over two nodes.
pub(crate) fn node_digest(left: Digest, right: Digest) -> Digest {
    Digest::of_parts(NODE_DOMAIN, &[&left.0, &right.0])
}

/// Returns the root, which also binds the version of the shape.
pub(crate) fn root_digest(top: Digest) -> Digest {
    Digest::of_parts(ROOT_DOMAIN, &[&SHAPE_VERSION.to_be_bytes(), &top.0])
}

#[cfg(test)]
pub(crate) mod tests;

//! Opening one field of a payload without the others.
//!
//! What lives here: the proof that a field has a value, or is absent, under the
//! payload root of a statement. It tells the salt of its own slot and hashes of
//! the rest, from which neither the secret nor other fields follow.
//!
//! Source: `docs/format.md`, "Opening".

use crate::json::{Json, quoted};
use crate::payload::{leaf_digest, node_digest, root_digest};
use crate::shape::{SHAPE_HEIGHT, slot_of};
use crate::{Digest, Payload, Refusal, Value};

/// Is one opened field with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Name of the field.
    pub field: String,
    /// Its value; `None` says that the payload does not have the field.
    pub value: Option<Value>,
    /// Salt of the slot.
    pub salt: Digest,
    /// Sibling nodes from the leaf up, six of them.
    pub path: Vec<Digest>,
}

impl Payload {
    /// Opens one field, present or absent; `None` if there is no such field.
    pub fn open(&self, field: &str) -> Option<Opening> {
        let (slot, _) = slot_of(field)?;
        let mut path = Vec::with_capacity(SHAPE_HEIGHT);
        let mut at = usize::from(slot);
        for row in self.rows() {
            path.extend(row.get(at ^ 1).copied());
            at >>= 1;
        }
        let value = self.get(field).cloned();
        Some(Opening {
            field: field.to_owned(),
            value,
            salt: self.salt(slot),
            path,
        })
    }
}

impl Opening {
    /// Checks the opening against the payload root of a statement.
    ///
    /// # Errors
    /// A refusal if the field is unknown, its value is of the wrong form, or
    /// the proof does not lead to the root.
    pub fn verify(&self, root: Digest) -> Result<(), Refusal> {
        let place = || format!("opening of `{}`", self.field);
        let (slot, kind) =
            slot_of(&self.field).ok_or_else(|| Refusal::new(place(), "is an unknown field"))?;
        if let Some(fault) = self.value.as_ref().and_then(|value| value.fault(kind)) {
            return Err(Refusal::new(place(), fault));
        }
        if self.path.len() != SHAPE_HEIGHT {
            return Err(Refusal::new(place(), "must carry six sibling hashes"));
        }
        let mut node = leaf_digest(slot, self.salt, self.value.as_ref());
        for (height, sibling) in self.path.iter().enumerate() {
            node = if slot >> height & 1 == 0 {
                node_digest(node, *sibling)
            } else {
                node_digest(*sibling, node)
            };
        }
        if root_digest(node) == root {
            Ok(())
        } else {
            Err(Refusal::new(
                place(),
                "does not lead to the statement's payload root",
            ))
        }
    }

    /// Writes the opening as one line of JSON without an end.
    pub fn to_json(&self) -> String {
        let value = self
            .value
            .as_ref()
            .map_or_else(|| "null".to_owned(), Value::to_json);
        let path: Vec<String> = self
            .path
            .iter()
            .map(|digest| format!("\"{digest}\""))
            .collect();
        format!(
            "{{\"field\":{},\"value\":{value},\"salt\":\"{}\",\"path\":[{}]}}",
            quoted(&self.field),
            self.salt,
            path.join(",")
        )
    }

    /// Reads an opening in its one written form.
    ///
    /// # Errors
    /// A refusal naming what does not fit. The proof itself is not checked.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut members = Json::parse(bytes, "opening")?.into_object("opening")?;
        let mut take = |name: &str| {
            let what = format!("has no `{name}`");
            members
                .remove(name)
                .ok_or_else(|| Refusal::new("opening", what))
        };
        let digest = |json: Json, place: &str| {
            let what = "must be 64 lower-case hexadecimal digits";
            Digest::parse(&json.into_text(place)?).ok_or_else(|| Refusal::new(place, what))
        };
        let field = take("field")?.into_text("opening field")?;
        let value = match take("value")? {
            Json::Null => None,
            json => Some(Value::from_json(json, "opening value")?),
        };
        let salt = digest(take("salt")?, "opening salt")?;
        let path = take("path")?.into_list("opening path")?;
        let path = path.into_iter().map(|json| digest(json, "opening path"));
        let opening = Self {
            field,
            value,
            salt,
            path: path.collect::<Result<_, _>>()?,
        };
        if opening.to_json().as_bytes() != bytes {
            return Err(Refusal::new("opening", "is not written in its one form"));
        }
        Ok(opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tests::{any_payload, payload};
    use crate::shape::FIELDS;
    use proptest::prelude::*;

    #[test]
    fn an_opening_proves_its_field_and_nothing_else() {
        let payload = payload(&[("of", "x"), ("scope", "West Gate")]);
        let good = payload.open("scope").unwrap();
        assert_eq!(good.verify(payload.root()), Ok(()));
        let check = |change: fn(&mut Opening)| {
            let mut wrong = good.clone();
            change(&mut wrong);
            assert!(wrong.verify(payload.root()).is_err(), "{wrong:?}");
        };
        check(|opening| opening.value = Some(Value::from("East Gate")));
        check(|opening| opening.value = None);
        check(|opening| opening.field = "grade".to_owned());
        check(|opening| opening.field = "place".to_owned());
        check(|opening| opening.salt.0[0] ^= 1);
        check(|opening| opening.path.swap(0, 1));
        check(|opening| opening.path.truncate(5));
        let text = good.to_json();
        assert!(!text.contains("\"x\""), "another field shows: {text}");
    }

    #[test]
    fn a_guess_without_the_salt_cannot_be_tested() {
        // Two payloads with equal fields and other secrets share no hash.
        let fields = payload(&[("of", "x")]).fields().clone();
        let other = Payload::new(crate::Secret([1; 32]), fields).unwrap();
        let (mine, others) = (payload(&[("of", "x")]).rows(), other.rows());
        for (row, other) in mine.iter().flatten().zip(others.iter().flatten()) {
            assert_ne!(row, other);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]
        #[test]
        fn every_field_opens(payload in any_payload()) {
            for (name, _) in FIELDS {
                let opening = payload.open(name).unwrap();
                prop_assert_eq!(opening.verify(payload.root()), Ok(()));
                prop_assert_eq!(Opening::parse(opening.to_json().as_bytes()).unwrap(), opening);
            }
        }
    }
}

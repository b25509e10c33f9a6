//! What a report of an import keeps besides its fields: the key of its row, and
//! the columns that people want to see.
//!
//! It is the payload's field `body`: one line of JSON with the members `kind`,
//! `key` and `columns`, in this order, the columns in the order of their names.
//! Nothing is judged by it; it lets a later release of the same source find the
//! row it revises.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The kind of file.
    pub kind: String,
    /// What tells the row apart among those of its kind and publisher.
    pub key: String,
    /// The columns kept, by name.
    pub columns: BTreeMap<String, String>,
}

impl Kept {
    /// Writes what is kept as one line.
    pub fn write(&self) -> String {
        let columns: Map<String, Json> = self
            .columns
            .iter()
            .map(|(name, value)| (name.clone(), Json::from(value.clone())))
            .collect();
        let mut object = Map::new();
        object.insert("kind".into(), Json::from(self.kind.clone()));
        object.insert("key".into(), Json::from(self.key.clone()));
        object.insert("columns".into(), Json::Object(columns));
        Json::Object(object).to_string()
    }

    /// Reads what [`Kept::write`] writes; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let columns = json.get("columns")?.as_object()?;
        Some(Self {
            kind: json.get("kind")?.as_str()?.to_owned(),
            key: json.get("key")?.as_str()?.to_owned(),
            columns: columns
                .iter()
                .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_again() {
        let kept = Kept {
            kind: "ucdp".into(),
            key: "71663 best".into(),
            columns: BTreeMap::from([("best".into(), "3".into()), ("low".into(), "1".into())]),
        };
        let text = kept.write();
        assert_eq!(
            text,
            r#"{"kind":"ucdp","key":"71663 best","columns":{"best":"3","low":"1"}}"#
        );
        assert_eq!(Kept::read(&text), Some(kept));
        assert_eq!(Kept::read("a remark"), None);
    }
}

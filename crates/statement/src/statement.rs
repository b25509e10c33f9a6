//! The statement: the small signed object in every leaf.
//!
//! What lives here: its fields, its strict reader, its writer. Everything a
//! statement is *about* (clause, place, reporter, time) is payload, of which
//! only the root stands here.
//!
//! Invariants: reading accepts any spelling I-JSON allows, since the bytes that
//! were signed are kept; writing has one spelling.
//!
//! Source: `docs/format.md`, "Statement".

use crate::json::Json;
use crate::{Digest, KeyId, Refusal};
use std::collections::BTreeMap;
use std::fmt;

/// Names the schema version written and read.
pub const STATEMENT_VERSION: u64 = 1;

/// Names the largest number of bytes in a statement.
pub const STATEMENT_BYTES_MAX: usize = 16 * 1024;

/// Names the largest number of references in a statement.
pub const REFERENCES_MAX: usize = 64;

/// Names the largest length of an agreement's id.
pub const AGREEMENT_BYTES_MAX: usize = 64;

const NUMBER_MAX: u64 = 1 << 53;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// Says what sort of act a statement is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// Lists all kinds.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the word the statement carries.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

kinds! {
    /// An event, a measurement or a total.
    Report = "report",
    /// Says that reports for a place and time are complete.
    Closure = "closure",
    /// Says that access was denied.
    Denial = "denial",
    /// Disputes an entry.
    Challenge = "challenge",
    /// Answers an entry.
    Reply = "reply",
    /// What an empowered body found.
    Finding = "finding",
    /// What an empowered body ruled.
    Ruling = "ruling",
    /// Certifies, waives, declares, suspends and the like.
    Decision = "decision",
    /// Corrects an entry.
    Correction = "correction",
    /// Changes the agreement's text.
    Amendment = "amendment",
    /// Settles how the text is read.
    Reading = "reading",
    /// What somebody holds; never evidence by itself.
    Position = "position",
    /// What somebody claims; never evidence by itself.
    Claim = "claim",
    /// An event outside the agreement.
    Context = "context",
    /// A file of rows, by digest.
    Batch = "batch",
    /// Enrols, rotates or revokes a key.
    Key = "key",
    /// Opens sealed material.
    Disclosure = "disclosure",
    /// Says that a payload was withdrawn.
    Tombstone = "tombstone",
    /// Says who holds material.
    Custody = "custody",
}

impl Kind {
    /// Reads a kind's word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// Cites an earlier entry, or one row of an entry that is a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Index of the entry.
    pub entry: u64,
    /// Row of the batch, if one row is meant.
    pub row: Option<u64>,
}

impl Reference {
    /// Reads `12` or `12#7`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (entry, row) = match text.split_once('#') {
            Some((entry, row)) => (
                entry,
                Some(row.parse().ok().filter(|row| *row <= NUMBER_MAX)?),
            ),
            None => (text, None),
        };
        let entry = entry.parse().ok().filter(|entry| *entry <= NUMBER_MAX)?;
        let reference = Self { entry, row };
        (reference.to_string() == text).then_some(reference)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}#{row}", self.entry),
            None => write!(f, "{}", self.entry),
        }
    }
}

/// Is what an entry says, less everything that belongs into its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Sort of act.
    pub kind: Kind,
    /// Id of the agreement.
    pub agreement: String,
    /// Epoch of its record, from 1.
    pub epoch: u64,
    /// Key of the author.
    pub author: KeyId,
    /// Number of this statement among the author's, from 1.
    pub sequence: u64,
    /// Digest of the author's previous statement bytes; `None` exactly for the first.
    pub previous: Option<Digest>,
    /// Earlier entries this one refers to.
    pub references: Vec<Reference>,
    /// Root of the payload's field tree.
    pub payload: Digest,
}

impl Statement {
    /// Writes the statement in the project's spelling.
    ///
    /// # Errors
    /// A refusal if what is written could not be read back.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Refusal> {
        let previous = self
            .previous
            .map_or_else(String::new, |digest| format!("\"previous\":\"{digest}\","));
        let references: Vec<String> = self
            .references
            .iter()
            .map(|reference| format!("\"{reference}\""))
            .collect();
        let text = format!(
            "{{\"v\":{STATEMENT_VERSION},\"kind\":\"{}\",\"agreement\":{},\"epoch\":{},\
             \"author\":\"{}\",\"seq\":{},{previous}\"refs\":[{}],\"payload\":\"{}\"}}",
            self.kind.word(),
            crate::json::quoted(&self.agreement),
            self.epoch,
            self.author,
            self.sequence,
            references.join(","),
            self.payload,
        );
        let again = Self::parse(text.as_bytes())?;
        if again != *self {
            return Err(Refusal::new(
                "statement",
                "cannot be written so that it reads the same",
            ));
        }
        Ok(text.into_bytes())
    }

    /// Reads a statement.
    ///
    /// # Errors
    /// A refusal naming the field, or line and column, that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(Refusal::new("statement", "is longer than 16,384 bytes"));
        }
        let mut members = Members(Json::parse(bytes, "statement")?.into_object("statement")?);
        let version = members.count("v", STATEMENT_VERSION)?;
        if version != STATEMENT_VERSION {
            return Err(field("v", "must be 1, the only version there is"));
        }
        let kind = members.text("kind")?;
        let kind = Kind::parse(&kind)
            .ok_or_else(|| field("kind", format!("`{kind}` is not one of the kinds")))?;
        let agreement = members.text("agreement")?;
        if !agreement_id_fits(&agreement) {
            return Err(field("agreement", "must be 1 to 64 of a-z, 0-9 and `-`"));
        }
        let statement = Self {
            kind,
            agreement,
            epoch: members.count("epoch", 1)?,
            author: members.hex("author", "32", KeyId::parse)?,
            sequence: members.count("seq", 1)?,
            previous: if members.0.contains_key("previous") {
                Some(members.hex("previous", "64", Digest::parse)?)
            } else {
                None
            },
            references: members.references()?,
            payload: members.hex("payload", "64", Digest::parse)?,
        };
        if let Some(name) = members.0.keys().next() {
            return Err(Refusal::new(
                "statement",
                format!("has an unknown field `{name}`"),
            ));
        }
        if statement.previous.is_some() == (statement.sequence == 1) {
            return Err(field(
                "previous",
                "must stand in every statement but an author's first",
            ));
        }
        Ok(statement)
    }

    /// Returns the digest by which the author's next statement names this one.
    pub fn digest(bytes: &[u8]) -> Digest {
        Digest::of(bytes)
    }
}

/// Says whether an agreement's id has the form that statements and origins allow.
pub fn agreement_id_fits(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=AGREEMENT_BYTES_MAX).contains(&id.len()) && id.bytes().all(fits)
}

fn field(name: &str, what: impl Into<String>) -> Refusal {
    Refusal::new(format!("statement field `{name}`"), what)
}

struct Members(BTreeMap<String, Json>);

impl Members {
    fn take(&mut self, name: &str) -> Result<Json, Refusal> {
        self.0.remove(name).ok_or_else(|| field(name, "is missing"))
    }

    fn text(&mut self, name: &str) -> Result<String, Refusal> {
        self.take(name)?
            .into_text(&format!("statement field `{name}`"))
    }

    fn count(&mut self, name: &str, least: u64) -> Result<u64, Refusal> {
        let number = self
            .take(name)?
            .into_count(&format!("statement field `{name}`"))?;
        if number < least {
            return Err(field(name, format!("must be at least {least}")));
        }
        Ok(number)
    }

    fn hex<T>(
        &mut self,
        name: &str,
        digits: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Refusal> {
        let text = self.text(name)?;
        parse(&text).ok_or_else(|| {
            field(
                name,
                format!("must be {digits} lower-case hexadecimal digits"),
            )
        })
    }

    fn references(&mut self) -> Result<Vec<Reference>, Refusal> {
        let items = self.take("refs")?.into_list("statement field `refs`")?;
        if items.len() > REFERENCES_MAX {
            return Err(field("refs", "holds more than 64 references"));
        }
        let read = |(position, item): (usize, Json)| {
            let place = format!("statement field `refs`, item {position}");
            let text = item.into_text(&place)?;
            let what = format!("`{text}` is not an entry number or `entry#row`");
            Reference::parse(&text).ok_or_else(|| Refusal::new(place, what))
        };
        items.into_iter().enumerate().map(read).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;

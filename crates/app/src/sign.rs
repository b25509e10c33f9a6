//! From drafts to signed leaves, in three steps: a statement is written
//! ([`Next::state`]), signed, and made an entry ([`sealed`]). Who holds its own
//! key does all three at once ([`Author::sign`]); a member of a desk signs
//! elsewhere, between the first and the last.
//!
//! The caller brings key, secrets and times; nothing here draws or reads them.

use std::collections::BTreeMap;

use servanda_statement::{
    Digest, Key, KeyId, Kind, Leaf, Payload, Reference, Secret, Signed, Statement, Value,
};
use servanda_store::NewEntry;

use crate::error::Error;

/// Signs statements of one author for one record, in order.
pub(crate) struct Author<'a> {
    /// The agreement's id.
    pub(crate) agreement: &'a str,
    /// The record's epoch.
    pub(crate) epoch: u64,
    /// The author's key.
    pub(crate) key: &'a Key,
    /// The number of the author's last statement; zero before the first.
    pub(crate) sequence: u64,
    /// The digest of the author's last statement.
    pub(crate) previous: Option<Digest>,
}

impl Author<'_> {
    /// Signs one statement.
    ///
    /// # Errors
    /// `Statement`, where a field does not fit.
    pub(crate) fn sign(
        &mut self,
        kind: Kind,
        fields: BTreeMap<String, Value>,
        references: Vec<Reference>,
        secret: Secret,
        received_at_ms: u64,
    ) -> Result<NewEntry, Error> {
        self.sign_with(&[], kind, fields, references, secret, received_at_ms)
    }

    /// Signs one statement that others sign too.
    ///
    /// # Errors
    /// As [`Author::sign`].
    pub(crate) fn sign_with(
        &mut self,
        others: &[&Key],
        kind: Kind,
        fields: BTreeMap<String, Value>,
        references: Vec<Reference>,
        secret: Secret,
        received_at_ms: u64,
    ) -> Result<NewEntry, Error> {
        let stated = self.next().state(kind, fields, references, secret)?;
        let signed = Signed::sign(&stated.statement, self.key, others)?;
        self.sequence += 1;
        self.previous = Some(Statement::digest(&signed.statement_bytes));
        sealed(signed, &stated.payload, received_at_ms)
    }

    /// Returns the place at which the author's next statement stands.
    fn next(&self) -> Next<'_> {
        Next {
            agreement: self.agreement,
            epoch: self.epoch,
            author: self.key.id(),
            sequence: self.sequence,
            previous: self.previous,
        }
    }
}

/// Where an author's next statement stands; what is needed to write it, less the
/// key that signs it.
pub(crate) struct Next<'a> {
    /// The agreement's id.
    pub(crate) agreement: &'a str,
    /// The record's epoch.
    pub(crate) epoch: u64,
    /// The author's key.
    pub(crate) author: KeyId,
    /// The number of the author's last statement; zero before the first.
    pub(crate) sequence: u64,
    /// The digest of the author's last statement.
    pub(crate) previous: Option<Digest>,
}

impl Next<'_> {
    /// Writes the statement that is to be signed, with its payload.
    ///
    /// # Errors
    /// `Statement`, where a field does not fit.
    pub(crate) fn state(
        &self,
        kind: Kind,
        fields: BTreeMap<String, Value>,
        references: Vec<Reference>,
        secret: Secret,
    ) -> Result<Stated, Error> {
        let payload = Payload::new(secret, fields)?;
        let statement = Statement {
            kind,
            agreement: self.agreement.to_owned(),
            epoch: self.epoch,
            author: self.author,
            sequence: self.sequence + 1,
            previous: self.previous,
            references,
            payload: payload.root(),
        };
        Ok(Stated { statement, payload })
    }
}

/// A statement that nobody has signed yet.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    /// The statement.
    pub(crate) statement: Statement,
    /// Its payload.
    pub(crate) payload: Payload,
}

/// Makes the entry of a signed statement, taken in at this time.
///
/// # Errors
/// `Statement`, where it is too long.
pub(crate) fn sealed(
    signed: Signed,
    payload: &Payload,
    received_at_ms: u64,
) -> Result<NewEntry, Error> {
    let leaf = Leaf {
        received_at_ms,
        signed,
    }
    .encode()?;
    Ok(NewEntry {
        leaf,
        payload: Some(payload.to_json().into_bytes()),
    })
}

/// Makes the fields of the entry that enrols a key under its holder's name.
pub(crate) fn enrolment(key: &Key) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("act".to_owned(), Value::from("enrol")),
        ("key".to_owned(), Value::from(key.public().to_string())),
        ("name".to_owned(), Value::from(key.name())),
        ("role".to_owned(), Value::from("desk")),
    ])
}

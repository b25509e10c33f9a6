//! The checks an entry must pass, by itself and in its place.
//!
//! What lives here: [`verify_entry`] for one entry, [`EntryVerifier`] for a
//! record read in order. Whether a key was entitled to sign is not decided
//! here, nor whether anything is true.
//!
//! Invariants: a refusal is a fault of the record; a [`Notice`] is not. Devices
//! go offline, so a gap in their numbers is kept and shown.
//!
//! Source: `docs/format.md`, "Checks".

use crate::{Digest, KeyId, Leaf, Payload, Refusal, Statement};
use std::collections::BTreeMap;
use std::fmt;

/// Is an entry whose form, signatures and payload fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedEntry {
    /// When the sequencer took it in, in milliseconds since 1970, UTC.
    pub received_at_ms: u64,
    /// What it says.
    pub statement: Statement,
    /// Digest of the statement's bytes.
    pub digest: Digest,
    /// Keys that signed, the author's first.
    pub signers: Vec<KeyId>,
    /// Payload; `None` while it is sealed or withdrawn.
    pub payload: Option<Payload>,
}

/// Checks one entry: leaf, statement, signatures, payload root.
///
/// # Errors
/// A refusal naming the part that does not fit.
pub fn verify_entry(leaf: &[u8], payload: Option<&[u8]>) -> Result<VerifiedEntry, Refusal> {
    let leaf = Leaf::decode(leaf)?;
    let statement = leaf.signed.verify()?;
    let payload = payload.map(Payload::parse).transpose()?;
    if payload
        .as_ref()
        .is_some_and(|payload| payload.root() != statement.payload)
    {
        return Err(Refusal::new(
            "payload",
            "does not have the root the statement commits to",
        ));
    }
    Ok(VerifiedEntry {
        received_at_ms: leaf.received_at_ms,
        digest: Statement::digest(&leaf.signed.statement_bytes),
        signers: leaf.signed.signers(),
        statement,
        payload,
    })
}

/// Is something worth showing that is no fault of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An author's numbers skip or repeat.
    Sequence {
        /// Entry at which it shows.
        entry: u64,
        /// Key of the author.
        author: KeyId,
        /// Number that was due.
        due: u64,
        /// Number that stands there.
        found: u64,
    },
    /// An author's statement names another predecessor than the one recorded.
    Previous {
        /// Entry at which it shows.
        entry: u64,
        /// Key of the author.
        author: KeyId,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sequence {
                entry,
                author,
                due,
                found,
            } => {
                write!(
                    f,
                    "entry {entry}: key {author} numbered it {found} where {due} was due"
                )
            }
            Self::Previous { entry, author } => {
                write!(
                    f,
                    "entry {entry}: key {author} names another statement as its previous one"
                )
            }
        }
    }
}

/// Checks the entries of one record in order.
#[derive(Debug)]
pub struct EntryVerifier {
    agreement: String,
    epoch: u64,
    received_at_ms: u64,
    authors: BTreeMap<KeyId, (u64, Digest)>,
    notices: Vec<Notice>,
}

impl EntryVerifier {
    /// Starts before the first entry of an agreement's record in an epoch.
    pub fn new(agreement: &str, epoch: u64) -> Self {
        Self {
            agreement: agreement.to_owned(),
            epoch,
            received_at_ms: 0,
            authors: BTreeMap::new(),
            notices: Vec::new(),
        }
    }

    /// Starts before the first entry of the record with this checkpoint origin.
    ///
    /// # Errors
    /// A refusal unless the origin ends in `/agreement/epoch`.
    pub fn for_origin(origin: &str) -> Result<Self, Refusal> {
        let refuse = || Refusal::new("origin", format!("`{origin}` must end in /agreement/epoch"));
        let (rest, epoch) = origin.rsplit_once('/').ok_or_else(refuse)?;
        let (_, agreement) = rest.rsplit_once('/').ok_or_else(refuse)?;
        let number: u64 = epoch.parse().map_err(|_| refuse())?;
        let fits = crate::statement::agreement_id_fits(agreement);
        if !fits || number == 0 || number.to_string() != epoch {
            return Err(refuse());
        }
        Ok(Self::new(agreement, number))
    }

    /// Checks the next entry, which has number `index`.
    ///
    /// # Errors
    /// As [`verify_entry`], and if the entry belongs to another record, is
    /// dated before its predecessor, or refers to one that is not earlier.
    pub fn check(
        &mut self,
        index: u64,
        leaf: &[u8],
        payload: Option<&[u8]>,
    ) -> Result<VerifiedEntry, Refusal> {
        let entry = verify_entry(leaf, payload)?;
        let statement = &entry.statement;
        let field =
            |name: &str, what: String| Err(Refusal::new(format!("statement field `{name}`"), what));
        if statement.agreement != self.agreement {
            let what = format!(
                "`{}` is not this record's `{}`",
                statement.agreement, self.agreement
            );
            return field("agreement", what);
        }
        if statement.epoch != self.epoch {
            let what = format!("{} is not this record's {}", statement.epoch, self.epoch);
            return field("epoch", what);
        }
        if let Some(reference) = statement
            .references
            .iter()
            .find(|cited| cited.entry >= index)
        {
            return field("refs", format!("`{reference}` is not an earlier entry"));
        }
        if entry.received_at_ms < self.received_at_ms {
            let what = "is before that of the entry in front of it";
            return Err(Refusal::new("leaf, reception time", what));
        }
        self.received_at_ms = entry.received_at_ms;
        self.note_sequence(index, &entry);
        Ok(entry)
    }

    /// Returns what was noticed so far, in the order of the entries.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn note_sequence(&mut self, index: u64, entry: &VerifiedEntry) {
        let Statement {
            author,
            sequence: found,
            previous,
            ..
        } = entry.statement;
        let last = self.authors.get(&author).copied();
        let due = last.map_or(1, |(number, _)| number + 1);
        if found != due {
            self.notices.push(Notice::Sequence {
                entry: index,
                author,
                due,
                found,
            });
        } else if previous != last.map(|(_, digest)| digest) {
            self.notices.push(Notice::Previous {
                entry: index,
                author,
            });
        }
        // A repeated number is kept in the record but does not move the count back.
        if last.is_none_or(|(number, _)| found > number) {
            self.authors.insert(author, (found, entry.digest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tests::payload;
    use crate::{Key, Kind, Reference, Signed};

    struct Desk {
        key: Key,
        sequence: u64,
        previous: Option<Digest>,
    }

    impl Desk {
        fn new() -> Self {
            Self {
                key: Key::example("test", "Desk"),
                sequence: 0,
                previous: None,
            }
        }

        fn leaf(&mut self, at: u64, change: impl Fn(&mut Statement)) -> Vec<u8> {
            self.sequence += 1;
            let mut statement = Statement {
                kind: Kind::Report,
                agreement: "gaza".to_owned(),
                epoch: 1,
                author: self.key.id(),
                sequence: self.sequence,
                previous: self.previous,
                references: Vec::new(),
                payload: payload(&[("of", "crossing")]).root(),
            };
            change(&mut statement);
            let signed = Signed::sign(&statement, &self.key, &[]).unwrap();
            self.previous = Some(Digest::of(&signed.statement_bytes));
            Leaf {
                received_at_ms: at,
                signed,
            }
            .encode()
            .unwrap()
        }
    }

    #[test]
    fn a_good_entry_is_read_with_and_without_its_payload() {
        let leaf = Desk::new().leaf(5, |_| ());
        let text = payload(&[("of", "crossing")]).to_json();
        let open = verify_entry(&leaf, Some(text.as_bytes())).unwrap();
        assert_eq!(open.payload, Some(payload(&[("of", "crossing")])));
        assert_eq!(open.signers, [Key::example("test", "Desk").id()]);
        assert_eq!(verify_entry(&leaf, None).unwrap().payload, None);
        let other = payload(&[("of", "closing")]).to_json();
        assert_eq!(
            verify_entry(&leaf, Some(other.as_bytes()))
                .unwrap_err()
                .place,
            "payload"
        );
    }

    #[test]
    fn every_flipped_bit_past_the_reception_time_is_refused() {
        let leaf = Desk::new().leaf(5, |_| ());
        for at in 9..leaf.len() {
            let mut wrong = leaf.clone();
            wrong[at] ^= 1 << (at % 8);
            assert!(verify_entry(&wrong, None).is_err(), "byte {at}");
        }
    }

    #[test]
    fn an_entry_out_of_its_place_is_refused() {
        let check = |at: u64, change: fn(&mut Statement), want: &str| {
            let mut desk = Desk::new();
            let mut verifier = EntryVerifier::for_origin("servanda.example/gaza/1").unwrap();
            assert!(verifier.check(0, &desk.leaf(5, |_| ()), None).is_ok());
            let refusal = verifier.check(1, &desk.leaf(at, change), None).unwrap_err();
            assert!(refusal.to_string().contains(want), "{refusal}");
        };
        check(4, |_| (), "reception time");
        check(5, |statement| statement.epoch = 2, "field `epoch`");
        check(
            5,
            |statement| statement.agreement = "other".into(),
            "field `agreement`",
        );
        let cite = |statement: &mut Statement| {
            statement.references = vec![Reference {
                entry: 1,
                row: None,
            }];
        };
        check(5, cite, "field `refs`");
    }

    #[test]
    fn gaps_and_repetitions_are_kept_and_noticed() {
        let mut desk = Desk::new();
        let mut verifier = EntryVerifier::new("gaza", 1);
        let leaves = [
            desk.leaf(1, |_| ()),
            desk.leaf(2, |_| ()),
            desk.leaf(3, |statement| statement.previous = Some(Digest([0; 32]))),
            desk.leaf(4, |statement| statement.sequence = 9),
            desk.leaf(5, |statement| statement.sequence = 9),
        ];
        for (index, leaf) in (0..).zip(&leaves) {
            assert!(verifier.check(index, leaf, None).is_ok());
        }
        let author = desk.key.id();
        let want = [
            Notice::Previous { entry: 2, author },
            Notice::Sequence {
                entry: 3,
                author,
                due: 4,
                found: 9,
            },
            Notice::Sequence {
                entry: 4,
                author,
                due: 10,
                found: 9,
            },
        ];
        assert_eq!(verifier.notices(), want);
    }

    #[test]
    fn an_origin_ends_in_agreement_and_epoch() {
        for wrong in [
            "",
            "gaza/1",
            "x/gaza",
            "x/gaza/0",
            "x/gaza/01",
            "x/Gaza/1",
            "x/gaza/1/",
        ] {
            assert!(EntryVerifier::for_origin(wrong).is_err(), "{wrong}");
        }
    }
}

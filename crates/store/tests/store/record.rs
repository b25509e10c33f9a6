//! Small records to test with.

use servanda_statement::batch::{Row, RowLine, RowTree, RowsVerifier, row_digest};
use servanda_statement::{
    Digest, EntryVerifier, Key, Kind, Leaf, Payload, Secret, Signed, Statement, Value,
    VerifiedEntry, example_bytes,
};
use servanda_store::{Disk, Judge, NewEntry, Rows, Verification, verify};
use servanda_tlog::{LeafIndex, NoteSigner, NoteVerifier};

pub(crate) const ORIGIN: &str = "servanda.example/test/1";
const SEED: &str = "store tests";

pub(crate) fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &example_bytes(SEED, "log", 0)).unwrap()
}

pub(crate) fn log_key() -> NoteVerifier {
    signer().verifier().clone()
}

/// Makes signed entries, chained by author; every fifth is sealed.
pub(crate) fn entries(count: u64) -> Vec<NewEntry> {
    let key = Key::example(SEED, "Desk");
    let mut previous = None;
    (0..count)
        .map(|number| {
            let fields = [
                ("of".to_owned(), Value::from("crossing open")),
                ("figure".to_owned(), Value::from(number.to_string())),
                (
                    "actor".to_owned(),
                    Value::List(vec!["Désk \"A\"".to_owned(), "B\n".to_owned()]),
                ),
                (
                    "fields".to_owned(),
                    Value::Map([("cargo".to_owned(), "fuel".to_owned())].into()),
                ),
            ];
            let secret = Secret(example_bytes(SEED, "payload", number));
            let payload = Payload::new(secret, fields.into()).unwrap();
            let statement = Statement {
                kind: Kind::Report,
                agreement: "test".to_owned(),
                epoch: 1,
                author: key.id(),
                sequence: number + 1,
                previous,
                references: Vec::new(),
                payload: payload.root(),
            };
            let signed = Signed::sign(&statement, &key, &[]).unwrap();
            previous = Some(Digest::of(&signed.statement_bytes));
            let leaf = Leaf {
                received_at_ms: 1_700_000_000_000 + number,
                signed,
            };
            let sealed = number % 5 == 4;
            let payload = (!sealed).then(|| payload.to_json().into_bytes());
            NewEntry {
                leaf: leaf.encode().unwrap(),
                payload,
            }
        })
        .collect()
}

/// Makes the lines of so many rows; every seventh is withheld.
pub(crate) fn rows(count: u64) -> Vec<String> {
    let row = |number: u64| {
        let secret = Secret(example_bytes(SEED, "row", number));
        let fields = [("of", "crossing open"), ("note", "Désk \"A\"")];
        let fields = fields.map(|(name, text)| (name.to_owned(), Value::from(text)));
        let row = Row {
            kind: Kind::Report,
            references: Vec::new(),
            payload: Payload::new(secret, fields.into()).unwrap(),
        };
        let line = row.to_line().unwrap();
        if number % 7 == 6 {
            format!("\"{}\"", row_digest(number, line.as_bytes()))
        } else {
            line
        }
    };
    (0..count).map(row).collect()
}

/// Makes a batch that is to become entry `index`, and the lines of its rows.
pub(crate) fn batch(index: u64, count: u64) -> (NewEntry, Vec<String>) {
    let key = Key::example(SEED, "Batches");
    let lines = rows(count);
    let mut tree = RowTree::default();
    for line in &lines {
        match RowLine::parse(line.as_bytes()).unwrap() {
            RowLine::Open(_) => tree.push(line.as_bytes()),
            RowLine::Withheld(hash) => tree.push_digest(hash),
        }
    }
    let secret = Secret(example_bytes(SEED, "batch", index));
    let payload = Payload::new(secret, tree.commitment().fields().into()).unwrap();
    let statement = Statement {
        kind: Kind::Batch,
        agreement: "test".to_owned(),
        epoch: 1,
        author: key.id(),
        sequence: 1,
        previous: None,
        references: Vec::new(),
        payload: payload.root(),
    };
    let leaf = Leaf {
        received_at_ms: 1_700_000_000_000 + index,
        signed: Signed::sign(&statement, &key, &[]).unwrap(),
    };
    let entry = NewEntry {
        leaf: leaf.encode().unwrap(),
        payload: Some(payload.to_json().into_bytes()),
    };
    (entry, lines)
}

/// Verifies a record with all checks there are.
pub(crate) fn verify_all<D: Disk>(disk: &D) -> Verification {
    let mut judge = Checks {
        verifier: EntryVerifier::for_origin(ORIGIN).unwrap(),
        last: None,
    };
    verify(disk, Some(&log_key()), &mut judge).unwrap()
}

struct Checks {
    verifier: EntryVerifier,
    last: Option<VerifiedEntry>,
}

impl Judge for Checks {
    fn entry(
        &mut self,
        index: LeafIndex,
        leaf: &[u8],
        payload: Option<&[u8]>,
    ) -> Result<(), String> {
        let checked = self.verifier.check(index.0, leaf, payload);
        self.last = Some(checked.map_err(|refusal| refusal.to_string())?);
        Ok(())
    }

    fn rows(&mut self, index: LeafIndex, rows: Option<Rows>) -> Result<(), String> {
        let entry = self.last.as_ref().unwrap();
        let payload = entry.payload.as_ref();
        let payload = payload.filter(|_| entry.statement.kind == Kind::Batch);
        let (payload, rows) = match (payload, rows) {
            (Some(payload), Some(rows)) => (payload, rows),
            (None, None) => return Ok(()),
            _ => return Err("rows without a batch, or a batch without rows".to_owned()),
        };
        let mut verifier = RowsVerifier::new(index.0, payload).unwrap();
        for line in rows {
            let line = line.map_err(|fault| fault.to_string())?;
            verifier
                .check(&line)
                .map_err(|refusal| refusal.to_string())?;
        }
        verifier.finish().map_err(|refusal| refusal.to_string())
    }
}

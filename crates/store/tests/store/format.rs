//! The worked example of docs/format.md is what the code writes.

use crate::simulated::Simulated;
use servanda_statement::{
    Digest, Key, Kind, Leaf, Payload, Reference, Secret, Signed, Statement, Value, example_bytes,
    pae,
};
use servanda_store::{NewEntry, Store};
use servanda_tlog::{NoteSigner, leaf_hash};

const FORMAT: &str = include_str!("../../../../docs/format.md");
const SEED: &str = "docs/format.md";
const ORIGIN: &str = "servanda.example/format/1";

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Breaks hexadecimal digits into lines, as the page prints long values.
fn lines(bytes: &[u8]) -> String {
    let digits = hex(bytes);
    let rows: Vec<&str> = (0..digits.len())
        .step_by(64)
        .map(|at| &digits[at..digits.len().min(at + 64)])
        .collect();
    rows.join("\n")
}

struct Example {
    payload: Payload,
    statement_bytes: Vec<u8>,
    leaf: Vec<u8>,
}

fn example(number: u64, at: u64, before: Option<&Example>, fields: &[(&str, &str)]) -> Example {
    let key = Key::example(SEED, "Example transcriber");
    let fields = fields
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Value::from(*text)));
    let secret = Secret(example_bytes(SEED, "payload", number));
    let payload = Payload::new(secret, fields.collect()).unwrap();
    let statement = Statement {
        kind: if number == 0 {
            Kind::Report
        } else {
            Kind::Challenge
        },
        agreement: "format".to_owned(),
        epoch: 1,
        author: key.id(),
        sequence: number + 1,
        previous: before.map(|before| Digest::of(&before.statement_bytes)),
        references: (0..number)
            .map(|entry| Reference { entry, row: None })
            .collect(),
        payload: payload.root(),
    };
    let signed = Signed::sign(&statement, &key, &[]).unwrap();
    let statement_bytes = signed.statement_bytes.clone();
    let leaf = Leaf {
        received_at_ms: at,
        signed,
    }
    .encode()
    .unwrap();
    Example {
        payload,
        statement_bytes,
        leaf,
    }
}

/// Returns everything the page must show, with its name.
fn shown() -> Vec<(&'static str, String)> {
    let key = Key::example(SEED, "Example transcriber");
    let first = example(
        0,
        1_700_000_000_000,
        None,
        &[("of", "crossing open"), ("figure", "20")],
    );
    let second = example(
        1,
        1_700_000_060_000,
        Some(&first),
        &[("body", "We saw none.")],
    );
    let opening = first.payload.open("of").unwrap();
    let signer = NoteSigner::new(ORIGIN, &example_bytes(SEED, "log", 0)).unwrap();
    let vkey = signer.verifier().to_text();
    let disk = Simulated::default();
    let mut store = Store::create(disk.clone(), signer, ORIGIN).unwrap();
    let entry = |example: &Example, open: bool| {
        let payload = open.then(|| example.payload.to_json().into_bytes());
        NewEntry {
            leaf: example.leaf.clone(),
            payload,
        }
    };
    store
        .append(vec![entry(&first, true), entry(&second, false)])
        .unwrap();
    let files = disk.files();
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();

    vec![
        ("public key", key.public().to_string()),
        ("key id", key.id().to_string()),
        ("payload", first.payload.to_json()),
        ("salt", opening.salt.to_string()),
        ("root of the payload", first.payload.root().to_string()),
        (
            "opening",
            opening
                .to_json()
                .replace("\"path\":[", "\"path\":[\n")
                .replace(",\"", ",\n\""),
        ),
        (
            "statement",
            String::from_utf8(first.statement_bytes.clone()).unwrap(),
        ),
        (
            "signed bytes",
            String::from_utf8(pae(&first.statement_bytes)).unwrap()[..60].to_owned(),
        ),
        ("leaf", lines(&first.leaf)),
        ("leaf hash", leaf_hash(&first.leaf).to_hex()),
        (
            "second statement",
            String::from_utf8(second.statement_bytes.clone()).unwrap(),
        ),
        ("second leaf hash", leaf_hash(&second.leaf).to_hex()),
        ("root", store.root().to_hex()),
        ("tile", lines(&files["tile/0/000.p/2"])),
        (
            "start of the bundle",
            hex(&files["tile/entries/000.p/2"][..13]),
        ),
        ("checkpoint", text("checkpoint")),
        ("log key", vkey),
        ("payload file", text("payloads/000")),
    ]
}

#[test]
fn the_page_shows_what_the_code_writes() {
    let mut missing = Vec::new();
    for (name, value) in shown() {
        if !FORMAT.contains(&value) {
            missing.push(format!("## {name}\n{value}"));
        }
    }
    assert!(
        missing.is_empty(),
        "docs/format.md does not show:\n{}",
        missing.join("\n")
    );
}

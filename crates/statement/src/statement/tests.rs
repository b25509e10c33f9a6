//! Statements: what is read, what is refused, and where.

use super::*;
use proptest::prelude::*;

/// Returns a statement with every field.
pub(crate) fn sample() -> Statement {
    Statement {
        kind: Kind::Report,
        agreement: "gaza".to_owned(),
        epoch: 1,
        author: KeyId([0xab; 16]),
        sequence: 2,
        previous: Some(Digest([1; 32])),
        references: vec![
            Reference {
                entry: 3,
                row: None,
            },
            Reference {
                entry: 4,
                row: Some(7),
            },
        ],
        payload: Digest([2; 32]),
    }
}

fn text() -> String {
    String::from_utf8(sample().to_bytes().unwrap()).unwrap()
}

#[track_caller]
fn check(from: &str, to: &str, want: &str) {
    assert!(text().contains(from), "{from}");
    let changed = text().replacen(from, to, 1);
    let refusal = Statement::parse(changed.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(refusal.contains(want), "{changed}\n{refusal}");
}

#[test]
fn the_spelling_written_is_this() {
    let want = "{\"v\":1,\"kind\":\"report\",\"agreement\":\"gaza\",\"epoch\":1,\
        \"author\":\"abababababababababababababababab\",\"seq\":2,\
        \"previous\":\"0101010101010101010101010101010101010101010101010101010101010101\",\
        \"refs\":[\"3\",\"4#7\"],\
        \"payload\":\"0202020202020202020202020202020202020202020202020202020202020202\"}";
    assert_eq!(text(), want);
    assert_eq!(Statement::parse(want.as_bytes()), Ok(sample()));
}

#[test]
fn other_spellings_of_i_json_are_read() {
    let spaced = text().replace(',', " ,\n ").replace("gaza", "g\\u0061za");
    assert_eq!(Statement::parse(spaced.as_bytes()), Ok(sample()));
}

#[test]
fn every_refusal_names_its_field() {
    check("\"v\":1", "\"v\":2", "field `v`: must be 1");
    check("\"v\":1,", "", "field `v`: is missing");
    check(
        "\"v\":1",
        "\"v\":\"1\"",
        "field `v`: must be a whole number, not a string",
    );
    check(
        "report",
        "rumour",
        "field `kind`: `rumour` is not one of the kinds",
    );
    check("gaza", "Gaza", "field `agreement`");
    check("gaza", "", "field `agreement`");
    check("gaza", "gaza/1", "field `agreement`");
    check(
        "\"epoch\":1",
        "\"epoch\":0",
        "field `epoch`: must be at least 1",
    );
    check(
        "\"epoch\":1",
        "\"epoch\":-1",
        "field `epoch`: must not be negative",
    );
    check("\"epoch\":1", "\"epoch\":1.0", "not whole");
    check("abab", "ABAB", "field `author`: must be 32");
    check("abab", "ab", "field `author`: must be 32");
    check("\"seq\":2", "\"seq\":1", "field `previous`");
    check("\"seq\":2", "\"seq\":0", "field `seq`");
    check("\"seq\":2", "\"seq\":2,\"seq\":2", "key `seq` stands twice");
    check(
        "\"refs\":[\"3\"",
        "\"refs\":[3",
        "field `refs`, item 0: must be a string, not a number",
    );
    check("4#7", "4#", "field `refs`, item 1: `4#` is not");
    check("4#7", "+4", "field `refs`, item 1");
    check(
        "\"refs\":[\"3\",\"4#7\"]",
        "\"refs\":null",
        "field `refs`: must be a list, not null",
    );
    check("\"0202", "\"0x02", "field `payload`");
    check("}", ",\"place\":\"x\"}", "unknown field `place`");
    check("}", "}}", "line 1 column");
}

#[test]
fn limits_are_kept() {
    let mut statement = sample();
    statement.references = vec![
        Reference {
            entry: NUMBER_MAX,
            row: Some(NUMBER_MAX)
        };
        64
    ];
    let bytes = statement.to_bytes().unwrap();
    assert!(bytes.len() < STATEMENT_BYTES_MAX);
    statement.references.push(Reference {
        entry: 0,
        row: None,
    });
    assert!(statement.to_bytes().is_err());

    let padded = |length: usize| text().replacen('{', &format!("{{{}", " ".repeat(length)), 1);
    let room = STATEMENT_BYTES_MAX - text().len();
    assert!(Statement::parse(padded(room).as_bytes()).is_ok());
    assert!(Statement::parse(padded(room + 1).as_bytes()).is_err());
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    for change in [
        (|s| s.previous = None) as fn(&mut Statement),
        |s| s.sequence = 0,
        |s| s.sequence = NUMBER_MAX + 1,
        |s| s.epoch = 0,
        |s| s.agreement = "é".to_owned(),
        |s| {
            s.references.push(Reference {
                entry: NUMBER_MAX + 1,
                row: None,
            });
        },
    ] {
        let mut statement = sample();
        change(&mut statement);
        assert!(statement.to_bytes().is_err(), "{statement:?}");
    }
}

#[test]
fn every_kind_has_its_word() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.word()), Some(*kind));
    }
    assert_eq!(Kind::ALL.len(), 19);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]
    #[test]
    fn reading_what_is_written_is_the_identity(
        kind in 0..Kind::ALL.len(),
        agreement in "[a-z0-9-]{1,64}",
        epoch in 1..=NUMBER_MAX,
        author: [u8; 16],
        sequence in 1..=NUMBER_MAX,
        previous: [u8; 32],
        references in prop::collection::vec((0..=NUMBER_MAX, prop::option::of(0..=NUMBER_MAX)), 0..5),
        payload: [u8; 32],
    ) {
        let statement = Statement {
            kind: Kind::ALL[kind],
            agreement,
            epoch,
            author: KeyId(author),
            sequence,
            previous: (sequence > 1).then_some(Digest(previous)),
            references: references.into_iter().map(|(entry, row)| Reference { entry, row }).collect(),
            payload: Digest(payload),
        };
        prop_assert_eq!(Statement::parse(&statement.to_bytes().unwrap()).unwrap(), statement);
    }

    #[test]
    fn no_flipped_bit_reads_as_the_same_statement(at in 0_usize..2000, bit in 0_u8..8) {
        let mut bytes = sample().to_bytes().unwrap();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        prop_assert_ne!(Statement::parse(&bytes), Ok(sample()));
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Statement::parse(&bytes).is_err());
    }
}

//! A source repeated, revised, and deleted.

use super::*;
use crate::Place;
use servanda_statement::Secret;

fn draft(key: &str, figure: &str, note: &str) -> Draft {
    let kept = Kept {
        kind: "acled".into(),
        key: key.into(),
        columns: BTreeMap::new(),
    };
    let fields = [
        ("of", "Deaths"),
        ("reporter", "Monitors"),
        ("figure", figure),
        ("note", note),
        ("source_publisher", "P"),
        ("body", &kept.write()),
    ];
    let fields = fields.into_iter().filter(|(_, text)| !text.is_empty());
    Draft {
        label: None,
        kind: Kind::Report,
        fields: fields
            .map(|(name, text)| (name.to_owned(), Value::from(text)))
            .collect(),
        refers: Vec::new(),
        place: Place {
            file: "f".into(),
            line: 2,
            column: None,
        },
    }
}

fn told(drafts: &[&Draft]) -> Told {
    let mut told = Told::default();
    for (entry, draft) in (5..).zip(drafts) {
        let payload = Payload::new(Secret([7; 32]), draft.fields.clone()).unwrap();
        told.push(Reference { entry, row: None }, draft.kind, &payload, "");
    }
    told
}

#[test]
fn the_same_row_again_is_nothing_new_whatever_is_remarked_on_it() {
    let told = told(&[&draft("A1 | f", "3", "")]);
    assert_eq!(told.change(draft("A1 | f", "3", "a remark")), Change::Same);
    assert!(matches!(
        told.change(draft("A2 | f", "3", "")),
        Change::New(_)
    ));
}

#[test]
fn a_revised_row_corrects_the_latest_entry_that_has_it() {
    let told = told(&[&draft("A1 | f", "3", ""), &draft("A1 | f", "4", "")]);
    let Change::Corrects(new, what) = told.change(draft("A1 | f", "2", "seen")) else {
        panic!("a correction")
    };
    assert_eq!(
        (new.kind, new.refers.as_slice()),
        (Kind::Correction, &["6".to_owned()][..])
    );
    assert_eq!(
        new.fields["note"],
        Value::from("seen; the source revised its figure from 4 to 2")
    );
    assert!(what.contains("corrects 6"));
    // Read back, the correction is what the record has.
    let mut told = told;
    let payload = Payload::new(Secret([7; 32]), new.fields.clone()).unwrap();
    told.push(
        Reference {
            entry: 9,
            row: None,
        },
        new.kind,
        &payload,
        "",
    );
    assert_eq!(told.change(draft("A1 | f", "2", "")), Change::Same);
}

#[test]
fn a_deleted_row_is_withdrawn_once() {
    let mut told = told(&[&draft("A1 | f", "3", ""), &draft("A10 | f", "3", "")]);
    let like = Draft {
        fields: BTreeMap::from([("source_publisher".to_owned(), Value::from("P"))]),
        ..draft("x", "1", "")
    };
    let gone = told.withdrawals("acled", "A1", &like);
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].refers, ["5"]);
    assert_eq!(gone[0].fields["act"], Value::from("withdraw"));
    let payload = Payload::new(Secret([7; 32]), gone[0].fields.clone()).unwrap();
    told.push(
        Reference {
            entry: 8,
            row: None,
        },
        gone[0].kind,
        &payload,
        "",
    );
    assert!(told.withdrawals("acled", "A1", &like).is_empty());
    assert!(matches!(
        told.change(draft("A1 | f", "3", "")),
        Change::New(_)
    ));
}

#[test]
fn a_row_that_two_files_of_one_import_have_is_taken_once() {
    let mut told = Told::default();
    told.mark(&draft("A1 | f", "3", ""));
    assert_eq!(told.change(draft("A1 | f", "3", "")), Change::Same);
    assert!(matches!(
        told.change(draft("A1 | f", "4", "")),
        Change::Clashes(_)
    ));
}

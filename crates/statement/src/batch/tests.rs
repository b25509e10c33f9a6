//! Rows, their one form, and the root over them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::Secret;

fn row(number: u8, note: &str) -> Row {
    let fields = [("of", "crossing open"), ("note", note)];
    let fields = fields.map(|(name, text)| (name.to_owned(), Value::from(text)));
    Row {
        kind: Kind::Report,
        references: Vec::new(),
        payload: Payload::new(Secret([number; 32]), fields.into()).unwrap(),
    }
}

/// The root as `docs/format.md` says it, level by level.
fn naive(hashes: &[Digest]) -> Digest {
    fn top(hashes: &[Digest]) -> Digest {
        match hashes {
            [] => Digest([0; 32]),
            [one] => *one,
            more => {
                let half = more.len().next_power_of_two() / 2;
                let (left, right) = more.split_at(half);
                node(top(left), top(right))
            }
        }
    }
    let rows = u64::try_from(hashes.len()).unwrap().to_be_bytes();
    Digest::of_parts(ROOT_DOMAIN, &[&rows, &top(hashes).0])
}

fn signed(lines: &[String]) -> (RowTree, Payload) {
    let mut tree = RowTree::default();
    for line in lines {
        tree.push(line.as_bytes());
    }
    let fields = BTreeMap::from(tree.commitment().fields());
    (tree, Payload::new(Secret([0; 32]), fields).unwrap())
}

fn verify(entry: u64, payload: &Payload, lines: &[String]) -> Result<(), Refusal> {
    let mut verifier = RowsVerifier::new(entry, payload)?;
    for line in lines {
        verifier.check(line.as_bytes())?;
    }
    verifier.finish()
}

#[test]
fn any_row_can_be_withheld_and_no_row_can_be_changed() {
    let mut lines: Vec<String> = (0..5)
        .map(|number| row(number, "seen").to_line().unwrap())
        .collect();
    let (_, payload) = signed(&lines);
    verify(7, &payload, &lines).unwrap();
    let hash = row_digest(2, lines[2].as_bytes());
    let open = std::mem::replace(&mut lines[2], format!("\"{hash}\""));
    verify(7, &payload, &lines).unwrap();
    lines[2] = open.replace("seen", "sean");
    let refusal = verify(7, &payload, &lines).unwrap_err();
    assert!(
        refusal.what.contains("the root that was signed"),
        "{refusal}"
    );
    lines[2] = open;
    lines.swap(0, 1);
    assert!(
        verify(7, &payload, &lines).is_err(),
        "rows in another order"
    );
    lines.swap(0, 1);
    let last = lines.pop().unwrap();
    let refusal = verify(7, &payload, &lines).unwrap_err();
    assert_eq!(refusal.what, "are 4, where 5 were signed");
    lines.extend([last.clone(), last]);
    assert!(verify(7, &payload, &lines).is_err(), "a row too many");
}

#[test]
fn a_refusal_names_the_row_and_its_part() {
    let good = row(1, "seen").to_line().unwrap();
    let (_, payload) = signed(std::slice::from_ref(&good));
    for (wrong, want) in [
        (good.replace("report", "decision"), "signed by itself"),
        (good.replace("report", "rumour"), "not one of the kinds"),
        (good.replace("[]", "[\"7\"]"), "`7` is not an earlier entry"),
        (good.replace("[]", "[\"x\"]"), "`x` is not an entry number"),
        (
            good.replace("\"kind\"", " \"kind\""),
            "not written in its one form",
        ),
        (good.replace("\"refs\":[],", ""), "has no `refs`"),
        ("\"12\"".to_owned(), "the 64 digits of its hash"),
        (String::new(), "row 0, row"),
    ] {
        let refusal = verify(7, &payload, std::slice::from_ref(&wrong)).unwrap_err();
        assert!(refusal.to_string().contains("row 0"), "{wrong}: {refusal}");
        assert!(refusal.to_string().contains(want), "{wrong}: {refusal}");
    }
    let mut many = row(1, "seen");
    let reference = Reference {
        entry: 0,
        row: Some(1),
    };
    many.references = vec![reference; REFERENCES_MAX + 1];
    assert!(many.to_line().is_err());
}

#[test]
fn a_batch_says_how_many_rows_it_has_in_one_form() {
    let root = "ab".repeat(32);
    for (rows, root, fits) in [
        ("1", root.as_str(), true),
        ("16777216", &root, true),
        ("16777217", &root, false),
        ("0", &root, false),
        ("01", &root, false),
        ("one", &root, false),
        ("1", "ab", false),
    ] {
        let fields = [("rows", rows), ("rows_root", root)];
        let fields = fields.map(|(name, text)| (name.to_owned(), Value::from(text)));
        let payload = Payload::new(Secret([0; 32]), fields.into()).unwrap();
        assert_eq!(Commitment::of(&payload).is_ok(), fits, "{rows} {root}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn the_tree_grown_row_by_row_has_the_root_of_all(count in 0_usize..70) {
        let mut tree = RowTree::default();
        let mut hashes = Vec::new();
        for number in 0..count {
            let line = number.to_string();
            tree.push(line.as_bytes());
            hashes.push(row_digest(number as u64, line.as_bytes()));
        }
        prop_assert_eq!(tree.commitment().root, naive(&hashes));
    }

    #[test]
    fn a_row_is_read_as_written(note in "\\PC{1,20}", cited in prop::collection::vec((0_u64..9, prop::option::of(0_u64..9)), 0..3)) {
        let Ok(payload) = Payload::new(Secret([3; 32]), [("note".to_owned(), Value::from(note))].into()) else {
            return Ok(());
        };
        let references = cited.into_iter().map(|(entry, row)| Reference { entry, row });
        let row = Row { kind: Kind::Claim, references: references.collect(), payload };
        let line = row.to_line().unwrap();
        prop_assert_eq!(RowLine::parse(line.as_bytes()).unwrap(), RowLine::Open(row));
    }
}

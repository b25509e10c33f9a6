//! Payloads: one form, one root, and what is refused.

use super::*;
use crate::shape::FIELDS;
use proptest::prelude::*;

/// Makes a payload from text fields.
pub(crate) fn payload(fields: &[(&str, &str)]) -> Payload {
    let fields = fields
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Value::from(*text)));
    Payload::new(Secret([9; 32]), fields.collect()).unwrap()
}

#[track_caller]
fn check(fields: &str, want: &str) {
    let text = format!("{{\"secret\":\"{}\",\"fields\":{fields}}}", "09".repeat(32));
    let refusal = Payload::parse(text.as_bytes()).unwrap_err().to_string();
    assert!(refusal.contains(want), "{text}\n{refusal}");
}

#[test]
fn naming_a_slot_later_changes_no_root_without_it() {
    // Slot 37 was free when this root was first written down.
    let before = leaf_digest(37, Digest([5; 32]), None);
    let free = leaf_digest(40, Digest([5; 32]), None);
    let text = [&37_u16.to_be_bytes()[..], &[0], &[5; 32], &[0]].concat();
    assert_eq!(before, Digest::of_parts(LEAF_DOMAIN, &[&text]));
    assert_ne!(before, free);
    let votes = BTreeMap::from([("North".to_owned(), "for".to_owned())]);
    let named = leaf_digest(37, Digest([5; 32]), Some(&Value::Map(votes)));
    assert_ne!(named, before);
}

#[test]
fn every_refusal_names_its_place() {
    check(r#"{"place":"x"}"#, "unknown field `place`");
    check(r#"{"of":["x"]}"#, "field `of`: must be a string");
    check(
        r#"{"actor":"x"}"#,
        "field `actor`: must be a list of strings",
    );
    check(
        r#"{"actor":["x",1]}"#,
        "field `actor`, item 1: must be a string, not a number",
    );
    check(
        r#"{"fields":{"a":true}}"#,
        "field `fields`, key `a`: must be a string",
    );
    check(
        r#"{"figure":20}"#,
        "field `figure`: must be a string, not a number",
    );
    check(
        r#"{"figure":null}"#,
        "field `figure`: must be a string, not null",
    );
    check(r#"{"note":""}"#, "field `note`: is empty");
    check(r#"{"actor":[]}"#, "field `actor`: is empty");
    check(r#"{"fields":{}}"#, "field `fields`: is empty");
    check(r#"{"fields":{"":"x"}}"#, "field `fields`: is empty");
    check(r#"{"of":"x","of":"x"}"#, "key `of` stands twice");
    check(r#"{"per":"x","of":"x"}"#, "not written in its one form");
    check(r#"{ "of":"x"}"#, "not written in its one form");
    check(r#"{"of":"\u0078"}"#, "not written in its one form");
    check("{},\"more\":1", "not written in its one form");
    assert!(Payload::parse(br#"{"fields":{}}"#).is_err());
    assert!(Payload::parse(br#"{"secret":"00","fields":{}}"#).is_err());
    let long = [(
        "body".to_owned(),
        Value::from("x".repeat(PAYLOAD_BYTES_MAX)),
    )];
    assert!(Payload::new(Secret([0; 32]), long.into()).is_err());
    let decomposed = [("body".to_owned(), Value::from("e\u{301}"))];
    assert!(Payload::new(Secret([0; 32]), decomposed.into()).is_err());
}

#[test]
fn the_root_depends_on_every_part() {
    let root = payload(&[("of", "x"), ("note", "y")]).root();
    assert_eq!(root, payload(&[("note", "y"), ("of", "x")]).root());
    assert_ne!(root, payload(&[("of", "x")]).root());
    assert_ne!(root, payload(&[("of", "y"), ("note", "x")]).root());
    let other = Payload::new(
        Secret([8; 32]),
        payload(&[("of", "x"), ("note", "y")]).fields,
    );
    assert_ne!(root, other.unwrap().root());
}

#[test]
fn strings_do_not_run_together() {
    let list = |items: &[&str]| Value::List(items.iter().map(|item| (*item).to_owned()).collect());
    assert_ne!(
        list(&["ab", "c"]).hashed_bytes(),
        list(&["a", "bc"]).hashed_bytes()
    );
    assert_ne!(list(&["a"]).hashed_bytes(), Value::from("a").hashed_bytes());
    let map = Value::Map([("a".to_owned(), "b".to_owned())].into());
    assert_ne!(list(&["a", "b"]).hashed_bytes(), map.hashed_bytes());
}

#[test]
fn a_secret_is_not_shown() {
    assert!(!format!("{:?}", payload(&[("of", "x")])).contains('9'));
}

/// Makes arbitrary payloads of the shape.
pub(crate) fn any_payload() -> impl Strategy<Value = Payload> {
    let word = || "[a-zé\"\\\\\n ]{1,8}";
    let value = move |kind| match kind {
        FieldKind::Text => word().prop_map(Value::Text).boxed(),
        FieldKind::List => prop::collection::vec(word(), 1..3)
            .prop_map(Value::List)
            .boxed(),
        FieldKind::Map => prop::collection::btree_map(word(), word(), 1..3)
            .prop_map(Value::Map)
            .boxed(),
    };
    let field = (0..FIELDS.len()).prop_flat_map(move |slot| {
        let (name, kind) = FIELDS[slot];
        value(kind).prop_map(move |value| (name.to_owned(), value))
    });
    let fields = prop::collection::vec(field, 0..12).prop_map(BTreeMap::from_iter);
    (any::<[u8; 32]>(), fields)
        .prop_map(|(secret, fields)| Payload::new(Secret(secret), fields).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn reading_what_is_written_is_the_identity(payload in any_payload()) {
        let text = payload.to_json();
        prop_assert!(!text.contains('\n'));
        prop_assert_eq!(Payload::parse(text.as_bytes()).unwrap(), payload);
    }

    #[test]
    fn a_flipped_bit_is_refused_or_changes_the_root(payload in any_payload(), at: prop::sample::Index, bit in 0_u8..8) {
        let mut bytes = payload.to_json().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(other) = Payload::parse(&bytes) {
            prop_assert_ne!(other.root(), payload.root());
        }
    }
}

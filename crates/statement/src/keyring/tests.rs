//! Who may bring which key in, replace it and end it.

use std::collections::BTreeMap;

use super::*;
use crate::{Digest, Key, Payload, Secret, Signed, Statement, Value};

/// Two parties, a body of one of them, a neutral body, a desk.
fn trust(named: &[&Key]) -> Trust {
    let name = |text: &str| ActorName::new(text);
    Trust {
        named: named
            .iter()
            .map(|key| (key.public(), name(key.name())))
            .collect(),
        parties: [name("North"), name("South")].into(),
        actors: [
            (name("North"), None),
            (name("South"), None),
            (name("North Office"), Some(name("North"))),
            (name("Monitors"), None),
            (name("Desk"), None),
        ]
        .into(),
        desks: [name("Desk")].into(),
    }
}

/// A record being written: its keyring and the next entry's place.
struct Log {
    ring: Keyring,
    at: u64,
}

impl Log {
    /// Begins a record with the desk's key.
    fn begun(named: &[&Key]) -> Self {
        let mut log = Self {
            ring: Keyring::under(trust(named)),
            at: 0,
        };
        let desk = key("Desk");
        assert_eq!(log.enrol(&desk, &desk), Ok("Desk".into()));
        log
    }

    /// Takes an entry; gives who is taken to have signed it, or why it is void.
    fn take(&mut self, entry: &VerifiedEntry) -> Result<String, String> {
        let standing = self.ring.take(entry);
        match standing.void {
            Some(why) => Err(why),
            None => Ok(standing.signer.to_string()),
        }
    }

    /// Takes a key entry by one key, signed by others too. Entries come an hour
    /// after one another.
    fn act(&mut self, by: &Key, others: &[&Key], act: &KeyAct) -> Result<String, String> {
        self.at += 3_600_000;
        let entry = entry(Kind::Key, by, others, act.to_fields(), self.at);
        self.take(&entry)
    }

    /// Enrols a key by another with the request that its holder sent.
    fn enrol(&mut self, by: &Key, new: &Key) -> Result<String, String> {
        let request = Request::sign(new, "test", 1);
        let act = KeyAct::Enrol {
            key: new.public(),
            holder: ActorName::new(new.name()),
            request: Some(request.signature),
        };
        self.act(by, &[], &act)
    }

    fn rotate(&mut self, old: &Key, new: &Key) -> Result<String, String> {
        let act = KeyAct::Rotate {
            key: new.public(),
            holder: ActorName::new(old.name()),
        };
        self.act(old, &[new], &act)
    }

    fn revoke(&mut self, by: &Key, key: &Key, since_ms: Option<i64>) -> Result<String, String> {
        let act = KeyAct::Revoke {
            key: key.public(),
            together: self.ring.together(by.id(), key.id()),
            suspected_since: since_ms
                .map(|ms| servanda_model::time::Instant::from_millisecond(ms).unwrap()),
        };
        self.act(by, &[], &act)
    }

    fn says(&mut self, by: &Key) -> Result<String, String> {
        self.at += 3_600_000;
        let fields = BTreeMap::from([("reporter".to_owned(), Value::from(by.name()))]);
        let entry = entry(Kind::Claim, by, &[], fields, self.at);
        self.take(&entry)
    }
}

fn key(name: &str) -> Key {
    Key::example("keyring", name)
}

/// Another key of the same holder.
fn second(name: &str) -> Key {
    Key::from_secret(name, &crate::example_bytes("keyring 2", name, 0))
}

fn entry(
    kind: Kind,
    by: &Key,
    others: &[&Key],
    fields: BTreeMap<String, Value>,
    at: u64,
) -> VerifiedEntry {
    let payload = Payload::new(Secret([1; 32]), fields).unwrap();
    let statement = Statement {
        kind,
        agreement: "test".into(),
        epoch: 1,
        author: by.id(),
        sequence: 1,
        previous: None,
        references: Vec::new(),
        payload: payload.root(),
    };
    let signed = Signed::sign(&statement, by, others).unwrap();
    VerifiedEntry {
        received_at_ms: at,
        digest: Digest::of(&signed.statement_bytes),
        signers: signed.signers(),
        statement,
        payload: Some(payload),
    }
}

fn refused(answer: Result<String, String>, want: &str) {
    let why = answer.unwrap_err();
    assert!(why.contains(want), "{why}");
}

#[test]
fn a_key_on_the_desks_word_speaks_as_the_desk() {
    let mut log = Log::begun(&[]);
    let (desk, north) = (key("Desk"), key("North"));
    assert_eq!(log.enrol(&desk, &north), Ok("Desk".into()));
    assert_eq!(log.says(&north), Ok("Desk".into()));
    assert!(!log.ring.get(north.id()).unwrap().confirmed());
    // Nor can it give others what it does not have.
    assert_eq!(log.enrol(&north, &second("North")), Ok("Desk".into()));
    assert_eq!(log.says(&second("North")), Ok("Desk".into()));
    refused(log.enrol(&north, &key("North Office")), "may not enrol");
}

#[test]
fn a_key_that_the_agreement_names_is_its_holders_own() {
    let north = key("North");
    let mut log = Log::begun(&[&north]);
    assert_eq!(log.enrol(&north, &north), Ok("North".into()));
    assert_eq!(log.says(&north), Ok("North".into()));
    assert_eq!(log.enrol(&north, &second("North")), Ok("North".into()));
    assert_eq!(log.says(&second("North")), Ok("North".into()));
    let office = key("North Office");
    assert_eq!(log.enrol(&north, &office), Ok("North".into()));
    assert_eq!(log.says(&office), Ok("North Office".into()));
}

#[test]
fn a_bodys_key_is_its_own_once_every_party_has_signed_for_it() {
    let (desk, north, south, monitors) = (key("Desk"), key("North"), key("South"), key("Monitors"));
    let mut log = Log::begun(&[&north, &south]);
    log.enrol(&north, &north).unwrap();
    log.enrol(&south, &south).unwrap();
    log.enrol(&desk, &monitors).unwrap();
    log.enrol(&north, &monitors).unwrap();
    assert_eq!(log.says(&monitors), Ok("Desk".into()));
    refused(log.enrol(&north, &monitors), "signed for this key already");
    log.enrol(&south, &monitors).unwrap();
    assert_eq!(log.says(&monitors), Ok("Monitors".into()));
    // One party cannot silence it; all together can.
    log.revoke(&north, &monitors, None).unwrap();
    assert_eq!(log.says(&monitors), Ok("Monitors".into()));
    refused(log.revoke(&desk, &monitors, None), "may not revoke");
    log.revoke(&south, &monitors, None).unwrap();
    refused(log.says(&monitors), "was revoked");
}

#[test]
fn nobody_without_power_brings_a_key_in() {
    let (north, south) = (key("North"), key("South"));
    let mut log = Log::begun(&[&north, &south]);
    log.enrol(&north, &north).unwrap();
    log.enrol(&south, &south).unwrap();
    refused(log.enrol(&south, &second("North")), "may not enrol");
    refused(
        log.enrol(&second("North"), &second("North")),
        "does not name",
    );
    refused(
        log.enrol(&key("Stranger"), &second("North")),
        "not enrolled",
    );
    refused(log.enrol(&key("Desk"), &key("Stranger")), "may not enrol");
    refused(log.says(&key("Stranger")), "not enrolled");
}

#[test]
fn a_record_does_not_begin_with_a_partys_key_that_nobody_named() {
    let north = key("North");
    let mut log = Log {
        ring: Keyring::under(trust(&[])),
        at: 0,
    };
    refused(log.enrol(&north, &north), "begins with the key of its desk");
}

#[test]
fn a_key_is_enrolled_by_whoever_holds_it() {
    let mut log = Log::begun(&[]);
    let north = key("North");
    let enrol = |holder: &str, request: Option<[u8; 64]>| KeyAct::Enrol {
        key: north.public(),
        holder: ActorName::new(holder),
        request,
    };
    let request = Request::sign(&north, "test", 1).signature;
    let elsewhere = Request::sign(&north, "test", 2).signature;
    for act in [
        enrol("North", None),
        enrol("North", Some(elsewhere)),
        enrol("South", Some(request)),
    ] {
        refused(
            log.act(&key("Desk"), &[], &act),
            "has not signed for itself",
        );
    }
    // Signing the entry itself serves as well.
    let both = log.act(&key("Desk"), &[&north], &enrol("North", None));
    assert_eq!(both, Ok("Desk".into()));
}

#[test]
fn a_replayed_key_entry_changes_nothing() {
    let north = key("North");
    let mut log = Log::begun(&[&north]);
    log.enrol(&north, &north).unwrap();
    refused(log.enrol(&north, &north), "enrolled already");
    log.rotate(&north, &second("North")).unwrap();
    refused(log.rotate(&north, &second("North")), "was replaced");
    log.revoke(&second("North"), &second("North"), None)
        .unwrap();
    refused(
        log.revoke(&second("North"), &second("North"), None),
        "was revoked",
    );
    // A key that was ended comes back under no name.
    refused(log.enrol(&key("Desk"), &second("North")), "was revoked");
    refused(log.enrol(&key("Desk"), &north), "was replaced");
}

#[test]
fn a_rotation_needs_both_keys_and_keeps_the_ground() {
    let north = key("North");
    let mut log = Log::begun(&[&north]);
    log.enrol(&north, &north).unwrap();
    let new = second("North");
    let act = KeyAct::Rotate {
        key: new.public(),
        holder: "North".into(),
    };
    refused(log.act(&north, &[], &act), "signed by both keys");
    refused(log.act(&key("Desk"), &[&new], &act), "not of `North`");
    log.rotate(&north, &new).unwrap();
    refused(log.says(&north), "was replaced");
    assert_eq!(log.says(&new), Ok("North".into()));
}

#[test]
fn a_revocation_ends_a_key_and_flags_what_it_signed_in_the_window() {
    let north = key("North");
    let mut log = Log::begun(&[&north]);
    log.enrol(&north, &north).unwrap(); // entry 1, hour 2
    log.says(&north).unwrap(); // entry 2, hour 3
    log.says(&north).unwrap(); // entry 3, hour 4
    log.says(&key("Desk")).unwrap();
    let since = 4 * 3_600_000;
    log.revoke(&north, &north, Some(since)).unwrap(); // entry 5
    refused(log.says(&north), "was revoked in entry 5");
    let suspect: Vec<u64> = log.ring.suspect().into_keys().collect();
    assert_eq!(suspect, [3]);
    assert_eq!(log.ring.void().keys().copied().collect::<Vec<_>>(), [6]);
}

#[test]
fn a_window_cannot_begin_after_its_revocation() {
    let mut log = Log::begun(&[]);
    refused(
        log.revoke(&key("Desk"), &key("Desk"), Some(i64::from(i32::MAX))),
        "only after",
    );
}

#[test]
fn what_a_thief_brought_in_goes_with_the_stolen_key() {
    let (north, spare) = (key("North"), second("North"));
    let thief = Key::example("thief", "North");
    let mut log = Log::begun(&[&north, &spare]);
    log.enrol(&north, &north).unwrap();
    log.enrol(&spare, &spare).unwrap();
    let stolen_at = i64::try_from(log.at).unwrap() + 1;
    log.rotate(&north, &thief).unwrap();
    assert_eq!(log.says(&thief), Ok("North".into()));
    log.revoke(&spare, &north, Some(stolen_at)).unwrap();
    refused(log.says(&thief), "was revoked");
    assert_eq!(log.says(&spare), Ok("North".into()));
    // The rotation and what the thief said after it.
    assert_eq!(log.ring.suspect().len(), 2);
}

#[test]
fn a_key_enrolled_by_another_cannot_end_that_one() {
    let north = key("North");
    let mut log = Log::begun(&[&north]);
    log.enrol(&north, &north).unwrap();
    log.enrol(&north, &second("North")).unwrap();
    refused(log.revoke(&second("North"), &north, None), "may not revoke");
    log.revoke(&north, &second("North"), None).unwrap();
    refused(log.revoke(&key("Desk"), &north, None), "may not revoke");
}

#[test]
fn without_an_agreement_forms_and_endings_are_still_checked() {
    let (desk, north) = (key("Desk"), key("North"));
    let mut log = Log {
        ring: Keyring::new(),
        at: 0,
    };
    log.enrol(&desk, &desk).unwrap();
    log.enrol(&desk, &north).unwrap();
    assert_eq!(log.says(&north), Ok("North".into()));
    log.revoke(&north, &north, None).unwrap();
    refused(log.says(&north), "was revoked");
    refused(log.says(&key("Stranger")), "not enrolled");
}

#[test]
fn a_request_is_one_line_there_and_back() {
    let request = Request::sign(&key("North Office"), "test", 1);
    assert_eq!(Request::parse(&request.to_line()), Ok(request.clone()));
    assert!(request.fits("test", 1) && !request.fits("other", 1) && !request.fits("test", 2));
    for wrong in [
        "",
        "ab",
        &request.to_line()[..100],
        &request.to_line()[..193],
    ] {
        assert!(Request::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_a_key_entry_says_is_read_as_written() {
    let payload = |fields: BTreeMap<String, Value>| Payload::new(Secret([1; 32]), fields).unwrap();
    let act = KeyAct::Revoke {
        key: key("North").public(),
        together: false,
        suspected_since: Some("2026-05-01T00:00:00Z".parse().unwrap()),
    };
    assert_eq!(KeyAct::read(&payload(act.to_fields())), Ok(act.clone()));
    let mut other = act.to_fields();
    other.insert(
        "happened_from".into(),
        Value::from("2026-05-01T02:00:00+02:00"),
    );
    assert!(KeyAct::read(&payload(other)).is_err());
    let mut other = act.to_fields();
    other.insert("act".into(), Value::from("lend"));
    assert!(KeyAct::read(&payload(other)).is_err());
}

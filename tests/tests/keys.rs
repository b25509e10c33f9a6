//! Keys through the binary: enrolled, rotated, stolen, revoked, replayed, and
//! what both verifiers say of a record in which somebody bypassed the rules.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and says what it left out"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use servanda_app::key_file::{self, Passphrases};
use servanda_cases::binary::{Run, command, servanda, workspace};
use servanda_statement::{
    Digest, EntryVerifier, Key, Kind, Leaf, Payload, Secret, Signed, Statement, Value,
};
use servanda_store::{NewEntry, Store};
use servanda_tlog::NoteSigner;
use tempfile::TempDir;

const TEXT: &str = "# Two banks

```accord
agreement  Two Banks
  time        Accord Time is UTC+00:00
  attributed  reports by Desk count
  in force    2026-01-01
party      North; South
body       Monitors, neutral
body       Desk
event      Withdrawal
  reported  Monitors, North
```

## Article 1

```accord
1.1  North must perform Withdrawal
  by        2026-02-01
  evidence  1 report by Monitors
  response  none, published only
```
";

/// A folder with keys of everyone, of which the agreement names North's and
/// South's.
struct Place {
    room: TempDir,
}

impl Place {
    fn new() -> Self {
        let room = tempfile::tempdir().unwrap();
        assert_eq!(servanda(room.path(), &["new", "banks"]).unwrap().code, 0);
        let place = Self { room };
        fs::write(place.path().join("agreement.md"), TEXT).unwrap();
        let mut annex = "actor,key\n".to_owned();
        for (file, name) in [
            ("north", "North"),
            ("south", "South"),
            ("monitors", "Monitors"),
            ("thief", "North"),
            ("spare", "North"),
            ("stranger", "Stranger"),
        ] {
            let key = key_file::create(&place.key(file), name, None).unwrap();
            if ["north", "south", "spare"].contains(&file) {
                annex.push_str(&format!("{name},{}\n", key.public()));
            }
        }
        place.annex(&annex);
        place
    }

    fn annex(&self, text: &str) {
        let folder = self.path().join("annexes");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("keys.csv"), text).unwrap();
        let digest = servanda_app::opened::digest(text.as_bytes());
        fs::write(
            folder.join("manifest"),
            format!("keys 1 keys.csv {digest}\n"),
        )
        .unwrap();
    }

    fn path(&self) -> PathBuf {
        self.room.path().join("banks")
    }

    fn key(&self, file: &str) -> PathBuf {
        self.path().join("keys").join(format!("{file}.key"))
    }

    fn read(&self, file: &str) -> Key {
        key_file::open(&self.key(file), &Passphrases::default())
            .unwrap()
            .key
    }

    /// Runs a command on the folder, signed with a key.
    fn run(&self, words: &[&str], key: &str) -> Run {
        let path = self.key(key);
        let mut arguments = words.to_vec();
        arguments.extend(["--key", path.to_str().unwrap()]);
        servanda(self.room.path(), &arguments).unwrap()
    }

    fn done(&self, words: &[&str], key: &str) {
        let run = self.run(words, key);
        assert_eq!(run.code, 0, "{words:?}: {}{}", run.out, run.err);
    }

    /// Asserts that a command is refused for want of power, and nothing grows.
    fn refused(&self, words: &[&str], key: &str, why: &str) {
        let before = self.size();
        let run = self.run(words, key);
        assert_eq!(run.code, 4, "{words:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(why), "{}", run.err);
        assert!(run.err.contains("way out: "), "{}", run.err);
        assert_eq!(self.size(), before, "nothing is appended");
    }

    /// Enrols a key by another's, with its request.
    fn enrol(&self, key: &str, by: &str) -> Run {
        let shown = self.run(&["key", "show", "banks", "--json"], key);
        let request = shown.json()["request"].as_str().unwrap().to_owned();
        self.run(&["key", "enrol", "banks", "--request", &request], by)
    }

    fn list(&self) -> serde_json::Value {
        let run = servanda(self.room.path(), &["key", "list", "banks", "--json"]).unwrap();
        run.json()["keys"].clone()
    }

    fn verify(&self) -> Run {
        servanda(self.room.path(), &["verify", "banks", "--json"]).unwrap()
    }

    fn size(&self) -> u64 {
        self.verify().json()["size"].as_u64().unwrap_or(0)
    }

    /// Appends a statement past all rules, as an operator could who holds the
    /// log's key.
    fn forge(&self, key: &Key, kind: Kind, fields: &[(&str, &str)]) {
        let record = self.path().join("record");
        let log = fs::read_to_string(record.join("log.vkey")).unwrap();
        let log = servanda_tlog::NoteVerifier::parse(log.trim()).unwrap();
        let disk = || servanda_store::Folder::new(&record);
        let (checkpoint, stored) = servanda_store::read_all(&disk(), &log).unwrap();
        let mut verifier = EntryVerifier::new("banks", 1);
        let (mut sequence, mut previous, mut received) = (0, None, 0);
        for entry in stored {
            let payload = entry.payload.as_deref();
            let entry = verifier.check(entry.index.0, &entry.leaf, payload).unwrap();
            received = entry.received_at_ms;
            if entry.statement.author == key.id() {
                (sequence, previous) = (entry.statement.sequence, Some(entry.digest));
            }
        }
        let fields: BTreeMap<String, Value> = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Value::from(*text)))
            .collect();
        let payload = Payload::new(Secret([3; 32]), fields).unwrap();
        let statement = Statement {
            kind,
            agreement: "banks".into(),
            epoch: 1,
            author: key.id(),
            sequence: sequence + 1,
            previous: previous.filter(|_: &Digest| sequence > 0),
            references: Vec::new(),
            payload: payload.root(),
        };
        let leaf = Leaf {
            received_at_ms: received + 1,
            signed: Signed::sign(&statement, key, &[]).unwrap(),
        };
        let secret = fs::read_to_string(self.key("log")).unwrap();
        let secret: Vec<u8> = (0..32)
            .map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap())
            .collect();
        let secret: [u8; 32] = secret.try_into().unwrap();
        let signer = NoteSigner::new(&checkpoint.origin, &secret).unwrap();
        let (mut store, _) = Store::open_or_create(disk(), signer, &checkpoint.origin).unwrap();
        let entry = NewEntry {
            leaf: leaf.encode().unwrap(),
            payload: Some(payload.to_json().into_bytes()),
        };
        store.append(vec![entry]).unwrap();
    }
}

/// Runs the independent verifier; nothing where Python is left out.
fn independent(record: &Path) -> Option<(i32, String)> {
    let without = std::env::var("SERVANDA_WITHOUT").unwrap_or_default();
    if without.split(',').any(|name| name.trim() == "python") {
        println!("left out: the independent verifier, which needs python");
        return None;
    }
    let output = Command::new("python3")
        .arg(workspace().join("tools/verify.py"))
        .arg(record)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.code().unwrap_or(-1), said))
}

const LEFT: [&str; 5] = [
    "submit",
    "banks",
    "report",
    "of=Withdrawal",
    "happened=2026-01-20",
];
const CLAIM: [&str; 4] = ["submit", "banks", "claim", "note=we hold the bank"];

/// Returns the signer of each entry that a reason of 1.1 cites, or all signers
/// as the assessment sees them.
fn signer_of_the_report(place: &Place) -> Option<String> {
    let words = ["why", "banks", "1.1", "--at", "2026-01-31", "--json"];
    let run = servanda(place.room.path(), &words).unwrap();
    let text = run.json()["data"].to_string();
    let at = text.find("\"signer\":\"")?;
    let rest = text.get(at + 10..)?;
    rest.split('"').next().map(str::to_owned)
}

#[test]
fn a_desk_alone_makes_no_key_speak_as_another() {
    let place = Place::new();
    assert_eq!(place.enrol("monitors", "desk").code, 0);
    let list = place.list();
    assert_eq!(list[1]["holder"], "Monitors");
    assert_eq!(list[1]["speaks_as"], "Desk");
    place.done(&LEFT, "monitors");
    assert_eq!(signer_of_the_report(&place).as_deref(), Some("Desk"));
    // Once both parties have signed for it, it speaks for itself.
    assert_eq!(place.enrol("monitors", "north").code, 0);
    assert_eq!(place.enrol("monitors", "south").code, 0);
    assert_eq!(place.list()[1]["speaks_as"], "Monitors");
    assert_eq!(place.list()[1]["ground"], "joint");
    assert_eq!(place.verify().code, 0);
    if let Some((code, said)) = independent(&place.path().join("record")) {
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn what_the_text_does_not_allow_is_refused_with_a_way_out() {
    let place = Place::new();
    place.done(&CLAIM, "desk");
    place.done(&CLAIM, "south");
    place.refused(&LEFT, "south", "not among those who may report");
    place.refused(
        &[
            "submit",
            "banks",
            "report",
            "of=Withdrawal",
            "happened=2026-01-20",
            "reporter=North",
        ],
        "south",
        "may not act in the name of `North`",
    );
    place.refused(&CLAIM, "stranger", "is not enrolled in this record");
    place.refused(&CLAIM, "monitors", "is not enrolled in this record");
    place.refused(
        &["submit", "banks", "waive", "of=1.1", "happened=2026-01-20"],
        "north",
        "does not let it waive",
    );
}

#[test]
fn nobody_without_power_enrols_a_key() {
    let place = Place::new();
    place.done(&CLAIM, "desk");
    place.done(&CLAIM, "south");
    for (key, by) in [
        ("thief", "south"),
        ("thief", "thief"),
        ("thief", "stranger"),
    ] {
        let run = place.enrol(key, by);
        assert_eq!(run.code, 4, "{by}: {}{}", run.out, run.err);
    }
    // A request for another record, or with another's name, is none.
    let shown = place.run(&["key", "show", "banks", "--json"], "thief");
    let request = shown.json()["request"]
        .as_str()
        .unwrap()
        .replace("North", "South");
    let run = place.run(&["key", "enrol", "banks", "--request", &request], "desk");
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("servanda key show"), "{}", run.err);
}

#[test]
fn a_replayed_enrolment_is_refused_and_void() {
    let place = Place::new();
    assert_eq!(place.enrol("monitors", "desk").code, 0);
    assert_eq!(place.enrol("monitors", "desk").code, 4);
    let north = place.read("north");
    place.done(&CLAIM, "north");
    let public = north.public().to_string();
    place.forge(
        &north,
        Kind::Key,
        &[("act", "enrol"), ("key", &public), ("name", "North")],
    );
    let verified = place.verify();
    assert_eq!(verified.code, 1);
    assert!(
        verified.out.contains("enrolled already"),
        "{}",
        verified.out
    );
    if let Some((code, said)) = independent(&place.path().join("record")) {
        assert_eq!(code, 1);
        assert!(said.contains("enrolled already"), "{said}");
    }
}

#[test]
fn a_rotated_key_gives_way_to_the_new_one() {
    let place = Place::new();
    place.done(&CLAIM, "north");
    let to = place.key("thief");
    place.done(
        &["key", "rotate", "banks", "--to", to.to_str().unwrap()],
        "north",
    );
    place.refused(&CLAIM, "north", "was replaced in entry");
    place.done(&CLAIM, "thief");
    let south = place.key("south");
    let run = place.run(
        &["key", "rotate", "banks", "--to", south.to_str().unwrap()],
        "thief",
    );
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(place.verify().code, 0);
    if let Some((code, said)) = independent(&place.path().join("record")) {
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn a_stolen_key_is_revoked_and_what_it_signed_in_the_window_is_flagged() {
    let place = Place::new();
    place.done(&CLAIM, "desk"); // 0 and 1
    place.done(&LEFT, "north"); // 2 and 3
    let north = place.read("north");
    let id = north.id().to_string();
    let revoke = [
        "key",
        "revoke",
        "banks",
        &id,
        "--suspected-since",
        "2026-01-01",
    ];
    place.refused(&revoke, "desk", "may not revoke");
    place.refused(&revoke, "south", "may not revoke");
    place.done(&revoke, "spare"); // its enrolment, 4, and 5
    place.refused(&CLAIM, "north", "was revoked in entry 5");
    // Who held the key may have written entries 2 and 3; they stay, flagged.
    let verified = place.verify();
    assert_eq!(verified.code, 0, "{}", verified.out);
    let notices = verified.json()["notices"].to_string();
    assert!(notices.contains("entry 3: key"), "{notices}");
    assert!(!notices.contains("entry 1: key"), "{notices}");
    assert_eq!(place.list()[1]["suspect"], serde_json::json!([2, 3]));
    let why = servanda(
        place.room.path(),
        &["why", "banks", "1.1", "--at", "2026-01-31"],
    )
    .unwrap();
    assert!(why.out.contains("#3 key suspect"), "{}", why.out);
    // Written past the rules, an entry has no effect and is reported.
    place.forge(&north, Kind::Claim, &[("reporter", "North"), ("note", "x")]);
    let verified = place.verify();
    assert_eq!(verified.code, 1);
    assert!(
        verified.out.contains("was revoked in entry 5"),
        "{}",
        verified.out
    );
    if let Some((code, said)) = independent(&place.path().join("record")) {
        assert_eq!(code, 1);
        assert!(said.contains("was ended in entry 5"), "{said}");
        assert!(said.contains("notice: entry 3"), "{said}");
    }
}

#[test]
fn an_act_in_anothers_name_has_no_effect_even_in_the_record() {
    let place = Place::new();
    place.done(&CLAIM, "south");
    let finding = [
        ("of", "Withdrawal"),
        ("reporter", "Monitors"),
        ("happened_from", "2026-01-20"),
    ];
    place.forge(&place.read("south"), Kind::Finding, &finding);
    let run = servanda(
        place.room.path(),
        &["assess", "banks", "--at", "2026-01-31"],
    )
    .unwrap();
    assert!(run.out.contains("not yet due"), "{}", run.out);
    // A key that nobody enrolled is nobody's.
    place.forge(&place.read("stranger"), Kind::Report, &finding);
    let run = servanda(
        place.room.path(),
        &["assess", "banks", "--at", "2026-01-31"],
    )
    .unwrap();
    assert!(run.out.contains("not yet due"), "{}", run.out);
    assert_eq!(place.verify().code, 1);
}

#[test]
fn a_sealed_key_signs_with_its_passphrase_alone() {
    let place = Place::new();
    let words = place.room.path().join("words");
    fs::write(&words, "correct horse battery\n").unwrap();
    let (words, sealed) = (words.to_str().unwrap(), place.key("sealed"));
    let new = [
        "key",
        "new",
        "banks",
        "--name",
        "North",
        "--passphrase-file",
        words,
        "--out",
        sealed.to_str().unwrap(),
        "--json",
    ];
    let made = servanda(place.room.path(), &new).unwrap();
    assert_eq!(made.code, 0, "{}", made.err);
    let text = fs::read_to_string(&sealed).unwrap();
    assert!(text.starts_with("servanda-key 1\nname North\n"), "{text}");
    place.done(&CLAIM, "north");
    let request = made.json()["request"].as_str().unwrap().to_owned();
    place.done(&["key", "enrol", "banks", "--request", &request], "north");
    // No passphrase, a wrong one, and one in the environment.
    let mut claimed = CLAIM.to_vec();
    claimed.extend(["--key", sealed.to_str().unwrap()]);
    let run = servanda(place.room.path(), &claimed).unwrap();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--passphrase-file"), "{}", run.err);
    for (given, code) in [("wrong", 2), ("correct horse battery", 0)] {
        let mut run = command(place.room.path(), &claimed).unwrap();
        let run: Run = run
            .env("SERVANDA_PASSPHRASE", given)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, code, "{}", run.err);
        assert_eq!(
            run.err.contains("passphrase is wrong"),
            code == 2,
            "{}",
            run.err
        );
    }
    // Cut off.
    fs::write(&sealed, &text[..text.len() - 40]).unwrap();
    claimed.extend(["--passphrase-file", words]);
    let run = servanda(place.room.path(), &claimed).unwrap();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cut off"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::set_permissions(place.key("north"), fs::Permissions::from_mode(0o644)).unwrap();
    let run = place.run(&CLAIM, "north");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("chmod 600"), "{}", run.err);
    fs::set_permissions(place.key("north"), fs::Permissions::from_mode(0o600)).unwrap();
    let run = place.run(&CLAIM, "north");
    assert_eq!(run.code, 0);
    assert!(run.err.contains("warning: the secret in"), "{}", run.err);
}

#[test]
fn an_annex_of_keys_that_does_not_fit_names_nobody() {
    let place = Place::new();
    let folder = place.path().join("annexes");
    let good = fs::read_to_string(folder.join("keys.csv")).unwrap();
    let (header, first) = (good.lines().next().unwrap(), good.lines().nth(1).unwrap());
    for (text, why) in [
        (format!("{header}\n{first}\n{first}\n"), "twice"),
        (
            format!("{header}\n{}\n", first.replace("North", "East")),
            "no actor `East`",
        ),
        (format!("{header}\nNorth,abc\n"), "64"),
        (first.to_owned(), "actor,key"),
    ] {
        place.annex(&text);
        let run = place.run(&CLAIM, "north");
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(why), "{}", run.err);
    }
    // Another file than the pinned one.
    place.annex(&good);
    fs::write(folder.join("keys.csv"), good.replace("South", "North")).unwrap();
    let run = place.run(&CLAIM, "north");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("not the file that was pinned"),
        "{}",
        run.err
    );
}

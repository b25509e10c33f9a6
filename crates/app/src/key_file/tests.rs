//! Key files: what is written is read, and nothing else is.

use super::*;

fn with(passphrase: &str, room: &Path) -> Passphrases {
    let file = room.join(format!("passphrase-{passphrase}"));
    fs::write(&file, format!("{passphrase}\n")).unwrap();
    Passphrases {
        file: Some(file),
        ask: None,
    }
}

fn why(answer: Result<ReadKey, Error>) -> String {
    answer.unwrap_err().chain()
}

/// Writes a file that only its owner may read.
fn put(path: &Path, text: &str) {
    let _ = fs::remove_file(path);
    write_secret(path, text).unwrap();
}

#[test]
fn a_sealed_key_opens_with_its_passphrase_alone() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("north.key");
    let key = create(&path, "North Office", Some("four words of mine")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\nname North Office\n"));
    let opened = open(&path, &with("four words of mine", room.path())).unwrap();
    assert_eq!(opened.key.public(), key.public());
    assert_eq!(opened.warning, None);
    assert!(label(&path).unwrap().sealed);
    assert_eq!(label(&path).unwrap().public, key.public());
    assert!(why(open(&path, &with("four words", room.path()))).contains("wrong"));
    assert!(why(open(&path, &Passphrases::default())).contains("--passphrase-file"));
    assert!(
        create(&path, "North Office", None).is_err(),
        "nothing is overwritten"
    );
}

#[test]
fn a_cut_or_changed_file_is_refused() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("north.key");
    create(&path, "North", Some("secret words")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let passphrases = with("secret words", room.path());
    for length in [1, 10, 14, 20, 60, 130, 150, text.len() - 60, text.len() - 2] {
        put(&path, &text[..length]);
        let said = why(open(&path, &passphrases));
        assert!(said.contains("north.key"), "{length}: {said}");
    }
    // A name put on another's key is a change like any other.
    put(&path, &text.replace("name North", "name South"));
    assert!(why(open(&path, &passphrases)).contains("changed"));
    put(&path, &text.replace("argon2id 64", "argon2id 65536"));
    assert!(why(open(&path, &passphrases)).contains("at most"));
    put(&path, &text.replace("servanda-key 1", "servanda-key 2"));
    assert!(why(open(&path, &passphrases)).contains("version"));
    put(&path, &text);
    assert!(open(&path, &passphrases).is_ok());
}

#[test]
fn a_plain_file_is_read_with_a_warning() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("desk.key");
    create(&path, "Desk", None).unwrap();
    let opened = open(&path, &Passphrases::default()).unwrap();
    assert!(opened.warning.unwrap().contains("lies open"));
    assert!(!label(&path).unwrap().sealed);
    put(&path, &"ab".repeat(31));
    assert!(why(open(&path, &Passphrases::default())).contains("cut off"));
}

#[test]
fn the_examples_signer_is_nobody_here() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("x.key");
    assert!(create(&path, crate::example::TRANSCRIBER, None).is_err());
    put(
        &path,
        &format!("{} {}\n", "11".repeat(32), crate::example::TRANSCRIBER),
    );
    assert!(why(open(&path, &Passphrases::default())).contains("examples"));
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("desk.key");
    create(&path, "Desk", None).unwrap();
    for mode in [0o644, 0o640, 0o602] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let said = why(open(&path, &Passphrases::default()));
        assert!(said.contains("chmod 600"), "{said}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(open(&path, &Passphrases::default()).is_ok());
}

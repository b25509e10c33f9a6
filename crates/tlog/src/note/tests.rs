//! Notes against published examples, and refusals.

use super::*;

const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
/// Base64 of the type byte and the 32 secret bytes that go with `PETER`.
const PETER_SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

fn key(text: &str) -> NoteVerifier {
    NoteVerifier::parse(text).unwrap()
}

#[test]
fn the_published_note_verifies_and_is_reproduced() {
    let bytes = format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}");
    let note = SignedNote::parse(bytes.as_bytes()).unwrap();
    assert_eq!(note.to_bytes(), bytes.as_bytes());
    let signed_by = note.verify(&key(PETER), &[key(ENOCH)]).unwrap();
    assert_eq!(signed_by.into_iter().collect::<Vec<_>>(), ["EnochRoot"]);

    let secret: [u8; 32] = STANDARD.decode(PETER_SECRET).unwrap()[1..]
        .try_into()
        .unwrap();
    let signer = NoteSigner::new("PeterNeumann", &secret).unwrap();
    assert_eq!(signer.verifier().to_text(), PETER);
    let mut own = SignedNote::new(TEXT).unwrap();
    own.add(signer.sign(TEXT));
    assert_eq!(own.to_bytes(), format!("{TEXT}\n{PETER_LINE}").as_bytes());
}

#[test]
fn every_line_counts() {
    let note = |lines: &str| SignedNote::parse(format!("{TEXT}\n{lines}").as_bytes()).unwrap();
    let both = note(&format!("{PETER_LINE}{ENOCH_LINE}"));
    let unknown = Err(Error::UnknownSigner {
        name: "EnochRoot".into(),
    });
    assert_eq!(both.verify(&key(PETER), &[]), unknown);
    let only = note(ENOCH_LINE);
    let unsigned = Err(Error::Unsigned {
        name: "PeterNeumann".into(),
    });
    assert_eq!(only.verify(&key(PETER), &[key(ENOCH)]), unsigned);
    let twice = note(&PETER_LINE.repeat(2));
    assert!(twice.verify(&key(PETER), &[]).is_err());
}

#[test]
fn no_flipped_bit_of_a_note_goes_unseen() {
    let bytes = format!("{TEXT}\n{PETER_LINE}").into_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1 << bit;
            let seen = SignedNote::parse(&wrong).and_then(|note| note.verify(&key(PETER), &[]));
            assert!(seen.is_err(), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn no_flipped_bit_of_a_verifier_key_goes_unseen() {
    for at in 0..PETER.len() {
        for bit in 0..7 {
            let mut wrong = PETER.as_bytes().to_vec();
            wrong[at] ^= 1 << bit;
            assert!(
                NoteVerifier::parse(std::str::from_utf8(&wrong).unwrap()).is_err(),
                "{at}"
            );
        }
    }
    // The neutral element verifies a signature over anything.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(NoteVerifier::new("weak", NoteKind::Ed25519, &neutral).is_err());
}

#[test]
fn malformed_notes_are_refused() {
    for text in [
        String::new(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}{PETER_LINE}"),
        format!("{TEXT}\n{}", PETER_LINE.trim_end()),
        format!("{TEXT}\n{PETER_LINE}\n"),
        format!("{TEXT}\n{}", PETER_LINE.replace('—', "-")),
        format!("{TEXT}\t\n\n{PETER_LINE}"),
        format!("{TEXT}\n{}", PETER_LINE.repeat(SIGNATURES_MAX + 1)),
        format!("{}\n{PETER_LINE}", TEXT.repeat(2000)),
    ] {
        assert!(SignedNote::parse(text.as_bytes()).is_err(), "{text:.40}");
    }
}

#[test]
fn a_cosignature_covers_its_time() {
    let secret = SigningKey::from_bytes(&[7; 32]);
    let public = secret.verifying_key().to_bytes();
    let witness = NoteVerifier::new("w.example", NoteKind::Cosignature, &public).unwrap();
    assert_eq!(key(&witness.to_text()), witness);
    let time: u64 = 1_679_315_147;
    let signed = secret.sign(cosigned_message(time, TEXT).as_bytes());
    let mut bytes = time.to_be_bytes().to_vec();
    bytes.extend(signed.to_bytes());
    assert_eq!(witness.check(TEXT, &bytes), Ok(()));
    bytes[7] ^= 1;
    assert!(witness.check(TEXT, &bytes).is_err());
    assert!(witness.check(TEXT, &signed.to_bytes()).is_err());
    assert!(witness.check(TEXT, b"short").is_err());
}

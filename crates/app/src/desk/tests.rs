//! Statements written out here and signed elsewhere, under a small agreement.

use std::path::Path;

use servanda_model::time::Instant;
use servanda_statement::Key;

use super::*;
use crate::folder::Folder;
use crate::submit::submit;

const TEXT: &str = "# Ferry

```accord
agreement  Ferry
  time        Accord Time is UTC+00:00
  attributed  reports by Desk count
  in force    2026-01-01
party      North; South
body       Desk; Monitors, neutral
event      Attack by party
  reported  Monitors, North, South, Desk
phase      Phase 1 opens on Entry into Force
phase      Phase 2 opens when 1.1 is met
  certified  Monitors within 48 hours; silence keeps it closed
challenge  any report within 7 days; Monitors rules within 14 days; no ruling, report stands
```

## Article 1

```accord
1.1  each party must not commit Attack
  from      Entry into Force
  evidence  1 report by Monitors
  response  none, published only
```
";

/// Three keys; the secret of each is one byte, again and again.
fn key(name: &str) -> Key {
    let byte = match name {
        "North" => 1,
        "South" => 2,
        _ => 3,
    };
    Key::from_secret(name, &[byte; 32])
}

fn now() -> Instant {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

/// Makes a folder whose text names the keys of North, South and Monitors.
fn folder(path: &Path) {
    std::fs::create_dir_all(path.join("annexes")).unwrap();
    std::fs::write(path.join("agreement.md"), TEXT).unwrap();
    std::fs::write(path.join("servanda.toml"), "id = \"ferry\"\n").unwrap();
    let mut keys = "actor,key\n".to_owned();
    for name in ["North", "South", "Monitors"] {
        keys.push_str(&format!("{name},{}\n", key(name).public()));
    }
    std::fs::write(path.join("annexes/keys.csv"), &keys).unwrap();
    let digest = crate::opened::digest(keys.as_bytes());
    let manifest = format!("keys 1 keys.csv {digest}\n");
    std::fs::write(path.join("annexes/manifest"), manifest).unwrap();
}

fn opened(path: &Path) -> Opened {
    Opened::open(Folder::read(path).unwrap()).unwrap()
}

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(column, value): &(&str, &str)| ((*column).to_owned(), (*value).to_owned());
    given.iter().map(owned).collect()
}

fn enter_by(path: &Path, name: &str, kind: &str, given: &[(&str, &str)]) {
    submit(&opened(path), kind, &pairs(given), &key(name), now()).unwrap();
}

#[test]
fn what_is_signed_elsewhere_stands_in_the_record_like_any_other_entry() {
    let folder_at = tempfile::tempdir().unwrap();
    folder(folder_at.path());
    let at = folder_at.path();
    enter_by(
        at,
        "Monitors",
        "report",
        &[
            ("of", "Attack"),
            ("actor", "North"),
            ("happened", "2026-04-30"),
        ],
    );
    enter_by(at, "North", "claim", &[("note", "we look into it")]);
    let open = opened(at);
    let member = Member::of(&open, key("North").public()).unwrap();
    let given = pairs(&[("refers", "#1"), ("note", "a guard, against orders")]);
    let prepared = prepare(&open, &member, "reply", &given).unwrap();
    let signature = key("North").sign(prepared.statement().as_bytes()).signature;
    let view = enter(&open, &prepared, signature, now()).unwrap();
    assert_eq!((view.first, view.appended, view.size), (Some(4), 1, 5));
    let after = opened(at);
    let last = after.record.entries.last().unwrap();
    assert_eq!(last.signer.as_str(), "North");
    assert!(matches!(
        last.act,
        Some(servanda_model::record::Act::Reply(_))
    ));
    // The same again is out of place, and nothing is written.
    let again = enter(&after, &prepared, signature, now()).unwrap_err();
    assert!(again.to_string().contains("write it out again"), "{again}");
    assert_eq!(opened(at).head, after.head);
}

#[test]
fn another_signature_enters_nothing() {
    let folder_at = tempfile::tempdir().unwrap();
    folder(folder_at.path());
    let at = folder_at.path();
    enter_by(at, "North", "claim", &[("note", "all is well")]);
    let open = opened(at);
    let member = Member::of(&open, key("North").public()).unwrap();
    let prepared = prepare(&open, &member, "claim", &pairs(&[("note", "still well")])).unwrap();
    let other = key("Monitors")
        .sign(prepared.statement().as_bytes())
        .signature;
    for signature in [other, [0; 64]] {
        let refused = enter(&open, &prepared, signature, now()).unwrap_err();
        assert!(matches!(refused, Error::Statement(_)), "{refused}");
    }
    assert_eq!(opened(at).head, open.head);
}

#[test]
fn a_member_is_offered_what_the_text_lets_it_and_nothing_else() {
    let folder_at = tempfile::tempdir().unwrap();
    folder(folder_at.path());
    let at = folder_at.path();
    enter_by(
        at,
        "Monitors",
        "report",
        &[
            ("of", "Attack"),
            ("actor", "North"),
            ("happened", "2026-04-30"),
        ],
    );
    enter_by(at, "North", "claim", &[("note", "no")]);
    enter_by(at, "South", "claim", &[("note", "yes")]);
    let open = opened(at);
    let kinds = |name: &str| {
        let member = Member::of(&open, key(name).public()).unwrap();
        let offers = offers(&open.plan, &member);
        let on = on_entry(&open.plan, &member, &open.record.entries[1]);
        let of = |offers: Vec<Offer>| -> Vec<String> {
            let named = offers.into_iter();
            named
                .map(|one| format!("{} {}", one.kind, one.of.unwrap_or_default()))
                .collect()
        };
        (of(offers), of(on))
    };
    let (monitors, on) = kinds("Monitors");
    assert!(
        monitors.contains(&"certify Phase 2".to_owned()),
        "{monitors:?}"
    );
    assert!(
        monitors.contains(&"report Attack".to_owned()),
        "{monitors:?}"
    );
    assert!(on.contains(&"withdrawal ".to_owned()), "{on:?}");
    assert!(!on.contains(&"challenge ".to_owned()), "{on:?}");
    let (north, on) = kinds("North");
    assert!(!north.contains(&"certify Phase 2".to_owned()), "{north:?}");
    assert_eq!(on, ["reply ", "challenge "]);
    let (_, on) = kinds("South");
    assert_eq!(on, ["challenge "]);
    // Everything offered has a form, and what its form holds at first is taken.
    for name in ["Monitors", "North", "South"] {
        let member = Member::of(&open, key(name).public()).unwrap();
        for offer in offers(&open.plan, &member) {
            assert!(form(&open.plan, &offer, now()).is_some(), "{}", offer.kind);
        }
    }
}

#[test]
fn an_act_without_power_is_never_written_out() {
    let folder_at = tempfile::tempdir().unwrap();
    folder(folder_at.path());
    let at = folder_at.path();
    enter_by(at, "North", "claim", &[("note", "all is well")]);
    let open = opened(at);
    let member = Member::of(&open, key("North").public()).unwrap();
    let given = pairs(&[("of", "Phase 2"), ("happened", "2026-05-01")]);
    let refused = prepare(&open, &member, "certify", &given).unwrap_err();
    assert_eq!(refused.code(), "not-entitled");
    let given = pairs(&[("of", "Attack"), ("happened", "soon")]);
    let refused = prepare(&open, &member, "report", &given).unwrap_err();
    assert_eq!(refused.code(), "rows");
    assert!(Member::of(&open, key("Monitors").public()).is_err());
}

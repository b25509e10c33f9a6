//! Rows that read, and every way in which a file or a row is refused.

use super::*;
use crate::schema::Admits;
use servanda_statement::{Kind, Value};
use std::collections::BTreeSet;

fn schema() -> Schema {
    let mut schema = Schema::default();
    let people: BTreeSet<String> = (1..=20).map(|key| key.to_string()).collect();
    let release = [
        ("person".to_owned(), Admits::Items(people)),
        (
            "state".to_owned(),
            Admits::Words(vec!["alive".into(), "deceased".into()]),
        ),
    ];
    schema
        .events
        .insert("Release".into(), release.into_iter().collect());
    schema.measures.insert("Stock".into(), Some("kg U".into()));
    schema
        .states
        .insert("Gate".into(), vec!["open".into(), "closed".into()]);
    schema
        .actors
        .extend(["North".to_owned(), "Monitors".to_owned()]);
    schema.subjects.insert("4.1".into());
    schema
}

fn faults(text: &str) -> Vec<String> {
    let read = read("e.csv", text.as_bytes(), &schema());
    assert!(read.drafts.is_empty(), "{:?}", read.drafts);
    read.faults.iter().map(ToString::to_string).collect()
}

fn one_fault(text: &str) -> String {
    let mut faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn a_row_becomes_a_draft() {
    let text = "\u{feff}of,reporter,happened,person,state,grade,published,note\n\
                Release,Monitors,2026-05-01..2026-05-03,1-3 7,alive,B2,2026-05-04,\"two, later\"\n\n";
    let read = read("e.csv", text.as_bytes(), &schema());
    assert_eq!(read.faults, []);
    let draft = &read.drafts[0];
    assert_eq!((draft.kind, draft.place.line), (Kind::Report, 2));
    assert_eq!(draft.fields["happened_to"], Value::from("2026-05-03"));
    assert_eq!(draft.fields["note"], Value::from("two, later"));
    assert!(matches!(&draft.fields["fields"], Value::Map(map) if map["person"] == "1-3 7"));
}

#[test]
fn decisions_coverage_and_withdrawals_have_their_kind() {
    let text = "kind,of,reporter,happened,until,refers\n\
                declare,4.1,North,2026-05-01,,\n\
                coverage,,,,2026-07-04,\n\
                withdrawal,,North,,,r1;r2\n";
    let read = read("e.csv", text.as_bytes(), &schema());
    assert_eq!(read.faults, []);
    let kinds: Vec<Kind> = read.drafts.iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [Kind::Decision, Kind::Closure, Kind::Correction]);
    assert_eq!(read.drafts[2].refers, ["r1", "r2"]);
}

#[test]
fn acts_on_a_case_carry_their_case_and_their_votes() {
    let text = "kind,act,of,reporter,happened,value,refers,votes,party\n\
                decision,suspend,4.1,North,2026-05-01,,,,South\n\
                decide,,4.1,Monitors,2026-05-02,substantiated,r1,North against; Monitors for,\n\
                finding,,4.1,Monitors,2026-05-03,undetermined,r1,,\n\
                reply,,4.1,North,,,,,\n";
    let read = read("e.csv", text.as_bytes(), &schema());
    assert_eq!(read.faults, []);
    let [suspends, decides, finds, replies] = read.drafts.as_slice() else {
        panic!("four rows");
    };
    assert_eq!(suspends.fields["act"], Value::from("suspend"));
    assert!(matches!(&suspends.fields["fields"], Value::Map(map) if map["party"] == "South"));
    assert!(matches!(&decides.fields["votes"], Value::Map(votes)
        if votes["North"] == "against" && votes["Monitors"] == "for"));
    assert_eq!((finds.kind, replies.kind), (Kind::Finding, Kind::Reply));
}

#[test]
fn acts_on_a_case_are_held_against_what_they_may_say() {
    for (row, expected) in [
        ("decide,4.1,North,yes,", "`yes` is not one of substantiated"),
        ("screen,4.1,North,no,", "`no` is not `declined`"),
        ("refer,4.1,North,,", "name whom the case is referred to"),
        ("refer,4.1,North,Nobody,", "declares no actor `Nobody`"),
        ("meet,4.1,North,,North yes", "`North yes` is no vote"),
        ("meet,4.1,North,,East for", "declares no actor `East`"),
        ("meet,4.1,North,,North for; North for", "votes twice"),
        ("report,Stock,North,,North for", "only a decision has votes"),
        ("decision,4.1,North,,", "a decision needs one of certify"),
    ] {
        let (head, tail) = row.rsplit_once(',').unwrap();
        let text = format!("kind,of,reporter,value,votes,happened\n{head},{tail},2026-05-01\n");
        let fault = one_fault(&text);
        assert!(fault.contains(expected), "{row}: {fault}");
    }
}

#[test]
fn good_rows_are_kept_beside_bad_ones() {
    let text = "of,reporter,happened\nRelease,Monitors,2026-05-01\nRelease,Monitors,May\n";
    let read = read("e.csv", text.as_bytes(), &schema());
    assert_eq!((read.drafts.len(), read.faults.len()), (1, 1));
    assert_eq!(
        read.faults[0].to_string(),
        "e.csv, line 3, column `happened`: `May` is not a day: write it as 2026-07-04"
    );
}

#[test]
fn a_row_tells_all_its_faults_at_once() {
    let faults = faults("of,reporter,happened,grade\nRelaese,Nrth,yesterday,Z9\n");
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(
        faults
            .iter()
            .any(|fault| fault.contains("did you mean `Release`?"))
    );
    assert!(
        faults
            .iter()
            .any(|fault| fault.contains("did you mean `North`?"))
    );
}

#[test]
fn wrong_files_are_told_from_one_another() {
    assert!(one_fault("").contains("empty"));
    assert!(one_fault("of;reporter\nRelease;North\n").contains("semicolons"));
    assert!(one_fault("of\treporter\n").contains("tabs"));
    let latin = b"of,reporter\nRelease,M\xfcller\n";
    let read = read("e.csv", latin, &schema());
    assert!(
        read.faults[0]
            .to_string()
            .starts_with("e.csv, line 2: byte 10 of the line (0xFC) is not UTF-8")
    );
    let long = format!("of,note\nRelease,{}\n", "x".repeat(LINE_BYTES_MAX));
    assert!(one_fault(&long).contains("longer than the limit of 65536 bytes"));
}

#[test]
fn columns_are_a_closed_set() {
    assert!(one_fault("of,reportr\n").contains("did you mean `reporter`?"));
    assert!(one_fault("of,of\n").contains("twice"));
}

#[test]
fn values_are_held_against_the_agreement() {
    let row = |extra: &str, value: &str| {
        one_fault(&format!(
            "of,reporter,happened,{extra}\nRelease,Monitors,2026-05-01,{value}\n"
        ))
    };
    assert!(row("person", "21").contains("no item `21`"));
    assert!(row("state", "unwell").contains("not one of alive, deceased"));
    assert!(row("figure", "٢٠").contains("digits 0-9"));
    assert!(row("per", "year").contains("not day, week or month"));
    let unit = one_fault("of,reporter,happened,figure,unit\nStock,North,2026-05-01,5,tonnes\n");
    assert!(unit.contains("does not convert into `kg U`"));
    let state = one_fault("of,reporter,happened,value\nGate,North,2026-05-01,ajar\n");
    assert!(state.contains("not one of open, closed"));
}

#[test]
fn what_a_kind_needs_is_asked_for() {
    assert!(one_fault("kind,of,happened\nclosure,4.1,2026-05-01\n").contains("column `reporter`"));
    assert!(one_fault("kind,reporter,concerns\nposition,North,4.1\n").contains("column `stance`"));
    assert!(one_fault("kind,reporter\nrumour,North\n").contains("not a kind of row"));
}

#[test]
fn a_value_has_a_limit_and_no_control_characters() {
    let long = format!("kind,reporter,note\nclaim,North,{}\n", "x".repeat(5000));
    assert!(one_fault(&long).contains("past the limit of 4096"));
    assert!(one_fault("kind,reporter,note\nclaim,North,a\u{7}b\n").contains("U+0007"));
}

//! Payloads read as facts.

use std::collections::BTreeMap;

use servanda_model::figure::Figure;
use servanda_model::record::{Act, DecisionAct, Per, Vote};
use servanda_model::time::When;

use super::*;
use crate::batch::{Row, RowLine};
use crate::{Digest, Key, Reference, Secret, Statement, Value};

fn entry(kind: Kind, fields: &[(&str, &str)], key: &Key) -> VerifiedEntry {
    let fields: BTreeMap<String, Value> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    let payload = Payload::new(Secret([7; 32]), fields).unwrap();
    let statement = Statement {
        kind,
        agreement: "test".into(),
        epoch: 1,
        author: key.id(),
        sequence: 1,
        previous: None,
        references: vec![Reference {
            entry: 0,
            row: None,
        }],
        payload: payload.root(),
    };
    VerifiedEntry {
        received_at_ms: 1_760_000_000_000,
        digest: Digest([0; 32]),
        signers: vec![key.id()],
        statement,
        payload: Some(payload),
    }
}

fn act_of(kind: Kind, fields: &[(&str, &str)]) -> Act {
    let mut reader = RecordReader::new();
    reader.push(&entry(kind, fields, &Key::example("seed", "Desk")));
    reader.finish().entries.remove(0).act.unwrap()
}

#[test]
fn an_enrolled_key_names_its_signer_and_may_declare_a_backfill() {
    let key = Key::example("seed", "Desk");
    let public = key.public().to_string();
    let mut reader = RecordReader::new();
    reader.push(&entry(
        Kind::Key,
        &[
            ("act", BACKFILL),
            ("figure", "2"),
            ("key", &public),
            ("name", "Desk"),
        ],
        &key,
    ));
    reader.push(&entry(
        Kind::Claim,
        &[("reporter", "North"), ("note", "done")],
        &key,
    ));
    let record = reader.finish();
    assert_eq!(record.backfill, 2);
    assert!(
        record
            .entries
            .iter()
            .all(|entry| entry.signer.as_str() == "Desk")
    );
}

#[test]
fn an_unknown_key_signs_under_its_id() {
    let key = Key::example("seed", "Desk");
    let mut reader = RecordReader::new();
    reader.push(&entry(Kind::Claim, &[("reporter", "North")], &key));
    assert_eq!(
        reader.record().entries[0].signer.as_str(),
        format!("key {}", key.id())
    );
}

#[test]
fn a_report_keeps_day_precision_figure_and_rate() {
    let act = act_of(
        Kind::Report,
        &[
            ("of", "Trucks Entered"),
            ("reporter", "COGAT"),
            ("happened_from", "2025-12-07"),
            ("period_from", "2025-10-12"),
            ("period_to", "2025-12-07"),
            ("per", "day"),
            ("figure", ">600"),
        ],
    );
    let Act::Report(report) = act else {
        panic!("{act:?}")
    };
    assert_eq!(report.figure, Some(Figure::MoreThan(600.into())));
    assert_eq!(report.per, Some(Per::Day));
    assert!(matches!(report.happened, When::On(from, to) if from == to));
    assert!(!report.running_total);
}

#[test]
fn a_running_total_is_told_by_its_word() {
    let act = act_of(
        Kind::Report,
        &[
            ("of", "Release"),
            ("reporter", "ICRC"),
            ("happened_from", "2025-10-13"),
            ("per", "running"),
            ("figure", "20"),
        ],
    );
    assert!(matches!(act, Act::Report(report) if report.running_total && report.per.is_none()));
}

#[test]
fn members_votes_are_read_or_refused() {
    let decision = |vote: &str| {
        let votes = BTreeMap::from([("North".to_owned(), vote.to_owned())]);
        let mut fields: BTreeMap<String, Value> = [
            ("act", "decide"),
            ("of", "6.1"),
            ("reporter", "Joint Commission"),
            ("happened_from", "2026-05-25"),
        ]
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .into();
        fields.insert("votes".into(), Value::Map(votes));
        act::read(
            Kind::Decision,
            &Payload::new(Secret([7; 32]), fields).unwrap(),
        )
    };
    assert!(matches!(decision("against"), Act::Decision(decision)
        if decision.votes.get(&"North".into()) == Some(&Vote::Against)));
    assert!(matches!(decision("maybe"), Act::Other(why) if why.contains("`North` is `maybe`")));
}

#[test]
fn decisions_coverage_and_withdrawals_are_told_by_act() {
    let declared = act_of(
        Kind::Decision,
        &[
            ("act", "declare"),
            ("of", "Phase 2"),
            ("reporter", "US"),
            ("happened_from", "2026-01-14"),
        ],
    );
    assert!(matches!(declared, Act::Decision(decision) if decision.act == DecisionAct::Declare));
    let coverage = act_of(
        Kind::Closure,
        &[("act", "coverage"), ("until", "2026-07-04")],
    );
    assert!(matches!(coverage, Act::Coverage(coverage) if coverage.of.is_none()));
    assert_eq!(
        act_of(Kind::Correction, &[("act", "withdraw")]),
        Act::Correction(None)
    );
}

#[test]
fn what_does_not_fit_is_kept_with_its_reason() {
    assert_eq!(
        act_of(Kind::Report, &[("of", "Release"), ("reporter", "ICRC")]),
        Act::Other("report: `happened_from` is missing".into())
    );
    assert_eq!(
        act_of(
            Kind::Ruling,
            &[("reporter", "Commission"), ("value", "maybe")]
        ),
        Act::Other("ruling: `value` is `maybe`".into())
    );
}

#[test]
fn a_sealed_entry_has_no_act() {
    let key = Key::example("seed", "Desk");
    let mut sealed = entry(Kind::Claim, &[("reporter", "North")], &key);
    sealed.payload = None;
    let mut reader = RecordReader::new();
    reader.push(&sealed);
    assert_eq!(reader.record().entries[0].act, None);
}

#[test]
fn rows_are_facts_of_their_own_and_a_batch_is_cited_with_all_of_them() {
    let key = Key::example("seed", "Desk");
    let mut reader = RecordReader::new();
    let source = [
        ("source_publisher", "Press"),
        ("published_on", "2026-01-02"),
    ];
    reader.push(&entry(Kind::Batch, &source, &key));
    let row = |fields: &[(&str, &str)]| {
        let fields = fields.iter().copied();
        let fields = fields.map(|(name, text)| (name.to_owned(), Value::from(text)));
        RowLine::Open(Row {
            kind: Kind::Claim,
            references: Vec::new(),
            payload: Payload::new(Secret([8; 32]), fields.collect()).unwrap(),
        })
    };
    reader.push_row(&row(&[("reporter", "North"), ("body", "open")]));
    reader.push_row(&RowLine::Withheld(Digest([1; 32])));
    reader.push_row(&row(&[
        ("reporter", "South"),
        ("source_publisher", "Radio"),
    ]));
    let mut reply = entry(Kind::Reply, &[("reporter", "South"), ("body", "no")], &key);
    let cite = |entry, row| Reference { entry, row };
    reply.statement.references = vec![cite(0, Some(2)), cite(0, None), cite(0, None)];
    reader.push(&reply);
    let record = reader.finish();
    let cited: Vec<String> = (record.entries.iter())
        .map(|entry| entry.citation.to_string())
        .collect();
    assert_eq!(cited, ["0", "0#0", "0#1", "0#2", "1"]);
    assert_eq!(record.size(), 2);
    let publishers = |place: usize| record.entries[place].source.publisher.clone();
    assert_eq!(publishers(1).as_deref(), Some("Press"), "the batch's");
    assert_eq!(publishers(3).as_deref(), Some("Radio"), "its own");
    assert_eq!(record.entries[2].act, None, "withheld");
    let reply = &record.entries[4];
    let all: Vec<String> = reply.refers_to.iter().map(ToString::to_string).collect();
    assert_eq!(all, ["0#2", "0", "0#0", "0#1", "0#2"]);
    let written: Vec<String> = reply.refers().map(|one| one.to_string()).collect();
    assert_eq!(written, ["0"]);
    for citation in &record.entries {
        assert_eq!(record.find(citation.citation), Some(citation));
    }
}

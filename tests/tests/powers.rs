//! Who may enter what: every cell of the book's tables, answered by the same
//! function that `submit` asks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use servanda_app::opened::compile_folder;
use servanda_app::submit::{Answer, may};
use servanda_app::{Folder, model};
use servanda_cases::binary::workspace;
use servanda_cases::blocks;

use model::plan::Plan;
use model::record::{Act, Citation, Entry, LeafIndex, Report, Source};
use model::time::{Instant, When};

fn plan(page: &str) -> Plan {
    let text = blocks(page)
        .into_iter()
        .find(|block| block.kind == "agreement")
        .unwrap()
        .text
        .replace("~~~", "```");
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("agreement.md"), text).unwrap();
    fs::write(room.path().join("servanda.toml"), "id = \"banks\"\n").unwrap();
    let compiled = compile_folder(&Folder::read(room.path()).unwrap());
    let errors: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|one| one.grade == model::diagnostic::Grade::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    compiled.plan.unwrap()
}

fn entry(index: u64, signer: &str, act: Act) -> Entry {
    Entry {
        citation: Citation::whole(LeafIndex(index)),
        received_at: Instant::UNIX_EPOCH,
        signer: signer.into(),
        act: Some(act),
        refers_to: Vec::new(),
        source: Source::default(),
    }
}

/// The two entries that the page says stand in the record.
fn record() -> Vec<Entry> {
    let day = "2026-01-20".parse().unwrap();
    let report = Report {
        of: "Attack".into(),
        reporter: "Monitors".into(),
        via: None,
        origin: None,
        actors: vec!["South".into()],
        happened: When::On(day, day),
        period: None,
        figure: None,
        per: None,
        running_total: false,
        unit: None,
        fields: std::collections::BTreeMap::new(),
        value: None,
        scope: None,
        grade: None,
        note: None,
    };
    let challenge = Act::Challenge {
        by: "South".into(),
        grounds: None,
    };
    vec![
        entry(0, "Monitors", Act::Report(report)),
        entry(1, "South", challenge),
    ]
}

/// Splits a row's act into its kind and its pairs, quotes as in a shell.
fn words(act: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in act.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

/// Reads the page's tables that begin with `act`.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut within = false;
    for line in page.lines() {
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        if line.starts_with("| act |") {
            tables.push(vec![cells]);
            within = true;
        } else if !line.starts_with('|') {
            within = false;
        } else if within && !line.starts_with("|--") {
            tables.last_mut().unwrap().push(cells);
        }
    }
    tables
}

#[test]
fn every_kind_of_act_by_every_role_is_answered_as_written() {
    let page = fs::read_to_string(workspace().join("docs/book/reference/powers.md")).unwrap();
    let plan = plan(&page);
    let record = record();
    let (mut wrong, mut cells) = (Vec::new(), 0);
    let mut kinds = std::collections::BTreeSet::new();
    for table in tables(&page) {
        let (roles, rows) = table.split_first().unwrap();
        for row in rows {
            let act = words(row[0].trim_matches('`'));
            kinds.insert(act[0].clone());
            let pairs: Vec<(String, String)> = act[1..]
                .iter()
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(column, value)| (column.to_owned(), value.to_owned()))
                .collect();
            let cites: Vec<&Entry> = pairs
                .iter()
                .filter(|(column, _)| column == "refers")
                .map(|(_, label)| &record[label[1..].parse::<usize>().unwrap()])
                .collect();
            for (role, expected) in roles.iter().zip(row).skip(1) {
                cells += 1;
                // The examples' two desks: one that the text trusts, and one
                // that only keeps the record.
                let desk = role == "Keeper";
                let answer = may(&plan, role, desk, &act[0], &pairs, &cites);
                let said = match &answer {
                    Ok(Answer::Allowed) => "yes",
                    Ok(Answer::Refused { why, way_out }) => {
                        assert!(!why.is_empty() && !way_out.is_empty());
                        "-"
                    }
                    Err(_) => "-",
                };
                if said != expected {
                    wrong.push(format!("{} by {role}: {said}, {answer:?}", row[0]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cells > 350, "{cells}");
    assert_eq!(kinds.len(), 36, "{kinds:?}");
}

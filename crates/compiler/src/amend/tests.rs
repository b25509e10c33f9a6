use super::words::{Change, compare};
use super::*;
use crate::{Source, compile};

const TEXT: &str = "# Riverside\n\n## Article 1\n\nThey agree.\n\n```accord\nagreement  Riverside Accord\n\
party      North; South\nbody       Monitors, neutral\nevent      Entry of truck\n  reported  Monitors\n\
event      Release\n  reported  Monitors\nphase      Phase 1 opens on 2026-01-01\n\
5.1  North must keep Entry at 600 or more each day\n  while     Phase 1\n  evidence  1 report by Monitors\n  \
response  none, published only\n6.1  South must perform Release\n  within    3 days after 5.1 is met\n  \
evidence  1 report by Monitors\n  response  none, published only\n\
amendment  A1 of 5.1: \"600 or more\" becomes \"750 or more\"\n  consents  North, South on 2026-06-01\n  \
effective 2026-07-01; running duties keep the earlier text\n```\n";

fn block(items: &str) -> String {
    format!("```accord\n{items}\n```\n")
}

fn tried(items: &str) -> Proposal {
    let compiled = compile(&Source {
        text: TEXT,
        ..Source::default()
    });
    let plan = compiled.plan.expect("it is named");
    propose(&plan, TEXT, "a.md", &block(items))
}

fn codes(proposal: &Proposal) -> Vec<&str> {
    proposal.diagnostics.iter().map(|one| one.code).collect()
}

fn compiles(proposal: &Proposal) -> bool {
    let source = Source {
        text: &proposal.text,
        ..Source::default()
    };
    let compiled = compile(&source);
    let broken = |one: &Diagnostic| one.grade == servanda_model::diagnostic::Grade::Error;
    !compiled.diagnostics.iter().any(broken)
}

#[test]
fn a_declared_amendment_goes_when_it_is_applied() {
    let proposal = tried(
        "amendment  A1 of 5.1: \"600 or more\" becomes \"750 or more\"\n  consents  North on 2026-06-01\n  \
         effective 2026-07-01; running duties move",
    );
    assert_eq!(codes(&proposal), Vec::<&str>::new());
    assert!(proposal.text.contains("at 750 or more each day"));
    assert!(!proposal.text.contains("amendment"));
    assert!(compiles(&proposal), "{}", proposal.text);
    let one = &proposal.amendments[0];
    assert_eq!(one.consents, ["North".into()]);
    assert_eq!(one.running, Some(RunningDuties::Move));
}

#[test]
fn fields_dates_and_clauses_are_changed() {
    let proposal = tried(
        "amendment  A2 of 6.1: moves to 2026-09-01\n  also      6.1 response none\n\
         amendment  A3 of 6.1: adds \"6.2 South must perform Release\"\n  also      6.2 by 2026-10-01\n\
         amendment  A4 of 5.1: deletes",
    );
    assert_eq!(codes(&proposal), Vec::<&str>::new());
    assert!(proposal.text.contains("  by 2026-09-01\n"));
    assert!(
        proposal
            .text
            .contains("\n6.2 South must perform Release\n  by 2026-10-01")
    );
    assert!(!proposal.text.contains("must keep Entry"));
}

#[test]
fn what_does_not_fit_is_told_and_not_applied() {
    let proposal = tried(
        "amendment  A2 of 5.9: \"600\" becomes \"700\"\n\
         amendment  A3 of 5.1: \"900\" becomes \"700\"\n\
         amendment  A4 of 5.1: \"600\" becomes \"600\"\n\
         amendment  A5 of 5.1: \"or\" becomes \"and\"\n\
         amendment  A6 of 5.1: moves to 2026-09-01\n\
         party East",
    );
    assert_eq!(codes(&proposal), ["E122", "E162", "E172", "E171", "E173"]);
    assert!(proposal.diagnostics.iter().all(|one| one.file.is_some()));
    assert_eq!(proposal.strays.len(), 1);
    assert_eq!(proposal.text, TEXT);
}

#[test]
fn a_whole_text_is_taken_as_it_is() {
    let plan = compile(&Source {
        text: TEXT,
        ..Source::default()
    })
    .plan
    .expect("it is named");
    let other = TEXT.replace("600", "700");
    let proposal = propose(&plan, TEXT, "a.md", &other);
    assert!(proposal.whole);
    assert_eq!(proposal.text, other);
}

#[test]
fn differing_words_are_found_and_reached() {
    let new = TEXT
        .replace("600 or more each day", "700 or more each day")
        .replace("They agree.", "They all agree.")
        .replace(
            "Entry of truck\n  reported  Monitors",
            "Entry of truck\n  reported  Monitors, North",
        );
    let compared = compare(TEXT, &new, &[]);
    let found: Vec<(&str, Change)> = compared
        .differences
        .iter()
        .map(|one| (one.item.as_str(), one.change))
        .collect();
    assert_eq!(
        found,
        [
            ("prose Article 1", Change::Reworded),
            ("event Entry", Change::Reworded),
            ("clause 5.1", Change::Reworded)
        ]
    );
    let fields = &compared.differences[2].fields;
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].label, "sentence");
    let reached: Vec<&str> = compared
        .rests_on(&"6.1".into())
        .iter()
        .map(|one| one.item.as_str())
        .collect();
    assert_eq!(reached, ["event Entry", "clause 5.1"]);
}

#[test]
fn numbers_are_named_whole() {
    let new = TEXT.replace("5.1", "5.10").replace("600", "700");
    let compared = compare(TEXT, &new, &[]);
    assert!(
        compared
            .differences
            .iter()
            .any(|one| one.change == Change::Deleted)
    );
    assert!(
        compared
            .differences
            .iter()
            .any(|one| one.item == "clause 5.10")
    );
}

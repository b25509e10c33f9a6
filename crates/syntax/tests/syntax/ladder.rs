//! Steps of ladders: what they are read as, and what each mistake is told as.

use servanda_model::time::ClockTime;
use servanda_syntax::ast::{
    Decl, Deed, Item, Ladder, LadderOpens, SnapbackEffect, Step, StepActor, StepJoin, StepPart,
    StepRider, StepSilence,
};
use servanda_syntax::parse;

use super::{agreement, told};

fn ladder(body: &str) -> Ladder {
    let text = agreement(body);
    assert_eq!(told(&text), Vec::<String>::new(), "{body}");
    let file = parse(&text).file;
    let found = file.items().find_map(|item| match item {
        Item::Decl(one) => match &one.decl {
            Decl::Ladder(ladder) => Some(ladder.clone()),
            _ => None,
        },
        _ => None,
    });
    found.expect("a ladder")
}

fn step(words: &str) -> Step {
    let mut ladder = ladder(&format!(
        "ladder  Ladder B for one failure by one party\n  step 1  {words}\n"
    ));
    ladder.steps.pop().expect("a step")
}

#[test]
fn a_step_is_read_in_parts() {
    let step = step(
        "Board of Peace must meet within 3 Joint Days, at most 10 days and the party may \
         suspend  5.1 for at most 30 days, clock stops; decides by 2 of 3; accused abstains",
    );
    assert_eq!(step.number, 1);
    assert_eq!(step.join, StepJoin::And);
    assert!(
        step.words.text.contains("may suspend 5.1 for"),
        "single spaces"
    );
    let [StepPart::Act(meets), StepPart::Act(suspends)] = step.parts.as_slice() else {
        panic!("two acts");
    };
    assert!(matches!(&meets.who, StepActor::Named(name) if name.text == "Board of Peace"));
    assert!(meets.must && meets.deed == Deed::Meet);
    let limits: Vec<u32> = meets.limits.iter().map(|limit| limit.count).collect();
    assert_eq!(limits, [3, 10]);
    assert!(suspends.who == StepActor::Party && !suspends.must);
    assert!(
        matches!(&suspends.deed, Deed::Suspend { clause, at_most: Some(most), clock_stops: true }
            if clause.text == "5.1" && most.count == 30)
    );
    assert!(matches!(
        step.riders.as_slice(),
        [StepRider::Decides(2, 3, _), StepRider::AccusedAbstains]
    ));
}

#[test]
fn a_snapback_keeps_its_instant_and_what_stops_it() {
    let step = step(
        "snapback revives Phase 1, ends 5.1, revives 4.1 after 30 days at 20:00 in \
         America/New_York unless cured or North decides otherwise or South must meet; silence \
         means substantiated",
    );
    assert_eq!(step.join, StepJoin::Or);
    let [StepPart::Snapback(back), StepPart::Act(_)] = step.parts.as_slice() else {
        panic!("a snapback, and an act beside it");
    };
    assert!(matches!(
        back.effects.as_slice(),
        [
            SnapbackEffect::RevivesPhase(_),
            SnapbackEffect::Ends(_),
            SnapbackEffect::RevivesClause(_)
        ]
    ));
    let (clock, zone) = back.at.as_ref().expect("a time of the clock");
    assert_eq!(*clock, ClockTime::constant(20, 0, 0, 0));
    assert_eq!(zone.text, "America/New_York");
    assert!(back.unless_cured);
    assert_eq!(back.unless_decided_by.len(), 1);
    assert_eq!(
        step.riders,
        [StepRider::Silence(StepSilence::Substantiates)]
    );
}

#[test]
fn a_ladder_can_open_on_an_event() {
    let ladder = ladder("ladder  Ladder B opens on Handover\n");
    assert!(matches!(ladder.opens, LadderOpens::On(name) if name.text == "Handover"));
}

#[test]
fn each_mistake_in_a_step_is_told() {
    for (words, expected) in [
        ("everybody may reply", "`step` needs who acts"),
        ("North shall reply", "`step` needs `must` or `may`"),
        ("North must ponder", "`step` needs a deed (`notify`"),
        ("North must meet within five days", "`step` needs a period"),
        (
            "North must meet within 5 days and South may reply or South may meet",
            "E131",
        ),
        ("snapback revives Phase 1", "`step` needs `after`"),
        (
            "snapback revives Phase 1 after 30 days at 25:00 in UTC",
            "`25:00` is no time of the clock",
        ),
        (
            "snapback revives Phase 1 after 30 days unless North decides",
            "`step` needs `cured`",
        ),
        (
            "North must meet; accused abstains; accused abstains",
            "E112",
        ),
        (
            "North must meet; silence is consent",
            "`step` needs `goes on`",
        ),
        (
            "North must meet; quickly",
            "`step` needs `no finding before",
        ),
        (
            "North must meet within 5 days, within 6 days",
            "`step` needs `within` or `at most`",
        ),
    ] {
        let body = format!("ladder  Ladder B for one failure by one party\n  step 1  {words}\n");
        let told = told(&agreement(&body));
        let [one] = told.as_slice() else {
            panic!("one mistake in {words:?}: {told:?}");
        };
        assert!(one.contains(expected), "{one}");
    }
}

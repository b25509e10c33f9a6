//! Fragments that must read, fragments that must not, and where names end.

use servanda_syntax::ast::{
    ArgumentKind, Condition, Decl, FieldValue, Frame, Item, Measured, TriggerKind,
};
use servanda_syntax::{codes, parse};

use super::{agreement, told};

/// Every form of the reference that the worked example does not show.
const GOOD: &str = r#"
accepts  A214 because "agreed in the talks"
text     paraphrased from "Reuters, 14 January 2026"
text     official
part     S is "Sharm Document"
role     Guarantors is North, South
unit     kg UF6 is 0.676 kg U
anchor   Signature Day is 2026-06-01 adopted by Board of Peace
anchor   First Truck adopted by Monitors
phase    Step 2 for each sector in Sectors opens when 4.1 is met beside Phase 1
  opened   by declaration of Board of Peace
  waived   by Monitors
  clauses  4.1, 5.1
  note     "said, not signed"; "and not seen"
phase    Phase 3 instead of Phase 2 opens on terms not agreed
phase    Phase 4 opens on each Handover
body     Liaison Office belongs to North and South; Panel of 2 North, 1 South, decides by 2 of 3, neutral
authority  Board of Peace until and including 2027-12-31
ladder   Ladder B opens on Handover
  step 1   the complainant may refer to Monitors and Monitors must screen, within 5 days; silence closes the case
  step 2   North may suspend 5.1 for at most 30 days, clock stops within 10 days or South must order a remedy at most 2 weeks, within 3 Joint Days; decides by 2 of 3; extended by consent of North, South for at most 30 days
  step 3   Monitors must acknowledge within 2 hours and the party must act within 6 hours; silence waits
  step 4   snapback revives Phase 1, ends 5.1, suspends 4.1 after 30 days at 20:00 in America/New_York unless Monitors decides otherwise or cured or Monitors may resume 5.1; silence means not substantiated
  serious  starts at step 2
challenge  any report within 7 days; Monitors rules
indicator  Prices counts Entry each 2 weeks
  reported  Monitors
amendment  A2 of 5.1: deletes "per day"
  effective  2026-07-01; running duties restart
amendment  A3 of 5.1 moves to 2026-08-01
amendment  A4 of 5.1: adds "and fuel"
pillar   Relief is 5.1, S4.1
agreement  Second Name
  in force  2025-10-10T09:00Z
  attributed  reports by Monitors, Board of Peace count
C08  North must perform 15 Handover of each sector
  title   "maps"
  owed    to South, Monitors
  pillar  Relief
  within  3 Joint Days after each Handover of the sector
  afresh
  other hands  do not count
  in step with  4.1
  certified  Monitors within 2 weeks; silence keeps it closed
  excused  regional war, certified by Monitors, at most 30 days; flood, certified by North
  prevails over  5.1, S4.1
  proposed  evidence, in step with, by by Servanda
  asymmetric  because "terrain"
  accepts  A203 because "known"; V301 because "known"
  needs   a date
"#;

#[test]
fn good_fragments_read() {
    let (good, _) = GOOD.rsplit_once("  needs ").expect("the planted mistake");
    assert_eq!(told(&agreement(&good[1..])), Vec::<String>::new());
    assert_eq!(
        told(&agreement(&GOOD[1..])).len(),
        1,
        "`needs` is for what is not checkable"
    );
}

#[test]
fn good_clauses_read() {
    for clause in [
        "1.1  North and South together must perform Handover\n  undated\n  after  each Entry where cargo is fuel\n",
        "1.1  North must perform Return of Remains every 6 months from Signature Day\n",
        "1.1  North must perform Handover\n  alongside  7.1 within 48 hours\n",
        "1.1  North must perform Handover\n  by  2026-09-30, final\n",
        "1.1  North must perform Handover\n  by  the due date\n  before  2026-10-10T09:00+02:00\n",
        "1.1  North must keep River Crossing at open at all times\n  stale  after 120 days\n",
        "1.1  North must keep Entry at 50 trucks or more each 2 weeks\n  grace  1 week in any 4 weeks\n",
        "1.1  North must keep \"access\" at 5 or less at each report\n  silence  means unknown\n",
        "1.1  North must reach Entry where cargo is fuel and number is 5 at 20 or less\n  by  2026-12-31\n",
        "1.1  Board of Peace may suspend 9.1 for 30 days\n",
        "1.1  North may Handover of each sector\n",
        "1.1  not checkable because \"no date, no measure\"\n  needs  a date, a measure\n",
        "1.1  North not checkable because \"no measure\"\n  owed  to South\n",
        "1.1  informs only \"a pathway\"\n",
        "1.1  open term \"truck\"\n  reading  A: Trucks Entered where cargo is fuel\n  reading  B: evidence 1 report by Monitors graded B2 or better\n  reading  C: open\n",
        "1.1  North must perform Handover\n  undated\n  evidence  2 of North, South each show the total graded C3 or better or none, report each item\n",
        "1.1  North must perform Handover\n  undated\n  evidence  \"proof\"\n  other hands  count\n",
        "1.1  North must perform Handover\n  undated\n  when  all of Phase 1 is met or 2026-12-31 has passed or Entry at West Gate has happened\n",
        "1.1  North must perform Handover\n  undated\n  while  all duties of South are kept; River Crossing is open\n  unless  \"flood\"\n",
        "1.1  North must perform Handover\n  undated\n  when  4.1 is kept and (8.1 stage 1 is met or Phase 1 is open)\n",
        "1.1  North must not commit Entry via River Gate\n  until  and including Phase 2\n  from  4.1 is met\n",
        "1.1  North must reach Trucks Entered of 840\n  stage  First 200 by 2026-09-17; Last 100% by 2026-12-31\n  severity  minor: above 3; serious: cargo fuel\n",
    ] {
        assert_eq!(told(&agreement(clause)), Vec::<String>::new(), "{clause}");
    }
}

#[test]
fn bad_fragments_have_their_code() {
    for (body, code) in [
        ("1.1  North must perform handover\n  undated\n", "E116"),
        ("1.1  each must perform Handover\n  undated\n", "E116"),
        ("1.1  North must perform Handover every day\n", "E116"),
        ("1.1  North must keep River Crossing at open\n", "E116"),
        (
            "1.1  North must perform Handover\n  undated  always\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  undated\n  evidence  1 report graded B9 or better\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  undated\n  silence  means failure\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  undated\n  grace  a while\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  undated\n  counts  twice\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  within  7 days before Phase 1\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  by  30 September 2026\n",
            "E114",
        ),
        (
            "1.1  North must perform Handover\n  evidence  none\n",
            "E113",
        ),
        ("body  panel\n", "E115"),
        ("challenge  any report\n", "E115"),
        ("event  Visit, purpose any\n", "E115"),
        ("anchor  X is 2026-13-01\n", "E117"),
        ("part  s is \"x\"\n", "E115"),
        ("text  certain\n", "E115"),
        ("agreement  Y\n  time  Accord Time is\n", "E114"),
        (
            "agreement  Y\n  calendar  Joint Days rest on Fridays\n",
            "E114",
        ),
    ] {
        let parsed = parse(&agreement(body));
        let codes: Vec<&str> = parsed.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, [code], "{body}");
        assert!(codes::find(code).is_some());
    }
}

/// Returns the frame of the only clause in `clause`.
fn frame(clause: &str) -> Frame {
    let parsed = parse(&agreement(clause));
    assert_eq!(parsed.diagnostics, Vec::new(), "{clause}");
    let clause = parsed.file.clauses().next().expect("a clause");
    clause.frame.clone()
}

#[test]
fn names_end_where_the_declared_name_ends() {
    let Frame::Perform(perform) =
        frame("1.1  Board of Peace must perform Return of Remains by North\n  undated\n")
    else {
        panic!("a perform");
    };
    assert_eq!(perform.act.event.text, "Return of Remains");
    assert!(matches!(
        &perform.act.arguments[0].kind,
        ArgumentKind::Term(name) if name.text == "North"
    ));
    let Frame::Perform(perform) =
        frame("1.1  North must perform Handover of each sector in Sectors\n  undated\n")
    else {
        panic!("a perform");
    };
    assert_eq!(perform.act.event.text, "Handover");
}

#[test]
fn an_unknown_name_is_the_longest_run_of_capitals() {
    let Frame::Keep(keep) = frame("1.1  North must keep Lorries Let In at 5 or more each day\n")
    else {
        panic!("a keep");
    };
    assert!(matches!(keep.measured, Measured::Named(name, _) if name.text == "Lorries Let In"));
}

#[test]
fn names_of_an_annex_may_be_told() {
    let text = agreement("1.1  Fund for Peace must perform Handover\n  undated\n");
    assert_eq!(parse(&text).diagnostics.len(), 1);
    let parsed = servanda_syntax::parse_knowing(&text, &["Fund for Peace"]);
    assert_eq!(parsed.diagnostics, Vec::new());
}

#[test]
fn an_event_ends_before_a_declared_name() {
    let text =
        "```accord\nplace  Gaza\nevent  Entry into Gaza\nevent  Transfer to Gaza of truck\n```\n";
    let parsed = parse(text);
    let events: Vec<String> = parsed
        .file
        .declarations()
        .filter_map(|one| match &one.decl {
            Decl::Event(event) => Some(format!("{}+{}", event.name.text, event.slots.len())),
            _ => None,
        })
        .collect();
    // `into` opens no slot, so the first is not read; `to` does.
    assert_eq!(events, ["Transfer+2"]);
}

#[test]
fn triggers_and_conditions_know_what_is_declared() {
    let text = agreement(
        "1.1  North must perform Handover\n  within  7 days after Phase 2 opens\n  while  Phase 1\n  \
         unless  River Crossing is open\n  except  Unheard Of\n",
    );
    let parsed = parse(&text);
    assert_eq!(parsed.diagnostics, Vec::new());
    let clause = parsed.file.clauses().next().expect("a clause");
    let values: Vec<&FieldValue> = clause.fields.iter().map(|field| &field.value).collect();
    let [
        FieldValue::Within(within),
        FieldValue::While(Condition::Phase(_)),
        FieldValue::Unless(Condition::State(_, _)),
        FieldValue::Except(Condition::Phase(unheard)),
    ] = values.as_slice()
    else {
        panic!("{values:?}");
    };
    assert!(matches!(within.trigger.kind, TriggerKind::Phase(_)));
    assert_eq!(unheard.text, "Unheard Of");
}

#[test]
fn broken_items_keep_their_number_and_names() {
    let parsed = parse(&agreement("9.9  whoever\nlist  Late Comers in annex C\n"));
    let broken: Vec<_> = parsed
        .file
        .items()
        .filter_map(|item| match item {
            Item::Broken(broken) => Some(broken),
            Item::Decl(_) | Item::Clause(_) => None,
        })
        .collect();
    assert_eq!(
        broken[0].number.as_ref().map(|one| one.text.as_str()),
        Some("9.9")
    );
    assert_eq!(broken[1].declares[0].text, "Late Comers");
}

#[test]
fn articles_hold_their_prose_and_items() {
    let text = "\u{feff}# Title\r\n\r\nBefore.\r\n\r\n## One\r\nwords\r\n\r\n```accord\r\nparty  A\r\n```\r\nmore\r\n";
    let parsed = parse(text);
    assert_eq!(parsed.diagnostics, Vec::new());
    assert_eq!(
        parsed.file.title.as_ref().map(|title| title.text.as_str()),
        Some("Title")
    );
    let [before, one] = parsed.file.articles.as_slice() else {
        panic!("{:?}", parsed.file.articles);
    };
    assert_eq!(before.heading, "");
    assert_eq!((one.heading.as_str(), one.items.len()), ("One", 1));
    let prose: Vec<&str> = one
        .prose
        .iter()
        .map(|span| &text[span.start..span.end])
        .collect();
    assert_eq!(prose, ["words\r\n\r\n", "more\r\n"]);
}

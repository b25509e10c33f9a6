//! The worked example: three planted defects and nothing else.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use servanda_model::diagnostic::{Diagnostic, Grade, Span};
use servanda_model::plan::{
    Clause, Condition, Duty, Filter, Grace, Opens, Plan, ReadingValue, SeverityTest, Subject,
    Timing, Trigger,
};
use servanda_model::time::Period;

use crate::{Compiled, Source, compile};

const TEXT: &str = include_str!("../../../../examples/riverside/agreement.md");
const MANIFEST: &[u8] = include_bytes!("../../../../examples/riverside/annexes/manifest");

fn annexes() -> BTreeMap<String, &'static [u8]> {
    macro_rules! files {
        ($($name:literal),*) => {
            BTreeMap::from([$((
                $name.to_owned(),
                &include_bytes!(concat!("../../../../examples/riverside/annexes/", $name))[..],
            )),*])
        };
    }
    files!(
        "line.geojson",
        "detainees.csv",
        "sectors.csv",
        "donors.csv",
        "holidays.csv",
        "baseline.md"
    )
}

pub(super) fn riverside() -> Compiled {
    compile(&Source {
        text: TEXT,
        manifest: Some(MANIFEST),
        annexes: annexes(),
    })
}

fn plan() -> Plan {
    riverside().plan.expect("it is named")
}

fn words(span: Span) -> &'static str {
    TEXT.get(span.start..span.end).expect("it lies in the text")
}

fn of_grade(grade: Grade) -> Vec<Diagnostic> {
    let found = riverside().diagnostics;
    found.into_iter().filter(|one| one.grade == grade).collect()
}

#[test]
fn three_warnings_and_no_error() {
    assert_eq!(of_grade(Grade::Error), []);
    let warnings = of_grade(Grade::Warning);
    let mut codes: Vec<&str> = warnings.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["A211", "A212", "A214"], "{warnings:#?}");
}

fn found(code: &str) -> Diagnostic {
    let all = riverside().diagnostics;
    all.into_iter()
        .find(|one| one.code == code)
        .expect("it is found")
}

fn labels(one: &Diagnostic) -> Vec<(&'static str, &str)> {
    one.labels
        .iter()
        .map(|label| (words(label.span), label.message.as_str()))
        .collect()
}

#[test]
fn step_three_can_never_decide() {
    let one = found("A214");
    assert_eq!(one.message, "step 3 of Ladder A can never decide");
    assert_eq!(
        labels(&one),
        [
            ("4 of 5", "four votes are needed"),
            ("accused abstains", "but only three members may then vote"),
        ]
    );
    assert_eq!(
        one.effect,
        "a case against North or South can end only in cure or snapback"
    );
    assert_eq!(
        one.ways_out,
        [
            "let those still entitled to vote decide: \"decides by 3 of 5\"",
            "let the accused vote (then either side alone can block)",
        ]
    );
}

#[test]
fn critical_cases_skip_the_reply() {
    let one = found("A212");
    assert_eq!(
        one.message,
        "a critical case skips the right of reply in Ladder A"
    );
    assert_eq!(words(one.span), "critical  starts at step 3");
    assert!(
        labels(&one)[0].0.contains("the party may reply"),
        "{:?}",
        labels(&one)
    );
}

#[test]
fn the_duty_to_let_trucks_in_lapses() {
    let one = found("A211");
    assert_eq!(
        one.message,
        "5.1 ends when Phase 2 opens, and nothing takes its place"
    );
    assert_eq!(one.clause, Some("5.1".into()));
    assert_eq!(words(one.span), "while     Phase 1");
    assert!(
        labels(&one)[0].0.starts_with("phase      Phase 2"),
        "{:?}",
        labels(&one)
    );
}

#[test]
fn clauses_without_quoted_words_are_advised() {
    let advised = of_grade(Grade::Advice);
    let clauses: Vec<String> = advised
        .iter()
        .filter(|one| one.code == "V301")
        .filter_map(|one| one.clause.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!(
        clauses,
        ["5.1", "5.2", "5.3", "6.1", "7.1", "7.2", "8.1", "9.1"]
    );
}

fn clause(id: &str) -> Clause {
    let clauses = plan().clauses;
    let found = clauses.into_iter().find(|clause| clause.id.as_str() == id);
    found.unwrap_or_else(|| panic!("{id} is there"))
}

#[test]
fn acts_and_rates_in_normal_form() {
    let release = clause("4.1");
    assert_eq!(release.title, "Release of each person in Detainees");
    assert_eq!(
        words(release.says[0].span),
        "within seventy-two\nhours of entry into force"
    );
    let Duty::Perform(perform) = &release.duty else {
        panic!("it is an act")
    };
    assert_eq!(perform.each, Some(("person".into(), "Detainees".into())));
    assert_eq!(
        perform.timing,
        Timing::Within(
            Period::hours(72),
            Trigger::Anchor("Entry into Force".into())
        )
    );
    assert_eq!(release.evidence.options.len(), 2);
    assert!(release.evidence.options[1].independent);

    let trucks = clause("5.1");
    assert_eq!(trucks.during, [Condition::PhaseOpen("Phase 1".into())]);
    assert_eq!(
        trucks.severities[2].test,
        SeverityTest::BelowRunning(Decimal::from(300), 3)
    );
    assert_eq!(
        trucks.grace,
        Some(Grace::Slack {
            periods: 1,
            window_days: 7,
            floor: Some(Decimal::from(450))
        })
    );

    let attack = clause("6.1");
    assert_eq!(
        attack.subject,
        Subject::Each(vec!["North".into(), "South".into()])
    );
    let Duty::Avoid(pattern) = &attack.duty else {
        panic!("it is a prohibition")
    };
    assert_eq!(
        pattern.filters,
        [Filter {
            field: "place".into(),
            value: "Line".to_owned()
        }]
    );
}

#[test]
fn triggered_acts_quantities_and_pledges_in_normal_form() {
    let withdrawal = clause("7.2");
    let Duty::Perform(perform) = &withdrawal.duty else {
        panic!("it is an act")
    };
    assert_eq!(perform.each, Some(("sector".into(), "Sectors".into())));
    assert!(
        matches!(&perform.timing, Timing::Within(period, Trigger::Every(event))
        if *period == Period::days(7) && event.name.as_str() == "Map Handover")
    );
    let mirror = withdrawal.mirrors.as_ref().expect("it mirrors 7.1");
    assert!(mirror.suspends && mirror.clock_stops && mirror.clause.as_str() == "7.1");

    let arms = clause("8.1");
    let Duty::Reach { stages, whole, .. } = &arms.duty else {
        panic!("it is a quantity")
    };
    let figures: Vec<Decimal> = stages.iter().map(|stage| stage.figure).collect();
    assert_eq!(figures, [210, 420, 630, 840].map(Decimal::from));
    assert_eq!(*whole, Some(Decimal::from(840)));

    let pledge = clause("9.1");
    let Duty::Perform(perform) = &pledge.duty else {
        panic!("it is an act")
    };
    assert_eq!(perform.of_its, Some("Pledge".into()));
    assert_eq!(perform.timing, Timing::ByField("due".into()));
    assert!(matches!(&pledge.subject, Subject::EachOf(role, donors)
        if role.as_str() == "Donor" && donors.len() == 3));
    assert_eq!(plan().clauses.len(), 15, "an open term is no clause");
}

#[test]
fn what_waits_and_what_cannot_be_judged_in_normal_form() {
    let excuse = &clause("12.1").excuses[0];
    assert_eq!(
        (excuse.ground.as_str(), excuse.certified_by.as_str()),
        ("flood", "Monitors")
    );
    assert_eq!(excuse.at_most, Some(Period::days(30)));
    let mirror = clause("12.3").mirrors.expect("it mirrors 12.2");
    assert!(mirror.suspends && !mirror.clock_stops && mirror.clause.as_str() == "12.2");
    let survey = clause("13.1");
    assert_eq!(
        survey.subject,
        Subject::Together(vec!["North".into(), "South".into()])
    );
    let Duty::Perform(archive) = &clause("14.1").duty else {
        panic!("it is an act")
    };
    assert_eq!(archive.timing, Timing::Undated(None));
    let Duty::NotCheckable { because, needs } = &clause("14.2").duty else {
        panic!("it cannot be checked")
    };
    assert_eq!(because, "no act, no date, no measure");
    assert_eq!(needs, &["act", "date", "measure"]);
}

#[test]
fn declarations_in_normal_form() {
    let plan = plan();
    let readings = &plan.terms[0].readings;
    assert_eq!(
        readings[1].value,
        ReadingValue::Number(Decimal::from(6), Some("hours".into()))
    );
    assert_eq!(plan.calendars[0].rest, [5, 6]);
    assert_eq!(plan.calendars[0].holidays.len(), 4);
    assert_eq!(plan.lists[0].items.len(), 6);
    assert_eq!(plan.lists[0].keyed_by, "file number");
    assert!(matches!(&plan.phases[1].opens, Opens::When(Condition::And(both)) if both.len() == 2));
    assert_eq!(
        plan.amendments[0].replaces,
        [("600 or more".to_owned(), "750 or more".to_owned())]
    );
    assert!(
        plan.measures
            .iter()
            .any(|measure| measure.name.as_str() == "Civilian Deaths")
    );
    let entry = plan
        .events
        .iter()
        .find(|event| event.name.as_str() == "Entry")
        .expect("it is there");
    assert_eq!(entry.same, ["truck".into(), "day".into()]);
    assert_eq!(entry.attributed.by, ["Example Transcriber".into()]);
    assert_eq!(plan.text_digest, crate::text_digest(TEXT, Some(MANIFEST)));
}

#[test]
fn what_is_not_judged_is_named() {
    let named: Vec<&str> = riverside()
        .not_judged
        .iter()
        .map(|one| one.construct)
        .collect();
    let of_amendments = |name: &&&str| name.contains("amendment");
    assert_eq!(named.iter().find(of_amendments), None, "{named:?}");
    assert!(
        named.contains(&"a rule of counting other than adding up"),
        "{named:?}"
    );
    assert!(named.contains(&"the latest date of a phase"), "{named:?}");
    assert!(!named.contains(&"a final deadline"), "{named:?}");
    assert!(!named.contains(&"a phase in another's place"), "{named:?}");
}

#[test]
fn all_duties_but_three_can_be_checked() {
    let all = crate::checkability(&plan(), TEXT);
    let open: Vec<(&str, &[&str])> = all
        .iter()
        .filter(|one| !one.as_agreed.checkable)
        .map(|one| (one.clause.as_str(), one.as_agreed.missing.as_slice()))
        .collect();
    assert_eq!(all.len(), 15);
    assert_eq!(
        open,
        [
            ("5.3", &["measure"][..]),
            ("14.1", &["date"][..]),
            ("14.2", &["date", "measure", "verifier"][..]),
        ]
    );
}

#[test]
fn defaults_are_printed_where_fields_are_left_out() {
    let text = crate::expand(&plan(), TEXT);
    let of = |id: &str| {
        let start = text.find(&format!("{id}  ")).expect("it is there");
        let part = &text[start..];
        part[..part.find("\n\n").unwrap_or(part.len())].to_owned()
    };
    assert!(
        of("7.1").contains("silence     means unknown"),
        "{}",
        of("7.1")
    );
    assert!(
        of("7.1").contains("reports by Example Transcriber count"),
        "{}",
        of("7.1")
    );
    assert!(!of("4.1").contains("silence"), "{}", of("4.1"));
}

#[test]
fn a_changed_annex_is_never_read() {
    let mut files = annexes();
    files.insert("detainees.csv".to_owned(), b"file_number\nD-009\n");
    let compiled = compile(&Source {
        text: TEXT,
        manifest: Some(MANIFEST),
        annexes: files,
    });
    let errors: Vec<&str> = compiled
        .diagnostics
        .iter()
        .filter(|one| one.grade == Grade::Error)
        .map(|one| one.code)
        .collect();
    assert_eq!(errors, ["E151"]);
    assert_eq!(compiled.plan.expect("it is named").lists[0].items, []);
}

/// Whatever is cut out of the text, compiling ends with spans inside it.
#[test]
fn damaged_texts_are_compiled_to_the_end() {
    let lines: Vec<&str> = TEXT.lines().collect();
    for skip in 0..lines.len() {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != skip);
        let mut text = String::new();
        for (_, line) in kept {
            text.push_str(line);
            text.push('\n');
        }
        let compiled = compile(&Source {
            text: &text,
            manifest: Some(MANIFEST),
            annexes: annexes(),
        });
        for one in compiled.diagnostics.iter().filter(|one| one.file.is_none()) {
            assert!(
                text.get(one.span.start..one.span.end).is_some(),
                "line {skip}: {one:?}"
            );
        }
    }
}

/// Words put in the place of other words: whatever comes of it, compiling ends,
/// says the same twice, and points into the text.
#[test]
fn shuffled_words_are_compiled_to_the_end() {
    let words: Vec<&str> = TEXT.split(' ').collect();
    let mut state = 20_260_501_usize;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..150 {
        let mut mixed = words.clone();
        for _ in 0..4 {
            let (to, from) = (next(words.len()), next(words.len()));
            mixed[to] = words[from];
        }
        let text = mixed.join(" ");
        let source = Source {
            text: &text,
            manifest: Some(MANIFEST),
            annexes: annexes(),
        };
        let compiled = compile(&source);
        for one in compiled.diagnostics.iter().filter(|one| one.file.is_none()) {
            let spans = one.labels.iter().map(|label| label.span).chain([one.span]);
            for span in spans {
                assert!(text.get(span.start..span.end).is_some(), "{one:?}\n{text}");
            }
        }
        assert_eq!(compiled, compile(&source));
    }
}

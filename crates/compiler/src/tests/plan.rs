//! What single constructs become, and that one broken item spoils one item.

use rust_decimal::Decimal;
use servanda_model::diagnostic::Grade;
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{Clause, Condition, Confidence, Duty, Measured, Target, Trigger};

use super::{agreement, codes, compiled};
use crate::Compiled;

fn of(items: &str) -> Compiled {
    compiled(&agreement(items), &[])
}

fn errors(compiled: &Compiled) -> Vec<&str> {
    let all = compiled.diagnostics.iter();
    all.filter(|one| one.grade == Grade::Error)
        .map(|one| one.message.as_str())
        .collect()
}

/// Compiles items without an error and returns the only clause.
fn clause(items: &str) -> Clause {
    let compiled = of(items);
    assert_eq!(errors(&compiled), Vec::<&str>::new());
    let mut clauses = compiled.plan.expect("it is named").clauses;
    assert_eq!(clauses.len(), 1);
    clauses.remove(0)
}

const RELEASE: &str = "event      Release of person\n  reported  Monitors\n";

#[test]
fn one_broken_clause_spoils_one_clause() {
    let compiled = of(&format!(
        "{RELEASE}4.1  Nroth must perform Release of person\n  by        2026-09-30\n4.2  South must \
         perform Release of person\n  by        2026-09-30\n"
    ));
    assert_eq!(errors(&compiled), ["unknown party, body or role `Nroth`"]);
    let plan = compiled.plan.expect("it is named");
    let ids: Vec<&str> = plan
        .clauses
        .iter()
        .map(|clause| clause.id.as_str())
        .collect();
    assert_eq!(ids, ["4.2"]);
}

#[test]
fn references_to_a_broken_clause_are_not_wrong_too() {
    let compiled = of(&format!(
        "{RELEASE}phase      Phase 1 opens when 4.1 is met\n4.1  Nroth must perform Release of \
         person\n  by        2026-09-30\n"
    ));
    assert_eq!(errors(&compiled).len(), 1, "{:?}", errors(&compiled));
}

#[test]
fn a_broken_declaration_keeps_what_could_be_read() {
    let compiled = of(
        "event      Release of person\n  reported  Monitors, Monitor Post\n4.1  North \
                       must perform Release of person\n  by        2026-09-30\n  evidence  1 report by \
                       Monitors\n",
    );
    assert_eq!(errors(&compiled), ["unknown party or body `Monitor Post`"]);
    let plan = compiled.plan.expect("it is named");
    assert_eq!(plan.clauses.len(), 1);
    assert_eq!(plan.events[0].reported, ["Monitors".into()]);
}

#[test]
fn nothing_is_judged_without_a_name() {
    let compiled = compiled("# Accord\n\n```accord\nparty  North\n```\n", &[]);
    assert_eq!(compiled.plan, None);
    assert_eq!(codes(&compiled), ["E120"]);
}

#[test]
fn an_event_stands_for_the_count_of_itself() {
    let found = clause(&format!(
        "{RELEASE}4.1  North must keep Release at 3 or more each week\n  evidence  1 report by Monitors\n"
    ));
    assert!(
        matches!(&found.duty, Duty::Keep { measured: Measured::Measure(name, _), .. }
        if name.as_str() == "Release")
    );
}

#[test]
fn units_that_convert_are_converted_into_the_measures() {
    let keep = |declarations: &str, bound: &str| {
        let found = clause(&format!(
            "{declarations}5.1  North must keep Delay at {bound} or less at each report\n  evidence  1 \
             report by Monitors\n"
        ));
        match found.duty {
            Duty::Keep {
                target: Target::Number(_, number, unit),
                ..
            } => (number, unit),
            other => panic!("{other:?}"),
        }
    };
    let hours = "measure    Delay in hours\n  reported  Monitors\n";
    assert_eq!(
        keep(hours, "2 days"),
        (Decimal::from(48), Some("hours".into()))
    );
    assert_eq!(keep(hours, "1 hour"), (Decimal::ONE, Some("hours".into())));
    let fuel = "unit       kg UF6 is 0.676 kg U\nmeasure    Delay in kg U\n  reported  Monitors\n";
    assert_eq!(
        keep(fuel, "300 kg UF6"),
        (Decimal::new(2028, 1), Some("kg U".into()))
    );
}

#[test]
fn parts_articles_pillars_and_confidence() {
    let text = "# Accord\n\n```accord\nagreement  Riverside Accord\nparty      North; South\npart       S is \
                \"Security Protocol\"\nbody       Monitors\n```\n\n## One\n\nprose\n\n```accord\ntext       \
                leaked from \"Riverside Post\"\nevent      Release of person\n  reported  Monitors\nS4.1  North \
                must perform Release of person\n  by        2026-09-30\npillar     Persons is S4.1\n```\n";
    let found = compiled(text, &[]);
    assert_eq!(errors(&found), Vec::<&str>::new());
    let plan = found.plan.expect("it is named");
    let clause = &plan.clauses[0];
    assert_eq!(clause.part, Some("S".into()));
    assert_eq!(clause.pillar, Some("Persons".into()));
    let article = &plan.articles[clause.article];
    assert_eq!(article.heading, "One");
    assert_eq!(
        article.confidence,
        Confidence::Leaked(Some("Riverside Post".to_owned()))
    );
}

#[test]
fn gates_triggers_and_ends() {
    let found = clause(&format!(
        "{RELEASE}anchor     D Day is 2026-05-01\nphase      Phase 1 opens on D Day\nstate      River Gate \
         is open, closed\n  reported  Monitors\n4.1  North must perform 3 Release every week from \
         2026-06-01\n  while     Phase 1 and River Gate is open\n  when      \"a permit is given\"\n  \
         until     and including 2026-12-31\n  evidence  1 report by Monitors\n"
    ));
    let Duty::Perform(perform) = &found.duty else {
        panic!("it is an act")
    };
    assert_eq!(perform.count, 3);
    assert!(matches!(&found.until, Some(Trigger::Moment(Moment::On(_)))));
    assert_eq!(
        found.gate,
        Some(Condition::Ground("a permit is given".to_owned()))
    );
    assert!(matches!(&found.during[0], Condition::And(both)
        if both[1] == Condition::State("River Gate".into(), "open".to_owned())));
}

#[test]
fn a_clause_can_trigger_another() {
    let compiled = of(&format!(
        "{RELEASE}4.1  North must perform Release of person\n  by        2026-09-30\n4.2  South must \
         perform Release of person\n  within    3 days after 4.1 is met\n"
    ));
    let plan = compiled.plan.expect("it is named");
    assert!(matches!(&plan.clauses[1].duty, Duty::Perform(perform)
        if matches!(&perform.timing, servanda_model::plan::Timing::Within(_, Trigger::Clause(id, ClauseIs::Met))
            if id.as_str() == "4.1")));
}

#[test]
fn evidence_none_leaves_nothing_that_establishes() {
    let found = clause(&format!(
        "{RELEASE}4.1  North must perform Release of person\n  by        2026-09-30\n  evidence  none\n"
    ));
    assert_eq!(found.evidence.options, []);
}

#[test]
fn evidence_left_to_an_open_term_is_not_judged() {
    let compiled = of(&format!(
        "{RELEASE}4.0  open term \"due proof\" settled by Monitors\n  reading   A: evidence 1 report by \
         Monitors\n4.1  North must perform Release of person\n  by        2026-09-30\n  evidence  \"due proof\"\n"
    ));
    assert_eq!(errors(&compiled), Vec::<&str>::new());
    assert!(
        compiled
            .not_judged
            .iter()
            .any(|one| one.clause == Some("4.1".into()))
    );
}

#[test]
fn the_text_can_accept_a_warning_and_the_reason_is_kept() {
    let items = "event      Release of person\n  reported  North\n4.1  North must perform Release of \
                 person\n  by        2026-09-30\n  evidence  1 report by North\n  accepts   A203 because \
                 \"nobody else has access\"\n";
    let compiled = of(items);
    assert!(!codes(&compiled).contains(&"A203"));
    let (found, because) = &compiled.accepted[0];
    assert_eq!(
        (found.code, because.as_str()),
        ("A203", "nobody else has access")
    );
    assert!(!codes(&compiled).contains(&"V312"));
}

#[test]
fn mixed_readings_of_one_circle_are_told_once() {
    let compiled = of(&format!(
        "{RELEASE}phase      Phase 1 opens when 4.1 is met\nphase      Phase 2 opens when Phase 1 is open \
         and (4.1 is met or 4.2 is met)\n4.1  North must perform Release of person\n  while     Phase 2\n  \
         by        2026-09-30\n4.2  South must perform Release of person\n  by        2026-09-30\n"
    ));
    let told: Vec<&str> = compiled
        .diagnostics
        .iter()
        .filter(|one| one.code == "A201")
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(told, ["Phase 1, 4.1 and Phase 2 wait for each other"]);
}

#[test]
fn an_alternative_way_in_unties_the_knot() {
    let compiled = of(&format!(
        "{RELEASE}phase      Phase 2 opens when 4.1 is met or 2026-12-31 has passed\n4.1  North must perform \
         Release of person\n  while     Phase 2\n  by        2027-09-30\n"
    ));
    assert!(
        !codes(&compiled).contains(&"A201"),
        "{:?}",
        codes(&compiled)
    );
}

#[test]
fn proposed_fields_do_not_count_as_agreed() {
    let text = agreement(&format!(
        "{RELEASE}4.1  North must perform Release of person\n  by        2026-09-30\n  evidence  1 report by \
         Monitors\n  proposed  by, evidence by Servanda\n"
    ));
    let plan = compiled(&text, &[]).plan.expect("it is named");
    let one = &crate::checkability(&plan, &text)[0];
    assert_eq!(one.as_agreed.missing, ["date", "verifier"]);
    assert!(one.with_proposed.checkable);
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let compiled = of(
        "4.1  Nroth must perform Release\n  by        2026-09-30\n4.2  Suoth must perform \
                       Release\n  by        2026-09-30\n",
    );
    let spans: Vec<usize> = compiled
        .diagnostics
        .iter()
        .map(|one| one.span.start)
        .collect();
    let mut sorted = spans.clone();
    sorted.sort_unstable();
    assert_eq!(spans, sorted);
    assert!(spans.len() >= 2);
}

#[test]
fn keys_of_items_are_one_word() {
    let file = "sector\nSector East\n".to_owned();
    let manifest = format!("C 1 c.csv {}\n", crate::source::digest(file.as_bytes()));
    let files = [
        ("c.csv".to_owned(), file),
        ("manifest".to_owned(), manifest),
    ];
    let compiled = compiled(&agreement("list       Sectors from annex C\n"), &files);
    assert_eq!(codes(&compiled), ["E154"]);
    assert_eq!(compiled.plan.expect("it is named").lists[0].items, []);
}

#[test]
fn a_difference_that_the_text_explains_is_not_told() {
    let pair = |why: &str| {
        of(&format!(
            "{RELEASE}4.1  North must perform Release of person\n  within    7 days after Entry into \
             Force\n4.2  South must perform Release of person\n  within    30 days after Entry into \
             Force\n{why}"
        ))
    };
    assert!(codes(&pair("")).contains(&"V309"));
    let explained = pair("  asymmetric because \"South has farther to go\"\n");
    assert!(!codes(&explained).contains(&"V309"));
}

#[test]
fn who_acts_is_dropped_where_it_is_the_obligor_and_told_where_it_is_another() {
    let attack = "event      Attack by party\n  reported  Monitors\nevent      Withdrawal\n  reported  \
                  Monitors\n";
    let own = clause(&format!(
        "{attack}6.1  North must not commit Attack by North\n  evidence  1 report by Monitors\n"
    ));
    assert!(matches!(&own.duty, Duty::Avoid(pattern) if pattern.filters.is_empty()));
    let other = of(&format!(
        "{attack}6.1  North must perform Withdrawal\n  within    3 days after Attack by South\n"
    ));
    assert!(
        other
            .not_judged
            .iter()
            .any(|one| one.clause == Some("6.1".into())),
        "{:?}",
        other.not_judged
    );
}

//! Evidence rules, severities and the optional fields of a clause.
//!
//! Entry points: [`extras`], `add`, [`evidence`].

use proptest::prelude::*;
use servanda_model::figure::Decimal;
use servanda_model::names::ClauseId;
use servanda_model::plan::clause::Mirror;
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{
    Cadence, Clause, Condition, Duty, EventPattern, EvidenceOption, EvidenceRule, Excuse, Grace,
    Grade, Perform, Phase, ProposedField, Reporters, Severity, SeverityRule, SeverityTest,
    TestimonyKind, Timing, Trigger,
};
use servanda_model::time::Period;

use super::day;

/// One optional field.
#[derive(Clone, Copy, Debug)]
pub enum Extra {
    /// `grace` of days, hours, or certified.
    Grace(u8),
    /// `from`.
    From(u8),
    /// `until`.
    Until,
    /// `while`.
    While(u8),
    /// `when`.
    When(u8),
    /// `unless`.
    Unless(u8),
    /// `afresh`.
    Afresh,
    /// `excused`.
    Excused,
    /// `mirrors`.
    Mirrors,
    /// `in step with`.
    InStep,
    /// `alongside`.
    Alongside,
    /// `prevails over`.
    Prevails,
    /// `proposed`.
    Proposed,
    /// `stale`.
    Stale,
}

/// Returns a strategy for one optional field.
pub fn extras() -> impl Strategy<Value = Extra> {
    prop_oneof![
        1 => Just(Extra::Proposed),
        1 => (0_u8..3).prop_map(Extra::Grace),
        1 => (0_u8..3).prop_map(Extra::From),
        1 => Just(Extra::Until),
        1 => (0_u8..4).prop_map(Extra::While),
        1 => (0_u8..3).prop_map(Extra::When),
        1 => (0_u8..3).prop_map(Extra::Unless),
        1 => Just(Extra::Afresh),
        1 => Just(Extra::Excused),
        2 => Just(Extra::Mirrors),
        1 => Just(Extra::InStep),
        1 => Just(Extra::Alongside),
        1 => Just(Extra::Prevails),
        1 => Just(Extra::Stale),
    ]
}

/// Returns an evidence rule.
pub fn evidence(choice: u8) -> EvidenceRule {
    let plain = EvidenceOption {
        need: 1,
        by: Reporters::AnyListed,
        independent: false,
        neutral: 0,
        kind: TestimonyKind::Report,
        grade: None,
    };
    let named = |names: &[&str]| Reporters::Named(names.iter().map(|n| (*n).into()).collect());
    let finding = EvidenceOption {
        kind: TestimonyKind::Finding,
        by: named(&["Commission", "Monitors"]),
        ..plain.clone()
    };
    let two = EvidenceOption {
        need: 2,
        ..plain.clone()
    };
    let options = match choice {
        0 => vec![plain],
        1 => vec![two],
        2 => vec![EvidenceOption {
            independent: true,
            ..two
        }],
        3 => vec![
            EvidenceOption {
                by: named(&["Monitors"]),
                ..plain
            },
            EvidenceOption {
                independent: true,
                ..two
            },
        ],
        4 => vec![
            EvidenceOption {
                grade: Some(Grade {
                    source: 'B',
                    content: 2,
                }),
                ..plain
            },
            finding,
        ],
        5 => vec![EvidenceOption { neutral: 1, ..two }],
        6 => vec![EvidenceOption {
            by: named(&["North", "Monitors", "Office"]),
            ..two
        }],
        _ => vec![finding],
    };
    EvidenceRule {
        options,
        each_item: false,
    }
}

/// Returns a severity table by harm.
pub(crate) fn severities() -> Vec<SeverityRule> {
    let by_harm = |severity, harm: &str| SeverityRule {
        severity,
        test: SeverityTest::FieldIs("harm".into(), harm.to_owned()),
    };
    vec![
        by_harm(Severity::Minor, "none"),
        by_harm(Severity::Critical, "death"),
        SeverityRule {
            severity: Severity::Serious,
            test: SeverityTest::Otherwise,
        },
    ]
}

/// Returns a condition that a clause at this place may read.
fn condition(choice: u8, place: usize, free: bool, phases: &[Phase]) -> Condition {
    let earlier = ClauseId::new(format!("1.{place}"));
    let reported = EvidenceRule {
        options: evidence(0).options,
        each_item: false,
    };
    match choice {
        0 if !free && !phases.is_empty() => Condition::PhaseOpen("Phase 1".into()),
        1 if place > 0 => Condition::Clause(earlier, ClauseIs::Kept),
        2 if place > 0 => Condition::Clause(earlier, ClauseIs::Met),
        3 => Condition::State("Crossing".into(), "open".to_owned()),
        _ => Condition::Happened(
            EventPattern {
                name: "Handover".into(),
                filters: Vec::new(),
            },
            reported,
        ),
    }
}

/// Adds an optional field where the clause's frame admits it.
pub(crate) fn add(clause: &mut Clause, extra: Extra, place: usize, free: bool, phases: &[Phase]) {
    let acts = matches!(clause.duty, Duty::Perform(_) | Duty::Reach { .. });
    let perform = matches!(clause.duty, Duty::Perform(_));
    let single = clause.subject.actors().len() == 1;
    let earlier = (place > 0).then(|| ClauseId::new(format!("1.{place}")));
    let rated = matches!(
        &clause.duty,
        Duty::Keep {
            cadence: Cadence::Each(_),
            ..
        }
    );
    let recurring = matches!(
        &clause.duty,
        Duty::Perform(Perform {
            timing: Timing::Recurring,
            ..
        })
    );
    match extra {
        Extra::Grace(kind) => grace(clause, kind, acts, rated),
        Extra::From(kind) if !recurring => {
            clause.from = Some(match kind {
                0 => Trigger::Moment(Moment::On(day(4))),
                1 => Trigger::Anchor("Start Day".into()),
                _ => Trigger::Moment(Moment::On(day(9))),
            });
        }
        Extra::Until if !recurring => clause.until = Some(Trigger::Moment(Moment::On(day(10)))),
        Extra::While(kind) => clause.during = vec![condition(kind, place, free, phases)],
        Extra::When(kind) => clause.gate = Some(condition(kind, place, free, phases)),
        Extra::Unless(kind) => clause.exceptions = vec![condition(kind + 1, place, free, phases)],
        Extra::Afresh if perform => clause.afresh = true,
        Extra::Excused if acts || rated => clause.excuses.push(Excuse {
            ground: "war".to_owned(),
            certified_by: "Commission".into(),
            at_most: place.is_multiple_of(2).then(|| Period::days(4)),
        }),
        Extra::Mirrors => {
            clause.mirrors = earlier.map(|clause| Mirror {
                clause,
                suspends: true,
                clock_stops: false,
            });
        }
        Extra::InStep if acts && single => clause.in_step_with = earlier,
        Extra::Alongside if perform && single && !recurring => {
            clause.alongside = earlier.map(|id| (id, Period::days(2)));
        }
        Extra::Prevails if place > 1 => clause.prevails_over = earlier.into_iter().collect(),
        Extra::Proposed => clause.proposed.push(ProposedField {
            label: "evidence".to_owned(),
            by: "Servanda".to_owned(),
        }),
        Extra::Stale if !acts && !rated => clause.stale = Some(Period::days(5)),
        _ => {}
    }
}

fn grace(clause: &mut Clause, kind: u8, acts: bool, rated: bool) {
    clause.grace = match kind {
        0 if acts => Some(Grace::Longer(Period::days(1))),
        1 if acts => Some(Grace::Longer(Period::hours(24))),
        2 if acts => Some(Grace::LongerIfCertified {
            period: Period::days(2),
            by: "Commission".into(),
            ground: "unreachable".to_owned(),
        }),
        _ if rated => Some(Grace::Slack {
            periods: 1,
            window_days: 7,
            floor: (kind > 0).then_some(Decimal::ONE),
        }),
        _ => None,
    };
}

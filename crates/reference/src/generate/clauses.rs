//! Clauses over all frames, built from small numbers.
//!
//! Entry points: [`drafts`], `build`. A clause refers only to clauses before
//! it, and a clause that a gate may read hangs on no phase, so that nothing
//! asks for its own status.

use proptest::prelude::*;
use servanda_model::diagnostic::Span;
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{
    Cadence, Clause, Counting, Duty, EventPattern, Filter, Measured, OtherHands, Perform, Phase,
    Silence, Stage, Subject, Target, Timing, Trigger,
};
use servanda_model::time::{Period, PeriodUnit};

use super::day;
use super::extras::{self, Extra};

/// A clause in small numbers.
#[derive(Clone, Debug)]
pub struct Draft {
    frame: u8,
    subject: u8,
    timing: u8,
    evidence: u8,
    silence: u8,
    lag: bool,
    hands: u8,
    number: u8,
    filtered: bool,
    extras: Vec<Extra>,
}

/// Returns a strategy for clauses.
pub fn drafts() -> impl Strategy<Value = Draft> {
    (
        0_u8..14,
        prop_oneof![6 => Just(0_u8), 2 => Just(1_u8), 1 => Just(2_u8)],
        0_u8..14,
        prop_oneof![5 => Just(0_u8), 4 => 1_u8..8],
        0_u8..3,
        prop::bool::weighted(0.2),
        prop_oneof![4 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)],
        1_u8..=3,
        prop::bool::weighted(0.1),
        prop::collection::vec(extras::extras(), 0..=2),
    )
        .prop_map(
            |(frame, subject, timing, evidence, silence, lag, hands, number, filtered, extras)| {
                Draft {
                    frame,
                    subject,
                    timing,
                    evidence,
                    silence,
                    lag,
                    hands,
                    number,
                    filtered,
                    extras,
                }
            },
        )
}

fn pattern(name: &str) -> EventPattern {
    EventPattern {
        name: name.into(),
        filters: Vec::new(),
    }
}

fn into_force() -> Trigger {
    Trigger::Anchor("Entry into Force".into())
}

/// Returns a timing; the triggers are such that everything can be told.
fn timing(choice: u8, place: usize, free: bool, phases: &[Phase]) -> Timing {
    let within = |period: Period, trigger: Trigger| Timing::Within(period, trigger);
    match choice {
        0 => Timing::By(Moment::On(day(8))),
        1 => within(Period::hours(72), into_force()),
        2 => within(Period::days(5), into_force()),
        3 => Timing::Before(Moment::On(day(8))),
        4 => within(
            Period {
                count: 3,
                unit: PeriodUnit::Working("Joint Days".into()),
            },
            into_force(),
        ),
        5 => Timing::Undated(None),
        6 => within(Period::days(3), Trigger::First(pattern("Handover"))),
        7 => within(Period::hours(48), Trigger::First(pattern("Handover"))),
        8 => within(Period::days(4), Trigger::Anchor("Start Day".into())),
        9 => Timing::Undated(Some(Trigger::First(pattern("Handover")))),
        10 if place > 0 => within(
            Period::days(4),
            Trigger::Clause(ClauseId::new(format!("1.{place}")), ClauseIs::Met),
        ),
        11 if !free && !phases.is_empty() => within(
            Period::days(4),
            Trigger::Opening(
                phases
                    .last()
                    .map_or_else(|| "Phase 1".into(), |p| p.name.clone()),
            ),
        ),
        12 => Timing::By(Moment::At(
            jiff::civil::date(2026, 1, 13)
                .at(9, 0, 0, 0)
                .to_zoned(jiff::tz::TimeZone::UTC)
                .map_or(jiff::Timestamp::UNIX_EPOCH, |z| z.timestamp()),
        )),
        _ => within(
            Period {
                count: 1,
                unit: PeriodUnit::Week,
            },
            into_force(),
        ),
    }
}

fn perform(event: &str, count: u8, timing: Timing) -> Perform {
    Perform {
        event: pattern(event),
        each: None,
        count: u32::from(count),
        every: None,
        of_its: None,
        timing,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a strategy is one table, read row by row"
)]
fn duty(draft: &Draft, place: usize, free: bool, phases: &[Phase]) -> Duty {
    let timed = || timing(draft.timing, place, free, phases);
    let number = Decimal::from(draft.number);
    let measure = |name: &str| Measured::Measure(name.into(), Vec::new());
    let trucks = if draft.timing.is_multiple_of(3) {
        "Fuel"
    } else {
        "Trucks"
    };
    let keep = |measured, target, cadence| Duty::Keep {
        measured,
        target,
        cadence,
    };
    let level = Target::Number(Comparison::AtMost, number, None);
    match draft.frame {
        0 => Duty::Perform(Perform {
            each: Some(("person".into(), "Persons".into())),
            ..perform("Release", 1, timed())
        }),
        1 => Duty::Perform(perform("Handover", 1, timed())),
        2 => Duty::Perform(perform("Entry", draft.number, timed())),
        3 => Duty::Perform(Perform {
            every: Some((
                Period {
                    count: 1,
                    unit: if draft.timing % 4 == 1 {
                        PeriodUnit::Day
                    } else {
                        PeriodUnit::Week
                    },
                },
                if draft.timing < 8 {
                    Trigger::Moment(Moment::On(day(3)))
                } else {
                    into_force()
                },
            )),
            ..perform(
                "Entry",
                if draft.timing % 4 == 3 { 2 } else { 1 },
                Timing::Recurring,
            )
        }),
        4 => {
            let within = Period::days(4);
            let each = draft
                .timing
                .is_multiple_of(2)
                .then(|| ("person".into(), "Persons".into()));
            Duty::Perform(Perform {
                each,
                ..perform(
                    "Release",
                    1,
                    Timing::Within(within, Trigger::Every(pattern("Handover"))),
                )
            })
        }
        5 => {
            let within = Period::hours(72);
            Duty::Perform(perform(
                "Entry",
                draft.number,
                Timing::Within(within, Trigger::Every(pattern("Attack"))),
            ))
        }
        6 => Duty::Perform(Perform {
            of_its: Some("Pledge".into()),
            ..perform("Payment", 1, Timing::ByField("due".into()))
        }),
        7 => Duty::Avoid(pattern("Attack")),
        8 => keep(
            measure(trucks),
            Target::Number(
                if draft.timing == 13 {
                    Comparison::AtMost
                } else {
                    Comparison::AtLeast
                },
                number,
                None,
            ),
            Cadence::Each(Period {
                count: 1,
                unit: if draft.timing % 5 == 4 {
                    PeriodUnit::Week
                } else {
                    PeriodUnit::Day
                },
            }),
        ),
        9 => keep(
            measure("Waiting"),
            level,
            if draft.timing.is_multiple_of(2) {
                Cadence::AtEachReport
            } else {
                Cadence::AtAllTimes
            },
        ),
        10 => keep(
            Measured::State("Crossing".into()),
            Target::State("open".to_owned()),
            if draft.timing.is_multiple_of(2) {
                Cadence::AtEachReport
            } else {
                Cadence::AtAllTimes
            },
        ),
        11 => reach(draft, measure(trucks), Comparison::AtLeast, timed()),
        12 => reach(draft, measure("Waiting"), Comparison::AtMost, timed()),
        _ => keep(
            measure("Waiting"),
            Target::Term(Comparison::AtMost, "reasonable".into()),
            Cadence::AtEachReport,
        ),
    }
}

fn reach(draft: &Draft, measured: Measured, comparison: Comparison, timing: Timing) -> Duty {
    let stage = |name: &str, figure: i64, timing| Stage {
        name: name.to_owned(),
        figure: Decimal::from(figure),
        timing,
    };
    let number = i64::from(draft.number);
    let stages = if draft.timing.is_multiple_of(2) {
        vec![
            stage("1", number, Timing::By(Moment::On(day(7)))),
            stage("2", number * 2, Timing::By(Moment::On(day(11)))),
        ]
    } else {
        vec![stage("", number, timing)]
    };
    Duty::Reach {
        measured,
        comparison,
        stages,
        whole: None,
    }
}

fn subject(choice: u8) -> Subject {
    let both = || vec!["North".into(), "South".into()];
    match choice {
        0 => Subject::Each(vec!["North".into()]),
        1 => Subject::Each(both()),
        _ => Subject::Together(both()),
    }
}

/// Makes a clause; `free` keeps it off phases.
pub(crate) fn build(draft: &Draft, place: usize, last: bool, phases: &[Phase]) -> Clause {
    let free = place == 0 || last;
    let mut clause = bare(place + 1, duty(draft, place, free, phases));
    if draft.filtered
        && let Duty::Perform(perform) = &mut clause.duty
        && perform.event.name.as_str() == "Release"
    {
        let gates = Filter {
            field: "place".into(),
            value: "Gates".to_owned(),
        };
        perform.event.filters.push(gates);
    }
    if let (true, Duty::Avoid(attack)) = (draft.filtered, &mut clause.duty) {
        attack.filters.push(Filter {
            field: "place".into(),
            value: "Ridge".to_owned(),
        });
    }
    clause.subject = subject(draft.subject);
    clause.evidence = extras::evidence(draft.evidence);
    if draft.silence == 1 {
        clause.silence = Silence::NotDoneOnceClosed {
            by: "Monitors".into(),
            what: "it".to_owned(),
        };
    }
    clause.reports_lag = draft.lag.then(|| Period::hours(48));
    clause.other_hands = match draft.hands {
        0 => OtherHands::Discharge,
        1 => OtherHands::Count,
        _ => OtherHands::DoNotCount,
    };
    for extra in &draft.extras {
        extras::add(&mut clause, *extra, place, free, phases);
    }
    clause
}

/// Returns clause `1.N` with a duty of North, owed to South, and the defaults
/// of the language everywhere else.
pub fn bare(number: usize, duty: Duty) -> Clause {
    let currency = matches!(&duty, Duty::Perform(p) if p.of_its.is_some());
    Clause {
        id: ClauseId::new(format!("1.{number}")),
        title: String::new(),
        sentence: String::new(),
        article: 0,
        part: None,
        pillar: None,
        subject: subject(0),
        owed_to: vec!["South".into()],
        duty,
        from: None,
        until: None,
        during: Vec::new(),
        gate: None,
        exceptions: Vec::new(),
        afresh: false,
        evidence: extras::evidence(0),
        silence: Silence::Unknown,
        reports_lag: None,
        grace: None,
        severities: extras::severities(),
        counting: currency
            .then(|| Counting::Currency("USD".into()))
            .into_iter()
            .collect(),
        response: None,
        other_hands: OtherHands::Discharge,
        mirrors: None,
        in_step_with: None,
        alongside: None,
        certified: None,
        excuses: Vec::new(),
        stale: None,
        final_deadline: false,
        prevails_over: Vec::new(),
        says: Vec::new(),
        proposed: Vec::new(),
        accepts: Vec::new(),
        notes: Vec::new(),
        added_by: None,
        span: Span::default(),
    }
}

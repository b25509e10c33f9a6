//! A compact builder of plans and records.

use std::collections::BTreeMap;

use jiff::tz::{Offset, TimeZone};
use servanda_model::assessment::{AsOf, Assessment, ClauseStatus, Known};
use servanda_model::diagnostic::Span;
use servanda_model::figure::{Comparison, Decimal, Figure};
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Actor, ActorKind, Anchor, AnchorValue, Attributed, Cadence, ChallengeRule, Clause, Condition,
    Duty, EventField, EventKind, EventPattern, EvidenceOption, EvidenceRule, FieldKind, Filter,
    Item, List, Measure, Measured, Opens, OtherHands, Perform, Phase, Plan, Reporters, Silence,
    Subject, Target, TestimonyKind, Timing, Trigger,
};
use servanda_model::record::{
    Act, Citation, Closure, Coverage, Decision, DecisionAct, Entry, LeafIndex, Record, Report,
    Source,
};
use servanda_model::time::{Date, Instant, Period, PeriodUnit, When, Zone};

/// Reads a day.
pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Reads an instant.
pub(super) fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

/// Returns a day as a happening.
pub(super) fn on(text: &str) -> When {
    When::On(day(text), day(text))
}

fn actor(name: &str, kind: ActorKind, neutral: bool) -> Actor {
    Actor {
        name: name.into(),
        kind,
        parties: if kind == ActorKind::Party {
            vec![name.into()]
        } else {
            Vec::new()
        },
        neutral,
        seats: Vec::new(),
        decides: None,
        span: Span::default(),
    }
}

fn event(name: &str, fields: &[(&str, FieldKind)]) -> EventKind {
    EventKind {
        name: name.into(),
        fields: fields
            .iter()
            .map(|(name, kind)| EventField {
                name: (*name).into(),
                kind: kind.clone(),
            })
            .collect(),
        by: None,
        reported: Vec::new(),
        attributed: Attributed::default(),
        same: Vec::new(),
        span: Span::default(),
    }
}

/// Makes a plan with two parties, three bodies, a list of twenty persons, some
/// events and a measure, in force on 10 October 2025.
pub(super) fn plan(clauses: Vec<Clause>) -> Plan {
    Plan {
        title: "Test".into(),
        text_digest: String::new(),
        zone: Zone {
            name: "UTC+02:00".into(),
            zone: TimeZone::fixed(Offset::constant(2)),
        },
        languages: Vec::new(),
        calendars: Vec::new(),
        parts: Vec::new(),
        articles: Vec::new(),
        actors: vec![
            actor("North", ActorKind::Party, false),
            actor("South", ActorKind::Party, false),
            actor("Monitors", ActorKind::Body, true),
            actor("Relief", ActorKind::Body, true),
            actor("Press", ActorKind::Body, false),
        ],
        roles: Vec::new(),
        lists: vec![List {
            name: "Persons".into(),
            annex: "B".into(),
            keyed_by: "number".into(),
            items: (1..=20)
                .map(|number| Item {
                    key: number.to_string().as_str().into(),
                    attributes: Vec::new(),
                })
                .collect(),
        }],
        places: Vec::new(),
        events: vec![
            event(
                "Release",
                &[("person", FieldKind::ItemOf("Persons".into()))],
            ),
            event("Handover", &[]),
            event("Withdrawal", &[]),
            event("Attack", &[("harm", FieldKind::Text)]),
            event("Entry", &[]),
        ],
        measures: vec![Measure {
            name: "Trucks".into(),
            counts: Some(("Entry".into(), Vec::new())),
            unit: None,
            reported: Vec::new(),
            attributed: Attributed::default(),
            span: Span::default(),
        }],
        states: Vec::new(),
        units: Vec::new(),
        anchors: vec![Anchor {
            name: "Entry into Force".into(),
            stated: Some(AnchorValue::On(day("2025-10-10"))),
            adopted_by: None,
            span: Span::default(),
        }],
        phases: Vec::new(),
        terms: Vec::new(),
        clauses,
        ladders: Vec::new(),
        challenge: None,
        authorities: Vec::new(),
        amendments: Vec::new(),
        indicators: Vec::new(),
    }
}

/// Makes an evidence rule of one option.
pub(super) fn evidence(need: u32, by: &[&str]) -> EvidenceRule {
    EvidenceRule {
        options: vec![EvidenceOption {
            need,
            by: if by.is_empty() {
                Reporters::AnyListed
            } else {
                Reporters::Named(by.iter().map(|name| (*name).into()).collect())
            },
            independent: false,
            neutral: 0,
            kind: TestimonyKind::Report,
            grade: None,
        }],
        each_item: false,
    }
}

/// Makes a clause of North.
pub(super) fn clause(id: &str, duty: Duty) -> Clause {
    Clause {
        id: id.into(),
        title: String::new(),
        sentence: format!("North must do {id}"),
        article: 0,
        part: None,
        pillar: None,
        subject: Subject::Each(vec!["North".into()]),
        owed_to: Vec::new(),
        duty,
        from: None,
        until: None,
        during: Vec::new(),
        gate: None,
        exceptions: Vec::new(),
        afresh: false,
        evidence: evidence(1, &[]),
        silence: Silence::Unknown,
        reports_lag: None,
        grace: None,
        severities: Vec::new(),
        counting: Vec::new(),
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

/// Makes the pattern of an event.
pub(super) fn pattern(name: &str) -> EventPattern {
    EventPattern {
        name: name.into(),
        filters: Vec::new(),
    }
}

/// Makes a duty to perform an act once.
pub(super) fn perform(event: &str, timing: Timing) -> Duty {
    Duty::Perform(Perform {
        event: pattern(event),
        each: None,
        count: 1,
        every: None,
        of_its: None,
        timing,
    })
}

/// Makes the duty to release each person within some days of entry into force.
pub(super) fn release(days: u32) -> Duty {
    Duty::Perform(Perform {
        event: pattern("Release"),
        each: Some(("person".into(), "Persons".into())),
        count: 1,
        every: None,
        of_its: None,
        timing: within(days, Trigger::Anchor("Entry into Force".into())),
    })
}

/// Makes a timing of days after a trigger.
pub(super) fn within(days: u32, trigger: Trigger) -> Timing {
    Timing::Within(Period::days(days), trigger)
}

/// Makes a timing by the end of a day.
pub(super) fn by(text: &str) -> Timing {
    Timing::By(Moment::On(day(text)))
}

/// Makes the duty to keep trucks at a number or more each day.
pub(super) fn trucks(least: i64) -> Duty {
    Duty::Keep {
        measured: Measured::Measure("Trucks".into(), Vec::<Filter>::new()),
        target: Target::Number(Comparison::AtLeast, Decimal::from(least), None),
        cadence: Cadence::Each(Period {
            count: 1,
            unit: PeriodUnit::Day,
        }),
    }
}

/// Makes a phase that opens on a condition.
pub(super) fn phase(name: &str, opens: Opens) -> Phase {
    Phase {
        name: name.into(),
        for_each: None,
        opens,
        opened_by_declaration_of: None,
        certified: None,
        waived_by: None,
        latest: None,
        beside: Vec::new(),
        instead_of: None,
        clauses: Vec::new(),
        notes: Vec::new(),
        span: Span::default(),
    }
}

/// Makes the condition that a clause is met.
pub(super) fn met(id: &str) -> Condition {
    Condition::Clause(id.into(), servanda_model::plan::duty::ClauseIs::Met)
}

/// Makes the rule by which reports are challenged within a week.
pub(super) fn challenges() -> ChallengeRule {
    ChallengeRule {
        within: Period::days(7),
        ruled_by: "Monitors".into(),
        ruling_within: Some(Period::days(14)),
        report_stands_without_ruling: true,
        span: Span::default(),
    }
}

/// Makes a report.
pub(super) fn report(of: &str, reporter: &str, happened: When) -> Report {
    Report {
        of: of.into(),
        reporter: reporter.into(),
        via: None,
        origin: None,
        actors: Vec::new(),
        happened,
        period: None,
        figure: None,
        per: None,
        running_total: false,
        unit: None,
        fields: BTreeMap::new(),
        value: None,
        scope: None,
        grade: None,
        note: None,
    }
}

/// Sets a field of a report.
pub(super) fn with(mut report: Report, field: &str, value: &str) -> Report {
    report.fields.insert(field.into(), value.into());
    report
}

/// Gives a report an exact figure.
pub(super) fn figure(mut report: Report, n: i64) -> Report {
    report.figure = Some(Figure::Exact(Decimal::from(n)));
    report
}

/// Makes a running total.
pub(super) fn total(of: &str, reporter: &str, happened: When, n: i64) -> Report {
    let mut report = figure(report(of, reporter, happened), n);
    report.running_total = true;
    report
}

/// Makes a closure.
pub(super) fn closure(by: &str, of: &str, happened: When) -> Act {
    Act::Closure(Closure {
        by: by.into(),
        of: of.into(),
        period: None,
        fields: BTreeMap::new(),
        happened,
    })
}

/// Makes a statement of coverage.
pub(super) fn coverage(until: &str) -> Act {
    Act::Coverage(Coverage {
        of: None,
        until: day(until),
    })
}

/// Makes a decision.
pub(super) fn decision(act: DecisionAct, by: &str, of: &str, happened: When) -> Act {
    Act::Decision(Decision {
        act,
        by: by.into(),
        via: None,
        happened,
        of: of.into(),
        fields: BTreeMap::new(),
        value: None,
        until: None,
        reasons: None,
        residuals: Vec::new(),
        votes: BTreeMap::new(),
        grade: None,
    })
}

/// Makes a record of acts, one a minute, each signed by who reports.
pub(super) fn record(acts: Vec<Act>) -> Record {
    let start = at("2025-11-01T00:00:00Z");
    let entries = (0_u64..)
        .zip(acts)
        .map(|(index, act)| {
            let signer = match &act {
                Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report)) => {
                    report.reporter.clone()
                }
                _ => "Monitors".into(),
            };
            let minutes = i64::try_from(index).expect("few entries");
            Entry {
                citation: Citation::whole(LeafIndex(index)),
                received_at: start + jiff::SignedDuration::from_mins(minutes),
                signer,
                act: Some(act),
                refers_to: Vec::new(),
                source: Source::default(),
            }
        })
        .collect();
    Record {
        entries,
        backfill: 0,
        ..Record::default()
    }
}

/// Judges a record in which everything is known, at the end of a day.
pub(super) fn judge(plan: &Plan, record: &Record, at_end_of: &str) -> Assessment {
    let as_of = AsOf {
        at: plan.zone.day_end(day(at_end_of)),
        known: Known::Size(u64::MAX),
    };
    crate::assess(plan, record, as_of)
}

/// Returns one clause's status.
pub(super) fn status<'a>(assessment: &'a Assessment, id: &str) -> &'a ClauseStatus {
    assessment
        .clauses
        .iter()
        .find(|clause| clause.id == ClauseId::from(id))
        .expect("the clause")
}

//! Small agreements: a fixed set of declarations, and drawn clauses, phases
//! and rules.
//!
//! Entry point: [`plans`].

use proptest::prelude::*;
use servanda_model::diagnostic::Span;
use servanda_model::figure::Decimal;
use servanda_model::names::{ActorName, AnchorName, ClauseId, FieldName, PhaseName};
use servanda_model::plan::clause::Mirror;
use servanda_model::plan::duty::{ClauseIs, Moment};
use servanda_model::plan::{
    Actor, Anchor, AnchorValue, Article, Attributed, Certification, ChallengeRule, Clause,
    Condition, Confidence, EventField, EventKind, Filter, Item, List, Measure, OnSilence, OpenTerm,
    Opens, Performer, Phase, Place, Plan, Reading, ReadingValue, StateKind, Trigger, Unit,
};
use servanda_model::plan::{ActorKind, FieldKind};
use servanda_model::time::{Calendar, Period, Zone};

use super::clauses::{self, Draft};
use super::day;

/// What of an agreement is drawn.
#[derive(Clone, Debug)]
struct PlanDraft {
    items: usize,
    into_force: u8,
    attributed: bool,
    same: u8,
    challenge: u8,
    phases: u8,
    gate: u8,
    certified: u8,
    clauses: Vec<Draft>,
    zone: bool,
}

/// Returns a strategy for small agreements.
pub fn plans() -> impl Strategy<Value = Plan> {
    (
        2_usize..=4,
        prop_oneof![6 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8), 1 => Just(3_u8)],
        prop::bool::weighted(0.8),
        0_u8..3,
        prop_oneof![3 => Just(0_u8), 1 => 1_u8..4],
        prop_oneof![3 => Just(0_u8), 1 => Just(1_u8), 2 => Just(2_u8)],
        0_u8..8,
        0_u8..4,
        prop::collection::vec(clauses::drafts(), 1..=4),
        any::<bool>(),
    )
        .prop_map(
            |(
                items,
                into_force,
                attributed,
                same,
                challenge,
                phases,
                gate,
                certified,
                clauses,
                zone,
            )| {
                PlanDraft {
                    items,
                    into_force,
                    attributed,
                    same,
                    challenge,
                    phases,
                    gate,
                    certified,
                    clauses,
                    zone,
                }
            },
        )
        .prop_map(|draft| build(&draft))
}

/// Returns the fixed declarations with a list of three persons and without a
/// clause; Entry into Force is the third day, Accord Time is UTC.
pub fn declared() -> Plan {
    build(&PlanDraft {
        items: 3,
        into_force: 0,
        attributed: true,
        same: 0,
        challenge: 0,
        phases: 0,
        gate: 6,
        certified: 0,
        clauses: Vec::new(),
        zone: false,
    })
}

fn actor(name: &str, kind: ActorKind, parties: &[&str], neutral: bool) -> Actor {
    Actor {
        name: name.into(),
        kind,
        parties: parties.iter().map(|p| (*p).into()).collect(),
        neutral,
        seats: Vec::new(),
        decides: None,
        span: Span::default(),
    }
}

fn event(name: &str, fields: &[(&str, FieldKind)], draft: &PlanDraft) -> EventKind {
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
        attributed: attributed(draft),
        same: Vec::new(),
        span: Span::default(),
    }
}

fn attributed(draft: &PlanDraft) -> Attributed {
    Attributed {
        by: draft
            .attributed
            .then(|| "Desk".into())
            .into_iter()
            .collect(),
    }
}

fn listed() -> Vec<ActorName> {
    ["Monitors", "North", "South", "Office"]
        .map(ActorName::from)
        .to_vec()
}

fn events(draft: &PlanDraft) -> Vec<EventKind> {
    let person = || ("person", FieldKind::ItemOf("Persons".into()));
    let words = |list: &[&str]| FieldKind::OneOf(list.iter().map(|w| (*w).to_owned()).collect());
    let mut release = event(
        "Release",
        &[person(), ("place", FieldKind::PlaceOf("Gates".into()))],
        draft,
    );
    release.reported = listed();
    let handover = event("Handover", &[person()], draft);
    let entry = event("Entry", &[("cargo", words(&["food", "fuel"]))], draft);
    let mut attack = event(
        "Attack",
        &[
            ("harm", words(&["none", "injury", "death"])),
            ("place", FieldKind::PlaceOf("Ridge".into())),
        ],
        draft,
    );
    attack.by = Some(Performer::Party);
    attack.same = match draft.same {
        0 => Vec::new(),
        1 => vec![FieldName::new("day")],
        _ => vec![FieldName::new("harm")],
    };
    let pledge = event(
        "Pledge",
        &[("amount", FieldKind::Money), ("due", FieldKind::Date)],
        draft,
    );
    let payment = event("Payment", &[("amount", FieldKind::Money)], draft);
    vec![release, handover, entry, attack, pledge, payment]
}

fn measures(draft: &PlanDraft) -> Vec<Measure> {
    let measure = |name: &str, counts: Option<(&str, Vec<Filter>)>, unit: Option<&str>| Measure {
        name: name.into(),
        counts: counts.map(|(event, filters)| (event.into(), filters)),
        unit: unit.map(Into::into),
        reported: Vec::new(),
        attributed: attributed(draft),
        span: Span::default(),
    };
    let fuel = Filter {
        field: "cargo".into(),
        value: "fuel".to_owned(),
    };
    vec![
        measure("Trucks", Some(("Entry", Vec::new())), None),
        measure("Fuel", Some(("Entry", vec![fuel])), None),
        measure("Waiting", None, Some("hours")),
    ]
}

fn anchors(draft: &PlanDraft) -> Vec<Anchor> {
    let stated = match draft.into_force {
        0 => Some(AnchorValue::On(day(2))),
        1 => Some(AnchorValue::At(super::instant(&zone(draft), 2, 9))),
        2 => None,
        _ => Some(AnchorValue::On(day(9))),
    };
    let anchor = |name: &str, stated, adopted_by: Option<&str>| Anchor {
        name: AnchorName::new(name),
        stated,
        adopted_by: adopted_by.map(Into::into),
        span: Span::default(),
    };
    vec![
        anchor("Entry into Force", stated, None),
        anchor("Start Day", None, Some("Commission")),
    ]
}

fn zone(draft: &PlanDraft) -> Zone {
    let hours = if draft.zone { 2 } else { 0 };
    Zone {
        name: format!("UTC+{hours:02}:00"),
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(hours)),
    }
}

fn phases(draft: &PlanDraft) -> Vec<Phase> {
    let phase = |name: &str, opens: Opens| Phase {
        name: PhaseName::new(name),
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
    };
    let mut found = Vec::new();
    if draft.phases >= 1 {
        let trigger = Trigger::Anchor("Entry into Force".into());
        found.push(phase("Phase 1", Opens::On(trigger)));
    }
    if draft.phases >= 2 {
        let mut second = phase("Phase 2", gate(draft));
        second.waived_by = draft.gate.is_multiple_of(2).then(|| "Commission".into());
        second.opened_by_declaration_of = (draft.gate == 7).then(|| "North".into());
        if draft.gate == 3 {
            second.beside.push("Phase 1".into());
        }
        second.certified = match draft.certified {
            0 | 1 => None,
            silence => Some(Certification {
                by: "Commission".into(),
                within: Some(Period::days(2)),
                silence: if silence == 2 {
                    OnSilence::Opens
                } else {
                    OnSilence::Waits
                },
            }),
        };
        found.push(second);
    }
    found
}

/// The last clause hangs on no phase, so it may stand in a gate; the first may
/// as well.
fn gate(draft: &PlanDraft) -> Opens {
    let first: ClauseId = "1.1".into();
    let last = ClauseId::new(format!("1.{}", draft.clauses.len()));
    match draft.gate {
        0 => Opens::When(Condition::Clause(first, ClauseIs::Met)),
        1 => Opens::When(Condition::Clause(last, ClauseIs::Met)),
        2 => Opens::When(Condition::Clause(first, ClauseIs::NotMet)),
        3 => Opens::When(Condition::And(vec![
            Condition::Reached(Trigger::Moment(Moment::On(day(8)))),
            Condition::Clause(first, ClauseIs::Kept),
        ])),
        4 => Opens::When(Condition::Or(vec![
            Condition::DutiesKept("South".into()),
            Condition::Ground("calm".to_owned()),
        ])),
        5 => Opens::When(Condition::PhaseMet("Phase 1".into())),
        _ => Opens::NotAgreed,
    }
}

fn terms(draft: &PlanDraft) -> Vec<OpenTerm> {
    let reading = |name: &str, value: i64| Reading {
        name: name.into(),
        text: value.to_string(),
        value: ReadingValue::Number(Decimal::from(value), None),
    };
    vec![OpenTerm {
        name: "reasonable".into(),
        clause: "9.9".into(),
        settled_by: draft.attributed.then(|| "Commission".into()),
        readings: vec![reading("A", 2), reading("B", 4)],
        notes: Vec::new(),
        span: Span::default(),
    }]
}

#[expect(
    clippy::too_many_lines,
    reason = "a strategy is one table, read row by row"
)]
fn build(draft: &PlanDraft) -> Plan {
    let places = vec![
        Place {
            name: "Ridge".into(),
            members: Vec::new(),
            drawn: Vec::new(),
        },
        Place {
            name: "Gates".into(),
            members: vec!["West".into(), "East".into()],
            drawn: Vec::new(),
        },
        Place {
            name: "West".into(),
            members: Vec::new(),
            drawn: Vec::new(),
        },
        Place {
            name: "East".into(),
            members: Vec::new(),
            drawn: Vec::new(),
        },
    ];
    let items = (1..=draft.items)
        .map(|n| Item {
            key: n.to_string().as_str().into(),
            attributes: Vec::new(),
        })
        .collect();
    let body = ActorKind::Body;
    let mut plan = Plan {
        title: "Small Accord".to_owned(),
        text_digest: String::new(),
        zone: zone(draft),
        languages: Vec::new(),
        calendars: vec![Calendar {
            name: "Joint Days".into(),
            rest: vec![5, 6],
            holidays: vec![day(6)],
        }],
        parts: Vec::new(),
        articles: vec![Article {
            heading: "Article 1".to_owned(),
            prose: Vec::new(),
            confidence: Confidence::Official,
            span: Span::default(),
        }],
        actors: vec![
            actor("North", ActorKind::Party, &["North"], false),
            actor("South", ActorKind::Party, &["South"], false),
            actor("Monitors", body, &[], true),
            actor("Office", body, &["South"], false),
            actor("Commission", body, &[], false),
            actor("Desk", body, &[], false),
        ],
        roles: Vec::new(),
        lists: vec![List {
            name: "Persons".into(),
            annex: "B".to_owned(),
            keyed_by: "file number".to_owned(),
            items,
        }],
        places,
        events: events(draft),
        measures: measures(draft),
        states: vec![StateKind {
            name: "Crossing".into(),
            values: ["open", "limited", "closed"].map(str::to_owned).to_vec(),
            reported: Vec::new(),
            attributed: attributed(draft),
            span: Span::default(),
        }],
        units: vec![Unit {
            name: "half hours".into(),
            factor: Decimal::new(5, 1),
            base: "hours".into(),
        }],
        anchors: anchors(draft),
        phases: phases(draft),
        terms: terms(draft),
        clauses: Vec::new(),
        ladders: Vec::new(),
        challenge: challenge(draft),
        authorities: Vec::new(),
        amendments: Vec::new(),
        indicators: Vec::new(),
    };
    let last = draft.clauses.len();
    plan.clauses = draft
        .clauses
        .iter()
        .enumerate()
        .map(|(place, clause)| clauses::build(clause, place, place + 1 == last, &plan.phases))
        .collect();
    answer(&mut plan.clauses);
    plan
}

fn challenge(draft: &PlanDraft) -> Option<ChallengeRule> {
    (draft.challenge > 0).then(|| ChallengeRule {
        within: Period::days(7),
        ruled_by: "Commission".into(),
        ruling_within: (draft.challenge < 3).then(|| Period::days(5)),
        report_stands_without_ruling: draft.challenge == 1,
        span: Span::default(),
    })
}

/// Lets the second clause be mirrored back where a later one mirrors it, so
/// that two suspend each other.
fn answer(clauses: &mut [Clause]) {
    let Some(second) = clauses.get(1).map(|clause| clause.id.clone()) else {
        return;
    };
    let back = clauses.iter().find_map(|clause| {
        let mirror = clause.mirrors.as_ref()?;
        (mirror.clause == second).then(|| Mirror {
            clause: clause.id.clone(),
            ..mirror.clone()
        })
    });
    if let (Some(back), Some(clause)) = (back, clauses.get_mut(1)) {
        clause.mirrors.get_or_insert(back);
    }
}

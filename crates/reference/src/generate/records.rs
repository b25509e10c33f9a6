//! Small records: drafts in small numbers, read against a Plan so that most
//! reports are about what its clauses ask.
//!
//! Entry points: [`drafts`], `build`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use servanda_model::figure::{Decimal, Figure};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{Duty, Grade, Measured, Plan, Trigger};
use servanda_model::record::{
    Act, Citation, Closure, Coverage, Decision, DecisionAct, Entry, LeafIndex, NO_LONGER_DONE,
    NOT_DONE, Per, Record, Remark, Report, RulingOutcome, STILL_DONE, Source, Stance,
};
use servanda_model::time::When;

use super::{day, instant};

/// An entry in small numbers.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    kind: u8,
    topic: usize,
    who: usize,
    relayed: bool,
    happened: (i64, u8, i64),
    figure: (u8, i64),
    shape: u8,
    item: u8,
    field: u8,
    actor: u8,
    origin: u8,
    grade: u8,
    pub(crate) refers: usize,
    delay: i64,
    choice: u8,
}

/// A record in small numbers.
#[derive(Clone, Debug)]
pub struct Drafts {
    entries: Vec<Draft>,
    backfill: bool,
}

/// Returns a strategy for records.
pub fn drafts() -> impl Strategy<Value = Drafts> {
    (
        prop::collection::vec(draft(), 0..=14),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(entries, backfill)| Drafts { entries, backfill })
}

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let what = (
        prop_oneof![
            20 => Just(0_u8),
            2 => Just(1_u8),
            3 => Just(2_u8),
            1 => Just(3_u8),
            2 => Just(4_u8),
            3 => Just(5_u8),
            2 => Just(6_u8),
            5 => Just(7_u8),
            1 => Just(8_u8),
            1 => Just(9_u8),
        ],
        0_usize..12,
        0_usize..5,
        prop::bool::weighted(0.2),
        (
            prop_oneof![1 => 0_i64..4, 4 => 4_i64..12, 1 => 12_i64..16],
            0_u8..8,
            0_i64..24,
        ),
    );
    let content = (
        (0_u8..10, 0_i64..6),
        prop_oneof![4 => Just(0_u8), 4 => 1_u8..10],
        0_u8..10,
        0_u8..4,
        prop_oneof![3 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8), 1 => Just(3_u8)],
    );
    let about = (0_u8..4, 0_u8..4, 0_usize..12, 0_i64..4, 0_u8..12);
    (what, content, about).prop_map(
        |(
            (kind, topic, who, relayed, happened),
            (figure, shape, item, field, actor),
            (origin, grade, refers, delay, choice),
        )| Draft {
            kind,
            topic,
            who,
            relayed,
            happened,
            figure,
            shape,
            item,
            field,
            actor,
            origin,
            grade,
            refers,
            delay,
            choice,
        },
    )
}

/// Returns the names that a Plan's clauses read reports of, most used first.
fn topics(plan: &Plan) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let trigger = |found: &mut Vec<String>, t: &Trigger| {
        if let Trigger::First(p) | Trigger::Every(p) = t {
            found.push(p.name.to_string());
        }
    };
    for clause in &plan.clauses {
        match &clause.duty {
            Duty::Perform(p) => {
                found.push(p.event.name.to_string());
                found.push(p.event.name.to_string());
                found.extend(p.of_its.iter().map(ToString::to_string));
                if let Some(t) = p.timing.trigger() {
                    trigger(&mut found, t);
                }
            }
            Duty::Avoid(p) => found.push(p.name.to_string()),
            Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => match measured {
                Measured::Measure(name, _) => {
                    found.push(name.to_string());
                    found.extend(
                        plan.measures
                            .iter()
                            .filter(|m| m.name == *name)
                            .filter_map(|m| m.counts.as_ref())
                            .map(|(event, _)| event.to_string()),
                    );
                }
                Measured::State(name) => found.push(name.to_string()),
                Measured::Term(_) => {}
            },
            Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => {}
        }
    }
    found.push("Handover".to_owned());
    found.push("Crossing".to_owned());
    found
}

fn pick<T: Clone>(list: &[T], choice: usize) -> Option<T> {
    list.get(choice % list.len().max(1)).cloned()
}

const REPORTERS: [&str; 5] = ["Monitors", "North", "South", "Office", "Commission"];

fn happened(plan: &Plan, (from, shape, hour): (i64, u8, i64)) -> When {
    let zone = &plan.zone;
    match shape {
        0..=3 => When::On(day(from), day(from)),
        4 => When::On(day(from), day(from + 2)),
        5 | 6 => When::At(instant(zone, from, hour)),
        _ => When::Between(instant(zone, from, hour), instant(zone, from, hour + 30)),
    }
}

fn figure((kind, number): (u8, i64)) -> Figure {
    let n = Decimal::from(number);
    match kind {
        0..=4 => Figure::Exact(n),
        5 => Figure::AtLeast(n),
        6 => Figure::MoreThan(n),
        7 => Figure::AtMost(n),
        8 => Figure::LessThan(n),
        _ => Figure::Between(n, n + Decimal::from(2)),
    }
}

fn is_measured(plan: &Plan, topic: &str) -> bool {
    plan.measures.iter().any(|m| m.name.as_str() == topic)
}

fn fields(plan: &Plan, draft: &Draft, topic: &str) -> BTreeMap<FieldName, String> {
    let mut fields = BTreeMap::new();
    let mut put = |field: &str, value: String| {
        fields.insert(FieldName::new(field), value);
    };
    let items = plan.lists.first().map_or(0, |l| l.items.len());
    let items = u8::try_from(items).unwrap_or(1).max(1);
    match topic {
        "Release" | "Handover" => {
            match draft.item {
                0..=6 => put("person", (draft.item % items + 1).to_string()),
                7 => put("person", "1 2".to_owned()),
                8 => put("person", "1-3".to_owned()),
                _ => {}
            }
            match draft.field {
                0 | 1 => put("place", "West".to_owned()),
                2 => put("place", "Gates".to_owned()),
                _ => {}
            }
        }
        "Entry" if draft.field < 3 => {
            put(
                "cargo",
                if draft.field == 0 { "food" } else { "fuel" }.to_owned(),
            );
        }
        "Attack" => {
            let harm = ["none", "injury", "death"];
            if let Some(harm) = harm.get(usize::from(draft.field)) {
                put("harm", (*harm).to_owned());
            }
            if draft.item < 3 {
                put("place", "Ridge".to_owned());
            }
        }
        "Pledge" => put("due", day(6 + i64::from(draft.field) * 2).to_string()),
        _ => {}
    }
    fields
}

/// Returns what a report of something done says beside that.
fn value(draft: &Draft) -> Option<&'static str> {
    match (draft.shape, draft.choice) {
        (8, 0..9) => Some(NOT_DONE),
        (8, 9 | 10) => Some(STILL_DONE),
        (8, _) => Some(NO_LONGER_DONE),
        _ => None,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a strategy is one table, read row by row"
)]
fn report(plan: &Plan, draft: &Draft) -> Report {
    let topic = pick(&topics(plan), draft.topic).unwrap_or_default();
    let state = topic == "Crossing";
    let money = topic == "Pledge" || topic == "Payment";
    let measured = is_measured(plan, &topic);
    let fields = fields(plan, draft, &topic);
    let total_of_list = !fields.contains_key(&FieldName::new("person")) && topic == "Release";
    let shape = if state { 0 } else { draft.shape };
    let from = draft.happened.0;
    let span = i64::from(draft.choice % 3);
    let has_figure = measured || money || shape > 0 || total_of_list;
    let waiting = topic == "Waiting";
    Report {
        of: topic,
        reporter: REPORTERS.get(draft.who).copied().unwrap_or("North").into(),
        via: None,
        origin: match draft.origin {
            0 => None,
            1 => Some("wire".to_owned()),
            n => Some(format!("{n} {}", draft.who)),
        },
        actors: match draft.actor {
            0 => Vec::new(),
            1 => vec!["North".into()],
            2 => vec!["South".into()],
            _ => vec!["Office".into()],
        },
        happened: if matches!(shape, 3..=5) {
            When::On(day(from), day(from + span + i64::from(shape == 5) * 6))
        } else {
            happened(plan, draft.happened)
        },
        period: match shape {
            3 | 4 => Some((day(from), day(from + span))),
            5 => Some((day(from), day(from + 6 + span % 2 * 7))),
            _ => None,
        },
        figure: (has_figure && !state).then(|| figure(draft.figure)),
        per: match shape {
            4 => Some(Per::Day),
            5 if span > 0 => Some(Per::Week),
            _ => None,
        },
        running_total: total_of_list || matches!(shape, 2 | 7),
        unit: if money {
            match draft.choice {
                0 => None,
                1 => Some("EUR".into()),
                _ => Some("USD".into()),
            }
        } else if waiting {
            match draft.choice {
                0 => Some("half hours".into()),
                1 => Some("tonnes".into()),
                2 => Some("hours".into()),
                _ => None,
            }
        } else {
            None
        },
        fields,
        value: if state {
            let values = ["open", "open", "limited", "closed"];
            values
                .get(usize::from(draft.field))
                .map(|v| (*v).to_owned())
        } else {
            value(draft).map(str::to_owned)
        },
        scope: (draft.shape == 9 && draft.choice == 0).then(|| "other".to_owned()),
        grade: match draft.grade {
            0 => None,
            1 => Some(Grade {
                source: 'B',
                content: 2,
            }),
            2 => Some(Grade {
                source: 'A',
                content: 6,
            }),
            _ => Some(Grade {
                source: 'C',
                content: 1,
            }),
        },
        note: None,
    }
}

fn decision(plan: &Plan, draft: &Draft) -> Decision {
    let clause = pick(&plan.clauses, draft.topic)
        .map(|c| c.id.to_string())
        .unwrap_or_default();
    let item = (FieldName::new("person"), (draft.item % 3 + 1).to_string());
    let phase = || {
        plan.phases
            .last()
            .map_or_else(|| "Phase 2".to_owned(), |p| p.name.to_string())
    };
    let mut fields = BTreeMap::new();
    let mut value = None;
    let mut by = "Commission";
    let (act, of) = match draft.choice {
        0 | 11 => (DecisionAct::Certify, "war".to_owned()),
        1 => {
            fields.insert(item.0, item.1);
            (DecisionAct::Certify, clause)
        }
        2 => (DecisionAct::Certify, phase()),
        3 => (DecisionAct::Certify, "calm".to_owned()),
        4 => {
            by = "South";
            (DecisionAct::Waive, clause)
        }
        5 => (DecisionAct::Waive, phase()),
        6 | 7 => {
            by = if draft.who.is_multiple_of(2) {
                "North"
            } else {
                "South"
            };
            (DecisionAct::Declare, phase())
        }
        8 | 9 => {
            value = Some(day(3 + i64::from(draft.field)).to_string());
            (DecisionAct::Adopt, "Start Day".to_owned())
        }
        _ => {
            value = Some(day(3 + i64::from(draft.field)).to_string());
            by = if draft.who.is_multiple_of(2) {
                "North"
            } else {
                "South"
            };
            (DecisionAct::Propose, "Start Day".to_owned())
        }
    };
    let until = i64::from(draft.grade);
    Decision {
        act,
        by: if draft.figure.0 == 9 {
            "North".into()
        } else {
            by.into()
        },
        via: None,
        happened: happened(plan, draft.happened),
        of,
        fields,
        value,
        until: (draft.grade > 1).then(|| day(draft.happened.0 + until)),
        reasons: None,
        residuals: Vec::new(),
        votes: BTreeMap::new(),
        grade: None,
    }
}

fn closure(plan: &Plan, draft: &Draft) -> Closure {
    let mut fields = BTreeMap::new();
    let of = match draft.choice % 4 {
        0 => pick(&plan.clauses, draft.topic)
            .map(|c| c.id.to_string())
            .unwrap_or_default(),
        1 => "annex B".to_owned(),
        2 => pick(&topics(plan), draft.topic).unwrap_or_default(),
        _ => {
            let persons = match draft.item {
                9 => "1-2".to_owned(),
                one => (one % 3 + 1).to_string(),
            };
            fields.insert("person".into(), persons);
            "Persons".to_owned()
        }
    };
    if draft.field == 0 {
        fields.insert("stage".into(), "1".to_owned());
    }
    let from = draft.happened.0;
    Closure {
        by: if draft.actor == 3 {
            "North".into()
        } else {
            "Monitors".into()
        },
        of,
        period: (draft.shape > 4).then(|| (day(from - 4), day(from))),
        fields,
        happened: happened(plan, draft.happened),
    }
}

pub(crate) fn act(plan: &Plan, draft: &Draft, index: usize) -> Act {
    let topic = pick(&topics(plan), draft.topic);
    match draft.kind {
        0 => Act::Report(report(plan, draft)),
        1 => Act::Finding(report(plan, draft)),
        2 => Act::Closure(closure(plan, draft)),
        3 => Act::Coverage(Coverage {
            of: topic.filter(|_| draft.choice > 5),
            until: day(draft.happened.0 + 3),
        }),
        4 if index > 0 => Act::Correction((draft.choice > 3).then(|| report(plan, draft))),
        5 if index > 0 => Act::Challenge {
            by: "South".into(),
            grounds: None,
        },
        6 if index > 0 => Act::Ruling {
            by: if draft.choice == 0 {
                "North".into()
            } else {
                "Commission".into()
            },
            outcome: if draft.choice.is_multiple_of(2) {
                RulingOutcome::Upheld
            } else {
                RulingOutcome::Rejected
            },
        },
        7 => Act::Decision(decision(plan, draft)),
        8 => Act::Position {
            remark: Remark {
                happened: draft
                    .choice
                    .is_multiple_of(2)
                    .then(|| happened(plan, draft.happened)),
                concerns: pick(&plan.clauses, draft.topic)
                    .map(|c| c.id.to_string())
                    .into_iter()
                    .collect(),
                ..Remark::by(if draft.who.is_multiple_of(2) {
                    "North".into()
                } else {
                    "South".into()
                })
            },
            stance: if draft.choice < 8 {
                Stance::Dispute
            } else {
                Stance::Accept
            },
        },
        9 => Act::Reading {
            term: "reasonable".to_owned(),
            reading: if draft.choice.is_multiple_of(2) {
                "A"
            } else {
                "B"
            }
            .to_owned(),
            by: if draft.choice < 9 {
                "Commission".into()
            } else {
                "North".into()
            },
        },
        _ => Act::Report(report(plan, draft)),
    }
}

/// Returns the earlier entry that an act refers to, of a fitting kind.
pub(crate) fn refers(entries: &[Entry], act: &Act, choice: usize) -> Vec<Citation> {
    let fits = |entry: &&Entry| match act {
        Act::Correction(_) => matches!(
            entry.act,
            Some(Act::Report(_) | Act::Finding(_) | Act::Correction(_))
        ),
        Act::Challenge { .. } => matches!(
            entry.act,
            Some(Act::Report(_) | Act::Finding(_) | Act::Correction(Some(_)))
        ),
        Act::Ruling { .. } => matches!(entry.act, Some(Act::Challenge { .. })),
        _ => false,
    };
    let found: Vec<Citation> = entries.iter().filter(fits).map(|e| e.citation).collect();
    pick(&found, choice).into_iter().collect()
}

/// Makes a record that is about a Plan.
pub(crate) fn build(plan: &Plan, drafts: &Drafts) -> Record {
    let mut entries: Vec<Entry> = Vec::new();
    let mut received = instant(&plan.zone, 2, 12);
    let backfill = if drafts.backfill {
        drafts.entries.len()
    } else {
        0
    };
    for (index, draft) in drafts.entries.iter().enumerate() {
        let act = act(plan, draft, index);
        let refers_to = refers(&entries, &act, draft.refers);
        let hours = jiff::Span::new().hours(draft.delay * 12);
        received = received.checked_add(hours).unwrap_or(received);
        let signer: ActorName = match &act {
            Act::Report(r) | Act::Finding(r) if !draft.relayed => r.reporter.clone(),
            Act::Correction(_) if !draft.relayed => refers_to
                .first()
                .and_then(|i| entries.iter().find(|e| e.citation == *i))
                .map_or_else(|| "Desk".into(), |e| e.signer.clone()),
            Act::Decision(d) => d.by.clone(),
            _ => "Desk".into(),
        };
        let published_on = (index < backfill).then(|| day(draft.happened.0 + draft.delay));
        entries.push(Entry {
            citation: Citation::whole(LeafIndex(u64::try_from(index).unwrap_or(0))),
            received_at: received,
            signer,
            act: Some(act),
            refers_to,
            source: Source {
                published_on,
                ..Source::default()
            },
        });
    }
    Record {
        entries,
        backfill: u64::try_from(backfill).unwrap_or(0),
        ..Record::default()
    }
}

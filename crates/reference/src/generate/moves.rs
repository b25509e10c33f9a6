//! Small records with cases: reports that keep or break the clauses, and acts
//! of anybody on anything, with and without power, early and late.
//!
//! Entry points: [`drafts`], `build`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use servanda_model::figure::{Decimal, Figure};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{Cadence, Deed, Duty, Plan, StepAct, StepActor, StepPart};
use servanda_model::record::{
    Act, Citation, Closure, Decision, DecisionAct, Entry, LeafIndex, NOT_DONE, Record, Remark,
    Report, Source, Vote,
};
use servanda_model::time::{Date, Instant, When};

use super::{day, instant, records};

/// An entry in small numbers.
#[derive(Clone, Debug)]
enum Move {
    /// Anything that section 1 to 13 are drawn with.
    Any(Box<records::Draft>, usize),
    /// A report or closure that concerns a clause.
    Told(Told),
    /// An act on a case, or on none.
    Did(Did),
    /// An act that some part of a ladder asks for, or a certificate.
    Fit(Did, usize),
}

/// A report of a clause's performance or failure.
#[derive(Clone, Debug)]
struct Told {
    clause: usize,
    kept: bool,
    day: i64,
    who: usize,
    actor: u8,
    item: u8,
    kind: u8,
}

/// An act of somebody.
#[derive(Clone, Debug)]
struct Did {
    act: u8,
    by: usize,
    about: u8,
    clause: usize,
    value: u8,
    field: u8,
    until: Option<i64>,
    votes: Vec<u8>,
    back: i64,
    exact: bool,
    refers: Option<usize>,
}

/// A record in small numbers: each entry with how long after the one before
/// it was received.
#[derive(Clone, Debug)]
pub struct Drafts {
    entries: Vec<(Move, i64)>,
    backfill: bool,
}

/// Returns a strategy for records.
pub fn drafts() -> impl Strategy<Value = Drafts> {
    let one = prop_oneof![
        2 => (records::draft(), 0_usize..12).prop_map(|(d, n)| Move::Any(Box::new(d), n)),
        4 => told().prop_map(Move::Told),
        6 => did().prop_map(Move::Did),
        9 => (did(), 0_usize..24).prop_map(|(d, n)| Move::Fit(d, n)),
    ];
    let delay = || prop_oneof![3 => Just(0_i64), 3 => Just(1_i64), 2 => 2_i64..5, 1 => 5_i64..12];
    (
        prop::collection::vec((told().prop_map(Move::Told), delay()), 1..=4),
        prop::collection::vec((one, delay()), 0..=12),
        prop::bool::weighted(0.05),
    )
        .prop_map(|(mut entries, then, backfill)| {
            entries.extend(then);
            Drafts { entries, backfill }
        })
}

fn told() -> impl Strategy<Value = Told> {
    (
        0_usize..3,
        prop::bool::weighted(0.35),
        prop_oneof![4 => 3_i64..8, 1 => 8_i64..14],
        0_usize..5,
        0_u8..5,
        1_u8..4,
        0_u8..8,
    )
        .prop_map(|(clause, kept, day, who, actor, item, kind)| Told {
            clause,
            kept,
            day,
            who,
            actor,
            item,
            kind,
        })
}

fn did() -> impl Strategy<Value = Did> {
    let what = (0_u8..24, 0_usize..5, 0_u8..6, 0_usize..3, 0_u8..8, 0_u8..10);
    let when = (
        prop::option::weighted(0.4, 0_i64..10),
        prop_oneof![
            2 => Just(Vec::new()),
            1 => prop::collection::vec(0_u8..4, 3..=3),
        ],
        prop_oneof![4 => Just(0_i64), 2 => 1_i64..4, 1 => Just(-1_i64)],
        any::<bool>(),
        prop::option::weighted(0.5, 0_usize..16),
    );
    (what, when).prop_map(
        |((act, by, about, clause, value, field), (until, votes, back, exact, refers))| Did {
            act,
            by,
            about,
            clause,
            value,
            field,
            until,
            votes,
            back,
            exact,
            refers,
        },
    )
}

const ACTORS: [&str; 5] = ["Commission", "Monitors", "North", "South", "Office"];

fn actor(choice: usize) -> ActorName {
    ACTORS.get(choice).copied().unwrap_or("North").into()
}

fn on(number: i64) -> When {
    When::On(day(number), day(number))
}

fn report(of: &str, reporter: ActorName, happened: When) -> Report {
    Report {
        of: of.to_owned(),
        origin: Some(format!("own {reporter}")),
        reporter,
        via: None,
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

fn put(report: &mut Report, field: &str, value: impl Into<String>) {
    report.fields.insert(FieldName::new(field), value.into());
}

/// Makes a report that a duty reads.
fn made_for(duty: &Duty, told: &Told, who: ActorName, by: Vec<ActorName>) -> Report {
    match duty {
        Duty::Perform(perform) => {
            let mut made = report(perform.event.name.as_str(), who, on(told.day));
            if perform.each.is_some() {
                put(&mut made, "person", told.item.to_string());
            }
            made.value = (!told.kept).then(|| NOT_DONE.to_owned());
            made
        }
        Duty::Avoid(pattern) => {
            let mut made = report(pattern.name.as_str(), who, on(told.day));
            made.actors = by;
            let harm = ["none", "injury", "death"];
            if let Some(harm) = harm.get(usize::from(told.item)) {
                put(&mut made, "harm", *harm);
            }
            made
        }
        Duty::Keep { cadence, .. } => {
            let weekly = matches!(cadence, Cadence::Each(p) if p.unit != servanda_model::time::PeriodUnit::Day);
            let level = !matches!(cadence, Cadence::Each(_));
            let name = if level { "Waiting" } else { "Trucks" };
            let mut made = report(name, who, on(told.day));
            let low = told.kept == level;
            made.figure = Some(Figure::Exact(Decimal::from(if low { 1 } else { 5 })));
            if weekly {
                let first = if told.day < 7 { 0 } else { 7 };
                made.period = Some((day(first), day(first + 6)));
                made.happened = on(first + 6);
            }
            made
        }
        _ => report("Handover", who, on(told.day)),
    }
}

/// Makes a report or closure that a clause reads, or a complaint.
fn told_act(plan: &Plan, told: &Told) -> Act {
    let who = actor((told.who + 1) % ACTORS.len());
    let by = match told.actor {
        0 | 1 => vec!["North".into()],
        2 => vec!["South".into()],
        3 => vec!["North".into(), "South".into()],
        _ => Vec::new(),
    };
    let clause = plan.clauses.get(told.clause % plan.clauses.len().max(1));
    if told.kind == 0 && plan.ladders.len() > 1 {
        let mut complaint = report("Complaint", who, on(told.day));
        complaint.actors = by;
        let against = ["North", "South", "North; South", "Nobody known"];
        if let Some(text) = against.get(usize::from(told.item)) {
            put(&mut complaint, "against", *text);
        }
        return Act::Report(complaint);
    }
    let Some(clause) = clause else {
        return Act::Other(String::new());
    };
    let acts = matches!(clause.duty, Duty::Perform(_));
    if told.kind == 1 && acts && !told.kept {
        return Act::Closure(Closure {
            by: "Monitors".into(),
            of: clause.id.to_string(),
            period: None,
            fields: BTreeMap::new(),
            happened: on(told.day + 3),
        });
    }
    let mut made = made_for(&clause.duty, told, who, by);
    if told.kind == 2 {
        made.happened = match made.happened {
            When::On(from, to) if from == to => {
                When::At(instant(&plan.zone, told.day, i64::from(told.item) * 6))
            }
            other => other,
        };
        if made.period.is_some() {
            made.happened = on(told.day);
        }
    }
    if told.kind == 3 {
        Act::Finding(made)
    } else {
        Act::Report(made)
    }
}

fn value(choice: u8) -> Option<String> {
    let text = match choice {
        0 | 1 => "substantiated",
        2 => "not substantiated",
        3 => "undetermined",
        4 => "otherwise",
        5 => "declined",
        _ => return None,
    };
    Some(text.to_owned())
}

fn fields(did: &Did) -> BTreeMap<FieldName, String> {
    let mut fields = BTreeMap::new();
    let pair = match did.field {
        0 => ("party", "North".to_owned()),
        1 => ("party", "South".to_owned()),
        2 => ("item", "1".to_owned()),
        3 => ("day", day(4).to_string()),
        4 => ("verify", "Monitors".to_owned()),
        5 => ("confidence", "high".to_owned()),
        _ => return fields,
    };
    fields.insert(FieldName::new(pair.0), pair.1);
    fields
}

fn about(plan: &Plan, did: &Did) -> String {
    let clause = plan.clauses.get(did.clause % plan.clauses.len().max(1));
    match did.about {
        4 => "Ladder A".to_owned(),
        5 if plan.ladders.len() > 1 => "Complaint".to_owned(),
        _ => clause.map_or_else(String::new, |c| c.id.to_string()),
    }
}

fn decision_act(choice: u8) -> DecisionAct {
    match choice {
        0 => DecisionAct::Notify,
        1 => DecisionAct::Acknowledge,
        2 => DecisionAct::Screen,
        3 => DecisionAct::Verify,
        4 => DecisionAct::Meet,
        5 | 6 => DecisionAct::Decide,
        7 => DecisionAct::Comply,
        8 => DecisionAct::Refuse,
        9 => DecisionAct::Refer,
        10 | 11 => DecisionAct::Remedy,
        12..=14 => DecisionAct::Suspend,
        15 => DecisionAct::Resume,
        16 => DecisionAct::Close,
        17 | 18 => DecisionAct::Extend,
        _ => DecisionAct::Certify,
    }
}

fn did_act(plan: &Plan, did: &Did, received: Instant) -> Act {
    let zone = &plan.zone;
    let date = |back: i64| -> Date {
        let span = jiff::Span::new().days(back);
        let today = zone.date_of(received);
        today.checked_sub(span).unwrap_or(today)
    };
    let happened = if did.exact {
        let span = jiff::Span::new().hours(did.back * 20);
        When::At(received.checked_sub(span).unwrap_or(received))
    } else {
        When::On(date(did.back), date(did.back))
    };
    let of = about(plan, did);
    match did.act {
        20 => Act::Reply(Remark {
            happened: (did.value != 7).then_some(happened),
            concerns: vec![of],
            ..Remark::by(actor(did.by))
        }),
        21 => {
            let north = ["North", "South"].get(did.clause).copied();
            Act::Reply(Remark {
                happened: Some(happened),
                concerns: vec![of],
                ..Remark::by(north.unwrap_or("North").into())
            })
        }
        22 | 23 => {
            let mut found = report(&of, actor(did.by), happened);
            found.value = value(did.value);
            found.fields = fields(did);
            Act::Finding(found)
        }
        act => {
            let seats = ["North", "South", "Monitors"];
            let votes = seats
                .iter()
                .zip(&did.votes)
                .map(|(seat, vote)| {
                    let vote = match vote {
                        0 | 1 => Vote::For,
                        2 => Vote::Against,
                        _ => Vote::Abstains,
                    };
                    ((*seat).into(), vote)
                })
                .collect();
            Act::Decision(Decision {
                act: decision_act(act),
                by: actor(did.by),
                via: None,
                happened,
                of,
                fields: fields(did),
                value: value(did.value),
                until: did.until.map(|days| date(-days)),
                reasons: None,
                residuals: Vec::new(),
                votes,
                grade: None,
            })
        }
    }
}

/// Returns the earlier entry that an act refers to, if it does.
fn referred(entries: &[Entry], did: &Did) -> Vec<Citation> {
    did.refers
        .filter(|_| !entries.is_empty())
        .and_then(|n| entries.get(n % entries.len()))
        .map(|e| e.citation)
        .into_iter()
        .collect()
}

/// Makes the act that a part of a ladder asks for.
fn fitting_act(plan: &Plan, did: &Did, choice: usize, received: Instant) -> Act {
    let parts: Vec<&StepAct> = plan
        .ladders
        .iter()
        .flat_map(|l| &l.steps)
        .flat_map(|s| &s.parts)
        .filter_map(|part| match part {
            StepPart::Act(act) => Some(act),
            StepPart::Snapback(_) => None,
        })
        .collect();
    let Some(part) = parts.get(choice % parts.len().max(1)) else {
        return did_act(plan, did, received);
    };
    let by = match &part.by {
        StepActor::Named(actor) => ACTORS.iter().position(|a| *a == actor.as_str()),
        StepActor::Accused | StepActor::Complainant => Some(2 + did.by % 2),
    };
    let mut fit = Did {
        by: by.unwrap_or(0),
        field: if did.field < 4 { 9 } else { did.field },
        ..did.clone()
    };
    let mut suspends = None;
    fit.act = match &part.deed {
        Deed::Notify => 0,
        Deed::Acknowledge => 1,
        Deed::Screen => 2,
        Deed::Verify => 3,
        Deed::Reply => 20,
        Deed::Meet => 4,
        Deed::Find => 22,
        Deed::Decide => 5,
        Deed::Comply => 7 + did.act % 2,
        Deed::Remedy if did.act > 14 => 19,
        Deed::Remedy => 10,
        Deed::Suspend { clause, .. } => {
            suspends = Some(clause);
            12
        }
        Deed::Resume(clause) => {
            suspends = Some(clause);
            15
        }
        Deed::Refer(_) => 9,
    };
    if matches!(part.deed, Deed::Find | Deed::Decide) {
        fit.value %= 5;
    }
    if let Some(clause) = suspends {
        let place = plan.clauses.iter().position(|c| c.id == *clause);
        fit.clause = place.unwrap_or(0);
        fit.about = 0;
    }
    did_act(plan, &fit, received)
}

/// Makes a record that is about a Plan.
pub(crate) fn build(plan: &Plan, drafts: &Drafts) -> Record {
    let mut entries: Vec<Entry> = Vec::new();
    let mut received = instant(&plan.zone, 4, 12);
    for (index, (one, delay)) in drafts.entries.iter().enumerate() {
        let hours = jiff::Span::new().hours(delay * 12);
        received = received.checked_add(hours).unwrap_or(received);
        let (act, refers_to) = match one {
            Move::Any(draft, refers) => {
                let act = records::act(plan, draft, index);
                let to = records::refers(&entries, &act, *refers);
                (act, to)
            }
            Move::Told(told) => (told_act(plan, told), Vec::new()),
            Move::Did(did) => (did_act(plan, did, received), referred(&entries, did)),
            Move::Fit(did, choice) => (
                fitting_act(plan, did, *choice, received),
                referred(&entries, did),
            ),
        };
        let signer: ActorName = match &act {
            Act::Decision(d) => d.by.clone(),
            Act::Correction(_) => refers_to
                .first()
                .and_then(|i| entries.iter().find(|e| e.citation == *i))
                .map_or_else(|| "Desk".into(), |e| e.signer.clone()),
            _ => "Desk".into(),
        };
        entries.push(Entry {
            citation: Citation::whole(LeafIndex(u64::try_from(index).unwrap_or(0))),
            received_at: received,
            signer,
            act: Some(act),
            refers_to,
            source: Source {
                published_on: drafts.backfill.then(|| plan.zone.date_of(received)),
                ..Source::default()
            },
        });
    }
    Record {
        backfill: if drafts.backfill {
            u64::try_from(entries.len() / 2).unwrap_or(0)
        } else {
            0
        },
        entries,
        ..Record::default()
    }
}

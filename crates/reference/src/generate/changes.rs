//! Amendments of small agreements, and consents to them.
//!
//! Entry points: [`drafts`], `amend`, `consent`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use servanda_model::diagnostic::Span;
use servanda_model::figure::Decimal;
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Amendment, AmendmentDigests, Clause, ClauseChange, Duty, Plan, RunningDuties, Target, Timing,
};
use servanda_model::record::{
    Act, Citation, Consent, Decision, DecisionAct, Entry, LeafIndex, Record, Source,
};
use servanda_model::time::When;

use super::clauses::{self, Draft as Words};
use super::{day, instant};

/// An amendment in small numbers.
#[derive(Clone, Debug)]
pub struct Draft {
    clause: usize,
    kind: u8,
    shift: i64,
    words: Words,
    effective: i64,
    running: u8,
    consents: [Given; 2],
    extension: Option<Extension>,
}

/// An extension in small numbers.
#[derive(Clone, Copy, Debug)]
struct Extension {
    at: i64,
    until: i64,
    who: u8,
}

/// A consent in small numbers.
#[derive(Clone, Copy, Debug)]
struct Given {
    kind: u8,
    day: i64,
    late: bool,
}

/// Returns a strategy for the amendments of an agreement.
pub fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    prop::collection::vec(draft(), 1..=2)
}

fn draft() -> impl Strategy<Value = Draft> {
    (
        0_usize..4,
        0_u8..10,
        -5_i64..8,
        clauses::drafts(),
        4_i64..16,
        0_u8..3,
        [given(), given()],
        prop::option::weighted(0.4, extension()),
    )
        .prop_map(
            |(clause, kind, shift, words, effective, running, consents, extension)| Draft {
                clause,
                kind,
                shift,
                words,
                effective,
                running,
                consents,
                extension,
            },
        )
}

fn extension() -> impl Strategy<Value = Extension> {
    (2_i64..12, 8_i64..20, 0_u8..8).prop_map(|(at, until, who)| Extension { at, until, who })
}

fn given() -> impl Strategy<Value = Given> {
    (
        prop_oneof![6 => Just(0_u8), 2 => Just(1_u8), 1 => Just(2_u8), 1 => Just(3_u8), 1 => Just(4_u8)],
        0_i64..14,
        prop::bool::weighted(0.3),
    )
        .prop_map(|(kind, day, late)| Given { kind, day, late })
}

/// Gives a Plan amendments.
pub(crate) fn amend(plan: &mut Plan, drafts: &[Draft]) {
    for (number, draft) in (1..).zip(drafts) {
        let name = format!("A{number}");
        let places = plan.clauses.len().max(1);
        let place = draft.clause % places;
        let Some(clause) = plan.clauses.get(place).cloned() else {
            continue;
        };
        let earlier = plan.amendments.iter().rev();
        let earlier = earlier.flat_map(|one| one.changes.iter().flatten());
        let last = earlier
            .filter(|change| change.clause == clause.id)
            .find_map(|change| change.becomes.as_deref());
        let words = last.unwrap_or(&clause).clone();
        let mut new = clauses::build(&draft.words, place, true, &plan.phases);
        let becomes = match draft.kind {
            0 => None,
            1 => {
                new.id = ClauseId::new(format!("9.{number}"));
                new.added_by = Some(name.clone());
                plan.clauses.push(new.clone());
                Some(new)
            }
            2..=6 => Some(shifted(words, draft.shift)),
            _ => {
                new.id = clause.id.clone();
                new.added_by.clone_from(&clause.added_by);
                Some(new)
            }
        };
        if draft.extension.is_some_and(|one| one.who.is_multiple_of(2))
            && let Some(clause) = plan.clauses.get_mut(place)
        {
            clause.final_deadline = draft.running == 1;
        }
        let id = becomes.as_ref().map_or(clause.id, |words| words.id.clone());
        plan.amendments.push(Amendment {
            name,
            of: id.clone(),
            text: String::new(),
            replaces: Vec::new(),
            consents: Vec::new(),
            effective: Some(Moment::On(day(draft.effective))),
            running: Some(match draft.running {
                0 => RunningDuties::KeepEarlierText,
                1 => RunningDuties::Move,
                _ => RunningDuties::Restart,
            }),
            needs: vec!["North".into(), "South".into()],
            changes: Some(vec![ClauseChange {
                clause: id,
                becomes: becomes.map(Box::new),
            }]),
            digests: AmendmentDigests {
                old: "old".to_owned(),
                new: "new".to_owned(),
            },
            span: Span::default(),
        });
    }
}

/// Moves a clause's dates and figures a little.
fn shifted(mut clause: Clause, by: i64) -> Clause {
    match &mut clause.duty {
        Duty::Perform(perform) => moved(&mut perform.timing, by),
        Duty::Reach { stages, .. } => {
            for stage in stages {
                moved(&mut stage.timing, by);
            }
        }
        Duty::Keep {
            target: Target::Number(_, number, _),
            ..
        } => *number += Decimal::from(by),
        _ => clause.reports_lag = None,
    }
    clause
}

fn moved(timing: &mut Timing, by: i64) {
    match timing {
        Timing::By(Moment::On(date)) | Timing::Before(Moment::On(date)) => {
            *date = date.saturating_add(jiff::Span::new().days(by));
        }
        Timing::Within(period, _) => {
            let more = u32::try_from(by.max(0)).unwrap_or(0);
            period.count = period.count.saturating_add(more);
        }
        _ => {}
    }
}

fn extends(extension: Extension, by: &ActorName, clause: &Clause, number: i64) -> Decision {
    let at = day(extension.at + number);
    Decision {
        act: DecisionAct::Extend,
        by: by.clone(),
        via: None,
        happened: When::On(at, at),
        of: clause.id.to_string(),
        fields: BTreeMap::new(),
        value: (extension.who == 3).then(|| "final".to_owned()),
        until: Some(day(extension.until)),
        reasons: None,
        residuals: Vec::new(),
        votes: BTreeMap::new(),
        grade: None,
    }
}

/// Puts the consents to a Plan's amendments into a record: those told early
/// before all else, the others at its end.
pub(crate) fn consent(plan: &Plan, drafts: &[Draft], record: &mut Record) {
    let parties: [ActorName; 2] = ["North".into(), "South".into()];
    let mut early = Vec::new();
    let mut late = Vec::new();
    for (amendment, draft) in plan.amendments.iter().zip(drafts) {
        for (by, given) in parties.iter().zip(draft.consents) {
            if given.kind == 4 {
                continue;
            }
            let happened = match given.kind {
                0 | 3 => Some(When::On(day(given.day), day(given.day))),
                1 => Some(When::At(instant(&plan.zone, given.day, 9))),
                _ => None,
            };
            let consent = Consent {
                by: by.clone(),
                via: None,
                to: amendment.name.clone(),
                happened,
                old_digest: Some("old".to_owned()).filter(|_| given.kind != 1),
                new_digest: (given.kind == 3).then(|| "other".to_owned()),
                note: None,
            };
            let list = if given.late { &mut late } else { &mut early };
            list.push((by.clone(), Act::Consent(consent)));
        }
        let places = plan.clauses.len().max(1);
        let clause = plan.clauses.get(draft.clause % places);
        if let (Some(extension), Some(clause)) = (draft.extension, clause) {
            for (number, by) in (0..).zip(&parties) {
                if extension.who == 7 && number == 1 {
                    continue;
                }
                let act = Act::Decision(extends(extension, by, clause, number));
                early.push((by.clone(), act));
            }
        }
    }
    let entry = |(by, act): &(ActorName, Act), received_at| Entry {
        citation: Citation::whole(LeafIndex(0)),
        received_at,
        signer: by.clone(),
        act: Some(act.clone()),
        refers_to: Vec::new(),
        source: Source::default(),
    };
    let first = instant(&plan.zone, 2, 10);
    let last = record.entries.last().map_or(first, |one| one.received_at);
    let shift = u64::try_from(early.len()).unwrap_or(0);
    let mut entries: Vec<Entry> = early.iter().map(|one| entry(one, first)).collect();
    for mut one in std::mem::take(&mut record.entries) {
        for Citation {
            entry: LeafIndex(reference),
            ..
        } in &mut one.refers_to
        {
            *reference += shift;
        }
        entries.push(one);
    }
    entries.extend(late.iter().map(|one| entry(one, last)));
    for (index, one) in (0_u64..).zip(&mut entries) {
        one.citation = Citation::whole(LeafIndex(index));
    }
    if record.backfill > 0 {
        record.backfill += shift;
    }
    record.entries = entries;
}

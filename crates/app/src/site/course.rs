//! The course of every status: at each of some instants, as it was known then
//! and as it is known now.
//!
//! # Shape
//! Instants ascend and end with the one judged. Between two instants a status
//! may have changed and changed back; the page says how far apart they are.
//!
//! # Invariants
//! What was known then is a prefix of what is known now.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use serde::Serialize;
use servanda_model::assessment::{AsOf, Assessment, Known, Status};
use servanda_model::names::ClauseId;
use servanda_model::plan::AnchorValue;
use servanda_model::record::Record;
use servanda_model::time::{Date, Instant};

use super::Frame;
use crate::language::{Text, Words};
use crate::opened::Opened;
use crate::report::Parts;
use crate::report::view::Mark;

/// How many instants are looked at.
const STEPS_MAX: i32 = 16;

/// Past so many entries fewer instants are looked at, so that the work stays
/// bounded.
const ENTRIES_MANY: usize = 20_000;

/// What each status was at some instants.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The days at whose end it was looked at.
    pub days: Vec<Date>,
    /// How many days apart.
    pub apart: i32,
    then: BTreeMap<ClauseId, Vec<Status>>,
    now: BTreeMap<ClauseId, Vec<Status>>,
}

/// One stretch of one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The status.
    pub mark: Mark,
    /// The first day it was seen.
    pub from: Text,
    /// The last day it was seen.
    pub to: Text,
    /// Where it begins, in steps.
    pub start: usize,
    /// How many steps it lasts.
    pub steps: usize,
}

/// The course of one commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// As known then.
    pub then: Vec<Run>,
    /// As known now.
    pub now: Vec<Run>,
    /// How many steps there are.
    pub steps: usize,
    /// The first day.
    pub first: Text,
    /// The last.
    pub last: Text,
    /// The one in the middle.
    pub middle: Text,
    /// How far apart the instants are.
    pub apart: Text,
    /// Whether both courses are the same.
    pub same: bool,
}

impl Runs {
    /// Returns both courses, as known then first.
    pub fn rows(&self) -> [(bool, &[Run]); 2] {
        [(true, &self.then), (false, &self.now)]
    }

    /// Returns the title of one course's drawing.
    pub fn described(&self, frame: &Frame, then: &bool) -> String {
        let known = if *then { "course-then" } else { "course-now" };
        format!("{}: {}", frame.title.plain(), frame.say(known).plain())
    }

    /// Tells one course in words.
    pub fn told(&self, _frame: &Frame, then: &bool) -> String {
        let runs = if *then { &self.then } else { &self.now };
        let told: Vec<String> = runs
            .iter()
            .map(|run| {
                let (from, to) = (run.from.plain(), run.to.plain());
                format!("{}: {from} – {to}", run.mark.word.plain())
            })
            .collect();
        told.join("; ")
    }
}

impl Course {
    /// Judges at each instant, twice.
    pub(super) fn of(opened: &Opened, as_of: AsOf) -> Self {
        let zone = &opened.plan.zone;
        let last = zone.date_of(as_of.at);
        let Some(first) = first_day(opened).filter(|first| *first < last) else {
            return Self::default();
        };
        let most = if opened.record.entries.len() > ENTRIES_MANY {
            STEPS_MAX / 4
        } else {
            STEPS_MAX
        };
        let whole = first.until(last).map_or(1, |span| span.get_days());
        let apart = (whole + most - 1).div_euclid(most).max(1);
        let mut days: Vec<Date> = (0..most)
            .filter_map(|step| last.checked_sub((step * apart).days()).ok())
            .take_while(|day| *day >= first)
            .collect();
        days.reverse();
        let prefix = prefix(opened, as_of.known);
        let mut course = Self {
            days,
            apart,
            ..Self::default()
        };
        let mut instants = Vec::new();
        for day in &course.days {
            let at = if *day == last {
                as_of.at
            } else {
                zone.day_end(*day)
            };
            instants.push(as_known_then(at, as_of.known));
            instants.push(AsOf {
                at,
                known: as_of.known,
            });
        }
        for (place, assessment) in side_by_side(opened, &prefix, &instants).iter().enumerate() {
            if place.is_multiple_of(2) {
                push(&mut course.then, assessment);
            } else {
                push(&mut course.now, assessment);
            }
        }
        course
    }

    /// Returns a commitment's status on each day, as known then.
    pub(super) fn then(&self, id: &ClauseId) -> Option<&[Status]> {
        self.then.get(id).map(Vec::as_slice)
    }

    /// Says how far apart the days are.
    pub(super) fn apart(&self, words: &Words) -> Text {
        let apart = usize::try_from(self.apart).unwrap_or(1);
        words.say_with("course-apart", &[("n", apart.into())])
    }

    /// Returns the runs of one commitment.
    pub fn runs(&self, id: &ClauseId, parts: &Parts) -> Option<Runs> {
        let (then, now) = (self.then.get(id)?, self.now.get(id)?);
        let day = |place: usize| {
            let day = self.days.get(place).copied();
            day.map_or_else(Text::default, |day| parts.words().day(day))
        };
        let runs = |statuses: &[Status]| -> Vec<Run> {
            let mut runs: Vec<(Status, usize, usize)> = Vec::new();
            for (place, status) in statuses.iter().enumerate() {
                match runs.last_mut().filter(|run| run.0 == *status) {
                    Some(run) => run.2 += 1,
                    None => runs.push((*status, place, 1)),
                }
            }
            let told = runs.into_iter().map(|(status, start, steps)| Run {
                mark: parts.mark(status),
                from: day(start),
                to: day((start + steps).saturating_sub(1)),
                start,
                steps,
            });
            told.collect()
        };
        Some(Runs {
            then: runs(then),
            now: runs(now),
            steps: self.days.len(),
            first: day(0),
            last: day(self.days.len().saturating_sub(1)),
            middle: day(self.days.len() / 2),
            apart: self.apart(parts.words()),
            same: then == now,
        })
    }
}

fn push(rows: &mut BTreeMap<ClauseId, Vec<Status>>, assessment: &Assessment) {
    for clause in &assessment.clauses {
        rows.entry(clause.id.clone())
            .or_default()
            .push(clause.status);
    }
}

/// Returns an instant as it was known then, or as a page takes it as known, if
/// that is less.
pub(super) fn as_known_then(at: Instant, known: Known) -> AsOf {
    let known = match known {
        Known::By(by) => Known::By(by.min(at)),
        Known::Size(_) => Known::By(at),
    };
    AsOf { at, known }
}

/// Judges several instants at once, on as many threads as two requests may use.
///
/// # Shape
/// In the order of the instants.
pub(super) fn side_by_side(opened: &Opened, record: &Record, instants: &[AsOf]) -> Vec<Assessment> {
    let judged = |some: &[AsOf]| -> Vec<Assessment> {
        let one = |as_of: &AsOf| servanda_assess::assess(&opened.plan, record, *as_of);
        some.iter().map(one).collect()
    };
    let (first, second) = instants.split_at(instants.len() / 2);
    std::thread::scope(|scope| {
        let second = scope.spawn(|| judged(second));
        let mut all = judged(first);
        match second.join() {
            Ok(more) => all.extend(more),
            Err(fault) => std::panic::resume_unwind(fault),
        }
        all
    })
}

/// Returns the part of a record that knowledge then may draw on: none past what
/// a page takes as known.
pub(super) fn prefix(opened: &Opened, known: Known) -> Record {
    match known {
        Known::Size(size) => cut(&opened.record, size),
        Known::By(_) => opened.record.clone(),
    }
}

/// Returns the first entries of a record.
fn cut(record: &Record, size: u64) -> Record {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Record {
        entries: record.entries.iter().take(size).cloned().collect(),
        backfill: record.backfill,
        suspect: record.suspect.clone(),
    }
}

/// Returns the day the course starts on: the entry into force, else the first
/// day that anything was published or received.
fn first_day(opened: &Opened) -> Option<Date> {
    let zone = &opened.plan.zone;
    let stated = opened.plan.anchors.iter().filter_map(|one| one.stated);
    let stated = stated.map(|value| match value {
        AnchorValue::At(at) => zone.date_of(at),
        AnchorValue::On(day) => day,
    });
    let entries = opened.record.entries.iter().map(|entry| {
        entry
            .source
            .published_on
            .unwrap_or_else(|| zone.date_of(entry.received_at))
    });
    stated.min().or_else(|| entries.min())
}

//! Changes: which statuses changed since a day, by what, and the course of every
//! commitment as it was known at the time.

use jiff::ToSpan as _;
use serde::Serialize;

use super::{Asking, Frame, Table};
use crate::language::Text;
use crate::report::Parts;
use crate::report::view::{Change, ClauseRef, Mark, Section, Sources};

/// Since how many days before the instant judged changes are offered.
const DAYS: [i32; 4] = [7, 30, 90, 365];

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// How many changes, in a line.
    pub takeaway: Text,
    /// The changes.
    pub changes: Section<Change>,
    /// Other days to tell changes from: words and day.
    pub since: Vec<(Text, String)>,
    /// The days of the table below.
    pub days: Vec<Text>,
    /// How far apart they are.
    pub apart: Text,
    /// Commitments whose status changed, on each of those days as known then.
    pub rows: Vec<Courses>,
    /// Commitments whose status stayed the same.
    pub steady: Vec<Courses>,
    /// How many those are, in a line.
    pub steady_count: Text,
    /// What is cited.
    pub sources: Sources,
}

/// One commitment day by day.
#[derive(Clone, Debug, Serialize)]
pub struct Courses {
    /// The commitment.
    pub clause: ClauseRef,
    /// Its status on each day, and whether it is another than the day before.
    pub cells: Vec<(Mark, bool)>,
}

impl Changes {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Self {
        let words = parts.words();
        let changes = parts.changes();
        let course = asking.site.course(asking.judged);
        let clauses = parts.input().plan.clauses.iter();
        let courses = clauses.filter_map(|clause| {
            let statuses = course.then(&clause.id)?;
            let mut last = None;
            let cells = statuses.iter().map(|status| {
                let other = last.replace(*status) != Some(*status);
                (parts.mark(*status), other)
            });
            Some(Courses {
                clause: parts.clause_ref(&clause.id),
                cells: cells.collect(),
            })
        });
        let changed = |one: &Courses| one.cells.iter().skip(1).any(|(_, other)| *other);
        let (rows, steady): (Vec<Courses>, Vec<Courses>) = courses.partition(changed);
        Self {
            takeaway: words.say_with("changed-count", &[("n", changes.rows.len().into())]),
            since: offers(asking, parts),
            days: course.days.iter().map(|day| words.day(*day)).collect(),
            apart: course.apart(words),
            steady_count: words.say_with("changes-steady", &[("n", steady.len().into())]),
            rows,
            steady,
            sources: parts.sources(),
            changes,
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let changed = self.changes.rows.iter().map(|change| {
            let clause = change.clause.as_ref();
            vec![
                clause.map_or_else(Text::default, |clause| clause.id.clone()),
                change.key.clone(),
                change.before.word.clone(),
                change.after.word.clone(),
                Text::ltr(change.after.key),
            ]
        });
        let heads = [
            "head-clause",
            "head-what",
            "head-before",
            "head-status",
            "head-key",
        ];
        let mut course_heads = vec![frame.say("head-clause")];
        course_heads.extend(self.days.iter().cloned());
        let course = self.rows.iter().chain(&self.steady).map(|row| {
            let mut cells = vec![row.clause.id.clone()];
            cells.extend(row.cells.iter().map(|(mark, _)| mark.word.clone()));
            cells
        });
        vec![
            Table::new(
                "changes",
                heads.iter().map(|id| frame.say(id)).collect(),
                changed.collect(),
            ),
            Table::new("course", course_heads, course.collect()),
        ]
    }
}

/// Returns days to tell changes from, each with its words.
fn offers(asking: &Asking, parts: &Parts) -> Vec<(Text, String)> {
    let zone = &parts.input().plan.zone;
    let at = zone.date_of(asking.judged.instants.as_of.at);
    DAYS.iter()
        .filter_map(|days| {
            let day = at.checked_sub(days.days()).ok()?;
            let count = usize::try_from(*days).ok()?;
            let words = parts.words().say_with("since-days", &[("n", count.into())]);
            Some((words, day.to_string()))
        })
        .collect()
}

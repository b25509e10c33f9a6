//! Section 14 of "Meaning": cases, one told instant after the other.
//!
//! What lives here: the instants at which cases are looked for, and what each
//! shows. [`opening`] finds cases, [`acts`] says which act is on which case,
//! [`ladder`] runs one case's steps, [`course`] what follows from them.
//!
//! Entry point: [`run`].
//!
//! # Invariants
//! For every such instant the world of what was told by then is built and
//! judged from scratch, and every case runs anew from its opening.

mod acts;
mod course;
mod ladder;
mod opening;
mod suspensions;

use std::collections::BTreeSet;

use servanda_model::assessment::AsOf;
use servanda_model::case::NormChange;
use servanda_model::plan::{Plan, Severity, SeverityTest};
use servanda_model::record::Record;
use servanda_model::time::Instant;

use crate::force::{self, Change, Force};
use crate::judgement::{CaseJudgement, Said, StepJudgement};
use crate::known::{knowledge_date, known_entries};
use crate::phases;
use crate::world::World;

use acts::on_cases;
use course::Course;
use opening::Matter;

/// Passes over the instants until none is found late, at most so many.
const PASSES: usize = 12;

/// Returns every case, and the force they gave by the instant judged.
pub(crate) fn run(plan: &Plan, record: &Record, as_of: AsOf) -> (Vec<CaseJudgement>, Vec<Force>) {
    if plan.ladders.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let desk = Desk {
        plan,
        record,
        as_of,
        known_on: knowledge_dates(plan, record, as_of),
    };
    let mut instants = desk.known_on.clone();
    let mut matters = Vec::new();
    for _pass in 0..PASSES {
        let (found, late) = desk.pass(&mut instants);
        matters = found;
        if !late {
            break;
        }
    }
    let told = desk.told(as_of.at, Vec::new());
    let courses = courses(&told, &matters, as_of.at);
    let force = all_force(&courses);
    let mut cases: Vec<CaseJudgement> = matters
        .iter()
        .zip(&courses)
        .map(|(matter, course)| told_case(plan, matter, course, &force))
        .collect();
    cases.sort_by(|a, b| (a.opened_at, &a.id).cmp(&(b.opened_at, &b.id)));
    (cases, force)
}

fn knowledge_dates(plan: &Plan, record: &Record, as_of: AsOf) -> BTreeSet<Instant> {
    known_entries(&plan.zone, record, as_of.known)
        .into_iter()
        .map(|entry| knowledge_date(&plan.zone, record, entry))
        .filter(|date| *date <= as_of.at)
        .collect()
}

/// Runs every case anew by what a world tells, up to an instant.
fn courses(told: &World<'_>, matters: &[Matter], at: Instant) -> Vec<Course> {
    let acts = on_cases(told, matters, at);
    let mut courses: Vec<Course> = matters
        .iter()
        .enumerate()
        .map(|(case, matter)| course::run(told.plan, matter, case, &acts, at))
        .collect();
    suspensions::suspend(told.plan, matters, &acts, &mut courses);
    courses
}

/// Returns the force that all cases give, by its beginning.
fn all_force(courses: &[Course]) -> Vec<Force> {
    let mut force: Vec<Force> = courses.iter().flat_map(|c| c.force.clone()).collect();
    force.sort_by_key(|f| f.from);
    force
}

/// What the told worlds are built from.
struct Desk<'a> {
    plan: &'a Plan,
    record: &'a Record,
    as_of: AsOf,
    known_on: BTreeSet<Instant>,
}

impl<'a> Desk<'a> {
    fn told(&self, by: Instant, force: Vec<Force>) -> World<'a> {
        World::told(self.plan, self.record, self.as_of.known, by, force)
    }

    /// Looks at every instant in turn, and adds those found on the way; returns
    /// whether one was found that had been passed.
    fn pass(&self, instants: &mut BTreeSet<Instant>) -> (Vec<Matter>, bool) {
        let mut late = false;
        let mut matters: Vec<Matter> = Vec::new();
        let mut last: Option<Instant> = None;
        let mut looked: Option<(Instant, Vec<Force>)> = None;
        while let Some(t) = instants
            .iter()
            .copied()
            .find(|i| last.is_none_or(|last| *i > last))
        {
            let bare = self.told(t, Vec::new());
            let end = self.epoch_end(t);
            let ahead = all_force(&courses(&bare, &matters, end));
            if looked != Some((end, ahead.clone())) {
                late |= self.add(instants, &self.told(t, ahead.clone()), (t, end));
                looked = Some((end, ahead));
            }
            let force = all_force(&courses(&bare, &matters, t));
            let world = self.told(t, force);
            late |= self.add(instants, &world, (t, t));
            opening::look(&world, t, &mut matters);
            last = Some(t);
        }
        (matters, late)
    }

    /// Runs a world to an instant, and adds its instants of change since the
    /// last knowledge date; returns whether one before the span is new.
    fn add(
        &self,
        instants: &mut BTreeSet<Instant>,
        world: &World<'_>,
        span: (Instant, Instant),
    ) -> bool {
        phases::run(world, span.1);
        let since = self.known_on.range(..=span.0).next_back().copied();
        let mut late = false;
        for one in world.instants.borrow().iter().copied() {
            if since.is_some_and(|since| since <= one) && one <= span.1 {
                late |= instants.insert(one) && one < span.0;
            }
        }
        late
    }

    /// Returns the last instant before anything else becomes known.
    fn epoch_end(&self, t: Instant) -> Instant {
        self.known_on
            .iter()
            .find(|date| **date > t)
            .and_then(|next| next.checked_sub(jiff::Span::new().nanoseconds(1)).ok())
            .unwrap_or(self.as_of.at)
            .min(self.as_of.at)
    }
}

/// Tells a case's severity; nothing where it hangs on figures, which are not
/// kept with an instance here.
fn severity(plan: &Plan, matter: &Matter) -> Said<Option<Severity>> {
    let clause = matter.clause.and_then(|place| plan.clauses.get(place));
    let by_figures = clause.is_some_and(|clause| {
        let changes = plan
            .amendments
            .iter()
            .flat_map(|one| &one.changes)
            .flatten();
        let amended = changes.filter(|change| change.clause == clause.id);
        let all = std::iter::once(clause).chain(amended.filter_map(|c| c.becomes.as_deref()));
        all.flat_map(|words| &words.severities).any(|rule| {
            !matches!(
                rule.test,
                SeverityTest::LateUnder(_) | SeverityTest::FieldIs(..) | SeverityTest::Otherwise
            )
        })
    });
    if by_figures {
        Said::Nothing
    } else {
        Said::Is(matter.severity)
    }
}

/// Tells a case.
fn told_case(plan: &Plan, matter: &Matter, course: &Course, force: &[Force]) -> CaseJudgement {
    let ladder = plan.ladders.get(matter.ladder);
    CaseJudgement {
        id: matter.id.clone(),
        ladder: ladder.map_or_else(|| "".into(), |l| l.name.clone()),
        basis: matter.basis,
        against: matter.against.clone(),
        raised_by: matter.raised_by.clone(),
        severity: severity(plan, matter),
        opened_at: matter.opened_at,
        state: course.state,
        findings: course.findings.clone(),
        replies: course.replies.clone(),
        steps: course
            .steps
            .iter()
            .map(|step| StepJudgement {
                number: step.number,
                state: step.state,
                began: step.began,
                due: step.due,
                ended: step.ended,
            })
            .collect(),
        waiting: course.waiting.clone(),
        remedies: course.remedies.clone(),
        effects: course
            .force
            .iter()
            .flat_map(|one| extended(plan, one))
            .map(|one| told_force(&one, force))
            .collect(),
        ended: course.ended,
    }
}

/// Returns a change of force, and for a suspension the same of every clause
/// it extends to.
fn extended(plan: &Plan, one: &Force) -> Vec<Force> {
    let Change::Suspended(id, stops) = &one.change else {
        return vec![one.clone()];
    };
    plan.clauses
        .iter()
        .filter(|clause| force::touches(plan, clause, id))
        .map(|clause| Force {
            change: Change::Suspended(clause.id.clone(), *stops),
            ..one.clone()
        })
        .collect()
}

/// Tells a change of force, and its end: for a clause that ended or was
/// revived, the first later change that undoes it.
fn told_force(one: &Force, all: &[Force]) -> (NormChange, Instant, Option<Instant>) {
    let undone = |wanted: &Change| {
        all.iter()
            .filter(|f| f.change == *wanted && f.from > one.from)
            .map(|f| f.from)
            .min()
    };
    match &one.change {
        Change::Suspended(id, stops) => (
            NormChange::Suspended(id.clone(), *stops),
            one.from,
            one.until,
        ),
        Change::Ended(id) => (
            NormChange::Ended(id.clone()),
            one.from,
            undone(&Change::Revived(id.clone())),
        ),
        Change::Revived(id) => (
            NormChange::RevivedClause(id.clone()),
            one.from,
            undone(&Change::Ended(id.clone())),
        ),
        Change::RevivedPhase(name) => (NormChange::RevivedPhase(name.clone()), one.from, None),
    }
}

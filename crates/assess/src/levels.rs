//! Levels and states: a bound kept at each report or at all times.
//!
//! What lives here: occasions, their runs, stale and uncovered stretches. What
//! does not: rates (`rates`). Entry point: [`judge`].
//!
//! # Source
//! "Meaning", section 8.

use std::collections::BTreeMap;

use servanda_model::assessment::{EvidenceAxis, InstanceKey, Status};
use servanda_model::names::ActorName;
use servanda_model::plan::{Cadence, Clause};
use servanda_model::time::{Date, When};

use crate::account::Hands;
use crate::acts::{Counted, hands};
use crate::calendar::{day_after, plus_days};
use crate::evidence::Turns;
use crate::goal::Goal;
use crate::judged::Judged;
use crate::testimony::{Testimony, Topic, obligors, own_hands};
use crate::trigger::{Window, window};
use crate::world::View;
use crate::{axes, conditions, reasons, severity};

/// Judges a level or a state.
pub(crate) fn judge<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    topic: &Topic<'a>,
    goal: Goal<'a>,
    cadence: &Cadence,
) -> Vec<Judged> {
    let window = window(view, clause).filter(|window| view.reached(window.start));
    let reports = topic.reports(view);
    let mut judged = Vec::new();
    for (actor, obligors) in obligors(&clause.subject) {
        let level = Level {
            view,
            clause,
            subject: topic.name,
            goal,
            actor: actor.as_ref(),
            hands: hands(clause, &obligors),
            always: *cadence == Cadence::AtAllTimes,
        };
        match window {
            Some(window) => judged.extend(level.judge(&reports, window)),
            None => judged.push(level.bare(None, Status::NotTriggered)),
        }
    }
    judged
}

struct Level<'s, 'w, 'a> {
    view: &'s View<'w, 'a>,
    clause: &'a Clause,
    subject: &'a str,
    goal: Goal<'a>,
    actor: Option<&'s ActorName>,
    hands: Hands<'s>,
    always: bool,
}

/// One day on which it was reported.
struct Occasion {
    day: Date,
    answer: Status,
    told: Vec<Testimony>,
}

impl Level<'_, '_, '_> {
    fn key(&self, days: Option<(Date, Date)>) -> InstanceKey {
        InstanceKey {
            actor: self.actor.cloned(),
            days,
            ..InstanceKey::default()
        }
    }

    fn bare(&self, days: Option<(Date, Date)>, status: Status) -> Judged {
        let mut judged = Judged::new(self.key(days), status);
        judged.agreement = axes::agreement(self.view, self.clause, &[]);
        if self.view.world.explains(self.view.t) {
            judged.reasons = reasons::unmeasured(self.clause, days, status);
        }
        judged
    }

    fn judge(&self, reports: &[Counted<'_, '_>], window: Window) -> Vec<Judged> {
        let occasions = self.occasions(reports, window);
        let mut judged = self.runs(&occasions);
        if !self.always && occasions.is_empty() {
            return vec![self.bare(None, Status::NotTriggered)];
        }
        let zone = &self.view.plan().zone;
        let first = occasions.first().map(|occasion| occasion.day);
        let last = occasions.last().map(|occasion| occasion.day);
        let begins = zone.date_of(window.start);
        let mut today = zone.date_of(self.view.t);
        if let Some(end) = window.end.filter(|end| *end < self.view.t) {
            today = zone.date_of(end);
        }
        let Some((first, last)) = first.zip(last) else {
            return vec![self.bare(None, Status::Undetermined)];
        };
        if self.always && begins < first {
            let days = (begins, plus_days(first, -1));
            judged.insert(0, self.bare(Some(days), Status::Undetermined));
        }
        let stale = self
            .clause
            .stale
            .as_ref()
            .and_then(|period| day_after(self.view.plan(), last, period, 1))
            .map(|day| plus_days(day, 1));
        let ended = self
            .always
            .then(|| self.view.world.facts.end(Some(self.subject), self.view.t))
            .flatten()
            .filter(|day| self.view.past(zone.day_end(*day)))
            .map(|day| plus_days(day.max(last), 1));
        let unknown = [stale, ended].into_iter().flatten().min();
        if let Some(from) = unknown
            && self.view.reached(zone.day_start(from))
            && from <= today
        {
            judged.push(self.bare(Some((from, today)), Status::Undetermined));
        }
        judged
    }

    fn own(&self, counted: &Counted<'_, '_>) -> bool {
        match self.hands {
            Hands::All => true,
            Hands::Of(obligors) => own_hands(self.view.plan(), counted.1.report, obligors),
        }
    }

    fn occasions(&self, reports: &[Counted<'_, '_>], window: Window) -> Vec<Occasion> {
        let zone = &self.view.plan().zone;
        let mut days: BTreeMap<Date, Vec<&Counted<'_, '_>>> = BTreeMap::new();
        for counted in reports {
            let latest = counted.1.latest;
            let inside = counted.1.earliest >= window.start;
            let kept = self.view.in_force(&self.clause.id, latest, || {
                window.end.is_none_or(|end| latest <= end)
                    && self
                        .clause
                        .during
                        .iter()
                        .all(|c| conditions::holds(self.view, c, None, latest))
            });
            let excepted = self
                .clause
                .exceptions
                .iter()
                .any(|c| conditions::holds(self.view, c, None, latest));
            if inside && kept && !excepted && self.own(counted) {
                days.entry(zone.date_of(latest)).or_default().push(counted);
            }
        }
        days.into_iter()
            .map(|(day, reports)| self.occasion(day, &reports))
            .collect()
    }

    fn occasion(&self, day: Date, reports: &[&Counted<'_, '_>]) -> Occasion {
        type Judgements<'j> = Vec<(&'j Counted<'j, 'j>, Option<bool>)>;
        let mut by: BTreeMap<(&ActorName, bool), Judgements<'_>> = BTreeMap::new();
        for counted in reports {
            let answer = self.goal.judge(counted.1.report, counted.2.as_ref());
            by.entry((&counted.1.report.reporter, counted.1.finding))
                .or_default()
                .push((counted, answer));
        }
        let mut told = Vec::new();
        for figures in by.into_values() {
            let within = figures.iter().all(|(_, answer)| *answer == Some(true));
            for (counted, answer) in figures {
                let done = answer == Some(true);
                if (done && within) || answer == Some(false) {
                    told.push(Testimony {
                        fact: counted.0,
                        done,
                        own: true,
                        when: When::On(day, day),
                        figure: counted.2.clone(),
                        also: Vec::new(),
                    });
                }
            }
        }
        let answer = self.view.world.bench.ask(
            self.view.plan(),
            &self.view.world.facts,
            &self.clause.evidence,
            &told,
            Turns::default(),
        );
        let status = match (answer.done.is_some(), answer.denied) {
            (true, true) => Status::Contested,
            (true, false) => Status::Met,
            (false, true) => Status::NotMet,
            (false, false) => Status::Undetermined,
        };
        Occasion {
            day,
            answer: status,
            told,
        }
    }

    /// Joins consecutive occasions of one answer.
    fn runs(&self, occasions: &[Occasion]) -> Vec<Judged> {
        let mut judged: Vec<Judged> = Vec::new();
        for run in occasions.chunk_by(|a, b| a.answer == b.answer) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let days = (first.day, last.day);
            let told: Vec<Testimony> = run.iter().flat_map(|o| o.told.clone()).collect();
            judged.push(self.run(days, first.answer, told));
        }
        let next: Vec<Option<Status>> = judged
            .iter()
            .skip(1)
            .map(|judged| Some(judged.status))
            .chain(std::iter::once(None))
            .collect();
        for (one, next) in judged.iter_mut().zip(next) {
            if one.status == Status::NotMet && next == Some(Status::Met) {
                one.status = Status::Cured;
            }
        }
        if self.view.world.explains(self.view.t) {
            for one in &mut judged {
                one.reasons = reasons::of_level(self.view, self.clause, one);
            }
        }
        judged
    }

    fn run(&self, days: (Date, Date), status: Status, told: Vec<Testimony>) -> Judged {
        let zone = &self.view.plan().zone;
        let side: Vec<&Testimony> = match status {
            Status::Met => told.iter().filter(|t| t.done).collect(),
            Status::NotMet => told.iter().filter(|t| !t.done).collect(),
            _ => Vec::new(),
        };
        let evidence = match status {
            Status::Contested => EvidenceAxis::Contradicted,
            Status::Undetermined if told.is_empty() => EvidenceAxis::NoInformation,
            Status::Undetermined => EvidenceAxis::Insufficient,
            _ => axes::deciding_axis(self.view, &side),
        };
        let grave = if status == Status::NotMet {
            let grounds = severity::Grounds {
                figures: side.iter().filter_map(|t| t.figure.as_ref()).collect(),
                reports: severity::reports(self.view, side.iter().map(|t| t.fact)),
                ..severity::Grounds::default()
            };
            severity::gravest(self.view.plan(), &self.clause.severities, &grounds)
        } else {
            None
        };
        let agreement = axes::agreement(self.view, self.clause, &told);
        Judged {
            evidence,
            agreement,
            severity: grave,
            decided: Some(zone.day_end(days.0)).filter(|_| !matches!(status, Status::Undetermined)),
            testimonies: told,
            ..Judged::new(self.key(Some(days)), status)
        }
    }
}

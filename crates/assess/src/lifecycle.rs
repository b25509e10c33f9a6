//! The life of one instance: from its testimonies to its status.
//!
//! What lives here: the table of "Meaning", section 4, line by line, with what
//! moves due dates (grace, excuses, reciprocity). What does not: evidence
//! (`evidence`), sentences (`reasons`). Entry point: [`judge`].
//!
//! # Source
//! "Meaning", sections 3, 4 and 10.

use servanda_model::assessment::{AgreementAxis, EvidenceAxis, Lateness, Status};
use servanda_model::names::ItemKey;
use servanda_model::plan::{Clause, Grace, OtherHands, Silence};
use servanda_model::record::{Citation, DecisionAct};
use servanda_model::time::{Instant, When};

use crate::axes;
use crate::calendar::{after, lateness};
use crate::closure;
use crate::conditions;
use crate::evidence::{Answer, Turns};
use crate::extensions;
use crate::facts::names;
use crate::judged::{Draft, Judged};
use crate::reasons::{self, Told};
use crate::reciprocity::{self, Waiting};
use crate::severity;
use crate::trigger::end_of;
use crate::world::View;

/// What decides an instance's status.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    /// The status.
    pub(crate) status: Status,
    /// When it was decided.
    pub(crate) decided: Option<Instant>,
    /// How late performance was.
    pub(crate) lateness: Option<Lateness>,
    /// Why, in a word.
    pub(crate) why: Why,
    /// What an act of power or a closure cites.
    pub(crate) citations: Vec<Citation>,
}

/// Why an instance has its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The testimonies say so.
    Told,
    /// Another clause prevails.
    Superseded,
    /// It was waived.
    Waived,
    /// An exception held.
    Excepted,
    /// Others brought it about.
    Overtaken,
    /// Its trigger has not come.
    NotTriggered,
    /// Its condition ceased or its end passed.
    Lapsed,
    /// A certified ground.
    Excused,
    /// The clause it mirrors is not met.
    Suspended,
    /// A case suspended it.
    SuspendedByAct,
    /// It waits for a step of its own or of the other clause.
    Waiting,
    /// The record ends.
    RecordEnds,
    /// Nothing is due yet.
    Early,
    /// It was closed.
    Closed,
    /// Reports may still come.
    Lag,
    /// It was not closed yet.
    Unclosed,
    /// Silence means nothing.
    Silent,
}

impl Ruling {
    fn new(status: Status, why: Why) -> Self {
        Self {
            status,
            decided: None,
            lateness: None,
            why,
            citations: Vec::new(),
        }
    }

    fn at(mut self, decided: Option<Instant>) -> Self {
        self.decided = decided;
        self
    }

    fn citing(mut self, citations: Vec<Citation>) -> Self {
        self.citations = citations;
        self
    }
}

/// One instance being judged.
pub(crate) struct Life<'s, 'w, 'a> {
    /// Where it is judged.
    pub(crate) view: &'s View<'w, 'a>,
    /// Its clause.
    pub(crate) clause: &'a Clause,
    /// What closures and coverage name.
    pub(crate) subject: Option<&'a str>,
    /// The instance.
    pub(crate) draft: &'s Draft,
    /// Its place among the instances of its obligor.
    pub(crate) place: usize,
}

/// Judges one instance.
pub(crate) fn judge<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    subject: Option<&'a str>,
    draft: &Draft,
    place: usize,
) -> Judged {
    let life = Life {
        view,
        clause,
        subject,
        draft,
        place,
    };
    let waiting = reciprocity::due(&life);
    let (ruling, due, answer) = life.rule(&waiting);
    let mut judged = life.finish(ruling, due, &answer);
    if view.world.explains(view.t) {
        let zone = &view.plan().zone;
        let moves = waiting.slips.iter();
        judged
            .reasons
            .extend(moves.map(|slip| extensions::reason(zone, slip)));
    }
    judged.slips = waiting.slips;
    judged
}

impl Life<'_, '_, '_> {
    fn ask(&self, due: Option<Instant>, closed: Option<Instant>) -> Answer {
        self.view.world.bench.ask(
            self.view.plan(),
            &self.view.world.facts,
            &self.clause.evidence,
            &self.draft.testimonies,
            Turns {
                due,
                mark: due.or(self.draft.triggered),
                closed,
            },
        )
    }

    /// Runs the rules; where an excuse has ended, again with its end.
    fn rule(&self, waiting: &Waiting) -> (Ruling, Option<Instant>, Answer) {
        let closed = self.closure();
        let mut due = waiting.due;
        let windows = self.excuses();
        for _ in 0..=windows.len() {
            let answer = self.ask(due, closed.as_ref().map(|(at, _)| *at));
            if let Some(ruling) = self.settled(due, &answer) {
                return (ruling, due, answer);
            }
            let moment = due.map_or(self.view.t, |due| due.min(self.view.t));
            // A window that has ended excuses once, up to its end.
            let window = windows.iter().find(|window| {
                window.start <= moment
                    && window.end.is_none_or(|end| {
                        moment <= end && (due.is_none_or(|due| due < end) || self.view.t <= end)
                    })
            });
            match window {
                Some(window) if window.end.is_none_or(|end| !self.view.past(end)) => {
                    let ruling =
                        Ruling::new(Status::Excused, Why::Excused).citing(vec![window.citation]);
                    return (ruling, due, answer);
                }
                Some(window) if due.is_some() && due < window.end => due = window.end,
                _ => {
                    let ruling = self.unsettled(due, &answer, waiting, closed.as_ref());
                    return (ruling, due, answer);
                }
            }
        }
        let answer = self.ask(due, closed.as_ref().map(|(at, _)| *at));
        let ruling = self.unsettled(due, &answer, waiting, closed.as_ref());
        (ruling, due, answer)
    }

    fn is_triggered(&self) -> bool {
        self.draft.period || self.draft.triggered.is_some_and(|at| self.view.reached(at))
    }

    /// Rules 1 to 9.
    fn settled(&self, due: Option<Instant>, answer: &Answer) -> Option<Ruling> {
        if let Some(ruling) = released(self, due) {
            return Some(ruling);
        }
        let triggered = self.is_triggered();
        if answer.done.is_some() && answer.denied_since_done || answer.in_time && answer.late {
            return Some(Ruling::new(Status::Contested, Why::Told));
        }
        if let Some(done) = answer.done {
            return Some(self.performed(due, done, triggered, answer));
        }
        if let Some(at) = answer.other
            && self.clause.other_hands == OtherHands::Discharge
        {
            let mut ruling = Ruling::new(Status::Discharged, Why::Overtaken).at(Some(at));
            ruling.lateness = Some(Lateness::Unknown);
            return Some(ruling);
        }
        if !triggered {
            return Some(Ruling::new(Status::NotTriggered, Why::NotTriggered));
        }
        self.lapsed(due)
            .map(|at| Ruling::new(Status::Discharged, Why::Lapsed).at(Some(at)))
    }

    /// Rules 4 to 6: performance is established.
    fn performed(
        &self,
        due: Option<Instant>,
        done: Instant,
        triggered: bool,
        answer: &Answer,
    ) -> Ruling {
        let met = Ruling::new(Status::Met, Why::Told).at(Some(done));
        let Some(due) = due.filter(|_| !answer.in_time && (triggered || !self.draft.early)) else {
            return met;
        };
        if answer.late || answer.denied_since_mark {
            return Ruling {
                status: Status::MetLate,
                lateness: Some(self.late(due, done)),
                ..met
            };
        }
        Ruling {
            lateness: Some(Lateness::Unknown),
            ..met
        }
    }

    fn late(&self, due: Instant, done: Instant) -> Lateness {
        let zone = &self.view.plan().zone;
        let happenings: Vec<&When> = self
            .draft
            .testimonies
            .iter()
            .filter(|t| t.done && t.own && t.when.latest(zone) <= done)
            .map(|t| &t.when)
            .collect();
        lateness(zone, due, &happenings, done, self.draft.hours)
    }

    /// Returns when the instance lapsed, if it did before its due date.
    fn lapsed(&self, due: Option<Instant>) -> Option<Instant> {
        if self.draft.period {
            return None;
        }
        let view = self.view;
        let from = self.draft.triggered?;
        let before_due = |at: &Instant| due.is_none_or(|due| *at < due);
        let force = &view.world.force;
        let stopped = force
            .ended(&self.clause.id, view.t)
            .map(|turn| turn.from)
            .filter(before_due);
        if force.revived(&self.clause.id, view.t) {
            return stopped;
        }
        let ended = self
            .clause
            .until
            .as_ref()
            .and_then(|until| end_of(view, until, self.draft.key.item.as_ref()))
            .filter(before_due)
            .filter(|end| view.past(*end));
        let until = due.map_or(view.t, |due| due.min(view.t));
        let ceased = self
            .clause
            .during
            .iter()
            .filter_map(|condition| {
                conditions::first_lapse(view, condition, self.draft.key.item.as_ref(), from, until)
            })
            .min()
            .filter(before_due);
        [stopped, ended, ceased].into_iter().flatten().min()
    }

    /// Rules 11 to 18.
    fn unsettled(
        &self,
        due: Option<Instant>,
        answer: &Answer,
        waiting: &Waiting,
        closed: Option<&(Instant, Citation)>,
    ) -> Ruling {
        let ruling = self.open_or_due(due, answer, waiting, closed);
        let suspendable = matches!(
            ruling.status,
            Status::NotYetDue | Status::Pending | Status::Undetermined | Status::NotMet
        );
        if let Some(citations) = &waiting.suspended
            && (suspendable || waiting.dated && ruling.status == Status::Open)
        {
            return Ruling::new(Status::Suspended, Why::SuspendedByAct).citing(citations.clone());
        }
        if suspendable && reciprocity::suspended(self) {
            return Ruling::new(Status::Suspended, Why::Suspended);
        }
        ruling
    }

    /// Rules 12 to 18.
    fn open_or_due(
        &self,
        due: Option<Instant>,
        answer: &Answer,
        waiting: &Waiting,
        closed: Option<&(Instant, Citation)>,
    ) -> Ruling {
        let view = self.view;
        if waiting.waits {
            return Ruling::new(Status::NotYetDue, Why::Waiting);
        }
        let ends = || view.world.beyond(self.subject, view.t);
        let Some(due) = due else {
            return if ends() {
                Ruling::new(Status::Undetermined, Why::RecordEnds)
            } else {
                Ruling::new(Status::Open, Why::Early)
            };
        };
        if !view.past(due) {
            return Ruling::new(Status::NotYetDue, Why::Early);
        }
        if answer.denied_since_mark {
            return Ruling::new(Status::NotMet, Why::Told).at(Some(due));
        }
        if let Some((at, citation)) = closed.filter(|_| answer.closed) {
            return Ruling::new(Status::NotMet, Why::Closed)
                .at(Some((*at).max(due)))
                .citing(vec![*citation]);
        }
        if view.world.beyond(self.subject, due) {
            return Ruling::new(Status::Undetermined, Why::RecordEnds);
        }
        if let Some(lag) = &self.clause.reports_lag
            && !view.past(after(view.plan(), due, lag, 1))
        {
            return Ruling::new(Status::Pending, Why::Lag);
        }
        let awaits = matches!(self.clause.silence, Silence::NotDoneOnceClosed { .. });
        if awaits && closed.is_none() {
            return if ends() {
                Ruling::new(Status::Undetermined, Why::RecordEnds)
            } else {
                Ruling::new(Status::Pending, Why::Unclosed)
            };
        }
        Ruling::new(Status::Undetermined, Why::Silent)
    }

    fn finish(&self, ruling: Ruling, due: Option<Instant>, answer: &Answer) -> Judged {
        let draft = self.draft;
        let severity = severity::of_duty(self, &ruling, due);
        // What only a page shows is left out where cases are followed.
        let shown = !self.view.world.memory.lasting;
        let progress = shown.then(|| self.progress()).flatten();
        let told = Told {
            life: self,
            ruling: &ruling,
            due,
            answer,
        };
        Judged {
            status: ruling.status,
            evidence: if shown {
                axes::evidence(self.view, self.clause, &draft.testimonies)
            } else {
                EvidenceAxis::NoInformation
            },
            agreement: if shown {
                axes::agreement(self.view, self.clause, &draft.testimonies)
            } else {
                AgreementAxis::Agreed
            },
            // What is triggered always has no instant.
            triggered: draft
                .triggered
                .filter(|at| *at > Instant::MIN && self.is_triggered()),
            begun: draft.triggered.filter(|_| self.is_triggered()),
            due,
            decided: ruling.decided,
            lateness: ruling.lateness,
            severity,
            progress,
            reasons: if self.view.world.explains(self.view.t) {
                reasons::of(&told)
            } else {
                Vec::new()
            },
            testimonies: draft.testimonies.clone(),
            on_figures: ruling.status == Status::NotMet && ruling.why == Why::Told,
            decided_by: ruling.citations.clone(),
            ..Judged::new(draft.key.clone(), ruling.status)
        }
    }

    /// Returns the greatest amount that the evidence establishes, of what is
    /// needed.
    fn progress(&self) -> Option<(rust_decimal::Decimal, rust_decimal::Decimal)> {
        let needed = self.draft.needed?;
        let accounts = self.draft.accounts.as_ref()?;
        let world = self.view.world;
        let reached = accounts.amounts().into_iter().find(|amount| {
            let told = accounts.reaching(*amount);
            let rule = &self.clause.evidence;
            let turns = Turns::default();
            let answer = world
                .bench
                .ask(world.plan, &world.facts, rule, &told, turns);
            answer.done.is_some()
        });
        Some((reached.unwrap_or_default(), needed))
    }

    /// Returns the first closure that closes this instance.
    fn closure(&self) -> Option<(Instant, Citation)> {
        let Silence::NotDoneOnceClosed { by, .. } = &self.clause.silence else {
            return None;
        };
        closure::first(self, by)
    }

    /// Returns the due date with grace.
    pub(crate) fn graced(&self, due: Instant) -> Instant {
        let plan = self.view.plan();
        match &self.clause.grace {
            Some(Grace::Longer(period)) => after(plan, due, period, 1),
            Some(Grace::LongerIfCertified { period, by, .. }) => {
                let item = self.draft.key.item.as_ref().map(ItemKey::as_str);
                let certified = self.view.world.facts.decisions.iter().any(|d| {
                    d.act.act == DecisionAct::Certify
                        && d.act.by == *by
                        && names(d.act, self.clause.id.as_str())
                        && self.view.reached(d.at)
                        && item.is_some_and(|item| names(d.act, item))
                });
                if certified {
                    after(plan, due, period, 1)
                } else {
                    due
                }
            }
            Some(Grace::Slack { .. }) | None => due,
        }
    }

    fn excuses(&self) -> Vec<ExcuseWindow> {
        let view = self.view;
        let zone = &view.plan().zone;
        let mut windows = Vec::new();
        for excuse in &self.clause.excuses {
            for d in &view.world.facts.decisions {
                let act = d.act;
                if act.act != DecisionAct::Certify
                    || act.by != excuse.certified_by
                    || !names(act, &excuse.ground)
                    || !closure::concerns(self, &act.fields)
                    || !view.reached(d.at)
                {
                    continue;
                }
                let start = act.happened.earliest(zone);
                let longest = excuse
                    .at_most
                    .as_ref()
                    .map(|period| after(view.plan(), act.happened.latest(zone), period, 1));
                let until = act.until.map(|day| zone.day_end(day));
                let end = match (until, longest) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                windows.push(ExcuseWindow {
                    start,
                    end,
                    citation: d.citation,
                });
            }
        }
        windows.sort_by_key(|window| (window.start, window.end, window.citation));
        windows
    }
}

struct ExcuseWindow {
    start: Instant,
    end: Option<Instant>,
    citation: Citation,
}

/// Discharges a judged instance of any frame that was superseded or waived.
pub(crate) fn release<'a>(view: &View<'_, 'a>, clause: &'a Clause, judged: &mut Judged) {
    let draft = Draft {
        key: judged.key.clone(),
        ..Draft::default()
    };
    let life = Life {
        view,
        clause,
        subject: None,
        draft: &draft,
        place: 0,
    };
    let Some(ruling) = given_up(&life) else {
        return;
    };
    if judged.status != Status::Discharged {
        judged.released = Some(judged.status);
        judged.status = Status::Discharged;
        judged.decided = ruling.decided;
        judged.severity = None;
        judged.lateness = None;
        judged.reasons.extend(reasons::power(&life, &ruling));
    }
}

/// Rule 1: superseded, waived or excepted.
fn released(life: &Life<'_, '_, '_>, due: Option<Instant>) -> Option<Ruling> {
    if let Some(ruling) = given_up(life) {
        return Some(ruling);
    }
    let view = life.view;
    let until = due.map_or(view.t, |due| due.min(view.t));
    let from = match (life.draft.period, life.draft.key.days) {
        (true, Some((first, _))) => view.plan().zone.day_start(first),
        _ => Instant::MIN,
    };
    life.clause
        .exceptions
        .iter()
        .filter_map(|c| conditions::first(view, c, life.draft.key.item.as_ref(), from, until))
        .min()
        .map(|at| Ruling::new(Status::Discharged, Why::Excepted).at(Some(at)))
}

/// Returns what supersedes or waives an instance.
fn given_up(life: &Life<'_, '_, '_>) -> Option<Ruling> {
    let view = life.view;
    let clause = life.clause;
    let prevails = view
        .plan()
        .clauses
        .iter()
        .any(|other| other.added_by.is_none() && other.prevails_over.contains(&clause.id));
    if prevails {
        return Some(Ruling::new(Status::Discharged, Why::Superseded));
    }
    let mut waived = Vec::new();
    for creditor in &clause.owed_to {
        let decision = view.world.facts.decisions.iter().find(|d| {
            d.act.act == DecisionAct::Waive
                && d.act.by == *creditor
                && names(d.act, clause.id.as_str())
                && closure::concerns(life, &d.act.fields)
                && view.reached(d.at)
        });
        waived.push(decision.map(|d| (d.at, d.citation)));
    }
    if !waived.is_empty()
        && let Some(all) = waived.into_iter().collect::<Option<Vec<_>>>()
    {
        let at = all.iter().map(|(at, _)| *at).max();
        let citations = all.into_iter().map(|(_, citation)| citation).collect();
        return Some(
            Ruling::new(Status::Discharged, Why::Waived)
                .at(at)
                .citing(citations),
        );
    }
    None
}

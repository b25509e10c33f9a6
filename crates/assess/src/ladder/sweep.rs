//! The sweep: over what was told, instant by instant, to see cases open.
//!
//! What lives here: when to look again, at what, and what a look does to cases.
//! What does not: the world as told (`told`), how a case runs (`run`). Entry
//! point: [`sweep`].
//!
//! # Invariants
//! A clause is looked at again only once something that it reads can have
//! changed.
//!
//! # Source
//! "Meaning", section 14, "As told" and "Opening".

use std::collections::BTreeMap;

use servanda_model::assessment::{AsOf, Known, Status};
use servanda_model::case::CaseId;
use servanda_model::plan::clause::Response;
use servanda_model::plan::{Clause, Deed, Duty, EventKind, Ladder, LadderOpens, Plan, StepPart};
use servanda_model::record::{Act, DecisionAct, Entry};
use servanda_model::time::Instant;

use super::acts::{self, CaseAct, What};
use super::docket::Docket;
use super::effects::effects;
use super::opening::{self, Opened, Standing};
use super::told::Told;
use crate::facts::Dates;
use crate::variants;

/// Whatever can open cases on a ladder.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// Failures under a clause, by its place.
    Failures(usize, &'a Clause),
    /// Incidents under a clause.
    Incidents(&'a Clause),
    /// Occurrences of an event.
    Complaints(&'a EventKind),
}

/// When a source was last looked at, and when it can be otherwise.
type Looked = Option<(Instant, Option<Instant>)>;

struct Sweep<'a> {
    told: Told<'a>,
    sources: Vec<(Source<'a>, &'a Ladder, Looked)>,
    cases: Vec<Opened<'a>>,
    acts: Vec<CaseAct<'a>>,
    entries: &'a [Entry],
    /// Whether some ladder can change the force of anything.
    forceful: bool,
    /// When force was last worked out, and when it can change next; forgotten
    /// where acts or cases are new.
    forced: Looked,
}

/// Returns the cases that opened by the instant judged, in order, with every
/// act that was told.
pub(crate) fn sweep<'a>(
    plan: &'a Plan,
    entries: &'a [Entry],
    backfill: u64,
    as_of: AsOf,
) -> (Vec<Opened<'a>>, Vec<CaseAct<'a>>) {
    let dates = Dates {
        zone: &plan.zone,
        backfill,
    };
    let mut heard: BTreeMap<Instant, Vec<&'a Entry>> = BTreeMap::new();
    for entry in entries {
        let known = dates.known(entry);
        let within = match as_of.known {
            Known::Size(size) => entry.citation.number() < size,
            Known::By(by) => known <= by,
        };
        if !within || known > as_of.at {
            continue;
        }
        heard.entry(known).or_default().push(entry);
        // An anchor's date comes into force with its adoption, which can lie
        // after the entry; what starts then is worked out anew.
        if let Some(Act::Decision(decision)) = &entry.act
            && decision.act == DecisionAct::Adopt
        {
            let at = decision.happened.latest(&plan.zone);
            if at > known && at <= as_of.at {
                heard.entry(at).or_default();
            }
        }
    }
    let mut sweep = Sweep {
        told: Told::new(plan, entries, backfill, as_of.known),
        sources: sources(plan),
        cases: Vec::new(),
        acts: Vec::new(),
        entries,
        forceful: plan.ladders.iter().any(forceful),
        forced: None,
    };
    let instants: Vec<Instant> = heard.keys().copied().collect();
    for (place, (t, new)) in heard.iter().enumerate() {
        let until = instants.get(place + 1).copied();
        sweep.hear(*t, new, dates, as_of.known);
        let mut at = *t;
        loop {
            sweep.visit(at);
            match sweep.next(at) {
                Some(next) if next <= as_of.at && until.is_none_or(|until| next < until) => {
                    at = next;
                }
                _ => break,
            }
        }
    }
    sweep
        .cases
        .sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let (acts, _) = sweep.standing_acts(as_of.at);
    (sweep.cases, acts)
}

/// Returns whether a ladder can change the force of anything.
fn forceful(ladder: &Ladder) -> bool {
    let parts = ladder.steps.iter().flat_map(|step| &step.parts);
    parts.into_iter().any(|part| match part {
        StepPart::Act(act) => matches!(act.deed, Deed::Suspend { .. }),
        StepPart::Snapback(_) => true,
    })
}

fn sources(plan: &Plan) -> Vec<(Source<'_>, &Ladder, Looked)> {
    let mut found = Vec::new();
    for (place, clause) in plan.clauses.iter().enumerate() {
        let Some(Response::Ladder(name)) = &clause.response else {
            continue;
        };
        let source = match clause.duty {
            Duty::Avoid(_) => Source::Incidents(clause),
            _ => Source::Failures(place, clause),
        };
        let ladder = plan.ladders.iter().find(|ladder| ladder.name == *name);
        found.extend(ladder.map(|ladder| (source, ladder, None)));
    }
    for ladder in &plan.ladders {
        let LadderOpens::Event(event) = &ladder.opens else {
            continue;
        };
        let kind = plan.events.iter().find(|kind| kind.name == *event);
        found.extend(kind.map(|kind| (Source::Complaints(kind), ladder, None)));
    }
    found
}

impl<'a> Sweep<'a> {
    fn hear(&mut self, t: Instant, new: &[&'a Entry], dates: Dates<'_>, known: Known) {
        self.told.hear(t, new);
        for (_, _, looked) in &mut self.sources {
            *looked = None;
        }
        let told = |entry: &Entry| match known {
            Known::Size(size) => entry.citation.number() < size && dates.known(entry) <= t,
            Known::By(by) => dates.known(entry) <= by.min(t),
        };
        let acts = acts::told(
            self.told.world.plan,
            &self.told.world.facts,
            self.entries,
            dates,
            &told,
        );
        self.acts = acts;
        self.forced = None;
    }

    /// Looks at one instant: what cases changed before, then gates, then what
    /// opens and ends cases, then what they change from here on.
    fn visit(&mut self, t: Instant) {
        self.force(t);
        self.told.follow(t);
        for place in 0..self.sources.len() {
            let Some((source, ladder, looked)) = self.sources.get(place).copied() else {
                continue;
            };
            let stands =
                looked.is_some_and(|(from, next)| self.told.world.memory.stands(from, next, t));
            if !stands {
                let next = self.look(source, ladder, t);
                if let Some((_, _, looked)) = self.sources.get_mut(place) {
                    *looked = Some((t, next));
                }
            }
        }
        self.force(t);
    }

    /// Works out what cases change, where something that it hangs on is new.
    fn force(&mut self, t: Instant) {
        if !self.forceful || self.cases.is_empty() {
            return;
        }
        let stands = self
            .forced
            .is_some_and(|(_, next)| next.is_none_or(|next| t < next));
        if stands {
            return;
        }
        let mut cases = std::mem::take(&mut self.cases);
        cases.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        self.cases = cases;
        let (acts, ruled) = self.standing_acts(t);
        let docket = Docket::at(self.told.world.plan, self.entries, &self.cases, &acts, t);
        let effects = effects(&docket);
        let coming = self.acts.iter().map(|act| act.at).filter(|at| *at > t);
        let next = coming.chain(effects.next).chain(ruled).min();
        self.forced = Some((t, next));
        self.told.set_force(effects.force);
    }

    /// Returns the acts, findings that a ruling put out left out, and when that
    /// can be otherwise.
    fn standing_acts(&self, t: Instant) -> (Vec<CaseAct<'a>>, Option<Instant>) {
        let world = &self.told.world;
        if world.facts.challenges.is_empty() {
            return (self.acts.clone(), None);
        }
        let (variant, next) = world.memory.watch(t, || variants::settled(world, t));
        let standing = self.acts.iter().filter(|act| match act.what {
            What::Finding(_) => !variant.out.contains(&act.entry.citation),
            What::Decision(_) | What::Reply(_) | What::Denial(_) => true,
        });
        let broken = world.memory.next_break(t);
        (
            standing.cloned().collect(),
            next.into_iter().chain(broken).min(),
        )
    }

    /// Returns the next instant at which to look.
    fn next(&self, t: Instant) -> Option<Instant> {
        let memory = &self.told.world.memory;
        let sources = self
            .sources
            .iter()
            .filter_map(|(_, _, looked)| (*looked)?.1);
        let forced = self.forced.and_then(|(_, next)| next);
        sources
            .chain(self.told.gates_next(t))
            .chain(forced)
            .chain(memory.next_break(t))
            .filter(|at| *at > t)
            .min()
    }

    /// Looks at one source, and returns when it can be otherwise.
    fn look(&mut self, source: Source<'a>, ladder: &'a Ladder, t: Instant) -> Option<Instant> {
        let world = &self.told.world;
        match source {
            Source::Failures(place, clause) => {
                let (standings, next) = world
                    .memory
                    .watch(t, || opening::failures(world, place, clause, t));
                self.failures(clause, ladder, standings, t);
                next
            }
            Source::Incidents(clause) => {
                let (told, next) = world
                    .memory
                    .watch(t, || opening::incidents(world, clause, t));
                self.occurrences(Some(clause), ladder, told, t);
                next
            }
            Source::Complaints(kind) => {
                let (told, next) = world
                    .memory
                    .watch(t, || opening::complaints(world, kind, t));
                self.occurrences(None, ladder, told, t);
                next
            }
        }
    }

    fn failures(
        &mut self,
        clause: &'a Clause,
        ladder: &'a Ladder,
        standings: Vec<Standing>,
        t: Instant,
    ) {
        let own = |case: &Opened<'_>, standing: &Standing| match &case.id {
            CaseId::Failure(id, of) => *id == clause.id && standing.is(of),
            CaseId::Incident(..) | CaseId::Complaint(..) => false,
        };
        for case in &mut self.cases {
            let CaseId::Failure(id, key) = &case.id else {
                continue;
            };
            if *id != clause.id || !case.watched() {
                continue;
            }
            let status = standings
                .iter()
                .find(|standing| standing.is(key))
                .map(|standing| standing.status);
            match status {
                Some(Status::Met | Status::MetLate | Status::Cured | Status::Discharged) => {
                    if case.cured.is_none() {
                        case.cured = Some(t);
                        self.forced = None;
                    }
                }
                Some(
                    Status::NotMet
                    | Status::IncidentEstablished
                    | Status::Contested
                    | Status::Suspended
                    | Status::Excused,
                ) => {}
                _ => {
                    case.withdrawn = Some(t);
                    self.forced = None;
                }
            }
        }
        for standing in standings {
            let failed = standing.status == Status::NotMet;
            let mut cases = self.cases.iter();
            if failed && !cases.any(|case| own(case, &standing) && case.watched()) {
                self.cases
                    .push(opening::of_failure(clause, ladder, standing, t));
                self.forced = None;
            }
        }
    }

    fn occurrences(
        &mut self,
        clause: Option<&'a Clause>,
        ladder: &'a Ladder,
        told: Vec<opening::Told>,
        t: Instant,
    ) {
        let own = |case: &Opened<'_>| match (&case.id, clause) {
            (CaseId::Incident(id, ..), Some(clause)) => *id == clause.id,
            (CaseId::Complaint(name, _), None) => *name == ladder.name,
            _ => false,
        };
        let same = |case: &Opened<'_>, one: &opening::Told| {
            let actor = match &case.id {
                CaseId::Incident(_, actor, _) => Some(actor),
                CaseId::Failure(..) | CaseId::Complaint(..) => None,
            };
            own(case) && actor == one.actor.as_ref() && !case.roots.is_disjoint(&one.roots)
        };
        for case in &mut self.cases {
            if !own(case) || !case.watched() {
                continue;
            }
            match told.iter().find(|one| same(case, one)) {
                None => {
                    case.withdrawn = Some(t);
                    self.forced = None;
                }
                Some(one) if one.released && case.cured.is_none() => {
                    case.cured = Some(t);
                    self.forced = None;
                }
                Some(_) => {}
            }
        }
        for one in told {
            let known = self
                .cases
                .iter()
                .any(|case| same(case, &one) && case.watched());
            if one.everywhere && !one.released && !known {
                self.cases
                    .push(opening::of_occurrence(clause, ladder, one, t));
                self.forced = None;
            }
        }
    }
}

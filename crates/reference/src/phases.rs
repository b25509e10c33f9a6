//! Section 11 of "Meaning": phases and gates, and the instants of change.
//!
//! Entry points: [`run`], which finds openings and instants until neither
//! changes; [`judge`], which tells each phase's state.

use std::collections::BTreeSet;

use servanda_model::assessment::{Known, OpeningBasis, PhaseState, Residual, Status};
use servanda_model::names::{ItemKey, PhaseName};
use servanda_model::plan::{
    Clause, Condition, Duty, OnSilence, Opens, Phase, PlannedOpening, Timing, Trigger,
};
use servanda_model::record::{Act, DecisionAct};
use servanda_model::time::Instant;

use crate::conditions::{self, Scope};
use crate::due::{after, just_after};
use crate::judgement::{ClauseJudgement, PhaseJudgement, Said};
use crate::triggers;
use crate::world::{Ctx, World};
use crate::{amendments, force, instance};

/// A phase that opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened {
    pub(crate) phase: PlannedOpening,
    pub(crate) at: Instant,
    pub(crate) basis: OpeningBasis,
    pub(crate) closed: Option<Instant>,
}

/// Returns the opening of a phase that the instant judged sees.
fn seen(ctx: &Ctx<'_>, name: &PhaseName, item: Option<&ItemKey>) -> Option<Opened> {
    ctx.world
        .openings
        .borrow()
        .iter()
        .find(|o| {
            o.phase.0 == *name
                && (o.phase.1.is_none() || o.phase.1.as_ref() == item)
                && o.at < ctx.at
        })
        .cloned()
}

/// Returns when a phase opened, as seen from the instant judged.
pub(crate) fn opened_at(
    ctx: &Ctx<'_>,
    name: &PhaseName,
    item: Option<&ItemKey>,
) -> Option<Instant> {
    seen(ctx, name, item).map(|o| o.at)
}

/// Returns whether a phase is open at an instant, as seen from the one judged.
pub(crate) fn is_open(
    ctx: &Ctx<'_>,
    name: &PhaseName,
    at: Instant,
    item: Option<&ItemKey>,
) -> bool {
    let world = ctx.world;
    let openings = world.openings.borrow().clone();
    let revived = force::revived_open(world.plan, &world.force, &openings, name, at, |t| {
        t < ctx.at
    });
    revived
        || seen(ctx, name, item).is_some_and(|o| {
            o.at <= at
                && o.closed
                    .is_none_or(|closed| closed >= ctx.at || at < closed)
        })
}

/// Finds the instants of change and the openings up to an instant.
///
/// A due date found late is an instant of change as well, so everything is
/// done again until no new one is found.
pub(crate) fn run(world: &World<'_>, at: Instant) {
    *world.instants.borrow_mut() = told_instants(world, at);
    for _round in 0..64 {
        world.openings.borrow_mut().clear();
        world.memory.borrow_mut().clear();
        if !pass(world, at) {
            return;
        }
    }
}

/// Goes through the instants once, those found on the way included; returns
/// whether one was found that it had passed already.
fn pass(world: &World<'_>, at: Instant) -> bool {
    let passed = |last: Instant| world.instants.borrow().range(..=last).count();
    let mut missed = false;
    let mut last = None;
    loop {
        let next = next_after(world, last).filter(|next| *next <= at);
        last = next.or(last);
        let before = last.map_or(0, passed);
        if let Some(next) = next {
            step(world, next);
        }
        look(world, next.unwrap_or(at), at);
        missed |= last.map_or(0, passed) != before;
        if next.is_none() {
            if next_after(world, last).is_none_or(|next| next > at) {
                return missed;
            }
            // What was judged beyond the last instant did not know this one.
            world
                .memory
                .borrow_mut()
                .retain(|(_, judged), _| last.is_some_and(|last| *judged <= last));
        }
    }
}

fn next_after(world: &World<'_>, last: Option<Instant>) -> Option<Instant> {
    world
        .instants
        .borrow()
        .iter()
        .copied()
        .find(|i| last.is_none_or(|last| *i > last))
}

/// Adds the due dates that judging at an instant shows.
fn look(world: &World<'_>, now: Instant, end: Instant) {
    for index in 0..world.plan.clauses.len() {
        let Some(judged) = world.clause(index, now) else {
            continue;
        };
        for instance in &judged.instances {
            if let Said::Is(Some(due)) = instance.due_at {
                let lag = world
                    .plan
                    .clauses
                    .get(index)
                    .and_then(|clause| clause.reports_lag.as_ref())
                    .map(|lag| after(world.plan, due, lag));
                let turns = [Some(due), Some(just_after(due)), lag.map(just_after)];
                let mut instants = world.instants.borrow_mut();
                let first = instants.first().copied();
                let later = |i: &Instant| *i <= end && first.is_some_and(|first| *i > first);
                instants.extend(turns.into_iter().flatten().filter(later));
            }
        }
    }
}

/// Returns the instants that facts, acts and the text itself give.
fn told_instants(world: &World<'_>, at: Instant) -> BTreeSet<Instant> {
    let zone = &world.plan.zone;
    let facts = world.facts.iter().map(|f| f.report.happened.latest(zone));
    let acts = world.entries.iter().filter_map(|e| match &e.act {
        Some(Act::Closure(closure)) => Some(closure.happened.latest(zone)),
        Some(Act::Decision(decision)) => Some(decision.happened.latest(zone)),
        _ => None,
    });
    let mut instants: BTreeSet<Instant> = facts.chain(acts).collect();
    let ctx = world.plain(at);
    instants.extend(dates(&ctx, &world.plan.clauses.iter().collect::<Vec<_>>()));
    let first = instants.first().copied();
    for phase in &world.plan.phases {
        if let Opens::On(trigger) = &phase.opens {
            instants.extend(opening_instant(&ctx, trigger, phase));
        }
        if let Opens::When(condition) = &phase.opens {
            dates_of(&ctx, condition, &mut instants);
        }
    }
    let changes = world.plan.amendments.iter();
    let changes = changes.flat_map(|amendment| amendment.changes.iter().flatten());
    let amended: Vec<&Clause> = changes.filter_map(|one| one.becomes.as_deref()).collect();
    instants.extend(dates(&ctx, &amended));
    for clause in world.plan.clauses.iter().chain(amended) {
        for condition in clause
            .during
            .iter()
            .chain(&clause.gate)
            .chain(&clause.exceptions)
        {
            dates_of(&ctx, condition, &mut instants);
        }
        if let Some(until) = &clause.until {
            for tau in triggers::taus(&ctx, until, Scope::clause(clause, None)) {
                instants.extend([tau.latest, just_after(tau.latest)]);
            }
        }
        instants.extend(
            instance::excuses(&ctx, clause)
                .into_iter()
                .map(|(_, end)| just_after(end)),
        );
    }
    instants.extend(ends(world));
    instants.extend(amendments::instants(world));
    instants.extend(force::instants(&world.force));
    instants.retain(|i| *i <= at && first.is_some_and(|first| first <= *i));
    instants
}

/// Returns the instants of every anchor with a value and of every date by
/// which some clauses start something or that a condition names.
fn dates(ctx: &Ctx<'_>, clauses: &[&Clause]) -> Vec<Instant> {
    let plan = ctx.world.plan;
    let mut named: Vec<Trigger> = plan
        .anchors
        .iter()
        .map(|anchor| Trigger::Anchor(anchor.name.clone()))
        .collect();
    for phase in &plan.phases {
        match &phase.opens {
            Opens::On(trigger) => named.push(trigger.clone()),
            Opens::When(condition) => reached_in(condition, &mut named),
            Opens::NotAgreed => {}
        }
    }
    for clause in clauses {
        named.extend(clause.from.iter().chain(&clause.until).cloned());
        let conditions = clause.during.iter().chain(&clause.gate);
        for condition in conditions.chain(&clause.exceptions) {
            reached_in(condition, &mut named);
        }
        let timings: Vec<&Timing> = match &clause.duty {
            Duty::Perform(perform) => {
                named.extend(perform.every.iter().map(|(_, from)| from.clone()));
                vec![&perform.timing]
            }
            Duty::Reach { stages, .. } => stages.iter().map(|stage| &stage.timing).collect(),
            _ => Vec::new(),
        };
        named.extend(timings.into_iter().filter_map(Timing::trigger).cloned());
    }
    named
        .iter()
        .filter(|trigger| matches!(trigger, Trigger::Anchor(_) | Trigger::Moment(_)))
        .flat_map(|trigger| triggers::taus(ctx, trigger, Scope::default()))
        .flat_map(|tau| [tau.earliest, tau.latest])
        .collect()
}

fn reached_in(condition: &Condition, named: &mut Vec<Trigger>) {
    match condition {
        Condition::Reached(trigger) => named.push(trigger.clone()),
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                reached_in(part, named);
            }
        }
        _ => {}
    }
}

/// Returns the instants just after an end of the record, and those at which
/// something is received.
fn ends(world: &World<'_>) -> Vec<Instant> {
    let zone = &world.plan.zone;
    let mut found = Vec::new();
    for entry in &world.entries {
        found.push(entry.received_at);
        if let Some(Act::Coverage(coverage)) = &entry.act {
            found.push(just_after(zone.day_end(coverage.until)));
        }
        let ruling = world.plan.challenge.as_ref();
        if let (Some(Act::Challenge { .. }), Some(within)) = (
            &entry.act,
            ruling.and_then(|rule| rule.ruling_within.as_ref()),
        ) {
            found.push(just_after(after(world.plan, entry.received_at, within)));
        }
    }
    if let Known::By(known) = world.known {
        found.push(just_after(zone.day_end(zone.date_of(known))));
    }
    found
}

fn dates_of(ctx: &Ctx<'_>, condition: &Condition, instants: &mut BTreeSet<Instant>) {
    match condition {
        Condition::Reached(trigger) => {
            for tau in triggers::taus(ctx, trigger, Scope::default()) {
                instants.insert(tau.latest);
            }
        }
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                dates_of(ctx, part, instants);
            }
        }
        _ => {}
    }
}

fn opening_instant(ctx: &Ctx<'_>, trigger: &Trigger, phase: &Phase) -> Option<Instant> {
    let scope = Scope {
        phase: Some(phase),
        ..Scope::default()
    };
    triggers::taus(ctx, trigger, scope)
        .first()
        .map(|tau| tau.comes)
}

/// Opens what opens at one instant, in the text's order.
fn step(world: &World<'_>, now: Instant) {
    for phase in &world.plan.phases {
        for item in items(world, phase) {
            let opening = (phase.name.clone(), item);
            let done = world.openings.borrow().iter().any(|o| o.phase == opening);
            if done {
                continue;
            }
            if let Some(basis) = opens(&world.plain(now), phase, opening.1.as_ref()) {
                close_earlier(world, phase, opening.1.as_ref(), now);
                world.openings.borrow_mut().push(Opened {
                    phase: opening,
                    at: now,
                    basis,
                    closed: None,
                });
            }
        }
    }
}

fn items(world: &World<'_>, phase: &Phase) -> Vec<Option<ItemKey>> {
    match &phase.for_each {
        None => vec![None],
        Some(name) => world
            .plan
            .lists
            .iter()
            .filter(|l| l.name == *name)
            .flat_map(|l| &l.items)
            .map(|i| Some(i.key.clone()))
            .collect(),
    }
}

fn close_earlier(world: &World<'_>, phase: &Phase, item: Option<&ItemKey>, now: Instant) {
    let earlier: Vec<&PhaseName> = world
        .plan
        .phases
        .iter()
        .take_while(|p| p.name != phase.name)
        .map(|p| &p.name)
        .filter(|name| !phase.beside.contains(name))
        .collect();
    for opened in world.openings.borrow_mut().iter_mut() {
        let touched = item.is_none() || opened.phase.1.as_ref() == item;
        if opened.closed.is_none() && touched && earlier.contains(&&opened.phase.0) {
            opened.closed = Some(now);
        }
    }
}

/// Returns by which way a phase opens at the instant judged, if it does.
fn opens(ctx: &Ctx<'_>, phase: &Phase, item: Option<&ItemKey>) -> Option<OpeningBasis> {
    let zone = &ctx.world.plan.zone;
    let decided = |act: DecisionAct, by: Option<&servanda_model::names::ActorName>| {
        ctx.decisions(act).iter().any(|d| {
            d.of == phase.name.as_str()
                && Some(&d.by) == by
                && d.happened.latest(zone) == ctx.at
                && item.is_none_or(|i| d.fields.values().any(|v| v == i.as_str()))
        })
    };
    let satisfied = match &phase.opens {
        Opens::On(trigger) => opening_instant(ctx, trigger, phase) == Some(ctx.at),
        Opens::When(condition) => gate_opens(ctx, phase, condition, item),
        Opens::NotAgreed => false,
    };
    if satisfied {
        Some(OpeningBasis::Satisfied)
    } else if decided(DecisionAct::Waive, phase.waived_by.as_ref()) {
        Some(OpeningBasis::Waived)
    } else if decided(
        DecisionAct::Declare,
        phase.opened_by_declaration_of.as_ref(),
    ) {
        Some(OpeningBasis::Declared)
    } else {
        None
    }
}

/// Returns whether a conditional gate opens at the instant judged.
fn gate_opens(ctx: &Ctx<'_>, phase: &Phase, condition: &Condition, item: Option<&ItemKey>) -> bool {
    let zone = &ctx.world.plan.zone;
    let scope = Scope {
        clause: None,
        phase: Some(phase),
        item,
    };
    let first = ctx
        .instants()
        .into_iter()
        .find(|t| conditions::holds(&ctx.world.plain(*t), condition, *t, scope));
    let Some(first) = first else {
        return false;
    };
    let Some(certification) = &phase.certified else {
        return true;
    };
    let certified = ctx.decisions(DecisionAct::Certify).iter().any(|d| {
        let at = d.happened.latest(zone);
        d.of == phase.name.as_str() && d.by == certification.by && first <= at && at <= ctx.at
    });
    let runs_out = certification
        .within
        .as_ref()
        .map(|within| after(ctx.world.plan, first, within));
    if let Some(end) = runs_out
        && certification.silence == OnSilence::Opens
    {
        ctx.world.instants.borrow_mut().insert(end);
        return certified || end <= ctx.at;
    }
    certified
}

/// Returns the state of every phase at the instant judged.
pub(crate) fn judge<'w>(world: &'w World<'w>, at: Instant) -> Vec<PhaseJudgement> {
    let mut judged = Vec::new();
    for phase in &world.plan.phases {
        for item in items(world, phase) {
            judged.push(state_of(world, phase, item, at));
        }
    }
    judged
}

fn state_of<'w>(
    world: &'w World<'w>,
    phase: &Phase,
    item: Option<ItemKey>,
    at: Instant,
) -> PhaseJudgement {
    let zone = &world.plan.zone;
    let opening = (phase.name.clone(), item);
    let found = world
        .openings
        .borrow()
        .iter()
        .find(|o| o.phase == opening && o.at <= at)
        .cloned();
    let mut declarations = world.plain(at).decisions(DecisionAct::Declare);
    declarations.sort_by_key(|d| d.happened.latest(zone));
    let declared: Vec<_> = declarations
        .iter()
        .filter(|d| d.of == phase.name.as_str())
        .filter(|d| Some(&d.by) != phase.opened_by_declaration_of.as_ref())
        .filter(|d| {
            let item = opening.1.as_ref();
            item.is_none_or(|i| d.fields.is_empty() || d.fields.values().any(|v| v == i.as_str()))
        })
        .map(|d| (d.by.clone(), d.happened.earliest(zone)))
        .collect();
    let openings = world.openings.borrow().clone();
    let name = &opening.0;
    let revived = force::revived_open(world.plan, &world.force, &openings, name, at, |t| t <= at);
    let state = match &found {
        _ if revived => PhaseState::Open,
        Some(o) if o.closed.is_some_and(|closed| closed <= at) => PhaseState::Closed,
        Some(_) => PhaseState::Open,
        None if !declared.is_empty() => PhaseState::Declared,
        None => PhaseState::NotOpen,
    };
    let moment = found
        .as_ref()
        .map(|o| o.at)
        .or_else(|| declared.iter().map(|(_, at)| *at).min());
    let residuals = moment.map_or_else(Vec::new, |at| residuals(world, at));
    PhaseJudgement {
        phase: opening,
        state,
        opened: found.map(|o| (o.at, o.basis)),
        declared,
        residuals,
    }
}

/// Returns what was still owed at an instant (11, "Residuals").
fn residuals<'w>(world: &'w World<'w>, at: Instant) -> Vec<Residual> {
    let mut found = Vec::new();
    for (index, clause) in world.plan.clauses.iter().enumerate() {
        if !matches!(clause.duty, Duty::Perform(_) | Duty::Reach { .. }) {
            continue;
        }
        if let Some(judged) = world.clause(index, at) {
            found.extend(residual(&judged));
        }
    }
    found
}

fn residual(judged: &ClauseJudgement) -> Option<Residual> {
    let owed = judged.instances.iter().any(|i| {
        matches!(
            i.status,
            Status::Open
                | Status::NotYetDue
                | Status::Pending
                | Status::NotMet
                | Status::Undetermined
                | Status::Contested
                | Status::Excused
                | Status::Suspended
        )
    });
    if !owed {
        return None;
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let done = judged
        .instances
        .iter()
        .filter(|i| matches!(i.status, Status::Met | Status::MetLate | Status::Discharged))
        .count();
    let mut done = (count(done), count(judged.instances.len()));
    if let [only] = judged.instances.as_slice()
        && let Some((established, needed)) = only.counted
    {
        let whole =
            |n: servanda_model::figure::Decimal| u32::try_from(n.floor()).unwrap_or(u32::MAX);
        done = (whole(established), whole(needed));
    }
    Some(Residual {
        clause: judged.id.clone(),
        done,
        status: judged.status,
    })
}

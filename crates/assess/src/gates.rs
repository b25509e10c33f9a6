//! Gates: how phases open and close, followed from the beginning of time.
//!
//! What lives here: the sweep over the instants at which something changes,
//! openings by condition, waiver and declaration, closings, residuals. What
//! does not: what a condition means (`conditions`), how a gate is shown
//! (`phases`). Entry point: [`follow`].
//!
//! # Invariants
//! A status at an instant sees only phases opened strictly before it.
//!
//! # Source
//! "Meaning", section 11.

use servanda_model::assessment::{Declaration, Opening, OpeningBasis, Residual, Status};
use servanda_model::figure::Decimal;
use servanda_model::names::{ItemKey, PhaseName};
use servanda_model::plan::{Clause, Duty, OnSilence, Opens, Phase, Plan};
use servanda_model::record::{Decision, DecisionAct};
use servanda_model::time::Instant;

use crate::calendar::after;
use crate::conditions;
use crate::facts::{Dated, names};
use crate::judged::Judged;
use crate::trigger::resolve;
use crate::variants;
use crate::whole;
use crate::world::{View, World};

/// One gate: of a phase, or of a phase for one item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gate {
    /// The phase's place in the text.
    pub(crate) place: usize,
    /// The phase.
    pub(crate) phase: PhaseName,
    /// The item, where phases are per item.
    pub(crate) item: Option<ItemKey>,
    /// How it opened.
    pub(crate) opened: Option<Opening>,
    /// When it closed.
    pub(crate) closed: Option<Instant>,
    /// When a case revived its phase, and when that closed.
    pub(crate) revived: Vec<(Instant, Option<Instant>)>,
    /// Since when what it waits for has held once.
    pub(crate) since: Option<Instant>,
    /// Declarations that open nothing.
    pub(crate) declared: Vec<Declaration>,
    /// What was owed at the opening, else at the first declaration.
    pub(crate) residuals: Vec<Residual>,
}

/// All gates, in the text's order, then the list's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates {
    /// The gates.
    pub(crate) gates: Vec<Gate>,
}

impl Gates {
    /// Makes the gates of a text, all closed.
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut gates = Vec::new();
        for (place, phase) in plan.phases.iter().enumerate() {
            for item in items(plan, phase) {
                gates.push(Gate {
                    place,
                    phase: phase.name.clone(),
                    item,
                    opened: None,
                    closed: None,
                    revived: Vec::new(),
                    since: None,
                    declared: Vec::new(),
                    residuals: Vec::new(),
                });
            }
        }
        Self { gates }
    }

    fn of<'g>(
        &'g self,
        phase: &'g PhaseName,
        item: Option<&'g ItemKey>,
    ) -> impl Iterator<Item = &'g Gate> {
        self.gates.iter().filter(move |gate| {
            gate.phase == *phase
                && (gate.item.is_none() || item.is_none() || gate.item.as_ref() == item)
        })
    }

    /// Returns how a phase opened before an instant.
    pub(crate) fn opened_before(
        &self,
        phase: &PhaseName,
        item: Option<&ItemKey>,
        t: Instant,
    ) -> Option<Opening> {
        self.of(phase, item)
            .filter_map(|gate| gate.opened.clone())
            .filter(|opened| opened.at < t)
            .min_by_key(|opened| opened.at)
    }

    /// Returns when a phase closed before an instant.
    pub(crate) fn closed_before(
        &self,
        phase: &PhaseName,
        item: Option<&ItemKey>,
        t: Instant,
    ) -> Option<Instant> {
        if self.of(phase, item).any(|gate| {
            gate.revived
                .iter()
                .any(|(from, to)| gate_open(*from, *to, t))
        }) {
            return None;
        }
        self.of(phase, item)
            .flat_map(|gate| {
                let again = gate.revived.iter().filter_map(|(_, closed)| *closed);
                gate.closed.into_iter().chain(again)
            })
            .filter(|closed| *closed < t)
            .max()
    }

    /// Returns whether a phase is open at an instant, seen from a later one.
    pub(crate) fn open_at(
        &self,
        phase: &PhaseName,
        item: Option<&ItemKey>,
        at: Instant,
        seen: Instant,
    ) -> bool {
        self.of(phase, item).any(|gate| {
            gate.opened
                .as_ref()
                .is_some_and(|opened| opened.at <= at && opened.at < seen)
                && !gate
                    .closed
                    .is_some_and(|closed| closed <= at && closed < seen)
                || gate.revived.iter().any(|(from, closed)| {
                    *from <= at
                        && *from < seen
                        && !closed.is_some_and(|closed| closed <= at && closed < seen)
                })
        })
    }
}

/// Returns whether something is open, as seen from an instant.
fn gate_open(from: Instant, to: Option<Instant>, seen: Instant) -> bool {
    from < seen && to.is_none_or(|to| to >= seen)
}

fn items(plan: &Plan, phase: &Phase) -> Vec<Option<ItemKey>> {
    match &phase.for_each {
        None => vec![None],
        Some(name) => plan
            .lists
            .iter()
            .filter(|list| list.name == *name)
            .flat_map(|list| list.items.iter().map(|item| Some(item.key.clone())))
            .collect(),
    }
}

/// Follows the gates from the beginning to the instant judged.
pub(crate) fn follow(world: &World<'_>) {
    if world.plan.phases.is_empty() {
        return;
    }
    let Some(mut at) = world.start.filter(|start| *start <= world.as_of.at) else {
        return;
    };
    loop {
        step(world, at);
        match world.next_pulse(at) {
            Some(next) if next <= world.as_of.at => at = next,
            _ => return,
        }
    }
}

/// Reopens the phases that cases revived by an instant.
fn revive(world: &World<'_>, t: Instant) {
    let mut all = world.gates.borrow_mut();
    for turn in world.force.phases.iter().filter(|turn| turn.from <= t) {
        for gate in all.gates.iter_mut().filter(|gate| gate.phase == turn.name) {
            let known = gate.revived.iter().any(|(from, _)| *from == turn.from);
            let open = gate
                .opened
                .as_ref()
                .is_some_and(|opened| opened.at <= turn.from)
                && gate.closed.is_none_or(|closed| closed > turn.from)
                || gate
                    .revived
                    .iter()
                    .any(|(from, to)| *from < turn.from && to.is_none_or(|to| to > turn.from));
            if !known && !open {
                gate.revived.push((turn.from, None));
            }
        }
    }
}

/// Returns the instants of openings, closings and revivals that one state of
/// the gates has beyond another.
pub(crate) fn news(before: &Gates, after: &Gates) -> Vec<Instant> {
    let instants = |gates: &Gates| -> Vec<Instant> {
        let gates = gates.gates.iter();
        gates
            .flat_map(|gate| {
                let opened = gate.opened.as_ref().map(|opened| opened.at);
                let again = gate.revived.iter();
                let again = again.flat_map(|(from, to)| std::iter::once(*from).chain(*to));
                opened.into_iter().chain(gate.closed).chain(again)
            })
            .collect()
    };
    let known = instants(before);
    instants(after)
        .into_iter()
        .filter(|at| !known.contains(at))
        .collect()
}

/// Opens and closes what opens and closes at one instant.
pub(crate) fn step(world: &World<'_>, t: Instant) {
    revive(world, t);
    let variant = variants::settled(world, t);
    let view = View {
        world,
        t,
        variant: &variant,
    };
    let gates = world.gates.borrow().gates.clone();
    for (index, gate) in gates.iter().enumerate() {
        let Some(phase) = world.plan.phases.get(gate.place) else {
            continue;
        };
        let mut after = gate.clone();
        after.declared = declarations(&view, gate, phase);
        if gate.opened.is_none() {
            after.since = gate.since.or_else(|| ready(&view, gate, phase));
            after.opened = opening(&view, &after, phase);
        }
        let opens = gate.opened.is_none() && after.opened.is_some();
        let told = after.declared.iter().map(|declared| declared.at).min();
        if let Some(opened) = after.opened.as_ref().filter(|_| opens) {
            after.residuals = still_owed(&view, opened.at);
        } else if let Some(at) = told.filter(|_| gate.declared.is_empty() && gate.opened.is_none())
        {
            after.residuals = still_owed(&view, at);
        }
        let mut all = world.gates.borrow_mut();
        if opens {
            close_earlier(&mut all, phase, &after);
        }
        if let Some(slot) = all.gates.get_mut(index) {
            *slot = after;
        }
    }
    // What was revived at this very instant outlasts what opens at it.
    revive(world, t);
}

fn close_earlier(all: &mut Gates, phase: &Phase, opened: &Gate) {
    let Some(at) = opened.opened.as_ref().map(|opening| opening.at) else {
        return;
    };
    for gate in &mut all.gates {
        let same_item = opened.item.is_none() || gate.item == opened.item;
        let earlier = gate.place < opened.place
            && gate.opened.is_some()
            && gate.closed.is_none()
            && !phase.beside.contains(&gate.phase);
        if earlier && same_item {
            gate.closed = Some(at);
        }
        let before = gate.place < opened.place && !phase.beside.contains(&gate.phase);
        if before && same_item {
            for (from, closed) in &mut gate.revived {
                if *from < at && closed.is_none() {
                    *closed = Some(at);
                }
            }
        }
    }
}

/// Returns the decisions of a kind on a gate that count by now.
fn decisions<'v, 'a>(
    view: &View<'v, 'a>,
    gate: &'v Gate,
    act: DecisionAct,
) -> impl Iterator<Item = &'v Dated<'a, Decision>> {
    let t = view.t;
    view.world.facts.decisions.iter().filter(move |d| {
        d.act.act == act
            && d.at <= t
            && names(d.act, gate.phase.as_str())
            && gate
                .item
                .as_ref()
                .is_none_or(|item| d.act.fields.is_empty() || names(d.act, item.as_str()))
    })
}

fn declarations(view: &View<'_, '_>, gate: &Gate, phase: &Phase) -> Vec<Declaration> {
    decisions(view, gate, DecisionAct::Declare)
        .filter(|d| phase.opened_by_declaration_of.as_ref() != Some(&d.act.by))
        .map(|d| Declaration {
            by: d.act.by.clone(),
            at: d.act.happened.earliest(&view.plan().zone),
            citation: d.citation,
        })
        .collect()
}

/// Returns the instant at which what a gate waits for first held.
fn ready<'a>(view: &View<'_, 'a>, gate: &Gate, phase: &'a Phase) -> Option<Instant> {
    let item = gate.item.as_ref();
    match &phase.opens {
        Opens::NotAgreed => None,
        Opens::When(condition) => {
            conditions::holds(view, condition, item, view.t).then_some(view.t)
        }
        Opens::On(trigger) => {
            let zone = &view.plan().zone;
            let happening = resolve(view, trigger, item)?;
            let fixed = matches!(
                trigger,
                servanda_model::plan::Trigger::Anchor(_) | servanda_model::plan::Trigger::Moment(_)
            );
            let at = if fixed {
                happening.when.earliest(zone)
            } else {
                happening.when.latest(zone)
            };
            view.reached(at).then_some(at)
        }
    }
}

fn opening(view: &View<'_, '_>, gate: &Gate, phase: &Phase) -> Option<Opening> {
    let by = |act: DecisionAct, actor: &servanda_model::names::ActorName, basis| {
        decisions(view, gate, act)
            .find(|d| d.act.by == *actor)
            .map(|d| Opening {
                at: d.at,
                basis,
                citations: vec![d.citation],
            })
    };
    let waived = phase
        .waived_by
        .as_ref()
        .and_then(|actor| by(DecisionAct::Waive, actor, OpeningBasis::Waived));
    let declared = phase
        .opened_by_declaration_of
        .as_ref()
        .and_then(|actor| by(DecisionAct::Declare, actor, OpeningBasis::Declared));
    [satisfied(view, gate, phase), waived, declared]
        .into_iter()
        .flatten()
        .min_by_key(|opening| opening.at)
}

fn satisfied(view: &View<'_, '_>, gate: &Gate, phase: &Phase) -> Option<Opening> {
    let since = gate.since?;
    let Some(certification) = &phase.certified else {
        return Some(Opening {
            at: since,
            basis: OpeningBasis::Satisfied,
            citations: Vec::new(),
        });
    };
    let certified = decisions(view, gate, DecisionAct::Certify)
        .find(|d| d.act.by == certification.by && d.at >= since)
        .map(|d| (d.at, vec![d.citation]));
    let silent = match (certification.silence, &certification.within) {
        (OnSilence::Opens, Some(within)) => {
            let runs_out = after(view.plan(), since, within, 1);
            view.reached(runs_out).then_some((runs_out, Vec::new()))
        }
        _ => None,
    };
    let (at, citations) = [certified, silent]
        .into_iter()
        .flatten()
        .min_by_key(|(at, _)| *at)?;
    Some(Opening {
        at,
        basis: OpeningBasis::Satisfied,
        citations,
    })
}

/// Returns what is still owed at an instant.
fn still_owed(view: &View<'_, '_>, at: Instant) -> Vec<Residual> {
    let mut found = Vec::new();
    if view.world.memory.lasting {
        return found;
    }
    for (index, clause) in view.plan().clauses.iter().enumerate() {
        if !matches!(clause.duty, Duty::Perform(_) | Duty::Reach { .. }) {
            continue;
        }
        let judged = view.world.status_at(index, at);
        if !judged.iter().any(owing) {
            continue;
        }
        found.push(Residual {
            clause: clause.id.clone(),
            done: share(clause, &judged),
            status: whole::status(clause, &judged),
        });
    }
    found
}

fn owing(judged: &Judged) -> bool {
    matches!(
        judged.status,
        Status::Open
            | Status::NotYetDue
            | Status::Pending
            | Status::NotMet
            | Status::Undetermined
            | Status::Contested
            | Status::Excused
            | Status::Suspended
    )
}

/// Returns how many instances were done of how many; for acts counted in one
/// instance, how much of how much.
fn share(clause: &Clause, judged: &[Judged]) -> (u32, u32) {
    let whole_number = |n: Decimal| u32::try_from(n.trunc()).unwrap_or(u32::MAX);
    let pledged = matches!(&clause.duty, Duty::Perform(perform) if perform.of_its.is_some());
    if let [one] = judged
        && !pledged
        && let Some((done, of)) = one.progress
    {
        return (whole_number(done), whole_number(of));
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (
        count(judged.iter().filter(|j| j.done()).count()),
        count(judged.len()),
    )
}

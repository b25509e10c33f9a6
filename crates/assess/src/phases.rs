//! Phases as the assessment shows them.
//!
//! Entry point: [`statuses`].

use std::collections::BTreeSet;

use servanda_model::assessment::{OpeningBasis, PhaseState, PhaseStatus, Reason, ReasonKind};
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Condition, Opens, Phase};
use servanda_model::time::Instant;

use crate::conditions::{self, clauses_of};
use crate::gates::Gate;
use crate::variants;
use crate::words;
use crate::world::{View, World};

/// Returns every gate's status, in the text's order.
pub(crate) fn statuses(world: &World<'_>, t: Instant) -> Vec<PhaseStatus> {
    let variant = variants::settled(world, t);
    let view = View {
        world,
        t,
        variant: &variant,
    };
    let gates = world.gates.borrow().gates.clone();
    gates
        .into_iter()
        .filter_map(|gate| {
            let phase = world.plan.phases.get(gate.place)?;
            Some(status(&view, gate, phase))
        })
        .collect()
}

fn status<'a>(view: &View<'_, 'a>, gate: Gate, phase: &'a Phase) -> PhaseStatus {
    let again = gate.revived.iter().any(|(_, closed)| closed.is_none());
    let state = match (&gate.opened, gate.closed, gate.declared.is_empty()) {
        _ if again => PhaseState::Open,
        (Some(_), Some(_), _) => PhaseState::Closed,
        (Some(_), None, _) => PhaseState::Open,
        (None, _, false) => PhaseState::Declared,
        (None, _, true) => PhaseState::NotOpen,
    };
    let parts = parts(phase);
    let item = gate.item.as_ref();
    let conditions: Vec<(String, bool)> = parts
        .iter()
        .map(|one| {
            (
                words::condition(&view.plan().zone, one),
                conditions::holds(view, one, item, view.t),
            )
        })
        .collect();
    let mut waits_for = BTreeSet::new();
    if gate.opened.is_none() {
        for one in &parts {
            waits(view, one, item, &mut waits_for);
        }
    }
    let in_order = view
        .plan()
        .clauses
        .iter()
        .filter(|clause| waits_for.contains(&clause.id))
        .map(|clause| clause.id.clone())
        .collect();
    let reasons = reasons(view, &gate, phase);
    PhaseStatus {
        phase: (gate.phase, gate.item),
        state,
        opened: gate.opened,
        declared: gate.declared,
        residuals: gate.residuals,
        conditions,
        waits_for: in_order,
        reasons,
    }
}

fn parts(phase: &Phase) -> Vec<&Condition> {
    match &phase.opens {
        Opens::When(Condition::And(all)) => all.iter().collect(),
        Opens::When(one) => vec![one],
        Opens::On(_) | Opens::NotAgreed => Vec::new(),
    }
}

/// Collects the clauses on which a condition that doesn't hold waits.
fn waits<'a>(
    view: &View<'_, 'a>,
    condition: &'a Condition,
    item: Option<&servanda_model::names::ItemKey>,
    found: &mut BTreeSet<ClauseId>,
) {
    if conditions::holds(view, condition, item, view.t) {
        return;
    }
    match condition {
        Condition::And(all) | Condition::Or(all) => {
            for one in all {
                waits(view, one, item, found);
            }
        }
        Condition::Clause(id, _) | Condition::StageMet(id, _) => {
            found.insert(id.clone());
        }
        Condition::PhaseMet(phase) => found.extend(
            clauses_of(view, phase, view.t)
                .into_iter()
                .filter(|id| !conditions::clause_is(view, id, ClauseIs::Met, item, view.t)),
        ),
        Condition::DutiesKept(actor) => found.extend(
            view.plan()
                .clauses
                .iter()
                .filter(|clause| clause.subject.actors().contains(actor))
                .filter(|c| !conditions::clause_is(view, &c.id, ClauseIs::Kept, item, view.t))
                .map(|clause| clause.id.clone()),
        ),
        _ => {}
    }
}

fn reasons(view: &View<'_, '_>, gate: &Gate, phase: &Phase) -> Vec<Reason> {
    let zone = &view.plan().zone;
    let mut reasons = Vec::new();
    if phase.opens == Opens::NotAgreed {
        reasons.push(Reason {
            kind: ReasonKind::Rule,
            text: "the terms on which it opens were not agreed".to_owned(),
            citations: Vec::new(),
        });
    }
    if let Some(opened) = &gate.opened {
        let basis = match opened.basis {
            OpeningBasis::Satisfied => "its conditions held",
            OpeningBasis::Waived => "its conditions were waived",
            OpeningBasis::Declared => "it was declared open, as the text allows",
        };
        reasons.push(Reason {
            kind: ReasonKind::Power,
            text: format!("open from {}: {basis}", words::instant(zone, opened.at)),
            citations: opened.citations.clone(),
        });
    }
    if let Some(closed) = gate.closed {
        reasons.push(Reason {
            kind: ReasonKind::Power,
            text: format!(
                "closed at {}, when a later phase opened",
                words::instant(zone, closed)
            ),
            citations: Vec::new(),
        });
    }
    for (from, closed) in &gate.revived {
        let turns = &view.world.force.phases;
        let by = turns
            .iter()
            .find(|turn| turn.from == *from && turn.name == gate.phase)
            .map_or("a case", |turn| turn.by.as_str());
        let until = closed.map_or_else(String::new, |closed| {
            format!(", until {}", words::instant(zone, closed))
        });
        reasons.push(Reason {
            kind: ReasonKind::Power,
            text: format!(
                "open again from {} by {by}{until}",
                words::instant(zone, *from)
            ),
            citations: Vec::new(),
        });
    }
    for declared in &gate.declared {
        reasons.push(Reason {
            kind: ReasonKind::Power,
            text: format!(
                "declared open by {} at {}, which by the text opens nothing",
                declared.by,
                words::instant(zone, declared.at)
            ),
            citations: vec![declared.citation],
        });
    }
    reasons
}

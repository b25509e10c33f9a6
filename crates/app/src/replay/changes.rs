//! What differs between two assessments of one record: statuses, deadlines,
//! phases.
//!
//! # Invariants
//! Every status that differs is listed, those under a reading or an outcome
//! included, and no other. Clauses stand in the order of the text as signed,
//! added ones after them.

use std::collections::{BTreeMap, BTreeSet};

use servanda_compiler::amend::words::Compared;
use servanda_model::assessment::{
    Assessment, ClauseStatus, Instance, InstanceKey, PhaseStatus, Status,
};
use servanda_model::names::ClauseId;
use servanda_model::plan::Plan;
use servanda_model::time::Instant;

use crate::view::instance::{lateness, outcome};
use crate::view::replay::{
    AddressView, ChangeView, DeadlineView, PhaseChangeView, PhaseSideView, SideView,
};
use crate::{dates, keys, words};

/// What differs.
pub(crate) struct Found {
    /// Statuses that change.
    pub(crate) changes: Vec<ChangeView>,
    /// How many do not, readings left out.
    pub(crate) same: usize,
    /// Statuses that cannot be decided any more.
    pub(crate) undecidable: Vec<AddressView>,
    /// Deadlines that move.
    pub(crate) deadlines: Vec<DeadlineView>,
    /// Phases that open otherwise.
    pub(crate) phases: Vec<PhaseChangeView>,
}

/// The address of a status: the instance, and what is supposed.
type Address<'a> = (Option<&'a InstanceKey>, Option<String>);

/// A status and when it was decided.
type Told = (Status, Option<Instant>);

/// Compares two assessments.
pub(crate) fn find(
    plan: &Plan,
    signed: &Assessment,
    amended: &Assessment,
    compared: &Compared,
) -> Found {
    let mut found = Found {
        changes: Vec::new(),
        same: 0,
        undecidable: Vec::new(),
        deadlines: Vec::new(),
        phases: phases(plan, signed, amended),
    };
    for id in order(signed, amended) {
        let (before, after) = (of(signed, id), of(amended, id));
        let because: Vec<String> = compared
            .rests_on(id)
            .into_iter()
            .map(|one| one.item.clone())
            .collect();
        statuses(plan, id, before, after, &because, &mut found);
        deadlines(plan, id, before, after, &mut found.deadlines);
    }
    found
}

fn order<'a>(signed: &'a Assessment, amended: &'a Assessment) -> Vec<&'a ClauseId> {
    let mut ids: Vec<&ClauseId> = Vec::new();
    let mut seen = BTreeSet::new();
    for clause in signed.clauses.iter().chain(&amended.clauses) {
        if seen.insert(&clause.id) {
            ids.push(&clause.id);
        }
    }
    ids
}

fn of<'a>(assessment: &'a Assessment, id: &ClauseId) -> Option<&'a ClauseStatus> {
    assessment.clauses.iter().find(|clause| clause.id == *id)
}

/// Returns every status that a clause has, readings and outcomes included.
fn told(clause: Option<&ClauseStatus>) -> BTreeMap<Address<'_>, Told> {
    let mut all = BTreeMap::new();
    let Some(clause) = clause else {
        return all;
    };
    all.insert((None, None), (clause.status, None));
    for (term, reading, status) in &clause.readings {
        let supposing = format!("reading {reading} of \"{term}\"");
        all.insert((None, Some(supposing)), (*status, None));
    }
    for instance in &clause.instances {
        let key = Some(&instance.key);
        all.insert((key, None), (instance.status, instance.decided_at));
        for one in &instance.outcomes {
            all.insert((key, Some(outcome(one).supposing)), (one.status, None));
        }
    }
    all
}

fn statuses(
    plan: &Plan,
    id: &ClauseId,
    before: Option<&ClauseStatus>,
    after: Option<&ClauseStatus>,
    because: &[String],
    found: &mut Found,
) {
    let (before, after) = (told(before), told(after));
    let addresses: BTreeSet<&Address<'_>> = before.keys().chain(after.keys()).collect();
    for address in addresses {
        let (old, new) = (before.get(address), after.get(address));
        if old.map(|one| one.0) == new.map(|one| one.0) {
            found.same += usize::from(address.1.is_none());
            continue;
        }
        let shown = AddressView {
            clause: id.to_string(),
            key: address.0.map(keys::text),
            supposing: address.1.clone(),
        };
        let open = |told: Option<&Told>| told.is_some_and(|(status, _)| undecided(*status));
        if open(new) && !open(old) {
            found.undecidable.push(shown.clone());
        }
        let side = |told: &Told| SideView {
            status: told.0.key(),
            decided_at: told.1.map(|at| dates::machine(at, &plan.zone)),
        };
        found.changes.push(ChangeView {
            address: shown,
            before: old.map(side),
            after: new.map(side),
            because: because.to_vec(),
        });
    }
}

fn undecided(status: Status) -> bool {
    matches!(
        status,
        Status::Undetermined | Status::Contested | Status::NotMeasurable
    )
}

fn deadlines(
    plan: &Plan,
    id: &ClauseId,
    before: Option<&ClauseStatus>,
    after: Option<&ClauseStatus>,
    found: &mut Vec<DeadlineView>,
) {
    let instances = |clause: Option<&'_ ClauseStatus>| -> BTreeMap<InstanceKey, Instance> {
        let all = clause.into_iter().flat_map(|clause| &clause.instances);
        all.map(|one| (one.key.clone(), one.clone())).collect()
    };
    let (before, after) = (instances(before), instances(after));
    for (key, old) in &before {
        let Some(new) = after.get(key) else {
            continue;
        };
        if old.due_at == new.due_at && old.lateness == new.lateness {
            continue;
        }
        let day = |at: Option<Instant>| at.map(|at| plan.zone.date_of(at));
        let slip = match (day(old.due_at), day(new.due_at)) {
            (Some(from), Some(to)) => Some(i64::from((to - from).get_days())),
            _ => None,
        };
        let shown = |at: Option<Instant>| at.map(|at| dates::machine(at, &plan.zone));
        found.push(DeadlineView {
            clause: id.to_string(),
            key: keys::text(key),
            signed: shown(old.due_at),
            amended: shown(new.due_at),
            slip_days: slip,
            late_as_signed: old.lateness.map(lateness),
            late_as_amended: new.lateness.map(lateness),
        });
    }
}

fn phases(plan: &Plan, signed: &Assessment, amended: &Assessment) -> Vec<PhaseChangeView> {
    let side = |phase: &PhaseStatus| PhaseSideView {
        status: words::phase_state(phase.state).0,
        opened_at: phase
            .opened
            .as_ref()
            .map(|opened| dates::machine(opened.at, &plan.zone)),
    };
    let all = |assessment: &Assessment| -> BTreeMap<String, PhaseSideView> {
        let named = |phase: &PhaseStatus| match &phase.phase.1 {
            Some(item) => format!("{} for {item}", phase.phase.0),
            None => phase.phase.0.to_string(),
        };
        let phases = assessment.phases.iter();
        phases.map(|phase| (named(phase), side(phase))).collect()
    };
    let (before, after) = (all(signed), all(amended));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .filter(|id| before.get(*id) != after.get(*id))
        .map(|id| PhaseChangeView {
            id: id.clone(),
            before: before.get(id).cloned(),
            after: after.get(id).cloned(),
        })
        .collect()
}

//! `compare`: two agreements, or one folder at two times, clause beside clause.
//!
//! What lives here: setting two assessments side by side ([`compare`]). What
//! does not: judging (`assess`); which clauses correspond (`correspond`); the
//! change of a text over one record (`replay`).
//!
//! # Invariants
//! Both sides are shown in the same form. Nothing is added up over clauses or
//! parties, and nothing says which side is better. A folder beside itself at
//! the same as-of differs in nothing.

mod correspond;
mod side;
mod terminal;

use std::collections::BTreeSet;

use servanda_model::assessment::Assessment;

use crate::opened::Opened;
use crate::view::assess::PhaseView;
use crate::view::compare::{
    CompareView, FolderView, InstanceSideView, InstancesView, PairView, PhaseSideView, PhasesView,
    SideView,
};
use crate::view::instance::InstanceView;
use crate::view::{agreement_view, as_of_view, record_view};

pub use terminal::terminal;

/// One side: a folder and its assessment.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The folder.
    pub opened: &'a Opened,
    /// Its assessment.
    pub assessment: &'a Assessment,
}

/// Sets two sides beside each other.
pub fn compare(left: Side, right: Side) -> CompareView {
    let id = |side: Side| side.opened.folder.settings.id.clone();
    let one_agreement = id(left) == id(right);
    let found = correspond::pairs(&left.opened.plan, &right.opened.plan, one_agreement);
    let (lefts, rights) = (side::sides(left), side::sides(right));
    let pairs = found.iter().filter_map(|pair| {
        let (left, right) = (lefts.get(pair.left)?, rights.get(pair.right)?);
        Some(PairView {
            by: pair.by,
            differs: differs(left, right),
            instances: if one_agreement {
                instances(left, right)
            } else {
                Vec::new()
            },
            left: left.clone(),
            right: right.clone(),
        })
    });
    CompareView {
        rule: rule(one_agreement),
        left: folder(left),
        right: folder(right),
        phases: phases(left, right),
        pairs: pairs.collect(),
        left_alone: alone(&lefts, found.iter().map(|pair| pair.left).collect()),
        right_alone: alone(&rights, found.iter().map(|pair| pair.right).collect()),
    }
}

/// Returns whether anything differs, clauses without a counterpart included.
pub fn differ(view: &CompareView) -> bool {
    let clauses = view.pairs.iter().any(|pair| !pair.differs.is_empty());
    let phases = view.phases.iter().any(|phase| phase.left != phase.right);
    clauses || phases || !view.left_alone.is_empty() || !view.right_alone.is_empty()
}

fn rule(one_agreement: bool) -> &'static str {
    if one_agreement {
        "one agreement: clauses correspond by their number"
    } else {
        "two agreements: clauses correspond by their title, else by the same event, measure or \
         state in the same frame; where several fit, none is taken"
    }
}

fn folder(side: Side) -> FolderView {
    let opened = side.opened;
    let title = opened.folder.settings.title.as_ref();
    FolderView {
        title: title.unwrap_or(&opened.plan.title).clone(),
        agreement: agreement_view(opened),
        record: record_view(opened),
        as_of: as_of_view(opened, side.assessment.as_of, side.assessment.known_by),
    }
}

fn alone(sides: &[SideView], paired: BTreeSet<usize>) -> Vec<SideView> {
    let all = sides.iter().enumerate();
    all.filter(|(place, _)| !paired.contains(place))
        .map(|(_, side)| side.clone())
        .collect()
}

fn phases(left: Side, right: Side) -> Vec<PhasesView> {
    let (lefts, rights) = (side::phases(left), side::phases(right));
    let mut ids: Vec<&String> = Vec::new();
    for phase in lefts.iter().chain(&rights) {
        if !ids.contains(&&phase.id) {
            ids.push(&phase.id);
        }
    }
    let of = |all: &[PhaseView], id: &str| {
        let phase = all.iter().find(|phase| phase.id == id)?;
        Some(PhaseSideView {
            status: phase.status,
            at: phase.opened.as_ref().map(|opened| opened.at.clone()),
        })
    };
    ids.into_iter()
        .map(|id| PhasesView {
            id: id.clone(),
            left: of(&lefts, id),
            right: of(&rights, id),
        })
        .collect()
}

/// Names what differs, in the order of the view's own list.
fn differs(left: &SideView, right: &SideView) -> Vec<&'static str> {
    let (a, b) = (&left.clause, &right.clause);
    let decided = |side: &SideView| -> Vec<Option<String>> {
        let all = side.clause.instances.iter();
        all.map(|one| one.decided_at.clone()).collect()
    };
    let parts = [
        ("sentence", left.sentence != right.sentence),
        ("obligor", a.obligor != b.obligor),
        ("status", a.status != b.status),
        ("counts", a.counts != b.counts),
        ("readings", left.under != right.under),
        ("due", left.due != right.due),
        ("decided", decided(left) != decided(right)),
        ("late", left.late != right.late),
        ("proposed", left.proposed != right.proposed),
        ("instances", a.instances != b.instances),
        ("cites", left.cites != right.cites),
        ("reasons", a.reasons != b.reasons),
        ("beside", a.beside != b.beside),
    ];
    parts
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(name, _)| name)
        .collect()
}

/// Lists the instances of one clause that differ: those of the left side in
/// their order, then those that only the right side has.
fn instances(left: &SideView, right: &SideView) -> Vec<InstancesView> {
    let (lefts, rights) = (&left.clause.instances, &right.clause.instances);
    let of = |all: &[InstanceView], key: &str| {
        all.iter()
            .find(|one| one.key == key)
            .map(|one| InstanceSideView {
                status: one.status,
                evidence: one.evidence,
                agreement: one.agreement,
                due_at: one.due_at.clone(),
                decided_at: one.decided_at.clone(),
                late_by: one.late_by.clone(),
                readings: one.readings.clone(),
            })
    };
    let known: BTreeSet<&str> = lefts.iter().map(|one| one.key.as_str()).collect();
    let fresh = rights
        .iter()
        .filter(|one| !known.contains(one.key.as_str()));
    lefts
        .iter()
        .chain(fresh)
        .map(|one| InstancesView {
            key: one.key.clone(),
            left: of(lefts, &one.key),
            right: of(rights, &one.key),
        })
        .filter(|one| one.left != one.right)
        .collect()
}

//! Who waits for whom where nobody can go first: the smallest waiting sets.
//!
//! What lives here: from statuses to a graph of what each instance and each
//! gate waits for. What does not: how sets are found in it ([`graph`]), and
//! statuses, which this never changes. Entry point: [`sets`].
//!
//! # Source
//! "Meaning", section 10, "Waiting sets".

mod graph;

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{
    ClauseStatus, Instance, InstanceKey, PhaseState, PhaseStatus, Status, WaitingSet,
};
use servanda_model::names::{ActorName, ClauseId, ItemKey, PhaseName};
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Clause, Condition, Duty, Opens, PlannedOpening, Timing, Trigger};
use servanda_model::time::Instant;

use crate::conditions::clauses_of;
use crate::variants;
use crate::world::{View, World};
use graph::{Graph, Need};

/// Returns the smallest waiting sets among what has not been done or opened.
///
/// Sets of the same clauses and phases are told as one, with all instances.
pub(crate) fn sets(
    world: &World<'_>,
    t: Instant,
    phases: &[PhaseStatus],
    clauses: &[ClauseStatus],
) -> Vec<WaitingSet> {
    let variant = variants::settled(world, t);
    let view = View {
        world,
        t,
        variant: &variant,
    };
    let scene = Scene::new(view, phases, clauses);
    let needs = scene.nodes.iter().map(|node| scene.need(node)).collect();
    let mut told: BTreeMap<(Vec<ClauseId>, Vec<PhaseName>), WaitingSet> = BTreeMap::new();
    for set in Graph::new(needs).waiting_sets() {
        let nodes: Vec<&Node<'_>> = set.iter().filter_map(|n| scene.nodes.get(*n)).collect();
        let ids: BTreeSet<&ClauseId> = nodes.iter().filter_map(|n| n.clause()).collect();
        let names: BTreeSet<&PhaseName> = nodes.iter().filter_map(|n| n.phase()).collect();
        let key = (
            ids.into_iter().cloned().collect(),
            names.into_iter().cloned().collect(),
        );
        let one = told.entry(key).or_default();
        for node in nodes {
            match node {
                Node::Phase(status) => one.phases.push(status.phase.clone()),
                Node::Instance(clause, instance) => {
                    one.instances
                        .push((clause.id.clone(), instance.key.clone()));
                }
            }
        }
    }
    told.into_values().collect()
}

/// What can wait: a gate, or an instance of a clause.
enum Node<'a> {
    Phase(&'a PhaseStatus),
    Instance(&'a Clause, &'a Instance),
}

impl Node<'_> {
    fn clause(&self) -> Option<&ClauseId> {
        match self {
            Self::Phase(_) => None,
            Self::Instance(clause, _) => Some(&clause.id),
        }
    }

    fn phase(&self) -> Option<&PhaseName> {
        match self {
            Self::Phase(status) => Some(&status.phase.0),
            Self::Instance(..) => None,
        }
    }
}

struct Scene<'s, 'a> {
    view: View<'s, 'a>,
    nodes: Vec<Node<'s>>,
    /// The places of a clause's nodes, in the order of their keys.
    of_clause: BTreeMap<&'s ClauseId, Vec<usize>>,
    of_phase: BTreeMap<&'s PlannedOpening, usize>,
}

impl<'s, 'a> Scene<'s, 'a> {
    fn new(view: View<'s, 'a>, phases: &'s [PhaseStatus], clauses: &'s [ClauseStatus]) -> Self {
        let mut nodes = Vec::new();
        let mut of_phase = BTreeMap::new();
        for status in phases {
            of_phase.insert(&status.phase, nodes.len());
            nodes.push(Node::Phase(status));
        }
        let mut of_clause: BTreeMap<&ClauseId, Vec<usize>> = BTreeMap::new();
        for status in clauses {
            let Some(clause) = view.world.words(&status.id, view.t) else {
                continue;
            };
            for instance in &status.instances {
                of_clause.entry(&clause.id).or_default().push(nodes.len());
                nodes.push(Node::Instance(clause, instance));
            }
        }
        Self {
            view,
            nodes,
            of_clause,
            of_phase,
        }
    }

    fn need(&self, node: &Node<'s>) -> Need {
        match node {
            Node::Phase(status) => self.of_gate(status),
            Node::Instance(clause, instance) => self.of_instance(clause, instance),
        }
    }

    fn of_gate(&self, status: &PhaseStatus) -> Need {
        if matches!(status.state, PhaseState::Open | PhaseState::Closed) {
            return Need::NOTHING;
        }
        let (name, item) = &status.phase;
        let phase = self
            .view
            .plan()
            .phases
            .iter()
            .find(|phase| phase.name == *name);
        match phase.map(|phase| &phase.opens) {
            Some(Opens::When(condition)) => self.condition(condition, item.as_ref()),
            Some(Opens::On(trigger)) => self.trigger(trigger, item.as_ref()),
            Some(Opens::NotAgreed) | None => Need::NOTHING,
        }
    }

    fn of_instance(&self, clause: &Clause, instance: &Instance) -> Need {
        let item = instance.key.item.as_ref();
        match instance.status {
            Status::NotTriggered => {
                let triggers = timing_of(clause, &instance.key)
                    .and_then(Timing::trigger)
                    .into_iter()
                    .chain(&clause.from)
                    .map(|trigger| self.trigger(trigger, item));
                let conditions = clause.gate.iter().chain(&clause.during);
                let conditions = conditions.map(|one| self.condition(one, item));
                Need::All(triggers.chain(conditions).collect())
            }
            Status::Suspended => match clause.mirrors.as_ref().filter(|m| m.suspends) {
                Some(mirror) => self.instances(&mirror.clause, item, |one| {
                    matches!(one.status, Status::NotMet | Status::Suspended)
                }),
                None => Need::NOTHING,
            },
            Status::NotYetDue if instance.due_at.is_none() => {
                let step = clause.in_step_with.as_ref();
                let step = step.map(|other| self.step(clause, &instance.key, other));
                let alongside = clause.alongside.as_ref();
                let alongside =
                    alongside.map(|(id, _)| self.instances(id, item, |one| !done(one.status)));
                Need::All(step.into_iter().chain(alongside).collect())
            }
            _ => Need::NOTHING,
        }
    }

    /// The step before this one, of its own obligor and of whoever owes the
    /// other clause.
    fn step(&self, clause: &Clause, key: &InstanceKey, other: &ClauseId) -> Need {
        let place = self.place(clause, key);
        let mut needs = Vec::new();
        for (id, own) in [(&clause.id, true), (other, false)] {
            for number in self.of_clause.get(id).into_iter().flatten() {
                if let Some(Node::Instance(text, one)) = self.nodes.get(*number)
                    && !done(one.status)
                    && (!own || one.key.actor == key.actor)
                    && self.place(text, &one.key) + 1 == place
                {
                    needs.push(Need::Node(*number));
                }
            }
        }
        Need::All(needs)
    }

    /// Returns which step of its obligor an instance is, in the text's order.
    fn place(&self, clause: &Clause, key: &InstanceKey) -> usize {
        let rank = |key: &InstanceKey| {
            let stage = match &clause.duty {
                Duty::Reach { stages, .. } => stages
                    .iter()
                    .position(|stage| key.stage.as_deref() == Some(stage.name.as_str())),
                _ => None,
            };
            let item = key
                .item
                .as_ref()
                .and_then(|item| self.item_rank(clause, item));
            (stage, item, key.number, key.days)
        };
        let own: Option<&ActorName> = key.actor.as_ref();
        let here = rank(key);
        self.of_clause
            .get(&clause.id)
            .into_iter()
            .flatten()
            .filter_map(|number| match self.nodes.get(*number) {
                Some(Node::Instance(_, one)) => Some(&one.key),
                _ => None,
            })
            .filter(|one| one.actor.as_ref() == own && rank(one) < here)
            .count()
    }

    fn item_rank(&self, clause: &Clause, item: &ItemKey) -> Option<usize> {
        let Duty::Perform(perform) = &clause.duty else {
            return None;
        };
        let (_, list) = perform.each.as_ref()?;
        let list = self
            .view
            .plan()
            .lists
            .iter()
            .find(|one| one.name == *list)?;
        list.items.iter().position(|one| one.key == *item)
    }

    /// All instances of a clause of which something is so; of one item alone,
    /// where the clause has instances of it.
    fn instances(
        &self,
        id: &ClauseId,
        item: Option<&ItemKey>,
        is: impl Fn(&Instance) -> bool,
    ) -> Need {
        let all: Vec<(usize, &Instance)> = self
            .of_clause
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|number| match self.nodes.get(*number) {
                Some(Node::Instance(_, one)) => Some((*number, *one)),
                _ => None,
            })
            .collect();
        let own = item.is_some() && all.iter().any(|(_, one)| one.key.item.as_ref() == item);
        let wanted = all
            .into_iter()
            .filter(|(_, one)| !own || one.key.item.as_ref() == item)
            .filter(|(_, one)| is(one));
        Need::All(wanted.map(|(number, _)| Need::Node(number)).collect())
    }

    fn opening(&self, phase: &PhaseName, item: Option<&ItemKey>) -> Need {
        let of = |item: Option<&ItemKey>| {
            self.of_phase
                .get(&(phase.clone(), item.cloned()))
                .map(|node| Need::Node(*node))
        };
        of(item).or_else(|| of(None)).unwrap_or(Need::NOTHING)
    }

    fn trigger(&self, trigger: &Trigger, item: Option<&ItemKey>) -> Need {
        match trigger {
            Trigger::Opening(phase) => self.opening(phase, item),
            Trigger::Clause(id, ClauseIs::Met) => self.instances(id, item, |one| !done(one.status)),
            // Time, others' acts and failures need no duty to go on.
            Trigger::Clause(_, ClauseIs::NotMet | ClauseIs::Kept)
            | Trigger::Anchor(_)
            | Trigger::Moment(_)
            | Trigger::First(_)
            | Trigger::Every(_) => Need::NOTHING,
        }
    }

    fn condition(&self, condition: &Condition, item: Option<&ItemKey>) -> Need {
        let unmet = |id: &ClauseId| self.instances(id, item, |one| !done(one.status));
        match condition {
            Condition::And(all) => {
                Need::All(all.iter().map(|one| self.condition(one, item)).collect())
            }
            Condition::Or(any) => {
                Need::Any(any.iter().map(|one| self.condition(one, item)).collect())
            }
            Condition::Clause(id, ClauseIs::Met) => unmet(id),
            Condition::StageMet(id, stage) => self.instances(id, item, |one| {
                one.key.stage.as_ref() == Some(stage) && !done(one.status)
            }),
            Condition::PhaseMet(phase) => Need::All(
                clauses_of(&self.view, phase, self.view.t)
                    .iter()
                    .map(unmet)
                    .collect(),
            ),
            Condition::PhaseOpen(phase) => self.opening(phase, item),
            Condition::Reached(trigger) => self.trigger(trigger, item),
            // Acts and findings of others: nothing in the text comes first.
            Condition::Clause(_, ClauseIs::NotMet | ClauseIs::Kept)
            | Condition::DutiesKept(_)
            | Condition::Happened(..)
            | Condition::State(..)
            | Condition::Ground(_) => Need::NOTHING,
        }
    }
}

fn done(status: Status) -> bool {
    matches!(
        status,
        Status::Met | Status::MetLate | Status::Cured | Status::Discharged
    )
}

/// Returns by when the text wants an instance.
fn timing_of<'c>(clause: &'c Clause, key: &InstanceKey) -> Option<&'c Timing> {
    match &clause.duty {
        Duty::Perform(perform) => Some(&perform.timing),
        Duty::Reach { stages, .. } => stages
            .iter()
            .find(|stage| key.stage.as_deref() == Some(stage.name.as_str()))
            .or(stages.first())
            .map(|stage| &stage.timing),
        _ => None,
    }
}

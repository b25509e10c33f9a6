//! A201: gates and duties that wait for each other, so that none can come
//! about.
//!
//! The least fixpoint of "can come about" over phases and clauses; what is left
//! outside it waits for ever. Of each knot the smallest circle is told. Waivers
//! and decisions past the latest date do not count as a way: they mend what the
//! text ties.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::{ClauseId, PhaseName};
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Clause, Condition, Duty, Opens, Phase, Plan, Timing, Trigger};

use super::{Lens, listed_in_words};
use crate::codes::{self, Wording};
use crate::locate;

/// How many of those that wait are looked at; one knot can hold many.
const MOST: usize = 200;

/// A phase opening, or a clause being met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Phase(PhaseName),
    Clause(ClauseId),
}

/// What must come about first.
enum Need {
    Nothing,
    Node(Node),
    All(Vec<Need>),
    Any(Vec<Need>),
}

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    let needs = graph(lens.plan);
    let reached = fixpoint(&needs);
    let mut circles: Vec<Vec<Node>> = Vec::new();
    for node in needs
        .keys()
        .filter(|node| !reached.contains(*node))
        .take(MOST)
    {
        if let Some(circle) = smallest_circle(node, &needs, &reached) {
            circles.push(circle);
        }
    }
    circles.sort_by_key(Vec::len);
    let mut told: BTreeSet<Node> = BTreeSet::new();
    for circle in circles {
        if circle.iter().any(|node| told.contains(node)) {
            continue;
        }
        if let Some(found) = warning(lens, &circle) {
            out.push(found);
        }
        told.extend(circle);
    }
}

fn graph(plan: &Plan) -> BTreeMap<Node, Need> {
    let mut needs = BTreeMap::new();
    for phase in &plan.phases {
        needs.insert(Node::Phase(phase.name.clone()), of_phase(plan, phase));
    }
    for clause in &plan.clauses {
        needs.insert(Node::Clause(clause.id.clone()), of_clause(plan, clause));
    }
    needs
}

fn of_phase(plan: &Plan, phase: &Phase) -> Need {
    match &phase.opens {
        Opens::On(trigger) => of_trigger(trigger),
        Opens::When(condition) => of_condition(plan, condition),
        Opens::NotAgreed => Need::Nothing,
    }
}

fn of_clause(plan: &Plan, clause: &Clause) -> Need {
    let mut all: Vec<Need> = clause
        .during
        .iter()
        .map(|one| of_condition(plan, one))
        .collect();
    all.extend(clause.gate.iter().map(|one| of_condition(plan, one)));
    all.extend(clause.from.iter().map(of_trigger));
    let timing = match &clause.duty {
        Duty::Perform(perform) => Some(&perform.timing),
        Duty::Reach { stages, .. } => stages.first().map(|stage| &stage.timing),
        _ => None,
    };
    // An act done before its trigger counts, unless the clause says `afresh`;
    // the obligor can still not be made to do it first.
    if let Some(trigger) = timing.and_then(Timing::trigger) {
        all.push(of_trigger(trigger));
    }
    // Concurrent acts (`alongside`) are done together, so neither waits.
    Need::All(all)
}

fn of_trigger(trigger: &Trigger) -> Need {
    match trigger {
        Trigger::Opening(phase) => Need::Node(Node::Phase(phase.clone())),
        Trigger::Clause(id, ClauseIs::Met) => Need::Node(Node::Clause(id.clone())),
        Trigger::Clause(..)
        | Trigger::Anchor(_)
        | Trigger::Moment(_)
        | Trigger::First(_)
        | Trigger::Every(_) => Need::Nothing,
    }
}

fn of_condition(plan: &Plan, condition: &Condition) -> Need {
    let all = |many: &[Condition]| many.iter().map(|one| of_condition(plan, one)).collect();
    match condition {
        Condition::Clause(id, ClauseIs::Met) | Condition::StageMet(id, _) => {
            Need::Node(Node::Clause(id.clone()))
        }
        Condition::PhaseOpen(phase) => Need::Node(Node::Phase(phase.clone())),
        Condition::PhaseMet(phase) => {
            let members = members(plan, phase);
            Need::All(
                members
                    .into_iter()
                    .map(|id| Need::Node(Node::Clause(id)))
                    .collect(),
            )
        }
        Condition::Reached(trigger) => of_trigger(trigger),
        Condition::And(many) => Need::All(all(many)),
        Condition::Or(many) => Need::Any(all(many)),
        Condition::Clause(..)
        | Condition::DutiesKept(_)
        | Condition::Happened(..)
        | Condition::State(..)
        | Condition::Ground(_) => Need::Nothing,
    }
}

/// The clauses of a phase: those it names, else those that say `while` it.
fn members(plan: &Plan, phase: &PhaseName) -> Vec<ClauseId> {
    let named = plan.phases.iter().find(|one| one.name == *phase);
    match named {
        Some(one) if !one.clauses.is_empty() => one.clauses.clone(),
        _ => {
            let within = plan.clauses.iter();
            within
                .filter(|clause| super::phases_needed(&clause.during).contains(&phase))
                .map(|clause| clause.id.clone())
                .collect()
        }
    }
}

fn fixpoint(needs: &BTreeMap<Node, Need>) -> BTreeSet<Node> {
    let mut reached = BTreeSet::new();
    loop {
        let before = reached.len();
        for (node, need) in needs {
            if !reached.contains(node) && holds(need, needs, &reached) {
                reached.insert(node.clone());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

fn holds(need: &Need, needs: &BTreeMap<Node, Need>, reached: &BTreeSet<Node>) -> bool {
    match need {
        Need::Nothing => true,
        // What was left out for an error of its own is not a knot.
        Need::Node(node) => reached.contains(node) || !needs.contains_key(node),
        Need::All(all) => all.iter().all(|one| holds(one, needs, reached)),
        Need::Any(any) => any.iter().any(|one| holds(one, needs, reached)),
    }
}

/// The nodes that a need still waits for.
fn waiting(
    need: &Need,
    needs: &BTreeMap<Node, Need>,
    reached: &BTreeSet<Node>,
    to: &mut Vec<Node>,
) {
    match need {
        Need::Nothing => {}
        Need::Node(node) => {
            if !holds(need, needs, reached) {
                to.push(node.clone());
            }
        }
        Need::All(all) => {
            for one in all {
                waiting(one, needs, reached, to);
            }
        }
        Need::Any(any) => {
            if !holds(need, needs, reached) {
                for one in any {
                    waiting(one, needs, reached, to);
                }
            }
        }
    }
}

/// The shortest way from a node back to itself, over what still waits.
fn smallest_circle(
    start: &Node,
    needs: &BTreeMap<Node, Need>,
    reached: &BTreeSet<Node>,
) -> Option<Vec<Node>> {
    let mut came_from: BTreeMap<Node, Node> = BTreeMap::new();
    let mut queue = VecDeque::from([start.clone()]);
    while let Some(node) = queue.pop_front() {
        let mut next = Vec::new();
        waiting(needs.get(&node)?, needs, reached, &mut next);
        for other in next {
            if other == *start {
                let mut circle = vec![node.clone()];
                let mut at = &node;
                while at != start {
                    at = came_from.get(at)?;
                    circle.push(at.clone());
                }
                circle.reverse();
                return Some(circle);
            }
            if !came_from.contains_key(&other) {
                came_from.insert(other.clone(), node.clone());
                queue.push_back(other);
            }
        }
    }
    None
}

fn warning(lens: &Lens, circle: &[Node]) -> Option<Diagnostic> {
    let first = circle.first()?;
    let names: Vec<String> = circle.iter().map(name).collect();
    let message = match circle {
        [one] => format!("{} waits for itself", name(one)),
        _ => format!("{} wait for each other", listed_in_words(&names, "and")),
    };
    let at = lens.text;
    let mut found = codes::A201.at(locate::first_line(at, span(lens, first)?), message);
    for (place, node) in circle.iter().enumerate().skip(1) {
        let next = circle.get(place + 1).unwrap_or(first);
        found = found.label(
            locate::first_line(at, span(lens, node)?),
            format!("{} waits for {}", name(node), name(next)),
        );
    }
    if let Node::Clause(id) = first {
        found = found.of(id);
    }
    Some(
        found
            .effect("none of them can ever come about, unless somebody waives or decides otherwise")
            .way_out("let one of them begin without the others")
            .way_out("give the gate a date: `or 2026-12-31 has passed`"),
    )
}

fn name(node: &Node) -> String {
    match node {
        Node::Phase(phase) => phase.to_string(),
        Node::Clause(id) => id.to_string(),
    }
}

fn span(lens: &Lens, node: &Node) -> Option<Span> {
    match node {
        Node::Phase(name) => lens
            .plan
            .phases
            .iter()
            .find(|phase| phase.name == *name)
            .map(|phase| phase.span),
        Node::Clause(id) => lens.clause(id).map(|clause| clause.span),
    }
}

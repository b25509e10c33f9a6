//! Makes the nodes that run a plan.
//!
//! An operator's node belongs to a pace. One that gives rows is made once, at
//! the earliest pace, and delayed where it is read later; one that gives a
//! relation that lasts is made anew for each pace it is read at.

#![expect(
    clippy::indexing_slicing,
    reason = "operators and nodes are named by numbers that the plan and this module made"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::join::{Combine, Except, Meet, Probe, Table};
use super::map::{Change, Changes, Delay, Derive, Latch, List, Map};
use super::node::{Given, Node, NodeId, Operate, Out};
use super::pace::{NOW, Pace, PaceId, Paces};
use super::pool::Pool;
use super::rows::Rows;
use crate::Options;
use crate::plan::{Direction, OpId, Operator, Plan};
use crate::table::Var;

mod changes;
mod temporal;

/// Says what is done with a node when its pace takes a time-point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// The node computes.
    Step(NodeId),
    /// The second node takes note of the first.
    Intake(NodeId, NodeId),
}

/// Names what gives an operator's rows, and the variables of its columns.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    pub(super) node: NodeId,
    pub(super) columns: Vec<Var>,
    pub(super) live: bool,
}

/// Holds all that runs.
pub(super) struct Machine {
    pub(super) nodes: Vec<Node>,
    /// What is done per pace, in order.
    pub(super) actions: Vec<Vec<Action>>,
    pub(super) paces: Paces,
    /// The paces, those waited for first.
    pub(super) order: Vec<PaceId>,
    /// The predicates read, by the number of their node.
    pub(super) predicates: Vec<String>,
    pub(super) root: Handle,
    pub(super) root_pace: PaceId,
}

struct Maker<'a> {
    plan: &'a Plan,
    options: Options,
    nodes: Vec<Node>,
    actions: Vec<Vec<Action>>,
    paces: Paces,
    predicates: Vec<String>,
    made: BTreeMap<(OpId, PaceId, Form), Handle>,
    uses: Vec<usize>,
    strict: BTreeSet<OpId>,
    /// By operator: its earliest pace, and whether its result lasts.
    natural: Vec<PaceId>,
    lasting: Vec<bool>,
    pool: &'a mut Pool,
}

/// Names the form in which an operator's result is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// As it comes.
    Either,
    /// As rows of each time-point.
    Rows,
    /// As a relation that lasts.
    Live,
}

/// Makes the machine that runs `plan`.
pub(super) fn machine(plan: &Plan, options: Options, lasting: bool, pool: &mut Pool) -> Machine {
    let mut uses = vec![0; plan.ops.len()];
    let mut predicates = BTreeMap::new();
    for (op, _) in plan.ops.iter().zip(&plan.live).filter(|(_, live)| **live) {
        for input in op.operator.inputs() {
            uses[input] += 1;
        }
        if let Operator::Events {
            predicate,
            arguments,
        } = &op.operator
        {
            predicates.insert(predicate.clone(), arguments.len());
        }
    }
    let mut maker = Maker {
        plan,
        options,
        nodes: Vec::new(),
        actions: vec![Vec::new()],
        paces: Paces::new(),
        predicates: predicates.keys().cloned().collect(),
        made: BTreeMap::new(),
        uses,
        strict: strict(plan),
        natural: Vec::new(),
        lasting: Vec::new(),
        pool,
    };
    // Inputs come first, so what is asked of them is known.
    for op in 0..plan.ops.len() {
        let pace = if plan.live[op] {
            maker.find_pace(op)
        } else {
            NOW
        };
        maker.natural.push(pace);
        let lasting = maker.find_lasting(op);
        maker.lasting.push(lasting);
    }
    for width in predicates.into_values() {
        maker.given(width);
    }
    let root_pace = maker.pace(plan.root);
    let form = if lasting { Form::Live } else { Form::Either };
    let root = maker.at(plan.root, root_pace, form);
    Machine {
        nodes: maker.nodes,
        actions: maker.actions,
        order: maker.paces.order(),
        paces: maker.paces,
        predicates: maker.predicates,
        root,
        root_pace,
    }
}

/// Lists the operators whose rows may not simply be left out where arithmetic
/// has no value, because what reads them would then claim too much.
fn strict(plan: &Plan) -> BTreeSet<OpId> {
    let mut strict = BTreeSet::new();
    for (id, op) in plan.ops.iter().enumerate().rev() {
        if !plan.live[id] {
            continue;
        }
        let inherited = strict.contains(&id);
        for input in op.operator.inputs() {
            let turned = match &op.operator {
                Operator::Without(_, b) => input == *b,
                Operator::Reach { left, negated, .. } => *negated && *left == Some(input),
                Operator::Aggregate { .. } => true,
                _ => false,
            };
            if inherited || turned {
                strict.insert(input);
            }
        }
    }
    strict
}

fn find(columns: &[Var], wanted: &[Var]) -> Vec<usize> {
    wanted
        .iter()
        .filter_map(|w| columns.iter().position(|c| c == w))
        .collect()
}

fn common(a: &[Var], b: &[Var]) -> (Vec<usize>, Vec<usize>) {
    let vars: Vec<Var> = b.iter().copied().filter(|v| a.contains(v)).collect();
    (find(a, &vars), find(b, &vars))
}

impl Maker<'_> {
    fn given(&mut self, width: usize) -> NodeId {
        self.nodes.push(Node {
            work: Box::new(Given),
            out: Out::new(width),
        });
        self.nodes.len() - 1
    }

    fn node(&mut self, pace: PaceId, width: usize, work: Box<dyn Operate>) -> NodeId {
        let node = self.given(width);
        self.nodes[node].work = work;
        self.actions_of(pace).push(Action::Step(node));
        node
    }

    fn actions_of(&mut self, pace: PaceId) -> &mut Vec<Action> {
        if self.actions.len() <= pace {
            self.actions.resize_with(pace + 1, Vec::new);
        }
        &mut self.actions[pace]
    }

    fn intake(&mut self, pace: PaceId, from: NodeId, into: NodeId) {
        let actions = self.actions_of(pace);
        // What arrives at a time-point is there when the node judges it.
        let own = actions.pop_if(|action| matches!(action, Action::Step(id) if *id == into));
        actions.push(Action::Intake(from, into));
        actions.extend(own);
    }

    fn rows(&mut self, pace: PaceId, columns: Vec<Var>, work: Box<dyn Operate>) -> Handle {
        let node = self.node(pace, columns.len(), work);
        Handle {
            node,
            columns,
            live: false,
        }
    }

    fn live(&mut self, pace: PaceId, columns: Vec<Var>, work: Box<dyn Operate>) -> Handle {
        let node = self.node(pace, columns.len(), work);
        Handle {
            node,
            columns,
            live: true,
        }
    }

    fn pace(&self, op: OpId) -> PaceId {
        self.natural[op]
    }

    fn lasts(&self, op: OpId) -> bool {
        self.lasting[op]
    }

    /// Finds the earliest pace at which an operator can be judged.
    fn find_pace(&mut self, op: OpId) -> PaceId {
        let operator = &self.plan.ops[op].operator;
        let inputs = operator.inputs();
        let mut pace = NOW;
        for input in &inputs {
            let other = self.pace(*input);
            pace = self.paces.both(pace, other);
        }
        match operator {
            Operator::Reach {
                direction: Direction::Future,
                interval,
                ..
            } => self
                .paces
                .add(Pace::After(pace, interval.high().unwrap_or(u64::MAX))),
            Operator::Throughout {
                guard,
                input,
                direction: Direction::Future,
                interval,
            } => {
                let (guard, input) = (self.pace(*guard), self.pace(*input));
                let after = Pace::After(input, interval.high().unwrap_or(u64::MAX));
                let after = self.paces.add(after);
                self.paces.both(guard, after)
            }
            Operator::Step {
                direction: Direction::Future,
                ..
            } => self.paces.add(Pace::Next(pace)),
            _ => pace,
        }
    }

    /// Tells whether an operator's result comes as a relation that lasts.
    fn find_lasting(&self, op: OpId) -> bool {
        match &self.plan.ops[op].operator {
            Operator::Unit
            | Operator::Nothing
            | Operator::Events { .. }
            | Operator::Throughout { .. } => false,
            Operator::Step { input, .. }
            | Operator::Rename { input, .. }
            | Operator::Filter { input, .. }
            | Operator::Extend { input, .. }
            | Operator::Aggregate { input, .. }
            | Operator::Project(input) => self.lasts(*input),
            Operator::Join(a, b) => self.lasts(*a) && self.lasts(*b),
            Operator::Union(a, b) => self.lasts(*a) || self.lasts(*b),
            Operator::Without(a, _) => self.lasts(*a),
            Operator::Reach { .. } => true,
        }
    }

    /// Gives an operator's result at a pace.
    fn at(&mut self, op: OpId, pace: PaceId, form: Form) -> Handle {
        if let Some(handle) = self.made.get(&(op, pace, form)) {
            return handle.clone();
        }
        let lasts = self.lasts(op);
        let natural = self.pace(op);
        let handle = match form {
            Form::Rows if lasts => {
                let live = self.at(op, pace, Form::Either);
                let list = List {
                    input: live.node,
                    known: false,
                };
                self.rows(pace, live.columns, Box::new(list))
            }
            Form::Live if !lasts => {
                let rows = self.at(op, pace, Form::Either);
                let latch = Latch {
                    input: rows.node,
                    last: Vec::new(),
                };
                self.live(pace, rows.columns, Box::new(latch))
            }
            _ if !lasts && pace != natural => {
                let rows = self.at(op, natural, Form::Either);
                // What never changes needs no delay.
                if matches!(
                    self.plan.ops[op].operator,
                    Operator::Unit | Operator::Nothing
                ) {
                    rows
                } else {
                    let delayed = self.rows(pace, rows.columns.clone(), Box::<Delay>::default());
                    self.intake(natural, rows.node, delayed.node);
                    delayed
                }
            }
            _ if form != Form::Either => self.at(op, pace, Form::Either),
            _ => self.make(op, pace),
        };
        self.made.insert((op, pace, form), handle.clone());
        handle
    }

    fn make(&mut self, op: OpId, pace: PaceId) -> Handle {
        let plan = self.plan;
        let vars = plan.ops[op].vars.clone();
        match &plan.ops[op].operator {
            Operator::Unit => {
                let node = self.given(0);
                self.nodes[node].out.rows.push(&[]);
                Handle {
                    node,
                    columns: vars,
                    live: false,
                }
            }
            Operator::Nothing => {
                let node = self.given(vars.len());
                Handle {
                    node,
                    columns: vars,
                    live: false,
                }
            }
            Operator::Events {
                predicate,
                arguments,
            } => {
                let node = self.predicates.iter().position(|p| p == predicate);
                let source = Handle {
                    node: node.unwrap_or_default(),
                    columns: Vec::new(),
                    live: false,
                };
                self.matched(op, pace, source, (0..arguments.len()).collect(), arguments)
            }
            Operator::Rename {
                input,
                columns,
                arguments,
            } => {
                let input = self.at(*input, pace, Form::Either);
                let places = find(&input.columns, columns);
                self.matched(op, pace, input, places, arguments)
            }
            Operator::Filter { input, .. }
            | Operator::Extend { input, .. }
            | Operator::Project(input) => self.mapped(op, *input, pace),
            Operator::Union(a, b) => self.union(*a, *b, pace),
            Operator::Join(a, b) => self.join(*a, *b, pace),
            Operator::Without(a, b) => self.without(*a, *b, pace),
            _ => self.make_temporal(op, pace),
        }
    }

    fn union(&mut self, a: OpId, b: OpId, pace: PaceId) -> Handle {
        let lasting = self.lasts(a) || self.lasts(b);
        let form = if lasting { Form::Live } else { Form::Rows };
        let (a, b) = (self.at(a, pace, form), self.at(b, pace, form));
        let columns = a.columns.clone();
        let order = find(&b.columns, &columns);
        let inputs = vec![
            (a.node, Changes::default()),
            (b.node, Changes::new(vec![Change::Pick(order)])),
        ];
        if lasting {
            let counts = Vec::new();
            self.live(pace, columns, Box::new(Derive { inputs, counts }))
        } else {
            self.rows(pace, columns, Box::new(Map { inputs }))
        }
    }

    fn join(&mut self, a: OpId, b: OpId, pace: PaceId) -> Handle {
        if let Some(handle) = self.ask(a, b, pace).or_else(|| self.ask(b, a, pace)) {
            return handle;
        }
        let (a, b) = (
            self.at(a, pace, Form::Either),
            self.at(b, pace, Form::Either),
        );
        // Rows look up what lasts, whichever side each is on.
        let (a, b) = if a.live && !b.live { (b, a) } else { (a, b) };
        let keys = common(&a.columns, &b.columns);
        let added = b.columns.iter().filter(|v| !a.columns.contains(v));
        let added: Vec<Var> = added.copied().collect();
        let extra = find(&b.columns, &added);
        let mut columns = a.columns.clone();
        columns.extend(added);
        if a.live {
            let indexes = (Index::new(keys.0.clone()), Index::new(keys.1.clone()));
            let scratch = (Vec::new(), Rows::new(columns.len()));
            let (left, right) = (a.node, b.node);
            let combine = Combine {
                left,
                right,
                keys,
                indexes,
                extra,
                scratch,
            };
            return self.live(pace, columns, Box::new(combine));
        }
        self.meet(&a, &b, keys, Some(extra), columns, pace)
    }

    /// Joins or subtracts, where the first side gives rows.
    fn meet(
        &mut self,
        a: &Handle,
        b: &Handle,
        keys: (Vec<usize>, Vec<usize>),
        extra: Option<Vec<usize>>,
        columns: Vec<Var>,
        pace: PaceId,
    ) -> Handle {
        if b.live {
            let whole = keys.1.len() == b.columns.len();
            let index = (!whole).then(|| Index::new(keys.1.clone()));
            let scratch = Vec::new();
            let (rows, live, key) = (a.node, b.node, keys.0);
            let probe = Probe {
                rows,
                live,
                key,
                index,
                extra,
                scratch,
            };
            return self.rows(pace, columns, Box::new(probe));
        }
        let table = Table::new(keys.1.len());
        let (left, right) = (a.node, b.node);
        let meet = Meet {
            left,
            right,
            keys,
            extra,
            table,
        };
        self.rows(pace, columns, Box::new(meet))
    }

    fn without(&mut self, a: OpId, b: OpId, pace: PaceId) -> Handle {
        let a = self.at(a, pace, Form::Either);
        let form = if a.live { Form::Live } else { Form::Either };
        let b = self.at(b, pace, form);
        let keys = common(&a.columns, &b.columns);
        let columns = a.columns.clone();
        if a.live {
            let indexes = (Index::new(keys.0.clone()), Index::new(keys.1.clone()));
            let (left, right, key) = (a.node, b.node, Vec::new());
            let except = Except {
                left,
                right,
                keys,
                indexes,
                key,
            };
            return self.live(pace, columns, Box::new(except));
        }
        self.meet(&a, &b, keys, None, columns, pace)
    }
}

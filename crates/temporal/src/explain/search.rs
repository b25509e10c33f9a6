//! Searches for small proofs in what has been evaluated.
//!
//! # Invariants
//! What holds is proved of a whole valuation; what does not hold may be
//! refuted of a partial one, and then holds for no value of the rest. Every
//! alternative is weighed by its size, except that of many witnesses only the
//! first [`CANDIDATES`] are tried.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Because, Explanation};
use crate::evaluate::{Evaluation, matched};
use crate::plan::{Argument, Op, OpId, Operator, Plan};
use crate::table::{Row, Table, Var};
use crate::timeline::Timeline;
use crate::{EventId, Formula, Tuple, Value};

mod temporal;

/// Bounds how many witnesses are compared.
const CANDIDATES: usize = 8;

/// Gives values to variables.
pub(super) type Given = BTreeMap<Var, Value>;

type Proof = Rc<Explanation>;

/// Explains a valuation of the plan's root; `None` if it is open.
pub(crate) fn explain(
    plan: &Plan,
    evaluation: &Evaluation,
    timeline: &Timeline,
    point: usize,
    given: Given,
) -> Option<Explanation> {
    let mut search = Search {
        plan,
        evaluation,
        timeline,
        known: BTreeMap::new(),
    };
    let proof = if search.certain(plan.root, point, &given) {
        search.prove(plan.root, point, &given)
    } else if search.absent(plan.root, point, &given) {
        search.refute(plan.root, point, &given)
    } else {
        None
    };
    proof.map(|proof| (*proof).clone())
}

/// Searches, remembering what has been proved.
pub(super) struct Search<'a> {
    plan: &'a Plan,
    evaluation: &'a Evaluation,
    timeline: &'a Timeline,
    known: BTreeMap<(OpId, usize, Given, bool), Option<Proof>>,
}

/// Keeps the values of `vars`.
pub(super) fn narrowed(given: &Given, vars: &[Var]) -> Given {
    vars.iter()
        .filter_map(|v| Some((*v, given.get(v)?.clone())))
        .collect()
}

/// Adds the values of a row.
fn extended(given: &Given, vars: &[Var], row: &Row) -> Given {
    let mut given = given.clone();
    given.extend(vars.iter().copied().zip(row.iter().cloned()));
    given
}

fn agrees(given: &Given, vars: &[Var], row: &Row) -> bool {
    vars.iter()
        .zip(row.iter())
        .all(|(var, value)| given.get(var).is_none_or(|g| g == value))
}

/// Gives the smaller of two proofs.
pub(super) fn smaller(a: Option<Proof>, b: Option<Proof>) -> Option<Proof> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.size() < a.size() { b } else { a }),
        (a, b) => a.or(b),
    }
}

impl<'a> Search<'a> {
    pub(super) fn op(&self, op: OpId) -> Option<&'a Op> {
        self.plan.op(op)
    }

    fn table(&self, op: OpId, point: usize, certain: bool) -> Option<&'a Table> {
        let pair = self.evaluation.outputs.get(op)?.pairs.get(point)?;
        Some(if certain {
            &pair.certain
        } else {
            &pair.possible
        })
    }

    /// Tells whether a whole valuation certainly satisfies an operator.
    pub(super) fn certain(&self, op: OpId, point: usize, given: &Given) -> bool {
        self.table(op, point, true).is_some_and(|table| {
            let row: Vec<Value> = table
                .vars
                .iter()
                .filter_map(|v| given.get(v).cloned())
                .collect();
            row.len() == table.vars.len() && table.rows.contains(row.as_slice())
        })
    }

    /// Tells whether no extension of a valuation possibly satisfies an operator.
    pub(super) fn absent(&self, op: OpId, point: usize, given: &Given) -> bool {
        self.table(op, point, false)
            .is_some_and(|table| !table.rows.iter().any(|row| agrees(given, &table.vars, row)))
    }

    /// Lists the valuations extending `given` that an operator has.
    pub(super) fn extensions(
        &self,
        op: OpId,
        point: usize,
        given: &Given,
        certain: bool,
    ) -> Vec<Given> {
        let table = self.table(op, point, certain);
        let rows = table
            .into_iter()
            .flat_map(|t| t.rows.iter().map(move |row| (t, row)));
        rows.filter(|(t, row)| agrees(given, &t.vars, row))
            .map(|(t, row)| extended(given, &t.vars, row))
            .collect()
    }

    pub(super) fn made(
        &self,
        op: OpId,
        point: usize,
        given: &Given,
        holds: bool,
        because: Because,
    ) -> Option<Proof> {
        let op = self.op(op)?;
        self.stated(
            op.formula.clone(),
            point,
            &narrowed(given, &op.vars),
            holds,
            because,
        )
    }

    fn stated(
        &self,
        formula: Formula,
        point: usize,
        given: &Given,
        holds: bool,
        because: Because,
    ) -> Option<Proof> {
        let at = *self.evaluation.moments.get(point)?;
        let named = |(var, value): (&Var, &Value)| {
            Some((self.plan.names.get(*var)?.clone(), value.clone()))
        };
        let valuation = given.iter().filter_map(named).collect();
        Some(Rc::new(Explanation {
            formula,
            at,
            valuation,
            holds,
            because,
        }))
    }

    /// Proves an operator of a whole valuation that is certain.
    pub(super) fn prove(&mut self, op: OpId, point: usize, given: &Given) -> Option<Proof> {
        let given = narrowed(given, &self.op(op)?.vars);
        if !self.certain(op, point, &given) {
            return None;
        }
        let key = (op, point, given, true);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let proof = self.proof(op, point, &key.2);
        self.known.insert(key, proof.clone());
        proof
    }

    /// Refutes an operator of all extensions of a valuation, if impossible.
    pub(super) fn refute(&mut self, op: OpId, point: usize, given: &Given) -> Option<Proof> {
        let given = narrowed(given, &self.op(op)?.vars);
        if !self.absent(op, point, &given) {
            return None;
        }
        let key = (op, point, given, false);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let proof = self.refutation(op, point, &key.2);
        self.known.insert(key, proof.clone());
        proof
    }

    pub(super) fn steps(
        &self,
        op: OpId,
        point: usize,
        given: &Given,
        holds: bool,
        steps: impl IntoIterator<Item = Proof>,
    ) -> Option<Proof> {
        let steps = steps.into_iter().map(|step| (*step).clone()).collect();
        self.made(op, point, given, holds, Because::Steps(steps))
    }

    fn proof(&mut self, op: OpId, point: usize, given: &Given) -> Option<Proof> {
        match &self.op(op)?.operator {
            Operator::Unit => self.made(op, point, given, true, Because::Evident),
            Operator::Nothing => None,
            Operator::Events {
                predicate,
                arguments,
            } => {
                let ids = self.stating(op, predicate, arguments, point, given)?;
                self.made(op, point, given, true, Because::Events(ids))
            }
            Operator::Rename {
                input,
                columns,
                arguments,
            } => {
                let vars = &self.op(op)?.vars;
                let inner = narrowed(&asked(columns, arguments, given), columns);
                let inner = self.extensions(*input, point, &inner, true);
                let fits = |inner: &Given| {
                    let tuple: Tuple = columns
                        .iter()
                        .filter_map(|c| inner.get(c).cloned())
                        .collect();
                    matched(arguments, &tuple, vars).is_some_and(|row| agrees(given, vars, &row))
                };
                let inner: Vec<Given> = inner.into_iter().filter(fits).collect();
                let step = self.smallest(*input, point, inner)?;
                self.steps(op, point, given, true, [step])
            }
            Operator::Join(a, b) => {
                let steps = [self.prove(*a, point, given)?, self.prove(*b, point, given)?];
                self.steps(op, point, given, true, steps)
            }
            Operator::Union(a, b) => {
                let (a, b) = (self.prove(*a, point, given), self.prove(*b, point, given));
                let step = smaller(a, b)?;
                self.steps(op, point, given, true, [step])
            }
            Operator::Without(a, b) => {
                let steps = [
                    self.prove(*a, point, given)?,
                    self.refute(*b, point, given)?,
                ];
                self.steps(op, point, given, true, steps)
            }
            Operator::Filter { input, .. } | Operator::Extend { input, .. } => {
                let first = self.prove(*input, point, given)?;
                let second = self.compared(op, point, given, true)?;
                self.steps(op, point, given, true, [first, second])
            }
            Operator::Project(input) => {
                let inner = self.extensions(*input, point, given, true);
                let step = self.smallest(*input, point, inner)?;
                self.steps(op, point, given, true, [step])
            }
            Operator::Aggregate { input, by, .. } => {
                let rows = self.extensions(*input, point, &narrowed(given, by), true);
                self.group(op, *input, point, given, (true, rows))
            }
            Operator::Step { .. } | Operator::Reach { .. } | Operator::Throughout { .. } => {
                self.temporal_proof(op, point, given)
            }
        }
    }

    fn refutation(&mut self, op: OpId, point: usize, given: &Given) -> Option<Proof> {
        match &self.op(op)?.operator {
            Operator::Unit => None,
            Operator::Nothing => self.made(op, point, given, false, Because::Evident),
            Operator::Events { .. } => self.made(op, point, given, false, Because::NoEvent),
            Operator::Rename {
                input,
                columns,
                arguments,
            } => {
                let asked = asked(columns, arguments, given);
                match self.refute(*input, point, &asked) {
                    Some(step) => self.steps(op, point, given, false, [step]),
                    None => self.made(op, point, given, false, Because::NoEvent),
                }
            }
            Operator::Join(a, b) => {
                let (left, right) = (self.refute(*a, point, given), self.refute(*b, point, given));
                if let Some(step) = smaller(left, right) {
                    return self.steps(op, point, given, false, [step]);
                }
                let rows = self.extensions(*a, point, given, false);
                let steps: Option<Vec<Proof>> =
                    rows.iter().map(|row| self.refute(*b, point, row)).collect();
                self.steps(op, point, given, false, steps?)
            }
            Operator::Union(a, b) => {
                let steps = [
                    self.refute(*a, point, given)?,
                    self.refute(*b, point, given)?,
                ];
                self.steps(op, point, given, false, steps)
            }
            Operator::Without(a, b) => {
                let step = self.refute(*a, point, given);
                let rows = self.extensions(*a, point, given, false);
                let steps: Option<Vec<Proof>> = match step {
                    Some(step) => Some(vec![step]),
                    None => rows.iter().map(|row| self.prove(*b, point, row)).collect(),
                };
                self.steps(op, point, given, false, steps?)
            }
            Operator::Filter { input, .. } | Operator::Extend { input, .. } => {
                let step = self.refute(*input, point, given);
                let rows = self.extensions(*input, point, given, false);
                let steps: Option<Vec<Proof>> = match step {
                    Some(step) => Some(vec![step]),
                    None => rows
                        .iter()
                        .map(|row| self.compared(op, point, row, false))
                        .collect(),
                };
                self.steps(op, point, given, false, steps?)
            }
            Operator::Project(input) => {
                let step = self.refute(*input, point, given)?;
                self.steps(op, point, given, false, [step])
            }
            Operator::Aggregate { input, by, .. } => {
                self.other_group(op, *input, point, (given, &narrowed(given, by)))
            }
            Operator::Step { .. } | Operator::Reach { .. } | Operator::Throughout { .. } => {
                self.temporal_refutation(op, point, given)
            }
        }
    }

    /// Refutes a result by the lack of a group, or by what the group gives.
    fn other_group(
        &mut self,
        op: OpId,
        input: OpId,
        point: usize,
        (given, key): (&Given, &Given),
    ) -> Option<Proof> {
        if let Some(step) = self.refute(input, point, key) {
            return self.steps(op, point, given, false, [step]);
        }
        let rows = self.extensions(input, point, key, true);
        self.group(op, input, point, given, (false, rows))
    }

    fn group(
        &mut self,
        op: OpId,
        input: OpId,
        point: usize,
        given: &Given,
        (holds, rows): (bool, Vec<Given>),
    ) -> Option<Proof> {
        let steps: Option<Vec<Explanation>> = rows
            .iter()
            .map(|row| self.prove(input, point, row).map(|p| (*p).clone()))
            .collect();
        self.made(op, point, given, holds, Because::Group(steps?))
    }

    /// Proves the smallest of several valuations.
    pub(super) fn smallest(
        &mut self,
        op: OpId,
        point: usize,
        candidates: Vec<Given>,
    ) -> Option<Proof> {
        let mut best = None;
        for given in candidates.into_iter().take(CANDIDATES) {
            let proof = self.prove(op, point, &given);
            best = smaller(best, proof);
        }
        best
    }

    /// States the comparison that a filter makes.
    fn compared(&self, op: OpId, point: usize, given: &Given, holds: bool) -> Option<Proof> {
        let Formula::And(_, comparison) = &self.op(op)?.formula else {
            return None;
        };
        let mentioned = comparison.free_variables();
        let vars: Vec<Var> = (0..self.plan.names.len())
            .filter(|v| {
                self.plan
                    .names
                    .get(*v)
                    .is_some_and(|name| mentioned.contains(name))
            })
            .collect();
        let formula = comparison.as_ref().clone();
        self.stated(
            formula,
            point,
            &narrowed(given, &vars),
            holds,
            Because::Evident,
        )
    }

    fn stating(
        &self,
        op: OpId,
        predicate: &str,
        arguments: &[Argument],
        point: usize,
        given: &Given,
    ) -> Option<Vec<EventId>> {
        let vars = &self.op(op)?.vars;
        let facts = self
            .timeline
            .points()
            .get(self.evaluation.moments.get(point)?)?;
        let mut stating = facts.facts(predicate).filter(|(tuple, _)| {
            matched(arguments, tuple, vars).is_some_and(|row| agrees(given, vars, &row))
        });
        stating.next().map(|(_, ids)| ids.iter().copied().collect())
    }
}

/// Gives what the columns of a named formula must be.
fn asked(columns: &[Var], arguments: &[Argument], given: &Given) -> Given {
    let value = |argument: &Argument| match argument {
        Argument::Variable(v) => given.get(v).cloned(),
        Argument::Constant(value) => Some(value.clone()),
        Argument::Any => None,
    };
    columns
        .iter()
        .zip(arguments)
        .filter_map(|(c, a)| Some((*c, value(a)?)))
        .collect()
}

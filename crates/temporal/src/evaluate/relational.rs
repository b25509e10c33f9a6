//! Operators that look at one time-point, or at a neighbouring one.

use std::collections::BTreeSet;

use super::{Clock, Context};
use crate::plan::{Argument, Direction, Expression, OpId, Operator};
use crate::table::{Pair, Row, Table, Var, positions, shared, widen};
use crate::{Comparison, Interval, Tuple, Value, ValueFault};
use std::sync::Arc;

type Computed = (Pair, Option<ValueFault>);

impl Context<'_> {
    /// Computes the pair of an operator at one time-point.
    pub(super) fn point(&self, operator: &Operator, vars: &[Var], point: usize) -> Computed {
        let pair = match operator {
            Operator::Unit => Pair::decided(Table::unit()),
            Operator::Nothing | Operator::Reach { .. } | Operator::Throughout { .. } => {
                Pair::decided(Table::empty(vars))
            }
            Operator::Events {
                predicate,
                arguments,
            } => self.events(predicate, arguments, vars, point),
            Operator::Rename {
                input,
                columns,
                arguments,
            } => rename(&self.pair(*input, point), columns, arguments, vars),
            Operator::Join(a, b) => join(&self.pair(*a, point), &self.pair(*b, point)),
            Operator::Union(a, b) => union(&self.pair(*a, point), &self.pair(*b, point)),
            Operator::Without(a, b) => without(&self.pair(*a, point), &self.pair(*b, point)),
            Operator::Filter {
                input,
                comparison,
                left,
                right,
                holds,
            } => {
                let test = Test {
                    comparison: *comparison,
                    left,
                    right,
                    holds: *holds,
                };
                return filter(&self.pair(*input, point), &test);
            }
            Operator::Extend { input, var, value } => {
                return extend(&self.pair(*input, point), *var, value, vars);
            }
            Operator::Project(input) => {
                let input = self.pair(*input, point);
                both(&input, |table| table.project(vars))
            }
            Operator::Step {
                input,
                direction,
                interval,
            } => self.neighbour(*input, *direction, *interval, vars, point),
            Operator::Aggregate { input, .. } => {
                return self.aggregate(operator, &self.pair(*input, point), vars);
            }
        };
        (pair, None)
    }

    fn events(&self, predicate: &str, arguments: &[Argument], vars: &[Var], point: usize) -> Pair {
        let facts = self
            .moments
            .get(point)
            .and_then(|at| self.timeline.points().get(at));
        let tuples = facts
            .into_iter()
            .flat_map(|p| p.facts(predicate))
            .map(|(tuple, _)| tuple);
        let rows = tuples
            .filter_map(|tuple| matched(arguments, tuple, vars))
            .collect();
        Pair::decided(Table {
            vars: vars.to_vec(),
            rows,
        })
    }

    fn neighbour(
        &self,
        input: OpId,
        direction: Direction,
        interval: Interval,
        vars: &[Var],
        point: usize,
    ) -> Pair {
        let here = self.ts(point);
        match direction {
            Direction::Past => {
                let before = point.checked_sub(1);
                match before.filter(|&before| interval.spans(self.ts(before), here)) {
                    Some(before) => self.pair(input, before),
                    None => Pair::decided(Table::empty(vars)),
                }
            }
            Direction::Future if point + 1 < self.moments.len() => {
                if interval.spans(here, self.ts(point + 1)) {
                    self.pair(input, point + 1)
                } else {
                    Pair::decided(Table::empty(vars))
                }
            }
            Direction::Future => {
                let empty = Table::empty(vars);
                if self.clock == Clock::End || self.clock.over(here, interval.high()) {
                    Pair::decided(empty)
                } else {
                    Pair::new(Arc::new(empty), Table::unit())
                }
            }
        }
    }
}

/// Gives the row of `vars` that makes `arguments` equal to `tuple`, if any.
pub(crate) fn matched(arguments: &[Argument], tuple: &Tuple, vars: &[Var]) -> Option<Row> {
    let mut found: Vec<Option<&Value>> = vec![None; vars.len()];
    for (argument, value) in arguments.iter().zip(tuple) {
        match argument {
            Argument::Any => {}
            Argument::Constant(constant) if constant == value => {}
            Argument::Constant(_) => return None,
            Argument::Variable(var) => {
                let position = vars.iter().position(|v| v == var)?;
                let slot = found.get_mut(position)?;
                if slot.is_some_and(|known| known != value) {
                    return None;
                }
                *slot = Some(value);
            }
        }
    }
    found.into_iter().map(Option::<&Value>::cloned).collect()
}

fn both(input: &Pair, apply: impl Fn(&Table) -> Table) -> Pair {
    let certain = apply(&input.certain);
    if input.settled() {
        Pair::decided(certain)
    } else {
        Pair::new(Arc::new(certain), apply(&input.possible))
    }
}

fn rename(input: &Pair, columns: &[Var], arguments: &[Argument], vars: &[Var]) -> Pair {
    both(input, |table| {
        let known: Vec<Option<usize>> = columns
            .iter()
            .map(|c| table.vars.iter().position(|v| v == c))
            .collect();
        // Only the arguments whose column is known can be compared or bound.
        let given: Vec<Argument> = arguments
            .iter()
            .zip(&known)
            .filter(|(_, k)| k.is_some())
            .map(|(argument, _)| argument.clone())
            .collect();
        let sources: Vec<usize> = known.iter().copied().flatten().collect();
        let named: Vec<Var> = given
            .iter()
            .filter_map(|a| match a {
                Argument::Variable(v) => Some(*v),
                Argument::Constant(_) | Argument::Any => None,
            })
            .collect();
        let vars = shared(vars, &named);
        let rows = table.rows.iter().filter_map(|row| {
            let tuple = sources
                .iter()
                .filter_map(|&p| row.get(p).cloned())
                .collect();
            matched(&given, &tuple, &vars)
        });
        Table {
            rows: rows.collect(),
            vars: vars.clone(),
        }
    })
}

fn join(a: &Pair, b: &Pair) -> Pair {
    let certain = a.certain.join(&b.certain);
    if a.settled() && b.settled() {
        Pair::decided(certain)
    } else {
        Pair::new(Arc::new(certain), a.possible.join(&b.possible))
    }
}

fn union(a: &Pair, b: &Pair) -> Pair {
    let certain = widen(&a.certain, &b.certain);
    if a.settled() && b.settled() {
        Pair::decided(certain)
    } else {
        Pair::new(Arc::new(certain), widen(&a.possible, &b.possible))
    }
}

fn without(a: &Pair, b: &Pair) -> Pair {
    let certain = a.certain.semijoin(&b.possible, false);
    if a.settled() && b.settled() {
        return Pair::decided(certain);
    }
    // A possible row goes only if it surely agrees with all of its values.
    let told = b.certain.vars.iter().all(|v| a.possible.vars.contains(v));
    let possible = if told {
        a.possible.semijoin(&b.certain, false)
    } else {
        (*a.possible).clone()
    };
    Pair::new(Arc::new(certain), possible)
}

struct Test<'a> {
    comparison: Comparison,
    left: &'a Expression,
    right: &'a Expression,
    holds: bool,
}

impl Test<'_> {
    /// Tells whether a row passes; `None` if a value is missing.
    fn passes(&self, vars: &[Var], row: &Row) -> Option<Result<bool, ValueFault>> {
        let value_of = |v| value_in(vars, row, v);
        let (left, right) = (self.left.value(&value_of)?, self.right.value(&value_of)?);
        Some(match (left, right) {
            (Ok(left), Ok(right)) => Ok(self.comparison.holds(&left, &right) == self.holds),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
        })
    }
}

/// Gives the value of a variable in a row.
pub(crate) fn value_in(vars: &[Var], row: &Row, var: Var) -> Option<Value> {
    let position = vars.iter().position(|v| *v == var)?;
    row.get(position).cloned()
}

fn filter(input: &Pair, test: &Test<'_>) -> Computed {
    let mut fault = None;
    let mut keep = |table: &Table, when_open: bool| {
        let mut rows = BTreeSet::new();
        for row in &table.rows {
            let passes = match test.passes(&table.vars, row) {
                Some(Ok(passes)) => passes,
                Some(Err(found)) => {
                    fault = Some(found);
                    when_open
                }
                None => when_open,
            };
            if passes {
                rows.insert(row.clone());
            }
        }
        Table {
            vars: table.vars.clone(),
            rows,
        }
    };
    let certain = keep(&input.certain, false);
    let possible = keep(&input.possible, true);
    (Pair::new(Arc::new(certain), possible), fault)
}

fn extend(input: &Pair, var: Var, value: &Expression, vars: &[Var]) -> Computed {
    let mut fault = None;
    let certain = extended(&input.certain, var, value, vars, &mut fault);
    let whole = certain.rows.len() == input.certain.rows.len();
    if input.settled() && whole {
        return (Pair::decided(certain), fault);
    }
    let possible = &input.possible;
    let wider = crate::table::united(&possible.vars, &[var]);
    let mut ignored = None;
    let wide = extended(possible, var, value, &wider, &mut ignored);
    let all = wide.rows.len() == possible.rows.len();
    let possible = if all { wide } else { (**possible).clone() };
    (Pair::new(Arc::new(certain), possible), fault.or(ignored))
}

fn extended(
    table: &Table,
    var: Var,
    value: &Expression,
    vars: &[Var],
    fault: &mut Option<ValueFault>,
) -> Table {
    let before = positions(vars, &table.vars);
    let at = vars.iter().position(|v| *v == var);
    let mut rows = BTreeSet::new();
    for row in &table.rows {
        match value.value(&|v| value_in(&table.vars, row, v)) {
            Some(Ok(value)) => {
                let mut cells: Vec<Value> = vec![value.clone(); vars.len()];
                for (&position, cell) in before.iter().zip(row.iter()) {
                    if let Some(slot) = cells.get_mut(position) {
                        *slot = cell.clone();
                    }
                }
                if let Some(slot) = at.and_then(|at| cells.get_mut(at)) {
                    *slot = value;
                }
                rows.insert(Row::from(cells));
            }
            Some(Err(found)) => *fault = Some(found),
            None => {}
        }
    }
    Table {
        vars: vars.to_vec(),
        rows,
    }
}

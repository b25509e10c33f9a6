//! Makes the nodes of what is done row by row, and of aggregates.

#![expect(
    clippy::indexing_slicing,
    reason = "operators and nodes are named by numbers that the plan and this module made"
)]

use super::{Form, Handle, Maker, find};
use crate::Type;
use crate::plan::{Argument, Expression, OpId, Operator};
use crate::stream::aggregate::{Keep, KeepState, Recipe, Tally, TallyScratch};
use crate::stream::join::Ask;
use crate::stream::map::{Change, Changes, Derive, Formula, Map, Test};
use crate::stream::pace::PaceId;
use crate::table::Var;

impl Maker<'_> {
    /// Adds changes to what an input gives: to its own node, where only this
    /// reads it, else as a node of its own.
    pub(super) fn changed(
        &mut self,
        input: Handle,
        list: Vec<Change>,
        columns: Vec<Var>,
        pace: PaceId,
    ) -> Handle {
        let changes = Changes::new(list);
        let inputs = vec![(input.node, changes)];
        if input.live {
            let counts = Vec::new();
            self.live(pace, columns, Box::new(Derive { inputs, counts }))
        } else {
            self.rows(pace, columns, Box::new(Map { inputs }))
        }
    }

    /// Matches arguments against the columns of a predicate or a named formula.
    pub(super) fn matched(
        &mut self,
        op: OpId,
        pace: PaceId,
        input: Handle,
        places: Vec<usize>,
        arguments: &[Argument],
    ) -> Handle {
        let mut list = Vec::new();
        let mut columns: Vec<Var> = Vec::new();
        let mut from: Vec<usize> = Vec::new();
        for (argument, &place) in arguments.iter().zip(&places) {
            match argument {
                Argument::Any => {}
                Argument::Constant(value) => {
                    list.push(Change::Constant(place, self.pool.word(value)));
                }
                Argument::Variable(var) => {
                    if let Some(first) = columns.iter().position(|c| c == var) {
                        list.push(Change::Same(from[first], place));
                    } else {
                        columns.push(*var);
                        from.push(place);
                    }
                }
            }
        }
        debug_assert_eq!(columns.len(), self.plan.ops[op].vars.len());
        if list.is_empty() && columns.len() == places.len() {
            // Only the names change.
            let mut named = columns.clone();
            for (place, var) in from.iter().zip(&columns) {
                named[*place] = *var;
            }
            return Handle {
                columns: named,
                ..input
            };
        }
        list.push(Change::Pick(from));
        self.changed(input, list, columns, pace)
    }

    /// Gathers a chain of tests, computed columns and projections, as far as
    /// nothing else reads what stands between them.
    pub(super) fn mapped(&mut self, op: OpId, input: OpId, pace: PaceId) -> Handle {
        let mut chain = vec![op];
        let mut source = input;
        while self.uses[source] == 1
            && let Operator::Filter { input, .. }
            | Operator::Extend { input, .. }
            | Operator::Project(input) = &self.plan.ops[source].operator
        {
            chain.push(source);
            source = *input;
        }
        chain.reverse();
        // Tests right above a lasting aggregate are its own to make.
        if self.uses[source] == 1
            && self.lasts(source)
            && matches!(self.plan.ops[source].operator, Operator::Aggregate { .. })
        {
            let tests = chain
                .iter()
                .take_while(|op| matches!(self.plan.ops[**op].operator, Operator::Filter { .. }));
            let tests: Vec<OpId> = tests.copied().collect();
            let handle = self.aggregate_with(source, &tests, pace, false);
            chain.drain(..tests.len());
            if chain.is_empty() {
                return handle;
            }
            return self.chain(handle, &chain, pace);
        }
        let input = self.at(source, pace, Form::Either);
        self.chain(input, &chain, pace)
    }

    pub(super) fn chain(&mut self, input: Handle, chain: &[OpId], pace: PaceId) -> Handle {
        let mut columns = input.columns.clone();
        let mut list = Vec::new();
        for &op in chain {
            self.add_change(op, &mut columns, &mut list);
        }
        self.changed(input, list, columns, pace)
    }

    pub(super) fn add_change(&mut self, op: OpId, columns: &mut Vec<Var>, list: &mut Vec<Change>) {
        let strict = self.strict.contains(&op);
        match &self.plan.ops[op].operator {
            Operator::Filter {
                comparison,
                left,
                right,
                holds,
                ..
            } => {
                let test = Test {
                    comparison: *comparison,
                    holds: *holds,
                    left: self.formula(left, columns),
                    right: self.formula(right, columns),
                    kind: self.kind(left),
                };
                list.push(Change::Test(test, op, strict));
            }
            Operator::Extend { var, value, .. } => {
                list.push(Change::Extend(self.formula(value, columns), op, strict));
                columns.push(*var);
            }
            _ => {
                let vars = &self.plan.ops[op].vars;
                list.push(Change::Pick(find(columns, vars)));
                columns.clone_from(vars);
            }
        }
    }

    /// Gives the type of an expression.
    pub(super) fn kind(&self, expression: &Expression) -> Type {
        match expression {
            Expression::Variable(var) => self.type_of(*var),
            Expression::Constant(value) => value.type_of(),
            Expression::Binary(operation, a, b) => operation
                .result_type(self.kind(a), self.kind(b))
                .unwrap_or(Type::Int),
            Expression::Negate(a) => self.kind(a),
            Expression::ToDecimal(_) => Type::Decimal,
            Expression::ToInt(_) => Type::Int,
        }
    }

    pub(super) fn type_of(&self, var: Var) -> Type {
        self.plan.types.get(var).copied().unwrap_or(Type::Int)
    }

    pub(super) fn formula(&mut self, expression: &Expression, columns: &[Var]) -> Formula {
        if let Some(whole) = self.whole(expression, columns) {
            return whole;
        }
        let known = columns.iter().enumerate();
        let known = known
            .map(|(at, var)| (*var, at, self.type_of(*var)))
            .collect();
        Formula::General(expression.clone(), known)
    }

    /// Translates what is a column, a constant, or arithmetic of whole numbers
    /// and instants.
    pub(super) fn whole(&mut self, expression: &Expression, columns: &[Var]) -> Option<Formula> {
        match expression {
            Expression::Variable(var) => {
                Some(Formula::Column(columns.iter().position(|c| c == var)?))
            }
            Expression::Constant(value) => Some(Formula::Constant(self.pool.word(value))),
            Expression::Binary(operation, a, b) => {
                let whole = |kind| matches!(kind, Type::Int | Type::Timestamp);
                if !whole(self.kind(a)) || !whole(self.kind(b)) {
                    return None;
                }
                let (a, b) = (self.whole(a, columns)?, self.whole(b, columns)?);
                Some(Formula::Whole(*operation, Box::new(a), Box::new(b)))
            }
            Expression::Negate(_) | Expression::ToDecimal(_) | Expression::ToInt(_) => None,
        }
    }

    /// Joins rows with a lasting aggregate, where only they read it and name
    /// its groups: then the aggregate need not tell what changes.
    pub(super) fn ask(&mut self, rows: OpId, groups: OpId, pace: PaceId) -> Option<Handle> {
        if self.lasts(rows) || !self.lasts(groups) {
            return None;
        }
        let mut vars = self.plan.ops[groups].vars.clone();
        let mut names = vars.clone();
        let mut op = groups;
        while let Operator::Rename {
            input,
            columns,
            arguments,
        } = &self.plan.ops[op].operator
        {
            let inner = |var: &Var| {
                let named = |a: &Argument| matches!(a, Argument::Variable(v) if v == var);
                let mut places = (0..arguments.len()).filter(|at| named(&arguments[*at]));
                let place = places.next()?;
                places.next().is_none().then_some(columns[place])
            };
            let inner: Option<Vec<Var>> = names.iter().map(inner).collect();
            names = inner.filter(|_| self.uses[op] == 1 && columns.len() == vars.len())?;
            op = *input;
        }
        let Operator::Aggregate { by, result, .. } = &self.plan.ops[op].operator else {
            return None;
        };
        if self.uses[op] != 1 {
            return None;
        }
        // Back from the aggregate's own variables to those that are read.
        let outer = |var: &Var| Some(vars[names.iter().position(|name| name == var)?]);
        let (by, result): (Option<Vec<Var>>, _) = (by.iter().map(outer).collect(), outer(result)?);
        let by = by?;
        let known = &self.plan.ops[rows].vars;
        if known.contains(&result) || !by.iter().all(|var| known.contains(var)) {
            return None;
        }
        let rows = self.at(rows, pace, Form::Either);
        let key = find(&rows.columns, &by);
        let groups = self.aggregate_with(op, &[], pace, true);
        vars.clone_from(&rows.columns);
        vars.push(result);
        let ask = Ask {
            rows: rows.node,
            groups: groups.node,
            key,
            op,
            strict: self.strict.contains(&op),
            scratch: Vec::new(),
        };
        Some(self.rows(pace, vars, Box::new(ask)))
    }

    pub(super) fn aggregate(&mut self, op: OpId, pace: PaceId) -> Handle {
        self.aggregate_with(op, &[], pace, false)
    }

    /// Makes an aggregate with the tests above it; with `asked`, one that is
    /// only looked up by its group.
    pub(super) fn aggregate_with(
        &mut self,
        op: OpId,
        tests: &[OpId],
        pace: PaceId,
        asked: bool,
    ) -> Handle {
        let plan = self.plan;
        let Operator::Aggregate {
            input,
            operation,
            over,
            by,
            result,
            ..
        } = &plan.ops[op].operator
        else {
            return self.at(op, pace, Form::Either);
        };
        let mut columns = by.clone();
        columns.push(*result);
        let width = by.len();
        let recipe = |maker: &mut Self, of: &[Var]| {
            let mut list = Vec::new();
            for &test in tests {
                let mut columns = [by.as_slice(), &[*result]].concat();
                maker.add_change(test, &mut columns, &mut list);
            }
            let tests = Changes::new(list);
            Recipe {
                operation: *operation,
                over: find(of, &[*over]).first().copied().unwrap_or(0),
                kind: maker.type_of(*over),
                by: find(of, by),
                zero: maker.options.monpoly && by.is_empty(),
                op,
                strict: maker.strict.contains(&op),
                bound: tests.bound(width),
                tests,
                asked,
            }
        };
        if let Some(gather) = self.gather(*input, pace, columns.clone(), recipe) {
            return gather;
        }
        let input = self.at(*input, pace, Form::Either);
        let recipe = recipe(self, &input.columns);
        if input.live {
            let keep = Keep {
                input: input.node,
                recipe,
                state: KeepState::new(width),
            };
            return self.live(pace, columns, Box::new(keep));
        }
        let scratch = TallyScratch::new(input.columns.len(), width);
        let tally = Tally {
            input: input.node,
            recipe,
            scratch,
        };
        self.rows(pace, columns, Box::new(tally))
    }
}

//! Plans what names events and values: predicates, comparisons, aggregates, LET.

use super::Refusal;
use super::build::{Builder, coerced};
use super::conjunction::optional;
use crate::plan::{Argument, Expression, OpId, Operator};
use crate::table::{Var, united};
use crate::{Aggregate, Comparison, Formula, Term, Type};

impl Builder<'_> {
    pub(super) fn nothing(&mut self, guard: OpId) -> OpId {
        self.add(Operator::Nothing, self.vars(guard).to_vec(), Formula::False)
    }

    pub(super) fn attach_predicate(
        &mut self,
        guard: OpId,
        part: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        let Formula::Predicate(name, terms) = part else {
            return Ok(None);
        };
        let named = self.lets.iter().rev().find(|(n, _, _)| n == name).cloned();
        let kinds: Vec<Option<Type>> = match &named {
            Some((_, parameters, _)) => parameters.iter().map(|&v| self.type_of(v)).collect(),
            None => self
                .signature
                .columns(name)
                .into_iter()
                .flatten()
                .map(|c| Some(c.kind))
                .collect(),
        };
        let mut arguments = Vec::new();
        let mut computed: Vec<(Var, Term)> = Vec::new();
        for (term, kind) in terms.iter().zip(kinds) {
            let kind = kind.unwrap_or(Type::Int);
            arguments.push(self.argument(part, term, kind, &mut computed)?);
        }
        let plain = arguments.iter().map(|argument| match argument {
            Argument::Variable(v) => Term::Variable(self.name(*v)),
            Argument::Constant(value) => Term::Constant(value.clone()),
            Argument::Any => Term::Wildcard,
        });
        let formula = Formula::predicate(name.clone(), plain);
        let vars = argument_vars(&arguments);
        let operator = match named {
            Some((_, columns, input)) => Operator::Rename {
                input,
                columns,
                arguments,
            },
            None => Operator::Events {
                predicate: name.clone(),
                arguments,
            },
        };
        let events = self.add(operator, vars, formula);
        let mut op = self.join(guard, events);
        for (var, term) in &computed {
            let place = Term::Variable(self.name(*var));
            match self.filter(op, (Comparison::Equal, &place, term), true)? {
                Some(filtered) => op = filtered,
                None => return Ok(None),
            }
        }
        let kept = united(self.vars(guard), &self.free(part));
        Ok(Some(self.project(op, &kept)))
    }

    /// Reads one argument of a predicate; a term to be computed becomes a
    /// variable of its own.
    fn argument(
        &mut self,
        part: &Formula,
        term: &Term,
        kind: Type,
        computed: &mut Vec<(Var, Term)>,
    ) -> Result<Argument, Refusal> {
        Ok(match term {
            Term::Wildcard => Argument::Any,
            Term::Variable(name) => {
                let var = self.var(name);
                self.bind(var, kind, part)?;
                Argument::Variable(var)
            }
            Term::Constant(value) => {
                let constant = Expression::Constant(value.clone());
                match coerced(constant, value.type_of(), kind) {
                    (Expression::Constant(value), found) if found == kind => {
                        Argument::Constant(value)
                    }
                    (_, found) => return Err(wrong_argument(part, term, found, kind)),
                }
            }
            other => {
                let var = self.fresh();
                self.bind(var, kind, part)?;
                computed.push((var, other.clone()));
                Argument::Variable(var)
            }
        })
    }

    pub(super) fn attach_comparison(
        &mut self,
        guard: OpId,
        (comparison, a, b): (Comparison, &Term, &Term),
    ) -> Result<Option<OpId>, Refusal> {
        if let Some(op) = self.filter(guard, (comparison, a, b), true)? {
            return Ok(Some(op));
        }
        if comparison != Comparison::Equal {
            return Ok(None);
        }
        let subject = Formula::Compare(comparison, a.clone(), b.clone());
        for (side, other) in [(a, b), (b, a)] {
            let Term::Variable(name) = side else { continue };
            let var = self.var(name);
            if self.binds(guard, &[var]) {
                continue;
            }
            if let Some((value, kind)) = self.expression(guard, other, &subject)? {
                let (value, kind) = match self.type_of(var) {
                    Some(known) => coerced(value, kind, known),
                    None => (value, kind),
                };
                self.bind(var, kind, &subject)?;
                let formula = self.formula_of(guard).and(subject);
                let vars = united(self.vars(guard), &[var]);
                let operator = Operator::Extend {
                    input: guard,
                    var,
                    value,
                };
                return Ok(Some(self.add(operator, vars, formula)));
            }
        }
        Ok(None)
    }

    pub(super) fn attach_aggregate(
        &mut self,
        guard: OpId,
        part: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        let Formula::Aggregate {
            result,
            operation,
            over,
            by,
            body,
        } = part
        else {
            return Ok(None);
        };
        let Some(input) = self.try_alone(body)? else {
            return Ok(None);
        };
        let planned = self.formula_of(input);
        let formula = Formula::aggregate(result, *operation, over, by.iter().cloned(), planned);
        let (result, over) = (self.var(result), self.var(over));
        let found = self.type_of(over).unwrap_or(Type::Int);
        let number = matches!(found, Type::Int | Type::Decimal);
        let kind = match operation {
            Aggregate::Count => Type::Int,
            Aggregate::Min | Aggregate::Max => found,
            Aggregate::Sum if number => found,
            Aggregate::Average | Aggregate::Median if number => Type::Decimal,
            Aggregate::Sum | Aggregate::Average | Aggregate::Median => {
                return Err(Refusal::fatal(
                    part,
                    format!("{operation} takes numbers, and this variable is of type {found}"),
                    "aggregate a number, or count with CNT",
                ));
            }
        };
        self.bind(result, kind, part)?;
        let mut by: Vec<Var> = by.iter().map(|name| self.var(name)).collect();
        by.sort_unstable();
        by.dedup();
        let vars = united(&by, &[result]);
        let decimal = found == Type::Decimal;
        let operator = Operator::Aggregate {
            input,
            operation: *operation,
            over,
            by,
            result,
            decimal,
        };
        let aggregate = self.add(operator, vars, formula);
        Ok(Some(self.join(guard, aggregate)))
    }

    pub(super) fn attach_let(
        &mut self,
        guard: OpId,
        part: &Formula,
    ) -> Result<Option<OpId>, Refusal> {
        let Formula::Let {
            name,
            parameters,
            definition,
            body,
        } = part
        else {
            return Ok(None);
        };
        let Some(op) = self.try_alone(definition)? else {
            return Ok(None);
        };
        let parameters = parameters.iter().map(|p| self.var(p)).collect();
        self.lets.push((name.clone(), parameters, op));
        let planned = self.guarded(guard, body);
        self.lets.pop();
        optional(planned)
    }

    /// Explains why a LET cannot be planned by itself.
    pub(super) fn let_refusal(&mut self, part: &Formula) -> Option<Refusal> {
        let Formula::Let {
            name,
            parameters,
            definition,
            body,
        } = part
        else {
            return None;
        };
        let op = match self.alone(definition) {
            Ok(op) => op,
            Err(refusal) => return Some(refusal),
        };
        let parameters = parameters.iter().map(|p| self.var(p)).collect();
        self.lets.push((name.clone(), parameters, op));
        let planned = self.alone(body);
        self.lets.pop();
        planned.err()
    }
}

/// Lists the variables among arguments, sorted, each once.
fn argument_vars(arguments: &[Argument]) -> Vec<Var> {
    let vars = arguments.iter().filter_map(|a| match a {
        Argument::Variable(v) => Some(*v),
        Argument::Constant(_) | Argument::Any => None,
    });
    united(&vars.collect::<Vec<Var>>(), &[])
}

fn wrong_argument(part: &Formula, term: &Term, found: Type, kind: Type) -> Refusal {
    Refusal::fatal(
        part,
        format!("`{term}` is of type {found} where the signature has {kind}"),
        "write a value of the column's type",
    )
}

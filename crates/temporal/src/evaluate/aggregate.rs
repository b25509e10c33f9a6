//! Aggregation over the set of satisfying valuations of a time-point.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Context;
use crate::plan::Operator;
use crate::table::{Pair, Row, Table, Var, pick, positions, shared, united, widen};
use crate::{Aggregate, Decimal, Type, Value, ValueFault};

impl Context<'_> {
    /// Computes the pair of an aggregation.
    pub(super) fn aggregate(
        &self,
        operator: &Operator,
        input: &Pair,
        vars: &[Var],
    ) -> (Pair, Option<ValueFault>) {
        let Operator::Aggregate {
            operation,
            over,
            by,
            result,
            decimal,
            ..
        } = operator
        else {
            return (Pair::decided(Table::empty(vars)), None);
        };
        let mut open = open_groups(input, by);
        let mut groups = groups(&input.certain, by, *over);
        if self.options.monpoly && by.is_empty() && input.possible.rows.is_empty() {
            groups.insert(Row::from([]), Vec::new());
        }
        let mut certain = Table::empty(vars);
        let mut fault = None;
        let open_at = positions(by, &open.vars);
        for (key, values) in groups {
            if open.rows.contains(&pick(&key, &open_at)) {
                continue;
            }
            let result_of = match operation {
                Aggregate::Min | Aggregate::Max if values.is_empty() => {
                    Ok(of_nothing(self.types.get(*over).copied()))
                }
                _ => computed(*operation, &values, *decimal),
            };
            match result_of {
                Ok(Some(value)) => {
                    certain.rows.insert(placed(vars, by, &key, *result, &value));
                }
                Ok(None) => {}
                Err(found) => {
                    fault = Some(found);
                    open.rows.insert(pick(&key, &open_at));
                }
            }
        }
        if open.rows.is_empty() {
            return (Pair::decided(certain), fault);
        }
        let possible = widen(&certain, &open);
        (Pair::new(Arc::new(certain), possible), fault)
    }
}

/// Gives the groups that an open valuation may still join.
fn open_groups(input: &Pair, by: &[Var]) -> Table {
    if input.settled() {
        return Table::empty(by);
    }
    if input.possible.vars == input.certain.vars {
        let rows = input
            .possible
            .rows
            .difference(&input.certain.rows)
            .cloned()
            .collect();
        return Table {
            vars: input.certain.vars.clone(),
            rows,
        }
        .project(by);
    }
    input.possible.project(&shared(&input.possible.vars, by))
}

fn groups(table: &Table, by: &[Var], over: Var) -> BTreeMap<Row, Vec<Value>> {
    let key_at = positions(&table.vars, by);
    let value_at = table.vars.iter().position(|v| *v == over);
    let mut groups: BTreeMap<Row, Vec<Value>> = BTreeMap::new();
    for row in &table.rows {
        let value = value_at.and_then(|at| row.get(at)).cloned();
        groups.entry(pick(row, &key_at)).or_default().extend(value);
    }
    groups
}

fn placed(vars: &[Var], by: &[Var], key: &Row, result: Var, value: &Value) -> Row {
    let cell = |v: &Var| {
        let known = by.iter().position(|b| b == v).and_then(|at| key.get(at));
        if *v == result {
            value.clone()
        } else {
            known.unwrap_or(value).clone()
        }
    };
    debug_assert!(united(by, &[result]) == vars);
    vars.iter().map(cell).collect()
}

/// Gives what MonPoly takes for the least and the greatest of nothing; of
/// decimals those are infinite, which no value here is.
pub(crate) fn of_nothing(kind: Option<Type>) -> Option<Value> {
    match kind? {
        Type::Int => Some(Value::Int(0)),
        Type::Text => Some(Value::text("")),
        Type::Timestamp => Some(Value::Timestamp(0)),
        Type::Decimal => None,
    }
}

/// Aggregates values; `None` if there is no data.
pub(crate) fn computed(
    operation: Aggregate,
    values: &[Value],
    decimal: bool,
) -> Result<Option<Value>, ValueFault> {
    Ok(match operation {
        Aggregate::Count => Some(Value::Int(
            i64::try_from(values.len()).map_err(|_| ValueFault::Overflow)?,
        )),
        Aggregate::Min => values.iter().min().cloned(),
        Aggregate::Max => values.iter().max().cloned(),
        Aggregate::Sum if decimal => Some(Value::Decimal(decimal_sum(values)?)),
        Aggregate::Sum => {
            let sum = i64::try_from(int_sum(values)).map_err(|_| ValueFault::Overflow)?;
            Some(Value::Int(sum))
        }
        Aggregate::Average => {
            let sum = if decimal {
                decimal_sum(values)?
            } else {
                Decimal::try_from_i128_with_scale(int_sum(values), 0)
                    .map_err(|_| ValueFault::Overflow)?
            };
            // The mean of nothing is asked for only where MonPoly's 0 is wanted.
            let count = Decimal::from(values.len().max(1));
            Some(Value::Decimal(
                sum.checked_div(count).ok_or(ValueFault::Overflow)?,
            ))
        }
        Aggregate::Median => Some(Value::Decimal(median(values)?)),
    })
}

fn int_sum(values: &[Value]) -> i128 {
    let ints = values.iter().map(|v| match v {
        Value::Int(n) => i128::from(*n),
        Value::Decimal(_) | Value::Text(_) | Value::Timestamp(_) => 0,
    });
    ints.sum()
}

fn number(value: &Value) -> Decimal {
    match value {
        Value::Int(n) => Decimal::from(*n),
        Value::Decimal(d) => *d,
        Value::Text(_) | Value::Timestamp(_) => Decimal::ZERO,
    }
}

fn decimal_sum(values: &[Value]) -> Result<Decimal, ValueFault> {
    let add = |sum: Decimal, v: &Value| sum.checked_add(number(v)).ok_or(ValueFault::Overflow);
    values.iter().try_fold(Decimal::ZERO, add)
}

fn median(values: &[Value]) -> Result<Decimal, ValueFault> {
    let mut sorted: Vec<Decimal> = values.iter().map(number).collect();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied().unwrap_or_default();
    if sorted.len() % 2 == 1 {
        return Ok(upper);
    }
    let lower = middle
        .checked_sub(1)
        .and_then(|at| sorted.get(at))
        .copied()
        .unwrap_or_default();
    let sum = lower.checked_add(upper).ok_or(ValueFault::Overflow)?;
    sum.checked_div(Decimal::TWO).ok_or(ValueFault::Overflow)
}

//! Evaluates a formula by recursion on the definition, over a finished log.
//!
//! Shares nothing with the engine but the formula's tree. Valuations are
//! enumerated over a small domain that the logs stay within.

use std::collections::BTreeMap;

use servanda_temporal::{Aggregate, Decimal, Formula, Interval, Moment, Term, Tuple, Value};

pub(crate) type Valuation = BTreeMap<String, Value>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    pub(crate) points: Vec<(Moment, Vec<(String, Tuple)>)>,
}

type Named<'a> = Vec<(&'a str, &'a [String], &'a Formula)>;

/// Variables that take results of aggregation start with `c`.
pub(crate) fn domain(variable: &str) -> Vec<Value> {
    if variable.starts_with('c') {
        let whole = (0..=18).map(Value::Int);
        let halves = (0..=36).map(|n| Value::Decimal(Decimal::new(n * 5, 1)));
        whole.chain(halves).collect()
    } else {
        (0..=3).map(Value::Int).collect()
    }
}

pub(crate) fn valuations(variables: &[String]) -> Vec<Valuation> {
    let mut all = vec![Valuation::new()];
    for variable in variables {
        let values = domain(variable);
        let with = |v: &Valuation| {
            let v = v.clone();
            values
                .iter()
                .map(move |value| {
                    let mut v = v.clone();
                    v.insert(variable.clone(), value.clone());
                    v
                })
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

pub(crate) fn term(term: &Term, v: &Valuation) -> Option<Value> {
    match term {
        Term::Variable(name) => v.get(name).cloned(),
        Term::Constant(value) => Some(value.clone()),
        Term::Wildcard => None,
        Term::Binary(op, a, b) => op.apply(&self::term(a, v)?, &self::term(b, v)?).ok(),
        Term::Negate(_) | Term::ToDecimal(_) | Term::ToInt(_) => None,
    }
}

/// Reads a whole number beside a decimal as one.
fn beside(value: Value, other: &Value) -> Value {
    match (value, other) {
        (Value::Int(n), Value::Decimal(_)) => Value::Decimal(n.into()),
        (value, _) => value,
    }
}

pub(crate) fn within(interval: Interval, a: i64, b: i64) -> bool {
    let distance = b - a;
    distance >= 0
        && distance as u64 >= interval.low()
        && interval.high().is_none_or(|h| distance as u64 <= h)
}

impl Log {
    fn ts(&self, i: usize) -> i64 {
        self.points[i].0.ts
    }

    pub(crate) fn holds(&self, f: &Formula, i: usize, v: &Valuation) -> bool {
        self.eval(f, i, v, &Vec::new())
    }

    pub(crate) fn past(&self, interval: Interval, i: usize) -> Vec<usize> {
        (0..=i)
            .filter(|&j| within(interval, self.ts(j), self.ts(i)))
            .collect()
    }

    pub(crate) fn future(&self, interval: Interval, i: usize) -> Vec<usize> {
        (i..self.points.len())
            .filter(|&j| within(interval, self.ts(i), self.ts(j)))
            .collect()
    }

    fn eval(&self, f: &Formula, i: usize, v: &Valuation, lets: &Named<'_>) -> bool {
        use Formula as F;
        let now = |f: &Formula, v: &Valuation| self.eval(f, i, v, lets);
        let at = |f: &Formula, j: usize| self.eval(f, j, v, lets);
        let all = |vars: &[String], want: bool, a: &Formula| {
            valuations(vars).into_iter().any(|more| {
                let mut v = v.clone();
                v.extend(more);
                now(a, &v) == want
            })
        };
        match f {
            F::True => true,
            F::False => false,
            F::Predicate(name, terms) => self.predicate(name, terms, i, v, lets),
            F::Compare(c, a, b) => match (term(a, v), term(b, v)) {
                (Some(a), Some(b)) => c.holds(&beside(a.clone(), &b), &beside(b, &a)),
                _ => false,
            },
            F::Not(a) => !now(a, v),
            F::And(a, b) => now(a, v) && now(b, v),
            F::Or(a, b) => now(a, v) || now(b, v),
            F::Implies(a, b) => !now(a, v) || now(b, v),
            F::Equiv(a, b) => now(a, v) == now(b, v),
            F::Exists(vars, a) => all(vars, true, a),
            F::Forall(vars, a) => !all(vars, false, a),
            F::Previous(n, a) => i > 0 && within(*n, self.ts(i - 1), self.ts(i)) && at(a, i - 1),
            F::Next(n, a) => {
                i + 1 < self.points.len() && within(*n, self.ts(i), self.ts(i + 1)) && at(a, i + 1)
            }
            F::Once(n, a) => self.past(*n, i).into_iter().any(|j| at(a, j)),
            F::Historically(n, a) => self.past(*n, i).into_iter().all(|j| at(a, j)),
            F::Eventually(n, a) => self.future(*n, i).into_iter().any(|j| at(a, j)),
            F::Always(n, a) => self.future(*n, i).into_iter().all(|j| at(a, j)),
            F::Since(n, a, b) => self
                .past(*n, i)
                .into_iter()
                .any(|j| at(b, j) && (j + 1..=i).all(|k| at(a, k))),
            F::Until(n, a, b) => self
                .future(*n, i)
                .into_iter()
                .any(|j| at(b, j) && (i..j).all(|k| at(a, k))),
            F::Aggregate { .. } => self.aggregate(f, i, v, lets),
            F::Let {
                name,
                parameters,
                definition,
                body,
            } => {
                let mut lets = lets.clone();
                lets.push((name, parameters, definition));
                self.eval(body, i, v, &lets)
            }
        }
    }

    fn predicate(
        &self,
        name: &str,
        terms: &[Term],
        i: usize,
        v: &Valuation,
        lets: &Named<'_>,
    ) -> bool {
        let fits = |tuple: &[Value]| {
            tuple
                .iter()
                .zip(terms)
                .all(|(value, t)| *t == Term::Wildcard || term(t, v).as_ref() == Some(value))
        };
        if let Some(at) = lets.iter().rposition(|(n, _, _)| *n == name) {
            let (_, parameters, definition) = lets[at];
            let outer = lets[..at].to_vec();
            return valuations(parameters).iter().any(|inner| {
                let tuple: Tuple = parameters.iter().map(|p| inner[p].clone()).collect();
                fits(&tuple) && self.eval(definition, i, inner, &outer)
            });
        }
        self.points[i]
            .1
            .iter()
            .any(|(n, tuple)| n == name && fits(tuple))
    }

    fn aggregate(&self, f: &Formula, i: usize, v: &Valuation, lets: &Named<'_>) -> bool {
        let Formula::Aggregate {
            result,
            operation,
            over,
            by,
            body,
        } = f
        else {
            return false;
        };
        let mut values = Vec::new();
        for inner in valuations(&body.free_variables()) {
            let grouped = by.iter().all(|name| inner.get(name) == v.get(name));
            if grouped && self.eval(body, i, &inner, lets) {
                let Value::Int(n) = inner[over] else {
                    panic!("integers only")
                };
                values.push(n);
            }
        }
        if values.is_empty() {
            return false;
        }
        values.sort_unstable();
        let (count, sum) = (values.len(), values.iter().sum::<i64>());
        let halves = |sum: i64, n: usize| Value::Decimal(Decimal::from(sum) / Decimal::from(n));
        let expected = match operation {
            Aggregate::Count => Value::Int(count as i64),
            Aggregate::Sum => Value::Int(sum),
            Aggregate::Min => Value::Int(values[0]),
            Aggregate::Max => Value::Int(values[count - 1]),
            Aggregate::Average => halves(sum, count),
            Aggregate::Median => halves(values[(count - 1) / 2] + values[count / 2], 2),
        };
        v.get(result) == Some(&expected)
    }

    /// Lists the satisfying valuations as tuples of `variables`.
    pub(crate) fn satisfactions(&self, f: &Formula, i: usize, variables: &[String]) -> Vec<Tuple> {
        let mut found: Vec<Tuple> = valuations(variables)
            .into_iter()
            .filter(|v| self.holds(f, i, v))
            .map(|v| variables.iter().map(|name| v[name].clone()).collect())
            .collect();
        found.sort();
        found
    }
}

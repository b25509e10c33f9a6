//! Gives every variable a name of its own, and checks names and futures.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use crate::{Formula, Interval, Signature, Term};

/// Bounds how deep a formula may nest.
const DEPTH: usize = 400;

/// Holds a formula in which no two variables share a name.
pub(super) struct Resolved {
    pub(super) formula: Formula,
    /// The free variables in the author's order.
    pub(super) free: Vec<String>,
    /// All variables, by their unique names.
    pub(super) names: BTreeSet<String>,
}

type Scope = BTreeMap<String, String>;

struct Resolver<'a> {
    signature: &'a Signature,
    names: BTreeSet<String>,
    lets: Vec<(String, usize)>,
}

pub(super) fn resolve(signature: &Signature, formula: &Formula) -> Result<Resolved, Refusal> {
    let mut resolver = Resolver {
        signature,
        names: BTreeSet::new(),
        lets: Vec::new(),
    };
    check_depth(formula, 0)?;
    let free = formula.free_variables();
    resolver.names.extend(free.iter().cloned());
    let scope = free.iter().map(|v| (v.clone(), v.clone())).collect();
    let formula = resolver.formula(formula, &scope)?;
    Ok(Resolved {
        formula,
        free,
        names: resolver.names,
    })
}

/// Lists the formulas directly inside a formula.
pub(super) fn parts(formula: &Formula) -> Vec<&Formula> {
    use Formula as F;
    match formula {
        F::True | F::False | F::Predicate(..) | F::Compare(..) => Vec::new(),
        F::Not(a)
        | F::Exists(_, a)
        | F::Forall(_, a)
        | F::Previous(_, a)
        | F::Next(_, a)
        | F::Once(_, a)
        | F::Historically(_, a)
        | F::Eventually(_, a)
        | F::Always(_, a) => vec![a],
        F::And(a, b)
        | F::Or(a, b)
        | F::Implies(a, b)
        | F::Equiv(a, b)
        | F::Since(_, a, b)
        | F::Until(_, a, b) => vec![a, b],
        F::Aggregate { body, .. } => vec![body],
        F::Let {
            definition, body, ..
        } => vec![definition, body],
    }
}

/// Refuses what would exhaust the stack.
fn check_depth(formula: &Formula, depth: usize) -> Result<(), Refusal> {
    if depth > DEPTH {
        return Err(Refusal::fatal(
            "…",
            format!("the formula is nested more than {DEPTH} deep"),
            "name parts of it with LET",
        ));
    }
    parts(formula)
        .into_iter()
        .try_for_each(|part| check_depth(part, depth + 1))
}

impl Resolver<'_> {
    fn fresh(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        let mut number = 2_usize;
        while !self.names.insert(unique.clone()) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        unique
    }

    fn with_fresh(&mut self, scope: &Scope, bound: &[String]) -> (Scope, Vec<String>) {
        let mut inner = scope.clone();
        let fresh: Vec<String> = bound.iter().map(|v| self.fresh(v)).collect();
        inner.extend(bound.iter().cloned().zip(fresh.iter().cloned()));
        (inner, fresh)
    }

    fn formula(&mut self, formula: &Formula, scope: &Scope) -> Result<Formula, Refusal> {
        use Formula as F;
        let boxed = |r: Result<Formula, Refusal>| r.map(Box::new);
        Ok(match formula {
            F::True => F::True,
            F::False => F::False,
            F::Predicate(name, terms) => {
                self.check_predicate(formula, name, terms)?;
                F::Predicate(
                    name.clone(),
                    terms.iter().map(|t| rename(t, scope)).collect(),
                )
            }
            F::Compare(c, a, b) => {
                if has_wildcard(a) || has_wildcard(b) {
                    return Err(misplaced_wildcard(formula));
                }
                F::Compare(*c, rename(a, scope), rename(b, scope))
            }
            F::Not(a) => F::Not(boxed(self.formula(a, scope))?),
            F::And(a, b) => self.formula(a, scope)?.and(self.formula(b, scope)?),
            F::Or(a, b) => self.formula(a, scope)?.or(self.formula(b, scope)?),
            F::Implies(a, b) => self.formula(a, scope)?.implies(self.formula(b, scope)?),
            F::Equiv(a, b) => F::Equiv(
                boxed(self.formula(a, scope))?,
                boxed(self.formula(b, scope))?,
            ),
            F::Exists(bound, a) => {
                let (inner, fresh) = self.with_fresh(scope, bound);
                F::Exists(fresh, boxed(self.formula(a, &inner))?)
            }
            F::Forall(bound, a) => {
                let (inner, fresh) = self.with_fresh(scope, bound);
                F::Forall(fresh, boxed(self.formula(a, &inner))?)
            }
            F::Previous(i, a) => F::previous(*i, self.formula(a, scope)?),
            F::Next(i, a) => F::next(*i, self.formula(a, scope)?),
            F::Once(i, a) => F::once(*i, self.formula(a, scope)?),
            F::Historically(i, a) => F::historically(*i, self.formula(a, scope)?),
            F::Since(i, a, b) => self.formula(a, scope)?.since(*i, self.formula(b, scope)?),
            F::Eventually(i, a) => {
                bounded(formula, *i)?;
                F::eventually(*i, self.formula(a, scope)?)
            }
            F::Always(i, a) => {
                bounded(formula, *i)?;
                F::always(*i, self.formula(a, scope)?)
            }
            F::Until(i, a, b) => {
                bounded(formula, *i)?;
                self.formula(a, scope)?.until(*i, self.formula(b, scope)?)
            }
            F::Aggregate { .. } => self.aggregate(formula, scope)?,
            F::Let { .. } => self.named(formula, scope)?,
        })
    }

    fn aggregate(&mut self, formula: &Formula, scope: &Scope) -> Result<Formula, Refusal> {
        let Formula::Aggregate {
            result,
            operation,
            over,
            by,
            body,
        } = formula
        else {
            return Ok(formula.clone());
        };
        let inside = body.free_variables();
        for name in by.iter().chain([over]) {
            if !inside.contains(name) {
                return Err(Refusal::fatal(
                    formula,
                    format!("`{name}` does not occur freely in what is aggregated"),
                    "name a variable of the aggregated formula",
                ));
            }
        }
        if by.contains(result) {
            return Err(Refusal::fatal(
                formula,
                format!("`{result}` is both the result and a grouping variable"),
                "give the result a name of its own",
            ));
        }
        let local: Vec<String> = inside.into_iter().filter(|v| !by.contains(v)).collect();
        let (inner, _) = self.with_fresh(scope, &local);
        Ok(Formula::aggregate(
            renamed(result, scope),
            *operation,
            renamed(over, &inner),
            by.iter().map(|v| renamed(v, scope)),
            self.formula(body, &inner)?,
        ))
    }

    fn named(&mut self, formula: &Formula, scope: &Scope) -> Result<Formula, Refusal> {
        let Formula::Let {
            name,
            parameters,
            definition,
            body,
        } = formula
        else {
            return Ok(formula.clone());
        };
        let mut free = definition.free_variables();
        let mut given = parameters.clone();
        free.sort();
        given.sort();
        if free != given {
            return Err(Refusal::fatal(
                definition,
                format!(
                    "the parameters of `{name}` are ({}) but the variables left free are ({})",
                    parameters.join(", "),
                    definition.free_variables().join(", ")
                ),
                "list exactly the free variables, each once; close others with EXISTS",
            ));
        }
        let (inner, fresh) = self.with_fresh(&Scope::new(), parameters);
        let definition = self.formula(definition, &inner)?;
        self.lets.push((name.clone(), parameters.len()));
        let body = self.formula(body, scope);
        self.lets.pop();
        Ok(Formula::let_in(name.clone(), fresh, definition, body?))
    }

    fn check_predicate(
        &self,
        formula: &Formula,
        name: &str,
        terms: &[Term],
    ) -> Result<(), Refusal> {
        let named = self
            .lets
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map(|(_, arity)| *arity);
        let Some(arity) = named.or_else(|| self.signature.columns(name).map(<[_]>::len)) else {
            if matches!(name, "tp" | "ts" | "tpts") {
                return Err(Refusal::fatal(
                    formula,
                    "the number and the instant of a time-point are no events here",
                    "let the log carry the instant as an argument",
                ));
            }
            return Err(Refusal::fatal(
                formula,
                format!("there is no predicate `{name}`"),
                "declare it in the signature or name a formula so with LET",
            ));
        };
        if arity != terms.len() {
            return Err(Refusal::fatal(
                formula,
                format!("`{name}` takes {arity} arguments, not {}", terms.len()),
                "write `_` for arguments that do not matter",
            ));
        }
        if terms
            .iter()
            .any(|t| *t != Term::Wildcard && has_wildcard(t))
        {
            return Err(misplaced_wildcard(formula));
        }
        Ok(())
    }
}

fn misplaced_wildcard(formula: &Formula) -> Refusal {
    Refusal::fatal(
        formula,
        "`_` stands where a value is needed",
        "use it only as a whole argument of a predicate",
    )
}

fn has_wildcard(term: &Term) -> bool {
    match term {
        Term::Wildcard => true,
        Term::Variable(_) | Term::Constant(_) => false,
        Term::Binary(_, a, b) => has_wildcard(a) || has_wildcard(b),
        Term::Negate(a) | Term::ToDecimal(a) | Term::ToInt(a) => has_wildcard(a),
    }
}

fn renamed(name: &str, scope: &Scope) -> String {
    scope.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

fn rename(term: &Term, scope: &Scope) -> Term {
    let boxed = |t: &Term| Box::new(rename(t, scope));
    match term {
        Term::Variable(name) => Term::Variable(renamed(name, scope)),
        Term::Constant(_) | Term::Wildcard => term.clone(),
        Term::Binary(o, a, b) => Term::Binary(*o, boxed(a), boxed(b)),
        Term::Negate(a) => Term::Negate(boxed(a)),
        Term::ToDecimal(a) => Term::ToDecimal(boxed(a)),
        Term::ToInt(a) => Term::ToInt(boxed(a)),
    }
}

fn bounded(formula: &Formula, interval: Interval) -> Result<(), Refusal> {
    if interval.high().is_some() {
        return Ok(());
    }
    Err(Refusal::fatal(
        formula,
        "this looks into the future without bound, so its failure could never be established",
        "give the interval an upper end, such as `[0,7d]`",
    ))
}

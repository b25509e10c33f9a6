//! Finite relations over variables, and pairs of them for three values.
//!
//! # Invariants
//! A table's variables are sorted and each row has one value per variable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Value;

/// Numbers a variable within a plan.
pub(crate) type Var = usize;

/// Lists the values of a table's variables.
pub(crate) type Row = Arc<[Value]>;

/// Holds a finite set of valuations of `vars`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) vars: Vec<Var>,
    pub(crate) rows: BTreeSet<Row>,
}

/// Selects values by position.
pub(crate) fn pick(row: &[Value], positions: &[usize]) -> Row {
    positions
        .iter()
        .filter_map(|&p| row.get(p).cloned())
        .collect()
}

/// Gives the positions in `vars` of those of `wanted` found there.
pub(crate) fn positions(vars: &[Var], wanted: &[Var]) -> Vec<usize> {
    wanted
        .iter()
        .filter_map(|w| vars.iter().position(|v| v == w))
        .collect()
}

/// Gives the variables in both, sorted.
pub(crate) fn shared(a: &[Var], b: &[Var]) -> Vec<Var> {
    a.iter().filter(|v| b.contains(v)).copied().collect()
}

/// Gives the variables in either, sorted.
pub(crate) fn united(a: &[Var], b: &[Var]) -> Vec<Var> {
    let mut all: Vec<Var> = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Table {
    /// Makes the table without rows.
    pub(crate) fn empty(vars: &[Var]) -> Self {
        Self {
            vars: vars.to_vec(),
            rows: BTreeSet::new(),
        }
    }

    /// Makes the table of the one valuation of no variables.
    pub(crate) fn unit() -> Self {
        Self {
            vars: Vec::new(),
            rows: BTreeSet::from([Row::from([])]),
        }
    }

    /// Keeps only the variables in `onto` (those that are there).
    pub(crate) fn project(&self, onto: &[Var]) -> Self {
        let kept = shared(&self.vars, onto);
        if kept.len() == self.vars.len() {
            return self.clone();
        }
        let at = positions(&self.vars, &kept);
        let rows = self.rows.iter().map(|row| pick(row, &at)).collect();
        Self { vars: kept, rows }
    }

    /// Adds the rows of another table of the same variables.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.rows.extend(other.rows.iter().cloned());
    }

    /// Gives the natural join.
    pub(crate) fn join(&self, other: &Self) -> Self {
        let vars = united(&self.vars, &other.vars);
        if self.vars == other.vars {
            return Self {
                vars,
                rows: self.rows.intersection(&other.rows).cloned().collect(),
            };
        }
        let common = shared(&self.vars, &other.vars);
        let index = other.index(&common);
        let at = positions(&self.vars, &common);
        let order = Merge::new(&vars, &self.vars, &other.vars);
        let mut rows = BTreeSet::new();
        for left in &self.rows {
            for right in index.get(&pick(left, &at)).into_iter().flatten() {
                rows.insert(order.row(left, right));
            }
        }
        Self { vars, rows }
    }

    /// Groups the rows by their values of `key`.
    pub(crate) fn index(&self, key: &[Var]) -> BTreeMap<Row, Vec<&Row>> {
        let at = positions(&self.vars, key);
        let mut index: BTreeMap<Row, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            index.entry(pick(row, &at)).or_default().push(row);
        }
        index
    }

    /// Keeps the rows that some row of `other` agrees with (`wanted`), or none
    /// does, on the variables both have.
    pub(crate) fn semijoin(&self, other: &Self, wanted: bool) -> Self {
        let common = shared(&self.vars, &other.vars);
        let keys = other.project(&common).rows;
        let at = positions(&self.vars, &common);
        let whole = common.len() == self.vars.len();
        let keep = |row: &&Row| {
            let found = if whole {
                keys.contains(*row)
            } else {
                keys.contains(&pick(row, &at))
            };
            found == wanted
        };
        Self {
            vars: self.vars.clone(),
            rows: self.rows.iter().filter(keep).cloned().collect(),
        }
    }
}

/// Knows where each value of a joined row comes from.
struct Merge {
    sources: Vec<(bool, usize)>,
}

impl Merge {
    fn new(vars: &[Var], left: &[Var], right: &[Var]) -> Self {
        let find = |v: &Var| {
            let in_left = left.iter().position(|l| l == v).map(|p| (true, p));
            in_left.or_else(|| right.iter().position(|r| r == v).map(|p| (false, p)))
        };
        Self {
            sources: vars.iter().filter_map(find).collect(),
        }
    }

    fn row(&self, left: &[Value], right: &[Value]) -> Row {
        let value = |&(from_left, p): &(bool, usize)| {
            if from_left {
                left.get(p).cloned()
            } else {
                right.get(p).cloned()
            }
        };
        self.sources.iter().filter_map(value).collect()
    }
}

/// Holds what is certain and what is possible of a formula at a time-point.
///
/// # Invariants
/// `certain` has all of the formula's variables. `possible` has some of them:
/// any extension of its rows to the others is possible, so the table of one
/// row and no variables means that everything is. Every certain row extends a
/// possible one. Without anything open, the two are the same table.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) certain: Arc<Table>,
    pub(crate) possible: Arc<Table>,
}

impl Pair {
    /// Makes a pair with nothing open.
    pub(crate) fn decided(table: Table) -> Self {
        Self::shared(Arc::new(table))
    }

    /// Makes a pair with nothing open from a shared table.
    pub(crate) fn shared(table: Arc<Table>) -> Self {
        Self {
            certain: Arc::clone(&table),
            possible: table,
        }
    }

    /// Makes a pair, noticing if nothing is open.
    pub(crate) fn new(certain: Arc<Table>, possible: Table) -> Self {
        // Nothing possible means nothing open, whatever the variables.
        if possible.rows.is_empty() || *certain == possible {
            Self::shared(certain)
        } else {
            Self {
                certain,
                possible: Arc::new(possible),
            }
        }
    }

    /// Tells whether nothing is open.
    pub(crate) fn settled(&self) -> bool {
        Arc::ptr_eq(&self.certain, &self.possible)
    }
}

/// Gives the union of two possible tables, over the variables both have.
pub(crate) fn widen(a: &Table, b: &Table) -> Table {
    if a.rows.is_empty() {
        return b.clone();
    }
    if b.rows.is_empty() {
        return a.clone();
    }
    let vars = shared(&a.vars, &b.vars);
    let mut all = a.project(&vars);
    if b.vars == vars {
        all.absorb(b);
    } else {
        all.absorb(&b.project(&vars));
    }
    all
}

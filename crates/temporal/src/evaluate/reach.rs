//! ONCE, SINCE, EVENTUALLY and UNTIL.
//!
//! What is certain is computed in one pass along the direction the operator
//! looks away from, remembering for each valuation when the second formula
//! held with the first ever since. What is possible is the same where nothing
//! is open, and else found window by window.
//!
//! # Invariants
//! A pass over the past leaves a copy of its memory every [`STRIDE`]
//! time-points, so that a later change resumes near its place.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Context, Output};
use crate::Interval;
use crate::plan::{Direction, OpId, Operator};
use crate::table::{Pair, Row, Table, Var, pick, positions, shared, widen};

const STRIDE: usize = 32;

/// Remembers, per valuation, the instants of its witnesses, farthest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    witnesses: BTreeMap<Row, VecDeque<i64>>,
    last: Option<Arc<Table>>,
}

/// Holds the parameters of one operator.
struct Reach<'a> {
    left: Option<OpId>,
    negated: bool,
    right: OpId,
    direction: Direction,
    interval: Interval,
    vars: &'a [Var],
}

impl Reach<'_> {
    fn distance_reached(&self, witness: i64, here: i64) -> bool {
        match self.direction {
            Direction::Past => self.interval.reached(witness, here),
            Direction::Future => self.interval.reached(here, witness),
        }
    }

    fn distance_passed(&self, witness: i64, here: i64) -> bool {
        match self.direction {
            Direction::Past => self.interval.passed(witness, here),
            Direction::Future => self.interval.passed(here, witness),
        }
    }
}

impl Context<'_> {
    /// Computes the pairs of an operator from where they end.
    pub(super) fn run_reach(&self, operator: &Operator, vars: &[Var], output: &mut Output) {
        let Operator::Reach {
            left,
            negated,
            right,
            direction,
            interval,
        } = operator
        else {
            return;
        };
        let reach = Reach {
            left: *left,
            negated: *negated,
            right: *right,
            direction: *direction,
            interval: *interval,
            vars,
        };
        let start = output.pairs.len();
        let count = self.moments.len();
        let mut certain: Vec<Arc<Table>> = Vec::with_capacity(count.saturating_sub(start));
        match direction {
            Direction::Past => {
                while output
                    .memories
                    .last()
                    .is_some_and(|(covered, _)| *covered > start)
                {
                    output.memories.pop();
                }
                let (covered, mut memory) = output.memories.last().cloned().unwrap_or_default();
                for point in covered..count {
                    let table = self.remember(&reach, &mut memory, point, point >= start);
                    certain.extend(table);
                    if (point + 1) % STRIDE == 0 {
                        output.memories.push((point + 1, memory.clone()));
                    }
                }
            }
            Direction::Future => {
                let mut memory = Memory::default();
                for point in (start..count).rev() {
                    certain.extend(self.remember(&reach, &mut memory, point, true));
                }
                certain.reverse();
            }
        }
        let open = self.open_points(&reach);
        for (point, certain) in (start..count).zip(certain) {
            let pair = match self.possible(&reach, point, &open) {
                None => Pair::shared(certain),
                Some(possible) => Pair::new(Arc::clone(&certain), possible),
            };
            output.pairs.push(pair);
        }
    }

    /// Takes one time-point into the memory, and gives what is in reach.
    fn remember(
        &self,
        reach: &Reach<'_>,
        memory: &mut Memory,
        point: usize,
        wanted: bool,
    ) -> Option<Arc<Table>> {
        let here = self.ts(point);
        let mut changed = self.forget(reach, memory, point);
        if reach.interval.high().is_some() {
            memory.witnesses.retain(|_, instants| {
                while instants
                    .front()
                    .is_some_and(|&w| reach.distance_passed(w, here))
                {
                    instants.pop_front();
                }
                changed |= instants.is_empty();
                !instants.is_empty()
            });
        }
        for row in &self.pair(reach.right, point).certain.rows {
            let instants = memory.witnesses.entry(row.clone()).or_default();
            changed |= instants.is_empty();
            if reach.interval.low() == 0 {
                // Only the nearest witness can matter later.
                instants.clear();
            }
            if instants.is_empty() || reach.interval.high().is_some() {
                instants.push_back(here);
            }
        }
        if changed || reach.interval.low() > 0 {
            memory.last = None;
        }
        wanted.then(|| {
            let table = memory.last.take().unwrap_or_else(|| {
                let within = |instants: &VecDeque<i64>| {
                    instants
                        .front()
                        .is_some_and(|&w| reach.distance_reached(w, here))
                };
                let rows = memory
                    .witnesses
                    .iter()
                    .filter(|(_, instants)| within(instants));
                let rows = rows.map(|(row, _)| row.clone()).collect();
                Arc::new(Table {
                    vars: reach.vars.to_vec(),
                    rows,
                })
            });
            memory.last = Some(Arc::clone(&table));
            table
        })
    }

    /// Drops what the first formula does not carry over this time-point.
    fn forget(&self, reach: &Reach<'_>, memory: &mut Memory, point: usize) -> bool {
        let Some(left) = reach.left else { return false };
        let before = memory.witnesses.len();
        let pair = self.pair(left, point);
        if reach.negated {
            let gone = &pair.possible;
            if gone.rows.is_empty() {
                return false;
            }
            if gone.vars == reach.vars {
                for row in &gone.rows {
                    memory.witnesses.remove(row);
                }
            } else {
                let at = positions(reach.vars, &gone.vars);
                memory
                    .witnesses
                    .retain(|row, _| !gone.rows.contains(&pick(row, &at)));
            }
        } else {
            let kept = &pair.certain;
            let at = positions(reach.vars, &kept.vars);
            memory
                .witnesses
                .retain(|row, _| kept.rows.contains(&pick(row, &at)));
        }
        memory.witnesses.len() != before
    }

    /// Lists the time-points at which an input is open, in order.
    fn open_points(&self, reach: &Reach<'_>) -> Vec<usize> {
        let unsettled = |op: OpId, point: usize| {
            let pair = self.outputs.get(op).and_then(|o| o.pairs.get(point));
            pair.is_some_and(|p| !p.settled())
        };
        (0..self.moments.len())
            .filter(|&p| unsettled(reach.right, p) || reach.left.is_some_and(|l| unsettled(l, p)))
            .collect()
    }

    /// Gives what is possible at a time-point; `None` if it is what is certain.
    fn possible(&self, reach: &Reach<'_>, point: usize, open: &[usize]) -> Option<Table> {
        let here = self.ts(point);
        match reach.direction {
            Direction::Past => {
                let nearest = open.partition_point(|&p| p <= point).checked_sub(1);
                let nearest = nearest.and_then(|at| open.get(at))?;
                if reach.distance_passed(self.ts(*nearest), here) {
                    return None;
                }
                let far = self
                    .moments
                    .partition_point(|m| reach.distance_passed(m.ts, here));
                Some(self.gathered(reach, point, far..=point, None))
            }
            Direction::Future => {
                let closed = self.clock.over(here, reach.interval.high());
                let nearest = open.get(open.partition_point(|&p| p < point));
                let clear = nearest.is_none_or(|&p| reach.distance_passed(self.ts(p), here));
                if closed && clear {
                    return None;
                }
                if closed {
                    let far = self
                        .moments
                        .partition_point(|m| !reach.distance_passed(m.ts, here));
                    return Some(self.gathered(reach, point, (point..far).rev(), None));
                }
                if reach.left.is_none() || reach.negated {
                    return Some(Table::unit());
                }
                let rest = (point..self.moments.len()).rev();
                Some(self.gathered(reach, point, rest, Some(Table::unit())))
            }
        }
    }

    /// Goes through a window from its far end, widening by the second formula
    /// and narrowing by the first.
    fn gathered(
        &self,
        reach: &Reach<'_>,
        point: usize,
        window: impl Iterator<Item = usize>,
        beyond: Option<Table>,
    ) -> Table {
        let here = self.ts(point);
        let mut found = beyond;
        for at in window {
            if let Some(left) = reach.left {
                found = found.map(|f| narrowed(&f, &self.pair(left, at), reach.negated));
            }
            if reach.distance_reached(self.ts(at), here) {
                let right = self.pair(reach.right, at).possible;
                if !right.rows.is_empty() {
                    found = Some(match found.filter(|f| !f.rows.is_empty()) {
                        Some(found) => widen(&found, &right),
                        None => (*right).clone(),
                    });
                }
            }
        }
        found.unwrap_or_else(|| Table::empty(reach.vars))
    }
}

/// Keeps the possible rows that the first formula may carry over.
fn narrowed(found: &Table, left: &Pair, negated: bool) -> Table {
    if negated {
        let told = left.certain.vars.iter().all(|v| found.vars.contains(v));
        return if told {
            found.semijoin(&left.certain, false)
        } else {
            found.clone()
        };
    }
    let narrowed = found.semijoin(&left.possible, true);
    let more = shared(&left.possible.vars, &found.vars).len() < left.possible.vars.len();
    // The unlimited table takes the first formula's values rather than none.
    if more {
        narrowed.join(&left.possible)
    } else {
        narrowed
    }
}

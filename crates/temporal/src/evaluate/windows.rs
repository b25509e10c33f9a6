//! HISTORICALLY and ALWAYS, for the valuations of a guard.

use std::sync::Arc;

use super::{Clock, Context, Output};
use crate::plan::{Direction, Operator};
use crate::table::{Pair, Table};

impl Context<'_> {
    /// Computes the pairs of an operator from where they end.
    pub(super) fn run_throughout(&self, operator: &Operator, output: &mut Output) {
        let Operator::Throughout {
            guard,
            input,
            direction,
            interval,
        } = operator
        else {
            return;
        };
        for point in output.pairs.len()..self.moments.len() {
            let here = self.ts(point);
            let guarded = self.pair(*guard, point);
            let (window, closed) = match direction {
                Direction::Past => {
                    let low = self
                        .moments
                        .partition_point(|m| interval.passed(m.ts, here));
                    let near = |at: &usize| interval.reached(self.ts(*at), here);
                    let high = (low..=point).rev().find(near).map_or(low, |at| at + 1);
                    (low..high, true)
                }
                Direction::Future => {
                    let near = |at: &usize| interval.reached(here, self.ts(*at));
                    let low = (point..self.moments.len()).find(near);
                    let low = low.unwrap_or(self.moments.len());
                    let high = self
                        .moments
                        .partition_point(|m| !interval.passed(here, m.ts));
                    let closed = self.clock == Clock::End || self.clock.over(here, interval.high());
                    (low..high, closed)
                }
            };
            let mut certain = Arc::clone(&guarded.certain);
            let mut possible = Arc::clone(&guarded.possible);
            if !closed {
                certain = Arc::new(Table::empty(&certain.vars));
            }
            for at in window {
                if possible.rows.is_empty() {
                    break;
                }
                let there = self.pair(*input, at);
                if !certain.rows.is_empty() {
                    certain = Arc::new(certain.semijoin(&there.certain, true));
                }
                possible = Arc::new(possible.semijoin(&there.possible, true));
            }
            let pair = if possible.rows.is_empty() || certain == possible {
                Pair::shared(certain)
            } else {
                Pair { certain, possible }
            };
            output.pairs.push(pair);
        }
    }
}

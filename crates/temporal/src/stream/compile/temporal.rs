//! Makes the nodes of the operators that look at other time-points.

#![expect(
    clippy::indexing_slicing,
    reason = "operators and nodes are named by numbers that the plan and this module made"
)]

use std::collections::VecDeque;

use super::{Form, Handle, Maker, find};
use crate::Interval;
use crate::plan::{Direction, OpId, Operator};
use crate::stream::aggregate::Recipe;
use crate::stream::carry::Carry;
use crate::stream::future::{Neighbour, Next, Previous};
use crate::stream::gather::Gather;
use crate::stream::map::Queue;
use crate::stream::pace::PaceId;
use crate::stream::rows::{Live, Rows};
use crate::stream::since::{Input, Since};
use crate::stream::throughout::{Runs, Throughout, Waiting};
use crate::stream::until::Until;
use crate::stream::window::{Source, Span, Window};
use crate::table::Var;

impl Maker<'_> {
    pub(super) fn make_temporal(&mut self, op: OpId, pace: PaceId) -> Handle {
        let plan = self.plan;
        match &plan.ops[op].operator {
            Operator::Step {
                input,
                direction,
                interval,
            } => self.neighbour(*input, *direction, *interval, pace),
            Operator::Reach {
                left: None,
                right,
                direction,
                interval,
                ..
            } => {
                let span = Span {
                    direction: *direction,
                    interval: *interval,
                };
                self.window(*right, span, pace)
            }
            Operator::Reach {
                left: Some(left),
                negated,
                right,
                direction,
                interval,
            } => {
                let span = Span {
                    direction: *direction,
                    interval: *interval,
                };
                match direction {
                    Direction::Past => self.since((*left, *right), *negated, span, pace),
                    Direction::Future => self.until((*left, *right), *negated, span, pace),
                }
            }
            Operator::Throughout {
                guard,
                input,
                direction,
                interval,
            } => {
                let span = Span {
                    direction: *direction,
                    interval: *interval,
                };
                self.throughout(*guard, *input, span, pace)
            }
            _ => self.aggregate(op, pace),
        }
    }

    pub(super) fn neighbour(
        &mut self,
        input: OpId,
        direction: Direction,
        interval: Interval,
        pace: PaceId,
    ) -> Handle {
        let from = self.pace(input);
        if self.lasts(input) {
            // What a past neighbour gives is noted at the pace it is read at.
            let from = if direction == Direction::Past {
                pace
            } else {
                from
            };
            let input = self.at(input, from, Form::Either);
            let neighbour = Neighbour::new(direction, interval, input.columns.len());
            let node = self.live(pace, input.columns, Box::new(neighbour));
            self.intake(from, input.node, node.node);
            return node;
        }
        match direction {
            Direction::Past => {
                let input = self.at(input, pace, Form::Rows);
                let before = None;
                let previous = Previous {
                    input: input.node,
                    interval,
                    before,
                };
                self.rows(pace, input.columns, Box::new(previous))
            }
            Direction::Future => {
                let input = self.at(input, from, Form::Rows);
                let spare = Rows::new(input.columns.len());
                let next = Next {
                    interval,
                    queue: Queue::default(),
                    spare,
                };
                let next = self.rows(pace, input.columns, Box::new(next));
                self.intake(from, input.node, next.node);
                next
            }
        }
    }

    /// Finds where a window reads its input; with the pace at which it notes
    /// it, where it has to wait.
    fn source(
        &mut self,
        input: OpId,
        span: Span,
        pace: PaceId,
    ) -> (Handle, Source, Option<PaceId>) {
        let from = self.pace(input);
        let prompt = span.direction == Direction::Past && span.interval.low() == 0;
        let input = self.at(input, if prompt { pace } else { from }, Form::Either);
        let spare = || Rows::new(input.columns.len());
        let source = match (prompt, input.live) {
            (true, false) => Source::Rows(input.node),
            (true, true) => Source::Live(input.node),
            (false, false) => Source::Waiting(Queue::default(), spare()),
            (false, true) => {
                let sides = [(Queue::default(), spare()), (Queue::default(), spare())];
                Source::WaitingLive(VecDeque::new(), sides)
            }
        };
        (input, source, (!prompt).then_some(from))
    }

    pub(super) fn window(&mut self, input: OpId, span: Span, pace: PaceId) -> Handle {
        let (input, source, from) = self.source(input, span, pace);
        let window = Window::new(span, source);
        let window = self.live(pace, input.columns, Box::new(window));
        if let Some(from) = from {
            self.intake(from, input.node, window.node);
        }
        window
    }

    /// Makes an aggregate of a window, where only this reads the window and the
    /// window reads rows of time-points.
    pub(super) fn gather(
        &mut self,
        window: OpId,
        pace: PaceId,
        columns: Vec<Var>,
        recipe: impl FnOnce(&mut Self, &[Var]) -> Recipe,
    ) -> Option<Handle> {
        let Operator::Reach {
            left: None,
            right,
            direction,
            interval,
            ..
        } = &self.plan.ops[window].operator
        else {
            return None;
        };
        if self.uses[window] != 1 || self.lasts(*right) {
            return None;
        }
        let span = Span {
            direction: *direction,
            interval: *interval,
        };
        let (input, source, from) = self.source(*right, span, pace);
        let recipe = recipe(self, &input.columns);
        let gather = Gather::new(span, source, recipe, input.columns.len());
        let gather = self.live(pace, columns, Box::new(gather));
        if let Some(from) = from {
            self.intake(from, input.node, gather.node);
        }
        Some(gather)
    }

    pub(super) fn since(
        &mut self,
        (left, right): (OpId, OpId),
        negated: bool,
        span: Span,
        pace: PaceId,
    ) -> Handle {
        if span.interval.low() > 0 && self.lasts(right) {
            let left = self.at(left, pace, Form::Live);
            let right = self.at(right, pace, Form::Live);
            let key = find(&right.columns, &left.columns);
            let carry = Carry::new(span, negated, (left.node, right.node), key);
            return self.live(pace, right.columns, Box::new(carry));
        }
        let left = self.at(left, pace, Form::Either);
        let right = self.at(right, pace, Form::Either);
        let key = find(&right.columns, &left.columns);
        let input = |h: &Handle| {
            if h.live {
                Input::Live(h.node)
            } else {
                Input::Rows(h.node)
            }
        };
        let inputs = (input(&left), input(&right));
        let since = Since::new(span, negated, inputs, (key, right.columns.len()));
        self.live(pace, right.columns, Box::new(since))
    }

    pub(super) fn until(
        &mut self,
        (left, right): (OpId, OpId),
        negated: bool,
        span: Span,
        pace: PaceId,
    ) -> Handle {
        let from = (self.pace(left), self.pace(right));
        let from = self.paces.both(from.0, from.1);
        let left = self.at(left, from, Form::Either);
        let right = self.at(right, from, Form::Either);
        let key = find(&right.columns, &left.columns);
        let widths = (left.columns.len(), right.columns.len());
        let lasting = (left.live, right.live);
        let until = Until::new(span, negated, lasting, key, widths);
        let until = self.live(pace, right.columns, Box::new(until));
        self.intake(from, left.node, until.node);
        self.intake(from, right.node, until.node);
        until
    }

    pub(super) fn throughout(
        &mut self,
        guard: OpId,
        input: OpId,
        span: Span,
        pace: PaceId,
    ) -> Handle {
        let from = self.pace(input);
        let guard = self.at(guard, pace, Form::Rows);
        let input = self.at(input, from, Form::Either);
        let width = input.columns.len();
        let throughout = Throughout {
            span,
            guard: guard.node,
            key: find(&guard.columns, &input.columns),
            lasting: input.live,
            waiting: Waiting {
                points: VecDeque::new(),
                came: Queue::default(),
                went: Queue::default(),
                rows: Rows::new(width),
            },
            window: VecDeque::new(),
            runs: Runs {
                live: Live::new(width),
                since: Vec::new(),
                seen: Vec::new(),
                last: Vec::new(),
            },
        };
        let node = self.rows(pace, guard.columns, Box::new(throughout));
        self.intake(from, input.node, node.node);
        node
    }
}

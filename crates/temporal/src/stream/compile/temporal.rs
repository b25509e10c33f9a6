//! Makes the nodes of the operators that look at other time-points.

#![expect(
    clippy::indexing_slicing,
    reason = "operators and nodes are named by numbers that the plan and this module made"
)]

use std::collections::VecDeque;

use super::{Form, Handle, Maker, find};
use crate::Interval;
use crate::plan::{Direction, OpId, Operator};
use crate::stream::future::{Neighbour, Next, Previous};
use crate::stream::map::Queue;
use crate::stream::pace::PaceId;
use crate::stream::rows::{Live, Rows};
use crate::stream::since::{Input, Since};
use crate::stream::throughout::{Runs, Throughout, Waiting};
use crate::stream::until::Until;
use crate::stream::window::{Source, Span, Window};

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

    pub(super) fn window(&mut self, input: OpId, span: Span, pace: PaceId) -> Handle {
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
        let window = Window::new(span, source);
        let window = self.live(pace, input.columns.clone(), Box::new(window));
        if !prompt {
            self.intake(from, input.node, window.node);
        }
        window
    }

    pub(super) fn since(
        &mut self,
        (left, right): (OpId, OpId),
        negated: bool,
        span: Span,
        pace: PaceId,
    ) -> Handle {
        let left = self.at(left, pace, Form::Either);
        let form = if span.interval.low() == 0 {
            Form::Either
        } else {
            Form::Rows
        };
        let right = self.at(right, pace, form);
        let key = find(&right.columns, &left.columns);
        let input = |h: &Handle| {
            if h.live {
                Input::Live(h.node)
            } else {
                Input::Rows(h.node)
            }
        };
        let since = Since::new(span, negated, (input(&left), input(&right)), key);
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
        let left = self.at(left, from, Form::Rows);
        let right = self.at(right, from, Form::Rows);
        let key = find(&right.columns, &left.columns);
        let widths = (left.columns.len(), right.columns.len());
        let until = Until::new(span, negated, key, widths);
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

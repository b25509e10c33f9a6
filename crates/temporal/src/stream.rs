//! Logs in order, judged as they are read: the fast way.
//!
//! Entry point: [`Stream`]. It takes the bytes of a log in MonPoly's format
//! and gives lines of verdicts. Its events come in order and are final; late
//! and retracted ones, explanations and open verdicts are what
//! [`crate::Monitor`] is for. Both accept the same formulas and agree on what
//! holds at each time-point that is decided.
//!
//! How it works: [`compile`] turns the plan into nodes ([`node`]), which hand
//! each other either the few rows of one time-point or the changes of a
//! relation that lasts. What looks into the future is judged later ([`pace`]).
//!
//! # Invariants
//! What is kept follows the rows within reach of the operators' intervals,
//! not the length of the log; only texts and decimals once seen stay numbered.

use std::fmt;

use crate::parse::ParseError;
use crate::{Column, Formula, Options, Refusal, Signature, ValueFault, fragment};

mod aggregate;
mod carry;
mod columns;
mod compile;
mod future;
mod gather;
mod index;
mod join;
mod map;
mod node;
mod pace;
mod pool;
mod print;
mod reader;
mod rows;
mod since;
mod slices;
mod state;
mod throughout;
mod until;
mod window;

pub use columns::{Columns, Values};
use compile::{Action, Machine};
use node::{Earlier, Point, Shared};
use pace::{NOW, PaceId};
use pool::Pool;
pub use print::Style;
use print::{Found, Printer};
pub use reader::Format;
pub(crate) use reader::entries;
use reader::{Read, Reader, passed};
pub use slices::Slices;
pub use state::ResumeError;
use state::{Source, State};

/// Says why a log could not be judged further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The text is not a log.
    #[error(transparent)]
    Text(#[from] ParseError),
    /// A time-point is earlier than the one before it.
    #[error(
        "line {line}: the instant {ts} comes after {before}; sort the log by instant, or give late events to a monitor that takes them"
    )]
    Backwards {
        /// The line the time-point starts in.
        line: usize,
        /// Its instant.
        ts: i64,
        /// The instant of the time-point before.
        before: i64,
    },
    /// Columns that are no events of the signature.
    #[error("the columns of `{predicate}` {fault}")]
    Columns {
        /// The predicate they were given for.
        predicate: String,
        /// What is wrong with them.
        fault: &'static str,
    },
    /// Arithmetic has no value where leaving the row out would be wrong.
    #[error(
        "at instant {ts}, time point {index}: {fault} in `{formula}`; guard it with a comparison"
    )]
    Fault {
        /// The formula it happened in.
        formula: String,
        /// What happened.
        fault: ValueFault,
        /// The instant being read.
        ts: i64,
        /// The time-point being read, counted from 0.
        index: u64,
    },
}

/// Takes what is decided, as lines or as tuples.
enum Sink<'a> {
    Lines(&'a mut Vec<u8>),
    Found(&'a mut Vec<Found>),
}

/// Judges a formula over a log as it is read.
///
/// # Example
/// ```
/// use servanda_temporal::{parse, Options, Stream, Style};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signature = parse::signature("p(x:int) q(x:int)")?;
/// let formula = parse::formula("p(x) AND NOT ONCE[0,10] q(x)")?;
/// let mut stream = Stream::new(&signature, &formula, Options::default(), Style::EveryTimePoint)?;
/// let mut lines = Vec::new();
/// stream.feed(b"@1 q(7); @5 p(7)(8);", &mut lines)?;
/// assert_eq!(stream.finish(&mut lines)?, 0);
/// assert_eq!(lines, b"@5 (time point 1): (8)\n");
/// # Ok(())
/// # }
/// ```
pub struct Stream {
    signature: Signature,
    formula: Formula,
    columns: Vec<Column>,
    formulas: Vec<Formula>,
    options: Options,
    reader: Reader,
    machine: Machine,
    shared: Shared,
    printer: Printer,
    /// Bytes read that do not make a whole time-point yet.
    text: Vec<u8>,
    /// The lines before those bytes, and the characters of the last of them.
    passed: (usize, usize),
    before: Option<i64>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("columns", &self.columns)
            .field("nodes", &self.machine.nodes.len())
            .finish_non_exhaustive()
    }
}

impl Stream {
    /// Plans the evaluation of `formula` over a log of `signature`.
    ///
    /// # Errors
    /// A [`Refusal`] if the formula cannot be monitored whole.
    pub fn new(
        signature: &Signature,
        formula: &Formula,
        options: Options,
        style: Style,
    ) -> Result<Self, Refusal> {
        let plan = fragment::plan(signature, formula)?;
        let mut pool = Pool::new();
        let lasting = style == Style::Changes;
        let machine = compile::machine(&plan, options, lasting, &mut pool);
        let places = plan
            .free
            .iter()
            .zip(&plan.columns)
            .filter_map(|(var, column)| {
                let at = machine.root.columns.iter().position(|c| c == var)?;
                Some((at, column.kind))
            });
        Ok(Self {
            printer: Printer::new(style, places.collect()),
            signature: signature.clone(),
            formula: formula.clone(),
            columns: plan.columns.clone(),
            formulas: plan.ops.iter().map(|op| op.formula.clone()).collect(),
            options,
            reader: Reader::new(signature, &machine.predicates),
            machine,
            shared: Shared { pool, fault: None },
            text: Vec::new(),
            passed: (0, 0),
            before: None,
        })
    }

    /// Fixes the format of the log, which is else told by how it begins.
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.reader.set_format(format);
        self
    }

    /// Lists the formula's free variables, in the order of the tuples.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Reads a further part of the log and adds the lines it decides.
    ///
    /// # Errors
    /// A [`StreamError`] if the log cannot be read or judged further; the lines
    /// before that are there.
    pub fn feed(&mut self, log: &[u8], lines: &mut Vec<u8>) -> Result<(), StreamError> {
        self.text.extend_from_slice(log);
        self.read(false, &mut Sink::Lines(lines))
    }

    /// Ends the log, and tells how many time-points remain undecided.
    ///
    /// # Shape
    /// With [`Options::end_of_time`] nothing follows, so none does.
    /// # Errors
    /// As [`Stream::feed`].
    pub fn finish(&mut self, lines: &mut Vec<u8>) -> Result<u64, StreamError> {
        let mut sink = Sink::Lines(lines);
        self.read(true, &mut sink)?;
        self.end(&mut sink)
    }

    /// Decides what the end of the log decides.
    fn end(&mut self, sink: &mut Sink<'_>) -> Result<u64, StreamError> {
        if self.options.end_of_time {
            self.machine.paces.end();
            self.run(sink)?;
        }
        let paces = &self.machine.paces;
        let judged = paces.list.get(self.machine.root_pace);
        Ok(paces.arrived() - judged.map_or(0, |(_, progress)| progress.done))
    }

    fn read(&mut self, last: bool, sink: &mut Sink<'_>) -> Result<(), StreamError> {
        let text = std::mem::take(&mut self.text);
        let mut at = 0;
        let mut result = self.read_points((&text, &mut at), last, sink);
        self.passed = passed(text.get(..at).unwrap_or_default(), self.passed);
        if let Err(StreamError::Backwards { line, .. }) = &mut result {
            *line = self.passed.0 + 1;
        }
        self.text = text;
        self.text.drain(..at);
        result
    }

    /// Reads and judges the whole time-points of a text.
    fn read_points(
        &mut self,
        (text, at): (&[u8], &mut usize),
        last: bool,
        sink: &mut Sink<'_>,
    ) -> Result<(), StreamError> {
        loop {
            let ts = match self.reader.usual(text, at) {
                Some(ts) => ts,
                None => {
                    let pool = &mut self.shared.pool;
                    match self.reader.next((text, at), (last, false), pool) {
                        Ok(Read::Partial) => return Ok(()),
                        Ok(Read::Fact(_)) => continue,
                        Ok(Read::Point(ts)) => ts,
                        Err(wrong) => return Err(wrong.placed(text, self.passed).into()),
                    }
                }
            };
            for (facts, node) in self.reader.facts.iter_mut().zip(&mut self.machine.nodes) {
                // Most predicates have nothing to tell, now and before.
                if facts.len + node.out.rows.len > 0 {
                    std::mem::swap(facts, &mut node.out.rows);
                }
            }
            self.arrive(ts, sink)?;
        }
    }

    /// Takes in the time-point whose facts were just given.
    fn arrive(&mut self, ts: i64, sink: &mut Sink<'_>) -> Result<(), StreamError> {
        if let Some(before) = self.before.filter(|before| *before > ts) {
            // The line is put in where it is known.
            return Err(StreamError::Backwards {
                line: 0,
                ts,
                before,
            });
        }
        self.before = Some(ts);
        if let Some(now) = self.machine.paces.single(ts) {
            return self.judge(NOW, now, sink);
        }
        self.machine.paces.arrive(ts);
        self.run(sink)
    }

    /// Takes every pace through the time-points that it can judge.
    fn run(&mut self, sink: &mut Sink<'_>) -> Result<(), StreamError> {
        for place in 0..self.machine.order.len() {
            let Some(&pace) = self.machine.order.get(place) else {
                continue;
            };
            let progress = self.machine.paces.refresh(pace);
            for index in progress.done..progress.ready {
                if let Some(ts) = self.machine.paces.instant(index) {
                    self.judge(pace, Point { index, ts }, sink)?;
                }
            }
            self.machine.paces.done(pace);
        }
        self.machine.paces.forget();
        Ok(())
    }

    /// Takes a pace through a time-point.
    #[inline]
    fn judge(&mut self, pace: PaceId, now: Point, sink: &mut Sink<'_>) -> Result<(), StreamError> {
        let machine = &mut self.machine;
        for action in machine.actions.get(pace).into_iter().flatten() {
            act(&mut machine.nodes, *action, now, &mut self.shared);
        }
        if let Some(fault) = self.shared.fault {
            return Err(self.fault(fault, now));
        }
        if pace == machine.root_pace
            && let Some(root) = machine.nodes.get(machine.root.node)
        {
            let root = (&root.out, machine.root.live);
            let pool = &self.shared.pool;
            match sink {
                Sink::Lines(lines) => self.printer.print(root, now, pool, lines),
                Sink::Found(found) => self.printer.collect(root, now, pool, found),
            }
        }
        Ok(())
    }

    #[cold]
    fn fault(&self, (op, fault): (usize, ValueFault), now: Point) -> StreamError {
        let formula = self.formulas.get(op).map(ToString::to_string);
        StreamError::Fault {
            formula: formula.unwrap_or_default(),
            fault,
            ts: now.ts,
            index: now.index,
        }
    }
}

#[inline]
fn act(nodes: &mut [node::Node], action: Action, now: Point, shared: &mut Shared) {
    match action {
        Action::Step(id) => {
            let (earlier, rest) = nodes.split_at_mut(id);
            if let Some(node) = rest.first_mut() {
                node.work
                    .step(&mut node.out, &Earlier { nodes: earlier }, now, shared);
            }
        }
        Action::Intake(from, into) => {
            let (earlier, rest) = nodes.split_at_mut(into);
            if let (Some(from), Some(into)) = (earlier.get(from), rest.first_mut()) {
                into.work.intake(&from.out, now);
            }
        }
    }
}

impl State for Stream {
    fn save(&self, into: &mut Vec<u8>) {
        self.reader.save(into);
        self.machine.nodes.iter().for_each(|node| node.save(into));
        self.machine.paces.save(into);
        self.shared.pool.save(into);
        self.printer.save(into);
        (self.text.clone(), self.passed, self.before).save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        self.reader.load(from)?;
        for node in &mut self.machine.nodes {
            node.load(from)?;
        }
        self.machine.paces.load(from)?;
        self.shared.pool.load(from)?;
        self.printer.load(from)?;
        let mut rest = (Vec::new(), (0, 0), None);
        rest.load(from)?;
        (self.text, self.passed, self.before) = rest;
        Some(())
    }
}

//! Nodes: operators at work, each with what it gives at one time-point.
//!
//! A node gives either the rows of the time-point alone ([`Out::rows`]) or a
//! relation that lasts, with its changes ([`Out::live`]); which one is known
//! when the nodes are made. Nodes read only nodes made before them.

use super::pool::Pool;
use super::rows::{Live, Rows, Word};
use super::state::{Source, State, state};
use crate::ValueFault;
use crate::plan::OpId;

/// Numbers a node.
pub(super) type NodeId = usize;

/// Names a time-point by its place in the log.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Point {
    pub(super) index: u64,
    pub(super) ts: i64,
}

/// Holds what a node gives at the time-point it was last taken through.
pub(super) struct Out {
    pub(super) rows: Rows,
    pub(super) live: Live,
}

impl Out {
    pub(super) fn new(width: usize) -> Self {
        Self {
            rows: Rows::new(width),
            live: Live::new(width),
        }
    }
}

/// Holds what all nodes share.
pub(super) struct Shared {
    pub(super) pool: Pool,
    /// Arithmetic without a value, where leaving the row out would be wrong.
    pub(super) fault: Option<(OpId, ValueFault)>,
}

/// Takes an operator from one time-point to the next.
pub(super) trait Operate: State + Send {
    /// Computes what the node gives at `now`, from what earlier nodes give.
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, now: Point, shared: &mut Shared);

    /// Takes note of what an input gives at `at`, when the node itself is not
    /// there yet.
    fn intake(&mut self, _input: &Out, _at: Point) {}

    /// Gives the result of one group, if the node keeps groups and has it.
    fn look_up(&self, _key: &[Word], _pool: &mut Pool) -> Option<Result<Word, ValueFault>> {
        None
    }
}

/// Is one operator with what it gives.
pub(super) struct Node {
    pub(super) work: Box<dyn Operate>,
    pub(super) out: Out,
}

/// Gives access to the nodes made before one.
pub(super) struct Earlier<'a> {
    pub(super) nodes: &'a [Node],
}

impl<'a> Earlier<'a> {
    #[expect(
        clippy::indexing_slicing,
        reason = "a node only names nodes made before it"
    )]
    pub(super) fn rows(&self, id: NodeId) -> &'a Rows {
        &self.nodes[id].out.rows
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a node only names nodes made before it"
    )]
    pub(super) fn live(&self, id: NodeId) -> &'a Live {
        &self.nodes[id].out.live
    }
}

/// Gives the same rows at every time-point, or those put there from outside.
pub(super) struct Given;

impl Operate for Given {
    fn step(&mut self, _: &mut Out, _: &Earlier<'_>, _: Point, _: &mut Shared) {}
}

state!(Point: index, ts);
state!(Out: rows, live);
state!(Given:);

impl State for Node {
    fn save(&self, into: &mut Vec<u8>) {
        self.work.save(into);
        self.out.save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        self.work.load(from)?;
        self.out.load(from)
    }
}

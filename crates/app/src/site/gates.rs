//! Gates: how each phase opens or was declared, and who waits for whom.

use serde::Serialize;

use super::{Clock, Frame, Table, cases, clocks};
use crate::language::Text;
use crate::report::Parts;
use crate::report::view::{Phase, Section, Sources, Wait};

/// Phases with their gates, and what waits for what.
#[derive(Clone, Debug, Serialize)]
pub struct Gates {
    /// The phases.
    pub phases: Section<Phase>,
    /// Who waits for whom.
    pub waits: Section<Wait>,
    /// What the waiting comes to, in a line.
    pub takeaway: Text,
    /// Running clocks of cases: who holds up what, since when.
    pub clocks: Vec<Clock>,
    /// What the clocks come to, in a line.
    pub running: Text,
    /// What is cited.
    pub sources: Sources,
}

impl Gates {
    pub(super) fn new(parts: &Parts) -> Self {
        let waits = parts.waits();
        let takeaway = parts
            .words()
            .say_with("waits-count", &[("n", waits.rows.len().into())]);
        let phases = parts.phases();
        let clocks = clocks::all(parts);
        Self {
            running: parts
                .words()
                .say_with("clocks-count", &[("n", clocks.len().into())]),
            clocks,
            phases,
            waits,
            takeaway,
            sources: parts.sources(),
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let number = |clause: &Option<crate::report::view::ClauseRef>| {
            clause
                .as_ref()
                .map_or_else(Text::default, |clause| clause.id.clone())
        };
        let mut rows = Vec::new();
        for wait in &self.waits.rows {
            let start = [number(&wait.clause), wait.waiting.clone()];
            if wait.on.is_empty() {
                let mut row = start.to_vec();
                row.extend([wait.awaited.clone(), Text::default(), Text::default()]);
                rows.push(row);
            }
            for (clause, who, mark) in &wait.on {
                let mut row = start.to_vec();
                row.extend([clause.id.clone(), who.clone(), mark.word.clone()]);
                rows.push(row);
            }
        }
        let heads = [
            "head-clause",
            "head-waits",
            "head-for",
            "head-who",
            "head-status",
        ];
        vec![
            Table::new(
                "waits",
                heads.iter().map(|id| frame.say(id)).collect(),
                rows,
            ),
            cases::clock_table(frame, &self.clocks),
        ]
    }
}

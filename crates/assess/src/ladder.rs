//! Cases and ladders: what follows a failure, an incident or a complaint.
//!
//! What lives here: cases as timed automata, from what opens one to how it ends,
//! and what they change in the force of clauses. What does not: statuses, which
//! read that force (`force` holds the questions they ask). Entry point:
//! [`follow`].
//!
//! # Invariants
//! Cases run on what was told; the ordinary judgement at the instant asked for
//! then runs with the force they give. A text without ladders in use costs
//! nothing.
//!
//! # Source
//! "Meaning", section 14.

mod acts;
mod docket;
mod effects;
mod ending;
mod extension;
pub(crate) mod force;
mod naming;
mod opening;
mod power;
mod reasons;
mod run;
mod snapback;
mod standing;
mod steps;
mod sweep;
mod told;
mod votes;

use std::collections::BTreeSet;

use servanda_model::assessment::{AsOf, WithoutEffect};
use servanda_model::case::CaseStatus;
use servanda_model::plan::clause::Response;
use servanda_model::plan::{LadderOpens, Plan};
use servanda_model::record::{Citation, Entry};

use docket::Docket;
use force::Force;

pub(crate) use acts::of_ladders;
pub(crate) use power::{permitted, verb};

/// What cases come to.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    /// The cases, in the order of their opening, then of their ids.
    pub(crate) statuses: Vec<CaseStatus>,
    /// What they change.
    pub(crate) force: Force,
    /// Decisions that a ladder gave power, of kinds that other lines of the
    /// text may refuse.
    pub(crate) given: BTreeSet<Citation>,
    /// Acts of ladders that had no power, and why.
    pub(crate) without_effect: Vec<WithoutEffect>,
}

/// Returns whether a text has a ladder on which a case can open.
pub(crate) fn in_use(plan: &Plan) -> bool {
    let answered = plan.clauses.iter().any(|clause| match &clause.response {
        Some(Response::Ladder(name)) => plan.ladders.iter().any(|ladder| ladder.name == *name),
        _ => false,
    });
    answered
        || plan
            .ladders
            .iter()
            .any(|ladder| matches!(ladder.opens, LadderOpens::Event(_)))
}

/// Follows the cases of a record to the instant judged.
pub(crate) fn follow(plan: &Plan, entries: &[Entry], backfill: u64, as_of: AsOf) -> Cases {
    if !in_use(plan) {
        return Cases::default();
    }
    let (cases, acts) = sweep::sweep(plan, entries, backfill, as_of);
    let docket = Docket::at(plan, entries, &cases, &acts, as_of.at);
    let effects = effects::effects(&docket);
    let (given, without_effect) = power::powers(&docket, &effects);
    let statuses = standing::statuses(&docket, &effects);
    Cases {
        statuses,
        force: effects.force,
        given,
        without_effect,
    }
}

//! Decides whether a formula can be monitored, and plans it if so.
//!
//! Entry point: [`plan`]. A formula is accepted whole or refused whole.
//! Accepted is what is safe-range after rewriting, with futures bounded: each
//! part yields finitely many valuations, if need be with the help of the
//! parts it stands in conjunction with.
//!
//! # Invariants
//! Every rewriting keeps the meaning at every time-point.

use std::fmt;

use crate::plan::Plan;
use crate::{Formula, Signature};

mod atoms;
mod build;
mod conjunction;
mod resolve;
mod temporal;

use build::Builder;

/// Says why a formula is refused, about the author's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The part of the formula in question, as text.
    pub subject: String,
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub way_out: String,
    /// Whether no other way of planning can help.
    pub(crate) fatal: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}; {}", self.subject, self.message, self.way_out)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    fn fatal(
        subject: impl fmt::Display,
        message: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.to_string(),
            message: message.into(),
            way_out: way_out.into(),
            fatal: true,
        }
    }

    fn unsafe_part(
        subject: impl fmt::Display,
        message: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            fatal: false,
            ..Self::fatal(subject, message, way_out)
        }
    }
}

/// Plans a formula over a signature.
pub(crate) fn plan(signature: &Signature, formula: &Formula) -> Result<Plan, Refusal> {
    let resolved = resolve::resolve(signature, formula)?;
    let mut builder = Builder::new(signature, &resolved.names);
    let root = builder.alone(&resolved.formula)?;
    Ok(builder.finish(root, &resolved.free))
}

#[cfg(test)]
mod tests;

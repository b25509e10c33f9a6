//! What acts of every kind tell alike: their report or remark, who says it, what
//! it is of, when it happened, and who relayed it.
//!
//! Each list names every kind, so that a new one has to find its place here.

use super::{Act, Remark, Report};
use crate::names::ActorName;
use crate::plan::Grade;
use crate::time::When;

impl Act {
    /// Returns the report of a report, a finding or a correction.
    pub fn report(&self) -> Option<&Report> {
        match self {
            Self::Report(report) | Self::Finding(report) | Self::Correction(Some(report)) => {
                Some(report)
            }
            Self::Correction(None)
            | Self::Closure(_)
            | Self::Coverage(_)
            | Self::Denial(_)
            | Self::Challenge { .. }
            | Self::Ruling { .. }
            | Self::Reply(_)
            | Self::Decision(_)
            | Self::Reading { .. }
            | Self::Consent(_)
            | Self::Position { .. }
            | Self::Claim(_)
            | Self::Context(_)
            | Self::Other(_) => None,
        }
    }

    /// Returns the remark of a denial, a reply, a claim, a context or a position.
    pub fn remark(&self) -> Option<&Remark> {
        match self {
            Self::Denial(remark)
            | Self::Reply(remark)
            | Self::Claim(remark)
            | Self::Context(remark)
            | Self::Position { remark, .. } => Some(remark),
            Self::Report(_)
            | Self::Finding(_)
            | Self::Closure(_)
            | Self::Coverage(_)
            | Self::Challenge { .. }
            | Self::Ruling { .. }
            | Self::Decision(_)
            | Self::Correction(_)
            | Self::Reading { .. }
            | Self::Consent(_)
            | Self::Other(_) => None,
        }
    }

    /// Returns who says or does it, where it names somebody.
    pub fn speaker(&self) -> Option<&ActorName> {
        match self {
            Self::Closure(closure) => Some(&closure.by),
            Self::Decision(decision) => Some(&decision.by),
            Self::Consent(consent) => Some(&consent.by),
            Self::Challenge { by, .. } | Self::Ruling { by, .. } | Self::Reading { by, .. } => {
                Some(by)
            }
            _ => {
                let reporter = self.report().map(|report| &report.reporter);
                reporter.or_else(|| self.remark().map(|remark| &remark.by))
            }
        }
    }

    /// Returns what it is of, by its name in the text; a remark concerns things
    /// instead.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Closure(closure) => Some(&closure.of),
            Self::Decision(decision) => Some(&decision.of),
            Self::Reading { term, .. } => Some(term),
            Self::Consent(consent) => Some(&consent.to),
            _ => self.report().map(|report| report.of.as_str()),
        }
    }

    /// Returns when what it tells happened, where it says so.
    pub fn happened(&self) -> Option<&When> {
        match self {
            Self::Closure(closure) => Some(&closure.happened),
            Self::Decision(decision) => Some(&decision.happened),
            Self::Consent(consent) => consent.happened.as_ref(),
            _ => {
                let reported = self.report().map(|report| &report.happened);
                reported.or_else(|| self.remark()?.happened.as_ref())
            }
        }
    }

    /// Returns who relayed it, where somebody did.
    pub fn via(&self) -> Option<&str> {
        match self {
            Self::Decision(decision) => decision.via.as_deref(),
            Self::Consent(consent) => consent.via.as_deref(),
            _ => {
                let reported = self.report().and_then(|report| report.via.as_deref());
                reported.or_else(|| self.remark()?.via.as_deref())
            }
        }
    }

    /// Returns its Admiralty grade, where it has one.
    pub fn grade(&self) -> Option<Grade> {
        match self {
            Self::Decision(decision) => decision.grade,
            _ => {
                let reported = self.report().and_then(|report| report.grade);
                reported.or_else(|| self.remark()?.grade)
            }
        }
    }

    /// Returns the words that go with it: a note, a remark's text, reasons.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Decision(decision) => decision.reasons.as_deref(),
            Self::Consent(consent) => consent.note.as_deref(),
            Self::Challenge { grounds, .. } => grounds.as_deref(),
            _ => {
                let noted = self.report().and_then(|report| report.note.as_deref());
                noted.or_else(|| self.remark().map(|remark| remark.text.as_str()))
            }
        }
    }
}

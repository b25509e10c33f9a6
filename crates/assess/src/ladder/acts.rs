//! Acts that can be on a case: decisions, findings, replies and denials.
//!
//! What lives here: one shape for them, and which step's deed one does or is
//! given by. What does not: which case one names (`naming`). Entry point:
//! [`told`].
//!
//! # Source
//! "Meaning", section 14, "Acts on a case" and the table of deeds.

use servanda_model::case::CaseOutcome;
use servanda_model::names::ActorName;
use servanda_model::plan::{Deed, Plan};
use servanda_model::record::{Act, Citation, Decision, DecisionAct, Entry, Remark, Report, find};
use servanda_model::time::Instant;

use crate::facts::{Dates, Facts, names};

/// One act.
#[derive(Clone, Debug)]
pub(crate) struct CaseAct<'a> {
    /// The instant from which it counts.
    pub(crate) at: Instant,
    /// Its entry.
    pub(crate) citation: Citation,
    /// Who acts.
    pub(crate) by: &'a ActorName,
    /// What is done.
    pub(crate) what: What<'a>,
    /// The entry that first said it, with what it refers to.
    pub(crate) entry: &'a Entry,
}

/// What an act does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'a> {
    /// Exercises a power.
    Decision(&'a Decision),
    /// Finds.
    Finding(&'a Report),
    /// Replies.
    Reply(&'a Remark),
    /// Tells that access was denied.
    Denial(&'a Remark),
}

/// Returns the acts that were told, in log order.
pub(crate) fn told<'a>(
    plan: &Plan,
    facts: &Facts<'a>,
    entries: &'a [Entry],
    dates: Dates<'_>,
    told_by: &dyn Fn(&Entry) -> bool,
) -> Vec<CaseAct<'a>> {
    let zone = &plan.zone;
    let mut found: Vec<CaseAct<'a>> = Vec::new();
    for entry in entries.iter().filter(|entry| told_by(entry)) {
        let remark = |remark: &'a Remark, what| CaseAct {
            at: remark
                .happened
                .as_ref()
                .map_or(dates.known(entry), |when| when.latest(zone)),
            citation: entry.citation,
            by: &remark.by,
            what,
            entry,
        };
        match &entry.act {
            Some(Act::Decision(decision)) => found.push(CaseAct {
                at: decision.happened.latest(zone),
                citation: entry.citation,
                by: &decision.by,
                what: What::Decision(decision),
                entry,
            }),
            Some(Act::Reply(reply)) => found.push(remark(reply, What::Reply(reply))),
            Some(Act::Denial(denial)) => found.push(remark(denial, What::Denial(denial))),
            _ => {}
        }
    }
    for fact in facts.reports.iter().filter(|fact| fact.finding) {
        found.extend(find(entries, fact.root).map(|entry| CaseAct {
            at: fact.latest,
            citation: fact.citation,
            by: &fact.report.reporter,
            what: What::Finding(fact.report),
            entry,
        }));
    }
    found.sort_by_key(|act| act.entry.citation);
    found
}

/// Reads the outcome of a finding.
pub(crate) fn outcome(value: Option<&str>) -> Option<CaseOutcome> {
    match value? {
        "substantiated" => Some(CaseOutcome::Substantiated),
        "not substantiated" => Some(CaseOutcome::NotSubstantiated),
        "undetermined" => Some(CaseOutcome::Undetermined),
        _ => None,
    }
}

impl<'a> CaseAct<'a> {
    /// Returns the decision it is, of a kind.
    pub(crate) fn decision(&self, act: DecisionAct) -> Option<&'a Decision> {
        match self.what {
            What::Decision(decision) if decision.act == act => Some(decision),
            _ => None,
        }
    }

    /// Returns what it finds, if it finds.
    pub(crate) fn finds(&self) -> Option<CaseOutcome> {
        match self.what {
            What::Finding(report) => outcome(report.value.as_deref()),
            What::Decision(decision) if decision.act == DecisionAct::Decide => {
                outcome(decision.value.as_deref())
            }
            _ => None,
        }
    }

    /// Returns whether it finds, takes up or not, closes, orders or refers:
    /// what those whom a case is against or who raised it never may.
    pub(crate) fn handles(&self) -> bool {
        match self.what {
            What::Finding(_) => true,
            What::Decision(decision) => {
                self.finds().is_some()
                    || matches!(
                        decision.act,
                        DecisionAct::Close | DecisionAct::Remedy | DecisionAct::Refer
                    )
                    || decision.act == DecisionAct::Screen
                        && decision.value.as_deref() == Some("declined")
            }
            What::Reply(_) | What::Denial(_) => false,
        }
    }

    /// Returns whether it suspends or resumes a clause.
    pub(crate) fn of_force(&self) -> bool {
        self.decision(DecisionAct::Suspend).is_some()
            || self.decision(DecisionAct::Resume).is_some()
    }

    /// Returns whether it does a step's deed.
    pub(crate) fn does(&self, deed: &Deed) -> bool {
        match self.what {
            What::Reply(_) => *deed == Deed::Reply,
            What::Finding(_) => match deed {
                Deed::Find => self.finds().is_some(),
                _ => matches!(deed, Deed::Meet | Deed::Decide),
            },
            What::Denial(_) => false,
            What::Decision(_) if *deed == Deed::Find => self.finds().is_some(),
            What::Decision(decision) => decides(decision, deed),
        }
    }

    /// Returns whether a step's deed gives the power for it, beyond doing it.
    pub(crate) fn allowed(&self, deed: &Deed) -> bool {
        let What::Decision(decision) = self.what else {
            return self.does(deed);
        };
        let handles = handles(deed);
        match decision.act {
            DecisionAct::Close => handles,
            DecisionAct::Decide => {
                matches!(deed, Deed::Verify | Deed::Meet | Deed::Find | Deed::Decide)
            }
            DecisionAct::Resume => match deed {
                Deed::Suspend { clause, .. } | Deed::Resume(clause) => {
                    names(decision, clause.as_str())
                }
                _ => false,
            },
            _ => self.does(deed),
        }
    }
}

/// Returns whether whoever does a deed may close the case.
pub(crate) fn handles(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Screen
            | Deed::Verify
            | Deed::Meet
            | Deed::Find
            | Deed::Decide
            | Deed::Remedy
            | Deed::Refer(_)
    )
}

fn decides(decision: &Decision, deed: &Deed) -> bool {
    let act = decision.act;
    match deed {
        Deed::Notify => act == DecisionAct::Notify,
        Deed::Acknowledge => act == DecisionAct::Acknowledge,
        Deed::Screen => act == DecisionAct::Screen,
        Deed::Verify => act == DecisionAct::Verify,
        Deed::Meet | Deed::Decide => act != DecisionAct::Extend,
        Deed::Comply => matches!(act, DecisionAct::Comply | DecisionAct::Refuse),
        Deed::Remedy => act == DecisionAct::Remedy,
        Deed::Refer(_) => act == DecisionAct::Refer,
        Deed::Suspend { clause, .. } => {
            act == DecisionAct::Suspend && names(decision, clause.as_str())
        }
        Deed::Resume(clause) => act == DecisionAct::Resume && names(decision, clause.as_str()),
        Deed::Reply | Deed::Find => false,
    }
}

/// Returns whether a kind of decision is one of those that only a ladder gives.
pub(crate) fn of_ladders(act: DecisionAct) -> bool {
    match act {
        DecisionAct::Notify
        | DecisionAct::Screen
        | DecisionAct::Verify
        | DecisionAct::Meet
        | DecisionAct::Decide
        | DecisionAct::Comply
        | DecisionAct::Refuse
        | DecisionAct::Acknowledge
        | DecisionAct::Refer
        | DecisionAct::Remedy
        | DecisionAct::Close
        | DecisionAct::Suspend
        | DecisionAct::Resume => true,
        DecisionAct::Certify
        | DecisionAct::Waive
        | DecisionAct::Declare
        | DecisionAct::Propose
        | DecisionAct::Adopt
        | DecisionAct::Extend
        | DecisionAct::Invoke
        | DecisionAct::Reprioritise => false,
    }
}

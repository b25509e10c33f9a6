//! The agreement as access policy: who may enter which act, deny by default.
//!
//! What lives here: [`may`], for every kind of act by every actor. What does
//! not: whose key it is (`statement`), and what an act that was entered does to
//! a status. The two differ on purpose: an announcement by somebody who cannot
//! announce is told by a desk as what was said, and judged *without effect*.
//!
//! Invariants: an act that an actor may enter in its own name is never without
//! effect for want of power (`crate::powers` answers both). Nothing that is
//! not listed here is allowed.
//!
//! Source: "Keys and powers" in the book; `docs/design/keys.md`.

mod decision;
mod part;
mod step;

use servanda_model::names::ActorName;
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Closure, Consent, Entry, Remark, Report};

use part::{finders, is_party, listed, reports_on, subjects, takes_part, trusted};

/// Whether an act may be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may.
    Allowed,
    /// It may not.
    Refused {
        /// Why, in the agreement's words.
        why: String,
        /// What can be done instead.
        way_out: String,
    },
}

impl Answer {
    fn refused(why: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self::Refused {
            why: why.into(),
            way_out: way_out.into(),
        }
    }

    fn when(allowed: bool, why: impl FnOnce() -> (String, String)) -> Self {
        if allowed {
            Self::Allowed
        } else {
            let (why, way_out) = why();
            Self::Refused { why, way_out }
        }
    }
}

/// Who asks to enter an act.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The actor whose key signs.
    pub actor: &'a ActorName,
    /// Whether it keeps the record's desk, which writes down what others say.
    pub desk: bool,
}

/// Says whether a signer may enter an act under an agreement.
///
/// # Shape
/// `cites` are the entries that the act refers to, in its order. Key entries
/// have their own rules, in `statement`.
pub fn may(plan: &Plan, signer: Signer<'_>, act: &Act, cites: &[&Entry]) -> Answer {
    let declared = plan.actors.iter().any(|actor| actor.name == *signer.actor);
    if !declared && !signer.desk {
        return Answer::refused(
            format!("the agreement declares no actor `{}`", signer.actor),
            "let the record's desk tell it as what others said, or declare the actor in the text",
        );
    }
    if let Act::Correction(corrected) = act {
        return corrects(plan, signer, corrected.as_ref(), cites);
    }
    match act.speaker() {
        Some(by) if by != signer.actor => attributed(plan, signer, by, act),
        Some(_) | None if declared => own(plan, signer, act, cites),
        Some(_) | None => at_the_desk(signer, act),
    }
}

/// Returns whether an act that another signed may count at all: a report's own
/// rule decides for it; any other act needs a desk that the text trusts.
///
/// # Shape
/// True for acts that are signed by whoever acts.
pub fn counts(plan: &Plan, signer: &ActorName, act: &Act) -> bool {
    match act {
        Act::Report(_) | Act::Claim(_) | Act::Context(_) | Act::Denial(_) => true,
        Act::Correction(_)
        | Act::Position { .. }
        | Act::Finding(_)
        | Act::Closure(_)
        | Act::Coverage(_)
        | Act::Challenge { .. }
        | Act::Ruling { .. }
        | Act::Reply(_)
        | Act::Decision(_)
        | Act::Reading { .. }
        | Act::Consent(_)
        | Act::Other(_) => act.speaker().is_none_or(|by| by == signer) || trusted(plan, signer),
    }
}

/// An act entered in another's name.
fn attributed(plan: &Plan, signer: Signer<'_>, by: &ActorName, act: &Act) -> Answer {
    let told = match act {
        Act::Report(report) => signer.desk || reports_on(plan, &report.of).trusts(signer.actor),
        Act::Claim(_) | Act::Context(_) | Act::Denial(_) => signer.desk,
        Act::Position { .. }
        | Act::Finding(_)
        | Act::Closure(_)
        | Act::Coverage(_)
        | Act::Challenge { .. }
        | Act::Ruling { .. }
        | Act::Reply(_)
        | Act::Decision(_)
        | Act::Reading { .. }
        | Act::Consent(_)
        | Act::Correction(_)
        | Act::Other(_) => false,
    };
    Answer::when(told || trusted(plan, signer.actor), || {
        (
            format!("`{}` may not act in the name of `{by}`", signer.actor),
            format!(
                "sign with a key of `{by}`, or enter what was said as a claim; only a desk that \
                 the text trusts (`attributed reports by … count`) tells the acts of others"
            ),
        )
    })
}

/// What the record's desk may enter in its own name where the agreement gives
/// it no part.
fn at_the_desk(signer: Signer<'_>, act: &Act) -> Answer {
    let plain = match act {
        Act::Claim(_) | Act::Context(_) | Act::Coverage(_) => true,
        Act::Other(kind) => kind == "custody" || kind == "batch",
        _ => false,
    };
    Answer::when(plain, || {
        (
            format!(
                "`{}` keeps the record and has no part in the agreement",
                signer.actor
            ),
            "name who says it with `reporter=…`, or enter it as a claim".into(),
        )
    })
}

/// An act in one's own name.
fn own(plan: &Plan, signer: Signer<'_>, act: &Act, cites: &[&Entry]) -> Answer {
    let actor = signer.actor;
    match act {
        Act::Report(report) => report_by(plan, actor, report),
        Act::Finding(report) => finding_by(plan, actor, report),
        Act::Closure(closure) => closure_by(plan, actor, closure),
        Act::Coverage(coverage) => covers(plan, signer, coverage.of.as_deref()),
        Act::Denial(_) => Answer::when(takes_part(plan, actor), || {
            (
                format!(
                    "`{actor}` has no task under the agreement to which access could be denied"
                ),
                "enter it as a claim".into(),
            )
        }),
        Act::Challenge { .. } => challenge_by(plan, actor),
        Act::Ruling { .. } => {
            let rules = plan.challenge.as_ref().map(|rule| &rule.ruled_by);
            Answer::when(rules == Some(actor), || {
                let who = rules.map_or_else(
                    || "the text lets nobody rule on challenges".to_owned(),
                    |body| format!("challenges are ruled on by `{body}`, not by `{actor}`"),
                );
                (who, "state what you hold as a position".into())
            })
        }
        Act::Reply(remark) => reply_by(plan, actor, remark, cites),
        Act::Decision(decision) => decision::may_decide(plan, actor, decision),
        Act::Reading { term, .. } => {
            let settles = plan
                .terms
                .iter()
                .find(|open| open.name.as_str() == term)
                .and_then(|open| open.settled_by.as_ref());
            Answer::when(settles == Some(actor), || {
                (
                    format!("the text does not let `{actor}` settle \"{term}\""),
                    "state which reading you hold as a position".into(),
                )
            })
        }
        Act::Position { .. } | Act::Claim(_) | Act::Context(_) => Answer::Allowed,
        Act::Correction(corrected) => corrects(plan, signer, corrected.as_ref(), cites),
        Act::Consent(consent) => consents(plan, actor, consent),
        // Which file an import was read from says nothing about the matter.
        Act::Other(kind) if kind == "custody" || kind == "batch" => Answer::Allowed,
        Act::Other(kind) => Answer::refused(
            format!("`{kind}` cannot be entered in this way"),
            "see \"Evidence files\" for the kinds there are",
        ),
    }
}

fn report_by(plan: &Plan, actor: &ActorName, report: &Report) -> Answer {
    let listed_for = reports_on(plan, &report.of);
    Answer::when(listed_for.reports(actor), || {
        (
            format!(
                "`{actor}` is not among those who may report {}: {}",
                report.of,
                listed(listed_for.reporters())
            ),
            "enter it as a claim, which is shown and is no evidence".into(),
        )
    })
}

fn finding_by(plan: &Plan, actor: &ActorName, report: &Report) -> Answer {
    let empowered = finders(plan, &report.of);
    let on_a_case = matches!(
        report.value.as_deref(),
        Some("substantiated" | "not substantiated" | "undetermined")
    );
    let allowed = empowered.contains(actor) || on_a_case && step::finds(plan, actor);
    Answer::when(allowed, || {
        (
            format!(
                "the text does not let `{actor}` make findings on {}: {}",
                report.of,
                listed(&empowered)
            ),
            "enter it as a report, if you may report it, or as a claim".into(),
        )
    })
}

fn closure_by(plan: &Plan, actor: &ActorName, closure: &Closure) -> Answer {
    let closers: Vec<&ActorName> = part::closers(plan, &closure.of).collect();
    Answer::when(closers.contains(&actor), || {
        (
            format!(
                "the text does not let `{actor}` close {}: {}",
                closure.of,
                listed(closers.iter().copied())
            ),
            "enter it as a claim".into(),
        )
    })
}

/// Coverage ends what can be judged, so that no party can end another's case
/// with it.
fn covers(plan: &Plan, signer: Signer<'_>, of: Option<&str>) -> Answer {
    let actor = signer.actor;
    let party = part::of_a_party(plan, actor);
    let reports = of.is_some_and(|of| reports_on(plan, of).reports(actor));
    let allowed = signer.desk || trusted(plan, actor) || (reports && !party);
    Answer::when(allowed, || {
        (
            format!(
                "`{actor}` may not say how far the record of {} runs",
                of.unwrap_or("everything")
            ),
            "coverage is stated by the desk, or by a reporter of the subject that is no party's"
                .into(),
        )
    })
}

fn challenge_by(plan: &Plan, actor: &ActorName) -> Answer {
    if plan.challenge.is_none() {
        return Answer::refused(
            "the text has no rule for challenges",
            "reply to the report, or state a position on the clause",
        );
    }
    Answer::when(is_party(plan, actor), || {
        (
            format!("reports are challenged by the parties, and `{actor}` is none"),
            "state a position on the clause".into(),
        )
    })
}

/// A party replies to what concerns it: an entry that names it or a body of
/// it, a clause that it owes, or what nobody is named in.
fn reply_by(plan: &Plan, actor: &ActorName, remark: &Remark, cites: &[&Entry]) -> Answer {
    if !takes_part(plan, actor) {
        return Answer::refused(
            format!("`{actor}` has no part that a reply could be due for"),
            "state a position, or enter it as a claim",
        );
    }
    let mut concerned: Vec<&ActorName> = Vec::new();
    for entry in cites {
        match &entry.act {
            Some(Act::Report(report) | Act::Finding(report) | Act::Correction(Some(report))) => {
                concerned.extend(&report.actors);
                if report.actors.is_empty() {
                    let clauses = subjects(plan, &report.of);
                    concerned.extend(clauses.flat_map(|clause| clause.subject.actors()));
                }
            }
            // A notice or decision on a clause is answered by whoever owes it.
            Some(Act::Decision(decision)) => {
                let clauses = (plan.clauses.iter()).filter(|one| one.id.as_str() == decision.of);
                concerned.extend(clauses.flat_map(|clause| clause.subject.actors()));
                concerned.push(&decision.by);
            }
            // Whoever spoke of somebody is answered, and may answer in turn.
            Some(act) => concerned.extend(act.speaker()),
            None => {}
        }
    }
    for name in &remark.concerns {
        let clauses = plan
            .clauses
            .iter()
            .filter(|clause| clause.id.as_str() == name);
        concerned.extend(clauses.flat_map(|clause| clause.subject.actors()));
    }
    let mine = |name: &&ActorName| *name == actor || part::belongs(plan, name, actor);
    let allowed = concerned.iter().any(mine)
        || step::replies(plan, actor)
        || (concerned.is_empty() && is_party(plan, actor))
        || plan.challenge.is_some() && is_party(plan, actor) && answers_challenge(cites);
    Answer::when(allowed, || {
        (
            format!("what is answered does not concern `{actor}`"),
            "state a position on the clause".into(),
        )
    })
}

/// Returns whether a challenge is answered, which is between the parties.
fn answers_challenge(cites: &[&Entry]) -> bool {
    cites
        .iter()
        .any(|entry| matches!(entry.act, Some(Act::Challenge { .. })))
}

/// A correction is by whoever signed or said what is corrected.
fn corrects(plan: &Plan, signer: Signer<'_>, new: Option<&Report>, cites: &[&Entry]) -> Answer {
    let said = |entry: &Entry| entry.act.as_ref().and_then(Act::speaker).cloned();
    let own = |entry: &&Entry| {
        entry.signer == *signer.actor || said(entry).as_ref() == Some(signer.actor)
    };
    // A correction says one entry anew; a withdrawal takes back all it cites.
    let may = match (new, cites) {
        (_, []) => false,
        (None, all) => all.iter().all(own),
        (Some(new), [first, ..]) => {
            let same = Some(&new.reporter) == said(first).as_ref();
            let spoken = new.reporter == *signer.actor || trusted(plan, signer.actor);
            own(first) && same && spoken
        }
    };
    Answer::when(may, || {
        (
            format!(
                "`{}` neither signed nor made the report that is to be corrected",
                signer.actor
            ),
            "challenge it, or report what you know in your own name".into(),
        )
    })
}

/// A consent is entered by whoever's is needed, with its own key, and to the
/// words as they stand.
fn consents(plan: &Plan, actor: &ActorName, consent: &Consent) -> Answer {
    let name = &consent.to;
    let Some(amendment) = plan.amendments.iter().find(|one| one.name == *name) else {
        return Answer::refused(
            format!("the text declares no amendment `{name}`"),
            "write it into the text first, so that there are words to consent to",
        );
    };
    if !amendment.needs.contains(actor) {
        return Answer::refused(
            format!("the consent of `{actor}` to amendment {name} is not asked for"),
            "state a position on the amendment",
        );
    }
    let other = |told: &Option<String>, own: &str| told.as_ref().is_some_and(|told| told != own);
    let digests = &amendment.digests;
    if other(&consent.old_digest, &digests.old) || other(&consent.new_digest, &digests.new) {
        return Answer::refused(
            format!("the digests given are not those of amendment {name} as it stands in the text"),
            "read the amendment again, and consent to its words as they stand",
        );
    }
    Answer::when(amendment.changes.is_some(), || {
        (
            format!("the words of amendment {name} do not fit the text, so it can have no effect"),
            "mend the amendment; `servanda check` says what does not fit".into(),
        )
    })
}

#[cfg(test)]
mod tests;

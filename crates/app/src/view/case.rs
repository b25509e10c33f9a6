//! The view of a case: what `cases --json` prints and `assess --json` holds.
//!
//! # Invariants
//! Findings and replies stand side by side in the same form; a reply that did
//! not come is among `silent`, and nothing follows from it here.

use serde::Serialize;
use servanda_model::case::{
    CaseBasis, CaseEnding, CaseId, CaseOutcome, CaseStatus, NormChange, NormEffect, Remedy,
    StepState, StepStatus,
};
use servanda_model::names::ActorName;
use servanda_model::plan::{Deed, Ladder, LadderStep, Plan, StepActor, StepPart};
use servanda_model::record::{Citation, Record};
use servanda_model::time::{Instant, Zone};

use super::reason::{CitedEntry, ReasonView};
use crate::{dates, keys, words};

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseView {
    /// Its address: `4.1[3]`, `6.1[North, #12]`, `Ladder B[#12]`.
    pub id: String,
    /// The clause it is about; none for a complaint.
    pub clause: Option<String>,
    /// The ladder it runs on.
    pub ladder: String,
    /// `failure`, `incident` or `complaint`.
    pub basis: &'static str,
    /// Whom it is against.
    pub against: Vec<String>,
    /// Who raised it.
    pub raised_by: Vec<String>,
    /// How grave it was at the opening.
    pub severity: Option<&'static str>,
    /// When it was opened.
    pub opened_at: String,
    /// Where it stands.
    pub state: &'static str,
    /// Findings that have effect.
    pub findings: Vec<FindingView>,
    /// Replies.
    pub replies: Vec<ReplyView>,
    /// Those who could reply in a time that has run out, and did not.
    pub silent: Vec<String>,
    /// Every step of the ladder.
    pub steps: Vec<StepView>,
    /// For whom it waits now.
    pub waiting: Vec<WaitingView>,
    /// Remedies ordered.
    pub remedies: Vec<RemedyView>,
    /// What it changed in the force of clauses and phases.
    pub effects: Vec<EffectView>,
    /// Denials of access that concern it.
    pub denials: Vec<CitedEntry>,
    /// How it ended.
    pub ended: Option<EndView>,
    /// The entries that opened it.
    pub entries: Vec<CitedEntry>,
    /// Reasons.
    pub reasons: Vec<ReasonView>,
}

/// What a body found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingView {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// `substantiated`, `not_substantiated` or `undetermined`.
    pub outcome: &'static str,
    /// To whom it attributes it.
    pub attributed_to: Vec<String>,
    /// How surely, in its own word.
    pub confidence: Option<String>,
    /// The entry.
    pub entry: CitedEntry,
}

/// What was replied.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplyView {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// The entry.
    pub entry: CitedEntry,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepView {
    /// Its number.
    pub number: u32,
    /// As written.
    pub text: String,
    /// Where it stands.
    pub state: &'static str,
    /// When it began.
    pub began: Option<String>,
    /// When its time runs out, or it takes effect.
    pub due: Option<String>,
    /// The same in the zone that the step names.
    pub due_local: Option<String>,
    /// That zone.
    pub zone: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// The acts that count for it.
    pub entries: Vec<CitedEntry>,
}

/// For whom it waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingView {
    /// For whom.
    pub actor: String,
    /// For which step.
    pub step: u32,
    /// Since when.
    pub since: String,
    /// Until when there is time.
    pub due: Option<String>,
    /// Whether that time has run out.
    pub overdue: bool,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RemedyView {
    /// Who ordered it.
    pub by: String,
    /// When.
    pub at: String,
    /// Who is to do it.
    pub who: Option<String>,
    /// What.
    pub what: Option<String>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// How it is verified.
    pub verified_by: Option<String>,
    /// Who certified it.
    pub certified_by: Option<String>,
    /// When it was certified.
    pub certified_at: Option<String>,
    /// The entry.
    pub entry: CitedEntry,
}

/// A change in the force of a clause or phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectView {
    /// `suspended`, `ended`, `revived` or `phase_revived`.
    pub change: &'static str,
    /// The clause or phase.
    pub of: String,
    /// Whether a suspended clause's clock stops.
    pub clock_stops: bool,
    /// From when.
    pub from: String,
    /// Until when.
    pub until: Option<String>,
    /// The act.
    pub entries: Vec<CitedEntry>,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EndView {
    /// When.
    pub at: String,
    /// How.
    pub how: &'static str,
    /// The acts it rests on.
    pub entries: Vec<CitedEntry>,
}

impl CaseView {
    /// Makes the view.
    pub fn new(case: &CaseStatus, plan: &Plan, record: &Record) -> Self {
        let maker = Maker { plan, record };
        Self {
            id: id(&case.id),
            clause: clause(&case.id),
            ladder: case.ladder.to_string(),
            basis: basis(case.basis),
            against: names(&case.against),
            raised_by: names(&case.raised_by),
            severity: case.severity.map(words::severity),
            opened_at: maker.time(case.opened_at),
            state: case.state.key(),
            findings: maker.findings(case),
            replies: maker.replies(case),
            silent: names(&silent(case, plan)),
            steps: maker.steps(case),
            waiting: maker.waiting(case),
            remedies: case.remedies.iter().map(|one| maker.remedy(one)).collect(),
            effects: case.effects.iter().map(|one| maker.effect(one)).collect(),
            denials: maker.entries(&case.denials),
            ended: case.ended.as_ref().map(|end| EndView {
                at: maker.time(end.at),
                how: ending(end.how),
                entries: maker.entries(&end.citations),
            }),
            entries: maker.entries(&case.citations),
            reasons: case
                .reasons
                .iter()
                .map(|reason| ReasonView::new(reason, record))
                .collect(),
        }
    }
}

struct Maker<'a> {
    plan: &'a Plan,
    record: &'a Record,
}

impl Maker<'_> {
    fn time(&self, at: Instant) -> String {
        dates::machine(at, &self.plan.zone)
    }

    fn entry(&self, citation: Citation) -> CitedEntry {
        CitedEntry::new(citation, self.record)
    }

    fn entries(&self, citations: &[Citation]) -> Vec<CitedEntry> {
        citations.iter().map(|cited| self.entry(*cited)).collect()
    }

    fn findings(&self, case: &CaseStatus) -> Vec<FindingView> {
        let view = |finding: &servanda_model::case::CaseFinding| FindingView {
            by: finding.by.to_string(),
            at: self.time(finding.at),
            outcome: outcome(finding.outcome),
            attributed_to: names(&finding.attributed_to),
            confidence: finding.confidence.clone(),
            entry: self.entry(finding.citation),
        };
        case.findings.iter().map(view).collect()
    }

    fn replies(&self, case: &CaseStatus) -> Vec<ReplyView> {
        let view = |reply: &servanda_model::case::CaseReply| ReplyView {
            by: reply.by.to_string(),
            at: self.time(reply.at),
            text: reply.text.clone(),
            entry: self.entry(reply.citation),
        };
        case.replies.iter().map(view).collect()
    }

    fn steps(&self, case: &CaseStatus) -> Vec<StepView> {
        let view = |status: &StepStatus| {
            let step = step(case, self.plan, status.number);
            let zone = step.and_then(zone);
            StepView {
                number: status.number,
                text: step.map(|step| step.text.clone()).unwrap_or_default(),
                state: step_state(status.state),
                began: status.began.map(|at| self.time(at)),
                due: status.due.map(|at| self.time(at)),
                due_local: status
                    .due
                    .zip(zone)
                    .map(|(at, zone)| dates::machine(at, zone)),
                zone: zone.map(|zone| zone.name.clone()),
                ended: status.ended.map(|at| self.time(at)),
                entries: self.entries(&status.citations),
            }
        };
        case.steps.iter().map(view).collect()
    }

    fn waiting(&self, case: &CaseStatus) -> Vec<WaitingView> {
        let view = |waiting: &servanda_model::case::CaseWaiting| WaitingView {
            actor: waiting.actor.to_string(),
            step: waiting.step,
            since: self.time(waiting.since),
            due: waiting.due.map(|at| self.time(at)),
            overdue: waiting.overdue,
        };
        case.waiting.iter().map(view).collect()
    }

    fn remedy(&self, remedy: &Remedy) -> RemedyView {
        let certified = remedy.certified.as_ref();
        RemedyView {
            by: remedy.by.to_string(),
            at: self.time(remedy.at),
            who: remedy.who.clone(),
            what: remedy.what.clone(),
            place: remedy.place.clone(),
            due: remedy.due.map(|at| self.time(at)),
            verified_by: remedy.verified_by.clone(),
            certified_by: certified.map(|(by, _, _)| by.to_string()),
            certified_at: certified.map(|(_, at, _)| self.time(*at)),
            entry: self.entry(remedy.citation),
        }
    }

    fn effect(&self, effect: &NormEffect) -> EffectView {
        let (change, of, clock_stops) = change(&effect.kind);
        EffectView {
            change,
            of,
            clock_stops,
            from: self.time(effect.from),
            until: effect.until.map(|at| self.time(at)),
            entries: self.entries(&effect.citations),
        }
    }
}

fn names(actors: &[ActorName]) -> Vec<String> {
    actors.iter().map(ToString::to_string).collect()
}

/// Writes a case's address.
///
/// # Example
/// `4.1[3]`, `6.1[North, #12]`, `Ladder B[#12]`.
pub fn id(id: &CaseId) -> String {
    match id {
        CaseId::Failure(clause, key) => match keys::text(key) {
            key if key.is_empty() => clause.to_string(),
            key => format!("{clause}[{key}]"),
        },
        CaseId::Incident(clause, actor, first) => {
            format!("{clause}[{actor}, #{first}]")
        }
        CaseId::Complaint(ladder, first) => format!("{ladder}[#{first}]"),
    }
}

/// Returns the clause a case is about.
pub fn clause(id: &CaseId) -> Option<String> {
    match id {
        CaseId::Failure(clause, _) | CaseId::Incident(clause, _, _) => Some(clause.to_string()),
        CaseId::Complaint(..) => None,
    }
}

/// Returns the key of a case's basis, which is also its word.
pub fn basis(basis: CaseBasis) -> &'static str {
    match basis {
        CaseBasis::Failure => "failure",
        CaseBasis::Incident => "incident",
        CaseBasis::Complaint => "complaint",
    }
}

/// Returns the key of a finding's outcome.
pub fn outcome(outcome: CaseOutcome) -> &'static str {
    match outcome {
        CaseOutcome::Substantiated => "substantiated",
        CaseOutcome::NotSubstantiated => "not_substantiated",
        CaseOutcome::Undetermined => "undetermined",
    }
}

/// Returns the key of a step's state.
pub fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::NotReached => "not_reached",
        StepState::Skipped => "skipped",
        StepState::Running => "running",
        StepState::Available => "available",
        StepState::Done => "done",
        StepState::RanOut => "ran_out",
        StepState::Stopped => "stopped",
        StepState::NotNeeded => "not_needed",
    }
}

/// Returns the key of the way a case ended.
pub fn ending(how: CaseEnding) -> &'static str {
    match how {
        CaseEnding::Cured => "cured",
        CaseEnding::Withdrawn => "withdrawn",
        CaseEnding::Remedied => "remedied",
        CaseEnding::NotSubstantiated => "not_substantiated",
        CaseEnding::Declined => "declined",
        CaseEnding::Decided => "decided",
        CaseEnding::Silence => "silence",
    }
}

/// Returns a change's key, of what it is, and whether a clock stops.
pub fn change(change: &NormChange) -> (&'static str, String, bool) {
    match change {
        NormChange::Suspended(clause, stops) => ("suspended", clause.to_string(), *stops),
        NormChange::Ended(clause) => ("ended", clause.to_string(), false),
        NormChange::RevivedClause(clause) => ("revived", clause.to_string(), false),
        NormChange::RevivedPhase(phase) => ("phase_revived", phase.to_string(), false),
    }
}

fn ladder<'a>(case: &CaseStatus, plan: &'a Plan) -> Option<&'a Ladder> {
    plan.ladders.iter().find(|one| one.name == case.ladder)
}

/// Returns a step of a case as the text has it.
pub fn step<'a>(case: &CaseStatus, plan: &'a Plan, number: u32) -> Option<&'a LadderStep> {
    let steps = ladder(case, plan).map(|ladder| ladder.steps.as_slice());
    steps
        .unwrap_or_default()
        .iter()
        .find(|step| step.number == number)
}

/// Returns the zone in which a step names its hour.
pub fn zone(step: &LadderStep) -> Option<&Zone> {
    step.parts.iter().find_map(|part| match part {
        StepPart::Snapback(snapback) => snapback.at.as_ref().map(|(_, zone)| zone),
        StepPart::Act(_) => None,
    })
}

/// Whether something in a step takes effect by itself.
pub fn takes_effect(step: &LadderStep) -> bool {
    let mut parts = step.parts.iter();
    parts.any(|part| matches!(part, StepPart::Snapback(_)))
}

/// Returns those whom a case is against who could reply within a time that has
/// run out, and did not.
pub fn silent(case: &CaseStatus, plan: &Plan) -> Vec<ActorName> {
    let ran_out = case.steps.iter().any(|status| {
        status.state == StepState::RanOut && step(case, plan, status.number).is_some_and(lets_reply)
    });
    let replied = |actor: &&ActorName| case.replies.iter().any(|reply| reply.by == **actor);
    let silent = case.against.iter().filter(|actor| !replied(actor));
    silent.filter(|_| ran_out).cloned().collect()
}

/// Whether those whom a case is against may reply in a step.
pub fn lets_reply(step: &LadderStep) -> bool {
    step.parts.iter().any(|part| {
        matches!(part, StepPart::Act(act)
            if act.by == StepActor::Accused && act.deed == Deed::Reply)
    })
}

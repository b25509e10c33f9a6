//! What the naive assessor concludes: statuses without reasons.
//!
//! Entry point: [`Judgement`]. Where the page "Meaning" says nothing about a
//! field, the field is [`Said::Nothing`] and is not compared.

use servanda_model::assessment::{
    AgreementAxis, AmendmentState, EvidenceAxis, InstanceKey, Lateness, OpeningBasis, Outcome,
    PhaseState, Residual, Status,
};
use servanda_model::case::{
    CaseBasis, CaseEnding, CaseId, CaseOutcome, CaseState, CaseWaiting, NormChange, StepState,
};
use servanda_model::figure::Decimal;
use servanda_model::names::{ActorName, ClauseId, LadderName};
use servanda_model::plan::{PlannedOpening, Severity};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

/// A value that the page fixes, or nothing where the page is silent.
#[derive(Clone, Debug, PartialEq)]
pub enum Said<T> {
    /// Fixed.
    Is(T),
    /// Left open.
    Nothing,
}

/// Everything judged for one Plan, one Record and one as-of.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Clauses, in the text's order.
    pub clauses: Vec<ClauseJudgement>,
    /// Phases, in the text's order.
    pub phases: Vec<PhaseJudgement>,
    /// Cases, in the order of their opening, then of their ids.
    pub cases: Vec<CaseJudgement>,
    /// Amendments, in the text's order.
    pub amendments: Vec<AmendmentJudgement>,
}

/// Where an amendment stands.
#[derive(Clone, Debug, PartialEq)]
pub struct AmendmentJudgement {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: AmendmentState,
    /// From when it is in force, where all that it needs is there.
    pub in_force_at: Option<Instant>,
}

/// What is judged of a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseJudgement {
    /// The clause.
    pub id: ClauseId,
    /// The status of the whole.
    pub status: Status,
    /// Whether it rests on fields or readings that were not agreed.
    pub on_proposed_reading: bool,
    /// How many instances have each status.
    pub counts: Vec<(Status, u32)>,
    /// The 0–3 scale.
    pub score: Option<u8>,
    /// Its instances, by key.
    pub instances: Vec<InstanceJudgement>,
}

/// What is judged of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceJudgement {
    /// What it is an instance of.
    pub key: InstanceKey,
    /// Its status.
    pub status: Status,
    /// The evidence axis.
    pub evidence: Said<EvidenceAxis>,
    /// The agreement axis.
    pub agreement: Said<AgreementAxis>,
    /// When it was triggered.
    pub triggered_at: Said<Option<Instant>>,
    /// When it is due.
    pub due_at: Said<Option<Instant>>,
    /// When its status was decided.
    pub decided_at: Said<Option<Instant>>,
    /// How late it was performed.
    pub lateness: Said<Option<Lateness>>,
    /// The gravest severity that applies.
    pub severity: Said<Option<Severity>>,
    /// How much is established, of how much.
    pub progress: Said<Option<(Decimal, Decimal)>>,
    /// What each reading or ruling gives.
    pub outcomes: Said<Vec<Outcome>>,
    /// The amendment by whose words it is judged.
    pub judged_by: Said<Option<String>>,
    /// What moved its due date.
    pub slips: Said<Vec<SlipJudgement>>,
    /// What re-tests say since it was met: the entry, and whether it stands.
    pub retests: Said<Vec<(Citation, bool)>>,
    /// When it was triggered, the beginning of time for what always is.
    pub(crate) begun: Option<Instant>,
    /// Whether it only says that there is nothing to judge.
    pub(crate) for_none: bool,
    /// The least instant by which performance is established.
    pub(crate) performed_at: Option<Instant>,
    /// Whether a figure alone refutes it, and none of these figures lies
    /// surely below the floor of its slack.
    pub(crate) forgivable: bool,
    /// How much is established of an act counted in one instance.
    pub(crate) counted: Option<(Decimal, Decimal)>,
}

impl InstanceJudgement {
    /// Makes an instance of which only key and status are fixed.
    pub(crate) fn bare(key: InstanceKey, status: Status) -> Self {
        Self {
            key,
            status,
            evidence: Said::Nothing,
            agreement: Said::Nothing,
            triggered_at: Said::Nothing,
            due_at: Said::Nothing,
            decided_at: Said::Nothing,
            lateness: Said::Nothing,
            severity: Said::Nothing,
            progress: Said::Nothing,
            outcomes: Said::Is(Vec::new()),
            judged_by: Said::Is(None),
            slips: Said::Is(Vec::new()),
            retests: Said::Is(Vec::new()),
            begun: None,
            for_none: false,
            performed_at: None,
            forgivable: false,
            counted: None,
        }
    }
}

/// A move of a due date: from, to, the amendment.
pub type SlipJudgement = (Instant, Instant, String);

/// What is judged of a phase.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseJudgement {
    /// The phase, and its item.
    pub phase: PlannedOpening,
    /// Its state.
    pub state: PhaseState,
    /// When and by which way it opened.
    pub opened: Option<(Instant, OpeningBasis)>,
    /// Who declared it open without power, and when.
    pub declared: Vec<(ActorName, Instant)>,
    /// What was still owed.
    pub residuals: Vec<Residual>,
}

/// What is judged of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseJudgement {
    /// Which case it is.
    pub id: CaseId,
    /// The ladder it runs on.
    pub ladder: LadderName,
    /// Why it was opened.
    pub basis: CaseBasis,
    /// Whom it is against.
    pub against: Vec<ActorName>,
    /// Who raised it.
    pub raised_by: Vec<ActorName>,
    /// How grave it was at the opening.
    pub severity: Said<Option<Severity>>,
    /// When it was opened.
    pub opened_at: Instant,
    /// Where it stands.
    pub state: CaseState,
    /// Findings that have effect: who, when, what.
    pub findings: Vec<(ActorName, Instant, CaseOutcome)>,
    /// Replies: who, when.
    pub replies: Vec<(ActorName, Instant)>,
    /// Its steps.
    pub steps: Vec<StepJudgement>,
    /// For whom it waits.
    pub waiting: Vec<CaseWaiting>,
    /// Remedies: who ordered one and when, who certified it and when.
    pub remedies: Vec<RemedyJudgement>,
    /// What it changed in the force of clauses and phases, from when and, but
    /// for phases, until when.
    pub effects: Vec<(NormChange, Instant, Option<Instant>)>,
    /// When and how it ended.
    pub ended: Option<(Instant, CaseEnding)>,
}

/// A remedy: who ordered it and when, who certified it and when.
pub type RemedyJudgement = (ActorName, Instant, Option<(ActorName, Instant)>);

/// What is judged of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepJudgement {
    /// Its number.
    pub number: u32,
    /// Where it stands.
    pub state: StepState,
    /// When it began.
    pub began: Option<Instant>,
    /// When its time runs out.
    pub due: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
}

//! What the naive assessor concludes: statuses without reasons.
//!
//! Entry point: [`Judgement`]. Where the page "Meaning" says nothing about a
//! field, the field is [`Said::Nothing`] and is not compared.

use servanda_model::assessment::{
    AgreementAxis, EvidenceAxis, InstanceKey, Lateness, OpeningBasis, Outcome, PhaseState,
    Residual, Status,
};
use servanda_model::figure::Decimal;
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{PlannedOpening, Severity};
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
            performed_at: None,
            forgivable: false,
            counted: None,
        }
    }
}

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

//! The view of narratives.

use serde::Serialize;
use servanda_model::plan::Plan;
use servanda_model::record::Record;

use super::corridors::days;
use super::reason::CitedEntry;
use crate::narratives::{Claim, Held, Narratives, Position, Risk, Told};

/// Everything said about the agreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NarrativesView {
    /// Claims, with what the record says to each.
    pub claims: Vec<ClaimView>,
    /// Positions.
    pub positions: Vec<PositionView>,
    /// Replies and denials of access.
    pub answers: Vec<ToldView>,
    /// Outside events.
    pub context: Vec<ToldView>,
    /// Risks that somebody watches.
    pub risks: Vec<RiskView>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToldView {
    /// The first and the last day it can have been said or happened.
    pub happened: Option<[String; 2]>,
    /// What it concerns, by name.
    pub concerns: Vec<String>,
    /// The text.
    pub text: String,
    /// The language of the speaker's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The speaker's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The entry, with who says it.
    pub entry: CitedEntry,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimView {
    /// What was said.
    #[serde(flatten)]
    pub told: ToldView,
    /// What the record says to it.
    pub record: HeldView,
    /// How the clauses that it concerns stand.
    pub beside: Vec<BesideView>,
    /// Replies that refer to it.
    pub replies: Vec<ToldView>,
}

/// A clause that a claim concerns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BesideView {
    /// The clause.
    pub clause: String,
    /// Its status.
    pub status: &'static str,
}

/// What the record says to a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeldView {
    /// `supports`, `contradicts`, `both`, `silent` or `not_comparable`.
    pub answer: &'static str,
    /// Why.
    pub why: String,
    /// The entries that say so.
    pub entries: Vec<CitedEntry>,
}

/// A position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionView {
    /// `support`, `oppose`, `conditional`, `dispute` or `accept`.
    pub stance: &'static str,
    /// What was said.
    #[serde(flatten)]
    pub told: ToldView,
}

/// A risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskView {
    /// What kind of risk it is.
    pub kind: Option<String>,
    /// Who watches it.
    pub owners: Vec<String>,
    /// When it is to be reviewed.
    pub review: Option<String>,
    /// Whether that day is past.
    pub overdue: bool,
    /// What was said of it last.
    #[serde(flatten)]
    pub told: ToldView,
    /// The entries that tell of it, first to last.
    pub history: Vec<CitedEntry>,
}

impl NarrativesView {
    /// Makes the view.
    pub fn new(told: &Narratives, plan: &Plan, record: &Record) -> Self {
        let maker = Maker { plan, record };
        Self {
            claims: told.claims.iter().map(|one| maker.claim(one)).collect(),
            positions: told
                .positions
                .iter()
                .map(|one| maker.position(one))
                .collect(),
            answers: told.answers.iter().map(|one| maker.told(one)).collect(),
            context: told.context.iter().map(|one| maker.told(one)).collect(),
            risks: told.risks.iter().map(|one| maker.risk(one)).collect(),
        }
    }
}

struct Maker<'a> {
    plan: &'a Plan,
    record: &'a Record,
}

impl Maker<'_> {
    fn told(&self, told: &Told) -> ToldView {
        let original = told.original.as_ref();
        ToldView {
            happened: told.happened.as_ref().map(|when| days(self.plan, when)),
            concerns: told.concerns.clone(),
            text: told.text.clone(),
            language: original.and_then(|one| one.language.clone()),
            original: original.and_then(|one| one.words.clone()),
            entry: CitedEntry::new(told.citation, self.record),
        }
    }

    fn claim(&self, claim: &Claim) -> ClaimView {
        ClaimView {
            told: self.told(&claim.told),
            record: self.held(&claim.held),
            beside: (claim.beside.iter())
                .map(|(id, status)| BesideView {
                    clause: id.to_string(),
                    status: status.key(),
                })
                .collect(),
            replies: claim.replies.iter().map(|one| self.told(one)).collect(),
        }
    }

    fn held(&self, held: &Held) -> HeldView {
        let cited = held.citations.iter();
        HeldView {
            answer: held.answer.key(),
            why: held.why.clone(),
            entries: cited
                .map(|one| CitedEntry::new(*one, self.record))
                .collect(),
        }
    }

    fn position(&self, position: &Position) -> PositionView {
        PositionView {
            stance: position.stance.word(),
            told: self.told(&position.told),
        }
    }

    fn risk(&self, risk: &Risk) -> RiskView {
        let history = risk.history.iter();
        RiskView {
            kind: risk.kind.clone(),
            owners: risk.owners.iter().map(ToString::to_string).collect(),
            review: risk.review.map(|day| day.to_string()),
            overdue: risk.overdue,
            told: self.told(&risk.told),
            history: history
                .map(|one| CitedEntry::new(*one, self.record))
                .collect(),
        }
    }
}

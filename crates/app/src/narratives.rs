//! Narratives: who said what of the agreement, and what the record says to it;
//! positions, outside events, and risks somebody watches.
//!
//! What lives here: the statements known at an as-of ([`Told`]), claims held
//! against the record ([`Held`]), and the risk list ([`Risk`]). What does not:
//! statuses, and words for pages. Entry point: [`narratives`], a pure function.
//!
//! # Invariants
//! A claim is never evidence, and nothing here changes a status. Nobody is
//! ranked: everything stands in the order in which it was said. What is
//! compared is compared with what others reported, and only where both count
//! the same thing.

mod held;
pub mod terminal;

use servanda_model::assessment::{Assessment, Status};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Citation, Content, Entry, Original, Record, Remark, Stance};
use servanda_model::time::{Date, When};

use crate::known;
use crate::standing;

pub use held::{Answer, Held};

/// The word by which a context entry is a risk.
pub const RISK: &str = "risk";

/// The word by which a later entry ends a risk that it refers to.
pub const RISK_CLOSED: &str = "risk closed";

/// Everything said about the agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narratives {
    /// Claims, with what the record says to each.
    pub claims: Vec<Claim>,
    /// Positions.
    pub positions: Vec<Position>,
    /// Replies and denials of access.
    pub answers: Vec<Told>,
    /// Outside events.
    pub context: Vec<Told>,
    /// Risks that somebody watches.
    pub risks: Vec<Risk>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Who says it.
    pub by: ActorName,
    /// Who relayed it.
    pub via: Option<String>,
    /// When it was said or happened, where that is known.
    pub happened: Option<When>,
    /// What it concerns, by name.
    pub concerns: Vec<String>,
    /// The text.
    pub text: String,
    /// The speaker's own words, where they are on record.
    pub original: Option<Original>,
    /// The entry.
    pub citation: Citation,
}

/// A claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What was said.
    pub told: Told,
    /// What it says in names and figures.
    pub content: Content,
    /// What the record says to that.
    pub held: Held,
    /// How the clauses that it concerns stand.
    pub beside: Vec<(ClauseId, Status)>,
    /// Replies that refer to it.
    pub replies: Vec<Told>,
}

/// What somebody holds about a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// What was said.
    pub told: Told,
    /// Which way.
    pub stance: Stance,
}

/// A risk that somebody watches.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// What kind of risk it is.
    pub kind: Option<String>,
    /// What was said of it last.
    pub told: Told,
    /// Who watches it.
    pub owners: Vec<ActorName>,
    /// When it is to be reviewed.
    pub review: Option<Date>,
    /// Whether that day is past.
    pub overdue: bool,
    /// The entries that tell of it, first to last.
    pub history: Vec<Citation>,
}

/// Gathers what was said of an agreement.
pub fn narratives(plan: &Plan, record: &Record, assessment: &Assessment) -> Narratives {
    let as_of = assessment.as_of;
    let zone = &plan.zone;
    let said: Vec<(&Entry, &Act, &Remark)> = known::entries(record, zone, as_of.known)
        .filter_map(|entry| {
            let act = entry.act.as_ref()?;
            let remark = act.remark()?;
            let made = remark.happened.as_ref().map(|when| when.latest(zone));
            made.is_none_or(|made| made <= as_of.at)
                .then_some((entry, act, remark))
        })
        .collect();
    let reports = standing::reports(plan, record, as_of);
    let replies = |to: Citation| {
        let replies = said.iter().filter(|(entry, act, _)| {
            matches!(act, Act::Reply(_)) && entry.refers_to.contains(&to)
        });
        replies
            .map(|(entry, _, remark)| told(entry, remark))
            .collect()
    };
    let mut found = Narratives::default();
    for (entry, act, remark) in &said {
        let told = told(entry, remark);
        match act {
            Act::Claim(_) => found.claims.push(Claim {
                held: held::hold(plan, assessment, &reports, remark),
                beside: beside(assessment, remark),
                content: remark.content.clone(),
                replies: replies(entry.citation),
                told,
            }),
            Act::Position { stance, .. } => found.positions.push(Position {
                told,
                stance: *stance,
            }),
            Act::Reply(_) | Act::Denial(_) => found.answers.push(told),
            Act::Context(_) if is_risk(remark) => {}
            _ => found.context.push(told),
        }
    }
    let by_day = |told: &Told| {
        (
            told.happened.as_ref().map(|when| when.latest(zone)),
            told.citation,
        )
    };
    found.context.sort_by_key(by_day);
    found.risks = risks(&said, zone.date_of(as_of.at));
    found
}

fn told(entry: &Entry, remark: &Remark) -> Told {
    Told {
        by: remark.by.clone(),
        via: remark.via.clone(),
        happened: remark.happened.clone(),
        concerns: remark.concerns.clone(),
        text: remark.text.clone(),
        original: remark.original.clone(),
        citation: entry.citation,
    }
}

/// Returns how the clauses stand that a remark concerns.
fn beside(assessment: &Assessment, remark: &Remark) -> Vec<(ClauseId, Status)> {
    let clauses = assessment.clauses.iter();
    let concerned = clauses.filter(|clause| {
        let mut names = remark.concerns.iter();
        names.any(|name| name == clause.id.as_str())
    });
    concerned.map(|one| (one.id.clone(), one.status)).collect()
}

fn is_risk(remark: &Remark) -> bool {
    let value = remark.content.value.as_deref();
    matches!(value, Some(RISK | RISK_CLOSED))
}

/// Returns the open risks: each as its last entry tells it, what that leaves
/// out as an earlier one did.
fn risks(said: &[(&Entry, &Act, &Remark)], today: Date) -> Vec<Risk> {
    let mut found: Vec<(Risk, bool)> = Vec::new();
    for (entry, act, remark) in said {
        if !matches!(act, Act::Context(_)) || !is_risk(remark) {
            continue;
        }
        let content = &remark.content;
        let closed = content.value.as_deref() == Some(RISK_CLOSED);
        let earlier = found.iter_mut().find(|(risk, _)| {
            let mut history = risk.history.iter();
            history.any(|one| entry.refers_to.contains(one))
        });
        let Some((risk, over)) = earlier else {
            let risk = Risk {
                kind: content.scope.clone(),
                told: told(entry, remark),
                owners: content.actors.clone(),
                review: content.until,
                overdue: false,
                history: vec![entry.citation],
            };
            found.push((risk, closed));
            continue;
        };
        risk.told = told(entry, remark);
        risk.history.push(entry.citation);
        risk.review = content.until.or(risk.review);
        if content.scope.is_some() {
            risk.kind.clone_from(&content.scope);
        }
        if !content.actors.is_empty() {
            risk.owners.clone_from(&content.actors);
        }
        *over = closed;
    }
    let open = found.into_iter().filter(|(_, closed)| !closed);
    open.map(|(risk, _)| Risk {
        overdue: risk.review.is_some_and(|review| review < today),
        ..risk
    })
    .collect()
}

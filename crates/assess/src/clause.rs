//! Clauses by frame: from a clause under one variant to its judged instances.
//!
//! Entry points: [`judge`], [`judge_words`], [`drafts`], [`subject`].

use servanda_model::names::ActorName;
use servanda_model::plan::{Cadence, Clause, Duty, Measured, Plan, Subject};

use crate::judged::{Draft, Judged};
use crate::world::View;
use crate::{acts, goal, incidents, levels, lifecycle, rates, retests, versions};

/// Returns the drafts of a clause that performs or reaches something.
pub(crate) fn drafts<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Draft> {
    match &clause.duty {
        Duty::Perform(perform) => acts::perform(view, clause, perform),
        Duty::Reach {
            measured,
            comparison,
            stages,
            ..
        } => goal::topic(view, measured)
            .map(|topic| acts::reach(view, clause, &topic, *comparison, stages))
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Judges a clause under one variant, each instance by the words that bind it.
pub(crate) fn judge<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Judged> {
    if versions::touched(view.world, clause, view.t) {
        versions::judge(view, clause)
    } else {
        judge_words(view, clause)
    }
}

/// Judges the words of a clause under one variant.
pub(crate) fn judge_words<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Judged> {
    let mut judged = by_frame(view, clause);
    if !matches!(clause.duty, Duty::Perform(_) | Duty::Reach { .. }) {
        for one in &mut judged {
            lifecycle::release(view, clause, one);
        }
    }
    judged
}

fn by_frame<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Judged> {
    match &clause.duty {
        Duty::Perform(_) | Duty::Reach { .. } => {
            let subject = match &clause.duty {
                Duty::Reach { measured, .. } => goal::topic(view, measured).map(|t| t.name),
                _ => subject(view.plan(), clause),
            };
            let drafts = drafts(view, clause);
            let mut places = std::collections::BTreeMap::new();
            drafts
                .iter()
                .map(|draft| {
                    let place = places.entry(draft.key.actor.clone()).or_insert(0_usize);
                    let mut judged = lifecycle::judge(view, clause, subject, draft, *place);
                    *place += 1;
                    judged.retests = retests::since(view, clause, &judged);
                    judged
                })
                .collect()
        }
        Duty::Avoid(event) => incidents::judge(view, clause, event),
        Duty::Keep {
            measured,
            target,
            cadence,
        } => {
            let Some(topic) = goal::topic(view, measured) else {
                return Vec::new();
            };
            let Some(goal) = goal::goal(view, target, &topic) else {
                return Vec::new();
            };
            match cadence {
                Cadence::Each(period) => rates::judge(view, clause, &topic, goal, period),
                Cadence::AtEachReport | Cadence::AtAllTimes => {
                    levels::judge(view, clause, &topic, goal, cadence)
                }
            }
        }
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => Vec::new(),
    }
}

/// Returns a clause's subject: its event, measure or state.
pub(crate) fn subject<'a>(_plan: &'a Plan, clause: &'a Clause) -> Option<&'a str> {
    match &clause.duty {
        Duty::Perform(perform) => Some(perform.event.name.as_str()),
        Duty::Avoid(event) => Some(event.name.as_str()),
        Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => match measured {
            Measured::Measure(name, _) => Some(name.as_str()),
            Measured::State(name) => Some(name.as_str()),
            Measured::Term(_) => None,
        },
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
    }
}

/// Returns whether a clause has nothing to measure it by.
pub(crate) fn measurable(clause: &Clause) -> bool {
    !matches!(
        clause.duty,
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_)
    )
}

/// Returns the actors of a clause in words.
pub(crate) fn owed_by(clause: &Clause) -> String {
    match &clause.subject {
        Subject::Nobody => "nobody in particular".to_owned(),
        subject => subject
            .actors()
            .iter()
            .map(ActorName::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

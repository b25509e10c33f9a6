//! Conditions: whether they hold at an instant, and when they first do.
//!
//! What lives here: truth of conditions over statuses, phases, events, states
//! and certified grounds. What does not: what opens a phase (`gates`). Entry
//! points: [`holds`], [`first`].
//!
//! # Source
//! "Meaning", section 11.

use servanda_model::assessment::Status;
use servanda_model::names::{ActorName, ClauseId, ItemKey, PhaseName};
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Condition, Duty, EventPattern, EvidenceRule};
use servanda_model::record::DecisionAct;
use servanda_model::time::Instant;

use crate::account::{Accounts, Hands};
use crate::evidence::Turns;
use crate::facts::names;
use crate::judged::Judged;
use crate::testimony::Topic;
use crate::trigger::resolve;
use crate::variants;
use crate::world::{Variant, View};

/// Returns whether a condition holds at an instant, as seen from the view's.
pub(crate) fn holds<'a>(
    view: &View<'_, 'a>,
    condition: &'a Condition,
    item: Option<&ItemKey>,
    at: Instant,
) -> bool {
    match condition {
        Condition::And(all) => all.iter().all(|one| holds(view, one, item, at)),
        Condition::Or(any) => any.iter().any(|one| holds(view, one, item, at)),
        Condition::Clause(id, is) => clause_is(view, id, *is, item, at),
        Condition::StageMet(id, stage) => view.world.clause(id).is_some_and(|(index, _)| {
            let judged = view.world.status_at(index, at);
            let mut stages = judged
                .iter()
                .filter(|judged| judged.key.stage.as_deref() == Some(stage.as_str()))
                .peekable();
            stages.peek().is_some() && stages.all(good)
        }),
        Condition::DutiesKept(actor) => duties_kept(view, actor, at),
        Condition::PhaseMet(phase) => {
            let clauses = clauses_of(view, phase, at);
            !clauses.is_empty()
                && clauses
                    .iter()
                    .all(|id| clause_is(view, id, ClauseIs::Met, item, at))
        }
        Condition::PhaseOpen(phase) => view.world.gates.borrow().open_at(phase, item, at, view.t),
        Condition::Happened(pattern, rule) => {
            let variant = variants::settled(view.world, at);
            let then = at_instant(view, at, &variant);
            happened(&then, pattern, rule)
        }
        Condition::State(name, value) => {
            let variant = variants::settled(view.world, at);
            let then = at_instant(view, at, &variant);
            Topic::state(view.plan(), name.as_str()).is_some_and(|topic| {
                topic
                    .reports(&then)
                    .last()
                    .is_some_and(|(_, fact, _)| fact.report.value.as_deref() == Some(value))
            })
        }
        Condition::Reached(trigger) => {
            let variant = variants::settled(view.world, at);
            let then = at_instant(view, at, &variant);
            resolve(&then, trigger, item)
                .is_some_and(|h| then.reached(h.when.latest(&view.plan().zone)))
        }
        Condition::Ground(ground) => certified(view, ground, at),
    }
}

/// Returns the view at another instant, with what is settled then.
fn at_instant<'v, 'a>(view: &View<'v, 'a>, t: Instant, variant: &'v Variant) -> View<'v, 'a> {
    View {
        world: view.world,
        t,
        variant,
    }
}

/// Returns the first instant from one to another at which a condition holds.
pub(crate) fn first<'a>(
    view: &View<'_, 'a>,
    condition: &'a Condition,
    item: Option<&ItemKey>,
    from: Instant,
    until: Instant,
) -> Option<Instant> {
    seek(view, from, until, &|at| holds(view, condition, item, at))
}

/// Returns the first instant from one to another at which a condition does not
/// hold.
pub(crate) fn first_lapse<'a>(
    view: &View<'_, 'a>,
    condition: &'a Condition,
    item: Option<&ItemKey>,
    from: Instant,
    until: Instant,
) -> Option<Instant> {
    seek(view, from, until, &|at| !holds(view, condition, item, at))
}

/// Returns the first instant up to another at which a clause comes to a state.
pub(crate) fn first_clause(
    view: &View<'_, '_>,
    id: &ClauseId,
    is: ClauseIs,
    item: Option<&ItemKey>,
    until: Instant,
) -> Option<Instant> {
    seek(view, Instant::MIN, until, &|at| {
        clause_is(view, id, is, item, at)
    })
}

fn seek(
    view: &View<'_, '_>,
    from: Instant,
    until: Instant,
    test: &dyn Fn(Instant) -> bool,
) -> Option<Instant> {
    let mut at = from.max(view.world.start?);
    while at <= until {
        if test(at) {
            return Some(at);
        }
        at = view.world.next_pulse(at)?;
    }
    None
}

/// Returns whether a judged instance counts as met.
fn good(judged: &Judged) -> bool {
    judged.done() || judged.status == Status::Cured
}

/// Returns whether a clause is in a state at an instant; for one item, where it
/// has an instance of that item.
pub(crate) fn clause_is(
    view: &View<'_, '_>,
    id: &ClauseId,
    is: ClauseIs,
    item: Option<&ItemKey>,
    at: Instant,
) -> bool {
    let Some((index, _)) = view.world.clause(id) else {
        return false;
    };
    let judged = view.world.status_at(index, at);
    let own = item.is_some_and(|item| judged.iter().any(|j| j.key.item.as_ref() == Some(item)));
    let mut instances = judged
        .iter()
        .filter(|judged| !own || judged.key.item.as_ref() == item)
        .peekable();
    match is {
        ClauseIs::Met => instances.peek().is_some() && instances.all(good),
        ClauseIs::NotMet => instances.any(|judged| judged.status.adverse()),
        ClauseIs::Kept => !instances.any(|judged| judged.status.adverse()),
    }
}

fn duties_kept(view: &View<'_, '_>, actor: &ActorName, at: Instant) -> bool {
    view.plan()
        .clauses
        .iter()
        .filter_map(|clause| view.world.courses.words(clause, at))
        .filter(|clause| clause.subject.actors().contains(actor))
        .filter(|clause| {
            !matches!(
                clause.duty,
                Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_)
            )
        })
        .all(|clause| {
            let Some((index, _)) = view.world.clause(&clause.id) else {
                return true;
            };
            !view
                .world
                .status_at(index, at)
                .iter()
                .filter(|judged| judged.key.actor.as_ref().is_none_or(|owner| owner == actor))
                .any(|judged| judged.status.adverse())
        })
}

/// Returns the clauses of a phase that are in the text at an instant: those it
/// names, else those that say `while` it.
pub(crate) fn clauses_of(view: &View<'_, '_>, phase: &PhaseName, at: Instant) -> Vec<ClauseId> {
    let named = view
        .plan()
        .phases
        .iter()
        .find(|p| p.name == *phase)
        .map(|p| p.clauses.clone())
        .unwrap_or_default();
    if !named.is_empty() {
        // A number that no clause has still counts as one that is not met.
        let out =
            |id: &ClauseId| view.world.clause(id).is_some() && view.world.words(id, at).is_none();
        return named.into_iter().filter(|id| !out(id)).collect();
    }
    let says = |condition: &Condition| mentions(condition, phase);
    view.plan()
        .clauses
        .iter()
        .filter_map(|clause| view.world.courses.words(clause, at))
        .filter(|clause| clause.during.iter().any(says))
        .map(|clause| clause.id.clone())
        .collect()
}

fn mentions(condition: &Condition, phase: &PhaseName) -> bool {
    match condition {
        Condition::PhaseOpen(name) => name == phase,
        Condition::And(all) | Condition::Or(all) => all.iter().any(|one| mentions(one, phase)),
        _ => false,
    }
}

fn happened<'a>(view: &View<'_, 'a>, pattern: &'a EventPattern, rule: &EvidenceRule) -> bool {
    let topic = Topic::event(view.plan(), pattern);
    let reports = topic.reports(view);
    let accounts = Accounts::new(view, &reports, Hands::All, &[]);
    let told = accounts.testimonies(servanda_model::figure::Decimal::ONE);
    view.world
        .bench
        .ask(
            view.plan(),
            &view.world.facts,
            rule,
            &told,
            Turns::default(),
        )
        .done
        .is_some()
}

/// Returns whether a ground was certified by an instant, by anyone the text
/// gives for it.
fn certified(view: &View<'_, '_>, ground: &str, at: Instant) -> bool {
    let plan = view.plan();
    let certifiers: Vec<&ActorName> = plan
        .clauses
        .iter()
        .flat_map(|clause| &clause.excuses)
        .map(|excuse| &excuse.certified_by)
        .chain(
            plan.phases
                .iter()
                .filter_map(|phase| phase.certified.as_ref().map(|c| &c.by)),
        )
        .chain(
            plan.clauses
                .iter()
                .filter_map(|clause| clause.certified.as_ref().map(|c| &c.by)),
        )
        .collect();
    view.world.facts.decisions.iter().any(|d| {
        d.act.act == DecisionAct::Certify
            && d.at <= at
            && certifiers.contains(&&d.act.by)
            && names(d.act, ground)
    })
}

//! Section 11 of "Meaning": conditions, read at the instants of change.
//!
//! Entry points: [`holds`], [`first_held`], [`clause_is`].

use std::collections::BTreeMap;

use servanda_model::assessment::Status;
use servanda_model::figure::Decimal;
use servanda_model::names::{ActorName, ClauseId, ItemKey, PhaseName};
use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Clause, Condition, Phase, TestimonyKind};
use servanda_model::record::{DecisionAct, NOT_DONE};
use servanda_model::time::Instant;

use crate::acts;
use crate::amendments;
use crate::due::names_it;
use crate::force::{self, Standing};
use crate::judgement::InstanceJudgement;
use crate::known::Fact;
use crate::phases;
use crate::testimony::{Told, Topic, admitted, establishes};
use crate::triggers;
use crate::world::Ctx;

/// Whose condition it is: who may certify its grounds, and for which item.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scope<'p> {
    pub(crate) clause: Option<&'p Clause>,
    pub(crate) phase: Option<&'p Phase>,
    pub(crate) item: Option<&'p ItemKey>,
}

impl<'p> Scope<'p> {
    /// Makes the scope of a clause's condition.
    pub(crate) fn clause(clause: &'p Clause, item: Option<&'p ItemKey>) -> Self {
        Self {
            clause: Some(clause),
            phase: None,
            item,
        }
    }

    fn certifiers(&self) -> Vec<&ActorName> {
        let clause = self.clause.into_iter().flat_map(|c| &c.excuses);
        let phase = self.phase.and_then(|p| p.certified.as_ref());
        clause
            .map(|e| &e.certified_by)
            .chain(phase.map(|c| &c.by))
            .collect()
    }
}

/// Returns whether a condition holds at an instant, seen from the one judged.
pub(crate) fn holds(ctx: &Ctx<'_>, condition: &Condition, at: Instant, scope: Scope<'_>) -> bool {
    let zone = &ctx.world.plan.zone;
    match condition {
        Condition::Clause(id, is) => clause_is(ctx, id, *is, at, scope.item),
        Condition::StageMet(id, stage) => {
            let judged = ctx.world.named(id, at);
            let of_stage: Vec<&InstanceJudgement> = judged
                .iter()
                .flat_map(|j| &j.instances)
                .filter(|i| i.key.stage.as_deref() == Some(stage.as_str()))
                .collect();
            is(ClauseIs::Met, &of_stage)
        }
        Condition::DutiesKept(actor) => ctx
            .world
            .plan
            .clauses
            .iter()
            .filter_map(|c| amendments::words(ctx.world, c, at))
            .filter(|c| c.subject.actors().contains(actor))
            .all(|c| clause_is(ctx, &c.id, ClauseIs::Kept, at, None)),
        Condition::PhaseMet(phase) => {
            let clauses = clauses_of(ctx, phase, at);
            !clauses.is_empty()
                && clauses
                    .iter()
                    .all(|id| clause_is(ctx, id, ClauseIs::Met, at, scope.item))
        }
        Condition::PhaseOpen(phase) => phases::is_open(ctx, phase, at, scope.item),
        Condition::Happened(pattern, rule) => {
            let then = ctx.world.plain(at);
            let Some(event) = then
                .world
                .plan
                .events
                .iter()
                .find(|e| e.name == pattern.name)
            else {
                return false;
            };
            let mut facts = admitted(&then, Topic::Event(event), &pattern.filters, None);
            triggers::in_order(zone, &mut facts);
            let told = first_ones(&then, &facts);
            establishes(then.world.plan, rule, &told.iter().collect::<Vec<_>>())
        }
        Condition::State(state, value) => {
            let then = ctx.world.plain(at);
            let Some(kind) = then.world.plan.states.iter().find(|s| s.name == *state) else {
                return false;
            };
            let mut facts = admitted(&then, Topic::State(kind), &[], None);
            triggers::in_order(zone, &mut facts);
            facts
                .last()
                .is_some_and(|f| f.report.value.as_ref() == Some(value))
        }
        Condition::Reached(trigger) => triggers::taus(ctx, trigger, scope)
            .first()
            .is_some_and(|tau| tau.latest <= at),
        Condition::And(all) => all.iter().all(|c| holds(ctx, c, at, scope)),
        Condition::Or(any) => any.iter().any(|c| holds(ctx, c, at, scope)),
        Condition::Ground(ground) => {
            let then = ctx.world.plain(at);
            then.decisions(DecisionAct::Certify)
                .iter()
                .any(|d| scope.certifiers().contains(&&d.by) && names_it(d, ground))
        }
    }
}

/// Returns the report by which each reporter's account reaches one.
fn first_ones(ctx: &Ctx<'_>, facts: &[Fact]) -> Vec<Told> {
    let mut books: BTreeMap<(String, bool), Vec<Fact>> = BTreeMap::new();
    for fact in facts {
        let report = &fact.report;
        if report.value.as_deref() != Some(NOT_DONE) && report.per.is_none() {
            let finding = fact.kind == TestimonyKind::Finding;
            let who = report.reporter.to_string();
            books.entry((who, finding)).or_default().push(fact.clone());
        }
    }
    let mut told = Vec::new();
    for book in books.values() {
        let reached = (1..=book.len()).find_map(|end| {
            let so_far = book.get(..end)?;
            let (account, _) = acts::balance(&ctx.world.plan.zone, so_far);
            so_far.last().filter(|_| account >= Decimal::ONE)
        });
        told.extend(reached.map(|fact| Told::of(ctx, fact, true, true)));
    }
    told
}

/// Returns whether all conditions hold at an instant.
pub(crate) fn all_hold(
    ctx: &Ctx<'_>,
    conditions: &[Condition],
    at: Instant,
    scope: Scope<'_>,
) -> bool {
    conditions.iter().all(|c| holds(ctx, c, at, scope))
}

/// Returns whether a clause's `while` holds at an instant, or need not (14).
pub(crate) fn during_holds(ctx: &Ctx<'_>, clause: &Clause, at: Instant, scope: Scope<'_>) -> bool {
    matches!(force::standing(ctx, &clause.id, at), Standing::Revived(_))
        || all_hold(ctx, &clause.during, at, scope)
}

/// Returns the first instant of change at which a condition holds.
pub(crate) fn first_held(
    ctx: &Ctx<'_>,
    condition: &Condition,
    scope: Scope<'_>,
) -> Option<Instant> {
    ctx.instants()
        .into_iter()
        .find(|t| holds(ctx, condition, *t, scope))
}

/// Returns whether a clause is met, not met or kept at an instant.
pub(crate) fn clause_is(
    ctx: &Ctx<'_>,
    id: &ClauseId,
    wanted: ClauseIs,
    at: Instant,
    item: Option<&ItemKey>,
) -> bool {
    let judged = ctx.world.named(id, at);
    let all: Vec<&InstanceJudgement> = judged.iter().flat_map(|j| &j.instances).collect();
    let of_item: Vec<&InstanceJudgement> = all
        .iter()
        .copied()
        .filter(|i| item.is_some() && i.key.item.as_ref() == item)
        .collect();
    is(wanted, if of_item.is_empty() { &all } else { &of_item })
}

fn is(wanted: ClauseIs, instances: &[&InstanceJudgement]) -> bool {
    let adverse = instances.iter().any(|i| i.status.adverse());
    match wanted {
        ClauseIs::Met => {
            !instances.is_empty()
                && instances.iter().all(|i| {
                    matches!(
                        i.status,
                        Status::Met | Status::MetLate | Status::Cured | Status::Discharged
                    )
                })
        }
        ClauseIs::NotMet => adverse,
        ClauseIs::Kept => !adverse,
    }
}

/// Returns the clauses of a phase that are in the text at an instant: those
/// listed, else those that say `while` it.
pub(crate) fn clauses_of(ctx: &Ctx<'_>, phase: &PhaseName, at: Instant) -> Vec<ClauseId> {
    let plan = ctx.world.plan;
    let listed = plan
        .phases
        .iter()
        .find(|p| p.name == *phase)
        .map(|p| p.clauses.clone())
        .unwrap_or_default();
    if !listed.is_empty() {
        let gone = |id: &ClauseId| {
            let clause = plan.clauses.iter().find(|c| c.id == *id);
            clause.is_some_and(|c| amendments::words(ctx.world, c, at).is_none())
        };
        return listed.into_iter().filter(|id| !gone(id)).collect();
    }
    plan.clauses
        .iter()
        .filter_map(|c| amendments::words(ctx.world, c, at))
        .filter(|c| {
            c.during
                .iter()
                .any(|d| matches!(d, Condition::PhaseOpen(p) if p == phase))
        })
        .map(|c| c.id.clone())
        .collect()
}

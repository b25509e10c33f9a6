//! Section 8 of "Meaning": levels and states, occasion by occasion.
//!
//! Entry point: [`judge`].

use std::collections::BTreeMap;

use servanda_model::assessment::{AgreementAxis, EvidenceAxis, InstanceKey, Status};
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::plan::{Cadence, Clause, Filter};
use servanda_model::time::{Date, Instant};

use crate::axes;
use crate::conditions::{self, Scope};
use crate::force::{self, Standing};
use crate::hands::{self, Obligor};
use crate::judgement::{InstanceJudgement, Said};
use crate::known::{Fact, record_end};
use crate::rates::{Window, day_after, in_window, window};
use crate::testimony::{Told, Topic, admitted, establishes};
use crate::world::Ctx;

/// What is kept to.
pub(crate) enum Kept {
    /// A number.
    Number(Comparison, Decimal),
    /// A state's value.
    Value(String),
}

/// What one occasion says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Within,
    Beyond,
    Both,
    Neither,
}

/// Some days with one answer, and what was told of them.
struct Run {
    days: (Date, Date),
    answer: Answer,
    told: Vec<Told>,
}

/// Judges a clause that keeps a level or a state.
pub(crate) fn judge(
    ctx: &Ctx<'_>,
    clause: &Clause,
    (topic, filters): (Topic<'_>, &[Filter]),
    kept: &Kept,
    cadence: &Cadence,
) -> Vec<InstanceJudgement> {
    let Some(window) = window(ctx, clause).filter(|w| w.start.is_none_or(|s| s <= ctx.at)) else {
        return each(clause, |key| {
            InstanceJudgement::bare(key, Status::NotTriggered)
        });
    };
    let facts: Vec<Fact> = admitted(ctx, topic, filters, None)
        .into_iter()
        .filter(|f| lies_in(ctx, clause, &window, f))
        .collect();
    let mut found = Vec::new();
    for obligor in hands::obligors(clause) {
        let runs = runs(ctx, clause, &obligor, &facts, kept);
        let always = matches!(cadence, Cadence::AtAllTimes);
        if runs.is_empty() {
            let status = if always {
                Status::Undetermined
            } else {
                Status::NotTriggered
            };
            found.push(InstanceJudgement::bare(key(&obligor, None), status));
            continue;
        }
        if let (true, Some(start), Some(first)) = (always, window.start, runs.first()) {
            let start = ctx.world.plan.zone.date_of(start);
            if let Ok(before) = first.days.0.yesterday()
                && start <= before
            {
                found.push(gap(&obligor, (start, before)));
            }
        }
        for (place, run) in runs.iter().enumerate() {
            let next = runs.get(place + 1).map(|r| r.answer);
            found.push(told_of(ctx, clause, &obligor, run, next));
        }
        if let Some(last) = runs.last() {
            found.extend(
                unknown_since(ctx, clause, topic, &window, always, last.days.1)
                    .map(|days| gap(&obligor, days)),
            );
        }
    }
    found
}

fn each(
    clause: &Clause,
    make: impl Fn(InstanceKey) -> InstanceJudgement,
) -> Vec<InstanceJudgement> {
    hands::obligors(clause)
        .iter()
        .map(|obligor| make(key(obligor, None)))
        .collect()
}

fn key(obligor: &Obligor, days: Option<(Date, Date)>) -> InstanceKey {
    InstanceKey {
        actor: obligor.key.clone(),
        days,
        ..InstanceKey::default()
    }
}

fn gap(obligor: &Obligor, days: (Date, Date)) -> InstanceJudgement {
    InstanceJudgement {
        evidence: Said::Is(EvidenceAxis::NoInformation),
        ..InstanceJudgement::bare(key(obligor, Some(days)), Status::Undetermined)
    }
}

/// Returns whether a fact lies in a window, `while` holding and no exception
/// holding at its latest.
pub(crate) fn lies_in(ctx: &Ctx<'_>, clause: &Clause, window: &Window, fact: &Fact) -> bool {
    let zone = &ctx.world.plan.zone;
    let latest = fact.report.happened.latest(zone);
    let scope = Scope::clause(clause, None);
    window
        .start
        .is_none_or(|start| fact.report.happened.earliest(zone) >= start)
        && in_window(ctx, clause, window, latest)
        && !force::suspended_during(ctx, clause, latest)
        && conditions::during_holds(ctx, clause, latest, scope)
        && !clause
            .exceptions
            .iter()
            .any(|c| conditions::holds(ctx, c, latest, scope))
}

/// Returns whether a report surely lies within, surely beyond, or neither.
fn side(kept: &Kept, fact: &Fact) -> Option<bool> {
    match kept {
        Kept::Number(comparison, bound) => {
            let figure = fact.report.figure.as_ref()?;
            if figure.surely_within(*comparison, *bound) {
                Some(true)
            } else {
                figure.surely_beyond(*comparison, *bound).then_some(false)
            }
        }
        Kept::Value(value) => Some(fact.report.value.as_ref() == Some(value)),
    }
}

fn measures(kept: &Kept, fact: &Fact) -> bool {
    match kept {
        Kept::Number(_, _) => fact.report.figure.is_some(),
        Kept::Value(_) => fact.report.value.is_some(),
    }
}

fn runs(
    ctx: &Ctx<'_>,
    clause: &Clause,
    obligor: &Obligor,
    facts: &[Fact],
    kept: &Kept,
) -> Vec<Run> {
    let plan = ctx.world.plan;
    let mut days: BTreeMap<Date, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        if measures(kept, fact) && hands::own(plan, clause, obligor, &fact.report) {
            let day = plan.zone.date_of(fact.report.happened.latest(&plan.zone));
            days.entry(day).or_default().push(fact);
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (day, facts) in days {
        let told = occasion_told(ctx, &facts, kept);
        let of = |done: bool| told.iter().filter(|t| t.done == done).collect::<Vec<_>>();
        let within = establishes(plan, &clause.evidence, &of(true));
        let beyond = establishes(plan, &clause.evidence, &of(false));
        let answer = match (within, beyond) {
            (true, true) => Answer::Both,
            (true, false) => Answer::Within,
            (false, true) => Answer::Beyond,
            (false, false) => Answer::Neither,
        };
        match runs.last_mut() {
            Some(run) if run.answer == answer => {
                run.days.1 = day;
                run.told.extend(told);
            }
            _ => runs.push(Run {
                days: (day, day),
                answer,
                told,
            }),
        }
    }
    runs
}

/// A reporter says within if all its figures of the day are, beyond if one is.
fn occasion_told(ctx: &Ctx<'_>, facts: &[&Fact], kept: &Kept) -> Vec<Told> {
    let mut told = Vec::new();
    for fact in facts {
        let same: Vec<&&Fact> = facts
            .iter()
            .filter(|f| f.report.reporter == fact.report.reporter && f.kind == fact.kind)
            .collect();
        if same.iter().all(|f| side(kept, f) == Some(true)) {
            told.push(Told::of(ctx, fact, true, true));
        } else if side(kept, fact) == Some(false) {
            told.push(Told::of(ctx, fact, false, true));
        }
    }
    told
}

fn told_of(
    ctx: &Ctx<'_>,
    clause: &Clause,
    obligor: &Obligor,
    run: &Run,
    next: Option<Answer>,
) -> InstanceJudgement {
    let status = match run.answer {
        Answer::Within => Status::Met,
        Answer::Beyond if next == Some(Answer::Within) => Status::Cured,
        Answer::Beyond => Status::NotMet,
        Answer::Both => Status::Contested,
        Answer::Neither => Status::Undetermined,
    };
    let told: Vec<&Told> = run.told.iter().collect();
    let evidence = match run.answer {
        Answer::Both => Said::Is(EvidenceAxis::Contradicted),
        Answer::Within => Said::Is(axes::decided(ctx.world.plan, &told, true)),
        Answer::Beyond => Said::Is(axes::decided(ctx.world.plan, &told, false)),
        Answer::Neither => Said::Nothing,
    };
    let agreement: Said<AgreementAxis> = Said::Is(axes::agreement(ctx, &clause.id, &told));
    InstanceJudgement {
        evidence,
        agreement,
        ..InstanceJudgement::bare(key(obligor, Some(run.days)), status)
    }
}

/// Returns the days at the end of which nothing is known any more.
fn unknown_since(
    ctx: &Ctx<'_>,
    clause: &Clause,
    topic: Topic<'_>,
    window: &Window,
    always: bool,
    last: Date,
) -> Option<(Date, Date)> {
    let zone = &ctx.world.plan.zone;
    let ended: Option<Date> = record_end(ctx, topic.name())
        .filter(|end| always && *end < ctx.at)
        .and_then(|end: Instant| zone.date_of(end).tomorrow().ok());
    let stale = clause
        .stale
        .as_ref()
        .map(|period| day_after(ctx, last, period));
    let from = ended
        .into_iter()
        .chain(stale)
        .min()?
        .max(last.tomorrow().ok()?);
    let end = match force::standing(ctx, &clause.id, ctx.at) {
        Standing::Plain => window.end,
        Standing::Ended(end) => Some(window.end.map_or(end, |until| until.min(end))),
        Standing::Revived(_) => None,
    };
    let until = end.map_or(ctx.at, |end| end.min(ctx.at));
    let to = zone.date_of(until);
    (from <= to).then_some((from, to))
}

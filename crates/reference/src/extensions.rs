//! Section 15 of "Meaning", "Extension": due dates moved by decision.
//!
//! Entry point: [`extended`].

use std::collections::BTreeSet;

use servanda_model::names::ItemKey;
use servanda_model::plan::{ActorKind, Clause, Duty};
use servanda_model::record::{Decision, DecisionAct};
use servanda_model::time::{Date, Instant};

use crate::judgement::SlipJudgement;
use crate::world::Ctx;

/// Returns a due date with its extensions, and each move of it.
pub(crate) fn extended(
    ctx: &Ctx<'_>,
    clause: &Clause,
    (item, stage): (Option<&ItemKey>, Option<&str>),
    due: Instant,
) -> (Instant, Vec<SlipJudgement>) {
    let zone = &ctx.world.plan.zone;
    let fits = |d: &&Decision| {
        let field = |name: &str| {
            let mut fields = d.fields.iter().filter(|(field, _)| field.as_str() == name);
            fields.next().map(|(_, value)| value.as_str())
        };
        d.of == clause.id.as_str()
            && field("item").is_none_or(|wanted| item.is_some_and(|i| i.as_str() == wanted))
            && field("stage").is_none_or(|wanted| stage == Some(wanted))
    };
    let decisions: Vec<&Decision> = ctx
        .decisions(DecisionAct::Extend)
        .into_iter()
        .filter(fits)
        .collect();
    let days: BTreeSet<Date> = decisions.iter().filter_map(|d| d.until).collect();
    // When it was decided, to which day, whether by all parties, and whether it
    // calls the day final.
    let mut all: Vec<(Instant, Date, bool, bool)> = Vec::new();
    for day in days {
        let to_day: Vec<&Decision> = decisions
            .iter()
            .copied()
            .filter(|d| d.until == Some(day))
            .collect();
        let is_final = |d: &Decision| d.value.as_deref() == Some("final");
        for d in &to_day {
            if may_extend(ctx, clause, d) {
                all.push((d.happened.latest(zone), day, false, is_final(d)));
            }
        }
        let parties = ctx.world.plan.actors.iter();
        let parties: Vec<_> = parties.filter(|a| a.kind == ActorKind::Party).collect();
        let firsts: Vec<&Decision> = parties
            .iter()
            .filter_map(|party| {
                let own = to_day.iter().copied().filter(|d| d.by == party.name);
                own.min_by_key(|d| d.happened.latest(zone))
            })
            .collect();
        if let Some(last) = firsts.iter().map(|d| d.happened.latest(zone)).max()
            && firsts.len() == parties.len()
        {
            all.push((last, day, true, firsts.iter().any(|d| is_final(d))));
        }
    }
    all.sort();
    let mut due = due;
    let mut fixed = clause.final_deadline;
    let mut slips = Vec::new();
    for (at, day, by_all, makes_final) in all {
        let to = zone.day_end(day);
        if at <= due && due < to && (by_all || !fixed) {
            slips.push((due, to, "extension".to_owned()));
            due = to;
            fixed |= makes_final;
        }
    }
    (due, slips)
}

/// Returns whether a `may` clause of the text as signed lets the decider extend
/// a clause.
fn may_extend(ctx: &Ctx<'_>, clause: &Clause, decision: &Decision) -> bool {
    ctx.world.plan.clauses.iter().any(|power| {
        let Duty::May(may) = &power.duty else {
            return false;
        };
        let words: Vec<&str> = may
            .text
            .split_whitespace()
            .map(|word| word.trim_matches(|c| matches!(c, ',' | ';' | '.')))
            .collect();
        power.added_by.is_none()
            && power.subject.actors().contains(&decision.by)
            && words.contains(&"extend")
            && words.contains(&clause.id.as_str())
    })
}

//! Section 9 of "Meaning": prohibitions and their incidents.
//!
//! Entry point: [`judge`].

use servanda_model::assessment::{EvidenceAxis, InstanceKey, Status};
use servanda_model::figure::Comparison;
use servanda_model::plan::{Clause, EventKind, EventPattern, Severity, SeverityTest};
use servanda_model::time::Instant;

use crate::axes;
use crate::hands::{self, Obligor};
use crate::instance::{superseded, waived};
use crate::judgement::{InstanceJudgement, Said};
use crate::known::{Fact, beyond};
use crate::levels::lies_in;
use crate::rates::window;
use crate::testimony::{Told, Topic, admitted, establishes};
use crate::triggers::group;
use crate::world::Ctx;

/// Judges a clause that forbids an event.
pub(crate) fn judge(
    ctx: &Ctx<'_>,
    clause: &Clause,
    pattern: &EventPattern,
) -> Vec<InstanceJudgement> {
    let plan = ctx.world.plan;
    let Some(event) = plan.events.iter().find(|e| e.name == pattern.name) else {
        return Vec::new();
    };
    let window = window(ctx, clause);
    let begun = window.is_some_and(|w| w.start.is_none_or(|s| s <= ctx.at));
    let facts = admitted(ctx, Topic::Event(event), &pattern.filters, None);
    let mut found = Vec::new();
    for obligor in hands::obligors(clause) {
        if !begun {
            found.push(InstanceJudgement::bare(
                key(&obligor, None),
                Status::NotTriggered,
            ));
            continue;
        }
        let (incidents, any_told) = incidents(ctx, clause, event, &obligor, &facts);
        if incidents.is_empty() {
            found.push(none(ctx, clause, event, &obligor, any_told));
        }
        found.extend(incidents);
    }
    found
}

fn key(obligor: &Obligor, number: Option<u32>) -> InstanceKey {
    InstanceKey {
        actor: obligor.key.clone(),
        number,
        ..InstanceKey::default()
    }
}

fn none(
    ctx: &Ctx<'_>,
    clause: &Clause,
    event: &EventKind,
    obligor: &Obligor,
    any_told: bool,
) -> InstanceJudgement {
    let key = key(obligor, None);
    let status = if superseded(ctx.world.plan, clause) || waived(ctx, clause, &key) {
        Status::Discharged
    } else if beyond(ctx, event.name.as_str(), ctx.at) {
        Status::Undetermined
    } else {
        Status::NoIncidentEstablished
    };
    let evidence = if any_told {
        EvidenceAxis::Insufficient
    } else {
        EvidenceAxis::NoInformation
    };
    InstanceJudgement {
        evidence: Said::Is(evidence),
        ..InstanceJudgement::bare(key, status)
    }
}

/// Returns the reports of each incident of one obligor, first report first,
/// and the severity of each.
pub(crate) fn established(
    ctx: &Ctx<'_>,
    clause: &Clause,
    pattern: &EventPattern,
    obligor: &Obligor,
) -> Vec<(Vec<Fact>, Option<Severity>)> {
    let plan = ctx.world.plan;
    let Some(event) = plan.events.iter().find(|e| e.name == pattern.name) else {
        return Vec::new();
    };
    let begun = window(ctx, clause).is_some_and(|w| w.start.is_none_or(|s| s <= ctx.at));
    if !begun {
        return Vec::new();
    }
    let facts = admitted(ctx, Topic::Event(event), &pattern.filters, None);
    let (found, _) = told(ctx, clause, event, obligor, &facts);
    found
        .into_iter()
        .map(|(_, named)| {
            let grave = severity(clause, &named);
            (named, grave)
        })
        .collect()
}

/// Returns the incidents of one obligor by time, and whether anything at all
/// was told of it.
fn incidents(
    ctx: &Ctx<'_>,
    clause: &Clause,
    event: &EventKind,
    obligor: &Obligor,
    facts: &[Fact],
) -> (Vec<InstanceJudgement>, bool) {
    let (established, any_told) = told(ctx, clause, event, obligor, facts);
    let incidents = established
        .iter()
        .enumerate()
        .map(|(place, (_, named))| {
            let number = u32::try_from(place + 1).ok();
            incident(ctx, clause, key(obligor, number), named)
        })
        .collect();
    (incidents, any_told)
}

/// Incidents, each with the latest of its first report and its reports.
type Established = Vec<(Instant, Vec<Fact>)>;

fn told(
    ctx: &Ctx<'_>,
    clause: &Clause,
    event: &EventKind,
    obligor: &Obligor,
    facts: &[Fact],
) -> (Established, bool) {
    let plan = ctx.world.plan;
    let zone = &plan.zone;
    let Some(window) = window(ctx, clause) else {
        return (Vec::new(), false);
    };
    let mut established: Vec<(Instant, Vec<Fact>)> = Vec::new();
    let mut any_told = false;
    for occurrence in group(zone, event, facts.to_vec()) {
        let named: Vec<Fact> = occurrence
            .reports
            .into_iter()
            .filter(|f| hands::names(plan, obligor, &f.report))
            .collect();
        let Some(first) = named.first() else {
            continue;
        };
        if !lies_in(ctx, clause, &window, first) {
            continue;
        }
        any_told = true;
        let told: Vec<Told> = named.iter().map(|f| Told::of(ctx, f, true, true)).collect();
        if establishes(plan, &clause.evidence, &told.iter().collect::<Vec<_>>()) {
            established.push((first.report.happened.latest(zone), named));
        }
    }
    established.sort_by_key(|(latest, named)| (*latest, named.first().map(|f| f.citation)));
    (established, any_told)
}

fn incident(ctx: &Ctx<'_>, clause: &Clause, key: InstanceKey, named: &[Fact]) -> InstanceJudgement {
    let told: Vec<Told> = named.iter().map(|f| Told::of(ctx, f, true, true)).collect();
    let told: Vec<&Told> = told.iter().collect();
    let status = if superseded(ctx.world.plan, clause) || waived(ctx, clause, &key) {
        Status::Discharged
    } else {
        Status::IncidentEstablished
    };
    InstanceJudgement {
        evidence: Said::Is(axes::decided(ctx.world.plan, &told, true)),
        agreement: Said::Is(axes::agreement(ctx, &clause.id, &told)),
        severity: Said::Is(severity(clause, named)),
        ..InstanceJudgement::bare(key, status)
    }
}

/// Returns the gravest rule that applies.
fn severity(clause: &Clause, named: &[Fact]) -> Option<Severity> {
    let applies = |test: &SeverityTest| match test {
        SeverityTest::FieldIs(field, value) => named
            .iter()
            .any(|f| f.report.fields.get(field) == Some(value)),
        SeverityTest::Below(n) => named.iter().any(|f| {
            f.report
                .figure
                .as_ref()
                .is_some_and(|g| g.surely_beyond(Comparison::AtLeast, *n))
        }),
        SeverityTest::Above(n) => named.iter().any(|f| {
            f.report
                .figure
                .as_ref()
                .is_some_and(|g| g.surely_beyond(Comparison::AtMost, *n))
        }),
        SeverityTest::LateUnder(_) | SeverityTest::BelowRunning(_, _) | SeverityTest::Otherwise => {
            false
        }
    };
    let gravest = clause
        .severities
        .iter()
        .filter(|rule| applies(&rule.test))
        .map(|rule| rule.severity)
        .max();
    gravest.or_else(|| {
        clause
            .severities
            .iter()
            .filter(|rule| rule.test == SeverityTest::Otherwise)
            .map(|rule| rule.severity)
            .max()
    })
}

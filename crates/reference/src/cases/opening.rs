//! Section 14, "Opening": what opens a case at one told instant, and when what
//! opened one was made good or is gone.
//!
//! Entry points: [`look`], [`Matter`].

use std::collections::BTreeSet;

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::case::{CaseBasis, CaseId};
use servanda_model::names::{ActorName, LadderName};
use servanda_model::plan::clause::Response;
use servanda_model::plan::{
    Cadence, Clause, Duty, EventPattern, LadderOpens, Plan, Severity, SeverityTest,
};
use servanda_model::record::Citation;
use servanda_model::time::Instant;

use crate::amendments;
use crate::due::{after, just_before};
use crate::hands::Obligor;
use crate::instance::{superseded, waived};
use crate::judgement::{InstanceJudgement, Said};
use crate::known::Fact;
use crate::prohibitions::established;
use crate::triggers::occurrences;
use crate::whole::suppositions;
use crate::world::{Ctx, World};

/// What a case is about, as found at its opening.
#[derive(Clone, Debug)]
pub(crate) struct Matter {
    pub(crate) id: CaseId,
    /// The place of its ladder in the Plan.
    pub(crate) ladder: usize,
    pub(crate) basis: CaseBasis,
    /// The place of its clause in the Plan.
    pub(crate) clause: Option<usize>,
    /// The key of a failure.
    pub(crate) key: Option<InstanceKey>,
    pub(crate) against: Vec<ActorName>,
    pub(crate) raised_by: Vec<ActorName>,
    pub(crate) severity: Option<Severity>,
    pub(crate) opened_at: Instant,
    /// The first entries of the reports of what opened it.
    pub(crate) reports: BTreeSet<Citation>,
    /// When, as told, it was first made good.
    pub(crate) good_at: Option<Instant>,
    /// When, as told, nothing established it any more.
    pub(crate) gone_at: Option<Instant>,
}

impl Matter {
    /// Returns whether what opened it would now open another case.
    fn over(&self, plan: &Plan) -> bool {
        let closes = plan
            .ladders
            .get(self.ladder)
            .is_some_and(|l| l.cured_closes);
        self.gone_at.is_some() || (closes && self.good_at.is_some())
    }
}

/// What became of what opened a case.
enum Fate {
    Stands,
    Good,
    Gone,
}

/// Looks at a told world: first at the cases there are, then for new ones.
pub(crate) fn look(world: &World<'_>, t: Instant, matters: &mut Vec<Matter>) {
    for matter in matters.iter_mut().filter(|m| m.opened_at < t) {
        match fate(world, t, matter) {
            Fate::Stands => {}
            Fate::Good => matter.good_at = matter.good_at.or(Some(t)),
            Fate::Gone => matter.gone_at = matter.gone_at.or(Some(t)),
        }
    }
    let mut found = failures(world, t, matters);
    found.extend(incidents(world, t, matters));
    found.extend(complaints(world, t, matters));
    matters.extend(found);
}

fn fate(world: &World<'_>, t: Instant, matter: &Matter) -> Fate {
    let clause = matter.clause.and_then(|c| world.plan.clauses.get(c));
    match (&matter.id, clause) {
        (CaseId::Failure(_, key), Some(clause)) => failure_fate(world, t, matter, clause, key),
        (CaseId::Incident(_, actor, _), Some(clause)) => {
            let obligor = alone(actor);
            let ctx = world.plain(t);
            let stands = suppositions(&ctx, clause).iter().any(|then| {
                under_each(then, clause, &obligor)
                    .iter()
                    .any(|(named, _)| shares(named, &matter.reports))
            });
            if !stands {
                Fate::Gone
            } else if released(&ctx, clause) {
                Fate::Good
            } else {
                Fate::Stands
            }
        }
        _ => {
            let event = world
                .plan
                .ladders
                .get(matter.ladder)
                .and_then(|l| match &l.opens {
                    LadderOpens::Event(event) => Some(event.clone()),
                    LadderOpens::Failure => None,
                });
            let Some(name) = event else {
                return Fate::Gone;
            };
            let pattern = EventPattern {
                name,
                filters: Vec::new(),
            };
            let stands = occurrences(&world.plain(t), &pattern)
                .iter()
                .any(|o| shares(&o.reports, &matter.reports));
            if stands { Fate::Stands } else { Fate::Gone }
        }
    }
}

fn failure_fate(
    world: &World<'_>,
    t: Instant,
    matter: &Matter,
    clause: &Clause,
    key: &InstanceKey,
) -> Fate {
    let judged = matter.clause.and_then(|c| world.clause(c, t));
    let status = judged
        .iter()
        .flat_map(|j| &j.instances)
        .find(|i| is_it(clause, &i.key, key))
        .map(|i| i.status);
    match status {
        Some(Status::Met | Status::MetLate | Status::Cured | Status::Discharged) => Fate::Good,
        Some(
            Status::NotMet
            | Status::IncidentEstablished
            | Status::Contested
            | Status::Suspended
            | Status::Excused,
        ) => Fate::Stands,
        _ => Fate::Gone,
    }
}

/// Returns whether a clause is judged by occasions.
fn by_occasions(clause: &Clause) -> bool {
    matches!(
        clause.duty,
        Duty::Keep {
            cadence: Cadence::AtEachReport | Cadence::AtAllTimes,
            ..
        }
    )
}

/// Returns whether an instance is the one that a case's key stands for.
fn is_it(clause: &Clause, instance: &InstanceKey, case: &InstanceKey) -> bool {
    match (instance.days, case.days) {
        (Some((first, last)), Some((day, _))) if by_occasions(clause) => {
            instance.actor == case.actor && first <= day && day <= last
        }
        _ => instance == case,
    }
}

fn shares(named: &[Fact], reports: &BTreeSet<Citation>) -> bool {
    named.iter().any(|f| reports.contains(&first_entry(f)))
}

/// Returns the first entry of a report's chain of corrections.
fn first_entry(fact: &Fact) -> Citation {
    fact.chain.first().copied().unwrap_or(fact.citation)
}

fn alone(actor: &ActorName) -> Obligor {
    Obligor {
        key: None,
        actors: vec![actor.clone()],
    }
}

/// Returns the incidents of one obligor under each version of a clause.
fn under_each<'w>(
    ctx: &Ctx<'w>,
    clause: &'w Clause,
    obligor: &Obligor,
) -> Vec<(Vec<Fact>, Option<Severity>)> {
    let mut found = Vec::new();
    for (then, words) in amendments::windows(ctx, clause) {
        if let Duty::Avoid(pattern) = &words.duty {
            found.extend(established(&then, words, pattern, obligor));
        }
    }
    found
}

fn released(ctx: &Ctx<'_>, clause: &Clause) -> bool {
    superseded(ctx.world.plan, clause) || waived(ctx, clause, &InstanceKey::default())
}

fn ladder_of(plan: &Plan, clause: &Clause) -> Option<usize> {
    let Some(Response::Ladder(name)) = &clause.response else {
        return None;
    };
    place_of(plan, name)
}

fn place_of(plan: &Plan, name: &LadderName) -> Option<usize> {
    plan.ladders.iter().position(|l| l.name == *name)
}

fn failures(world: &World<'_>, t: Instant, matters: &[Matter]) -> Vec<Matter> {
    let plan = world.plan;
    let mut found = Vec::new();
    for (place, clause) in plan.clauses.iter().enumerate() {
        let Some(ladder) = ladder_of(plan, clause) else {
            continue;
        };
        let judged = world.clause(place, t);
        let failed = judged
            .iter()
            .flat_map(|j| &j.instances)
            .filter(|i| i.status == Status::NotMet);
        for instance in failed {
            let known = matters.iter().any(|m| {
                m.clause == Some(place)
                    && !m.over(plan)
                    && m.key
                        .as_ref()
                        .is_some_and(|key| is_it(clause, &instance.key, key))
            });
            if known {
                continue;
            }
            let mut key = instance.key.clone();
            if by_occasions(clause) {
                key.days = key.days.map(|(first, _)| (first, first));
            }
            let against = match &key.actor {
                Some(actor) => vec![actor.clone()],
                None => clause.subject.actors().to_vec(),
            };
            found.push(Matter {
                id: CaseId::Failure(clause.id.clone(), key.clone()),
                ladder,
                basis: CaseBasis::Failure,
                clause: Some(place),
                key: Some(key),
                against,
                raised_by: Vec::new(),
                severity: failure_severity(plan, words_of(plan, clause, instance), instance, t),
                opened_at: t,
                reports: BTreeSet::new(),
                good_at: None,
                gone_at: None,
            });
        }
    }
    found
}

/// Returns the words by which an instance is judged.
fn words_of<'p>(plan: &'p Plan, clause: &'p Clause, instance: &InstanceJudgement) -> &'p Clause {
    let amendment = plan
        .amendments
        .iter()
        .find(|one| instance.judged_by == Said::Is(Some(one.name.clone())));
    amendment
        .iter()
        .flat_map(|one| one.changes.iter().flatten())
        .filter(|change| change.clause == clause.id)
        .find_map(|change| change.becomes.as_deref())
        .unwrap_or(clause)
}

/// Returns the severity of a failure: how late it is, else what applies to
/// everything else.
fn failure_severity(
    plan: &Plan,
    clause: &Clause,
    instance: &InstanceJudgement,
    t: Instant,
) -> Option<Severity> {
    let due = match instance.due_at {
        Said::Is(due) => due,
        Said::Nothing => None,
    };
    let late_under = |test: &SeverityTest| match test {
        SeverityTest::LateUnder(period) => {
            due.is_some_and(|due| t <= just_before(after(plan, due, period)))
        }
        _ => false,
    };
    let otherwise = |test: &SeverityTest| *test == SeverityTest::Otherwise;
    let gravest = |test: &dyn Fn(&SeverityTest) -> bool| {
        clause
            .severities
            .iter()
            .filter(|rule| test(&rule.test))
            .map(|rule| rule.severity)
            .max()
    };
    gravest(&late_under).or_else(|| gravest(&otherwise))
}

fn incidents(world: &World<'_>, t: Instant, matters: &[Matter]) -> Vec<Matter> {
    let plan = world.plan;
    let mut found = Vec::new();
    for (place, clause) in plan.clauses.iter().enumerate() {
        let (Some(ladder), Duty::Avoid(_)) = (ladder_of(plan, clause), &clause.duty) else {
            continue;
        };
        let ctx = world.plain(t);
        if released(&ctx, clause) {
            continue;
        }
        let views = suppositions(&ctx, clause);
        for actor in clause.subject.actors() {
            let obligor = alone(actor);
            let lists: Vec<_> = views
                .iter()
                .map(|then| under_each(then, clause, &obligor))
                .collect();
            for (named, severity) in lists.first().into_iter().flatten() {
                let reports: BTreeSet<Citation> = named.iter().map(first_entry).collect();
                let under_all = lists
                    .iter()
                    .all(|list| list.iter().any(|(named, _)| shares(named, &reports)));
                let known = matters.iter().any(|m| {
                    m.clause == Some(place)
                        && !m.over(plan)
                        && m.against.contains(actor)
                        && !m.reports.is_disjoint(&reports)
                });
                let Some(first) = named.first().filter(|_| under_all && !known) else {
                    continue;
                };
                found.push(Matter {
                    id: CaseId::Incident(clause.id.clone(), actor.clone(), cited(first)),
                    ladder,
                    basis: CaseBasis::Incident,
                    clause: Some(place),
                    key: None,
                    against: vec![actor.clone()],
                    raised_by: Vec::new(),
                    severity: *severity,
                    opened_at: t,
                    reports,
                    good_at: None,
                    gone_at: None,
                });
            }
        }
    }
    found
}

fn cited(fact: &Fact) -> Citation {
    first_entry(fact)
}

fn complaints(world: &World<'_>, t: Instant, matters: &[Matter]) -> Vec<Matter> {
    let plan = world.plan;
    let mut found = Vec::new();
    for (place, ladder) in plan.ladders.iter().enumerate() {
        let LadderOpens::Event(name) = &ladder.opens else {
            continue;
        };
        let pattern = EventPattern {
            name: name.clone(),
            filters: Vec::new(),
        };
        for occurrence in occurrences(&world.plain(t), &pattern) {
            let reports: BTreeSet<Citation> = occurrence.reports.iter().map(first_entry).collect();
            let known = matters.iter().any(|m| {
                m.ladder == place
                    && m.basis == CaseBasis::Complaint
                    && !m.over(plan)
                    && !m.reports.is_disjoint(&reports)
            });
            let Some(first) = occurrence.first().filter(|_| !known) else {
                continue;
            };
            found.push(Matter {
                id: CaseId::Complaint(ladder.name.clone(), cited(first)),
                ladder: place,
                basis: CaseBasis::Complaint,
                clause: None,
                key: None,
                against: accused(plan, first),
                raised_by: if first.report.actors.is_empty() {
                    vec![first.report.reporter.clone()]
                } else {
                    first.report.actors.clone()
                },
                severity: None,
                opened_at: t,
                reports,
                good_at: None,
                gone_at: None,
            });
        }
    }
    found
}

/// Returns the declared actors that a complaint's field `against` names.
fn accused(plan: &Plan, first: &Fact) -> Vec<ActorName> {
    let text = first
        .report
        .fields
        .iter()
        .find(|(field, _)| field.as_str() == "against")
        .map(|(_, text)| text.as_str())
        .unwrap_or_default();
    let mut found: Vec<ActorName> = Vec::new();
    for name in text.split([',', ';']).map(str::trim) {
        let declared = plan.actors.iter().find(|a| a.name.as_str() == name);
        if let Some(actor) = declared.filter(|a| !found.contains(&a.name)) {
            found.push(actor.name.clone());
        }
    }
    found
}

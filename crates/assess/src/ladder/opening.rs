//! Openings: what opens a case, and what it is about.
//!
//! What lives here: a case as it was opened, with what was told of it since.
//! What does not: when to look (`sweep`), what follows (`run`). Entry points:
//! [`failures`], [`incidents`], [`complaints`].
//!
//! # Source
//! "Meaning", section 14, "Opening".

use std::collections::BTreeSet;

use servanda_model::assessment::{InstanceKey, Status};
use servanda_model::case::{CaseBasis, CaseId};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{Cadence, Clause, Duty, EventKind, Ladder, LadderOpens, Plan, Severity};
use servanda_model::record::{Citation, Report};
use servanda_model::time::{Date, Instant};

use crate::judged::Judged;
use crate::testimony::{Topic, names_obligor};
use crate::trigger::grouped;
use crate::variants;
use crate::world::{View, World};

/// What a case is about, and what was told of that since.
#[derive(Clone, Debug)]
pub(crate) struct Opened<'a> {
    /// Which case it is.
    pub(crate) id: CaseId,
    /// Why it was opened.
    pub(crate) basis: CaseBasis,
    /// Its ladder.
    pub(crate) ladder: &'a Ladder,
    /// Its clause, where it has one.
    pub(crate) clause: Option<&'a Clause>,
    /// The event that a complaint is an occurrence of.
    pub(crate) event: Option<&'a str>,
    /// The instance, for acts that name it by field.
    pub(crate) key: InstanceKey,
    /// Whom it is against.
    pub(crate) against: Vec<ActorName>,
    /// Who raised it.
    pub(crate) raised_by: Vec<ActorName>,
    /// How grave it was.
    pub(crate) severity: Option<Severity>,
    /// When it was opened.
    pub(crate) at: Instant,
    /// The entries, by root, that told of the occurrence.
    pub(crate) roots: BTreeSet<Citation>,
    /// What opened it.
    pub(crate) citations: Vec<Citation>,
    /// When it was made good, as told.
    pub(crate) cured: Option<Instant>,
    /// When it was withdrawn, as told.
    pub(crate) withdrawn: Option<Instant>,
}

/// An instance of a clause as a case sees it.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// Its key; of a run, with its first day alone.
    pub(crate) key: InstanceKey,
    /// Its days, where it is a run of occasions.
    pub(crate) run: Option<(Date, Date)>,
    /// Its status.
    pub(crate) status: Status,
    /// Its severity.
    pub(crate) severity: Option<Severity>,
    /// What establishes the failure.
    pub(crate) citations: Vec<Citation>,
}

/// An occurrence, as it concerns one actor.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The actor it is against, for incidents.
    pub(crate) actor: Option<ActorName>,
    /// The entry that first told of it.
    pub(crate) first: Citation,
    /// The entries that told of it, by root.
    pub(crate) roots: BTreeSet<Citation>,
    /// Its severity.
    pub(crate) severity: Option<Severity>,
    /// Whether it is one under every combination.
    pub(crate) everywhere: bool,
    /// Whether its clause was waived or superseded, so that nothing is owed.
    pub(crate) released: bool,
    /// Whom a complaint is against.
    pub(crate) against: Vec<ActorName>,
    /// Who raised a complaint.
    pub(crate) raised_by: Vec<ActorName>,
}

impl Standing {
    /// Returns whether it is what a case with a key is about: a run, if it
    /// holds the day of the key.
    pub(crate) fn is(&self, key: &InstanceKey) -> bool {
        match (self.run, key.days) {
            (Some((first, last)), Some((day, _))) => {
                let apart = InstanceKey {
                    days: None,
                    ..key.clone()
                };
                let own = InstanceKey {
                    days: None,
                    ..self.key.clone()
                };
                apart == own && first <= day && day <= last
            }
            _ => self.key == *key,
        }
    }
}

impl Opened<'_> {
    /// Returns whether what opened it still stands, so that it opens no other.
    pub(crate) fn watched(&self) -> bool {
        self.withdrawn.is_none() && !(self.ladder.cured_closes && self.cured.is_some())
    }
}

/// Returns the instances of a clause as cases see them.
pub(crate) fn failures(
    world: &World<'_>,
    index: usize,
    clause: &Clause,
    t: Instant,
) -> Vec<Standing> {
    let runs = matches!(
        &clause.duty,
        Duty::Keep {
            cadence: Cadence::AtEachReport | Cadence::AtAllTimes,
            ..
        }
    );
    world
        .status_at(index, t)
        .iter()
        .map(|judged| {
            let mut key = judged.key.clone();
            let run = key.days.filter(|_| runs);
            if runs {
                key.days = key.days.map(|(first, _)| (first, first));
            }
            Standing {
                key,
                run,
                status: judged.status,
                severity: judged.severity,
                citations: against(world, judged),
            }
        })
        .collect()
}

/// Returns what establishes a failure.
fn against(world: &World<'_>, judged: &Judged) -> Vec<Citation> {
    if judged.status != Status::NotMet {
        return Vec::new();
    }
    let told = judged.testimonies.iter().filter(|told| !told.done);
    let told = told.filter_map(|told| world.facts.reports.get(told.fact));
    let all: BTreeSet<Citation> = told
        .map(|fact| fact.citation)
        .chain(judged.decided_by.iter().copied())
        .collect();
    all.into_iter().collect()
}

/// Returns the incidents under a clause, one for each obligor concerned.
pub(crate) fn incidents<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Vec<Told> {
    let all = variants::each(world, clause, t);
    let mut found: Vec<Told> = Vec::new();
    for (place, (_, judged)) in all.iter().enumerate() {
        for one in judged.iter().filter(|one| is_established(one)) {
            for actor in clause.subject.actors() {
                let Some(told) = concerning(world, one, actor) else {
                    continue;
                };
                if !found.iter().any(|other| same(other, &told)) {
                    found.push(Told {
                        everywhere: place == 0,
                        ..told
                    });
                }
            }
        }
        for told in &mut found {
            let here = judged
                .iter()
                .filter(|one| is_established(one))
                .filter_map(|one| concerning(world, one, told.actor.as_ref()?))
                .any(|other| same(&other, told));
            told.everywhere &= here;
        }
    }
    found
}

/// Returns whether an incident is established, be the clause waived or not.
fn is_established(one: &Judged) -> bool {
    one.released.unwrap_or(one.status) == Status::IncidentEstablished
}

fn same(a: &Told, b: &Told) -> bool {
    a.actor == b.actor && !a.roots.is_disjoint(&b.roots)
}

/// Returns an incident as it concerns an actor; each of several obligors has
/// incidents of its own.
fn concerning(world: &World<'_>, incident: &Judged, actor: &ActorName) -> Option<Told> {
    if incident.key.actor.as_ref().is_some_and(|own| own != actor) {
        return None;
    }
    let obligor = std::slice::from_ref(actor);
    let facts: Vec<_> = incident
        .testimonies
        .iter()
        .filter_map(|told| world.facts.reports.get(told.fact))
        .filter(|fact| names_obligor(world.plan, &fact.report.actors, obligor))
        .collect();
    Some(Told {
        actor: Some(actor.clone()),
        first: facts.first()?.root,
        roots: facts.iter().map(|fact| fact.root).collect(),
        severity: incident.severity,
        everywhere: true,
        released: incident.released.is_some(),
        against: Vec::new(),
        raised_by: Vec::new(),
    })
}

/// Returns the occurrences of an event on which a ladder opens.
pub(crate) fn complaints<'a>(world: &World<'a>, kind: &'a EventKind, t: Instant) -> Vec<Told> {
    let variant = variants::settled(world, t);
    let view = View {
        world,
        t,
        variant: &variant,
    };
    grouped(&view, &Topic::kind_of(kind))
        .into_iter()
        .filter_map(|group| {
            let (_, first) = group.first()?;
            let report = first.report;
            let raised_by = if report.actors.is_empty() {
                vec![report.reporter.clone()]
            } else {
                report.actors.clone()
            };
            Some(Told {
                actor: None,
                first: first.root,
                roots: group.iter().map(|(_, fact)| fact.root).collect(),
                severity: None,
                everywhere: true,
                released: false,
                against: accused(world.plan, report),
                raised_by,
            })
        })
        .collect()
}

/// Returns the declared actors that a complaint is against.
fn accused(plan: &Plan, report: &Report) -> Vec<ActorName> {
    let text = report
        .fields
        .get(&FieldName::new("against"))
        .map_or("", String::as_str);
    let mut found: Vec<ActorName> = Vec::new();
    for name in text.split([',', ';']).map(str::trim) {
        let declared = plan.actors.iter().find(|actor| actor.name.as_str() == name);
        if let Some(actor) = declared
            && !found.contains(&actor.name)
        {
            found.push(actor.name.clone());
        }
    }
    found
}

/// Returns the case that a failure opens.
pub(crate) fn of_failure<'a>(
    clause: &'a Clause,
    ladder: &'a Ladder,
    standing: Standing,
    at: Instant,
) -> Opened<'a> {
    let against = match &standing.key.actor {
        Some(actor) => vec![actor.clone()],
        None => clause.subject.actors().to_vec(),
    };
    Opened {
        id: CaseId::Failure(clause.id.clone(), standing.key.clone()),
        basis: CaseBasis::Failure,
        ladder,
        clause: Some(clause),
        event: None,
        key: standing.key,
        against,
        raised_by: Vec::new(),
        severity: standing.severity,
        at,
        roots: BTreeSet::new(),
        citations: standing.citations,
        cured: None,
        withdrawn: None,
    }
}

/// Returns the case that an occurrence opens: an incident under a clause, or
/// a complaint.
pub(crate) fn of_occurrence<'a>(
    clause: Option<&'a Clause>,
    ladder: &'a Ladder,
    told: Told,
    at: Instant,
) -> Opened<'a> {
    let event = match (&ladder.opens, clause) {
        (LadderOpens::Event(event), None) => Some(event.as_str()),
        _ => None,
    };
    let (id, basis, against) = match (clause, told.actor) {
        (Some(clause), Some(actor)) => (
            CaseId::Incident(clause.id.clone(), actor.clone(), told.first),
            CaseBasis::Incident,
            vec![actor],
        ),
        _ => (
            CaseId::Complaint(ladder.name.clone(), told.first),
            CaseBasis::Complaint,
            told.against,
        ),
    };
    Opened {
        id,
        basis,
        ladder,
        clause,
        event,
        key: InstanceKey::default(),
        against,
        raised_by: told.raised_by,
        severity: told.severity,
        at,
        citations: told.roots.iter().copied().collect(),
        roots: told.roots,
        cured: None,
        withdrawn: None,
    }
}

//! What part an actor has in an agreement, looked up in its Plan.

use std::collections::BTreeSet;

use servanda_model::names::{ActorName, EventName};
use servanda_model::plan::{
    ActorKind, Attributed, Clause, Duty, Grace, Measured, Plan, Reporters, Silence, TestimonyKind,
};

/// Who may report a subject, and whose attributed reports of it count.
pub(super) struct ReportsOn<'a> {
    known: bool,
    reporters: &'a [ActorName],
    attributed: Option<&'a Attributed>,
}

impl<'a> ReportsOn<'a> {
    /// Returns whether an actor may report it; an empty list admits everyone
    /// who is declared.
    pub(super) fn reports(&self, actor: &ActorName) -> bool {
        self.known && (self.reporters.is_empty() || self.reporters.contains(actor))
    }

    /// Returns whether an actor's reports in others' names count for it.
    pub(super) fn trusts(&self, actor: &ActorName) -> bool {
        self.attributed
            .is_some_and(|attributed| attributed.by.contains(actor))
    }

    /// Lists who may report it.
    pub(super) fn reporters(&self) -> &'a [ActorName] {
        self.reporters
    }
}

/// Looks up who reports an event, measure or state.
pub(super) fn reports_on<'a>(plan: &'a Plan, of: &str) -> ReportsOn<'a> {
    let events = (plan.events.iter()).map(|e| (e.name.as_str(), &e.reported, &e.attributed));
    let measures = (plan.measures.iter()).map(|m| (m.name.as_str(), &m.reported, &m.attributed));
    let states = (plan.states.iter()).map(|s| (s.name.as_str(), &s.reported, &s.attributed));
    let found = events
        .chain(measures)
        .chain(states)
        .find(|(name, ..)| *name == of);
    ReportsOn {
        known: found.is_some(),
        reporters: found.map_or(&[], |(_, reporters, _)| reporters),
        attributed: found.map(|(_, _, attributed)| attributed),
    }
}

/// Returns whether the text lets an actor speak for others somewhere.
pub(super) fn trusted(plan: &Plan, actor: &ActorName) -> bool {
    (plan.events.iter().map(|event| &event.attributed))
        .chain(plan.measures.iter().map(|measure| &measure.attributed))
        .chain(plan.states.iter().map(|state| &state.attributed))
        .any(|attributed| attributed.by.contains(actor))
}

/// Returns whether an actor is a party.
pub(super) fn is_party(plan: &Plan, actor: &ActorName) -> bool {
    plan.actors
        .iter()
        .any(|one| one.name == *actor && one.kind == ActorKind::Party)
}

/// Returns whether an actor is a party or one's body.
pub(super) fn of_a_party(plan: &Plan, actor: &ActorName) -> bool {
    plan.actors
        .iter()
        .any(|one| one.name == *actor && !one.parties.is_empty())
}

/// Returns whether a body belongs to a party.
pub(super) fn belongs(plan: &Plan, body: &ActorName, party: &ActorName) -> bool {
    plan.actors
        .iter()
        .any(|one| one.name == *body && one.parties.contains(party))
}

/// Returns whether an actor has a task under the agreement: it is a party or a
/// member of a role, owes, is owed to, reports, closes, certifies, rules, settles,
/// decides or acts in a ladder.
pub(super) fn takes_part(plan: &Plan, actor: &ActorName) -> bool {
    let is = |name: &ActorName| name == actor;
    let declared = plan
        .actors
        .iter()
        .any(|one| one.name == *actor && (one.kind != ActorKind::Body || one.decides.is_some()));
    let reports = (plan.events.iter().map(|event| &event.reported))
        .chain(plan.measures.iter().map(|measure| &measure.reported))
        .chain(plan.states.iter().map(|state| &state.reported))
        .any(|reporters| reporters.contains(actor));
    let clause = |clause: &Clause| {
        clause.subject.actors().contains(actor)
            || clause.owed_to.contains(actor)
            || matches!(&clause.silence, Silence::NotDoneOnceClosed { by, .. } if by == actor)
            || clause.certified.as_ref().is_some_and(|c| c.by == *actor)
            || clause
                .excuses
                .iter()
                .any(|excuse| excuse.certified_by == *actor)
            || matches!(&clause.grace, Some(Grace::LongerIfCertified { by, .. }) if by == actor)
            || named_in_evidence(clause, None).any(is)
    };
    let phase = plan.phases.iter().any(|phase| {
        phase.certified.as_ref().is_some_and(|c| c.by == *actor)
            || phase.waived_by.as_ref().is_some_and(is)
            || phase.opened_by_declaration_of.as_ref().is_some_and(is)
            || matches!(&phase.latest, Some((_, Some(decider))) if decider == actor)
    });
    let rules = plan
        .challenge
        .as_ref()
        .is_some_and(|rule| rule.ruled_by == *actor);
    let settles = (plan.terms.iter()).any(|term| term.settled_by.as_ref().is_some_and(is));
    let adopts = (plan.anchors.iter()).any(|one| one.adopted_by.as_ref().is_some_and(is));
    let steps = super::step::acts(plan, actor);
    declared
        || reports
        || plan.clauses.iter().any(clause)
        || phase
        || rules
        || settles
        || adopts
        || steps
}

/// Lists the actors that a clause's evidence rule names, for one kind of
/// testimony or for both.
fn named_in_evidence(
    clause: &Clause,
    kind: Option<TestimonyKind>,
) -> impl Iterator<Item = &ActorName> {
    let of_kind = move |option: &&servanda_model::plan::EvidenceOption| {
        kind.is_none_or(|kind| option.kind == kind)
    };
    (clause.evidence.options.iter().filter(of_kind)).flat_map(|option| match &option.by {
        Reporters::Named(names) => names.as_slice(),
        Reporters::AnyListed => &[],
    })
}

/// Lists the clauses that an event, measure or state is the subject of.
pub(super) fn subjects<'a>(plan: &'a Plan, of: &'a str) -> impl Iterator<Item = &'a Clause> {
    plan.clauses
        .iter()
        .filter(move |clause| is_about(plan, clause, of))
}

fn is_about(plan: &Plan, clause: &Clause, of: &str) -> bool {
    let measured = |measured: &Measured| match measured {
        Measured::Measure(name, _) => {
            name.as_str() == of
                || plan.measures.iter().any(|measure| {
                    let counted = measure.counts.as_ref().map(|(event, _)| event.as_str());
                    measure.name == *name && counted == Some(of)
                })
        }
        Measured::State(name) => name.as_str() == of,
        Measured::Term(_) => true,
    };
    match &clause.duty {
        Duty::Perform(perform) => {
            let pledge = perform.of_its.as_ref().map(EventName::as_str);
            perform.event.name.as_str() == of || pledge == Some(of)
        }
        Duty::Avoid(event) => event.name.as_str() == of,
        Duty::Keep { measured: what, .. } | Duty::Reach { measured: what, .. } => measured(what),
        Duty::May(power) => power.event.as_ref().is_some_and(|e| e.name.as_str() == of),
        Duty::NotCheckable { .. } | Duty::InformsOnly(_) => false,
    }
}

/// Lists who may make findings on a subject: those whom the evidence rules of
/// the clauses about it name; where a rule names nobody, those who may report.
pub(super) fn finders(plan: &Plan, of: &str) -> BTreeSet<ActorName> {
    let mut bodies = BTreeSet::new();
    for clause in subjects(plan, of) {
        for option in &clause.evidence.options {
            if option.kind != TestimonyKind::Finding {
                continue;
            }
            match &option.by {
                Reporters::Named(names) => bodies.extend(names.iter().cloned()),
                Reporters::AnyListed => bodies.extend(reports_on(plan, of).reporters.to_vec()),
            }
        }
    }
    bodies
}

/// Lists who may close a matter: a clause, its subject, its list or its annex.
pub(super) fn closers<'a>(plan: &'a Plan, of: &'a str) -> impl Iterator<Item = &'a ActorName> {
    let list = plan.lists.iter().find(|list| {
        list.name.as_str() == of || of.strip_prefix("annex ") == Some(list.annex.as_str())
    });
    plan.clauses.iter().filter_map(move |clause| {
        let Silence::NotDoneOnceClosed { by, .. } = &clause.silence else {
            return None;
        };
        let drawn = match &clause.duty {
            Duty::Perform(perform) => perform.each.as_ref().map(|(_, each)| each),
            Duty::Avoid(_)
            | Duty::Keep { .. }
            | Duty::Reach { .. }
            | Duty::May(_)
            | Duty::NotCheckable { .. }
            | Duty::InformsOnly(_) => None,
        };
        let matter = clause.id.as_str() == of
            || is_about(plan, clause, of)
            || list.is_some_and(|list| drawn == Some(&list.name));
        matter.then_some(by)
    })
}

/// Writes whom the text lets do something.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a ActorName>) -> String {
    let names: Vec<&str> = names.into_iter().map(ActorName::as_str).collect();
    if names.is_empty() {
        "it lets nobody".to_owned()
    } else {
        format!("it lets {}", names.join(", "))
    }
}

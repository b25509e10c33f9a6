//! Section 2 of "Meaning": which reports are admitted, and when a set of
//! testimonies establishes something.
//!
//! Entry points: [`admitted`], [`establishes`].

use servanda_model::figure::Figure;
use servanda_model::names::{ActorName, PlaceName, UnitName};
use servanda_model::plan::{
    Attributed, EventKind, EvidenceOption, EvidenceRule, Filter, Grade, Measure, Plan, Reporters,
    StateKind, TestimonyKind,
};
use servanda_model::record::{Citation, Report};
use servanda_model::time::{Instant, When};

use crate::figures;
use crate::known::Fact;
use crate::world::Ctx;

/// What a clause reads reports about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic<'p> {
    /// An event.
    Event(&'p EventKind),
    /// A measure.
    Measure(&'p Measure),
    /// A state.
    State(&'p StateKind),
}

impl<'p> Topic<'p> {
    /// Returns its name.
    pub(crate) fn name(self) -> &'p str {
        match self {
            Self::Event(event) => event.name.as_str(),
            Self::Measure(measure) => measure.name.as_str(),
            Self::State(state) => state.name.as_str(),
        }
    }

    /// Returns who may report it, and whose attributed reports count.
    fn sources(self) -> (&'p [ActorName], &'p Attributed) {
        match self {
            Self::Event(event) => (&event.reported, &event.attributed),
            Self::Measure(measure) => (&measure.reported, &measure.attributed),
            Self::State(state) => (&state.reported, &state.attributed),
        }
    }

    /// Returns its unit.
    fn unit(self) -> Option<&'p UnitName> {
        match self {
            Self::Measure(measure) => measure.unit.as_ref(),
            Self::Event(_) | Self::State(_) => None,
        }
    }
}

/// A testimony: an effective report read for one instance.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Done, or undone.
    pub(crate) done: bool,
    /// When it was done; for undone, the happening it was told of.
    pub(crate) when: When,
    /// An undone testimony's *as of*.
    pub(crate) as_of: Instant,
    /// Who says it.
    pub(crate) reporter: ActorName,
    /// Where it first came from.
    pub(crate) origin: Option<String>,
    /// Its grade.
    pub(crate) grade: Option<Grade>,
    /// Report or finding.
    pub(crate) kind: TestimonyKind,
    /// The figure it decides by.
    pub(crate) figure: Option<Figure>,
    /// Whether the figures it decides by are exact.
    pub(crate) exact: bool,
    /// Whether it is of the obligor's own hands.
    pub(crate) own: bool,
    /// The entries it rests on.
    pub(crate) rests_on: Vec<Citation>,
}

impl Told {
    /// Reads a fact as done or undone at its own happening.
    pub(crate) fn of(ctx: &Ctx<'_>, fact: &Fact, done: bool, own: bool) -> Self {
        Self {
            done,
            when: fact.report.happened.clone(),
            as_of: fact.report.happened.latest(&ctx.world.plan.zone),
            reporter: fact.report.reporter.clone(),
            origin: fact.report.origin.clone(),
            grade: fact.report.grade,
            kind: fact.kind,
            figure: fact.report.figure.clone(),
            exact: fact
                .report
                .figure
                .as_ref()
                .is_none_or(|f| f.exact().is_some()),
            own,
            rests_on: fact.chain.clone(),
        }
    }
}

/// Returns whether a place group contains a place, itself included (2).
pub(crate) fn contains(plan: &Plan, group: &str, place: &str) -> bool {
    let mut todo = vec![PlaceName::new(group)];
    let mut seen = Vec::new();
    while let Some(name) = todo.pop() {
        if name.as_str() == place {
            return true;
        }
        if seen.contains(&name) {
            continue;
        }
        if let Some(found) = plan.places.iter().find(|p| p.name == name) {
            todo.extend(found.members.iter().cloned());
        }
        seen.push(name);
    }
    false
}

/// Returns whether a report satisfies filters (2).
pub(crate) fn satisfies(plan: &Plan, report: &Report, filters: &[Filter]) -> bool {
    filters.iter().all(|filter| {
        report
            .fields
            .get(&filter.field)
            .is_some_and(|value| *value == filter.value || contains(plan, &filter.value, value))
    })
}

/// Returns the facts admitted for a topic under filters, units converted (2).
pub(crate) fn admitted(
    ctx: &Ctx<'_>,
    topic: Topic<'_>,
    filters: &[Filter],
    currency: Option<&UnitName>,
) -> Vec<Fact> {
    let facts = ctx.facts();
    let own_name = facts.iter().any(|f| f.report.of == topic.name());
    facts
        .into_iter()
        .filter(|fact| is_about(ctx.world.plan, topic, own_name, &fact.report))
        .filter(|fact| may_speak(ctx.world.plan, topic, fact))
        .filter(|fact| satisfies(ctx.world.plan, &fact.report, filters))
        .filter_map(|fact| in_unit(ctx.world.plan, topic, currency, fact))
        .collect()
}

/// Returns whether one fact may be told under a topic, whatever others tell.
pub(crate) fn admissible(plan: &Plan, topic: Topic<'_>, filters: &[Filter], fact: &Fact) -> bool {
    is_about(plan, topic, false, &fact.report)
        && may_speak(plan, topic, fact)
        && satisfies(plan, &fact.report, filters)
        && in_unit(plan, topic, None, fact.clone()).is_some()
}

fn is_about(plan: &Plan, topic: Topic<'_>, own_name: bool, report: &Report) -> bool {
    if report.scope.is_some() {
        return false;
    }
    if report.of == topic.name() {
        return true;
    }
    match topic {
        Topic::Measure(measure) => measure.counts.as_ref().is_some_and(|(event, filters)| {
            !own_name && report.of == event.as_str() && satisfies(plan, report, filters)
        }),
        Topic::Event(_) | Topic::State(_) => false,
    }
}

fn may_speak(plan: &Plan, topic: Topic<'_>, fact: &Fact) -> bool {
    let reporter = &fact.report.reporter;
    let (listed, attributed) = topic.sources();
    plan.actors.iter().any(|a| a.name == *reporter)
        && (fact.kind == TestimonyKind::Finding || listed.is_empty() || listed.contains(reporter))
        && (*reporter == fact.signer || attributed.by.contains(&fact.signer))
}

fn in_unit(
    plan: &Plan,
    topic: Topic<'_>,
    currency: Option<&UnitName>,
    mut fact: Fact,
) -> Option<Fact> {
    let Some(unit) = &fact.report.unit else {
        return Some(fact);
    };
    let wanted = topic.unit().or(currency);
    if wanted == Some(unit) {
        return Some(fact);
    }
    let found = plan
        .units
        .iter()
        .find(|u| u.name == *unit && Some(&u.base) == wanted)?;
    fact.report.figure = fact.report.figure.map(|f| figures::times(&f, found.factor));
    Some(fact)
}

/// Returns whether testimonies satisfy an evidence rule: E(S) (2).
pub(crate) fn establishes(plan: &Plan, rule: &EvidenceRule, told: &[&Told]) -> bool {
    rule.options
        .iter()
        .any(|option| option_holds(plan, option, told))
}

fn option_holds(plan: &Plan, option: &EvidenceOption, told: &[&Told]) -> bool {
    let fit: Vec<&Told> = told
        .iter()
        .copied()
        .filter(|t| t.kind == option.kind)
        .filter(|t| match &option.by {
            Reporters::AnyListed => true,
            Reporters::Named(named) => named.contains(&t.reporter),
        })
        .filter(|t| {
            option
                .grade
                .is_none_or(|lowest| t.grade.is_some_and(|g| lowest.admits(g)))
        })
        .collect();
    option.need > 0 && choose(plan, option, &fit, &mut Vec::new())
}

/// Tries every subset of the size needed.
fn choose<'t>(
    plan: &Plan,
    option: &EvidenceOption,
    rest: &[&'t Told],
    chosen: &mut Vec<&'t Told>,
) -> bool {
    if chosen.len() == usize::try_from(option.need).unwrap_or(usize::MAX) {
        return suffices(plan, option, chosen);
    }
    let Some((first, rest)) = rest.split_first() else {
        return false;
    };
    chosen.push(first);
    let found = choose(plan, option, rest, chosen);
    chosen.pop();
    found || choose(plan, option, rest, chosen)
}

fn suffices(plan: &Plan, option: &EvidenceOption, chosen: &[&Told]) -> bool {
    let neutral = chosen
        .iter()
        .filter(|t| is_neutral(plan, &t.reporter))
        .count();
    let pairs_fit = chosen.iter().enumerate().all(|(i, a)| {
        chosen
            .iter()
            .skip(i + 1)
            .all(|b| a.reporter != b.reporter && (!option.independent || independent(plan, a, b)))
    });
    pairs_fit && neutral >= usize::try_from(option.neutral).unwrap_or(usize::MAX)
}

/// Returns whether an actor is neutral.
pub(crate) fn is_neutral(plan: &Plan, actor: &ActorName) -> bool {
    plan.actors.iter().any(|a| a.name == *actor && a.neutral)
}

/// Returns the parties an actor belongs to.
pub(crate) fn parties<'p>(plan: &'p Plan, actor: &ActorName) -> &'p [ActorName] {
    plan.actors
        .iter()
        .find(|a| a.name == *actor)
        .map_or(&[], |a| &a.parties)
}

/// Returns whether two testimonies are independent (2).
pub(crate) fn independent(plan: &Plan, a: &Told, b: &Told) -> bool {
    let shared = parties(plan, &a.reporter)
        .iter()
        .any(|p| parties(plan, &b.reporter).contains(p));
    !shared && a.origin.is_some() && b.origin.is_some() && a.origin != b.origin
}

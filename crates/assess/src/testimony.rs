//! Testimony: which reports are read for a subject, and whose hands they name.
//!
//! What lives here: admission of reports, filters, units and hands. What does
//! not: how reports become instances' testimonies (`account`, `acts`, `rates`).
//! Entry point: [`Topic`].
//!
//! # Source
//! "Meaning", section 2.

use std::collections::BTreeSet;

use servanda_model::figure::{Decimal, Figure};
use servanda_model::names::{ActorName, PlaceName, UnitName};
use servanda_model::plan::{Actor, EventKind, EventPattern, Filter, Measured, Plan, Subject};
use servanda_model::record::{NOT_DONE, Report};
use servanda_model::time::When;

use crate::facts::Fact;
use crate::world::View;

/// What one effective report says of one instance.
#[derive(Clone, Debug)]
pub(crate) struct Testimony {
    /// The report, by its place among the facts.
    pub(crate) fact: usize,
    /// Whether it says done; otherwise it says undone.
    pub(crate) done: bool,
    /// Whether it is of the obligor's own hands.
    pub(crate) own: bool,
    /// When it says so; for undone its end is the instant it is told as of.
    pub(crate) when: When,
    /// The figure it rests on.
    pub(crate) figure: Option<Figure>,
    /// Further reports it rests on, by their place among the facts.
    pub(crate) also: Vec<usize>,
}

/// What a clause's reports are about, and who may tell it.
#[derive(Clone, Debug)]
pub(crate) struct Topic<'a> {
    /// The event's, measure's or state's name, by which closures and coverage
    /// name it too.
    pub(crate) name: &'a str,
    /// The kind of event, where there is one.
    pub(crate) kind: Option<&'a EventKind>,
    /// The event counted under another name, with the measure's filters.
    counted: Option<(&'a str, &'a [Filter])>,
    filters: Vec<&'a Filter>,
    reported: &'a [ActorName],
    attributed: &'a [ActorName],
    unit: Option<&'a UnitName>,
    measured: bool,
}

/// What reading a report for a topic gives.
pub(crate) enum Reading {
    /// It is of something else, or not admitted.
    Not,
    /// It is shown beside, for this reason.
    Beside(&'static str),
    /// It counts, with its figure in the topic's unit.
    Counts(Option<Figure>),
}

impl<'a> Topic<'a> {
    /// Returns the topic of an event.
    pub(crate) fn event(plan: &'a Plan, pattern: &'a EventPattern) -> Self {
        let kind = plan.events.iter().find(|kind| kind.name == pattern.name);
        Self {
            name: pattern.name.as_str(),
            kind,
            counted: None,
            filters: pattern.filters.iter().collect(),
            reported: kind.map_or(&[], |kind| &kind.reported),
            attributed: kind.map_or(&[], |kind| &kind.attributed.by),
            unit: None,
            measured: false,
        }
    }

    /// Returns the topic of every event of a kind.
    pub(crate) fn kind_of(kind: &'a EventKind) -> Self {
        Self {
            name: kind.name.as_str(),
            kind: Some(kind),
            counted: None,
            filters: Vec::new(),
            reported: &kind.reported,
            attributed: &kind.attributed.by,
            unit: None,
            measured: false,
        }
    }

    /// Returns the topic of a measure, or `None` where it is not declared.
    pub(crate) fn measure(plan: &'a Plan, name: &'a str, filters: &'a [Filter]) -> Option<Self> {
        let measure = plan.measures.iter().find(|m| m.name.as_str() == name)?;
        let kind = measure
            .counts
            .as_ref()
            .and_then(|(event, _)| plan.events.iter().find(|kind| kind.name == *event));
        let listed = |own: &'a [ActorName], events: fn(&'a EventKind) -> &'a [ActorName]| match (
            own.is_empty(),
            kind,
        ) {
            (true, Some(kind)) => events(kind),
            _ => own,
        };
        Some(Self {
            name,
            kind,
            counted: measure
                .counts
                .as_ref()
                .map(|(event, filters)| (event.as_str(), filters.as_slice())),
            filters: filters.iter().collect(),
            reported: listed(&measure.reported, |kind| &kind.reported),
            attributed: listed(&measure.attributed.by, |kind| &kind.attributed.by),
            unit: measure.unit.as_ref(),
            measured: true,
        })
    }

    /// Returns the topic of a state, or `None` where it is not declared.
    pub(crate) fn state(plan: &'a Plan, name: &str) -> Option<Self> {
        let state = plan.states.iter().find(|s| s.name.as_str() == name)?;
        Some(Self {
            name: state.name.as_str(),
            kind: None,
            counted: None,
            filters: Vec::new(),
            reported: &state.reported,
            attributed: &state.attributed.by,
            unit: None,
            measured: false,
        })
    }

    /// Returns the topic of what is measured; a term has none until it is read.
    pub(crate) fn measured(plan: &'a Plan, measured: &'a Measured) -> Option<Self> {
        match measured {
            Measured::Measure(name, filters) => Self::measure(plan, name.as_str(), filters),
            Measured::State(name) => Self::state(plan, name.as_str()),
            Measured::Term(_) => None,
        }
    }

    /// Returns the names under which reports may be of it.
    pub(crate) fn names(&self) -> BTreeSet<&'a str> {
        std::iter::once(self.name)
            .chain(self.counted.map(|(event, _)| event))
            .collect()
    }

    /// Returns whether it counts events.
    pub(crate) fn counts_events(&self) -> bool {
        self.counted.is_some() || !self.measured
    }

    /// Returns the unit in which it is measured.
    pub(crate) fn unit(&self) -> Option<&'a UnitName> {
        self.unit
    }

    /// Reads one report for it.
    pub(crate) fn read(&self, plan: &Plan, fact: &Fact<'_>) -> Reading {
        let report = fact.report;
        let through = self
            .counted
            .filter(|(event, _)| report.of == *event && report.of != self.name);
        if report.of != self.name && through.is_none() {
            return Reading::Not;
        }
        let holds = |filter: &Filter| satisfies(plan, report, filter);
        if !self.filters.iter().all(|filter| holds(filter))
            || !through.is_none_or(|(_, filters)| filters.iter().all(holds))
            || !self.may_tell(plan, fact)
        {
            return Reading::Not;
        }
        if report.scope.is_some() {
            return Reading::Beside("it counts something else");
        }
        if !self.measured {
            return Reading::Counts(report.figure.clone());
        }
        convert(plan, report, self.unit)
    }

    /// Returns whether a report's reporter may tell it, and its signer speak for it.
    pub(crate) fn may_tell(&self, plan: &Plan, fact: &Fact<'_>) -> bool {
        let reporter = &fact.report.reporter;
        let declared = plan.actors.iter().any(|actor| actor.name == *reporter);
        let listed = fact.finding || self.reported.is_empty() || self.reported.contains(reporter);
        let spoken = reporter == fact.signer || self.attributed.contains(fact.signer);
        declared && listed && spoken
    }

    /// Returns the reports that count for it, with their figures.
    pub(crate) fn reports<'w>(
        &self,
        view: &View<'w, 'a>,
    ) -> Vec<(usize, &'w Fact<'a>, Option<Figure>)> {
        let mut found = Vec::new();
        let counts =
            |fact: &Fact<'_>| fact.latest <= view.t && !view.variant.out.contains(&fact.root);
        let own = view.world.facts.of(self.name).any(|(_, fact)| counts(fact));
        let names = self
            .names()
            .into_iter()
            .filter(|name| !own || *name == self.name);
        for name in names {
            for (index, fact) in view.world.facts.of(name) {
                if fact.latest > view.t {
                    view.world.wake(fact.latest);
                    break;
                }
                if view.variant.out.contains(&fact.root) {
                    continue;
                }
                if let Reading::Counts(figure) = self.read(view.world.plan, fact) {
                    found.push((index, fact, figure));
                }
            }
        }
        found.sort_by_key(|(index, _, _)| *index);
        found
    }
}

/// Returns whether a report expressly denies performance.
pub(crate) fn denies(report: &Report) -> bool {
    report.value.as_deref() == Some(NOT_DONE)
}

/// Returns whether a report's field holds a filter's value, or a member of it.
pub(crate) fn satisfies(plan: &Plan, report: &Report, filter: &Filter) -> bool {
    report
        .fields
        .get(&filter.field)
        .is_some_and(|value| *value == filter.value || within(plan, value, &filter.value))
}

/// Returns whether a place lies in a group, at any depth.
pub(crate) fn within(plan: &Plan, place: &str, group: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = vec![group];
    while let Some(name) = left.pop() {
        if !seen.insert(name) {
            continue;
        }
        if let Some(group) = plan.places.iter().find(|p| p.name.as_str() == name) {
            if group.members.iter().any(|member| member.as_str() == place) {
                return true;
            }
            left.extend(group.members.iter().map(PlaceName::as_str));
        }
    }
    false
}

/// Reads a report's figure in a unit.
fn convert(plan: &Plan, report: &Report, unit: Option<&UnitName>) -> Reading {
    match (&report.unit, unit) {
        (None, _) => Reading::Counts(report.figure.clone()),
        (Some(given), Some(wanted)) if given == wanted => Reading::Counts(report.figure.clone()),
        (Some(given), Some(wanted)) => match (&report.figure, same_base(plan, given, wanted)) {
            (None, Some(_)) => Reading::Counts(None),
            (Some(figure), Some(factors)) => match scaled(figure, factors) {
                Some(figure) => Reading::Counts(Some(figure)),
                None => Reading::Beside("its figure does not fit"),
            },
            (_, None) => Reading::Beside("it is in another unit"),
        },
        (Some(_), None) => Reading::Beside("it is in another unit"),
    }
}

/// Returns how many of their common base two units are, where they have one.
fn same_base(plan: &Plan, given: &UnitName, wanted: &UnitName) -> Option<(Decimal, Decimal)> {
    let (given_base, given_factor) = base(plan, given)?;
    let (wanted_base, wanted_factor) = base(plan, wanted)?;
    (given_base == wanted_base).then_some((given_factor, wanted_factor))
}

fn scaled(figure: &Figure, (up, down): (Decimal, Decimal)) -> Option<Figure> {
    let scale = |n: &Decimal| n.checked_mul(up).and_then(|n| n.checked_div(down));
    Some(match figure {
        Figure::Exact(n) => Figure::Exact(scale(n)?),
        Figure::AtLeast(n) => Figure::AtLeast(scale(n)?),
        Figure::MoreThan(n) => Figure::MoreThan(scale(n)?),
        Figure::AtMost(n) => Figure::AtMost(scale(n)?),
        Figure::LessThan(n) => Figure::LessThan(scale(n)?),
        Figure::Between(low, high) => Figure::Between(scale(low)?, scale(high)?),
    })
}

/// Returns a number of one unit in another; as it is where either is missing.
pub(crate) fn rescale(
    plan: &Plan,
    n: Decimal,
    from: Option<&UnitName>,
    to: Option<&UnitName>,
) -> Option<Decimal> {
    let (Some(from), Some(to)) = (from, to) else {
        return Some(n);
    };
    if from == to {
        return Some(n);
    }
    let (up, down) = same_base(plan, from, to)?;
    n.checked_mul(up)?.checked_div(down)
}

/// Returns a unit's base and how many of it one of the unit is.
fn base<'a>(plan: &'a Plan, unit: &'a UnitName) -> Option<(&'a UnitName, Decimal)> {
    let mut unit = unit;
    let mut factor = Decimal::ONE;
    for _ in 0..=plan.units.len() {
        let Some(step) = plan.units.iter().find(|step| step.name == *unit) else {
            return Some((unit, factor));
        };
        factor = factor.checked_mul(step.factor)?;
        unit = &step.base;
    }
    None
}

/// Returns the declaration of an actor.
pub(crate) fn actor<'a>(plan: &'a Plan, name: &ActorName) -> Option<&'a Actor> {
    plan.actors.iter().find(|actor| actor.name == *name)
}

/// Returns whether one of the actors is an obligor or belongs to one.
pub(crate) fn names_obligor(plan: &Plan, actors: &[ActorName], obligors: &[ActorName]) -> bool {
    actors.iter().any(|named| {
        obligors.contains(named)
            || actor(plan, named)
                .is_some_and(|actor| actor.parties.iter().any(|party| obligors.contains(party)))
    })
}

/// Returns whether a report is of the obligors' own hands.
pub(crate) fn own_hands(plan: &Plan, report: &Report, obligors: &[ActorName]) -> bool {
    report.actors.is_empty() || names_obligor(plan, &report.actors, obligors)
}

/// Returns the obligors of each instance: the actor in its key, and who owes.
pub(crate) fn obligors(subject: &Subject) -> Vec<(Option<ActorName>, Vec<ActorName>)> {
    match subject {
        Subject::Each(actors) | Subject::EachOf(_, actors) if actors.len() > 1 => apiece(actors),
        Subject::Each(actors) | Subject::EachOf(_, actors) | Subject::Together(actors) => {
            vec![(None, actors.clone())]
        }
        Subject::Nobody => vec![(None, Vec::new())],
    }
}

fn apiece(actors: &[ActorName]) -> Vec<(Option<ActorName>, Vec<ActorName>)> {
    actors
        .iter()
        .map(|actor| (Some(actor.clone()), vec![actor.clone()]))
        .collect()
}

//! Triggers and windows: what starts a duty, a clock or a period of validity.
//!
//! What lives here: values of anchors, happenings of triggers, occurrences of
//! events, and when an instance is triggered. What does not: due dates
//! (`calendar`). Entry points: [`resolve`], [`occurrences`], [`start`].
//!
//! # Source
//! "Meaning", sections 3, 5 and 9 (occurrences).

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::names::{AnchorName, ItemKey};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{AnchorValue, Clause, EventKind, EventPattern, Trigger};
use servanda_model::record::{Citation, DecisionAct};
use servanda_model::time::{Date, Instant, When};

use crate::conditions;
use crate::depends;
use crate::facts::Fact;
use crate::testimony::{Topic, denies};
use crate::world::{View, World};

/// The anchor on which dated acts without a trigger hang.
pub(crate) const ENTRY_INTO_FORCE: &str = "Entry into Force";

/// What started something.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    /// When.
    pub(crate) when: When,
    /// The entries it rests on.
    pub(crate) citations: Vec<Citation>,
}

impl From<Moment> for Happening {
    fn from(moment: Moment) -> Self {
        let when = match moment {
            Moment::At(at) => When::At(at),
            Moment::On(day) => When::On(day, day),
        };
        Self {
            when,
            citations: Vec::new(),
        }
    }
}

impl From<AnchorValue> for Happening {
    fn from(value: AnchorValue) -> Self {
        Self::from(match value {
            AnchorValue::At(at) => Moment::At(at),
            AnchorValue::On(day) => Moment::On(day),
        })
    }
}

/// Reads a date or an instant as a decision gives it.
pub(crate) fn anchor_value(text: &str) -> Option<AnchorValue> {
    if let Ok(day) = text.parse::<Date>()
        && text.len() <= 10
    {
        return Some(AnchorValue::On(day));
    }
    text.parse::<Instant>().ok().map(AnchorValue::At)
}

/// Returns the value of an anchor that the text or its adopter gives.
pub(crate) fn decided(
    world: &World<'_>,
    t: Instant,
    name: &AnchorName,
) -> Option<(AnchorValue, Vec<Citation>)> {
    let anchor = world.plan.anchors.iter().find(|a| a.name == *name)?;
    if let Some(stated) = anchor.stated {
        return Some((stated, Vec::new()));
    }
    let adopter = anchor.adopted_by.as_ref()?;
    world
        .facts
        .decisions
        .iter()
        .filter(|d| {
            d.act.act == DecisionAct::Adopt
                && d.act.by == *adopter
                && d.act.of == name.as_str()
                && d.at <= t
        })
        .filter_map(|d| Some((d.citation, anchor_value(d.act.value.as_deref()?)?)))
        .max_by_key(|(citation, _)| *citation)
        .map(|(citation, value)| (value, vec![citation]))
}

/// Returns the values proposed for an anchor, the last of each proposer.
pub(crate) fn proposed(
    world: &World<'_>,
    t: Instant,
    name: &AnchorName,
) -> BTreeMap<servanda_model::names::ActorName, AnchorValue> {
    let mut last = BTreeMap::new();
    for d in &world.facts.decisions {
        if d.act.act != DecisionAct::Propose || d.act.of != name.as_str() || d.at > t {
            continue;
        }
        let Some(value) = d.act.value.as_deref().and_then(anchor_value) else {
            continue;
        };
        let entry = last.entry(d.act.by.clone()).or_insert((d.citation, value));
        if d.citation >= entry.0 {
            *entry = (d.citation, value);
        }
    }
    last.into_iter()
        .map(|(by, (_, value))| (by, value))
        .collect()
}

/// Returns the instants that the text's dates and the known facts and acts of
/// power give: the first of them is the first instant of change.
pub(crate) fn beginnings(world: &World<'_>) -> BTreeSet<Instant> {
    let facts = &world.facts;
    let zone = &world.plan.zone;
    let anchors = world
        .plan
        .anchors
        .iter()
        .filter_map(|anchor| decided(world, world.as_of.at, &anchor.name))
        .map(|(value, _)| Happening::from(value));
    let moments = depends::moments(world.plan)
        .into_iter()
        .map(Happening::from);
    let mut found: BTreeSet<Instant> = anchors
        .chain(moments)
        .flat_map(|happening| [happening.when.earliest(zone), happening.when.latest(zone)])
        .collect();
    found.extend(facts.reports.iter().map(|fact| fact.latest));
    found.extend(facts.decisions.iter().map(|d| d.at));
    found.extend(facts.closures.iter().map(|c| c.at));
    found
}

/// Returns an anchor's value under the view's variant.
pub(crate) fn anchor(view: &View<'_, '_>, name: &AnchorName) -> Option<Happening> {
    if let Some((value, citations)) = decided(view.world, view.t, name) {
        let mut happening = Happening::from(value);
        happening.citations = citations;
        return Some(happening);
    }
    view.variant
        .anchors
        .get(name)
        .map(|(_, value)| Happening::from(*value))
}

/// Returns what a trigger came to, as far as it is known.
pub(crate) fn resolve<'a>(
    view: &View<'_, 'a>,
    trigger: &'a Trigger,
    item: Option<&ItemKey>,
) -> Option<Happening> {
    match trigger {
        Trigger::Anchor(name) => anchor(view, name),
        Trigger::Moment(moment) => Some(Happening::from(*moment)),
        Trigger::First(pattern) | Trigger::Every(pattern) => occurrences(view, pattern)
            .first()
            .map(|(_, fact)| Happening {
                when: fact.report.happened.clone(),
                citations: vec![fact.citation],
            }),
        Trigger::Opening(phase) => {
            let gates = view.world.gates.borrow();
            let opened = gates.opened_before(phase, item, view.t)?;
            Some(Happening {
                when: When::At(opened.at),
                citations: opened.citations.clone(),
            })
        }
        Trigger::Clause(id, is) => {
            conditions::first_clause(view, id, *is, item, view.t).map(|at| Happening {
                when: When::At(at),
                citations: Vec::new(),
            })
        }
    }
}

/// Returns the last instant of what a window runs until, where that is known.
pub(crate) fn end_of<'a>(
    view: &View<'_, 'a>,
    trigger: &'a Trigger,
    item: Option<&ItemKey>,
) -> Option<Instant> {
    if let Trigger::Opening(phase) = trigger {
        return view.world.gates.borrow().closed_before(phase, item, view.t);
    }
    resolve(view, trigger, item).map(|h| h.when.latest(&view.plan().zone))
}

/// The time in which a clause counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Its first instant.
    pub(crate) start: Instant,
    /// Its last instant, where it is known to end.
    pub(crate) end: Option<Instant>,
}

/// Returns a clause's window: from `from` (else Entry into Force), not before
/// `when` first holds, until `until`; `None` where it has no beginning yet.
pub(crate) fn window<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Option<Window> {
    let zone = &view.plan().zone;
    let start = match &clause.from {
        Some(from) => resolve(view, from, None)?.when.earliest(zone),
        None => anchor(view, &AnchorName::new(ENTRY_INTO_FORCE))?
            .when
            .earliest(zone),
    };
    let start = match &clause.gate {
        Some(gate) => start.max(conditions::first(view, gate, None, Instant::MIN, view.t)?),
        None => start,
    };
    let end = clause
        .until
        .as_ref()
        .and_then(|until| end_of(view, until, None));
    let clip = view.variant.clip;
    let last = clip.until.map(|day| zone.day_end(day));
    Some(Window {
        start: clip
            .from
            .map_or(start, |day| start.max(zone.day_start(day))),
        end: end.into_iter().chain(last).min(),
    })
}

/// When an instance is triggered, and the happening its clock runs from.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// When it is triggered; `None` where a `while` does not hold then.
    pub(crate) at: Option<Instant>,
    /// When its trigger came, whether or not a `while` held then.
    pub(crate) came: Instant,
    /// The happening from which its clock runs.
    pub(crate) clock: Happening,
}

/// Returns when a happening triggers: a day that is known beforehand at its
/// first instant, an occurrence at its latest.
pub(crate) fn comes(view: &View<'_, '_>, happening: &Happening, occurrence: bool) -> Instant {
    let zone = &view.plan().zone;
    if occurrence {
        happening.when.latest(zone)
    } else {
        happening.when.earliest(zone)
    }
}

/// Returns whether a trigger is an occurrence and not a date.
pub(crate) fn is_occurrence(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::First(_) | Trigger::Every(_))
}

/// Starts an instance: at the later of its trigger, the clause's `from`, the
/// first day of its words, and the first instant at which `when` holds; the
/// clock runs from that one.
pub(crate) fn start<'a>(
    view: &View<'_, 'a>,
    clause: &'a Clause,
    trigger: Option<(Instant, Happening)>,
    item: Option<&ItemKey>,
) -> Option<Start> {
    let (mut at, mut clock) = trigger?;
    if let Some(from) = &clause.from {
        let start = resolve(view, from, item)?;
        let begins = comes(view, &start, is_occurrence(from));
        if begins > at {
            (at, clock) = (begins, start);
        }
    }
    if let Some(day) = view.variant.clip.from {
        let begins = Happening::from(Moment::On(day));
        let first = comes(view, &begins, false);
        if first > at {
            (at, clock) = (first, begins);
        }
    }
    if let Some(gate) = &clause.gate {
        let holds = conditions::first(view, gate, item, Instant::MIN, view.t)?;
        if holds > at {
            at = holds;
            clock = Happening {
                when: When::At(holds),
                citations: clock.citations,
            };
        }
    }
    // What is triggered always has its `while` read where reading begins.
    let begun = view
        .world
        .start
        .filter(|start| *start <= view.t)
        .unwrap_or(view.t);
    let begun = if at == Instant::MIN { begun } else { at };
    let kept = !view.reached(at)
        || !view.bound(&clause.id, begun)
        || clause
            .during
            .iter()
            .all(|condition| conditions::holds(view, condition, item, begun));
    Some(Start {
        at: kept.then_some(at),
        came: at,
        clock,
    })
}

/// Returns the trigger of an act that names none: Entry into Force, or always
/// where that is not set.
pub(crate) fn in_force(view: &View<'_, '_>) -> Happening {
    anchor(view, &AnchorName::new(ENTRY_INTO_FORCE)).unwrap_or(Happening {
        when: When::At(Instant::MIN),
        citations: Vec::new(),
    })
}

/// Returns the key by which reports of an event are the same occurrence.
fn sameness(view: &View<'_, '_>, kind: Option<&EventKind>, fact: &Fact<'_>) -> Vec<String> {
    let day = view.plan().zone.date_of(fact.latest).to_string();
    let report = fact.report;
    match kind.filter(|kind| !kind.same.is_empty()) {
        Some(kind) => kind
            .same
            .iter()
            .map(|field| match field.as_str() {
                "day" => day.clone(),
                _ => report.fields.get(field).cloned().unwrap_or_default(),
            })
            .collect(),
        None => std::iter::once(day)
            .chain(
                report
                    .fields
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .collect(),
    }
}

/// The reports of one occurrence, by (latest, log order).
pub(crate) type Occurrence<'w, 'a> = Vec<(usize, &'w Fact<'a>)>;

/// Groups the reports of a topic into occurrences, ordered by their first
/// report. Totals over days are occurrences of their days.
pub(crate) fn grouped<'w, 'a>(view: &View<'w, 'a>, topic: &Topic<'a>) -> Vec<Occurrence<'w, 'a>> {
    let mut counts: BTreeMap<(Vec<String>, &str, bool), u32> = BTreeMap::new();
    let mut groups: BTreeMap<(Vec<String>, u32), Occurrence<'w, 'a>> = BTreeMap::new();
    for (index, fact, figure) in topic.reports(view) {
        let report = fact.report;
        let positive = figure.is_none_or(|figure| {
            figure.surely_beyond(
                servanda_model::figure::Comparison::AtMost,
                servanda_model::figure::Decimal::ZERO,
            )
        });
        if denies(report) || report.running_total || report.per.is_some() || !positive {
            continue;
        }
        let key = match report.period.filter(|_| report.figure.is_some()) {
            Some((from, to)) => vec![from.to_string(), to.to_string()],
            None => sameness(view, topic.kind, fact),
        };
        let count = counts
            .entry((key.clone(), report.reporter.as_str(), fact.finding))
            .or_default();
        *count += 1;
        groups.entry((key, *count)).or_default().push((index, fact));
    }
    let mut ordered: Vec<_> = groups.into_values().collect();
    ordered.sort_by_key(|group| group.first().map(|(index, _)| *index));
    ordered
}

/// Returns the first report of each occurrence of an event, in order.
pub(crate) fn occurrences<'w, 'a>(
    view: &View<'w, 'a>,
    pattern: &'a EventPattern,
) -> Vec<(usize, &'w Fact<'a>)> {
    let topic = Topic::event(view.plan(), pattern);
    grouped(view, &topic)
        .into_iter()
        .filter_map(|group| group.into_iter().next())
        .collect()
}

//! Readings and challenges: every combination that is still possible, and what
//! they agree on.
//!
//! What lives here: combinations, the standing of challenges, and the merging
//! of what each combination gives. What does not: judgement under one
//! combination (`clause`). Entry points: [`judge`], [`each`].
//!
//! # Source
//! "Meaning", section 12.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{
    InstanceKey, Outcome, Reason, ReasonKind, Retest, Status, Supposition,
};
use servanda_model::names::{ActorName, AnchorName, ReadingName, TermName};
use servanda_model::plan::{AnchorValue, Clause, OpenTerm};
use servanda_model::record::{Citation, RulingOutcome};
use servanda_model::time::Instant;

use crate::calendar::{after, just_after};
use crate::clause;
use crate::depends;
use crate::facts::Challenge;
use crate::judged::Judged;
use crate::trigger;
use crate::world::{Variant, View, World};

/// More open challenges than this are tried only all in and all out.
const MOST_CHALLENGES: usize = 5;

/// What becomes of a challenged report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The challenge was not made yet, or too late, or nobody rules.
    Void,
    /// It is open.
    Open,
    /// The report stands.
    Stands,
    /// The report is out.
    Out,
}

/// Returns what a challenge does to its report at an instant.
pub(crate) fn standing(world: &World<'_>, challenge: &Challenge<'_>, t: Instant) -> Standing {
    let Some(rule) = &world.plan.challenge else {
        return Standing::Void;
    };
    let latest = after(world.plan, challenge.report_known, &rule.within, 1);
    if challenge.at > t || challenge.at > latest {
        return Standing::Void;
    }
    let deadline = rule
        .ruling_within
        .as_ref()
        .map(|within| after(world.plan, challenge.at, within, 1));
    let ruling = challenge
        .rulings
        .iter()
        .rfind(|(_, by, at, _)| {
            **by == rule.ruled_by && *at <= t && deadline.is_none_or(|deadline| *at <= deadline)
        })
        .map(|(_, _, _, outcome)| *outcome);
    match ruling {
        Some(RulingOutcome::Upheld) => return Standing::Out,
        Some(RulingOutcome::Rejected) => return Standing::Stands,
        None => {}
    }
    match deadline {
        Some(deadline) if t > deadline && rule.report_stands_without_ruling => Standing::Stands,
        Some(deadline) if t > deadline => Standing::Out,
        Some(deadline) => {
            world.wake(just_after(deadline));
            Standing::Open
        }
        None => Standing::Open,
    }
}

/// Returns the reading on which a term was settled.
fn settlement<'a>(world: &World<'a>, term: &OpenTerm, t: Instant) -> Option<&'a str> {
    world
        .facts
        .readings
        .iter()
        .rfind(|reading| {
            reading.term == term.name.as_str()
                && term.settled_by.as_ref() == Some(reading.by)
                && reading.at <= t
                && term
                    .readings
                    .iter()
                    .any(|r| r.name.as_str() == reading.reading)
        })
        .map(|reading| reading.reading)
}

/// Returns the places of a term's readings that nobody excluded.
fn admissible(world: &World<'_>, term: &OpenTerm, t: Instant) -> Vec<usize> {
    let settled = settlement(world, term, t);
    (0..)
        .zip(&term.readings)
        .filter(|(_, reading)| settled.is_none_or(|name| reading.name.as_str() == name))
        .map(|(place, _)| place)
        .collect()
}

/// Returns whether a clause is read under a term or an anchor that nobody
/// settled.
pub(crate) fn unsettled<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> bool {
    let terms = terms_of(world, clause, t).iter().any(|name| {
        world
            .plan
            .terms
            .iter()
            .find(|term| term.name == **name)
            .is_some_and(|term| settlement(world, term, t).is_none())
    });
    let anchors = anchors_of(world, clause, t).iter().any(|name| {
        trigger::decided(world, t, name).is_none() && !trigger::proposed(world, t, name).is_empty()
    });
    terms || anchors
}

/// Returns the open terms of a clause, of all words that it has at an instant.
fn terms_of<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> BTreeSet<&'a TermName> {
    let all = world.courses.all_words(clause, t).into_iter();
    all.flat_map(depends::terms).collect()
}

/// Returns the anchors of a clause, of all words that it has at an instant.
fn anchors_of<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> BTreeSet<AnchorName> {
    let all = world.courses.all_words(clause, t).into_iter();
    all.flat_map(|words| depends::own(world.plan, words).anchors)
        .collect()
}

/// Returns every combination under which a clause is judged; never none.
pub(crate) fn variants<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Vec<Variant> {
    let mut variants = vec![Variant::default()];
    for name in terms_of(world, clause, t) {
        let Some(term) = world.plan.terms.iter().find(|term| term.name == *name) else {
            continue;
        };
        let places = admissible(world, term, t);
        variants = spread(&variants, &places, |variant, place| {
            variant.readings.insert(name.clone(), *place);
        });
    }
    for name in anchors_of(world, clause, t) {
        if trigger::decided(world, t, &name).is_some() {
            continue;
        }
        let values: Vec<(ActorName, AnchorValue)> =
            trigger::proposed(world, t, &name).into_iter().collect();
        variants = spread(&variants, &values, |variant, value| {
            variant.anchors.insert(name.clone(), value.clone());
        });
    }
    let out = settled(world, t).out;
    for variant in &mut variants {
        variant.out.clone_from(&out);
    }
    let open = challenged(world, clause, t);
    let choices = choices(&open);
    spread(&variants, &choices, |variant, (succeed, roots)| {
        variant.succeed.clone_from(succeed);
        variant.out.extend(roots.iter().copied());
    })
}

/// Returns each variant with each choice; the variants where there is no choice.
fn spread<C>(
    variants: &[Variant],
    choices: &[C],
    apply: impl Fn(&mut Variant, &C),
) -> Vec<Variant> {
    if choices.is_empty() {
        return variants.to_vec();
    }
    let mut all = Vec::with_capacity(variants.len().saturating_mul(choices.len()));
    for variant in variants {
        for choice in choices {
            let mut next = variant.clone();
            apply(&mut next, choice);
            all.push(next);
        }
    }
    all
}

type Open = BTreeMap<Citation, BTreeSet<Citation>>;

/// Returns the variant of what is settled at an instant: reports under an open
/// challenge are in.
pub(crate) fn settled(world: &World<'_>, t: Instant) -> Variant {
    Variant {
        out: world
            .facts
            .challenges
            .iter()
            .filter(|challenge| standing(world, challenge, t) == Standing::Out)
            .map(|challenge| challenge.report)
            .collect(),
        ..Variant::default()
    }
}

/// Returns the open challenges on reports that a clause reads.
fn challenged<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Open {
    let words = world.courses.all_words(clause, t).into_iter();
    let names: BTreeSet<&str> = words
        .flat_map(|words| depends::own(world.plan, words).names)
        .collect();
    // A report that is out already is not read: a further challenge to it
    // decides nothing.
    let out = settled(world, t).out;
    let read: BTreeSet<Citation> = names
        .iter()
        .flat_map(|name| world.facts.of(name))
        .filter(|(_, fact)| fact.latest <= t && !out.contains(&fact.root))
        .map(|(_, fact)| fact.root)
        .collect();
    let mut open = Open::new();
    for challenge in &world.facts.challenges {
        if !read.contains(&challenge.report) {
            continue;
        }
        if standing(world, challenge, t) == Standing::Open {
            open.entry(challenge.citation)
                .or_default()
                .insert(challenge.report);
        }
    }
    open
}

/// Returns which open challenges succeed together, and the reports then out.
fn choices(open: &Open) -> Vec<(Vec<Citation>, BTreeSet<Citation>)> {
    let list: Vec<(&Citation, &BTreeSet<Citation>)> = open.iter().collect();
    let take = |chosen: &dyn Fn(usize) -> bool| {
        let mut succeed = Vec::new();
        let mut roots = BTreeSet::new();
        for (place, (citation, reports)) in list.iter().enumerate() {
            if chosen(place) {
                succeed.push(**citation);
                roots.extend(reports.iter().copied());
            }
        }
        (succeed, roots)
    };
    match list.len() {
        0 => Vec::new(),
        many if many > MOST_CHALLENGES => vec![take(&|_| false), take(&|_| true)],
        few => (0..1_u32 << few)
            .map(|mask| take(&|place| mask >> place & 1 == 1))
            .collect(),
    }
}

/// Returns a clause's instances under each combination.
pub(crate) fn each<'a>(
    world: &World<'a>,
    clause: &'a Clause,
    t: Instant,
) -> Vec<(Variant, Vec<Judged>)> {
    variants(world, clause, t)
        .into_iter()
        .map(|variant| {
            let view = View {
                world,
                t,
                variant: &variant,
            };
            let judged = clause::judge(&view, clause);
            (variant, judged)
        })
        .collect()
}

/// Returns a clause's instances as all combinations give them.
pub(crate) fn judge<'a>(world: &World<'a>, clause: &'a Clause, t: Instant) -> Vec<Judged> {
    let open = unsettled(world, clause, t);
    merge(world, open, each(world, clause, t))
}

/// Merges what combinations give; `open` says whether a term or an anchor is.
pub(crate) fn merge(
    world: &World<'_>,
    open: bool,
    mut all: Vec<(Variant, Vec<Judged>)>,
) -> Vec<Judged> {
    if all.len() == 1 && !open {
        let mut judged = all.pop().map(|(_, judged)| judged).unwrap_or_default();
        judged.sort_by(|a, b| a.key.cmp(&b.key));
        return judged;
    }
    let mut by_key: BTreeMap<InstanceKey, Vec<(usize, Judged)>> = BTreeMap::new();
    let mut variants = Vec::with_capacity(all.len());
    for (place, (variant, judged)) in all.into_iter().enumerate() {
        variants.push(variant);
        for one in judged {
            by_key
                .entry(one.key.clone())
                .or_default()
                .push((place, one));
        }
    }
    by_key
        .into_values()
        .filter_map(|list| merged(world, &variants, list, open))
        .collect()
}

fn merged(
    world: &World<'_>,
    variants: &[Variant],
    list: Vec<(usize, Judged)>,
    open: bool,
) -> Option<Judged> {
    let statuses: BTreeMap<usize, Status> = list
        .iter()
        .map(|(place, one)| (*place, one.status))
        .collect();
    let mut distinct: BTreeSet<Status> = statuses.values().copied().collect();
    let everywhere = statuses.len() == variants.len();
    let same = everywhere && distinct.len() == 1;
    // What is told as done stands whatever the reading or the ruling.
    let progress = list.iter().filter_map(|(_, one)| one.progress).min();
    let told_by_all = |retest: &Retest| list.iter().all(|(_, one)| one.retests.contains(retest));
    let (_, first) = list.first()?;
    let retests = first
        .retests
        .iter()
        .filter(|one| told_by_all(one))
        .cloned()
        .collect();
    let (_, mut one) = list.into_iter().next()?;
    one.progress = progress;
    one.retests = retests;
    if !same || open {
        one.outcomes = outcomes(world, variants, &statuses);
    }
    if !same {
        distinct.clear();
        one.status = Status::Contested;
        one.retests.clear();
        one.decided = None;
        one.lateness = None;
        one.severity = None;
        let citations = variants
            .iter()
            .flat_map(|variant| variant.succeed.iter().copied())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        one.reasons.push(Reason {
            kind: ReasonKind::Dispute,
            text: hangs_on(variants),
            citations,
        });
    } else if !variants.iter().all(|variant| variant.succeed.is_empty()) {
        one.reasons.push(Reason {
            kind: ReasonKind::Dispute,
            text: "a challenge is open; the status is the same whatever the ruling".to_owned(),
            citations: variants
                .iter()
                .flat_map(|variant| variant.succeed.iter().copied())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        });
    }
    Some(one)
}

fn hangs_on(variants: &[Variant]) -> String {
    let challenged = variants.iter().any(|variant| !variant.succeed.is_empty());
    let terms: BTreeSet<String> = variants
        .iter()
        .flat_map(|variant| {
            let terms = variant
                .readings
                .keys()
                .map(|term| format!("the reading of \"{term}\""));
            let anchors = variant
                .anchors
                .keys()
                .map(|anchor| format!("the date of {anchor}"));
            terms.chain(anchors).collect::<Vec<_>>()
        })
        .collect();
    let mut on: Vec<String> = terms.into_iter().collect();
    if challenged {
        on.push("an open challenge".to_owned());
    }
    format!("it hangs on {}", on.join(" and "))
}

fn agreed(statuses: impl Iterator<Item = Status>) -> Option<Status> {
    let distinct: BTreeSet<Status> = statuses.collect();
    match distinct.len() {
        0 => None,
        1 => distinct.into_iter().next(),
        _ => Some(Status::Contested),
    }
}

fn outcomes(
    world: &World<'_>,
    variants: &[Variant],
    statuses: &BTreeMap<usize, Status>,
) -> Vec<Outcome> {
    let under = |test: &dyn Fn(&Variant) -> bool| {
        agreed(
            variants
                .iter()
                .enumerate()
                .filter(|(_, variant)| test(variant))
                .filter_map(|(place, _)| statuses.get(&place).copied()),
        )
    };
    let mut found = Vec::new();
    for (term, place, name) in readings(world, variants) {
        if let Some(status) = under(&|variant| variant.readings.get(&term) == Some(&place)) {
            found.push(Outcome {
                supposing: Supposition::Reading(term, name),
                status,
            });
        }
    }
    for (anchor, by) in proposers(variants) {
        let holds = |variant: &Variant| {
            variant
                .anchors
                .get(&anchor)
                .is_some_and(|(who, _)| *who == by)
        };
        if let Some(status) = under(&holds) {
            found.push(Outcome {
                supposing: Supposition::Reading(
                    TermName::new(anchor.as_str()),
                    ReadingName::new(by.as_str()),
                ),
                status,
            });
        }
    }
    let succeed: BTreeSet<Vec<Citation>> = variants
        .iter()
        .map(|variant| variant.succeed.clone())
        .collect();
    if succeed.len() > 1 {
        for list in succeed {
            if let Some(status) = under(&|variant| variant.succeed == list) {
                found.push(Outcome {
                    supposing: Supposition::ChallengesSucceed(list),
                    status,
                });
            }
        }
    }
    found
}

/// Returns every reading that some variant supposes, in the text's order.
pub(crate) fn readings(
    world: &World<'_>,
    variants: &[Variant],
) -> Vec<(TermName, usize, ReadingName)> {
    let supposed: BTreeSet<(TermName, usize)> = variants
        .iter()
        .flat_map(|variant| {
            variant
                .readings
                .iter()
                .map(|(term, place)| (term.clone(), *place))
        })
        .collect();
    supposed
        .into_iter()
        .filter_map(|(name, place)| {
            let term = world.plan.terms.iter().find(|term| term.name == name)?;
            let reading = term.readings.get(place)?;
            Some((name, place, reading.name.clone()))
        })
        .collect()
}

/// Returns every proposer of an open anchor that some variant supposes.
pub(crate) fn proposers(variants: &[Variant]) -> BTreeSet<(AnchorName, ActorName)> {
    variants
        .iter()
        .flat_map(|variant| {
            variant
                .anchors
                .iter()
                .map(|(anchor, (by, _))| (anchor.clone(), by.clone()))
        })
        .collect()
}

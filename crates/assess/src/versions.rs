//! Amendments in force: which words of a clause bind which of its instances.
//!
//! What lives here: the words that a clause has had, and the choice between
//! them. What does not: judging under one set of words (`clause`), what an
//! amendment says (`compiler`), when one is in force (`amendments`). Entry
//! points: [`Courses::new`], [`judge`].
//!
//! # Invariants
//! An instance is judged by the words of one version. Nothing that happened
//! before an amendment was in force is judged by its words.
//!
//! # Source
//! "Meaning", section 15.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::assessment::{InstanceKey, Reason, ReasonKind, Slip, SlipCause, Status};
use servanda_model::names::ClauseId;
use servanda_model::plan::{Cadence, Clause, Duty, Perform, Plan, RunningDuties, Timing, Trigger};
use servanda_model::record::Citation;
use servanda_model::time::{Date, Instant, PeriodUnit};

use crate::amendments::carried;
use crate::calendar::plus_days;
use crate::clause;
use crate::extensions;
use crate::facts::Facts;
use crate::judged::Judged;
use crate::words;
use crate::world::{Variant, View, World};

/// The days within which a clause's words count, where an amendment bounds
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Clip {
    /// The first.
    pub(crate) from: Option<Date>,
    /// The last.
    pub(crate) until: Option<Date>,
}

/// One version of a clause: its words from a day on.
#[derive(Clone, Debug)]
pub(crate) struct Step<'a> {
    /// The amendment; `None` for the text as signed.
    pub(crate) name: Option<&'a str>,
    /// The words; `None` where the clause is not in the text.
    pub(crate) words: Option<&'a Clause>,
    /// The first day.
    day: Date,
    /// Its first instant.
    starts: Instant,
    /// From when it is seen.
    seen: Instant,
    /// What running duties do.
    running: RunningDuties,
    citations: Vec<Citation>,
}

/// The versions of every clause that an amendment in force changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Courses<'a> {
    steps: BTreeMap<&'a ClauseId, Vec<Step<'a>>>,
}

impl<'a> Courses<'a> {
    /// Reads which amendments the known record carries.
    pub(crate) fn new(plan: &'a Plan, facts: &Facts<'_>) -> Self {
        let mut steps: BTreeMap<&ClauseId, Vec<Step<'a>>> = BTreeMap::new();
        for (amendment, carried) in plan.amendments.iter().zip(carried(plan, facts)) {
            let Some(carried) = carried else { continue };
            for change in amendment.changes.iter().flatten() {
                steps.entry(&change.clause).or_default().push(Step {
                    name: Some(&amendment.name),
                    words: change.becomes.as_deref(),
                    day: carried.day,
                    starts: plan.zone.day_start(carried.day),
                    seen: carried.seen,
                    running: amendment.running.unwrap_or(RunningDuties::KeepEarlierText),
                    citations: carried.citations.clone(),
                });
            }
        }
        Self { steps }
    }

    /// Returns every instant at which words change.
    pub(crate) fn instants(&self) -> BTreeSet<Instant> {
        let steps = self.steps.values().flatten();
        steps.flat_map(|step| [step.starts, step.seen]).collect()
    }

    /// Returns the versions of a clause that are seen at an instant, the text
    /// as signed first.
    pub(crate) fn of(&self, clause: &'a Clause, t: Instant) -> Vec<Step<'a>> {
        let signed = Step {
            name: None,
            words: Some(clause).filter(|clause| clause.added_by.is_none()),
            day: Date::MIN,
            starts: Instant::MIN,
            seen: Instant::MIN,
            running: RunningDuties::KeepEarlierText,
            citations: Vec::new(),
        };
        let later = self.steps.get(&clause.id).into_iter().flatten();
        let later = later.filter(|step| step.seen <= t).cloned();
        std::iter::once(signed).chain(later).collect()
    }

    /// Returns the words in force of a clause at an instant; `None` where it is
    /// not in the text then.
    pub(crate) fn words(&self, clause: &'a Clause, t: Instant) -> Option<&'a Clause> {
        if self.steps.is_empty() && clause.added_by.is_none() {
            return Some(clause);
        }
        self.of(clause, t).last().and_then(|step| step.words)
    }

    /// Returns all words that bind some instance of a clause at an instant;
    /// those as signed where there are none.
    pub(crate) fn all_words(&self, clause: &'a Clause, t: Instant) -> Vec<&'a Clause> {
        if self.steps.is_empty() {
            return vec![clause];
        }
        let all: Vec<&Clause> = self.of(clause, t).iter().filter_map(|s| s.words).collect();
        if all.is_empty() { vec![clause] } else { all }
    }
}

/// Returns whether an amendment touched a clause by an instant, or adds it.
pub(crate) fn touched(world: &World<'_>, clause: &Clause, t: Instant) -> bool {
    let steps = world.courses.steps.get(&clause.id).into_iter().flatten();
    clause.added_by.is_some() || steps.into_iter().any(|step| step.seen <= t)
}

/// Instances of one version on their way.
struct Choice<'s, 'w, 'a> {
    view: &'s View<'w, 'a>,
    taken: Vec<Judged>,
    /// Of act and quantity: what no later version judges again.
    bound: BTreeSet<InstanceKey>,
    /// What ran at the last change and goes on under the next words.
    running: BTreeMap<InstanceKey, Judged>,
    /// What was chosen of each version before: the last due dates.
    dues: BTreeMap<InstanceKey, (Option<Instant>, Vec<Slip>)>,
}

/// Judges a clause under one variant by the words that bind each instance.
pub(crate) fn judge<'a>(view: &View<'_, 'a>, clause: &'a Clause) -> Vec<Judged> {
    let steps = view.world.courses.of(clause, view.t);
    let mut choice = Choice {
        view,
        taken: Vec::new(),
        bound: BTreeSet::new(),
        running: BTreeMap::new(),
        dues: BTreeMap::new(),
    };
    for (place, step) in steps.iter().enumerate() {
        choice.take(step, place > 0, steps.get(place + 1));
    }
    let mut judged = settled(choice.taken);
    judged.sort_by(|a, b| a.key.cmp(&b.key));
    judged
}

impl<'a> Choice<'_, '_, 'a> {
    fn take(&mut self, step: &Step<'a>, amended: bool, next: Option<&Step<'a>>) {
        let found = match step.words.map(|words| (words, &words.duty)) {
            None => Vec::new(),
            Some((words, Duty::Perform(_) | Duty::Reach { .. })) => self.acts(words, step, amended),
            Some((words, _)) => self.windowed(words, step, amended, next),
        };
        self.lapse(step, &found);
        let mut running = BTreeMap::new();
        for mut judged in found {
            self.slip(step, &mut judged);
            judged.words_of = step.name.map(str::to_owned);
            let Some(next) = next.filter(|_| is_duty(step)) else {
                self.keep(step, None, judged);
                continue;
            };
            if stays(&judged, next) {
                self.keep(step, Some(next), judged);
            } else if began(&judged, next.starts) {
                running.insert(judged.key.clone(), judged);
            }
        }
        self.running = running;
    }

    fn keep(&mut self, step: &Step<'_>, next: Option<&Step<'_>>, mut judged: Judged) {
        self.bound.insert(judged.key.clone());
        if self.view.world.explains(self.view.t) {
            judged.reasons.extend(reason(step, next));
            let zone = &self.view.plan().zone;
            let amended = |slip: &&Slip| matches!(slip.by, SlipCause::Amendment(_));
            let moves = judged.slips.iter().filter(amended);
            let moves: Vec<Reason> = moves.map(|slip| extensions::reason(zone, slip)).collect();
            judged.reasons.extend(moves);
        }
        self.taken.push(judged);
    }

    /// Judges acts and quantities by one version's words, as if they had always
    /// been those, and takes what is not bound by earlier ones.
    fn acts(&self, words: &'a Clause, step: &Step<'_>, amended: bool) -> Vec<Judged> {
        let always = judge_words(self.view, words, Clip::default());
        if !amended {
            return always;
        }
        let clip = Clip {
            from: Some(step.day),
            until: None,
        };
        let anew = judge_words(self.view, words, clip);
        let occasions = by_occasion(words);
        let mut found: Vec<Judged> = Vec::new();
        let mut numbers = Numbers::of(&self.taken);
        for one in always {
            let restarted = anew.iter().find(|other| other.key == one.key);
            let runs = self.running.contains_key(&one.key);
            let chosen = if runs && step.running == RunningDuties::Move {
                Some(one)
            } else if occasions && !runs {
                Some(one).filter(|one| !began(one, step.starts))
            } else {
                restarted.cloned()
            };
            let Some(mut chosen) = chosen else { continue };
            if self.bound.contains(&chosen.key) {
                if !occasions || chosen.key.number.is_none() {
                    continue;
                }
                numbers.number(&mut chosen.key);
            }
            numbers.note(&chosen.key);
            found.push(chosen);
        }
        found
    }

    /// Judges what is judged by windows within those of one version.
    fn windowed(
        &self,
        words: &'a Clause,
        step: &Step<'_>,
        amended: bool,
        next: Option<&Step<'_>>,
    ) -> Vec<Judged> {
        let moves = step.running == RunningDuties::Move;
        let from = amended.then(|| match unit(words) {
            Some(unit) if moves => first_of(unit, step.day),
            _ => step.day,
        });
        let until = next.map(|next| {
            let before = plus_days(next.day, -1);
            match unit(words) {
                Some(unit) if next.running == RunningDuties::KeepEarlierText => {
                    last_of(unit, before)
                }
                _ => before,
            }
        });
        let mut judged = judge_words(self.view, words, Clip { from, until });
        for one in &mut judged {
            one.stands_for_none = one.key.days.is_none() && one.key.number.is_none();
        }
        judged
    }

    /// Discharges what ran on into words that ask nothing of the kind.
    fn lapse(&mut self, step: &Step<'_>, found: &[Judged]) {
        let running = std::mem::take(&mut self.running);
        for (key, mut judged) in running {
            if found.iter().any(|one| one.key == key) {
                continue;
            }
            judged.status = Status::Discharged;
            judged.decided = None;
            judged.lateness = None;
            judged.severity = None;
            if self.view.world.explains(self.view.t) {
                let name = step.name.unwrap_or_default();
                judged.reasons.push(Reason {
                    kind: ReasonKind::Rule,
                    text: format!("amendment {name} asks nothing of the kind any more"),
                    citations: step.citations.clone(),
                });
            }
            self.bound.insert(key);
            self.taken.push(judged);
        }
    }

    /// Notes how a due date moved from one version to the next.
    fn slip(&mut self, step: &Step<'_>, judged: &mut Judged) {
        let before = self.dues.remove(&judged.key);
        let own = std::mem::take(&mut judged.slips);
        let mut slips = before.as_ref().map(|one| one.1.clone()).unwrap_or_default();
        let earlier = before.and_then(|(due, _)| due);
        let planned = own.first().map(|slip| slip.from).or(judged.due);
        if let (Some(name), Some(from), Some(to)) = (step.name, earlier, planned)
            && from != to
        {
            slips.push(Slip {
                from,
                to,
                by: SlipCause::Amendment(name.to_owned()),
                citations: step.citations.clone(),
            });
        }
        slips.extend(own);
        self.dues
            .insert(judged.key.clone(), (judged.due.or(earlier), slips.clone()));
        judged.slips = slips;
    }
}

/// Numbers of instances that share the rest of their keys.
struct Numbers(BTreeMap<InstanceKey, u32>);

impl Numbers {
    fn of(judged: &[Judged]) -> Self {
        let mut numbers = Self(BTreeMap::new());
        for one in judged {
            numbers.note(&one.key);
        }
        numbers
    }

    fn note(&mut self, key: &InstanceKey) {
        if let Some(number) = key.number {
            let last = self.0.entry(unnumbered(key)).or_default();
            *last = number.max(*last);
        }
    }

    /// Numbers an instance on from the last.
    fn number(&mut self, key: &mut InstanceKey) {
        let last = self.0.get(&unnumbered(key)).copied().unwrap_or_default();
        key.number = Some(last.saturating_add(1));
    }
}

fn unnumbered(key: &InstanceKey) -> InstanceKey {
    InstanceKey {
        number: None,
        ..key.clone()
    }
}

fn judge_words<'a>(view: &View<'_, 'a>, words: &'a Clause, clip: Clip) -> Vec<Judged> {
    let variant = Variant {
        clip,
        ..view.variant.clone()
    };
    let view = View {
        world: view.world,
        t: view.t,
        variant: &variant,
    };
    clause::judge_words(&view, words)
}

fn is_duty(step: &Step<'_>) -> bool {
    let duty = step.words.map(|words| &words.duty);
    matches!(duty, Some(Duty::Perform(_) | Duty::Reach { .. }))
}

/// Returns whether an instance was triggered before an instant.
fn began(judged: &Judged, before: Instant) -> bool {
    judged.begun.is_some_and(|at| at < before)
}

/// Returns whether an instance keeps its words when others come: it was done
/// before, its time was over, or it runs and running duties keep them.
fn stays(judged: &Judged, next: &Step<'_>) -> bool {
    let done = matches!(judged.status, Status::Met | Status::MetLate)
        && judged.decided.is_some_and(|at| at < next.starts);
    let over = judged.due.is_some_and(|due| due < next.starts);
    let keeps = next.running == RunningDuties::KeepEarlierText;
    done || began(judged, next.starts) && (over || keeps)
}

/// Returns whether each occurrence of something makes an instance.
fn by_occasion(clause: &Clause) -> bool {
    let Duty::Perform(Perform {
        every,
        of_its,
        timing,
        ..
    }) = &clause.duty
    else {
        return false;
    };
    let each = matches!(
        timing,
        Timing::Within(_, Trigger::Every(_)) | Timing::Undated(Some(Trigger::Every(_)))
    );
    every.is_some() || of_its.is_some() || each
}

fn unit(clause: &Clause) -> Option<&PeriodUnit> {
    match &clause.duty {
        Duty::Keep {
            cadence: Cadence::Each(period),
            ..
        } => Some(&period.unit),
        _ => None,
    }
}

/// Returns the first day of the calendar unit that holds a day.
fn first_of(unit: &PeriodUnit, day: Date) -> Date {
    match unit {
        PeriodUnit::Week => plus_days(day, -i64::from(day.weekday().to_monday_zero_offset())),
        PeriodUnit::Month => day.first_of_month(),
        PeriodUnit::Year => day.first_of_year(),
        PeriodUnit::Day | PeriodUnit::Hour | PeriodUnit::Working(_) => day,
    }
}

/// Returns the last day of the calendar unit that holds a day.
fn last_of(unit: &PeriodUnit, day: Date) -> Date {
    match unit {
        PeriodUnit::Week => plus_days(first_of(unit, day), 6),
        PeriodUnit::Month => day.last_of_month(),
        PeriodUnit::Year => day.last_of_year(),
        PeriodUnit::Day | PeriodUnit::Hour | PeriodUnit::Working(_) => day,
    }
}

/// Leaves out what stands for "nothing yet" beside something, but for the last
/// version's where there is nothing else, and numbers incidents on.
fn settled(judged: Vec<Judged>) -> Vec<Judged> {
    let bare = |one: &Judged| one.stands_for_none;
    let mut numbers = Numbers(BTreeMap::new());
    let mut kept: Vec<Judged> = Vec::new();
    for (place, one) in judged.iter().enumerate() {
        let beside = |other: &&Judged| other.key.actor == one.key.actor;
        let mut later = judged.iter().skip(place + 1).filter(beside);
        let other = judged.iter().filter(beside).any(|other| !bare(other));
        if bare(one) && (other || later.any(bare)) {
            continue;
        }
        let mut one = one.clone();
        if one.status == Status::IncidentEstablished {
            numbers.number(&mut one.key);
        }
        numbers.note(&one.key);
        kept.push(one);
    }
    kept
}

/// Says by which words an instance is judged.
fn reason(step: &Step<'_>, next: Option<&Step<'_>>) -> Option<Reason> {
    let day = |step: &Step<'_>| words::day(step.day);
    let (text, citations) = match (step.name, next) {
        (None, None) => return None,
        (Some(name), _) => (
            format!(
                "judged by the words of amendment {name}, in force since {}",
                day(step)
            ),
            step.citations.clone(),
        ),
        (None, Some(next)) => {
            let name = next.name.unwrap_or_default();
            let why = match next.running {
                RunningDuties::KeepEarlierText => {
                    "under which running duties keep the earlier text"
                }
                RunningDuties::Move | RunningDuties::Restart => {
                    "when this was done, or its time over"
                }
            };
            (
                format!(
                    "judged by the words as signed: amendment {name} is in force since {}, {why}",
                    day(next)
                ),
                next.citations.clone(),
            )
        }
    };
    Some(Reason {
        kind: ReasonKind::Rule,
        text,
        citations,
    })
}

//! Evidence: which testimonies establish what, asked of the temporal engine.
//!
//! A [`Question`] is one instance's testimonies with its due date and closure,
//! stripped to what can make a difference: who speaks is a serial with static
//! relations, when is a rank. Equal questions have equal answers, so they are
//! asked once. What does not live here: the formulas (`formula`) and what
//! follows from the answers (`lifecycle`). Entry point: [`Bench::ask`].
//!
//! # Source
//! "Meaning", sections 2 (evidence rule) and 4.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use servanda_model::plan::{EvidenceRule, Plan, Reporters, TestimonyKind};
use servanda_model::time::{Instant, When, Zone};

use crate::calendar::{Timeliness, timeliness};
use crate::facts::{Fact, Facts};
use crate::formula;
use crate::testimony::{Testimony, actor};

/// What an option of an evidence rule asks of a set of testimonies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quorum {
    /// How many different reporters.
    pub(crate) need: u32,
    /// Whether pairwise independent.
    pub(crate) independent: bool,
    /// How many of them neutral.
    pub(crate) neutral: u32,
}

/// Who speaks, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Speaker {
    /// The reporter, by number.
    pub(crate) reporter: u32,
    /// Whether neutral.
    pub(crate) neutral: bool,
    /// Which options admit it.
    pub(crate) admitted: Vec<bool>,
}

/// Something that happens in a question's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Token {
    /// The first instant at which the act of this serial can have begun.
    Began(u32),
    /// The last instant at which the act of this serial can have been done.
    Done(u32),
    /// This serial denies, as of now.
    Denied(u32),
    /// This serial tells of other hands.
    Other(u32),
    /// From here on a denial counts.
    Mark,
    /// The due date is past.
    Due,
    /// The day of the due date is past.
    DueDay,
    /// The matter was closed.
    Closed,
}

/// One instance's testimonies, stripped to what can make a difference.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    /// The options.
    pub(crate) quorums: Vec<Quorum>,
    /// Who speaks, by serial.
    pub(crate) speakers: Vec<Speaker>,
    /// Serials whose dates are civil days.
    pub(crate) by_day: BTreeSet<u32>,
    /// Pairs of serials that are independent, both ways round.
    pub(crate) independent: BTreeSet<(u32, u32)>,
    /// What happens, by rank.
    pub(crate) tokens: BTreeSet<(u32, Token)>,
}

/// What is established, by rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ranks {
    /// The least rank at which performance is established.
    pub(crate) done: Option<u32>,
    /// Whether it is established in time.
    pub(crate) in_time: bool,
    /// Whether it is established late.
    pub(crate) late: bool,
    /// Whether a denial as of then or later is established.
    pub(crate) denied_since_done: bool,
    /// Whether a denial as of the mark or later is established.
    pub(crate) denied_since_mark: bool,
    /// Whether any denial is established.
    pub(crate) denied: bool,
    /// The least rank at which other hands are established.
    pub(crate) other: Option<u32>,
    /// Whether it was closed, and nobody says done.
    pub(crate) closed: bool,
}

/// What is established, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The least instant at which performance is established.
    pub(crate) done: Option<Instant>,
    /// Whether it is established in time.
    pub(crate) in_time: bool,
    /// Whether it is established late.
    pub(crate) late: bool,
    /// Whether a denial as of then or later is established.
    pub(crate) denied_since_done: bool,
    /// Whether a denial as of the mark or later is established.
    pub(crate) denied_since_mark: bool,
    /// Whether any denial is established.
    pub(crate) denied: bool,
    /// The least instant at which other hands are established.
    pub(crate) other: Option<Instant>,
    /// Whether it was closed, and nobody says done.
    pub(crate) closed: bool,
}

/// The instants that a question turns on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turns {
    /// The due date.
    pub(crate) due: Option<Instant>,
    /// From when on a denial counts.
    pub(crate) mark: Option<Instant>,
    /// When the matter was closed.
    pub(crate) closed: Option<Instant>,
}

/// Where questions are asked; it remembers the answers.
#[derive(Debug, Default)]
pub(crate) struct Bench {
    asked: RefCell<BTreeMap<Question, Ranks>>,
}

impl Bench {
    /// Asks what some testimonies establish.
    pub(crate) fn ask(
        &self,
        plan: &Plan,
        facts: &Facts<'_>,
        rule: &EvidenceRule,
        testimonies: &[Testimony],
        turns: Turns,
    ) -> Answer {
        let mut draft = Draft::new(plan, facts, rule);
        draft.read(testimonies, turns.due);
        let (question, instants) = draft.finish(turns);
        let ranks = self.ranks(question);
        let at = |rank: u32| instants.get(&(rank / STEP)).copied();
        Answer {
            done: ranks.done.and_then(at),
            in_time: ranks.in_time,
            late: ranks.late,
            denied_since_done: ranks.denied_since_done,
            denied_since_mark: ranks.denied_since_mark,
            denied: ranks.denied,
            other: ranks.other.and_then(at),
            closed: ranks.closed,
        }
    }

    fn ranks(&self, question: Question) -> Ranks {
        if question.tokens.is_empty() {
            return Ranks::default();
        }
        if let Some(ranks) = self.asked.borrow().get(&question) {
            return *ranks;
        }
        let ranks = formula::evaluate(&question);
        self.asked.borrow_mut().insert(question, ranks);
        ranks
    }
}

/// Ranks per instant: a mark stands before what happens at its instant, a due
/// token after it.
const STEP: u32 = 3;

struct Draft<'d> {
    plan: &'d Plan,
    facts: &'d Facts<'d>,
    rule: &'d EvidenceRule,
    speakers: Vec<(usize, bool)>,
    began: Vec<(Instant, u32)>,
    done: Vec<(Instant, u32)>,
    denied: Vec<(Instant, u32)>,
    other: Vec<(Instant, u32)>,
}

/// Testimonies of one speaker that lie alike to the due date differ only in
/// their instant, and only one of them can make a difference.
type Likeness = (Speaker, Option<String>, bool, u8, Option<Timeliness>);

impl<'d> Draft<'d> {
    fn new(plan: &'d Plan, facts: &'d Facts<'d>, rule: &'d EvidenceRule) -> Self {
        Self {
            plan,
            facts,
            rule,
            speakers: Vec::new(),
            began: Vec::new(),
            done: Vec::new(),
            denied: Vec::new(),
            other: Vec::new(),
        }
    }

    fn read(&mut self, testimonies: &[Testimony], due: Option<Instant>) {
        let zone = &self.plan.zone;
        let mut numbers = BTreeMap::new();
        let mut chosen: BTreeMap<Likeness, (Instant, &Testimony)> = BTreeMap::new();
        for testimony in testimonies {
            let Some(fact) = self.facts.reports.get(testimony.fact) else {
                continue;
            };
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(&fact.report.reporter).or_insert(next);
            let speaker = speaker(self.plan, self.rule, fact, number);
            let day = matches!(testimony.when, When::On(_, _));
            let (side, lies) = match (testimony.done, testimony.own) {
                (true, true) => (0, due.map(|due| timeliness(zone, &testimony.when, due))),
                (true, false) => (1, None),
                (false, _) => (2, None),
            };
            let at = testimony.when.latest(zone);
            let key = (speaker, fact.report.origin.clone(), day, side, lies);
            let better = chosen
                .get(&key)
                .is_none_or(|(other, _)| if side == 2 { at > *other } else { at < *other });
            if better {
                chosen.insert(key, (at, testimony));
            }
        }
        let mut kept: Vec<(Instant, u8, &Testimony)> = chosen
            .iter()
            .map(|(key, (at, testimony))| (*at, key.3, *testimony))
            .collect();
        kept.sort_by_key(|(at, side, testimony)| (*at, *side, testimony.fact));
        for (serial, (at, side, testimony)) in (0_u32..).zip(kept) {
            let day = matches!(testimony.when, When::On(_, _));
            self.speakers.push((testimony.fact, day));
            match side {
                0 => {
                    self.began.push((testimony.when.earliest(zone), serial));
                    self.done.push((at, serial));
                }
                1 => self.other.push((at, serial)),
                _ => self.denied.push((at, serial)),
            }
        }
    }

    fn finish(self, turns: Turns) -> (Question, BTreeMap<u32, Instant>) {
        let zone = &self.plan.zone;
        let mut dated: Vec<(Instant, u32, Token)> = Vec::new();
        let told = |list: &[(Instant, u32)], token: fn(u32) -> Token| {
            list.iter()
                .map(|(at, serial)| (*at, 1, token(*serial)))
                .collect::<Vec<_>>()
        };
        if turns.due.is_some() {
            dated.extend(told(&self.began, Token::Began));
        }
        dated.extend(told(&self.done, Token::Done));
        dated.extend(told(&self.denied, Token::Denied));
        dated.extend(told(&self.other, Token::Other));
        dated.extend(turns.mark.map(|at| (at, 0, Token::Mark)));
        dated.extend(turns.closed.map(|at| (at, 1, Token::Closed)));
        dated.extend(turns.due.map(|at| (at, 2, Token::Due)));
        dated.extend(turns.due.map(|at| (day_end(zone, at), 2, Token::DueDay)));
        let instants: BTreeSet<Instant> = dated.iter().map(|(at, _, _)| *at).collect();
        let ranks: BTreeMap<Instant, u32> = instants.iter().copied().zip(0..).collect();
        let tokens = dated
            .iter()
            .filter_map(|(at, order, token)| {
                let rank = ranks.get(at)?.saturating_mul(STEP).saturating_add(*order);
                Some((rank, *token))
            })
            .collect();
        let question = Question {
            quorums: quorums(self.rule),
            speakers: self.speak(),
            by_day: (0_u32..)
                .zip(&self.speakers)
                .filter(|(_, (_, day))| *day)
                .map(|(serial, _)| serial)
                .collect(),
            independent: self.pairs(),
            tokens,
        };
        let back = ranks.into_iter().map(|(at, rank)| (rank, at)).collect();
        (question, back)
    }

    fn facts_by_serial(&self) -> Vec<(u32, &'d Fact<'d>)> {
        (0_u32..)
            .zip(&self.speakers)
            .filter_map(|(serial, (fact, _))| Some((serial, self.facts.reports.get(*fact)?)))
            .collect()
    }

    fn speak(&self) -> Vec<Speaker> {
        let mut numbers = BTreeMap::new();
        self.facts_by_serial()
            .iter()
            .map(|(_, fact)| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(&fact.report.reporter).or_insert(next);
                speaker(self.plan, self.rule, fact, number)
            })
            .collect()
    }

    fn pairs(&self) -> BTreeSet<(u32, u32)> {
        if !self.rule.options.iter().any(|option| option.independent) {
            return BTreeSet::new();
        }
        let facts = self.facts_by_serial();
        let mut pairs = BTreeSet::new();
        for (a, first) in &facts {
            for (b, second) in &facts {
                if independent(self.plan, first, second) {
                    pairs.insert((*a, *b));
                }
            }
        }
        pairs
    }
}

fn day_end(zone: &Zone, at: Instant) -> Instant {
    zone.day_end(zone.date_of(at)).max(at)
}

fn quorums(rule: &EvidenceRule) -> Vec<Quorum> {
    rule.options
        .iter()
        .map(|option| Quorum {
            need: option.need,
            independent: option.independent,
            neutral: option.neutral,
        })
        .collect()
}

fn speaker(plan: &Plan, rule: &EvidenceRule, fact: &Fact<'_>, reporter: u32) -> Speaker {
    let name = &fact.report.reporter;
    let admitted = rule
        .options
        .iter()
        .map(|option| {
            let kind = fact.finding == (option.kind == TestimonyKind::Finding);
            let named = match &option.by {
                Reporters::AnyListed => true,
                Reporters::Named(names) => names.contains(name),
            };
            let graded = option
                .grade
                .is_none_or(|lowest| fact.report.grade.is_some_and(|given| lowest.admits(given)));
            kind && named && graded
        })
        .collect();
    Speaker {
        reporter,
        neutral: actor(plan, name).is_some_and(|actor| actor.neutral),
        admitted,
    }
}

/// Returns whether two reports are independent: no common party, and origins
/// that are known and differ.
pub(crate) fn independent(plan: &Plan, first: &Fact<'_>, second: &Fact<'_>) -> bool {
    let parties = |fact: &Fact<'_>| {
        actor(plan, &fact.report.reporter)
            .map(|actor| actor.parties.iter().collect::<BTreeSet<_>>())
            .unwrap_or_default()
    };
    let origins = match (&first.report.origin, &second.report.origin) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    origins
        && first.report.reporter != second.report.reporter
        && parties(first).is_disjoint(&parties(second))
}

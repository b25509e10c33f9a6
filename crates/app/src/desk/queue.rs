//! What waits for a member, what it owes soon, and what is new since it last
//! looked.
//!
//! # Invariants
//! Computed from the assessment and the record, never stored. Whatever waits is
//! on the public pages too; here it is only picked out.

use servanda_model::assessment::PhaseState;
use servanda_model::record::{Act, Citation, Entry, find};
use servanda_statement::Kind;

use super::offer::on_case;
use super::{Member, Offer, on_entry};
use crate::due;
use crate::language::{Prose, Text, Words};
use crate::report::Parts;
use crate::report::view::SourceRow;
use crate::site::{Asking, Body, page};

/// How many days ahead a member's own dues are told.
const DUE_DAYS: u32 = 30;

/// How many new entries are told at most.
const NEWS_MAX: usize = 50;

/// What a member finds on its desk.
#[derive(Clone, Debug)]
pub struct Queue {
    /// What waits for it.
    pub waiting: Vec<Waiting>,
    /// What it owes soon, or owed and has no report of.
    pub due: Vec<Waiting>,
    /// Entries since it last looked, the newest first.
    pub news: Vec<News>,
    /// How many more there are.
    pub left_out: usize,
    /// How many entries the record has.
    pub size: u64,
}

/// One thing that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What it is about.
    pub about: Text,
    /// What is awaited.
    pub what: Prose,
    /// Since when.
    pub since: Text,
    /// Until when.
    pub until: Text,
    /// How long there is left.
    pub left: Text,
    /// `overrun`, `soon`, `running` or `unlimited`.
    pub key: &'static str,
    /// The public page that shows it.
    pub page: &'static str,
    /// Which of its kind.
    pub item: Option<String>,
    /// What the member may do about it.
    pub offers: Vec<Offer>,
}

/// One entry that is new.
#[derive(Clone, Debug)]
pub struct News {
    /// The entry.
    pub source: SourceRow,
    /// What was said, where it is a remark.
    pub says: Prose,
    /// What the member may say to it.
    pub offers: Vec<Offer>,
}

/// Gathers what a member finds; `seen` is how many entries it has seen.
pub fn queue(asking: &Asking, member: &Member, seen: u64) -> Queue {
    let input = asking.site.input(asking.judged, asking.language);
    let parts = Parts::new(&input);
    let mut waiting = on_cases(asking, member);
    waiting.extend(gates(asking, member, parts.words()));
    waiting.extend(challenges(asking, member, &parts));
    waiting.extend(consents(asking, member, parts.words()));
    let entries = &asking.site.opened.record.entries;
    let new = || {
        entries
            .iter()
            .rev()
            .filter(|entry| entry.citation.number() >= seen)
    };
    Queue {
        waiting,
        due: owed(asking, member, parts.words()),
        news: new()
            .take(NEWS_MAX)
            .map(|one| news(asking, member, &parts, one))
            .collect(),
        left_out: new().count().saturating_sub(NEWS_MAX),
        size: asking.site.opened.head.size,
    }
}

/// Picks out the clocks of cases that wait for the member.
fn on_cases(asking: &Asking, member: &Member) -> Vec<Waiting> {
    let Some(made) = page("cases", asking) else {
        return Vec::new();
    };
    let Body::Cases(cases) = made.body else {
        return Vec::new();
    };
    let me = Text::own(member.actor.as_str());
    let opened = &asking.site.opened;
    let mut found = Vec::new();
    for line in &cases.rows {
        for clock in line.clocks.iter().filter(|clock| clock.who == me) {
            let cited = line.case.cites.first().map(|cite| cite.label.plain());
            let entry = cited.and_then(|label| entry_of(&opened.record.entries, &label));
            let of = match &line.case.clause {
                Some(clause) => clause.id.plain(),
                None => line.case.id.plain(),
            };
            found.push(Waiting {
                about: clock.about.clone(),
                what: clock.step.clone(),
                since: clock.since.clone(),
                until: clock.until.clone(),
                left: clock.left.clone(),
                key: clock.key,
                page: "cases",
                item: Some(clock.case.clone()),
                offers: entry
                    .map_or_else(Vec::new, |entry| on_case(&opened.plan, member, &of, entry)),
            });
        }
    }
    found
}

fn entry_of<'a>(entries: &'a [Entry], label: &str) -> Option<&'a Entry> {
    find(entries, Citation::parse(label.trim_start_matches('#'))?)
}

/// Gates whose conditions hold, and which the member certifies.
fn gates(asking: &Asking, member: &Member, words: &Words) -> Vec<Waiting> {
    let plan = &asking.site.opened.plan;
    let mut found = Vec::new();
    for status in &asking.judged.now.assessment.phases {
        let closed = matches!(status.state, PhaseState::NotOpen | PhaseState::Declared);
        let holds = status.conditions.iter().all(|(_, holds)| *holds);
        let planned = plan.phases.iter().find(|one| one.name == status.phase.0);
        let certifies = planned
            .and_then(|one| one.certified.as_ref())
            .is_some_and(|one| one.by == member.actor);
        if !(closed && holds && certifies) {
            continue;
        }
        let name = status.phase.0.to_string();
        found.push(Waiting {
            about: words.say_with("desk-gate", &[("phase", Text::own(&name).into())]),
            page: "gates",
            offers: vec![Offer {
                kind: "certify",
                of: Some(name),
                refers: None,
            }],
            ..unlimited(words)
        });
    }
    found
}

/// Challenges without a ruling, where the member rules.
fn challenges(asking: &Asking, member: &Member, parts: &Parts) -> Vec<Waiting> {
    let opened = &asking.site.opened;
    let rules = opened.plan.challenge.as_ref();
    if rules.is_none_or(|rule| rule.ruled_by != member.actor) {
        return Vec::new();
    }
    let entries = &opened.record.entries;
    let ruled = |index: Citation| {
        let mut rulings = entries.iter();
        rulings.any(|one| {
            matches!(one.act, Some(Act::Ruling { .. })) && one.refers_to.contains(&index)
        })
    };
    let open = entries
        .iter()
        .filter(|one| matches!(one.act, Some(Act::Challenge { .. })) && !ruled(one.citation));
    let words = parts.words();
    open.map(|one| {
        let source = parts.source(one.citation);
        Waiting {
            about: words.say_with("desk-challenge", &[("by", source.by.into())]),
            what: source.note,
            page: "evidence",
            item: Some(one.citation.to_string()),
            offers: on_entry(&opened.plan, member, one),
            ..unlimited(words)
        }
    })
    .collect()
}

/// Amendments that ask for the member's consent and have not had it.
fn consents(asking: &Asking, member: &Member, words: &Words) -> Vec<Waiting> {
    let opened = &asking.site.opened;
    let given = |name: &str| {
        let mut entries = opened.record.entries.iter();
        entries.any(|one| match &one.act {
            Some(Act::Consent(consent)) => consent.by == member.actor && consent.to == name,
            _ => false,
        })
    };
    let amendments = opened.plan.amendments.iter();
    let asked = amendments.filter(|one| {
        one.needs.contains(&member.actor) && one.changes.is_some() && !given(&one.name)
    });
    asked
        .map(|one| Waiting {
            about: words.say_with(
                "desk-consent",
                &[("amendment", Text::own(&one.name).into())],
            ),
            what: Prose::unknown(&one.text),
            page: "commitments",
            item: Some(one.of.to_string()),
            offers: vec![Offer {
                kind: "amendment",
                of: Some(one.name.clone()),
                refers: None,
            }],
            ..unlimited(words)
        })
        .collect()
}

/// Duties of the member that are due soon, or past due and without a report.
fn owed(asking: &Asking, member: &Member, words: &Words) -> Vec<Waiting> {
    let assessment = &asking.judged.now.assessment;
    let due = due::due(&asking.site.opened, assessment, DUE_DAYS);
    let mine = due.into_iter().filter(|one| {
        one.case.is_none() && one.obligor.iter().any(|name| name == member.actor.as_str())
    });
    mine.map(|one| {
        let address = if one.key.is_empty() {
            Text::ltr(&one.clause)
        } else {
            Text::joined([Text::ltr(&one.clause), Text::own(&one.key)], " ")
        };
        Waiting {
            about: Text::joined([address, Text::own(&one.title)], " "),
            until: Text::ltr(&one.due_at),
            left: if one.past {
                words.say("desk-due-past")
            } else {
                Text::default()
            },
            key: if one.past { "overrun" } else { "running" },
            page: "commitments",
            item: Some(one.clause),
            ..unlimited(words)
        }
    })
    .collect()
}

fn unlimited(words: &Words) -> Waiting {
    Waiting {
        about: Text::default(),
        what: Prose::default(),
        since: Text::default(),
        until: Text::default(),
        left: words.say("clock-unlimited"),
        key: "unlimited",
        page: "overview",
        item: None,
        offers: Vec::new(),
    }
}

fn news(asking: &Asking, member: &Member, parts: &Parts, entry: &Entry) -> News {
    let said = match &entry.act {
        Some(
            Act::Claim(remark)
            | Act::Reply(remark)
            | Act::Denial(remark)
            | Act::Context(remark)
            | Act::Position { remark, .. },
        ) => remark.text.as_str(),
        _ => "",
    };
    let mut source = parts.source(entry.citation);
    if matches!(&entry.act, Some(Act::Other(kind)) if kind == Kind::Key.word()) {
        source.what = parts.words().say("desk-do-key");
    }
    News {
        source,
        says: Prose::unknown(said),
        offers: on_entry(&asking.site.opened.plan, member, entry),
    }
}

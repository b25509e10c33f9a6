//! Cases: what follows a failure, an incident or a complaint, each with its
//! steps, its clocks, who holds it up and since when.
//!
//! # Invariants
//! Findings and replies stand side by side in the same form. Nothing is added
//! up by party; cases stand in the order of their opening.

use std::collections::BTreeMap;

use serde::Serialize;
use servanda_model::case::{CaseId, CaseStatus};

use super::clocks::{self, Clock};
use super::{Asking, Choice, Chosen, Frame, Offer, Table};
use crate::language::{Text, Words};
use crate::report::Parts;
use crate::report::view::{Case, CaseStep, Sources};
use crate::view::case as keys;

/// The list of cases.
#[derive(Clone, Debug, Serialize)]
pub struct Cases {
    /// How many there are, and how many are shown.
    pub takeaway: Text,
    /// What cases are.
    pub intro: Text,
    /// What the list can be narrowed to.
    pub choices: Vec<Chosen>,
    /// Those shown.
    pub rows: Vec<CaseLine>,
    /// What to say where there are none.
    pub none: Text,
}

/// One case in the list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseLine {
    /// Its name in addresses.
    pub name: String,
    /// The case.
    pub case: Case,
    /// Whom it is against.
    pub against: Text,
    /// When it was opened.
    pub opened: Text,
    /// Its running clocks.
    pub clocks: Vec<Clock>,
}

/// One case.
#[derive(Clone, Debug, Serialize)]
pub struct CasePage {
    /// Its title.
    pub title: Text,
    /// The case with its steps.
    pub line: CaseLine,
    /// What it cites.
    pub sources: Sources,
    /// The cases before and after it: name and title.
    pub beside: (Option<Neighbour>, Option<Neighbour>),
}

/// Another case: its name in addresses, and its title.
pub type Neighbour = (String, Text);

/// Returns every case with its name in addresses.
///
/// # Shape
/// In the order of the assessment. A name is the case's own address with
/// everything but letters and digits as `-`; where two meet, the later one has
/// a number.
pub(super) fn named<'p>(parts: &Parts<'p>) -> Vec<(String, &'p CaseStatus)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let named = parts.input().assessment.cases.iter().map(|case| {
        let name = slug(&keys::id(&case.id));
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        match *count {
            1 => (name, case),
            count => (format!("{name}-{count}"), case),
        }
    });
    named.collect()
}

fn slug(address: &str) -> String {
    let mut out = String::new();
    for character in address.chars() {
        if character.is_alphanumeric() || character == '.' {
            out.push(character);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Names a case in words: its clause and which instance, or its ladder.
pub(super) fn about(parts: &Parts, case: &CaseStatus) -> Text {
    let own = match &case.id {
        CaseId::Failure(clause, key) => {
            let key = parts.key(key);
            let title = parts.clause_ref(clause);
            return joined([title.id, Text::own(title.title.plain()), key]);
        }
        CaseId::Incident(clause, _, _) => {
            let title = parts.clause_ref(clause);
            [title.id, Text::own(title.title.plain())]
        }
        CaseId::Complaint(ladder, _) => {
            let words = parts.words();
            [
                words.say("case-basis-complaint"),
                Text::own(ladder.as_str()),
            ]
        }
    };
    joined(own)
}

fn joined(parts: impl IntoIterator<Item = Text>) -> Text {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    Text::joined(parts, " · ")
}

impl Cases {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Self {
        let words = parts.words();
        let all = named(parts);
        let shown: Vec<CaseLine> = all
            .iter()
            .filter(|(_, case)| fits(asking, case))
            .map(|(name, case)| line(parts, name, case))
            .collect();
        Self {
            takeaway: words.say_with(
                "cases-shown",
                &[
                    ("shown", Text::ltr(&shown.len().to_string()).into()),
                    ("n", all.len().into()),
                ],
            ),
            intro: words.say("cases-intro"),
            choices: choices(asking, parts, &all),
            none: words.say(if all.is_empty() {
                "cases-none"
            } else {
                "cases-none-chosen"
            }),
            rows: shown,
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let heads = [
            "head-case",
            "head-state",
            "head-key",
            "head-against",
            "head-opened",
            "head-waits-for",
            "head-since",
            "head-until",
        ];
        let mut rows = Vec::new();
        for line in &self.rows {
            let start = vec![
                Text::ltr(&line.name),
                line.case.state.clone(),
                Text::ltr(line.case.key),
                line.against.clone(),
                line.opened.clone(),
            ];
            let mut with = |waits: [Text; 3]| {
                let mut row = start.clone();
                row.extend(waits);
                rows.push(row);
            };
            if line.clocks.is_empty() {
                with([Text::default(), Text::default(), Text::default()]);
            }
            for clock in &line.clocks {
                with([clock.who.clone(), clock.since.clone(), clock.until.clone()]);
            }
        }
        vec![Table::new(
            "cases",
            heads.iter().map(|id| frame.say(id)).collect(),
            rows,
        )]
    }
}

fn line(parts: &Parts, name: &str, case: &CaseStatus) -> CaseLine {
    let words = parts.words();
    let against = if case.against.is_empty() {
        words.say("case-nobody")
    } else {
        words.list(case.against.iter().map(|actor| Text::own(actor.as_str())))
    };
    CaseLine {
        name: name.to_owned(),
        against,
        opened: words.instant(case.opened_at, &parts.input().plan.zone),
        clocks: clocks::of(parts, name, case),
        case: parts.case(case),
    }
}

fn fits(asking: &Asking, case: &CaseStatus) -> bool {
    let choice = asking.choice;
    let against = |wanted: &str| case.against.iter().any(|actor| actor.as_str() == wanted);
    Choice::of(choice.obligor.as_ref()).is_none_or(against)
        && Choice::of(choice.status.as_ref()).is_none_or(|wanted| wanted == case.state.key())
}

fn choices(asking: &Asking, parts: &Parts, all: &[(String, &CaseStatus)]) -> Vec<Chosen> {
    let words = parts.words();
    let offer = |chosen: &Option<String>, value: &str, word: Text| Offer {
        value: value.to_owned(),
        word,
        chosen: Choice::of(chosen.as_ref()) == Some(value),
    };
    let choice = asking.choice;
    // The text's order of actors, not the alphabet's and not a ranking.
    let actors = parts.input().plan.actors.iter();
    let against = actors.filter(|actor| {
        let mut cases = all.iter();
        cases.any(|(_, case)| case.against.contains(&actor.name))
    });
    let against = against.map(|actor| {
        let name = actor.name.as_str();
        offer(&choice.obligor, name, Text::own(name))
    });
    let states: BTreeMap<_, _> = all
        .iter()
        .map(|(_, case)| (case.state, case.state.key()))
        .collect();
    let states = states.into_values().map(|key| {
        let word = words.say(&format!("case-{}", key.replace('_', "-")));
        offer(&choice.status, key, word)
    });
    vec![
        Chosen {
            name: "obligor",
            label: "choose-against",
            offers: against.collect(),
        },
        Chosen {
            name: "status",
            label: "choose-state",
            offers: states.collect(),
        },
    ]
}

impl CasePage {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Option<Self> {
        let wanted = asking.item?;
        let all = named(parts);
        let place = all.iter().position(|(name, _)| name == wanted)?;
        let (name, case) = all.get(place)?;
        let near = |place: Option<usize>| {
            let (name, case) = all.get(place?)?;
            Some((name.clone(), about(parts, case)))
        };
        let line = line(parts, name, case);
        Some(Self {
            title: about(parts, case),
            line,
            sources: parts.sources(),
            beside: (near(place.checked_sub(1)), near(Some(place + 1))),
        })
    }

    pub(super) fn title(&self, words: &Words) -> Text {
        words.say_with("case-title", &[("case", self.title.clone().into())])
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let row = |step: &CaseStep| {
            vec![
                step.number.clone(),
                Text::own(step.text.plain()),
                step.state.clone(),
                step.times.clone(),
            ]
        };
        let heads = ["head-step", "head-what", "head-state", "head-date"];
        vec![
            Table::new(
                "steps",
                heads.iter().map(|id| frame.say(id)).collect(),
                self.line.case.steps.iter().map(row).collect(),
            ),
            clock_table(frame, &self.line.clocks),
        ]
    }
}

/// Writes clocks as a table.
pub(super) fn clock_table(frame: &Frame, clocks: &[Clock]) -> Table {
    let heads = [
        "head-case",
        "head-waits-for",
        "head-step",
        "head-since",
        "head-until",
        "head-left",
    ];
    let row = |clock: &Clock| {
        vec![
            clock.about.clone(),
            clock.who.clone(),
            Text::own(clock.step.plain()),
            clock.since.clone(),
            clock.until.clone(),
            clock.left.clone(),
        ]
    };
    Table::new(
        "clocks",
        heads.iter().map(|id| frame.say(id)).collect(),
        clocks.iter().map(row).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_case_is_named_by_its_address_without_signs() {
        assert_eq!(slug("6.1[North, #54]"), "6.1-North-54");
        assert_eq!(slug("4.1[D-003]"), "4.1-D-003");
        assert_eq!(slug("Ladder B[#12]"), "Ladder-B-12");
        assert_eq!(slug("5.1"), "5.1");
    }
}

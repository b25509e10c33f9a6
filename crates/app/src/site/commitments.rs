//! The list of commitments, with what it can be narrowed to.

use std::collections::BTreeSet;

use serde::Serialize;
use servanda_model::assessment::Status;
use servanda_model::names::{ActorName, PillarName};
use servanda_model::plan;

use super::{Asking, Choice, Chosen, Frame, Offer, Table};
use crate::language::{Text, Words};
use crate::report::Parts;
use crate::report::view::{Because, Clause, ClauseRef, Mark};
use crate::words::ALL;

/// What stands for clauses without an obligor or a pillar in addresses.
const NOBODY: &str = "-";

/// The list of commitments.
#[derive(Clone, Debug, Serialize)]
pub struct Commitments {
    /// How many there are, and how many are shown.
    pub takeaway: Text,
    /// What the list can be narrowed to.
    pub choices: Vec<Chosen>,
    /// Those shown, by pillar.
    pub groups: Vec<(Text, Vec<ClauseLine>)>,
}

/// One commitment in the list.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseLine {
    /// Its number and title.
    pub name: ClauseRef,
    /// Its status.
    pub mark: Mark,
    /// Who owes it to whom.
    pub who: Text,
    /// How many instances have each status.
    pub counts: Text,
    /// That it rests on proposed fields.
    pub proposed: Text,
    /// The next date.
    pub next: Text,
    /// What the status hangs on.
    pub because: Option<Because>,
    /// Under which readings it would be what.
    pub readings: Vec<(Text, Mark)>,
}

impl Commitments {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Self {
        let words = parts.words();
        let mut shown = 0_usize;
        let mut all = 0_usize;
        let mut groups = Vec::new();
        for pillar in parts.pillars().rows {
            all += pillar.clauses.len();
            let lines: Vec<ClauseLine> = pillar
                .clauses
                .into_iter()
                .filter(|clause| fits(asking, parts, clause))
                .map(|clause| line(clause, words))
                .collect();
            shown += lines.len();
            if !lines.is_empty() {
                groups.push((pillar.name, lines));
            }
        }
        Self {
            takeaway: words.say_with(
                "commitments-shown",
                &[
                    ("shown", Text::ltr(&shown.to_string()).into()),
                    ("n", all.into()),
                ],
            ),
            choices: choices(asking, parts),
            groups,
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let heads = [
            "head-clause",
            "head-what",
            "head-who",
            "head-status",
            "head-key",
            "head-remark",
        ];
        let rows = self.groups.iter().flat_map(|(_, lines)| lines).map(|line| {
            vec![
                line.name.id.clone(),
                Text::own(line.name.title.plain()),
                line.who.clone(),
                line.mark.word.clone(),
                Text::ltr(line.mark.key),
                line.proposed.clone(),
            ]
        });
        vec![Table::new(
            "commitments",
            heads.iter().map(|id| frame.say(id)).collect(),
            rows.collect(),
        )]
    }
}

fn line(clause: Clause, words: &Words) -> ClauseLine {
    let rule = words.say("reason-rule");
    let proposed = !clause.proposed.is_empty();
    ClauseLine {
        name: clause.name,
        mark: clause.mark,
        who: clause.who,
        counts: clause.counts,
        proposed: clause.proposed,
        next: clause.next,
        // What is proposed is said beside, and need not be said again.
        because: clause
            .decisive
            .filter(|step| !proposed || step.kind != rule),
        readings: clause
            .readings
            .into_iter()
            .map(|reading| (reading.name, reading.mark))
            .collect(),
    }
}

fn planned<'p>(parts: &'p Parts, clause: &Clause) -> Option<&'p plan::Clause> {
    let id = clause.name.id.plain();
    let mut clauses = parts.input().plan.clauses.iter();
    clauses.find(|one| one.id.as_str() == id)
}

fn fits(asking: &Asking, parts: &Parts, clause: &Clause) -> bool {
    let choice = asking.choice;
    let Some(planned) = planned(parts, clause) else {
        return false;
    };
    let pillar = planned.pillar.as_ref().map_or(NOBODY, PillarName::as_str);
    let actors = planned.subject.actors();
    let owed_by = |name: &str| {
        actors.iter().any(|actor| actor.as_str() == name) || (actors.is_empty() && name == NOBODY)
    };
    Choice::of(choice.pillar.as_ref()).is_none_or(|wanted| wanted == pillar)
        && Choice::of(choice.obligor.as_ref()).is_none_or(owed_by)
        && Choice::of(choice.status.as_ref()).is_none_or(|wanted| wanted == clause.mark.key)
}

fn choices(asking: &Asking, parts: &Parts) -> Vec<Chosen> {
    let words = parts.words();
    let plan = parts.input().plan;
    let offer = |chosen: &Option<String>, value: &str, word: Text| Offer {
        value: value.to_owned(),
        word,
        chosen: Choice::of(chosen.as_ref()) == Some(value),
    };
    let choice = asking.choice;
    let mut pillars: Vec<&str> = Vec::new();
    let mut owing: BTreeSet<&ActorName> = BTreeSet::new();
    for clause in &plan.clauses {
        let pillar = clause.pillar.as_ref().map_or(NOBODY, PillarName::as_str);
        if !pillars.contains(&pillar) {
            pillars.push(pillar);
        }
        owing.extend(clause.subject.actors());
    }
    let pillars = pillars.into_iter().map(|pillar| {
        let word = if pillar == NOBODY {
            words.say("pillar-none")
        } else {
            Text::own(pillar)
        };
        offer(&choice.pillar, pillar, word)
    });
    // The text's order of actors, not the alphabet's and not a ranking.
    let actors = plan.actors.iter().map(|actor| &actor.name);
    let obligors = actors
        .filter(|actor| owing.contains(actor))
        .map(|actor| offer(&choice.obligor, actor.as_str(), Text::own(actor.as_str())))
        .chain([offer(&choice.obligor, NOBODY, words.say("obligor-nobody"))]);
    let there: BTreeSet<Status> = parts
        .input()
        .assessment
        .clauses
        .iter()
        .map(|clause| clause.status)
        .collect();
    let statuses = ALL
        .into_iter()
        .filter(|status| there.contains(status))
        .map(|status| offer(&choice.status, status.key(), words.status(status)));
    vec![
        Chosen {
            name: "pillar",
            label: "choose-pillar",
            offers: pillars.collect(),
        },
        Chosen {
            name: "obligor",
            label: "choose-obligor",
            offers: obligors.collect(),
        },
        Chosen {
            name: "status",
            label: "choose-status",
            offers: statuses.collect(),
        },
    ]
}

//! Corridors: what stands open, how far what was sent on its way came, and where
//! access was denied.

use super::{Beside, Cell, part};
use crate::corridors::terminal::check;
use crate::corridors::{Corridors, Funnel, corridors};
use crate::language::{Prose, Text};
use crate::report::Parts;

pub(super) fn page(parts: &Parts) -> Beside {
    let (input, words) = (parts.input(), parts.words());
    let told = corridors(input.plan, input.record, input.assessment);
    let funnels = told.funnels.iter().flat_map(|one| funnel(parts, one));
    let denials = told.denials.iter().map(|one| {
        let when = one.happened.as_ref();
        let when = when.map_or_else(Text::default, |when| parts.happened(when));
        vec![
            Cell::noted(Text::own(&one.by), when).citing(parts, &[one.citation]),
            Cell::said(&one.text),
        ]
    });
    Beside {
        takeaway: words.say("beside-corridors-note"),
        parts: vec![
            part(
                words,
                "crossings",
                &["head-what", "head-state", "head-who", "head-since"],
                crossings(parts, &told),
            ),
            part(
                words,
                "funnels",
                &["head-what", "head-step", "head-figure", "head-who"],
                funnels.collect(),
            ),
            part(
                words,
                "denials",
                &["head-who", "head-says"],
                denials.collect(),
            ),
        ],
    }
}

fn crossings(parts: &Parts, told: &Corridors) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for crossing in &told.crossings {
        for now in &crossing.now {
            let by = parts.speaker(&now.reporter, now.via.as_deref());
            rows.push(vec![
                Cell::of(Text::own(&crossing.name)),
                Cell::of(Text::own(&now.value)),
                Cell::of(by).citing(parts, &[now.citation]),
                Cell::of(parts.happened(&now.since)),
            ]);
        }
    }
    rows
}

fn funnel(parts: &Parts, funnel: &Funnel) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let key = &funnel.key;
    let place = key.place.iter().chain(&key.operator);
    let name = Text::joined(
        std::iter::once(&key.of)
            .chain(place)
            .map(|one| Text::own(one)),
        ", ",
    );
    let days = key
        .from
        .map_or_else(|| words.day(key.to), |from| words.days(from, key.to));
    let steps = funnel.steps.iter().map(|step| {
        let mut checks = funnel.checks.iter();
        let held = checks.find(|one| one.before == step.step);
        let figure = words.figure(&step.figure);
        vec![
            Cell {
                said: Prose::unknown(key.scope.as_deref().unwrap_or_default()),
                ..Cell::noted(name.clone(), days.clone())
            },
            Cell::of(words.say(&format!("step-{}", step.step.key()))),
            Cell {
                said: Prose::english(&held.map(check).unwrap_or_default()),
                ..Cell::of(Text::joined([figure, Text::own(&key.unit)], " "))
            },
            Cell::of(Text::own(&key.reporter)).citing(parts, &[step.citation]),
        ]
    });
    steps.collect()
}

//! Civilians: each community by itself under every indicator, and harm incident
//! by incident. One side's loss is never set against another's.

use super::{Beside, Cell, part};
use crate::civilians::{Civilians, Incident, Measured, civilians};
use crate::language::{Prose, Text};
use crate::report::Parts;

pub(super) fn page(parts: &Parts) -> Beside {
    let (input, words) = (parts.input(), parts.words());
    let told = civilians(input.plan, input.record, input.assessment);
    let measured = told.measured.iter().flat_map(|one| indicator(parts, one));
    Beside {
        takeaway: words.say("beside-civilians-note"),
        parts: vec![
            part(
                words,
                "measured",
                &[
                    "head-indicator",
                    "head-community",
                    "head-latest",
                    "head-trend",
                    "head-who",
                ],
                measured.collect(),
            ),
            part(
                words,
                "incidents",
                &["head-what", "head-confirmed", "head-who", "head-attributed"],
                incidents(parts, &told),
            ),
        ],
    }
}

fn indicator(parts: &Parts, measured: &Measured) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let mut rows = Vec::new();
    for community in &measured.communities {
        let side = community.side.as_deref();
        let side = side.map_or_else(|| words.say("nobody-named"), Text::own);
        for run in &community.runs {
            let (from, to) = run.latest.days;
            let terms = [&measured.baseline, &measured.target];
            let terms = terms.into_iter().flatten().map(|one| Text::own(one));
            rows.push(vec![
                Cell::noted(Text::own(&measured.name), words.list(terms)),
                Cell::of(side.clone()),
                Cell::noted(words.figure(&run.latest.figure), words.days(from, to)),
                Cell::of(words.say(&format!("trend-{}", run.trend.key().replace('_', "-")))),
                Cell::of(Text::own(&run.reporter)).citing(parts, &[run.latest.citation]),
            ]);
        }
    }
    rows
}

fn incidents(parts: &Parts, told: &Civilians) -> Vec<Vec<Cell>> {
    let rows = told.incidents.iter().flat_map(|one| incident(parts, one));
    rows.collect()
}

fn incident(parts: &Parts, incident: &Incident) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let (from, to) = incident.days;
    let place = incident.place.as_deref().map(Text::own);
    let name = std::iter::once(Text::own(&incident.of)).chain(place);
    let name = Text::joined(name, ", ");
    let told = incident.told.iter().map(|one| {
        let harm: Vec<String> = one
            .harm
            .iter()
            .map(|(what, how)| format!("{what} {how}"))
            .collect();
        let nobody = || words.say("attributed-nobody");
        let to_whom = if one.attributed_to.is_empty() {
            nobody()
        } else {
            words.list(one.attributed_to.iter().map(|who| Text::own(who)))
        };
        vec![
            Cell::noted(name.clone(), words.days(from, to)),
            Cell::of(words.say(&format!("confirmed-{}", incident.confirmed.key()))),
            Cell {
                said: Prose::unknown(&harm.join(", ")),
                ..Cell::of(Text::own(&one.reporter))
            }
            .citing(parts, &[one.citation]),
            Cell::of(to_whom),
        ]
    });
    told.collect()
}

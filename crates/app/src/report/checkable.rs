//! Can it be checked? Which clauses have a date, a measure and a verifier, by
//! obligor: a fact about the text, told before anything about performance.

use std::collections::BTreeMap;

use servanda_model::names::ActorName;

use super::Checked;
use super::context::Context;
use super::view::{Checkable, CheckableRow};
use crate::language::Text;

/// What is counted for one obligor: clauses; with date, measure and verifier as
/// agreed; checkable as agreed and with proposed fields.
type Figures = [u32; 6];

pub(super) fn checkable(context: &Context) -> Checkable {
    let words = &context.words;
    let all = &context.input.checkability;
    let total = count(all.iter());
    let heads = [
        "head-obligor",
        "head-clauses",
        "head-has-date",
        "head-has-measure",
        "head-has-verifier",
        "head-as-agreed",
        "head-with-proposed",
    ];
    let missing = all
        .iter()
        .filter(|one| !one.missing_as_agreed.is_empty())
        .map(|one| {
            (
                context.clause_ref(&one.clause),
                lacking(context, &one.missing_as_agreed),
                lacking(context, &one.missing_with_proposed),
            )
        });
    let [clauses, _, _, _, agreed, proposed] = total;
    Checkable {
        title: words.say("checkable-title"),
        takeaway: words.say_with(
            "checkable-takeaway",
            &[
                ("agreed", agreed.into()),
                ("proposed", proposed.into()),
                ("n", clauses.into()),
            ],
        ),
        intro: words.say("checkable-intro"),
        heads: heads.iter().map(|id| words.say(id)).collect(),
        rows: rows(context),
        missing_title: words.say("missing-title"),
        missing: missing.collect(),
        missing_heads: ["head-clause", "head-lacks-agreed", "head-lacks-proposed"]
            .iter()
            .map(|id| words.say(id))
            .collect(),
    }
}

fn rows(context: &Context) -> Vec<CheckableRow> {
    let all = &context.input.checkability;
    let mut by_obligor: BTreeMap<Option<&ActorName>, Vec<&Checked>> = BTreeMap::new();
    for one in all {
        if one.obligors.is_empty() {
            by_obligor.entry(None).or_default().push(one);
        }
        for obligor in &one.obligors {
            by_obligor.entry(Some(obligor)).or_default().push(one);
        }
    }
    // The text's order of actors, not the alphabet's and not a ranking; clauses
    // that name nobody come last.
    let declared = context.plan().actors.iter().map(|actor| Some(&actor.name));
    declared
        .chain([None])
        .filter_map(|obligor| {
            let clauses = by_obligor.get(&obligor)?;
            let name = obligor.map_or_else(
                || context.words.say("obligor-nobody"),
                |actor| Text::own(actor.as_str()),
            );
            let figures = count(clauses.iter().copied());
            Some(CheckableRow {
                obligor: name,
                figures: figures
                    .iter()
                    .map(|figure| Text::ltr(&figure.to_string()))
                    .collect(),
            })
        })
        .collect()
}

fn count<'c>(clauses: impl Iterator<Item = &'c Checked>) -> Figures {
    let mut figures = [0; 6];
    for one in clauses {
        let has = |part: &str| u32::from(!one.missing_as_agreed.contains(&part));
        let row = [
            1,
            has("date"),
            has("measure"),
            has("verifier"),
            u32::from(one.missing_as_agreed.is_empty()),
            u32::from(one.missing_with_proposed.is_empty()),
        ];
        for (figure, more) in figures.iter_mut().zip(row) {
            *figure += more;
        }
    }
    figures
}

fn lacking(context: &Context, missing: &[&'static str]) -> Text {
    if missing.is_empty() {
        return context.words.say("lacks-nothing");
    }
    context.words.list(missing.iter().map(|part| {
        context.words.say(match *part {
            "date" => "lacks-date",
            "measure" => "lacks-measure",
            _ => "lacks-verifier",
        })
    }))
}

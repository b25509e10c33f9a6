//! V310: a single member of a body whose seats suffice to block it.
//!
//! A set of members blocks a body when too few seats are left without it. Only
//! the smallest sets matter, and of those only the ones with a single member
//! are worth a word.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::ActorName;
use servanda_model::plan::Actor;

use super::{Lens, listed_in_words};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for body in &lens.plan.actors {
        let Some((need, all)) = body.decides else {
            continue;
        };
        let alone = blocking_alone(body, need, all);
        // Where every member must agree, the text says so in as many words.
        if alone.is_empty() || need >= all {
            continue;
        }
        let names: Vec<&str> = alone.iter().map(|name| name.as_str()).collect();
        let rule = locate::phrase_or(lens.text, body.span, &format!("{need} of {all}"));
        let each = if names.len() > 1 {
            "each of them alone"
        } else {
            "alone"
        };
        out.push(
            codes::V310
                .at(
                    rule,
                    format!(
                        "{} can {each} block {}",
                        listed_in_words(&names, "and"),
                        body.name
                    ),
                )
                .effect("no decision comes about against that side's will")
                .way_out("leave it so, if consent of that side is meant")
                .way_out("ask for fewer votes"),
        );
    }
}

fn blocking_alone(body: &Actor, need: u32, all: u32) -> Vec<&ActorName> {
    let mut alone = Vec::new();
    for (_, member) in &body.seats {
        let seats = body.seats.iter().filter(|(_, other)| other == member);
        let held = seats.map(|(count, _)| *count).fold(0, u32::saturating_add);
        if all.saturating_sub(held) < need && !alone.contains(&member) {
            alone.push(member);
        }
    }
    alone
}

//! A214: a step of a ladder in which, once the accused abstains, fewer members
//! are left than the votes it needs.

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::ActorName;
use servanda_model::plan::{Actor, Ladder, LadderStep, StepActor, StepPart};

use super::{Lens, listed_in_words, number_word};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for ladder in &lens.plan.ladders {
        for step in ladder.steps.iter().filter(|step| step.accused_abstains) {
            for body in bodies(lens, step) {
                out.extend(judge(lens, ladder, step, body));
            }
        }
    }
}

/// The actors whom a step names.
fn bodies<'a>(lens: &'a Lens<'_>, step: &LadderStep) -> Vec<&'a Actor> {
    let named = step.parts.iter().filter_map(|part| match part {
        StepPart::Act(act) => match &act.by {
            StepActor::Named(name) => lens.actor(name),
            StepActor::Accused | StepActor::Complainant => None,
        },
        StepPart::Snapback(_) => None,
    });
    named.collect()
}

/// Seats of a body that a party's abstention empties.
fn emptied(lens: &Lens, body: &Actor, party: &ActorName) -> u32 {
    let of_party = |member: &ActorName| {
        member == party
            || lens
                .actor(member)
                .is_some_and(|actor| actor.parties.contains(party))
    };
    let seats = body.seats.iter().filter(|(_, member)| of_party(member));
    seats.map(|(count, _)| *count).fold(0, u32::saturating_add)
}

fn judge(lens: &Lens, ladder: &Ladder, step: &LadderStep, body: &Actor) -> Option<Diagnostic> {
    let (need, of) = step.decides.or(body.decides)?;
    // A body that can never decide at all is found by A213.
    if need > of {
        return None;
    }
    let seats = body.seats.iter().map(|(count, _)| *count);
    let all = seats.fold(0, u32::saturating_add);
    let mut seated: Vec<(&ActorName, u32)> = Vec::new();
    for actor in &lens.plan.actors {
        let seats = emptied(lens, body, &actor.name);
        if actor.parties.contains(&actor.name) && seats > 0 {
            seated.push((&actor.name, seats));
        }
    }
    let stuck: Vec<(&ActorName, u32)> = seated
        .iter()
        .filter(|(_, seats)| all.saturating_sub(*seats) < need)
        .copied()
        .collect();
    let most = stuck.iter().map(|(_, seats)| *seats).max()?;
    let left = all.saturating_sub(most);
    let accused: Vec<&str> = stuck.iter().map(|(party, _)| party.as_str()).collect();
    let message = if stuck.len() == seated.len() {
        format!("step {} of {} can never decide", step.number, ladder.name)
    } else {
        format!(
            "step {} of {} can never decide a case against {}",
            step.number,
            ladder.name,
            listed_in_words(&accused, "or")
        )
    };
    let votes = format!("{need} of {of}");
    let place = step.decides.map_or(body.span, |_| step.span);
    let rule = locate::phrase(lens.text, place, &format!("decides by {votes}"))
        .map_or(place, |span| Span::new(span.end - votes.len(), span.end));
    let abstains = locate::phrase_or(lens.text, step.span, "accused abstains");
    Some(
        codes::A214
            .at(abstains, message)
            .label(
                rule,
                format!("{} {} needed", number_word(need), votes_are(need)),
            )
            .label(
                abstains,
                format!(
                    "but only {} {} may then vote",
                    number_word(left),
                    members(left)
                ),
            )
            .effect(format!(
                "a case against {} can end only in {}",
                listed_in_words(&accused, "or"),
                other_ends(ladder, step)
            ))
            .way_out(format!(
                "let those still entitled to vote decide: \"decides by {} of {of}\"",
                left.max(1)
            ))
            .way_out(alternative(&seated, need, all)),
    )
}

/// What else can end a case, beside the step that cannot decide.
fn other_ends(ladder: &Ladder, step: &LadderStep) -> String {
    let mut ends = Vec::new();
    if ladder.cured_closes {
        ends.push("cure".to_owned());
    }
    let later = ladder
        .steps
        .iter()
        .filter(|other| other.number > step.number);
    let snaps = |other: &LadderStep| {
        let mut parts = other.parts.iter();
        parts.any(|part| matches!(part, StepPart::Snapback(_)))
    };
    if later.clone().any(snaps) {
        ends.push("snapback".to_owned());
    }
    if ends.is_empty() {
        ends.extend(later.map(|other| format!("step {}", other.number)));
    }
    if ends.is_empty() {
        return "silence".to_owned();
    }
    listed_in_words(&ends, "or")
}

fn alternative(seated: &[(&ActorName, u32)], need: u32, all: u32) -> String {
    let blocking: Vec<&str> = seated
        .iter()
        .filter(|(_, seats)| all.saturating_sub(*seats) < need)
        .map(|(party, _)| party.as_str())
        .collect();
    let who = match blocking.as_slice() {
        [one] => (*one).to_owned(),
        [_, _] => "either side".to_owned(),
        _ => "any of them".to_owned(),
    };
    format!("let the accused vote (then {who} alone can block)")
}

fn votes_are(count: u32) -> &'static str {
    if count == 1 { "vote is" } else { "votes are" }
}

fn members(count: u32) -> &'static str {
    if count == 1 { "member" } else { "members" }
}

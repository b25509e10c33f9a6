//! Amendments that the text declares: what each does, who consented, whose
//! consent is missing, and from when it is in force.

use servanda_model::assessment::{AmendmentState, AmendmentStatus};

use super::context::Context;
use super::view::{AmendmentRow, Section};
use crate::language::{Prose, Text};

pub(super) fn amendments(context: &Context) -> Section<AmendmentRow> {
    let words = &context.words;
    let all = context.assessment().amendments.iter();
    Section {
        title: words.say("amendments-title"),
        intro: words.say("amendments-intro"),
        rows: all.map(|one| row(context, one)).collect(),
        ..Section::default()
    }
}

fn row(context: &Context, one: &AmendmentStatus) -> AmendmentRow {
    let citations: Vec<_> = one.consents.iter().map(|(_, _, cited)| *cited).collect();
    AmendmentRow {
        name: Text::own(&one.name),
        text: Prose::unknown(&one.text),
        state: state(context, one),
        cites: citations.iter().map(|cited| context.cite(*cited)).collect(),
    }
}

fn state(context: &Context, one: &AmendmentStatus) -> Text {
    let words = &context.words;
    let since = one.in_force_at.map(|at| words.instant(at, context.zone()));
    let since = since.unwrap_or_default();
    match one.state {
        AmendmentState::WithoutEffect => words.say("amendment-without-effect"),
        AmendmentState::AwaitingConsent => {
            let who = context.actors(&one.missing);
            words.say_with("amendment-awaiting-consent", &[("who", who.into())])
        }
        AmendmentState::AwaitingAnother => words.say("amendment-awaiting-another"),
        AmendmentState::Agreed => words.say_with("amendment-agreed", &[("when", since.into())]),
        AmendmentState::InForce => words.say_with("amendment-in-force", &[("when", since.into())]),
    }
}

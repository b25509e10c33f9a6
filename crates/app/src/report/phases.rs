//! Phases as declared: state, how opened and by whom, what was still owed.

use servanda_model::assessment::{OpeningBasis, PhaseState, PhaseStatus, ReasonKind};
use servanda_model::plan::{self, Opens};

use super::claims;
use super::context::Context;
use super::view::{Because, Cite, Phase, Residual, Section};
use crate::language::{Prose, Text};

pub(super) fn phases(context: &Context) -> Section<Phase> {
    Section {
        title: context.words.say("phases-title"),
        intro: context.words.say("phases-intro"),
        none: context.words.say("phases-none"),
        rows: context
            .assessment()
            .phases
            .iter()
            .map(|status| phase(context, status))
            .collect(),
        more: Text::default(),
    }
}

fn phase(context: &Context, status: &PhaseStatus) -> Phase {
    let words = &context.words;
    let (name, item) = &status.phase;
    let planned = context
        .plan()
        .phases
        .iter()
        .find(|phase| phase.name == *name);
    let full_name = match item {
        None => Text::own(name.as_str()),
        Some(item) => words.list([Text::own(name.as_str()), Text::ltr(item.as_str())]),
    };
    let key = match status.state {
        PhaseState::NotOpen => "phase_not_open",
        PhaseState::Declared => "phase_declared",
        PhaseState::Open => "phase_open",
        PhaseState::Closed => "phase_closed",
    };
    let conditions = status.conditions.iter().map(|(condition, holds)| {
        (
            Prose::english(condition),
            words.say(if *holds {
                "condition-holds"
            } else {
                "condition-open"
            }),
        )
    });
    // Before the first phase nothing was under way that could still be owed.
    let first = context
        .plan()
        .phases
        .first()
        .is_some_and(|one| one.name == *name);
    let owed = if first {
        &[][..]
    } else {
        status.residuals.as_slice()
    };
    let residuals = owed.iter().map(|residual| Residual {
        clause: context.clause_ref(&residual.clause),
        done: words.say_with(
            "residual-done",
            &[
                ("done", count(context, residual.done.0).into()),
                ("all", count(context, residual.done.1).into()),
            ],
        ),
        mark: context.mark(residual.status),
    });
    Phase {
        name: full_name,
        key,
        state: words.phase_state(status.state),
        how: how(context, status, planned),
        conditions: conditions.collect(),
        residuals_title: words.say("residuals-title"),
        residuals: residuals.collect(),
        notes: planned.map_or_else(Vec::new, |phase| {
            phase
                .notes
                .iter()
                .map(|note| Prose::unknown(note))
                .collect()
        }),
        reasons: further_reasons(context, status),
        claims: claims::about(context, name.as_str()),
    }
}

fn count(context: &Context, number: u32) -> Text {
    context.words.number(number.into())
}

/// Returns the reasons that the sentences on opening do not tell already.
fn further_reasons(context: &Context, status: &PhaseStatus) -> Vec<Because> {
    let further = status
        .reasons
        .iter()
        .filter(|reason| !matches!(reason.kind, ReasonKind::Rule | ReasonKind::Power));
    further.map(|reason| context.because(reason)).collect()
}

/// Tells how a phase opened or was declared, one sentence for each.
fn how(
    context: &Context,
    status: &PhaseStatus,
    planned: Option<&plan::Phase>,
) -> Vec<(Text, Vec<Cite>)> {
    let words = &context.words;
    let zone = context.zone();
    let not_agreed = planned.is_some_and(|phase| phase.opens == Opens::NotAgreed);
    let mut sentences = Vec::new();
    if let Some(opening) = &status.opened {
        let id = match opening.basis {
            OpeningBasis::Satisfied => "opened-satisfied",
            OpeningBasis::Waived => "opened-waived",
            OpeningBasis::Declared => "opened-declared",
        };
        let sentence = words.say_with(id, &[("when", words.instant(opening.at, zone).into())]);
        sentences.push((sentence, context.cites(&opening.citations).0));
    }
    for declaration in &status.declared {
        let id = if not_agreed {
            "declared-without-conditions"
        } else {
            "declared-by"
        };
        // WHY: a declaration known by its day has that day's first instant; its
        // day is what the source says.
        let day = words.day(zone.date_of(declaration.at));
        let sentence = words.say_with(
            id,
            &[
                ("who", Text::own(declaration.by.as_str()).into()),
                ("when", day.into()),
            ],
        );
        sentences.push((sentence, vec![context.cite(declaration.citation)]));
    }
    if sentences.is_empty() && not_agreed {
        sentences.push((words.say("opens-not-agreed"), Vec::new()));
    }
    sentences
}

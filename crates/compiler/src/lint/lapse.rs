//! A211: a standing duty tied to a phase, which ends when the next phase opens
//! without another clause taking its place.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Clause, Duty, Phase};

use super::{Lens, phases_needed};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        // An end that the text names is meant.
        if !standing(&clause.duty) || clause.until.is_some() {
            continue;
        }
        for name in phases_needed(&clause.during) {
            let place = lens
                .plan
                .phases
                .iter()
                .position(|phase| phase.name == *name);
            let Some((place, next)) = place.and_then(|place| Some((place, lens.closed_by(place)?)))
            else {
                continue;
            };
            if let Some(phase) = lens.plan.phases.get(place)
                && !lens
                    .plan
                    .clauses
                    .iter()
                    .any(|other| takes_place(clause, other, phase))
            {
                out.push(warning(lens, clause, phase, next));
            }
        }
    }
}

/// A duty that holds all the time, not once.
fn standing(duty: &Duty) -> bool {
    matches!(duty, Duty::Keep { .. } | Duty::Avoid(_))
}

/// Whether another clause asks the same of the same actors outside the phase.
fn takes_place(clause: &Clause, other: &Clause, phase: &Phase) -> bool {
    let same = match (&clause.duty, &other.duty) {
        (Duty::Keep { measured: one, .. }, Duty::Keep { measured: two, .. }) => one == two,
        (Duty::Avoid(one), Duty::Avoid(two)) => one == two,
        _ => false,
    };
    let actors = clause.subject.actors();
    clause.id != other.id
        && same
        && actors
            .iter()
            .all(|actor| other.subject.actors().contains(actor))
        && !phases_needed(&other.during).contains(&&phase.name)
}

fn warning(lens: &Lens, clause: &Clause, phase: &Phase, next: &Phase) -> Diagnostic {
    let while_phase = format!("while {}", phase.name);
    let line = locate::field_or(lens.text, clause.span, "while");
    codes::A211
        .at(
            line,
            format!(
                "{} ends when {} opens, and nothing takes its place",
                clause.id, next.name
            ),
        )
        .of(&clause.id)
        .label(
            locate::first_line(lens.text, next.span),
            format!("{} closes {}", next.name, phase.name),
        )
        .effect(format!(
            "from then on nobody owes this any more: {}",
            clause.sentence
        ))
        .way_out(format!("leave out \"{while_phase}\""))
        .way_out(format!("add a clause for the time \"while {}\"", next.name))
        .way_out(format!("let {} open \"beside {}\"", next.name, phase.name))
}

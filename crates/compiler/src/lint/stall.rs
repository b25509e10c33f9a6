//! A215: a ladder that can come to a halt: a step that another waits for and
//! that has no end. A start at a step that does not exist has the same code;
//! it is told where the ladder is lowered.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Ladder, LadderStep, StepPart, StepSilence};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for ladder in &lens.plan.ladders {
        let Some((_, earlier)) = ladder.steps.split_last() else {
            continue;
        };
        for step in earlier {
            if step.parts.iter().any(has_no_limit) {
                out.push(endless(lens, ladder, step));
            } else if step.silence == StepSilence::Waits {
                out.push(waiting(lens, ladder, step));
            }
        }
    }
}

/// Whether a part can last for ever: what must be done without a limit. What
/// may be done without one holds nothing up.
fn has_no_limit(part: &StepPart) -> bool {
    match part {
        StepPart::Act(act) => act.must && act.within.is_none() && act.at_most.is_none(),
        StepPart::Snapback(_) => false,
    }
}

fn endless(lens: &Lens, ladder: &Ladder, step: &LadderStep) -> Diagnostic {
    codes::A215
        .at(
            locate::first_line(lens.text, step.span),
            format!("step {} of {} has no end", step.number, ladder.name),
        )
        .effect("the next step begins when this one ends, so it may never begin")
        .way_out("give it a limit: \"within 5 days\" or \"at most 30 days\"")
}

fn waiting(lens: &Lens, ladder: &Ladder, step: &LadderStep) -> Diagnostic {
    codes::A215
        .at(
            locate::phrase_or(lens.text, step.span, "silence waits"),
            format!(
                "step {} of {} waits even when its time has run out",
                step.number, ladder.name
            ),
        )
        .effect("whoever is to act can hold every later step up by doing nothing")
        .way_out("leave out \"silence waits\", so that the next step begins")
        .way_out("say what silence means: \"silence closes the case\"")
}

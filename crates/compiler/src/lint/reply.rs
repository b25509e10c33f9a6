//! A212: a severity that starts a ladder after the step at which the accused
//! may reply.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Deed, LadderStep, StepActor, StepPart};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;
use crate::lower::severity_word;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for ladder in &lens.plan.ladders {
        for (severity, start) in &ladder.starts {
            let severity = severity_word(*severity);
            let replies = || ladder.steps.iter().filter(|step| lets_reply(step));
            let Some(skipped) = replies().find(|step| step.number < *start) else {
                continue;
            };
            if replies().any(|step| step.number >= *start) {
                continue;
            }
            let line = locate::field_or(lens.text, ladder.span, severity);
            out.push(
                codes::A212
                    .at(line, format!("a {severity} case skips the right of reply in {}", ladder.name))
                    .label(skipped.span, format!("the reply belongs to step {}", skipped.number))
                    .effect(format!(
                        "a {severity} case is taken up at step {start} before the accused could answer"
                    ))
                    .way_out(format!("let {severity} cases start at step {}", skipped.number))
                    .way_out(format!("give the accused a reply in step {start} too")),
            );
        }
    }
}

fn lets_reply(step: &LadderStep) -> bool {
    step.parts.iter().any(|part| {
        matches!(part, StepPart::Act(act)
            if act.by == StepActor::Accused && act.deed == Deed::Reply)
    })
}

//! A212: a severity that starts a ladder after the step at which the accused
//! may reply.

use servanda_model::diagnostic::Diagnostic;

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for ladder in &lens.plan.ladders {
        for (severity, start) in &ladder.starts {
            // A start at no step is another fault (A215).
            if !ladder.steps.iter().any(|step| step.number == *start) {
                continue;
            }
            let replies = || ladder.steps.iter().filter(|step| step.reply);
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

//! A215: a ladder that can come to a halt: a step that another waits for and
//! that has no end, or a start at a step that does not exist.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::{Ladder, LadderStep};

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for ladder in &lens.plan.ladders {
        let last = ladder.steps.iter().map(|step| step.number).max();
        for step in &ladder.steps {
            if Some(step.number) != last && !ends(step) {
                out.push(endless(lens, ladder, step));
            }
        }
        for (severity, start) in &ladder.starts {
            if !ladder.steps.iter().any(|step| step.number == *start) {
                let line = locate::field_or(lens.text, ladder.span, severity);
                out.push(
                    codes::A215
                        .at(
                            line,
                            format!(
                                "{} has no step {start} for {severity} cases to start at",
                                ladder.name
                            ),
                        )
                        .effect(format!("a {severity} case has no answer"))
                        .way_out("name a step that is there"),
                );
            }
        }
    }
}

fn ends(step: &LadderStep) -> bool {
    let words: Vec<&str> = step.text.split_whitespace().collect();
    step.within.is_some()
        || step.text.contains("at most")
        || words
            .windows(2)
            .any(|pair| matches!(pair, ["after", count] if count.parse::<u32>().is_ok()))
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

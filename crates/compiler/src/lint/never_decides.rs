//! A213: a body that needs more votes than it has seats.

use servanda_model::diagnostic::Diagnostic;

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for body in &lens.plan.actors {
        let Some((need, all)) = body.decides else {
            continue;
        };
        if need > all {
            let rule = locate::phrase_or(lens.text, body.span, &format!("{need} of {all}"));
            out.push(
                codes::A213
                    .at(
                        rule,
                        format!("{} can never decide: {need} votes of {all}", body.name),
                    )
                    .effect("whatever waits for its decision waits for ever")
                    .way_out(format!("ask for {all} votes or fewer")),
            );
        }
    }
}

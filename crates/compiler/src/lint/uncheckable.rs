//! V302: duties that cannot be checked as agreed, for lack of a date, a
//! measure or a verifier; counted by obligor.

use std::collections::BTreeMap;

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::ActorName;

use super::Lens;
use crate::checkability::{Checkability, checkability};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    let all = checkability(lens.plan, lens.text);
    let mut owed: BTreeMap<&ActorName, (usize, Vec<&Checkability>)> = BTreeMap::new();
    for one in &all {
        for obligor in &one.obligors {
            let (count, open) = owed.entry(obligor).or_default();
            *count += 1;
            if !one.as_agreed.checkable {
                open.push(one);
            }
        }
    }
    for (obligor, (count, open)) in owed {
        let Some(first) = open.first().and_then(|one| lens.clause(&one.clause)) else {
            continue;
        };
        let which: Vec<String> = open
            .iter()
            .map(|one| {
                format!(
                    "{} (no {})",
                    one.clause,
                    one.as_agreed.missing.join(", no ")
                )
            })
            .collect();
        out.push(
            codes::V302
                .at(
                    locate::first_line(lens.text, first.span),
                    format!(
                        "{} of {count} duties of {obligor} cannot be checked as agreed",
                        open.len()
                    ),
                )
                .effect(format!("not checkable: {}", which.join("; ")))
                .way_out("agree a date, a measure and who verifies")
                .way_out("or leave it so: it is counted and shown"),
        );
    }
}

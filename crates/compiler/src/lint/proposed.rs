//! V306: fields that the parties did not agree, listed by who proposes them.

use std::collections::BTreeMap;

use servanda_model::diagnostic::Diagnostic;
use servanda_model::plan::Clause;

use super::Lens;
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    let mut by: BTreeMap<&str, Vec<(&Clause, Vec<&str>)>> = BTreeMap::new();
    for clause in &lens.plan.clauses {
        let mut here: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for field in &clause.proposed {
            here.entry(&field.by).or_default().push(&field.label);
        }
        for (who, labels) in here {
            by.entry(who).or_default().push((clause, labels));
        }
    }
    for (who, clauses) in by {
        let Some((first, _)) = clauses.first() else {
            continue;
        };
        let list: Vec<String> = clauses
            .iter()
            .map(|(clause, labels)| format!("{} ({})", clause.id, labels.join(", ")))
            .collect();
        let count = clauses.len();
        let clauses_rest = if count == 1 {
            "clause rests"
        } else {
            "clauses rest"
        };
        out.push(
            codes::V306
                .at(
                    locate::field_or(lens.text, first.span, "proposed"),
                    format!(
                        "{count} {clauses_rest} on fields that {who} proposes and nobody agreed"
                    ),
                )
                .effect(format!("their statuses say so: {}", list.join("; ")))
                .way_out("put the fields to the parties"),
        );
    }
}

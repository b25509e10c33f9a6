//! A203: a duty whose evidence can only come from the obligor's own side.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::ActorName;

use super::{Lens, admitted, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        let listed = lens.listed(clause).unwrap_or_default();
        let mut sources: Vec<&ActorName> = Vec::new();
        for option in &clause.evidence.options {
            sources.extend(admitted(option, listed));
        }
        // Who may report is open where nobody is named (A205 tells).
        if sources.is_empty() {
            continue;
        }
        let own = |actor: &&ActorName| sources.iter().all(|source| lens.on_side_of(source, actor));
        let Some(obligor) = clause.subject.actors().iter().find(own) else {
            continue;
        };
        sources.sort_unstable();
        sources.dedup();
        let names: Vec<&str> = sources.iter().map(|name| name.as_str()).collect();
        out.push(
            codes::A203
                .at(
                    locate::field_or(lens.text, clause.span, "evidence"),
                    format!("only {obligor}'s own side reports on {}", clause.id),
                )
                .of(&clause.id)
                .effect(format!(
                    "{obligor} alone says whether it kept its word: {}",
                    super::listed_in_words(&names, "and")
                ))
                .way_out("let a neutral body or the other side report too")
                .way_out(format!(
                    "accept it in the text: `accepts A203 because \"…\"` under {}",
                    clause.id
                )),
        );
    }
}

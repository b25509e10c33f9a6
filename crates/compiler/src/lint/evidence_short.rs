//! A206: evidence that asks for more reporters than there are.
//!
//! Independence is read as no common party; origins are known only from the
//! record.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::ActorName;
use servanda_model::plan::EvidenceOption;

use super::{Lens, admitted, commits};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in lens.plan.clauses.iter().filter(|clause| commits(clause)) {
        let listed = lens.listed(clause).unwrap_or_default();
        let short = |option: &EvidenceOption| {
            let sources = admitted(option, listed);
            !sources.is_empty() && !suffices(lens, option, &sources)
        };
        let options = &clause.evidence.options;
        if options.is_empty() || !options.iter().all(short) {
            continue;
        }
        out.push(
            codes::A206
                .at(
                    locate::field_or(lens.text, clause.span, "evidence"),
                    format!(
                        "the evidence for {} asks for more than its reporters can give",
                        clause.id
                    ),
                )
                .of(&clause.id)
                .effect("neither performance nor failure can ever be established")
                .way_out("ask for fewer reports, or for fewer neutral ones")
                .way_out("let more bodies report"),
        );
    }
}

fn suffices(lens: &Lens, option: &EvidenceOption, sources: &[&ActorName]) -> bool {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let neutral = sources
        .iter()
        .filter(|name| lens.actor(name).is_some_and(|actor| actor.neutral));
    if count(neutral.count()) < option.neutral {
        return false;
    }
    if !option.independent {
        return count(sources.len()) >= option.need;
    }
    // Greedy by fewest parties: a source of one party leaves the others free.
    let mut by_parties: Vec<&[ActorName]> = sources
        .iter()
        .map(|name| lens.actor(name).map_or(&[][..], |actor| &actor.parties))
        .collect();
    by_parties.sort_by_key(|parties| parties.len());
    let mut taken: Vec<&ActorName> = Vec::new();
    let mut found = 0;
    for parties in by_parties {
        if parties.iter().all(|party| !taken.contains(&party)) {
            taken.extend(parties);
            found += 1;
        }
    }
    count(found) >= option.need
}

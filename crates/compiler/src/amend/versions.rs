//! The words that each amendment of the text makes, lowered: what a Plan holds
//! of them.
//!
//! What lives here: the clauses as amended, and the digests that consents name.
//! What does not: what is wrong with an amendment, which `lower` tells, and
//! whether it is in force, which the record says. Entry point: [`settle`].
//!
//! # Invariants
//! Amendments are applied one after the other, in the text's order; one that
//! does not fit is left out, and the next is applied without it.
//!
//! # Source
//! "Meaning", section 15.

use std::fmt::Write as _;

use servanda_model::diagnostic::Span;
use servanda_model::names::ClauseId;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Amendment, AmendmentDigests, Clause, ClauseChange, Plan};
use servanda_syntax::ast::{self, AmendmentChange, Decl};

use super::{apply, edit};
use crate::annex::Annexes;
use crate::source::{Source, digest};

/// Gives every amendment of a Plan the clauses it makes, and the Plan the
/// clauses that amendments add.
pub(crate) fn settle(plan: &mut Plan, source: &Source<'_>, annexes: &Annexes<'_>) {
    let names: Vec<String> = plan.actors.iter().map(|one| one.name.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut text = source.text.to_owned();
    for place in 0..plan.amendments.len() {
        let Some(name) = plan.amendments.get(place).map(|one| one.name.clone()) else {
            continue;
        };
        let Some(amendment) = declared(&text, &names, &name) else {
            continue;
        };
        let Ok(amended) = apply(&text, &names, &amendment) else {
            continue;
        };
        let touched = touched(&amendment);
        let Some(changes) = lowered(plan, source, annexes, &amended, &touched, &amendment) else {
            continue;
        };
        let words = |text: &str| spoken(text, &names, &touched);
        if let Some(one) = plan.amendments.get_mut(place) {
            one.digests = digests(one, &words(&text), &words(&amended));
        }
        take(plan, place, changes);
        text = amended;
    }
}

/// Returns an amendment that a text declares.
fn declared(text: &str, names: &[&str], name: &str) -> Option<ast::Amendment> {
    let file = servanda_syntax::parse_knowing(text, names).file;
    file.declarations()
        .find_map(|declaration| match &declaration.decl {
            Decl::Amendment(one) if one.name.text == name && !declaration.damaged => {
                Some(one.clone())
            }
            _ => None,
        })
}

/// Returns the clauses that an amendment changes, by number: the one it adds,
/// where it adds one.
fn touched(amendment: &ast::Amendment) -> Vec<String> {
    let first = match &amendment.change {
        AmendmentChange::Adds(added) if edit::begins_clause(&added.text) => {
            let number = added.text.split_whitespace().next();
            number.unwrap_or_default().to_owned()
        }
        _ => amendment.of.text.clone(),
    };
    let mut all = vec![first];
    for also in &amendment.also {
        if !all.contains(&also.clause.text) {
            all.push(also.clause.text.clone());
        }
    }
    all
}

/// Lowers the amended text and takes the clauses that changed; `None` where one
/// of them cannot be read.
fn lowered(
    plan: &mut Plan,
    source: &Source<'_>,
    annexes: &Annexes<'_>,
    amended: &str,
    touched: &[String],
    amendment: &ast::Amendment,
) -> Option<Vec<ClauseChange>> {
    let own = Source {
        text: amended,
        manifest: source.manifest,
        annexes: source.annexes.clone(),
    };
    let names: Vec<String> = plan.actors.iter().map(|one| one.name.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let parse = servanda_syntax::parse_knowing(amended, &names);
    let new = crate::lower::lower(&parse.file, &own, annexes, &mut Vec::new()).plan?;
    let deleted = matches!(amendment.change, AmendmentChange::Deletes(None));
    let mut changes = Vec::new();
    for number in touched {
        let id = ClauseId::new(number);
        let found = new.clauses.iter().find(|clause| clause.id == id);
        if found.is_none() && !(deleted && *number == amendment.of.text) {
            return None;
        }
        changes.push(ClauseChange {
            clause: id,
            becomes: found.cloned().map(Box::new),
        });
    }
    // A clause that counts an event declares a measure of its name.
    for measure in new.measures {
        if !plan.measures.iter().any(|one| one.name == measure.name) {
            plan.measures.push(measure);
        }
    }
    Some(changes)
}

/// Puts changes into the Plan; what they add becomes a clause of it.
fn take(plan: &mut Plan, place: usize, mut changes: Vec<ClauseChange>) {
    let Some((name, of, span)) = plan
        .amendments
        .get(place)
        .map(|one| (one.name.clone(), one.of.clone(), one.span))
    else {
        return;
    };
    for change in &mut changes {
        let known = plan.clauses.iter().find(|one| one.id == change.clause);
        if let Some(words) = change.becomes.as_deref_mut() {
            set_places(words, known, span);
            words.added_by = known.map_or(Some(name.clone()), |one| one.added_by.clone());
        }
        if known.is_none()
            && let Some(words) = change.becomes.as_deref()
        {
            let after = plan.clauses.iter().position(|one| one.id == of);
            let at = after.map_or(plan.clauses.len(), |after| after + 1);
            plan.clauses.insert(at, words.clone());
        }
    }
    let order = |id: &ClauseId| plan.clauses.iter().position(|one| one.id == *id);
    changes.sort_by_key(|change| order(&change.clause));
    if let Some(one) = plan.amendments.get_mut(place) {
        one.changes = Some(changes);
    }
}

/// Points what was read from the amended text to places of the text itself.
fn set_places(words: &mut Clause, known: Option<&Clause>, declared: Span) {
    words.span = declared;
    for quote in &mut words.says {
        let same = known.and_then(|one| one.says.iter().find(|old| old.text == quote.text));
        quote.span = same.map_or(declared, |old| old.span);
    }
}

/// Writes the words of some clauses, each after its number; nothing after the
/// number of one that the text does not have.
fn spoken(text: &str, names: &[&str], touched: &[String]) -> String {
    let file = servanda_syntax::parse_knowing(text, names).file;
    let mut words = String::new();
    for number in touched {
        let _ = writeln!(words, "{number}");
        let found = file.clauses().find(|one| one.number.text == *number);
        let Some(clause) = found else { continue };
        let own = text.get(clause.span.start..clause.span.end);
        for line in own.unwrap_or_default().lines() {
            let line = crate::lower::single_spaced(line);
            if !line.is_empty() {
                let _ = writeln!(words, "  {line}");
            }
        }
    }
    words
}

fn digests(amendment: &Amendment, before: &str, after: &str) -> AmendmentDigests {
    let effective = match amendment.effective {
        Some(Moment::On(day)) => day.to_string(),
        Some(Moment::At(instant)) => instant.to_string(),
        None => String::new(),
    };
    let running = amendment.running.map_or("", |running| running.words());
    let new = format!("{after}effective {effective}; running duties {running}\n");
    AmendmentDigests {
        old: digest(before.as_bytes()),
        new: digest(new.as_bytes()),
    }
}

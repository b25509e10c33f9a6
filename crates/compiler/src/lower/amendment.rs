//! Amendments written in the text: what they change, who agreed, and what the
//! amended clauses then say.
//!
//! The amended clauses are only checked here, under every amendment together;
//! what each makes of them is `amend::versions`, and which text governs is for
//! the record's entries to say.

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::ActorName;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{ActorKind, Amendment, AmendmentDigests, Clause, RunningDuties};
use servanda_syntax::ast;
use servanda_syntax::ast::{AmendmentChange, Decl, Item};

use super::{Lowering, single_spaced};
use crate::amend;
use crate::amend::edit::{self, Edited};
use crate::codes::{self, Wording};
use crate::locate;
use crate::source::Source;

/// A clause as amended so far: its place in the text, the new words, and the
/// last amendment that touched it.
struct Rewritten {
    span: Span,
    words: String,
    by: usize,
}

impl Lowering<'_> {
    /// Lowers amendments; returns the clauses as they will then be.
    pub(super) fn amendments(&mut self, file: &ast::File, source: &Source) -> Vec<(usize, Clause)> {
        let mut rewritten: Vec<Rewritten> = Vec::new();
        for declaration in file.declarations() {
            if let Decl::Amendment(amendment) = &declaration.decl
                && !declaration.damaged
                && self.scope.holds(&amendment.name.text, amendment.name.span)
            {
                self.amendment(file, amendment, declaration, &mut rewritten);
            }
        }
        if rewritten.is_empty() {
            return Vec::new();
        }
        self.reread(source, rewritten)
    }

    fn amendment(
        &mut self,
        file: &ast::File,
        amendment: &ast::Amendment,
        declaration: &ast::Declaration,
        rewritten: &mut Vec<Rewritten>,
    ) {
        self.complete(amendment, declaration);
        let Some(of) = self.clause_id(&amendment.of) else {
            return;
        };
        let by = self.plan.amendments.len();
        let replaces = self.changed(file, amendment, by, rewritten);
        for also in &amendment.also {
            // A clause that the amendment itself adds is read once it is in the
            // text: `amend::versions`.
            if adds(amendment, &also.clause.text) {
                continue;
            }
            if self.clause_id(&also.clause).is_some()
                && let Some(entry) = self.entry(file, &also.clause, by, rewritten)
                && edit::set(&mut entry.words, also.label.text(), &also.words.text)
                    == Edited::Nothing
            {
                self.fault(*amend::unchanged(also.span));
            }
        }
        let mut consents = Vec::new();
        if let Some(given) = &amendment.consents {
            for actor in self.actors(&given.by) {
                consents.push((actor, Some(Moment::On(given.on))));
            }
            if let Some(witness) = &given.witness {
                self.actor(witness);
            }
        }
        let head = single_spaced(self.source_text(declaration.head_span));
        let text = head
            .split_once(&amendment.of.text)
            .map_or("", |(_, rest)| rest);
        self.plan.amendments.push(Amendment {
            name: amendment.name.text.clone(),
            of,
            text: text.trim_start_matches([' ', ':']).to_owned(),
            replaces,
            effective: amendment
                .effective
                .as_ref()
                .map(|effective| Moment::On(effective.on)),
            running: amendment
                .effective
                .as_ref()
                .and_then(|effective| effective.running)
                .map(running),
            needs: self.needed(&consents),
            changes: None,
            digests: AmendmentDigests::default(),
            consents,
            span: declaration.span,
        });
    }

    /// Whose consent an amendment needs: every party's, and that of whoever
    /// else its own words name.
    fn needed(&self, consents: &[(ActorName, Option<Moment>)]) -> Vec<ActorName> {
        let parties = self.plan.actors.iter();
        let parties = parties.filter(|actor| actor.kind == ActorKind::Party);
        let mut needed: Vec<ActorName> = parties.map(|actor| actor.name.clone()).collect();
        for (actor, _) in consents {
            if !needed.contains(actor) {
                needed.push(actor.clone());
            }
        }
        needed
    }

    /// Consents, the date and the fate of running duties are compulsory.
    fn complete(&mut self, amendment: &ast::Amendment, declaration: &ast::Declaration) {
        let mut lacks = Vec::new();
        if amendment.consents.is_none() {
            lacks.push("who consented (`consents`)");
        }
        if amendment.effective.is_none() {
            lacks.push("from when it applies (`effective`)");
        }
        if amendment
            .effective
            .as_ref()
            .is_none_or(|effective| effective.running.is_none())
        {
            lacks.push("what running duties do (`; running duties keep the earlier text`, `move` or `restart`)");
        }
        if !lacks.is_empty() {
            self.fault(
                codes::E164
                    .at(
                        declaration.head_span,
                        format!(
                            "amendment {} does not say {}",
                            amendment.name.text,
                            lacks.join(", nor ")
                        ),
                    )
                    .effect("it is unclear which text binds whom, and when")
                    .way_out("add what is missing"),
            );
        }
    }

    /// Makes the change of an amendment's first line; returns the words it
    /// replaces. What it adds as a clause of its own, or deletes whole, is
    /// nothing that could be read again here.
    fn changed(
        &mut self,
        file: &ast::File,
        amendment: &ast::Amendment,
        by: usize,
        rewritten: &mut Vec<Rewritten>,
    ) -> Vec<(String, String)> {
        let mut replaces = Vec::new();
        let Some(clause) = whole_clause(file, &amendment.of).map(|clause| clause.span) else {
            return replaces;
        };
        let (place, edited) = match &amendment.change {
            AmendmentChange::Deletes(None) => return replaces,
            AmendmentChange::Adds(added) if edit::begins_clause(&added.text) => return replaces,
            AmendmentChange::Becomes(old, _) | AmendmentChange::Deletes(Some(old)) => {
                let new = match &amendment.change {
                    AmendmentChange::Becomes(_, new) => new.text.as_str(),
                    _ => "",
                };
                replaces.push((old.text.clone(), new.to_owned()));
                let entry = self.entry(file, &amendment.of, by, rewritten);
                (
                    old.span,
                    entry.map(|entry| edit::replace(&mut entry.words, &old.text, new)),
                )
            }
            AmendmentChange::MovesTo(date, span) => {
                let entry = self.entry(file, &amendment.of, by, rewritten);
                (
                    *span,
                    entry.map(|entry| edit::move_to(&mut entry.words, *date)),
                )
            }
            AmendmentChange::Adds(added) => {
                let entry = self.entry(file, &amendment.of, by, rewritten);
                (
                    added.span,
                    entry.map(|entry| edit::add(&mut entry.words, &added.text)),
                )
            }
        };
        if let Some(Err(misfit)) = edited {
            replaces.clear();
            let fault = amend::misfitting(misfit, &amendment.of.text, place);
            self.fault(fault.label(clause, "the clause"));
        }
        replaces
    }

    /// Returns a clause among those rewritten, put there where it is new.
    fn entry<'r>(
        &self,
        file: &ast::File,
        number: &ast::ClauseNumber,
        by: usize,
        rewritten: &'r mut Vec<Rewritten>,
    ) -> Option<&'r mut Rewritten> {
        let clause = whole_clause(file, number)?;
        let at = entry(self.text, clause.span, by, rewritten);
        rewritten.get_mut(at)
    }

    /// Reads the text with its clauses as amended.
    fn reread(&mut self, source: &Source, mut rewritten: Vec<Rewritten>) -> Vec<(usize, Clause)> {
        rewritten.sort_by_key(|entry| entry.span);
        let mut text = String::new();
        let mut end = 0;
        let mut starts = Vec::new();
        for entry in &rewritten {
            text.push_str(source.text.get(end..entry.span.start).unwrap_or_default());
            starts.push(text.len());
            text.push_str(&entry.words);
            end = entry.span.end;
        }
        text.push_str(source.text.get(end..).unwrap_or_default());
        let names: Vec<String> = self
            .plan
            .actors
            .iter()
            .map(|actor| actor.name.as_str().to_owned())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let parse = servanda_syntax::parse_knowing(&text, &names);
        let mut amended = Vec::new();
        for (at, article) in parse.file.articles.iter().enumerate() {
            for item in &article.items {
                let (span, clause) = match item {
                    Item::Clause(clause) => (clause.span, Some(&**clause)),
                    Item::Broken(broken) => (broken.span, None),
                    Item::Decl(_) => continue,
                };
                let place = starts.iter().position(|start| *start == span.start);
                let Some(entry) = place.and_then(|place| rewritten.get(place)) else {
                    continue;
                };
                let within =
                    |one: &&Diagnostic| one.span.start >= span.start && one.span.end <= span.end;
                let trouble: Vec<Diagnostic> =
                    parse.diagnostics.iter().filter(within).cloned().collect();
                if let Some(lowered) = self.amended(clause, at, entry, trouble) {
                    amended.push((entry.by, lowered));
                }
            }
        }
        amended
    }

    /// Lowers an amended clause; its faults become one of the amendment.
    fn amended(
        &mut self,
        clause: Option<&ast::Clause>,
        article: usize,
        entry: &Rewritten,
        mut trouble: Vec<Diagnostic>,
    ) -> Option<Clause> {
        let told = self.out.len();
        let whole = clause.filter(|clause| !clause.damaged);
        let lowered = whole.and_then(|clause| self.clause(clause, article, None));
        trouble.extend(self.out.drain(told..));
        if let (Some(first), Some(amendment)) =
            (trouble.first(), self.plan.amendments.get(entry.by))
        {
            let number = entry.words.split(' ').next().unwrap_or_default();
            let message = format!(
                "as amended by {}, clause {number} cannot be read: {}",
                amendment.name, first.message
            );
            let fault = codes::E165
                .at(locate::first_line(self.text, amendment.span), message)
                .effect("nobody can say what the clause asks once the amendment applies")
                .way_out("correct the words that the amendment puts in");
            self.fault(fault);
            return None;
        }
        lowered
    }
}

/// Returns whether an amendment adds a clause of that number.
fn adds(amendment: &ast::Amendment, number: &str) -> bool {
    match &amendment.change {
        AmendmentChange::Adds(added) => {
            edit::begins_clause(&added.text) && added.text.split_whitespace().next() == Some(number)
        }
        _ => false,
    }
}

fn whole_clause<'f>(file: &'f ast::File, number: &ast::ClauseNumber) -> Option<&'f ast::Clause> {
    file.clauses()
        .find(|clause| clause.number.text == number.text && !clause.damaged)
}

/// The place of a clause among those rewritten, made where it is new.
fn entry(text: &str, span: Span, by: usize, rewritten: &mut Vec<Rewritten>) -> usize {
    if let Some(at) = rewritten.iter().position(|entry| entry.span == span) {
        if let Some(entry) = rewritten.get_mut(at) {
            entry.by = by;
        }
        return at;
    }
    rewritten.push(Rewritten {
        span,
        words: text
            .get(span.start..span.end)
            .unwrap_or_default()
            .to_owned(),
        by,
    });
    rewritten.len() - 1
}

/// Returns the fate of running duties as the Plan has it.
pub(crate) fn running(running: ast::RunningDuties) -> RunningDuties {
    match running {
        ast::RunningDuties::KeepEarlierText => RunningDuties::KeepEarlierText,
        ast::RunningDuties::Move => RunningDuties::Move,
        ast::RunningDuties::Restart => RunningDuties::Restart,
    }
}

//! Amendments applied to a text: the old text and an amendment give the new
//! text, as a pure function.
//!
//! What lives here: reading the amendments of a file of their own ([`propose`]),
//! applying one to a text ([`apply`]), or those a text declares itself ([`done`]), and which words then differ ([`words`]).
//! What does not: whether an amendment is in force, which the record's entry
//! governs (`assess`), and what it changes of statuses (`app`).
//!
//! # Invariants
//! Only blocks are edited, and only the clauses that the amendment names; the
//! prose is never touched. Whatever does not fit is a diagnostic in the
//! amendment's own file, and nothing of that amendment is applied.
//!
//! # Source
//! "Meaning", section 15; the reference grammar, "amendment".

pub(crate) mod edit;
pub(crate) mod versions;
pub mod words;

use std::collections::BTreeSet;

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::ActorName;
use servanda_model::plan::{Plan, RunningDuties};
use servanda_model::time::Date;
use servanda_syntax::ast::{self, AmendmentChange, Decl};

use crate::codes::{self, Wording};
use crate::nearest::nearest;
use edit::{Edited, Misfit};

/// What a file proposes: the amended text, and what to know of each amendment.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Whether the file is a whole agreement text rather than amendments.
    pub whole: bool,
    /// The amendments, in the file's order; none for a whole text.
    pub amendments: Vec<Proposed>,
    /// The text as amended.
    pub text: String,
    /// Lines of a file of amendments that are none.
    pub strays: Vec<Span>,
    /// What does not fit, in bytes of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// One amendment of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// Its name.
    pub name: String,
    /// Its first line as written, single-spaced.
    pub text: String,
    /// Who consented by the file's own words.
    pub consents: Vec<ActorName>,
    /// From when it applies, where the file says.
    pub effective: Option<Date>,
    /// What running duties do, where the file says.
    pub running: Option<RunningDuties>,
}

/// Reads the amendments of a file and applies them to a text, one after the
/// other; a file that declares an `agreement` is taken as the amended text.
///
/// # Shape
/// `file` is the name that diagnostics carry.
pub fn propose(plan: &Plan, text: &str, file: &str, offered: &str) -> Proposal {
    let names: Vec<&str> = plan
        .actors
        .iter()
        .map(|actor| actor.name.as_str())
        .collect();
    let parse = servanda_syntax::parse_knowing(offered, &names);
    let declared = |decl: &ast::Declaration| matches!(decl.decl, Decl::Agreement(_));
    if parse.file.declarations().any(declared) {
        return Proposal {
            whole: true,
            amendments: Vec::new(),
            text: offered.to_owned(),
            strays: Vec::new(),
            diagnostics: Vec::new(),
        };
    }
    let clauses = parse.file.clauses().map(|clause| clause.sentence_span);
    let mut proposal = Proposal {
        whole: false,
        amendments: Vec::new(),
        text: text.to_owned(),
        strays: clauses.collect(),
        diagnostics: parse.diagnostics,
    };
    for declaration in parse.file.declarations() {
        let Decl::Amendment(amendment) = &declaration.decl else {
            proposal.strays.push(declaration.head_span);
            continue;
        };
        if declaration.damaged {
            continue;
        }
        match apply(&proposal.text, &names, amendment) {
            Ok(amended) => proposal.text = amended,
            Err(faults) => proposal.diagnostics.extend(faults),
        }
        proposal
            .amendments
            .push(proposed(offered, declaration, amendment));
    }
    for fault in &mut proposal.diagnostics {
        fault.file = Some(std::path::PathBuf::from(file));
    }
    proposal
}

/// Returns a text with some of its own amendments done: their words stand where
/// they change something, and their declarations are gone. One that does not
/// fit is left as it stands.
pub fn done(plan: &Plan, text: &str, amendments: &[&str]) -> String {
    let actors = plan.actors.iter();
    let names: Vec<&str> = actors.map(|actor| actor.name.as_str()).collect();
    let parse = servanda_syntax::parse_knowing(text, &names);
    let mut amended = text.to_owned();
    for declaration in parse.file.declarations() {
        if let Decl::Amendment(one) = &declaration.decl
            && !declaration.damaged
            && amendments.contains(&one.name.text.as_str())
            && let Ok(words) = apply(&amended, &names, one)
        {
            amended = words;
        }
    }
    amended
}

fn proposed(offered: &str, declaration: &ast::Declaration, amendment: &ast::Amendment) -> Proposed {
    let head = declaration.head_span;
    let consents = amendment.consents.iter().flat_map(|given| &given.by);
    Proposed {
        name: amendment.name.text.clone(),
        text: crate::lower::single_spaced(offered.get(head.start..head.end).unwrap_or_default()),
        consents: consents.map(|name| name.text.as_str().into()).collect(),
        effective: amendment.effective.as_ref().map(|effective| effective.on),
        running: amendment
            .effective
            .as_ref()
            .and_then(|effective| effective.running)
            .map(crate::lower::running),
    }
}

/// Applies one amendment to a text.
///
/// # Shape
/// A declaration of that amendment in the text itself goes with it: what it
/// announces is then done.
/// # Errors
/// What does not fit, placed in the amendment's own file.
pub fn apply(
    text: &str,
    names: &[&str],
    amendment: &ast::Amendment,
) -> Result<String, Vec<Diagnostic>> {
    let mut amended = without(text, names, &amendment.name.text);
    let mut faults = Vec::new();
    change(&mut amended, names, amendment).unwrap_or_else(|fault| faults.push(*fault));
    for also in &amendment.also {
        let told = clause_words(&amended, names, &also.clause).map(|(span, mut words)| {
            let changed = edit::set(&mut words, also.label.text(), &also.words.text);
            (span, words, changed)
        });
        match told {
            Ok((_, _, Edited::Nothing)) => faults.push(*unchanged(also.span)),
            Ok((span, words, Edited::Something)) => {
                amended.replace_range(span.start..span.end, &words);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() {
        Ok(amended)
    } else {
        Err(faults)
    }
}

/// Makes the change that the amendment's first line states.
fn change(
    text: &mut String,
    names: &[&str],
    amendment: &ast::Amendment,
) -> Result<(), Box<Diagnostic>> {
    let (span, mut words) = clause_words(text, names, &amendment.of)?;
    let number = &amendment.of.text;
    match &amendment.change {
        AmendmentChange::Becomes(old, new) => {
            edit::replace(&mut words, &old.text, &new.text)
                .map_err(|misfit| boxed(misfit, number, old.span))?;
        }
        AmendmentChange::Deletes(Some(old)) => {
            edit::replace(&mut words, &old.text, "")
                .map_err(|misfit| boxed(misfit, number, old.span))?;
        }
        AmendmentChange::Deletes(None) => words.clear(),
        AmendmentChange::MovesTo(date, place) => {
            edit::move_to(&mut words, *date).map_err(|misfit| boxed(misfit, number, *place))?;
        }
        AmendmentChange::Adds(added) if edit::begins_clause(&added.text) => {
            words = format!("{}\n{}\n", words.trim_end(), added.text.trim());
        }
        AmendmentChange::Adds(added) => {
            edit::add(&mut words, &added.text)
                .map_err(|misfit| boxed(misfit, number, added.span))?;
        }
    }
    text.replace_range(span.start..span.end, &words);
    Ok(())
}

/// Returns where a clause stands, and its words.
fn clause_words(
    text: &str,
    names: &[&str],
    number: &ast::ClauseNumber,
) -> Result<(Span, String), Box<Diagnostic>> {
    let file = servanda_syntax::parse_knowing(text, names).file;
    if let Some(clause) = file
        .clauses()
        .find(|clause| clause.number.text == number.text)
    {
        let span = clause.span;
        let words = text.get(span.start..span.end).unwrap_or_default();
        return Ok((span, words.to_owned()));
    }
    let known: BTreeSet<&str> = file
        .clauses()
        .map(|clause| clause.number.text.as_str())
        .collect();
    let mut fault = codes::E122
        .at(
            number.span,
            format!("the agreement has no clause `{}`", number.text),
        )
        .effect("nothing is changed");
    if let Some(other) = nearest(&number.text, known.into_iter()) {
        fault = fault.way_out(format!("did you mean `{other}`?"));
    }
    Err(Box::new(fault.way_out(
        "name a clause of the text, or add one with `adds`",
    )))
}

/// Returns the text without the declaration of an amendment.
fn without(text: &str, names: &[&str], name: &str) -> String {
    let file = servanda_syntax::parse_knowing(text, names).file;
    let mut rest = text.to_owned();
    let own = file.declarations().find(
        |declaration| matches!(&declaration.decl, Decl::Amendment(one) if one.name.text == name),
    );
    if let Some(declaration) = own {
        rest.replace_range(declaration.span.start..declaration.span.end, "");
    }
    rest
}

fn boxed(misfit: Misfit, number: &str, span: Span) -> Box<Diagnostic> {
    Box::new(misfitting(misfit, number, span))
}

/// Says why an edit does not fit.
pub(crate) fn misfitting(misfit: Misfit, number: &str, span: Span) -> Diagnostic {
    match misfit {
        Misfit::NotThere => codes::E162
            .at(span, format!("these words do not stand in clause {number}"))
            .effect("nothing is replaced")
            .way_out("copy the words letter by letter from the clause's block"),
        Misfit::Twice => codes::E171
            .at(
                span,
                format!("these words stand more than once in clause {number}"),
            )
            .effect("it is unclear which of them are meant, so nothing is replaced")
            .way_out("quote more of the line, until the words stand there once"),
        Misfit::NoDate => codes::E173
            .at(span, format!("clause {number} has no single date to move"))
            .effect("it is unclear what falls on the new date")
            .way_out("change a stage with `also`, or its words with `becomes`"),
        Misfit::Unchanged => *unchanged(span),
    }
}

/// Says that an edit changes nothing.
pub(crate) fn unchanged(span: Span) -> Box<Diagnostic> {
    Box::new(
        codes::E172
            .at(span, "these words change nothing")
            .effect("the text would stay as it is")
            .way_out("write the new words, or leave the line out"),
    )
}

#[cfg(test)]
mod tests;

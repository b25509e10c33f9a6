//! `replay`: the whole record judged under a proposed text, beside the words in
//! force: those as signed, with the amendments that are in force done.
//!
//! What lives here: trying a file ([`replay`]) and gathering what differs. What
//! does not: applying an amendment to a text (`compiler::amend`), judging
//! (`assess`), amendments in force (they are entries of the record).
//!
//! # Invariants
//! The same folder, record, file and as-of give the same answer, byte for
//! byte. Nothing is written. Words are set side by side; nothing here says
//! which of two texts is stronger.

mod changes;
mod terminal;

use std::collections::BTreeSet;

use servanda_compiler::amend::words::{Change, Compared, Difference, compare};
use servanda_compiler::amend::{Proposal, done, propose};
use servanda_model::assessment::{AmendmentState, AsOf, Assessment};
use servanda_model::diagnostic::{Diagnostic, Grade};
use servanda_model::plan::{ActorKind, Plan, RunningDuties};

use crate::error::Error;
use crate::folder::Folder;
use crate::opened::{Opened, compile_folder};
use crate::view::check::{diagnostic, line_and_column};
use crate::view::replay::{AmendmentView, ConsentView, FieldView, ReplayView, WordsView};

pub use terminal::terminal;

/// What trying a file gave.
#[derive(Debug)]
pub struct Replay {
    /// The answer, for programs.
    pub view: ReplayView,
    /// The assessment under the text as signed.
    pub signed: Assessment,
    /// Whether something does not fit, so that not all of the file was tried.
    pub misfits: bool,
    /// What does not fit, for people.
    pub rendered: String,
}

/// Tries a file of amendments, or a whole amended text.
///
/// # Errors
/// `Argument`, where the file holds no amendment, or something else besides;
/// `Agreement`, where the amended text has no meaning as a whole.
pub fn replay(opened: &Opened, as_of: AsOf, file: &str, offered: &str) -> Result<Replay, Error> {
    let signed = opened.assess(as_of);
    let base = Base::new(opened, &signed, as_of);
    let proposal = propose(&opened.plan, &base.folder.text, file, offered);
    refuse_strays(&proposal, file, offered)?;
    let folder = Folder {
        text: proposal.text.clone(),
        ..opened.folder.clone()
    };
    let mut compiled = compile_folder(&folder);
    let plan = compiled.plan.take().ok_or_else(|| Error::Agreement {
        why: "the amended text has no `agreement` item".to_owned(),
    })?;
    let fresh: Vec<&Diagnostic> = compiled
        .diagnostics
        .iter()
        .filter(|found| found.grade == Grade::Error)
        .filter(|found| !known(&base.diagnostics, found))
        .collect();
    let rendered = rendered(&proposal, file, offered, &fresh, &folder.text);
    let amended = servanda_assess::assess(&plan, &opened.record, as_of);
    let names: Vec<&str> = plan.actors.iter().map(|a| a.name.as_str()).collect();
    let compared = compare(&base.folder.text, &folder.text, &names);
    let found = changes::find(&base.plan, &base.assessment, &amended, &compared);
    let mut diagnostics: Vec<_> = proposal
        .diagnostics
        .iter()
        .map(|one| diagnostic(offered, one))
        .collect();
    diagnostics.extend(fresh.iter().map(|one| diagnostic(&folder.text, one)));
    let clauses = |change: Change| {
        let of = compared.differences.iter();
        let of = of.filter(move |one| one.change == change);
        of.filter_map(|one| one.clause.as_ref().map(ToString::to_string))
            .collect()
    };
    let view = ReplayView {
        file: file.to_owned(),
        in_force: base.in_force,
        whole_text: proposal.whole,
        text_digest: plan.text_digest.clone(),
        amendments: amendments(&proposal),
        words: compared.differences.iter().map(words).collect(),
        added: clauses(Change::Added),
        deleted: clauses(Change::Deleted),
        changes: found.changes,
        same: found.same,
        undecidable: found.undecidable,
        deadlines: found.deadlines,
        phases: found.phases,
        consent: consent(opened, &plan, &proposal, &compared),
        diagnostics,
    };
    Ok(Replay {
        misfits: !view.diagnostics.is_empty(),
        view,
        signed,
        rendered,
    })
}

/// What a proposal is held against: the words in force, judged as if they had
/// always stood, as the proposed ones are.
struct Base {
    folder: Folder,
    plan: Plan,
    assessment: Assessment,
    diagnostics: Vec<Diagnostic>,
    /// The amendments in force, by name; none where the words are as signed.
    in_force: Vec<String>,
}

impl Base {
    fn new(opened: &Opened, signed: &Assessment, as_of: AsOf) -> Self {
        let amendments = signed.amendments.iter();
        let in_force: Vec<&str> = amendments
            .filter(|one| one.state == AmendmentState::InForce)
            .map(|one| one.name.as_str())
            .collect();
        let text = done(&opened.plan, &opened.folder.text, &in_force);
        let folder = Folder {
            text,
            ..opened.folder.clone()
        };
        let in_force: Vec<String> = in_force.into_iter().map(str::to_owned).collect();
        let compiled = (!in_force.is_empty()).then(|| compile_folder(&folder));
        match compiled.map(|compiled| (compiled.plan, compiled.diagnostics)) {
            Some((Some(plan), diagnostics)) => Self {
                assessment: servanda_assess::assess(&plan, &opened.record, as_of),
                plan,
                folder,
                diagnostics,
                in_force,
            },
            _ => Self {
                folder: opened.folder.clone(),
                plan: opened.plan.clone(),
                assessment: signed.clone(),
                diagnostics: opened.compiled.diagnostics.clone(),
                in_force: Vec::new(),
            },
        }
    }
}

/// Whether the text that is tried against has the same fault.
fn known(faults: &[Diagnostic], found: &Diagnostic) -> bool {
    faults.iter().any(|one| {
        one.code == found.code && one.clause == found.clause && one.message == found.message
    })
}

fn refuse_strays(proposal: &Proposal, file: &str, offered: &str) -> Result<(), Error> {
    if let Some(stray) = proposal.strays.first() {
        let (line, _) = line_and_column(offered, stray.start);
        return Err(Error::Argument(format!(
            "{file}, line {line}: only `amendment` lines are read from a file of amendments; \
             to try other changes, give the whole amended text with its `agreement` line"
        )));
    }
    if !proposal.whole && proposal.amendments.is_empty() && proposal.diagnostics.is_empty() {
        return Err(Error::Argument(format!(
            "{file} holds no amendment: write an `accord` block with `amendment NAME of NUMBER : …`, \
             or give the whole amended text"
        )));
    }
    Ok(())
}

fn rendered(
    proposal: &Proposal,
    file: &str,
    offered: &str,
    fresh: &[&Diagnostic],
    amended: &str,
) -> String {
    let own = proposal.diagnostics.iter();
    let mut text: String = own
        .map(|one| crate::render::diagnostic_in(one, file, offered))
        .collect();
    for one in fresh {
        let name = "agreement.md as amended";
        text.push_str(&crate::render::diagnostic_in(one, name, amended));
    }
    text
}

fn amendments(proposal: &Proposal) -> Vec<AmendmentView> {
    let view = |one: &servanda_compiler::amend::Proposed| AmendmentView {
        name: one.name.clone(),
        text: one.text.clone(),
        consents: one.consents.iter().map(ToString::to_string).collect(),
        effective: one.effective.map(|day| day.to_string()),
        running: one.running.map(RunningDuties::words),
    };
    proposal.amendments.iter().map(view).collect()
}

fn words(difference: &Difference) -> WordsView {
    WordsView {
        item: difference.item.clone(),
        clause: difference.clause.as_ref().map(ToString::to_string),
        change: match difference.change {
            Change::Added => "added",
            Change::Deleted => "deleted",
            Change::Reworded => "reworded",
        },
        fields: difference
            .fields
            .iter()
            .map(|field| FieldView {
                label: field.label.clone(),
                old: field.old.clone(),
                new: field.new.clone(),
            })
            .collect(),
    }
}

/// The parties must consent; a text cannot yet say otherwise, and the answer
/// says so.
fn consent(
    opened: &Opened,
    amended: &Plan,
    proposal: &Proposal,
    compared: &Compared,
) -> ConsentView {
    let parties: Vec<String> = opened
        .plan
        .actors
        .iter()
        .filter(|actor| actor.kind == ActorKind::Party)
        .map(|actor| actor.name.to_string())
        .collect();
    let mut given: Option<BTreeSet<String>> = None;
    for one in &proposal.amendments {
        let names: BTreeSet<String> = one.consents.iter().map(ToString::to_string).collect();
        given = Some(match given {
            None => names,
            Some(so_far) => so_far.intersection(&names).cloned().collect(),
        });
    }
    let given = given.unwrap_or_default();
    let mut concerned: BTreeSet<String> = BTreeSet::new();
    for id in compared
        .differences
        .iter()
        .filter_map(|one| one.clause.as_ref())
    {
        let clauses = opened.plan.clauses.iter().chain(&amended.clauses);
        for clause in clauses.filter(|clause| clause.id == *id) {
            let actors = clause.subject.actors().iter().chain(&clause.owed_to);
            concerned.extend(actors.map(ToString::to_string));
        }
    }
    ConsentView {
        missing: parties
            .iter()
            .filter(|party| !given.contains(*party))
            .cloned()
            .collect(),
        concerned: concerned
            .into_iter()
            .filter(|name| !parties.contains(name))
            .collect(),
        given: given.into_iter().collect(),
        parties,
        rule: "the text names no other way to amend it than the consent of all its parties"
            .to_owned(),
    }
}

//! Commands about the text alone: `new` and `check`.

use std::path::Path;

use servanda_app::model::diagnostic::Grade;
use servanda_app::opened::Compiled;
use servanda_app::view::Envelope;
use servanda_app::view::check::{AcceptedView, CheckView, NotJudgedView, diagnostic, span};
use servanda_app::{Error, Folder, new as scaffold, opened, render};

use crate::output::{self, Exit};

/// Starts a folder.
pub(super) fn new(dir: &Path, from: Option<&Path>, json: bool) -> Result<Exit, Error> {
    let view = scaffold::new(dir, from)?;
    if json {
        output::answer(&view);
        return Ok(Exit::Fine);
    }
    let mut text = format!("wrote {}\n", dir.display());
    for file in &view.files {
        text.push_str(&format!("  {}\n", file.display()));
    }
    if from.is_some() {
        text.push_str(&format!(
            "{} rows became clauses, {} are not checkable yet\n",
            view.complete, view.not_checkable
        ));
    }
    text.push_str(&format!("next: servanda check {}\n", dir.display()));
    output::data(&text);
    Ok(Exit::Fine)
}

/// Checks the text. Needs no record.
pub(super) fn check(dir: &Path, expand: bool, quiet: bool, json: bool) -> Result<Exit, Error> {
    let folder = Folder::read(dir)?;
    let compiled = opened::compile_folder(&folder);
    let errors = compiled
        .diagnostics
        .iter()
        .filter(|found| found.grade == Grade::Error)
        .count();
    let exit = if errors > 0 {
        Exit::Adverse
    } else {
        Exit::Fine
    };
    if json {
        let view = view(&folder, &compiled);
        let data = serde_json::to_value(&view).unwrap_or_default();
        output::answer(&Envelope::of_text("check", &folder, &compiled, data));
        return Ok(exit);
    }
    let mut text = listing(&folder, &compiled, quiet);
    if expand && let Some(plan) = &compiled.plan {
        text.push_str(&opened::expand(plan, &folder.text));
    }
    text.push_str(&tally(&compiled));
    output::data(&text);
    Ok(exit)
}

fn view(folder: &Folder, compiled: &Compiled) -> CheckView {
    CheckView {
        diagnostics: compiled
            .diagnostics
            .iter()
            .map(|found| diagnostic(&folder.text, found))
            .collect(),
        accepted: compiled
            .accepted
            .iter()
            .map(|(found, because)| AcceptedView {
                code: found.code,
                clause: found.clause.as_ref().map(ToString::to_string),
                message: found.message.clone(),
                because: because.clone(),
            })
            .collect(),
        not_judged: compiled
            .not_judged
            .iter()
            .map(|found| NotJudgedView {
                clause: found.clause.as_ref().map(ToString::to_string),
                construct: found.construct.to_string(),
                span: span(&folder.text, "agreement.md", found.span),
            })
            .collect(),
    }
}

/// Writes what was found, one after the other.
fn listing(folder: &Folder, compiled: &Compiled, quiet: bool) -> String {
    let mut text = String::new();
    for found in &compiled.diagnostics {
        if !(quiet && found.grade == Grade::Advice) {
            text.push_str(&render::diagnostic(found, &folder.text));
            text.push('\n');
        }
    }
    for (found, because) in &compiled.accepted {
        text.push_str(&format!(
            "accepted {}: {}\n  because {because}\n\n",
            found.code, found.message
        ));
    }
    for found in &compiled.not_judged {
        let of = found
            .clause
            .as_ref()
            .map(|clause| format!(" in clause {clause}"))
            .unwrap_or_default();
        text.push_str(&format!("read, not judged yet: {}{of}\n", found.construct));
    }
    text
}

/// Writes the last line: how much of each was found.
fn tally(compiled: &Compiled) -> String {
    let count = |grade: Grade| {
        compiled
            .diagnostics
            .iter()
            .filter(|found| found.grade == grade)
            .count()
    };
    format!(
        "{} clauses: {} errors, {} warnings, {} advices, {} accepted. \
         A clean check says nothing about whether the agreement is fair.\n",
        compiled.plan.as_ref().map_or(0, |plan| plan.clauses.len()),
        count(Grade::Error),
        count(Grade::Warning),
        count(Grade::Advice),
        compiled.accepted.len(),
    )
}

//! One case run: its folder written, opened, checked and judged.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use servanda_app::opened::Compiled;
use servanda_app::{Folder, Opened};
use servanda_model::diagnostic::Grade;
use servanda_model::time::Instant;

use crate::answers;
use crate::document::{Block, Case};

/// What a case gives, in the form of its expected blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The lines of `diagnostics`: every error and warning, and the advices
    /// whose codes the expected block names.
    pub diagnostics: String,
    /// For each `assessment` block, in order, its lines.
    pub assessments: Vec<(Block, String)>,
    /// Where `reference` judges differently, in words.
    pub differences: Vec<String>,
}

/// Runs a case.
///
/// # Errors
/// Why it could not be run at all.
pub fn run(case: &Case) -> Result<Outcome, String> {
    let place = tempfile::tempdir().map_err(|fault| fault.to_string())?;
    write(case, place.path())?;
    let folder = Folder::read(place.path()).map_err(|fault| fault.chain())?;
    let compiled = servanda_app::opened::compile_folder(&folder);
    let mut outcome = Outcome {
        diagnostics: diagnostics(case, &compiled),
        ..Outcome::default()
    };
    let asked: Vec<&Block> = case.all("assessment").collect();
    if asked.is_empty() {
        return Ok(outcome);
    }
    let mut opened = Opened::open(folder).map_err(|fault| fault.chain())?;
    sign(case, &mut opened)?;
    for block in asked {
        let at = word(case, block, "at");
        let known = word(case, block, "known");
        let as_of = opened
            .as_of(at.as_deref(), known.as_deref(), Instant::UNIX_EPOCH)
            .map_err(|fault| fault.chain())?;
        let judged = opened.assess(as_of);
        let text = answers::write(&judged, &opened.plan.zone, &block.text);
        outcome.assessments.push((block.clone(), text));
        let naive = servanda_reference::assess(&opened.plan, &opened.record, as_of);
        let when = at.unwrap_or_else(|| "the default time".into());
        let found = servanda_reference::differences(&judged, &naive);
        outcome
            .differences
            .extend(found.into_iter().map(|found| format!("at {when}: {found}")));
    }
    Ok(outcome)
}

/// Puts other signers under the entries that a `signers` block lists.
fn sign(case: &Case, opened: &mut Opened) -> Result<(), String> {
    let lines = case
        .block("signers")
        .map(|block| block.text.as_str())
        .unwrap_or_default();
    for line in lines.lines() {
        let (entry, name) = line.split_once(' ').ok_or("`signers` lists ENTRY NAME")?;
        let index: usize = entry.parse().map_err(|_| "`signers` lists ENTRY NAME")?;
        let entry = opened
            .record
            .entries
            .get_mut(index)
            .ok_or("`signers` names no entry")?;
        entry.signer = name.trim().into();
    }
    Ok(())
}

/// Finds what follows a word in an `assessment` block's info line, else in the
/// case's `as-of` block.
fn word(case: &Case, block: &Block, name: &str) -> Option<String> {
    let mut words = block.words.iter();
    if words.by_ref().any(|word| word == name) {
        return words.next().cloned();
    }
    let lines = case
        .block("as-of")
        .map(|block| block.text.as_str())
        .unwrap_or_default();
    let found = lines
        .lines()
        .find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(' '));
    found.map(|text| text.trim().to_owned())
}

fn write(case: &Case, place: &Path) -> Result<(), String> {
    let put = |name: &str, text: &str| {
        let path = place.join(name);
        let parent = path.parent().unwrap_or(place).to_owned();
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(path, text))
            .map_err(|fault| fault.to_string())
    };
    let text = case
        .block("agreement")
        .ok_or("the case has no `agreement` block")?;
    let mut text = text.text.replace("~~~", "```");
    for block in case.all("accord") {
        let _ = write!(text, "\n```accord\n{}```\n", block.text);
    }
    put("agreement.md", &text)?;
    put("servanda.toml", "id = \"case\"\nexample = true\n")?;
    let mut manifest = String::new();
    for block in case.all("annex") {
        let [name, file, rest @ ..] = block.words.as_slice() else {
            return Err("an `annex` block names the annex and its file".into());
        };
        let digest = rest.first().cloned();
        let digest = digest.unwrap_or_else(|| servanda_app::opened::digest(block.text.as_bytes()));
        let _ = writeln!(manifest, "{name} 1 {file} {digest}");
        put(&format!("annexes/{file}"), &block.text)?;
    }
    if let Some(block) = case.block("manifest") {
        manifest.clone_from(&block.text);
    }
    if !manifest.is_empty() {
        put("annexes/manifest", &manifest)?;
    }
    for (number, block) in case.all("evidence").enumerate() {
        put(
            &format!("evidence/{number:02}.csv"),
            &published(&block.text),
        )?;
    }
    Ok(())
}

/// Adds the column `published` where it is missing: the last day in the row.
fn published(rows: &str) -> String {
    let mut lines = rows.lines();
    let header = lines.next().unwrap_or_default();
    if header.split(',').any(|name| name == "published") {
        return rows.to_owned();
    }
    let columns: Vec<&str> = header.split(',').collect();
    let mut text = format!("{header},published\n");
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells = line.split(',').zip(&columns);
        let dates = cells.filter(|(_, column)| ["happened", "until"].contains(column));
        let days: Vec<&str> = dates
            .filter_map(|(cell, _)| cell.rsplit("..").next()?.get(..10))
            .collect();
        let _ = writeln!(text, "{line},{}", days.first().unwrap_or(&"2026-01-01"));
    }
    text
}

fn diagnostics(case: &Case, compiled: &Compiled) -> String {
    let expected = case
        .block("diagnostics")
        .map(|block| block.text.as_str())
        .unwrap_or_default();
    let mut lines = String::new();
    for found in &compiled.diagnostics {
        let named = expected.lines().any(|line| line.starts_with(found.code));
        if found.grade != Grade::Advice || named {
            let clause = found
                .clause
                .as_ref()
                .map_or_else(|| "-".to_owned(), ToString::to_string);
            let _ = writeln!(lines, "{} {clause} {}", found.code, found.message);
        }
    }
    for (found, because) in &compiled.accepted {
        let line = format!("accepted {} because {because}", found.code);
        if expected.lines().any(|expected| expected == line) {
            let _ = writeln!(lines, "{line}");
        }
    }
    lines
}

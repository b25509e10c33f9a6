//! One case run: its folder written, opened, checked and judged.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use servanda_app::{Folder, Opened, keys, words};
use servanda_model::assessment::{Assessment, Instance, Lateness, PhaseState};
use servanda_model::time::Instant;

use crate::document::Case;

/// What a case gives, in the form of its expected blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The lines of `diagnostics`: every error and warning, and the advices
    /// whose codes the expected block names.
    pub diagnostics: String,
    /// The lines of `assessment`, for the addresses that the expected block
    /// names; for all clauses and phases where it is empty.
    pub assessment: String,
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
    let mut outcome = Outcome { diagnostics: diagnostics(case, &compiled), ..Outcome::default() };
    let Some(expected) = case.block("assessment") else { return Ok(outcome) };
    let opened = Opened::open(folder).map_err(|fault| fault.chain())?;
    let asked = case.block("as-of").map(|block| block.text.as_str()).unwrap_or_default();
    let word = |name: &str| {
        asked.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim)
    };
    let as_of = opened.as_of(word("at "), word("known "), Instant::UNIX_EPOCH).map_err(|fault| fault.chain())?;
    outcome.assessment = assessment(&opened.assess(as_of), &expected.text);
    Ok(outcome)
}

fn write(case: &Case, place: &Path) -> Result<(), String> {
    let put = |name: &str, text: &str| {
        let path = place.join(name);
        let parent = path.parent().unwrap_or(place).to_owned();
        fs::create_dir_all(parent).and_then(|()| fs::write(path, text)).map_err(|fault| fault.to_string())
    };
    let text = case.block("agreement").ok_or("the case has no `agreement` block")?;
    put("agreement.md", &text.text.replace("~~~", "```"))?;
    put("servanda.toml", "id = \"case\"\nexample = true\n")?;
    let mut manifest = String::new();
    for block in case.blocks.iter().filter(|block| block.kind == "annex") {
        let [name, file, rest @ ..] = block.words.as_slice() else {
            return Err("an `annex` block names the annex and its file".into());
        };
        let digest = rest.first().cloned().unwrap_or_else(|| servanda_app::opened::digest(block.text.as_bytes()));
        let _ = writeln!(manifest, "{name} 1 {file} {digest}");
        put(&format!("annexes/{file}"), &block.text)?;
    }
    if !manifest.is_empty() {
        put("annexes/manifest", &manifest)?;
    }
    for (number, block) in case.blocks.iter().filter(|block| block.kind == "evidence").enumerate() {
        put(&format!("evidence/{number:02}.csv"), &block.text)?;
    }
    Ok(())
}

fn diagnostics(case: &Case, compiled: &servanda_app::opened::Compiled) -> String {
    let expected = case.block("diagnostics").map(|block| block.text.as_str()).unwrap_or_default();
    let mut lines = String::new();
    for found in &compiled.diagnostics {
        let advice = found.grade == servanda_model::diagnostic::Grade::Advice;
        let named = expected.lines().any(|line| line.starts_with(found.code));
        if !advice || named {
            let clause = found.clause.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
            let _ = writeln!(lines, "{} {clause} {}", found.code, found.message);
        }
    }
    lines
}

/// Writes the statuses at the addresses that the expected lines name.
fn assessment(assessment: &Assessment, expected: &str) -> String {
    let mut all: Vec<(String, String)> = Vec::new();
    for phase in &assessment.phases {
        let (name, item) = &phase.phase;
        let name = item.as_ref().map_or_else(|| name.to_string(), |item| format!("{name}[{item}]"));
        let state = words::phase_state(phase.state).0;
        let basis = phase.opened.as_ref().map(|opening| words::basis(opening.basis));
        let detail = basis.filter(|_| phase.state != PhaseState::NotOpen).map(|basis| format!(" ({basis})"));
        all.push((name, format!("{state}{}", detail.unwrap_or_default())));
    }
    for clause in &assessment.clauses {
        all.push((clause.id.to_string(), clause.status.key().to_owned()));
        for instance in &clause.instances {
            let key = keys::text(&instance.key);
            if !key.is_empty() {
                all.push((format!("{}[{key}]", clause.id), line(instance)));
            } else if let Some(whole) = all.last_mut() {
                whole.1 = line(instance);
            }
        }
    }
    let wanted: Vec<&str> = expected.lines().filter_map(|line| line.split_once(": ").map(|(name, _)| name)).collect();
    let mut lines = String::new();
    if wanted.is_empty() {
        for (name, status) in all.iter().filter(|(name, _)| !name.contains('[')) {
            let _ = writeln!(lines, "{name}: {status}");
        }
        return lines;
    }
    for name in wanted {
        let found = all.iter().find(|(known, _)| known == name);
        let status = found.map_or("no such instance", |(_, status)| status.as_str());
        let _ = writeln!(lines, "{name}: {status}");
    }
    lines
}

fn line(instance: &Instance) -> String {
    let mut details = Vec::new();
    match instance.lateness {
        Some(Lateness::Days(least, most)) if least == most => details.push(format!("{most} days")),
        Some(Lateness::Days(least, most)) => details.push(format!("{least} to {most} days")),
        Some(Lateness::Hours(least, most)) if least == most => details.push(format!("{most} hours")),
        Some(Lateness::Hours(least, most)) => details.push(format!("{least} to {most} hours")),
        Some(Lateness::Unknown) => details.push("lateness unknown".to_owned()),
        None => {}
    }
    details.extend(instance.severity.map(|severity| words::severity(severity).to_owned()));
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    format!("{}{details}", instance.status.key())
}

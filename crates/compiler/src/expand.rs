//! What each clause leaves to defaults, for `check --expand`.
//!
//! # Source
//! Reference grammar, "Defaults".

use std::fmt::Write as _;

use servanda_model::names::{ActorName, EventName};
use servanda_model::plan::{Attributed, Clause, Duty, Measured, Plan};

use crate::locate;

/// Lists the defaults that each clause takes, as lines that could be written
/// under it.
///
/// # Shape
/// One paragraph per clause that takes any, in the text's order: its number
/// and sentence, then an indented line per default.
pub fn expand(plan: &Plan, text: &str) -> String {
    let mut out = String::new();
    for clause in &plan.clauses {
        let lines = defaults(plan, clause, text);
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}  {}", clause.id, clause.sentence);
        for (label, value) in lines {
            let _ = writeln!(out, "  {label:<11} {value}");
        }
    }
    out
}

fn defaults(plan: &Plan, clause: &Clause, text: &str) -> Vec<(&'static str, String)> {
    let omitted = |label: &str| locate::field(text, clause.span, label).is_none();
    let mut lines = Vec::new();
    let (performs, keeps, avoids) = match &clause.duty {
        Duty::Perform(_) | Duty::Reach { .. } => (true, false, false),
        Duty::Keep { .. } => (false, true, false),
        Duty::Avoid(_) => (false, false, true),
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => return lines,
    };
    if omitted("evidence") {
        lines.push(("evidence", "1 report, of anyone who may report".to_owned()));
    }
    if !avoids && omitted("silence") {
        lines.push(("silence", "means unknown".to_owned()));
    }
    if performs && omitted("other hands") {
        lines.push(("other hands", "discharge".to_owned()));
    }
    if let Some(attributed) = attributed(plan, clause) {
        let names: Vec<&str> = attributed.by.iter().map(ActorName::as_str).collect();
        let value = if names.is_empty() {
            "only reports signed by their reporter count".to_owned()
        } else {
            format!("reports by {} count", names.join(", "))
        };
        lines.push(("attributed", value));
    }
    if !avoids && omitted("grace") {
        lines.push(("grace", "none".to_owned()));
    }
    if !avoids && omitted("reports") {
        lines.push(("reports", "due at once".to_owned()));
    }
    if omitted("severity") {
        lines.push(("severity", "none".to_owned()));
    }
    if omitted("response") {
        lines.push(("response", "none".to_owned()));
    }
    if (keeps || avoids) && omitted("from") && omitted("while") {
        lines.push(("from", "Entry into Force".to_owned()));
    }
    lines
}

/// Whose attributed reports count for what a clause is about.
fn attributed<'a>(plan: &'a Plan, clause: &Clause) -> Option<&'a Attributed> {
    let event = |name: &EventName| {
        plan.events
            .iter()
            .find(|kind| kind.name == *name)
            .map(|kind| &kind.attributed)
    };
    match &clause.duty {
        Duty::Perform(perform) => event(&perform.event.name),
        Duty::Avoid(pattern) => event(&pattern.name),
        Duty::Keep { measured, .. } | Duty::Reach { measured, .. } => match measured {
            Measured::Measure(name, _) => plan
                .measures
                .iter()
                .find(|kind| kind.name == *name)
                .map(|kind| &kind.attributed),
            Measured::State(name) => plan
                .states
                .iter()
                .find(|kind| kind.name == *name)
                .map(|kind| &kind.attributed),
            Measured::Term(_) => None,
        },
        Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => None,
    }
}

//! Statuses and reasons for the terminal: `assess` and `why`.

use servanda_model::assessment::{
    Assessment, ClauseStatus, Instance, Known, KnownBy, Reason, Status,
};
use servanda_model::names::{ActorName, ClauseId};
use servanda_model::plan::{Clause, ReadingValue};

use crate::error::Error;
use crate::opened::Opened;
use crate::view::instance::outcome;
use crate::view::reason::CitedEntry;
use crate::{dates, keys, words};

/// Writes the line that every answer carries: as of when, on which record.
pub fn as_of_line(opened: &Opened, assessment: &Assessment) -> String {
    let zone = &opened.plan.zone;
    let known = match assessment.as_of.known {
        Known::By(at) => format!("as known at {}", dates::instant(at, zone)),
        Known::Size(size) => format!("as known from the first {size} entries"),
    };
    let by = match assessment.known_by {
        KnownBy::Received => "",
        KnownBy::Published => ", dated by publication",
    };
    format!(
        "judged at {} ({}), {known}{by}; record of {} entries, root {}",
        dates::instant(assessment.as_of.at, zone),
        zone.name,
        opened.head.size,
        opened.head.root.get(..16).unwrap_or(&opened.head.root),
    )
}

/// Returns the clauses a user named, or all; names are matched with any case.
///
/// # Errors
/// `Unknown`, for a name that is no clause.
pub fn chosen<'a>(
    opened: &Opened,
    assessment: &'a Assessment,
    names: &[String],
) -> Result<Vec<&'a ClauseStatus>, Error> {
    if names.is_empty() {
        return Ok(assessment.clauses.iter().collect());
    }
    names
        .iter()
        .map(|name| find(opened, assessment, name))
        .collect()
}

/// Finds a clause by its number.
///
/// # Errors
/// `Unknown`, with the nearest number.
pub fn find<'a>(
    opened: &Opened,
    assessment: &'a Assessment,
    name: &str,
) -> Result<&'a ClauseStatus, Error> {
    let same = |id: &ClauseId| id.as_str().eq_ignore_ascii_case(name);
    assessment
        .clauses
        .iter()
        .find(|clause| same(&clause.id))
        .ok_or_else(|| Error::Unknown {
            what: "clause",
            name: name.to_owned(),
            hint: if opened.plan.terms.iter().any(|term| same(&term.clause)) {
                "; that number holds an open term, which is no duty".to_owned()
            } else {
                let ids: Vec<&str> = opened
                    .plan
                    .clauses
                    .iter()
                    .map(|clause| clause.id.as_str())
                    .take(12)
                    .collect();
                format!(
                    "; there are {}{}",
                    ids.join(", "),
                    if opened.plan.clauses.len() > 12 {
                        " …"
                    } else {
                        ""
                    }
                )
            },
        })
}

fn clause<'a>(opened: &'a Opened, status: &ClauseStatus) -> Option<&'a Clause> {
    opened
        .plan
        .clauses
        .iter()
        .find(|clause| clause.id == status.id)
}

/// Writes one clause on a line or two: number, title, status, counts.
pub fn line(opened: &Opened, status: &ClauseStatus) -> String {
    let title = clause(opened, status)
        .map(|clause| clause.title.as_str())
        .unwrap_or_default();
    let mut text = format!(
        "{} {:<6} {title}: {}",
        words::mark(status.status),
        status.id.as_str(),
        words::status(status.status)
    );
    if status.counts.iter().map(|(_, count)| count).sum::<u32>() > 1 {
        text.push_str(&format!(" ({})", counts(&status.counts)));
    }
    if status.on_proposed_reading {
        text.push_str(", on a proposed reading");
    }
    for (term, reading, under) in &status.readings {
        text.push_str(&format!(
            "\n           reading {reading} of \"{term}\": {}",
            words::status(*under)
        ));
    }
    text
}

/// Writes counts of instances: `18 met, 2 undetermined`.
pub fn counts(counts: &[(Status, u32)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {}", words::status(*status)))
        .collect();
    parts.join(", ")
}

/// Writes a clause with its reasons, or only the instances a key answers to.
///
/// # Errors
/// `Unknown`, for a key that no instance has.
pub fn why(opened: &Opened, status: &ClauseStatus, key: Option<&str>) -> Result<String, Error> {
    let wanted = |instance: &&Instance| key.is_none_or(|key| keys::answers(&instance.key, key));
    let instances: Vec<&Instance> = status.instances.iter().filter(wanted).collect();
    if let (Some(key), true) = (key, instances.is_empty()) {
        let known: Vec<String> = status
            .instances
            .iter()
            .map(|instance| keys::text(&instance.key))
            .take(8)
            .collect();
        return Err(Error::Unknown {
            what: "instance",
            name: format!("{}[{key}]", status.id),
            hint: if known.is_empty() {
                "; the clause has none".into()
            } else {
                format!("; there are {} …", known.join("; "))
            },
        });
    }
    let mut lines = vec![line(opened, status)];
    if let Some(clause) = clause(opened, status) {
        lines.push(format!("    {}", clause.sentence));
        for quote in &clause.says {
            lines.push(format!("    says \"{}\"", quote.text));
        }
    }
    lines.extend(terms(opened, status));
    lines.extend(reasons(opened, &status.reasons, 4));
    for run in runs(&instances) {
        lines.extend(instance(opened, status, &run));
    }
    if key.is_none() && !status.beside.is_empty() {
        lines.push("    Shown beside, not used:".to_owned());
        lines.extend(reasons(opened, &status.beside, 6));
    }
    Ok(lines.join("\n") + "\n")
}

/// Tells what each reading of a clause's open terms counts, and who reports it.
fn terms(opened: &Opened, status: &ClauseStatus) -> Vec<String> {
    let mut lines = Vec::new();
    for term in &opened.plan.terms {
        let open = status.readings.iter().any(|(name, ..)| *name == term.name);
        if !open {
            continue;
        }
        for reading in &term.readings {
            let reporters = match &reading.value {
                ReadingValue::Measure(name, _) => opened
                    .plan
                    .measures
                    .iter()
                    .find(|measure| measure.name == *name)
                    .map(|measure| measure.reported.as_slice())
                    .unwrap_or_default(),
                ReadingValue::Number(..)
                | ReadingValue::Event(_)
                | ReadingValue::Evidence(_)
                | ReadingValue::State(_) => &[],
            };
            let reporters: Vec<&str> = reporters.iter().map(ActorName::as_str).collect();
            let said = if reporters.is_empty() {
                String::new()
            } else {
                format!(", reported by {}", reporters.join(", "))
            };
            lines.push(format!(
                "    reading {} of \"{}\": {}{said}",
                reading.name, term.name, reading.text
            ));
        }
        lines.extend(term.notes.iter().map(|note| format!("      {note}")));
    }
    lines
}

/// Gathers neighbouring instances that say the same, so that two hundred days
/// without a report read as one line.
fn runs<'a>(instances: &[&'a Instance]) -> Vec<Vec<&'a Instance>> {
    let alike = |left: &Instance, right: &Instance| {
        left.status == right.status
            && left.evidence == right.evidence
            && left.outcomes == right.outcomes
            && left.lateness == right.lateness
            && left
                .reasons
                .iter()
                .all(|reason| reason.citations.is_empty())
            && right
                .reasons
                .iter()
                .all(|reason| reason.citations.is_empty())
    };
    let mut runs: Vec<Vec<&Instance>> = Vec::new();
    for instance in instances {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| alike(last, instance)) => run.push(instance),
            _ => runs.push(vec![instance]),
        }
    }
    runs
}

fn instance(opened: &Opened, status: &ClauseStatus, run: &[&Instance]) -> Vec<String> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Vec::new();
    };
    let key = match run.len() {
        1 => keys::text(&first.key),
        more => format!(
            "{} to {}, {more} alike",
            keys::text(&first.key),
            keys::text(&last.key)
        ),
    };
    let mut head = if key.is_empty() {
        String::from("  ")
    } else {
        format!("  {}[{key}]: ", status.id)
    };
    head.push_str(&format!(
        "{} {}",
        words::mark(first.status),
        words::status(first.status)
    ));
    if let Some(lateness) = first.lateness {
        head.push_str(&format!(", {}", words::lateness(lateness)));
    }
    if let Some(severity) = first.severity {
        head.push_str(&format!(", {}", words::severity(severity)));
    }
    if let Some((done, of)) = first.progress {
        head.push_str(&format!(", {} of {}", done.normalize(), of.normalize()));
    }
    head.push_str(&format!(
        "; evidence: {}; {}",
        words::evidence(first.evidence).1,
        words::agreement(&first.agreement).1
    ));
    let mut lines = vec![head];
    for under in &first.outcomes {
        let view = outcome(under);
        lines.push(format!(
            "      if {}: {}",
            view.supposing,
            words::status(under.status)
        ));
    }
    lines.extend(reasons(opened, &first.reasons, 6));
    lines
}

fn reasons(opened: &Opened, reasons: &[Reason], indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    reasons
        .iter()
        .map(|reason| format!("{pad}{}{}", reason.text, citations(opened, reason)))
        .collect()
}

/// Writes what a reason cites: `[entry 12, 13 Oct 2025, TASS]`.
fn citations(opened: &Opened, reason: &Reason) -> String {
    let cite = |citation: &servanda_model::record::Citation| {
        let entry = CitedEntry::new(*citation, &opened.record);
        let suspect = entry.suspect.then(|| "key suspect".to_owned());
        let source: Vec<String> = [entry.publisher, entry.published_on, suspect]
            .into_iter()
            .flatten()
            .collect();
        if source.is_empty() {
            format!("#{}", entry.entry)
        } else {
            format!("#{} {}", entry.entry, source.join(" "))
        }
    };
    if reason.citations.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = reason.citations.iter().take(4).map(cite).collect();
    let more = reason.citations.len().saturating_sub(4);
    let more = if more > 0 {
        format!("; and {more} more")
    } else {
        String::new()
    };
    format!(" [{}{more}]", shown.join("; "))
}

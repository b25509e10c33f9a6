//! The lines of an `assessment` block, for the addresses it names.
//!
//! | address | answer |
//! |---|---|
//! | `1.1` | the one instance's status, else the whole's |
//! | `1.1[KEY]` | the instance's status, with lateness and severity |
//! | `1.1.whole` `.counts` `.score` `.proposed` `.readings` `.instances` `.beside` | of the clause |
//! | `amendment A1` | where it stands, from when, whose consent is missing |
//! | `1.1.words` `.slips` | of the instance: the amendment it is judged by, and what moved its due date |
//! | `1.1.since` | of the instance: what re-tests say since it was met |
//! | `1.1.due` `.triggered` `.decided` `.evidence` `.agreement` `.progress` `.outcomes` | of the instance; also `1.1[KEY].due` |
//! | `cases` | how many there are |
//! | `case 1` | in the order of opening: where it stands, and how it ended |
//! | `case 1.against` `.steps` `.waits` `.remedies` `.changes` `.opened` `.ended` | of the case |
//! | `Phase 1` | its state and how it opened |
//! | `Phase 1.opened` `.declared` `.residuals` `.waits` | of the phase; `Phase 1[ITEM]` per item |
//! | `without effect` | how many acts had none |
//! | `waiting sets` | each: its instances and phases, joined by ` + ` |
//!
//! An empty block means every clause and phase. Times are written as the
//! reports write them.

mod cases;

use std::fmt::Write as _;

use servanda_app::view::amendment::state;
use servanda_app::{dates, keys, words};
use servanda_model::assessment::{
    Assessment, ClauseStatus, Instance, Lateness, PhaseState, PhaseStatus, SlipCause, Supposition,
    WaitingSet,
};
use servanda_model::time::{Instant, Zone};

/// Writes the answers to the addresses that the expected lines name.
pub fn write(assessment: &Assessment, zone: &Zone, expected: &str) -> String {
    let mut wanted: Vec<String> = Vec::new();
    for line in expected.lines() {
        wanted.extend(line.split_once(": ").map(|(name, _)| name.to_owned()));
    }
    if wanted.is_empty() {
        wanted.extend(assessment.phases.iter().map(phase_name));
        wanted.extend(
            assessment
                .clauses
                .iter()
                .map(|clause| clause.id.to_string()),
        );
    }
    let mut lines = String::new();
    for name in wanted {
        let _ = writeln!(lines, "{name}: {}", answer(assessment, zone, &name));
    }
    lines
}

fn answer(assessment: &Assessment, zone: &Zone, name: &str) -> String {
    if name == "without effect" {
        return assessment.without_effect.len().to_string();
    }
    if name == "cases" {
        return assessment.cases.len().to_string();
    }
    if name == "waiting sets" {
        return joined(assessment.waiting_sets.iter().map(waiting_set));
    }
    if let Some(amendment) = name.strip_prefix("amendment ") {
        return of_amendment(assessment, zone, amendment);
    }
    if let Some(case) = name.strip_prefix("case ") {
        return cases::answer(assessment, zone, case);
    }
    let lettered =
        |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase());
    let (address, field) = match name.rsplit_once('.') {
        Some((address, field)) if lettered(field) => (address, field),
        _ => (name, ""),
    };
    if let Some(phase) = assessment
        .phases
        .iter()
        .find(|phase| phase_name(phase) == address)
    {
        return of_phase(phase, zone, field);
    }
    let (id, key) = keys::split(address);
    let Some(clause) = assessment
        .clauses
        .iter()
        .find(|clause| clause.id.as_str() == id)
    else {
        return "no such clause".into();
    };
    if let Some(told) = of_clause(clause, field) {
        return told;
    }
    let wanted = key.unwrap_or_default();
    match clause
        .instances
        .iter()
        .find(|instance| keys::text(&instance.key) == wanted)
    {
        Some(instance) => of_instance(instance, zone, field),
        None if key.is_none() && field.is_empty() => clause.status.key().into(),
        None => "no such instance".into(),
    }
}

fn of_amendment(assessment: &Assessment, zone: &Zone, name: &str) -> String {
    let Some(found) = assessment.amendments.iter().find(|one| one.name == name) else {
        return "no such amendment".into();
    };
    let since = found
        .in_force_at
        .map(|at| format!(", from {}", dates::instant(at, zone)))
        .unwrap_or_default();
    let missing: Vec<String> = found.missing.iter().map(ToString::to_string).collect();
    let missing = if missing.is_empty() {
        String::new()
    } else {
        format!(", missing {}", missing.join(" and "))
    };
    format!("{}{since}{missing}", state(found.state))
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() {
        "none".into()
    } else {
        parts.join(", ")
    }
}

fn waiting_set(set: &WaitingSet) -> String {
    let instances = set.instances.iter().map(|(id, key)| match keys::text(key) {
        key if key.is_empty() => id.to_string(),
        key => format!("{id}[{key}]"),
    });
    let phases = set.phases.iter().map(|(name, item)| match item {
        Some(item) => format!("{name}[{item}]"),
        None => name.to_string(),
    });
    instances.chain(phases).collect::<Vec<_>>().join(" + ")
}

fn of_clause(clause: &ClauseStatus, field: &str) -> Option<String> {
    Some(match field {
        "whole" => clause.status.key().into(),
        "counts" => joined(
            clause
                .counts
                .iter()
                .map(|(of, count)| format!("{count} {}", of.key())),
        ),
        "score" => clause
            .score
            .map_or_else(|| "none".into(), |score| score.to_string()),
        "proposed" => if clause.on_proposed_reading {
            "yes"
        } else {
            "no"
        }
        .into(),
        "readings" => joined(
            clause
                .readings
                .iter()
                .map(|(_, reading, of)| format!("{reading} {}", of.key())),
        ),
        "instances" => joined(clause.instances.iter().map(|one| keys::text(&one.key))),
        "beside" => clause.beside.len().to_string(),
        _ => return None,
    })
}

fn of_instance(instance: &Instance, zone: &Zone, field: &str) -> String {
    let time =
        |at: Option<Instant>| at.map_or_else(|| "none".into(), |at| dates::instant(at, zone));
    match field {
        "" => line(instance),
        "due" => time(instance.due_at),
        "triggered" => time(instance.triggered_at),
        "decided" => time(instance.decided_at),
        "words" => match &instance.judged_by {
            Some(name) => name.clone(),
            None => "as signed".into(),
        },
        "slips" => joined(instance.slips.iter().map(|slip| {
            let name = match &slip.by {
                SlipCause::Amendment(name) => name.clone(),
                SlipCause::Extension { by, was_final } => {
                    let who: Vec<&str> = by
                        .iter()
                        .map(servanda_model::names::ActorName::as_str)
                        .collect();
                    let mark = if *was_final { ", though final," } else { "" };
                    format!("{}{mark}", who.join(" and "))
                }
            };
            let [from, to] = [slip.from, slip.to].map(|at| dates::instant(at, zone));
            format!("{name} from {from} to {to}")
        })),
        "since" => joined(instance.retests.iter().map(|one| {
            let says = if one.stands { "still" } else { "no longer" };
            format!("{} {says} done", one.reporter)
        })),
        "evidence" => words::evidence(instance.evidence).0.into(),
        "agreement" => words::agreement(&instance.agreement).1,
        "progress" => instance.progress.map_or_else(
            || "none".into(),
            |(done, of)| format!("{} of {}", done.normalize(), of.normalize()),
        ),
        "outcomes" => joined(instance.outcomes.iter().map(|outcome| {
            let name = match &outcome.supposing {
                Supposition::Reading(_, reading) => reading.to_string(),
                Supposition::ChallengesSucceed(entries) if entries.is_empty() => {
                    "none succeeds".into()
                }
                Supposition::ChallengesSucceed(entries) => format!("{} succeed", entries.len()),
            };
            format!("{name} {}", outcome.status.key())
        })),
        other => format!("no such field {other}"),
    }
}

fn line(instance: &Instance) -> String {
    let mut details = Vec::new();
    match instance.lateness {
        Some(Lateness::Days(least, most)) if least == most => details.push(format!("{most} days")),
        Some(Lateness::Days(least, most)) => details.push(format!("{least} to {most} days")),
        Some(Lateness::Hours(least, most)) if least == most => {
            details.push(format!("{most} hours"));
        }
        Some(Lateness::Hours(least, most)) => details.push(format!("{least} to {most} hours")),
        Some(Lateness::Unknown) => details.push("lateness unknown".to_owned()),
        None => {}
    }
    details.extend(
        instance
            .severity
            .map(|severity| words::severity(severity).to_owned()),
    );
    let details = if details.is_empty() {
        String::new()
    } else {
        format!(" ({})", details.join(", "))
    };
    format!("{}{details}", instance.status.key())
}

fn phase_name(phase: &PhaseStatus) -> String {
    let (name, item) = &phase.phase;
    item.as_ref()
        .map_or_else(|| name.to_string(), |item| format!("{name}[{item}]"))
}

fn of_phase(phase: &PhaseStatus, zone: &Zone, field: &str) -> String {
    match field {
        "" => {
            let basis = phase
                .opened
                .as_ref()
                .map(|opening| words::basis(opening.basis));
            let basis = basis.filter(|_| phase.state != PhaseState::NotOpen);
            let basis = basis.map(|basis| format!(" ({basis})")).unwrap_or_default();
            format!("{}{basis}", words::phase_state(phase.state).0)
        }
        "opened" => phase
            .opened
            .as_ref()
            .map_or_else(|| "none".into(), |opening| dates::instant(opening.at, zone)),
        "declared" => joined(
            phase
                .declared
                .iter()
                .map(|one| format!("{} {}", one.by, dates::instant(one.at, zone))),
        ),
        "residuals" => joined(phase.residuals.iter().map(|one| {
            format!(
                "{} {} of {} {}",
                one.clause,
                one.done.0,
                one.done.1,
                one.status.key()
            )
        })),
        "waits" => joined(phase.waits_for.iter().map(ToString::to_string)),
        other => format!("no such field {other}"),
    }
}

//! Civilians as lines for the terminal.

use std::fmt::Write as _;

use servanda_model::time::Date;

use super::{Civilians, Community, Incident, Run, Trend};
use crate::dates;

fn days((from, to): (Date, Date)) -> String {
    if from == to {
        dates::day(from)
    } else {
        format!("{} to {}", dates::day(from), dates::day(to))
    }
}

/// Writes everything about civilians.
pub fn lines(civilians: &Civilians) -> String {
    let mut text = String::new();
    for one in &civilians.measured {
        let _ = writeln!(text, "{}", one.name);
        for (word, value) in [("baseline", &one.baseline), ("target", &one.target)] {
            if let Some(value) = value {
                let _ = writeln!(text, "  {word}: {value}");
            }
        }
        for community in &one.communities {
            of_community(community, &mut text);
        }
    }
    if !civilians.incidents.is_empty() {
        text.push_str("incidents of harm, the newest first\n");
    }
    for incident in &civilians.incidents {
        of_incident(incident, &mut text);
    }
    if civilians.left_out > 0 {
        let _ = writeln!(text, "  {} older ones are not listed", civilians.left_out);
    }
    if text.is_empty() {
        text.push_str("the text has no indicator, and no harm is on record\n");
    }
    text
}

fn of_community(community: &Community, text: &mut String) {
    let side = community.side.as_deref().unwrap_or("side not told");
    if community.runs.is_empty() {
        let _ = writeln!(text, "  {side}: nothing is known");
    }
    for run in &community.runs {
        of_run(side, run, text);
    }
}

fn of_run(side: &str, run: &Run, text: &mut String) {
    let total = if run.running { " in total" } else { "" };
    let best = run.latest.best.as_ref();
    let best = best
        .map(|best| format!(" (best {best})"))
        .unwrap_or_default();
    let trend = match (run.trend, &run.earlier) {
        (Trend::First, _) | (_, None) => "the first value".to_owned(),
        (trend, Some(earlier)) => {
            let word = match trend {
                Trend::Rose => "after",
                Trend::Fell => "down from",
                Trend::Same => "as before:",
                Trend::Revised => "revised down from",
                Trend::NotComparable | Trend::First => "not comparable with",
            };
            format!("{word} {} for {}", earlier.figure, days(earlier.days))
        }
    };
    let (covered, of) = run.coverage;
    let coverage = if run.running {
        String::new()
    } else {
        format!("; {covered} of {of} days covered")
    };
    let _ = writeln!(
        text,
        "  {side}: {}{total}{best}, {}, says {}, {trend}{coverage} [#{}]",
        run.latest.figure,
        days(run.latest.days),
        run.reporter,
        run.latest.citation
    );
}

fn of_incident(incident: &Incident, text: &mut String) {
    let place = incident.place.as_ref();
    let _ = writeln!(
        text,
        "  {}, {}{}: {}",
        incident.of,
        days(incident.days),
        place.map(|place| format!(", {place}")).unwrap_or_default(),
        incident.confirmed.key()
    );
    for told in &incident.told {
        let harm: Vec<String> = told
            .harm
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let to = if told.attributed_to.is_empty() {
            "nobody named".to_owned()
        } else {
            told.attributed_to.join(", ")
        };
        let _ = writeln!(
            text,
            "    {}: {}; attributed to {to} [#{}]",
            told.reporter,
            harm.join(", "),
            told.citation
        );
    }
}

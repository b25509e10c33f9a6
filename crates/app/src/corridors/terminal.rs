//! Corridors as lines for the terminal.

use std::fmt::Write as _;

use servanda_model::plan::Plan;
use servanda_model::time::{When, Zone};

use super::{Check, Corridors, Funnel};
use crate::dates;
use crate::funds::terminal::amount;

/// Writes when something was, for people.
pub fn when(when: &When, zone: &Zone) -> String {
    let (from, to) = (when.earliest(zone), when.latest(zone));
    let (first, last) = (zone.date_of(from), zone.date_of(to));
    if first == last {
        dates::day(first)
    } else {
        format!("{} to {}", dates::day(first), dates::day(last))
    }
}

/// Says whether steps can be true together.
pub fn check(check: &Check) -> String {
    let after: Vec<&str> = check.after.iter().map(|step| step.key()).collect();
    let after = after.join(" and ");
    let before = check.before.key();
    match (check.holds, check.between) {
        (Some(true), Some(between)) => {
            format!("{after} within {before}; {} between", amount(between))
        }
        (Some(true), None) => format!("{after} within {before}"),
        (Some(false), _) => format!("more {after} than {before}: both can't be right"),
        (None, _) => format!("whether {after} is within {before} can't be told"),
    }
}

/// Writes all corridors.
pub fn lines(corridors: &Corridors, plan: &Plan) -> String {
    let mut text = String::new();
    let zone = &plan.zone;
    for crossing in &corridors.crossings {
        let _ = writeln!(text, "{}", crossing.name);
        if crossing.now.is_empty() {
            text.push_str("  nothing is on record\n");
        }
        for now in &crossing.now {
            let last = if now.last == now.since {
                String::new()
            } else {
                format!(", last told {}", when(&now.last, zone))
            };
            let _ = writeln!(
                text,
                "  {}, says {} of {}{last} [#{}]",
                now.value,
                now.reporter,
                when(&now.since, zone),
                now.citation
            );
        }
    }
    for funnel in &corridors.funnels {
        of_funnel(funnel, &mut text);
    }
    for denial in &corridors.denials {
        let day = denial.happened.as_ref().map(|told| when(told, zone));
        let _ = writeln!(
            text,
            "denial, says {}{}: {} [#{}]",
            denial.by,
            day.map(|day| format!(", {day}")).unwrap_or_default(),
            denial.text,
            denial.citation
        );
    }
    if text.is_empty() {
        text.push_str("nothing about corridors is on record\n");
    }
    text
}

fn of_funnel(funnel: &Funnel, text: &mut String) {
    let key = &funnel.key;
    let time = match key.from {
        None => format!("up to {}", dates::day(key.to)),
        Some(from) if from == key.to => dates::day(from),
        Some(from) => format!("{} to {}", dates::day(from), dates::day(key.to)),
    };
    let mut head = vec![key.of.clone()];
    head.extend(key.place.clone());
    head.extend(key.operator.clone());
    head.push(format!("as {} counts", key.reporter));
    head.push(time);
    let _ = writeln!(text, "{}", head.join(", "));
    if let Some(scope) = &key.scope {
        let _ = writeln!(text, "  counts: {scope}");
    }
    for step in &funnel.steps {
        let _ = writeln!(
            text,
            "  {:<11} {} {} [#{}]",
            step.step.key(),
            step.figure,
            key.unit,
            step.citation
        );
    }
    for ((step, cause), figures) in &funnel.causes {
        for figure in figures {
            let _ = writeln!(
                text,
                "  {:<11} {} {}, {cause} [#{}]",
                step.key(),
                figure.figure,
                key.unit,
                figure.citation
            );
        }
    }
    for one in &funnel.checks {
        let _ = writeln!(text, "  {}", check(one));
    }
}

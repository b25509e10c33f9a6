//! A shrunk failure as the skeleton of a literate case.
//!
//! Entry point: [`to_case`]. Evidence has a surface of its own, the columns of
//! evidence files; the agreement is printed as it is held, one declaration or
//! clause to a line, for a person to put into words.

use std::fmt::Write;

use servanda_model::assessment::{AsOf, Known};
use servanda_model::plan::{Clause, Plan};
use servanda_model::record::{Act, Closure, Decision, Entry, Record, Report, RulingOutcome};
use servanda_model::time::When;

use crate::assess;
use crate::generate::clauses::bare;

/// Returns a skeleton of a case: heading, text, evidence, as-of, and what the
/// naive assessor says.
pub fn to_case(plan: &Plan, record: &Record, as_of: &AsOf) -> String {
    let mut text =
        String::from("# A case found by drawing\n\nThe agreement, as held:\n\n```text\n");
    line(
        &mut text,
        &format!("zone {}, challenge {:?}", plan.zone.name, plan.challenge),
    );
    for anchor in &plan.anchors {
        line(
            &mut text,
            &format!("anchor {} {:?}", anchor.name, anchor.stated),
        );
    }
    for event in &plan.events {
        line(
            &mut text,
            &format!(
                "event {} same {:?} attributed {:?}",
                event.name, event.same, event.attributed.by
            ),
        );
    }
    for list in &plan.lists {
        let keys: Vec<&str> = list.items.iter().map(|i| i.key.as_str()).collect();
        line(&mut text, &format!("list {} {keys:?}", list.name));
    }
    for phase in &plan.phases {
        line(&mut text, &format!("{phase:?}"));
    }
    for clause in &plan.clauses {
        for (label, value) in fields(clause) {
            line(&mut text, &format!("{label:10} {value}"));
        }
    }
    for amendment in &plan.amendments {
        let head = format!(
            "amendment {} effective {:?} {:?}",
            amendment.name, amendment.effective, amendment.running
        );
        line(&mut text, &head);
        for change in amendment.changes.iter().flatten() {
            let words = change.becomes.as_deref().map(fields).unwrap_or_default();
            line(&mut text, &format!("  changes {}", change.clause));
            for (label, value) in words {
                line(&mut text, &format!("  {label:10} {value}"));
            }
        }
    }
    ladders(&mut text, plan);
    text.push_str("```\n\nThe evidence:\n\n```csv\n");
    line(
        &mut text,
        "row,kind,of,reporter,origin,actor,happened,period,per,figure,running,unit,value,scope,\
         grade,published,until,refers,fields,signer,received",
    );
    for entry in &record.entries {
        line(&mut text, &row(entry));
    }
    let known = match as_of.known {
        Known::Size(size) => format!("known the first {size} entries"),
        Known::By(by) => format!("known by {by}"),
    };
    let backfill = record.backfill;
    let _infallible = write!(
        text,
        "```\n\nAs of {}, {known}; backfill {backfill}.\n\n```text\n",
        as_of.at
    );
    judgement(&mut text, plan, record, as_of);
    text.push_str("```\n");
    text
}

/// Writes what the naive assessor says.
fn judgement(text: &mut String, plan: &Plan, record: &Record, as_of: &AsOf) {
    let judged = assess(plan, record, *as_of);
    for clause in &judged.clauses {
        line(text, &format!("{} {}", clause.id, clause.status.key()));
        for instance in &clause.instances {
            line(
                text,
                &format!("  {:?} {}", instance.key, instance.status.key()),
            );
        }
    }
    for phase in &judged.phases {
        line(
            text,
            &format!("{} {:?} {:?}", phase.phase.0, phase.state, phase.opened),
        );
    }
    for case in &judged.cases {
        let _infallible = writeln!(text, "{case:?}");
    }
}

/// Writes the ladders, and the bodies that vote.
fn ladders(text: &mut String, plan: &Plan) {
    for ladder in &plan.ladders {
        let _infallible = writeln!(
            text,
            "ladder {} opens {:?} starts {:?} cured closes {}",
            ladder.name, ladder.opens, ladder.starts, ladder.cured_closes
        );
        for step in &ladder.steps {
            let _infallible = writeln!(
                text,
                "  step {} {:?} {:?} bars {} abstains {} decides {:?} silence {:?} extended {:?} {:?}",
                step.number,
                step.parts,
                step.join,
                step.bars_finding,
                step.accused_abstains,
                step.decides,
                step.silence,
                step.extended_by,
                step.extended_at_most
            );
        }
    }
    for actor in plan.actors.iter().filter(|a| !a.seats.is_empty()) {
        let _infallible = writeln!(
            text,
            "body {} {:?} decides {:?}",
            actor.name, actor.seats, actor.decides
        );
    }
}

/// Returns the fields of a clause that are not the language's defaults.
fn fields(clause: &Clause) -> Vec<(&'static str, String)> {
    let plain = bare(1, clause.duty.clone());
    let mut fields = vec![
        (
            "clause",
            format!("{} {:?} {:?}", clause.id, clause.subject, clause.duty),
        ),
        ("evidence", format!("{:?}", clause.evidence.options)),
    ];
    let mut add = |label, held: String, default: String| {
        if held != default {
            fields.push((label, held));
        }
    };
    macro_rules! add {
        ($($label:literal $field:ident)*) => {$(
            add($label, format!("{:?}", clause.$field), format!("{:?}", plain.$field));
        )*};
    }
    add!("from" from "until" until "while" during "when" gate "unless" exceptions
        "afresh" afresh "silence" silence "reports" reports_lag "grace" grace
        "other hands" other_hands "mirrors" mirrors "in step" in_step_with
        "alongside" alongside "excused" excuses "stale" stale
        "prevails" prevails_over "proposed" proposed "response" response);
    fields
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn when(when: &When) -> String {
    match when {
        When::At(at) => at.to_string(),
        When::On(from, to) if from == to => from.to_string(),
        When::On(from, to) => format!("{from}..{to}"),
        When::Between(from, to) => format!("{from}..{to}"),
    }
}

fn joined<T: ToString>(values: &[T]) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(";")
}

fn optional<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn row(entry: &Entry) -> String {
    let empty = Cells::default();
    let (kind, cells, fields) = match &entry.act {
        Some(Act::Report(report)) => ("report", of_report(report), format!("{:?}", report.fields)),
        Some(Act::Finding(report)) => {
            ("finding", of_report(report), format!("{:?}", report.fields))
        }
        Some(Act::Correction(Some(report))) => (
            "correction",
            of_report(report),
            format!("{:?}", report.fields),
        ),
        Some(Act::Correction(None)) => ("withdrawal", empty, String::new()),
        Some(Act::Closure(closure)) => (
            "closure",
            of_closure(closure),
            format!("{:?}", closure.fields),
        ),
        Some(Act::Decision(decision)) => (
            "decision",
            of_decision(decision),
            format!(
                "{:?} {:?} {:?}",
                decision.act, decision.fields, decision.votes
            ),
        ),
        Some(Act::Ruling { by, outcome }) => {
            let mut cells = empty;
            let outcome = match outcome {
                RulingOutcome::Upheld => "upheld",
                RulingOutcome::Rejected => "rejected",
            };
            set(&mut cells, 1, by.to_string());
            set(&mut cells, 10, outcome.to_owned());
            ("ruling", cells, String::new())
        }
        Some(Act::Consent(consent)) => {
            let mut cells = empty;
            set(&mut cells, 0, consent.to.clone());
            set(&mut cells, 1, consent.by.to_string());
            set(
                &mut cells,
                5,
                consent.happened.as_ref().map(when).unwrap_or_default(),
            );
            ("amendment", cells, String::new())
        }
        other => ("other", empty, format!("{other:?}")),
    };
    let refers: Vec<String> = entry.refers_to.iter().map(ToString::to_string).collect();
    let mut row = vec![entry.citation.to_string(), kind.to_owned()];
    row.extend(cells.into_iter().take(13));
    row.push(optional(entry.source.published_on.as_ref()));
    row.push(match &entry.act {
        Some(Act::Coverage(coverage)) => coverage.until.to_string(),
        Some(Act::Decision(decision)) => optional(decision.until.as_ref()),
        _ => String::new(),
    });
    row.push(joined(&refers));
    row.push(fields.replace(',', ";"));
    row.push(entry.signer.to_string());
    row.push(entry.received_at.to_string());
    row.join(",")
}

/// Cells of `of` to `grade`, in the order of the columns.
type Cells = [String; 15];

fn set(cells: &mut Cells, place: usize, value: String) {
    if let Some(cell) = cells.get_mut(place) {
        *cell = value;
    }
}

fn of_report(report: &Report) -> Cells {
    let period = report.period.map(|(from, to)| format!("{from}..{to}"));
    [
        report.of.clone(),
        report.reporter.to_string(),
        optional(report.origin.as_ref()),
        joined(&report.actors),
        when(&report.happened),
        period.unwrap_or_default(),
        report
            .per
            .map(|p| format!("{p:?}").to_lowercase())
            .unwrap_or_default(),
        optional(report.figure.as_ref()),
        if report.running_total { "yes" } else { "" }.to_owned(),
        optional(report.unit.as_ref()),
        optional(report.value.as_ref()),
        optional(report.scope.as_ref()),
        report
            .grade
            .map(|g| format!("{}{}", g.source, g.content))
            .unwrap_or_default(),
        String::new(),
        String::new(),
    ]
}

fn of_closure(closure: &Closure) -> Cells {
    let mut cells = Cells::default();
    set(&mut cells, 0, closure.of.clone());
    set(&mut cells, 1, closure.by.to_string());
    set(&mut cells, 4, when(&closure.happened));
    if let Some((from, to)) = closure.period {
        set(&mut cells, 5, format!("{from}..{to}"));
    }
    cells
}

fn of_decision(decision: &Decision) -> Cells {
    let mut cells = Cells::default();
    set(&mut cells, 0, decision.of.clone());
    set(&mut cells, 1, decision.by.to_string());
    set(&mut cells, 4, when(&decision.happened));
    set(&mut cells, 10, optional(decision.value.as_ref()));
    cells
}

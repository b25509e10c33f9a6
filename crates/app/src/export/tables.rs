//! What is exported as tables: their columns, typed, and their rows.
//!
//! # Invariants
//! A cell is a value for programs: keys and not words, dates as `YYYY-MM-DD`,
//! decimals with a point. Rows that a source's terms keep from being
//! republished one by one (ACLED's) are left out and counted.

use servanda_model::assessment::Lateness;
use servanda_model::figure::Figure;
use servanda_model::record::{Act, Entry, Report};
use servanda_model::time::When;

use super::Source;
use crate::funds::{self, Conversion};
use crate::{dates, keys, known, view, words};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, also that of its file.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; an empty cell has no value.
    pub rows: Vec<Vec<String>>,
    /// How many leading columns tell a row apart.
    pub keys: usize,
    /// How many rows are left out, because their source's terms ask for it.
    pub left_out: usize,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, the same in every language.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Words,
    /// A whole number.
    Whole,
    /// A decimal.
    Decimal,
    /// A civil day.
    Day,
    /// An instant with its offset.
    Instant,
    /// Whether.
    Yes,
    /// Where something can be read.
    Address,
}

impl Kind {
    /// Returns the datatype of CSV on the Web.
    pub fn datatype(self) -> &'static str {
        match self {
            Self::Words => "string",
            Self::Whole => "integer",
            Self::Decimal => "decimal",
            Self::Day => "date",
            Self::Instant => "dateTime",
            Self::Yes => "boolean",
            Self::Address => "anyURI",
        }
    }
}

/// Makes every table.
pub fn tables(source: &Source) -> Vec<Table> {
    vec![
        clauses(source),
        instances(source),
        indicators(source),
        money(source),
        entries(source),
    ]
}

fn columns(columns: &[(&'static str, Kind)]) -> Vec<Column> {
    let column = |(name, kind): &(&'static str, Kind)| Column { name, kind: *kind };
    columns.iter().map(column).collect()
}

fn joined(names: impl IntoIterator<Item = impl ToString>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    names.join("; ")
}

fn clauses(source: &Source) -> Table {
    let plan = &source.opened.plan;
    let rows = source.assessment.clauses.iter().filter_map(|status| {
        let clause = plan.clauses.iter().find(|clause| clause.id == status.id)?;
        let pillar = clause.pillar.as_ref().map(ToString::to_string);
        let score = status.score.map(|score| score.to_string());
        let counts = status
            .counts
            .iter()
            .map(|(status, count)| format!("{} {count}", status.key()));
        Some(vec![
            status.id.to_string(),
            clause.title.clone(),
            joined(clause.subject.actors()),
            joined(&clause.owed_to),
            pillar.unwrap_or_default(),
            clause.sentence.clone(),
            status.on_proposed_reading.to_string(),
            status.status.key().to_owned(),
            joined(counts),
            score.unwrap_or_default(),
        ])
    });
    Table {
        name: "clauses",
        columns: columns(&[
            ("clause", Kind::Words),
            ("title", Kind::Words),
            ("obligor", Kind::Words),
            ("owed_to", Kind::Words),
            ("pillar", Kind::Words),
            ("sentence", Kind::Words),
            ("proposed", Kind::Yes),
            ("status", Kind::Words),
            ("counts", Kind::Words),
            ("score", Kind::Whole),
        ]),
        rows: rows.collect(),
        keys: 1,
        left_out: 0,
    }
}

fn instances(source: &Source) -> Table {
    let zone = &source.opened.plan.zone;
    let time = |at: Option<servanda_model::time::Instant>| {
        at.map(|at| dates::machine(at, zone)).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for clause in &source.assessment.clauses {
        for one in &clause.instances {
            let (done, of) = one.progress.map_or_else(
                || (String::new(), String::new()),
                |(done, of)| (done.normalize().to_string(), of.normalize().to_string()),
            );
            let late = match one.lateness {
                Some(Lateness::Days(_, most)) => most.to_string(),
                Some(Lateness::Hours(..) | Lateness::Unknown) | None => String::new(),
            };
            rows.push(vec![
                clause.id.to_string(),
                keys::text(&one.key),
                one.status.key().to_owned(),
                words::evidence(one.evidence).0.to_owned(),
                words::agreement(&one.agreement).0.to_owned(),
                time(one.triggered_at),
                time(one.due_at),
                time(one.decided_at),
                late,
                one.severity
                    .map(words::severity)
                    .unwrap_or_default()
                    .to_owned(),
                done,
                of,
            ]);
        }
    }
    Table {
        name: "instances",
        columns: columns(&[
            ("clause", Kind::Words),
            ("key", Kind::Words),
            ("status", Kind::Words),
            ("evidence", Kind::Words),
            ("agreement", Kind::Words),
            ("triggered_at", Kind::Instant),
            ("due_at", Kind::Instant),
            ("decided_at", Kind::Instant),
            ("late_days", Kind::Whole),
            ("severity", Kind::Words),
            ("done", Kind::Decimal),
            ("of", Kind::Decimal),
        ]),
        rows,
        keys: 2,
        left_out: 0,
    }
}

/// Returns the lowest and the highest a figure allows.
fn ends(figure: &Figure) -> (String, String) {
    let text = |n: &servanda_model::figure::Decimal| n.normalize().to_string();
    match figure {
        Figure::Exact(n) => (text(n), text(n)),
        Figure::AtLeast(n) | Figure::MoreThan(n) => (text(n), String::new()),
        Figure::AtMost(n) | Figure::LessThan(n) => (String::new(), text(n)),
        Figure::Between(low, high) => (text(low), text(high)),
    }
}

fn indicators(source: &Source) -> Table {
    let mut rows = Vec::new();
    for series in &source.assessment.indicators {
        for value in &series.values {
            let (low, high) = ends(&value.figure);
            rows.push(vec![
                series.name.clone(),
                value.citation.to_string(),
                value.side.clone().unwrap_or_default(),
                value.days.0.to_string(),
                value.days.1.to_string(),
                low,
                high,
                value.running_total.to_string(),
                value.reporter.to_string(),
            ]);
        }
    }
    Table {
        name: "indicators",
        columns: columns(&[
            ("indicator", Kind::Words),
            ("entry", Kind::Words),
            ("side", Kind::Words),
            ("from", Kind::Day),
            ("to", Kind::Day),
            ("low", Kind::Decimal),
            ("high", Kind::Decimal),
            ("running", Kind::Yes),
            ("reporter", Kind::Words),
        ]),
        rows,
        keys: 2,
        left_out: 0,
    }
}

fn money(source: &Source) -> Table {
    let plan = &source.opened.plan;
    let conversion = Conversion::default();
    let told = funds::funds(plan, &source.opened.record, source.assessment, &conversion);
    let mut rows = Vec::new();
    for flow in told.ledgers.iter().flat_map(|ledger| &ledger.flows) {
        let figure = flow.amount.figure();
        let (low, high) = ends(&figure);
        let converted = flow.converted.as_ref();
        let (in_low, in_high) = converted
            .map(|converted| ends(&converted.amount.figure()))
            .unwrap_or_default();
        rows.push(vec![
            flow.citation.to_string(),
            flow.stage.key().to_owned(),
            flow.scope.clone().unwrap_or_default(),
            flow.donor.clone().unwrap_or_default(),
            flow.recipient.clone().unwrap_or_default(),
            flow.on.to_string(),
            flow.due.map(|due| due.to_string()).unwrap_or_default(),
            low,
            high,
            flow.currency.clone(),
            flow.running.to_string(),
            in_low,
            in_high,
            converted
                .map(|one| one.currency.clone())
                .unwrap_or_default(),
            converted
                .and_then(|one| one.rate.clone())
                .unwrap_or_default(),
            flow.reporter.clone(),
        ]);
    }
    Table {
        name: "funds",
        columns: columns(&[
            ("entry", Kind::Words),
            ("stage", Kind::Words),
            ("scope", Kind::Words),
            ("donor", Kind::Words),
            ("recipient", Kind::Words),
            ("on", Kind::Day),
            ("due", Kind::Day),
            ("low", Kind::Decimal),
            ("high", Kind::Decimal),
            ("currency", Kind::Words),
            ("running", Kind::Yes),
            ("converted_low", Kind::Decimal),
            ("converted_high", Kind::Decimal),
            ("converted_currency", Kind::Words),
            ("rate", Kind::Words),
            ("reporter", Kind::Words),
        ]),
        rows,
        keys: 1,
        left_out: 0,
    }
}

/// Returns whether an entry may be shown one by one: ACLED's terms keep its
/// events from being republished.
pub fn republishable(entry: &Entry) -> bool {
    let publisher = entry.source.publisher.as_deref().unwrap_or_default();
    !publisher.to_lowercase().contains("acled")
}

/// Makes the table of the entries known.
pub fn entries(source: &Source) -> Table {
    let opened = source.opened;
    let known = source.assessment.as_of.known;
    let mut rows = Vec::new();
    let mut left_out = 0;
    for entry in known::entries(&opened.record, &opened.plan.zone, known) {
        if republishable(entry) {
            rows.push(row(source, entry));
        } else {
            left_out += 1;
        }
    }
    Table {
        name: "entries",
        columns: columns(&[
            ("entry", Kind::Words),
            ("received_at", Kind::Instant),
            ("signer", Kind::Words),
            ("kind", Kind::Words),
            ("of", Kind::Words),
            ("reporter", Kind::Words),
            ("via", Kind::Words),
            ("origin", Kind::Words),
            ("actor", Kind::Words),
            ("happened_from", Kind::Day),
            ("happened_to", Kind::Day),
            ("period_from", Kind::Day),
            ("period_to", Kind::Day),
            ("low", Kind::Decimal),
            ("high", Kind::Decimal),
            ("unit", Kind::Words),
            ("value", Kind::Words),
            ("scope", Kind::Words),
            ("note", Kind::Words),
            ("grade", Kind::Words),
            ("refers", Kind::Words),
            ("publisher", Kind::Words),
            ("published_on", Kind::Day),
            ("address", Kind::Address),
        ]),
        rows,
        keys: 1,
        left_out,
    }
}

/// Returns the key of what an entry says.
pub fn kind(act: Option<&Act>) -> &'static str {
    match act {
        Some(Act::Report(_)) => "report",
        Some(Act::Finding(_)) => "finding",
        Some(Act::Closure(_)) => "closure",
        Some(Act::Coverage(_)) => "coverage",
        Some(Act::Denial(_)) => "denial",
        Some(Act::Challenge { .. }) => "challenge",
        Some(Act::Ruling { .. }) => "ruling",
        Some(Act::Reply(_)) => "reply",
        Some(Act::Decision(_)) => "decision",
        Some(Act::Consent(_)) => "amendment",
        Some(Act::Correction(Some(_))) => "correction",
        Some(Act::Correction(None)) => "withdrawal",
        Some(Act::Reading { .. }) => "reading",
        Some(Act::Position { .. }) => "position",
        Some(Act::Claim(_)) => "claim",
        Some(Act::Context(_)) => "context",
        Some(Act::Other(kind)) if kind == servanda_statement::Kind::Batch.word() => "batch",
        Some(Act::Other(_)) => "other",
        None => "sealed",
    }
}

fn row(source: &Source, entry: &Entry) -> Vec<String> {
    let opened = source.opened;
    let zone = &opened.plan.zone;
    let citation = entry.citation;
    let cited = view::reason::CitedEntry::new(citation, &opened.record);
    let day = |when: Option<&When>| {
        let ends = when.map(|when| (when.earliest(zone), when.latest(zone)));
        ends.map_or_else(
            || (String::new(), String::new()),
            |(from, to)| (zone.date_of(from).to_string(), zone.date_of(to).to_string()),
        )
    };
    let act = entry.act.as_ref();
    let report = act.and_then(Act::report);
    let (from, to) = day(act.and_then(Act::happened));
    let (low, high) = report
        .and_then(|report| report.figure.as_ref())
        .map(ends)
        .unwrap_or_default();
    let period = report.and_then(|report| report.period);
    let own = |pick: fn(&Report) -> Option<String>| report.and_then(pick).unwrap_or_default();
    vec![
        entry.citation.to_string(),
        dates::machine(entry.received_at, zone),
        entry.signer.to_string(),
        kind(entry.act.as_ref()).to_owned(),
        of(act),
        cited.reporter.unwrap_or_default(),
        cited.via.unwrap_or_default(),
        own(|report| report.origin.clone()),
        own(|report| Some(joined(&report.actors))),
        from,
        to,
        period.map(|(from, _)| from.to_string()).unwrap_or_default(),
        period.map(|(_, to)| to.to_string()).unwrap_or_default(),
        low,
        high,
        own(|report| report.unit.as_ref().map(ToString::to_string)),
        own(|report| report.value.clone()),
        own(|report| report.scope.clone()),
        act.and_then(Act::text).unwrap_or_default().to_owned(),
        cited.grade.unwrap_or_default(),
        joined(entry.refers()),
        cited.publisher.unwrap_or_default(),
        cited.published_on.unwrap_or_default(),
        cited.address.unwrap_or_default(),
    ]
}

/// Returns what an act is of: its subject, or what a remark concerns.
fn of(act: Option<&Act>) -> String {
    let subject = act.and_then(Act::subject).map(str::to_owned);
    let concerns = || {
        act.and_then(Act::remark)
            .map(|remark| joined(&remark.concerns))
    };
    subject.or_else(concerns).unwrap_or_default()
}

//! One row of an evidence file, read as its kind asks and held against the
//! Plan.
//!
//! Faults of a row accumulate, so that a reader mends it once.

use std::collections::BTreeMap;

use csv::StringRecord;
use servanda_model::record::DecisionAct;
use servanda_statement::{Kind, Value, written};

use crate::schema::{Admits, Schema};
use crate::{Draft, Place, RowFault, cell, decision};

/// The columns that every evidence file may have.
pub(crate) const COLUMNS: [&str; 31] = [
    "row",
    "kind",
    "act",
    "of",
    "reporter",
    "via",
    "origin",
    "actor",
    "happened",
    "period",
    "per",
    "figure",
    "running",
    "unit",
    "value",
    "scope",
    "grade",
    "published",
    "source",
    "address",
    "until",
    "stance",
    "concerns",
    "refers",
    "residuals",
    "votes",
    "old_digest",
    "new_digest",
    "language",
    "original",
    "note",
];

/// Checks the header.
///
/// # Errors
/// One fault for each unknown or repeated column.
pub(crate) fn columns(
    file: &str,
    header: &StringRecord,
    schema: &Schema,
) -> Result<Vec<String>, Vec<RowFault>> {
    let fields = schema.field_names();
    let mut names: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for name in header {
        let name = name.trim().to_owned();
        let place = Place {
            file: file.to_owned(),
            line: 1,
            column: Some(name.clone()),
        };
        let known = || {
            let columns = COLUMNS.iter().chain(&decision::FIELDS).copied();
            columns.chain(fields.iter().copied())
        };
        if names.contains(&name) {
            faults.push(RowFault {
                place,
                reason: "the column stands there twice: remove one".into(),
            });
        } else if !known().any(|known| known == name) {
            let hint = Schema::nearest(&name, known()).map_or_else(
                || "columns are those of the reference page and the fields of the agreement's events".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            faults.push(RowFault {
                place,
                reason: format!("no such column: {hint}"),
            });
        }
        names.push(name);
    }
    if faults.is_empty() {
        Ok(names)
    } else {
        Err(faults)
    }
}

/// Reads one row.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn read(
    file: &str,
    line: u64,
    columns: &[String],
    record: &StringRecord,
    schema: &Schema,
) -> Result<Draft, Vec<RowFault>> {
    let mut row = Row::new(Place {
        file: file.to_owned(),
        line,
        column: None,
    });
    if record.len() != columns.len() {
        let reason = format!(
            "the row has {} values where the header has {} columns",
            record.len(),
            columns.len()
        );
        row.fault(None, reason);
    }
    for (column, text) in columns.iter().zip(record) {
        row.take(column, text);
    }
    row.read(schema)
}

/// Reads one row given as fields that were already picked out.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn read_fields(
    place: Place,
    fields: &BTreeMap<String, String>,
    schema: &Schema,
) -> Result<Draft, Vec<RowFault>> {
    let mut row = Row::new(place);
    for (column, text) in fields {
        row.take(column, text);
    }
    row.read(schema)
}

struct Row {
    place: Place,
    cells: BTreeMap<String, String>,
    fields: BTreeMap<String, Value>,
    faults: Vec<RowFault>,
}

impl Row {
    fn new(place: Place) -> Self {
        Self {
            place,
            cells: BTreeMap::new(),
            fields: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// Takes a cell, unless nothing may hold its text.
    fn take(&mut self, column: &str, text: &str) {
        if let Some(reason) = cell::fault(text) {
            self.fault(Some(column), reason);
        } else if !text.trim().is_empty() {
            self.cells.insert(column.to_owned(), text.trim().to_owned());
        }
    }

    /// Reads the cells as the row's kind asks.
    fn read(mut self, schema: &Schema) -> Result<Draft, Vec<RowFault>> {
        let kind = self.kind();
        self.source();
        self.happening();
        self.figure();
        self.lists();
        self.requirements(kind, schema);
        self.decision(kind, schema);
        self.event_fields(kind, schema);
        self.finish(kind)
    }

    fn fault(&mut self, column: Option<&str>, reason: impl Into<String>) {
        let place = Place {
            column: column.map(str::to_owned),
            ..self.place.clone()
        };
        self.faults.push(RowFault {
            place,
            reason: reason.into(),
        });
    }

    fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    fn put(&mut self, field: &str, text: impl Into<String>) {
        self.fields
            .insert(field.to_owned(), Value::Text(text.into()));
    }

    /// Reads `kind`, and puts the payload's `act` where the kind has one.
    fn kind(&mut self) -> Kind {
        let word = self.cell("kind").unwrap_or("report").to_owned();
        if DecisionAct::of(&word).is_some() {
            self.put("act", word);
            return Kind::Decision;
        }
        match word.as_str() {
            "decision" => {
                match self.cell("act").map(str::to_owned) {
                    Some(act) if DecisionAct::of(&act).is_some() => self.put("act", act),
                    _ => self.fault(
                        Some("act"),
                        format!(
                            "a decision needs one of {}",
                            DecisionAct::ALL.map(DecisionAct::word).join(", ")
                        ),
                    ),
                }
                Kind::Decision
            }
            "coverage" => {
                self.put("act", "coverage");
                Kind::Closure
            }
            "withdrawal" => {
                self.put("act", "withdraw");
                Kind::Correction
            }
            "report" => Kind::Report,
            "finding" => Kind::Finding,
            "closure" => Kind::Closure,
            "denial" => Kind::Denial,
            "challenge" => Kind::Challenge,
            "ruling" => Kind::Ruling,
            "reply" => Kind::Reply,
            "correction" => Kind::Correction,
            "reading" => Kind::Reading,
            "position" => Kind::Position,
            "claim" => Kind::Claim,
            "context" => Kind::Context,
            "amendment" => Kind::Amendment,
            _ => {
                self.fault(
                    Some("kind"),
                    format!("`{word}` is not a kind of row: leave it empty for a report, or see \"Evidence files\""),
                );
                Kind::Claim
            }
        }
    }

    fn source(&mut self) {
        let plain = [
            ("of", "of"),
            ("reporter", "reporter"),
            ("via", "via"),
            ("origin", "origin"),
            ("unit", "unit"),
            ("value", "value"),
            ("scope", "scope"),
            ("source", "source_publisher"),
            ("address", "source_address"),
            ("stance", "position"),
            ("note", "note"),
            ("old_digest", "old_digest"),
            ("new_digest", "new_digest"),
            ("original", "body"),
        ];
        for (column, field) in plain {
            if let Some(text) = self.cell(column).map(str::to_owned) {
                self.put(field, text);
            }
        }
        for (column, field) in [("published", "published_on"), ("until", "until")] {
            if let Some(text) = self.cell(column).map(str::to_owned) {
                match written::read_day(&text) {
                    Ok(day) => self.put(field, day.to_string()),
                    Err(reason) => self.fault(Some(column), reason),
                }
            }
        }
        if let Some(text) = self.cell("language").map(str::to_owned) {
            if cell::is_language(&text) {
                self.put("language", text);
            } else {
                let reason = format!("`{text}` is no language tag: write `ar`, `he` or `en-GB`");
                self.fault(Some("language"), reason);
            }
        }
        if let Some(text) = self.cell("grade").map(str::to_owned) {
            match written::read_grade(&text) {
                Ok(_) => self.put("grade", text),
                Err(reason) => self.fault(Some("grade"), reason),
            }
        }
    }

    fn happening(&mut self) {
        if let Some(text) = self.cell("happened").map(str::to_owned) {
            match written::read_when(&text) {
                Ok(when) => {
                    let (from, to, precision) = written::write_when(&when);
                    self.put("happened_from", from);
                    self.put("happened_to", to);
                    self.put("happened_precision", precision);
                }
                Err(reason) => self.fault(Some("happened"), reason),
            }
        }
        if let Some(text) = self.cell("period").map(str::to_owned) {
            match written::read_days(&text) {
                Ok((from, to)) => {
                    self.put("period_from", from.to_string());
                    self.put("period_to", to.to_string());
                }
                Err(reason) => self.fault(Some("period"), reason),
            }
        }
    }

    fn figure(&mut self) {
        if let Some(text) = self.cell("figure").map(str::to_owned) {
            match written::read_figure(&text) {
                Ok(figure) => self.put("figure", written::write_figure(&figure)),
                Err(reason) => self.fault(Some("figure"), reason),
            }
        }
        let per = self.cell("per").map(str::to_owned);
        match (self.cell("running").map(str::to_owned).as_deref(), per) {
            (None | Some("no"), Some(per)) => {
                if ["day", "week", "month"].contains(&per.as_str()) {
                    self.put("per", per);
                } else {
                    self.fault(Some("per"), format!("`{per}` is not day, week or month"));
                }
            }
            (None | Some("no"), None) => {}
            (Some("yes"), None) => self.put("per", "running"),
            (Some("yes"), Some(_)) => {
                self.fault(
                    Some("running"),
                    "a figure is a running total or per day, week or month, not both",
                );
            }
            (Some(other), _) => self.fault(Some("running"), format!("`{other}` is not yes or no")),
        }
    }

    fn lists(&mut self) {
        for column in ["actor", "concerns", "residuals"] {
            let items = self.cell(column).map(cell::list).unwrap_or_default();
            if !items.is_empty() {
                self.fields.insert(column.to_owned(), Value::List(items));
            }
        }
    }

    /// Checks that what the kind needs is there and declared.
    fn requirements(&mut self, kind: Kind, schema: &Schema) {
        let coverage = self.fields.get("act").and_then(Value::as_text) == Some("coverage");
        let withdrawal = self.fields.get("act").and_then(Value::as_text) == Some("withdraw");
        let report = kind == Kind::Report
            || (kind == Kind::Finding && !self.finds_of_a_case())
            || (kind == Kind::Correction && !withdrawal);
        let needs: &[&str] = match kind {
            _ if coverage => &["until"],
            _ if withdrawal => &["reporter", "refers"],
            Kind::Report | Kind::Finding | Kind::Decision | Kind::Closure => {
                &["of", "reporter", "happened"]
            }
            Kind::Correction => &["of", "reporter", "happened", "refers"],
            Kind::Challenge => &["reporter", "refers"],
            Kind::Ruling => &["reporter", "refers", "value"],
            Kind::Reading => &["of", "reporter", "value"],
            Kind::Amendment => &["of", "reporter"],
            Kind::Position => &["reporter", "stance"],
            _ => &["reporter"],
        };
        for need in needs {
            if self.cell(need).is_none() {
                self.fault(Some(need), "a row of this kind needs a value here");
            }
        }
        if kind == Kind::Position && self.cell("concerns").is_none() && self.cell("of").is_none() {
            self.fault(Some("concerns"), "a position needs the clause it concerns");
        }
        let named = ["refers", "of", "concerns"];
        if kind == Kind::Reply && named.iter().all(|column| self.cell(column).is_none()) {
            self.fault(
                Some("refers"),
                "a reply needs the row it answers, or the clause it concerns",
            );
        }
        self.declared(report, schema);
    }

    /// Whether a finding says what a body found of a case.
    fn finds_of_a_case(&self) -> bool {
        let value = self.cell("value").unwrap_or_default();
        decision::OUTCOMES.contains(&value)
    }

    /// Reads what only decisions say.
    fn decision(&mut self, kind: Kind, schema: &Schema) {
        let act = self.fields.get("act").and_then(Value::as_text);
        if kind == Kind::Decision
            && let Some(reason) =
                decision::value_fault(act.unwrap_or_default(), self.cell("value"), schema)
        {
            self.fault(Some("value"), reason);
        }
        let Some(text) = self.cell("votes").map(str::to_owned) else {
            return;
        };
        match decision::votes(&text, schema) {
            _ if kind != Kind::Decision => {
                self.fault(Some("votes"), "only a decision has votes");
            }
            Ok(votes) if !votes.is_empty() => {
                self.fields.insert("votes".to_owned(), Value::Map(votes));
            }
            Ok(_) => {}
            Err(reason) => self.fault(Some("votes"), reason),
        }
    }

    fn declared(&mut self, report: bool, schema: &Schema) {
        if let Some(of) = self.cell("of").map(str::to_owned) {
            let known = if report {
                schema.reportable(&of)
            } else {
                schema.subject(&of)
            };
            if !known {
                let names = schema
                    .events
                    .keys()
                    .chain(schema.measures.keys())
                    .chain(schema.states.keys());
                let names = names.map(String::as_str);
                let hint =
                    Schema::nearest(&of, names.chain(schema.subjects.iter().map(String::as_str)));
                let hint =
                    hint.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                let what = if report {
                    "event, measure or state"
                } else {
                    "name"
                };
                self.fault(
                    Some("of"),
                    format!("the agreement declares no {what} `{of}`{hint}"),
                );
            }
        }
        let mut actors: Vec<(&str, String)> = Vec::new();
        actors.extend(
            self.cell("reporter")
                .map(|name| ("reporter", name.to_owned())),
        );
        actors.extend(
            self.cell("actor")
                .map(cell::list)
                .unwrap_or_default()
                .into_iter()
                .map(|name| ("actor", name)),
        );
        for (column, name) in actors {
            if !schema.actors.contains(&name) {
                let near = Schema::nearest(&name, schema.actors.iter().map(String::as_str));
                let hint = near.map_or_else(
                    || "; declare it in the text, for example `body NAME`".to_owned(),
                    |near| format!("; did you mean `{near}`?"),
                );
                self.fault(
                    Some(column),
                    format!("the agreement declares no actor `{name}`{hint}"),
                );
            }
        }
        self.unit(schema);
        self.state(schema);
    }

    fn unit(&mut self, schema: &Schema) {
        let (Some(of), Some(unit)) = (self.cell("of"), self.cell("unit")) else {
            return;
        };
        let Some(Some(asked)) = schema.measures.get(of) else {
            return;
        };
        let converts = |from: &str, to: &str| schema.units.get(from).is_some_and(|base| base == to);
        if unit != asked && !converts(unit, asked) && !converts(asked, unit) {
            let reason = format!(
                "`{unit}` does not convert into `{asked}`, the unit of `{of}`: declare `unit {unit} is … {asked}`, \
                 or give the figure in `{asked}`"
            );
            self.fault(Some("unit"), reason);
        }
    }

    fn state(&mut self, schema: &Schema) {
        let Some(values) = self.cell("of").and_then(|of| schema.states.get(of)) else {
            return;
        };
        match self.cell("value").map(str::to_owned) {
            Some(value) if values.contains(&value) => {}
            Some(value) => {
                let reason = format!("`{value}` is not one of {}", values.join(", "));
                self.fault(Some("value"), reason);
            }
            None => self.fault(
                Some("value"),
                format!("a state needs one of {}", values.join(", ")),
            ),
        }
    }

    /// Takes the columns that are fields of events.
    fn event_fields(&mut self, kind: Kind, schema: &Schema) {
        let on_a_case = kind == Kind::Decision || (kind == Kind::Finding && self.finds_of_a_case());
        let of = self.cell("of").unwrap_or_default().to_owned();
        let event = schema.events.get(&of);
        let mut taken = BTreeMap::new();
        let others: Vec<(String, String)> = self
            .cells
            .iter()
            .filter(|(column, _)| !COLUMNS.contains(&column.as_str()))
            .map(|(column, text)| (column.clone(), text.clone()))
            .collect();
        for (column, text) in others {
            match event.and_then(|fields| fields.get(&column)) {
                Some(admits) => {
                    if let Some(reason) = refuses(admits, &text) {
                        self.fault(Some(&column), reason);
                    }
                }
                None if on_a_case && decision::FIELDS.contains(&column.as_str()) => {}
                None if event.is_some() => {
                    self.fault(Some(&column), format!("`{of}` has no field `{column}`"));
                }
                None => {}
            }
            taken.insert(column, text);
        }
        if !taken.is_empty() {
            self.fields.insert("fields".to_owned(), Value::Map(taken));
        }
    }

    fn finish(self, kind: Kind) -> Result<Draft, Vec<RowFault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(Draft {
            label: self.cells.get("row").cloned(),
            refers: self
                .cells
                .get("refers")
                .map(|text| cell::list(text))
                .unwrap_or_default(),
            kind,
            fields: self.fields,
            place: self.place,
        })
    }
}

/// Says why a field does not admit a value.
fn refuses(admits: &Admits, text: &str) -> Option<String> {
    match admits {
        Admits::Text => None,
        Admits::Number => written::read_figure(text).err(),
        Admits::Day => written::read_day(text).err(),
        Admits::Words(words) => {
            let known = words.iter().any(|word| word == text);
            (!known).then(|| format!("`{text}` is not one of {}", words.join(", ")))
        }
        Admits::Items(items) => items_of(text)
            .iter()
            .find(|key| !items.contains(*key))
            .map(|key| format!("the list has no item `{key}`")),
    }
}

/// Spells out item keys: separated by spaces, or `a-b` for a run of numbers.
fn items_of(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for part in text.split_whitespace() {
        let run = part
            .split_once('-')
            .and_then(|(from, to)| Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?)));
        match run {
            Some((from, to)) if from <= to && to - from < 100_000 => {
                keys.extend((from..=to).map(|key| key.to_string()));
            }
            _ => keys.push(part.to_owned()),
        }
    }
    keys
}

//! One reading of one record: columns picked out, read, and held against the
//! agreement.
//!
//! Invariant: what a reading gives has passed the gate of evidence rows, with
//! its scope, its source and what is kept of its row.

use std::collections::BTreeMap;

use servanda_statement::written::Point;
use servanda_statement::{Value, written};

use crate::kept::Kept;
use crate::kind::FileKind;
use crate::made::View;
use crate::mapping::{AS_AGREED, Mapping, Reading};
use crate::{Draft, Place, RowFault, Schema, date, number, row};

/// What became of one reading of one record.
pub(super) enum Outcome {
    Draft(Box<Draft>),
    LeftOut(String),
    Faults(Vec<RowFault>),
}

/// One reading of one record.
pub(super) struct Pick<'a, 'v> {
    pub(super) file: &'a str,
    pub(super) kind: FileKind,
    pub(super) mapping: &'a Mapping,
    pub(super) schema: &'a Schema,
    pub(super) reading: &'a Reading,
    pub(super) view: &'a View<'v>,
}

impl Pick<'_, '_> {
    fn fault(&self, column: &str, reason: impl Into<String>) -> RowFault {
        RowFault {
            place: Place {
                file: self.file.to_owned(),
                line: self.view.record.line,
                column: Some(column.to_owned()),
            },
            reason: reason.into(),
        }
    }

    /// Makes the draft of the reading.
    pub(super) fn draft(&self) -> Outcome {
        if let Some(why) = self.left_out() {
            return Outcome::LeftOut(why);
        }
        let mut fields = self.constants();
        let mut faults = Vec::new();
        for (field, names) in &self.reading.from {
            match self.field(field, names.list()) {
                Ok(Some(value)) => {
                    fields.insert(field.clone(), value);
                }
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Outcome::Faults(faults);
        }
        // A cell without a figure is a report that was not made.
        if self.reading.from.contains_key("figure") && !fields.contains_key("figure") {
            return Outcome::LeftOut("rows without a figure".into());
        }
        if let Some(name) = self.undeclared(&fields) {
            return Outcome::LeftOut(format!(
                "rows about `{name}`, which the agreement does not declare"
            ));
        }
        self.remarks(&mut fields);
        let place = Place {
            file: self.file.to_owned(),
            line: self.view.record.line,
            column: None,
        };
        match row::read_fields(place, &fields, self.schema) {
            Ok(mut draft) => {
                let kept = self.kept(&fields);
                draft
                    .fields
                    .insert("body".into(), Value::from(kept.write()));
                Outcome::Draft(Box::new(draft))
            }
            Err(faults) => Outcome::Faults(faults),
        }
    }

    /// Says why a row is left out, where the mapping or its kind does.
    fn left_out(&self) -> Option<String> {
        let reading = self.reading;
        for (column, wanted) in &reading.only {
            let value = self.view.get(column).unwrap_or_default();
            if !wanted.list().iter().any(|one| one == value) {
                return Some(format!("rows whose `{column}` is not asked for"));
            }
        }
        for (column, unwanted) in &reading.except {
            let value = self.view.get(column).unwrap_or_default();
            if unwanted.list().iter().any(|one| one == value) {
                return Some(format!("`{column}` is `{value}`"));
            }
        }
        let rule = self.kind.leaves_out().iter().find(|rule| {
            !reading.only.contains_key(rule.column)
                && self
                    .view
                    .get(rule.column)
                    .is_some_and(|value| rule.values.contains(&value))
        })?;
        let value = self.view.get(rule.column).unwrap_or_default();
        Some(format!("`{}` is `{value}`: {}", rule.column, rule.because))
    }

    fn constants(&self) -> BTreeMap<String, String> {
        let reading = self.reading;
        let mut fields = reading.set.clone();
        let mut put = |field: &str, value: Option<&String>| {
            if let Some(value) = value {
                fields.insert(field.to_owned(), value.clone());
            }
        };
        put("of", Some(&reading.of));
        put(
            "kind",
            reading.kind.as_ref().filter(|kind| *kind != "report"),
        );
        put("unit", reading.unit.as_ref());
        put("reporter", reading.reporter.as_ref());
        put("via", reading.via.as_ref());
        put("origin", reading.origin.as_ref());
        put("grade", reading.grade.as_ref());
        put("per", reading.per.as_ref());
        put(
            "scope",
            reading
                .scope
                .as_ref()
                .filter(|scope| scope.trim() != AS_AGREED),
        );
        let source = &self.mapping.source;
        put("source", Some(&source.publisher));
        put("address", source.address.as_ref());
        put("published", source.published.as_ref());
        if reading.running {
            fields.insert("running".into(), "yes".into());
        }
        fields
    }

    /// Reads a field from its columns.
    fn field(&self, field: &str, names: &[String]) -> Result<Option<String>, RowFault> {
        let mut values = Vec::new();
        for name in names {
            let place = self.view.columns.place(name);
            let computed = place.is_some_and(|place| self.view.record.formulas.contains(&place));
            if computed && !self.mapping.takes_formulas() {
                let reason = "a formula computed the value: save the sheet as values, or say `formulas = \"stored values\"` in the mapping";
                return Err(self.fault(name, reason));
            }
            values.push((name.as_str(), self.view.get(name)));
        }
        let told: Vec<(&str, &str)> = values
            .iter()
            .filter_map(|(name, value)| Some((*name, (*value)?)))
            .collect();
        let [(first, value), ..] = told.as_slice() else {
            return Ok(None);
        };
        match field {
            "note" if names.len() > 1 => Ok(Some(
                told.iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect::<Vec<_>>()
                    .join("; "),
            )),
            "happened" => self.happened(&told).map(Some),
            "published" | "until" => date::read_day(value, self.mapping.order())
                .map(|day| Some(day.to_string()))
                .map_err(|reason| self.fault(first, reason)),
            "figure" => self.figure(&told).map(Some),
            _ => Ok(Some(self.renamed(field, value))),
        }
    }

    fn renamed(&self, field: &str, value: &str) -> String {
        self.reading
            .names
            .get(field)
            .and_then(|names| names.get(value))
            .map_or_else(|| value.to_owned(), Clone::clone)
    }

    fn happened(&self, told: &[(&str, &str)]) -> Result<String, RowFault> {
        let read = |name: &str, text: &str| {
            date::read(text, self.mapping.order()).map_err(|reason| self.fault(name, reason))
        };
        let mut points: Vec<(&str, Point)> = Vec::new();
        for (name, text) in told {
            for part in text.split("..") {
                points.push((name, read(name, part)?));
            }
        }
        let ends: Vec<String> = points
            .iter()
            .map(|(_, point)| date::write(*point))
            .collect();
        match ends.as_slice() {
            [only] => Ok(only.clone()),
            [from, to] if from == to => Ok(from.clone()),
            [from, to] => Ok(format!("{from}..{to}")),
            _ => Err(self.fault(
                told.first().map_or("happened", |(name, _)| name),
                "more than two dates make no range",
            )),
        }
    }

    fn figure(&self, told: &[(&str, &str)]) -> Result<String, RowFault> {
        let mut ends = Vec::new();
        for (name, text) in told {
            let figure = number::read(text, self.mapping.thousands)
                .map_err(|reason| self.fault(name, reason))?;
            ends.push(written::write_figure(&figure));
        }
        Ok(match ends.as_slice() {
            [from, to] if from != to => format!("{from}..{to}"),
            [only, ..] => only.clone(),
            [] => String::new(),
        })
    }

    /// Returns an actor of the row that the agreement does not declare, where
    /// the mapping leaves such rows out.
    fn undeclared(&self, fields: &BTreeMap<String, String>) -> Option<String> {
        if !self.reading.leaves_out_undeclared() {
            return None;
        }
        ["actor", "reporter"]
            .into_iter()
            .filter_map(|field| fields.get(field))
            .flat_map(|text| crate::cell::list(text))
            .find(|name| !self.schema.actors.contains(name))
    }

    fn remarks(&self, fields: &mut BTreeMap<String, String>) {
        let mut remarks = self.view.remarks.clone();
        let estimated = self
            .reading
            .from
            .get("figure")
            .is_some_and(|names| names.list().iter().any(|name| name.contains("ext_")));
        if self.kind == FileKind::T4p && estimated {
            remarks.push("extrapolated by the publisher".into());
        }
        if remarks.is_empty() {
            return;
        }
        let said = remarks.join("; ");
        let note = fields
            .get("note")
            .map_or_else(|| said.clone(), |note| format!("{note}; {said}"));
        fields.insert("note".into(), note);
    }

    fn kept(&self, fields: &BTreeMap<String, String>) -> Kept {
        let value = |name: &str| {
            self.view
                .get(name)
                .map(|value| (name.to_owned(), value.to_owned()))
        };
        let standard = self.kind.keeps().iter().copied();
        let asked = self.reading.keep.iter().map(String::as_str);
        Kept {
            kind: self.kind.word().to_owned(),
            key: self.key(fields),
            columns: standard.chain(asked).filter_map(value).collect(),
        }
    }

    /// Returns what tells the row apart: the mapping's columns, or the kind's,
    /// or what the report says and when; and which figure it is.
    fn key(&self, fields: &BTreeMap<String, String>) -> String {
        let mut parts: Vec<String> = match &self.reading.key {
            Some(names) => names
                .list()
                .iter()
                .map(|name| self.view.get(name).unwrap_or_default().to_owned())
                .collect(),
            None => self
                .kind
                .keys()
                .iter()
                .find_map(|name| self.view.get(name))
                .map(|key| vec![key.to_owned()])
                .unwrap_or_default(),
        };
        if parts.is_empty() {
            parts = fields
                .iter()
                .filter(|(field, _)| {
                    !["figure", "note", "grade", "published", "address", "source"]
                        .contains(&field.as_str())
                })
                .map(|(field, value)| format!("{field}={value}"))
                .collect();
        }
        match self.reading.from.get("figure") {
            Some(names) => parts.push(names.list().join("+")),
            None => parts.push(self.reading.of.clone()),
        }
        parts.join(" | ")
    }
}

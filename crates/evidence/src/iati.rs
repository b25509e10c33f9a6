//! IATI activity files: transactions, budgets and results, one after another.
//!
//! Each transaction, budget and planned disbursement is one record, and so is
//! each `actual` of a result's period (or the period, where it has none), with
//! what its activity, result and indicator say of it. `element` tells which it
//! is; `provider-activity-id` and `receiver-activity-id` link one activity's
//! money to another's. Of several languages the first is taken. Files of the
//! first versions, with words in place of codes, give the codes of version 2.
//!
//! A document type declaration is refused, and so is every entity but the five
//! of XML itself.
//!
//! Source: the IATI standard, 2.03 and 1.0.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::RowFault;
use crate::table::{
    Columns, DEPTH_MAX, Guard, RECORD_BYTES_MAX, Record, Source, Step, fault, stopped,
};

/// The columns of every record.
const COLUMNS: [&str; 37] = [
    "@key",
    "element",
    "activity",
    "activity-title",
    "reporting-org",
    "reporting-org-ref",
    "activity-status",
    "version",
    "humanitarian",
    "ref",
    "type",
    "date",
    "value",
    "currency",
    "value-date",
    "description",
    "provider-org",
    "provider-org-ref",
    "provider-activity-id",
    "receiver-org",
    "receiver-org-ref",
    "receiver-activity-id",
    "recipient-country",
    "period-start",
    "period-end",
    "result-type",
    "result-title",
    "indicator-title",
    "measure",
    "baseline",
    "baseline-year",
    "target",
    "actual",
    "dimensions",
    "comment",
    "default-currency",
    "status",
];

/// The elements that give records of their own.
const PARTS: [&str; 4] = ["transaction", "budget", "planned-disbursement", "period"];

/// What is known at one level of an activity.
type Known = BTreeMap<&'static str, String>;

/// The activities of a file.
pub struct Activities<R> {
    file: String,
    reader: Reader<BufReader<Guard<R>>>,
    buffer: Vec<u8>,
    columns: Columns,
    asides: BTreeMap<String, String>,
    path: Vec<String>,
    text: String,
    line: u64,
    part_line: u64,
    number: u64,
    version: Option<String>,
    activity: Known,
    result: Known,
    indicator: Known,
    part: Known,
    ready: VecDeque<Record>,
    ended: bool,
    seen: u64,
}

impl<R: Read> Activities<R> {
    /// Opens a file.
    ///
    /// # Errors
    /// A fault where it cannot be read; what it holds is found on the way.
    pub fn open(file: &str, input: R) -> Result<Self, RowFault> {
        Ok(Self {
            file: file.to_owned(),
            reader: Reader::from_reader(BufReader::new(Guard::tags(input))),
            buffer: Vec::new(),
            columns: Columns::new(COLUMNS),
            asides: BTreeMap::new(),
            path: Vec::new(),
            text: String::new(),
            line: 1,
            part_line: 1,
            number: 0,
            version: None,
            activity: Known::new(),
            result: Known::new(),
            indicator: Known::new(),
            part: Known::new(),
            ready: VecDeque::new(),
            ended: false,
            seen: 0,
        })
    }

    /// Reads one event.
    fn event(&mut self) -> Result<(), String> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let event = self
            .reader
            .read_event_into(&mut buffer)
            .map(Event::into_owned);
        self.buffer = buffer;
        let event = event.map_err(|error| match &error {
            quick_xml::Error::Io(io) => match stopped(io) {
                Some(stop) => {
                    self.line = stop.line;
                    stop.reason
                }
                None => error.to_string(),
            },
            _ => format!("not XML: {error}"),
        })?;
        let lines = event.as_ref().matches('\n').count();
        let begins = self.line;
        self.line += u64::try_from(lines).unwrap_or(0);
        match &event {
            Event::Start(start) => self.start(start, begins),
            Event::Empty(start) => {
                self.start(start, begins)?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(entity) => self.entity(entity),
            Event::DocType(_) => Err(
                "the file has a document type declaration, which IATI files do not need: refused"
                    .into(),
            ),
            Event::Eof => self.eof(),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(()),
        }
    }

    fn eof(&mut self) -> Result<(), String> {
        self.ended = true;
        if !self.path.is_empty() {
            return Err(format!("the file ends inside `{}`", self.path.join("/")));
        }
        if self.seen == 0 {
            return Err("the file has no `iati-activity`".into());
        }
        Ok(())
    }

    fn entity(&mut self, entity: &quick_xml::events::BytesRef<'_>) -> Result<(), String> {
        let sign = match entity.resolve_char_ref() {
            Ok(Some(sign)) => sign,
            Ok(None) => match &**entity {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                other => {
                    return Err(format!(
                        "the entity `&{other};` is declared nowhere that is read: refused"
                    ));
                }
            },
            Err(error) => return Err(format!("not XML: {error}")),
        };
        self.add(sign.encode_utf8(&mut [0; 4]))
    }

    fn add(&mut self, text: &str) -> Result<(), String> {
        if self.text.len().saturating_add(text.len()) > RECORD_BYTES_MAX {
            return Err(format!("a text is longer than {RECORD_BYTES_MAX} bytes"));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u64) -> Result<(), String> {
        let name = start.name().as_ref().to_owned();
        if self.path.len() >= DEPTH_MAX {
            return Err(format!("the file is nested deeper than {DEPTH_MAX}"));
        }
        self.text.clear();
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("not XML: {error}"))?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| format!("not XML: {error}"))?
                .into_owned();
            attributes.insert(attribute.key.as_ref().to_owned(), value);
        }
        self.enter(&name, &attributes, line);
        self.path.push(name);
        Ok(())
    }

    /// Takes what an element's attributes say.
    fn enter(&mut self, name: &str, attributes: &BTreeMap<String, String>, line: u64) {
        let parent = self.path.last().cloned().unwrap_or_default();
        let get = |key: &str| attributes.get(key).cloned();
        match name {
            "iati-activities" => self.version = get("version"),
            "iati-activity" => {
                self.seen += 1;
                self.number = 0;
                self.activity.clear();
                set(&mut self.activity, "version", self.version.clone());
                set(&mut self.activity, "humanitarian", get("humanitarian"));
                set(
                    &mut self.activity,
                    "default-currency",
                    get("default-currency"),
                );
            }
            "reporting-org" => set(&mut self.activity, "reporting-org-ref", get("ref")),
            "activity-status" => set(&mut self.activity, "activity-status", get("code")),
            "recipient-country" if parent == "iati-activity" => {
                set(&mut self.activity, "recipient-country", get("code"));
            }
            "result" => {
                self.result.clear();
                set(&mut self.result, "result-type", get("type"));
            }
            "indicator" => {
                self.indicator.clear();
                set(&mut self.indicator, "measure", get("measure"));
            }
            "baseline" => {
                set(&mut self.indicator, "baseline", get("value"));
                set(&mut self.indicator, "baseline-year", get("year"));
            }
            _ if PARTS.contains(&name) => {
                self.part.clear();
                self.part.insert("element", name.to_owned());
                self.part_line = line;
                set(&mut self.part, "ref", get("ref"));
                set(&mut self.part, "humanitarian", get("humanitarian"));
                set(&mut self.part, "status", get("status"));
                set(
                    &mut self.part,
                    "type",
                    first_type(get("flow").as_deref(), get("type")),
                );
            }
            _ if self.in_part() => self.enter_part(name, &parent, attributes),
            _ => {}
        }
    }

    fn in_part(&self) -> bool {
        self.path.iter().any(|name| PARTS.contains(&name.as_str()))
    }

    fn enter_part(&mut self, name: &str, parent: &str, attributes: &BTreeMap<String, String>) {
        let get = |key: &str| attributes.get(key).cloned();
        let part = &mut self.part;
        match name {
            "transaction-type" => set(part, "type", get("code")),
            "transaction-date" => set(part, "date", get("iso-date")),
            "value" => {
                set(part, "currency", get("currency"));
                set(part, "value-date", get("value-date"));
            }
            "provider-org" => {
                set(part, "provider-org-ref", get("ref"));
                set(part, "provider-activity-id", get("provider-activity-id"));
            }
            "receiver-org" => {
                set(part, "receiver-org-ref", get("ref"));
                set(part, "receiver-activity-id", get("receiver-activity-id"));
            }
            "provider-activity" => set(part, "provider-activity-id", get("ref")),
            "receiver-activity" => set(part, "receiver-activity-id", get("ref")),
            "recipient-country" => set(part, "recipient-country", get("code")),
            "period-start" => set(part, "period-start", get("iso-date")),
            "period-end" => set(part, "period-end", get("iso-date")),
            "target" => set(part, "target", get("value")),
            "actual" => {
                part.remove("dimensions");
                part.remove("comment");
                set(part, "actual", get("value"));
            }
            "dimension" | "location" if parent == "actual" => {
                let one = [get("name"), get("value"), get("ref")];
                let one: Vec<String> = one.into_iter().flatten().collect();
                let before = part
                    .remove("dimensions")
                    .map_or_else(String::new, |b| b + "; ");
                part.insert("dimensions", format!("{before}{}", one.join(" ")));
            }
            _ => {}
        }
    }

    /// Takes an element's text, and gives records where a part ends.
    fn end(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = (!text.is_empty()).then_some(text);
        // A narrative is the text of what it stands in.
        let above = self
            .path
            .len()
            .saturating_sub(usize::from(name == "narrative"));
        let of = if name == "narrative" {
            self.path.last().cloned().unwrap_or_default()
        } else {
            name.clone()
        };
        let holder = if name == "narrative" {
            above.checked_sub(1).and_then(|at| self.path.get(at))
        } else {
            self.path.last()
        };
        let holder = holder.cloned().unwrap_or_default();
        self.leave(&of, &holder, text);
        match name.as_str() {
            "actual" if self.in_part() => {
                self.give();
                self.part.insert("given", String::new());
            }
            "period" if self.part.contains_key("given") => {}
            _ if PARTS.contains(&name.as_str()) => self.give(),
            _ => {}
        }
    }

    fn leave(&mut self, of: &str, holder: &str, text: Option<String>) {
        let first = |known: &mut Known, column: &'static str, text: Option<String>| {
            if !known.contains_key(column) {
                set(known, column, text);
            }
        };
        match (of, holder) {
            ("iati-identifier", "iati-activity") => first(&mut self.activity, "activity", text),
            ("title", "iati-activity") => first(&mut self.activity, "activity-title", text),
            ("reporting-org", "iati-activity") => first(&mut self.activity, "reporting-org", text),
            ("title", "result") => first(&mut self.result, "result-title", text),
            ("title", "indicator") => first(&mut self.indicator, "indicator-title", text),
            ("description", "transaction") => first(&mut self.part, "description", text),
            ("provider-org", holder) if PARTS.contains(&holder) => {
                first(&mut self.part, "provider-org", text);
            }
            ("receiver-org", holder) if PARTS.contains(&holder) => {
                first(&mut self.part, "receiver-org", text);
            }
            ("value", holder) if PARTS.contains(&holder) => first(&mut self.part, "value", text),
            ("transaction-date", "transaction") => first(&mut self.part, "date", text),
            ("period-start", _) => first(&mut self.part, "period-start", text),
            ("period-end", _) => first(&mut self.part, "period-end", text),
            ("comment", "actual") => first(&mut self.part, "comment", text),
            _ => {}
        }
    }

    /// Makes the record of the part that ended.
    fn give(&mut self) {
        self.number += 1;
        let element = self.part.get("element").cloned().unwrap_or_default();
        let mut record = Record {
            line: self.part_line,
            ..Record::default()
        };
        let mut all = self.activity.clone();
        if element == "period" {
            all.extend(self.result.clone());
            all.extend(self.indicator.clone());
        }
        all.extend(self.part.clone());
        if !all.contains_key("currency")
            && all.contains_key("value")
            && let Some(currency) = all.get("default-currency").cloned()
        {
            all.insert("currency", currency);
        }
        if !all.contains_key("date")
            && let Some(day) = all.get("value-date").cloned()
        {
            all.insert("date", day);
        }
        let within = all
            .get("ref")
            .filter(|_| element == "transaction")
            .cloned()
            .unwrap_or_else(|| self.number.to_string());
        let activity = all.get("activity").cloned().unwrap_or_default();
        all.insert("@key", format!("{activity} {element} {within}"));
        for (column, value) in all {
            if let Some(place) = self.columns.place(column) {
                record.set(place, &value);
            }
        }
        self.ready.push_back(record);
    }
}

fn set(known: &mut Known, column: &'static str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
        known.insert(column, value.trim().to_owned());
    }
}

/// Gives the code of version 2 for the words of version 1.
fn first_type(flow: Option<&str>, class: Option<String>) -> Option<String> {
    let class = class?;
    let incoming = flow == Some("incoming");
    let code = match (class.as_str(), incoming) {
        ("contribution", _) => "1",
        ("commitment", true) => "11",
        ("commitment", false) => "2",
        ("disbursement", _) => "3",
        ("expenditure", _) => "4",
        _ => return Some(class),
    };
    Some(code.to_owned())
}

impl<R: Read> Source for Activities<R> {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn asides(&self) -> &BTreeMap<String, String> {
        &self.asides
    }

    fn next(&mut self, record: &mut Record) -> Step {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                *record = ready;
                return Step::Record;
            }
            if self.ended {
                return Step::End;
            }
            if let Err(reason) = self.event() {
                self.ended = true;
                return Step::Broken(fault(&self.file, self.line, reason));
            }
        }
    }
}

#[cfg(test)]
mod tests;

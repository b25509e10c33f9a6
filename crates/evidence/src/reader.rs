//! A file read through its mapping: one draft after another.
//!
//! Entry point: [`Reader::open`], then [`Reader::next`] until there is none.
//! One record is held at a time; a record may give several drafts, one for
//! each reading.
//!
//! Invariants: what comes out has passed the same gate as a row of an evidence
//! file; every row that gives no draft is a fault or is counted with why it was
//! left out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Read;

use servanda_model::figure::Decimal;
use servanda_statement::{Value, written};

use crate::kept::Kept;
use crate::kind::FileKind;
use crate::made::{self, View};
use crate::mapping::{Mapping, Reading};
use crate::table::{Record, Source, Step};
use crate::{Draft, Place, RowFault, Schema};

mod opening;
mod pick;

pub use opening::open;
use pick::{Outcome, Pick};

/// A file that can be opened as often as it has to be read.
pub struct Input<'a> {
    /// How places name it.
    pub name: &'a str,
    /// Opens it at its beginning.
    pub open: &'a dyn Fn() -> std::io::Result<Box<dyn Read + 'a>>,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A statement to be signed.
    Draft(Draft),
    /// A row that was refused.
    Fault(RowFault),
}

/// What was counted while reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records read.
    pub records: u64,
    /// Drafts made.
    pub drafts: u64,
    /// Faults told.
    pub faults: u64,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// What is worth showing and no fault.
    pub notices: Vec<String>,
    /// How many notices there were past [`NOTICES_MAX`].
    pub notices_left_out: u64,
}

/// The most notices that are kept; the rest is counted.
pub const NOTICES_MAX: usize = 100;

/// A file read through its mapping.
pub struct Reader<'a> {
    file: String,
    kind: FileKind,
    mapping: &'a Mapping,
    schema: &'a Schema,
    source: Box<dyn Source + 'a>,
    record: Record,
    ready: VecDeque<Item>,
    tally: Tally,
    ended: bool,
    area: Option<[Decimal; 4]>,
    parents: BTreeSet<String>,
    keys: BTreeMap<String, u64>,
    /// The last figure of each running series, with its day.
    running: BTreeMap<String, (String, Decimal)>,
}

impl<'a> Reader<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// Faults of the mapping, or a file that is not of its kind.
    pub fn open(
        kind: FileKind,
        input: &Input<'a>,
        mapping: &'a Mapping,
        mapping_file: &str,
        schema: &'a Schema,
    ) -> Result<Self, Vec<RowFault>> {
        let faults = mapping.check(mapping_file, kind, schema);
        if !faults.is_empty() {
            return Err(faults);
        }
        let area = area(mapping, mapping_file).map_err(|fault| vec![fault])?;
        let source = open(kind, input, mapping.sheet.as_deref()).map_err(|fault| vec![fault])?;
        let reader = Self {
            file: input.name.to_owned(),
            kind,
            mapping,
            schema,
            parents: if kind == FileKind::Fts {
                parents(input).map_err(|fault| vec![fault])?
            } else {
                BTreeSet::new()
            },
            source,
            record: Record::default(),
            ready: VecDeque::new(),
            tally: Tally::default(),
            ended: false,
            area,
            keys: BTreeMap::new(),
            running: BTreeMap::new(),
        };
        // Tables of text and sheets know their columns before the first row.
        if !reader.source.columns().names().is_empty() {
            let faults = reader.absent();
            if !faults.is_empty() {
                return Err(faults);
            }
        }
        Ok(reader)
    }

    /// Returns what was counted so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Returns what the file says beside its records.
    pub fn asides(&self) -> &BTreeMap<String, String> {
        self.source.asides()
    }

    /// Names columns that the mapping takes and the file does not have.
    fn absent(&self) -> Vec<RowFault> {
        let columns = self.source.columns();
        let known = |name: &str| {
            name.starts_with('@')
                || columns.place(name).is_some()
                || self.kind == FileKind::Fts && made::FTS_NAMES.contains(&name)
        };
        let mut missing: BTreeSet<&str> = self
            .kind
            .needs()
            .iter()
            .copied()
            .filter(|name| !known(name))
            .collect();
        for reading in &self.mapping.read {
            let taken = reading.from.values().chain(reading.only.values().take(0));
            let names = taken
                .flat_map(crate::mapping::Names::list)
                .chain(reading.only.keys())
                .chain(reading.except.keys())
                .chain(&reading.keep)
                .chain(reading.key.iter().flat_map(crate::mapping::Names::list));
            missing.extend(names.map(String::as_str).filter(|name| !known(name)));
        }
        let fault = |name: &str| {
            let near = Schema::nearest(name, columns.names().iter().map(String::as_str));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            RowFault {
                place: Place {
                    file: self.file.clone(),
                    line: 1,
                    column: Some(name.to_owned()),
                },
                reason: format!("the file has no such column{hint}"),
            }
        };
        missing.into_iter().map(fault).collect()
    }

    fn push_fault(&mut self, fault: RowFault) {
        self.tally.faults += 1;
        self.ready.push_back(Item::Fault(fault));
    }

    fn leave_out(&mut self, why: String) {
        *self.tally.left_out.entry(why).or_default() += 1;
    }

    fn notice(&mut self, text: String) {
        if self.tally.notices.len() < NOTICES_MAX {
            self.tally.notices.push(text);
        } else {
            self.tally.notices_left_out += 1;
        }
    }

    /// Reads one record and queues what it gives.
    fn step(&mut self) {
        match self.source.next(&mut self.record) {
            Step::Record => {
                self.tally.records += 1;
                self.readings();
            }
            Step::Bad(fault) => {
                self.tally.records += 1;
                self.push_fault(fault);
            }
            Step::Broken(fault) => {
                self.ended = true;
                self.push_fault(fault);
            }
            Step::End => {
                self.ended = true;
                if self.tally.records > 0 {
                    for fault in self.absent() {
                        self.push_fault(fault);
                    }
                }
                if let Some(next) = self.source.asides().get("meta.nextLink").cloned() {
                    self.notice(format!("the file is one page of several; the next: {next}"));
                }
            }
        }
    }

    fn readings(&mut self) {
        let mut view = View {
            columns: self.source.columns(),
            record: &self.record,
            made: BTreeMap::new(),
            remarks: Vec::new(),
        };
        let made = made::make(self.kind, &mut view, &self.parents, self.area);
        if let Err((column, reason)) = made {
            let place = Place {
                file: self.file.clone(),
                line: self.record.line,
                column: Some(column),
            };
            self.push_fault(RowFault { place, reason });
            return;
        }
        let mut outcomes = Vec::new();
        for reading in &self.mapping.read {
            let pick = Pick {
                file: &self.file,
                kind: self.kind,
                mapping: self.mapping,
                schema: self.schema,
                reading,
                view: &view,
            };
            outcomes.push((reading, pick.draft()));
        }
        for (reading, outcome) in outcomes {
            match outcome {
                Outcome::Draft(draft) => self.finish(reading, *draft),
                Outcome::LeftOut(why) => self.leave_out(why),
                Outcome::Faults(faults) => {
                    for fault in faults {
                        self.push_fault(fault);
                    }
                }
            }
        }
    }

    /// Gives a draft its key, and says where a running total shrinks.
    fn finish(&mut self, reading: &Reading, mut draft: Draft) {
        let mut kept = draft
            .fields
            .get("body")
            .and_then(Value::as_text)
            .and_then(Kept::read)
            .unwrap_or_default();
        let number = self.keys.entry(kept.key.clone()).or_default();
        *number += 1;
        if *number > 1 {
            if reading.key.is_some() || !self.kind.keys().is_empty() {
                let reason = format!(
                    "another row of this file has the key `{}`: name the columns that tell rows apart with `key`",
                    kept.key
                );
                let place = draft.place.clone();
                self.push_fault(RowFault { place, reason });
                return;
            }
            kept.key = format!("{} ({number})", kept.key);
            draft
                .fields
                .insert("body".into(), Value::from(kept.write()));
        }
        if reading.running {
            self.shrinks(&mut draft);
        }
        self.tally.drafts += 1;
        self.ready.push_back(Item::Draft(draft));
    }

    fn shrinks(&mut self, draft: &mut Draft) {
        let text = |field: &str| {
            draft
                .fields
                .get(field)
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        let (Some(of), Some(day), Some(figure)) = (text("of"), text("happened_to"), text("figure"))
        else {
            return;
        };
        let Some(figure) = written::read_figure(&figure).ok().and_then(|f| f.exact()) else {
            return;
        };
        let fields = draft.fields.get("fields").map(|map| format!("{map:?}"));
        let series = format!("{of} {:?} {:?}", text("reporter"), fields);
        if let Some((before, higher)) = self.running.get(&series)
            && *before < day
            && *higher > figure
        {
            let said = format!(
                "{figure} is less than the {higher} of {before}: the source revised its running total"
            );
            let note = text("note").map_or_else(|| said.clone(), |note| format!("{note}; {said}"));
            draft.fields.insert("note".into(), Value::from(note));
            self.notice(format!("{}: `{of}`, {day}: {said}", draft.place));
        }
        self.running.insert(series, (day, figure));
    }
}

impl Iterator for Reader<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.ready.is_empty() && !self.ended {
            self.step();
        }
        self.ready.pop_front()
    }
}

fn area(mapping: &Mapping, file: &str) -> Result<Option<[Decimal; 4]>, RowFault> {
    let Some(values) = &mapping.area else {
        return Ok(None);
    };
    let mut area = [Decimal::ZERO; 4];
    for (slot, value) in area.iter_mut().zip(values) {
        *slot = value.parse().map_err(|_| RowFault {
            place: Place {
                file: file.to_owned(),
                line: 1,
                column: Some("area".into()),
            },
            reason: "must be four numbers of degrees: south, west, north, east".into(),
        })?;
    }
    Ok(Some(area))
}

/// Finds the flows that are counted and have parts elsewhere in the file.
fn parents(input: &Input<'_>) -> Result<BTreeSet<String>, RowFault> {
    let mut source = open(FileKind::Fts, input, None)?;
    let mut record = Record::default();
    let mut parents = BTreeSet::new();
    loop {
        match source.next(&mut record) {
            Step::Record => {}
            Step::Bad(_) => continue,
            Step::Broken(_) | Step::End => return Ok(parents),
        }
        let columns = source.columns();
        let get = |name: &str| columns.place(name).and_then(|place| record.at(place));
        if let (Some(id), Some(_)) = (get("id"), get("childFlowIds"))
            && get("flowType") != Some("Parked")
            && get("boundary").is_none_or(|boundary| boundary == "incoming")
        {
            parents.insert(id.to_owned());
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

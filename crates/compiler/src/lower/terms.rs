//! Open terms and their readings.

use servanda_model::names::TermName;
use servanda_model::plan::{OpenTerm, Reading, ReadingValue};
use servanda_syntax::ast;
use servanda_syntax::ast::{FieldValue, Frame};

use super::Lowering;
use super::scope::Kind;
use crate::codes::{self, Wording};
use crate::nearest::nearest;

impl Lowering<'_> {
    /// Makes the open terms, so that measures and clauses can name them.
    pub(super) fn open_terms(&mut self, file: &ast::File) {
        for clause in file
            .clauses()
            .filter(|clause| !clause.damaged && self.is_first(clause))
            .collect::<Vec<_>>()
        {
            let Frame::OpenTerm { term, settled_by } = &clause.frame else {
                continue;
            };
            self.clause = Some(clause.number.text.as_str().into());
            if let Some(known) = self
                .plan
                .terms
                .iter()
                .find(|known| known.name.as_str() == term.text)
            {
                let first = known.span;
                self.fault(
                    codes::E121
                        .at(
                            term.span,
                            format!("the open term \"{}\" is given twice", term.text),
                        )
                        .label(first, "first here")
                        .effect("the first one holds, the second is left out")
                        .way_out("gather its readings in one place"),
                );
                continue;
            }
            let settled_by = settled_by.as_ref().and_then(|name| self.actor(name));
            self.plan.terms.push(OpenTerm {
                name: TermName::new(&term.text),
                clause: clause.number.text.as_str().into(),
                settled_by,
                readings: Vec::new(),
                notes: Vec::new(),
                span: clause.span,
            });
        }
        self.clause = None;
    }

    /// Whether a clause is the one that its number stands for.
    pub(super) fn is_first(&self, clause: &ast::Clause) -> bool {
        self.scope.clauses.get(&clause.number.text) == Some(&clause.number.span)
    }

    /// Lowers the readings, once events, measures and states are known.
    pub(super) fn readings(&mut self, file: &ast::File) {
        for clause in file.clauses() {
            let Some(at) = self
                .plan
                .terms
                .iter()
                .position(|term| term.span == clause.span)
            else {
                continue;
            };
            self.clause = Some(clause.number.text.as_str().into());
            let mut readings = Vec::new();
            let mut notes = Vec::new();
            for field in &clause.fields {
                if let FieldValue::Note(note) = &field.value {
                    notes.push(note.text.clone());
                }
                if let FieldValue::Reading(reading) = &field.value
                    && let Some(value) = self.reading_value(&reading.value)
                {
                    readings.push(Reading {
                        name: reading.name.text.as_str().into(),
                        text: reading.words.text.clone(),
                        value,
                    });
                }
            }
            if let Some(term) = self.plan.terms.get_mut(at) {
                term.readings = readings;
                term.notes = notes;
            }
        }
        self.clause = None;
    }

    fn reading_value(&mut self, value: &ast::ReadingValue) -> Option<ReadingValue> {
        match value {
            ast::ReadingValue::Number(number, unit) => Some(ReadingValue::Number(
                number.value,
                unit.as_ref().map(|unit| unit.text.as_str().into()),
            )),
            ast::ReadingValue::Named(act) => {
                const KINDS: &[Kind] = &[Kind::Measure, Kind::Indicator, Kind::Event];
                if self.resolve(&act.event, KINDS, "measure or event")? == Kind::Event {
                    return self.pattern(act).map(ReadingValue::Event);
                }
                let filters = self.measure_filters(&act.event.text, &act.filters)?;
                Some(ReadingValue::Measure(
                    act.event.text.as_str().into(),
                    filters,
                ))
            }
            ast::ReadingValue::Value(value) => Some(ReadingValue::State(value.text.clone())),
            ast::ReadingValue::Evidence(evidence) => {
                self.evidence(evidence).map(ReadingValue::Evidence)
            }
        }
    }

    /// Looks an open term up by its words.
    pub(super) fn term_named(&mut self, term: &ast::Text) -> Option<TermName> {
        if self
            .plan
            .terms
            .iter()
            .any(|known| known.name.as_str() == term.text)
        {
            return Some(TermName::new(&term.text));
        }
        let names = self.plan.terms.iter().map(|known| known.name.as_str());
        let mut fault = codes::E122
            .at(term.span, format!("unknown open term \"{}\"", term.text))
            .effect("nobody can say what is asked");
        if let Some(other) = nearest(&term.text, names) {
            fault = fault.way_out(format!("did you mean \"{other}\"?"));
        }
        self.fault(fault.way_out(format!(
            "write a clause `open term \"{}\"` with its readings",
            term.text
        )));
        None
    }
}

//! Units: whether one converts into another, and what a number is in it.

use rust_decimal::Decimal;
use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::UnitName;
use servanda_model::plan::{Duty, FieldKind, Measure, Measured, Plan, ReadingValue, Target};

use super::Lowering;
use crate::codes::{self, Wording};

/// Units of elapsed time, in minutes.
const TIMES: [(&str, i64); 4] = [("minute", 1), ("hour", 60), ("day", 1440), ("week", 10080)];

/// Returns how many of `to` one of `from` is.
pub(crate) fn factor(plan: &Plan, from: &str, to: &str) -> Option<Decimal> {
    if same(from, to) {
        return Some(Decimal::ONE);
    }
    let (from_base, from_factor) = base(plan, from);
    let (to_base, to_factor) = base(plan, to);
    if same(&from_base, &to_base) && !to_factor.is_zero() {
        return from_factor.checked_div(to_factor);
    }
    None
}

/// Follows a unit's declarations down to the one that nothing declares.
fn base(plan: &Plan, unit: &str) -> (String, Decimal) {
    let mut name = unit.to_owned();
    let mut total = Decimal::ONE;
    // Declarations may form a circle; no chain is longer than their number.
    for _ in 0..=plan.units.len() {
        if let Some((_, minutes)) = TIMES.iter().find(|(time, _)| same(time, &name)) {
            let total = total.checked_mul(Decimal::from(*minutes)).unwrap_or(total);
            return ("minute".to_owned(), total);
        }
        let Some(declared) = plan
            .units
            .iter()
            .find(|known| same(known.name.as_str(), &name))
        else {
            break;
        };
        let Some(product) = total.checked_mul(declared.factor) else {
            break;
        };
        total = product;
        declared.base.as_str().clone_into(&mut name);
    }
    (name, total)
}

/// Whether two words name one unit: one `truck`, several `trucks`.
fn same(one: &str, other: &str) -> bool {
    one.strip_suffix('s').unwrap_or(one) == other.strip_suffix('s').unwrap_or(other)
}

impl Lowering<'_> {
    /// Returns a number in the measure's unit, with that unit.
    ///
    /// # Errors
    /// `E155` where the units do not convert.
    pub(super) fn in_unit_of(
        &mut self,
        measure: &Measure,
        number: Decimal,
        unit: Option<(&str, Span)>,
    ) -> Option<(Decimal, Option<UnitName>)> {
        let Some((unit, span)) = unit else {
            return Some((number, measure.unit.clone()));
        };
        let Some(wanted) = measure.unit.clone() else {
            return self.counted_in(measure, number, unit, span);
        };
        let converted =
            factor(&self.plan, unit, wanted.as_str()).and_then(|by| number.checked_mul(by));
        match converted {
            Some(number) => Some((number.normalize(), Some(wanted))),
            None => {
                self.fault(mismatch(measure, unit, wanted.as_str(), span));
                None
            }
        }
    }

    /// A measure that counts events is counted in what its events are of.
    fn counted_in(
        &mut self,
        measure: &Measure,
        number: Decimal,
        unit: &str,
        span: Span,
    ) -> Option<(Decimal, Option<UnitName>)> {
        let event = measure
            .counts
            .as_ref()
            .and_then(|(name, _)| self.plan.events.iter().find(|event| event.name == *name));
        let Some(event) = event else {
            return Some((number, Some(unit.into())));
        };
        let noun = event
            .fields
            .iter()
            .find(|field| field.kind == FieldKind::Noun);
        match noun {
            Some(noun) if !same(noun.name.as_str(), unit) => {
                let many = format!("{}s", noun.name.as_str().trim_end_matches('s'));
                let fault = mismatch(measure, unit, &many, span);
                self.fault(fault);
                None
            }
            Some(_) | None => Some((number, None)),
        }
    }

    /// Converts the numbers of readings into the units of the measures they
    /// are bounds of.
    pub(super) fn reading_units(&mut self) {
        for at in 0..self.plan.clauses.len() {
            let Some(clause) = self.plan.clauses.get(at) else {
                continue;
            };
            let Duty::Keep {
                measured: Measured::Measure(name, _),
                target: Target::Term(_, term),
                ..
            } = &clause.duty
            else {
                continue;
            };
            let term = term.clone();
            let measure = self
                .plan
                .measures
                .iter()
                .find(|measure| measure.name == *name)
                .cloned();
            let place = self.plan.terms.iter().position(|known| known.name == term);
            if let (Some(measure), Some(place)) = (measure, place) {
                self.readings_in(&measure, place);
            }
        }
    }

    fn readings_in(&mut self, measure: &Measure, place: usize) {
        let Some(mut term) = self.plan.terms.get(place).cloned() else {
            return;
        };
        self.clause = Some(term.clause.clone());
        for reading in &mut term.readings {
            if let ReadingValue::Number(number, Some(unit)) = &reading.value {
                let span = crate::locate::phrase_or(self.text, term.span, &reading.text);
                let unit = unit.clone();
                if let Some((number, unit)) =
                    self.in_unit_of(measure, *number, Some((unit.as_str(), span)))
                {
                    reading.value = ReadingValue::Number(number, unit);
                }
            }
        }
        self.clause = None;
        if let Some(known) = self.plan.terms.get_mut(place) {
            *known = term;
        }
    }
}

fn mismatch(measure: &Measure, unit: &str, wanted: &str, span: Span) -> Diagnostic {
    codes::E155
        .at(
            span,
            format!("{} is measured in {wanted}, not in {unit}", measure.name),
        )
        .label(measure.span, format!("measured in {wanted}"))
        .effect("no figure could be held against this number")
        .way_out(format!("give the number in {wanted}"))
        .way_out(format!("or declare `unit {unit} is … {wanted}`"))
}

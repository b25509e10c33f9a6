//! Kinds of event, measures, states, units, anchors and indicators.

use servanda_model::diagnostic::Span;
use servanda_model::names::{ActorName, FieldName};
use servanda_model::plan::{
    Anchor, Attributed, EventField, EventKind, FieldKind, Indicator, Measure, Performer, StateKind,
    Unit,
};
use servanda_syntax::ast;
use servanda_syntax::ast::{Decl, EventFieldKind, Preposition, SlotKind};

use super::act::preposition;
use super::scope::{ACTORS, Kind};
use super::{Lowering, anchor_value};
use crate::codes::{self, Wording};

impl<'a> Lowering<'a> {
    pub(super) fn kind(&mut self, declaration: &'a ast::Declaration) {
        match &declaration.decl {
            Decl::Event(event) => self.event(event, declaration.span),
            Decl::State(state) => self.state(state, declaration.span),
            Decl::Unit(unit) => self.unit(unit),
            Decl::Anchor(anchor) => self.anchor(anchor, declaration.span),
            _ => {}
        }
    }

    pub(super) fn measure_kind(&mut self, declaration: &ast::Declaration) {
        match &declaration.decl {
            Decl::Measure(measure) => self.measure(measure, declaration.span),
            Decl::Indicator(indicator) => self.indicator(indicator, declaration.span),
            _ => {}
        }
    }

    fn event(&mut self, event: &'a ast::Event, span: Span) {
        if !self.scope.holds(&event.name.text, event.name.span) {
            return;
        }
        let mut fields = Vec::new();
        let mut by = None;
        for slot in &event.slots {
            if slot.preposition == Some(Preposition::By) {
                by = self.performer(slot);
            } else if let Some(field) = self.slot_field(slot) {
                self.add_field(&mut fields, field, slot.span);
            }
        }
        for field in &event.fields {
            let kind = match &field.kind {
                EventFieldKind::OneOf(values) => {
                    FieldKind::OneOf(values.iter().map(|value| value.text.clone()).collect())
                }
                EventFieldKind::Number => FieldKind::Number,
                EventFieldKind::Date => FieldKind::Date,
                EventFieldKind::Money => FieldKind::Money,
                EventFieldKind::Text => FieldKind::Text,
            };
            let name = FieldName::new(&field.name.text);
            self.add_field(&mut fields, EventField { name, kind }, field.name.span);
        }
        let (reported, same) = self.reported(event.reported.as_ref(), &fields);
        let attributed = self.attributed(&event.attributed);
        self.events.insert(event.name.text.clone(), event);
        self.plan.events.push(EventKind {
            name: event.name.text.as_str().into(),
            fields,
            by,
            reported,
            attributed,
            same,
            span,
        });
    }

    fn add_field(&mut self, fields: &mut Vec<EventField>, field: EventField, span: Span) {
        if fields.iter().any(|known| known.name == field.name) {
            self.fault(
                codes::E121
                    .at(
                        span,
                        format!("the field `{}` is declared twice", field.name),
                    )
                    .effect("the first one holds")
                    .way_out("give one of them another name"),
            );
        } else {
            fields.push(field);
        }
    }

    fn performer(&mut self, slot: &ast::Slot) -> Option<Performer> {
        match &slot.kind {
            SlotKind::Party => Some(Performer::Party),
            SlotKind::Term(name) => {
                match self.resolve(name, super::ACTORS_AND_ROLES, "party, body or role")? {
                    Kind::Role => Some(Performer::Role(name.text.as_str().into())),
                    _ => Some(Performer::Actor(name.text.as_str().into())),
                }
            }
            _ => {
                self.fault(
                    codes::E125
                        .at(
                            slot.span,
                            "`by` says who can do it: a party, a body or a role",
                        )
                        .effect("anyone counts as able to do it")
                        .way_out("write `by party`, or name who does it"),
                );
                None
            }
        }
    }

    fn slot_field(&mut self, slot: &ast::Slot) -> Option<EventField> {
        let (name, kind) = match &slot.kind {
            SlotKind::Party => {
                let parties = self
                    .parties()
                    .iter()
                    .map(|party| party.as_str().to_owned())
                    .collect();
                (
                    slot.preposition.map_or("date", preposition).to_owned(),
                    FieldKind::OneOf(parties),
                )
            }
            SlotKind::Term(name) => self.term_slot(slot, name)?,
            SlotKind::ItemOf(field, list) => {
                self.resolve(list, &[Kind::List], "list")?;
                (
                    field.text.clone(),
                    FieldKind::ItemOf(list.text.as_str().into()),
                )
            }
            SlotKind::Noun(noun) => (noun.text.clone(), FieldKind::Noun),
            SlotKind::Number(field) => (field.text.clone(), FieldKind::Number),
            SlotKind::Money => ("amount".to_owned(), FieldKind::Money),
            SlotKind::Date(field) => (field.text.clone(), FieldKind::Date),
        };
        Some(EventField {
            name: FieldName::new(name),
            kind,
        })
    }

    /// A place, a list, a role or an actor after a preposition.
    fn term_slot(&mut self, slot: &ast::Slot, name: &ast::Name) -> Option<(String, FieldKind)> {
        const KINDS: &[Kind] = &[
            Kind::Place,
            Kind::List,
            Kind::Role,
            Kind::Party,
            Kind::Body,
            Kind::Member,
        ];
        let word = slot.preposition.map_or("date", preposition).to_owned();
        match self.resolve(name, KINDS, "place, list, party or body")? {
            Kind::Place => Some((
                "place".to_owned(),
                FieldKind::PlaceOf(name.text.as_str().into()),
            )),
            Kind::List => Some((word, FieldKind::ItemOf(name.text.as_str().into()))),
            Kind::Role => {
                let members = self.members(&name.text);
                let members = members
                    .iter()
                    .map(|member| member.as_str().to_owned())
                    .collect();
                Some((word, FieldKind::OneOf(members)))
            }
            _ => Some((word, FieldKind::OneOf(vec![name.text.clone()]))),
        }
    }

    pub(super) fn parties(&self) -> Vec<ActorName> {
        let parties = self
            .plan
            .actors
            .iter()
            .filter(|actor| actor.parties.contains(&actor.name));
        parties.map(|actor| actor.name.clone()).collect()
    }

    fn reported(
        &mut self,
        reported: Option<&ast::Reported>,
        fields: &[EventField],
    ) -> (Vec<ActorName>, Vec<FieldName>) {
        let Some(reported) = reported else {
            return (Vec::new(), Vec::new());
        };
        let by = self.actors(&reported.by);
        let mut same = Vec::new();
        for word in &reported.same {
            if word.text == "day" || fields.iter().any(|field| field.name.as_str() == word.text) {
                same.push(FieldName::new(&word.text));
            } else {
                let names = fields.iter().map(|field| field.name.as_str());
                let fault = super::act::unknown_field(word, names, "this event");
                self.fault(fault);
            }
        }
        (by, same)
    }

    fn attributed(&mut self, names: &[ast::Name]) -> Attributed {
        if names.is_empty() {
            return self.attributed.clone();
        }
        Attributed {
            by: self.actors(names),
        }
    }

    fn state(&mut self, state: &ast::State, span: Span) {
        if !self.scope.holds(&state.name.text, state.name.span) {
            return;
        }
        let (reported, _) = self.reported(state.reported.as_ref(), &[]);
        let attributed = self.attributed(&state.attributed);
        self.plan.states.push(StateKind {
            name: state.name.text.as_str().into(),
            values: state
                .values
                .iter()
                .map(|value| value.text.clone())
                .collect(),
            reported,
            attributed,
            span,
        });
    }

    fn unit(&mut self, unit: &ast::UnitDecl) {
        if unit.factor.value <= rust_decimal::Decimal::ZERO {
            self.fault(
                codes::E155
                    .at(
                        unit.factor.span,
                        format!(
                            "one {} cannot be {} of anything",
                            unit.unit.text, unit.factor.value
                        ),
                    )
                    .effect("the unit does not convert")
                    .way_out("give a number above zero"),
            );
            return;
        }
        if self.scope.holds(&unit.unit.text, unit.unit.span) {
            self.plan.units.push(Unit {
                name: unit.unit.text.as_str().into(),
                factor: unit.factor.value,
                base: unit.base.text.as_str().into(),
            });
        }
    }

    fn anchor(&mut self, anchor: &ast::Anchor, span: Span) {
        if !self.scope.holds(&anchor.name.text, anchor.name.span) {
            return;
        }
        let adopted_by = anchor.adopted_by.as_ref().and_then(|name| self.actor(name));
        self.plan.anchors.push(Anchor {
            name: anchor.name.text.as_str().into(),
            stated: anchor.is.as_ref().map(anchor_value),
            adopted_by,
            span,
        });
    }

    fn measure(&mut self, measure: &ast::Measure, span: Span) {
        if !self.scope.holds(&measure.name.text, measure.name.span) {
            return;
        }
        let counts = measure.counts.as_ref().and_then(|(event, filters)| {
            self.resolve(event, &[Kind::Event], "event")?;
            Some((
                event.text.as_str().into(),
                self.filters(&event.text, filters),
            ))
        });
        let (mut reported, _) = self.reported(measure.reported.as_ref(), &[]);
        if reported.is_empty()
            && let Some((event, _)) = &counts
        {
            reported = self.reporters_of(event);
        }
        let attributed = self.attributed(&measure.attributed);
        self.plan.measures.push(Measure {
            name: measure.name.text.as_str().into(),
            counts,
            unit: measure.unit.as_ref().map(|unit| unit.text.as_str().into()),
            reported,
            attributed,
            span,
        });
    }

    fn reporters_of(&self, event: &servanda_model::names::EventName) -> Vec<ActorName> {
        let kind = self.plan.events.iter().find(|kind| kind.name == *event);
        kind.map(|kind| kind.reported.clone()).unwrap_or_default()
    }

    /// Declares the measure of an event's own count, where it is not there.
    pub(super) fn measure_of_event(&mut self, event: &str) {
        if self
            .plan
            .measures
            .iter()
            .any(|measure| measure.name.as_str() == event)
        {
            return;
        }
        let Some(kind) = self
            .plan
            .events
            .iter()
            .find(|kind| kind.name.as_str() == event)
        else {
            return;
        };
        self.plan.measures.push(Measure {
            name: event.into(),
            counts: Some((kind.name.clone(), Vec::new())),
            unit: None,
            reported: kind.reported.clone(),
            attributed: kind.attributed.clone(),
            span: kind.span,
        });
    }

    fn indicator(&mut self, indicator: &ast::Indicator, span: Span) {
        if !self.scope.holds(&indicator.name.text, indicator.name.span) {
            return;
        }
        let counts = indicator.counts.as_ref().and_then(|event| {
            self.resolve(event, &[Kind::Event], "event")?;
            Some(servanda_model::names::EventName::new(&event.text))
        });
        let mut by_side_of = Vec::new();
        for side in &indicator.by_side_of {
            if self.resolve(side, ACTORS, "party or body").is_some() {
                by_side_of.push(ActorName::new(&side.text));
            }
        }
        let each = indicator
            .each
            .as_ref()
            .and_then(|period| self.period(period));
        let (mut reported, _) = self.reported(indicator.reported.as_ref(), &[]);
        if reported.is_empty()
            && let Some(event) = &counts
        {
            reported = self.reporters_of(event);
        }
        let attributed = self.attributed(&indicator.attributed);
        self.plan.measures.push(Measure {
            name: indicator.name.text.as_str().into(),
            counts: counts.clone().map(|event| (event, Vec::new())),
            unit: None,
            reported,
            attributed,
            span,
        });
        self.plan.indicators.push(Indicator {
            name: indicator.name.text.as_str().into(),
            counts,
            by_side_of,
            each,
            baseline: indicator.baseline.as_ref().map(|words| words.text.clone()),
            target: indicator.target.as_ref().map(|words| words.text.clone()),
            span,
        });
    }
}

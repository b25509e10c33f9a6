//! Acts: a kind of event with what is fixed about it.
//!
//! Places and fixed values become filters; `each`, `its` and `the` belong to
//! `must perform` alone and are handed back apart. An actor after `by` becomes
//! the filter `by`.

use servanda_model::diagnostic::Diagnostic;
use servanda_model::names::{EventName, FieldName, ListName};
use servanda_model::plan::{EventField, EventPattern, FieldKind, Filter};
use servanda_syntax::ast;
use servanda_syntax::ast::{ArgumentKind, Preposition, SlotKind};

use super::Lowering;
use super::scope::{ACTORS_AND_ROLES, Kind};
use crate::codes::{self, Wording};
use crate::nearest::nearest;

/// An act as lowered.
pub(super) struct LoweredAct {
    /// The event with its filters.
    pub(super) pattern: EventPattern,
    /// One instance for each item of a list, by a field.
    pub(super) each: Option<(FieldName, ListName)>,
    /// The event of the obligor's own that is answered.
    pub(super) of_its: Option<EventName>,
    /// Fields taken from the trigger.
    pub(super) bound: Vec<ast::Word>,
}

impl Lowering<'_> {
    /// Lowers an act that fixes one kind of event and nothing more.
    pub(super) fn pattern(&mut self, act: &ast::Act) -> Option<EventPattern> {
        let lowered = self.act(act)?;
        if lowered.each.is_none() && lowered.of_its.is_none() && lowered.bound.is_empty() {
            return Some(lowered.pattern);
        }
        self.fault(
            codes::E124
                .at(
                    act.span,
                    "`each`, `its` and `the` belong to an act that must be performed",
                )
                .effect("here they have no meaning")
                .way_out("name the event, with a value where one is meant"),
        );
        None
    }

    /// Lowers an act.
    pub(super) fn act(&mut self, act: &ast::Act) -> Option<LoweredAct> {
        self.resolve(&act.event, &[Kind::Event], "event")?;
        let event = act.event.text.as_str();
        let mut lowered = LoweredAct {
            pattern: EventPattern {
                name: event.into(),
                filters: Vec::new(),
            },
            each: None,
            of_its: None,
            bound: Vec::new(),
        };
        for argument in &act.arguments {
            self.argument(event, argument, &mut lowered)?;
        }
        let filters = self.filters(event, &act.filters);
        lowered.pattern.filters.extend(filters);
        Some(lowered)
    }

    fn argument(
        &mut self,
        event: &str,
        argument: &ast::Argument,
        act: &mut LoweredAct,
    ) -> Option<()> {
        match &argument.kind {
            ArgumentKind::Term(name) => {
                let filter = self.term(event, argument, name)?;
                act.pattern.filters.push(filter);
            }
            ArgumentKind::Each(word, list) => {
                act.each = Some(self.each(event, word, list.as_ref())?);
            }
            ArgumentKind::Its(name) => {
                self.resolve(name, &[Kind::Event], "event")?;
                act.of_its = Some(name.text.as_str().into());
            }
            ArgumentKind::The(word) => {
                let field = self.field(event, word)?;
                if let FieldKind::ItemOf(list) = field.kind {
                    act.each = Some((field.name, list));
                }
                act.bound.push(word.clone());
            }
            ArgumentKind::Noun(word) => self.noun(event, argument.preposition, word)?,
        }
        Some(())
    }

    /// A name after a preposition fixes who, where or which.
    fn term(&mut self, event: &str, argument: &ast::Argument, name: &ast::Name) -> Option<Filter> {
        if argument.preposition == Preposition::By {
            self.resolve(name, ACTORS_AND_ROLES, "party or body")?;
            return Some(filter("by", &name.text));
        }
        let slot = self.slot(event, argument.preposition);
        if let Some(SlotKind::ItemOf(word, _)) = &slot {
            let field = self.field(event, &word.clone())?;
            self.check_value(&field, &name.text, name.span)?;
            return Some(filter(&word.text, &name.text));
        }
        const KINDS: &[Kind] = &[
            Kind::Place,
            Kind::Party,
            Kind::Body,
            Kind::Member,
            Kind::Role,
            Kind::List,
        ];
        let kind = self.resolve(name, KINDS, "place, party or body")?;
        let word = ast::Word {
            text: if kind == Kind::Place {
                "place".to_owned()
            } else {
                preposition(argument.preposition).to_owned()
            },
            span: argument.span,
        };
        let field = self.field(event, &word)?;
        if kind != Kind::List {
            self.check_value(&field, &name.text, name.span)?;
        }
        Some(filter(&word.text, &name.text))
    }

    fn each(
        &mut self,
        event: &str,
        word: &ast::Word,
        list: Option<&ast::Name>,
    ) -> Option<(FieldName, ListName)> {
        let field = self.field(event, word)?;
        let FieldKind::ItemOf(declared) = field.kind else {
            self.fault(
                codes::E125
                    .at(
                        word.span,
                        format!("`each {}` needs a list, but this field has none", word.text),
                    )
                    .effect("it is unclear which items are meant")
                    .way_out(format!("declare the event `of {} in` a list", word.text)),
            );
            return None;
        };
        if let Some(name) = list {
            self.resolve(name, &[Kind::List], "list")?;
            if name.text != declared.as_str() {
                self.fault(
                    codes::E124
                        .at(
                            name.span,
                            format!(
                                "`{}` of {event} is an item of {declared}, not of {}",
                                word.text, name.text
                            ),
                        )
                        .effect("no report could name an item of this list")
                        .way_out(format!("write `in {declared}`")),
                );
                return None;
            }
        }
        Some((field.name, declared))
    }

    /// A bare noun repeats what the event's declaration says.
    fn noun(&mut self, event: &str, after: Preposition, word: &ast::Word) -> Option<()> {
        let slots = self
            .events
            .get(event)
            .map(|event| event.slots.as_slice())
            .unwrap_or_default();
        let said = slots.iter().any(|slot| {
            slot.preposition == Some(after)
                && match &slot.kind {
                    SlotKind::Noun(noun) | SlotKind::Number(noun) | SlotKind::ItemOf(noun, _) => {
                        noun.text == word.text
                    }
                    SlotKind::Party => word.text == "party",
                    SlotKind::Money => word.text == "money",
                    SlotKind::Term(_) | SlotKind::Date(_) => false,
                }
        });
        if said {
            return Some(());
        }
        self.field(event, word).map(|_| ())
    }

    fn slot(&self, event: &str, after: Preposition) -> Option<SlotKind> {
        let slots = &self.events.get(event)?.slots;
        slots
            .iter()
            .find(|slot| slot.preposition == Some(after))
            .map(|slot| slot.kind.clone())
    }

    /// Looks a field of an event up.
    pub(super) fn field(&mut self, event: &str, word: &ast::Word) -> Option<EventField> {
        let kind = self
            .plan
            .events
            .iter()
            .find(|kind| kind.name.as_str() == event)?;
        if let Some(field) = kind
            .fields
            .iter()
            .find(|field| field.name.as_str() == word.text)
        {
            return Some(field.clone());
        }
        let names = kind.fields.iter().map(|field| field.name.as_str());
        let fault = unknown_field(word, names, event);
        self.fault(fault);
        None
    }

    /// Lowers the filters of an event.
    pub(super) fn filters(&mut self, event: &str, filters: &[ast::Filter]) -> Vec<Filter> {
        let mut lowered = Vec::new();
        for one in filters {
            if let Some(field) = self.field(event, &one.field)
                && self
                    .check_value(&field, &one.value.text, one.value.span)
                    .is_some()
            {
                lowered.push(filter(&one.field.text, &one.value.text));
            }
        }
        lowered
    }

    /// Checks that a field may hold a value.
    pub(super) fn check_value(
        &mut self,
        field: &EventField,
        value: &str,
        span: servanda_model::diagnostic::Span,
    ) -> Option<()> {
        let admitted: Vec<String> = match &field.kind {
            FieldKind::OneOf(values) => values.clone(),
            FieldKind::ItemOf(list) => {
                let list = self.plan.lists.iter().find(|known| known.name == *list)?;
                // A list whose annex could not be read has its own error.
                if list.items.is_empty() {
                    return Some(());
                }
                list.items
                    .iter()
                    .map(|item| item.key.as_str().to_owned())
                    .collect()
            }
            FieldKind::PlaceOf(place) => {
                let known = self.plan.places.iter().find(|known| known.name == *place)?;
                let members = known
                    .members
                    .iter()
                    .map(|member| member.as_str().to_owned());
                std::iter::once(place.as_str().to_owned())
                    .chain(members)
                    .collect()
            }
            FieldKind::Number | FieldKind::Money => {
                let number = value.parse::<rust_decimal::Decimal>().is_ok();
                return self.value_must(number, field, value, span, "a number");
            }
            FieldKind::Date => {
                let date = value.parse::<servanda_model::time::Date>().is_ok();
                return self.value_must(date, field, value, span, "a date");
            }
            FieldKind::Noun | FieldKind::Text => return Some(()),
        };
        if admitted.iter().any(|known| known == value) {
            return Some(());
        }
        let mut fault = codes::E124
            .at(span, format!("`{}` cannot be `{value}`", field.name))
            .effect("no report could ever say so");
        if let Some(other) = nearest(value, admitted.iter().map(String::as_str)) {
            fault = fault.way_out(format!("did you mean `{other}`?"));
        }
        if admitted.len() <= 12 {
            fault = fault.way_out(format!("write one of: {}", admitted.join(", ")));
        } else {
            fault = fault.way_out("write a value that the declaration admits");
        }
        self.fault(fault);
        None
    }

    fn value_must(
        &mut self,
        holds: bool,
        field: &EventField,
        value: &str,
        span: servanda_model::diagnostic::Span,
        what: &str,
    ) -> Option<()> {
        if holds {
            return Some(());
        }
        self.fault(
            codes::E124
                .at(
                    span,
                    format!("`{}` is {what}, so it cannot be `{value}`", field.name),
                )
                .effect("no report could ever say so")
                .way_out(format!("write {what}")),
        );
        None
    }
}

/// Words the fault of a field that an event does not have.
pub(super) fn unknown_field<'b>(
    word: &ast::Word,
    names: impl Iterator<Item = &'b str>,
    event: &str,
) -> Diagnostic {
    let names: Vec<&str> = names.collect();
    let mut fault = codes::E124
        .at(word.span, format!("{event} has no field `{}`", word.text))
        .effect("no report could ever say so");
    if let Some(other) = nearest(&word.text, names.iter().copied()) {
        fault = fault.way_out(format!("did you mean `{other}`?"));
    }
    if names.is_empty() {
        fault.way_out("declare the field with the event")
    } else {
        fault.way_out(format!("its fields are: {}", names.join(", ")))
    }
}

fn filter(field: &str, value: &str) -> Filter {
    Filter {
        field: field.into(),
        value: value.to_owned(),
    }
}

/// Returns the word of a preposition.
pub(super) fn preposition(preposition: Preposition) -> &'static str {
    match preposition {
        Preposition::Of => "of",
        Preposition::By => "by",
        Preposition::To => "to",
        Preposition::From => "from",
        Preposition::At => "at",
        Preposition::Across => "across",
        Preposition::In => "in",
        Preposition::On => "on",
        Preposition::Via => "via",
    }
}

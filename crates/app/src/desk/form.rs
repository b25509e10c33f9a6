//! Which fields the form for a kind of act has: the columns of evidence files,
//! in the order of reading.
//!
//! What an act needs and what its values may be is checked where it is read
//! (`evidence`), not here; a form only asks.

use servanda_model::plan::{FieldKind, Plan};
use servanda_model::record::{DecisionAct, Stance};
use servanda_model::time::Instant;

use super::Offer;

/// How a field is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A day.
    Day,
    /// A day or an instant, as written: `2026-05-19T08:00Z`.
    When,
    /// One of these, or nothing.
    Choice(Vec<String>),
    /// Given with the link, and only shown.
    Given,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The column's name; also what its label is said by.
    pub column: String,
    /// How it is asked for.
    pub input: Input,
    /// Whether it must be filled in.
    pub required: bool,
    /// What stands in it at first.
    pub value: String,
    /// Whether it is seldom needed, and so put away.
    pub more: bool,
}

/// Returns the fields of the form for what is offered; `None` for a kind that
/// has no form.
pub fn form(plan: &Plan, offer: &Offer, now: Instant) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    let mut given = |column: &str, value: Option<String>| {
        fields.extend(value.map(|value| Field {
            column: column.to_owned(),
            input: Input::Given,
            required: true,
            value,
            more: false,
        }));
    };
    given("of", offer.of.clone());
    given("refers", offer.refers.map(|entry| format!("#{entry}")));
    let written = now.strftime("%Y-%m-%dT%H:%MZ").to_string();
    match offer.kind {
        "reply" | "challenge" | "denial" | "claim" | "context" => {
            fields.extend([needed("note", Input::Lines)]);
            fields.extend([more("concerns", Input::Line)]);
        }
        "withdrawal" => fields.push(plain("note", Input::Lines)),
        "ruling" => {
            let outcomes = choice(&["upheld", "rejected"]);
            fields.extend([needed("value", outcomes), plain("note", Input::Lines)]);
        }
        "position" => {
            let stances = Stance::ALL.map(Stance::word);
            let clauses = plan.clauses.iter().map(|one| one.id.to_string()).collect();
            fields.push(needed("concerns", Input::Choice(clauses)));
            fields.push(needed("stance", choice(&stances)));
            fields.push(plain("note", Input::Lines));
        }
        "reading" => {
            let term = |one: &&servanda_model::plan::OpenTerm| {
                offer.of.as_deref() == Some(one.name.as_str())
            };
            let term = plan.terms.iter().find(term);
            let readings = term.map(|one| one.readings.iter()).unwrap_or_default();
            let names = readings.map(|one| one.name.to_string()).collect();
            fields.push(needed("value", Input::Choice(names)));
            fields.push(plain("note", Input::Lines));
        }
        "amendment" => fields.push(plain("note", Input::Lines)),
        "coverage" => fields.extend([needed("until", Input::Day), plain("note", Input::Lines)]),
        "report" | "finding" => reported(plan, offer, &written, &mut fields),
        "closure" => {
            fields.push(happened(&written));
            fields.extend([plain("period", Input::Line), plain("note", Input::Lines)]);
        }
        kind if DecisionAct::of(kind).is_some() => {
            decided(kind, &written, &mut fields);
        }
        _ => return None,
    }
    Some(fields)
}

fn reported(plan: &Plan, offer: &Offer, now: &str, fields: &mut Vec<Field>) {
    let of = offer.of.as_deref().unwrap_or_default();
    let event = plan.events.iter().find(|one| one.name.as_str() == of);
    let measure = plan.measures.iter().any(|one| one.name.as_str() == of);
    let state = plan.states.iter().find(|one| one.name.as_str() == of);
    fields.push(happened(now));
    if event.is_none_or(|one| one.by.is_some()) && state.is_none() && !measure {
        let actors = plan.actors.iter().map(|one| one.name.to_string()).collect();
        fields.push(plain("actor", Input::Choice(actors)));
    }
    for field in event.iter().flat_map(|one| &one.fields) {
        let input = match &field.kind {
            FieldKind::OneOf(words) => Input::Choice(words.clone()),
            FieldKind::ItemOf(list) => {
                let list = plan.lists.iter().find(|one| one.name == *list);
                let items = list.iter().flat_map(|one| &one.items);
                Input::Choice(items.map(|item| item.key.to_string()).collect())
            }
            FieldKind::Date => Input::Day,
            FieldKind::PlaceOf(_)
            | FieldKind::Number
            | FieldKind::Money
            | FieldKind::Noun
            | FieldKind::Text => Input::Line,
        };
        fields.push(plain(field.name.as_str(), input));
    }
    if let Some(state) = state {
        fields.push(needed("value", Input::Choice(state.values.clone())));
    } else if offer.kind == "finding" && event.is_none() && !measure {
        let outcomes = choice(&["substantiated", "not substantiated", "undetermined"]);
        fields.push(needed("value", outcomes));
    } else if event.is_some() {
        fields.push(more("value", choice(&["not done"])));
    }
    for column in ["figure", "period"] {
        fields.push(Field {
            more: !measure,
            ..plain(column, Input::Line)
        });
    }
    fields.push(plain("note", Input::Lines));
    for column in ["unit", "origin", "source", "address", "grade"] {
        fields.push(more(column, Input::Line));
    }
}

fn decided(kind: &str, now: &str, fields: &mut Vec<Field>) {
    fields.push(happened(now));
    match kind {
        "decide" => {
            let found = [
                "substantiated",
                "not substantiated",
                "undetermined",
                "otherwise",
            ];
            fields.push(needed("value", choice(&found)));
            fields.push(plain("votes", Input::Line));
        }
        "propose" | "adopt" => fields.push(needed("value", Input::Line)),
        "refer" => fields.push(needed("value", Input::Line)),
        "screen" => fields.push(plain("value", choice(&["declined"]))),
        "extend" => fields.push(needed("until", Input::Day)),
        "suspend" => fields.push(plain("until", Input::Day)),
        "remedy" => {
            for column in ["who", "what", "where", "verify"] {
                fields.push(plain(column, Input::Line));
            }
            fields.push(plain("until", Input::Day));
        }
        "certify" | "declare" => fields.push(plain("residuals", Input::Line)),
        _ => {}
    }
    fields.push(plain("note", Input::Lines));
    for column in ["item", "stage", "party"] {
        fields.push(more(column, Input::Line));
    }
    if kind == "certify" {
        fields.push(more("until", Input::Day));
    }
    if !fields.iter().any(|field| field.column == "refers") {
        fields.push(more("refers", Input::Line));
    }
}

fn plain(column: &str, input: Input) -> Field {
    Field {
        column: column.to_owned(),
        input,
        required: false,
        value: String::new(),
        more: false,
    }
}

fn needed(column: &str, input: Input) -> Field {
    Field {
        required: true,
        ..plain(column, input)
    }
}

fn more(column: &str, input: Input) -> Field {
    Field {
        more: true,
        ..plain(column, input)
    }
}

fn happened(now: &str) -> Field {
    Field {
        value: now.to_owned(),
        ..needed("happened", Input::When)
    }
}

fn choice(words: &[&str]) -> Input {
    Input::Choice(words.iter().map(|word| (*word).to_owned()).collect())
}

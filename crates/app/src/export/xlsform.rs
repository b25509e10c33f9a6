//! A form for the field, made from what the agreement declares: an XLSForm that
//! ODK and Kobo take.
//!
//! The names of its questions are the columns of evidence files, so that what
//! is gathered with it imports by a mapping that names each column after
//! itself.
//!
//! # Invariants
//! Nothing in it asks who or where the person is who fills it in.
//!
//! # Source
//! xlsform.org.

use rust_xlsxwriter::{Workbook, XlsxError};
use servanda_model::plan::{FieldKind, Performer, Plan};

use super::{File, Source};
use crate::error::Error;
use crate::language::{Language, Words};

/// A sheet of the form.
type Sheet = Vec<Vec<String>>;

/// Writes the form.
///
/// # Errors
/// `Argument`, where the agreement declares nothing to report.
pub fn file(source: &Source) -> Result<File, Error> {
    let plan = &source.opened.plan;
    if plan.events.is_empty() && plan.measures.is_empty() && plan.states.is_empty() {
        let why = "the agreement declares no event, measure or state to report";
        return Err(Error::Argument(why.to_owned()));
    }
    let settings = settings(source);
    let written = write(&[
        ("survey", survey(plan)),
        ("choices", choices(plan)),
        ("settings", settings),
    ]);
    let bytes = written
        .map_err(|fault| Error::Argument(format!("the form could not be written: {fault}")))?;
    Ok(File { name: None, bytes })
}

fn write(sheets: &[(&str, Sheet)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name)?;
        for (line, row) in (0_u32..).zip(rows) {
            for (at, cell) in (0_u16..).zip(row) {
                if !cell.is_empty() {
                    sheet.write_string(line, at, cell)?;
                }
            }
        }
    }
    book.save_to_buffer()
}

/// Returns the languages of the labels, each as its column's ending.
fn labels() -> Vec<(Words, String)> {
    let label = |language: Language| {
        let ending = format!("label::{} ({})", language.name(), language.tag());
        (Words::of(language), ending)
    };
    Language::ALL.into_iter().map(label).collect()
}

fn settings(source: &Source) -> Sheet {
    let settings = &source.opened.folder.settings;
    let title = settings.title.as_ref().unwrap_or(&source.opened.plan.title);
    let default = format!("{} ({})", source.language.name(), source.language.tag());
    vec![
        ["form_title", "form_id", "version", "default_language"]
            .map(str::to_owned)
            .to_vec(),
        vec![
            title.clone(),
            format!("{}-{}", settings.id, settings.epoch),
            source.opened.plan.text_digest.chars().take(12).collect(),
            default,
        ],
    ]
}

/// One question.
struct Question {
    kind: String,
    name: String,
    label: Ask,
    required: bool,
    relevant: String,
    constraint: &'static str,
}

/// What a question is called.
enum Ask {
    /// By a message of ours.
    Message(&'static str),
    /// In the agreement's own word.
    Own(String),
}

fn survey(plan: &Plan) -> Sheet {
    let labels = labels();
    let mut head = vec!["type".to_owned(), "name".to_owned()];
    head.extend(labels.iter().map(|(_, ending)| ending.clone()));
    head.extend(["required", "relevant", "constraint"].map(str::to_owned));
    let mut sheet = vec![head];
    for question in questions(plan) {
        let mut row = vec![question.kind, question.name];
        for (words, _) in &labels {
            row.push(match &question.label {
                Ask::Message(id) => words.say(id).plain(),
                Ask::Own(text) => text.clone(),
            });
        }
        row.push(if question.required { "yes" } else { "" }.to_owned());
        row.push(question.relevant);
        row.push(question.constraint.to_owned());
        sheet.push(row);
    }
    sheet
}

fn questions(plan: &Plan) -> Vec<Question> {
    let ask = |kind: &str, name: &str, label, required: bool| Question {
        kind: kind.to_owned(),
        name: name.to_owned(),
        label: Ask::Message(label),
        required,
        relevant: String::new(),
        constraint: "",
    };
    let mut all = vec![
        ask("select_one of", "of", "form-of", true),
        Question {
            constraint: ". <= today()",
            ..ask("date", "happened", "form-happened", true)
        },
        ask("select_multiple actor", "actor", "form-actor", false),
    ];
    for event in &plan.events {
        for field in &event.fields {
            let name = field.name.as_str();
            let shown = format!("${{of}} = '{}'", choice(event.name.as_str()));
            if let Some(asked) = all.iter_mut().find(|one| one.name == name) {
                asked.relevant = format!("{} or {shown}", asked.relevant);
                continue;
            }
            let kind = match &field.kind {
                FieldKind::ItemOf(list) => format!("select_one {}", choice(list.as_str())),
                FieldKind::PlaceOf(place) => format!("select_one {}", choice(place.as_str())),
                FieldKind::OneOf(_) => format!("select_one {}", choice(name)),
                FieldKind::Number => "decimal".to_owned(),
                FieldKind::Date => "date".to_owned(),
                FieldKind::Noun | FieldKind::Money => continue,
                FieldKind::Text => "text".to_owned(),
            };
            all.push(Question {
                kind,
                name: name.to_owned(),
                label: Ask::Own(name.to_owned()),
                required: false,
                relevant: shown,
                constraint: "",
            });
        }
    }
    for state in &plan.states {
        let name = choice(state.name.as_str());
        all.push(Question {
            kind: format!("select_one {name}"),
            name: format!("value_{name}"),
            label: Ask::Own(state.name.to_string()),
            required: true,
            relevant: format!("${{of}} = '{name}'"),
            constraint: "",
        });
    }
    all.push(ask("decimal", "figure", "form-figure", false));
    all.push(ask("text", "unit", "form-unit", false));
    all.push(ask("text", "note", "form-note", false));
    all
}

fn choices(plan: &Plan) -> Sheet {
    let labels = labels();
    let mut head = vec!["list_name".to_owned(), "name".to_owned()];
    head.extend(labels.iter().map(|(_, ending)| ending.clone()));
    let mut sheet = vec![head];
    let mut seen = std::collections::BTreeSet::new();
    let mut add = |list: &str, text: &str| {
        let (list, name) = (choice(list), choice(text));
        if seen.insert((list.clone(), name.clone())) {
            let mut row = vec![list, name];
            row.extend(labels.iter().map(|_| text.to_owned()));
            sheet.push(row);
        }
    };
    let events = plan.events.iter().map(|event| event.name.as_str());
    let measures = plan.measures.iter().map(|measure| measure.name.as_str());
    let states = plan.states.iter().map(|state| state.name.as_str());
    for name in events.chain(measures).chain(states) {
        add("of", name);
    }
    for actor in &plan.actors {
        if performs(plan, actor.name.as_str()) {
            add("actor", actor.name.as_str());
        }
    }
    for list in &plan.lists {
        for item in &list.items {
            add(list.name.as_str(), item.key.as_str());
        }
    }
    for place in &plan.places {
        add(place.name.as_str(), place.name.as_str());
        for member in &place.members {
            add(place.name.as_str(), member.as_str());
        }
    }
    for event in &plan.events {
        for field in &event.fields {
            if let FieldKind::OneOf(words) = &field.kind {
                for word in words {
                    add(field.name.as_str(), word);
                }
            }
        }
    }
    for state in &plan.states {
        for value in &state.values {
            add(state.name.as_str(), value);
        }
    }
    sheet
}

/// Returns whether an actor can bring about some event.
fn performs(plan: &Plan, actor: &str) -> bool {
    let of = |performer: &Performer| match performer {
        Performer::Party => plan
            .actors
            .iter()
            .any(|one| one.name.as_str() == actor && !one.parties.is_empty()),
        Performer::Role(role) => plan
            .roles
            .iter()
            .filter(|one| one.name == *role)
            .any(|role| role.members.iter().any(|member| member.as_str() == actor)),
        Performer::Actor(name) => name.as_str() == actor,
    };
    plan.events
        .iter()
        .filter_map(|event| event.by.as_ref())
        .any(of)
}

/// Writes a name as a form wants it: letters, digits and underscores.
fn choice(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            name.push(character);
        } else {
            name.push('_');
        }
    }
    name
}

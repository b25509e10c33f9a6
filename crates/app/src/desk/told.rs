//! What a statement says before it is signed, label by label, in the reader's
//! language; what somebody wrote stands as written.

use servanda_model::record::Act;
use servanda_statement::{FIELDS, Value};

use super::Member;
use crate::language::{Text, Words};
use crate::opened::Opened;
use crate::sign::Stated;

/// One line of what a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What the line is about, in the reader's language.
    pub label: Text,
    /// What the statement says about it.
    pub value: Text,
    /// The payload's field, with the key behind it where the field is a map;
    /// `kind` and `refers` for those members of the statement; else empty. The
    /// page compares line and bytes by it.
    pub field: String,
}

/// Tells a statement: who, what kind, every field of its payload, what it
/// answers, and its number among the author's.
pub(super) fn told(
    words: &Words,
    opened: &Opened,
    member: &Member,
    stated: &Stated,
    act: &Act,
) -> Vec<Told> {
    let statement = &stated.statement;
    let line = |label: &str, value: Text, field: &str| Told {
        label: words.say(label),
        value,
        field: field.to_owned(),
    };
    let signer = Text::own(member.actor.as_str());
    let mut rows = vec![
        line("desk-told-kind", kind(words, stated, act), "kind"),
        line("desk-told-signer", signer, ""),
    ];
    // In the order of the slots, which is that of reading.
    for (name, _) in FIELDS {
        let Some(value) = stated.payload.get(name) else {
            continue;
        };
        if *name == "act" {
            continue;
        }
        rows.extend(field(words, name, value));
    }
    if !statement.references.is_empty() {
        let cited = statement.references.iter();
        let cited = cited.map(|one| Text::ltr(&format!("#{one}")));
        rows.push(line("desk-field-refers", words.list(cited), "refers"));
    }
    let settings = &opened.folder.settings;
    let place = format!("{}/{}", settings.id, settings.epoch);
    rows.push(line("desk-told-record", Text::ltr(&place), ""));
    let number = statement.sequence.to_string();
    rows.push(line("desk-told-number", Text::ltr(&number), ""));
    rows
}

/// Names the kind in the reader's language, and as the statement names it.
fn kind(words: &Words, stated: &Stated, act: &Act) -> Text {
    let own = stated.statement.kind.word();
    let word = match act {
        Act::Decision(decision) => decision.act.word(),
        Act::Coverage(_) => "coverage",
        Act::Correction(None) => "withdrawal",
        _ => own,
    };
    let exact = match stated.payload.get("act").and_then(Value::as_text) {
        Some(act) => format!("{own} {act}"),
        None => own.to_owned(),
    };
    let word = words.say(&format!("desk-do-{word}"));
    Text::joined([word, Text::ltr(&exact)], " · ")
}

/// Tells one field; a map as a row for each of its keys.
fn field(words: &Words, name: &str, value: &Value) -> Vec<Told> {
    let label = |name: &str| {
        let id = format!("desk-field-{}", name.replace('_', "-"));
        if words.has(&id) {
            words.say(&id)
        } else {
            Text::ltr(name)
        }
    };
    let line = |label: Text, value: Text, field: String| Told {
        label,
        value,
        field,
    };
    match value {
        Value::Text(text) => vec![line(label(name), Text::own(text), name.to_owned())],
        Value::List(items) => {
            let items = items.iter().map(|item| Text::own(item));
            vec![line(label(name), words.list(items), name.to_owned())]
        }
        Value::Map(map) => map
            .iter()
            .map(|(key, value)| line(Text::own(key), Text::own(value), format!("{name} {key}")))
            .collect(),
    }
}

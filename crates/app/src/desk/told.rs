//! What a statement says before it is signed, label by label, in the reader's
//! language; what somebody wrote stands as written.

use servanda_model::record::Act;
use servanda_statement::{FIELDS, Value};

use super::Member;
use crate::language::{Text, Words};
use crate::opened::Opened;
use crate::sign::Stated;

/// Tells a statement: who, what kind, every field of its payload, what it
/// answers, and its number among the author's.
pub(super) fn told(
    words: &Words,
    opened: &Opened,
    member: &Member,
    stated: &Stated,
    act: &Act,
) -> Vec<(Text, Text)> {
    let statement = &stated.statement;
    let mut rows = vec![
        (
            words.say("desk-told-kind"),
            kind(words, statement.kind.word(), act),
        ),
        (
            words.say("desk-told-signer"),
            Text::own(member.actor.as_str()),
        ),
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
        rows.push((words.say("desk-field-refers"), words.list(cited)));
    }
    let settings = &opened.folder.settings;
    let place = format!("{}/{}", settings.id, settings.epoch);
    rows.push((words.say("desk-told-record"), Text::ltr(&place)));
    rows.push((
        words.say("desk-told-number"),
        Text::ltr(&statement.sequence.to_string()),
    ));
    rows
}

fn kind(words: &Words, kind: &str, act: &Act) -> Text {
    let word = match act {
        Act::Decision(decision) => decision_word(decision.act),
        Act::Coverage(_) => "coverage",
        Act::Correction(None) => "withdrawal",
        _ => kind,
    };
    words.say(&format!("desk-do-{word}"))
}

fn decision_word(act: servanda_model::record::DecisionAct) -> &'static str {
    super::offer::DECISIONS
        .iter()
        .find(|(_, one)| *one == act)
        .map_or("decision", |(word, _)| word)
}

/// Tells one field; a map as a row for each of its keys.
fn field(words: &Words, name: &str, value: &Value) -> Vec<(Text, Text)> {
    let label = |name: &str| {
        let id = format!("desk-field-{}", name.replace('_', "-"));
        if words.has(&id) {
            words.say(&id)
        } else {
            Text::ltr(name)
        }
    };
    match value {
        Value::Text(text) => vec![(label(name), Text::own(text))],
        Value::List(items) => {
            let items = items.iter().map(|item| Text::own(item));
            vec![(label(name), words.list(items))]
        }
        Value::Map(map) => map
            .iter()
            .map(|(key, value)| (Text::own(key), Text::own(value)))
            .collect(),
    }
}

//! Instance keys as text, and the address `CLAUSE[KEY]` of one status.

use servanda_model::assessment::InstanceKey;

/// Writes a key: its parts that are present, joined by `, `; empty for a
/// clause with one instance.
///
/// # Example
/// `28`, `stage 2`, `North, 2026-05-03..2026-05-03`, `#4`.
pub fn text(key: &InstanceKey) -> String {
    let mut parts = Vec::new();
    if let Some(actor) = &key.actor {
        parts.push(actor.to_string());
    }
    if let Some(item) = &key.item {
        parts.push(item.to_string());
    }
    if let Some(stage) = &key.stage
        && !stage.is_empty()
    {
        parts.push(format!("stage {stage}"));
    }
    if let Some((from, to)) = &key.days {
        parts.push(if from == to {
            from.to_string()
        } else {
            format!("{from}..{to}")
        });
    }
    if let Some(number) = key.number {
        parts.push(format!("#{number}"));
    }
    parts.join(", ")
}

/// Splits an address `CLAUSE[KEY]` into clause and key.
///
/// # Shape
/// The key is absent where there are no brackets, and trimmed.
pub fn split(address: &str) -> (&str, Option<&str>) {
    let address = address.trim();
    match address.split_once('[') {
        Some((clause, rest)) => (
            clause.trim(),
            Some(rest.strip_suffix(']').unwrap_or(rest).trim()),
        ),
        None => (address, None),
    }
}

/// Returns whether a key answers to what a user wrote: the whole text, or any
/// one of its parts.
pub fn answers(key: &InstanceKey, wanted: &str) -> bool {
    let whole = text(key);
    whole.eq_ignore_ascii_case(wanted)
        || whole.split(", ").any(|part| {
            part.eq_ignore_ascii_case(wanted) || part.strip_prefix("stage ") == Some(wanted)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_name_an_instance() {
        assert_eq!(split("C04[28]"), ("C04", Some("28")));
        assert_eq!(split("C04"), ("C04", None));
        assert_eq!(split(" 8.1[stage 2] "), ("8.1", Some("stage 2")));
    }

    #[test]
    fn a_key_answers_to_its_parts() {
        let key = InstanceKey {
            actor: Some("North".into()),
            item: Some("7".into()),
            ..InstanceKey::default()
        };
        assert_eq!(text(&key), "North, 7");
        assert!(answers(&key, "7"));
        assert!(answers(&key, "north, 7"));
        assert!(!answers(&key, "8"));
    }
}

//! The part of JSON Schema that `docs/schema/` uses, held strictly: a key that
//! no schema describes is a fault too, so that nothing is printed undescribed.
//!
//! Understood: `type`, `enum`, `const`,
//! `properties`, `required`, `additionalProperties`, `items`, `$ref` into
//! `$defs`, and `description`.

use serde_json::Value;

/// Lists where a value does not fit a schema.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let known = name
            .strip_prefix("#/$defs/")
            .and_then(|name| root["$defs"].get(name));
        match known {
            Some(referred) => check(root, referred, value, place, found),
            None => found.push(format!("{place}: the schema has no {name}")),
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name, value)) {
        found.push(format!("{place}: {value} is no {}", types.join(" or ")));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{place}: {value} is not among {}", schema["enum"]));
    }
    if let Some(only) = schema.get("const")
        && only != value
    {
        found.push(format!("{place}: {value} is not {only}"));
    }
    match value {
        Value::Object(map) => object(root, schema, map, place, found),
        Value::Array(items) if schema.get("items").is_some() => {
            for (number, item) in items.iter().enumerate() {
                check(
                    root,
                    &schema["items"],
                    item,
                    &format!("{place}[{number}]"),
                    found,
                );
            }
        }
        _ => {}
    }
}

fn object(
    root: &Value,
    schema: &Value,
    map: &serde_json::Map<String, Value>,
    place: &str,
    found: &mut Vec<String>,
) {
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if !map.contains_key(name) {
            found.push(format!("{place}: `{name}` is missing"));
        }
    }
    for (name, part) in map {
        let place = format!("{place}.{name}");
        match (
            schema["properties"].get(name),
            schema.get("additionalProperties"),
        ) {
            (Some(known), _) => check(root, known, part, &place, found),
            (None, Some(other)) if other.is_object() => check(root, other, part, &place, found),
            (None, Some(Value::Bool(true))) => {}
            (None, _) => found.push(format!("{place}: the schema does not describe it")),
        }
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_fits_passes_and_what_does_not_is_told() {
        let schema = json!({
            "type": "object", "required": ["a"],
            "properties": {"a": {"$ref": "#/$defs/name"}, "b": {"type": "array", "items": {"type": "integer"}}},
            "$defs": {"name": {"type": ["string", "null"]}},
        });
        assert!(faults(&schema, &json!({"a": null, "b": [1, 2]})).is_empty());
        assert_eq!(faults(&schema, &json!({"b": ["1"], "c": 1})).len(), 3);
        assert_eq!(faults(&schema, &json!({"a": 7})).len(), 1);
    }
}

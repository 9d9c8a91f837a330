//! One spelling of each condition: a short form is written out, a default left out, a duration and an
//! instant written as the engine does.

use serde_json::{Value, json};
use servanda::{Instant, Span};

/// What a report says is unmet, wherever that stands in it, in one spelling.
pub(super) fn spelt(report: &Value) -> Value {
    match report {
        Value::Object(map) => map
            .iter()
            .map(|(key, part)| {
                let spelt = if key == "unmet" { condition(part) } else { spelt(part) };
                (key.clone(), spelt)
            })
            .collect(),
        Value::Array(parts) => parts.iter().map(spelt).collect(),
        other => other.clone(),
    }
}

fn condition(written: &Value) -> Value {
    match written {
        Value::Object(map) => {
            map.iter().map(|(key, part)| (key.clone(), keyed(key, &condition(part)))).collect()
        }
        Value::Array(parts) => parts.iter().map(condition).collect(),
        Value::String(text) => {
            let instant = text.parse::<Instant>().map(|it| it.to_string());
            let span = || text.parse::<Span>().map(|it| it.to_string());
            json!(instant.or_else(|_| span()).unwrap_or_else(|_| text.clone()))
        }
        other => other.clone(),
    }
}

fn keyed(key: &str, part: &Value) -> Value {
    let mut part = part.clone();
    if key == "happened" {
        if part.is_string() {
            part = json!({ "act": part });
        }
        let happened = part.as_object_mut().unwrap();
        let is_default = |key: &str, value: &Value| match key {
            "at_least" => *value == json!(1),
            "where" => *value == json!({}),
            _ => false,
        };
        happened.retain(|key, value| !is_default(key, value));
    }
    if let ("some", Some(some)) = (key, part.as_object_mut()) {
        some.retain(|key, value| key != "at_least" || *value != json!(1));
    }
    if key == "where" || key == "told" {
        for wanted in part.as_object_mut().into_iter().flat_map(|it| it.values_mut()) {
            // One word, or a list of one.
            if let Some([only]) = wanted.as_array().map(Vec::as_slice) {
                *wanted = only.clone();
            }
        }
    }
    part
}

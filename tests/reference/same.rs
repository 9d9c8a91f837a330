//! When two parts of agreements read the same (section 12): however a default, a duration or an
//! instant is spelt, and in whatever order the keys stand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::time::{Duration, instant, printed};

/// One spelling for all that read the same.
pub(crate) fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut parts = BTreeMap::new();
            for (key, part) in map {
                if let Some(part) = canonical_part(key, part) {
                    parts.insert(key.clone(), part);
                }
            }
            json!(parts)
        }
        Value::Array(list) => Value::Array(list.iter().map(canonical).collect()),
        Value::String(written) => canonical_text(written),
        other => other.clone(),
    }
}

/// What stands at a key; none where it is the default.
fn canonical_part(key: &str, value: &Value) -> Option<Value> {
    let is_default = match key {
        "at_least" => *value == 1,
        "days" => *value == "calendar",
        "ends" => *value == "same-time",
        "roll" => *value == "none",
        "share" => *value == 1 || *value == "1",
        _ => false,
    };
    match (key, value) {
        _ if is_default => None,
        ("happened", Value::String(act)) => Some(json!({ "act": act })),
        ("where" | "told", Value::Object(map)) => {
            let words = |it: &Value| match it {
                Value::String(word) => json!([word]),
                other => canonical(other),
            };
            let words: BTreeMap<_, _> = map.iter().map(|(name, it)| (name, words(it))).collect();
            (key == "told" || !words.is_empty()).then(|| json!(words))
        }
        _ => Some(canonical(value)),
    }
}

fn canonical_text(written: &str) -> Value {
    if let Ok(duration) = Duration::read(written) {
        return json!([duration.months, duration.days, duration.seconds]);
    }
    match instant(written) {
        Ok(at) => json!(printed(at)),
        Err(_) => json!(written),
    }
}

pub(crate) fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    one.map(canonical) == other.map(canonical)
}

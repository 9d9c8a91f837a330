//! Small helps for reading JSON.

use serde_json::{Map, Value};

pub(crate) fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{value}` is not a text"))
}

pub(crate) fn opt_text(value: &Value, key: &str) -> Result<Option<String>, String> {
    value.get(key).filter(|it| !it.is_null()).map(text).transpose()
}

/// The list at a key; nothing where there is none.
pub(crate) fn opt_list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value], String> {
    match value.get(key) {
        None => Ok(&[]),
        Some(list) => list
            .as_array()
            .map(Vec::as_slice)
            .ok_or_else(|| format!("`{key}`: `{list}` is not a list")),
    }
}

/// One text, or a list of texts.
pub(crate) fn one_or_more(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        one => Ok(vec![text(one)?]),
    }
}

pub(crate) fn entries(value: Option<&Value>) -> Result<&Map<String, Value>, String> {
    static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    match value {
        None => Ok(&EMPTY),
        Some(Value::Object(map)) => Ok(map),
        Some(other) => Err(format!("`{other}` is not a map")),
    }
}

pub(crate) fn flag(value: &Value, key: &str, default: bool) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(default)
}
